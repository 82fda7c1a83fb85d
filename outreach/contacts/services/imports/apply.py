"""Applying: rows become people in short batches that nobody sees until one statement makes them visible.

The run is 'applying' while batches are committed; whatever carries its id is hidden (models/visibility.py). The
flip to 'applied' shows all of it together. Afterwards empty fields of known people are filled in and the search
index is brought up to date, again in batches; `finished_at` says that this is through. Killed anywhere, calling
apply_import() again goes on where it stopped.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from outreach.activity import Actor, record
from outreach.contacts.models import ImportRow, ImportRun, seeing_unfinished
from outreach.contacts.services.imports.drafts import notes_of, tags_of
from outreach.contacts.services.imports.finishing import finish
from outreach.contacts.services.imports.lock import give_back, renew, take_lock, unfinished_others
from outreach.contacts.services.imports.pace import Pace
from outreach.contacts.services.imports.preparing import workers
from outreach.contacts.services.imports.undo import withdraw
from outreach.contacts.services.imports.writing import Writer
from outreach.contacts.services.notes import known_tags
from outreach.contacts.services.people import person_words
from outreach.db import db, now, transaction
from outreach.errors import Conflict, NotFound
from outreach.search import index
from outreach.search.content import Content

#: How long an applied import can be undone.
UNDO_DAYS = 30
#: What writing a row needs to know of it.
COLUMNS = ("id", "number", "verdict", "decision", "match_id", "match_row", "score", "reasons", "mapped", "record", "cells", "text")


def apply_import(actor: Actor, run_id: int, *, wait: float = 5.0, progress: Callable[[int], None] | None = None) -> ImportRun:
    """Apply every good row; bad ones are set aside. Opens its own transactions; safe to call again after a kill.

    Raises Conflict where the run is not ready or another import is being written for longer than `wait` seconds.
    """
    holder = take_lock(run_id, wait)
    try:
        for other in unfinished_others(run_id):
            withdraw(other, lambda: renew(holder))
        if _begin(run_id, holder):
            with seeing_unfinished():
                _write_all(actor, run_id, holder, progress)
            _flip(actor, run_id, holder)
        finish(run_id, lambda: renew(holder))
    finally:
        db.session.rollback()
        give_back(holder)
    return db.session.get(ImportRun, run_id)


def _begin(run_id: int, holder: str) -> bool:
    """True where rows remain to be written; False where the run is already visible."""
    with transaction():
        renew(holder)
        run = db.session.get(ImportRun, run_id, with_for_update=True)
        if run is None:
            raise NotFound("import_not_found", _l("There is no such import."))
        if run.state == "applied":
            return False
        if run.state not in ("previewed", "applying"):
            raise Conflict("import_not_ready", _l("This import cannot be applied now. Look at its preview first."))
        if run.state == "previewed":
            run.state, run.done = "applying", 0
    return True


def _write_all(actor: Actor, run_id: int, holder: str, progress: Callable[[int], None] | None) -> None:
    """Write all open rows. What they are found by is worked out before the write transaction, by workers if there are many."""
    run = db.session.get(ImportRun, run_id)
    writer, pace = Writer(actor, run), Pace(100)
    with workers(run.total - run.done) as each:
        waiting: deque[tuple[Any, tuple[str, str]]] = deque()
        for ready in _ready(each, run):
            waiting.extend(ready)
            while len(waiting) >= pace.rows:
                _batch(writer, waiting, holder, pace)
                if progress:
                    progress(run_id)
        while waiting:
            _batch(writer, waiting, holder, pace)
            if progress:
                progress(run_id)


def _ready(each: Callable, run: ImportRun) -> Iterator[list[tuple[Any, tuple[str, str]]]]:
    """Rows with what their people are found by."""
    ahead: deque[list] = deque()
    known = known_tags()

    def calls() -> Iterator[tuple]:
        for rows in _open_rows(run.id):
            ahead.append(rows)
            yield "person", [_words(row, run, known) for row in rows]
    for made in each(index.ready, calls()):
        yield list(zip(ahead.popleft(), made, strict=True))


def _open_rows(run_id: int) -> Iterator[list]:
    """The rows that are not written yet, in their order. Others wait for us, so nobody else writes them."""
    columns, after = [getattr(ImportRow, name) for name in COLUMNS], 0
    while rows := db.session.execute(
            select(*columns).where(ImportRow.run_id == run_id, ImportRow.state == "open", ImportRow.number > after)
            .order_by(ImportRow.number).limit(400)).all():
        after = rows[-1].number
        yield rows


def _words(row: Any, run: ImportRun, known: Mapping[str, str]) -> Content:
    if not row.record.get("names"):
        return Content()
    channels = [(kind, value) for kind, value, *_rest in row.record["channels"]]
    told = [row.mapped.get("organisation"), *tags_of(row.mapped, known), notes_of(run, row.mapped)["notes"]]
    return person_words([name for name, _script in row.record["names"]], channels, told, run.id)


def _batch(writer: Writer, waiting: deque, holder: str, pace: Pace) -> None:
    """Write the next rows and commit."""
    some = [waiting.popleft() for _one in range(min(pace.rows, len(waiting)))]
    rows = [row for row, _made in some]
    writer.look(rows)
    with pace.timed(len(rows)), transaction() as session:
        renew(holder)
        writer.write(rows, {row.number: made for row, made in some})
        session.get(ImportRun, writer.run.id).done += len(rows)


def _flip(actor: Actor, run_id: int, holder: str) -> None:
    """The one statement that makes everything visible, with the log entry beside it."""
    rows = db.session.execute(select(ImportRow.state, ImportRow.outcome, func.count()).where(ImportRow.run_id == run_id)
                              .group_by(ImportRow.state, ImportRow.outcome)).all()
    counts: Counter = Counter()
    for state, outcome, count in rows:
        counts[outcome if state == "applied" else state] += count
    with transaction() as session:
        renew(holder)
        run = session.get(ImportRun, run_id)
        run.counts = dict(counts)
        at = now()
        run.state, run.applied_at, run.undo_until = "applied", at, at + timedelta(days=UNDO_DAYS)
        run.actor_id, run.actor_label = actor.id, actor.label
        record(actor, "import.applied", run, counts=dict(counts), target=[run.target_kind, run.target_ref])
