"""A roadshow is copied to next year in the browser: days are proposed, the copy is previewed, and made with its legs."""

from types import SimpleNamespace

import pytest

from tests.factories.accounts import make_user
from tests.functional import steps


@pytest.fixture
def stored(live):
    """A coordinator who reads Chinese, on the team of a roadshow with one leg."""
    with live.app.app_context():
        from datetime import date

        from outreach.activity import SYSTEM
        from outreach.db import db, transaction
        from outreach.events.services import add_leg
        from outreach.i18n.localized import LocalizedText
        from tests.factories.events import make_event, make_member

        roadshow = make_event("ROAD-2027", "Roadshow 2027", kind="roadshow", starts_on=date(2027, 6, 21), ends_on=date(2027, 6, 25))
        with transaction():
            add_leg(SYSTEM, roadshow, {"title": LocalizedText.of("en", "London 2027"), "kind": "promotion_conference",
                                       "time_zone": "Europe/London", "starts_on": date(2027, 6, 21), "ends_on": date(2027, 6, 22)})
        user = make_user(role="coordinator", language="zh")
        make_member(roadshow, user)
        made = SimpleNamespace(coordinator=user.id, roadshow=roadshow.id)
        db.session.remove()
    return made


@pytest.mark.journey
def test_a_roadshow_is_copied_to_next_year_with_its_legs_and_its_team(live, browse, stored):
    page = browse("zh")
    steps.sign_in(page, live, stored.coordinator)
    page.goto(f"/events/{stored.roadshow}")
    with page.expect_navigation():
        page.locator(f'a[href="/events/{stored.roadshow}/copy"]').click()
    assert page.locator("[name=proposal]:checked").input_value() == "2028-06-19"
    steps.send(page, "main form.staffform", "button[value=preview]")
    preview = page.locator("section", has=page.locator("#preview")).inner_text()
    assert "1 个站点" in preview and "1 名团队成员" in preview and "2028年6月19日至23日" in preview
    steps.send(page, "main form.staffform", "button[value=copy]")
    assert "Roadshow 2028" in page.locator("h1").inner_text()
    text = page.locator("main").inner_text()
    assert "London 2028" in text and "日期未确认" in text
