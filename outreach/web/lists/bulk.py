"""Changing many rows at once: what was seen is what is changed, in short batches, and what stays is told."""

import time
from collections.abc import Iterable
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import func, select

from outreach.activity import Actor, record
from outreach.db import db, now, transaction
from outreach.errors import NotFound, Refused
from outreach.i18n import formats, in_language
from outreach.jobs import enqueue
from outreach.web.lists.kinds import BulkAction
from outreach.web.lists.listing import Listing, open_list
from outreach.web.models import BulkRun

#: More rows are nobody's hand work; an import or a command does that.
MOST = 20_000
#: Up to so many rows the change is made while the browser waits.
SMALL = 100
#: A batch ends after so many seconds or rows, so that others can write in between.
_SECONDS, _ROWS = 0.08, 25
KEPT = timedelta(days=30)


def start_bulk(listing: Listing, code: str, ids: Iterable[int] | None, back: str) -> BulkRun:
    """Note which rows are meant, each with the version that is seen now; None means all that the list finds.

    Raises Refused for no rows, for too many, and for an action that the list does not know.
    """
    action = action_of(listing, code)
    model = listing.kind.model
    statement = listing.statement()
    if ids is not None:
        chosen = [key for key in ids if 0 < key < 2**31][:MOST]
        statement = listing.kind.base(listing.viewer).where(model.id.in_(chosen)).order_by(model.id)
    rows = [[key, version] for key, version in db.session.execute(
        statement.with_only_columns(model.id, model.version).limit(MOST + 1))]
    if not rows:
        raise Refused("nothing_chosen", _("Choose at least one row, or all that are found."))
    if len(rows) > MOST:
        raise Refused("too_many_chosen", _("At most %(most)s rows are changed at once. Narrow the list first.",
                                           most=formats.number(MOST)))
    run = BulkRun(user_id=listing.viewer.id, kind=listing.kind.key, action=action.code, rows=rows, back=back[:2000])
    db.session.add(run)
    db.session.flush()
    return run


def get_run(viewer, run_id: int) -> BulkRun:
    """One's own change. Raises NotFound."""
    run = db.session.scalar(select(BulkRun).where(BulkRun.id == run_id, BulkRun.user_id == viewer.id))
    if run is None:
        raise NotFound("no_bulk_run", _("There is no such change."))
    return run


def listing_of(run: BulkRun, viewer) -> Listing:
    """The list of a change, without its filters."""
    return open_list(run.kind, viewer, {})


def action_of(listing: Listing, code: str) -> BulkAction:
    """What is to be done. Raises Refused where the list knows no such thing, or not for this viewer."""
    found = next((item for item in listing.actions if item.code == code), None)
    if found is None:
        raise Refused("no_action", _("Choose what is to be changed."), field="action")
    return found


def read_value(action: BulkAction, text: str, viewer) -> str:
    """The value that was chosen or typed. Raises Refused for a wrong one."""
    value = action.read((text or "").replace("\x00", "")[:300])
    known = {code for code, _label in action.choices(viewer)} if action.choices else None
    if not value and not action.empty or known is not None and value and value not in known:
        raise Refused("bulk_value", _("Choose a value."), field="value")
    return value


def value_label(action: BulkAction, value: str | None, viewer) -> str:
    """A value in words."""
    labels = dict(action.choices(viewer)) if action.choices else {}
    return str(labels.get(value or "") or value or _("nothing"))


def same_count(listing: Listing, run: BulkRun, action: BulkAction, value: str) -> int:
    """How many of the rows are so already and stay as they are."""
    model, count, keys = listing.kind.model, 0, [key for key, _version in run.rows]
    for start in range(0, len(keys), 500):
        count += db.session.scalar(
            select(func.count(model.id)).where(model.id.in_(keys[start:start + 500]), action.same(value))) or 0
    return count


def begin(run: BulkRun, value: str) -> bool:
    """Let the change begin with a value; gives False where it has begun already. Long ones are queued."""
    if run.state != "draft":
        return False
    run.value, run.state = value, "waiting"
    if len(run.rows) > SMALL:
        enqueue("web.bulk", run.id)
    return True


def run_bulk(run_id: int) -> None:
    """Make the change, or go on where it stopped. Each batch is a unit of work of its own."""
    run = db.session.get(BulkRun, run_id)
    if run is None or run.state not in ("waiting", "running"):
        return
    with in_language(run.user.language):
        listing = listing_of(run, run.user)
        action = next((item for item in listing.actions if item.code == run.action), None)
        if action is None or not run.user.active:
            with transaction():
                db.session.get(BulkRun, run_id).state = "failed"
            return
        while _batch(run_id, listing, action):
            pass


def _batch(run_id: int, listing: Listing, action: BulkAction) -> bool:
    """The next rows; False once all are through."""
    started = time.monotonic()
    with transaction():
        run = db.session.scalar(select(BulkRun).where(BulkRun.id == run_id).with_for_update(of=BulkRun))
        if run is None or run.state not in ("waiting", "running"):
            return False
        run.state, refused = "running", []
        for key, version in list(run.rows[run.done:run.done + _ROWS]):
            told = _apply(listing, action, run, key, version)
            run.changed += told is True
            if isinstance(told, list):
                refused.append(told)
            run.done += 1
            if time.monotonic() - started > _SECONDS:
                break
        run.refused = [*run.refused, *refused]
        if run.done < len(run.rows):
            return True
        run.state, run.finished_at = "done", now()
        record(Actor.of(run.user), "list.changed", run, label=run.kind, list=run.kind, action=run.action,
               value=run.value or "", rows=run.changed, refused=len(run.refused))
    return False


def _apply(listing: Listing, action: BulkAction, run: BulkRun, key: int, version: int) -> bool | list:
    """True where the row was changed, False where it was so already, else what to tell of it."""
    model = listing.kind.model
    row = db.session.scalars(listing.kind.base(run.user).where(model.id == key).with_for_update(of=model)
                             .execution_options(populate_existing=True)).unique().one_or_none()
    if row is None:
        return [key, str(key), _("It is no longer there.")]
    try:
        with db.session.begin_nested():
            return action.apply(Actor.of(run.user), row, run.value or "", version)
    except Refused as error:
        return [key, row.label, str(error.message)]


def sweep_runs() -> None:
    """Forget what is long over or was never begun, and queue again what a dead worker left."""
    with transaction():
        for run in db.session.scalars(select(BulkRun).where(BulkRun.updated_at < now() - KEPT)):
            db.session.delete(run)
        stuck = select(BulkRun.id).where(BulkRun.state.in_(("waiting", "running")),
                                         BulkRun.updated_at < now() - timedelta(minutes=5))
        for run_id in db.session.scalars(stuck):
            enqueue("web.bulk", run_id)
