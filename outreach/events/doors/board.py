"""The planning board: its tab, its entry in the navigation, and how what happens on it is told."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from outreach.web import access, doors

doors.navigation.hang("events.planning_board", doors.NavigationEntry(
    "events.planning_board", _l("Planning board"), "route", "events", 105, access.STAFF))
doors.record_tab.hang("events.board", doors.RecordTab("events.detail", "events.board", _l("Planning board"), 10))


def _tell(verb: str, icon: str, sentence) -> None:
    doors.timeline_kind.hang(verb, doors.TimelineKind(icon, sentence, {"order": None, "reason": None, "fact": None}))


_tell("event.legs_ordered", "route", lambda entry: _(
    "put the legs of %(event)s in order: %(order)s", event=entry.subject_name,
    order=", ".join(entry.data.get("order", []))))
_tell("event.warning_kept", "check", lambda entry: _(
    "keeps what was warned about %(event)s: %(fact)s. %(reason)s", event=entry.subject_name,
    fact=entry.data.get("fact", ""), reason=entry.data.get("reason", "")))
_tell("event.warning_raised", "warn", lambda entry: _(
    "has %(event)s warned about again that was kept: %(reason)s", event=entry.subject_name,
    reason=entry.data.get("reason", "")))
