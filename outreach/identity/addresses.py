"""Postal addresses as evidence: postcode, house number and street by country, cities under any of their names.

Only what compares; the address as written stays with whoever stores it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from .legal_forms import COUNTRY_WORDS
from .names.chinese import simplified
from .names.clean import plain
from .names.latin import strip_marks
from .places import cities

_POSTCODES = {
    "GB": re.compile(r"\b([a-z]{1,2}\d[a-z\d]?)\s?(\d[a-z]{2})\b"),
    "CN": re.compile(r"(?<!\d)(\d{6})(?!\d)"),
    "KR": re.compile(r"(?<!\d)(\d{5})(?!\d)"),
    "DE": re.compile(r"(?<!\d)(\d{5})(?!\d)"),
}
_HAN_STREET = re.compile(r"([\u3400-\u9fff]{1,12}?(?:大道|路|街|道|巷|弄))\s?(\d+)\s?(?:号|號)?")
_HANGUL_STREET = re.compile(r"([가-힣\d]+(?:로|길))\s?(\d+(?:-\d+)?)")
_GERMAN_STREET = re.compile(r"([^\W\d_][^\d,;\n]{2,40}?)\s+(\d+\s?[a-z]?(?:\s?[-–/]\s?\d+\s?[a-z]?)?)(?=[,;\n\s]|$)")
_ENGLISH_STREET = re.compile(
    r"\b(?:no\.?\s?)?(\d+[a-z]?)[\s,]+([^\W\d_][^\d,;\n]{1,40}?"
    r"(?:road|street|avenue|lane|drive|way|close|square|park|court|rd|st|ave|ro|gil|daero|lu|jie|dadao))\b"
)
_STREET_WORDS = (("strasse", "str"), ("street", "st"), ("road", "rd"), ("avenue", "ave"), ("大道", "路"))


@dataclass(frozen=True)
class Address:
    """What compares: postcode without spaces, street folded, house number, city by its first name in our table."""

    postcode: str | None
    street: str | None
    number: str | None
    city: str | None


@lru_cache(maxsize=20_000)
def parse_address(text: str, country: str | None = None) -> Address:
    """Read an address in any of the four countries' orders; parts that cannot be read are None."""
    folded = simplified(plain(text[:300].replace("\n", ", ")).lower())
    latin = strip_marks(folded)
    country = country or _country_in(latin) or _country_in(folded)
    postcode = _postcode(latin, country)
    without = latin.replace(postcode, " ") if postcode else latin
    street, number = _street(folded.replace(postcode, " ") if postcode else folded, without)
    return Address(postcode and postcode.replace(" ", ""), street, number, _city(latin, folded))


def address_relation(a: str, b: str, country_a: str | None = None, country_b: str | None = None) -> str:
    """Return ``equal`` (one building), ``near`` (one city or postcode), ``different`` or ``unknown``."""
    one, other = parse_address(a, country_a), parse_address(b, country_b)
    near = _equal(one.postcode, other.postcode) or _equal(one.city, other.city)
    numbers = _equal(one.number, other.number)
    streets = _equal(one.street, other.street)
    if numbers and (streets and near is not False or _equal(one.postcode, other.postcode) and streets is not False):
        return "equal"
    if numbers and _equal(one.postcode, other.postcode) and not _same_writing(one.street, other.street):
        return "equal"
    if near:
        return "near"
    if _equal(one.city, other.city) is False or _equal(one.postcode, other.postcode) is False and country_a == country_b:
        return "different"
    return "unknown"


def _equal(a: str | None, b: str | None) -> bool | None:
    """Tell whether two parts are equal; None where one is unknown."""
    return a == b if a and b else None


def _same_writing(a: str | None, b: str | None) -> bool:
    """Tell whether two streets are written in one script, so that different words are different streets."""
    return bool(a and b) and a.isascii() == b.isascii()


def _country_in(text: str) -> str | None:
    """Return the country that an address ends or begins with."""
    parts = [part.strip(" .") for part in re.split(r"[,;]", text) if part.strip(" .")]
    return next((code for part in (*parts[-1:], *parts[:1]) if (code := COUNTRY_WORDS.get(part))), None)


def _postcode(text: str, country: str | None) -> str | None:
    """Return the postcode as written; of an unknown country only where its shape says so."""
    for code in (country,) if country in _POSTCODES else ("GB", "CN", "DE"):
        found = list(_POSTCODES[code].finditer(text))
        if found:
            return found[-1].group()
    return None


def _street(folded: str, latin: str) -> tuple[str | None, str | None]:
    """Return (street folded, house number)."""
    for pattern, text in ((_HAN_STREET, folded), (_HANGUL_STREET, folded)):
        found = pattern.search(text)
        if found:
            # 省, 市 and 区 before the street belong to the place.
            return _folded_street(re.split(r"[省市区县镇]", found.group(1))[-1]), found.group(2)
    english = _ENGLISH_STREET.search(latin)
    if english:
        return _folded_street(english.group(2)), english.group(1)
    german = _GERMAN_STREET.search(latin)
    return (_folded_street(german.group(1)), re.sub(r"\s", "", german.group(2))) if german else (None, None)


def _folded_street(street: str) -> str:
    """Return a street without spaces and with its common words shortened."""
    street = re.sub(r"[\s.\-']", "", street)
    for word, short in _STREET_WORDS:
        street = street.replace(word, short)
    return street


def _city(latin: str, text: str) -> str | None:
    """Return the city under its first name in our table."""
    table = cities()
    words = re.findall(r"[a-z]+", latin)
    for size in (2, 1):
        for start in range(len(words) - size, -1, -1):
            found = table.get("".join(words[start : start + size]))
            if found:
                return found[0]
    runs = re.findall(r"[\u3400-\u9fff\uac00-\ud7a3]+", text)
    for run in runs:
        for start in range(len(run) - 1):
            for size in (6, 5, 4, 3, 2):
                found = table.get(run[start : start + size])
                if found and run[start + size : start + size + 1] not in ("路", "街", "로", "길"):
                    # A province is named before its city.
                    return _after(run[start + size :]) or found[0]
    return None


def _after(rest: str) -> str | None:
    """Return the city that follows a province (江苏省无锡市), else None."""
    rest = re.sub(r"^(?:省|도|특별시|광역시)", "", rest)
    return next((found[0] for size in (4, 3, 2) if (found := cities().get(rest[:size]))), None)
