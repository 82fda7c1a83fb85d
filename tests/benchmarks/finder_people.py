"""Invented people in four scripts with one in ten standing twice, told in another way: seeded, nobody's data."""
# Chinese and Korean letters count double here.
# ruff: noqa: E501

import random
from dataclasses import dataclass

from pypinyin import lazy_pinyin

_ZH_FAMILY = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜"
_ZH_GIVEN = ("明华伟芳娜敏静丽强磊军洋勇艳杰娟涛超霞平刚桂英兰雪梅鹏飞宇浩然子涵轩怡欣雨晨博文思远嘉琪俊豪梓萱若曦婉清志国建新"
             "春秋海波江河山峰林松柏青云龙凤玉珍珠宝琳瑶瑾瑜")
_KO_FAMILY = ("김", "이", "박", "최", "정", "강", "조", "윤", "장", "임", "한", "오", "서", "신", "권", "황", "안", "송", "전", "홍")
_KO_WEIGHTS = (21, 15, 8, 5, 5, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1)
_KO_GIVEN = ("민", "수", "지", "현", "영", "서", "준", "우", "진", "호", "은", "정", "성", "재", "윤", "하", "경", "연", "태", "희", "선",
             "주", "상", "동", "원", "나", "다", "소", "혜", "규", "철", "석", "빈", "유", "아", "미", "승", "인", "용", "기")
_DE_FIRST = ("Jürgen", "Björn", "Käthe", "Anneliese", "Matthias", "Sören", "Günter", "Ulrike", "Heike", "Jörg", "Annette", "Götz",
             "Katrin", "Stefan", "Bärbel", "Lars", "Imke", "Rüdiger", "Silke", "Torsten", "Wiebke", "Uwe", "Hölger", "Maike")
_DE_LAST = ("Mühl", "Kött", "Schröd", "Bäum", "Hart", "Linden", "Stein", "Fährn", "Grün", "Wald", "Tiefen", "Rößl", "Brück", "Sonn")
_DE_END = ("er", "mann", "bach", "ing", "feld", "hausen", "ke", "stätter", "brink", "hoff", "ner", "müller")
_EN_FIRST = (("Robert", "Bob"), ("William", "Bill"), ("Elizabeth", "Liz"), ("Margaret", "Peggy"), ("Thomas", "Tom"), ("Edward", "Ted"),
             ("Katherine", "Kate"), ("Andrew", "Andy"), ("Imogen", "Imogen"), ("Oliver", "Ollie"), ("Susan", "Sue"), ("James", "Jim"),
             ("Harriet", "Hattie"), ("Nicholas", "Nick"), ("Rosalind", "Ros"), ("Graham", "Graham"))
_EN_LAST = ("Hart", "Wick", "Ash", "Bram", "Thorn", "Kest", "Peni", "Marl", "Oak", "Stan", "Whit", "Dun", "Ells", "Fair", "Green", "Hol")
_EN_END = ("well", "ley", "ford", "ton", "by", "worth", "ham", "combe", "stone", "field", "dale", "bury")
_FIRMS = {"zh": ("光电有限公司", "精密机械有限公司", "新材料股份有限公司"), "ko": ("전자(주)", "광학 주식회사", "소재(주)"),
          "de": (" Photonik GmbH", " Werkstoffe AG", " Maschinenbau GmbH & Co. KG"), "en": (" Optics Ltd", " Materials plc", " Systems Limited")}
_COUNTRY = {"zh": "CN", "ko": "KR", "de": "DE", "en": "GB"}
_DIAL = {"zh": "+8613", "ko": "+8210", "de": "+49151", "en": "+447"}
_LEAD = ("g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h")
_VOWEL = ("a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu", "eu", "ui", "i")
_TAIL = ("", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t", "t", "ng", "t", "t", "k", "t",
         "p", "t")
_KO_LATIN = {"김": "Kim", "이": "Lee", "박": "Park", "최": "Choi", "정": "Jung", "강": "Kang", "조": "Cho", "윤": "Yoon", "장": "Jang",
             "임": "Lim", "오": "Oh", "서": "Seo", "신": "Shin", "권": "Kwon", "안": "Ahn", "전": "Jeon"}


@dataclass
class Told:
    """One record as it is stored; `twin` is the number of the record that it repeats."""

    number: int
    locale: str
    name: str
    given: str
    family: str
    email: str | None
    phone: str | None
    firm: str | None
    country: str
    twin: int | None = None


def make_people(count: int, seed: int = 7) -> list[Told]:
    """`count` records of which one in ten repeats an earlier one."""
    dice = random.Random(seed)
    firms = {code: [_firm(dice, code) for _ in range(max(20, count // 24))] for code in _FIRMS}
    originals = [_original(dice, number, firms) for number in range(1, count - count // 10 + 1)]
    twins = dice.sample(originals, count // 10)
    doubles = [_double(dice, len(originals) + place, one, firms) for place, one in enumerate(twins, 1)]
    return originals + doubles


def latin_hangul(text: str) -> str:
    """A plain romanisation, syllable by syllable."""
    def one(char: str) -> str:
        code = ord(char) - 0xAC00
        return _LEAD[code // 588] + _VOWEL[code % 588 // 28] + _TAIL[code % 28]
    return "".join(map(one, text))


def _firm(dice: random.Random, code: str) -> tuple[str, str]:
    stem = "".join(dice.choice("bcdfgklmnprstvz") + dice.choice("aeiou") for _ in range(3))
    if code == "zh":
        name = "".join(dice.sample(_ZH_GIVEN, 3))
    elif code == "ko":
        name = "".join(dice.sample(_KO_GIVEN, 3))
    else:
        name = stem.title()
    return name + dice.choice(_FIRMS[code]), f"{stem}{dice.randrange(1000)}.example.{ {'zh': 'cn', 'ko': 'kr', 'de': 'de', 'en': 'uk'}[code]}"


def _original(dice: random.Random, number: int, firms: dict) -> Told:
    code = dice.choices(("zh", "ko", "de", "en"), (.35, .25, .2, .2))[0]
    if code == "zh":
        family, given = dice.choice(_ZH_FAMILY), "".join(dice.sample(_ZH_GIVEN, dice.choice((1, 2, 2, 2))))
        name = family + given
    elif code == "ko":
        family, given = dice.choices(_KO_FAMILY, _KO_WEIGHTS)[0], "".join(dice.sample(_KO_GIVEN, 2))
        name = family + given
    else:
        given = dice.choice(_DE_FIRST) if code == "de" else dice.choice(_EN_FIRST)[0]
        family = dice.choice(_DE_LAST) + dice.choice(_DE_END) if code == "de" else dice.choice(_EN_LAST) + dice.choice(_EN_END)
        name = f"{given} {family}"
    firm, domain = dice.choice(firms[code])
    spelled = _spelled(code, given, family).lower().replace(" ", ".")
    mail = f"{spelled}{number % 97}@{domain}" if dice.random() < .8 else None
    phone = f"{_DIAL[code]}{dice.randrange(10**8):08d}" if dice.random() < .7 else None
    return Told(number, code, name, given, family, mail, phone, firm if dice.random() < .9 else None, _COUNTRY[code])


def _spelled(code: str, given: str, family: str) -> str:
    if code == "zh":
        return f"{''.join(lazy_pinyin(given))} {''.join(lazy_pinyin(family))}"
    if code == "ko":
        return f"{latin_hangul(given)} {_KO_LATIN.get(family, latin_hangul(family))}"
    return "".join({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}.get(char, char) for char in f"{given} {family}")


def _double(dice: random.Random, number: int, one: Told, firms: dict) -> Told:
    given, family, name = _told_again(dice, one)
    chance = dice.random()
    mail = one.email if chance < .35 else f"{name.lower().replace(' ', '')[:12]}{number % 89}@mail.example.org" if chance < .6 else None
    chance = dice.random()
    phone = one.phone if chance < .4 else f"{_DIAL[one.locale]}{dice.randrange(10**8):08d}" if chance < .6 else None
    chance = dice.random()
    firm = one.firm if chance < .7 else dice.choice(firms[one.locale])[0] if chance < .8 else None
    if firm and firm == one.firm and dice.random() < .3:
        firm = firm.replace("有限公司", "").replace("(주)", "").replace(" GmbH", "").replace(" Ltd", "").strip()
    return Told(number, one.locale, name, given, family, mail, phone, firm, one.country, one.number)


def _told_again(dice: random.Random, one: Told) -> tuple[str, str, str]:
    """Given name, family name and whole name as somebody else writes them down."""
    if one.locale in ("zh", "ko") and dice.random() < .7:
        given, family = (part.title() for part in _spelled(one.locale, one.given, one.family).split(" "))
        if one.locale == "ko" and dice.random() < .5:
            given = f"{latin_hangul(one.given[0]).title()}-{latin_hangul(one.given[1:])}"
        return given, family, f"{family} {given}" if dice.random() < .5 else f"{given} {family}"
    if one.locale == "en":
        short = dict(_EN_FIRST)[one.given] if dice.random() < .6 else f"{one.given[0]}."
        return short, one.family, f"{short} {one.family}"
    if one.locale == "de":
        given, family = _spelled("de", one.given, one.family).split(" ")
        return given, family, f"{family}, {given}" if dice.random() < .3 else f"{given} {family}"
    return one.given, one.family, one.name
