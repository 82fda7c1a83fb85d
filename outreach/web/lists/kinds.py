"""What a list is made of: columns, filters and changes to many rows. Rooms describe theirs and hang it on a door."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select

from outreach.web.access import STAFF, WRITERS

#: What a column holds; it decides how a cell is written on a page and in a file.
COLUMN_KINDS = ("text", "number", "day", "moment", "money", "flag", "link")


@dataclass(frozen=True)
class Column:
    """One column. `value(row, facts)` gives str, number, date, aware datetime, Money, bool, list of str or None."""

    code: str
    label: Any
    value: Callable[[Any, dict], Any]
    kind: str = "text"
    #: The expression to sort by; None where the list cannot be sorted by it.
    order: Any = None
    #: True where it stands in the list unless the reader chose otherwise.
    usual: bool = False
    #: True where it cannot be left out.
    fixed: bool = False


@dataclass(frozen=True)
class Filter:
    """One filter: a choice of codes, a day, or words. `narrow(statement, value, viewer)` gives the narrower select."""

    code: str
    label: Any
    narrow: Callable[[Select, str, Any], Select]
    #: Pairs of code and label for this viewer; None for a field to type into.
    choices: Callable[[Any], list[tuple[str, str]]] | None = None
    #: 'choice', 'words' or 'day'.
    kind: str = "choice"
    #: True where it stands in the first line, not under "More filters".
    first: bool = False


@dataclass(frozen=True)
class BulkAction:
    """A change to many rows. `apply(actor, row, value, version)` gives True where something changed.

    It raises Refused, with Conflict for a version that grew meanwhile. `same(value)` is the condition of rows that are
    so already. `read(text)` checks what was typed and raises Refused; without `choices` the value is typed.
    """

    code: str
    label: Any
    apply: Callable[[Any, Any, str, int], bool]
    same: Callable[[str], Any]
    choices: Callable[[Any], list[tuple[str, str]]] | None = None
    read: Callable[[str], str] = str.strip
    #: True where nothing is a value too.
    empty: bool = True
    hint: Any = ""


@dataclass(frozen=True)
class ListPart:
    """What another room adds to a list: columns, filters and changes, made for each request."""

    kind: str
    columns: Callable[[], Sequence[Column]] = tuple
    filters: Callable[[], Sequence[Filter]] = tuple
    bulk: Callable[[], Sequence[BulkAction]] = tuple
    #: Facts of the rows on a page, by their own names.
    facts: Callable[[Any, list, set], dict] = lambda viewer, rows, codes: {}


@dataclass(frozen=True)
class RecordList:
    """A list of one kind of record.

    `base(viewer)` selects what the viewer may see. A list with filters of its own names its `arguments` and gives
    `select(viewer, asked)`, an ordered select; the others are narrowed by their filters and sorted by their columns.
    """

    key: str
    label: Any
    endpoint: str
    model: type
    columns: Callable[[], Sequence[Column]]
    base: Callable[[Any], Select]
    filters: Callable[[], Sequence[Filter]] = tuple
    bulk: Callable[[], Sequence[BulkAction]] = tuple
    #: Code of the column by which it is sorted unless somebody chose another.
    sort: str = ""
    roles: frozenset[str] = STAFF
    editors: frozenset[str] = WRITERS
    #: Facts that the cells of these columns need, read for a whole page at once: facts(viewer, rows, codes).
    facts: Callable[[Any, list, set], dict] = lambda viewer, rows, codes: {}
    #: Loader options for these columns.
    options: Callable[[set], Sequence[Any]] = lambda codes: ()
    arguments: tuple[str, ...] = ()
    select: Callable[[Any, dict], Select] | None = None
    #: True where people stand in it: whoever takes it out of the house is told.
    personal: bool = True
    #: What these rows are as cards for telephones; None where they are no people.
    cards: Callable[[list], str] | None = None
