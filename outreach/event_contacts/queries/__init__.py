"""Reading event contacts: lists and counts by viewer, what belongs together, and the words for codes."""

from outreach.event_contacts.queries.labels import RATING_LABELS, SOURCE_LABELS, STATE_LABELS, STATE_TAGS, raw_lines
from outreach.event_contacts.queries.listing import (
    ContactFilter, EventCounts, capturers, chosen_contacts, contacts_of, contacts_of_lead, contacts_of_organisation,
    contacts_of_person, counts_by_state, event_counts, events_with_contacts, get_contact, history, newest_of, open_at_my_events,
    visible_contacts,
)
from outreach.event_contacts.queries.together import (
    OPEN, colleagues, decided_by, leads_to_join, my_event, offered_events, open_by_organisation,
)

__all__ = [
    "OPEN", "RATING_LABELS", "SOURCE_LABELS", "STATE_LABELS", "STATE_TAGS", "ContactFilter", "EventCounts", "capturers",
    "chosen_contacts", "colleagues", "contacts_of", "contacts_of_lead", "contacts_of_organisation", "contacts_of_person",
    "counts_by_state", "decided_by", "event_counts", "events_with_contacts", "get_contact", "history", "leads_to_join", "my_event",
    "newest_of", "offered_events", "open_at_my_events", "open_by_organisation", "raw_lines", "visible_contacts",
]
