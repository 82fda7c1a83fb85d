"""Writing trips: the trip itself, who travels, a trip made of an event's team, and trips that go along with their event."""

from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from outreach.accounts.models import User
from outreach.activity import Actor, changes_of, record
from outreach.db import db, hold, today_in
from outreach.errors import Conflict, Refused
from outreach.events.models import OFF, TEAM_ROLES, TRIP_STATES, Event, Trip, TripItem, TripTraveller
from outreach.events.queries.trips import team_days
from outreach.events.services.days import check_days
from outreach.events.services.editing import LONGEST_DAYS
from outreach.i18n import formats
from outreach.search import index
from outreach.search.content import Content
from outreach.web.access import STAFF

#: What a caller may set.
TRIP_FIELDS = ("title", "purpose", "countries", "cities", "starts_on", "ends_on", "state", "event_id")


def create_trip(actor: Actor, values: dict[str, Any]) -> Trip:
    """Add a trip from columns as in TRIP_FIELDS. Raises Refused, with the field, for values that cannot be."""
    trip = Trip(**{"state": "planned", "countries": [], "cities": "", **_known(values)})
    with db.session.no_autoflush:
        _check(trip)
    db.session.add(trip)
    db.session.flush()
    db.session.expire(trip, ["event"])
    record(actor, "trip.created", trip, about=[trip.event])
    index.put("trip", trip.id, words_of(trip))
    return trip


def edit_trip(actor: Actor, trip: Trip, values: dict[str, Any], *, version: int | None = None) -> Trip:
    """Change columns as in TRIP_FIELDS. Raises Conflict where `version` is not today's and a field differs."""
    given = _known(values)
    if not hold(trip, version):
        theirs = {name: getattr(trip, name) for name, value in given.items() if getattr(trip, name) != value}
        if theirs:
            raise Conflict("version_conflict", _("Somebody else changed this trip meanwhile. Compare and decide."),
                           theirs=theirs)
    before = trip.event
    with db.session.no_autoflush:
        changes = changes_of(trip, given)
        try:
            _check(trip)
        except Refused:
            db.session.expire(trip)
            raise
    if changes:
        trip.version += 1
        db.session.flush()
        db.session.expire(trip, ["event"])
        record(actor, "trip.changed", trip, changes=changes, about=[before, trip.event])
        index.put("trip", trip.id, words_of(trip))
    return trip


def words_of(trip: Trip) -> Content:
    """What a trip is found by: title in all languages, cities, countries."""
    titles = [entry.get("text", "") for entry in trip.title.texts.values()]
    return Content.of(names=titles, text=[trip.cities])


def add_traveller(actor: Actor, trip: Trip, user: User, role: str = "member", from_on: date | None = None,
                  until_on: date | None = None) -> TripTraveller:
    """Let somebody travel, or change role and days of one who travels already.

    Being on another trip at the same time is no reason to refuse. Raises Refused for somebody who is not one of our people,
    and for days outside the trip.
    """
    hold(trip)
    one = db.session.scalar(select(TripTraveller).where(TripTraveller.trip_id == trip.id, TripTraveller.user_id == user.id))
    if one is None and (user.role not in STAFF or not user.active):
        raise Refused("not_staff", _("Only our own people with an active account can travel"), field="user_id")
    if role not in TEAM_ROLES:
        raise Refused("unknown_role", _("Choose a role in the team"), field="role")
    first, last = from_on or trip.starts_on, until_on or trip.ends_on
    if last < first:
        raise Refused("end_before_start", _("The last day lies before the first day"), field="until_on")
    if first < trip.starts_on or last > trip.ends_on:
        raise Refused("outside_trip", _("The trip takes place %(days)s. Enter days within it, or change the trip first.",
                                        days=formats.day_span(trip.starts_on, trip.ends_on)),
                      field="from_on" if first < trip.starts_on else "until_on")
    values = {"role": role, "from_on": from_on, "until_on": until_on}
    if one is None:
        one = TripTraveller(trip=trip, user=user, **values)
        db.session.add(one)
        record(actor, "trip.traveller_added", trip, about=[trip.event, user], member=user.label)
    elif changes := changes_of(one, values):
        record(actor, "trip.traveller_changed", trip, changes=changes, about=[user], member=user.label)
    return one


def remove_traveller(actor: Actor, one: TripTraveller) -> int:
    """Let somebody stay at home, with the bookings of that person alone; gives how many those were."""
    trip, user = one.trip, one.user
    own = [item for item in trip.items if item.traveller_id == one.id]
    for item in own:
        trip.items.remove(item)
    db.session.flush()
    trip.travellers.remove(one)
    record(actor, "trip.traveller_removed", trip, about=[trip.event, user], member=user.label)
    return len(own)


def places_visited(event: Event) -> tuple[list[str], str]:
    """Countries and cities of an event or of a roadshow's legs, in the order of the way."""
    parts = [part for part in event.legs if part.state not in OFF] or [event]
    countries = list(dict.fromkeys(part.country for part in parts if part.country))
    return countries, ", ".join(dict.fromkeys(part.city for part in parts if part.city))


def trip_from_team(actor: Actor, event: Event, waiting: list[User]) -> Trip:
    """Make a trip of those of an event's team who are in `waiting`, each with own days. Raises Refused where nobody is."""
    days = {user: span for user, span in team_days(event).items() if user in waiting}
    if not days:
        raise Refused("nobody_travels", _("Everybody of the team is on a trip already. Put somebody on the team first."))
    first, last = min(span[0] for span in days.values()), max(span[1] for span in days.values())
    countries, cities = places_visited(event)
    trip = create_trip(actor, {"title": event.title, "event_id": event.id, "countries": countries, "cities": cities,
                               "starts_on": first, "ends_on": last})
    for user, (from_on, until_on, role) in days.items():
        add_traveller(actor, trip, user, role, from_on if from_on != first else None, until_on if until_on != last else None)
    return trip


def shift_trips(event: Event, step: timedelta) -> None:
    """Move the trips for an event that are not over with it by whole days, with the days of whoever travels and the itinerary.

    What was booked must be booked anew; a visa stays valid when it is.
    """
    for trip in db.session.scalars(select(Trip).where(
            Trip.event_id == event.id, Trip.state != "cancelled", Trip.ends_on >= today_in(event.time_zone))):
        trip.starts_on, trip.ends_on, trip.version = trip.starts_on + step, trip.ends_on + step, trip.version + 1
        for one in trip.travellers:
            one.from_on, one.until_on = one.from_on and one.from_on + step, one.until_on and one.until_on + step
        for item in trip.items:
            if item.kind != "visa":
                _shift(item, step)


def _shift(item: TripItem, step: timedelta) -> None:
    for name in ("starts_local", "ends_local", "from_on", "until_on"):
        setattr(item, name, getattr(item, name) and getattr(item, name) + step)
    item.version += 1
    if item.state == "booked":
        item.state = "rebook"


def copy_trips(actor: Actor, source: Event, target: Event) -> int:
    """Copy trips to another event at the same distance from its first day, planned and without bookings; gives how many."""
    step = target.starts_on - source.starts_on
    trips = list(db.session.scalars(select(Trip).where(Trip.event_id == source.id, Trip.state != "cancelled")))
    for trip in trips:
        made = create_trip(actor, {"title": target.title, "purpose": trip.purpose, "countries": list(trip.countries),
                                   "cities": trip.cities, "starts_on": trip.starts_on + step, "ends_on": trip.ends_on + step,
                                   "event_id": target.id})
        for one in trip.travellers:
            if one.user.active:
                add_traveller(actor, made, one.user, one.role, one.from_on and one.from_on + step,
                              one.until_on and one.until_on + step)
    return len(trips)


def _known(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name in TRIP_FIELDS}


def _check(trip: Trip) -> None:
    if not trip.title:
        raise Refused("title_missing", _("Enter a title in at least one language"), field="title")
    if trip.state not in TRIP_STATES:
        raise Refused("unknown_state", _("Choose a state"), field="state")
    if trip.starts_on is None or trip.ends_on is None:
        raise Refused("days_missing", _("Enter the first and the last day"),
                      field="starts_on" if trip.starts_on is None else "ends_on")
    check_days(starts_on=trip.starts_on, ends_on=trip.ends_on)
    if trip.ends_on < trip.starts_on:
        raise Refused("end_before_start", _("The last day lies before the first day"), field="ends_on")
    if (trip.ends_on - trip.starts_on).days >= LONGEST_DAYS:
        raise Refused("too_long", _("A trip lasts at most %(days)s days", days=LONGEST_DAYS), field="ends_on")
    known = {code for code, _name in formats.countries()}
    if any(code not in known for code in trip.countries):
        raise Refused("unknown_country", _("Choose a country"), field="countries")
    if trip.event_id is not None and db.session.get(Event, trip.event_id) is None:
        raise Refused("unknown_event", _("Choose an event"), field="event_id")
