"""Taking a merge back: what nobody touched since goes back, what was changed since stays as it is and is listed.

Every step is compared three ways: as it was, as the merge left it, as it is now. Later merges of the same record
are no edits: their own snapshots are brought in line, so that they can be undone before or after this one.
"""

from flask_babel import gettext as _
from sqlalchemy import select

from outreach.activity import Actor, record
from outreach.contacts.models import Person, PersonName, RecordMerge, seeing_merged
from outreach.contacts.services.merging.back import Back
from outreach.contacts.services.merging.merge import Record, refresh_records
from outreach.contacts.services.merging.references import MODELS, PAIRS
from outreach.contacts.services.merging.steps import Add, Steps
from outreach.db import db, now, rows
from outreach.db.dump import encode
from outreach.errors import Conflict, NotFound, Refused
from outreach.web import doors


def undo_merge(actor: Actor, merge_id: int, *, remember: bool = True) -> RecordMerge:
    """Part two merged records again; what stays as it is stands in the merge's `snapshot.left`.

    `remember` notes that the two are not the same, so that nobody is asked again. Raises NotFound, Conflict for a
    merge that is undone already, and Refused where one of the records was erased since.
    """
    merge = _locked(merge_id)
    with seeing_merged():
        line = _line(merge)
        removed = db.session.get(MODELS[merge.kind], merge.removed_id)
    if removed.merged_into_id != merge.kept_id:
        raise Conflict("merge_undone", _("This merge is undone already."))
    later = _later(merge, line)
    steps = Steps.of(merge.snapshot.done)
    back = Back(merge.kind, line, steps, [
        (item.kept_id, item.removed_id, Steps.of(item.snapshot.done)) for item in later])
    back.carry_out()
    for item, changed in zip(later, back.later, strict=True):
        item.snapshot.done = changed.as_json()
    _part(merge, line, removed.id, steps, back)
    merge.undone_at, merge.undone_by = now(), actor.label
    merge.snapshot.left = {"edited": back.edited, "stays": back.stays()}
    db.session.flush()
    if remember:
        _remember(merge.kind, line[-1], removed.id)
    return _told(actor, merge, line, removed.id)


def _locked(merge_id: int) -> RecordMerge:
    statement = select(RecordMerge).where(RecordMerge.id == merge_id).with_for_update()
    merge = db.session.scalar(statement.execution_options(populate_existing=True)) if 0 < merge_id < 2**31 else None
    if merge is None:
        raise NotFound("merge_not_found", _("There is no such merge."))
    if merge.undone_at is not None:
        raise Conflict("merge_undone", _("This merge is undone already."))
    if merge.snapshot is None or merge.kept_id is None or merge.removed_id is None:
        raise Refused("merge_erased", _(
            "One of the two records was erased since, and with it what the merge had kept. It cannot be undone."))
    return merge


def _line(merge: RecordMerge) -> list[int]:
    """The record that was kept, and where it was merged itself since, up to the one that stands now. All are locked."""
    model, line = MODELS[merge.kind], [merge.kept_id]
    while True:
        row = db.session.scalar(select(model).where(model.id == line[-1]).with_for_update(of=model)
                                .execution_options(populate_existing=True))
        if row is None or row.merged_into_id is None:
            return line
        line.append(row.merged_into_id)


def _later(merge: RecordMerge, line: list[int]) -> list[RecordMerge]:
    kept = getattr(RecordMerge, f"{merge.kind}_id")
    return list(db.session.scalars(
        select(RecordMerge).where(kept.in_(line), RecordMerge.id > merge.id, RecordMerge.undone_at.is_(None))
        .order_by(RecordMerge.id).with_for_update().execution_options(populate_existing=True)))


def _part(merge: RecordMerge, line: list[int], removed_id: int, steps: Steps, back: Back) -> None:
    """The rows that the merge added go; what both need from now on comes. A withdrawal since then counts for both."""
    wanted = [Add(*row) for rule in doors.merge_rule for row in rule.parted(merge.kind, line[-1], removed_id, merge.at)]
    back.take_away(steps.adds)
    for add in wanted:
        rows.add(add.table, {name: encode(value) for name, value in add.values.items()})


def _remember(kind: str, kept_id: int, removed_id: int) -> None:
    """The two are not the same, and nobody is asked again."""
    table, one = PAIRS[kind], f"{kind}_id"
    ends = {kept_id, removed_id}
    found = [row for row in rows.read(table, one, sorted(ends)) if {row[one], row["other_id"]} == ends]
    if found:
        rows.put(table, found[0]["id"], {"state": "not_same"})
    else:
        rows.add(table, {one: max(ends), "other_id": min(ends), "score": 0.0, "reasons": encode([]), "state": "not_same"})


def _told(actor: Actor, merge: RecordMerge, line: list[int], removed_id: int) -> RecordMerge:
    """Everything says what it says now: the two records, and the one into which the kept one went since."""
    db.session.expire_all()
    with seeing_merged():
        removed = db.session.get(MODELS[merge.kind], removed_id)
        removed.merged_into_id, removed.version = None, removed.version + 1
        chain: list[Record] = [db.session.get(MODELS[merge.kind], key) for key in line]
        for row in chain:
            row.version += 1
        if merge.kind == "person":
            _name_stands(chain[-1])
            _name_stands(removed)
        db.session.flush()
        refresh_records(merge.kind, dict.fromkeys([chain[-1], removed]))
        left = merge.snapshot.left
        record(actor, f"{merge.kind}.merge_undone", chain[-1], about=[removed, *chain[:-1]], other=removed.label,
               merge=merge.id, edited=len(left["edited"]), stays=sum(len(ids) for ids in left["stays"].values()))
    return merge


def _name_stands(person: Person) -> None:
    """The name as given is always one of the writings, whatever was edited meanwhile."""
    if person.full_name not in {item.text for item in person.names}:
        person.names.append(PersonName(text=person.full_name, script=person.script, language=person.language))
