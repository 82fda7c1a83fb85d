"""Targets, what is known of them, and the keys by which a free name is found again."""

from datetime import date

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.accounts.models import User
from outreach.contacts.models import Organisation
from outreach.contacts.models.columns import SORT_KEY
from outreach.db import JsonList, Model, Stamped

KINDS = ("leader_firm", "technology_holder", "association", "institute", "other")
#: In the order of the work; a target becomes 'converted' only with its lead.
STATES = ("researched", "approached", "met", "converted", "dropped")
#: 1 comes first.
PRIORITIES = (1, 2, 3)
FACT_KINDS = ("size", "structure", "conduct", "direction", "technology", "investment", "china", "exhibits", "other")


class Target(Stamped, Model):
    """Somebody whom we want to win: an organisation of ours, or a free name of one that nobody has met."""

    __tablename__ = "target"

    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    #: As registered; for an organisation of ours its name when it became a target.
    name: Mapped[str] = mapped_column(String(300))
    sort_key: Mapped[str] = mapped_column(SORT_KEY, index=True)
    country: Mapped[str | None] = mapped_column(String(2), index=True)
    website: Mapped[str] = mapped_column(String(500), default="")
    kind: Mapped[str] = mapped_column(String(30))
    industries: Mapped[list] = mapped_column(JsonList, default=list)
    priority: Mapped[int] = mapped_column(default=2)
    #: Why we want to win it, in the language in which it was written.
    why: Mapped[str] = mapped_column(Text, default="")
    why_language: Mapped[str | None] = mapped_column(String(2))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    state: Mapped[str] = mapped_column(String(20), default="researched", index=True)

    organisation: Mapped[Organisation | None] = relationship(lazy="joined")
    owner: Mapped[User | None] = relationship(lazy="joined")
    facts: Mapped[list["TargetFact"]] = relationship(
        back_populates="target", cascade="all, delete-orphan", order_by="TargetFact.observed_on.desc(), TargetFact.id.desc()")
    keys: Mapped[list["TargetKey"]] = relationship(cascade="all, delete-orphan")

    @property
    def label(self) -> str:
        """The organisation's name, else the free one."""
        return self.organisation.label if self.organisation else self.name


class TargetFact(Stamped, Model):
    """One thing known of a target: in its own language, with where it was read and of what day it is."""

    __tablename__ = "target_fact"

    target_id: Mapped[int] = mapped_column(ForeignKey("target.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(2))
    source: Mapped[str] = mapped_column(String(500))
    #: The day of which the source tells, in no zone.
    observed_on: Mapped[date] = mapped_column(index=True)

    target: Mapped[Target] = relationship(back_populates="facts")


class TargetKey(Model):
    """A blocking key of a free name, from identity.organisation_keys; targets with an organisation have none."""

    __tablename__ = "target_key"
    __table_args__ = (UniqueConstraint("key", "target_id"),)

    target_id: Mapped[int] = mapped_column(ForeignKey("target.id", ondelete="CASCADE"), index=True)
    key: Mapped[str] = mapped_column(String(340))
