"""What is worth a look about trips, kept with a reason, and trips on the planning board."""

from datetime import date, datetime, timedelta

import pytest
import sqlalchemy

from outreach.activity import SYSTEM
from outreach.db import db, today_in, transaction
from outreach.events import queries
from outreach.events.models import KeptWarning
from outreach.events.queries.board import make_board, planned_events
from outreach.events.queries.trips import items_for
from outreach.events.queries.warnings import warnings_of_trip
from outreach.events.services import add_leg, change_state, itinerary, planning
from outreach.events.services.meetings import save_meeting
from outreach.events.services.trips import add_traveller
from outreach.i18n import in_language
from outreach.i18n.localized import LocalizedText
from tests.factories.accounts import make_user
from tests.factories.contacts import make_person
from tests.factories.events import make_event, make_member
from tests.factories.trips import make_flight, make_trip, make_visa


@pytest.fixture
def coordinator(session):
    """A coordinator who reads English in Wuxi."""
    return make_user(role="coordinator", language="en", name="Katrin Vogt", time_zone="Asia/Shanghai")


def told(subject) -> dict[str, str]:
    """Facts by code, in English."""
    with in_language("en"):
        found = warnings_of_trip(subject) if subject.__tablename__ == "trip" else queries.warnings_of(subject)
        return {item.code: item.fact for item in found}


def test_a_trip_that_fits_is_no_reason_to_warn(coordinator):
    event = make_event()
    make_member(event, coordinator)
    trip = make_trip(coordinator, event=event)
    make_flight(trip, datetime(2027, 6, 20, 13, 20), datetime(2027, 6, 20, 18, 5))
    make_flight(trip, datetime(2027, 6, 25, 20), datetime(2027, 6, 26, 13), ("Europe/Berlin", "Asia/Shanghai"))
    make_visa(trip, until_on=date(2027, 6, 26), from_on=date(2027, 6, 1))
    assert told(trip) == {}


def test_two_trips_at_once_are_told_on_both_and_once_each(coordinator):
    one = make_trip(coordinator, title="First")
    other = make_trip(coordinator, title="Second", starts_on=date(2027, 6, 26), ends_on=date(2027, 6, 30))
    make_trip(coordinator, title="Off", starts_on=date(2027, 6, 20), ends_on=date(2027, 6, 30), state="cancelled")
    assert told(one) == told(other) == {"trips_overlap": "Katrin Vogt is on two trips at once: First, 20–26 Jun 2027, and Second, "
                                                         "26–30 Jun 2027"}
    assert len(warnings_of_trip(one)) == 1
    with transaction():
        add_traveller(SYSTEM, other, coordinator, "head", from_on=date(2027, 6, 27))
    assert told(one) == {}


def test_whoever_travels_while_another_event_expects_that_person_is_told(coordinator):
    event, other = make_event(), make_event("OTHER-2027", "Other fair", starts_on=date(2027, 6, 26), ends_on=date(2027, 6, 28))
    for one in (event, other):
        make_member(one, coordinator)
    trip = make_trip(coordinator, event=event)
    assert told(trip)["trip_elsewhere"] == (
        "Katrin Vogt travels 20–26 Jun 2027 and is expected at Other fair, 26–28 Jun 2027")
    assert "trip_elsewhere" in told(event)


def test_the_trip_for_a_roadshow_does_not_clash_with_its_own_legs(coordinator):
    whole = make_event("SHOW-2027", "Roadshow", kind="roadshow")
    with transaction():
        leg = add_leg(SYSTEM, whole, {"title": LocalizedText.of("en", "Leg"), "kind": "promotion_conference", "country": "DE",
                                      "time_zone": "Europe/Berlin", "starts_on": date(2027, 6, 22), "ends_on": date(2027, 6, 23)})
    make_member(leg, coordinator)
    assert told(make_trip(coordinator, event=whole)) == {}


def test_travel_days_must_cover_the_days_on_the_team_and_who_travels_is_on_it(coordinator):
    event, stranger = make_event(), make_user(role="officer", name="周敏")
    make_member(event, coordinator, from_on=date(2027, 6, 19))
    facts = told(make_trip(coordinator, stranger, event=event))
    assert facts == {"trip_days": "Katrin Vogt travels 20–26 Jun 2027 and is on the team 19–25 Jun 2027",
                     "trip_no_member": "周敏 travels to LASER World of PHOTONICS 2027 without being on its team"}


def test_a_way_that_leaves_before_the_one_before_it_arrives_is_told_for_its_traveller(coordinator):
    other = make_user(role="officer")
    trip = make_trip(coordinator, other)
    first = make_flight(trip, datetime(2027, 6, 20, 13, 20), datetime(2027, 6, 20, 18, 5), what="ZX 1")
    # 17:30 in London is 18:30 in Munich: late enough on the clock of the next place.
    second = make_flight(trip, datetime(2027, 6, 20, 17, 30), datetime(2027, 6, 20, 20), ("Europe/London", "Europe/Berlin"),
                         what="ZX 2", traveller_id=trip.travellers[1].id)
    assert told(trip) == {}
    with transaction():
        itinerary.save_item(SYSTEM, trip, {"kind": "flight", "state": "booked", "what": "ZX 2", "starts_zone": "Europe/London",
                                           "starts_local": datetime(2027, 6, 20, 16, 30), "ends_zone": "Europe/Berlin",
                                           "ends_local": datetime(2027, 6, 20, 20), "traveller_id": second.traveller_id}, second)
    assert told(trip) == {"connection": "ZX 2 leaves 20 Jun 2027 16:30 (London), before ZX 1 arrives 20 Jun 2027 18:05 (Berlin)"}
    with transaction():
        itinerary.remove_item(SYSTEM, first)
    assert told(trip) == {}


def test_lines_outside_the_days_and_bookings_for_other_days_are_told(coordinator):
    event = make_event()
    make_member(event, coordinator)
    trip = make_trip(coordinator, event=event)
    make_flight(trip, datetime(2027, 6, 26, 20), datetime(2027, 6, 27, 13), ("Europe/Berlin", "Asia/Shanghai"))
    assert told(trip)["item_outside"] == "ZX 219, 26–27 Jun 2027, lies outside the days of the trip"
    with transaction():
        planning.move_event(SYSTEM, event, 7)
    assert told(trip)["rebook"] == "ZX 219 was booked for other days"


def test_a_visa_must_be_granted_and_last_for_the_stay_in_its_country(coordinator):
    trip = make_trip(coordinator, countries=["DE", "GB"])
    visa = make_visa(trip, state="applied")
    assert told(trip) == {"visa_open": "The visa for Germany (everybody) is not granted, the stay begins on 20 Jun 2027"}
    with transaction():
        itinerary.save_item(SYSTEM, trip, {"kind": "visa", "country": "DE", "state": "granted",
                                           "until_on": date(2027, 6, 25)}, visa)
    assert told(trip) == {"visa_short": "The visa for Germany (everybody) is valid 25 Jun 2027, the stay there is 20–26 Jun 2027"}
    # Where the event says how long they stay in the country, those days count.
    event = make_event()
    make_member(event, coordinator)
    stay = make_trip(coordinator, event=event, countries=["DE", "GB"], starts_on=date(2027, 6, 15), ends_on=date(2027, 6, 30))
    make_visa(stay, until_on=date(2027, 6, 25))
    assert "visa_short" not in told(stay)


def test_a_visa_that_is_not_granted_shortly_before_the_trip_is_grave(coordinator):
    today = today_in("Asia/Shanghai")
    for days, level in ((40, "warn"), (10, "bad")):
        trip = make_trip(coordinator, starts_on=today + timedelta(days=days), ends_on=today + timedelta(days=days))
        make_visa(trip, state="applied")
        assert [item.level for item in warnings_of_trip(trip)] == [level]


def test_what_is_over_or_cancelled_warns_no_more(coordinator):
    for values in ({"starts_on": date(2025, 6, 1), "ends_on": date(2025, 6, 3)}, {"state": "cancelled"}):
        trip = make_trip(coordinator, **values)
        make_visa(trip, state="needed")
        assert told(trip) == {}


def test_a_warning_is_kept_on_the_trip_and_on_its_event_alike(coordinator, sign_in):
    event, client = make_event(), sign_in(coordinator)
    make_member(event, coordinator)
    for subject in (make_trip(coordinator, event=event), make_trip(make_user(role="officer"))):
        make_visa(subject, state="applied")
        page = client.get_page(f"/events/trips/{subject.id}")
        assert "The visa for Germany" in page.text and "1 thing to look at" in page.text
        key = warnings_of_trip(subject)[0].key
        address = f"/events/trips/{subject.id}/warnings"
        assert client.post_page(address, {"key": key, "reason": " "}, status=422).errors()
        client.post_page(address, {"key": key, "reason": "Enters without a visa"})
        page = client.get_page(f"/events/trips/{subject.id}")
        assert "Enters without a visa" in page.text and "Nothing to look at" in page.text
        kept = db.session.scalars(db.select(KeptWarning)).one()
        assert (kept.event_id, kept.trip_id) == ((event.id, None) if subject.event_id else (None, subject.id))
        if subject.event_id:
            assert "Enters without a visa" in client.get_page(f"/events/{event.id}").text
            assert "Enters without a visa" in client.get_page(f"/events/{event.id}/trips").text
        client.post_page(f"{address}/{kept.id}/raise")
        assert db.session.scalars(db.select(KeptWarning)).all() == []
        client.post_page(f"{address}/{kept.id}/raise", status=404)
        client.post_page(address, {"key": "gone:1", "reason": "x"})


def test_days_on_the_way_stand_beside_the_days_at_events_and_count_as_days_out(coordinator, sign_in):
    event, first, last = make_event(), date(2027, 6, 14), date(2027, 7, 4)
    make_member(event, coordinator)
    trip = make_trip(coordinator, event=event)
    alone = make_trip(make_user(role="officer", name="周敏"), title="Suppliers", starts_on=date(2027, 6, 16),
                      ends_on=date(2027, 6, 17))
    board = make_board(planned_events(coordinator, first, last), first, last, everybody=True)
    rows = {row.user.label: row for row in board.people}
    bars = [(cell.bar.first, cell.bar.last, cell.bar.what) for cell in rows["Katrin Vogt"].lanes[0] if cell.bar]
    # Two days there, four at the fair, one back.
    assert [(bar[0], bar[1]) for bar in bars] == [
        (date(2027, 6, 20), date(2027, 6, 21)), (date(2027, 6, 22), date(2027, 6, 25)), (date(2027, 6, 26), date(2027, 6, 26))]
    assert bars[0][2] is trip.travellers[0] and rows["Katrin Vogt"].days_out == 7 and rows["周敏"].days_out == 2
    # The board of one event leaves out who travels for something else.
    assert [row.user.label for row in make_board([event], first, last).people] == ["Katrin Vogt"]
    page = sign_in(coordinator).get_page("/events/planning?from=2027-06-14&weeks=3")
    assert f"/events/trips/{alone.id}" in page.links() and "on the way" in page.text


def test_the_board_asks_the_same_number_of_questions_for_few_and_for_many_trips(coordinator):
    def fill(count: int, year: int) -> int:
        for number in range(count):
            event = make_event(f"T-{year}-{number}", f"Event {number}", starts_on=date(year, 3, 5), ends_on=date(year, 3, 6))
            user = make_user(role="officer")
            make_member(event, user)
            make_trip(user, event=event, starts_on=date(year, 3, 4), ends_on=date(year, 3, 7))
        db.session.expire_all()
        asked: list[str] = []
        note = lambda *given: asked.append(given[2])  # noqa: E731 - the engine wants a callable
        sqlalchemy.event.listen(db.engine, "before_cursor_execute", note)
        try:
            make_board(planned_events(coordinator, date(year, 3, 1), date(year, 3, 31)), date(year, 3, 1), date(year, 3, 31),
                       everybody=True)
        finally:
            sqlalchemy.event.remove(db.engine, "before_cursor_execute", note)
        return len(asked)
    assert fill(2, 2027) == fill(12, 2028)


def test_what_is_expected_of_somebody_in_the_air_is_told_on_the_trip_and_on_the_event(coordinator):
    event, other = make_event(), make_user()
    trip = make_trip(coordinator, other, event=event)
    flight = make_flight(trip, datetime(2027, 6, 22, 8), datetime(2027, 6, 22, 14), ("Europe/Berlin", "Europe/Berlin"),
                         traveller_id=trip.travellers[0].id)
    make_visa(trip, until_on=date(2027, 6, 26), from_on=date(2027, 6, 1))
    hours = {"starts_local": datetime(2027, 6, 22, 10), "ends_local": datetime(2027, 6, 22, 11)}
    with transaction():
        save_meeting(SYSTEM, event, {"subject": "Samples", **hours}, [coordinator, other, make_person("Anna Weber")])
    flies, meets = "22 Jun 2027 08:00 (Berlin) ZX 219", "22 Jun 2027 10:00 Samples"
    assert told(trip)["travel"] == f"Wanted twice: Katrin Vogt. {flies} and {meets}"
    assert all(what in told(event)["meeting"] for what in (flies, meets, "Katrin Vogt")) and "travel" not in told(event)
    with transaction():
        flight.state = "rebook"
    assert "travel" not in told(trip)


@pytest.mark.parametrize("state", ["postponed", "cancelled"])
def test_a_trip_to_a_leg_that_is_off_says_so_and_nothing_false(coordinator, state):
    roadshow = make_event(kind="roadshow")
    with transaction():
        leg = add_leg(SYSTEM, roadshow, {"title": LocalizedText.of("en", "Gwangju"), "kind": "promotion_conference",
                                         "time_zone": "Asia/Seoul", "starts_on": date(2027, 6, 22), "ends_on": date(2027, 6, 23)})
    make_member(leg, coordinator)
    trip = make_trip(coordinator, event=roadshow)
    assert "trip_off" not in told(trip)
    with transaction():
        change_state(SYSTEM, leg, state, "Flood")
    for subject in (trip, roadshow):
        assert told(subject)["trip_off"].startswith("Gwangju: ") and "trip_no_member" not in told(subject)


def test_a_meeting_while_its_traveller_flies_is_one_warning_on_every_page_and_kept_on_all(coordinator):
    event, other = make_event(), make_event("OTHER-2027", "Other fair")
    trip = make_trip(coordinator, event=event)
    make_flight(trip, datetime(2027, 6, 22, 8), datetime(2027, 6, 22, 14), ("Europe/Berlin", "Europe/Berlin"))
    hours = {"starts_local": datetime(2027, 6, 22, 10), "ends_local": datetime(2027, 6, 22, 11)}
    for one in (event, other):
        with transaction():
            save_meeting(SYSTEM, one, {"subject": one.code, **hours}, [coordinator, make_person(f"Anna {one.code}")])
    keys = [{item.key for item in found if "ZX 219" in item.fact}
            for found in (warnings_of_trip(trip), queries.warnings_of(event), queries.warnings_of(other))]
    # The meeting of the other event is told where the flight belongs, too.
    assert keys[0] == keys[1] and len(keys[0]) == 2 and len(keys[2]) == 1 and keys[2] < keys[0]
    assert len([item for item in queries.warnings_of(event) if "ZX 219" in item.fact]) == 2


def test_a_way_that_arrives_after_the_event_begins_or_leaves_before_it_ends_is_told(coordinator):
    event = make_event(starts_local=datetime(2027, 6, 22, 9), ends_local=datetime(2027, 6, 25, 17))
    member = make_member(event, coordinator)
    trip = make_trip(coordinator, event=event)
    late = make_flight(trip, datetime(2027, 6, 21, 22), datetime(2027, 6, 22, 10))
    assert told(trip)["arrives_late"] == told(event)["arrives_late"] == (
        "ZX 219 arrives 22 Jun 2027 10:00 (Berlin), after LASER World of PHOTONICS 2027 begins, where Katrin Vogt is expected")
    make_flight(trip, datetime(2027, 6, 25, 16), datetime(2027, 6, 26, 9), ("Europe/Berlin", "Asia/Shanghai"), what="ZX 220")
    assert told(trip)["leaves_early"].startswith("ZX 220 leaves 25 Jun 2027 16:00 (Berlin), before LASER")
    with transaction():
        late.starts_local, late.ends_local = datetime(2027, 6, 21, 12), datetime(2027, 6, 22, 8, 59)
        member.until_on = date(2027, 6, 24)
    assert not {"arrives_late", "leaves_early"} & told(trip).keys()


def test_an_event_without_hours_begins_at_any_time_of_its_first_day(coordinator):
    event = make_event()
    make_member(event, coordinator)
    trip = make_trip(coordinator, event=event)
    flight = make_flight(trip, datetime(2027, 6, 22, 12), datetime(2027, 6, 22, 18))
    make_flight(trip, datetime(2027, 6, 25, 12), datetime(2027, 6, 26, 9), ("Europe/Berlin", "Asia/Shanghai"))
    assert told(trip) == {}
    with transaction():
        flight.starts_local, flight.ends_local = datetime(2027, 6, 22, 22), datetime(2027, 6, 23, 6)
    assert "arrives_late" in told(trip)


def test_a_way_for_everybody_is_not_the_way_of_who_is_not_out_yet(coordinator):
    other = make_user(role="officer", name="周敏")
    trip = make_trip(coordinator, other)
    with transaction():
        joins = add_traveller(SYSTEM, trip, other, "member", from_on=date(2027, 6, 23))
    flight = make_flight(trip, datetime(2027, 6, 20, 13, 20), datetime(2027, 6, 20, 18, 5))
    assert flight not in items_for(trip, joins) and flight in items_for(trip, trip.travellers[0]) and flight in items_for(trip)
    own = make_flight(trip, datetime(2027, 6, 22, 13, 20), datetime(2027, 6, 22, 18, 5), traveller_id=joins.id)
    assert items_for(trip, joins) == [own]


def test_the_usual_ways_to_an_event_of_one_day_without_hours_are_no_reason_to_warn(coordinator):
    event = make_event(ends_on=date(2027, 6, 22))
    make_member(event, coordinator)
    trip = make_trip(coordinator, event=event)
    make_flight(trip, datetime(2027, 6, 21, 23, 30), datetime(2027, 6, 22, 6))
    make_flight(trip, datetime(2027, 6, 22, 20), datetime(2027, 6, 23, 13), ("Europe/Berlin", "Asia/Shanghai"))
    assert told(trip) == {}


def test_whoever_comes_for_the_last_day_may_come_on_it(coordinator):
    event = make_event()
    make_member(event, coordinator, from_on=date(2027, 6, 25))
    trip = make_trip(coordinator, event=event)
    make_flight(trip, datetime(2027, 6, 24, 23, 30), datetime(2027, 6, 25, 6))
    assert not {"arrives_late", "leaves_early"} & told(trip).keys()
