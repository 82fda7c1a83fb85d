"""What the page of a merge tells: fields side by side, the lists that come out, rows that move, all in words."""

from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from outreach.activity.field_names import field_name
from outreach.catalogue.queries import tag_label
from outreach.contacts.services.merging import Plan
from outreach.contacts.services.merging.steps import Add
from outreach.contacts.services.wording import (
    CHANNEL_LABELS,
    IDENTIFIER_LABELS,
    ORGANISATION_KIND_LABELS,
    SALUTATIONS,
)
from outreach.db import db, rows
from outreach.db.dump import decode
from outreach.i18n import LANGUAGES, formats
from outreach.web import doors
from outreach.web.page import language_name

#: What a record consists of, shown row by row; everything else is counted.
PARTS = ("person_name", "person_channel", "affiliation.person_id", "person_tag", "organisation_name",
         "organisation_identifier", "organisation_tag")


@dataclass(frozen=True)
class Line:
    """One field: both values and the joint one in words, which is taken, and what may be."""

    name: str
    label: str
    kept: str
    removed: str
    result: str
    take: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Item:
    """One row of a list as it will be: its words, and from which record it comes ('kept', 'removed', 'both')."""

    text: str
    side: str


@dataclass
class Sheet:
    """Everything that the page shows."""

    differing: list[Line] = field(default_factory=list)
    equal: list[Line] = field(default_factory=list)
    lists: list[tuple[str, list[Item]]] = field(default_factory=list)
    moving: list[tuple[str, int]] = field(default_factory=list)
    #: (label, words) of rows that stand at both and of which one stays.
    joined: list[tuple[str, str]] = field(default_factory=list)
    consequences: list[str] = field(default_factory=list)


def sheet_of(plan: Plan) -> Sheet:
    """The plan in the reader's words."""
    sheet = Sheet()
    for item in plan.fields:
        words = {side: shown(item.name, value) for side, value in (
            ("kept", item.kept), ("removed", item.removed), ("result", item.result))}
        line = Line(item.name, field_name(item.name), words["kept"], words["removed"], words["result"], item.take, item.options)
        if item.differs:
            sheet.differing.append(line)
        elif words["kept"]:
            sheet.equal.append(line)
    _record, after = plan.after()
    for relation in plan.relations:
        key, label = relation.reference.key, str(relation.reference.declared.label)
        if key.startswith(PARTS):
            doubles = {drop.stays for drop in relation.dropped}
            items = [Item(row_words(relation.reference.table, row, key), "both" if row_id in doubles else
                          "kept" if row_id in relation.own else "removed") for row_id, row in after[key].items()]
            items += [Item(add.values["text"], "removed") for add in plan.steps.adds if add.table == relation.reference.table]
            sheet.lists += [(label, items)] if items else []
            continue
        if relation.moving:
            sheet.moving.append((label, len(relation.moving)))
        sheet.joined += [(label, row_words(drop.table, drop.row, key)) for drop in relation.dropped]
    sheet.consequences = [line for line in map(_consequence, plan.consequences) if line]
    return sheet


def _consequence(add: Add) -> str | None:
    """What a rule of another room adds, where a reader should know it."""
    if add.table == "consent":
        from_log = doors.timeline_kind.get("consent.withdrawn")
        told = type("Told", (), {"data": {"purpose": add.values["purpose"]}, "subject_label": ""})
        return f"{add.values['email']}: {from_log.sentence(told)}" if from_log else add.values["email"]
    return None


def shown(name: str, value: Any) -> str:
    """A stored value in the reader's words; empty for nothing."""
    value = decode(value)
    if value in (None, "", [], {}):
        return ""
    known = {"country": formats.country, "gender": lambda code: str(SALUTATIONS.get(code, code)),
             "kind": lambda code: str(ORGANISATION_KIND_LABELS.get(code, code)),
             "language": lambda code: language_name(code) if code in LANGUAGES else code}.get(name)
    if known:
        return known(value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    if isinstance(value, dict):
        return "; ".join(f"{key}: {part}" for key, part in value.items())
    return str(value)


def row_words(table: str, row: dict, reference: str = "") -> str:
    """What a row of any table is, in a few words."""
    if table == "person_channel":
        return f"{CHANNEL_LABELS.get(row['kind'], row['kind'])}: {row['raw'] if row['kind'] == 'fax' else row['value']}"
    if table == "organisation_identifier":
        return f"{IDENTIFIER_LABELS.get(row['kind'], row['kind'])}: {row['value']}"
    if "tag" in row:
        return str(tag_label(row["tag"]))
    own = [str(row[name]) for name in ("text", "title", "job_title", "department", "label") if row.get(name)]
    column = reference.partition(".")[2]
    others = [_label(key.column.table.name, row[item.name]) for item in db.metadata.tables[table].columns
              for key in item.foreign_keys if item.name != column and row.get(item.name)
              and key.column.table.name in _TELLING]
    return " · ".join(dict.fromkeys(filter(None, [*others, *own]))) or f"{row['id']}"


#: Records by which a row is known.
_TELLING = ("event", "lead", "organisation", "person", "partner", "agenda_item")


def _label(table: str, key: int) -> str:
    model = next((mapper.class_ for mapper in db.Model.registry.mappers if mapper.local_table.name == table), None)
    row = db.session.get(model, key) if model is not None else None
    return str(getattr(row, "label", "") or "") if row is not None else ""


def left_words(left: dict) -> tuple[list[str], list[tuple[str, list[str]]]]:
    """What an undo left as it was: fields and rows that were edited since, and rows that came later, by their name."""
    labels = {item.column: str(item.label) for item in doors.person_references}
    edited = []
    for kind, name, value in left.get("edited", ()):
        if kind == "field":
            edited.append(_("%(field)s stays: %(value)s", field=field_name(name), value=shown(name, value) or _("nothing")))
            continue
        label = next((text for column, text in labels.items() if column.startswith(f"{name}.")), field_name(name))
        found = rows.read(name, "id", [value]) if kind == "row" else []
        words = row_words(name, found[0]) if found else ""
        if kind == "row":
            edited.append(_("%(what)s stays as it was edited: %(words)s", what=label, words=words))
        else:
            edited.append(_("%(what)s was removed since and does not come back %(words)s", what=label, words=value).strip())
    stays = []
    for column, keys in left.get("stays", {}).items():
        table = column.partition(".")[0]
        stays.append((labels.get(column, column), [row_words(table, row, column) for row in rows.read(table, "id", keys[:20])]))
    return edited, stays
