"""The meeting planner: its sentences, and what a merge or erasure does to wishes."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from outreach.db import db
from outreach.events.models import MeetingWish
from outreach.events.queries.wishes import count_wishes
from outreach.web import doors

doors.record_tab.hang("events.meeting_planner", doors.RecordTab(
    "events.detail", "events.meeting_planner", _l("Meeting planner"), 26, count=lambda viewer, event: count_wishes(event) or None))


def _wanted_twice(row: dict, kept_id: int, removed_id: int) -> bool:
    """True where the record that stays has the same wish with the two sides the other way round."""
    one, other = (kept_id if row[name] == removed_id else row[name] for name in ("other_person_id", "person_id"))
    return one is not None and db.session.scalar(select(MeetingWish.id).where(
        MeetingWish.event_id == row["event_id"], MeetingWish.id != row["id"], MeetingWish.other_person_id == other,
        MeetingWish.person_id == one)) is not None


for _column in ("meeting_wish.person_id", "meeting_wish.other_person_id"):
    doors.person_references.hang(_column, doors.PersonReference(
        _column, _l("Wanted meetings"), on_merge="move_unique", on_erase="delete", breaks=_wanted_twice))
doors.person_references.hang("meeting_attendee.person_id", doors.PersonReference(
    "meeting_attendee.person_id", _l("When they can at events"), on_merge="move_unique", on_erase="delete"))
_NAMES = ("wish", "placed", "wanted", "person", "reason")


def _tell(verb: str, icon: str, sentence) -> None:
    doors.timeline_kind.hang(verb, doors.TimelineKind(icon, sentence, dict.fromkeys((*_NAMES, "hours", "speaks", "coming"))))


def _said(entry) -> dict[str, str]:
    return {"event": entry.subject_name, **{name: str(entry.data.get(name, "")) for name in _NAMES}}


def _dropped(entry) -> str:
    if entry.data.get("reason"):
        return _("noted that %(person)s does not come to %(event)s: %(reason)s", **_said(entry))
    return _("noted that %(person)s does not come to %(event)s", **_said(entry))


_tell("planner.wish_saved", "plus", lambda entry: _("wants the meeting %(wish)s at %(event)s", **_said(entry)))
_tell("planner.wish_removed", "x", lambda entry: _("does not want the meeting %(wish)s at %(event)s any more", **_said(entry)))
_tell("planner.settings_saved", "pen", lambda entry: _("changed how the meetings at %(event)s are planned", **_said(entry)))
_tell("planner.attendee_saved", "clock", lambda entry: _("entered when %(person)s can at %(event)s", **_said(entry)))
_tell("planner.dropped_out", "x", _dropped)
_tell("planner.started", "clock", lambda entry: _("had the meetings at %(event)s planned", **_said(entry)))
_tell("planner.planned", "check", lambda entry: _(
    "found a place for %(placed)s of %(wanted)s wanted meetings at %(event)s", **_said(entry)))
