"""The blueprint that both groups of pages share."""

from apiflask import APIBlueprint

blueprint = APIBlueprint("invitations", __name__, enable_openapi=False)
