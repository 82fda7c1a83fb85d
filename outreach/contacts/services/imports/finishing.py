"""After the flip: empty fields of known people are filled in, their versions counted up, the search index told."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence

from sqlalchemy import String, cast, or_, select, update
from sqlalchemy.orm import selectinload

from outreach.contacts.models import Affiliation, ImportRow, ImportRun, Organisation, Person
from outreach.contacts.services.imports.own import fill_own
from outreach.contacts.services.imports.pace import Pace
from outreach.contacts.services.organisations import refresh_organisation
from outreach.contacts.services.people import person_text
from outreach.contacts.services.reading import OWN
from outreach.db import db, now, transaction
from outreach.search import index

MODELS = {"person": Person, "organisation": Organisation, "affiliation": Affiliation}


def finish(run_id: int, keep_alive: Callable[[], None]) -> None:
    """Bring what rows were attached to up to date.

    Opens its own transactions; safe to call again after a kill.
    """
    refs, pace = _left(run_id), Pace(50)
    while refs:
        some, refs = refs[:pace.rows], refs[pace.rows:]
        entries = _found_by(some)
        with pace.timed(len(some)), transaction():
            keep_alive()
            _finish_people(run_id, some, entries)
    refs = _fills_left(run_id)
    while refs:
        some, refs = refs[:pace.rows], refs[pace.rows:]
        with pace.timed(len(some)), transaction():
            keep_alive()
            _fill_changes(ImportRow.id.in_(some))
            db.session.execute(update(ImportRow).where(ImportRow.id.in_(some)).values(finished=True)
                               .execution_options(synchronize_session=False))
    with transaction():
        keep_alive()
        run = db.session.get(ImportRun, run_id)
        if run.finished_at is None:
            run.finished_at, run.queued = now(), False


def _left(run_id: int) -> list[int]:
    """People who were there before and to whom something is still to be done."""
    return list(db.session.scalars(
        select(ImportRow.person_id).join(Person, Person.id == ImportRow.person_id)
        .where(ImportRow.run_id == run_id, ImportRow.outcome == "same", ImportRow.state == "applied",
               ImportRow.finished.is_(False), or_(Person.import_run_id.is_(None), Person.import_run_id != run_id))
        .distinct().order_by(ImportRow.person_id)))


def _fills_left(run_id: int) -> list[int]:
    """Rows of new people that fill in an organisation which was there before."""
    return list(db.session.scalars(select(ImportRow.id).where(
        ImportRow.run_id == run_id, ImportRow.state == "applied", ImportRow.finished.is_(False),
        cast(ImportRow.changes, String) != "[]").order_by(ImportRow.id)))


def _found_by(refs: Sequence[int]) -> list[dict]:
    """What search finds people by, with all that the rows have added."""
    people = db.session.scalars(select(Person).where(Person.id.in_(refs)).options(
        selectinload(Person.names), selectinload(Person.channels), selectinload(Person.tags),
        selectinload(Person.affiliations).joinedload(Affiliation.organisation)).execution_options(populate_existing=True))
    return [index.Document("person", person.id, person_text(person)).row() for person in people]


def _finish_people(run_id: int, refs: Sequence[int], entries: list[dict]) -> None:
    index.store(entries)
    _fill_changes(ImportRow.run_id == run_id, ImportRow.person_id.in_(refs))
    # A form that was opened before the rows appeared must not save over them.
    count_up(Person, refs)
    db.session.execute(
        update(ImportRow).where(ImportRow.run_id == run_id, ImportRow.person_id.in_(refs))
        .values(finished=True).execution_options(synchronize_session=False))


def count_up(model: type[Person | Organisation], refs: Collection[int]) -> None:
    """The next version of records that an import changed; it does not count as somebody's work on them."""
    db.session.execute(
        update(model).where(model.id.in_(refs))
        .values(version=model.version + 1, import_steps=model.import_steps + 1, updated_at=now())
        .execution_options(synchronize_session=False))


def _fill_changes(*where) -> None:
    """Fill in what these rows know and records lack."""
    wanted: dict[str, dict[int, dict]] = defaultdict(lambda: defaultdict(dict))
    for changes in db.session.scalars(select(ImportRow.changes).where(*where).order_by(ImportRow.number)):
        for table, ref, name, _old, new in changes:
            if name:
                wanted[table][ref].setdefault(name, new)
    for table, by_ref in wanted.items():
        _fill(MODELS[table], by_ref)


def _fill(model: type, by_ref: dict[int, dict]) -> None:
    """Write fields where they are still empty; what somebody typed meanwhile stays."""
    for row in db.session.scalars(select(model).where(model.id.in_(by_ref)).execution_options(populate_existing=True)):
        own = {name.removeprefix(OWN): value for name, value in by_ref[row.id].items() if name.startswith(OWN)}
        for name, value in by_ref[row.id].items():
            if not name.startswith(OWN) and not getattr(row, name):
                setattr(row, name, value)
        db.session.flush()
        filled = bool(own) and fill_own(model.__tablename__, row.id, own)
        if model is Person and (filled or "notes" in by_ref[row.id]):
            index.put("person", row.id, person_text(row))
        if model is Organisation:
            refresh_organisation(row)
    if model is Organisation:
        count_up(Organisation, by_ref)
