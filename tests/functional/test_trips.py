"""A trip in the browser: made of a roadshow's team, an itinerary over time zones, warned about, reported on a phone."""

from datetime import date
from types import SimpleNamespace

import pytest

from tests.factories.accounts import make_user
from tests.functional import steps
from tests.functional.test_pages import faults

#: (kind, from, to, departure, its zone, arrival, its zone)
WAYS = (("flight", "Shanghai", "London", "2027-09-28T13:20", "Asia/Shanghai", "2027-09-28T18:05", "Europe/London"),
        ("train", "London", "Stuttgart", "2027-10-04T09:30", "Europe/London", "2027-10-04T18:50", "Europe/Berlin"),
        ("flight", "Frankfurt", "Shanghai", "2027-10-08T11:30", "Europe/Berlin", "2027-10-09T05:10", "Asia/Shanghai"))


@pytest.fixture
def stored(live):
    """A coordinator at the head of a roadshow with legs in London and Stuttgart."""
    with live.app.app_context():
        from outreach.activity import SYSTEM
        from outreach.db import db, transaction
        from outreach.events.services import add_leg
        from outreach.i18n.localized import LocalizedText
        from tests.factories.events import make_event, make_member

        coordinator = make_user(role="coordinator", language="en", name="Katrin Vogt", time_zone="Asia/Shanghai")
        show = make_event("SHOW-2027", "Autumn roadshow", kind="roadshow", country=None, city="", venue="",
                          time_zone="Asia/Shanghai", starts_on=date(2027, 9, 29), ends_on=date(2027, 10, 7))
        for city, country, zone, first, last in (("London", "GB", "Europe/London", (9, 29), (10, 1)),
                                                 ("Stuttgart", "DE", "Europe/Berlin", (10, 5), (10, 7))):
            with transaction():
                leg = add_leg(SYSTEM, show, {
                    "title": LocalizedText.of("en", city), "kind": "promotion_conference", "city": city, "country": country,
                    "time_zone": zone, "starts_on": date(2027, *first), "ends_on": date(2027, *last)})
            make_member(leg, coordinator, "head")
        made = SimpleNamespace(coordinator=coordinator.id, show=show.id)
        db.session.remove()
    return made


def enter_way(page, trip: str, way: tuple) -> None:
    """Add a flight or train; its days and zones are proposed, what differs is typed."""
    kind, start, end, begins, zone, ends, there = way
    page.goto(trip)
    page.locator(f'a[href$="/items/new/{kind}"]').click()
    for name, value in {"what": f"{kind} {start}", "place_from": start, "place_to": end, "starts_day": begins[:10],
                        "starts_time": begins[11:], "starts_zone": zone, "ends_day": ends[:10], "ends_time": ends[11:],
                        "ends_zone": there}.items():
        page.locator(f"main [name={name}]").fill(value)
    page.locator("main [name=state]").select_option("booked")
    steps.send(page, "main form.staffform", "button.pri")


@pytest.mark.journey
def test_a_trip_is_made_of_the_team_booked_over_zones_and_reported_on_a_phone(live, browse, stored):
    page = browse("en")
    steps.sign_in(page, live, stored.coordinator)
    page.goto(f"/events/{stored.show}/trips")
    steps.send(page, 'form[action$="/trips/from-team"]')
    trip = page.url.split("#")[0]
    # The team is there from 29 September to 7 October; the days of travel are added.
    page.goto(f"{trip}/edit")
    page.locator("main [name=starts_on]").fill("2027-09-28")
    page.locator("main [name=ends_on]").fill("2027-10-08")
    steps.send(page, "main form.staffform", "button.pri")
    page.goto(f"{trip}/items/new/flight")
    assert page.locator("[name=ends_zone]").input_value() == "Europe/London"
    for way in WAYS:
        enter_way(page, trip, way)
    text = page.locator("main").inner_text()
    assert "18:05" in text and "London" in text and "01:05" in text and "Wuxi" in text
    # It lands on the ninth, a day after the trip ends.
    assert "lies outside the days of the trip" in page.locator(".warnlist").inner_text()
    page.goto(f"{trip}/edit")
    page.locator("main [name=ends_on]").fill("2027-10-09")
    steps.send(page, "main form.staffform", "button.pri")
    assert page.locator(".warnlist").count() == 0 and faults(page) == []
    page.locator('a[href*="/sheet?traveller="]').click()
    page.emulate_media(media="print")
    assert "Departure London" in page.locator(".sheet").inner_text() and not page.locator("nav.nav").is_visible()
    page.emulate_media(media="screen")

    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(trip)
    page.locator('a[href$="/report"]').first.click()
    page.locator("[name=met]").fill("Anna Weber, Lichtbogen")
    steps.send(page, "main form.staffform", "button.pri")
    assert "Enter in a sentence or two" in page.locator(".errsum").inner_text()
    assert page.locator("[name=met]").input_value() == "Anna Weber, Lichtbogen" and faults(page) == []
    page.locator("[name=result]").fill("Two firms want to come")
    steps.send(page, "main form.staffform", "button.pri")
    assert "has not begun yet" in page.locator(".errsum").inner_text()
    report = page.url
    page.goto("/events/trips/days?year=2027")
    assert page.locator("h1").inner_text() == "2027: 1 person, 0 days out" and "12 more days are planned" in page.locator(
        "main").inner_text()
    # The months pass: the trip is over, and what came of it is handed in.
    with live.app.app_context():
        from outreach.db import db

        with db.engine.begin() as connection:
            connection.execute(db.text("UPDATE trip SET starts_on = '2026-01-05', ends_on = '2026-01-15'"))
    page.goto(report)
    page.locator("[name=result]").fill("Two firms want to come")
    steps.send(page, "main form.staffform", "button.pri")
    assert "Two firms want to come" in page.locator("main").inner_text() and faults(page) == []
