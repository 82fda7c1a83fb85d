"""Tables of the catalogue. Codes are stored everywhere else; labels are read from here in the reader's language."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

from outreach.db import Model, Stamped
from outreach.i18n.localized import LocalizedText, LocalizedTextType

#: The industry that takes what fits nowhere else; it is always shown.
OTHER = "other"
#: A stage stands on the main track, or beside it.
STAGE_KINDS = ("main", "side")
#: What an override makes of a day: nobody works, or everybody does.
DAY_KINDS = ("holiday", "workday")


class ExactDecimal(TypeDecorator):
    """A Decimal kept as its digits, since SQLite would turn a number into a float."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect) -> str | None:
        """To plain digits without an exponent."""
        return None if value is None else format(Decimal(value), "f")

    def process_result_value(self, value: str | None, dialect) -> Decimal | None:
        """Back to the same Decimal."""
        return None if value is None else Decimal(value)


class IndustryNode(Stamped, Model):
    """A node of the industry tree. Records carry the code, which never changes; a root has no parent."""

    __tablename__ = "industry_node"

    code: Mapped[str] = mapped_column(String(60), unique=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("industry_node.id"), index=True)
    label: Mapped[LocalizedText] = mapped_column(LocalizedTextType)
    #: Place among the nodes of the same parent, from small to large.
    order: Mapped[int] = mapped_column("position", default=0)
    active: Mapped[bool] = mapped_column(default=True)
    #: The roots of the house, 'other' among them: they are neither moved nor retired.
    fixed: Mapped[bool] = mapped_column(default=False)

    parent: Mapped["IndustryNode | None"] = relationship(remote_side="IndustryNode.id", back_populates="children")
    children: Mapped[list["IndustryNode"]] = relationship(
        back_populates="parent", order_by="(IndustryNode.order, IndustryNode.id)")


class Stage(Stamped, Model):
    """A stage of the pipeline. The set of codes is fixed by the house; labels, order and use are the zone's."""

    __tablename__ = "stage"

    code: Mapped[str] = mapped_column(String(30), unique=True)
    label: Mapped[LocalizedText] = mapped_column(LocalizedTextType)
    order: Mapped[int] = mapped_column("position", default=0)
    #: One of STAGE_KINDS.
    kind: Mapped[str] = mapped_column(String(10), default="main")
    active: Mapped[bool] = mapped_column(default=True)


class Tag(Stamped, Model):
    """A free word that records may carry beside their industries."""

    __tablename__ = "tag"

    code: Mapped[str] = mapped_column(String(60), unique=True)
    label: Mapped[LocalizedText] = mapped_column(LocalizedTextType)
    active: Mapped[bool] = mapped_column(default=True)


class Setting(Stamped, Model):
    """A setting that somebody changed. What nobody changed has no row: its default stands in settings.KNOWN."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(String(60), unique=True)
    #: As settings.Known.store() writes it.
    value: Mapped[Any] = mapped_column(JSON)
    #: Who changed it last; id and name only, since accounts are a room above.
    changed_by_id: Mapped[int | None]
    changed_by: Mapped[str] = mapped_column(String(300), default="")

    @property
    def label(self) -> str:
        """The key, for the log."""
        return self.key


class ExchangeRate(Stamped, Model):
    """`units` of the currency were worth `cny` yuan on a day. Both as quoted, so that nothing is rounded.

    A bank that writes "100 JPY = 4.80 CNY" gives units 100, cny 4.80; "1 CNY = 195.32 KRW" gives units
    195.32, cny 1.
    """

    __tablename__ = "exchange_rate"
    __table_args__ = (UniqueConstraint("currency", "day"),)

    currency: Mapped[str] = mapped_column(String(3), index=True)
    day: Mapped[date] = mapped_column(Date)
    cny: Mapped[Decimal] = mapped_column(ExactDecimal)
    units: Mapped[Decimal] = mapped_column(ExactDecimal, default=Decimal(1))
    #: Who published it; 'demo' marks invented figures.
    source: Mapped[str] = mapped_column(String(200))
    entered_by: Mapped[str] = mapped_column(String(300), default="")

    @property
    def cny_per_unit(self) -> Decimal:
        """Yuan for one unit, to 28 significant digits; exact where the quotation was for one unit."""
        return self.cny / self.units if self.units != 1 else self.cny

    @property
    def label(self) -> str:
        """Currency and day, for the log."""
        return f"{self.currency} {self.day.isoformat()}"


class WorkCalendar(Stamped, Model):
    """A place whose working days count: code 'CN', 'GB-ENG', 'DE-BY', 'KR'."""

    __tablename__ = "work_calendar"

    code: Mapped[str] = mapped_column(String(10), unique=True)
    label: Mapped[LocalizedText] = mapped_column(LocalizedTextType)
    order: Mapped[int] = mapped_column("position", default=0)


class CalendarDay(Stamped, Model):
    """One day of a calendar that differs from the computed one."""

    __tablename__ = "calendar_day"
    __table_args__ = (UniqueConstraint("calendar_id", "day"),)

    calendar_id: Mapped[int] = mapped_column(ForeignKey("work_calendar.id", ondelete="CASCADE"), index=True)
    day: Mapped[date] = mapped_column(Date)
    #: One of DAY_KINDS.
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[LocalizedText | None] = mapped_column(LocalizedTextType)
    #: True where the State Council (or whoever rules) has published it.
    decreed: Mapped[bool] = mapped_column(default=False)

    calendar: Mapped[WorkCalendar] = relationship(lazy="joined")

    @property
    def label(self) -> str:
        """Calendar and day, for the log."""
        return f"{self.calendar.code} {self.day.isoformat()}"
