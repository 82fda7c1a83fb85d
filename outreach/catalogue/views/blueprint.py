"""The blueprint that the catalogue's views share."""

from apiflask import APIBlueprint

blueprint = APIBlueprint("catalogue", __name__, url_prefix="/catalogue", enable_openapi=False)
