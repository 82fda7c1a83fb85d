"""Tells what the heading of a column means, and in which language it is written."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from outreach.contacts.services.reading.header_words import WORDS

MAX_HEADER = 120
"""Longer cells are text, not headings; looking at them would only cost time."""


class Meaning(NamedTuple):
    """What a heading means: a code of fields.FIELDS or "" (known, but no field), and the languages that say so."""

    field: str
    languages: frozenset[str]


def header_key(text: str) -> str:
    """The heading without case, width, spaces and marks, so that `E-Mail Adresse*` equals `e-mail-adresse`."""
    folded = unicodedata.normalize("NFKC", text[:MAX_HEADER]).casefold()
    return "".join(c for c in folded if c.isalnum())


def _table() -> dict[str, Meaning]:
    fields: dict[str, str] = {}
    languages: dict[str, set[str]] = {}
    for language, by_field in WORDS.items():
        for field, words in by_field.items():
            for word in words.split("|"):
                key = header_key(word)
                if fields.setdefault(key, field) == field and key:
                    languages.setdefault(key, set()).add(language)
    return {key: Meaning(fields[key], frozenset(found)) for key, found in languages.items()}


MEANINGS = _table()

# Only words that cannot end a heading of another meaning: "event name" is no person's name.
ENDINGS = {
    "email": "emailaddress|email|emailadresse|邮箱|电子邮箱|电子邮件|이메일|이메일주소",
    "mobile": "mobilephone|mobilenumber|手机|手机号|手机号码|휴대폰|휴대전화|핸드폰|휴대폰번호|mobiltelefon",
    "phone": "phone|telephone|phonenumber|telefon|telefonnummer|电话|电话号码|전화|전화번호",
    "fax": "fax|faxnumber|faxnummer|传真|팩스",
    "wechat": "微信|微信号|위챗",
    "website": "website|webseite|网址|홈페이지",
}
ENDING_FIELD = sorted(
    ((word, field) for field, words in ENDINGS.items() for word in words.split("|")), key=lambda pair: -len(pair[0])
)
QUALIFIERS = re.compile(
    r"^(business|work|office|company|home|private|primary|geschäftlich|privat|dienstlich|商务|商務|办公|회사|업무용|직장|담당자|联系人)"
    r"|(business|work|office|home|private|geschäftlich|privat|dienstlich|beruflich|firma|必填|선택|필수|required|pflichtfeld)$"
)
# Headings in two languages, or with the meaning split by a mark: 姓名/Name, 电话(手机), 회사명 (Company).
PARTS = re.compile(r"[/|\n\r()（）\[\]【】<>·•:：,，、]+")


def _look_up(key: str) -> Meaning | None:
    if found := MEANINGS.get(key):
        return found
    bare = key.rstrip("0123456789")
    if bare and (found := MEANINGS.get(bare)):
        return found
    shorter = QUALIFIERS.sub("", bare)
    if shorter and shorter != bare and (found := MEANINGS.get(shorter)):
        return found
    return None


@lru_cache(maxsize=4096)
def recognise(header: str) -> Meaning | None:
    """The meaning of one heading, or None. The whole is tried first, then its parts, then telling endings."""
    key = header_key(header)
    if not key or len(header) > MAX_HEADER:
        return None
    if found := _look_up(key):
        return found
    for part in PARTS.split(header):
        if (part_key := header_key(part)) and (found := _look_up(part_key)) and found.field:
            return found
    bare = key.rstrip("0123456789")
    for word, field in ENDING_FIELD:
        if bare.endswith(word):
            return Meaning(field, MEANINGS[word].languages if word in MEANINGS else frozenset())
    return None


def is_private(header: str) -> bool:
    """Whether a phone column is somebody's home line."""
    key = header_key(header)
    return any(word in key for word in ("home", "privat", "家庭", "住宅", "자택", "집전화"))


def guess_language(headers: Iterable[str]) -> str | None:
    """The language most headings are written in; words of two languages count half for each. None if unknown.

    Chinese and Korean lists have headings such as E-mail as well, but those alone do not make them so.
    """
    votes: Counter[str] = Counter()
    for header in headers:
        if meaning := recognise(header):
            languages = meaning.languages - {"zh", "ko"} if header.isascii() else meaning.languages
            for language in languages:
                votes[language] += 1 / len(languages)
    if not votes:
        return None
    best = max(votes.values())
    return next(language for language in ("zh", "ko", "en", "de") if votes[language] >= best - 1e-9)
