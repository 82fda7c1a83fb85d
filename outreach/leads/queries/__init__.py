"""Reading leads: lists with their counts, one lead, and the dossier in a language."""

from outreach.leads.queries.listing import (
    Filters, Tab, board, filtered, get_lead, leads_of_organisation, leads_of_person, open_count, overdue_count,
    owners, search_titles, tabs, visible_leads,
)

__all__ = [
    "Filters", "Tab", "board", "filtered", "get_lead", "leads_of_organisation", "leads_of_person", "open_count",
    "overdue_count", "owners", "search_titles", "tabs", "visible_leads",
]
