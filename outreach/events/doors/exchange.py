"""The technology exchange: its tab, its sentences, and what a merge or erasure does to it."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from outreach.events.queries.exchange import ENTRY_STATE_LABELS, IP_LABELS, RESULT_LABELS, count_entries, spoken
from outreach.web import doors

doors.record_tab.hang("events.exchange", doors.RecordTab(
    "events.detail", "events.exchange", _l("Offers and requests"), 60,
    shown=lambda viewer, event: event.kind == "technology_exchange" or count_entries(event) > 0,
    count=lambda viewer, event: count_entries(event) or None))

for _column, _label in (("technology_entry.organisation_id", _l("Technology offers and requests")),
                        ("technology_entry.person_id", _l("Technology offers and requests"))):
    doors.person_references.hang(_column, doors.PersonReference(_column, _label, on_merge="move", on_erase="detach"))


def _value(_entry, field: str, stored) -> str | None:
    if field == "languages" and isinstance(stored, list):
        return spoken(stored)
    labels = {"result": RESULT_LABELS, "ip_state": IP_LABELS, "state": ENTRY_STATE_LABELS}.get(field, {})
    return str(labels[stored]) if isinstance(stored, str) and stored in labels else None


def _tell(verb: str, icon: str, sentence) -> None:
    fields = {"ip_state": _l("Protection of the technology"), "languages": _l("Languages of the holder"), "reason": None,
              "result": _l("Result"), "minutes": _l("Minutes of the meeting"), "met_on": _l("Met on"), "minutes_language": None,
              "offer": None, "request": None, "event": None, "kind": None}
    doors.timeline_kind.hang(verb, doors.TimelineKind(icon, sentence, fields, _value))


def _added(entry) -> str:
    said = {"title": entry.subject_name, "event": entry.text("event")}
    if entry.data.get("kind") == "request":
        return _("entered the technology request %(title)s at %(event)s", **said)
    return _("entered the technology offer %(title)s at %(event)s", **said)


def _removed(entry) -> str:
    said = {"title": entry.subject_name, "event": entry.text("event")}
    if entry.data.get("kind") == "request":
        return _("removed the technology request %(title)s from %(event)s", **said)
    return _("removed the technology offer %(title)s from %(event)s", **said)


def _two(entry) -> dict[str, str]:
    return {"offer": entry.text("offer"), "request": entry.text("request")}


def _declined(entry) -> str:
    if entry.data.get("reason"):
        return _("set the offer %(offer)s and the request %(request)s aside: %(reason)s", reason=entry.data["reason"],
                 **_two(entry))
    return _("set the offer %(offer)s and the request %(request)s aside", **_two(entry))


_tell("exchange.entry_added", "plus", _added)
_tell("exchange.entry_changed", "pen", lambda entry: _(
    "changed the offer or request %(title)s", title=entry.subject_name))
_tell("exchange.entry_removed", "x", _removed)
_tell("exchange.pair_accepted", "check", lambda entry: _(
    "brought the offer %(offer)s and the request %(request)s together", **_two(entry)))
_tell("exchange.pair_declined", "x", _declined)
_tell("exchange.result_noted", "log", lambda entry: _(
    "noted what came of the offer %(offer)s and the request %(request)s", **_two(entry)))
