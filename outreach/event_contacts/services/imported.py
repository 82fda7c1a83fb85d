"""What the rows of a fair's lead file become beside the people: event contacts with the row as it came."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import delete, select

from outreach.activity import Actor
from outreach.contacts.models import ImportRun, seeing_unfinished
from outreach.contacts.services.imports import Written
from outreach.contacts.services.reading.mapping import LONGEST_NOTE
from outreach.db import db
from outreach.db.bulk import insert_many
from outreach.event_contacts.models import RATINGS, EventContact


def apply_rows(actor: Actor, run: ImportRun, rows: Iterable[Written]) -> None:
    """Store the contacts that rows stand for. The run carries the log entry, and gives each row once."""
    common = {"event_id": run.target_ref, "source": "vcard" if run.file_kind == "vcard" else "sheet",
              "captured_by_id": actor.id if actor.user is not None else None, "import_run_id": run.id}
    insert_many(EventContact, [{**common, **_contact(run, row)} for row in rows])


def _contact(run: ImportRun, row: Written) -> dict[str, Any]:
    notes = str(row.mapped.get("notes") or "").strip()
    return {
        "person_id": row.person_id, "organisation_id": row.organisation_id,
        "raw": {"cells": list(row.cells or []), "text": row.text, "row": row.number, "mapped": dict(row.mapped or {})},
        "met_on": _day(row.mapped.get("met_on")), "rating": _rating(row.mapped.get("rating")), "notes": notes[:LONGEST_NOTE],
        "notes_language": _language(run) if notes else None, "import_row": row.number, "verdict": row.outcome}


def undo_run(actor: Actor, run: ImportRun, limit: int) -> int:
    """Remove at most `limit` of what the run brought; gives how many. What somebody decided on, a lead or a rejection,
    stays together with its person."""
    with seeing_unfinished():
        some = select(EventContact.id).where(EventContact.import_run_id == run.id, EventContact.state == "open").limit(limit)
        return db.session.execute(delete(EventContact).where(EventContact.id.in_(some))
                                  .execution_options(synchronize_session=False)).rowcount


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None


def _rating(value: Any) -> str | None:
    letter = str(value or "").strip().upper()[:1]
    return letter if letter in RATINGS else None


def _language(run: ImportRun) -> str | None:
    found = (run.found or {}).get("language")
    return found if found in ("zh", "en", "de", "ko") else None
