"""Legal forms of firms, written as found: canonical code and country."""

from __future__ import annotations

# Latin forms as words without dots, longest first: words -> (code, country or '').
LATIN_FORMS: tuple[tuple[tuple[str, ...], str, str], ...] = tuple(sorted(
    (
        (tuple(words.split()), code, country)
        for words, code, country in (
            ("gmbh & co kg", "gmbh_co_kg", "DE"), ("gmbh und co kg", "gmbh_co_kg", "DE"),
            ("gmbh and co kg", "gmbh_co_kg", "DE"), ("gmbh co kg", "gmbh_co_kg", "DE"),
            ("gmbh & co kgaa", "gmbh_co_kgaa", "DE"), ("ag & co kg", "ag_co_kg", "DE"),
            ("gmbh & co ohg", "gmbh_co_ohg", "DE"), ("ug & co kg", "ug_co_kg", "DE"),
            ("ug haftungsbeschränkt & co kg", "ug_co_kg", "DE"),
            ("ug haftungsbeschränkt", "ug", "DE"), ("ug haftungsbeschraenkt", "ug", "DE"), ("ug", "ug", "DE"),
            ("gmbh", "gmbh", "DE"), ("mbh", "gmbh", "DE"), ("ggmbh", "ggmbh", "DE"),
            ("gesellschaft mit beschränkter haftung", "gmbh", "DE"), ("ag", "ag", "DE"), ("aktiengesellschaft", "ag", "DE"),
            ("se", "se", ""), ("kgaa", "kgaa", "DE"), ("kg", "kg", "DE"), ("ohg", "ohg", "DE"), ("gbr", "gbr", "DE"),
            ("e k", "ek", "DE"), ("ek", "ek", "DE"), ("e v", "ev", "DE"), ("ev", "ev", "DE"), ("eg", "eg", "DE"),
            ("ltd", "ltd", ""), ("limited", "ltd", ""), ("co ltd", "co_ltd", ""), ("company limited", "co_ltd", ""),
            ("co limited", "co_ltd", ""), ("company ltd", "co_ltd", ""), ("pte ltd", "pte_ltd", "SG"),
            ("sdn bhd", "sdn_bhd", "MY"), ("private limited", "pvt_ltd", ""), ("pvt ltd", "pvt_ltd", ""),
            ("plc", "plc", "GB"), ("public limited company", "plc", "GB"), ("llp", "llp", ""),
            ("lp", "lp", ""), ("cic", "cic", "GB"), ("community interest company", "cic", "GB"),
            ("limited liability partnership", "llp", ""), ("limited partnership", "lp", ""),
            ("inc", "inc", ""), ("incorporated", "inc", ""), ("corp", "corp", ""), ("corporation", "corp", ""),
            ("llc", "llc", ""), ("limited liability company", "llc", ""), ("co", "co", ""), ("company", "co", ""),
            ("co inc", "inc", ""), ("s a", "sa", ""), ("sa", "sa", ""), ("b v", "bv", "NL"), ("bv", "bv", "NL"),
            ("n v", "nv", ""), ("nv", "nv", ""), ("s p a", "spa", "IT"), ("spa", "spa", "IT"), ("oy", "oy", "FI"),
            ("ab", "ab", "SE"), ("ooo", "ooo", "RU"), ("jsc", "jsc", ""), ("joint stock company", "jsc", ""),
        )
    ),
    key=lambda form: -len(form[0]),
))
HAN_FORMS: tuple[tuple[str, str], ...] = (
    ("集团股份有限公司", "gufen"), ("集团有限责任公司", "youxian"), ("集团有限公司", "youxian"),
    ("股份有限公司", "gufen"), ("有限责任公司", "youxian"), ("合伙企业(有限合伙)", "hehuo_lp"),
    ("(有限合伙)", "hehuo_lp"), ("有限合伙企业", "hehuo_lp"), ("合伙企业(普通合伙)", "hehuo"), ("合伙企业", "hehuo"),
    ("有限公司", "youxian"), ("分公司", "branch"), ("集团公司", "group"), ("集团", "group"), ("公司", "company"),
)
HANGUL_FORMS: tuple[tuple[str, str], ...] = (
    ("주식회사", "jusik"), ("(주)", "jusik"), ("유한책임회사", "yuhan_llc"), ("유한회사", "yuhan"), ("(유)", "yuhan"),
    ("합자회사", "hapja"), ("합명회사", "hapmyeong"), ("(합)", "hapja"), ("사단법인", "sadan"), ("(사)", "sadan"),
    ("재단법인", "jaedan"), ("(재)", "jaedan"),
)
# Forms that are one form in two writings when firms are compared.
SAME_FORM: dict[str, str] = {"co_ltd": "ltd", "co": "ltd", "corp": "inc", "company": "youxian", "group": "youxian"}

COUNTRY_WORDS: dict[str, str] = {
    "中国": "CN", "china": "CN", "prc": "CN", "deutschland": "DE", "germany": "DE", "德国": "DE", "korea": "KR",
    "south korea": "KR", "한국": "KR", "코리아": "KR", "韩国": "KR", "uk": "GB", "u k": "GB", "united kingdom": "GB",
    "英国": "GB", "great britain": "GB", "england": "GB", "차이나": "CN", "중국": "CN", "독일": "DE", "영국": "GB",
    "schweiz": "CH", "österreich": "AT", "austria": "AT", "usa": "US", "europe": "", "asia": "",
}
