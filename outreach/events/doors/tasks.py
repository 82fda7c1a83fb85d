"""Tasks of events: their tab, my own in the navigation, what a copy takes along, and how it is told."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from outreach.accounts.models import User
from outreach.db import db
from outreach.events.queries.labels import KIND_LABELS, TEAM_ROLE_LABELS
from outreach.events.queries.tasks import ANCHOR_LABELS, count_late, count_tasks
from outreach.events.services.tasks import copy_tasks, tasks_by_id
from outreach.web import access, doors

doors.navigation.hang("events.my_tasks", doors.NavigationEntry(
    "events.my_tasks", _l("Event tasks"), "check", "events", 107, access.STAFF, count=lambda viewer: count_late(viewer) or None,
    hot=True))
doors.record_tab.hang("events.tasks", doors.RecordTab(
    "events.detail", "events.tasks", _l("Tasks"), 40, count=lambda viewer, event: count_tasks(event) or None))
doors.edition_part.hang("tasks", doors.EditionPart(
    _l("Tasks"), lambda event: len(tasks_by_id(event)), lambda count: ngettext("%(num)s task", "%(num)s tasks", count),
    lambda actor, source, target: len(copy_tasks(actor, source, target)), 40))

_FIELDS = {
    "owner_id": _l("Owner"), "due_on": _l("Until"), "anchor": _l("Due day"), "offset_days": _l("Days after it (minus: before)"),
    "after": _l("Comes after"), "role": _l("Who in the team"), "task": None, "count": None, "kind": None}


def _value(_entry, field: str, stored) -> str | None:
    if field == "owner_id" and stored:
        user = db.session.get(User, stored)
        return user.label if user is not None else None
    words = {"anchor": ANCHOR_LABELS, "role": TEAM_ROLE_LABELS}.get(field, {})
    if isinstance(stored, str) and stored in words:
        return str(words[stored])
    return ", ".join(stored) if field == "after" and isinstance(stored, list) else None


def _tell(verb: str, icon: str, sentence) -> None:
    doors.timeline_kind.hang(verb, doors.TimelineKind(icon, sentence, _FIELDS, _value))


def _said(entry) -> dict[str, str]:
    return {"event": entry.subject_name, "task": entry.text("task")}


def _kind(entry) -> dict[str, str]:
    return {"line": entry.subject_name, "kind": str(KIND_LABELS.get(entry.data.get("kind", ""), ""))}


_tell("event.task_added", "plus", lambda entry: _("added “%(task)s” to the tasks of %(event)s", **_said(entry)))
_tell("event.task_changed", "pen", lambda entry: _("changed the task “%(task)s” of %(event)s", **_said(entry)))
_tell("event.task_done", "check", lambda entry: _("did “%(task)s” for %(event)s", **_said(entry)))
_tell("event.task_opened", "undo", lambda entry: _("opened “%(task)s” for %(event)s again", **_said(entry)))
_tell("event.task_removed", "x", lambda entry: _("took “%(task)s” off the tasks of %(event)s", **_said(entry)))
_tell("event.checklist_applied", "list", lambda entry: ngettext(
    "added %(num)s task to %(event)s", "added %(num)s tasks to %(event)s", entry.data.get("count", 0),
    event=entry.subject_name))
_tell("event.tasks_assigned", "check", lambda entry: ngettext(
    "%(num)s task of %(event)s went to whoever has its role in the team",
    "%(num)s tasks of %(event)s went to whoever has their role in the team", entry.data.get("count", 0),
    event=entry.subject_name))
_tell("event.tasks_moved", "cal", lambda entry: ngettext(
    "%(num)s task of %(event)s moved along with its days", "%(num)s tasks of %(event)s moved along with its days",
    entry.data.get("count", 0), event=entry.subject_name))
_tell("checklist.line_added", "plus", lambda entry: _("added “%(line)s” to the checklist: %(kind)s", **_kind(entry)))
_tell("checklist.line_changed", "pen", lambda entry: _("changed “%(line)s” of the checklist: %(kind)s", **_kind(entry)))
_tell("checklist.line_removed", "x", lambda entry: _("took “%(line)s” off the checklist: %(kind)s", **_kind(entry)))
_tell("checklist.restored", "undo", lambda entry: _(
    "gave the checklist back its original lines: %(kind)s", kind=_kind(entry)["kind"]))
