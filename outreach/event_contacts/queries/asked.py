"""What an address asks of the list of event contacts."""

from collections.abc import Mapping

from outreach.event_contacts.models import RATINGS, STATES
from outreach.event_contacts.queries.listing import ContactFilter

#: The arguments that make the list what it is.
ARGUMENTS = ("state", "event", "rating", "captured_by", "organisation", "q", "order")


def read_filter(arguments: Mapping[str, str]) -> ContactFilter:
    """The filter of an address; what is unknown narrows nothing."""
    state, rating = arguments.get("state", "open"), arguments.get("rating", "")
    return ContactFilter(
        event=key_of(arguments.get("event")),
        state=state if state in (*STATES, "all") else "open",
        rating=rating if rating in RATINGS else "",
        captured_by=key_of(arguments.get("captured_by")),
        organisation=key_of(arguments.get("organisation")),
        words=arguments.get("q", "").replace("\x00", "").strip()[:100],
        by_organisation=arguments.get("order") == "organisation")


def key_of(text: str | None) -> int | None:
    """A key from an address or form; None for anything that no key can be."""
    return int(text) if text and text.isascii() and text.isdigit() and 0 < int(text[:12]) < 2**31 else None
