"""From the checklist to the bill: tasks are taken over and ticked, the fair moves, costs in two currencies add up."""

from datetime import date
from types import SimpleNamespace

import pytest

from tests.factories.accounts import make_user
from tests.functional import steps

#: (kind of cost, what for, planned, currency, actual, day)
LINES = (("stand", "Stand space", "10,000", "EUR", "9,000.50", "2026-06-23"), ("hotel", "Rooms", "500", "GBP", "600", "2026-06-23"))


@pytest.fixture
def stored(live):
    """A coordinator at the head of a fair's team, and rates of euro and pound."""
    with live.app.app_context():
        from outreach.db import db
        from tests.factories.catalogue import make_rate
        from tests.factories.events import make_event, make_member

        coordinator = make_user(role="coordinator", language="en")
        event = make_event()
        make_member(event, coordinator, "head")
        make_rate("EUR", "7.5", date(2026, 6, 22))
        make_rate("GBP", "9", date(2026, 6, 22))
        made = SimpleNamespace(coordinator=coordinator.id, event=event.id)
        db.session.remove()
    return made


def _enter_line(page, event: int, line: tuple[str, ...]) -> None:
    category, what, planned, currency, actual, day = line
    page.goto(f"/events/{event}/budget/new")
    page.locator("main [name=category]").select_option(category)
    for name in ("planned_currency", "actual_currency"):
        page.locator(f"main [name={name}]").select_option(currency)
    for name, value in {"what": what, "planned": planned, "actual": actual, "spent_on": day}.items():
        page.locator(f"main [name={name}]").fill(value)
    steps.send(page, "main form.staffform", "button.pri")


@pytest.mark.journey
def test_a_checklist_is_ticked_off_the_fair_moves_and_its_costs_add_up(live, browse, stored):
    page = browse("en")
    steps.sign_in(page, live, stored.coordinator)
    page.goto(f"/events/{stored.event}/tasks")
    steps.send(page, 'form[action$="/tasks/checklist"]')
    row = page.locator("tr[data-row]").first
    title = row.locator("a.b").inner_text()
    with page.expect_navigation():
        row.locator("button.tickbtn").click()
    assert title in page.locator("main details.fold").text_content()
    before = page.locator("tr[data-row] .nw.b").first.inner_text()

    page.goto(f"/events/{stored.event}/board")
    page.locator("main [name=days][inputmode]").fill("7")
    steps.send(page, f'form[action$="/events/{stored.event}/move"]:has(input[inputmode])')
    page.goto(f"/events/{stored.event}/tasks")
    assert page.locator("tr[data-row] .nw.b").first.inner_text() != before
    page.goto(f"/events/{stored.event}")
    assert "moved along with its days" in page.locator("main").inner_text()

    for line in LINES:
        _enter_line(page, stored.event, line)
    text = page.locator("main").inner_text()
    # 9,000.50 EUR at 7.5 and 600 GBP at 9; planned are 10,000 EUR and 500 GBP.
    assert page.locator("h1").inner_text() == "CNY 72,903.75 spent of CNY 79,500 planned"
    assert "CNY 67,503.75, rate 7.5 of 22 Jun 2026" in text
    assert "Hotel: CNY 900 more than planned, CNY 5,400 instead of CNY 4,500" in text
    with page.expect_download() as download:
        page.locator('a[href$="/budget/csv"]').click()
    assert download.value.suggested_filename == "budget-LASER-2027.csv"
