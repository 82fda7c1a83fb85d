"""Rows of an unfinished import are hidden from every select of every room, until its state says 'applied'. Those of
one that is being undone are hidden from the moment at which that begins.

So are the stubs of merged records; what resolves old links or undoes a merge looks behind with seeing_merged().

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

from outreach.contacts.models.columns import Mergeable
from outreach.contacts.models.imports import UNFINISHED, ImportRow, ImportRun
from outreach.db import db

_criteria: list = []
_stubs: list = []


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


def _stub_criteria() -> list:
    """One loader criterion per class whose records can be merged."""
    if not _stubs:
        for mapper in list(db.Model.registry.mappers):
            if issubclass(mapper.class_, Mergeable):
                _stubs.append(with_loader_criteria(
                    mapper.class_, mapper.class_.merged_into_id.is_(None), include_aliases=True,
                    propagate_to_loaders=False))
    return _stubs


@event.listens_for(Session, "do_orm_execute")
def _hide_unfinished(state: ORMExecuteState) -> None:
    if state.is_select and state.is_orm_statement and not state.is_column_load:
        if not state.session.info.get("see_unfinished"):
            state.statement = state.statement.options(*_all_criteria())
        if not state.session.info.get("see_merged"):
            state.statement = state.statement.options(*_stub_criteria())


@contextmanager
def seeing_unfinished() -> Iterator[None]:
    """Inside, selects of this session also give what unfinished imports have made."""
    with _seeing("see_unfinished"):
        yield


@contextmanager
def seeing_merged() -> Iterator[None]:
    """Inside, selects of this session also give the stubs of merged records."""
    with _seeing("see_merged"):
        yield


@contextmanager
def _seeing(what: str) -> Iterator[None]:
    session = db.session()
    before = session.info.get(what, False)
    session.info[what] = True
    try:
        yield
    finally:
        session.info[what] = before
