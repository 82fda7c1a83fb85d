"""Making one record of two. The one that is given up stays as a hidden stub, so that nothing is lost and all can be undone."""

from collections.abc import Iterable

from flask_babel import gettext as _
from sqlalchemy import delete, func, select

from outreach.activity import Actor, record
from outreach.contacts.models import (
    Affiliation,
    MergeSnapshot,
    Organisation,
    OrganisationKey,
    Person,
    PersonKey,
    RecordMerge,
    seeing_merged,
)
from outreach.contacts.queries.merging import merged_into
from outreach.contacts.services.merged import refuse_one
from outreach.contacts.services.merging.fields import OWN
from outreach.contacts.services.merging.plan import Plan, make_plan
from outreach.contacts.services.merging.references import MODELS
from outreach.contacts.services.organisations import refresh_organisation, refresh_people_of
from outreach.contacts.services.people import refresh_person
from outreach.db import db
from outreach.errors import Conflict, NotFound, Refused
from outreach.jobs import enqueue
from outreach.search import index
from outreach.web import doors

Record = Person | Organisation
#: So many people are indexed anew within the merge itself.
AT_ONCE = 50


def preview_merge(kind: str, kept_id: int, removed_id: int, choices: dict[str, str] | None = None) -> Plan:
    """What merge_records() would do now; nothing is changed. Raises as it does, but for changed versions."""
    _two(kind, kept_id, removed_id)
    return make_plan(kind, kept_id, removed_id, choices)


def merge_records(actor: Actor, kind: str, kept_id: int, removed_id: int, choices: dict[str, str] | None = None, *,
                  versions: tuple[int | None, int | None] = (None, None)) -> RecordMerge:
    """Make one record of two, exactly as preview_merge() shows it. `kind` is 'person' or 'organisation'.

    `versions` are those of the kept and the other record at the preview, as far as known. Raises Refused for a record and itself,
    NotFound, and Conflict where one was merged or changed meanwhile, with what refuse_one() tells where both are one by now;
    nothing is changed then.
    """
    kept, removed = _two(kind, kept_id, removed_id, lock=True)
    if any(seen not in (None, one.version) for seen, one in zip(versions, (kept, removed), strict=True)):
        raise Conflict("records_changed", _(
            "Somebody changed one of the two records meanwhile. Check what is stored now, then merge again."))
    plan = make_plan(kind, kept_id, removed_id, choices)
    plan.steps.carry_out()
    db.session.expire_all()
    with seeing_merged():
        removed = db.session.get(MODELS[kind], removed_id)
    removed.merged_into_id, removed.version = kept_id, removed.version + 1
    kept.version += 1
    _forget(kind, removed_id)
    merge = _keep(actor, plan)
    refresh_records(kind, [kept])
    told = {cell.column: (_logged(cell.old), _logged(cell.new)) for cell in plan.steps.cells
            if (cell.table, cell.key) == (kind, kept_id) and cell.column not in OWN}
    record(actor, f"{kind}.merged", kept, about=[removed], changes=told, other=removed.label, merge=merge.id,
           moved={relation.reference.key: len(relation.moving) for relation in plan.relations if relation.moving})
    return merge


def _two(kind: str, kept_id: int, removed_id: int, lock: bool = False) -> tuple[Record, Record]:
    """Both records, locked in the order of their keys so that two merges never wait for each other."""
    if kept_id == removed_id:
        raise Refused("same_record", _("This is one record. Choose another one to merge it with."))
    model = MODELS[kind]
    statement = select(model).where(model.id.in_([kept_id, removed_id])).order_by(model.id)
    if lock:
        statement = statement.with_for_update(of=model).execution_options(populate_existing=True)
    with seeing_merged():
        found = {row.id: row for row in db.session.scalars(statement).unique()}
    for key in (kept_id, removed_id):
        if key not in found:
            raise NotFound("record_not_found", _("One of the two records does not exist any more."))
        if found[key].merged_into_id is not None:
            refuse_one(kind, kept_id, removed_id)
            raise Conflict("already_merged", _(
                "%(name)s was merged with another record meanwhile. Open it again to see what is stored now.",
                name=found[key].label), kind=kind, kept=merged_into(kind, key))
    return found[kept_id], found[removed_id]


def _forget(kind: str, removed_id: int) -> None:
    """Nobody finds a stub, neither by a word nor by a key."""
    index.remove(kind, removed_id)
    if kind == "person":
        db.session.execute(delete(PersonKey).where(PersonKey.person_id == removed_id))
    else:
        db.session.execute(delete(OrganisationKey).where(OrganisationKey.organisation_id == removed_id))


def _keep(actor: Actor, plan: Plan) -> RecordMerge:
    kept = {f"{plan.kind}_id": plan.kept["id"]}
    merge = RecordMerge(kind=plan.kind, actor_label=actor.label, removed_key=plan.removed["id"], **kept)
    merge.snapshot = MergeSnapshot(
        done=plan.steps.as_json(), **kept, **{f"removed_{plan.kind}_id": plan.removed["id"]})
    db.session.add(merge)
    db.session.flush()
    return merge


def _logged(value):
    """A stored value as the log tells it."""
    return value["v"] if isinstance(value, dict) and "$" in value else value


def _refresh_people(row: Organisation) -> None:
    """People are found by the name of their organisation; where they are many, a job brings that up to date."""
    people = db.session.scalar(select(func.count()).where(Affiliation.organisation_id == row.id))
    if people > AT_ONCE:
        enqueue("contacts.refresh_people", row.id)
    else:
        refresh_people_of(row)


def refresh_records(kind: str, records: Iterable[Record]) -> None:
    """Bring keys and search words up to what these records say now, and what other rooms tell of them."""
    records = list(records)
    for row in records:
        if kind == "person":
            refresh_person(row)
        else:
            refresh_organisation(row)
            _refresh_people(row)
    for rule in doors.merge_rule:
        rule.refresh(kind, [row.id for row in records])
