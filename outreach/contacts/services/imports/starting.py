"""What a button starts: small files are done at once, large ones by a worker whose progress the page shows.

`queued` on the run says that somebody asked for the work; the sweep picks up what a dead process left behind.
"""

from collections.abc import Callable

from flask_babel import lazy_gettext as _l

from outreach.activity import Actor, record
from outreach.contacts.models import ImportRun
from outreach.contacts.services.imports.apply import apply_import
from outreach.contacts.services.imports.preview import forget_rows, preview_import
from outreach.contacts.services.imports.undo import ask_undo, undo_import
from outreach.db import db, transaction
from outreach.errors import Conflict, NotFound
from outreach.jobs import enqueue

#: Files with more rows than this are judged, applied and undone by a worker; fewer take under two seconds.
SMALL = 100
#: States in which nothing of the file has reached the contacts.
NEVER_APPLIED = ("uploaded", "previewing", "previewed", "failed")


def start_preview(run_id: int) -> ImportRun:
    """Judge the rows of a file now, or ask a worker to. Raises Conflict where it is applied or being applied."""
    def prepare(run: ImportRun) -> None:
        if run.state not in NEVER_APPLIED:
            raise Conflict("import_not_open", _l("This import is already applied or being applied."))
        run.state, run.done = "previewing", 0
    return _start(run_id, "contacts.preview_import", prepare, lambda: preview_import(run_id))


def start_apply(actor: Actor, run_id: int) -> ImportRun:
    """Apply a previewed file now, or ask a worker to; an interrupted one goes on where it stopped.

    Raises NotFound, and Conflict where nothing is there to apply. While another import is being written it waits.
    """
    def prepare(run: ImportRun) -> None:
        if run.state not in ("previewed", "applying"):
            raise Conflict("import_not_ready", _l("This import cannot be applied now. Look at its preview first."))
        run.actor_id, run.actor_label = actor.id, actor.label
    return _start(run_id, "contacts.apply_import", prepare, lambda: apply_import(actor, run_id))


def start_undo(actor: Actor, run_id: int) -> ImportRun:
    """Take an applied file back now, or ask a worker to. Raises what undo_import raises."""
    def prepare(run: ImportRun) -> None:
        ask_undo(run)
        run.actor_id, run.actor_label = actor.id, actor.label
    return _start(run_id, "contacts.undo_import", prepare, lambda: undo_import(actor, run_id).run)


def _start(run_id: int, job: str, prepare: Callable[[ImportRun], None], work: Callable[[], ImportRun]) -> ImportRun:
    with transaction():
        run = _run(run_id)
        prepare(run)
        run.queued = True
        if run.total > SMALL:
            enqueue(job, run_id)
            return run
    try:
        return work()
    except Conflict as error:
        if error.code != "import_busy":
            raise
    enqueue(job, run_id)
    return db.session.get(ImportRun, run_id)


def remove_import(actor: Actor, run_id: int, *, log: bool = True) -> None:
    """Forget a file that was never applied, with its rows; opens its own short transactions.

    Raises NotFound or Conflict. Killed on the way it leaves a file that has to be checked again.
    """
    with transaction():
        run = _run(run_id)
        if run.state not in NEVER_APPLIED:
            raise Conflict("import_applied", _l("This import was applied. Undo it instead of removing it."))
        run.state, run.queued = "uploaded", False
        run.version += 1
    forget_rows(run_id)
    with transaction() as session:
        run = _run(run_id)
        if log:
            record(actor, "import.removed", run, sha256=run.sha256)
        session.delete(run)


def _run(run_id: int) -> ImportRun:
    run = db.session.get(ImportRun, run_id, with_for_update=True)
    if run is None:
        raise NotFound("import_not_found", _l("There is no such import."))
    return run
