"""Reading tasks: of an event, of a person, what is late, and the checklist of a kind of event."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, selectinload

from outreach.db import db, today_in
from outreach.errors import NotFound
from outreach.events.models import ChecklistEntry, Event, EventTask
from outreach.events.queries.lists import visible_events
from outreach.events.services.checklists import STARTER_CHECKLISTS, StarterEntry
from outreach.web.access import STAFF

ANCHOR_LABELS = {"start": _l("the first day"), "end": _l("the last day")}
#: An event in one of these states wants nothing done any more but what comes after it.
_IDLE = ("cancelled",)


@dataclass(frozen=True)
class TaskGroup:
    """Tasks under one heading: late, next, without a day, done."""

    code: str
    label: str
    tasks: list[EventTask]


def tasks_of(event: Event) -> list[EventTask]:
    """The tasks of an event with what comes first: open ones by due day, then those done, the latest first."""
    tasks = db.session.scalars(
        select(EventTask).where(EventTask.event_id == event.id).options(selectinload(EventTask.after))
        .order_by(EventTask.due_on.is_(None), EventTask.due_on, EventTask.id)).all()
    done = sorted((task for task in tasks if task.done_at), key=lambda task: task.done_at, reverse=True)
    return [task for task in tasks if task.done_at is None] + done


def grouped(tasks: list[EventTask], today: date) -> list[TaskGroup]:
    """Tasks under headings that say how urgent they are; empty headings are left out."""
    late = [task for task in tasks if is_late(task, today)]
    next_up = [task for task in tasks if not task.done_at and task.due_on and not is_late(task, today)]
    free = [task for task in tasks if not task.done_at and task.due_on is None]
    done = [task for task in tasks if task.done_at]
    groups = (TaskGroup("late", _("Overdue"), late), TaskGroup("open", _("To do"), next_up),
              TaskGroup("free", _("Without a due day"), free), TaskGroup("done", _("Finished tasks"), done))
    return [group for group in groups if group.tasks]


def is_late(task: EventTask, today: date) -> bool:
    """True for an open task whose last day is over."""
    return task.done_at is None and task.due_on is not None and task.due_on < today


def get_task(event: Event, task_id: int) -> EventTask:
    """One task of the event. Raises NotFound."""
    task = db.session.get(EventTask, task_id)
    if task is None or task.event_id != event.id:
        raise NotFound("unknown_task", _("There is no such task any more"))
    return task


def open_tasks(viewer, owner_id: int | None = None) -> Select:
    """Open tasks of events that the viewer may read and that are not cancelled, by due day; one owner's, or all."""
    events = visible_events(viewer).where(Event.state.not_in(_IDLE)).with_only_columns(Event.id)
    statement = (
        select(EventTask).join(EventTask.event).options(contains_eager(EventTask.event), selectinload(EventTask.after))
        .where(EventTask.done_at.is_(None), EventTask.event_id.in_(events))
        .order_by(EventTask.due_on.is_(None), EventTask.due_on, EventTask.id))
    return statement if owner_id is None else statement.where(EventTask.owner_id == owner_id)


def count_tasks(event: Event) -> int:
    """How many tasks of the event are open."""
    return db.session.scalar(select(func.count(EventTask.id)).where(
        EventTask.event_id == event.id, EventTask.done_at.is_(None))) or 0


def count_late(viewer) -> int:
    """How many of the viewer's own tasks are overdue, on the viewer's calendar."""
    if viewer is None or viewer.role not in STAFF:
        return 0
    late = open_tasks(viewer, viewer.id).where(EventTask.due_on < today_in(viewer.time_zone))
    return db.session.scalar(select(func.count()).select_from(late.with_only_columns(EventTask.id).order_by(None).subquery())) or 0


def checklist(kind: str) -> list[ChecklistEntry | StarterEntry]:
    """The lines for a kind of event, in the order of their days; those of the programme until somebody edits them."""
    stored = list(db.session.scalars(select(ChecklistEntry).where(ChecklistEntry.kind == kind)))
    return sorted(stored or STARTER_CHECKLISTS.get(kind, ()), key=lambda entry: (entry.anchor == "end", entry.offset_days))


def is_own_checklist(kind: str) -> bool:
    """True where somebody edited the checklist of this kind."""
    return db.session.scalar(select(ChecklistEntry.id).where(ChecklistEntry.kind == kind).limit(1)) is not None


def offset_words(anchor: str | None, days: int) -> str:
    """'30 days before the first day', '15 days after the last day', 'on the first day'; empty for a fixed day."""
    if anchor is None:
        return ""
    if days == 0:
        return _("on the first day") if anchor == "start" else _("on the last day")
    if anchor == "start":
        return (ngettext("%(num)s day before the first day", "%(num)s days before the first day", -days) if days < 0
                else ngettext("%(num)s day after the first day", "%(num)s days after the first day", days))
    return (ngettext("%(num)s day before the last day", "%(num)s days before the last day", -days) if days < 0
            else ngettext("%(num)s day after the last day", "%(num)s days after the last day", days))
