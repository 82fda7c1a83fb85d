"""Removing the people and organisations that an import made, except those that somebody edited or uses."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import column as sql_column
from sqlalchemy import delete, or_, select, table, update

from outreach.activity.models import ActivityEntry, ActivitySubject
from outreach.contacts.models import Affiliation, ImportRow, ImportRun, Organisation, Person, PersonChannel, PersonName
from outreach.contacts.services.imports.own import release_own
from outreach.contacts.services.reading import OWN
from outreach.db import db
from outreach.db.bulk import pieces, update_many
from outreach.search import index

#: Rows of our own bookkeeping do not count as somebody's work on a record; who writes a field of the zone's own counts
#: up the record's version.
BOOKKEEPING = ("person_key", "organisation_key", "duplicate_candidate", "import_row", "custom_value")
OWN_PARTS = ("person_name", "person_channel", "affiliation", "organisation_name", "organisation_identifier")
#: What an entry in `kept` says instead of a table where the record itself is used elsewhere.
USED = "used"


def remove_people(run_id: int, refs: Sequence[int], done: Any) -> None:
    """Remove people of the run; those that somebody worked on are theirs now, and their rows say why."""
    people = db.session.execute(select(Person.id, Person.full_name, Person.version).where(Person.id.in_(refs))).all()
    used = _used("person.id", refs, run_id)
    edited = _edited(run_id, [one.id for one in people if one.version > 1])
    stay = [one for one in people if one.version > 1 or one.id in used]
    gone = [one.id for one in people if one.version == 1 and one.id not in used]
    _release([one.id for one in stay], run_id)
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
    firms = db.session.execute(select(Organisation.id, Organisation.name, Organisation.version).where(
        Organisation.id.in_(refs))).all()
    used = _used("organisation.id", refs, run_id)
    stay = [one for one in firms if one.version > 1 or one.id in used]
    gone = [one.id for one in firms if one.version == 1 and one.id not in used]
    release_own("organisation", [one.id for one in stay], run_id)
    db.session.execute(update(Organisation).where(Organisation.id.in_([one.id for one in stay])).values(import_run_id=None)
                       .execution_options(synchronize_session=False))
    done.kept += [one.name for one in stay if one.version > 1]
    index.remove_many("organisation", gone)
    db.session.execute(delete(Organisation).where(Organisation.id.in_(gone)).execution_options(synchronize_session=False))
    done.organisations += len(gone)


def _release(refs: Sequence[int], run_id: int) -> None:
    release_own("person", refs, run_id)
    for model in (PersonName, PersonChannel, Affiliation):
        db.session.execute(update(model).where(model.person_id.in_(refs), model.import_run_id == run_id)
                           .values(import_run_id=None).execution_options(synchronize_session=False))
    db.session.execute(update(Person).where(Person.id.in_(refs)).values(import_run_id=None)
                       .execution_options(synchronize_session=False))


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
        elsewhere = select(ImportRow.person_id).where(
            ImportRow.person_id.in_(part), ImportRow.run_id != run_id, ImportRow.state.in_(("applied", "kept")))
        for ref in db.session.scalars(elsewhere):
            found[ref].add("import_row.person_id")
    return dict(found)
