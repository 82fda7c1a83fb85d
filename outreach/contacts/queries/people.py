"""Reading people and what is told of them."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import aliased

from outreach.activity.models import ActivityEntry, ActivitySubject
from outreach.contacts.models import ImportRow, ImportRun, Organisation, Person
from outreach.contacts.queries.access import by_key, staff_only
from outreach.contacts.queries.merging import stubs_of, taken_in
from outreach.db import db
from outreach.errors import NotFound
from outreach.search import index
from outreach.web import doors


def visible_people(viewer) -> Select:
    """All people that the viewer may see, in the order of names."""
    return staff_only(select(Person).order_by(Person.sort_key, Person.id), viewer)


def find_people(viewer, q: str = "", country: str = "", language: str = "") -> Select:
    """People by what the search box finds them by, by country and by language."""
    statement = visible_people(viewer)
    q = q.replace("\x00", "").strip()[:200]
    if q:
        statement = statement.where(index.among(Person.id, q, viewer, "person"))
    if country:
        statement = statement.where(Person.country == country)
    if language:
        statement = statement.where(Person.language == language)
    return statement


def get_person(viewer, person_id: int) -> Person:
    """One person. Raises NotFound."""
    row = by_key(viewer, Person, person_id)
    if row is None:
        raise NotFound("person_not_found", _l("There is no such person."))
    return row


def person_timeline(person: Person) -> Select:
    """The entries of a person, of those merged into it, and of the imports that brought or completed the record and were
    perhaps undone, newest first."""
    runs = select(ImportRow.run_id).where(ImportRow.person_id == person.id)
    own = select(ActivitySubject.entry_id).where(ActivitySubject.kind == "person",
                                                 ActivitySubject.ref_id.in_(taken_in("person", person.id)))
    brought = select(ActivitySubject.entry_id).where(
        ActivitySubject.kind == "import_run", ActivitySubject.ref_id.in_(runs))
    return (
        select(ActivityEntry)
        .where(or_(ActivityEntry.id.in_(own), ActivityEntry.id.in_(brought) & ActivityEntry.verb.in_(
            ("import.applied", "import.undone"))))
        .order_by(ActivityEntry.id.desc()))


def last_events(viewer, people: list[Person]) -> dict[int, tuple[str, str, str]]:
    """The event at which each of these people was met or invited last, as (title, second line, url).

    The log and the files of a fair say which one it was; the event itself is told by the room that has it.
    """
    now_at = stubs_of("person", [person.id for person in people])
    ids = list(now_at)
    one, other = aliased(ActivitySubject), aliased(ActivitySubject)
    told = (select(one.ref_id, other.ref_id, ActivityEntry.at).join(other, other.entry_id == one.entry_id)
            .join(ActivityEntry, ActivityEntry.id == one.entry_id)
            .where(one.kind == "person", one.ref_id.in_(ids), other.kind == "event"))
    filed = (select(ImportRow.person_id, ImportRun.target_ref, ImportRun.applied_at).join(ImportRow.run)
             .where(ImportRow.person_id.in_(ids), ImportRow.state.in_(("applied", "kept")),
                    ImportRun.state == "applied", ImportRun.target_kind == "event", ImportRun.applied_at.is_not(None)))
    newest: dict[int, tuple] = {}
    for ref_id, event_id, at in [*db.session.execute(told).all(), *db.session.execute(filed).all()]:
        person_id = now_at[ref_id]
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
