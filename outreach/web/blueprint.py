"""The blueprint of pages that belong to no feature."""

from apiflask import APIBlueprint

blueprint = APIBlueprint("web", "outreach.web", enable_openapi=False)
