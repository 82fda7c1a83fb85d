"""Holding a record while it is changed, so that of two who read the same version one is told."""

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from outreach.db.base import db
from outreach.errors import Conflict


def hold(row: Any, version: int | None = None) -> bool:
    """Hold a Versioned record to the end of the unit of work and bring it up to what is stored; false where that is not
    `version`, the one that the caller has read. Raises Conflict where somebody else has removed it.

    What Python holds is not enough: on PostgreSQL two units of work read the same version and would both write.
    """
    model = type(row)
    stored = db.session.scalar(select(model.version).where(model.id == row.id).with_for_update(of=model))
    if stored is None:
        raise Conflict("gone", _("Somebody else has removed this meanwhile"))
    if stored != row.version:
        db.session.refresh(row)
    return version is None or stored == version


def hold_name(name: str) -> None:
    """Let one unit of work at a time go on under this name, where there is no record yet that could be held.

    On SQLite units of work that write come one after the other anyway.
    """
    if db.engine.dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))
