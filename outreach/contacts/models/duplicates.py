"""Pairs of stored people or organisations who may be one, what a person decided about them, and the search for them."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.contacts.models.columns import Imported
from outreach.contacts.models.organisations import Organisation
from outreach.contacts.models.people import Person
from outreach.db import Instant, JsonList, Model, now

#: 'not_same' is a person's decision and remembered for good, 'later' waits beside the open ones.
STATES = ("open", "later", "not_same", "merged")
#: What a person may say of a pair; that two are the same is said by merging them.
DECISIONS = STATES[:3]


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
    #: One of STATES.
    state: Mapped[str] = mapped_column(String(10), default="open", index=True)

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined")
    other: Mapped[Person] = relationship(foreign_keys=[other_id], lazy="joined")

    @property
    def one(self) -> Person:
        """The later record, whatever its kind."""
        return self.person


class OrganisationDuplicate(Model):
    """The same for organisations: `organisation_id` is the later record, `other_id` the one it resembles."""

    __tablename__ = "organisation_duplicate"
    __table_args__ = (UniqueConstraint("organisation_id", "other_id"),)

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    #: 0 to 1, as identity.compare_organisations gave it.
    score: Mapped[float]
    reasons: Mapped[list] = mapped_column(JsonList, default=list)
    state: Mapped[str] = mapped_column(String(10), default="open", index=True)

    organisation: Mapped[Organisation] = relationship(foreign_keys=[organisation_id], lazy="joined")
    other: Mapped[Organisation] = relationship(foreign_keys=[other_id], lazy="joined")

    @property
    def one(self) -> Organisation:
        """The later record, whatever its kind."""
        return self.organisation


class DuplicateSearch(Model):
    """One walk over all stored records of a kind, in steps; `after_id` says where a dead worker left off."""

    __tablename__ = "duplicate_search"

    #: 'person' or 'organisation'.
    kind: Mapped[str] = mapped_column(String(15))
    #: 'running', 'done' or 'stopped'.
    state: Mapped[str] = mapped_column(String(10), default="running", index=True)
    after_id: Mapped[int] = mapped_column(default=0)
    #: Records looked at, of how many, and pairs that came new.
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    found: Mapped[int] = mapped_column(default=0)
    actor_label: Mapped[str] = mapped_column(String(300), default="")
    started_at: Mapped[datetime] = mapped_column(Instant, default=now)
    #: The last sign of life.
    alive_at: Mapped[datetime] = mapped_column(Instant, default=now)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
