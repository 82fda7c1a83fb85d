"""The agenda of an event: what happens when, in which room and track, who speaks, and the versions that were published."""

from datetime import datetime

from sqlalchemy import DateTime, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.accounts.models import User
from outreach.contacts.models import Person
from outreach.db import Instant, JsonList, LocalTime, Model, Stamped, Versioned, now
from outreach.events.models.event import Event
from outreach.i18n.localized import LocalizedText, LocalizedTextType

AGENDA_KINDS = ("talk", "session", "panel", "break", "reception", "visit", "signing", "other")


class AgendaTrack(Versioned, Model):
    """One of several rows of items that run side by side."""

    __tablename__ = "agenda_track"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    name: Mapped[LocalizedText] = mapped_column(LocalizedTextType)
    position: Mapped[int] = mapped_column(default=0)

    event: Mapped[Event] = relationship()

    @property
    def label(self) -> str:
        """The name in its source language, for the log."""
        return self.name.original


class AgendaRoom(Versioned, Model):
    """A room of the event, with the people that it holds; None where nobody knows."""

    __tablename__ = "agenda_room"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    capacity: Mapped[int | None]

    event: Mapped[Event] = relationship()

    @property
    def label(self) -> str:
        """The name, for the log."""
        return self.name


class AgendaItem(Stamped, Model):
    """One item of the agenda, on the clock of the event's zone."""

    __tablename__ = "agenda_item"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(20), default="talk")
    title: Mapped[LocalizedText] = mapped_column(LocalizedTextType)
    description: Mapped[LocalizedText | None] = mapped_column(LocalizedTextType)
    #: Wall times in the event's zone, at most a day apart. `fold` 1 is the second of two equal times.
    starts_local: Mapped[datetime] = mapped_column(DateTime, index=True)
    starts_fold: Mapped[int] = mapped_column(default=0)
    ends_local: Mapped[datetime] = mapped_column(DateTime)
    ends_fold: Mapped[int] = mapped_column(default=0)
    #: None for an item that concerns everybody.
    track_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_track.id"), index=True)
    room_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_room.id"), index=True)
    #: How many people are expected.
    capacity: Mapped[int | None]
    #: Shown on the public page once it is published.
    public: Mapped[bool] = mapped_column(default=True)

    event: Mapped[Event] = relationship()
    track: Mapped[AgendaTrack | None] = relationship(lazy="joined")
    room: Mapped[AgendaRoom | None] = relationship(lazy="joined")
    speakers: Mapped[list["AgendaSpeaker"]] = relationship(
        back_populates="item", cascade="all, delete-orphan", passive_deletes=True, lazy="selectin", order_by="AgendaSpeaker.id")

    @property
    def label(self) -> str:
        """The title in its source language, for the log."""
        return self.title.original

    @property
    def starts_at(self) -> datetime:
        """The UTC instant of the beginning by today's rules of the event's zone."""
        return LocalTime(self.starts_local, self.event.time_zone, self.starts_fold).instant

    @property
    def ends_at(self) -> datetime:
        """The UTC instant of the end."""
        return LocalTime(self.ends_local, self.event.time_zone, self.ends_fold).instant


class AgendaSpeaker(Model):
    """Somebody who speaks: one of our people, a contact, or a name alone."""

    __tablename__ = "agenda_speaker"
    __table_args__ = (UniqueConstraint("item_id", "user_id"), UniqueConstraint("item_id", "person_id"))

    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(300), default="")

    item: Mapped[AgendaItem] = relationship(back_populates="speakers")
    user: Mapped[User | None] = relationship(lazy="joined")
    person: Mapped[Person | None] = relationship(lazy="joined")

    @property
    def who(self) -> tuple[str, int | str]:
        """('user', id), ('person', id) or ('name', the name)."""
        if self.user_id:
            return "user", self.user_id
        return ("person", self.person_id) if self.person_id else ("name", self.name)

    @property
    def label(self) -> str:
        """The name."""
        return (self.user or self.person).label if self.user or self.person else self.name


class AgendaVersion(Model):
    """The agenda as it was published: `content` holds the items, people by their key so that no name outlives them."""

    __tablename__ = "agenda_version"
    __table_args__ = (UniqueConstraint("event_id", "number"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    #: Counts from 1.
    number: Mapped[int]
    published_at: Mapped[datetime] = mapped_column(Instant, default=now)
    #: None for the version that came about because the event moved.
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    #: IANA zone of the wall times in it.
    time_zone: Mapped[str] = mapped_column(String(60))
    content: Mapped[list] = mapped_column(JsonList, default=list)

    event: Mapped[Event] = relationship()
    published_by: Mapped[User | None] = relationship(lazy="joined")

    @property
    def label(self) -> str:
        """The number, for the log."""
        return str(self.number)
