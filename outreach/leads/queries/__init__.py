"""Reading leads: lists with their counts, one lead, and the dossier in a language."""

from outreach.leads.queries.dossier import Fact, converted_text, dossier, ordered_texts, writings_of
from outreach.leads.queries.history import changed_since, last_change
from outreach.leads.queries.listing import (
    Column,
    Filters,
    Tab,
    board,
    countries_of_leads,
    events_of_leads,
    filtered,
    get_lead,
    leads_of_organisation,
    leads_of_person,
    on_tab,
    open_count,
    overdue_count,
    owners,
    search_titles,
    tabs,
    visible_leads,
)
from outreach.leads.queries.sheet import Line, Section, dossier_sections

__all__ = [
    "Column",
    "Fact",
    "Filters",
    "Line",
    "Section",
    "Tab",
    "board",
    "changed_since",
    "converted_text",
    "countries_of_leads",
    "dossier",
    "dossier_sections",
    "events_of_leads",
    "filtered",
    "get_lead",
    "last_change",
    "leads_of_organisation",
    "leads_of_person",
    "on_tab",
    "open_count",
    "ordered_texts",
    "overdue_count",
    "owners",
    "search_titles",
    "tabs",
    "visible_leads",
    "writings_of",
]
