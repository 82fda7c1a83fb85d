"""An event repeats in the browser: a question is answered, dates are made, one is changed alone; and a calendar file."""

from types import SimpleNamespace

import pytest

from tests.factories.accounts import make_user
from tests.functional import steps


@pytest.fixture
def stored(live):
    """A coordinator who reads German, and an event on the 31st."""
    with live.app.app_context():
        from datetime import date

        from outreach.db import db
        from tests.factories.events import make_event

        event = make_event("CLUB", "Club", starts_on=date(2027, 1, 31), ends_on=date(2027, 1, 31))
        made = SimpleNamespace(coordinator=make_user(role="coordinator", language="de").id, event=event.id)
        db.session.remove()
    return made


@pytest.mark.journey
def test_an_event_repeats_and_one_of_its_dates_is_changed_alone(live, browse, stored):
    page = browse("de")
    steps.sign_in(page, live, stored.coordinator)
    page.goto(f"/events/{stored.event}")
    with page.expect_navigation():
        page.locator(f'a[href="/events/{stored.event}/repeat"]').click()
    page.locator("[name=frequency][value=monthly_day]").check()
    page.locator("[name=count]").fill("3")
    steps.send(page, "main form.staffform", "button.pri")
    assert "Nicht jeder Monat hat einen 31. Tag" in page.locator(".errsum").inner_text()
    page.locator("[name=short_months][value=last]").check()
    steps.send(page, "main form.staffform", "button.pri")
    assert "3 Termine" in page.locator("h1").inner_text() and "28.02.2027" in page.locator("main").inner_text()
    with page.expect_navigation():
        page.locator("tbody a.b").first.click()
    with page.expect_navigation():
        page.locator('a[href$="/edit"]').first.click()
    page.locator("main [name=venue]").fill("Halle 2")
    steps.send(page, "main form.staffform", "button.pri")
    with page.expect_navigation():
        page.locator('a[href$="/dates"]').first.click()
    assert page.locator("tr", has_text="28.02.2027").inner_text().count("einzeln geändert") == 1


@pytest.mark.journey
def test_a_calendar_file_is_read_previewed_and_made_into_events(live, browse, stored, tmp_path):
    path = tmp_path / "year.ics"
    path.write_text("BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:1\nSUMMARY:Messe\nDTSTART;VALUE=DATE:20270801\nEND:VEVENT\n"
                    "BEGIN:VEVENT\nUID:2\nSUMMARY:Zu oft\nDTSTART:20270801T090000\nRRULE:FREQ=SECONDLY\nEND:VEVENT\n"
                    "END:VCALENDAR\n",
                    encoding="utf-8")
    page = browse("de")
    steps.sign_in(page, live, stored.coordinator)
    page.goto("/events/upload")
    page.locator("input[type=file]").set_input_files(path)
    steps.send(page, "main form.staffform", "button.pri")
    assert "1 Veranstaltung kann angelegt werden, 1 Teil bleibt weg" in page.locator("h1").inner_text()
    assert "FREQ=SECONDLY" in page.locator("main").inner_text()
    steps.send(page, 'form[action$="/apply"]')
    assert "1 Veranstaltung wurde angelegt" in page.locator("h1").inner_text()
    assert page.locator("main a.b", has_text="Messe").count() == 1
