"""Removing the people and organisations that an import made, except those that somebody edited or uses."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, delete, func, or_, select, table, update
from sqlalchemy import column as sql_column
from sqlalchemy.orm import InstrumentedAttribute

from outreach.activity.models import ActivityEntry, ActivitySubject
from outreach.contacts.models import (
    Affiliation,
    CustomValue,
    ImportRow,
    ImportRun,
    Organisation,
    Person,
    PersonChannel,
    PersonName,
)
from outreach.contacts.services.reading import OWN
from outreach.db import db
from outreach.db.bulk import pieces, update_many
from outreach.search import index

#: Rows of our own bookkeeping do not count as somebody's work on a record; who writes a field of the zone's own counts
#: up the record's version.
BOOKKEEPING = ("person_key", "organisation_key", "duplicate_candidate", "import_row", "custom_value")
OWN_PARTS = ("person_name", "person_channel", "affiliation", "organisation_name", "organisation_identifier")
#: The record and its parts that carry the run which brought them.
OF_PEOPLE = (Person.id, PersonName.person_id, PersonChannel.person_id, Affiliation.person_id, CustomValue.person_id)
OF_ORGANISATIONS = (Organisation.id, CustomValue.organisation_id)
#: What an entry in `kept` says instead of a table where the record itself is used elsewhere.
USED = "used"
#: And there, that another file tells of the person too.
ELSEWHERE = "import_row.person_id"


def remove_people(run_id: int, refs: Sequence[int], done: Any) -> None:
    """Remove people of the run; those that somebody worked on are theirs now, and their rows say why.

    Who is only held by another file becomes that one's, so that undoing it too leaves nobody behind.
    """
    people = db.session.execute(
        select(Person.id, Person.full_name, (Person.version - Person.import_steps > 1).label("edited"))
        .where(Person.id.in_(refs))).all()
    used = _used("person.id", refs, run_id)
    edited = _edited(run_id, [one.id for one in people if one.edited])
    stay = [one for one in people if one.edited or one.id in used]
    gone = [one.id for one in people if not one.edited and one.id not in used]
    heirs = _told_elsewhere([one.id for one in stay if not one.edited and used[one.id] == {ELSEWHERE}], run_id)
    for heir, some in _by_heir([one.id for one in stay], heirs).items():
        _pass_on(OF_PEOPLE, some, run_id, heir)
    rows = db.session.execute(select(ImportRow.id, ImportRow.person_id, ImportRow.state, ImportRow.kept).where(
        ImportRow.run_id == run_id, ImportRow.person_id.in_([one.id for one in stay]))).all()
    update_many(ImportRow, [{
        "id": row.id, "state": "kept" if row.state == "applied" else row.state,
        "kept": [*row.kept, *edited.get(row.person_id, []), *([USED, what, None, None] for what in used.get(row.person_id, ()))]}
        for row in rows])
    done.kept += [one.full_name for one in stay]
    index.remove_many("person", gone)
    db.session.execute(delete(Person).where(Person.id.in_(gone)).execution_options(synchronize_session=False))
    done.people += len(gone)


def remove_organisations(run_id: int, refs: Sequence[int], done: Any) -> None:
    """Remove organisations of the run that nobody edited and nothing points to any more."""
    firms = db.session.execute(
        select(Organisation.id, Organisation.name, (Organisation.version - Organisation.import_steps > 1).label("edited"))
        .where(Organisation.id.in_(refs))).all()
    used = _used("organisation.id", refs, run_id)
    stay = [one for one in firms if one.edited or one.id in used]
    gone = [one.id for one in firms if not one.edited and one.id not in used]
    heirs = _places_elsewhere([one.id for one in stay if not one.edited and used[one.id] == {"affiliation.organisation_id"}])
    for heir, some in _by_heir([one.id for one in stay], heirs).items():
        _pass_on(OF_ORGANISATIONS, some, run_id, heir)
    done.kept += [one.name for one in stay if one.edited]
    index.remove_many("organisation", gone)
    db.session.execute(delete(Organisation).where(Organisation.id.in_(gone)).execution_options(synchronize_session=False))
    done.organisations += len(gone)


def _told_elsewhere(refs: Sequence[int], run_id: int) -> dict[int, int]:
    """Of these people the other visible run that tells of each; the first one where there are more."""
    return dict(db.session.execute(_rows_elsewhere(refs, run_id).where(ImportRun.state == "applied").with_only_columns(
        ImportRow.person_id, func.min(ImportRow.run_id)).group_by(ImportRow.person_id)).all())


def _places_elsewhere(refs: Sequence[int]) -> dict[int, int]:
    """Of these organisations the run that brought everybody who is there; none where somebody was put there by hand."""
    runs = select(Affiliation.organisation_id, func.min(Affiliation.import_run_id)).where(
        Affiliation.organisation_id.in_(refs)).group_by(Affiliation.organisation_id).having(
        func.count() == func.count(Affiliation.import_run_id))
    return dict(db.session.execute(runs).all())


def _rows_elsewhere(refs: Sequence[int], run_id: int) -> Select:
    """Rows of other runs that hold one of these people."""
    return select(ImportRow.person_id).join(ImportRow.run).where(
        ImportRow.person_id.in_(refs), ImportRow.run_id != run_id, ImportRow.state.in_(("applied", "kept")),
        ImportRun.state != "undone")


def _by_heir(refs: Sequence[int], heirs: Mapping[int, int]) -> dict[int | None, list[int]]:
    found: dict[int | None, list[int]] = defaultdict(list)
    for ref in refs:
        found[heirs.get(ref)].append(ref)
    return found


def _pass_on(columns: Iterable[InstrumentedAttribute], refs: Sequence[int], run_id: int, heir: int | None) -> None:
    """What the run made of these records is the other run's, or with None nobody's who could take it back."""
    for column in columns:
        model = column.class_
        db.session.execute(update(model).where(column.in_(refs), model.import_run_id == run_id)
                           .values(import_run_id=heir).execution_options(synchronize_session=False))


def _edited(run_id: int, refs: Sequence[int]) -> dict[int, list]:
    """[table, field, before, after] of what somebody changed of these people since, as the log tells."""
    found: dict[int, dict[str, list]] = defaultdict(dict)
    since = db.session.scalar(select(ImportRun.applied_at).where(ImportRun.id == run_id))
    if not refs or since is None:
        return {}
    entries = select(ActivitySubject.ref_id, ActivityEntry.verb, ActivityEntry.data).join(ActivityEntry.subjects).where(
        ActivitySubject.kind == "person", ActivitySubject.ref_id.in_(refs), ActivityEntry.at >= since,
        ActivityEntry.verb.startswith("person.")).order_by(ActivityEntry.id)
    for ref, verb, data in db.session.execute(entries):
        own = OWN if verb == "person.fields_edited" else ""
        for code, pair in (data.get("changes") or {}).items():
            name = own + code
            before = found[ref][name][2] if name in found[ref] else pair[0]
            found[ref][name] = ["person", name, before, pair[1]]
    return {ref: list(fields.values()) for ref, fields in found.items()}


def _used(target: str, ids: Sequence[int], run_id: int) -> dict[int, set[str]]:
    """"table.column" of what points to each of these and is not this run's own: parts added by others, and any row of
    another room that is still there after the target has taken its own back."""
    found: dict[int, set[str]] = defaultdict(set)
    for source in db.metadata.sorted_tables if ids else ():
        for key in source.foreign_keys:
            if key.target_fullname != target or source.name in BOOKKEEPING:
                continue
            bare = table(source.name, sql_column(key.parent.name), sql_column("import_run_id"))
            mine = bare.c[key.parent.name]
            for part in pieces(ids):
                statement = select(mine).where(mine.in_(part)).distinct()
                if source.name in OWN_PARTS:
                    statement = statement.where(or_(bare.c.import_run_id.is_(None), bare.c.import_run_id != run_id))
                for ref in db.session.scalars(statement):
                    found[ref].add(f"{source.name}.{key.parent.name}")
    for part in pieces(ids) if target == "person.id" else ():
        for ref in db.session.scalars(_rows_elsewhere(part, run_id)):
            found[ref].add(ELSEWHERE)
    return dict(found)
