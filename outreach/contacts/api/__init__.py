"""The API's resources of this room: people, organisations, imports, duplicates, merges."""

from apiflask import APIBlueprint

blueprint = APIBlueprint("contacts_api", __name__, url_prefix="/api/v1")

# The parts register their routes on the blueprint above.
from outreach.contacts.api import alike, duplicates, imports, merging, people  # noqa: E402,F401
