"""One unit of work: a view, API handler, job or command opens transaction(); services only flush."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from outreach.db.base import db

#: Seconds; longer than those who wait let pass before they ask again.
_PAUSE = 0.015
log = logging.getLogger(__name__)


@contextmanager
def transaction() -> Iterator[Session]:
    """Open the unit of work, commit it at the end, roll all of it back on an error.

    On SQLite the write lock is taken at once. What was read before is read again inside, so a check
    made here holds until the commit. A nested call joins the outer one. Functions given to
    after_commit() run once the commit is through; they cannot undo it, so their errors are only logged.
    """
    session = db.session()
    if session.info.get("outreach_open"):
        yield session
        return
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("rows were changed outside transaction()")
    session.commit()
    session.expire_all()
    session.info["outreach_open"] = True
    session.info["outreach_after"] = []
    try:
        session.connection(execution_options={"outreach_write": True})
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        session.info["outreach_after"] = []
        raise
    finally:
        session.info["outreach_open"] = False
    for function in session.info.pop("outreach_after"):
        _run(function)


def give_way() -> None:
    """Between the transactions of a long job: on SQLite, whoever waits for the write lock gets it now."""
    if db.engine.dialect.name == "sqlite":
        time.sleep(_PAUSE)


def after_commit(function: Callable[[], None]) -> None:
    """Call `function` when the present unit of work is committed; at once where none is open."""
    session = db.session()
    if session.info.get("outreach_open"):
        session.info["outreach_after"].append(function)
    else:
        _run(function)


def _run(function: Callable[[], None]) -> None:
    try:
        function()
    except Exception:
        # The sweep of each queue finds what was not started here.
        log.exception("a step after the commit failed")
