"""What the visiting plan hangs on the doors: the event's tab, the target's panel, sentences of the timeline."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from outreach.events.forms.visits import MatchForm
from outreach.events.queries.visits import RESULT_LABELS, count_visits, matchable, visits_of_target
from outreach.i18n import current_language
from outreach.web import access, doors

doors.record_tab.hang("events.visits", doors.RecordTab(
    "events.detail", "events.visits", _l("Targets"), 30, count=lambda viewer, event: count_visits(event) or None))


def _target_panel(viewer, target) -> dict | None:
    if viewer is None or viewer.role not in access.STAFF:
        return None
    may_write = viewer.role in access.WRITERS
    events = matchable(viewer, target) if may_write else []
    form = MatchForm(None, events=events, language=current_language().code, prefix="m-") if events else None
    return {"visits": visits_of_target(viewer, target), "target": target, "form": form, "may_write": may_write,
            "result_labels": RESULT_LABELS}


doors.page_panel.hang("visits of target", doors.PagePanel("targets.detail", "events/panel_target.html", _target_panel, 20))

_FIELDS = {
    "hall": _l("Hall"), "booth": _l("Booth"), "source": _l("Source of the booth"), "known_on": _l("Known on"),
    "member": _l("Who goes"), "planned_on": _l("Planned day"), "planned_time": _l("Planned time"),
    "place": _l("Own place in the order"), "result": _l("Result of the visit"), "note": _l("Note"),
    "note_language": _l("Language of the note")}


def _value(_entry, field: str, stored) -> str | None:
    if field == "result":
        return str(RESULT_LABELS.get(stored, stored))
    return str(stored) if field in ("hall", "booth") else None


def _tell(verb: str, icon: str, sentence) -> None:
    doors.timeline_kind.hang(verb, doors.TimelineKind(icon, sentence, _FIELDS, _value))


def _named(entry) -> dict[str, str]:
    return {"target": entry.data.get("target", ""), "event": entry.subject_name}


def _added(entry) -> str:
    if entry.data.get("stand"):
        return _("put %(target)s, %(stand)s, among the targets of %(event)s", stand=entry.data["stand"], **_named(entry))
    return _("put %(target)s among the targets of %(event)s", **_named(entry))


_tell("visit.added", "target", _added)
_tell("visit.changed", "route", lambda entry: _("changed the visit to %(target)s at %(event)s", **_named(entry)))
_tell("visit.ordered", "route", lambda entry: _("put the visits at %(event)s in order", event=entry.subject_name))
_tell("visit.result_noted", "log", lambda entry: _(
    "noted what came of the visit to %(target)s at %(event)s", **_named(entry)))
_tell("visit.removed", "x", lambda entry: _("took %(target)s off the targets of %(event)s", **_named(entry)))
