"""What a row of a fair's lead file becomes beside the person: an event contact with the row as it came."""

from datetime import date
from typing import Any

from sqlalchemy import delete, select

from outreach.activity import Actor
from outreach.contacts.models import ImportRow, ImportRun, Organisation, Person, seeing_unfinished
from outreach.db import db
from outreach.event_contacts.models import RATINGS, EventContact


def apply_row(
    run: ImportRun, row: ImportRow, person: Person, organisation: Organisation | None, actor: Actor
) -> EventContact:
    """Store the contact that a row stands for; applied again it is the same one. The run carries the log entry."""
    with seeing_unfinished():
        known = db.session.scalars(select(EventContact).where(
            EventContact.import_run_id == run.id, EventContact.import_row == row.number)).unique().one_or_none()
    if known is not None:
        return known
    values = dict(row.mapped or {})
    notes = str(values.get("notes") or "").strip()
    contact = EventContact(
        event_id=run.target_ref, person_id=person.id, organisation_id=organisation.id if organisation else None,
        source="vcard" if run.file_kind == "vcard" else "sheet", raw=_raw(row), met_on=_day(values.get("met_on")),
        captured_by_id=actor.id if actor.user is not None else None, rating=_rating(values.get("rating")),
        notes=notes[:20_000], notes_language=_language(run) if notes else None, import_run_id=run.id,
        import_row=row.number, verdict=row.outcome)
    db.session.add(contact)
    db.session.flush()
    return contact


def undo_run(actor: Actor, run: ImportRun) -> None:
    """Remove what the run brought. What somebody decided on, a lead or a rejection, stays together with its person."""
    with seeing_unfinished():
        db.session.execute(
            delete(EventContact).where(EventContact.import_run_id == run.id, EventContact.state == "open")
        )


def _raw(row: ImportRow) -> dict[str, Any]:
    return {"cells": list(row.cells or []), "text": row.text, "row": row.number, "mapped": dict(row.mapped or {})}


def _day(value: Any) -> date | None:
    if isinstance(value, date):
        return value
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
