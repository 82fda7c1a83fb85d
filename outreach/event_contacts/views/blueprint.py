"""The blueprint that all pages of the room share, and how they read keys."""

from apiflask import APIBlueprint

from outreach.web.converters import record_key

blueprint = APIBlueprint("event_contacts", __name__, url_prefix="/event-contacts", enable_openapi=False)


def keys_of(texts: list[str]) -> list[int]:
    """The keys among these texts, each once, in their order."""
    return list(dict.fromkeys(key for key in map(record_key, texts) if key))
