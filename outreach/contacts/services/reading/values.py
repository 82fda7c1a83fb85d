"""Reads single cells: forms of address, ratings, languages, lists of mail addresses and phone numbers, names."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation

from outreach.contacts.services.reading.headers import header_key

GENDERS = {
    "f": "frau fr mrs ms miss madam mme 女士 小姐 太太 女 여사 부인 미즈 미스 female weiblich 여 여성",
    "m": "herr herrn hr mr mister sir monsieur 先生 男 mr미스터 미스터 male männlich 남 남성",
}
GENDER_OF = {word: gender for gender, words in GENDERS.items() for word in words.split()}
# What stands in a column of genders besides forms of address.
SEXES = {"f": "f w woman weibl 女性 여자 여성", "m": "m man mann männl 男性 남자 남성"}
SEX_OF = GENDER_OF | {word: gender for gender, words in SEXES.items() for word in words.split()}
TITLES = frozenset(
    word
    for words in (
        "dr prof professor phd med ing rer nat dipl mag mba msc bsc ma hon dame lord rev mx h c habil jur",
        "博士 教授 院士 박사 교수",
    )
    for word in words.split()
)
RATINGS = {
    "A": "a hot high hoch heiß heiss 高 热 熱 上 상 높음 매우높음 veryhigh sehrhoch 很高 重点 强 a级 a등급 5 4 vip",
    "B": "b warm medium mittel 中 温 溫 중 보통 중간 normal 一般 b级 b등급 3",
    "C": "c cold low niedrig gering kalt 低 冷 下 하 낮음 弱 c级 c등급 2 1",
}
RATING_OF = {word: rating for rating, words in RATINGS.items() for word in words.split()}
INVERTED = {"1": "A", "2": "B", "3": "C", "4": "C", "5": "C"}
LANGUAGES = {
    "zh": "zh zho chi zhhans zhcn zhhant zhtw cn 中文 汉语 普通话 简体中文 繁体中文 chinese mandarin chinesisch 중국어",
    "en": "en eng engb enus 英文 英语 english englisch 영어",
    "de": "de deu ger dede deat dech 德文 德语 german deutsch 독일어",
    "ko": "ko kor kokr kr 韩文 韩语 朝鲜语 korean koreanisch 한국어",
}
LANGUAGE_OF = {word: language for language, words in LANGUAGES.items() for word in words.split()}
SCIENTIFIC = re.compile(r"\+?(\d(?:[.,]\d+)?)[eE]\+?(\d{1,2})")
WHOLE_FLOAT = re.compile(r"(\d{6,})[.,]0+")
MAIL = re.compile(r"[^@\s<>\"(),;:\\]+@[^@\s<>\"(),;:\\]+\.[^@\s<>\"(),;:\\.]+")
CJK = re.compile(r"[\u3400-\u9fff\uac00-\ud7a3·]")


GUARDED = re.compile(r"'(?=[\t\r]|\s*[=@+\-＝＠＋－])")


def unguarded(cell: str) -> str:
    """The cell without the apostrophe that exports, ours too, put before what a spreadsheet would run as a formula."""
    return cell[1:] if GUARDED.match(cell) else cell


def _words(cell: str) -> list[str]:
    return [word for word in re.split(r"[\s.,/]+", unicodedata.normalize("NFKC", cell).casefold()) if word]


def is_form_of_address(cell: str) -> bool:
    """Whether a cell holds nothing but forms of address and academic titles: `Frau Dr.`, `Mr`, 先生."""
    words = _words(cell[:60])
    return bool(words) and all(word in GENDER_OF or word in TITLES for word in words)


def read_prefix(cell: str) -> tuple[str | None, str]:
    """The gender that a form of address tells (f, m or None) and the titles that remain: `Frau Dr.` is f and `Dr.`."""
    gender, rest = None, []
    for word in cell.split():
        found = GENDER_OF.get(header_key(word))
        if found:
            gender = gender or found
        else:
            rest.append(word)
    return gender, " ".join(rest)


def read_gender(cell: str) -> str | None:
    """f or m where the cell says so in any of the four languages; else None, because nobody's gender is guessed."""
    return SEX_OF.get(header_key(cell))


def read_rating(cell: str, header: str = "") -> str | None:
    """A, B or C from words, letters, stars or figures (5 is best, but in a column of priorities 1 is)."""
    stars = cell.count("★") + cell.count("⭐")
    text = str(stars) if stars else header_key(cell)
    if text in INVERTED and any(word in header_key(header) for word in ("prio", "优先", "우선")):
        return INVERTED[text]
    return RATING_OF.get(text)


def read_language(cell: str) -> str | None:
    """zh, en, de or ko where the cell names one of them in any of the four languages; else None."""
    return LANGUAGE_OF.get(header_key(cell))


def split_mails(cell: str) -> tuple[list[str], list[str]]:
    """The mail addresses of a cell in lower case, and what is none. `Name <mail>` and `mailto:` are understood."""
    text = unicodedata.normalize("NFKC", cell)
    mails, others = [], []
    for part in re.split(r"[;,、\n\r\t|]+|\s/\s", text):
        part = part.strip().removeprefix("mailto:").removeprefix("MAILTO:")
        if not part:
            continue
        if found := MAIL.findall(part):
            mails.extend(mail.lower() for mail in found)
        else:
            others.append(part)
    return list(dict.fromkeys(mails)), others


def read_phone(raw: str) -> tuple[str, bool]:
    """A phone number without the traces of a number format, and whether digits may have been lost by it.

    `8.613800138E+12` becomes 8613800138000, `13900000002.0` becomes 13900000002; everything else stays as it is.
    """
    if match := SCIENTIFIC.fullmatch(raw):
        try:
            number = Decimal(raw.lstrip("+").replace(",", "."))
        except InvalidOperation:
            return raw, False
        digits = match[1].replace(",", ".").partition(".")[2]
        return f"{number:.0f}", len(digits) < int(match[2])
    if match := WHOLE_FLOAT.fullmatch(raw):
        return match[1], False
    return raw, False


def split_phones(cell: str) -> list[str]:
    """The numbers of a cell. Commas and slashes only part two whole numbers, because 030/123 45 is one."""
    parts: list[str] = []
    for piece in re.split(r"[;、\n\r\t|]+", cell):
        halves = re.split(r"\s*[/,，]\s*", piece)
        if len(halves) > 1 and all(sum(c.isdigit() for c in half) >= 7 for half in halves):
            parts.extend(halves)
        else:
            parts.append(piece)
    return [part.strip() for part in parts if any(c.isdigit() for c in part)]


def split_tags(cell: str) -> list[str]:
    """The tags of a cell, each once whatever its case. Slashes part none, because AI/ML is one."""
    found: dict[str, str] = {}
    for word in re.split(r"[;,、，；|\n\r\t]+", cell):
        if tag := " ".join(word.split()).removeprefix("#").strip():
            found.setdefault(tag.casefold(), tag)
    return list(found.values())


def close_up(name: str) -> str:
    """A name with single spaces; a short Chinese or Korean name padded for looks (黄　怡敏) without any."""
    words = name.split()
    joined = "".join(words)
    if len(words) > 1 and len(joined) <= 4 and all(CJK.match(c) for c in joined):
        return joined
    return " ".join(words)


def join_name(family: str, given: str) -> str:
    """A full name of two parts: Chinese and Korean family first and without a space, others given name first."""
    if family and given and all(CJK.match(c) for c in family + given):
        return family + given
    return " ".join(part for part in (given, family) if part)


def script_of(name: str) -> str | None:
    """han, hangul or latin if the letters of a name are all of one script; else None."""
    scripts = set()
    for char in name:
        if char.isalpha():
            scripts.add(
                "hangul" if "\uac00" <= char <= "\ud7a3" else "han" if "\u3400" <= char <= "\u9fff" else "latin"
            )
    return scripts.pop() if len(scripts) == 1 else None
