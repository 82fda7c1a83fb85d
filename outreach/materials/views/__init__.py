"""Pages of this room: the list, one material, its versions, and what the public fetches."""

from apiflask import APIBlueprint

blueprint = APIBlueprint("materials", __name__, enable_openapi=False)

# The parts register their routes on the blueprint above.
from outreach.materials.views import public, staff, versions  # noqa: E402,F401
