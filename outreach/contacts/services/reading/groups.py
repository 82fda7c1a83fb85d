"""The upper of two lines of headings: it says whose the columns below it are, the person's or the firm's.

A workbook gives the text of a merged cell to each of its columns, a CSV leaves all but the first of them empty.
"""

from collections.abc import Sequence
from typing import NamedTuple

from outreach.contacts.services.reading.guesses import is_mail, is_phone
from outreach.contacts.services.reading.header_words import EITHER, GROUPS
from outreach.contacts.services.reading.headers import header_key, recognise

_GROUP_OF = {header_key(word): field for field, words in GROUPS.items() for word in words.split("|")}
_EITHER = frozenset(map(header_key, EITHER.split("|")))


class Group(NamedTuple):
    """A heading above others: its text, what it is about (full_name or organisation), and whether it spans columns."""

    text: str
    field: str
    wide: bool


def _group_field(cell: str) -> str | None:
    meaning = recognise(cell)
    field = _GROUP_OF.get(header_key(cell)) or (meaning.field if meaning else None)
    return field if field in ("full_name", "organisation") else None


def _at(line: Sequence[str], index: int) -> str:
    return line[index] if index < len(line) else ""


def is_group_line(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Whether the upper line names groups of the columns of the lower one.

    A single text in the first column is a title of the whole list and groups nothing.
    """
    filled = [at for at, cell in enumerate(upper) if cell]
    texts = {upper[at] for at in filled}
    if not filled or (len(texts) == 1 and filled[0] == 0) or any(is_mail(text) or is_phone(text) for text in texts):
        return False
    known = sum(_group_field(text) is not None or recognise(text) is not None for text in texts)
    if known * 2 < len(texts) or not any(map(_group_field, texts)):
        return False
    return any(lower[at] not in ("", _at(upper, at)) and _at(upper, at) in ("", _at(upper, at - 1))
               for at in range(filled[0] + 1, len(lower)))


def groups_of(lines: Sequence[Sequence[str]], width: int) -> list[Group | None]:
    """The group that each column stands in, None for none."""
    if len(lines) < 2:
        return [None] * width
    spans: list[tuple[int, str]] = []
    current = (0, "")
    for index in range(width):
        upper, lower = _at(lines[0], index), next((cell for line in lines[1:] if (cell := _at(line, index))), "")
        if upper and upper != current[1]:
            current = (index, upper)
        elif not lower:
            # Whoever leaves a heading out ends the group.
            current = (index, upper)
        spans.append(current if lower and lower != upper else (index, ""))
    return [Group(" ".join(text.split()), field, spans.count((start, text)) > 1) if text and (field := _group_field(text))
            else None for start, text in spans]


def field_under(group: Group, cells: Sequence[str]) -> str | None:
    """What a column means whose own headings are `cells`: a mere name is that of whomever the group is about."""
    for cell in cells:
        key = header_key(cell).rstrip("0123456789")
        field = meaning.field if (meaning := recognise(cell)) else ""
        foreign = field in ("native_name", "latin_name") and not any(word in key for word in ("姓", "성명"))
        if key in _EITHER or (foreign and group.field == "organisation"):
            return group.field
        if field:
            return field
    return None if group.wide else group.field
