"""What the search box shows: the best records of every kind that the reader may see, with what answers the query marked."""

from dataclasses import dataclass, field

from markupsafe import Markup

from outreach.db import Page
from outreach.search.index import count, find
from outreach.search.marking import marked
from outreach.web import doors
from outreach.web.doors import SearchDocument

#: Records of one kind under the box while somebody types, of each kind on the page, and on a page of one kind alone.
WHILE_TYPING, ON_THE_PAGE, OF_ONE_KIND = 5, 10, 50
#: More than this are not counted, and not shown page by page: another word brings them closer.
MOST = 1000


@dataclass(frozen=True)
class Row:
    """A found record: title and second line, marked, and its page."""

    title: Markup
    second: Markup
    url: str


@dataclass(frozen=True)
class Group:
    """What was found of one kind. `count` stops at MOST + 1; `more` where there is more than is shown."""

    kind: str
    document: SearchDocument
    rows: list[Row] = field(default_factory=list)
    count: int = 0
    more: bool = False

    @property
    def uncounted(self) -> bool:
        """True where there are more than MOST."""
        return self.count > MOST


def asked_words(text: str) -> str:
    """What somebody typed, as far as it is searched for."""
    return " ".join(text.replace("\x00", "").split())[:200]


def while_typing(query: str, viewer) -> list[Group]:
    """The first few of every kind. `more` stands for a count, which would keep somebody who types waiting."""
    groups = []
    for kind, ids in _found(query, viewer, WHILE_TYPING + 1).items():
        document = doors.search_document.get(kind)
        rows = _rows(document, ids[:WHILE_TYPING], query, viewer)
        groups.append(Group(kind, document, rows, len(ids), len(ids) > WHILE_TYPING))
    return [group for group in groups if group.rows]


def by_kind(query: str, viewer) -> list[Group]:
    """The best of every kind with their counts."""
    groups = []
    for kind, ids in _found(query, viewer, ON_THE_PAGE + 1).items():
        document = doors.search_document.get(kind)
        total = count(query, viewer, kind, MOST) if len(ids) > ON_THE_PAGE else len(ids)
        groups.append(Group(kind, document, _rows(document, ids[:ON_THE_PAGE], query, viewer), total, total > ON_THE_PAGE))
    return [group for group in groups if group.rows]


def of_kind(kind: str, query: str, viewer, number: int) -> tuple[Group, Page]:
    """One page of the records of a kind; a page beyond the end shows the nearest."""
    document = doors.search_document.get(kind)
    total = count(query, viewer, kind, MOST) if query else 0
    shown = min(total, MOST)
    number = min(max(1, number), max(1, -(-shown // OF_ONE_KIND)))
    first = (number - 1) * OF_ONE_KIND
    last = min(first + OF_ONE_KIND, shown)
    ids = _found(query, viewer, last, [kind]).get(kind, []) if shown else []
    rows = _rows(document, ids[first:], query, viewer)
    return Group(kind, document, rows, total, total > MOST), Page(rows, number, OF_ONE_KIND, shown)


def summary(groups: list[Group]) -> dict:
    """The figures of a page's heading: all records that were counted, and whether there are more."""
    return {"total": sum(min(group.count, MOST) for group in groups), "most": MOST,
            "more": any(group.uncounted for group in groups)}


def _found(query: str, viewer, limit: int, kinds: list[str] | None = None) -> dict[str, list[int]]:
    """Kind → ids of its records, the best first."""
    found: dict[str, list[int]] = {}
    for hit in find(query, viewer, kinds, limit):
        found.setdefault(hit.kind, []).append(hit.ref_id)
    return found


def _rows(document: SearchDocument, ids: list[int], query: str, viewer) -> list[Row]:
    """These records, as the room of the kind tells them."""
    known = document.find(ids, viewer) if ids else {}
    return [Row(marked(title, query), marked(second, query), url)
            for title, second, url in (known[ref] for ref in ids if ref in known)]
