"""What is offered and asked for at a technology exchange, and the pairs that people bring together."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.accounts.models import User
from outreach.contacts.models import Organisation, Person
from outreach.db import Instant, JsonList, Model, Stamped, now
from outreach.events.models.event import Event
from outreach.events.models.wishes import MeetingWish
from outreach.i18n.localized import LocalizedText, LocalizedTextType

ENTRY_KINDS = ("offer", "request")
ENTRY_STATES = ("open", "matched", "closed")
#: How a technology is protected or may be used.
IP_STATES = ("granted", "applied", "know_how", "licence", "open")
#: What became of a pair: accepted and not met yet, or what the two agreed on; 'declined' is never proposed again.
RESULTS = ("pending", "none", "follow_up", "nda", "project", "declined")


class TechnologyEntry(Stamped, Model):
    """A technology offered, or one that somebody looks for."""

    __tablename__ = "technology_entry"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    title: Mapped[LocalizedText] = mapped_column(LocalizedTextType)
    description: Mapped[LocalizedText | None] = mapped_column(LocalizedTextType)
    #: Codes of the catalogue's industry tree.
    industries: Mapped[list] = mapped_column(JsonList, default=list)
    #: Technology readiness, 1 to 9: what an offer has, or the least that a request asks for.
    trl: Mapped[int | None]
    ip_state: Mapped[str | None] = mapped_column(String(20))
    #: Languages in which the holder can talk, as codes.
    languages: Mapped[list] = mapped_column(JsonList, default=list)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    #: Shown on the public page of the event, without who holds it.
    public: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(10), default="open")

    event: Mapped[Event] = relationship()
    organisation: Mapped[Organisation | None] = relationship(lazy="joined")
    person: Mapped[Person | None] = relationship(lazy="joined")

    @property
    def label(self) -> str:
        """The title in its source language, for the log."""
        return self.title.original


class TechnologyPair(Stamped, Model):
    """An offer and a request that an officer brought together, or set aside, and what came of it."""

    __tablename__ = "technology_pair"
    __table_args__ = (UniqueConstraint("offer_id", "request_id"),)

    offer_id: Mapped[int] = mapped_column(ForeignKey("technology_entry.id", ondelete="CASCADE"), index=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("technology_entry.id", ondelete="CASCADE"), index=True)
    result: Mapped[str] = mapped_column(String(20), default="pending")
    minutes: Mapped[str] = mapped_column(Text, default="")
    minutes_language: Mapped[str | None] = mapped_column(String(2))
    #: The day on which the two met.
    met_on: Mapped[date | None]
    #: The wish that brings the two to one table; several pairs of the same people share one.
    wish_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_wish.id", ondelete="SET NULL"), index=True)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    decided_at: Mapped[datetime] = mapped_column(Instant, default=now)

    offer: Mapped[TechnologyEntry] = relationship(foreign_keys=[offer_id], lazy="joined")
    request: Mapped[TechnologyEntry] = relationship(foreign_keys=[request_id], lazy="joined")
    wish: Mapped[MeetingWish | None] = relationship()
    decided_by: Mapped[User | None] = relationship(lazy="joined")

    @property
    def label(self) -> str:
        """Both titles, for the log."""
        return f"{self.offer.label} – {self.request.label}"[:300]
