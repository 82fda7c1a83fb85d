"""Editing the checklist of a kind of event; events that have taken their tasks from it do not change."""

import secrets
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from outreach.activity import Actor, changes_of, record
from outreach.db import db, hold, hold_name
from outreach.errors import Conflict, NotFound, Refused
from outreach.events.models import KINDS, ChecklistEntry
from outreach.events.services.checklists import STARTER_CHECKLISTS
from outreach.events.services.circles import way_back
from outreach.i18n import current_language


def save_line(actor: Actor, kind: str, values: dict[str, Any], key: str | None = None, *,
              version: int | None = None) -> ChecklistEntry:
    """Add a line to the checklist of a kind, or change the one with this key.

    The first edit of a kind makes the lines of the programme its own. Raises Refused, with the field, Conflict where
    somebody else changed the line since `version`.
    """
    lines = own_lines(kind)
    line = _line(lines, key) if key else ChecklistEntry(kind=kind, key=secrets.token_hex(8))
    if key and not hold(line, version):
        raise Conflict("version_conflict", _("Somebody else changed this entry meanwhile. Check what is stored now."))
    if not values.get("title"):
        raise Refused("title_missing", _("Enter what is to be done"), field="title")
    _refuse_circle(lines, line.key, values.get("after", []))
    if key is None:
        for name, value in values.items():
            setattr(line, name, value)
        db.session.add(line)
        db.session.flush()
        record(actor, "checklist.line_added", line, kind=kind)
    else:
        changes = changes_of(line, values)
        if changes:
            line.version += 1
            record(actor, "checklist.line_changed", line, changes=changes, kind=kind)
    return line


def remove_line(actor: Actor, kind: str, key: str) -> None:
    """Take a line away; lines that came after it come after it no more. The last one stays."""
    lines = own_lines(kind)
    line = _line(lines, key)
    if len(lines) == 1:
        raise Refused("last_line", _("A checklist has at least one line"), field="key")
    for other in lines:
        if key in other.after:
            other.after = [first for first in other.after if first != key]
    record(actor, "checklist.line_removed", line, kind=kind)
    db.session.delete(line)


def restore_starter(actor: Actor, kind: str) -> None:
    """Give the checklist of the programme back to a kind."""
    lines = own_lines(kind)
    record(actor, "checklist.restored", lines[0], kind=kind)
    for line in lines:
        db.session.delete(line)


def own_lines(kind: str) -> list[ChecklistEntry]:
    """The stored lines of a kind; made of the programme's where there is none yet. Raises NotFound for no kind."""
    if kind not in KINDS:
        raise NotFound("unknown_kind", _("There is no such kind of event"))
    hold_name(f"checklist {kind}")
    lines = list(db.session.scalars(select(ChecklistEntry).where(ChecklistEntry.kind == kind).order_by(ChecklistEntry.id)))
    if not lines:
        lines = [ChecklistEntry(kind=kind, key=entry.key, title=entry.title, anchor=entry.anchor, role=entry.role,
                                offset_days=entry.offset_days, after=list(entry.after))
                 for entry in STARTER_CHECKLISTS.get(kind, ())]
        db.session.add_all(lines)
        db.session.flush()
    return lines


def _line(lines: list[ChecklistEntry], key: str) -> ChecklistEntry:
    line = next((line for line in lines if line.key == key), None)
    if line is None:
        raise NotFound("unknown_line", _("There is no such line any more"))
    return line


def _refuse_circle(lines: list[ChecklistEntry], key: str, after: list[str]) -> None:
    before = {line.key: list(line.after) for line in lines}
    titles = {line.key: line.title.shown(current_language().code).text for line in lines}
    way = way_back(key, after, lambda step: before.get(step, ()))
    if way:
        raise Refused("circle", _("These tasks would wait for each other: %(tasks)s", tasks=" → ".join(
            titles.get(step, "…") for step in way)), field="after")
