"""The reception of guests: who comes, what happens hour by hour and who of us receives them, and what is kept of it."""

from datetime import datetime

from sqlalchemy import DateTime, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.accounts.models import User
from outreach.contacts.models import Organisation, Person
from outreach.db import LocalTime, Model, Stamped, Versioned
from outreach.events.models.event import Event
from outreach.i18n.localized import LocalizedText, LocalizedTextType

ITEM_KINDS = ("meeting", "site_stop", "meal", "transfer", "ceremony", "free")


class VisitGuest(Versioned, Model):
    """Somebody who comes: a stored person, or a name alone while more is not known."""

    __tablename__ = "visit_guest"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    #: Place in the order of protocol, from 1.
    rank: Mapped[int] = mapped_column(default=1)
    name: Mapped[str] = mapped_column(String(300))
    #: Function as it is announced, in the guest's language.
    function: Mapped[str] = mapped_column(String(300), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    #: The language in which the guest is addressed.
    language: Mapped[str | None] = mapped_column(String(2))
    #: What must be known of the guest: food, health, protocol.
    note: Mapped[str] = mapped_column(String(500), default="")

    event: Mapped[Event] = relationship()
    person: Mapped[Person | None] = relationship(lazy="joined")
    organisation: Mapped[Organisation | None] = relationship(lazy="joined")

    @property
    def label(self) -> str:
        """The name, for the log."""
        return self.name


class ReceptionItem(Stamped, Model):
    """One line of the programme, on the clock of the place."""

    __tablename__ = "reception_item"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(20), default="meeting")
    title: Mapped[LocalizedText] = mapped_column(LocalizedTextType)
    place: Mapped[LocalizedText | None] = mapped_column(LocalizedTextType)
    note: Mapped[LocalizedText | None] = mapped_column(LocalizedTextType)
    #: Wall times in the event's zone, at most a day apart.
    starts_local: Mapped[datetime] = mapped_column(DateTime, index=True)
    ends_local: Mapped[datetime] = mapped_column(DateTime)
    #: Who of us receives the guests there.
    host_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    #: One of us who interprets, or the name of somebody from outside.
    interpreter_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    interpreter_name: Mapped[str] = mapped_column(String(200), default="")
    car: Mapped[str] = mapped_column(String(200), default="")
    #: The firm or site that is visited.
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)

    event: Mapped[Event] = relationship()
    host: Mapped[User | None] = relationship(lazy="joined", foreign_keys=[host_id])
    interpreter: Mapped[User | None] = relationship(lazy="joined", foreign_keys=[interpreter_id])
    organisation: Mapped[Organisation | None] = relationship(lazy="joined")

    @property
    def label(self) -> str:
        """The title in its source language, for the log."""
        return self.title.original

    @property
    def starts_at(self) -> datetime:
        """The UTC instant of the beginning by today's rules of the event's zone."""
        return LocalTime(self.starts_local, self.event.time_zone).instant

    @property
    def ends_at(self) -> datetime:
        """The UTC instant of the end."""
        return LocalTime(self.ends_local, self.event.time_zone).instant


class ReceptionNotes(Stamped, Model):
    """What is prepared for the guests as a whole, and the report afterwards. One per event."""

    __tablename__ = "reception_notes"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), unique=True)
    gifts: Mapped[str] = mapped_column(Text, default="")
    meals: Mapped[str] = mapped_column(Text, default="")
    notes: Mapped[str] = mapped_column(Text, default="")
    report: Mapped[str] = mapped_column(Text, default="")
    #: Language of the report.
    report_language: Mapped[str | None] = mapped_column(String(2))

    event: Mapped[Event] = relationship()

    @property
    def label(self) -> str:
        """The event's title, for the log."""
        return self.event.label
