"""Who brought whom: a person whom another person or an organisation introduced to us."""

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.contacts.models.organisations import Organisation
from outreach.contacts.models.people import Person
from outreach.db import Model, Stamped


class Introduction(Stamped, Model):
    """One introduction: exactly one of `by_person_id` and `by_organisation_id` is set. Circles are possible in life."""

    __tablename__ = "introduction"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    by_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    by_organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    #: The event where it happened; told by the room that has events, so there is no foreign key.
    event_id: Mapped[int | None]
    on_date: Mapped[date | None]
    note: Mapped[str | None] = mapped_column(String(500))

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    by_person: Mapped[Person | None] = relationship(foreign_keys=[by_person_id])
    by_organisation: Mapped[Organisation | None] = relationship()

    @property
    def by(self) -> Person | Organisation | None:
        """Who introduced."""
        return self.by_person or self.by_organisation

    @property
    def label(self) -> str:
        """Both names, for the log."""
        return f"{self.by.label if self.by else '–'} → {self.person.label}"
