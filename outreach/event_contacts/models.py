"""The table of event contacts."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.accounts.models import User
from outreach.contacts.models import Organisation, Person
from outreach.db import Instant, JsonDict, Model, Stamped, now
from outreach.events.models import Event
from outreach.leads.models import Lead

SOURCES = ("scan", "card", "vcard", "sheet", "typed", "api")
STATES = ("open", "converted", "rejected")
RATINGS = ("A", "B", "C")


class EventContact(Stamped, Model):
    """One meeting with one person at one event. The capture stays as it was given, whatever becomes of it."""

    __tablename__ = "event_contact"
    __table_args__ = (UniqueConstraint("import_run_id", "import_row"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    source: Mapped[str] = mapped_column(String(10))
    #: Exactly what was captured: the form's fields, the card's text or the row of the file.
    raw: Mapped[dict] = mapped_column(JsonDict, default=dict)
    captured_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    captured_at: Mapped[datetime] = mapped_column(Instant, default=now)
    #: The day of the meeting on the event's calendar, where known.
    met_on: Mapped[date | None]
    rating: Mapped[str | None] = mapped_column(String(1))
    notes: Mapped[str] = mapped_column(Text, default="")
    notes_language: Mapped[str | None] = mapped_column(String(2))
    #: Given by the device; the same key again is the same capture.
    client_key: Mapped[str | None] = mapped_column(String(100), unique=True)
    #: The file that brought it and the row's place in it, counted from 1.
    import_run_id: Mapped[int | None] = mapped_column(ForeignKey("import_run.id"), index=True)
    import_row: Mapped[int | None]
    #: How the person was found: 'new', 'same' or 'doubtful'.
    verdict: Mapped[str | None] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10), default="open", index=True)
    rejected_reason: Mapped[str | None] = mapped_column(String(500))
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("lead.id"), index=True)
    #: True where this conversion made the lead, false where it joined one that stood.
    made_lead: Mapped[bool] = mapped_column(default=False)

    event: Mapped[Event] = relationship(lazy="joined")
    person: Mapped[Person] = relationship(lazy="joined")
    organisation: Mapped[Organisation | None] = relationship(lazy="joined")
    captured_by: Mapped[User | None] = relationship(lazy="joined")
    lead: Mapped[Lead | None] = relationship(lazy="joined")

    @property
    def label(self) -> str:
        """Who was met where, for the log."""
        return f"{self.person.label} · {self.event.code}"
