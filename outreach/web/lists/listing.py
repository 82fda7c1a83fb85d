"""One list as one reader asked for it: filters, order, columns, saved filters, the page at hand."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import url_for
from sqlalchemy import Select, or_, select

from outreach.db import db
from outreach.db.keyset import Order, Slice, keyset_page
from outreach.errors import NotFound
from outreach.web import doors
from outreach.web.lists.kinds import BulkAction, Column, Filter, RecordList
from outreach.web.models import ListSetting, SavedList

#: The longest text of a filter.
LONGEST = 200
#: The argument that names ticked rows by their keys, and how it is written.
CHOSEN = "ids"
_KEYS = re.compile(r"\d{1,9}(,\d{1,9}){0,499}")


@dataclass
class Listing:
    """What a reader sees of a list. `asked` holds only filters that narrow; `sort` is a column's code, with - before."""

    kind: RecordList
    viewer: Any
    columns: list[Column]
    filters: list[Filter]
    actions: list[BulkAction]
    asked: dict[str, str] = field(default_factory=dict)
    sort: str = ""
    chosen: list[str] = field(default_factory=list)
    saved: list[SavedList] = field(default_factory=list)
    current: SavedList | None = None
    default_id: int | None = None
    page: Slice | None = None
    facts: dict = field(default_factory=dict)

    @property
    def shown(self) -> list[Column]:
        """The columns that the reader chose, in their natural order."""
        return [item for item in self.columns if item.fixed or item.code in self.chosen]

    @property
    def state(self) -> dict[str, str]:
        """The arguments of the address that make this list what it is, without the page."""
        return {**self.asked, **({"sort": self.sort} if self.sort else {})}

    @property
    def state_text(self) -> str:
        """The same as one text for a hidden field."""
        return urlencode(self.state)

    @property
    def changed(self) -> bool:
        """True where the list is not any more what the saved filter says."""
        return self.current is not None and dict(self.current.asked) != self.state

    @property
    def mine(self) -> bool:
        """True where the reader may change the saved filter at hand."""
        return self.current is not None and may_change(self.viewer, self.current)

    def url(self, **changes) -> str:
        """The list's address with other arguments; None drops one."""
        view = {"view": self.current.id} if self.current else {}
        arguments = {**view, **self.state, **changes}
        return url_for(self.kind.endpoint, **{name: value for name, value in arguments.items() if value is not None})

    def page_url(self, way: str) -> str:
        """The address of the next ('after') or previous ('before') page."""
        number = self.page.number + (1 if way == "after" else -1)
        return self.url(page=number, **{way: getattr(self.page, way)})

    def sort_url(self, column: Column) -> str:
        """The address that sorts by a column, or turns its order round."""
        down = self.sorted_by(column) == "ascending"
        return self.url(sort=("-" if down else "") + column.code, page=None)

    def sorted_by(self, column: Column) -> str:
        """'ascending', 'descending' or 'none', as aria-sort says it."""
        code = self.sort or self.kind.sort
        if code.removeprefix("-") != column.code:
            return "none"
        return "descending" if code.startswith("-") else "ascending"

    def cell(self, column: Column, row: Any) -> Any:
        """What a cell holds."""
        return column.value(row, self.facts)

    def statement(self) -> Select:
        """The rows behind the filters, in order, without loader options."""
        if self.kind.select:
            return self._chosen(self.kind.select(self.viewer, self.asked))
        return self.narrowed().order_by(*self.order().clauses())

    def narrowed(self) -> Select:
        """The rows behind the filters, unordered."""
        statement = self.kind.base(self.viewer)
        for item in self.filters:
            if item.code in self.asked:
                statement = item.narrow(statement, self.asked[item.code], self.viewer)
        return self._chosen(statement)

    def _chosen(self, statement: Select) -> Select:
        """Only the rows that were ticked, where the address names them."""
        keys = [int(key) for key in self.asked.get(CHOSEN, "").split(",") if key]
        return statement.where(self.kind.model.id.in_(keys)) if keys else statement

    def order(self) -> Order:
        """By what the rows are sorted."""
        code = self.sort or self.kind.sort
        column = next(item for item in self.columns if item.code == code.removeprefix("-"))
        return Order(column.order, self.kind.model.id, code.startswith("-"))

    def facts_of(self, rows: list, columns: list[Column]) -> dict:
        """What the cells of these columns need to know of these rows beyond the rows themselves."""
        codes = {item.code for item in columns}
        found = dict(self.kind.facts(self.viewer, rows, codes))
        for part in parts_of(self.kind):
            found.update(part.facts(self.viewer, rows, codes))
        return found


def get_list(key: str, viewer) -> RecordList:
    """The kind of list under a key. Raises NotFound for none, and for one that is not open to the viewer."""
    kind = doors.record_list.get(key)
    if kind is None or viewer is None or viewer.role not in kind.roles:
        raise NotFound("no_list", "")
    return kind


def open_list(key: str, viewer, arguments: Mapping[str, str]) -> Listing:
    """The list that an address asks for, without reading its rows. What is unknown in the address narrows nothing."""
    kind = get_list(key, viewer)
    parts = parts_of(kind)
    columns = [*kind.columns(), *(item for part in parts for item in part.columns())]
    filters = [*kind.filters(), *(item for part in parts for item in part.filters())]
    actions = [*kind.bulk(), *(item for part in parts for item in part.bulk())]
    listing = Listing(kind, viewer, columns, filters, actions if viewer.role in kind.editors else [])
    listing.asked = _asked(listing, arguments)
    code = arguments.get("sort", "")
    if any(item.code == code.removeprefix("-") and item.order is not None for item in columns) and code != kind.sort:
        listing.sort = code
    _personal(listing, arguments)
    return listing


def read_page(listing: Listing, arguments: Mapping[str, str]) -> Listing:
    """Read one page of the list, with all that its cells need."""
    statement = listing.narrowed().options(*listing.kind.options({item.code for item in listing.shown}))
    listing.page = keyset_page(statement, listing.order(), after=arguments.get("after", ""),
                               before=arguments.get("before", ""), number=arguments.get("page"))
    listing.facts = listing.facts_of(listing.page.items, listing.shown)
    return listing


def read_state(text: str) -> dict[str, str]:
    """The arguments that Listing.state_text wrote."""
    return dict(parse_qsl(text[:5000]))


def parts_of(kind: RecordList) -> list:
    """What other rooms add to the list."""
    return [part for part in doors.list_part if part.kind == kind.key]


def may_change(viewer, saved: SavedList) -> bool:
    """Owners change their filters; administrators also what is shared."""
    return saved.owner_id == viewer.id or saved.shared and viewer.role == "administrator"


def visible_saved(viewer, kind: str) -> Select:
    """The viewer's own saved filters of a list and those shared with everybody, by name."""
    return (select(SavedList).where(SavedList.kind == kind, or_(SavedList.owner_id == viewer.id, SavedList.shared))
            .order_by(SavedList.shared, SavedList.name, SavedList.id))


def _asked(listing: Listing, arguments: Mapping[str, str]) -> dict[str, str]:
    keys = arguments.get(CHOSEN, "")
    found = {CHOSEN: keys} if _KEYS.fullmatch(keys) else {}
    if listing.kind.select:
        return found | {name: arguments[name][:LONGEST] for name in listing.kind.arguments if arguments.get(name)}
    for item in listing.filters:
        value = arguments.get(item.code, "").replace("\x00", "").strip()[:LONGEST]
        if value and _fits(item, value, listing.viewer):
            found[item.code] = value
    return found


def _fits(item: Filter, value: str, viewer) -> bool:
    if item.kind == "day":
        try:
            # The day beside it, and its hours in any zone, must be dates too.
            return 1 < date.fromisoformat(value).year < 9999
        except ValueError:
            return False
    return item.kind == "words" or any(code == value for code, _label in item.choices(viewer))


def _personal(listing: Listing, arguments: Mapping[str, str]) -> None:
    """What this reader saved and chose."""
    key, viewer = listing.kind.key, listing.viewer
    listing.saved = list(db.session.scalars(visible_saved(viewer, key)))
    setting = db.session.scalar(select(ListSetting).where(ListSetting.user_id == viewer.id, ListSetting.kind == key))
    listing.default_id = setting.default_id if setting else None
    view = arguments.get("view", "")
    listing.current = next((item for item in listing.saved if str(item.id) == view), None)
    known = {item.code for item in listing.columns}
    chosen = (listing.current.columns if listing.current else None) or (setting.columns if setting else None)
    listing.chosen = [code for code in chosen or () if code in known] or [
        item.code for item in listing.columns if item.usual]
