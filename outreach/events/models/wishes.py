"""The meeting planner of an event: who wants to meet whom, how the days are cut, and how far a run is."""

from datetime import datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.accounts.models import User
from outreach.contacts.models import Person
from outreach.db import Instant, JsonDict, JsonList, Model, Stamped
from outreach.events.models.event import Event

#: 'idle' before the first run; a run that is stopped keeps what it had found.
PLAN_STATES = ("idle", "queued", "running", "done", "stopped", "failed")
PRIORITIES = (5, 2, 1)


class MeetingWish(Model):
    """Two who should meet at an event, and how much that matters: one of us or somebody from outside, and a contact."""

    __tablename__ = "meeting_wish"
    __table_args__ = (
        UniqueConstraint("event_id", "user_id", "person_id"), UniqueConstraint("event_id", "other_person_id", "person_id"),
        CheckConstraint("(user_id IS NULL) <> (other_person_id IS NULL)", name="one_side"))

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    #: The first side: one of us, or another person from outside. Exactly one of the two.
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    other_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    #: The second side.
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    #: Who of us goes along, as host or interpreter, where two from outside meet.
    companion_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    #: One of PRIORITIES: what a meeting is worth beside others.
    priority: Mapped[int] = mapped_column(default=2)
    #: Where the wish comes from: 'hand', or the name of the part that fed it.
    origin: Mapped[str] = mapped_column(String(20), default="hand")
    #: Why the last run did not place it: one of planner.REASONS, or "changed" during the run; empty where it did or nobody asked.
    reason: Mapped[str] = mapped_column(String(20), default="")

    event: Mapped[Event] = relationship()
    user: Mapped[User | None] = relationship(lazy="joined", foreign_keys=[user_id])
    other_person: Mapped[Person | None] = relationship(lazy="joined", foreign_keys=[other_person_id])
    person: Mapped[Person] = relationship(lazy="joined", foreign_keys=[person_id])
    companion: Mapped[User | None] = relationship(lazy="joined", foreign_keys=[companion_id])

    @property
    def one(self) -> User | Person:
        """The first side."""
        return self.user or self.other_person

    @property
    def people(self) -> list[User | Person]:
        """Everybody who is to be there: both sides, and who goes along."""
        return [row for row in (self.one, self.person, self.companion) if row is not None]

    @property
    def label(self) -> str:
        """Both names, for the log."""
        return f"{self.one.label} – {self.person.label}"


class MeetingAttendee(Stamped, Model):
    """What the planner knows of somebody from outside at one event: whether and when they can, and whether they interpret."""

    __tablename__ = "meeting_attendee"
    __table_args__ = (UniqueConstraint("event_id", "person_id"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    #: False for those who do not come after all.
    coming: Mapped[bool] = mapped_column(default=True)
    #: {ISO day: [from, until]} as wall times HH:MM of the event's zone, either may be None; empty for any time.
    hours: Mapped[dict] = mapped_column(JsonDict, default=dict)
    #: Codes of the languages between which they interpret; empty for those who do not.
    speaks: Mapped[list] = mapped_column(JsonList, default=list)

    event: Mapped[Event] = relationship()
    person: Mapped[Person] = relationship(lazy="joined")

    def can(self, begins: datetime, ends: datetime) -> bool:
        """True where they are there between two wall times of one day of the event's zone."""
        if not self.coming or not self.hours:
            return self.coming
        first, last = self.hours.get(begins.date().isoformat(), ("24:00", None))
        return (first or "") <= f"{begins:%H:%M}" and f"{ends:%H:%M}" <= (last or "24:00")

    @property
    def label(self) -> str:
        """The name, for the log."""
        return self.person.label


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
    #: Minutes from one venue to another one, and [venue, venue, minutes] of those that differ.
    travel_minutes: Mapped[int] = mapped_column(default=0)
    ways: Mapped[list] = mapped_column(JsonList, default=list)
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
    #: What the last run changed of the proposals before it, as schedules.CHANGES with the wish and the places in words.
    changes: Mapped[list] = mapped_column(JsonList, default=list)

    event: Mapped[Event] = relationship()

    @property
    def label(self) -> str:
        """The event's title, for the log."""
        return self.event.label
