"""The blueprint that all pages of the room share, and how they read keys."""

from apiflask import APIBlueprint

from outreach.event_contacts.queries.asked import key_of

blueprint = APIBlueprint("event_contacts", __name__, url_prefix="/event-contacts", enable_openapi=False)


def keys_of(texts: list[str]) -> list[int]:
    """The keys among these texts, each once, in their order."""
    return list(dict.fromkeys(key for key in map(key_of, texts) if key))
