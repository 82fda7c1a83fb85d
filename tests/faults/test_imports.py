"""An importer that is killed at any moment: a file is wholly in or not to be seen, and the next run sets it right."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest
from sqlalchemy import func, select

from outreach.config import ROOT

pytestmark = pytest.mark.slow

ROWS = 120
ROUNDS = 5
#: Applies the run whose id is the first word, then says so.
IMPORTER = """
import sys
from outreach import create_app
from outreach.activity import SYSTEM
from outreach.contacts.services.imports import apply_import, lock
from pathlib import Path
from tests import engines
lock.LEASE = 2  # A batch takes a tenth of it; the usual one would only make the test wait.
app = create_app(engines.settings(sys.argv[2], Path(sys.argv[3])))
with app.app_context():
    print("ready", flush=True)
    sys.stdin.readline()
    apply_import(SYSTEM, int(sys.argv[1]), wait=40)
    print("through", flush=True)
"""


def _start(run_id: int, url: str, data) -> subprocess.Popen:
    """An importer that waits for a line on its standard input before it begins."""
    process = subprocess.Popen(
        [sys.executable, "-c", IMPORTER, str(run_id), url, str(data)], cwd=ROOT, text=True, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert process.stdout.readline() == "ready\n"
    return process


def _end(process: subprocess.Popen) -> None:
    process.stdin.close()
    process.stdout.close()
    process.wait(timeout=60)


def _count(session, model, *where) -> int:
    return session.scalar(select(func.count()).select_from(model).where(*where))


def test_a_killed_importer_never_shows_half_a_file_and_is_resumed(real_app, tmp_path):
    from outreach.activity import SYSTEM
    from outreach.contacts.models import ImportRun, Person, PersonKey
    from outreach.contacts.services.imports import apply_import, undo_import
    from outreach.db import db
    from outreach.event_contacts.models import EventContact
    from tests.factories.events import make_event
    from tests.factories.imports import make_import, person_row

    url, dice = real_app.config["SETTINGS"].database_url, random.Random(20270622)
    event, killed = make_event(), 0
    base, contacts, keys = (_count(db.session, model) for model in (Person, EventContact, PersonKey))
    for round_number in range(ROUNDS):
        rows = tuple(person_row(round_number * ROWS + number) for number in range(ROWS))
        run_id = make_import(event, rows=rows, name=f"round-{round_number}.csv").id
        db.session.rollback()
        process = _start(run_id, url, tmp_path / "data")
        process.stdin.write("go\n")
        process.stdin.flush()
        time.sleep(dice.uniform(0.02, 2.5))
        process.send_signal(signal.SIGKILL)
        _end(process)
        killed += process.returncode == -signal.SIGKILL
        state = db.session.get(ImportRun, run_id, populate_existing=True).state
        seen = (_count(db.session, Person) - base, _count(db.session, EventContact) - contacts)
        assert state in ("previewed", "applying", "applied")
        assert seen == ((ROWS, ROWS) if state == "applied" else (0, 0)), state
        db.session.rollback()
        run = apply_import(SYSTEM, run_id, wait=60)
        assert (run.state, sum(run.counts.values())) == ("applied", ROWS) and run.finished_at
        assert (_count(db.session, Person) - base, _count(db.session, EventContact) - contacts) == (ROWS, ROWS)
        assert undo_import(SYSTEM, run_id).people == ROWS
        assert (_count(db.session, Person), _count(db.session, EventContact)) == (base, contacts)
        assert _count(db.session, PersonKey) == keys
    assert killed >= 2, "no importer was still at work when it was killed"


def test_what_a_killed_importer_left_is_withdrawn_by_the_next_file(real_app, tmp_path):
    from outreach.activity import SYSTEM
    from outreach.contacts.models import ImportRun, Person
    from outreach.contacts.services.imports import apply_import
    from outreach.db import db
    from tests.factories.events import make_event
    from tests.factories.imports import make_import, person_row

    url, event = real_app.config["SETTINGS"].database_url, make_event()
    base = _count(db.session, Person)
    dead = make_import(event, rows=tuple(person_row(number) for number in range(ROWS))).id
    other = make_import(event, rows=(person_row(9_000),), name="other.csv").id
    db.session.rollback()
    process = _start(dead, url, tmp_path / "data")
    process.stdin.write("go\n")
    process.stdin.flush()
    _wait_for(lambda: 20 < db.session.get(ImportRun, dead, populate_existing=True).done < ROWS)
    process.send_signal(signal.SIGKILL)
    _end(process)
    assert apply_import(SYSTEM, other, wait=60).state == "applied"
    left = db.session.get(ImportRun, dead, populate_existing=True)
    assert (left.state, left.done, _count(db.session, Person)) == ("previewed", 0, base + 1)


def _wait_for(condition) -> None:
    from outreach.db import db

    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        db.session.rollback()
        if condition():
            db.session.rollback()
            return
        time.sleep(0.02)
    raise AssertionError("the importer never began")
