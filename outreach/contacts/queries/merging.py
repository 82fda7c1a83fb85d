"""Reading merges: where an old link leads, which records one has taken in, and what was merged when."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from outreach.activity.models import ActivityEntry, ActivitySubject
from outreach.contacts.models import Organisation, Person, RecordMerge, seeing_merged
from outreach.contacts.queries.access import by_key, staff_only
from outreach.db import db
from outreach.errors import NotFound

_TABLES = {"person": Person.__table__, "organisation": Organisation.__table__}


def merged_into(kind: str, key: int) -> int | None:
    """The record that a merged one is part of now; None for one that stands for itself or does not exist."""
    table, found = _TABLES[kind], None
    while 0 < key < 2**31:
        key = db.session.scalar(select(table.c.merged_into_id).where(table.c.id == key)) or 0
        found = key or found
    return found


def taken_in(kind: str, key: int) -> Select:
    """The keys of a record and of all that were merged into it, to be used in another select."""
    table = _TABLES[kind]
    tree = select(table.c.id).where(table.c.id == key).cte("taken_in", recursive=True)
    tree = tree.union_all(select(table.c.id).where(table.c.merged_into_id == tree.c.id))
    return select(tree.c.id)


def record_timeline(kind: str, key: int) -> Select:
    """The entries of a record and of those that it has taken in, newest first."""
    own = select(ActivitySubject.entry_id).where(
        ActivitySubject.kind == kind, ActivitySubject.ref_id.in_(taken_in(kind, key)))
    return select(ActivityEntry).where(ActivityEntry.id.in_(own)).order_by(ActivityEntry.id.desc())


def stubs_of(kind: str, keys: list[int]) -> dict[int, int]:
    """{key: key that stands for it now} of these records and of all that they have taken in."""
    table, found = _TABLES[kind], {key: key for key in keys}
    layer = list(found)
    while layer:
        rows = db.session.execute(
            select(table.c.id, table.c.merged_into_id).where(table.c.merged_into_id.in_(layer))).all()
        found.update({key: found[into] for key, into in rows})
        layer = [key for key, _into in rows]
    return found


def merges(viewer, kind: str = "") -> Select:
    """All merges, newest first."""
    statement = staff_only(select(RecordMerge).order_by(RecordMerge.id.desc()), viewer)
    statement = statement.options(selectinload(RecordMerge.snapshot))
    return statement.where(RecordMerge.kind == kind) if kind else statement


def merges_count(viewer) -> int:
    """How many merges there were."""
    return db.session.scalar(select(func.count()).select_from(merges(viewer).order_by(None).subquery())) or 0


def merges_of(viewer, kind: str, key: int) -> list[RecordMerge]:
    """Merges that this record came from and that stand, newest first."""
    kept = getattr(RecordMerge, f"{kind}_id")
    return list(db.session.scalars(
        merges(viewer, kind).where(kept.in_(taken_in(kind, key)), RecordMerge.undone_at.is_(None))))


def get_merge(viewer, merge_id: int) -> RecordMerge:
    """One merge. Raises NotFound."""
    row = by_key(viewer, RecordMerge, merge_id)
    if row is None:
        raise NotFound("merge_not_found", _l("There is no such merge."))
    return row


def ends_of(found: list[RecordMerge]) -> dict[tuple[str, int], Person | Organisation]:
    """The records of these merges by kind and key, stubs included; those that were erased are missing."""
    rows: dict[tuple[str, int], Person | Organisation] = {}
    with seeing_merged():
        for kind, model in (("person", Person), ("organisation", Organisation)):
            keys = {key for item in found if item.kind == kind for key in (item.kept_id, item.removed_id) if key}
            rows |= {(kind, row.id): row for row in db.session.scalars(select(model).where(model.id.in_(keys)))}
    return rows


def merged_records(viewer, kind: str, key: int) -> list[tuple[RecordMerge, Person | Organisation | None]]:
    """Each merge that stands in this record, with the record that was given up."""
    found = merges_of(viewer, kind, key)
    ends = ends_of(found)
    return [(row, ends.get((kind, row.removed_id))) for row in found]
