"""Only one import writes contacts at a time, so that two uploads of one file see what the other made.

The lock is a row with a lease. A process that died stops renewing it; whoever comes next takes the lock and
withdraws what the dead run had made, unless it is the same run, which then simply goes on.
"""

import secrets
import time
from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from outreach.contacts.models import ImportLock, ImportRun
from outreach.db import db, now, transaction
from outreach.errors import Conflict

#: Seconds without a sign of life after which a writer counts as dead; a batch takes a fifth of one.
LEASE = 20


def take_lock(run_id: int, wait: float) -> str:
    """Take the lock for a run and give the holder's token. Waits up to `wait` seconds, then raises Conflict."""
    holder, deadline = secrets.token_hex(12), time.monotonic() + wait
    while not _try(run_id, holder):
        if time.monotonic() >= deadline:
            raise Conflict("import_busy", _l("Another import is being written. Try again in a minute."))
        time.sleep(0.1)
    return holder


def _try(run_id: int, holder: str) -> bool:
    with transaction() as session:
        insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
        session.execute(insert(ImportLock).values(id=1).on_conflict_do_nothing())
        lock = _locked()
        if lock.holder and lock.lease_until and lock.lease_until > now():
            return False
        lock.run_id, lock.holder, lock.lease_until = run_id, holder, now() + timedelta(seconds=LEASE)
    return True


def renew(holder: str) -> None:
    """Inside a write transaction: hold on to the lock. Raises Conflict where it was lost meanwhile."""
    lock = _locked()
    if lock.holder != holder:
        raise Conflict("import_lost", _l("Another import took over. Start this one again."))
    lock.lease_until = now() + timedelta(seconds=LEASE)


def give_back(holder: str) -> None:
    """Let the next one in; does nothing where the lock is somebody else's."""
    with transaction():
        lock = _locked()
        if lock.holder == holder:
            lock.run_id = lock.holder = lock.lease_until = None


def unfinished_others(run_id: int) -> list[int]:
    """Runs whose writing stopped half-way; whoever holds the lock may withdraw them."""
    return list(db.session.scalars(
        select(ImportRun.id).where(ImportRun.state == "applying", ImportRun.id != run_id).order_by(ImportRun.id)))


def _locked() -> ImportLock:
    return db.session.scalar(select(ImportLock).where(ImportLock.id == 1).with_for_update()
                             .execution_options(populate_existing=True))
