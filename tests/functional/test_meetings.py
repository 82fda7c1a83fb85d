"""Meetings in the browser: two that want the same table are seen, one is confirmed, the sheet is printed."""

from types import SimpleNamespace

import pytest

from tests.factories.accounts import make_user
from tests.functional import steps


@pytest.fixture
def stored(live):
    """An officer who reads German, a fair in Munich and a contact."""
    with live.app.app_context():
        from outreach.db import db
        from tests.factories.contacts import make_person
        from tests.factories.events import make_event

        made = SimpleNamespace(officer=make_user(role="officer", language="de", name="Katrin Vogt").id, event=make_event().id,
                               person=make_person("Anna Weber", language="de").id)
        db.session.remove()
    return made


def arrange(page, address: str, subject: str, who: int, begins: str, ends: str) -> None:
    """A meeting of the first day at the one table."""
    page.goto(f"{address}/new")
    for name, value in {"subject": subject, "starts_time": begins, "ends_time": ends, "people-0": f"Anna Weber [p{who}]"}.items():
        page.locator(f"main [name='{name}']").fill(value)
    page.locator("main [name=table_id]").select_option(index=1)
    steps.send(page, "main form.staffform", "button.pri")


@pytest.mark.journey
def test_meetings_are_arranged_confirmed_and_printed(live, browse, stored):
    page = browse("de")
    steps.sign_in(page, live, stored.officer)
    address = f"/events/{stored.event}/meetings"
    page.goto(f"{address}/tables/new")
    page.locator("main [name=name]").fill("Tisch 1")
    steps.send(page, "main form.staffform", "button.pri")
    arrange(page, address, "Laser", stored.person, "09:00", "10:00")
    arrange(page, address, "Optik", stored.person, "09:30", "10:30")
    page.locator("main [name=state]").select_option("confirmed")
    steps.send(page, "main form.staffform")
    page.goto(address)
    assert "Tisch 1" in page.locator(".warnlist").inner_text() and "Anna Weber" in page.locator(".warnlist").inner_text()
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator('a[href*="/meetings/sheet/"]').first.click()
    page.wait_for_url("**/meetings/sheet/*")
    page.emulate_media(media="print")
    assert "09:30–10:30" in page.locator(".sheet").inner_text() and not page.locator("nav.nav").is_visible()
