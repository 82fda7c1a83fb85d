"""The agenda: its tab, its sentences, and what a merge or erasure does to its speakers."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from outreach.db import db
from outreach.events.models import AgendaRoom, AgendaTrack
from outreach.events.queries.agenda import AGENDA_KIND_LABELS, count_items
from outreach.web import doors

doors.record_tab.hang("events.agenda", doors.RecordTab(
    "events.detail", "events.agenda", _l("Agenda"), 20, count=lambda viewer, event: count_items(event) or None))
doors.person_references.hang("agenda_speaker.person_id", doors.PersonReference(
    "agenda_speaker.person_id", _l("Speaker at events"), on_merge="move_unique", on_erase="delete"))

_ROWS = {"track_id": AgendaTrack, "room_id": AgendaRoom}


def _value(_entry, field: str, stored) -> str | None:
    if field in _ROWS and stored:
        row = db.session.get(_ROWS[field], stored)
        return row.label if row is not None else None
    return str(AGENDA_KIND_LABELS[stored]) if field == "kind" and stored in AGENDA_KIND_LABELS else None


_FIELDS = {"track_id": _l("Track"), "room_id": _l("Room"), "capacity": _l("People expected"), "speakers": _l("Speakers"),
           "starts_fold": None, "ends_fold": None, "item": None, "track": None, "room": None, "place": None, "number": None,
           "source": None, "count": None}


def _tell(verb: str, icon: str, sentence) -> None:
    doors.timeline_kind.hang(verb, doors.TimelineKind(icon, sentence, _FIELDS, _value))


def _said(entry) -> dict[str, str]:
    return {"event": entry.subject_name, **{name: entry.text(name) for name in (
        "item", "track", "room", "place", "number", "source")}}


_tell("agenda.item_added", "plus", lambda entry: _("put %(item)s on the agenda of %(event)s", **_said(entry)))
_tell("agenda.item_changed", "pen", lambda entry: _("changed %(item)s on the agenda of %(event)s", **_said(entry)))
_tell("agenda.item_removed", "x", lambda entry: _("took %(item)s off the agenda of %(event)s", **_said(entry)))
_tell("agenda.track_saved", "list", lambda entry: _("entered the track %(track)s at %(event)s", **_said(entry)))
_tell("agenda.room_saved", "list", lambda entry: _("entered the room %(room)s at %(event)s", **_said(entry)))
_tell("agenda.place_removed", "x", lambda entry: _("took %(place)s off the tracks and rooms of %(event)s", **_said(entry)))
_tell("agenda.published", "check", lambda entry: _("published version %(number)s of the agenda of %(event)s", **_said(entry)))
_tell("agenda.copied", "plus", lambda entry: _("copied the agenda of %(source)s to %(event)s", **_said(entry)))
