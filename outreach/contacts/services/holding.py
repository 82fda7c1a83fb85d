"""Holding a record while it is changed, so that of two who read the same version one is told."""

from sqlalchemy import select

from outreach.contacts.models import Organisation, Person
from outreach.db import db


def hold(row: Person | Organisation, version: int) -> bool:
    """Hold the record to the end of the unit of work and bring it up to what is stored; true where that is `version`.

    What Python holds is not enough: on PostgreSQL two units of work read the same version and would both write.
    """
    model = type(row)
    stored = db.session.scalar(select(model.version).where(model.id == row.id).with_for_update(of=model))
    if stored != row.version:
        db.session.refresh(row)
    return stored == version
