"""Pages of this room: lists, one event, series, feeds, and what the public sees."""

from apiflask import APIBlueprint

blueprint = APIBlueprint("events", __name__, enable_openapi=False)

# The parts register their routes on the blueprint above.
from outreach.events.views import (  # noqa: E402,F401
    agenda,
    attendees,
    board,
    budget,
    calendar,
    copying,
    editing,
    exchange,
    feeds,
    itinerary,
    lists,
    meetings,
    packs,
    public,
    reception,
    recurrence,
    replacing,
    series,
    tasks,
    team,
    trip_days,
    trip_reports,
    trips,
    visit_lists,
    visits,
    wishes,
)
