"""What a session has read of the catalogue, kept until somebody may have changed it.

Lists show labels by the dozen, so reading each by a select would cost more than the page. The store lies in
the session: it lives as long as one request or job, and is emptied at every commit, at every rollback and as
soon as a row of the catalogue is flushed. So an edit is seen at once by who made it and by everybody else with
their next request.
"""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import event
from sqlalchemy.orm import Session

from outreach.catalogue.models import CalendarDay, ExchangeRate, IndustryNode, Setting, Stage, Tag, WorkCalendar
from outreach.db import db

T = TypeVar("T")
_ROWS = (CalendarDay, ExchangeRate, IndustryNode, Setting, Stage, Tag, WorkCalendar)


def kept(name: str, load: Callable[[], T]) -> T:
    """The value of `load()`, read at most once until the next change. Callers do not change what they get."""
    store = db.session().info.setdefault("catalogue", {})
    if name not in store:
        value = load()
        # Reading may flush, and a flush may have put a new store in place.
        store = db.session().info.setdefault("catalogue", {})
        store[name] = value
    return store[name]


def _forget(session: Session, *_context) -> None:
    session.info.pop("catalogue", None)


@event.listens_for(Session, "after_flush")
def _forget_after_flush(session: Session, _context) -> None:
    if any(isinstance(row, _ROWS) for rows in (session.new, session.dirty, session.deleted) for row in rows):
        _forget(session)


event.listen(Session, "after_commit", _forget)
event.listen(Session, "after_soft_rollback", _forget)
