"""What happens when the database is locked, the disk is full or Redis is dead: a clear answer and nothing by halves."""

import os
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from outreach.config import ROOT
from tests import engines

pytestmark = pytest.mark.slow


def _flask(*words: str, url: str, data, limit: str = "", **environ: str) -> subprocess.CompletedProcess:
    """Run `flask …` on a database, with a shell limit before it where wanted."""
    command = " ".join([limit, "exec", sys.executable, "-m", "flask", "--app", "wsgi", *words])
    return subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, timeout=120,
                          env={**os.environ, "DATABASE_URL": url, "OUTREACH_DATA": str(data), **environ})


@pytest.fixture
def sqlite_url(tmp_path) -> str:
    """A SQLite file of its own with schema and catalogue."""
    return engines.fresh_database("sqlite", tmp_path)


def test_a_database_locked_for_long_answers_busy_and_loses_nothing(sqlite_url, tmp_path):
    from outreach import create_app
    from outreach.db import db

    app = create_app(engines.settings(sqlite_url, tmp_path / "data"))
    with app.app_context():
        db.session.execute(db.text("PRAGMA busy_timeout = 300"))
        db.session.commit()
    holder = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    body = {"language": "de", "organisation": {"name": "Karbonex AG", "country": "DE"},
            "contact": {"name": "Matthias Strauß", "email": "m.strauss@karbonex.example.org"},
            "project": {"title": "Linie", "summary": "Eine Linie", "industry": "photonics",
                        "investment": {"amount": "1000000", "currency": "EUR"}},
            "consents": [{"purpose": item.purpose, "text_version": item.version} for item in _texts(app) if item.required]}
    client = app.test_client()
    answer = client.post("/api/v1/intentions", json=body, headers={"Idempotency-Key": "locked-1"})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert answer.get_json()["error"]["code"] == "busy"
    holder.execute("ROLLBACK")
    holder.close()
    again = client.post("/api/v1/intentions", json=body, headers={"Idempotency-Key": "locked-1"})
    assert again.status_code == 201, again.get_json()


def _texts(app):
    from outreach.privacy.queries import consent_texts

    with app.app_context():
        return consent_texts("de", "intention", "DE")


def test_a_writer_waits_for_another_one_and_then_goes_through(sqlite_url, tmp_path):
    holder = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN IMMEDIATE")
    release = threading.Timer(3, lambda: holder.execute("ROLLBACK"))
    release.start()
    started = time.monotonic()
    done = _flask("accounts", "create", "late@example.org", "--role", "reader", url=sqlite_url, data=tmp_path / "data")
    release.join()
    holder.close()
    assert done.returncode == 0, done.stderr
    assert time.monotonic() - started > 2


def test_whoever_waits_gets_in_between_the_batches_of_a_long_job(sqlite_url, tmp_path):
    from outreach import create_app
    from outreach.db import db, give_way, transaction

    app, through = create_app(engines.settings(sqlite_url, tmp_path / "data")), threading.Event()

    def batches() -> None:
        with app.app_context():
            while not through.is_set():
                with transaction() as session:
                    session.execute(db.text("UPDATE import_run SET done = 0"))
                    time.sleep(0.15)
                give_way()
    job = threading.Thread(target=batches)
    job.start()
    waited = []
    try:
        with app.app_context():
            for _post in range(20):
                started = time.monotonic()
                with transaction() as session:
                    session.execute(db.text("UPDATE import_run SET done = 1"))
                waited.append(time.monotonic() - started)
                time.sleep(0.05)
    finally:
        through.set()
        job.join()
    assert max(waited) < 1, waited


def test_a_full_disk_refuses_the_import_whole_and_the_file_stays_sound(sqlite_url, tmp_path):
    path = sqlite_url.removeprefix("sqlite:///")
    assert _flask("demo", "load", url=sqlite_url, data=tmp_path / "data").returncode == 0
    before = _counts(path)
    big = tmp_path / "many.csv"
    big.write_text("Name,E-Mail,Firma\n" + "".join(
        f"Petra Muster{number},petra{number}@firma{number}.example.org,Firma {number} GmbH\n" for number in range(400)))
    size = Path(path).stat().st_size // 1024
    done = _flask("contacts", "import", str(big), "--event", "LASER-2027", "--apply", "--json", url=sqlite_url,
                  data=tmp_path / "data", limit=f"ulimit -f {size + 300};")
    assert done.returncode != 0
    check = sqlite3.connect(path)
    assert check.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    check.close()
    assert _visible(sqlite_url, tmp_path) == before
    assert _flask("contacts", "import", str(big), "--event", "LASER-2027", "--apply", "--json", url=sqlite_url,
                  data=tmp_path / "data").returncode == 0


def _counts(path: str) -> int:
    connection = sqlite3.connect(path)
    number = connection.execute("SELECT count(*) FROM person").fetchone()[0]
    connection.close()
    return number


def _visible(url: str, tmp_path) -> int:
    """How many people a reader sees; what an unfinished import left is hidden."""
    from outreach import create_app
    from outreach.contacts.models import Person
    from outreach.db import db

    with create_app(engines.settings(url, tmp_path / "data")).app_context():
        number = len(db.session.scalars(db.select(Person.id)).all())
        db.session.remove()
        db.engine.dispose()
    return number


def test_a_dead_redis_neither_stops_pages_nor_loses_a_mail(sqlite_url, tmp_path):
    done = _flask("accounts", "create", "a@example.org", "--role", "reader", url=sqlite_url, data=tmp_path / "data",
                  REDIS_URL="redis://127.0.0.1:1/0")
    assert done.returncode == 0, done.stderr
    script = (
        "from outreach import create_app\n"
        "app = create_app()\n"
        "client = app.test_client()\n"
        "assert client.get('/sign-in').status_code == 200\n"
        "from outreach.accounts.services import send_sign_in_link\n"
        "from outreach.mail.models import OutboxMail\n"
        "from outreach.db import db\n"
        "with app.app_context():\n"
        "    send_sign_in_link('a@example.org', address='127.0.0.1')\n"
        "    print(db.session.scalar(db.select(db.func.count()).select_from(OutboxMail)))\n")
    ran = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=120, env={
        **os.environ, "DATABASE_URL": sqlite_url, "OUTREACH_DATA": str(tmp_path / "data"),
        "REDIS_URL": "redis://127.0.0.1:1/0"})
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip().splitlines()[-1] == "1"
