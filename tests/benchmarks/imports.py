"""What an import of many rows costs beside what it must cost: `python -m tests.benchmarks.imports [--rows 100000]`.

Generated people are stored, and a workbook with as many rows is imported: two thirds new, the rest known, doubtful or
twice in the file. Floor: calamine reads, the driver inserts into one table. Usual way: openpyxl reads, one object for
each row, nothing matched (openpyxl is needed for that line alone). `--engine postgresql` for the other engine.
"""

import argparse
import io
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import sqlalchemy as sa
from python_calamine import CalamineWorkbook
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from outreach.config import ROOT
from tests import engines
from tests.benchmarks.invented import HEADINGS, other_writing, people
from tests.factories.imports import SYLLABLES

COLUMNS = ("name", "latin", "email", "company", "city", "phone", "country")


class Base(DeclarativeBase):
    """The one table of the floor and of the usual way."""


class Line(Base):
    """A row as it stands, with two indexes."""

    __tablename__ = "bench_line"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(index=True)
    latin: Mapped[str]
    email: Mapped[str] = mapped_column(index=True)
    company: Mapped[str]
    city: Mapped[str]
    phone: Mapped[str]
    country: Mapped[str]


def workbook(count: int) -> bytes:
    """A file of so many rows; `people(count)` are those that are stored."""
    import xlsxwriter

    dice, stored = random.Random(11), list(people(count))
    rows: list[list[str]] = []
    for row in people(count, seed=8, first=count):
        chance = dice.random()
        if chance < .25:
            row = other_writing(dice.choice(stored), dice)
        elif chance < .3 and rows:
            row = other_writing(dice.choice(rows), dice)
        rows.append(row)
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet()
    for number, row in enumerate([HEADINGS, *rows]):
        sheet.write_row(number, 0, row)
    book.close()
    return buffer.getvalue()


def floor(url: str, data: bytes) -> float:
    """Seconds for calamine and the driver alone."""
    engine = _fresh(url)
    start = time.perf_counter()
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()[1:]
    connection, names = engine.raw_connection(), ", ".join(COLUMNS)
    if engine.dialect.name == "sqlite":
        connection.executemany(f"INSERT INTO bench_line ({names}) VALUES ({', '.join('?' * 7)})", rows)
    else:
        with connection.cursor() as cursor, cursor.copy(f"COPY bench_line ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    connection.commit()
    connection.close()
    return time.perf_counter() - start


def usual_way(url: str, data: bytes) -> float | None:
    """Seconds for openpyxl and one object for each row; None where openpyxl is missing."""
    try:
        import openpyxl
    except ImportError:
        return None
    engine = _fresh(url)
    start = time.perf_counter()
    sheet = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True).active
    with Session(engine) as session:
        session.add_all(Line(**{key: value or "" for key, value in zip(COLUMNS, row, strict=True)})
                        for row in sheet.iter_rows(min_row=2, values_only=True))
        session.commit()
    return time.perf_counter() - start


def _fresh(url: str) -> sa.Engine:
    engine = sa.create_engine(url)
    Base.metadata.drop_all(engine)
    Base.metadata.create_all(engine)
    return engine


def store(count: int) -> None:
    """Put people into the database of the open application, as they would stand there for a while."""
    from datetime import timedelta

    from outreach.activity import SYSTEM
    from outreach.contacts.models import ImportRun, Person
    from outreach.contacts.services.imports import apply_import, preview_import, stage_file
    from outreach.db import db, now, transaction

    lines = [",".join(HEADINGS), *(",".join(f'"{cell}"' for cell in row) for row in people(count))]
    run = preview_import(stage_file(SYSTEM, "\n".join(lines).encode(), "stored.csv").id)
    apply_import(SYSTEM, run.id)
    with transaction():
        for model in (Person, ImportRun):
            db.session.execute(sa.update(model).values(updated_at=now() - timedelta(days=1)))


def measured(url: str, folder: Path, data: bytes) -> dict:
    """Import in this process: seconds and the longest write transaction of each phase, memory."""
    from outreach.activity import SYSTEM
    from outreach.contacts.services.imports import apply_import, preview_import, stage_file, undo_import
    from outreach.db import db

    holds = _watch_holds(db.engine)
    found, start = {}, time.perf_counter()
    run_id = stage_file(SYSTEM, data, "large.xlsx").id
    for name, work in (("read", None), ("preview", lambda: preview_import(run_id)), ("apply", lambda: apply_import(SYSTEM, run_id)),
                       ("undo", lambda: undo_import(SYSTEM, run_id))):
        counts = work().counts if work and name != "undo" else work and work() and None
        found[name] = time.perf_counter() - start
        found[f"longest {name}"], holds[:] = max(holds), [0.0]
        if counts:
            print(f"  {name}: {counts}", flush=True)
        start = time.perf_counter()
    found["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return found


def _watch_holds(engine: sa.Engine) -> list[float]:
    """Seconds for which each write transaction held the lock, from behind its BEGIN to behind its COMMIT."""
    holds, begun = [0.0], {}
    commit = engine.dialect.do_commit

    @sa.event.listens_for(engine, "begin")
    def _begin(connection) -> None:
        if connection.get_execution_options().get("outreach_write"):
            begun[id(connection.connection.dbapi_connection)] = time.perf_counter()

    def do_commit(dbapi_connection) -> None:
        commit(dbapi_connection)
        inner = getattr(dbapi_connection, "dbapi_connection", dbapi_connection)
        if id(inner) in begun:
            holds.append(time.perf_counter() - begun.pop(id(inner)))
    engine.dialect.do_commit = do_commit
    return holds


def form_posts(application, stop: threading.Event) -> list[float]:
    """Seconds that a form of a new person took, posted again and again until `stop` is set."""
    from outreach.accounts import services
    from outreach.db import transaction
    from tests.factories.accounts import make_user

    taken, number = [], 0
    with application.app_context():
        user = make_user()
        with transaction():
            token = services.start_session(user, address="127.0.0.1", agent="benchmark")
    client = application.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = token, True
    while not stop.is_set():
        number += 1
        page = client.get("/people/new").get_data(as_text=True)
        csrf = page.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
        start = time.perf_counter()
        name = f"{_word(number)} {_word(number * 7 + 3)}"
        answer = client.post("/people/new", data={"csrf_token": csrf, "full_name": name, "emails": f"probe{number}@example.net"})
        taken.append(time.perf_counter() - start)
        if answer.status_code not in (302, 303, 422):
            raise RuntimeError(f"the form answered {answer.status_code}")
        stop.wait(0.5)
    return taken


def _word(number: int) -> str:
    """A name that is like no other."""
    return "".join(SYLLABLES[number // len(SYLLABLES) ** place % len(SYLLABLES)] for place in (0, 1, 2)).capitalize()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=5_000)
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--import", dest="job", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.job:
        _job(*options.job.split("|"))
        return
    folder = Path(tempfile.mkdtemp(prefix="outreach-benchmark-"))
    data = workbook(options.rows)
    (folder / "large.xlsx").write_bytes(data)
    print(f"{options.engine}, {options.rows:,} rows, {len(data) / 1e6:.1f} MB, {os.cpu_count()} processors")
    plain = f"sqlite:///{folder / 'plain.sqlite3'}" if options.engine == "sqlite" else engines.empty_database("postgresql", folder)
    _line("floor: calamine, driver", options.rows, bottom := floor(plain, data), bottom)
    usual = usual_way(plain, data)
    if usual:
        _line("usual way: openpyxl, objects", options.rows, usual, bottom, usual)
    _ours(options, folder, bottom, usual)


def _ours(options: argparse.Namespace, folder: Path, bottom: float, usual: float | None) -> None:
    from outreach import create_app
    from outreach.db import db

    url = engines.fresh_database(options.engine, folder)
    application = create_app(engines.settings(url, folder / "data"))
    with application.app_context():
        start = time.perf_counter()
        store(options.rows)
        print(f"  stored {options.rows:,} people in {time.perf_counter() - start:.0f} s", flush=True)
        db.session.remove()
    stop = threading.Event()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.imports", "--import", f"{url}|{folder}|{os.getpid()}"], cwd=ROOT,
        stdout=subprocess.PIPE, text=True)
    threading.Thread(target=lambda: (_tell(process, options.rows, bottom, usual), stop.set()), daemon=True).start()
    taken = sorted(form_posts(application, stop))
    print(f"  a form meanwhile: {len(taken)} posts, median {statistics.median(taken) * 1000:.0f} ms, "
          f"p95 {taken[int(len(taken) * .95)] * 1000:.0f} ms, slowest {taken[-1] * 1000:.0f} ms")


def _tell(process: subprocess.Popen, rows: int, bottom: float, usual: float | None) -> None:
    for line in process.stdout:
        key, _space, value = line.strip().partition("=")
        if not value:
            print(line.rstrip(), flush=True)
        elif key.startswith("longest"):
            print(f"  {float(value):.3g} s longest write transaction of {key.removeprefix('longest ')}", flush=True)
        elif key == "memory":
            print(f"  {float(value):.4g} MB at most", flush=True)
        else:
            _line(f"ours: {key}", rows, float(value), bottom, usual)


def _job(url: str, folder: str, _parent: str) -> None:
    from outreach import create_app

    application = create_app(engines.settings(url, Path(folder) / "data"))
    with application.app_context():
        found = measured(url, Path(folder), (Path(folder) / "large.xlsx").read_bytes())
    found["read, preview and apply"] = found["read"] + found["preview"] + found["apply"]
    for key, value in found.items():
        print(f"{key}={value}", flush=True)


def _line(name: str, rows: int, seconds: float, bottom: float, usual: float | None = None) -> None:
    ratio = f", {usual / seconds:.2f} of the usual way" if usual else ""
    print(f"{name:34} {seconds:8.2f} s {rows / seconds:9,.0f} rows/s, {bottom / seconds:.3f} of the floor{ratio}", flush=True)


if __name__ == "__main__":
    main()
