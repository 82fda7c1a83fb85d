"""Legal forms of firms, written as found: canonical code and country; and which two can be one form."""

from __future__ import annotations

# Code, country or -, then its writings in Latin words without dots, parted by |.
_LATIN = """
gmbh_co_kg   DE  gmbh & co kg|gmbh und co kg|gmbh and co kg|gmbh co kg|gmbh & cie kg|mbh & co kg
gmbh_co_kgaa DE  gmbh & co kgaa|se & co kgaa|ag & co kgaa
ag_co_kg     DE  ag & co kg
gmbh_co_ohg  DE  gmbh & co ohg
ug_co_kg     DE  ug & co kg|ug haftungsbeschränkt & co kg
ug           DE  ug haftungsbeschränkt|ug haftungsbeschraenkt|ug|unternehmergesellschaft|unternehmergesellschaft haftungsbeschränkt
gmbh         DE  gmbh|mbh|gesellschaft mit beschränkter haftung|gesellschaft mit beschraenkter haftung
gesmbh       AT  gesmbh|ges mbh|ges m b h
ggmbh        DE  ggmbh|gemeinnützige gmbh
ag           DE  ag|aktiengesellschaft
se           -   se|societas europaea
kgaa         DE  kgaa|kommanditgesellschaft auf aktien
kg           DE  kg|kommanditgesellschaft
ohg          DE  ohg|offene handelsgesellschaft
gbr          DE  gbr|gesellschaft bürgerlichen rechts
partg        DE  partg|partg mbb|partgmbb|partnerschaftsgesellschaft
ek           DE  e k|ek|e kfm|eingetragener kaufmann
ev           DE  e v|ev|eingetragener verein
eg           DE  eg|e g|eingetragene genossenschaft
eu_at        AT  e u
ltd          -   ltd|limited
co_ltd       -   co ltd|company limited|co limited|company ltd|coltd
pte_ltd      SG  pte ltd|pte limited|private ltd pte|pte
pty_ltd      AU  pty ltd|pty limited|proprietary limited
sdn_bhd      MY  sdn bhd|sendirian berhad
bhd          MY  bhd|berhad
pvt_ltd      IN  private limited|pvt ltd|pvt limited
plc          -   plc|public limited company|public ltd company
llp          -   llp|limited liability partnership
lp           -   lp|limited partnership
cic          GB  cic|community interest company
inc          -   inc|incorporated|co inc
corp         -   corp|corporation
llc          -   llc|limited liability company|limited liability co|ltd liability company
pllc         US  pllc
co           -   co|company|cie
sa           -   sa|s a|société anonyme|sociedad anónima
sa_cv        MX  sa de cv|sab de cv
sas          FR  sas
sarl         -   sarl
eurl         FR  eurl
srl          -   srl
spa          IT  spa|s p a
sl           ES  sl|slu
ltda         -   ltda|lda
bv           NL  bv|b v
bvba         BE  bvba|sprl
nv           -   nv|n v
vof          NL  vof
oy           FI  oy
oyj          FI  oyj
ab           SE  ab|ab publ
as           -   as|asa
aps          DK  aps
sp_zoo       PL  sp z oo|sp zoo|sp z o o|spolka zoo|spolka z oo
sro          -   sro|s r o
doo          -   doo|d o o
kft          HU  kft
zrt          HU  zrt|nyrt
uab          LT  uab
sia          LV  sia
ou           EE  oü
eood         BG  eood|ood
ooo          RU  ooo
jsc          -   jsc|joint stock company|ao
pjsc         -   pjsc|pao|public joint stock company
ojsc         -   ojsc|oao|open joint stock company
cjsc         -   cjsc|zao|closed joint stock company
ano          RU  ano
pt           ID  pt|pt tbk|tbk
kk           JP  kk|kabushiki kaisha|k k
gk           JP  gk|godo kaisha
"""
# Latin forms as words, longest first: words -> (code, country or '').
LATIN_FORMS: tuple[tuple[tuple[str, ...], str, str], ...] = tuple(
    sorted(
        (
            (tuple(words.split()), code, "" if country == "-" else country)
            for code, country, writings in (line.split(None, 2) for line in _LATIN.strip().splitlines())
            for words in writings.split("|")
        ),
        key=lambda form: -len(form[0]),
    )
)
# Forms that stand before the name in some countries.
LEADING = frozenset(
    {"llc", "ooo", "jsc", "pjsc", "ojsc", "cjsc", "ano", "pt", "uab", "sia", "kk", "ab", "gk", "co_ltd"}
)
# A form so long that one mistyped letter must not hide it.
LONG_WORDS = {"aktiengesellschaft": "ag", "kommanditgesellschaft": "kg", "corporation": "corp", "incorporated": "inc"}
HAN_FORMS: tuple[tuple[str, str], ...] = (
    ("股份有限公司", "gufen"),
    ("有限责任公司", "youxian"),
    ("合伙企业(有限合伙)", "hehuo_lp"),
    ("合伙企业(普通合伙)", "hehuo"),
    ("(特殊普通合伙)", "hehuo"),
    ("(有限合伙)", "hehuo_lp"),
    ("有限合伙企业", "hehuo_lp"),
    ("(普通合伙)", "hehuo"),
    ("合伙企业", "hehuo"),
    ("有限公司", "youxian"),
    ("股份公司", "gufen"),
    ("株式会社", "kk"),
    ("(株)", "kk"),
    ("合同会社", "gk"),
    ("有限会社", "yk"),
    ("股份有限", "gufen"),
    ("股份", "gufen"),
    ("有限", "youxian"),
    ("公司", "company"),
)
HANGUL_FORMS: tuple[tuple[str, str], ...] = (
    ("주식회사", "jusik"),
    ("(주)", "jusik"),
    ("유한책임회사", "yuhan_llc"),
    ("유한회사", "yuhan"),
    ("(유)", "yuhan"),
    ("합자회사", "hapja"),
    ("합명회사", "hapmyeong"),
    ("(합)", "hapja"),
    ("사단법인", "sadan"),
    ("(사)", "sadan"),
    ("재단법인", "jaedan"),
    ("(재)", "jaedan"),
    ("협동조합", "hyeopdong"),
    ("농업회사법인", "nongeop"),
)
# What makes a firm a part or the whole of a house: group, holding or branch, as words and as endings of a CJK name.
PART_WORDS: dict[str, str] = {
    "group": "group", "gruppe": "group", "konzern": "group", "groupe": "group", "holding": "holding",
    "holdings": "holding", "branch": "branch", "niederlassung": "branch", "zweigniederlassung": "branch",
    "zweigstelle": "branch", "repräsentanz": "branch", "subsidiary": "branch", "tochtergesellschaft": "branch",
}
PART_ENDINGS: tuple[tuple[str, str], ...] = (
    ("集团控股", "holding"), ("控股集团", "holding"), ("集团", "group"), ("控股", "holding"), ("分公司", "branch"),
    ("子公司", "branch"), ("办事处", "branch"), ("代表处", "branch"), ("支行", "branch"), ("分行", "branch"),
    ("그룹", "group"), ("홀딩스", "holding"), ("지주", "holding"), ("지점", "branch"), ("지사", "branch"),
    ("연락사무소", "branch"), ("자회사", "branch"),
)
# Forms that are one form in two writings when firms are compared.
SAME_FORM: dict[str, str] = {"co_ltd": "ltd", "corp": "inc"}
# What any form may be called for short.
_VAGUE = frozenset({"co", "company", "group", "branch"})
# How the forms of East Asia are put into European words, and European ones into theirs.
_TRANSLATED: dict[str, frozenset[str]] = {
    "youxian": frozenset({"ltd", "llc", "inc", "gmbh", "pte_ltd"}),
    "gufen": frozenset({"ltd", "inc", "plc", "ag", "se", "jsc", "sa", "kk"}),
    "jusik": frozenset({"ltd", "inc", "plc", "ag", "se", "kk", "gufen", "jsc"}),
    "kk": frozenset({"ltd", "inc", "youxian"}),
    "yuhan": frozenset({"ltd", "llc", "gmbh", "youxian"}),
    "yuhan_llc": frozenset({"llc", "gmbh"}),
    "hehuo_lp": frozenset({"lp", "llp"}),
    "hehuo": frozenset({"llp"}),
}


def forms_clash(a: str | None, b: str | None) -> bool:
    """Tell whether two codes cannot be one firm's form; an unknown one never clashes.

    Co., Ltd. is what most Chinese and Korean firms write in Latin letters, so it goes with their forms.
    """
    a, b = SAME_FORM.get(a or "", a), SAME_FORM.get(b or "", b)
    if not a or not b or a == b or a in _VAGUE or b in _VAGUE:
        return False
    return b not in _TRANSLATED.get(a, ()) and a not in _TRANSLATED.get(b, ())


# Countries as they stand in firms' names and addresses; ASEAN, Europe and the like are places without a country.
_COUNTRIES = """
CN 中国 china prc 차이나 중국 pr china people's republic of china
DE deutschland germany 德国 독일
KR korea south korea republic of korea 한국 코리아 韩国 대한민국
GB uk united kingdom 英国 great britain england scotland wales 영국 großbritannien grossbritannien
CH schweiz switzerland suisse 瑞士 스위스
AT österreich oesterreich austria 奥地利 오스트리아
US usa us united states 美国 미국
FR france frankreich 法国 프랑스
IT italy italia italien 意大利 이탈리아
ES spain españa spanien 西班牙 스페인
NL nederland netherlands niederlande 荷兰 네덜란드
BE belgium belgien belgique 比利时 벨기에
LU luxembourg luxemburg 卢森堡
DK denmark danmark dänemark 丹麦 덴마크
NO norway norge norwegen 挪威 노르웨이
SE sweden sverige schweden 瑞典 스웨덴
FI finland finnland suomi 芬兰 핀란드
PL poland polska polen 波兰 폴란드
CZ czech republic czechia tschechien 捷克 체코
HU hungary ungarn magyarország 匈牙利 헝가리
RO romania rumänien 罗马尼亚
PT portugal 葡萄牙 포르투갈
IE ireland irland 爱尔兰 아일랜드
RU russia russland 俄罗斯 러시아
TR turkey türkiye türkei 土耳其
JP japan 日本 일본 재팬
TW taiwan 台湾 대만 타이완
HK hong kong hongkong 香港 홍콩
SG singapore singapur 新加坡 싱가포르
MY malaysia 马来西亚 말레이시아
TH thailand 泰国 태국
VN vietnam viet nam 越南 베트남
ID indonesia indonesien 印度尼西亚 印尼 인도네시아
PH philippines 菲律宾
IN india indien 印度 인도
CA canada kanada 加拿大 캐나다
MX mexico méxico mexiko 墨西哥 멕시코
BR brazil brasil brasilien 巴西 브라질
CL chile 智利
AR argentina argentinien 阿根廷
AU australia australien 澳大利亚 호주
NZ new zealand neuseeland 新西兰
ZA south africa südafrika 南非
AE uae dubai 阿联酋
IL israel 以色列 이스라엘
- europe europa 欧洲 유럽 asia asien 亚洲 아시아 apac emea asean
"""
_TWO_WORDS = ("south korea", "republic of korea", "united kingdom", "great britain", "united states", "czech republic", "hong kong",
              "viet nam", "new zealand", "south africa", "people's republic of china", "pr china")


def _country_words() -> dict[str, str]:
    """Return name -> ISO code, empty for a continent."""
    text = _COUNTRIES.strip()
    for words in _TWO_WORDS:
        text = text.replace(words, words.replace(" ", "_"))
    lines = (line.split() for line in text.splitlines())
    return {name.replace("_", " "): "" if code == "-" else code for code, *names in lines for name in names}


COUNTRY_WORDS: dict[str, str] = _country_words()
