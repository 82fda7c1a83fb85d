"""Undoing an import: what it made and nobody touched since is removed, the rest stays and is listed."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from flask_babel import lazy_gettext as _l
from sqlalchemy import column as sql_column
from sqlalchemy import delete, func, or_, select, table, update

from outreach.activity import SYSTEM, Actor, record
from outreach.contacts.models import (
    Affiliation,
    DuplicateCandidate,
    ImportRow,
    ImportRun,
    Organisation,
    Person,
    PersonChannel,
    PersonName,
    seeing_unfinished,
)
from outreach.contacts.services.imports.lock import give_back, renew, take_lock
from outreach.contacts.services.people import refresh_person
from outreach.db import db, now, transaction
from outreach.errors import Conflict, NotFound, Refused
from outreach.search import index
from outreach.web import doors

BATCH_SECONDS = 0.12
BATCH_ROWS = 50
#: Rows of our own bookkeeping do not count as somebody's work on a record.
BOOKKEEPING = ("person_key", "organisation_key", "duplicate_candidate", "import_row")
OWN_PARTS = ("person_name", "person_channel", "affiliation", "organisation_name", "organisation_identifier")
PARTS = (PersonName, PersonChannel, Affiliation)


@dataclass
class Undone:
    """What an undo did: records removed, and the labels of those that stay because somebody worked on them."""

    run: ImportRun
    people: int = 0
    organisations: int = 0
    kept: list[str] = field(default_factory=list)


def undo_import(actor: Actor, run_id: int, *, wait: float = 5.0) -> Undone:
    """Take an applied import back. Opens its own transactions; safe to call again after a kill.

    Removes people, organisations, names, channels and affiliations that the run made and nobody edited or used
    since, and empties the fields it filled in. Raises Refused after `undo_until`, Conflict for a run that is
    not applied.
    """
    holder = take_lock(run_id, wait)
    try:
        done = Undone(_begin(actor, run_id, holder))
        _take_back(run_id, done, lambda: renew(holder))
        with transaction():
            renew(holder)
            done.run = run = db.session.get(ImportRun, run_id)
            db.session.execute(update(ImportRow).where(ImportRow.run_id == run_id, ImportRow.state == "applied")
                               .values(state="undone"))
            run.state, run.queued = "undone", False
            kept = db.session.scalar(select(func.count()).where(ImportRow.run_id == run_id, ImportRow.state == "kept"))
            record(actor, "import.undone", run, people=done.people, organisations=done.organisations, kept=kept)
    finally:
        db.session.rollback()
        give_back(holder)
    return done


def withdraw(run_id: int, keep_alive: Callable[[], None]) -> None:
    """Remove what a killed, still hidden run had made, so that it can be applied anew. Nobody has seen any of it."""
    with transaction():
        run = db.session.get(ImportRun, run_id)
        _undo_target(SYSTEM, run)
    with seeing_unfinished():
        _take_back(run_id, Undone(run), keep_alive)
    with transaction():
        db.session.execute(update(ImportRow).where(ImportRow.run_id == run_id, ImportRow.state != "open").values(
            state="open", outcome=None, person_id=None, organisation_id=None, changes=[], finished=False))
        run = db.session.get(ImportRun, run_id)
        run.state, run.done = "previewed", 0


def _begin(actor: Actor, run_id: int, holder: str) -> ImportRun:
    with transaction():
        renew(holder)
        run = db.session.get(ImportRun, run_id, with_for_update=True)
        if run is None:
            raise NotFound("import_not_found", _l("There is no such import."))
        ask_undo(run)
        _undo_target(actor, run)
    return run


def ask_undo(run: ImportRun) -> None:
    """Note that the run is to be taken back. Raises Conflict where it is not applied, Refused after `undo_until`."""
    if run.state not in ("applied", "undoing"):
        raise Conflict("import_not_applied", _l("Only an applied import can be undone."))
    if run.state == "applied" and run.undo_until and run.undo_until < now():
        raise Refused("undo_too_late", _l("The time to undo this import is over. Change the records one by one."))
    run.state = "undoing"


def _undo_target(actor: Actor, run: ImportRun) -> None:
    target = doors.import_target.get(run.target_kind or "")
    if target is not None:
        target.undo(actor, run)


def _take_back(run_id: int, done: Undone, keep_alive: Callable[[], None]) -> None:
    """In batches: known people first, then the people that the run made, then its organisations."""
    for step in (_attached, _made_people, _made_organisations):
        after = 0
        while after is not None:
            deadline = time.monotonic() + BATCH_SECONDS
            with transaction():
                keep_alive()
                after = step(run_id, after, done, deadline)


def _attached(run_id: int, after: int, done: Undone, deadline: float) -> int | None:
    """Take additions back from people who were there before; gives the last id, None at the end."""
    ids = db.session.scalars(
        select(Person.id).join(ImportRow, ImportRow.person_id == Person.id)
        .where(ImportRow.run_id == run_id, Person.id > after,
               or_(Person.import_run_id.is_(None), Person.import_run_id != run_id))
        .distinct().order_by(Person.id).limit(BATCH_ROWS)).all()
    for person_id in ids:
        person = db.session.get(Person, person_id)
        rows = db.session.scalars(
            select(ImportRow).where(ImportRow.run_id == run_id, ImportRow.person_id == person_id)).all()
        if any(row.state == "applied" and row.person_version is not None and person.version > row.person_version for row in rows):
            _keep(run_id, person, rows, done)
        else:
            _strip(run_id, person, rows)
        if time.monotonic() > deadline:
            return person_id
    return ids[-1] if ids else None


def _strip(run_id: int, person: Person, rows: Iterable[ImportRow]) -> None:
    removed = 0
    for part in PARTS:
        removed += db.session.execute(
            delete(part).where(part.person_id == person.id, part.import_run_id == run_id)
            .execution_options(synchronize_session=False)).rowcount
    restored = sum(_restore(change) for row in rows for change in row.changes)
    db.session.flush()
    db.session.expire(person)
    if any(row.finished for row in rows):
        # The record says again what it said at that version; a form opened in between still has a higher one.
        person.version -= 1
    for row in rows:
        row.state = "undone" if row.state == "applied" else row.state
    if removed or restored:
        refresh_person(person)


def _restore(change: list) -> bool:
    """Put an old value back where the new one still stands."""
    name_of = {"person": Person, "organisation": Organisation}
    kind, ref, name, old, new = change
    row = db.session.get(name_of[kind], ref)
    if row is None or getattr(row, name) != new:
        return False
    setattr(row, name, old)
    return True


def _keep(run_id: int, person: Person, rows: Iterable[ImportRow], done: Undone) -> None:
    """Somebody worked on it since: it is theirs now, and the list says so."""
    for part in PARTS:
        db.session.execute(update(part).where(part.person_id == person.id, part.import_run_id == run_id)
                           .values(import_run_id=None).execution_options(synchronize_session=False))
    if person.import_run_id == run_id:
        person.import_run_id = None
    for row in rows:
        row.state = "kept" if row.state == "applied" else row.state
    done.kept.append(person.full_name)


def _made_people(run_id: int, after: int, done: Undone, deadline: float) -> int | None:
    people = db.session.scalars(
        select(Person).where(Person.import_run_id == run_id, Person.id > after).order_by(Person.id).limit(BATCH_ROWS)).all()
    used = _used("person.id", [person.id for person in people], run_id)
    for person in people:
        if person.version > 1 or person.id in used:
            rows = db.session.scalars(
                select(ImportRow).where(ImportRow.run_id == run_id, ImportRow.person_id == person.id)).all()
            _keep(run_id, person, rows, done)
        else:
            index.remove("person", person.id)
            db.session.execute(delete(DuplicateCandidate).where(
                or_(DuplicateCandidate.person_id == person.id, DuplicateCandidate.other_id == person.id)))
            db.session.execute(delete(Person).where(Person.id == person.id).execution_options(synchronize_session=False))
            db.session.expunge(person)
            done.people += 1
        if time.monotonic() > deadline:
            return person.id
    return people[-1].id if people else None


def _made_organisations(run_id: int, after: int, done: Undone, deadline: float) -> int | None:
    rows = db.session.scalars(
        select(Organisation).where(Organisation.import_run_id == run_id, Organisation.id > after)
        .order_by(Organisation.id).limit(BATCH_ROWS)).all()
    used = _used("organisation.id", [row.id for row in rows], run_id)
    for row in rows:
        if row.version > 1 or row.id in used:
            row.import_run_id = None
            if row.version > 1:
                done.kept.append(row.name)
        else:
            index.remove("organisation", row.id)
            db.session.execute(delete(Organisation).where(Organisation.id == row.id)
                               .execution_options(synchronize_session=False))
            db.session.expunge(row)
            done.organisations += 1
        if time.monotonic() > deadline:
            return row.id
    return rows[-1].id if rows else None


def _used(target: str, ids: list[int], run_id: int) -> set[int]:
    """Those ids to which something points that is not this run's own: parts added by others, and any row of
    another room that is still there after the target has taken its own back."""
    found: set[int] = set()
    if not ids:
        return found
    for source in db.metadata.sorted_tables:
        for key in source.foreign_keys:
            if key.target_fullname != target or source.name in BOOKKEEPING:
                continue
            bare = table(source.name, sql_column(key.parent.name), sql_column("import_run_id"))
            mine = bare.c[key.parent.name]
            statement = select(mine).where(mine.in_(ids)).distinct()
            if source.name in OWN_PARTS:
                statement = statement.where(or_(bare.c.import_run_id.is_(None), bare.c.import_run_id != run_id))
            found.update(db.session.scalars(statement))
    if target == "person.id":
        elsewhere = select(ImportRow.person_id).where(
            ImportRow.person_id.in_(ids), ImportRow.run_id != run_id, ImportRow.state.in_(("applied", "kept")))
        found.update(db.session.scalars(elsewhere))
    return found
