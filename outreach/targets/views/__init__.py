"""Pages of targets: list, board, record with dossier, editing."""

from apiflask import APIBlueprint

blueprint = APIBlueprint("targets", __name__, url_prefix="/targets", enable_openapi=False)

# The parts register their routes on the blueprint above.
from outreach.targets.views import editing, facts, listing, record  # noqa: E402,F401
