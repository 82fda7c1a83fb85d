"""A coordinator narrows the list of people, saves the filter, changes many at once and takes the list home."""

import csv
import io
import re

import pytest

from tests.functional import steps
from tests.functional.test_pages import faults, user_id


@pytest.fixture
def crowd(live):
    """The demo and some people of whom no language is known."""
    with live.app.app_context():
        from outreach.cli.demo import load
        from outreach.db import db
        from tests.factories.contacts import make_person

        load()
        for name in ("Petra Mustermann", "Jonas Beispiel", "Hannes Vorlage"):
            make_person(name, country="AT", email=f"{name.split()[0].lower()}@example.org")
        db.session.remove()
    return live


@pytest.mark.journey
def test_a_filter_is_saved_many_are_changed_and_the_list_is_exported(crowd, browse):
    page = browse("de")
    steps.sign_in(page, crowd, user_id(crowd, "coordinator", "de"))
    page.goto("/people/")
    page.select_option("#f-country", "AT")
    steps.send(page, "form.filterform")
    assert page.locator("h1").inner_text() == "3 Personen"

    page.locator("details.menu summary").first.click()
    page.fill("#sv-name", "Österreich")
    page.check("#sv-default")
    steps.send(page, 'form[action$="/lists/people/saved"]', "button[value=new]")
    page.goto("/people/")
    assert page.locator(".fchip[aria-current]").inner_text().startswith("Österreich")
    assert faults(page) == []

    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("x")
    assert page.locator("[data-selected]").inner_text() == "2"
    page.keyboard.press("?")
    assert page.locator("dialog#keys").is_visible()
    assert faults(page) == []
    page.keyboard.press("Escape")

    page.select_option("#bulk-action", "language")
    steps.send(page, "#bulk", "button[value=some]")
    page.select_option("#value", "de")
    steps.send(page, "main form.staffform", "button[value=count]")
    assert "2 Zeilen würden geändert" in page.locator("main").inner_text()
    assert faults(page) == []
    steps.send(page, "main form.staffform", "button[value=change]")
    assert page.locator("h1").inner_text() == "2 Zeilen sind geändert"
    page.locator("main a.btn.pri").click()

    page.wait_for_url(re.compile(r"/people/\?"))
    page.locator("main a.btn", has_text="Exportieren").click()
    page.wait_for_url(re.compile("/export"))
    assert faults(page) == []
    page.check("#fmt-csv")
    with page.expect_download() as waiting:
        page.locator("main form button.pri").click()
    rows = list(csv.reader(io.StringIO(waiting.value.path().read_text(encoding="utf-8-sig"))))
    assert rows[0][0] == "Name" and len(rows) == 4
    assert sorted(cells[rows[0].index("Sprache")] for cells in rows[1:]) == ["", "Deutsch", "Deutsch"]


@pytest.mark.journey
def test_a_phone_gets_columns_of_its_own_and_a_keyboard_can_be_told_to_be_quiet(crowd, browse):
    page = browse("ko", 390)
    steps.sign_in(page, crowd, user_id(crowd, "officer", "ko"))
    page.goto("/people/")
    page.locator("details.menu summary").nth(1).click()
    page.uncheck("#col-event")
    page.check("#col-changed")
    assert faults(page) == []
    steps.send(page, 'form[action$="/lists/people/columns"]')
    assert "최근 변경" in page.locator("thead").inner_text()
    assert faults(page) == []
    page.set_viewport_size({"width": 1440, "height": 900})
    page.keyboard.press("?")
    page.uncheck("#keys-on")
    page.locator("dialog button").click()
    page.reload()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.tagName") == "BODY"
