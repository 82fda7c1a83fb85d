"""Trips over HTTP: reading them, planning one, changing one."""

from apiflask import Schema
from flask import abort
from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate
from sqlalchemy.orm import selectinload

from outreach.activity import Actor
from outreach.db import paginate, transaction
from outreach.errors import Conflict, NotFound
from outreach.events.api import blueprint
from outreach.events.api.events import TextsIn, TextsOut, localized_in, one_of
from outreach.events.models import TRIP_STATES, Trip
from outreach.events.queries import event_by_code, get_event
from outreach.events.queries import trips as asked
from outreach.events.services import trips as services
from outreach.web import access
from outreach.web.errors import error_response
from outreach.web.schemas import FILL_IN, BaseSchema, CountryCode, Text

DAY = {**FILL_IN, "invalid": _l("Enter a day such as 2027-07-01")}


class TripFacts(BaseSchema):
    """The columns of a trip, all optional here. Days are inclusive; `event` is the code of an event or null."""

    title = fields.Nested(TextsIn)
    purpose = fields.Nested(TextsIn, allow_none=True)
    event = fields.String(allow_none=True)
    countries = fields.List(CountryCode(), validate=validate.Length(max=20))
    cities = Text(300)
    starts_on = fields.Date(error_messages=DAY)
    ends_on = fields.Date(error_messages=DAY)
    state = one_of(TRIP_STATES, _l("Choose a state"))


class TripIn(TripFacts):
    """A new trip."""

    title = fields.Nested(TextsIn, required=True, error_messages=FILL_IN)
    starts_on = fields.Date(required=True, error_messages=DAY)
    ends_on = fields.Date(required=True, error_messages=DAY)


class TripPatch(TripFacts):
    """What changes, and the version that was read."""

    version = fields.Integer(
        strict=True, required=True, error_messages={**FILL_IN, "invalid": _l("Enter the version that you read")})


class TravellerOut(Schema):
    """One of our people with the first and the last day out and the inclusive days between them."""

    name = fields.String(attribute="label")
    role = fields.String()
    from_on = fields.Date(attribute="first")
    until_on = fields.Date(attribute="last")
    days = fields.Integer()


class TripItemOut(Schema):
    """A line of the itinerary: a way with wall times, each in the zone beside it, a hotel with days, or a visa with its
    country and validity. `traveller` is null for everybody."""

    id = fields.Integer()
    kind = fields.String()
    state = fields.String()
    what = fields.String()
    traveller = fields.Function(lambda item: item.traveller.label if item.traveller else None)
    place_from = fields.String()
    place_to = fields.String()
    starts_local = fields.NaiveDateTime()
    starts_zone = fields.String()
    starts_at = fields.AwareDateTime(format="iso")
    ends_local = fields.NaiveDateTime()
    ends_zone = fields.String()
    ends_at = fields.AwareDateTime(format="iso")
    from_on = fields.Date()
    until_on = fields.Date()
    country = fields.String()
    reference = fields.String()


class TripOut(Schema):
    """A trip with who travels and the itinerary; `report_due` is null for one that was cancelled."""

    id = fields.Integer()
    title = fields.Nested(TextsOut)
    purpose = fields.Nested(TextsOut)
    event = fields.Function(lambda trip: trip.event.code if trip.event else None)
    countries = fields.List(fields.String())
    cities = fields.String()
    abroad = fields.Boolean()
    starts_on = fields.Date()
    ends_on = fields.Date()
    state = fields.String()
    travellers = fields.List(fields.Nested(TravellerOut))
    items = fields.Function(lambda trip: TripItemOut(many=True).dump(asked.items_for(trip)))
    report_due = fields.Function(lambda trip: asked.report_due(trip).isoformat() if trip.state != "cancelled" else None)
    reported_at = fields.AwareDateTime(format="iso", attribute="report.submitted_at")
    version = fields.Integer()


class TripsOut(Schema):
    """A page of trips; `total` counts all behind the filter."""

    items = fields.List(fields.Nested(TripOut))
    page = fields.Integer(attribute="number")
    pages = fields.Integer()
    total = fields.Integer()


class TripsQuery(BaseSchema):
    """Which trips: those that touch a year, in a state."""

    year = fields.Integer(load_default=None, validate=validate.Range(1900, 2200))
    state = one_of(TRIP_STATES, _l("Choose a state"), load_default=None)
    page = fields.Integer(load_default=1, validate=validate.Range(1, 10**6, error=_l("Enter a page number from 1")))


@blueprint.get("/trips")
@access.scope("events:read")
@blueprint.input(TripsQuery, location="query")
@blueprint.output(TripsOut)
def list_trips(query_data: dict):
    """Trips by their first day."""
    wanted = asked.TripFilter(year=query_data["year"], state=query_data["state"])
    return paginate(asked.filtered_trips(access.viewer(), wanted).options(selectinload(Trip.items)), query_data["page"])


@blueprint.get("/trips/<int:trip_id>")
@access.scope("events:read")
@blueprint.output(TripOut)
def read_trip(trip_id: int) -> Trip:
    """One trip."""
    return asked.get_trip(access.viewer(), trip_id)


@blueprint.get("/events/<int:event_id>/trips")
@access.scope("events:read")
@blueprint.output(TripOut(many=True))
def list_event_trips(event_id: int) -> list[Trip]:
    """The trips for an event; of a roadshow with those for its legs, of a leg with those for the whole."""
    return asked.trips_of(get_event(access.viewer(), event_id))


@blueprint.post("/trips")
@access.scope("events:write")
@blueprint.input(TripIn, location="json")
@blueprint.output(TripOut, status_code=201)
def create_trip(json_data: dict) -> Trip:
    """Plan a trip."""
    with transaction():
        return services.create_trip(Actor.of(access.viewer()), _columns(json_data))


@blueprint.patch("/trips/<int:trip_id>")
@access.scope("events:write")
@blueprint.input(TripPatch, location="json")
@blueprint.output(TripOut)
def change_trip(trip_id: int, json_data: dict) -> Trip:
    """Change the fields that are sent; 409 with what is stored where somebody changed them since `version`."""
    viewer = access.viewer()
    with transaction():
        trip = asked.get_trip(viewer, trip_id)
        try:
            return services.edit_trip(Actor.of(viewer), trip, _columns(json_data, trip), version=json_data["version"])
        except Conflict as conflict:
            abort(error_response(409, conflict.code, str(conflict.message), stored=TripOut().dump(trip),
                                 fields=sorted(conflict.theirs)))


def _columns(sent: dict, trip: Trip | None = None) -> dict:
    """What was sent, as the services take it. Raises NotFound for an event that does not exist."""
    facts = {name: value for name, value in sent.items() if name not in ("event", "version")}
    for name in ("title", "purpose"):
        if facts.get(name):
            facts[name] = localized_in(facts[name], getattr(trip, name) if trip else None)
    if "event" in sent:
        found = event_by_code(sent["event"])
        if sent["event"] and found is None:
            raise NotFound("unknown_event", _l("There is no event with the code “%(code)s”.", code=sent["event"]), field="event")
        facts["event_id"] = found.id if found else None
    return facts
