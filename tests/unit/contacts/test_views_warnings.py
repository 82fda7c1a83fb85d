"""Who looks alike while a record is typed: the warning, adding to the stored record, saving all the same."""

import pytest

from outreach.activity.models import ActivityEntry
from outreach.contacts.models import DuplicateCandidate, Organisation, Person
from outreach.db import db
from tests.factories.accounts import make_user
from tests.factories.contacts import lines_of, make_organisation, make_person, numbers_of

HTMX = {"HX-Request": "true"}


@pytest.fixture
def browser(session, sign_in):
    """The browser of an officer who reads English."""
    return sign_in(make_user("officer", language="en"))


def count(model) -> int:
    """How many rows a table has."""
    return db.session.scalar(db.select(db.func.count()).select_from(model))


@pytest.mark.parametrize("typed", [
    {"full_name": "Kim Minsu", "organisation": "한빛광학(주)"}, {"full_name": "김민수"},
    lines_of(email="minsu.kim@hanbit.example.org"), lines_of(mobile="+82 10 5550 0001"), lines_of(kakaotalk="minsu_k")])
def test_whoever_looks_alike_is_told_while_any_of_it_is_typed(browser, typed):
    person = make_person("김민수", email="minsu.kim@hanbit.example.org", phone="010-5550-0001", organisation="한빛광학(주)",
                         country="KR", language="ko", handles=[("kakaotalk", "minsu_k")])
    part = browser.post_page("/people/alike", {"organisation_country": "KR", **typed}, 200, headers=HTMX)
    assert "One person looks alike" in part.text
    assert "% alike" in part.text
    assert f"/people/{person.id}" in part.links()
    assert "It is this one: add what I typed" in part.text
    assert count(DuplicateCandidate) == 0


def test_a_mobile_typed_without_its_country_leads_to_whoever_has_it(browser):
    person = make_person("Lena Vogel", phone="+49 170 1234567")
    part = browser.post_page("/people/alike", lines_of(mobile="0170 1234567"), 200, headers=HTMX)
    assert f"/people/{person.id}" in part.links()
    assert "Same mobile or direct line, if both are of one country: +491701234567" in part.text


def test_nothing_is_told_of_a_name_that_has_hardly_begun(browser):
    make_person("김민수")
    assert browser.post_page("/people/alike", {"full_name": "김"}, 200, headers=HTMX).html.strip() == ""


def test_what_was_typed_is_added_to_the_stored_person(browser):
    person = make_person("Jürgen Müller", organisation="Velox Photonik GmbH", country="DE", notes="Met in Munich")
    browser.post_page(f"/people/{person.id}/add", {
        "full_name": "Juergen Mueller", **lines_of(email="j.mueller@velox.example.org", mobile="+49 171 2345678"),
        "organisation": "Velox Photonik GmbH", "language": "de", "country": "AT", "notes": "Wants a site visit"})
    assert count(Person) == 1
    assert person.full_name == "Jürgen Müller"
    assert {item.text for item in person.names} == {"Jürgen Müller", "Juergen Mueller"}
    assert (person.email, person.phone) == ("j.mueller@velox.example.org", "+491712345678")
    assert (person.language, person.country, person.version) == ("de", "DE", 2)
    assert person.notes == "Met in Munich\n\nWants a site visit"
    page = browser.get_page(f"/people/{person.id}")
    assert "What you typed is added to Jürgen Müller" in page.text
    assert "added to Jürgen Müller: Juergen Mueller" in page.text


def test_adding_what_is_known_changes_nothing(browser):
    person = make_person("Jürgen Müller", email="j.mueller@velox.example.org", country="DE")
    entries = count(ActivityEntry)
    browser.post_page(f"/people/{person.id}/add", {
        "full_name": "Jürgen Müller", **lines_of(email="j.mueller@velox.example.org")})
    assert (person.version, count(ActivityEntry)) == (1, entries)


def test_a_wrong_entry_is_told_before_anything_is_added(browser):
    person = make_person("Jürgen Müller")
    page = browser.post_page(f"/people/{person.id}/add", {"full_name": "Jürgen Müller", **lines_of(email="nobody")}, 422)
    assert page.errors() and page.field("channels-0-value") == "nobody"
    assert person.email is None
    browser.post_page("/people/999999/add", {"full_name": "Jürgen Müller"}, 404)


def test_an_edit_warns_before_saving_and_saving_anyway_is_remembered(browser):
    other = make_person("Anneliese Schröder", organisation="Spektrion Photonik GmbH")
    person = make_person("Petra Muster", organisation="Spektrion Photonik GmbH")
    path, typed = f"/people/{person.id}/edit", {"full_name": "Anneliese Schroeder", "notes": "Keep me",
                                                "organisation": "Spektrion Photonik GmbH", "version": "1"}
    part = browser.post_page(f"/people/alike?person={person.id}", typed, 200, headers=HTMX)
    assert "the question stands on their pages" in part.text
    assert "add what I typed" not in part.text
    page = browser.post_page(path, typed, 422)
    assert (page.field("notes"), page.field("seen"), person.full_name) == ("Keep me", str(other.id), "Petra Muster")
    browser.post_page(path, {**typed, "anyway": "1", "seen": page.field("seen")})
    pair = db.session.scalars(db.select(DuplicateCandidate)).one()
    assert {pair.person_id, pair.other_id} == {person.id, other.id}
    browser.post_page(path, {**typed, "notes": "Once more", "version": "2"})
    assert person.notes == "Once more"


def test_the_first_button_of_a_form_is_the_one_that_saves(browser):
    make_person("Jürgen Müller", organisation="Velox Photonik GmbH")
    page = browser.post_page(
        "/people/new", {"full_name": "Juergen Mueller", "organisation": "Velox Photonik GmbH"}, 422)
    form = next(node for node in page.tree.iter("form") if node.get("action") == "/people/new")
    button = next(node for node in form.iter("button") if node.get("type") == "submit")
    assert (button.get("name"), button.get("formaction")) == (None, None)


def test_what_was_typed_is_added_to_the_stored_organisation(browser):
    row = make_organisation("Velox Photonik GmbH", "DE", city="Jena", names=["威乐光电"])
    page = browser.post_page("/organisations/new", {"name": "VELOX Photonik GmbH", "country": "DE"}, 422)
    assert "It is this one: add what I typed" in page.text
    browser.post_page(f"/organisations/{row.id}/add", {
        "name": "VELOX Photonik GmbH", "names-0-text": "벨록스", "country": "DE", "city": "Ulm", **numbers_of(vat="DE123456788"),
        "website": "www.velox.example.org"})
    assert count(Organisation) == 1
    assert {item.text for item in row.names} == {"威乐光电", "VELOX Photonik GmbH", "벨록스"}
    assert (row.name, row.city, row.website) == ("Velox Photonik GmbH", "Jena", "www.velox.example.org")
    assert [item.value for item in row.identifiers] == ["DE123456788"]
    assert "added to Velox Photonik GmbH" in browser.get_page(f"/organisations/{row.id}").text


def test_a_related_organisation_is_shown_and_cannot_be_added_to(browser):
    make_organisation("Velox Photonik GmbH", "DE")
    part = browser.post_page("/organisations/alike", {"name": "Velox Photonik Ltd", "country": "GB"}, 200, headers=HTMX)
    assert "Related" in part.text
    assert "add what I typed" not in part.text


def test_an_equal_register_number_is_told_whatever_the_name(browser):
    row = make_organisation("Velox Photonik GmbH", "DE", identifiers=[("vat", "DE123456788")])
    part = browser.post_page("/organisations/alike", {"name": "Anders AG", **numbers_of(vat="de 123 456 788")}, 200, headers=HTMX)
    assert f"/organisations/{row.id}" in part.links()


def test_an_organisation_that_looked_alike_before_does_not_warn_at_every_edit(browser):
    make_organisation("Velox Photonik GmbH", "DE")
    row = make_organisation("Halvard Optics Ltd", "GB")
    path, typed = f"/organisations/{row.id}/edit", {"name": "Velox Photonik GmbH", "country": "DE", "version": "1"}
    page = browser.post_page(path, {**typed, "city": "Ulm"}, 422)
    assert page.field("city") == "Ulm"
    browser.post_page(path, {**typed, "city": "Ulm", "anyway": "1", "seen": page.field("seen")})
    browser.post_page(path, {**typed, "city": "Köln", "version": "2"})
    assert row.city == "Köln"


def test_only_writers_add_to_a_record(session, sign_in):
    person, row = make_person("Petra Muster"), make_organisation("Velox Photonik GmbH")
    client = sign_in(make_user("reader"))
    client.post_page(f"/people/{person.id}/add", {"full_name": "Petra Muster"}, 403)
    client.post_page(f"/organisations/{row.id}/add", {"name": "Velox Photonik GmbH"}, 403)
