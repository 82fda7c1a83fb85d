"""The lines of an itinerary: adding, changing, removing."""

from datetime import date, timedelta
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from outreach.activity import Actor
from outreach.db import transaction
from outreach.errors import NotFound, Refused
from outreach.events.forms.event import ZONES
from outreach.events.forms.trips import item_form
from outreach.events.models import TRIP_ITEM_KINDS, Trip, TripItem
from outreach.events.models.trips import HOME_COUNTRY, TIMED_KINDS
from outreach.events.queries import trips as asked
from outreach.events.services import itinerary as services
from outreach.events.views import blueprint
from outreach.web import access
from outreach.web.edits import Edited, edited
from outreach.web.once import store


@blueprint.route("/events/trips/<int:trip_id>/items/new/<kind>", methods=["GET", "POST"])
@access.writers
def new_trip_item(trip_id: int, kind: str):
    """A form for a line of this kind."""
    if kind not in TRIP_ITEM_KINDS:
        raise NotFound("unknown_kind", _("Choose what kind of item it is"))
    return _edited(trip_id, kind, None)


@blueprint.route("/events/trips/<int:trip_id>/items/<int:item_id>", methods=["GET", "POST"])
@access.writers
def edit_trip_item(trip_id: int, item_id: int):
    """Change a line."""
    kind = asked.get_item(asked.get_trip(access.viewer(), trip_id), item_id).kind
    return _edited(trip_id, kind, item_id)


def _edited(trip_id: int, kind: str, item_id: int | None):
    viewer = access.viewer()
    trip = asked.get_trip(viewer, trip_id)
    item = asked.get_item(trip, item_id) if item_id is not None else None
    form = edited(lambda **data: _filled(trip, kind, item, **data), item is not None)
    if form.validate_on_submit():
        def save() -> TripItem:
            trip = asked.get_trip(viewer, trip_id)
            return services.save_item(Actor.of(viewer), trip, form.values(),
                                      asked.get_item(trip, item_id) if item_id is not None else None, version=form.opened_with)
        try:
            saved = store(TripItem, save, new=item is None)
            flash(_("%(name)s is saved", name=saved.label))
            return redirect(url_for("events.trip", trip_id=trip_id) + "#itinerary")
        except Refused as refused:
            form.refuse(refused, "state")
    page = render_template("events/trip_item.html", trip=asked.get_trip(viewer, trip_id), form=form, kind=kind, asked=asked,
                           item_id=item_id, zones=ZONES)
    return page, form.status


def _filled(trip: Trip, kind: str, item: TripItem | None, **data) -> Edited:
    form = item_form(kind)(trip=trip, kind=kind, item=item, **data)
    if not form.is_submitted():
        form.fill(_proposed(trip, kind, access.viewer().time_zone))
    return form


def _proposed(trip: Trip, kind: str, home: str) -> dict[str, Any]:
    """What a new line of this kind likely is: the next stretch of the way out and back, the next stop, the next visa."""
    parts = [part for part in (trip.event.legs or [trip.event]) if part.days_known] if trip.event else []
    stops = [(part.starts_on, part.ends_on, part.city, part.time_zone) for part in parts]
    proposed: dict[str, Any] = {"state": "needed" if kind == "visa" else "planned"}
    if kind == "visa":
        held = {item.country for item in trip.items if item.kind == "visa"}
        return proposed | {"country": next((code for code in trip.countries if code not in held | {HOME_COUNTRY}), None)}
    if kind == "hotel":
        number = sum(item.kind == "hotel" for item in trip.items)
        first, last, city, _zone = stops[number] if number < len(stops) else (trip.starts_on, trip.ends_on, "", home)
        return proposed | {"from_on": first, "until_on": last, "place_to": city}
    return proposed | _next_way(trip, stops, home)


def _next_way(trip: Trip, stops: list[tuple[date, date, str, str]], home: str) -> dict[str, Any]:
    ways = [item for item in asked.items_for(trip) if item.kind in TIMED_KINDS]
    before, number = ways[-1] if ways else None, min(len(ways), len(stops))
    there = stops[number] if number < len(stops) else (trip.ends_on, trip.ends_on, "", home)
    leaving = stops[number - 1][1] if number else trip.starts_on
    day = min(max(leaving, before.ends_local.date() if before else trip.starts_on), trip.ends_on)
    if not number and stops:
        day = min(day, max(trip.starts_on, stops[0][0] - timedelta(days=1)))
    return {"starts_day": day, "ends_day": day, "starts_zone": before.ends_zone if before else home, "ends_zone": there[3],
            "place_from": before.place_to if before else "", "place_to": there[2]}


@blueprint.post("/events/trips/<int:trip_id>/items/<int:item_id>/remove")
@access.writers
def remove_trip_item(trip_id: int, item_id: int):
    """Take a line out."""
    viewer = access.viewer()
    with transaction():
        item = asked.get_item(asked.get_trip(viewer, trip_id), item_id)
        said = _("%(name)s is removed", name=item.label)
        services.remove_item(Actor.of(viewer), item)
    flash(said)
    return redirect(url_for("events.trip", trip_id=trip_id) + "#itinerary")
