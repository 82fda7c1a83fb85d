"""What an address asks of the list of event contacts."""

from collections.abc import Mapping

from outreach.event_contacts.models import RATINGS, STATES
from outreach.event_contacts.queries.listing import ContactFilter
from outreach.web.converters import record_key

#: The arguments that make the list what it is.
ARGUMENTS = ("state", "event", "rating", "captured_by", "organisation", "q", "order")


def read_filter(arguments: Mapping[str, str]) -> ContactFilter:
    """The filter of an address; what is unknown narrows nothing."""
    state, rating = arguments.get("state", "open"), arguments.get("rating", "")
    return ContactFilter(
        event=record_key(arguments.get("event")),
        state=state if state in (*STATES, "all") else "open",
        rating=rating if rating in RATINGS else "",
        captured_by=record_key(arguments.get("captured_by")),
        organisation=record_key(arguments.get("organisation")),
        words=arguments.get("q", "").replace("\x00", "").strip()[:100],
        by_organisation=arguments.get("order") == "organisation")
