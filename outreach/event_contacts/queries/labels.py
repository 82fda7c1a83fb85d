"""The words for codes of event contacts, and the capture as it was given, line by line."""

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from outreach.contacts.models import ImportRun
from outreach.event_contacts.models import EventContact

STATE_LABELS = {"open": _l("To decide"), "converted": _l("Became a lead"), "rejected": _l("Rejected")}
#: Kind of the tag in which a state is shown.
STATE_TAGS = {"open": "info", "converted": "ok", "rejected": "none"}
SOURCE_LABELS = {
    "scan": _l("Scan"),
    "card": _l("Business card"),
    "vcard": _l("Contact card (VCF)"),
    "sheet": _l("Lead file of the fair"),
    "typed": _l("Typed in"),
    "api": _l("Another system"),
}
#: When a contact of this rating hears from us.
RATING_LABELS = {"A": _l("within 24 hours"), "B": _l("within 48 hours"), "C": _l("later")}
#: Names of captured fields; a form calls them contact.name, an older capture name.
_FIELDS = {
    "name": _l("Name"), "email": _l("Mail address"), "phone": _l("Telephone"), "organisation": _l("Organisation"),
    "country": _l("Country"), "job_title": _l("Job title"), "language": _l("Language"), "rating": _l("Rating"),
    "notes": _l("Note"), "notes_language": _l("Language of the note"), "met_on": _l("Day of the meeting"),
    "captured_at": _l("Captured at"), "event": _l("Event"), "source": _l("How it was captured"), "text": _l("Text"),
}


def raw_lines(contact: EventContact, run: ImportRun | None = None) -> list[tuple[str, str]]:
    """(name, value) of everything that was captured, in its order; columns of a file go by their own headings."""
    raw = contact.raw or {}
    if "cells" in raw:
        return [pair for pair in _cells(raw, run) if pair[1].strip()]
    return [(_name(path), str(value)) for path, value in _flat(raw) if value not in (None, "", [])]


def _cells(raw: dict[str, Any], run: ImportRun | None) -> Iterator[tuple[str, str]]:
    headings = (
        {column[0]: column[1] for column in (run.found or {}).get("columns", []) if len(column) > 1} if run else {}
    )
    cells = list(raw.get("cells") or [])
    for place, cell in enumerate(cells):
        yield str(headings.get(place) or _("Column %(number)s", number=place + 1)), str(cell or "")
    if not cells:
        yield str(_FIELDS["text"]), str(raw.get("text") or "")


def _flat(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _flat(part, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        yield path, ", ".join(str(part) for part in value)
    else:
        yield path, value


def _name(path: str) -> str:
    if path == "organisation.name":
        return str(_FIELDS["organisation"])
    return str(_FIELDS.get(path) or _FIELDS.get(path.rpartition(".")[2]) or path)
