"""The API's resources of this room: events with their parts, agendas, meetings, and what an exchange offers."""

from apiflask import APIBlueprint

blueprint = APIBlueprint("events_api", __name__, url_prefix="/api/v1")

# The parts register their routes on the blueprint above.
from outreach.events.api import events, meetings  # noqa: E402,F401
