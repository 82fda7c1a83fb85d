"""Reading people, organisations and imports. Selects take the viewer; partners see nothing of this room."""

import re

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, case, false, func, or_, select
from sqlalchemy.orm import aliased

from outreach.activity.models import ActivityEntry, ActivitySubject
from outreach.contacts.models import (
    Affiliation,
    DuplicateCandidate,
    ImportRow,
    ImportRun,
    Organisation,
    Person,
    PersonChannel,
    PersonName,
)
from outreach.db import db
from outreach.errors import NotFound
from outreach.search import index
from outreach.web import doors
from outreach.web.access import STAFF


def _staff(statement: Select, viewer) -> Select:
    return statement if viewer is not None and viewer.role in STAFF else statement.where(false())


def visible_people(viewer) -> Select:
    """All people that the viewer may see, in the order of names."""
    return _staff(select(Person).order_by(Person.sort_key, Person.id), viewer)


def find_people(viewer, q: str = "", country: str = "", language: str = "") -> Select:
    """People by a part of name, mail, number or handle, by country and by language."""
    statement = visible_people(viewer)
    q = q.replace("\x00", "").strip()[:200]
    if q:
        statement = statement.where(_said(q, viewer))
    if country:
        statement = statement.where(Person.country == country)
    if language:
        statement = statement.where(Person.language == language)
    return statement


def _said(q: str, viewer):
    """What the index knows in any script, or a plain part of a name, address or number."""
    conditions = [
        Person.id.in_([hit.ref_id for hit in index.find(q, viewer, kinds=["person"], limit=500)]),
        Person.id.in_(select(PersonName.person_id).where(PersonName.text.icontains(q, autoescape=True))),
        Person.id.in_(select(PersonChannel.person_id).where(PersonChannel.value.icontains(q, autoescape=True))),
    ]
    digits = re.sub(r"\D", "", q).lstrip("0")
    if len(digits) >= 4 and not re.search(r"[^\W\d_]", q):
        conditions.append(Person.id.in_(select(PersonChannel.person_id).where(PersonChannel.value.contains(digits))))
    return or_(*conditions)


def _by_key(viewer, model, key: int):
    """The row that the viewer may see, or None; a number that no key can hold is nobody's."""
    return db.session.scalar(_staff(select(model).where(model.id == key), viewer)) if 0 < key < 2**31 else None


def get_person(viewer, person_id: int) -> Person:
    """One person. Raises NotFound."""
    row = _by_key(viewer, Person, person_id)
    if row is None:
        raise NotFound("person_not_found", _l("There is no such person."))
    return row


def open_duplicates(viewer, person: Person) -> list[DuplicateCandidate]:
    """Pairs with this person that nobody has decided, the likeliest first."""
    return list(db.session.scalars(_staff(
        select(DuplicateCandidate).where(
            DuplicateCandidate.state == "open",
            or_(DuplicateCandidate.person_id == person.id, DuplicateCandidate.other_id == person.id))
        .order_by(DuplicateCandidate.score.desc(), DuplicateCandidate.id), viewer)))


def get_duplicate(viewer, candidate_id: int) -> DuplicateCandidate:
    """One pair. Raises NotFound."""
    row = _by_key(viewer, DuplicateCandidate, candidate_id)
    if row is None:
        raise NotFound("pair_not_found", _l("There is no such pair."))
    return row


def pairs(viewer, state: str = "open") -> Select:
    """Pairs that nobody has decided ('open') or that are known not to be one ('not_same'), the likeliest first."""
    return _staff(select(DuplicateCandidate).where(DuplicateCandidate.state == state)
                  .order_by(DuplicateCandidate.score.desc(), DuplicateCandidate.id), viewer)


def pairs_count(viewer, state: str = "open") -> int:
    """How many pairs are in a state."""
    return db.session.scalar(select(func.count()).select_from(pairs(viewer, state).order_by(None).subquery())) or 0


def open_pairs_count(viewer) -> int | None:
    """How many pairs wait; None for none."""
    return pairs_count(viewer) or None


def decided_pairs(viewer, person: Person) -> list[DuplicateCandidate]:
    """Pairs of this person that somebody said are not the same."""
    return list(db.session.scalars(_staff(
        select(DuplicateCandidate).where(
            DuplicateCandidate.state == "not_same",
            or_(DuplicateCandidate.person_id == person.id, DuplicateCandidate.other_id == person.id))
        .order_by(DuplicateCandidate.id), viewer)))


def person_timeline(person: Person) -> Select:
    """The entries of a person, and of the imports that brought or completed the record, newest first."""
    runs = select(ImportRow.run_id).where(ImportRow.person_id == person.id)
    own = select(ActivitySubject.entry_id).where(ActivitySubject.kind == "person", ActivitySubject.ref_id == person.id)
    brought = select(ActivitySubject.entry_id).where(
        ActivitySubject.kind == "import_run", ActivitySubject.ref_id.in_(runs))
    return (
        select(ActivityEntry)
        .where(or_(ActivityEntry.id.in_(own), ActivityEntry.id.in_(brought) & (ActivityEntry.verb == "import.applied")))
        .order_by(ActivityEntry.id.desc()))


def last_events(viewer, people: list[Person]) -> dict[int, tuple[str, str, str]]:
    """The event at which each of these people was met or invited last, as (title, second line, url).

    The log and the files of a fair say which one it was; the event itself is told by the room that has it.
    """
    ids = [person.id for person in people]
    one, other = aliased(ActivitySubject), aliased(ActivitySubject)
    told = (select(one.ref_id, other.ref_id, ActivityEntry.at).join(other, other.entry_id == one.entry_id)
            .join(ActivityEntry, ActivityEntry.id == one.entry_id)
            .where(one.kind == "person", one.ref_id.in_(ids), other.kind == "event"))
    filed = (select(ImportRow.person_id, ImportRun.target_ref, ImportRun.applied_at).join(ImportRow.run)
             .where(ImportRow.person_id.in_(ids), ImportRow.state.in_(("applied", "kept")),
                    ImportRun.state == "applied", ImportRun.target_kind == "event", ImportRun.applied_at.is_not(None)))
    newest: dict[int, tuple] = {}
    for person_id, event_id, at in [*db.session.execute(told).all(), *db.session.execute(filed).all()]:
        if person_id not in newest or newest[person_id][0] < at:
            newest[person_id] = (at, event_id)
    document = doors.search_document.get("event")
    wanted = sorted({event_id for _at, event_id in newest.values()})
    events = document.find(wanted, viewer) if document and wanted else {}
    return {person_id: events[event_id] for person_id, (_at, event_id) in newest.items() if event_id in events}


def entries_about(kind: str, ref_id: int, count: int) -> list[ActivityEntry]:
    """The newest entries whose subject is the record itself."""
    return list(db.session.scalars(
        select(ActivityEntry).where(ActivityEntry.subject_kind == kind, ActivityEntry.subject_id == ref_id)
        .order_by(ActivityEntry.id.desc()).limit(count)))


def changed_since(kind: str, row: Person | Organisation, version: int) -> dict:
    """The fields that were changed since `version`, each with its value at that time as the log keeps it."""
    before: dict = {}
    for entry in entries_about(kind, row.id, max(0, min(row.version - version, 100))):
        for name, (old, _new) in (entry.data.get("changes") or {}).items():
            before[name] = old
    return before


def import_rows_of(person: Person) -> list[ImportRow]:
    """Rows of applied files that stand for this person, newest first."""
    return list(db.session.scalars(
        select(ImportRow).join(ImportRow.run)
        .where(ImportRow.person_id == person.id, ImportRow.state.in_(("applied", "kept")), ImportRun.state == "applied")
        .order_by(ImportRow.id.desc()).limit(20)))


def visible_organisations(viewer) -> Select:
    """All organisations that the viewer may see, in the order of names."""
    return _staff(select(Organisation).order_by(Organisation.sort_key, Organisation.id), viewer)


def find_organisations(viewer, q: str = "", country: str = "") -> Select:
    """Organisations by what the index knows or a part of the name, and by country."""
    statement = visible_organisations(viewer)
    q = q.replace("\x00", "").strip()[:200]
    if q:
        statement = statement.where(or_(
            Organisation.id.in_([hit.ref_id for hit in index.find(q, viewer, kinds=["organisation"], limit=500)]),
            Organisation.name.icontains(q, autoescape=True)))
    if country:
        statement = statement.where(Organisation.country == country)
    return statement


def get_organisation(viewer, organisation_id: int) -> Organisation:
    """One organisation. Raises NotFound."""
    row = _by_key(viewer, Organisation, organisation_id)
    if row is None:
        raise NotFound("organisation_not_found", _l("There is no such organisation."))
    return row


def people_of(viewer, organisation: Organisation) -> Select:
    """Affiliations with an organisation, running ones first, in the order of names."""
    return _staff(
        select(Affiliation).join(Affiliation.person).where(Affiliation.organisation_id == organisation.id)
        .order_by(Affiliation.until.is_not(None), Person.sort_key, Affiliation.id), viewer)


def head_counts(viewer, organisations: list[Organisation]) -> dict[int, int]:
    """How many people are at each of these organisations now."""
    statement = _staff(
        select(Affiliation.organisation_id, func.count(Affiliation.person_id.distinct()))
        .where(Affiliation.organisation_id.in_([row.id for row in organisations]), Affiliation.until.is_(None))
        .group_by(Affiliation.organisation_id), viewer)
    return dict(db.session.execute(statement).all())


def related_organisations(viewer, organisation: Organisation) -> list[Organisation]:
    """Others of the same name whose legal form or country differs."""
    return list(db.session.scalars(_staff(
        select(Organisation).where(Organisation.key == organisation.key, Organisation.id != organisation.id)
        .order_by(Organisation.sort_key, Organisation.id).limit(20), viewer)))


def visible_imports(viewer, state: str | None = None) -> Select:
    """Imports, newest first, all or those in one state."""
    statement = _staff(select(ImportRun).order_by(ImportRun.id.desc()), viewer)
    return statement.where(ImportRun.state == state) if state else statement


def get_import(viewer, run_id: int) -> ImportRun:
    """One import. Raises NotFound."""
    row = db.session.scalar(_staff(select(ImportRun).where(ImportRun.id == run_id), viewer))
    if row is None:
        raise NotFound("import_not_found", _l("There is no such import."))
    return row


def import_rows(run: ImportRun, verdict: str = "") -> Select:
    """The rows of a file in its order, all or those of one verdict."""
    statement = select(ImportRow).where(ImportRow.run_id == run.id).order_by(ImportRow.number)
    return statement.where(ImportRow.verdict == verdict) if verdict else statement


def import_outcomes(run: ImportRun) -> dict[str, int]:
    """Rows by what became of them: 'new', 'same', 'doubtful', 'set_aside', 'skipped', 'kept' or 'undone'."""
    fate = _fate()
    rows = select(fate, func.count()).where(ImportRow.run_id == run.id).group_by(fate)
    return dict(db.session.execute(rows).all())


def import_rows_by_fate(run: ImportRun, fate: str = "") -> Select:
    """The rows of a file in its order, all or those of which one thing became; an unknown one gives all."""
    statement = select(ImportRow).where(ImportRow.run_id == run.id).order_by(ImportRow.number)
    return statement.where(_fate() == fate) if fate in FATES else statement


FATES = ("new", "same", "doubtful", "set_aside", "skipped", "kept", "undone")


def _fate():
    return case((ImportRow.state == "applied", ImportRow.outcome), else_=ImportRow.state)


def imports_waiting(viewer) -> int | None:
    """How many files were uploaded and never applied; None for none."""
    waiting = visible_imports(viewer).where(ImportRun.state.in_(("uploaded", "previewing", "previewed", "failed")))
    return db.session.scalar(select(func.count()).select_from(waiting.order_by(None).subquery())) or None


def kept_rows(run: ImportRun) -> list[ImportRow]:
    """Rows whose people stayed when the import was undone, because somebody had worked on them."""
    return list(db.session.scalars(
        select(ImportRow).where(ImportRow.run_id == run.id, ImportRow.state == "kept").order_by(ImportRow.number)))
