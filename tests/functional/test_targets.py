"""A target is entered, matched with a fair and its booth, and the visiting plan is printed in German and Chinese."""

import re
from types import SimpleNamespace

import pytest

from tests.factories.accounts import make_user
from tests.factories.contacts import make_organisation
from tests.factories.events import make_event, make_member
from tests.functional import steps


@pytest.fixture
def stored(live):
    """An officer who reads English, a fair with a German and a Chinese member of the team, a firm that we know."""
    with live.app.app_context():
        from outreach.db import db

        event = make_event(industries=["photonics"])
        german = make_user("coordinator", language="de", name="Katrin Vogt")
        chinese = make_user("officer", language="zh", name="周敏")
        made = SimpleNamespace(
            officer=make_user("officer", language="en", name="Ada Frost").id, event=event.id,
            german=make_member(event, german).id, chinese=make_member(event, chinese).id,
            firm=make_organisation("Musterlaser AG", "DE").id)
        db.session.remove()
    return made


def _fill(page, **values: str) -> None:
    for name, value in values.items():
        page.locator(f"main [name={name}]").first.fill(value)


def _enter_target(page) -> int:
    """The known firm is offered while its name is typed, and taken; gives the target's id."""
    page.goto("/targets/new")
    _fill(page, organisation="Musterlaser Aktiengesellschaft", why="Sucht einen zweiten Standort")
    page.locator("main [name=country]").select_option("DE")
    page.locator("main [name=priority]").select_option("1")
    page.locator("main [name=why_language]").select_option("de")
    page.locator("[name=industries][value=fibre_laser]").check()
    page.locator("#alike button[name=take]").wait_for()
    with page.expect_navigation():
        page.locator("#alike button[name=take]").click()
    assert page.locator("h1").inner_text() == "Musterlaser AG"
    return int(re.search(r"/targets/(\d+)", page.url).group(1))


def _add_facts(page) -> None:
    for kind, text, day in (("size", "1.200 Beschäftigte", "2026-05-04"), ("structure", "Zwei Werke in Sachsen", "2024-02-01")):
        if not page.locator("main [name=text]").is_visible():
            page.locator("summary", has_text="Add a fact").click()
        page.locator("main [name=kind]").select_option(kind)
        _fill(page, text=text, source="Annual report", observed_on=day)
        page.locator("main [name=language]").select_option("de")
        steps.send(page, 'form[action$="/facts#dossier"]')


@pytest.mark.journey
def test_a_target_is_entered_matched_with_a_fair_and_printed_in_two_languages(live, browse, stored):
    page = browse("en")
    steps.sign_in(page, live, stored.officer)
    target = _enter_target(page)
    _add_facts(page)
    assert "1 fact is stale" in page.locator("main").inner_text()

    # It is proposed at the fair; a second one comes from the organiser's list.
    page.goto(f"/events/{stored.event}/visits")
    page.locator(f"[name=target][value='{target}']").check()
    _fill(page, source="Exhibitor list", known_on="2026-11-20")
    steps.send(page, 'form[action*="/visits/add"]')
    page.locator("a", has_text="Paste a list").click()
    _fill(page, text="Musterlaser AG, Hall B3, 240\n例光科技有限公司，A2馆，12")
    steps.send(page, 'form[action$="/visits/list"]', "button[value=check]")
    assert page.locator("h1").inner_text() == "2 lines read, check them"
    with page.expect_navigation():
        page.locator("button.pri[value=take]").click()
    assert page.locator("h1").inner_text() == "2 targets exhibit here"

    # One stop for each member of the team, with a day, and a time for the first.
    for name, member in (("Musterlaser AG", stored.german), ("例光科技有限公司", stored.chinese)):
        page.locator("tr[data-row]", has_text=name).locator("[name=visit]").check()
        page.locator("[name=member_id]").select_option(str(member))
        page.locator("[name=planned_on]").fill("2027-06-22")
        with page.expect_navigation():
            page.locator("button[form=assign]").click()
    page.locator("tr[data-row]", has_text="Musterlaser AG").locator("a", has_text="Open").click()
    _fill(page, planned_time="10:30")
    steps.send(page, "main form:has([name=planned_time])")

    german = _printed(page, stored, stored.german)
    assert all(words in german for words in ("Besuchsplan von Katrin Vogt", "Halle B3", "240", "10:30", "1.200 Beschäftigte",
                                             "vom 01.02.2024"))
    assert "例光科技" not in german
    chinese = _printed(page, stored, stored.chinese)
    assert all(words in chinese for words in ("周敏的走访计划", "A2馆", "例光科技有限公司"))

    # Afterwards: what came of it, and what was not visited.
    page.goto(f"/events/{stored.event}/visits")
    page.locator("tr[data-row]", has_text="Musterlaser AG").locator("a", has_text="Open").click()
    page.locator("main [name=result]").select_option("talked")
    _fill(page, note="Kommt im Herbst")
    steps.send(page, "main form:has([name=result])")
    assert "1 visited" in page.locator("h1").inner_text()
    page.goto(f"/targets/{target}")
    assert "Met" in page.locator("main").inner_text()
    page.locator("a", has_text="Make a lead of it").click()
    assert page.locator("main [name=title]").input_value() == "Musterlaser AG"


def _printed(page, stored, member: int) -> str:
    """What stands on the paper of a member's plan: navigation and buttons are gone, and it makes pages."""
    page.goto(f"/events/{stored.event}/visits/plan?member={member}")
    page.emulate_media(media="print")
    assert not page.locator("nav.nav").is_visible() and not page.locator("[data-print]").is_visible()
    assert page.locator(".plan .box").first.is_visible()
    assert page.pdf().startswith(b"%PDF")
    text = page.locator("main").inner_text()
    page.emulate_media(media="screen")
    return text
