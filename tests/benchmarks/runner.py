"""What benchmarks share: an application on a database of its own, timing of many calls, and tables."""

import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from tests import engines


@dataclass(frozen=True)
class Times:
    """Milliseconds of many calls."""

    ms: list[float]

    @property
    def p50(self) -> float:
        """The middle one."""
        return statistics.median(self.ms)

    @property
    def p95(self) -> float:
        """Nineteen of twenty calls take no longer."""
        return sorted(self.ms)[max(0, int(len(self.ms) * 0.95) - 1)]

    def __str__(self) -> str:
        return f"{self.p95:.1f} ({self.p50:.1f})"


def time_calls(call: Callable, arguments: Iterable) -> tuple[Times, list]:
    """Milliseconds of a call with each of the arguments, and what it gave."""
    took, given = [], []
    for argument in arguments:
        started = time.perf_counter()
        given.append(call(argument))
        took.append((time.perf_counter() - started) * 1000)
    return Times(took), given


@contextmanager
def stopwatch() -> Iterator[Callable[[], float]]:
    """Gives a function that tells the seconds since the beginning, or those of the whole block after its end."""
    started, ended = time.perf_counter(), []
    yield lambda: (ended[0] if ended else time.perf_counter()) - started
    ended.append(time.perf_counter())


@contextmanager
def application(engine: str, keep: Path | None = None) -> Iterator:
    """An application on a database of 'sqlite' or 'postgresql', with its context open.

    The database is new and removed afterwards, or with `keep` that of this folder, made where there is none.
    """
    from outreach import create_app
    from outreach.db import db

    folder = keep or Path(tempfile.mkdtemp(prefix="outreach-benchmark-"))
    url = _kept(engine, keep) if keep else engines.fresh_database(engine, folder)
    try:
        app = create_app(engines.settings(url, folder / "data"))
        with app.app_context():
            yield app
            db.session.remove()
            db.engine.dispose()
    finally:
        if not keep:
            engines.drop_database(url)
            shutil.rmtree(folder, ignore_errors=True)


def _kept(engine: str, folder: Path) -> str:
    """URL of the folder's database, brought to today's schema."""
    folder.mkdir(parents=True, exist_ok=True)
    written = folder / f"{engine}.url"
    if not written.exists():
        written.write_text(engines.fresh_database(engine, folder))
    url = written.read_text()
    engines.build_schema(url, folder)
    return url


def megabytes(relation: str) -> float:
    """The size of a table or index, on SQLite with all that belongs to a full-text table."""
    from outreach.db import db

    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            return connection.execute(text("SELECT pg_relation_size(CAST(:name AS regclass))"), {"name": relation}).scalar() / 1e6
        size = connection.execute(text("SELECT sum(pgsize) FROM dbstat WHERE name = :name OR name GLOB :parts"),
                                  {"name": relation, "parts": f"{relation}_*"}).scalar()
        return (size or 0) / 1e6


def table(head: list[str], rows: Iterable[list]) -> str:
    """Rows as a table in Markdown, ready for docs/performance.md."""
    lines = [head, ["---"] * len(head), *([str(cell) for cell in row] for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
