"""Attachments: kept under the hash of their content in OUTREACH_DATA/files, handed out only as downloads."""

from outreach.files.models import Attachment
from outreach.files.storage import Limits, delete, open_file, path_of, receive, save, send

__all__ = ["Attachment", "Limits", "delete", "open_file", "path_of", "receive", "save", "send"]
