"""Two records of one man: found by the search, merged, edited, and parted again with what was edited kept."""

import re
from types import SimpleNamespace

import pytest

from tests.factories.accounts import make_user
from tests.functional import steps


@pytest.fixture
def stored(live):
    """An officer, and one man as two records of which one stands on a lead; nobody was warned."""
    with live.app.app_context():
        from sqlalchemy import delete

        from outreach.contacts.models import DuplicateCandidate
        from outreach.db import db, transaction
        from tests.factories.contacts import make_person
        from tests.factories.leads import make_lead

        one = make_person("김민수", organisation="Garam Photonics", notes="부스에서 만남", language="ko")
        two = make_person("Minsoo Kim", email="minsoo.kim@garam.example.org", organisation="Garam Photonics")
        make_lead(title="Fibre laser line", people=[two])
        with transaction():
            db.session.execute(delete(DuplicateCandidate))
        made = SimpleNamespace(officer=make_user(role="officer", language="en").id, one=one.id, two=two.id)
        db.session.remove()
    return made


@pytest.mark.journey
def test_two_records_are_found_merged_edited_and_parted_with_the_edit_kept(live, browse, stored):
    page = browse("en")
    steps.sign_in(page, live, stored.officer)
    page.goto("/duplicates/")
    steps.send(page, 'form[action$="/duplicates/search"]')
    live.drain()
    page.goto("/duplicates/")
    assert page.locator("article[data-row]").count() == 1
    with page.expect_navigation():
        page.keyboard.press("1")
    assert page.url.endswith(f"/people/{stored.one}/merge?with={stored.two}")
    assert "Leads on which the person stands" in page.locator("main").inner_text()
    page.locator('label[for="removed-full_name"]').click()
    steps.send(page, f'form[action$="/people/{stored.one}/merge"]')
    assert page.url.endswith(f"/people/{stored.one}")
    text = page.locator("main").inner_text()
    assert "minsoo.kim@garam.example.org" in text.replace("\n", "")
    assert "merged Minsoo Kim into" in text
    page.goto(f"/people/{stored.two}")
    assert page.url.endswith(f"/people/{stored.one}")
    page.goto(f"/people/{stored.one}/edit")
    page.locator("main [name=titles]").fill("Dr.")
    page.locator("main [name=country]").select_option("KR")
    steps.send(page, "main form.staffform", "button.pri")
    page.goto("/merges/")
    page.locator("main tbody a.b").first.click()
    steps.send(page, 'form[action*="/merges/"]')
    assert re.search(r"/merges/\d+$", page.url)
    page.goto(f"/people/{stored.two}")
    assert page.url.endswith(f"/people/{stored.two}")
    assert "Minsoo Kim" in page.locator("h1").inner_text()
    page.goto(f"/people/{stored.one}")
    assert "Dr." in page.locator("main").inner_text()
    page.goto("/duplicates/?state=not_same")
    assert page.locator("article[data-row]").count() == 1
