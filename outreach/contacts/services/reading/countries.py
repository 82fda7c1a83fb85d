"""Which country a cell names: ISO codes, and names in Chinese, English, German and Korean."""

import unicodedata
from functools import lru_cache

from babel import Locale
from babel.core import get_global

LOCALES = ("en", "de", "zh_Hans", "zh_Hant", "ko")

# What people and fair organisers write and CLDR does not have.
ALIASES = {
    "GB": "UK|U.K.|Great Britain|Britain|England|Scotland|Wales|Northern Ireland|Großbritannien|Schottland|"
    "Vereinigtes Königreich|United Kingdom of Great Britain and Northern Ireland|英格兰|苏格兰|威尔士|大不列颠|"
    "联合王国|"
    "잉글랜드|스코틀랜드|웨일스|대영제국|GBR",
    "KR": "Korea|South Korea|Republic of Korea|Korea, Republic of|Korea (South)|Korea (Republic of)|ROK|S. Korea|"
    "Republik Korea|Korea, Republik|한국|남한|대한민국|대한민국(KR)|大韩民国|南韩|南韓|韓國|韩国|KOR",
    "KP": "North Korea|Korea, Democratic People's Republic of|북한",
    "CN": "China|PRC|P.R.C.|PR China|P.R. China|People's Republic of China|China, People's Republic of|"
    "Mainland China|"
    "Volksrepublik China|VR China|中国|中國|中华人民共和国|中国大陆|中國大陸|大陆|내지|중화인민공화국|중국|CHN",
    "DE": "Germany|Deutschland|BRD|Bundesrepublik Deutschland|Federal Republic of Germany|德意志联邦共和国|독일|DEU|"
    "GER",
    "US": "USA|U.S.A.|U.S.|United States of America|America|Vereinigte Staaten von Amerika|美利坚合众国|美国|"
    "미합중국|미국",
    "TW": "Taiwan|Taiwan, Province of China|Chinese Taipei|中国台湾|台湾|臺灣|대만|타이완",
    "HK": "Hong Kong|Hong Kong SAR|Hongkong|Hong Kong, China|Hong Kong (China)|中国香港|香港|홍콩",
    "MO": "Macau|Macao|Macao SAR|中国澳门|澳门|마카오",
    "NL": "Holland|The Netherlands|Netherlands, Kingdom of the|荷兰|홀란드|네덜란드",
    "CZ": "Czech Republic|Tschechische Republik|捷克共和国|체코공화국",
    "RU": "Russian Federation|Russische Föderation|俄联邦|俄国|러시아연방",
    "VN": "Viet Nam|越南社会主义共和国|베트남",
    "TR": "Turkey|Türkiye|土耳其|터키|튀르키예",
    "IR": "Iran, Islamic Republic of|Iran (Islamic Republic of)",
    "AE": "UAE|U.A.E.|United Arab Emirates|VAE|阿联酋|아랍에미리트",
    "MD": "Moldova, Republic of|Republic of Moldova",
    "TZ": "Tanzania, United Republic of",
    "VE": "Venezuela, Bolivarian Republic of",
    "BO": "Bolivia, Plurinational State of",
    "SY": "Syrian Arab Republic",
    "LA": "Lao People's Democratic Republic",
    "MK": "Macedonia|North Macedonia|Mazedonien",
    "CH": "Schweizerische Eidgenossenschaft|Suisse|Svizzera|CHE",
    "AT": "Republik Österreich|AUT",
    "FR": "Republic of France|République française|FRA",
    "IE": "Republic of Ireland|Eire",
    "JP": "日本国|JPN|Nippon",
    "SK": "Slovak Republic|Slowakische Republik",
}


def _key(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text[:80]).casefold()
    return "".join(c for c in folded if c.isalnum())


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    table: dict[str, str] = {}
    for code, names in ALIASES.items():
        table[_key(code)] = code
        for name in names.split("|"):
            table[_key(name)] = code
    for locale in LOCALES:
        for code, name in Locale.parse(locale).territories.items():
            if len(code) == 2 and code.isalpha() and code not in ("EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"):
                table.setdefault(_key(code), code)
                table.setdefault(_key(name), code)
    # CLDR knows the three-letter codes as old names of the two-letter ones.
    for old, new in get_global("territory_aliases").items():
        if len(old) == 3 and old.isalpha() and len(new) == 1 and len(new[0]) == 2:
            table.setdefault(old.lower(), new[0])
    return table


@lru_cache(maxsize=4096)
def country_code(text: str) -> str | None:
    """The ISO 3166 alpha-2 code of a country named in `text`, or None.

    `Korea, Republic of`, `DE - Germany` and `대한민국 (South Korea)` are understood as well.
    """
    names = _names()
    if not text.strip() or len(text) > 80:
        return None
    if found := names.get(_key(text)):
        return found
    if "," in text:
        first, rest = text.split(",", 1)
        if found := names.get(_key(f"{rest} {first}")):
            return found
    parts = [part for part in text.replace("（", "(").replace("(", "/").replace(" - ", "/").split("/") if part.strip()]
    codes = {names.get(_key(part)) for part in parts} if len(parts) > 1 else set()
    codes.discard(None)
    return codes.pop() if len(codes) == 1 else None
