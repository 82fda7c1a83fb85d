"""Reading leads: lists with their counts, one lead, and the dossier in a language."""

from outreach.leads.queries.dossier import Fact, converted_text, dossier, ordered_texts, writings_of
from outreach.leads.queries.listing import (
    Column, Filters, Tab, board, filtered, get_lead, leads_of_organisation, leads_of_person, open_count, overdue_count,
    owners, search_titles, tabs, visible_leads,
)

__all__ = [
    "Column", "Fact", "Filters", "Tab", "board", "converted_text", "dossier", "filtered", "get_lead", "leads_of_organisation", "leads_of_person", "open_count",
    "ordered_texts", "overdue_count", "owners", "search_titles", "tabs", "visible_leads", "writings_of",
]
