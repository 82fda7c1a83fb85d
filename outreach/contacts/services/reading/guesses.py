"""What a column holds, judged by its cells: for files without headings, or with headings nobody knows."""

import re
from collections.abc import Callable, Sequence

from outreach.contacts.services.reading.countries import country_code

MAIL = re.compile(r"[^@\s<>;,]+@[^@\s<>;,]+\.[^@\s<>;,]+")
PHONE = re.compile(r"\+?[\d\s()/.–-]{7,24}(?:\s*(?:ext|x|#)\.?\s*\d{1,6})?")
MOBILE = re.compile(r"(?:\+?86)?1[3-9]\d{9}|(?:\+?82|0)1[016789]\d{7,8}|(?:\+?49|0)1[567]\d{7,10}|(?:\+?44|0)7\d{9}")
WEB = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
DATE = re.compile(r"\d{4}[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}[日.]?|\d{1,2}[./]\d{1,2}[./]\d{2,4}")
FIRM = re.compile(
    r"\b(?:GmbH|AG|KG|SE|UG|e\.\s?V\.|Ltd|Limited|PLC|LLP|Inc|Corp|LLC|Co|S\.?A\.?|B\.?V\.?|AB|Oy|Institut\w*|Universit\w+)\b"
    r"|公司|集团|研究院|大学|协会|银行|주식회사|\(주\)|㈜|연구원|대학교|협회|株式会社",
)
CJK_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}|[\uac00-\ud7a3]{2,5}|[\u4e00-\u9fff][\s\u3000][\u4e00-\u9fff]{1,2}")
LATIN_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?:[ ,]+[^\W\d_][\w.'’-]*){1,4}")


def is_mail(cell: str) -> bool:
    """Whether the cell is one e-mail address, roughly."""
    return MAIL.fullmatch(cell) is not None


def is_phone(cell: str) -> bool:
    """Whether the cell looks like a phone number and not like a date."""
    digits = sum(c.isdigit() for c in cell)
    return 7 <= digits <= 18 and PHONE.fullmatch(cell) is not None and DATE.fullmatch(cell) is None


def _is_mobile(cell: str) -> bool:
    return is_phone(cell) and MOBILE.fullmatch(re.sub(r"[^\d+]", "", cell)) is not None


def _is_name(cell: str) -> bool:
    if CJK_NAME.fullmatch(cell):
        return True
    return len(cell) <= 60 and LATIN_NAME.fullmatch(cell) is not None and any(c.isupper() for c in cell)


TESTS: list[tuple[str, Callable[[str], bool], float]] = [
    ("email", is_mail, 0.5),
    ("website", lambda cell: WEB.fullmatch(cell) is not None, 0.6),
    ("mobile", _is_mobile, 0.6),
    ("phone", is_phone, 0.6),
    ("met_on", lambda cell: DATE.fullmatch(cell) is not None, 0.8),
    ("country", lambda cell: len(cell) > 1 and country_code(cell) is not None, 0.7),
    ("organisation", lambda cell: FIRM.search(cell) is not None, 0.5),
    ("full_name", _is_name, 0.7),
]
"""Field, test of one cell, and the share of filled cells that must pass; the first that passes wins."""
PREDICATES = {field: test for field, test, _ in TESTS}


def guess_field(cells: Sequence[str], taken: set[str]) -> str | None:
    """The field that these cells of one column hold, leaving out the fields already `taken`."""
    filled = [cell for cell in cells if cell]
    if not filled:
        return None
    for field, test, share in TESTS:
        if sum(map(test, filled)) >= share * len(filled):
            return field if field not in taken else None
    return None


def fits(field: str, cell: str) -> bool:
    """Whether a single cell could stand in a column of this field, judged by content alone."""
    return bool(cell) and field in PREDICATES and PREDICATES[field](cell)
