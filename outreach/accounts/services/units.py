"""Units: the departments of the centre and the hosting platforms."""

import re
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from outreach.accounts.models import UNIT_KINDS, Unit, User
from outreach.activity import Actor, changes_of, record
from outreach.db import db
from outreach.errors import Conflict, Refused
from outreach.i18n.localized import LocalizedText


def create_unit(actor: Actor, *, code: str, kind: str, name: LocalizedText) -> Unit:
    """Add a unit. Raises Refused for a bad or taken code, an unknown kind or a missing name."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,19}", code):
        raise Refused("bad_code", _("Enter a code of letters and digits, for example P1"), field="code")
    if db.session.scalar(select(Unit.id).where(Unit.code == code)):
        raise Refused("code_taken", _("Another unit has this code"), field="code")
    unit = Unit(code=code, kind=kind, name=name)
    _check(unit)
    db.session.add(unit)
    record(actor, "unit.created", unit, code=code)
    return unit


def change_unit(actor: Actor, unit: Unit, values: dict[str, Any], *, version: int | None = None) -> Unit:
    """Change kind, name or whether the unit is active. A unit with active users stays active (Refused)."""
    unknown = set(values) - {"kind", "name", "active"}
    if unknown:
        raise ValueError(f"not changeable: {sorted(unknown)}")
    db.session.refresh(unit, with_for_update=True)
    if version is not None and version != unit.version:
        raise Conflict("changed_meanwhile", _("Somebody else changed this unit meanwhile. Compare, then save again."))
    if unit.active and values.get("active") is False:
        members = select(func.count()).select_from(User).where(User.unit_id == unit.id, User.active.is_(True))
        if db.session.scalar(members):
            raise Refused("unit_in_use", field="state", message=_(
                "Active users belong to this unit. Move them to another unit first."))
    changes = changes_of(unit, values)
    _check(unit)
    if changes:
        unit.version += 1
        record(actor, "unit.changed", unit, changes=changes)
    return unit


def _check(unit: Unit) -> None:
    if unit.kind not in UNIT_KINDS:
        raise Refused("unknown_kind", _("Choose what the unit is for"), field="kind")
    if not unit.name:
        raise Refused("name_missing", _("Enter the unit's name"), field="name")
