"""Meetings at an event: who meets whom, when, at which table, in which language, and what came of it."""

from datetime import datetime

from sqlalchemy import DateTime, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.accounts.models import User
from outreach.contacts.models import Organisation, Person
from outreach.db import LocalTime, Model, Stamped, Versioned
from outreach.events.models.event import Event

MEETING_STATES = ("proposed", "confirmed", "declined", "held", "cancelled")


class MeetingTable(Versioned, Model):
    """A table, booth or room where people meet, and the venue in which it stands."""

    __tablename__ = "meeting_table"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    venue: Mapped[str] = mapped_column(String(300), default="")

    event: Mapped[Event] = relationship()

    @property
    def label(self) -> str:
        """Name and venue, for the log."""
        return ", ".join(filter(None, (self.name, self.venue)))


class Meeting(Stamped, Model):
    """A meeting of a few people, on the clock of the event's zone."""

    __tablename__ = "meeting"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    subject: Mapped[str] = mapped_column(String(300), default="")
    state: Mapped[str] = mapped_column(String(20), default="proposed", index=True)
    #: Wall times in the event's zone, at most a day apart. `fold` 1 is the second of two equal times.
    starts_local: Mapped[datetime] = mapped_column(DateTime, index=True)
    starts_fold: Mapped[int] = mapped_column(default=0)
    ends_local: Mapped[datetime] = mapped_column(DateTime)
    ends_fold: Mapped[int] = mapped_column(default=0)
    #: The wish for which the planner proposed it.
    wish_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_wish.id", ondelete="SET NULL"), index=True)
    #: One of the event's tables, or a place in words.
    table_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_table.id"), index=True)
    place: Mapped[str] = mapped_column(String(300), default="")
    #: The language that is spoken.
    language: Mapped[str | None] = mapped_column(String(2))
    #: Who interprets: one of us or a contact.
    interpreter_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    interpreter_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    note: Mapped[str] = mapped_column(Text, default="")
    #: What came of it, and the language in which it is written.
    result: Mapped[str] = mapped_column(Text, default="")
    result_language: Mapped[str | None] = mapped_column(String(2))

    event: Mapped[Event] = relationship()
    table: Mapped[MeetingTable | None] = relationship(lazy="joined")
    interpreter: Mapped[User | None] = relationship(lazy="joined", foreign_keys=[interpreter_id])
    interpreter_person: Mapped[Person | None] = relationship(lazy="joined", foreign_keys=[interpreter_person_id])
    participants: Mapped[list["MeetingParticipant"]] = relationship(
        back_populates="meeting", cascade="all, delete-orphan", passive_deletes=True, lazy="selectin",
        order_by="MeetingParticipant.id")

    #: Where others read titles in several languages, a meeting has its label alone.
    title = None

    @property
    def label(self) -> str:
        """The subject, else who comes to us."""
        return self.subject or ", ".join(one.label for one in self.theirs) or ", ".join(one.label for one in self.ours)

    @property
    def ours(self) -> list["MeetingParticipant"]:
        """Our people."""
        return [one for one in self.participants if one.user_id]

    @property
    def theirs(self) -> list["MeetingParticipant"]:
        """Contacts and organisations."""
        return [one for one in self.participants if not one.user_id]

    @property
    def interpreters(self) -> list[User | Person]:
        """Whoever interprets."""
        return [one for one in (self.interpreter, self.interpreter_person) if one is not None]

    @property
    def starts_at(self) -> datetime:
        """The UTC instant of the beginning by today's rules of the event's zone."""
        return LocalTime(self.starts_local, self.event.time_zone, self.starts_fold).instant

    @property
    def ends_at(self) -> datetime:
        """The UTC instant of the end."""
        return LocalTime(self.ends_local, self.event.time_zone, self.ends_fold).instant


class MeetingParticipant(Model):
    """One of our people, a contact, or an organisation of which nobody is named yet."""

    __tablename__ = "meeting_participant"
    __table_args__ = (UniqueConstraint("meeting_id", "user_id"), UniqueConstraint("meeting_id", "person_id"),
                      UniqueConstraint("meeting_id", "organisation_id"))

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)

    meeting: Mapped[Meeting] = relationship(back_populates="participants")
    user: Mapped[User | None] = relationship(lazy="joined")
    person: Mapped[Person | None] = relationship(lazy="joined")
    organisation: Mapped[Organisation | None] = relationship(lazy="joined")

    @property
    def row(self) -> User | Person | Organisation:
        """Who takes part."""
        return self.user or self.person or self.organisation

    @property
    def label(self) -> str:
        """The name."""
        return self.row.label
