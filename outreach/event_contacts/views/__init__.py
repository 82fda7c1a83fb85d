"""The pages of event contacts: the list, capturing, one contact with its decisions, conversion into leads."""

from outreach.event_contacts.views import capturing, converting, deciding, lists
from outreach.event_contacts.views.blueprint import blueprint

__all__ = ["blueprint", "capturing", "converting", "deciding", "lists"]
