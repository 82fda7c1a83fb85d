"""Running numbers per year, such as IN-2027-0001: unique under concurrency, without gaps after a commit."""

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Mapped, mapped_column

from outreach.db.base import Model, db


class NumberSeries(Model):
    """The last number given in a series and year."""

    __tablename__ = "number_series"
    __table_args__ = (UniqueConstraint("prefix", "year"),)

    prefix: Mapped[str] = mapped_column(String(10))
    year: Mapped[int]
    last: Mapped[int] = mapped_column(default=0)


def next_number(prefix: str, year: int) -> str:
    """The next number as text. The row stays locked to the end of the unit of work, so a rollback gives it back."""
    insert = sqlite_insert if db.session.get_bind().dialect.name == "sqlite" else postgresql_insert
    statement = insert(NumberSeries).values(prefix=prefix, year=year, last=1)
    statement = statement.on_conflict_do_update(
        index_elements=["prefix", "year"], set_={"last": NumberSeries.last + 1}).returning(NumberSeries.last)
    return f"{prefix}-{year}-{db.session.execute(statement).scalar_one():04d}"
