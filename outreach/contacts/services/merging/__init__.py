"""Making one record of two people or two organisations, and taking that back."""

from outreach.contacts.services.merging.merge import merge_records, preview_merge
from outreach.contacts.services.merging.plan import Plan
from outreach.contacts.services.merging.undo import undo_merge

__all__ = ["Plan", "merge_records", "preview_merge", "undo_merge"]
