"""The engine: one scheduler whatever the number of workers, and a queue that several processes share."""

import threading
from datetime import timedelta

import pytest
import time_machine

from outreach import jobs
from outreach.db import db, now, transaction
from outreach.jobs import engine, registry
from outreach.jobs.models import JobTick


@pytest.fixture
def periodics(monkeypatch):
    """No periodic jobs but those of the test, and the names of those that ran."""
    monkeypatch.setattr(registry, "_periodics", {})
    ran: list[str] = []

    def declare(name: str, minutes: int = 1, function=None):
        jobs.periodic(name, minutes)(function or (lambda: ran.append(name)))
    declare.ran = ran
    return declare


def test_a_periodic_job_runs_once_per_interval_however_often_it_is_asked(app, periodics):
    periodics("tests.minute")
    periodics("tests.hour", 60)
    for seconds in (7200, 7201, 7259, 7260, 7200):
        engine.run_due(seconds)
    assert periodics.ran == ["tests.minute", "tests.hour", "tests.minute"]


def test_a_periodic_job_that_fails_stops_no_other(app, periodics):
    periodics("tests.broken", function=lambda: 1 / 0)
    periodics("tests.minute")
    assert engine.run_due(0) == ["tests.broken", "tests.minute"]
    assert periodics.ran == ["tests.minute"]


@pytest.mark.real_database
def test_of_many_workers_at_once_exactly_one_has_the_interval(real_app):
    won, barrier = [], threading.Barrier(6)

    def ask():
        with real_app.app_context():
            barrier.wait()
            if engine.claim("tests.minute", 42):
                won.append(threading.get_ident())
            db.session.remove()
    threads = [threading.Thread(target=ask) for _ in range(6)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert len(won) == 1


def test_old_ticks_are_forgotten(app):
    with time_machine.travel(now() - timedelta(days=3)):
        assert engine.claim("tests.old", 1)
    assert engine.claim("tests.new", 1)
    assert engine.forget_ticks() == 1
    assert [tick.name for tick in db.session.scalars(db.select(JobTick))] == ["tests.new"]


@pytest.fixture
def huey_engine(app, tmp_path, monkeypatch):
    """The engine of a real installation, on a file of its own, and a job whose runs are kept."""
    from tests import engines

    monkeypatch.setattr(registry, "_jobs", dict(registry._jobs))
    ran: list[int] = []
    jobs.job("tests.note")(ran.append)
    made = engine.HueyEngine(app, engines.settings(app.config["SQLALCHEMY_DATABASE_URI"], tmp_path / "queue"))
    monkeypatch.setitem(app.extensions, registry.EXTENSION, made)
    made.ran = ran
    yield made
    made.huey.storage.close()


def test_the_queue_file_appears_with_the_first_job_and_is_shared_by_name(huey_engine, app, tmp_path):
    assert not (tmp_path / "queue" / "queue.sqlite3").exists()
    with transaction():
        jobs.enqueue("tests.note", 5)
    assert (tmp_path / "queue" / "queue.sqlite3").exists()
    other = engine.HueyEngine(app, huey_engine.settings)
    assert other.waiting == [("tests.note", 5)]
    assert other.drain() == 1
    assert huey_engine.drain() == 0
    assert huey_engine.ran == [5]
    other.huey.storage.close()


def test_a_job_that_fails_is_logged_and_the_next_one_runs(huey_engine, caplog):
    jobs.job("tests.broken")(lambda row_id: 1 / 0)
    jobs.enqueue("tests.broken", 1)
    jobs.enqueue("tests.note", 2)
    assert jobs.drain() == 2
    assert huey_engine.ran == [2]
    assert "job tests.broken for row 1 failed" in caplog.text


def test_a_mail_travels_through_the_real_queue(huey_engine, app):
    from tests.factories.mail import Sink, mail_templates, make_mail

    server = Sink()
    server.serve(app)
    try:
        with mail_templates(app):
            row = make_mail()
        assert huey_engine.waiting == [("mail.deliver", row.id)]
        assert jobs.drain() == 1
    finally:
        server.stop()
    assert [message["Message-ID"] for message in server.messages] == [row.message_id]


def test_an_application_under_test_has_no_workers(app):
    with pytest.raises(RuntimeError, match="drain"):
        engine.work(app)
