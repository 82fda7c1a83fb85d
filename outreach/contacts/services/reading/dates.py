"""Reads the dates that stand in contact lists."""

import re
import unicodedata
from datetime import date, timedelta

YEAR_FIRST = re.compile(r"(\d{4})\s?[-/.年년]\s?(\d{1,2})\s?[-/.月월]\s?(\d{1,2})\s?[日일.]?")
DAY_FIRST = re.compile(r"(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?[-/.]\s?(\d{4}|\d{2})")
COMPACT = re.compile(r"(20\d\d)(\d\d)(\d\d)")
SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
NAMED_DAY_FIRST = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?\.?[\s-]+([^\W\d_]{3,9})\.?,?[\s-]+(\d{4}|\d{2})", re.IGNORECASE
)
NAMED_MONTH_FIRST = re.compile(r"([^\W\d_]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})", re.IGNORECASE)
TIME = re.compile(
    r"(?:[T\s]\s*|(?<=[日일]))(?:오전|오후|上午|下午)?\s*\d{1,2}[:시时]\d{0,2}.*$"
    r"|\s*\((?:[월화수목금토일一二三四五六日]|\w{2,9})\)\s*$",
    re.IGNORECASE,
)
WEEKDAY = re.compile(r"^[^\W\d_]{2,10}\.?,\s+")
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar jänner", "february feb februar", "march mar märz mrz maerz", "april apr", "may mai",
            "june jun juni", "july jul juli", "august aug", "september sep sept", "october oct oktober okt",
            "november nov", "december dec dezember dez",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
EXCEL_EPOCH = date(1899, 12, 30)


class ImpossibleDateError(ValueError):
    """The cell is written as a date, but no calendar has that day."""


def _make(year: str, month: int | str, day: str) -> date:
    full_year = int(year) + (2000 if len(year) == 2 else 0)
    if not 1900 <= full_year <= 2100:
        raise ImpossibleDateError(year)
    try:
        return date(full_year, int(month), int(day))
    except ValueError as error:
        raise ImpossibleDateError(str(error)) from error


def parse_date(cell: str) -> tuple[date | None, bool]:
    """The date in a cell and whether day and month could be the other way round; (None, False) if it is none.

    Day comes before month, as in Britain, Germany and everywhere but the United States; 06/24/2027 can only be
    American. Five digits are a spreadsheet's day number. Raises ImpossibleDateError for 31.06.2027 and the like.
    """
    text = unicodedata.normalize("NFKC", cell[:60]).strip()
    text = WEEKDAY.sub("", TIME.sub("", text)).strip()
    if match := YEAR_FIRST.fullmatch(text):
        return _make(*match.groups()), False
    if match := COMPACT.fullmatch(text):
        return _make(*match.groups()), False
    if match := DAY_FIRST.fullmatch(text):
        day, mark, month, year = match.groups()
        if mark == "/" and int(month) > 12 >= int(day):
            return _make(year, day, month), False
        return _make(year, month, day), mark == "/" and int(day) <= 12 and day != month
    if match := NAMED_DAY_FIRST.fullmatch(text):
        day, name, year = match.groups()
        if month_number := MONTHS.get(name.casefold()):
            return _make(year, month_number, day), False
    if match := NAMED_MONTH_FIRST.fullmatch(text):
        name, day, year = match.groups()
        if month_number := MONTHS.get(name.casefold()):
            return _make(year, month_number, day), False
    if (match := SERIAL.fullmatch(text)) and 20_000 <= int(match[1]) <= 73_000:
        return EXCEL_EPOCH + timedelta(days=int(match[1])), False
    return None, False
