"""One unit of work: all or nothing, and what runs after it."""

import threading

import pytest

from outreach.accounts.models import User
from outreach.db import after_commit, db, transaction
from outreach.db.numbers import next_number


def _count() -> int:
    return db.session.scalar(db.select(db.func.count()).select_from(User))


def test_an_error_rolls_back_everything(app):
    before = _count()
    with pytest.raises(RuntimeError), transaction() as session:
        session.add(User(email="a@example.org", role="reader"))
        session.flush()
        raise RuntimeError
    assert _count() == before


def test_a_nested_call_joins_the_outer_one(app):
    before = _count()
    with pytest.raises(RuntimeError), transaction():
        with transaction() as session:
            session.add(User(email="b@example.org", role="reader"))
        raise RuntimeError
    assert _count() == before


def test_rows_changed_outside_are_told(app):
    db.session.add(User(email="c@example.org", role="reader"))
    with pytest.raises(RuntimeError, match="outside"), transaction():
        pass
    db.session.rollback()


def test_steps_after_the_commit_run_once_and_never_after_a_rollback(app):
    calls = []
    with transaction():
        after_commit(lambda: calls.append("done"))
        assert calls == []
    with pytest.raises(RuntimeError), transaction():
        after_commit(lambda: calls.append("never"))
        raise RuntimeError
    assert calls == ["done"]


def test_a_failing_step_after_the_commit_is_logged_and_undoes_nothing(app, caplog):
    with transaction() as session:
        session.add(User(email="d@example.org", role="reader"))
        after_commit(lambda: 1 / 0)
    assert "after the commit failed" in caplog.text
    assert db.session.scalar(db.select(User.email).where(User.email == "d@example.org"))


def test_numbers_are_unique_and_without_gaps_under_concurrency(real_app):
    given, errors = [], []

    def work():
        try:
            with real_app.app_context():
                for _ in range(10):
                    with transaction():
                        given.append(next_number("T", 2027))
                db.session.remove()
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    assert sorted(given) == [f"T-2027-{number:04d}" for number in range(1, 61)]


def test_a_rolled_back_number_is_given_again(app):
    with pytest.raises(RuntimeError), transaction():
        assert next_number("R", 2027) == "R-2027-0001"
        raise RuntimeError
    with transaction():
        assert next_number("R", 2027) == "R-2027-0001"
