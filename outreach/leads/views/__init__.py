"""Pages of the room: the list, a lead with everything that can be done to it, its form, and its dossier."""

from outreach.leads.views import actions, editing, listing, record, targets
from outreach.leads.views.blueprint import blueprint

__all__ = ["actions", "blueprint", "editing", "listing", "record", "targets"]
