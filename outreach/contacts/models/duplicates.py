"""Pairs of stored people who may be one, and what a person decided about them."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.contacts.models.columns import Imported
from outreach.contacts.models.people import Person
from outreach.db import JsonList, Model

STATES = ("open", "not_same", "merged")


class DuplicateCandidate(Imported, Model):
    """`person_id` is the later record, `other_id` the one it resembles. A pair stands once, in either order."""

    __tablename__ = "duplicate_candidate"
    __table_args__ = (UniqueConstraint("person_id", "other_id"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    #: 0 to 1, as identity.compare_people gave it.
    score: Mapped[float]
    #: [[code, sign, params], …] of the comparison.
    reasons: Mapped[list] = mapped_column(JsonList, default=list)
    #: 'open', 'not_same' (a person's decision, remembered) or 'merged'.
    state: Mapped[str] = mapped_column(String(10), default="open", index=True)

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined")
    other: Mapped[Person] = relationship(foreign_keys=[other_id], lazy="joined")
