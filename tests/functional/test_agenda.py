"""An agenda in the browser: rooms and items are entered, a clash is seen, a version is published, guests read it."""

from types import SimpleNamespace

import pytest

from tests.factories.accounts import make_user
from tests.functional import steps


@pytest.fixture
def stored(live):
    """A coordinator who reads Chinese, and a public fair in Munich."""
    with live.app.app_context():
        from outreach.db import db
        from tests.factories.events import make_event

        made = SimpleNamespace(coordinator=make_user(role="coordinator", language="zh", name="周敏").id,
                               event=make_event(public=True).id)
        db.session.remove()
    return made


def enter_item(page, address: str, title: str, german: str, begins: str, ends: str) -> None:
    """An item of the first day in the one room."""
    page.goto(f"{address}/items/new")
    for name, value in {"title_zh": title, "title_de": german, "day": "2027-06-22", "starts_time": begins, "ends_time": ends,
                        "people-0": "Prof. Ingo Falk"}.items():
        page.locator(f"main [name='{name}']").fill(value)
    page.locator("main [name=room_id]").select_option(index=1)
    steps.send(page, "main form.staffform", "button.pri")


@pytest.mark.journey
def test_an_agenda_is_made_published_and_read_by_a_guest_on_a_phone(live, browse, stored):
    page = browse("zh")
    steps.sign_in(page, live, stored.coordinator)
    address = f"/events/{stored.event}/agenda"
    page.goto(f"{address}/rooms/new")
    page.locator("main [name=name]").fill("Saal 1")
    steps.send(page, "main form.staffform", "button.pri")
    enter_item(page, address, "开幕", "Eröffnung", "09:00", "11:00")
    enter_item(page, address, "激光", "Laser", "10:30", "12:00")
    assert "Prof. Ingo Falk" in page.locator(".warnlist").inner_text() and "15:00" in page.locator("main").inner_text()
    page.locator(".warnlist details summary").first.click()
    page.locator(".warnlist [name=reason]").first.fill("两场同室")
    steps.send(page, ".warnlist li:first-child form")
    assert page.url.split("?")[0].endswith(address) and "两场同室" in page.locator("main").inner_html()
    steps.send(page, 'main form[action$="/agenda/publish"]')
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/de/events/LASER-2027")
    assert "Eröffnung" in page.locator("main").inner_text() and "09:00–11:00" in page.locator("main").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
