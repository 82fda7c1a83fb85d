"""Finds the headings of a table and says what each column means."""

from collections.abc import Sequence
from dataclasses import dataclass

from outreach.contacts.services.reading.groups import Group, field_under, groups_of, is_group_line
from outreach.contacts.services.reading.guesses import fits, guess_field, is_mail, is_phone
from outreach.contacts.services.reading.headers import guess_language, recognise
from outreach.contacts.services.reading.records import Column
from outreach.contacts.services.reading.values import is_form_of_address

LOOK_AT = 20
"""Headings stand within this many lines of the top; below it everything is data."""
SAMPLE_ROWS = 60


@dataclass
class Headings:
    """The headings of a table: how many lines stand above the data, its columns, and their language."""

    lines: int
    columns: list[Column]
    language: str | None


def header_score(row: Sequence[str]) -> int:
    """How many cells of a line are known headings; 0 if the line holds data."""
    filled = [cell for cell in row if cell]
    known = [meaning for cell in filled if (meaning := recognise(cell))]
    if not known or any(is_mail(cell) or is_phone(cell) for cell in filled):
        return 0
    if not any(meaning.field for meaning in known) or len(known) * 3 < len(filled):
        return 0
    return len(known)


def _header_lines(rows: Sequence[Sequence[str]]) -> tuple[int, int] | None:
    """First and last line (exclusive) of the headings, or None where no line is one."""
    scores = [header_score(row) for row in rows[:LOOK_AT]]
    best = max(scores, default=0)
    if best == 0:
        return None
    at = scores.index(best)
    if best == 1 and sum(1 for cell in rows[at] if cell) > 1 and len(rows[at]) > 3:
        return None
    first, last = at, at + 1
    while first > 0 and scores[first - 1] * 2 > best and scores[first - 1] > 1:
        first -= 1
    while last < len(scores) and scores[last] * 2 > best and scores[last] > 1:
        last += 1
    if first > 0 and is_group_line(rows[first - 1], rows[first]):
        first -= 1
    elif last == first + 1 and last < len(scores) and scores[last] > 1 and is_group_line(rows[first], rows[last]):
        last += 1
    return first, last


def _heading(lines: Sequence[Sequence[str]], index: int, group: Group | None) -> tuple[str, str | None]:
    """The text above one column (lines joined by ` / `) and its field: the first line that tells one decides.

    A heading over several columns names their group (联系人 over 姓名 and 手机) and decides last.
    """
    if group:
        below = [" ".join(line[index].split()) for line in lines[1:] if index < len(line) and line[index]]
        return " / ".join(dict.fromkeys([group.text, *below])), field_under(group, below)
    cells: list[str] = []
    groups: list[str] = []
    for line in lines:
        cell = line[index] if index < len(line) else ""
        if cell:
            (groups if line.count(cell) > 1 else cells).append(" ".join(cell.split()))
    field = next((meaning.field for cell in cells + groups if (meaning := recognise(cell)) and meaning.field), None)
    return " / ".join(dict.fromkeys(groups + cells)), field


def _unknown_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first line is a heading in words that we do not know: nothing in it fits the cells below."""
    first, below = rows[0], rows[1:SAMPLE_ROWS]
    filled = [cell for cell in first if cell]
    if not below or not filled or len(set(filled)) < len(filled):
        return False
    if any(is_mail(cell) or any(c.isdigit() for c in cell) for cell in filled):
        return False
    for index, cell in enumerate(first):
        field = guess_field([row[index] if index < len(row) else "" for row in below], set())
        if field and fits(field, cell):
            return False
    return True


def column_letters(index: int) -> str:
    """The name a spreadsheet gives to a column: A for 0, AA for 26."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def find_headings(rows: Sequence[Sequence[str]], width: int) -> Headings:
    """The headings of a table whose first lines are `rows` (blank lines left out), `width` columns wide."""
    found = _header_lines(rows)
    if found:
        first, last = found
    else:
        first, last = (0, 1) if _unknown_header(rows) else (0, 0)
    lines, below = rows[first:last], rows[last : last + SAMPLE_ROWS]
    groups = groups_of(lines, width)
    columns = []
    for index in range(width):
        text, field = _heading(lines, index, groups[index])
        columns.append(Column(index, text or column_letters(index), field))
    _settle_titles(columns, below)
    _settle_names(columns)
    _guess_rest(columns, below, headings_known=found is not None)
    # A line of groups has few words; the one below it is no translation of it.
    told = lines[:2] if any(group and group.wide for group in groups) else lines[:1]
    language = guess_language(cell for line in told for cell in line) if found else None
    return Headings(last, columns, language)


def _cells(rows: Sequence[Sequence[str]], index: int) -> list[str]:
    return [row[index] for row in rows if index < len(row)]


def _settle_titles(columns: list[Column], below: Sequence[Sequence[str]]) -> None:
    """`Title` is a position in one list and Mr or Dr. in the next: the cells decide where they say it clearly."""
    for column in columns:
        if column.field in ("job_title", "name_prefix") and "tit" in column.header.casefold():
            filled = [cell for cell in _cells(below, column.index) if cell]
            if filled:
                short = sum(map(is_form_of_address, filled))
                long = sum(len(cell) > 4 and not is_form_of_address(cell) for cell in filled)
                if max(short, long) * 2 > len(filled):
                    column.field = "name_prefix" if short > long else "job_title"


def _settle_names(columns: list[Column]) -> None:
    """`Name` beside `Vorname` is the family name; 이름 beside 성 is the given name."""
    fields = {column.field for column in columns}
    for column in columns:
        if column.field != "full_name":
            continue
        if "given_name" in fields and "family_name" not in fields:
            column.field = "family_name"
        elif "family_name" in fields and "given_name" not in fields:
            column.field = "given_name"
        else:
            continue
        return


def _guess_rest(columns: list[Column], below: Sequence[Sequence[str]], *, headings_known: bool) -> None:
    """Fill in by content: everything where there are no known headings, else only an e-mail column."""
    taken = {column.field for column in columns if column.field}
    for column in columns:
        if column.field:
            continue
        field = guess_field(_cells(below, column.index), taken)
        if field and (not headings_known or (field == "email" and recognise(column.header) is None)):
            column.field = field
            taken.add(field)
