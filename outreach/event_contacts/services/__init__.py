"""Writing event contacts: capturing, qualifying, rejecting, converting into leads and taking that back."""

from outreach.event_contacts.services.captures import Captured, CaptureValues, capture, qualify, reject, reopen
from outreach.event_contacts.services.conversions import convert_to_lead, undo_conversion
from outreach.event_contacts.services.imported import apply_rows, undo_run

__all__ = [
    "CaptureValues",
    "Captured",
    "apply_rows",
    "capture",
    "convert_to_lead",
    "qualify",
    "reject",
    "reopen",
    "undo_conversion",
    "undo_run",
]
