"""Pages of this room: people, organisations, duplicates, imported files."""

from apiflask import APIBlueprint

blueprint = APIBlueprint("contacts", __name__, enable_openapi=False)

# The parts register their routes on the blueprint above.
from outreach.contacts.views import duplicates, import_rows, imports, organisations, people  # noqa: E402,F401
