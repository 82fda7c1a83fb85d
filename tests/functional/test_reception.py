"""A reception plan in the browser: guests and programme are entered, and printed in two languages side by side."""

from types import SimpleNamespace

import pytest

from tests.factories.accounts import make_user
from tests.functional import steps


@pytest.fixture
def stored(live):
    """A coordinator who reads Korean, and a visit to Wuxi."""
    with live.app.app_context():
        from datetime import date

        from outreach.db import db
        from tests.factories.events import make_event

        visit = make_event("VISIT-2027", "Visit from Germany", kind="inbound_visit", presence="host", country="CN", city="Wuxi",
                           venue="", time_zone="Asia/Shanghai", starts_on=date(2027, 5, 4), ends_on=date(2027, 5, 5))
        made = SimpleNamespace(coordinator=make_user(role="coordinator", language="ko", name="Mina Seo").id, visit=visit.id)
        db.session.remove()
    return made


def enter_item(page, address: str, title: str, german: str, begins: str, ends: str, host: int) -> None:
    """A line of the programme of the first day."""
    page.goto(f"{address}/items/new")
    for name, value in {"title_zh": title, "title_de": german, "starts_time": begins, "ends_time": ends}.items():
        page.locator(f"main [name={name}]").fill(value)
    page.locator("main [name=host_id]").select_option(str(host))
    steps.send(page, "main form.staffform", "button.pri")


@pytest.mark.journey
def test_a_reception_is_planned_and_printed_in_two_languages(live, browse, stored):
    page = browse("ko")
    steps.sign_in(page, live, stored.coordinator)
    address = f"/events/{stored.visit}/reception"
    page.goto(f"{address}/guests/new")
    page.locator("main [name=name]").fill("Dr. Helene Brandt")
    page.locator("main [name=language]").select_option("de")
    steps.send(page, "main form.staffform", "button.pri")
    enter_item(page, address, "参观厂房", "Rundgang", "09:00", "11:00", stored.coordinator)
    enter_item(page, address, "项目座谈", "Gespräch", "10:30", "12:00", stored.coordinator)
    assert "Mina Seo" in page.locator(".notice").inner_text()
    with page.expect_navigation():
        page.locator(f'a[href^="{address}/sheet"]').click()
    assert page.locator("[name=first]").input_value() == "zh" and page.locator("[name=second]").input_value() == "de"
    page.emulate_media(media="print")
    row = page.locator("tr", has_text="参观厂房")
    assert "Rundgang" in row.inner_text() and "09:00–11:00" in row.inner_text()
    left, right = row.locator("td").nth(0).bounding_box(), row.locator("td").nth(1).bounding_box()
    assert left["y"] == right["y"] and left["x"] < right["x"]
    assert not page.locator("main form.filters").is_visible() and not page.locator("nav.nav").is_visible()
