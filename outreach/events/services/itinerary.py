"""Writing itineraries: ways by the clock, hotels by days, visas."""

from typing import Any

from flask_babel import gettext as _

from outreach.activity import Actor, changes_of, record
from outreach.db import LocalTime, db, hold
from outreach.db.time import zone_names
from outreach.errors import Conflict, Refused
from outreach.events.models import BOOKING_STATES, TRIP_ITEM_KINDS, VISA_STATES, Trip, TripItem
from outreach.events.models.trips import TIMED_KINDS
from outreach.events.services.days import settle_hour
from outreach.i18n import formats

#: What a caller may set.
ITEM_FIELDS = ("traveller_id", "kind", "state", "what", "place_from", "place_to", "starts_local", "starts_zone", "starts_fold",
               "ends_local", "ends_zone", "ends_fold", "from_on", "until_on", "country", "reference", "note")
_TIMES = ("starts_local", "starts_zone", "ends_local", "ends_zone")


def save_item(actor: Actor, trip: Trip, values: dict[str, Any], item: TripItem | None = None, *,
              version: int | None = None) -> TripItem:
    """Add a line of the itinerary from columns as in ITEM_FIELDS, or change one.

    A fold is None where nobody was asked which of two equal times is meant. Raises Refused, with the field, for what
    cannot be, Conflict where somebody else changed the line since `version`.
    """
    given = {name: value for name, value in values.items() if name in ITEM_FIELDS}
    if item is not None and not hold(item, version):
        theirs = {name: getattr(item, name) for name, value in given.items() if getattr(item, name) != value}
        if theirs:
            raise Conflict("version_conflict", _("Somebody else changed this entry meanwhile. Check what is stored now."),
                           theirs=theirs)
    _check(trip, given)
    if item is None:
        item = TripItem(trip=trip, **given)
        db.session.add(item)
        db.session.flush()
        db.session.expire(item, ["traveller"])
        record(actor, "trip.item_added", trip, about=_about(item), item=item.label, kind=item.kind)
    elif changes := changes_of(item, given):
        item.version += 1
        db.session.flush()
        db.session.expire(item, ["traveller"])
        record(actor, "trip.item_changed", trip, changes=changes, about=_about(item), item=item.label, kind=item.kind)
    return item


def remove_item(actor: Actor, item: TripItem) -> None:
    """Take a line out of the itinerary."""
    record(actor, "trip.item_removed", item.trip, about=_about(item), item=item.label, kind=item.kind)
    item.trip.items.remove(item)
    db.session.flush()


def _about(item: TripItem) -> list:
    return [item.traveller.user] if item.traveller else []


def _check(trip: Trip, given: dict[str, Any]) -> None:
    kind = given.get("kind")
    if kind not in TRIP_ITEM_KINDS:
        raise Refused("unknown_kind", _("Choose what kind of item it is"), field="kind")
    if given.get("traveller_id") not in (None, *(one.id for one in trip.travellers)):
        raise Refused("unknown_traveller", _("This person does not travel any more"), field="traveller_id")
    if given.get("state") not in (VISA_STATES if kind == "visa" else BOOKING_STATES):
        raise Refused("unknown_state", _("Choose a state"), field="state")
    if kind in TIMED_KINDS:
        given["from_on"] = given["until_on"] = None
        _check_way(given)
        return
    given |= {**dict.fromkeys(_TIMES), "starts_fold": 0, "ends_fold": 0}
    _check_days(kind, given)


def _check_days(kind: str, given: dict[str, Any]) -> None:
    first, last = given.get("from_on"), given.get("until_on")
    if kind == "visa" and given.get("country") not in {code for code, _name in formats.countries()}:
        raise Refused("country_missing", _("Choose the country of the visa"), field="country")
    if kind == "hotel":
        if not (given.get("what") or given.get("place_to")):
            raise Refused("what_missing", _("Enter the name of the hotel or the city"), field="what")
        for field, day in (("from_on", first), ("until_on", last)):
            if day is None:
                raise Refused("days_missing", _("Enter the days of arrival and departure"), field=field)
        if last <= first:
            raise Refused("end_before_start", _("The departure must come after the arrival"), field="until_on")
    if first and last and last < first:
        raise Refused("end_before_start", _("The last day lies before the first day"), field="until_on")


def _check_way(given: dict[str, Any]) -> None:
    for part in ("starts", "ends"):
        wall, zone = given.get(f"{part}_local"), given.get(f"{part}_zone")
        if wall is None:
            raise Refused("hours_incomplete", _("Enter day and time"), field=f"{part}_time")
        if zone not in zone_names():
            raise Refused("unknown_zone", _("There is no time zone “%(name)s”. Enter one such as Europe/Berlin.",
                                            name=zone or ""), field=f"{part}_zone")
        given[f"{part}_fold"] = settle_hour(wall, zone, given.get(f"{part}_fold"), field=f"{part}_time", which=f"{part}_fold")
    begin, end = (LocalTime(given[f"{part}_local"], given[f"{part}_zone"], given[f"{part}_fold"]).instant
                  for part in ("starts", "ends"))
    if end <= begin:
        raise Refused("end_before_start", _("The arrival lies before the departure. Check days, times and zones."),
                      field="ends_time")

