"""The doors: where a lower room meets what a later one brings, without importing it.

A later room hangs its part in its own `doors.py` when the factory imports it; the lower room walks the door.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Door(Generic[T]):
    """A named place to hang things on by key; hanging the same key again replaces it."""

    def __init__(self, name: str, purpose: str):
        self.name, self.purpose = name, purpose
        self._items: dict[str, T] = {}

    def hang(self, key: str, item: T) -> T:
        """Register `item`; returns it, so that it can be used as a decorator's last step."""
        self._items[key] = item
        return item

    def get(self, key: str) -> T | None:
        """The item under `key`, or None."""
        return self._items.get(key)

    def items(self) -> list[tuple[str, T]]:
        """Key and item in the order of registration."""
        return list(self._items.items())

    def __iter__(self) -> Iterator[T]:
        return iter(list(self._items.values()))


@dataclass(frozen=True)
class NavigationEntry:
    """A line of the left navigation. `count` takes the viewer and gives a number or None; `hot`, or what it says of the
    viewer, marks it red."""

    endpoint: str
    label: Any
    icon: str
    group: str
    order: int
    roles: frozenset[str]
    count: Callable[[Any], int | None] | None = None
    hot: bool | Callable[[Any], bool] = False


@dataclass(frozen=True)
class PagePanel:
    """A part of another room's page: `load(viewer, subject)` gives the template's context, or None to stay away."""

    page: str
    template: str
    load: Callable[[Any, Any], dict | None]
    order: int = 100
    side: bool = False


@dataclass(frozen=True)
class RecordTab:
    """A further page of a record, beside its main one: `page` is the endpoint of the main page, `endpoint` takes the
    same arguments.

    `shown(viewer, subject)` says whether the record has this page; `count` gives a number for the tab, or None.
    """

    page: str
    endpoint: str
    label: Any
    order: int = 100
    shown: Callable[[Any, Any], bool] = lambda viewer, subject: True
    count: Callable[[Any, Any], int | None] | None = None


@dataclass(frozen=True)
class TimelineKind:
    """How an activity entry is told: its icon, and `sentence(entry)`, which follows the actor's name.

    What changed is told by activity/changes.py, which knows the common fields. `fields` names further ones, and
    `value(entry, field, stored)` puts a stored value into words, or gives None for what it does not know.
    """

    icon: str
    sentence: Callable[[Any], str]
    fields: Mapping[str, Any] = field(default_factory=dict)
    value: Callable[[Any, str, Any], str | None] | None = None


@dataclass(frozen=True)
class SearchDocument:
    """One kind in the search box. `find(ids, viewer)` gives {id: (title, second line, url)} of what may be seen.

    `rebuild()` gives (id, search content, visible_to) of every record in the order of their ids. Where partners may
    find their own records, `owner(viewer)` gives what those records carry as `visible_to`; None for a viewer who has
    none. `hidden()` names the batches that are not finished, whose records nobody finds yet.
    """

    label: Any
    icon: str
    find: Callable[[list[int], Any], dict[int, tuple[str, str, str]]]
    rebuild: Callable[[], Iterator[tuple[int, Any, str | None]]]
    owner: Callable[[Any], str | None] | None = None
    hidden: Callable[[], list[str]] | None = None


@dataclass(frozen=True)
class PersonReference:
    """A column that points to a person or organisation, and what happens to its rows.

    `column` is "table.column"; `on_merge` is 'move', 'move_unique' (what would stand twice goes into the merge's
    snapshot) or 'keep' (the rows stay with the record that is given up); `on_erase` is 'delete', 'detach' or
    'anonymise'; `label` names the rows in an export of the person's data.

    Which rows would stand twice: those that a unique constraint forbids, and with `double` those to which it gives
    the same key and that `same(stays, goes)` does not tell apart. `combine(stays, goes)` gives the columns that the
    row that stays takes over; a row for which `breaks(row, kept_id, removed_id)` is true cannot go along. Rows are
    {column: stored value}, instants among them in the form of db.rows.

    Where two columns of a table point to people, a row that names both of a merge is a link between them and does not go
    along; not so with `apart`, where they tell of the row.
    """

    column: str
    label: Any
    on_merge: str = "move"
    on_erase: str = "delete"
    double: Callable[[dict], Any] | None = None
    same: Callable[[dict, dict], bool] = lambda stays, goes: True
    combine: Callable[[dict, dict], dict] = lambda stays, goes: {}
    breaks: Callable[[dict, int, int], bool] | None = None
    apart: bool = False


@dataclass(frozen=True)
class MergeRule:
    """What a merge brings to a room beside the rows that move. `kind` is 'person' or 'organisation'.

    `adds(kind, kept_id, removed_id)` gives rows to add as (table, values); an undo takes them away again.
    `parted(kind, kept_id, removed_id, since)` gives rows that both records need once a merge is undone.
    `refresh(kind, ids)` brings up to date what the room tells of these records elsewhere, such as its search words.
    """

    adds: Callable[[str, int, int], list[tuple[str, dict]]] = lambda kind, kept_id, removed_id: []
    parted: Callable[[str, int, int, Any], list[tuple[str, dict]]] = lambda kind, kept_id, removed_id, since: []
    refresh: Callable[[str, list[int]], None] = lambda kind, ids: None


@dataclass(frozen=True)
class ImportPlace:
    """The record into which a file is imported: its key and code, its name, its page, and where it lies."""

    ref: int
    code: str
    title: str
    url: str
    country: str | None = None
    time_zone: str | None = None


@dataclass(frozen=True)
class ImportTarget:
    """What rows of an imported file become beside the people: apply(actor, run, rows) in the batch that writes them.

    `rows` tell number, cells, text, mapped values, outcome, person and organisation; undo(actor, run, limit) takes
    at most so many back and gives how many.
    `choices(viewer)` gives the places that a form offers, `place(viewer, key or code)` one of them or None.
    """

    label: Any
    apply: Callable[..., Any]
    undo: Callable[..., Any]
    choices: Callable[[Any], list[ImportPlace]] = lambda viewer: []
    place: Callable[[Any, Any], ImportPlace | None] = lambda viewer, key: None


@dataclass(frozen=True)
class EditionPart:
    """What can be taken along when an event is copied to its next edition.

    `count(event)` gives how many there are, `words(count)` says it ("12 tasks"), `copy(actor, source, target)` makes them
    for the target, with days moved by `target.starts_on - source.starts_on`, and gives how many it made.
    """

    label: Any
    count: Callable[[Any], int]
    words: Callable[[int], str]
    copy: Callable[[Any, Any, Any], int]
    order: int = 100
    #: Ticked before anybody chose.
    usual: bool = True


navigation: Door[NavigationEntry] = Door("navigation entry", "lines of the left navigation")
page_panel: Door[PagePanel] = Door("page panel", "parts of another room's page")
record_tab: Door[RecordTab] = Door("record tab", "further pages of a record, by endpoint")
timeline_kind: Door[TimelineKind] = Door("timeline kind", "how an activity entry is told, by verb")
search_document: Door[SearchDocument] = Door("search document", "what the search box finds, by kind")
person_references: Door[PersonReference] = Door("person references", "what moves on merge, is exported, is erased")
merge_rule: Door[MergeRule] = Door("merge rule", "what a merge brings to a room beside the rows that move")
import_target: Door[ImportTarget] = Door("import target", "what a row of an imported file becomes")
mail_gate: Door[Callable] = Door("mail gate", "may this mail be sent: (to, purpose, at) -> (bool, reason)")
inbound_handler: Door[Callable] = Door("inbound handler", "what an incoming mail may be: (message) -> dict or None")
#: RecordList and ListPart of web/lists/kinds.py; they stand beside the code that reads them.
record_list: Door[Any] = Door("record list", "lists that are filtered, saved, changed in bulk and exported")
list_part: Door[Any] = Door("list part", "columns, filters and changes that a room adds to another room's list")
guest_languages: Door[Callable] = Door("guest languages", "languages of an event's guests: (event) -> {code: number}")
edition_part: Door[EditionPart] = Door("edition part", "what is taken along when an event is copied, by name")
closing_figure: Door[Callable] = Door("closing figure", "a figure of an event's closing: (event, viewer) -> rows")

ALL = [
    navigation, page_panel, record_tab, timeline_kind, search_document, person_references, merge_rule,
    import_target, mail_gate, inbound_handler, record_list, list_part, guest_languages, closing_figure,
    edition_part,
]
