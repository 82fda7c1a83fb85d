"""Reading events: selects by viewer, clashes, feeds, and the words for states, kinds and roles."""

from outreach.events.queries.labels import (
    CYCLE_LABELS, KIND_LABELS, PRESENCE_LABELS, SCOPE_LABELS, STATE_LABELS, STATE_TAGS, TEAM_ROLE_LABELS, places_of,
    span_of,
)
from outreach.events.queries.lists import (
    Clash, EventFilter, all_series, clashes, event_by_code, event_countries, event_years, events_between, feed_events,
    feed_mark, feeds_of, filtered_events, get_event, get_feed, get_series, next_edition, presence_of, public_event, public_events,
    split_by_now, visible_events,
)
from outreach.events.queries.warnings import Warned, warnings_of

__all__ = [
    "CYCLE_LABELS", "KIND_LABELS", "PRESENCE_LABELS", "SCOPE_LABELS", "STATE_LABELS", "STATE_TAGS", "TEAM_ROLE_LABELS",
    "Clash", "EventFilter", "Warned", "all_series", "clashes", "event_by_code", "event_countries", "event_years",
    "events_between", "feed_events", "feed_mark", "feeds_of", "filtered_events", "get_event", "get_feed", "get_series",
    "next_edition",     "places_of", "presence_of", "public_event", "public_events", "span_of", "split_by_now", "visible_events", "warnings_of",
]
