"""A technology exchange in the browser: offers and requests are entered, brought together, and what came of it is noted."""

import re
from types import SimpleNamespace

import pytest

from tests.factories.accounts import make_user
from tests.functional import steps


@pytest.fixture
def stored(live):
    """An officer who reads German, and a technology exchange that is public."""
    with live.app.app_context():
        from outreach.db import db
        from tests.factories.events import make_event

        event = make_event("EXCHANGE-2027", "Photonics exchange", kind="technology_exchange", public=True)
        made = SimpleNamespace(officer=make_user(role="officer", language="de").id, event=event.id)
        db.session.remove()
    return made


def enter(page, event_id: int, kind: str, title: str, firm: str, country: str, language: str) -> None:
    """Fill in the form of an offer or request of fibre lasers."""
    page.goto(f"/events/{event_id}/exchange/new?kind={kind}")
    page.locator("[name=title_en]").fill(title)
    page.locator("[name=source]").select_option("en")
    page.locator("main [name=trl]").select_option("7" if kind == "offer" else "6")
    page.locator("[name=industries][value=fibre_laser]").check()
    page.locator(f"[name=languages][value={language}]").check()
    page.locator("[name=organisation]").fill(firm)
    page.locator("[name=organisation_country]").select_option(country)
    page.locator("[name=public]").check()
    steps.send(page, "main form.staffform", "button.pri")


@pytest.mark.journey
def test_an_offer_and_a_request_are_brought_together_and_their_result_is_noted(live, browse, stored):
    page = browse("de")
    steps.sign_in(page, live, stored.officer)
    enter(page, stored.event, "offer", "Fibre laser for battery foils", "Lumora Laser GmbH", "DE", "de")
    enter(page, stored.event, "request", "Laser source for battery foils", "无锡辰光有限公司", "CN", "zh")
    assert "1 möglicher Treffer" in page.locator("h1").inner_text()
    text = page.locator("main").inner_text()
    assert "Gleiches Fachgebiet: Faserlaser" in text and "Dolmetscher nötig" in text
    page.locator("button[value=accept]").first.click()
    page.locator("#pairs").wait_for()
    page.locator('a[href*="/exchange/pairs/"]').first.click()
    page.locator("main [name=minutes]").fill("Muster bis Mai.")
    page.locator("main [name=minutes_language]").select_option("de")
    page.locator("main [name=result]").select_option("follow_up")
    steps.send(page, "main form.staffform:has([name=minutes])")
    assert "Fortsetzung vereinbart" in page.locator("main").inner_text()
    page.locator('main a[href*="/organisations/"]').first.click()
    page.wait_for_url(re.compile(r"/organisations/\d+"))
    assert "hat das Ergebnis zu Angebot Fibre laser for battery foils" in page.locator("main").inner_text()
    page.goto("/de/events/EXCHANGE-2027")
    text = page.locator("main").inner_text()
    assert "Fibre laser for battery foils" in text and "Lumora" not in text
