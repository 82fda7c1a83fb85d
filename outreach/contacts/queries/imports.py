"""Reading imports, their rows and what became of them."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, case, func, select

from outreach.contacts.models import ImportRow, ImportRun
from outreach.contacts.queries.access import staff_only
from outreach.db import db
from outreach.errors import NotFound


def visible_imports(viewer, state: str | None = None) -> Select:
    """Imports, newest first, all or those in one state."""
    statement = staff_only(select(ImportRun).order_by(ImportRun.id.desc()), viewer)
    return statement.where(ImportRun.state == state) if state else statement


def get_import(viewer, run_id: int) -> ImportRun:
    """One import. Raises NotFound."""
    row = db.session.scalar(staff_only(select(ImportRun).where(ImportRun.id == run_id), viewer))
    if row is None:
        raise NotFound("import_not_found", _l("There is no such import."))
    return row


def import_rows(run: ImportRun, verdict: str = "") -> Select:
    """The rows of a file in its order, all or those of one verdict."""
    statement = select(ImportRow).where(ImportRow.run_id == run.id).order_by(ImportRow.number)
    return statement.where(ImportRow.verdict == verdict) if verdict else statement


def import_outcomes(run: ImportRun) -> dict[str, int]:
    """Rows by what became of them: 'new', 'same', 'doubtful', 'set_aside', 'skipped', 'kept' or 'undone'."""
    fate = _fate()
    rows = select(fate, func.count()).where(ImportRow.run_id == run.id).group_by(fate)
    return dict(db.session.execute(rows).all())


def import_rows_by_fate(run: ImportRun, fate: str = "") -> Select:
    """The rows of a file in its order, all or those of which one thing became; an unknown one gives all."""
    statement = select(ImportRow).where(ImportRow.run_id == run.id).order_by(ImportRow.number)
    return statement.where(_fate() == fate) if fate in FATES else statement


FATES = ("new", "same", "doubtful", "set_aside", "skipped", "kept", "undone")


def _fate():
    return case((ImportRow.state == "applied", ImportRow.outcome), else_=ImportRow.state)


def imports_waiting(viewer) -> int | None:
    """How many files were uploaded and never applied; None for none."""
    waiting = visible_imports(viewer).where(ImportRun.state.in_(("uploaded", "previewing", "previewed", "failed")))
    return db.session.scalar(select(func.count()).select_from(waiting.order_by(None).subquery())) or None


def kept_rows(run: ImportRun) -> list[ImportRow]:
    """Rows whose people stayed when the import was undone, because somebody had worked on them."""
    return list(db.session.scalars(
        select(ImportRow).where(ImportRow.run_id == run.id, ImportRow.state == "kept").order_by(ImportRow.number)))
