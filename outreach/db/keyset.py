"""Pages of a long list: the next one begins where the last ended, so that page 1,000 costs what page 1 costs."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Select, and_, func, literal, or_, select, tuple_
from sqlalchemy.sql.elements import ColumnElement

from outreach.db.base import db
from outreach.db.paging import PER_PAGE

#: A count stops here: beyond it a list says "over 10,000" instead of counting a million rows for a headline.
MOST_COUNTED = 10_000


@dataclass(frozen=True)
class Order:
    """What a list is sorted by: a column or expression, and the key of the row that parts equal ones."""

    column: Any
    key: Any
    descending: bool = False

    @property
    def nullable(self) -> bool:
        """True where the column may hold nothing; such rows stand last, in either direction."""
        return getattr(self.column, "nullable", True) is not False

    def clauses(self, backwards: bool = False) -> list[ColumnElement]:
        """What ORDER BY says, or the very opposite of it."""
        down = self.descending != backwards
        column, key = (self.column.desc(), self.key.desc()) if down else (self.column.asc(), self.key.asc())
        if self.nullable:
            column = column.nulls_first() if backwards else column.nulls_last()
        return [column, key]

    def beyond(self, value: Any, key: int, backwards: bool = False) -> ColumnElement:
        """The condition of standing after the row with this value and key, or before it."""
        down = self.descending != backwards
        if not self.nullable:
            pair = tuple_(self.column, self.key)
            other = tuple_(literal(value, self.column.type), literal(key, self.key.type))
            return pair < other if down else pair > other
        further = self.key < key if down else self.key > key
        if value is None:
            rest = and_(self.column.is_(None), further)
            return or_(self.column.is_not(None), rest) if backwards else rest
        past = or_(self.column < value if down else self.column > value, and_(self.column == value, further))
        return past if backwards else or_(past, self.column.is_(None))


@dataclass
class Slice:
    """One page. `total` is exact unless `more` is true: then the list has more rows than were counted."""

    items: list[Any]
    number: int
    per_page: int
    total: int
    more: bool = False
    #: Marks for the address of the neighbours; None where there is no neighbour.
    after: str | None = None
    before: str | None = None

    @property
    def pages(self) -> int | None:
        """How many pages there are; None where the rows were not counted to the end."""
        return None if self.more else max(1, -(-self.total // self.per_page))

    @property
    def first(self) -> int:
        """The place of the first row shown, 0 where there is none."""
        return (self.number - 1) * self.per_page + 1 if self.items else 0

    @property
    def last(self) -> int:
        """The place of the last row shown."""
        return (self.number - 1) * self.per_page + len(self.items)


def bounded_count(statement: Select, key: Any, most: int = MOST_COUNTED) -> tuple[int, bool]:
    """How many rows a select gives, and whether there are more than `most`, at which counting stops."""
    inner = statement.order_by(None).options().with_only_columns(key).limit(most + 1).subquery()
    found = db.session.scalar(select(func.count()).select_from(inner)) or 0
    return min(found, most), found > most


def keyset_page(statement: Select, order: Order, *, after: str = "", before: str = "", number: str | int | None = 1,
                per_page: int = PER_PAGE) -> Slice:
    """Run a select of one entity in `order`, from the mark `after` or up to the mark `before`.

    `number` is the page that the address names. Without a mark it is reached by counting off; a mark that cannot be
    read counts as none, and a page beyond the end shows the last.
    """
    total, more = bounded_count(statement, order.key)
    page = _number(number, total, more, per_page)
    mark, backwards = _read(after, order) or _read(before, order), not _read(after, order)
    wanted = statement.add_columns(order.column)
    if mark:
        wanted = wanted.where(order.beyond(*mark, backwards)).order_by(None).order_by(*order.clauses(backwards))
    else:
        backwards = False
        page = min(page, max(1, -(-total // per_page)))
        wanted = wanted.order_by(None).order_by(*order.clauses()).offset((page - 1) * per_page)
    rows = db.session.execute(wanted.limit(per_page + 1)).unique().all()
    beyond = len(rows) > per_page
    rows = rows[:per_page][::-1] if backwards else rows[:per_page]
    page = 1 if backwards and not beyond else page
    found = Slice([row[0] for row in rows], page, per_page, total, more)
    if rows and (beyond or backwards):
        found.after = _mark(rows[-1], order)
    if rows and page > 1:
        found.before = _mark(rows[0], order)
    return found


def _number(number: str | int | None, total: int, more: bool, per_page: int) -> int:
    text = str(number or "")
    page = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 1
    return max(1, page if more else min(page, max(1, -(-total // per_page))))


def _mark(row: Any, order: Order) -> str:
    value = row[1]
    kind = "t" if isinstance(value, datetime) else "d" if isinstance(value, date) else "v"
    text = json.dumps([kind, value.isoformat() if kind != "v" else value, getattr(row[0], order.key.key)])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(mark: str, order: Order) -> tuple[Any, int] | None:
    try:
        kind, value, key = json.loads(base64.urlsafe_b64decode(mark[:2000] + "=" * (-len(mark) % 4)))
        if kind == "t":
            value = datetime.fromisoformat(value).astimezone(UTC)
        elif kind == "d":
            value = date.fromisoformat(value)
        fits = value is None and order.nullable or isinstance(value, order.column.type.python_type)
        return (value, key) if fits and isinstance(key, int) and 0 <= key < 2**31 else None
    except (ValueError, TypeError, KeyError, binascii.Error, NotImplementedError, AttributeError):
        return None
