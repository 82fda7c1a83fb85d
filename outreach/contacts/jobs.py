"""Background work: large files are judged and applied here, doubles are searched for, and what was left behind is picked up."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import or_, select

from outreach.activity import SYSTEM, Actor
from outreach.contacts.models import Affiliation, DuplicateSearch, ImportLock, ImportRun, Person
from outreach.contacts.services import finder
from outreach.contacts.services.imports import apply_import, preview_import, undo_import
from outreach.contacts.services.people import person_text
from outreach.db import db, now, transaction
from outreach.errors import Conflict
from outreach.jobs import enqueue, job, periodic
from outreach.search import index

#: An import that shows no sign of life for this long was left behind by a dead worker.
LEFT_BEHIND = timedelta(minutes=3)


@job("contacts.preview_import")
def run_preview(run_id: int) -> None:
    """Judge the rows of a file. A run that was removed, or is through already, needs nothing."""
    run = db.session.get(ImportRun, run_id)
    if run is not None and run.state in ("uploaded", "previewing"):
        preview_import(run_id)


@job("contacts.apply_import")
def run_apply(run_id: int) -> None:
    """Apply a file in the name of the person who pressed the button. While another one is written, try later."""
    run = db.session.get(ImportRun, run_id)
    if run is None or run.state not in ("previewed", "applying", "applied") or run.finished_at is not None:
        return
    _unless_busy(lambda: apply_import(actor_of(run), run_id, wait=60))


@job("contacts.undo_import")
def run_undo(run_id: int) -> None:
    """Take a file back in the name of the person who pressed the button."""
    run = db.session.get(ImportRun, run_id)
    if run is not None and run.state == "undoing":
        _unless_busy(lambda: undo_import(actor_of(run), run_id, wait=60))


def _unless_busy(work: Callable) -> None:
    """While another import is being written this one stays as it is; the sweep tries it again."""
    try:
        work()
    except Conflict as error:
        if error.code != "import_busy":
            raise


@periodic("contacts.sweep_imports", minutes=2)
def sweep_imports() -> None:
    """Queue again what a dead worker left half-way."""
    with transaction():
        lock = db.session.get(ImportLock, 1)
        alive = lock.run_id if lock and lock.lease_until and lock.lease_until > now() else None
        waiting = db.session.scalars(select(ImportRun).where(
            or_(ImportRun.queued.is_(True), ImportRun.state.in_(("applying", "undoing"))),
            ImportRun.updated_at < now() - LEFT_BEHIND)).all()
        for run in waiting:
            name = _left_to_do(run)
            if name and run.id != alive:
                enqueue(name, run.id)


def _left_to_do(run: ImportRun) -> str | None:
    if run.state in ("uploaded", "previewing"):
        return "contacts.preview_import"
    if run.state in ("previewed", "applying") or (run.state == "applied" and run.finished_at is None):
        return "contacts.apply_import"
    return "contacts.undo_import" if run.state == "undoing" else None


def actor_of(run: ImportRun) -> Actor:
    """Whoever uploaded the file or last pressed its button."""
    from outreach.accounts.models import User

    user = db.session.get(User, run.actor_id) if run.actor_id else None
    return Actor.of(user) if user else Actor("system", run.actor_label or "Outreach")


@job("contacts.find_duplicates")
def run_search(search_id: int) -> None:
    """Carry a search for doubles on for a while, then let other work have its turn."""
    if db.session.get(DuplicateSearch, search_id) is not None and not finder.step_search(search_id):
        enqueue("contacts.find_duplicates", search_id)


@periodic("contacts.sweep_searches", minutes=5)
def sweep_searches() -> None:
    """Queue again the searches that a dead worker left half-way."""
    with transaction():
        for search in db.session.scalars(select(DuplicateSearch).where(
                DuplicateSearch.state == "running", DuplicateSearch.alive_at < now() - finder.LEFT_BEHIND)):
            enqueue("contacts.find_duplicates", search.id)


@periodic("contacts.search_duplicates", minutes=7 * 24 * 60)
def search_weekly() -> None:
    """Once a week all records are searched for doubles that nobody was warned of when they were entered."""
    with transaction():
        for kind in finder.KINDS:
            if finder.running_search(kind) is None:
                enqueue("contacts.find_duplicates", finder.start_search(SYSTEM, kind).id)


@job("contacts.refresh_people")
def refresh_people(organisation_id: int) -> None:
    """Bring the search words of everybody at an organisation up to date, in short units of work."""
    after = 0
    while after is not None:
        with transaction():
            people = db.session.scalars(
                select(Person).join(Person.affiliations).where(
                    Affiliation.organisation_id == organisation_id, Person.id > after)
                .distinct().order_by(Person.id).limit(50)).all()
            for person in people:
                index.put("person", person.id, person_text(person))
            after = people[-1].id if people else None
