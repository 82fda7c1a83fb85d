"""Rows of an unfinished import are hidden from every select of every room, until its state says 'applied'. Those of
one that is being undone are hidden from the moment at which that begins.

Any mapped class with a column `import_run_id` takes part, also those of later rooms. The session adds the
condition to all ORM selects, relationship loads included, so the one statement that changes the run's state
makes everything it brought appear together. The import engine itself looks behind with seeing_unfinished().
Collections of such rows must not be loaded with joinedload(): SQLAlchemy applies no criteria there; selectinload()
and lazy loads are safe.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event, or_, select
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria

from outreach.contacts.models.imports import UNFINISHED, ImportRow, ImportRun
from outreach.db import db

_criteria: list = []


def _hidden_runs():
    return select(ImportRun.id).where(ImportRun.state.in_(UNFINISHED)).scalar_subquery()


def _all_criteria() -> list:
    """One loader criterion per class that an import may bring, made when all models are known."""
    if not _criteria:
        for mapper in list(db.Model.registry.mappers):
            if "import_run_id" in mapper.columns and mapper.class_ is not ImportRow:
                column = mapper.class_.import_run_id
                condition = or_(column.is_(None), column.not_in(_hidden_runs()))
                _criteria.append(with_loader_criteria(
                    mapper.class_, condition, include_aliases=True, propagate_to_loaders=False))
    return _criteria


@event.listens_for(Session, "do_orm_execute")
def _hide_unfinished(state: ORMExecuteState) -> None:
    if state.is_select and not state.is_column_load and not state.session.info.get("see_unfinished"):
        state.statement = state.statement.options(*_all_criteria())


@contextmanager
def seeing_unfinished() -> Iterator[None]:
    """Inside, selects of this session also give what unfinished imports have made."""
    session = db.session()
    before = session.info.get("see_unfinished", False)
    session.info["see_unfinished"] = True
    try:
        yield
    finally:
        session.info["see_unfinished"] = before
