"""Numbers that a register gave to one firm only, checked by their check digits."""

from __future__ import annotations

import re
import unicodedata

KINDS = ("uscc", "kr_business", "kr_corporate", "companies_house", "hrb", "vat", "lei")

_COMPANIES_HOUSE = re.compile(r"(?:\d{8}|(?:SC|NI|OC|SO|NC|R0|FC|BR|LP|SL|CE|CS|IP|RC)\d{6})")
_HRB = re.compile(
    r"^(?:(?P<before>[^\d]*?)[\s,]+)?HR\s*(?P<part>[AB])\s*(?:NR\.?\s*)?"
    r"(?P<number>\d{1,6})\s*(?P<letter>[A-Z]{1,2}(?=$|\s|,))?[\s,]*(?P<after>.*)$"
)


def check_identifier(kind: str, value: str | None) -> str | None:
    """Return the normalised identifier, or None when it is not a valid one.

    Kinds: ``uscc`` (China, 18 characters), ``kr_business`` (사업자등록번호),
    ``kr_corporate`` (법인등록번호), ``companies_house`` (UK), ``hrb`` (German register with its court),
    ``vat`` (EU, GB, NO, CH; CN and KR by their own numbers; with country prefix), ``lei``. An unknown kind answers
    None. Where python-stdnum knows the check digits they decide.
    """
    reader = _READERS.get(kind)
    if reader is None or not value:
        return None
    text = unicodedata.normalize("NFKC", str(value)[:120]).strip().upper()
    return reader(text) if text.isprintable() else None


def recognise_identifier(text: str, country: str | None = None) -> list[tuple[str, str]]:
    """Return ``[(kind, normal form)]`` of a number whose kind nobody told, or nothing.

    Kinds with check digits are tried first; a kind without them counts only where ``country`` says so.
    """
    for kind in ("lei", "uscc", "vat", "hrb", "kr_business", "kr_corporate"):
        value = check_identifier(kind, text)
        if value and not (kind.startswith("kr_") and country not in (None, "KR")):
            return [(kind, value)]
    value = check_identifier("companies_house", text) if country == "GB" else None
    return [("companies_house", value)] if value else []


def _by_stdnum(module: object, text: str) -> str | None:
    """Validate with one python-stdnum module."""
    from stdnum.exceptions import ValidationError

    try:
        return module.validate(text)  # type: ignore[attr-defined]
    except (ValidationError, ValueError, IndexError, KeyError):
        return None


def _uscc(text: str) -> str | None:
    """Read a Unified Social Credit Code."""
    from stdnum.cn import uscc

    return _by_stdnum(uscc, text)


def _kr_business(text: str) -> str | None:
    """Read a Korean business registration number."""
    from stdnum.kr import brn

    return _by_stdnum(brn, text)


def _kr_corporate(text: str) -> str | None:
    """Read a Korean corporate registration number: 13 digits, the last one checks the others."""
    digits = re.sub(r"[\s\-]", "", text)
    if not (len(digits) == 13 and digits.isascii() and digits.isdigit()) or len(set(digits)) == 1:
        return None
    total = sum(int(digit) * (1 + place % 2) for place, digit in enumerate(digits[:12]))
    return digits if (10 - total % 10) % 10 == int(digits[12]) else None


def _lei(text: str) -> str | None:
    """Read a Legal Entity Identifier."""
    from stdnum import lei

    return _by_stdnum(lei, text)


def _vat(text: str) -> str | None:
    """Read a VAT number with its country prefix; GB is no longer an EU one."""
    from stdnum.ch import vat as ch_vat
    from stdnum.eu import vat as eu_vat
    from stdnum.gb import vat as gb_vat

    compact = re.sub(r"[\s.\-/]", "", text)
    prefix, rest = compact[:2], compact[2:]
    if prefix in ("CN", "KR"):
        # Both states tax by the number of their own register.
        number = _uscc(rest) if prefix == "CN" else _kr_business(rest)
        return f"{prefix}{number}" if number else None
    if prefix == "CH":
        return _by_stdnum(ch_vat, text)
    if prefix == "GB":
        number = _by_stdnum(gb_vat, compact)
        return f"GB{number.removeprefix('GB')}" if number else None
    return _by_stdnum(eu_vat, compact)


def same_register(kind: str, a: str, b: str) -> bool:
    """Tell whether two numbers of a kind come from one register, so that only one of them can be right.

    A firm has one tax number in each country, and every court keeps its own register.
    """
    return kind != "vat" or a[:2] == b[:2]


def _companies_house(text: str) -> str | None:
    """Read a UK company number; leading zeros get lost in spreadsheets."""
    compact = re.sub(r"[\s.\-]", "", text)
    if compact.isascii() and compact.isdigit() and 6 <= len(compact) <= 8:
        compact = compact.zfill(8)
    return compact if _COMPANIES_HOUSE.fullmatch(compact) else None


def _hrb(text: str) -> str | None:
    """Read a German register number as ``COURT HRB 12345``.

    Numbers are unique only within one court, so a number without a court is
    not an identifier.
    """
    found = _HRB.match(text)
    if not found or not found.group("number").isascii():
        return None
    court = found.group("before") or found.group("after") or ""
    court = re.sub(r"[\s,.:;()]+", " ", court).strip()
    court = re.sub(r"^(?:AMTSGERICHT|REGISTERGERICHT|AG)\s+", "", court).strip()
    if len(court) < 3:
        return None
    letter = f" {found.group('letter')}" if found.group("letter") else ""
    return f"{court} HR{found.group('part')} {int(found.group('number'))}{letter}"


_READERS = {
    "uscc": _uscc,
    "kr_business": _kr_business,
    "kr_corporate": _kr_corporate,
    "companies_house": _companies_house,
    "hrb": _hrb,
    "vat": _vat,
    "lei": _lei,
}
