"""Typing a person who is stored already: told while typing, added to the record, or saved all the same without scripts."""

import pytest

from tests.factories.accounts import make_user
from tests.factories.contacts import make_person
from tests.functional.steps import sign_in


@pytest.fixture
def officer(live):
    """An officer, and one person from Seoul who is known."""
    from outreach.db import db

    with live.app.app_context():
        user = make_user("officer", language="de").id
        person = make_person("김민수", email="minsu.kim@hanbit.example.org", organisation="한빛광학(주)", country="KR",
                             language="ko", other_names=["Kim Min-su"]).id
        db.session.remove()
    return user, person


def test_a_known_person_is_told_while_typing_and_gets_what_was_typed(browse, live, officer):
    user, person = officer
    page = browse("de")
    sign_in(page, live, user)
    page.goto("/people/new")
    page.locator("#full_name").fill("Minsoo Kim")
    warning = page.locator("#alike .notice")
    warning.wait_for()
    assert "Eine Person sieht ähnlich aus" in warning.inner_text()
    page.locator("#notes").fill("Am Stand getroffen")
    page.locator("#channels-0-value").fill("minsu.kim@hanbit.example.org")
    warning.get_by_text("Dieselbe Person").wait_for()
    assert page.url.endswith("/people/new")
    with page.expect_navigation():
        page.locator(f'#alike button[formaction="/people/{person}/add"]').click()
    assert page.url.endswith(f"/people/{person}")
    assert "Minsoo Kim" in page.locator("main").inner_text()
    assert "Am Stand getroffen" in page.locator("main").inner_text()


def test_enter_in_a_field_presses_no_button_of_the_warning(browse, live, officer):
    user, person = officer
    page = browse("de", 390)
    sign_in(page, live, user)
    page.goto("/people/new")
    page.locator("#full_name").fill("Minsoo Kim")
    page.locator("#alike .notice").wait_for()
    with page.expect_navigation():
        page.locator("#full_name").press("Enter")
    assert page.url.endswith("/people/new")
    assert page.locator("#full_name").input_value() == "Minsoo Kim"
    assert page.locator("#alike button[name=anyway]").is_visible()


def test_without_scripts_the_first_submit_warns_and_the_second_saves_all_the_same(chromium, live, officer):
    user, person = officer
    context = chromium.new_context(base_url=live.url, locale="de-DE", java_script_enabled=False)
    page = context.new_page()
    sign_in(page, live, user)
    page.goto("/people/new")
    page.locator("#full_name").fill("Minsoo Kim")
    page.locator("#notes").fill("Am Stand getroffen")
    page.locator("main form.staffform .btn.pri").click()
    assert page.locator("#notes").input_value() == "Am Stand getroffen"
    assert page.locator(f'#alike a[href="/people/{person}"]').is_visible()
    page.locator("#alike button[name=anyway]").click()
    assert f"/people/{person}" in page.locator("main .notice.warn").inner_html()
    context.close()
