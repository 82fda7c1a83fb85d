"""The blueprint that all pages of the room share, and how they read keys."""

from apiflask import APIBlueprint

blueprint = APIBlueprint("event_contacts", __name__, url_prefix="/event-contacts", enable_openapi=False)


def key_of(text: str | None) -> int | None:
    """A key from an address or form; None for anything that no key can be."""
    return int(text) if text and text.isascii() and text.isdigit() and 0 < int(text[:12]) < 2**31 else None


def keys_of(texts: list[str]) -> list[int]:
    """The keys among these texts, each once, in their order."""
    return list(dict.fromkeys(key for key in map(key_of, texts) if key))
