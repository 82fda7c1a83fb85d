"""Meetings: their tab, their sentences, and what a merge or erasure does to them."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from outreach.accounts.models import User
from outreach.contacts.models import Person
from outreach.db import db
from outreach.events.models import MeetingTable
from outreach.events.queries.meetings import MEETING_STATE_LABELS, count_meetings
from outreach.web import doors

doors.record_tab.hang("events.meetings", doors.RecordTab(
    "events.detail", "events.meetings", _l("Meetings"), 25, count=lambda viewer, event: count_meetings(event) or None))
for _column, _label, _merge, _erase in (
    ("meeting_participant.person_id", _l("Meetings"), "move_unique", "delete"),
    ("meeting_participant.organisation_id", _l("Meetings"), "move_unique", "delete"),
    ("meeting.interpreter_person_id", _l("Interpreter at meetings"), "move", "detach"),
):
    doors.person_references.hang(_column, doors.PersonReference(_column, _label, on_merge=_merge, on_erase=_erase))

_ROWS = {"table_id": MeetingTable, "interpreter_id": User, "interpreter_person_id": Person}


def _value(_entry, field: str, stored) -> str | None:
    if field in _ROWS and stored:
        row = db.session.get(_ROWS[field], stored)
        return row.label if row is not None else None
    return str(MEETING_STATE_LABELS[stored]) if field == "state" and stored in MEETING_STATE_LABELS else None


_FIELDS = {"table_id": _l("Table"), "place": _l("Place"), "interpreter_id": _l("Interpreter of ours"), "subject": _l("Subject"),
           "interpreter_person_id": _l("Interpreter from outside"), "note": _l("Note for our people"),
           "participants": _l("Who takes part"), "starts_fold": None, "ends_fold": None, "meeting": None, "table": None,
           "state": None, "result": None}


def _tell(verb: str, icon: str, sentence) -> None:
    doors.timeline_kind.hang(verb, doors.TimelineKind(icon, sentence, _FIELDS, _value))


def _said(entry) -> dict[str, str]:
    return {"event": entry.subject_name, "meeting": entry.data.get("meeting", ""), "table": entry.data.get("table", "")}


def _state(entry) -> str:
    state = entry.data.get("state", "")
    said = {**_said(entry), "state": str(MEETING_STATE_LABELS.get(state, state))}
    if entry.data.get("result"):
        return _("wrote down what came of the meeting %(meeting)s at %(event)s, “%(state)s”: %(result)s",
                 result=entry.data["result"], **said)
    return _("set the meeting %(meeting)s at %(event)s to “%(state)s”", **said)


_tell("meeting.arranged", "plus", lambda entry: _("arranged the meeting %(meeting)s at %(event)s", **_said(entry)))
_tell("meeting.changed", "pen", lambda entry: _("changed the meeting %(meeting)s at %(event)s", **_said(entry)))
_tell("meeting.state_changed", "check", _state)
_tell("meeting.removed", "x", lambda entry: _("removed the meeting %(meeting)s at %(event)s", **_said(entry)))
_tell("meeting.table_saved", "list", lambda entry: _("entered the table %(table)s at %(event)s", **_said(entry)))
_tell("meeting.table_removed", "x", lambda entry: _("removed the table %(table)s at %(event)s", **_said(entry)))
