"""Jobs by name: declared once, queued after the commit, one row id as payload."""

import pytest

from outreach import jobs
from outreach.db import transaction
from outreach.jobs import registry


@pytest.fixture
def declared(app, monkeypatch):
    """A job "tests.note" whose runs are kept in a list."""
    monkeypatch.setattr(registry, "_jobs", dict(registry._jobs))
    ran: list[int] = []
    jobs.job("tests.note")(ran.append)
    return ran


def test_a_job_waits_for_the_commit_and_runs_with_its_row(declared):
    with transaction():
        jobs.enqueue("tests.note", 7)
        assert jobs.pending() == []
    assert jobs.pending() == [("tests.note", 7)]
    assert jobs.drain() == 1
    assert declared == [7]


def test_a_unit_of_work_that_fails_queues_nothing(declared):
    with pytest.raises(RuntimeError), transaction():
        jobs.enqueue("tests.note", 7)
        raise RuntimeError
    assert jobs.drain() == 0


def test_outside_of_a_unit_of_work_a_job_is_queued_at_once(declared):
    jobs.enqueue("tests.note", 3)
    assert jobs.pending() == [("tests.note", 3)]


def test_a_name_that_nobody_declared_is_an_error_of_ours(app):
    with pytest.raises(KeyError, match="tests.unknown"):
        jobs.enqueue("tests.unknown", 1)


def test_what_a_job_queues_in_turn_is_drained_too(declared):
    jobs.job("tests.chain")(lambda row_id: jobs.enqueue("tests.note", row_id + 1))
    jobs.enqueue("tests.chain", 1)
    assert jobs.drain() == 2
    assert declared == [2]


def test_a_queue_that_cannot_be_reached_does_not_undo_the_commit(declared, app, monkeypatch):
    monkeypatch.setattr(app.extensions[registry.EXTENSION], "put", lambda name, row_id: 1 / 0)
    with transaction():
        jobs.enqueue("tests.note", 7)
    assert declared == []


def test_the_rooms_declare_their_jobs(app):
    assert "mail.deliver" in jobs.jobs()
    assert jobs.periodics()["mail.sweep"].minutes == 1


def test_a_periodic_job_knows_its_interval(monkeypatch):
    monkeypatch.setattr(registry, "_periodics", {})
    jobs.periodic("tests.hourly", minutes=60)(lambda: None)
    item = jobs.periodics()["tests.hourly"]
    assert (item.slot(0), item.slot(3599), item.slot(3600)) == (0, 0, 1)
    with pytest.raises(ValueError, match="once a minute"):
        jobs.periodic("tests.never", minutes=0)
