"""The chain holds while people work, and every kind of tampering is found on both engines."""

import threading
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import delete, select, text, update

from outreach.activity import SYSTEM, Actor, record
from outreach.activity.models import ActivityChain, ActivityEntry, ActivitySubject
from outreach.activity.queries import Fault, all_entries, entry_count, verify
from outreach.activity.services import entry_hash
from outreach.db import db, transaction
from tests.conftest import ENGINE
from tests.factories.accounts import make_unit, make_user


@pytest.fixture
def entries(session):
    """Six chained entries, the newest of the log."""
    unit, made = make_unit(), []
    for number in range(6):
        with transaction():
            made.append(record(SYSTEM, "unit.changed", unit, number=number))
    session.commit()
    return [entry.id for entry in made]


def _sql(statement) -> None:
    with transaction() as session:
        session.execute(statement)
    db.session.expire_all()


def test_an_untouched_log_holds(entries):
    verdict = verify()
    assert verdict.faults == []
    assert verdict.entries == entry_count() >= 6
    assert verdict.head == db.session.get(ActivityChain, 1, populate_existing=True).last_hash


def test_an_empty_log_holds(session):
    _sql(delete(ActivitySubject))
    _sql(delete(ActivityEntry))
    _sql(delete(ActivityChain))
    assert verify() == (0, [], "")


@pytest.mark.parametrize("column", ["actor_label", "verb", "subject_label", "subject_kind"])
def test_a_changed_text_is_found(entries, column):
    _sql(update(ActivityEntry).where(ActivityEntry.id == entries[2]).values({column: "somebody else"}))
    assert verify().faults == [Fault(entries[2], "changed")]


def test_changed_data_are_found_by_raw_sql(entries):
    name = "CAST(:data AS JSON)" if ENGINE == "postgresql" else ":data"
    _sql(text(f"UPDATE activity_entry SET data = {name} WHERE id = :id").bindparams(
        data='{"number": 99}', id=entries[1]))
    assert verify().faults == [Fault(entries[1], "changed")]


def test_a_changed_time_is_found(entries):
    _sql(update(ActivityEntry).where(ActivityEntry.id == entries[0]).values(at=datetime(2020, 1, 1, tzinfo=UTC)))
    assert verify().faults == [Fault(entries[0], "changed")]


def test_a_removed_entry_is_found_at_the_one_behind_it(entries):
    _sql(delete(ActivitySubject).where(ActivitySubject.entry_id == entries[2]))
    _sql(delete(ActivityEntry).where(ActivityEntry.id == entries[2]))
    assert verify().faults == [Fault(entries[3], "removed")]


def test_a_cut_end_is_found(entries):
    _sql(delete(ActivitySubject).where(ActivitySubject.entry_id.in_(entries[4:])))
    _sql(delete(ActivityEntry).where(ActivityEntry.id.in_(entries[4:])))
    assert verify().faults == [Fault(None, "cut")]


def test_a_log_that_lost_all_entries_is_found(entries):
    _sql(delete(ActivitySubject))
    _sql(delete(ActivityEntry))
    assert verify().faults == [Fault(None, "cut")]


def test_a_lost_end_of_the_chain_is_found(entries):
    _sql(delete(ActivityChain))
    assert Fault(None, "cut") in verify().faults


def _forged(previous: str) -> ActivityEntry:
    entry = ActivityEntry(
        at=datetime(2027, 1, 1, tzinfo=UTC), actor_kind="user", actor_id=1, actor_label="Nobody", verb="unit.changed",
        subject_kind="unit", subject_id=1, subject_label="P1", data={}, previous_hash=previous)
    entry.hash = entry_hash(entry, previous)
    return entry


def _insert(entry: ActivityEntry) -> int:
    values = {column.name: getattr(entry, column.name) for column in ActivityEntry.__table__.c if column.name != "id"}
    with transaction() as session:
        return session.execute(ActivityEntry.__table__.insert().values(values).returning(ActivityEntry.id)).scalar_one()


@pytest.mark.parametrize("place", [0, 3, 5])
def test_an_inserted_entry_is_found_even_with_a_fitting_hash(entries, place):
    previous = db.session.get(ActivityEntry, entries[place]).hash
    forged = _insert(_forged(previous))
    assert verify().faults == [Fault(forged, "inserted")]


def test_an_inserted_entry_with_an_invented_hash_is_found(entries):
    entry = _forged("f" * 64)
    assert verify().faults == []
    forged = _insert(entry)
    assert Fault(forged, "removed") in verify().faults


def test_a_replaced_entry_is_found_at_the_one_behind_it(entries):
    """Whoever changes an entry and makes its hash anew breaks the next one."""
    old = db.session.get(ActivityEntry, entries[2])
    forged = _forged(old.previous_hash)
    _sql(update(ActivityEntry).where(ActivityEntry.id == entries[2]).values(
        {name: getattr(forged, name) for name in (
            "at", "actor_kind", "actor_id", "actor_label", "subject_id", "subject_label", "data", "hash")}))
    assert verify().faults == [Fault(entries[3], "removed")]


def test_several_faults_are_all_named(entries):
    _sql(update(ActivityEntry).where(ActivityEntry.id == entries[0]).values(actor_label="x"))
    _sql(update(ActivityEntry).where(ActivityEntry.id == entries[4]).values(actor_label="y"))
    assert [fault.entry_id for fault in verify().faults] == [entries[0], entries[4]]


@pytest.mark.parametrize("batch", [1, 2, 1000])
def test_the_walk_follows_the_chain_whatever_the_order_of_ids(entries, batch):
    """On PostgreSQL the writer with the lower number may commit later; swap two numbers to the same effect."""
    second, third = entries[1], entries[2]
    _sql(delete(ActivitySubject))
    for old, new in ((second, 10**6), (third, second), (10**6, third)):
        _sql(update(ActivityEntry).where(ActivityEntry.id == old).values(id=new))
    assert verify(batch).faults == []


def test_the_log_is_narrowed_by_actor_verb_and_days(session):
    user, unit = make_user("administrator", name="Imogen Hartwell"), make_unit()
    with transaction():
        entry = record(Actor.of(user), "unit.changed", unit)
        entry.at = datetime(2027, 6, 22, 22, 30, tzinfo=UTC)

    def found(**filters):
        return entry in session.scalars(all_entries(**filters)).all()
    assert found(actor="hartwell")
    assert not found(actor="hart%well")
    assert found(verb="unit.")
    assert not found(verb="user.")
    assert found(first=date(2027, 6, 23), last=date(2027, 6, 23), zone="Asia/Shanghai")
    assert not found(first=date(2027, 6, 23), zone="UTC")
    assert found(last=date(2027, 6, 22), zone="UTC")
    assert not found(last=date(2027, 6, 21), zone="UTC")


def test_writers_at_one_moment_make_one_chain(real_app):
    """The very first entries of a new house, by several writers who start together."""
    with transaction() as session:
        session.execute(delete(ActivitySubject))
        session.execute(delete(ActivityEntry))
        session.execute(delete(ActivityChain))
        unit = make_unit_row(session)
        unit_id = unit.id
    writers, each = 6, 8
    barrier, failures = threading.Barrier(writers), []

    def write(number: int) -> None:
        from outreach.accounts.models import Unit

        with real_app.app_context():
            try:
                barrier.wait(20)
                for turn in range(each):
                    with transaction() as own:
                        record(SYSTEM, "unit.changed", own.get(Unit, unit_id), writer=number, turn=turn)
            except Exception as error:  # noqa: BLE001 - the test tells what went wrong
                failures.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    db.session.rollback()
    verdict = verify()
    assert verdict.faults == []
    assert verdict.entries == writers * each
    assert len(set(db.session.scalars(select(ActivityEntry.previous_hash)))) == writers * each


def make_unit_row(session):
    """A unit without an entry in the log."""
    from outreach.accounts.models import Unit
    from outreach.i18n.localized import LocalizedText

    unit = Unit(code="W1", kind="service_unit", name=LocalizedText.of("zh", "甲"))
    session.add(unit)
    session.flush()
    return unit
