"""Undoing an import: what it made and nobody touched since is removed, field by field; the rest stays and is listed."""

from collections.abc import Callable
from dataclasses import dataclass, field

from flask_babel import lazy_gettext as _l
from sqlalchemy import String, cast, func, or_, select, update

from outreach.activity import SYSTEM, Actor, record
from outreach.contacts.models import ImportRow, ImportRun, Organisation, Person, seeing_unfinished
from outreach.contacts.services.imports.lock import give_back, renew, take_lock
from outreach.contacts.services.imports.pace import Pace
from outreach.contacts.services.imports.removing import keep_merged, remove_organisations, remove_people
from outreach.contacts.services.imports.restoring import restore_people, restore_rows
from outreach.db import db, give_way, now, transaction
from outreach.db.bulk import pieces
from outreach.errors import Conflict, NotFound, Refused
from outreach.web import doors


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
    since, and empties the fields it filled in where they still say the same. What stays is noted in `kept` of its
    row. Raises Refused after `undo_until`, Conflict for a run that is not applied.
    """
    holder = take_lock(run_id, wait)
    try:
        done = Undone(_begin(actor, run_id, holder))
        # From here on nobody sees what the run made, so that none of it is seen half.
        with seeing_unfinished():
            _undo_target(actor, run_id, lambda: renew(holder))
            _take_back(run_id, done, lambda: renew(holder))
        _for_rows(run_id, lambda: renew(holder), ImportRow.state == "applied", state="undone")
        with transaction():
            renew(holder)
            done.run = run = db.session.get(ImportRun, run_id)
            run.state, run.queued = "undone", False
            kept = db.session.scalar(select(func.count()).where(ImportRow.run_id == run_id, ImportRow.state == "kept"))
            record(actor, "import.undone", run, people=done.people, organisations=done.organisations, kept=kept)
    finally:
        db.session.rollback()
        give_back(holder)
    return done


def withdraw(run_id: int, keep_alive: Callable[[], None]) -> None:
    """Remove what a killed, still hidden run had made, so that it can be applied anew. Nobody has seen any of it."""
    with seeing_unfinished():
        _undo_target(SYSTEM, run_id, keep_alive)
        _take_back(run_id, Undone(db.session.get(ImportRun, run_id)), keep_alive)
    _for_rows(run_id, keep_alive, ImportRow.state != "open", state="open", outcome=None, person_id=None, organisation_id=None,
              changes=[], kept=[], finished=False)
    with transaction():
        run = db.session.get(ImportRun, run_id)
        run.state, run.done = "previewed", 0


def _begin(actor: Actor, run_id: int, holder: str) -> ImportRun:
    with transaction():
        renew(holder)
        run = db.session.get(ImportRun, run_id, with_for_update=True)
        if run is None:
            raise NotFound("import_not_found", _l("There is no such import."))
        ask_undo(run)
    return run


def ask_undo(run: ImportRun) -> None:
    """Note that the run is to be taken back. Raises Conflict where it is not applied, Refused after `undo_until`."""
    if run.state not in ("applied", "undoing"):
        raise Conflict("import_not_applied", _l("Only an applied import can be undone."))
    if run.state == "applied" and run.undo_until and run.undo_until < now():
        raise Refused("undo_too_late", _l("The time to undo this import is over. Change the records one by one."))
    run.state = "undoing"


def _undo_target(actor: Actor, run_id: int, keep_alive: Callable[[], None]) -> None:
    """Let the room for which the file was imported take back its own, a few in each transaction."""
    run = db.session.get(ImportRun, run_id)
    target, pace = doors.import_target.get(run.target_kind or ""), Pace(200)
    gone = 1 if target else 0
    while gone:
        with pace.timed(pace.rows), transaction():
            keep_alive()
            gone = target.undo(actor, db.session.get(ImportRun, run_id), pace.rows)


def _take_back(run_id: int, done: Undone, keep_alive: Callable[[], None]) -> None:
    """In batches: what was changed of known people and organisations first, then what the run made itself."""
    own = select(Person.id).where(Person.import_run_id == run_id)
    known = select(ImportRow.person_id).join(Person, Person.id == ImportRow.person_id).where(
        ImportRow.run_id == run_id, or_(Person.import_run_id.is_(None), Person.import_run_id != run_id)).distinct()
    changed = select(ImportRow.id).where(
        ImportRow.run_id == run_id, or_(ImportRow.person_id.is_(None), ImportRow.person_id.in_(own)),
        cast(ImportRow.changes, String) != "[]")
    firms = select(Organisation.id).where(Organisation.import_run_id == run_id)
    # Whom the run made and whose row leads to somebody else was merged since.
    merged = known.where(ImportRow.state == "applied", ImportRow.outcome != "same")
    for ids, step in ((merged, keep_merged), (known, restore_people), (changed, restore_rows), (own, remove_people),
                      (firms, remove_organisations)):
        refs, pace = sorted(db.session.scalars(ids)), Pace(50)
        while refs:
            some, refs = refs[:pace.rows], refs[pace.rows:]
            with pace.timed(len(some)), transaction():
                keep_alive()
                step(run_id, some, done)


def _for_rows(run_id: int, keep_alive: Callable[[], None], condition, **values) -> None:
    """Set columns of many rows of a run, a few in each transaction."""
    refs = list(db.session.scalars(select(ImportRow.id).where(ImportRow.run_id == run_id, condition)))
    for some in pieces(refs, 2_000):
        with transaction() as session:
            keep_alive()
            session.execute(update(ImportRow).where(ImportRow.id.in_(some)).values(**values)
                            .execution_options(synchronize_session=False))
        give_way()
