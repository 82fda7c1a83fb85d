"""What a merge will do, worked out before it is done: the preview shows a plan and the merge carries out the same one."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from outreach.contacts.services.merging.fields import Field, changed, fields
from outreach.contacts.services.merging.pairs import plan_pairs
from outreach.contacts.services.merging.references import Reference, dependents, references, split
from outreach.contacts.services.merging.steps import Add, Cell, Drop, Move, Steps
from outreach.db import rows
from outreach.db.dump import decode, encode
from outreach.web import doors

#: Tables whose rows people edit while they belong to the kept record: an undo must tell what was changed since.
EDITED_IN_PLACE = ("affiliation",)


@dataclass
class Relation:
    """What becomes of the rows behind one reference."""

    reference: Reference
    own: list[int] = field(default_factory=list)
    moving: list[int] = field(default_factory=list)
    dropped: list[Drop] = field(default_factory=list)
    combined: list[Cell] = field(default_factory=list)


@dataclass
class Plan:
    """Everything that a merge of two records does. Rows are as db.rows reads them."""

    kind: str
    kept: dict
    removed: dict
    fields: list[Field]
    relations: list[Relation] = field(default_factory=list)
    steps: Steps = field(default_factory=Steps)
    #: Those of the added rows that rules of other rooms asked for.
    consequences: list[Add] = field(default_factory=list)

    def after(self) -> tuple[dict, dict[str, dict[int, dict]]]:
        """What will be stored: the kept record's columns, and per reference the rows that point to it, by key.

        Rows that are added have no key yet and stand in `steps.adds`.
        """
        cells: dict[tuple[str, int], dict] = {}
        for cell in self.steps.cells:
            cells.setdefault((cell.table, cell.key), {})[cell.column] = cell.new
        gone = {(drop.table, drop.row["id"]) for drop in self.steps.drops}
        found: dict[str, dict[int, dict]] = {}
        for relation in self.relations:
            table, column = relation.reference.table, relation.reference.column
            here = rows.read(table, "id", [*relation.own, *relation.moving])
            found[relation.reference.key] = {
                row["id"]: {**row, column: self.kept["id"], **cells.get((table, row["id"]), {})}
                for row in here if (table, row["id"]) not in gone}
        return {**self.kept, **cells.get((self.kind, self.kept["id"]), {})}, found


def make_plan(kind: str, kept_id: int, removed_id: int, choices: dict[str, str] | None = None) -> Plan:
    """The plan for two stored records, with the fields chosen as `choices` say: {field: 'kept' | 'removed' | 'both'}.

    Raises Refused for a choice that does not exist.
    """
    kept, removed = (rows.read(kind, "id", [key])[0] for key in (kept_id, removed_id))
    plan = Plan(kind, kept, removed, fields(kind, kept, removed, choices or {}))
    plan.steps.cells += [Cell(kind, kept_id, name, kept[name], new, follows, side)
                         for name, follows, new, side in changed(plan.fields, kept)]
    plan.steps.cells += _known_since(kind, kept, removed)
    gone: set[tuple[str, int]] = set()
    for reference in references(kind):
        plan.relations.append(_plan_relation(plan, reference, gone))
        plan.steps.own[reference.key] = plan.relations[-1].own
    plan_pairs(kind, kept_id, removed_id, plan.steps)
    if kind == "organisation":
        plan.steps.adds += _former_names(plan)
    for rule in doors.merge_rule:
        plan.consequences += [Add(table, {name: encode(value) for name, value in values.items()})
                              for table, values in rule.adds(kind, kept_id, removed_id)]
    plan.steps.adds += plan.consequences
    return plan


def _known_since(kind: str, kept: dict, removed: dict) -> Iterator[Cell]:
    """We know the record for as long as the older of both."""
    if _instant(removed["created_at"]) < _instant(kept["created_at"]):
        yield Cell(kind, kept["id"], "created_at", kept["created_at"], removed["created_at"], "created_at",
                   "removed")


def _instant(stored: dict) -> datetime:
    return decode(stored).replace(tzinfo=None)


def _plan_relation(plan: Plan, reference: Reference, gone: set[tuple[str, int]]) -> Relation:
    kept_id, removed_id = plan.kept["id"], plan.removed["id"]
    found = split(reference, kept_id, removed_id, gone)
    relation = Relation(reference, rows.ids(reference.table, reference.column, kept_id), found.moving)
    for stays, goes in found.doubles:
        relation.dropped.append(Drop(reference.table, goes, "double", stays["id"]))
        taken = reference.declared.combine(stays, goes)
        relation.combined += [Cell(reference.table, stays["id"], name, stays[name], value)
                              for name, value in taken.items() if stays[name] != value]
        stays.update(taken)
    relation.dropped += [Drop(reference.table, row, "link") for row in found.links]
    for drop in relation.dropped:
        gone.add((drop.table, drop.row["id"]))
        plan.steps.drops.append(drop)
        _plan_dependents(plan.steps, drop)
    if found.moving:
        held = {str(row["id"]): row for row in rows.read(reference.table, "id", found.moving)} \
            if reference.table in EDITED_IN_PLACE else {}
        plan.steps.moves.append(Move(reference.key, removed_id, kept_id, found.moving, held=held))
    plan.steps.cells += relation.combined
    return relation


def _plan_dependents(steps: Steps, drop: Drop) -> None:
    """What hangs on a dropped row goes over to the one that stays, or with it into the snapshot."""
    for table, column, nullable in dependents(drop.table):
        found = rows.read(table, column, [drop.row["id"]])
        if drop.stays is not None and found:
            steps.moves.append(Move(
                f"{table}.{column}", drop.row["id"], drop.stays, [row["id"] for row in found], part=True))
        elif nullable:
            steps.cells += [Cell(table, row["id"], column, row[column], None) for row in found]
        else:
            for row in found:
                part = Drop(table, row, "part")
                steps.drops.append(part)
                _plan_dependents(steps, part)


def _former_names(plan: Plan) -> list[Add]:
    """An organisation's legal name that is not kept stays as one of its further names."""
    name = next(item for item in plan.fields if item.name == "name")
    relation = next(item for item in plan.relations if item.reference.table == "organisation_name")
    known = {row["text"] for row in rows.read("organisation_name", "id", [*relation.own, *relation.moving])}
    return [Add("organisation_name", {"organisation_id": plan.kept["id"], "text": text})
            for text in dict.fromkeys((name.kept, name.removed)) if text not in known | {name.result}]
