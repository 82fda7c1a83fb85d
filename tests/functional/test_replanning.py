"""Planning again in the browser: a confirmed meeting is cancelled, its wish is open again, and the next schedule goes around what
is confirmed and says what changed."""

from types import SimpleNamespace

import pytest

from outreach.events.services.planner import available
from tests.factories.accounts import make_user
from tests.functional import steps


@pytest.fixture
def stored(live):
    """A coordinator who reads Chinese, a fair with one table, and two contacts whom she should meet."""
    with live.app.app_context():
        from outreach.activity import SYSTEM
        from outreach.db import db, transaction
        from outreach.events.services.meetings import save_table
        from outreach.events.services.wishes import want_meeting
        from tests.factories.contacts import make_person
        from tests.factories.events import make_event

        event, coordinator = make_event(), make_user(role="coordinator", language="zh")
        people = [make_person(name, language="zh") for name in ("陈晓", "李想")]
        with transaction():
            save_table(SYSTEM, event, "1号桌")
            for person in people:
                want_meeting(SYSTEM, event, coordinator, person)
        made = SimpleNamespace(coordinator=coordinator.id, event=event.id, people=[person.id for person in people])
        db.session.remove()
    return made


def plan(page, live, event_id: int) -> str:
    """Have a schedule proposed; gives what the page says of it."""
    page.goto(f"/events/{event_id}/planner")
    steps.send(page, 'main form[action$="/planner/start"]')
    with live.app.app_context():
        from outreach.jobs import drain

        drain()
    page.goto(f"/events/{event_id}/planner")
    return page.locator("main").inner_text()


@pytest.mark.journey
@pytest.mark.skipif(not available(), reason="ortools is not installed")
def test_a_cancelled_meeting_is_planned_again_around_what_is_confirmed(live, browse, stored):
    page = browse("zh")
    steps.sign_in(page, live, stored.coordinator)
    plan(page, live, stored.event)
    with page.expect_navigation():
        page.locator('button[name=all]').click()
    page.locator("[aria-labelledby=wishes] tr", has_text="李想").locator('a[href*="/meetings/"]').click()
    page.locator("main [name=state]").select_option("cancelled")
    steps.send(page, "main form.staffform")
    page.goto(f"/events/{stored.event}/planner")
    assert "李想" in page.locator("#reopened").inner_text() and "陈晓" not in page.locator("#reopened").inner_text()
    page.goto(f"/events/{stored.event}/planner/people/{stored.people[1]}")
    for day in (22, 23, 24):
        page.locator(f'[name="can_2027-06-{day}"]').uncheck()
    page.locator('[name="from_2027-06-25"]').fill("11:00")
    steps.send(page, "main form.staffform:has([name=speaks])")
    text = plan(page, live, stored.event)
    assert page.locator("#reopened").count() == 0
    proposals = page.locator("section[aria-labelledby=proposals]").inner_text()
    assert "11:00–11:30" in proposals and "李想" in proposals and "陈晓" not in proposals
    assert "李想" in page.locator("#changes").inner_text() and "陈晓" in text
    page.goto(f"/events/{stored.event}/planner/people/{stored.people[0]}")
    steps.send(page, 'main form[action$="/drop"]')
    assert "陈晓" in page.locator("#reopened").inner_text()
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
