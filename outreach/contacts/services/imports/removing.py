"""Removing the people and organisations that an import made, except those that somebody edited or uses."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, delete, false, func, or_, select, table, update
from sqlalchemy import column as sql_column
from sqlalchemy.orm import InstrumentedAttribute

from outreach.activity.models import ActivityEntry, ActivitySubject
from outreach.contacts.models import (
    Affiliation,
    CustomValue,
    ImportRow,
    ImportRun,
    Organisation,
    OrganisationTag,
    Person,
    PersonChannel,
    PersonName,
    PersonTag,
    seeing_merged,
)
from outreach.contacts.services.reading import OWN
from outreach.db import db
from outreach.db.bulk import pieces, update_many
from outreach.search import index

#: Rows of our own bookkeeping do not count as somebody's work on a record; who writes a field of the zone's own counts
#: up the record's version.
BOOKKEEPING = ("person_key", "organisation_key", "duplicate_candidate", "import_row", "custom_value")
OWN_PARTS = ("person_name", "person_channel", "person_tag", "affiliation", "organisation_name", "organisation_identifier",
             "organisation_tag")
#: The record and its parts that carry the run which brought them.
OF_PEOPLE = (Person.id, PersonName.person_id, PersonChannel.person_id, PersonTag.person_id, Affiliation.person_id,
             CustomValue.person_id)
OF_ORGANISATIONS = (Organisation.id, OrganisationTag.organisation_id, CustomValue.organisation_id)
#: What an entry in `kept` says instead of a table where the record itself is used elsewhere.
USED = "used"
#: And there, that another file tells of it too, or that it was merged with another one.
ELSEWHERE, MERGED = "import_row", "record_merge"
#: What points to a record because of a merge, and says no more than that.
OF_MERGES = ("record_merge", "merge_snapshot", "person.merged_into_id", "organisation.merged_into_id")


@dataclass(frozen=True)
class _Sorted:
    """Records of the run: those that go, those that stay, each with what was changed of it and who uses it."""

    stay: list[Any]
    gone: list[int]
    edited: dict[int, list]
    used: dict[int, set[str]]

    @property
    def kept_ids(self) -> list[int]:
        """Keys of those that stay."""
        return [one.id for one in self.stay]


def remove_people(run_id: int, refs: Sequence[int], done: Any) -> None:
    """Remove people of the run; those that somebody worked on are theirs now, and their rows say why.

    Who is only held by another file becomes that one's, so that undoing it too leaves nobody behind.
    """
    found = _sort(Person, Person.full_name, ImportRow.person_id, run_id, refs)
    _leave(OF_PEOPLE, ImportRow.person_id, run_id, found)
    _note(ImportRow.person_id, run_id, found.kept_ids, found.edited, found.used)
    done.kept += [one.label for one in found.stay]
    done.people += _remove(Person, found.gone)


def keep_merged(run_id: int, refs: Sequence[int], done: Any) -> None:
    """People into whom somebody merged ones of the run: what these brought stays as the merge left it, and is there should
    the merge be undone."""
    with seeing_merged():
        stubs = db.session.scalars(select(Person.id).where(
            Person.import_run_id == run_id, Person.merged_into_id.in_(refs))).all()
    _pass_on(OF_PEOPLE, [*refs, *stubs], run_id, None)
    _note(ImportRow.person_id, run_id, refs, {}, dict.fromkeys(refs, {MERGED}), ImportRow.outcome != "same")
    done.kept += db.session.scalars(select(Person.full_name).where(Person.id.in_(refs)).order_by(Person.id))


def remove_organisations(run_id: int, refs: Sequence[int], done: Any) -> None:
    """The same for organisations; of those that stay only because people are there nothing is said."""
    found = _sort(Organisation, Organisation.name, ImportRow.organisation_id, run_id, refs)
    _leave(OF_ORGANISATIONS, ImportRow.organisation_id, run_id, found)
    _note(ImportRow.organisation_id, run_id, found.kept_ids, found.edited, found.used, alone=True)
    done.kept += [one.label for one in found.stay if one.edited]
    done.organisations += _remove(Organisation, found.gone)


def _sort(model: type[Person | Organisation], label: InstrumentedAttribute, column: InstrumentedAttribute, run_id: int,
          refs: Sequence[int]) -> _Sorted:
    """Which records somebody edited or uses; `column` is where rows of files name them."""
    records = db.session.execute(select(
        model.id, label.label("label"), (model.version - model.import_steps > 1).label("edited")).where(model.id.in_(refs))).all()
    used = _used(model, column, refs, run_id)
    return _Sorted([one for one in records if one.edited or one.id in used],
                   [one.id for one in records if not one.edited and one.id not in used],
                   _edited(model.__tablename__, run_id, [one.id for one in records if one.edited]), used)


def _leave(parts: Iterable[InstrumentedAttribute], column: InstrumentedAttribute, run_id: int, found: _Sorted) -> None:
    """What stays is nobody's to take back, or that of the one other file that holds it."""
    heirs = _told_elsewhere(column, run_id, [
        one.id for one in found.stay if not one.edited and found.used[one.id] == {ELSEWHERE}])
    by_heir: dict[int | None, list[int]] = defaultdict(list)
    for ref in found.kept_ids:
        by_heir[heirs.get(ref)].append(ref)
    for heir, some in by_heir.items():
        _pass_on(parts, some, run_id, heir)


def _remove(model: type[Person | Organisation], refs: Sequence[int]) -> int:
    index.remove_many(model.__tablename__, refs)
    db.session.execute(delete(model).where(model.id.in_(refs)).execution_options(synchronize_session=False))
    return len(refs)


def _note(column: InstrumentedAttribute, run_id: int, refs: Sequence[int], edited: Mapping, used: Mapping, *where: Any,
          alone: bool = False) -> None:
    """Say of the rows of these records why they stay; with `alone` only of those that name nobody."""
    if not refs:
        return
    rows = db.session.execute(select(ImportRow.id, column, ImportRow.state, ImportRow.kept, ImportRow.record).where(
        ImportRow.run_id == run_id, column.in_(refs), *where)).all()
    update_many(ImportRow, [{
        "id": row, "state": "kept" if state == "applied" else state,
        "kept": [*kept, *edited.get(ref, []), *([USED, what, None, None] for what in sorted(used.get(ref, ())))]}
        for row, ref, state, kept, record in rows if not alone or "alone" in record])


def _told_elsewhere(column: InstrumentedAttribute, run_id: int, refs: Sequence[int]) -> dict[int, int]:
    """Of these records the other visible run that tells of each; the first one where there are more.

    One that waits to be taken back itself is an heir too: it takes what it is given.
    """
    if not refs:
        return {}
    return dict(db.session.execute(
        _rows_elsewhere(column, run_id, refs).where(ImportRun.state.in_(("applied", "undoing")))
        .with_only_columns(column, func.min(ImportRow.run_id)).group_by(column)).all())


def _rows_elsewhere(column: InstrumentedAttribute, run_id: int, refs: Sequence[int]) -> Select:
    """Rows of other runs that hold one of these records."""
    return select(column).join(ImportRow.run).where(
        column.in_(refs), ImportRow.run_id != run_id, ImportRow.state.in_(("applied", "kept")),
        ImportRun.state != "undone")


def _pass_on(columns: Iterable[InstrumentedAttribute], refs: Sequence[int], run_id: int, heir: int | None) -> None:
    """What the run made of these records is the other run's, or with None nobody's who could take it back."""
    for column in columns:
        model = column.class_
        db.session.execute(update(model).where(column.in_(refs), model.import_run_id == run_id)
                           .values(import_run_id=heir).execution_options(synchronize_session=False))


def _edited(kind: str, run_id: int, refs: Sequence[int]) -> dict[int, list]:
    """[table, field, before, after] of what somebody changed of these records since, as the log tells."""
    found: dict[int, dict[str, list]] = defaultdict(dict)
    since = db.session.scalar(select(ImportRun.applied_at).where(ImportRun.id == run_id))
    if not refs or since is None:
        return {}
    entries = select(ActivitySubject.ref_id, ActivityEntry.verb, ActivityEntry.data).join(ActivityEntry.subjects).where(
        ActivitySubject.kind == kind, ActivitySubject.ref_id.in_(refs), ActivityEntry.at >= since,
        ActivityEntry.verb.startswith(f"{kind}.")).order_by(ActivityEntry.id)
    for ref, verb, data in db.session.execute(entries):
        own = OWN if verb == f"{kind}.fields_edited" else ""
        for code, pair in (data.get("changes") or {}).items():
            name = own + code
            before = found[ref][name][2] if name in found[ref] else pair[0]
            found[ref][name] = [kind, name, before, pair[1]]
    return {ref: list(fields.values()) for ref, fields in found.items()}


def _used(model: type[Person | Organisation], column: InstrumentedAttribute, ids: Sequence[int],
          run_id: int) -> dict[int, set[str]]:
    """"table.column" of what points to each of these and is not this run's own: parts added by hand, and any row of
    another room that is still there after the target has taken its own back; ELSEWHERE for what other files tell."""
    found: dict[int, set[str]] = defaultdict(set)
    target = f"{model.__tablename__}.id"
    for source in db.metadata.sorted_tables if ids else ():
        for key in source.foreign_keys:
            if key.target_fullname != target or source.name in BOOKKEEPING:
                continue
            bare = table(source.name, sql_column(key.parent.name), sql_column("import_run_id"))
            mine, run = bare.c[key.parent.name], bare.c.import_run_id
            statement = select(mine, run.is_not(None)).where(or_(run.is_(None), run != run_id)) \
                if source.name in OWN_PARTS else select(mine, false())
            use = f"{source.name}.{key.parent.name}"
            use = MERGED if {use, source.name} & set(OF_MERGES) else use
            for part in pieces(ids):
                for ref, filed in db.session.execute(statement.where(mine.in_(part)).distinct()):
                    found[ref].add(ELSEWHERE if filed else use)
    for part in pieces(ids):
        for ref in db.session.scalars(_rows_elsewhere(column, run_id, part)):
            found[ref].add(ELSEWHERE)
    return dict(found)
