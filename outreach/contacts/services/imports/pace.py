"""How many rows a batch takes, so that no write transaction keeps others waiting for over 250 ms."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from outreach.db import give_way

#: Seconds for which a batch should hold the write lock: a busy disk may double it and still be short enough.
WANTED = 0.1
LEAST, MOST = 40, 1_000
#: Seconds of writing behind which others get their turn.
GIVE_WAY_AFTER = 0.2


class Pace:
    """Batches grow while they are quick and shrink when one was slow."""

    def __init__(self, rows: int) -> None:
        self.rows, self._held = rows, 0.0

    @contextmanager
    def timed(self, rows: int) -> Iterator[None]:
        """Around one write transaction of so many rows; others who want to write get their turn behind some."""
        start = time.monotonic()
        yield
        took = time.monotonic() - start
        fitting = int(rows * WANTED / max(took, 0.001))
        self.rows = max(LEAST, min(MOST, fitting, 2 * self.rows))
        self._held += took
        if self._held > GIVE_WAY_AFTER:
            give_way()
            self._held = 0.0
