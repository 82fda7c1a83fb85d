"""Events that repeat: the rule that their dates share; and calendar files that people upload."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.accounts.models import User
from outreach.db import Instant, JsonList, Model, Stamped
from outreach.events.models.event import Event


class EventRecurrence(Stamped, Model):
    """What the dates of an event that repeats have in common. Every date is an event of its own."""

    __tablename__ = "event_recurrence"

    #: The rule as RFC 5545 writes it, FREQ=MONTHLY;BYDAY=2TU;COUNT=12.
    rule: Mapped[str] = mapped_column(String(500))
    #: Dates that are still to be made, as [day, wall time of the beginning, of the end]; times are None for whole days.
    pending: Mapped[list] = mapped_column(JsonList, default=list)

    events: Mapped[list[Event]] = relationship(order_by="Event.recurs_on, Event.id", viewonly=True)

    @property
    def label(self) -> str:
        """The rule, for the log."""
        return self.rule


class CalendarUpload(Stamped, Model):
    """A calendar file that somebody uploaded, kept with what became of it."""

    __tablename__ = "calendar_upload"

    filename: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    #: What every event of the file begins with.
    kind: Mapped[str] = mapped_column(String(30))
    language: Mapped[str] = mapped_column(String(2))
    time_zone: Mapped[str] = mapped_column(String(60))
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    applied_at: Mapped[datetime | None] = mapped_column(Instant)
    #: Ids of the events that were made, and [text, reason] of what could not be.
    made: Mapped[list] = mapped_column(JsonList, default=list)
    refused: Mapped[list] = mapped_column(JsonList, default=list)

    made_by: Mapped[User] = relationship(lazy="joined")

    @property
    def label(self) -> str:
        """The file's name, for the log."""
        return self.filename
