"""Telephone numbers as written, and the one form they are compared by (E.164)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_EXTENSION = re.compile(
    r"(?:\bext(?:ension)?\b\.?|\bx(?=\s*\d)|转|轉|分机|分機|내선|교환"
    r"|durchwahl|\bdw\b\.?|nebenstelle|#)\s*[:：.]?\s*(\d{1,6})\s*$",
    re.IGNORECASE,
)
_DIRECT_WORDS = re.compile(r"direct|\bddi\b|直线|直線|直拨|직통|직접|direktwahl", re.IGNORECASE)
_FLOAT = re.compile(r"\d+\.0+")
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d{1,2}")
# German firms write the switchboard with 0 and a desk with its own digits.
_GERMAN_DESK = re.compile(r"\d[\d\s/]*[-–](\d{1,4})$")


@dataclass(frozen=True)
class Phone:
    """A number: ``raw`` as given, ``e164`` or None when it cannot be read,
    ``extension`` kept apart, ``kind`` mobile, fixed, direct or unknown."""

    raw: str
    e164: str | None
    extension: str | None
    kind: str


def parse_phone(raw: object, country: str | None) -> Phone | None:
    """Read a number in any writing; None when there is no digit in it at all.

    ``country`` is ISO 3166 alpha-2 of the organisation and decides what a
    number without ``+`` means. Full-width digits, ``(0)`` after a country
    code, extensions in four languages and numbers that a spreadsheet turned
    into floats are understood.
    """
    if raw is None:
        return None
    given = str(raw)
    text = _plain(given)
    if not any(char.isdigit() for char in text):
        return None
    extension = None
    found = _EXTENSION.search(text)
    if found and sum(char.isdigit() for char in text[: found.start()]) >= 5:
        extension, text = found.group(1), text[: found.start()].strip(" ,;")
    direct = bool(_DIRECT_WORDS.search(text))
    digits = re.sub(r"[^\d+/()\s.–-]", " ", text).strip(" .-–/")
    region = (country or "").strip().upper() or None
    e164, kind = _e164(digits, region)
    if e164 and kind != "mobile" and (direct or _is_desk(digits, e164)):
        kind = "direct"
    return Phone(given, e164, extension, kind)


def _plain(text: str) -> str:
    """Undo width and what spreadsheets do to long numbers."""
    text = unicodedata.normalize("NFKC", text[:200]).replace("\x00", "")
    text = re.sub(r"^\s*(?:tel|fax|phone|mobile|mob|cell|handy)\s*[:.]?\s*", "", text, flags=re.I)
    text = text.replace("‐", "-").replace("‑", "-").replace("−", "-").strip()
    if _FLOAT.fullmatch(text):
        return text.split(".")[0]
    if _SCIENTIFIC.fullmatch(text):
        return str(int(float(text.replace(",", "."))))
    return text


def _is_desk(digits: str, e164: str) -> bool:
    """Tell whether a German or Austrian number ends in a desk's own digits."""
    found = _GERMAN_DESK.search(digits)
    return bool(found) and e164.startswith(("+49", "+43")) and int(found.group(1)) != 0


@lru_cache(maxsize=20_000)
def _e164(digits: str, region: str | None) -> tuple[str | None, str]:
    """Return the E.164 form and kind of cleaned digits."""
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    if digits.startswith("+"):
        digits = re.sub(r"\(\s*0\s*\)", " ", digits)
    written_plus = digits.startswith("+")
    bare = re.sub(r"\D", "", digits)
    if region and not written_plus and len(bare) >= 10 and bare.startswith(_calling_code(region)):
        # 491701234567 is a German mobile without its plus, though 0491 is the area of Leer.
        read = _read("+" + bare, region, written_plus)
        if read and read[1] == "mobile":
            return read
    for attempt in _attempts(digits, region):
        # What we guess must be a valid number; what was written may be any possible one.
        read = _read(attempt, region, written_plus)
        if read:
            return read
    return None, "unknown"


def _attempts(digits: str, region: str | None) -> list[str]:
    """List the writings worth trying, the likeliest first."""
    attempts = [digits]
    if not digits.startswith("+"):
        bare = re.sub(r"\D", "", digits)
        # A spreadsheet drops the leading zero or plus sign of a number.
        if region and not bare.startswith("0"):
            attempts.append("0" + bare)
        if len(bare) >= 10:
            attempts.append("+" + bare)
    return attempts


def _calling_code(region: str) -> str:
    """Return the digits that numbers of a country begin with abroad; "0", with which none begins, for no country."""
    import phonenumbers

    return str(phonenumbers.country_code_for_region(region))


def _read(digits: str, region: str | None, written_plus: bool) -> tuple[str, str] | None:
    """Read one writing with the phone number library; None if impossible."""
    import phonenumbers

    if region not in phonenumbers.SUPPORTED_REGIONS:
        region = None
    try:
        number = phonenumbers.parse(digits, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    if not written_plus and not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), _kind(number)


def _kind(number: object) -> str:
    """Map the library's number types to ours."""
    from phonenumbers import PhoneNumberType, number_type

    kinds = {PhoneNumberType.MOBILE: "mobile", PhoneNumberType.FIXED_LINE: "fixed"}
    return kinds.get(number_type(number), "unknown")


def phone_words(e164: str) -> list[str]:
    """Return the digits by which somebody may look for a number, from the whole to its last four.

    ``+491712345678`` gives 491712345678, 01712345678, 1712345678 and every shorter end.
    """
    import phonenumbers

    digits = re.sub(r"\D", "", e164)
    try:
        number = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return [digits] if digits else []
    national = phonenumbers.national_significant_number(number)
    ends = [national[at:] for at in range(len(national) - 3)]
    return list(dict.fromkeys([digits, f"0{national}", *ends]))


def national_digits(raw: str) -> str | None:
    """Return the digits of a number of an unknown country as they are dialled from abroad, without the zero in front: those
    that ``national_number`` gives of it in E.164. None for what is too short to be a whole number."""
    digits = re.sub(r"\D", "", _EXTENSION.sub("", _plain(raw))).lstrip("0")
    return digits if 8 <= len(digits) <= 13 else None


@lru_cache(maxsize=50_000)
def national_number(e164: str) -> str:
    """Return a number without country code and zero in front; '' for what is no E.164."""
    import phonenumbers

    try:
        number = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return ""
    return phonenumbers.national_significant_number(number).lstrip("0")


def asked_digits(query: str) -> str | None:
    """Return the digits of a query that is a telephone number or a part of one, without what only dials; else None."""
    text = re.sub(r"\(\s*0\s*\)", "", unicodedata.normalize("NFKC", query[:200])).strip()
    if not re.fullmatch(r"\+?[\d\s()/.\-–]+", text):
        return None
    digits = re.sub(r"\D", "", text).lstrip("0")
    return digits if len(digits) >= 4 else None


@lru_cache(maxsize=50_000)
def written_phone(e164: str) -> str:
    """Return a number as people read it, +49 89 55500104; what is no E.164 stays as it is."""
    import phonenumbers

    try:
        number = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return e164
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


@lru_cache(maxsize=50_000)
def kind_of_e164(e164: str) -> str:
    """Return mobile, fixed or unknown for a number in E.164 form."""
    return _e164(e164, None)[1]
