"""The names of all jobs and how one of them is run; which queue carries them is the engine's matter."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import current_app

from outreach.db import after_commit

log = logging.getLogger(__name__)

#: Where the engine of an application stands in `app.extensions`.
EXTENSION = "outreach_jobs"


@dataclass(frozen=True)
class Periodic:
    """A job without payload that runs every `minutes` minutes, once for all workers together."""

    name: str
    minutes: int
    function: Callable[[], Any]

    def slot(self, seconds: float) -> int:
        """The number of the interval in which a moment lies, counted from the epoch."""
        return int(seconds // (self.minutes * 60))


_jobs: dict[str, Callable[[int], Any]] = {}
_periodics: dict[str, Periodic] = {}


def job(name: str) -> Callable[[Callable[[int], Any]], Callable[[int], Any]]:
    """Declare a function of one row id as the job `name`, for example "mail.deliver"."""
    def declare(function: Callable[[int], Any]) -> Callable[[int], Any]:
        _jobs[name] = function
        return function
    return declare


def periodic(name: str, minutes: int = 1) -> Callable[[Callable[[], Any]], Callable[[], Any]]:
    """Declare a function without arguments that runs every `minutes` minutes."""
    if minutes < 1:
        raise ValueError("a periodic job runs at most once a minute")

    def declare(function: Callable[[], Any]) -> Callable[[], Any]:
        _periodics[name] = Periodic(name, minutes, function)
        return function
    return declare


def jobs() -> dict[str, Callable[[int], Any]]:
    """All jobs by name."""
    return dict(_jobs)


def periodics() -> dict[str, Periodic]:
    """All periodic jobs by name."""
    return dict(_periodics)


def enqueue(name: str, row_id: int) -> None:
    """Put a job into the queue once the open unit of work is committed; at once where none is open.

    Raises KeyError for a name that nobody declared. A queue that cannot be reached is logged, not raised:
    the row is stored, and its sweep will find it.
    """
    if name not in _jobs:
        raise KeyError(f"no job is called {name}")
    engine = current_app.extensions[EXTENSION]
    after_commit(lambda: engine.put(name, row_id))


def run(name: str, row_id: int) -> Any:
    """Run a job here and now, inside the present application context."""
    started = time.monotonic()
    try:
        return _jobs[name](row_id)
    finally:
        log.info("job %s for row %s took %.3f s", name, row_id, time.monotonic() - started)


def pending() -> list[tuple[str, int]]:
    """What waits in the queue of an application under test, in order. Elsewhere the engine alone knows."""
    return list(current_app.extensions[EXTENSION].waiting)


def drain() -> int:
    """Run all that waits, and what that queues in turn, in this process. Gives the number of jobs run."""
    return current_app.extensions[EXTENSION].drain()
