"""What a merge did, kept so that it can be undone: the act itself, and apart from it the rows with people's data."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.db import Instant, JsonDict, Model, now

KINDS = ("person", "organisation")


class RecordMerge(Model):
    """Two records of one kind became one. `kept_id` and `removed_id` are None where they were erased since."""

    __tablename__ = "record_merge"

    #: One of KINDS.
    kind: Mapped[str] = mapped_column(String(15))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisation.id", ondelete="SET NULL"), index=True)
    #: Key of the record that was given up; it means nothing once the snapshot is gone.
    removed_key: Mapped[int] = mapped_column(index=True)
    at: Mapped[datetime] = mapped_column(Instant, default=now, index=True)
    actor_label: Mapped[str] = mapped_column(String(300))
    undone_at: Mapped[datetime | None] = mapped_column(Instant)
    undone_by: Mapped[str | None] = mapped_column(String(300))

    snapshot: Mapped["MergeSnapshot | None"] = relationship(
        back_populates="merge", cascade="all, delete-orphan", passive_deletes=True, uselist=False)

    @property
    def kept_id(self) -> int | None:
        """Key of the record that stayed."""
        return self.person_id if self.kind == "person" else self.organisation_id

    @property
    def removed_id(self) -> int | None:
        """Key of the record that was given up."""
        return self.removed_key if self.snapshot is not None else None

    @property
    def label(self) -> str:
        """The number; names stay out of what outlives an erasure."""
        return str(self.id)


class MergeSnapshot(Model):
    """The rows as they were. They go with an erasure of either record, and then nothing can be undone."""

    __tablename__ = "merge_snapshot"

    merge_id: Mapped[int] = mapped_column(ForeignKey("record_merge.id", ondelete="CASCADE"), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    removed_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    removed_organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    #: What was done, see services.merging.steps: own, moved, dropped, cells, added.
    done: Mapped[dict] = mapped_column(JsonDict, default=dict)
    #: What an undo left as it was, see services.merging.undo: {"edited": […], "stays": […]}.
    left: Mapped[dict] = mapped_column(JsonDict, default=dict)

    merge: Mapped[RecordMerge] = relationship(back_populates="snapshot")
