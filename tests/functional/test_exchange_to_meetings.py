"""From offers and requests to planned meetings in the browser: two are brought together, meet at a table, and what came of it
is written down once."""

from types import SimpleNamespace

import pytest

from outreach.events.services.planner import available
from tests.factories.accounts import make_user
from tests.functional import steps


@pytest.fixture
def stored(live):
    """A coordinator who reads German, an exchange with a table, an offer with its holder and a request of a firm with people."""
    with live.app.app_context():
        from outreach.activity import SYSTEM
        from outreach.db import db, transaction
        from outreach.events.services.exchange import add_entry
        from outreach.events.services.meetings import save_table
        from outreach.i18n.localized import LocalizedText
        from tests.factories.contacts import make_organisation, make_person
        from tests.factories.events import make_event

        event = make_event("EXCHANGE-2027", "Photonics exchange", kind="technology_exchange")
        firm = make_organisation("无锡辰光有限公司", "CN")
        asks = make_person("张伟", organisation=firm, language="zh")
        holder = make_person("Anke Reuter", organisation=make_organisation("Lumora Laser GmbH"), language="de")
        with transaction():
            save_table(SYSTEM, event, "Tisch 1", "Foyer")
            for kind, title, who, language in (("offer", "Fibre laser for battery foils", {"person_id": holder.id}, "de"),
                                               ("request", "Laser source for battery foils", {}, "zh")):
                add_entry(SYSTEM, event, {
                    "kind": kind, "title": LocalizedText.of("en", title), "industries": ["fibre_laser"], "trl": 7,
                    "languages": [language, "en"], "organisation_id": firm.id if kind == "request" else holder.organisation.id,
                    **who})
        made = SimpleNamespace(coordinator=make_user(role="coordinator", language="de", name="Katrin Vogt").id, event=event.id,
                               asks=asks.id)
        db.session.remove()
    return made


@pytest.mark.journey
@pytest.mark.skipif(not available(), reason="ortools is not installed")
def test_a_pair_is_brought_to_a_table_and_its_minutes_are_written_once(live, browse, stored):
    page = browse("de")
    steps.sign_in(page, live, stored.coordinator)
    page.goto(f"/events/{stored.event}/exchange")
    with page.expect_navigation():
        page.locator("button[value=accept]").first.click()
    page.locator("#pairs").wait_for()
    page.get_by_role("link", name="Wählen, wer sich trifft").click()
    assert page.locator(f'datalist option[value$="[p{stored.asks}]"]').count() == 1
    page.locator("[name=people-request]").fill(f"张伟 [p{stored.asks}]")
    page.locator("[name=companion_id]").select_option(label="Katrin Vogt")
    steps.send(page, 'main form[action$="/table"]')
    assert "hat noch keine Zeit" in page.locator("main").inner_text()
    page.goto(f"/events/{stored.event}/planner")
    assert "Katrin Vogt geht mit" in page.locator("main").inner_text()
    steps.send(page, 'main form[action$="/planner/start"]')
    with live.app.app_context():
        from outreach.jobs import drain

        drain()
    page.goto(f"/events/{stored.event}/planner")
    assert "Tisch 1, Foyer" in page.locator("section[aria-labelledby=proposals]").inner_text()
    steps.send(page, 'main form[action$="/planner/accept"]')
    page.locator('[aria-labelledby=wishes] a[href*="/meetings/"]').first.click()
    page.locator("main [name=state]").select_option("held")
    steps.send(page, "main form.staffform")
    assert "/exchange/pairs/" in page.url and page.locator("[name=met_on]").input_value() == "2027-06-22"
    page.locator("main [name=minutes]").fill("Muster bis Mai.")
    page.locator("main [name=result]").select_option("nda")
    steps.send(page, "main form.staffform:has([name=minutes])")
    text = page.locator("main").inner_text()
    assert "Geheimhaltungsvereinbarung" in text and "Tisch 1, Foyer" in text
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
