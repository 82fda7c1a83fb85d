"""The meeting planner: its sentences, and what a merge or erasure does to wishes."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from outreach.events.queries.wishes import count_wishes
from outreach.web import doors

doors.record_tab.hang("events.meeting_planner", doors.RecordTab(
    "events.detail", "events.meeting_planner", _l("Meeting planner"), 26, count=lambda viewer, event: count_wishes(event) or None))
doors.person_references.hang("meeting_wish.person_id", doors.PersonReference(
    "meeting_wish.person_id", _l("Wanted meetings"), on_merge="move_unique", on_erase="delete"))


def _tell(verb: str, icon: str, sentence) -> None:
    doors.timeline_kind.hang(verb, doors.TimelineKind(icon, sentence, {"wish": None, "placed": None, "wanted": None}))


def _said(entry) -> dict[str, str]:
    return {"event": entry.subject_label, **{name: str(entry.data.get(name, "")) for name in ("wish", "placed", "wanted")}}


_tell("planner.wish_saved", "plus", lambda entry: _("wants the meeting %(wish)s at %(event)s", **_said(entry)))
_tell("planner.wish_removed", "x", lambda entry: _("does not want the meeting %(wish)s at %(event)s any more", **_said(entry)))
_tell("planner.settings_saved", "pen", lambda entry: _("changed how the meetings at %(event)s are planned", **_said(entry)))
_tell("planner.started", "clock", lambda entry: _("had the meetings at %(event)s planned", **_said(entry)))
_tell("planner.planned", "check", lambda entry: _(
    "found a place for %(placed)s of %(wanted)s wanted meetings at %(event)s", **_said(entry)))
