"""The meeting planner of an event: who wants to meet whom, how the days are cut, and how far a run is."""

from datetime import datetime, time

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.accounts.models import User
from outreach.contacts.models import Person
from outreach.db import Instant, JsonDict, Model, Stamped
from outreach.events.models.event import Event

#: 'idle' before the first run; a run that is stopped keeps what it had found.
PLAN_STATES = ("idle", "queued", "running", "done", "stopped", "failed")
PRIORITIES = (5, 2, 1)


class MeetingWish(Model):
    """One of us who should meet a contact at an event, and how much that matters."""

    __tablename__ = "meeting_wish"
    __table_args__ = (UniqueConstraint("event_id", "user_id", "person_id"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    #: One of PRIORITIES: what a meeting is worth beside others.
    priority: Mapped[int] = mapped_column(default=2)
    #: Where the wish comes from: 'hand', or the name of the part that fed it.
    origin: Mapped[str] = mapped_column(String(20), default="hand")
    #: Why the last run did not place it: one of planner.REASONS; empty where it did or nobody asked.
    reason: Mapped[str] = mapped_column(String(20), default="")

    event: Mapped[Event] = relationship()
    user: Mapped[User] = relationship(lazy="joined")
    person: Mapped[Person] = relationship(lazy="joined")

    @property
    def label(self) -> str:
        """Both names, for the log."""
        return f"{self.user.label} – {self.person.label}"


class MeetingPlan(Stamped, Model):
    """How the planner cuts the days of an event, and its last run. One per event."""

    __tablename__ = "meeting_plan"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), unique=True)
    slot_minutes: Mapped[int] = mapped_column(default=30)
    pause_minutes: Mapped[int] = mapped_column(default=0)
    #: Wall times of the event's zone between which people meet, and the break in which nobody does.
    day_from: Mapped[time] = mapped_column(default=time(9))
    day_until: Mapped[time] = mapped_column(default=time(17))
    break_from: Mapped[time | None]
    break_until: Mapped[time | None]
    #: Minutes from one venue to another one.
    travel_minutes: Mapped[int] = mapped_column(default=0)
    #: {id of a user: [language codes]} of team members who interpret.
    speaks: Mapped[dict] = mapped_column(JsonDict, default=dict)
    state: Mapped[str] = mapped_column(String(10), default="idle")
    #: Percent of the time that a run may take.
    progress: Mapped[int] = mapped_column(default=0)
    #: Set while somebody wants a run to end.
    stop: Mapped[bool] = mapped_column(default=False)
    #: Weight placed, and the best that is proven possible at most, of the last run.
    value: Mapped[int] = mapped_column(default=0)
    bound: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)

    event: Mapped[Event] = relationship()

    @property
    def label(self) -> str:
        """The event's title, for the log."""
        return self.event.label
