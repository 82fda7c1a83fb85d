"""The one blueprint of the room's pages."""

from apiflask import APIBlueprint

blueprint = APIBlueprint("intentions", __name__, enable_openapi=False)
