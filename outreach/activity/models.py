"""Tables of the log: entries, the subjects each one concerns, and the end of the chain."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.db import Instant, JsonDict, Model, now
from outreach.i18n import current_language
from outreach.i18n.localized import LocalizedText


class ActivityEntry(Model):
    """One thing that happened. Rows are only ever added."""

    __tablename__ = "activity_entry"

    #: UTC instant of the act.
    at: Mapped[datetime] = mapped_column(Instant, default=now, index=True)
    #: 'user', 'partner', 'visitor', 'token', 'command' or 'system'.
    actor_kind: Mapped[str] = mapped_column(String(20))
    #: The user's id where there is one; no foreign key, since the log outlives the account.
    actor_id: Mapped[int | None]
    #: The actor's name as it was.
    actor_label: Mapped[str] = mapped_column(String(300))
    #: What was done: 'lead.created', 'import.applied'.
    verb: Mapped[str] = mapped_column(String(60), index=True)
    #: The record it was done to, and its name as it was.
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int | None]
    subject_label: Mapped[str] = mapped_column(Text)
    #: {"changes": {field: [old, new]}} and whatever the verb's sentence needs.
    data: Mapped[dict] = mapped_column(JsonDict, default=dict)
    #: Hex SHA-256 of the entry before and of this one; set just before the commit.
    previous_hash: Mapped[str] = mapped_column(String(64), default="")
    hash: Mapped[str] = mapped_column(String(64), default="")

    subjects: Mapped[list["ActivitySubject"]] = relationship(back_populates="entry", cascade="all, delete-orphan")

    @property
    def subject_name(self) -> str:
        """The name of the record for the reader, as it was."""
        return self.text("subject") or self.subject_label

    def text(self, name: str) -> str:
        """A part of `data` for the reader: a text in several languages in the best one, anything else as it is."""
        stored = self.data.get(name, "")
        if isinstance(stored, dict) and stored.keys() == {"source", "texts"}:
            return LocalizedText(stored["source"], stored["texts"]).shown(current_language().code).text
        return str(stored)


class ActivitySubject(Model):
    """A record on whose timeline the entry stands: the lead, its person, its organisation, its event."""

    __tablename__ = "activity_subject"
    __table_args__ = (Index("ix_activity_subject_kind_ref_id", "kind", "ref_id"),)

    entry_id: Mapped[int] = mapped_column(ForeignKey("activity_entry.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    ref_id: Mapped[int]
    entry: Mapped[ActivityEntry] = relationship(back_populates="subjects")


class ActivityChain(Model):
    """One row: the hash of the newest entry and how many there are. Its row lock orders the writers."""

    __tablename__ = "activity_chain"

    last_hash: Mapped[str] = mapped_column(String(64), default="")
    last_id: Mapped[int] = mapped_column(default=0)
    length: Mapped[int] = mapped_column(default=0)
