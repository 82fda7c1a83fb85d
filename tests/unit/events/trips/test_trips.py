"""Trips: who travels, itineraries over zones, made of a team, going along with their event, the pages."""

from datetime import UTC, date, datetime, timedelta

import pytest

from outreach.activity import SYSTEM
from outreach.activity.queries import timeline
from outreach.db import db, transaction
from outreach.errors import Conflict, Refused
from outreach.events.models import Trip, TripItem
from outreach.events.queries import trips as asked
from outreach.events.services import add_leg, edit_event, itinerary, planning
from outreach.events.services import trips as services
from outreach.events.services.copying import copy_event
from outreach.i18n.localized import LocalizedText
from tests.factories.accounts import make_unit, make_user
from tests.factories.events import make_event, make_member
from tests.factories.trips import make_flight, make_trip, make_visa


@pytest.fixture
def coordinator(session):
    """A coordinator who reads English in Wuxi."""
    return make_user(role="coordinator", language="en", name="Katrin Vogt", time_zone="Asia/Shanghai")


@pytest.fixture
def roadshow(coordinator):
    """A roadshow of two legs; the coordinator goes on both, an officer on the second."""
    officer = make_user(role="officer", name="周敏")
    whole = make_event("SHOW-2027", "Roadshow", kind="roadshow", country=None, city="", venue="", time_zone="Asia/Shanghai",
                       starts_on=date(2027, 9, 29), ends_on=date(2027, 10, 7))
    for city, country, zone, first, last in (("London", "GB", "Europe/London", (9, 29), (10, 1)),
                                             ("Stuttgart", "DE", "Europe/Berlin", (10, 5), (10, 7))):
        with transaction():
            leg = add_leg(SYSTEM, whole, {"title": LocalizedText.of("en", city), "kind": "promotion_conference", "city": city,
                                          "country": country, "time_zone": zone, "starts_on": date(2027, *first),
                                          "ends_on": date(2027, *last)})
        make_member(leg, coordinator, "head" if city == "Stuttgart" else "member")
        if city == "Stuttgart":
            make_member(leg, officer, from_on=date(2027, 10, 4))
    return whole


def test_days_out_are_inclusive_and_per_person(coordinator):
    other = make_user(role="officer")
    trip = make_trip(coordinator, other)
    assert [one.days for one in trip.travellers] == [7, 7] and asked.day_count(trip) == 14 and trip.abroad
    with transaction():
        services.add_traveller(SYSTEM, trip, other, "speaker", date(2027, 6, 22), date(2027, 6, 22))
    assert asked.day_count(trip) == 8 and len(trip.travellers) == 2
    with pytest.raises(Refused) as refused, transaction():
        services.add_traveller(SYSTEM, trip, other, "speaker", date(2027, 6, 19))
    assert refused.value.field == "from_on"
    with pytest.raises(Refused), transaction():
        services.add_traveller(SYSTEM, trip, make_user(role="officer", active=False))
    assert not make_trip(coordinator, countries=["CN"]).abroad


@pytest.mark.parametrize(("values", "field"), [
    ({"title": None}, "title"), ({"ends_on": date(2027, 6, 1)}, "ends_on"), ({"ends_on": date(2029, 6, 1)}, "ends_on"),
    ({"starts_on": None}, "starts_on"), ({"state": "lost"}, "state"), ({"countries": ["ZZ"]}, "countries"),
    ({"event_id": 999_999}, "event_id")])
def test_what_cannot_be_a_trip_is_refused_with_its_field(coordinator, values, field):
    with pytest.raises(Refused) as refused, transaction():
        services.edit_trip(SYSTEM, make_trip(coordinator), values)
    assert refused.value.field == field


def test_a_flight_leaves_on_one_clock_and_arrives_on_another(coordinator):
    trip = make_trip(coordinator)
    flight = make_flight(trip, datetime(2027, 6, 20, 13, 20), datetime(2027, 6, 20, 18, 5))
    assert (flight.starts_at, flight.ends_at) == (
        datetime(2027, 6, 20, 5, 20, tzinfo=UTC), datetime(2027, 6, 20, 16, 5, tzinfo=UTC))
    # Eastwards over midnight: it lands by the wall before it left in London, for a traveller who flies west the other way.
    with pytest.raises(Refused) as refused:
        make_flight(trip, datetime(2027, 6, 26, 20), datetime(2027, 6, 26, 21), ("Europe/Berlin", "Asia/Shanghai"))
    assert refused.value.field == "ends_time"
    back = make_flight(trip, datetime(2027, 6, 25, 20), datetime(2027, 6, 26, 13), ("Europe/Berlin", "Asia/Shanghai"))
    with transaction():
        itinerary.save_item(SYSTEM, trip, {"kind": "hotel", "state": "planned", "what": "Gasthof", "from_on": date(2027, 6, 20),
                                           "until_on": date(2027, 6, 25)})
    assert [item.kind for item in asked.items_for(trip)] == ["flight", "hotel", "flight"]
    assert [day for day, _items in asked.by_day(asked.items_for(trip))] == [date(2027, 6, 20), date(2027, 6, 25)]
    assert back in asked.items_for(trip, trip.travellers[0])


def test_times_that_the_clocks_skip_or_show_twice_are_asked_about_at_their_own_end(coordinator):
    trip = make_trip(coordinator, starts_on=date(2027, 3, 27), ends_on=date(2027, 10, 31))
    with pytest.raises(Refused) as refused:
        make_flight(trip, datetime(2027, 3, 27, 20), datetime(2027, 3, 28, 2, 30))
    assert (refused.value.code, refused.value.field) == ("time_skipped", "ends_time")
    with pytest.raises(Refused) as refused:
        make_flight(trip, datetime(2027, 10, 31, 2, 30), datetime(2027, 10, 31, 20), ("Europe/Berlin", "Asia/Shanghai"))
    assert (refused.value.code, refused.value.field) == ("time_twice", "starts_fold")
    flights = [make_flight(trip, datetime(2027, 10, 31, 2, 30), datetime(2027, 10, 31, 20), ("Europe/Berlin", "Asia/Shanghai"),
                           starts_fold=fold) for fold in (0, 1)]
    assert flights[1].starts_at - flights[0].starts_at == timedelta(hours=1)


@pytest.mark.parametrize(("values", "field"), [
    ({"kind": "boat"}, "kind"), ({"kind": "flight", "state": "booked"}, "starts_time"), ({"kind": "hotel"}, "what"),
    ({"kind": "hotel", "what": "Inn"}, "from_on"), ({"kind": "visa", "state": "planned"}, "state"),
    ({"kind": "visa", "state": "applied"}, "country"), ({"kind": "hotel", "what": "Inn", "traveller_id": 999_999}, "traveller_id"),
    ({"kind": "hotel", "what": "Inn", "from_on": date(2027, 6, 21), "until_on": date(2027, 6, 21)}, "until_on")])
def test_what_cannot_be_in_an_itinerary_is_refused_with_its_field(coordinator, values, field):
    trip = make_trip(coordinator)
    with pytest.raises(Refused) as refused, transaction():
        itinerary.save_item(SYSTEM, trip, {"state": "planned", **values})
    assert refused.value.field == field


def test_the_second_of_two_edits_is_told_what_the_first_one_stored(coordinator):
    trip = make_trip(coordinator)
    flight = make_flight(trip, datetime(2027, 6, 20, 13, 20), datetime(2027, 6, 20, 18, 5))
    opened = trip.version, flight.version
    with transaction():
        services.edit_trip(SYSTEM, trip, {"cities": "Augsburg"}, version=opened[0])
        itinerary.save_item(SYSTEM, trip, {"kind": "hotel", "state": "planned", "what": "Inn", "from_on": date(2027, 6, 20),
                                           "until_on": date(2027, 6, 21)}, flight, version=opened[1])
    with pytest.raises(Conflict) as conflict, transaction():
        services.edit_trip(SYSTEM, trip, {"cities": "Ulm"}, version=opened[0])
    assert conflict.value.theirs == {"cities": "Augsburg"}
    with pytest.raises(Conflict), transaction():
        itinerary.save_item(SYSTEM, trip, {"kind": "flight", "what": "ZX 1"}, flight, version=opened[1])


def test_a_trip_is_made_of_a_team_with_each_ones_days_over_all_legs(roadshow, coordinator):
    waiting = asked.without_trip(roadshow, asked.trips_of(roadshow))
    with transaction():
        trip = services.trip_from_team(SYSTEM, roadshow, waiting)
    assert (trip.starts_on, trip.ends_on, trip.countries, trip.cities) == (
        date(2027, 9, 29), date(2027, 10, 7), ["GB", "DE"], "London, Stuttgart")
    held = {one.label: (one.role, one.first, one.last) for one in trip.travellers}
    assert held == {"Katrin Vogt": ("head", date(2027, 9, 29), date(2027, 10, 7)),
                    "周敏": ("member", date(2027, 10, 4), date(2027, 10, 7))}
    # The trip of the whole stands on the pages of its legs too, and nobody waits for another one.
    assert asked.trips_of(roadshow.legs[0]) == [trip] and asked.without_trip(roadshow, [trip]) == []
    with pytest.raises(Refused), transaction():
        services.trip_from_team(SYSTEM, roadshow, [])


def test_a_trip_moves_with_its_event_bookings_must_be_made_anew_and_visas_stay(coordinator):
    event = make_event()
    trip = make_trip(coordinator, event=event)
    flight = make_flight(trip, datetime(2027, 6, 20, 13, 20), datetime(2027, 6, 20, 18, 5))
    visa = make_visa(trip, until_on=date(2027, 12, 31))
    with transaction():
        services.add_traveller(SYSTEM, trip, coordinator, "head", until_on=date(2027, 6, 25))
        planning.move_event(SYSTEM, event, 7)
    assert (trip.starts_on, trip.ends_on, trip.travellers[0].until_on) == (
        date(2027, 6, 27), date(2027, 7, 3), date(2027, 7, 2))
    assert (flight.starts_local, flight.state) == (datetime(2027, 6, 27, 13, 20), "rebook")
    assert (visa.until_on, visa.state) == (date(2027, 12, 31), "granted")
    with transaction():
        edit_event(SYSTEM, event, {"venue": "Halle 1"})
    assert trip.starts_on == date(2027, 6, 27)


def test_the_next_edition_takes_the_trip_along_without_bookings_and_without_who_left(coordinator):
    event, gone = make_event(), make_user(role="officer")
    trip = make_trip(coordinator, gone, event=event)
    make_flight(trip, datetime(2027, 6, 20, 13, 20), datetime(2027, 6, 20, 18, 5))
    with transaction():
        gone.active = False
        made = copy_event(SYSTEM, event, date(2029, 6, 26), ["trips"])
    copied = asked.trips_of(made)[0]
    assert (copied.starts_on, copied.state, copied.items) == (date(2029, 6, 24), "planned", [])
    assert [one.user_id for one in copied.travellers] == [coordinator.id]


def test_whoever_stays_at_home_takes_own_bookings_along_and_leaves_those_of_all(coordinator):
    other = make_user(role="officer")
    trip = make_trip(coordinator, other)
    make_flight(trip, datetime(2027, 6, 20, 13, 20), datetime(2027, 6, 20, 18, 5), traveller_id=trip.travellers[1].id)
    make_flight(trip, datetime(2027, 6, 20, 13, 20), datetime(2027, 6, 20, 18, 5))
    with transaction():
        assert services.remove_traveller(SYSTEM, trip.travellers[1]) == 1
    assert len(db.session.scalars(db.select(TripItem)).all()) == 1 and len(trip.travellers) == 1


def test_a_coordinator_plans_a_trip_on_its_pages(roadshow, coordinator, sign_in):
    client = sign_in(coordinator)
    page = client.get_page(f"/events/{roadshow.id}/trips")
    assert page.heading == "0 trips, 2 people of the team without a trip"
    address = client.post_page(f"/events/{roadshow.id}/trips/from-team").location
    trip = db.session.scalars(db.select(Trip)).one()
    assert address.endswith(f"/events/trips/{trip.id}")
    page = client.get_page(f"/events/trips/{trip.id}/items/new/flight")
    assert (page.field("starts_zone"), page.field("ends_zone"), page.field("place_to")) == (
        "Asia/Shanghai", "Europe/London", "London")
    flight = {"what": "ZX 831", "place_from": "Shanghai", "place_to": "London", "starts_day": "2027-09-29", "starts_time": "13:20",
              "starts_zone": "Asia/Shanghai", "ends_day": "2027-09-29", "ends_time": "18:05", "ends_zone": "Europe/Nowhere",
              "state": "booked", "reference": "K7Q2XX"}
    page = client.post_page(f"/events/trips/{trip.id}/items/new/flight", flight, status=422)
    assert page.errors() and page.field("reference") == "K7Q2XX" and page.field("starts_time") == "13:20"
    client.post_page(f"/events/trips/{trip.id}/items/new/flight", {**flight, "ends_zone": "Europe/London"})
    page = client.get_page(f"/events/trips/{trip.id}/items/new/train")
    assert (page.field("starts_zone"), page.field("ends_zone"), page.field("place_from")) == (
        "Europe/London", "Europe/Berlin", "London")
    client.post_page(f"/events/trips/{trip.id}/items/new/hotel", {
        "what": "Gasthof Linde", "from_on": "2027-10-04", "until_on": "2027-10-07", "state": "planned"})
    client.post_page(f"/events/trips/{trip.id}/items/new/visa", {"country": "GB", "state": "applied"})
    page = client.get_page(f"/events/trips/{trip.id}")
    # 18:05 in London is 01:05 of the next day in Wuxi.
    assert "18:05 London 30 Sept 01:05 Wuxi · 11 hrs 45 mins" in page.text and "3 nights" in page.text
    item = db.session.scalars(db.select(TripItem).where(TripItem.kind == "visa")).one()
    client.post_page(f"/events/trips/{trip.id}/items/{item.id}", {
        "country": "GB", "state": "granted", "until_on": "2027-12-31", "version": str(item.version)})
    client.post_page(f"/events/trips/{trip.id}/items/{item.id}/remove")
    client.get_page(f"/events/trips/{trip.id}/items/new/boat", status=404)
    told = {entry.verb for entry in db.session.scalars(timeline("trip", trip.id))}
    assert told == {"trip.created", "trip.traveller_added", "trip.item_added", "trip.item_changed", "trip.item_removed"}
    assert "ZX 831" in client.get_page(f"/events/trips/{trip.id}").text


def test_a_trip_is_edited_and_the_second_editor_sees_both(coordinator, sign_in):
    trip, client = make_trip(coordinator), sign_in(coordinator)
    page = client.get_page(f"/events/trips/{trip.id}/edit")
    form = {"source": "en", "title_en": "Trip to Augsburg", "starts_on": "2027-06-20", "ends_on": "2027-06-24",
            "state": "confirmed", "countries-0": "DE", "cities": "Augsburg", "version": page.field("version"),
            "purpose_en": "Win two suppliers"}
    client.post_page(f"/events/trips/{trip.id}/edit", form)
    page = client.post_page(f"/events/trips/{trip.id}/edit", {**form, "cities": "Ulm"}, status=409)
    assert page.field("cities") == "Ulm" and "Augsburg" in page.text and "Stored now" in page.text
    page = client.post_page(f"/events/trips/{trip.id}/edit", {**form, "title_en": "", "version": page.field("version")}, status=422)
    assert page.errors() == ["Enter a title in at least one language"]
    form = {**form, "title_en": "Domestic", "countries-0": "CN", "version": ""}
    client.post_page("/events/trips/new", form)
    assert "within the country" in client.get_page("/events/trips?when=all").text


def test_the_list_is_narrowed_by_year_unit_person_and_state(coordinator, sign_in):
    unit = make_unit()
    other = make_user(role="officer", name="Officer", unit=unit)
    make_trip(coordinator, title="Alpha")
    make_trip(other, title="Omega", state="confirmed", starts_on=date(2026, 12, 30), ends_on=date(2027, 1, 3))
    client = sign_in(coordinator)
    for query, found in ((f"person={other.id}", {"Omega"}), (f"unit={unit.id}", {"Omega"}), ("year=2026", {"Omega"}),
                         ("year=2027", {"Alpha", "Omega"}), ("state=planned", {"Alpha"}), ("state=nonsense", set())):
        page = client.get_page(f"/events/trips?when=all&{query}")
        assert {name for name in ("Alpha", "Omega") if name in page.text} == found, query


@pytest.mark.parametrize("name", ["year", "unit", "person"])
def test_a_filter_that_names_nothing_narrows_nothing(coordinator, sign_in, name):
    make_trip(coordinator)
    for odd in ("99999999999999999999", "x", "-1"):
        assert "Trip to Munich" in sign_in(coordinator).get_page(f"/events/trips?when=all&{name}={odd}").text


@pytest.mark.parametrize("language", ["zh", "en", "de", "ko"])
def test_the_pages_open_in_every_language_and_readers_change_nothing(session, sign_in, language):
    reader, event = make_user(role="reader", language=language, time_zone="Europe/Berlin"), make_event()
    trip = make_trip(make_user(role="officer", name="周敏"), event=event)
    make_flight(trip, datetime(2027, 6, 20, 13, 20), datetime(2027, 6, 20, 18, 5))
    make_visa(trip)
    client = sign_in(reader)
    for path in ("", "/sheet", f"/sheet?traveller={trip.travellers[0].id}&lang=ko"):
        client.get_page(f"/events/trips/{trip.id}{path}")
    client.get_page("/events/trips")
    client.get_page(f"/events/{event.id}/trips")
    client.get_page(f"/events/trips/{trip.id}/edit", status=403)
    client.post_page(f"/events/trips/{trip.id}/travellers", {}, status=403)
    client.get_page("/events/trips/999999", status=404)


def test_a_trip_is_found_by_its_title(coordinator, sign_in):
    make_trip(coordinator, title="Lanternfish delegation")
    assert "Lanternfish delegation" in sign_in(coordinator).get_page("/search/?q=lanternfish").text
