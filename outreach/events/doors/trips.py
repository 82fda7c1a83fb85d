"""Trips: their tab, the list in the navigation, search, what a copy takes along, and how it is told."""

from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext, ngettext
from sqlalchemy import func, select

from outreach.db import db
from outreach.events.models import Event, Trip, TripTraveller
from outreach.events.queries.labels import TEAM_ROLE_LABELS
from outreach.events.queries.trips import (
    ITEM_STATE_LABELS,
    TRIP_ITEM_LABELS,
    TRIP_STATE_LABELS,
    count_late_reports,
    count_trips,
    countries_of,
    visible_trips,
)
from outreach.events.services.trips import copy_trips, words_of
from outreach.i18n import current_language, formats
from outreach.search.content import Content
from outreach.web import access, doors

doors.navigation.hang("events.trips", doors.NavigationEntry(
    "events.trips", _l("Trips"), "route", "events", 108, access.STAFF,
    count=lambda viewer: count_late_reports(viewer) or None, hot=True))
doors.record_tab.hang("events.event_trips", doors.RecordTab(
    "events.detail", "events.event_trips", _l("Trips"), 55, shown=lambda viewer, event: event.kind != "inbound_visit",
    count=lambda viewer, event: count_trips(event) or None))


def _count(event: Event) -> int:
    return db.session.scalar(select(func.count(Trip.id)).where(Trip.event_id == event.id, Trip.state != "cancelled")) or 0


doors.edition_part.hang("trips", doors.EditionPart(
    _l("Trips without bookings"), _count, lambda count: ngettext("%(num)s trip", "%(num)s trips", count), copy_trips, 70))


def _find(ids: list[int], viewer) -> dict[int, tuple[str, str, str]]:
    code = current_language().code
    return {trip.id: (trip.title.shown(code).text,
                      " · ".join(filter(None, [formats.day_span(trip.starts_on, trip.ends_on), countries_of(trip)])),
                      url_for("events.trip", trip_id=trip.id))
            for trip in db.session.scalars(visible_trips(viewer).where(Trip.id.in_(ids)))}


def _rebuild() -> Iterator[tuple[int, Content, str | None]]:
    for trip in db.session.scalars(select(Trip).order_by(Trip.id)):
        yield trip.id, words_of(trip), None


doors.search_document.hang("trip", doors.SearchDocument(_l("Trips"), "route", _find, _rebuild))

_FIELDS = {
    "purpose": lazy_pgettext("trip", "Purpose"), "countries": _l("Countries"), "cities": _l("Cities"),
    "event_id": _l("For which event"),
    "traveller_id": _l("For whom"), "what": _l("What"), "place_from": _l("From where"), "place_to": _l("Where to"),
    "starts_local": _l("Departs at"), "ends_local": _l("Arrives at"), "starts_zone": _l("Time zone of the departure"),
    "ends_zone": _l("Time zone of the arrival"), "reference": _l("Booking or visa number"), "note": _l("Note"),
    "result": _l("Result"), "met": _l("Whom we met"), "text": _l("Report"), "next_steps": _l("What happens next"),
    "member": None, "item": None, "kind": None, "fact": None, "reason": None}


def _value(_entry, field: str, stored) -> str | None:
    if field == "event_id" and stored:
        event = db.session.get(Event, stored)
        return event.label if event is not None else None
    if field == "traveller_id":
        one = db.session.get(TripTraveller, stored) if stored else None
        return one.label if one is not None else None
    if field == "countries":
        return formats.country(stored) if isinstance(stored, str) else None
    words = {"state": {**TRIP_STATE_LABELS, **ITEM_STATE_LABELS}, "role": TEAM_ROLE_LABELS}.get(field, {})
    return str(words[stored]) if isinstance(stored, str) and stored in words else None


def _tell(verb: str, icon: str, sentence) -> None:
    doors.timeline_kind.hang(verb, doors.TimelineKind(icon, sentence, _FIELDS, _value))


def _member(entry) -> dict[str, str]:
    return {"name": entry.data.get("member", ""), "trip": entry.subject_name}


def _item(entry) -> dict[str, str]:
    return {"item": entry.data.get("item", ""), "kind": str(TRIP_ITEM_LABELS.get(entry.data.get("kind", ""), "")),
            "trip": entry.subject_name}


_tell("trip.created", "plus", lambda entry: _("planned the trip %(trip)s", trip=entry.subject_name))
_tell("trip.changed", "pen", lambda entry: _("changed the trip %(trip)s", trip=entry.subject_name))
_tell("trip.traveller_added", "people", lambda entry: _("put %(name)s on the trip %(trip)s", **_member(entry)))
_tell("trip.traveller_changed", "people", lambda entry: _("changed how %(name)s travels: %(trip)s", **_member(entry)))
_tell("trip.traveller_removed", "x", lambda entry: _("took %(name)s off the trip %(trip)s", **_member(entry)))
_tell("trip.item_added", "plus", lambda entry: _("added %(kind)s %(item)s to the trip %(trip)s", **_item(entry)))
_tell("trip.item_changed", "pen", lambda entry: _("changed %(kind)s %(item)s of the trip %(trip)s", **_item(entry)))
_tell("trip.item_removed", "x", lambda entry: _("took %(kind)s %(item)s out of the trip %(trip)s", **_item(entry)))
_tell("trip.report_drafted", "pen", lambda entry: _("wrote a draft of the report on %(trip)s", trip=entry.subject_name))
_tell("trip.report_submitted", "log", lambda entry: _("handed in the report on %(trip)s: %(result)s", trip=entry.subject_name,
                                                      result=entry.data.get("result", "")))
_tell("trip.report_changed", "pen", lambda entry: _("corrected the report on %(trip)s", trip=entry.subject_name))
_tell("trip.warning_kept", "check", lambda entry: _(
    "keeps what was warned about the trip %(trip)s: %(fact)s. %(reason)s", trip=entry.subject_name,
    fact=entry.data.get("fact", ""), reason=entry.data.get("reason", "")))
_tell("trip.warning_raised", "warn", lambda entry: _(
    "has the trip %(trip)s warned about again that was kept: %(reason)s", trip=entry.subject_name,
    reason=entry.data.get("reason", "")))
