"""Pages of a list: by number for people, with the count that the same filter gives."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from outreach.db.base import db

PER_PAGE = 50


@dataclass
class Page:
    """One page of rows. `number` counts from 1; `total` is the count of all rows behind the filter."""

    items: list[Any]
    number: int
    per_page: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.per_page))

    @property
    def first(self) -> int:
        """The place of the first row shown, 0 where there is none."""
        return (self.number - 1) * self.per_page + 1 if self.items else 0

    @property
    def last(self) -> int:
        """The place of the last row shown."""
        return (self.number - 1) * self.per_page + len(self.items)


def nearest_page(number: int | str | None, per_page: int, total: int) -> int:
    """The page that is asked for, or the nearest one where there is none of this number."""
    number = int(number) if isinstance(number, int) or ((number or "").isdecimal() and len(number) < 10) else 1
    return min(max(1, number), max(1, -(-total // per_page)))


def paginate(statement: Select, number: int | str | None = 1, per_page: int = PER_PAGE) -> Page:
    """Run an ordered select of one entity. A page beyond the end, or no number at all, shows the nearest page."""
    total = db.session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
    number = nearest_page(number, per_page, total)
    rows = db.session.scalars(statement.limit(per_page).offset((number - 1) * per_page)).unique().all()
    return Page(list(rows), number, per_page, total)
