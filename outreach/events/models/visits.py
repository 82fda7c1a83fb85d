"""Which targets exhibit at an event, where they stand, who of us goes to see them and what came of it."""

from datetime import date, datetime, time

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.db import Instant, Model, Stamped
from outreach.events.models.event import Event
from outreach.events.models.team import TeamMember
from outreach.targets.models import Target

#: What came of a visit; 'missed' says that nobody went, with the reason in the note.
RESULTS = ("talked", "agreed", "material", "absent", "declined", "missed")
#: Results after which somebody of theirs is known to us.
MET = ("talked", "agreed")


class TargetVisit(Stamped, Model):
    """A target at an event: one stop of the visiting plan."""

    __tablename__ = "target_visit"
    __table_args__ = (UniqueConstraint("event_id", "target_id"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("target.id", ondelete="CASCADE"), index=True)
    #: As the organiser writes them: B3, 4.1; 240, E-12.
    hall: Mapped[str] = mapped_column(String(40), default="")
    booth: Mapped[str] = mapped_column(String(40), default="")
    #: Where that was read, and of what day it is.
    source: Mapped[str] = mapped_column(String(500), default="")
    known_on: Mapped[date | None]
    #: Who goes; nobody any more once the person has left the team.
    member_id: Mapped[int | None] = mapped_column(ForeignKey("team_member.id", ondelete="SET NULL"), index=True)
    #: Wall time in the event's zone; the day may be known without the time.
    planned_on: Mapped[date | None]
    planned_time: Mapped[time | None]
    #: A place of its own in the order of the day; None where hall and booth decide.
    place: Mapped[int | None]
    result: Mapped[str | None] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(Text, default="")
    note_language: Mapped[str | None] = mapped_column(String(2))
    #: UTC instant and name behind the result.
    noted_at: Mapped[datetime | None] = mapped_column(Instant)
    noted_by: Mapped[str] = mapped_column(String(300), default="")

    event: Mapped[Event] = relationship()
    target: Mapped[Target] = relationship(lazy="joined")
    member: Mapped[TeamMember | None] = relationship(lazy="joined")

    @property
    def stand(self) -> str:
        """Hall and booth on one line; empty where neither is known."""
        return " / ".join(part for part in (self.hall, self.booth) if part)

    @property
    def visited(self) -> bool:
        """True where somebody went."""
        return self.result not in (None, "missed")
