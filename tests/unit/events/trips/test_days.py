"""Days out: inclusive days per person, by unit and month, up to today and planned; the tables to take along."""

import csv
import io
from datetime import date, timedelta

import pytest
import sqlalchemy
import time_machine

from outreach.activity import SYSTEM
from outreach.db import db, transaction
from outreach.events.queries.trip_days import days_out
from outreach.events.services.trips import add_traveller
from outreach.i18n.localized import LocalizedText
from tests.factories.accounts import make_unit, make_user
from tests.factories.events import make_event, make_member
from tests.factories.trips import make_trip

TODAY = date(2027, 7, 1)


@pytest.fixture
def leader(session):
    """A leader who reads English."""
    return make_user(role="leader", language="en")


def test_many_people_and_days_add_up_inclusively(leader):
    people = [make_user(role="officer") for _number in range(5)]
    for place, user in enumerate(people):
        make_trip(user, starts_on=date(2027, 3, 1), ends_on=date(2027, 3, 1) + timedelta(days=place))
    found = days_out(leader, 2027, TODAY)
    assert (found.total.people, found.total.days, found.total.trips) == (5, 1 + 2 + 3 + 4 + 5, 5)
    assert [row.who for row in found.people] == people[::-1]


def test_a_day_on_two_trips_counts_once_and_abroad_comes_first(leader):
    user = make_user(role="officer")
    make_trip(user, countries=["CN"], starts_on=date(2027, 5, 1), ends_on=date(2027, 5, 5))
    make_trip(user, starts_on=date(2027, 5, 5), ends_on=date(2027, 5, 6))
    make_trip(user, starts_on=date(2027, 5, 20), ends_on=date(2027, 5, 30), state="cancelled")
    row = days_out(leader, 2027, TODAY).people[0]
    assert (row.trips, row.abroad, row.domestic, row.days) == (2, 2, 4, 6)


def test_the_year_cuts_and_what_lies_ahead_is_planned(leader):
    user = make_user(role="officer")
    make_trip(user, starts_on=date(2026, 12, 30), ends_on=date(2027, 1, 2))
    make_trip(user, starts_on=date(2027, 6, 30), ends_on=date(2027, 7, 4))
    found = days_out(leader, 2027, TODAY)
    assert (found.total.days, found.total.planned) == (2 + 2, 3)
    assert {month: (days, planned) for month, days, planned in found.months if days or planned} == {
        date(2027, 1, 1): (2, 0), date(2027, 6, 1): (1, 0), date(2027, 7, 1): (1, 3)}
    assert days_out(leader, 2026, TODAY).total.days == 2
    # The trip of the turn of the year was never reported on.
    assert found.total.missing == 1


def test_own_days_count_and_units_hold_their_people(leader):
    unit = make_unit(name="Promotion 9")
    one, other = make_user(role="officer", unit=unit), make_user(role="officer")
    trip = make_trip(one, other)
    with transaction():
        add_traveller(SYSTEM, trip, one, from_on=date(2027, 6, 25))
    found = days_out(leader, 2027, TODAY)
    assert [(row.who, row.people, row.days) for row in found.units] == [(None, 1, 7), (unit, 1, 2)]
    assert [row.who for row in days_out(leader, 2027, TODAY, unit.id).people] == [one]


def test_a_trip_of_several_counts_once_in_a_sum(leader):
    unit = make_unit(name="Promotion 9")
    make_trip(*(make_user(role="officer", unit=unit) for _number in range(3)))
    found = days_out(leader, 2027, date(2027, 8, 1))
    assert [row.trips for row in found.people] == [1, 1, 1]
    assert [(row.people, row.trips, row.missing, row.days) for row in (*found.units, found.total)] == [(3, 1, 1, 21)] * 2


def test_the_number_of_questions_does_not_grow_with_trips(leader):
    def asked(count: int) -> int:
        for _number in range(count):
            make_trip(make_user(role="officer"))
        db.session.expire_all()
        statements: list[str] = []
        note = lambda *given: statements.append(given[2])  # noqa: E731 - the engine wants a callable
        sqlalchemy.event.listen(db.engine, "before_cursor_execute", note)
        try:
            assert days_out(leader, 2027, TODAY).total.people >= count
        finally:
            sqlalchemy.event.remove(db.engine, "before_cursor_execute", note)
        return len(statements)
    assert asked(2) == asked(12)


@pytest.mark.parametrize("language", ["zh", "en", "de", "ko"])
def test_the_page_opens_in_every_language(leader, sign_in, language):
    make_trip(make_user(role="officer", unit=make_unit()), make_user(role="officer"))
    with transaction():
        leader.language = language
    client = sign_in(leader)
    for query in ("", "?year=2027", "?year=99999&unit=x", "?year=2027&unit=999999"):
        client.get_page(f"/events/trips/days{query}")


@time_machine.travel("2027-07-01 04:00+00:00", tick=False)
def test_the_page_says_the_sum_and_the_tables_hold_the_rows(leader, sign_in):
    one = make_user(role="officer", name="周敏", unit=make_unit(name=LocalizedText.of("en", "Promotion 9")))
    trip = make_trip(one, make_user(role="officer", name="Katrin Vogt"))
    client = sign_in(leader)
    assert client.get_page("/events/trips/days?year=2027").heading == "2027: 2 people, 14 days out"
    rows = list(csv.reader(io.StringIO(client.get("/events/trips/days/csv?year=2027").get_data(as_text=True).lstrip("\ufeff"))))
    assert rows[-1] == ["Together", "", "1", "14", "0", "14", "0", "0"] and ["周敏", "Promotion 9"] in [row[:2] for row in rows]
    rows = list(csv.reader(io.StringIO(client.get("/events/trips/csv?year=2027").get_data(as_text=True).lstrip("\ufeff"))))
    assert [row[3] for row in rows[1:]] == ["周敏", "Katrin Vogt"] and rows[1][5:8] == ["2027-06-20", "2027-06-26", "7"]
    assert rows[1][12] == "2027-07-11" and trip.label == rows[1][0]
    for kind in ("xlsx", "csv"):
        assert client.get(f"/events/trips/days/{kind}").status_code == client.get(f"/events/trips/{kind}").status_code == 200


def test_a_visit_is_received_once_it_begins_and_by_the_unit_that_is_asked_for(leader, sign_in):
    unit = make_unit(name=LocalizedText.of("en", "Promotion 9"))
    for code, first in (("PAST", date(2027, 5, 4)), ("TODAY", date(2027, 7, 1)), ("AHEAD", date(2027, 7, 2))):
        make_member(make_event(code, kind="inbound_visit", starts_on=first, ends_on=first), make_user(unit=unit), "head")
    with time_machine.travel("2027-07-01 04:00+00:00", tick=False):
        client = sign_in(leader)
        assert "2 visits received" in client.get_page("/events/trips/days?year=2027").text
        assert "2 visits received" in client.get_page(f"/events/trips/days?year=2027&unit={unit.id}").text
        assert "0 visits received" in client.get_page(f"/events/trips/days?year=2027&unit={make_unit().id}").text
