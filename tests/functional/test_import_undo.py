"""A list from a fair: uploaded, its columns explained, one doubtful row decided, applied, one record edited, undone."""

import re
from types import SimpleNamespace

import pytest

from tests.factories.accounts import make_user
from tests.functional import steps

LIST = b"""Wer;Firma;E-Mail;Telefon;Land
Bjoern Boehm;Velox Photonik GmbH;;;Deutschland
Brengart Kriv;Kriv Optik GmbH;kriv@kriv.example.org;+49 170 1000001;Deutschland
Silktorv Zilt;Zilt Laser GmbH;zilt@zilt.example.org;+49 170 1000002;Deutschland
;;;;Deutschland
"""


@pytest.fixture
def stored(live):
    """An officer, and one man who is in the list under another writing of his name."""
    with live.app.app_context():
        from outreach.db import db
        from tests.factories.contacts import make_person

        known = make_person("Björn Böhm", email="b.boehm@velox.example.org", organisation="Velox Photonik GmbH")
        made = SimpleNamespace(officer=make_user(role="officer", language="en").id, known=known.id)
        db.session.remove()
    return made


@pytest.mark.journey
def test_a_list_is_imported_and_undone_and_what_was_edited_since_stays(live, browse, stored):
    page = browse("en")
    steps.sign_in(page, live, stored.officer)
    page.goto("/imports/new")
    page.locator("input[type=file]").set_input_files({"name": "leads.csv", "mimeType": "text/csv", "buffer": LIST})
    steps.send(page, "main form:has(input[type=file])")
    run_id = int(re.search(r"/imports/(\d+)", page.url).group(1))

    # "Wer" is no heading that anybody knows.
    page.locator("summary", has_text="How the file is read").click()
    page.locator("[name=column-0]").select_option("full_name")
    steps.send(page, f'form[action$="/imports/{run_id}/options"]')
    assert "4 rows checked, 2 need your decision" in page.locator("h1").inner_text()

    page.locator("#row-1 label", has_text="Same person").click()
    page.locator("#finding", has_text="1 needs your decision").wait_for()
    steps.apply_import(page, run_id)
    live.drain()
    page.goto(f"/imports/{run_id}")
    assert "3 rows imported, 1 set aside" in page.locator("h1").inner_text()

    page.goto("/people/")
    assert page.locator("main tbody tr[data-row]").count() == 3
    page.locator("main tbody a", has_text="Brengart Kriv").click()
    page.locator('main a[href$="/edit"]').first.click()
    page.locator("main [name=titles]").fill("Dr.")
    steps.send(page, "main form.staffform", "button.pri")

    page.goto(f"/imports/{run_id}")
    steps.send(page, f'form[action$="/imports/{run_id}/undo"]')
    live.drain()
    page.goto(f"/imports/{run_id}")
    text = page.locator("main").inner_text()
    assert "1 row stays: somebody has worked on it since" in text
    kept = page.locator("tr[data-row]", has_text="Brengart Kriv").inner_text()
    assert "Academic title: –, now Dr." in kept
    page.goto("/people/")
    names = page.locator("main tbody").inner_text()
    assert "Brengart Kriv" in names and "Björn Böhm" in names and "Silktorv Zilt" not in names
    page.goto(f"/people/{stored.known}")
    assert "Bjoern Boehm" not in page.locator("main").inner_text()
