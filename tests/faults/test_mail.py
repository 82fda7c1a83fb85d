"""Killed workers, a silent mail server, two workers at once: no mail is lost, and a repeat is recognisable."""

import os
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta

import pytest

from outreach.config import ROOT
from tests import engines
from tests.conftest import ENGINE
from tests.factories.mail import Sink, mail_templates, make_mail, silent_server

pytestmark = pytest.mark.slow


class SlowSink(Sink):
    """A server that takes a moment for each mail, so that there is time to be killed in."""

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        """Accept, then wait before saying so."""
        import asyncio

        answer = await super().handle_DATA(server, session, envelope)
        await asyncio.sleep(0.03)
        return answer


@pytest.fixture
def installation(tmp_path):
    """An application on a database of its own with real commits, and its settings as an environment."""
    from outreach import create_app
    from outreach.db import db

    url = engines.fresh_database(ENGINE, tmp_path)
    app = create_app(engines.settings(url, tmp_path / "data"))
    with app.app_context(), mail_templates(app):
        app.environ = {
            "DATABASE_URL": url,
            "OUTREACH_DATA": str(tmp_path / "data"),
            "OUTREACH_ENV": "development",
            "MAIL_SERVER": "127.0.0.1",
            "MAIL_USE_TLS": "0",
            "MAIL_DEFAULT_SENDER": "outreach@demo.example.org",
        }
        yield app
        db.session.remove()
        db.engine.dispose()
    engines.drop_database(url)


@pytest.fixture
def sink(installation):
    """A slow server that the workers send to."""
    server = SlowSink()
    server.serve(installation)
    yield server
    server.stop()


def _worker(app, port: int, **environ: str) -> subprocess.Popen:
    """A process that makes one pass over the outbox."""
    return subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", "mail", "send", "--json"],
        cwd=ROOT,
        env={**os.environ, **app.environ, "MAIL_PORT": str(port), **environ},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def _end(process: subprocess.Popen) -> str:
    said, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors.decode()
    return said.decode()


def _states() -> Counter:
    from outreach.db import db
    from outreach.mail.models import OutboxMail

    db.session.commit()
    found = Counter(db.session.scalars(db.select(OutboxMail.state)))
    db.session.commit()
    return found


def _lease_runs_out() -> None:
    """Ten minutes pass: what a dead worker held may be taken by the next one."""
    from outreach.db import db, now, transaction
    from outreach.mail.models import OutboxMail

    with transaction() as session:
        session.execute(db.update(OutboxMail).where(OutboxMail.state == "sending")
                        .values(leased_until=now() - timedelta(seconds=1)))


def test_killed_in_the_middle_no_mail_is_lost_and_repeats_carry_the_same_message_id(installation, sink):
    number, kills = 40, (4, 11, 19, 30)
    rows = {f"reader{index}@firma.example.org": make_mail(to=f"reader{index}@firma.example.org").message_id
            for index in range(number)}
    for after in kills:
        process = _worker(installation, sink.port)
        deadline = time.monotonic() + 60
        while len(sink.messages) < after and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.002)
        process.kill()
        process.communicate()
        assert _states()["sending"] <= 1
        _lease_runs_out()
    _end(_worker(installation, sink.port))
    assert _states() == {"sent": number}
    received: dict[str, list[str]] = {}
    for to, message in zip(sink.recipients, sink.messages, strict=True):
        received.setdefault(to, []).append(message["Message-ID"])
    assert set(received) == set(rows)
    assert all(set(ids) == {rows[to]} for to, ids in received.items())
    assert len(sink.messages) - number <= len(kills)


def test_two_workers_on_one_outbox_send_each_mail_once(installation, sink):
    number = 60
    for index in range(number):
        make_mail(to=f"reader{index}@firma.example.org")
    workers = [_worker(installation, sink.port) for _ in range(2)]
    for worker in workers:
        _end(worker)
    assert _states() == {"sent": number}
    assert Counter(sink.recipients).most_common(1)[0][1] == 1
    assert len(sink.messages) == number


def test_a_silent_mail_server_holds_up_no_page_and_no_writer(installation):
    from outreach.db import db
    from outreach.mail.models import OutboxMail

    row = make_mail()
    with silent_server() as port:
        process = _worker(installation, port, MAIL_TIMEOUT="8")
        deadline = time.monotonic() + 60
        while not _states()["sending"] and time.monotonic() < deadline:
            time.sleep(0.02)
        client = installation.test_client()
        for path in ("/healthz", "/readyz", "/de/imprint", "/sign-in"):
            assert client.get(path).status_code == 200, path
        make_mail(to="later@firma.example.org")
        assert process.poll() is None, "all that happened while the worker waited for the server"
        _end(process)
    stored = db.session.get(OutboxMail, row.id, populate_existing=True)
    assert (stored.state, stored.reason) == ("waiting", "timeout")
