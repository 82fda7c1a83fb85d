"""Tasks of an event: taken from a checklist or typed, done, put after one another, and moving along with the event."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from outreach.accounts.models import User
from outreach.activity import Actor, changes_of, record
from outreach.db import db, hold, now
from outreach.errors import Conflict, Refused
from outreach.events.models import ChecklistEntry, Event, EventTask
from outreach.events.models.tasks import ANCHORS, due_day
from outreach.events.queries import tasks as asked
from outreach.events.services.checklists import StarterEntry
from outreach.events.services.circles import way_back
from outreach.events.services.days import check_days
from outreach.i18n import current_language

#: What a caller may set.
FIELDS = ("title", "owner_id", "due_on", "anchor", "offset_days", "note")
#: A due day lies at most so many days before or after the event.
FARTHEST_DAYS = 1000


def add_task(actor: Actor, event: Event, values: dict[str, Any], after: list[EventTask] = ()) -> EventTask:
    """Add a task from columns as in FIELDS. Raises Refused, with the field, for values that cannot be."""
    task = EventTask(event=event, **{"offset_days": 0, "note": "", **_known(values)})
    _check(event, task, owned_anew=True)
    task.after = list(after)
    db.session.add(task)
    record(actor, "event.task_added", event, task=task.title)
    db.session.flush()
    return task


def edit_task(actor: Actor, task: EventTask, values: dict[str, Any], after: list[EventTask] | None = None, *,
              version: int | None = None) -> EventTask:
    """Change columns as in FIELDS, and what comes first. Raises Conflict where `version` is not today's and a field
    differs, Refused for a circle, with the tasks that make it."""
    given = _known(values)
    if not hold(task, version):
        theirs = {name: getattr(task, name) for name, value in given.items() if getattr(task, name) != value}
        if theirs:
            raise Conflict("version_conflict", _("Somebody else changed this task meanwhile. Compare and decide."),
                           theirs=theirs)
    with db.session.no_autoflush:
        changes = changes_of(task, given)
        try:
            _check(task.event, task, owned_anew="owner_id" in changes)
            if after is not None and {first.id for first in after} != {first.id for first in task.after}:
                refuse_circle(task, after)
                changes["after"] = ([first.label for first in task.after], [first.label for first in after])
                task.after = list(after)
        except Refused:
            db.session.expire(task)
            raise
    if changes:
        task.version += 1
        record(actor, "event.task_changed", task.event, changes=changes, task=task.title)
    return task


def refuse_circle(task: EventTask, after: list[EventTask]) -> None:
    """Raise Refused where one of `after` comes, by whatever way, after the task itself; the message names the way."""
    way = way_back(task, after, lambda step: step.after)
    if way:
        raise Refused("circle", _("These tasks would wait for each other: %(tasks)s", tasks=" → ".join(
            step.title.shown(current_language().code).text for step in way)), field="after")


def set_done(actor: Actor, task: EventTask, user: User | None, done: bool) -> EventTask:
    """Tick the task off, or open it again; repeating it changes nothing."""
    if done != (task.done_at is not None):
        task.done_at, task.done_by = (now(), user) if done else (None, None)
        task.version += 1
        task.follow(task.event)
        record(actor, "event.task_done" if done else "event.task_opened", task.event, task=task.title)
    return task


def remove_task(actor: Actor, task: EventTask) -> None:
    """Take a task away; what came after it waits for it no more."""
    record(actor, "event.task_removed", task.event, task=task.title)
    db.session.delete(task)


def apply_checklist(actor: Actor, event: Event, entries: list[ChecklistEntry | StarterEntry]) -> list[EventTask]:
    """Make a task of each line that the event has not got yet, owned by whoever has the role in its team."""
    held = {task.entry_key: task for task in tasks_by_id(event)}
    made: dict[str, EventTask] = {}
    for entry in entries:
        if entry.key in held:
            continue
        task = EventTask(event=event, title=entry.title, anchor=entry.anchor, offset_days=entry.offset_days, note="",
                         due_on=due_day(event, entry.anchor, entry.offset_days), entry_key=entry.key,
                         owner_id=_owner(event, entry.role))
        db.session.add(task)
        made[entry.key] = task
    known = held | made
    for entry in entries:
        if entry.key in made:
            made[entry.key].after = [known[key] for key in entry.after if key in known]
    if made:
        db.session.flush()
        record(actor, "event.checklist_applied", event, count=len(made))
    return list(made.values())


def assign_waiting(actor: Actor, event: Event) -> list[EventTask]:
    """Give the checklist's open tasks that nobody owns yet to whoever has their role in the team by now; gives them."""
    roles = {entry.key: entry.role for entry in asked.checklist(event.kind)}
    given = [task for task in tasks_by_id(event) if task.owner_id is None and task.done_at is None and task.entry_key in roles
             and _owner(event, roles[task.entry_key])]
    for task in given:
        task.owner_id, task.version = _owner(event, roles[task.entry_key]), task.version + 1
    if given:
        db.session.flush()
        record(actor, "event.tasks_assigned", event, count=len(given))
    return given


def _owner(event: Event, role: str) -> int | None:
    """The member with the role, else the head of the team, else nobody."""
    for wanted in (role, "head"):
        for member in event.team:
            if member.role == wanted and member.user.active:
                return member.user_id
    return None


def follow_event(actor: Actor, event: Event) -> list[EventTask]:
    """Count the due days of open tasks anew after the event's days changed; gives the tasks that moved."""
    moved = [task for task in tasks_by_id(event) if task.follow(event)]
    if moved:
        record(actor, "event.tasks_moved", event, count=len(moved))
    return moved


def counted(event: Event, due_on: date) -> dict[str, Any]:
    """How a day is counted from the event, as columns of a task: from its last day where it lies after it, else the first."""
    anchor = "end" if due_on > event.ends_on else "start"
    return {"anchor": anchor, "offset_days": (due_on - (event.ends_on if anchor == "end" else event.starts_on)).days}


def copy_tasks(actor: Actor, source: Event, target: Event) -> list[EventTask]:
    """Copy the tasks, open, to another event: due days at the same distance from its start or end; owners stay."""
    step = target.starts_on - source.starts_on
    copies: dict[int, EventTask] = {}
    originals = tasks_by_id(source)
    for task in originals:
        copies[task.id] = EventTask(
            event=target, title=task.title, owner_id=task.owner_id if task.owner and task.owner.active else None,
            anchor=task.anchor, offset_days=task.offset_days, note=task.note, entry_key=task.entry_key,
            due_on=due_day(target, task.anchor, task.offset_days) if task.anchor else task.due_on and task.due_on + step)
        db.session.add(copies[task.id])
    for task in originals:
        copies[task.id].after = [copies[first.id] for first in task.after]
    if copies:
        db.session.flush()
        record(actor, "event.checklist_applied", target, count=len(copies))
    return list(copies.values())


def tasks_by_id(event: Event) -> list[EventTask]:
    """The tasks of an event in the order in which they were made."""
    return list(db.session.scalars(select(EventTask).where(EventTask.event_id == event.id).order_by(EventTask.id)))


def _known(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name in FIELDS}


def _check(event: Event, task: EventTask, *, owned_anew: bool) -> None:
    if not task.title:
        raise Refused("title_missing", _("Enter what is to be done"), field="title")
    if task.anchor is not None:
        if task.anchor not in ANCHORS or abs(task.offset_days or 0) > FARTHEST_DAYS:
            raise Refused("bad_offset", _("At most %(days)s days before or after the event", days=FARTHEST_DAYS),
                          field="offset_days")
        task.due_on = due_day(event, task.anchor, task.offset_days)
    else:
        check_days(due_on=task.due_on)
    # Whoever has left keeps what they had until somebody takes it over.
    if task.owner_id is not None and owned_anew:
        owner = db.session.get(User, task.owner_id)
        if owner is None or not owner.active:
            raise Refused("unknown_owner", _("Choose one of our people with an active account"), field="owner_id")
