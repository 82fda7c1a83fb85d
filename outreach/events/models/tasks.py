"""What must be ready for an event, by whom and until when, and the checklists from which tasks are taken."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.accounts.models import User
from outreach.db import Instant, JsonList, Model, Stamped
from outreach.events.models.event import Event
from outreach.i18n.localized import LocalizedText, LocalizedTextType

#: From which day of the event a due date is counted.
ANCHORS = ("start", "end")


class ChecklistEntry(Stamped, Model):
    """One line of the checklist of a kind of event. A kind without lines of its own has those of the programme."""

    __tablename__ = "checklist_entry"
    __table_args__ = (UniqueConstraint("kind", "key"),)

    #: Kind of event.
    kind: Mapped[str] = mapped_column(String(30), index=True)
    #: Names the line within its kind; tasks remember it, so that a line is not applied twice.
    key: Mapped[str] = mapped_column(String(40))
    title: Mapped[LocalizedText] = mapped_column(LocalizedTextType)
    anchor: Mapped[str] = mapped_column(String(5), default="start")
    #: Days after the anchor; negative before it.
    offset_days: Mapped[int] = mapped_column(default=0)
    #: The role in the team that gets the task.
    role: Mapped[str] = mapped_column(String(20), default="head")
    #: Keys of the lines that come first.
    after: Mapped[list] = mapped_column(JsonList, default=list)

    @property
    def label(self) -> str:
        """The title in its source language, for the log."""
        return self.title.original


class EventTask(Stamped, Model):
    """Something that must be done for an event. With an anchor the due day follows the event's days."""

    __tablename__ = "event_task"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    title: Mapped[LocalizedText] = mapped_column(LocalizedTextType)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    #: The last day on which it is in time, in the owner's zone; None for no hurry.
    due_on: Mapped[date | None] = mapped_column(index=True)
    #: One of ANCHORS where the due day is counted from the event, with the days after it; None for a fixed day.
    anchor: Mapped[str | None] = mapped_column(String(5))
    offset_days: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(Text, default="")
    #: The line of the checklist from which it was taken.
    entry_key: Mapped[str | None] = mapped_column(String(40))
    done_at: Mapped[datetime | None] = mapped_column(Instant)
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    #: The due day of which the owner has been reminded.
    reminded_of: Mapped[date | None]

    event: Mapped[Event] = relationship()
    owner: Mapped[User | None] = relationship(foreign_keys=[owner_id], lazy="joined")
    done_by: Mapped[User | None] = relationship(foreign_keys=[done_by_id], lazy="joined")
    #: What must be done first.
    after: Mapped[list["EventTask"]] = relationship(
        secondary="task_dependency", primaryjoin="EventTask.id == TaskDependency.task_id",
        secondaryjoin="EventTask.id == TaskDependency.after_id", order_by="EventTask.id")

    @property
    def label(self) -> str:
        """The title in its source language, for the log."""
        return self.title.original

    @property
    def waiting(self) -> list["EventTask"]:
        """What must be done first and is not; empty for a task that is done."""
        return [] if self.done_at else [first for first in self.after if first.done_at is None]

    def follow(self, event: Event) -> bool:
        """Count the due day anew from the event's days; true where it changed."""
        if self.anchor is None or self.done_at is not None:
            return False
        before = self.due_on
        self.due_on = due_day(event, self.anchor, self.offset_days)
        return before != self.due_on


class TaskDependency(Model):
    """One task of an event comes after another one of it."""

    __tablename__ = "task_dependency"
    __table_args__ = (UniqueConstraint("task_id", "after_id"),)

    task_id: Mapped[int] = mapped_column(ForeignKey("event_task.id", ondelete="CASCADE"))
    after_id: Mapped[int] = mapped_column(ForeignKey("event_task.id", ondelete="CASCADE"), index=True)


def due_day(event: Event, anchor: str, offset_days: int) -> date:
    """The day so many days after the first or the last day of the event, never beyond the calendar."""
    base = event.starts_on if anchor == "start" else event.ends_on
    return date.fromordinal(min(max(base.toordinal() + offset_days, 1), date.max.toordinal()))
