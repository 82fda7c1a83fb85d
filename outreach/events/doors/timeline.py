"""How what happened to events, teams, feeds and series is told."""

from flask_babel import gettext as _

from outreach.db import db
from outreach.events.models import Event, EventSeries
from outreach.events.queries import (
    CYCLE_LABELS,
    KIND_LABELS,
    PRESENCE_LABELS,
    SCOPE_LABELS,
    STATE_LABELS,
    TEAM_ROLE_LABELS,
)
from outreach.events.queries.holdings import PART_LABELS
from outreach.i18n import formats
from outreach.partners.models import Partner
from outreach.web import doors


def _value(entry, field: str, stored) -> str | None:
    """Codes and keys of an event in words."""
    rows = {"series_id": EventSeries, "parent_id": Event, "host_partner_id": Partner}
    if field in rows:
        row = db.session.get(rows[field], stored)
        return row.label if row is not None else None
    if not isinstance(stored, str):
        return None
    words = {"kind": KIND_LABELS, "state": STATE_LABELS, "presence": PRESENCE_LABELS, "role": TEAM_ROLE_LABELS,
             "cycle": CYCLE_LABELS}.get(field, {})
    return str(words[stored]) if stored in words else None


def _tell(verb: str, icon: str, sentence) -> None:
    # The sentence of a state tells the new one and its reason.
    hidden = {"state": None, "reason": None} if verb == "event.state_changed" else {}
    doors.timeline_kind.hang(verb, doors.TimelineKind(icon, sentence, hidden, _value))


def _state(entry) -> str:
    after = (entry.data.get("changes") or {}).get("state", ["", ""])[1]
    said = {
        "event": entry.subject_name,
        "state": str(STATE_LABELS.get(after, after)),
        "reason": entry.data.get("reason", ""),
    }
    if said["reason"]:
        return _("set %(event)s to “%(state)s”: %(reason)s", **said)
    return _("set %(event)s to “%(state)s”", **said)


def _joined(entry) -> str:
    role = TEAM_ROLE_LABELS.get(entry.data.get("role", ""))
    if role:
        return _("put %(name)s on the team of %(event)s as “%(role)s”", role=str(role), **_member(entry))
    return _("put %(name)s on the team of %(event)s", **_member(entry))


def _member(entry) -> dict[str, str]:
    return {"name": entry.data.get("member", ""), "event": entry.subject_name}


def _replaced(entry) -> str:
    parts = ", ".join(f"{PART_LABELS[code]} {formats.number(count)}" for code, count in entry.data.get("parts", [])
                      if code in PART_LABELS)
    return _("let %(new)s take over from %(name)s at %(event)s: %(parts)s", new=entry.data.get("by", ""), parts=parts,
             **_member(entry))


def _feed(entry) -> str:
    scope = entry.subject_name.partition(":")[0]
    return str(SCOPE_LABELS.get(scope, entry.subject_name))


_tell("event.created", "plus", lambda entry: _("created the event %(event)s", event=entry.subject_name))
_tell("event.copied", "plus", lambda entry: _(
    "made %(event)s as a copy of %(source)s", event=entry.subject_name, source=entry.text("source")))
_tell("event.changed", "pen", lambda entry: _("changed the event %(event)s", event=entry.subject_name))
_tell("event.state_changed", "cal", _state)
_tell("event.instants_refreshed", "clock", lambda entry: _(
    "worked out the times of %(event)s anew after a change of the time zones", event=entry.subject_name))
_tell("event.member_added", "people", _joined)
_tell(
    "event.member_changed",
    "people",
    lambda entry: _("changed how %(name)s takes part in %(event)s", **_member(entry)),
)
_tell("event.member_removed", "people", lambda entry: _("took %(name)s off the team of %(event)s", **_member(entry)))
_tell("event.member_replaced", "people", _replaced)
_tell("feed.created", "cal", lambda entry: _("made a calendar address: %(scope)s", scope=_feed(entry)))
_tell("feed.rotated", "sync", lambda entry: _("replaced a calendar address: %(scope)s", scope=_feed(entry)))
_tell("feed.revoked", "x", lambda entry: _("revoked a calendar address: %(scope)s", scope=_feed(entry)))
_tell("series.created", "plus", lambda entry: _("created the series %(series)s", series=entry.subject_name))
_tell("series.changed", "pen", lambda entry: _("changed the series %(series)s", series=entry.subject_name))
