"""What an event costs: lines that are planned and paid, each sum in its own currency."""

from datetime import date

from sqlalchemy import BigInteger, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.db import Model, Money, Stamped
from outreach.events.models.event import Event
from outreach.files import Attachment

BUDGET_CATEGORIES = ("stand", "travel", "hotel", "interpreter", "catering", "materials", "shipping", "fees", "other")
#: How far a line is paid.
PAID_STATES = ("open", "invoiced", "paid")
#: Currencies that the form offers.
CURRENCIES = ("CNY", "EUR", "USD", "GBP", "KRW", "JPY", "CHF", "HKD")


class BudgetLine(Stamped, Model):
    """One item of an event's budget. Sums are in the smallest unit of their ISO currency; either may be missing."""

    __tablename__ = "budget_line"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    category: Mapped[str] = mapped_column(String(20))
    what: Mapped[str] = mapped_column(String(300))
    planned_minor: Mapped[int | None] = mapped_column(BigInteger)
    planned_currency: Mapped[str | None] = mapped_column(String(3))
    actual_minor: Mapped[int | None] = mapped_column(BigInteger)
    actual_currency: Mapped[str | None] = mapped_column(String(3))
    #: Day of the expense; its rate converts the sums.
    spent_on: Mapped[date | None]
    supplier: Mapped[str] = mapped_column(String(300), default="")
    paid_state: Mapped[str] = mapped_column(String(10), default="open")
    note: Mapped[str] = mapped_column(Text, default="")
    receipt_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"), index=True)

    event: Mapped[Event] = relationship()
    receipt: Mapped[Attachment | None] = relationship(lazy="joined")

    @property
    def label(self) -> str:
        """What it is for, for the log."""
        return self.what

    @property
    def planned(self) -> Money | None:
        """The sum that was planned."""
        return None if self.planned_minor is None else Money(self.planned_minor, self.planned_currency)

    @property
    def actual(self) -> Money | None:
        """The sum that it came to."""
        return None if self.actual_minor is None else Money(self.actual_minor, self.actual_currency)
