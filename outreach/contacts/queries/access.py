"""What every select of this room begins with: staff see all, partners nothing."""

from sqlalchemy import Select, false, select

from outreach.db import db
from outreach.web.access import STAFF


def staff_only(statement: Select, viewer) -> Select:
    """The select for staff; one that finds nothing for everybody else."""
    return statement if viewer is not None and viewer.role in STAFF else statement.where(false())


def by_key(viewer, model, key: int):
    """The row that the viewer may see, or None; a number that no key can hold is nobody's."""
    return db.session.scalar(staff_only(select(model).where(model.id == key), viewer)) if 0 < key < 2**31 else None
