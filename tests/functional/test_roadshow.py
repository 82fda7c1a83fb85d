"""A roadshow is planned: three legs in three countries from the catalogue, put in order, looked at on the board."""

import re
from types import SimpleNamespace

import pytest

from tests.factories.accounts import make_user
from tests.functional import steps

#: Starter series, days, and zone of the legs in the order in which they are entered.
LEGS = (("MACH", "2028-04-03", "2028-04-07", "Europe/London"),
        ("SIMTOS", "2028-04-10", "2028-04-14", "Asia/Seoul"),
        ("HANNOVER-MESSE", "2028-04-08", "2028-04-09", "Europe/Berlin"))


@pytest.fixture
def stored(live):
    """A coordinator, and an officer who goes."""
    with live.app.app_context():
        from outreach.db import db

        made = SimpleNamespace(coordinator=make_user(role="coordinator", language="en", time_zone="Asia/Shanghai").id,
                               officer=make_user(role="officer", language="en").id)
        db.session.remove()
    return made


def _add_leg(page, roadshow: int, code: str, first: str, last: str, zone: str) -> None:
    page.goto(f"/events/{roadshow}/board")
    page.locator("a", has_text="Leg from the catalogue").click()
    steps.send(page, f'form[action$="/starter/{code}"]')
    assert page.locator("main [name=time_zone]").input_value() == zone
    for name, value in {"starts_on": first, "ends_on": last, "confirmed_on": "2026-11-02"}.items():
        page.locator(f"main [name={name}]").fill(value)
    page.locator("[name=days_unknown]").uncheck()
    steps.send(page, "main form.staffform")


@pytest.mark.journey
def test_a_roadshow_of_three_countries_is_planned_from_the_catalogue(live, browse, stored):
    page = browse("en")
    steps.sign_in(page, live, stored.coordinator)
    page.goto("/events/new")
    for name, value in {"title_en": "Spring roadshow", "starts_on": "2028-04-03", "ends_on": "2028-04-14",
                        "time_zone": "Asia/Shanghai", "confirmed_on": "2026-11-02"}.items():
        page.locator(f"main [name={name}]").fill(value)
    page.locator("main [name=kind]").select_option("roadshow")
    steps.send(page, "main form.staffform")
    roadshow = int(re.search(r"/events/(\d+)", page.url).group(1))
    for leg in LEGS:
        _add_leg(page, roadshow, *leg)

    # Seoul was entered before Hanover, which comes before it: a gap that cannot be, until the legs are put in order.
    page.goto(f"/events/{roadshow}/board")
    assert page.locator("h1").inner_text().startswith("3 legs")
    assert "HANNOVER MESSE 2028 begins before SIMTOS 2028 ends" in page.locator(".warnlist").inner_text()
    rows = page.locator("[data-leg]")
    with page.expect_navigation():
        rows.nth(2).drag_to(rows.nth(1))
    assert "begins before" not in page.locator("main").inner_text()
    order = page.locator("[data-leg] a.b").all_inner_texts()
    assert order == ["MACH 2028", "HANNOVER MESSE 2028", "SIMTOS 2028"]

    # Hanover ends on Sunday night and Seoul begins on Monday: too short, moved by a day, and what is left is kept.
    too_short = page.locator(".warnlist > li", has_text="between the legs")
    count = too_short.count()
    assert count >= 1
    with page.expect_navigation():
        page.locator("[data-leg]").nth(2).locator("button", has_text="One day later").click()
    assert page.locator(".warnlist > li", has_text="between the legs").count() == count - 1
    first = page.locator(".warnlist > li").first
    fact = first.locator("b").inner_text()
    first.locator("summary").click()
    first.locator("input[name=reason]").fill("Agreed with the hosts")
    with page.expect_navigation():
        first.locator("button", has_text="Keep").click()
    assert fact not in page.locator(".warnlist").first.inner_text()
    page.locator("details.fold summary").click()
    assert "Agreed with the hosts" in page.locator("details.fold").inner_text()

    # The hours that Wuxi shares with Seoul stand in the table, by the clock of each.
    table = page.locator("table.mat").inner_text()
    assert "8 hrs" in table and "none" not in table.split("Seoul")[0]
    page.goto("/events/planning?from=2028-04-03&weeks=3")
    assert page.locator("h1").inner_text().startswith("3 events")
