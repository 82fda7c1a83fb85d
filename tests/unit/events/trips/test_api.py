"""Trips over HTTP: reading, planning, changing, the same event's trips, and who may."""

from datetime import date, datetime

import pytest

from tests.client import ApiCaller
from tests.factories.accounts import make_user
from tests.factories.events import make_event
from tests.factories.trips import make_flight, make_trip

TRIP = {"title": {"source": "en", "en": "Suppliers"}, "countries": ["GB", "DE"], "cities": "London", "event": "LASER-2027",
        "starts_on": "2027-06-20", "ends_on": "2027-06-26", "purpose": {"source": "de", "de": "Zwei Zulieferer gewinnen"}}


@pytest.fixture
def officer(session):
    """An officer who reads English."""
    return make_user(role="officer", language="en", name="周敏")


@pytest.fixture
def api(client, officer):
    """A programme with the officer's token."""
    return ApiCaller(client, officer)


def test_a_trip_is_read_with_who_travels_and_both_clocks_of_each_way(api, officer):
    event = make_event()
    trip = make_trip(officer, event=event)
    make_flight(trip, datetime(2027, 6, 20, 13, 20), datetime(2027, 6, 20, 18, 5))
    make_trip(officer, title="Other year", starts_on=date(2026, 1, 1), ends_on=date(2026, 1, 2))
    found = api.get(f"/api/v1/trips/{trip.id}").get_json()
    assert found["travellers"] == [{"name": "周敏", "role": "head", "from_on": "2027-06-20", "until_on": "2027-06-26", "days": 7}]
    flight = found["items"][0]
    assert (flight["starts_local"], flight["starts_zone"], flight["starts_at"], flight["ends_at"]) == (
        "2027-06-20T13:20:00", "Asia/Shanghai", "2027-06-20T05:20:00+00:00", "2027-06-20T16:05:00+00:00")
    assert (found["event"], found["abroad"], found["report_due"]) == ("LASER-2027", True, "2027-07-11")
    assert [row["id"] for row in api.get("/api/v1/trips?year=2027").get_json()["items"]] == [trip.id]
    assert [row["id"] for row in api.get(f"/api/v1/events/{event.id}/trips").get_json()] == [trip.id]
    assert api.get("/api/v1/trips/999999").status_code == 404


def test_a_trip_is_planned_and_changed_and_the_second_writer_is_told(api):
    event = make_event()
    made = api.post("/api/v1/trips", json=TRIP)
    assert made.status_code == 201 and made.get_json()["event"] == event.code
    number, version = made.get_json()["id"], made.get_json()["version"]
    changed = api.patch(f"/api/v1/trips/{number}", json={"cities": "Leeds", "version": version})
    assert changed.get_json()["cities"] == "Leeds" and changed.get_json()["purpose"]["text"] == "Zwei Zulieferer gewinnen"
    late = api.patch(f"/api/v1/trips/{number}", json={"cities": "York", "event": None, "version": version})
    assert late.status_code == 409 and late.get_json()["error"]["stored"]["cities"] == "Leeds"


@pytest.mark.parametrize("wrong", [{"ends_on": "2027-06-01"}, {"event": "NO-SUCH"}, {"countries": ["ZZ"]}, {"state": "lost"},
                                   {"title": {"source": "en"}}])
def test_what_cannot_be_is_refused(api, wrong):
    make_event()
    assert api.post("/api/v1/trips", json={**TRIP, **wrong}).status_code in (404, 422)


def test_a_reader_plans_nothing_and_a_partner_reads_nothing(client):
    assert ApiCaller(client, make_user(role="reader")).post("/api/v1/trips", json=TRIP).status_code == 403
    assert ApiCaller(client, make_user(role="partner_user")).get("/api/v1/trips").status_code == 403
