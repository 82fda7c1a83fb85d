"""Applying: rows become people in short batches that nobody sees until one statement makes them visible.

The run is 'applying' while batches are committed; whatever carries its id is hidden (models/visibility.py). The
flip to 'applied' shows all of it together. Afterwards empty fields of known people are filled in and the search
index is brought up to date, again in batches; `finished_at` says that this is through. Killed anywhere, calling
apply_import() again goes on where it stopped.
"""

import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select, update

from outreach.activity import Actor, record
from outreach.contacts.models import ImportRow, ImportRun, Person, seeing_unfinished
from outreach.contacts.services.imports.lock import give_back, renew, take_lock, unfinished_others
from outreach.contacts.services.imports.preview import rows_before
from outreach.contacts.services.imports.rows import row_values
from outreach.contacts.services.imports.scene import stored_match
from outreach.contacts.services.imports.undo import withdraw
from outreach.contacts.services.organisations import find_organisation
from outreach.contacts.services.people import add_person, add_values, mark_duplicate, organisation_of, refresh_person
from outreach.contacts.services.values import PersonValues, evidence_of
from outreach.db import db, now, transaction
from outreach.errors import Conflict, NotFound, Refused
from outreach.identity import Comparison
from outreach.web import doors

#: A batch ends after this many seconds, so that no write transaction keeps others waiting over 250 ms.
BATCH_SECONDS = 0.12
BATCH_ROWS = 100
#: Half of how many rows the first batch looks at; the next ones look at twice what the last one managed.
FIRST_ROWS = 5
#: How long an applied import can be undone.
UNDO_DAYS = 30

#: Fields of a known person or organisation that a row may fill in where they are empty.
FILLS = {"person": ("family_name", "given_name", "titles", "gender", "language", "country"),
         "organisation": ("country", "city", "street", "postcode", "website", "industry")}


def apply_import(actor: Actor, run_id: int, *, wait: float = 5.0, progress: Callable[[int], None] | None = None) -> ImportRun:
    """Apply every good row; bad ones are set aside. Opens its own transactions; safe to call again after a kill.

    Raises Conflict where the run is not ready or another import is being written for longer than `wait` seconds.
    """
    holder = take_lock(run_id, wait)
    try:
        for other in unfinished_others(run_id):
            withdraw(other, lambda: renew(holder))
        if _begin(run_id, holder):
            with seeing_unfinished():
                before, written = _before(run_id), FIRST_ROWS
                while written := _batch(actor, run_id, holder, before, min(2 * written, BATCH_ROWS)):
                    if progress:
                        progress(run_id)
            _flip(actor, run_id, holder)
        while _finish(run_id, holder):
            pass
    finally:
        db.session.rollback()
        give_back(holder)
    return db.session.get(ImportRun, run_id)


def _begin(run_id: int, holder: str) -> bool:
    """True where rows remain to be written; False where the run is already visible."""
    with transaction():
        renew(holder)
        run = db.session.get(ImportRun, run_id, with_for_update=True)
        if run is None:
            raise NotFound("import_not_found", _l("There is no such import."))
        if run.state == "applied":
            return False
        if run.state not in ("previewed", "applying"):
            raise Conflict("import_not_ready", _l("This import cannot be applied now. Look at its preview first."))
        if run.state == "previewed":
            run.state, run.done = "applying", 0
    return True


def _before(run_id: int) -> dict:
    with transaction():
        return rows_before(db.session.get(ImportRun, run_id))


def _batch(actor: Actor, run_id: int, holder: str, before: dict, limit: int) -> int:
    """Write at most `limit` rows for a moment and commit. Gives how many were written, 0 where none is left."""
    deadline, written = time.monotonic() + BATCH_SECONDS, 0
    with transaction() as session:
        renew(holder)
        run = session.get(ImportRun, run_id)
        rows = session.scalars(
            select(ImportRow).where(ImportRow.run_id == run_id, ImportRow.state == "open")
            .order_by(ImportRow.number).limit(limit)).all()
        for row in rows:
            _write_row(actor, run, row, before)
            written += 1
            if time.monotonic() > deadline:
                break
        run.done += written
    return written


def _write_row(actor: Actor, run: ImportRun, row: ImportRow, before: dict) -> None:
    if row.verdict == "error":
        row.state, row.outcome = "set_aside", "error"
        return
    if row.decision == "skip":
        row.state = "skipped"
        return
    try:
        with db.session.begin_nested():
            _become(actor, run, row, before)
    except Refused as error:
        params = {key: str(value) for key, value in error.params.items()}
        row.state, row.outcome = "set_aside", "error"
        row.verdict, row.error = "error", {"code": error.code, "params": params, "message": str(error.message)}


def _become(actor: Actor, run: ImportRun, row: ImportRow, before: dict) -> None:
    """Attach the row to its person or make one, then hand it to what the file was imported for."""
    values = row_values(run, row.mapped)
    known = before.get((row.number, row.text))
    person = db.session.get(Person, known) if known and row.decision != "new" else None
    if person is not None:
        row.state, row.outcome, row.person_id, row.person_version = "applied", "same", person.id, person.version
        row.organisation_id = person.organisation.id if person.organisation else None
        return
    person, other, comparison = _whom(run, row, values)
    if row.state == "skipped":
        return
    organisation = organisation_of(actor, values, run_id=run.id, log=False)
    if person is None:
        person, _affiliation = add_person(values, organisation, run.id)
        row.outcome = "doubtful" if other else "new"
        if other:
            state = "not_same" if row.decision == "new" else "open"
            mark_duplicate(person.id, other, comparison, run.id, state)
    else:
        _affiliation, added = add_values(person, values, organisation, run.id)
        row.outcome = "same"
        if added:
            refresh_person(person, index_too=person.import_run_id == run.id)
    row.state, row.person_id, row.person_version = "applied", person.id, person.version
    row.organisation_id = organisation.id if organisation else None
    row.changes = _fills(run, person, organisation, values)
    target = doors.import_target.get(run.target_kind or "")
    if target is not None:
        target.apply(actor=actor, run=run, row=row, person=person, organisation=organisation)


def _whom(run: ImportRun, row: ImportRow, values: PersonValues) -> tuple[Person | None, int | None, Comparison | None]:
    """(person to attach to, id of a person it may be, comparison); marks the row skipped where the policy says so."""
    if row.decision == "same":
        chosen = row.match_id or db.session.scalar(
            select(ImportRow.person_id).where(ImportRow.run_id == run.id, ImportRow.number == row.match_row))
        person = db.session.get(Person, chosen) if chosen else None
        if person is not None:
            return person, None, None
    organisation = find_organisation(values.organisation, values.where()) if values.organisation else None
    likely = stored_match(evidence_of(values, organisation))
    if likely is None:
        return None, None, None
    if row.decision == "new":
        return None, likely.person_id, likely.comparison
    policy = "same" if row.decision == "same" else run.doubtful
    if likely.comparison.certain or policy == "same":
        return db.session.get(Person, likely.person_id), None, likely.comparison
    if policy == "skip":
        row.state, row.outcome, row.match_id = "skipped", "doubtful", likely.person_id
    return None, likely.person_id, likely.comparison


def _fills(run: ImportRun, person: Person, organisation, values: PersonValues) -> list:
    """Empty fields that the row knows. What this run made itself is filled at once, known records after the flip."""
    told = {"family_name": values.family_name, "given_name": values.given_name, "titles": values.titles,
            "gender": values.gender, "language": values.language, "country": values.country, "city": values.city,
            "street": values.street, "postcode": values.postcode, "website": values.website, "industry": values.industry}
    later = []
    for row in filter(None, (person, organisation)):
        for name in FILLS[row.__tablename__]:
            value = told[name]
            length = getattr(row.__table__.c[name].type, "length", None)
            if not value or getattr(row, name) or (length and len(value) > length):
                continue
            if row.import_run_id == run.id:
                setattr(row, name, value)
            else:
                later.append([row.__tablename__, row.id, name, None, value])
    return later


def _flip(actor: Actor, run_id: int, holder: str) -> None:
    """The one statement that makes everything visible, with the log entry beside it."""
    with transaction() as session:
        renew(holder)
        run = session.get(ImportRun, run_id)
        rows = session.execute(select(ImportRow.state, ImportRow.outcome, func.count()).where(ImportRow.run_id == run_id)
                               .group_by(ImportRow.state, ImportRow.outcome))
        counts: Counter = Counter()
        for state, outcome, count in rows:
            counts[outcome if state == "applied" else state] += count
        run.counts = dict(counts)
        at = now()
        run.state, run.applied_at, run.undo_until = "applied", at, at + timedelta(days=UNDO_DAYS)
        run.actor_id, run.actor_label = actor.id, actor.label
        record(actor, "import.applied", run, counts=dict(counts), target=[run.target_kind, run.target_ref])


def _finish(run_id: int, holder: str) -> bool:
    """Fill in, count up versions and index the known people that rows were attached to. False where all is done.

    A row whose `changes` are through carries a version that its person has now.
    """
    deadline = time.monotonic() + BATCH_SECONDS
    with transaction() as session:
        renew(holder)
        run = session.get(ImportRun, run_id)
        if run.finished_at is not None:
            return False
        people = session.scalars(
            select(ImportRow.person_id).join(Person, Person.id == ImportRow.person_id)
            .where(ImportRow.run_id == run_id, ImportRow.outcome == "same", ImportRow.state == "applied",
                   ImportRow.finished.is_(False)).distinct().order_by(ImportRow.person_id).limit(BATCH_ROWS)).all()
        for person_id in people:
            _finish_person(run, person_id)
            if time.monotonic() > deadline:
                break
        if not people:
            run.finished_at, run.queued = now(), False
    return bool(people)


def _finish_person(run: ImportRun, person_id: int) -> None:
    person = db.session.get(Person, person_id)
    rows = db.session.scalars(
        select(ImportRow).where(ImportRow.run_id == run.id, ImportRow.person_id == person_id)).all()
    changed = any(_fill(change) for row in rows for change in row.changes)
    if person.import_run_id != run.id:
        # A form that was opened before the rows appeared must not save over them.
        person.version += 1
        refresh_person(person)
    elif changed:
        refresh_person(person)
    db.session.execute(update(ImportRow).where(ImportRow.run_id == run.id, ImportRow.person_id == person_id)
                       .values(finished=True, person_version=person.version))


def _fill(change: list) -> bool:
    """Write one field where it is still empty; what somebody typed meanwhile stays."""
    from outreach.contacts.models import Organisation

    table, ref, name, _old, new = change
    row = db.session.get(Person if table == "person" else Organisation, ref)
    if row is None or getattr(row, name):
        return False
    setattr(row, name, new)
    return True
