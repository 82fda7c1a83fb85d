"""The calendar in the browser: day by day with the arrow keys, a list first on phones, a filter that stays."""

import pytest

from tests.factories.accounts import make_user
from tests.functional import steps


@pytest.fixture
def reader(live):
    """The id of an officer who reads German, with a fair in June 2027."""
    with live.app.app_context():
        from outreach.db import db
        from tests.factories.events import make_event

        make_event()
        user = make_user(role="officer", language="de").id
        db.session.remove()
    return user


@pytest.mark.journey
def test_the_keyboard_goes_from_day_to_day_and_into_the_week(live, browse, reader):
    page = browse("de")
    steps.sign_in(page, live, reader)
    page.goto("/events/calendar?view=month&day=2027-06-01")
    assert page.locator("h1").inner_text() == "Juni 2027: 1 Veranstaltung"
    page.locator('[data-day][href*="day=2027-06-21"]').focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
    assert "day=2027-06-22" in page.evaluate("document.activeElement.href")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("h1").inner_text().startswith("KW 25")
    page.locator("[name=country]").select_option("DE")
    steps.send(page, "form.filterform", "button")
    with page.expect_navigation():
        page.locator("a[rel=next]").click()
    assert "KW 26" in page.locator("h1").inner_text() and page.locator("[name=country]").input_value() == "DE"


@pytest.mark.journey
def test_a_phone_opens_the_list_and_shows_the_month_when_asked(live, browse, reader):
    page = browse("de")
    page.set_viewport_size({"width": 390, "height": 844})
    steps.sign_in(page, live, reader)
    page.goto("/events/calendar?day=2027-06-01")
    assert not page.locator(".monthgrid").is_visible() and page.locator(".callist a.b").first.is_visible()
    with page.expect_navigation():
        page.locator('.calbar a[href*="view=month"]').click()
    assert page.locator(".monthgrid").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
