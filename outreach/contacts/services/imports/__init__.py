"""The one import engine: stage a file, preview it, decide, apply, undo. What a row becomes hangs on a door."""

from outreach.contacts.services.imports.apply import apply_import
from outreach.contacts.services.imports.decisions import change_options, correct_row, decide_row
from outreach.contacts.services.imports.preview import preview_import
from outreach.contacts.services.imports.report import reason_of, report_rows
from outreach.contacts.services.imports.staging import Options, earlier_imports, stage_file
from outreach.contacts.services.imports.starting import remove_import, start_apply, start_preview, start_undo
from outreach.contacts.services.imports.undo import Undone, undo_import
from outreach.contacts.services.imports.writing import Written

__all__ = [
    "Options", "Undone", "Written", "apply_import", "change_options", "correct_row", "decide_row", "earlier_imports",
    "preview_import", "reason_of", "remove_import", "report_rows", "stage_file", "start_apply", "start_preview",
    "start_undo", "undo_import",
]
