"""How many rows a batch takes, so that no write transaction keeps others waiting for over 250 ms."""

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager

from outreach.db import give_way, transaction
from outreach.search.engines import merge_some

#: Seconds for which a batch should hold the write lock: a busy disk may double it and still be short enough.
WANTED = 0.1
LEAST, MOST = 40, 1_000
#: Pages of the search index that are put in order at once, behind each batch.
PAGES = 40
#: Seconds of writing behind which others get their turn.
GIVE_WAY_AFTER = 0.2


@contextmanager
def _no_collection() -> Iterator[None]:
    """What is known of the people of a large file is a million objects, and to look through them for garbage takes half a
    second: not while others wait for the write lock."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


class Pace:
    """Batches grow while they are quick and shrink when one was slow."""

    def __init__(self, rows: int) -> None:
        self.rows, self._held = rows, 0.0

    @contextmanager
    def timed(self, rows: int) -> Iterator[None]:
        """Around one write transaction of so many rows; what it left in the search index is put in order behind it, and
        others who want to write get their turn behind some."""
        start = time.monotonic()
        with _no_collection():
            yield
        took = time.monotonic() - start
        fitting = int(rows * WANTED / max(took, 0.001))
        self.rows = max(LEAST, min(MOST, fitting, 2 * self.rows))
        more = True
        while more:
            start = time.monotonic()
            with _no_collection(), transaction():
                more = merge_some(PAGES)
            took += time.monotonic() - start
        self._held += took
        if self._held > GIVE_WAY_AFTER:
            give_way()
            self._held = 0.0
