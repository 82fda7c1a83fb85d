"""The one blueprint of the room's pages, and the words that its templates use."""

from apiflask import APIBlueprint

from outreach.catalogue.queries import industry_label
from outreach.intentions.queries import state_name, zone_of

blueprint = APIBlueprint("intentions", __name__, enable_openapi=False)


@blueprint.context_processor
def _words() -> dict:
    return {"industry_label": industry_label, "state_name": state_name, "zone_of": zone_of}
