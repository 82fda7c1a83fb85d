"""The meeting planner in the browser: a wish is entered, planned and confirmed."""

from types import SimpleNamespace

import pytest

from outreach.events.services.planner import available
from tests.factories.accounts import make_user
from tests.functional import steps


@pytest.fixture
def stored(live):
    """A coordinator who reads Korean, a fair with a table, and a contact."""
    with live.app.app_context():
        from outreach.activity import SYSTEM
        from outreach.db import db, transaction
        from outreach.events.services.meetings import save_table
        from tests.factories.contacts import make_person
        from tests.factories.events import make_event

        event = make_event()
        with transaction():
            save_table(SYSTEM, event, "상담 테이블 1")
        made = SimpleNamespace(coordinator=make_user(role="coordinator", language="ko").id, event=event.id,
                               person=make_person("Anna Weber").id)
        db.session.remove()
    return made


@pytest.mark.journey
@pytest.mark.skipif(not available(), reason="ortools is not installed")
def test_a_wish_is_planned_and_confirmed(live, browse, stored):
    page = browse("ko")
    steps.sign_in(page, live, stored.coordinator)
    page.goto(f"/events/{stored.event}/planner")
    page.locator("main [name=who]").fill(f"Anna Weber [p{stored.person}]")
    steps.send(page, 'main form[action$="/planner/wishes"]')
    steps.send(page, 'main form[action$="/planner/settings"]')
    steps.send(page, 'main form[action$="/planner/start"]')
    with live.app.app_context():
        from outreach.jobs import drain

        drain()
    page.goto(f"/events/{stored.event}/planner")
    assert "상담 테이블 1" in page.locator("section[aria-labelledby=proposals]").inner_text()
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    steps.send(page, 'main form[action$="/planner/accept"]')
    assert page.locator("section[aria-labelledby=proposals]").count() == 0
