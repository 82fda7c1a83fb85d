"""Jobs bound to huey: a file of SQLite by default, Redis where REDIS_URL says so, a plain list in tests."""

import logging
import time
from collections import deque
from datetime import timedelta
from pathlib import Path
from threading import Lock
from typing import Any

from flask import Flask
from huey import RedisHuey, SqliteHuey, crontab
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from outreach.config import Settings
from outreach.db import db, now, transaction
from outreach.jobs import registry
from outreach.jobs.models import JobTick

log = logging.getLogger(__name__)

#: Ticks older than this are of no use to anybody.
KEEP_TICKS = timedelta(days=2)


class ListEngine:
    """Keeps what is queued in a list until drain() is called, so that a test decides when it happens."""

    def __init__(self):
        self.waiting: deque[tuple[str, int]] = deque()

    def put(self, name: str, row_id: int) -> None:
        """Remember a job."""
        self.waiting.append((name, row_id))

    def drain(self) -> int:
        """Run until nothing waits; gives the number of jobs run."""
        count = 0
        while self.waiting:
            registry.run(*self.waiting.popleft())
            count += 1
        return count


class HueyEngine:
    """The queue that workers share. Tasks carry a job's name and a row id, nothing else."""

    def __init__(self, app: Flask, settings: Settings):
        self.app, self.settings = app, settings
        self._opening = Lock()
        self._huey: Any = None

    @property
    def huey(self) -> Any:
        """The queue itself, opened at the first use: commands that queue nothing leave no file behind."""
        with self._opening:
            if self._huey is None:
                self._huey = _make_huey(self.settings)
                self._task = self._huey.task(name="run")(self._run)
                self._huey.periodic_task(crontab(minute="*"), name="tick")(self._tick)
        return self._huey

    @property
    def waiting(self) -> list[tuple[str, int]]:
        """What waits, in order; for tests and the doctor, not for decisions."""
        return [tuple(task.args) for task in self.huey.pending() if task.name == "run"]

    def put(self, name: str, row_id: int) -> None:
        """Queue a job. Raises what the queue's driver raises when it cannot be reached."""
        queue = self.huey
        queue.enqueue(self._task.s(name, row_id))

    def drain(self) -> int:
        """Run what waits in this process; gives the number of jobs run."""
        count = 0
        while (task := self.huey.dequeue()) is not None:
            self.huey.execute(task)
            count += 1
        return count

    def _run(self, name: str, row_id: int) -> None:
        with self.app.app_context():
            try:
                registry.run(name, row_id)
            except Exception:
                # The row keeps its state, and the sweep of its room finds it again.
                log.exception("job %s for row %s failed", name, row_id)

    def _tick(self) -> None:
        with self.app.app_context():
            run_due()


def _make_huey(settings: Settings) -> Any:
    if settings.redis_url:
        from redis import ConnectionPool

        # Without a limit a dead Redis would hold up the page that queued a mail.
        pool = ConnectionPool.from_url(settings.redis_url, socket_connect_timeout=3, socket_timeout=10)
        return RedisHuey("outreach", connection_pool=pool, blocking=False, results=False)
    settings.data.mkdir(parents=True, exist_ok=True)
    return SqliteHuey("outreach", filename=str(Path(settings.data) / "queue.sqlite3"), fsync=False, timeout=10,
                      results=False)


def run_due(seconds: float | None = None) -> list[str]:
    """Run each periodic job whose interval nobody has claimed yet; gives the names of those run here."""
    seconds = time.time() if seconds is None else seconds
    ran = []
    for item in registry.periodics().values():
        if not claim(item.name, item.slot(seconds)):
            continue
        ran.append(item.name)
        try:
            item.function()
        except Exception:
            log.exception("periodic job %s failed", item.name)
    return ran


def claim(name: str, slot: int) -> bool:
    """True for exactly one caller per name and slot, on one machine or several."""
    try:
        with transaction() as session:
            session.add(JobTick(name=name, slot=slot))
    except IntegrityError:
        return False
    return True


@registry.periodic("jobs.forget_ticks", minutes=60)
def forget_ticks() -> int:
    """Remove old ticks; gives their number."""
    with transaction() as session:
        return session.execute(delete(JobTick).where(JobTick.claimed_at < now() - KEEP_TICKS)).rowcount


def init_app(app: Flask) -> None:
    """Give the application its queue: a list while testing, else huey."""
    app.extensions[registry.EXTENSION] = ListEngine() if app.testing else HueyEngine(app, app.config["SETTINGS"])


def work(app: Flask, workers: int = 1) -> None:
    """Run a consumer with `workers` threads until SIGTERM or Ctrl-C; the job at hand is finished first."""
    engine = app.extensions[registry.EXTENSION]
    if not isinstance(engine, HueyEngine):
        raise RuntimeError("an application under test has no workers; call drain()")
    db.session.remove()
    consumer = engine.huey.create_consumer(
        workers=workers, periodic=True, initial_delay=0.1, max_delay=1.0, graceful_signal="TERM", shutdown_timeout=30)
    consumer.run()
