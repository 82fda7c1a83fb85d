"""Entries are written with the act they tell about, and chained just before the commit."""

from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from outreach.accounts.models import Unit
from outreach.activity import SYSTEM, Actor, changes_of, record
from outreach.activity.models import ActivityChain, ActivityEntry, ActivitySubject
from outreach.activity.queries import timeline, verify
from outreach.activity.services import entry_hash
from outreach.db import Money, transaction
from outreach.i18n.localized import LocalizedText
from tests.factories.accounts import make_unit, make_user


def test_an_entry_says_who_did_what_to_which_record(session):
    user, unit = make_user("administrator", name="周敏"), make_unit(name="招商一科")
    with transaction():
        entry = record(Actor.of(user), "unit.changed", unit, changes={"kind": ("a", "b")}, about=[user, None, unit],
                       why="because")
    session.refresh(entry)
    assert (entry.actor_kind, entry.actor_id, entry.actor_label) == ("user", user.id, "周敏")
    assert (entry.subject_kind, entry.subject_id, entry.subject_label) == ("unit", unit.id, "招商一科")
    assert entry.data == {"changes": {"kind": ["a", "b"]}, "why": "because"}
    assert entry in session.scalars(timeline("user_account", user.id)).all()
    subjects = session.scalars(select(ActivitySubject).where(ActivitySubject.entry_id == entry.id)).all()
    assert sorted((row.kind, row.ref_id) for row in subjects) == sorted([("unit", unit.id), ("user_account", user.id)])


def test_partner_users_act_as_partners(session):
    assert Actor.of(make_user("partner_user")).kind == "partner"


def test_values_are_stored_so_that_both_engines_read_the_same(session):
    unit = make_unit()
    with transaction():
        entry = record(SYSTEM, "unit.changed", unit, changes={
            "day": (None, date(2027, 6, 22)), "sum": (None, Money.of("1.50", "EUR")),
            "name": (None, LocalizedText.of("zh", "甲")), "codes": (("a",), {"b"})})
    session.refresh(entry)
    changes = entry.data["changes"]
    assert changes["day"] == [None, "2027-06-22"]
    assert changes["sum"] == [None, {"minor": 150, "currency": "EUR"}]
    assert changes["name"][1]["texts"]["zh"]["text"] == "甲"
    assert changes["codes"] == [["a"], ["b"]]


def test_nothing_is_written_when_the_unit_of_work_fails(session):
    unit, before = make_unit(), session.scalar(select(func.count()).select_from(ActivityEntry))
    with pytest.raises(ZeroDivisionError), transaction():
        record(SYSTEM, "unit.changed", unit)
        raise ZeroDivisionError
    assert session.scalar(select(func.count()).select_from(ActivityEntry)) == before
    assert verify().faults == []


def test_each_entry_carries_the_hash_of_the_one_before(session):
    unit = make_unit()
    with transaction():
        first = record(SYSTEM, "unit.changed", unit)
        second = record(SYSTEM, "unit.changed", unit)
    assert second.previous_hash == first.hash == entry_hash(first, first.previous_hash)
    chain = session.get(ActivityChain, 1, populate_existing=True)
    assert (chain.last_hash, chain.last_id) == (second.hash, second.id)
    assert chain.length == session.scalar(select(func.count()).select_from(ActivityEntry))


def test_a_savepoint_that_fails_keeps_what_was_recorded_before_it(session):
    unit = make_unit(code="TAKEN")
    with transaction():
        kept = record(SYSTEM, "unit.changed", unit)
        session.flush()
        with pytest.raises(IntegrityError), session.begin_nested():
            gone = record(SYSTEM, "unit.changed", unit, why="lost")
            session.add(Unit(code="TAKEN", kind="service_unit", name=LocalizedText.of("zh", "乙")))
            session.flush()
        after = record(SYSTEM, "unit.changed", unit)
    assert after.previous_hash == kept.hash != ""
    assert gone.hash in ("", None)
    assert verify().faults == []


def test_a_savepoint_that_succeeds_is_chained_with_the_unit_of_work(session):
    unit = make_unit()
    with transaction():
        with session.begin_nested():
            inner = record(SYSTEM, "unit.changed", unit)
        assert inner.hash == ""
    assert inner.hash == session.get(ActivityChain, 1, populate_existing=True).last_hash


def test_changes_are_only_what_really_changed(session):
    unit = make_unit(kind="service_unit")
    with transaction():
        found = changes_of(unit, {"kind": "hosting_platform", "active": True})
    assert found == {"kind": ("service_unit", "hosting_platform")}
    assert unit.kind == "hosting_platform"


class _Row:
    def __init__(self, minor, currency):
        self.sum_minor, self.sum_currency = minor, currency


def test_an_amount_and_its_currency_are_told_as_one_sum():
    row = _Row(100, "EUR")
    assert changes_of(row, {"sum_minor": 200, "sum_currency": "EUR"}) == {"sum": (Money(100, "EUR"), Money(200, "EUR"))}
    assert changes_of(row, {"sum_minor": 200, "sum_currency": "KRW"}) == {"sum": (Money(200, "EUR"), Money(200, "KRW"))}
    assert changes_of(row, {"sum_minor": None, "sum_currency": None}) == {"sum": (Money(200, "KRW"), None)}
    assert changes_of(row, {"sum_minor": None, "sum_currency": None}) == {}
