"""The API's resources of this room: events with their parts, agendas, meetings, what an exchange offers, and trips."""

from apiflask import APIBlueprint

blueprint = APIBlueprint("events_api", __name__, url_prefix="/api/v1")

# The parts register their routes on the blueprint above.
from outreach.events.api import events, meetings, trips  # noqa: E402,F401
