"""What a person is somewhere, pairs by state, and the choice between two versions, on their pages."""

import pytest

from outreach.contacts.models import DuplicateCandidate, Person
from outreach.db import db
from tests.factories.accounts import make_user
from tests.factories.contacts import make_organisation, make_person, numbers_of


@pytest.fixture
def officer(session):
    """An officer who reads English."""
    return make_user(role="officer", language="en")


@pytest.fixture
def person(session):
    """Somebody who works at one firm."""
    return make_person("Jürgen Müller", organisation="Velox Photonik GmbH", country="DE", job_title="Einkauf")


def typed(person: Person, **values) -> dict:
    """The fields of the first affiliation's form."""
    return {f"a{person.affiliations[0].id}-{name}": value for name, value in values.items()}


def path_of(person: Person) -> str:
    """Where the first affiliation's form is sent to."""
    return f"/people/{person.id}/affiliations/{person.affiliations[0].id}"


def test_an_affiliation_is_ended_and_stays_in_sight(officer, sign_in, person):
    client = sign_in(officer)
    client.post_page(path_of(person), typed(
        person, job_title="Leiter Einkauf", since="2020-01-01", until="2026-06-30", version="1"))
    page = client.get_page(f"/people/{person.id}")
    assert "Leiter Einkauf" in page.text
    assert "30 Jun 2026" in page.text
    assert "changed what Jürgen Müller is at Velox Photonik GmbH" in page.text
    row = db.session.scalars(db.select(Person)).one().affiliations[0].organisation_id
    assert "until 30 Jun 2026" in client.get_page(f"/organisations/{row}").text
    assert client.get_page("/organisations/").text.count("Velox Photonik GmbH") == 1


@pytest.mark.parametrize("values", [
    {"since": "2027-01-10", "until": "2026-01-10"}, {"since": "31.02.2026"}, {"job_title": "x" * 301}])
def test_a_wrong_entry_stands_at_its_field_with_what_was_typed(officer, sign_in, person, values):
    values = {"department": "Optik", "version": "1", **values}
    page = sign_in(officer).post_page(path_of(person), typed(person, **values), 422)
    assert page.errors()
    assert page.field(next(iter(typed(person, department="")))) == "Optik"
    assert person.affiliations[0].until is None


def test_the_second_of_two_editors_of_an_affiliation_is_told(officer, sign_in, person):
    client = sign_in(officer)
    client.post_page(path_of(person), typed(person, job_title="CTO", version="1"))
    page = client.post_page(path_of(person), typed(person, job_title="Boss", version="1"), 422)
    assert "Somebody else changed this person" in page.text
    assert person.affiliations[0].job_title == "CTO"


def test_an_affiliation_is_reached_by_its_own_person_and_by_writers_only(officer, session, sign_in, person):
    other = make_person("Siobhán O'Connor")
    client = sign_in(officer)
    client.post_page(path_of(person).replace(f"/{person.id}/", f"/{other.id}/", 1), typed(person, version="1"), 404)
    client = sign_in(make_user(role="reader"))
    assert "Change or end" not in client.get_page(f"/people/{person.id}").text
    client.post_page(path_of(person), typed(person, version="1"), 403)


def test_decided_pairs_stand_on_a_page_of_their_own(officer, sign_in):
    make_person("Anneliese Schröder", organisation="Spektrion Photonik GmbH")
    make_person("Anneliese Schroeder", organisation="Spektrion Photonik GmbH")
    pair = db.session.scalars(db.select(DuplicateCandidate)).one()
    client = sign_in(officer)
    page = client.get_page("/duplicates/")
    assert "two spellings of one name" in page.text
    assert "Same organisation" in page.text
    client.post_page(f"/duplicates/{pair.id}", {"state": "not_same", "back": "list"})
    assert client.get_page("/duplicates/").heading == "No pair waits for a decision"
    assert "Take the decision back" in client.get_page("/duplicates/?state=not_same").text
    for state in ("merged", "nonsense", ""):
        client.post_page(f"/duplicates/{pair.id}", {"state": state}, 422)
    client = sign_in(make_user(role="reader"))
    assert "Take the decision back" not in client.get_page("/duplicates/?state=not_same").text
    client.post_page(f"/duplicates/{pair.id}", {"state": "open"}, 403)


def test_two_versions_stand_side_by_side_and_theirs_can_be_taken(officer, sign_in):
    row = make_organisation("Velox Photonik GmbH", "DE", city="Jena")
    client = sign_in(officer)
    values = {"name": row.name, "country": "DE", "kind": "company", "version": "1"}
    client.post_page(f"/organisations/{row.id}/edit", {**values, "city": "Ulm"})
    page = client.post_page(f"/organisations/{row.id}/edit", {**values, "city": "Köln", "industry": "Optik"}, 409)
    assert "Ulm" in page.text and page.field("city") == "Köln"
    client.post_page(f"/organisations/{row.id}/edit", {
        **values, "city": "Köln", "industry": "Optik", "take.city": "theirs", "take.industry": "mine",
        "version": page.field("version")})
    assert (row.city, row.industry) == ("Ulm", "Optik")


@pytest.mark.parametrize("query", ["%", "_", "'", "\\", "x" * 5000, "💥", "+49", "(0)"])
def test_odd_words_in_the_filters_are_no_error(officer, sign_in, person, query):
    client = sign_in(officer)
    for path in ("/people/", "/organisations/"):
        client.get_page(path, query_string={"q": query, "country": "XXX", "language": "yy", "page": "abc"})
    client.get_page("/people/99999999999999999999", 404)
    client.get_page("/organisations/99999999999999999999", 404)


@pytest.mark.parametrize(("values", "message"), [
    ({"website": "javascript:alert(1)"}, "web address"), ({**numbers_of(vat="DE1")}, "no such register number"),
    ({"name": ""}, "Enter the name"), ({"names-0-text": "x" * 301}, "at most 300")])
def test_a_wrong_entry_of_an_organisation_is_told_and_the_rest_is_kept(officer, sign_in, values, message):
    page = sign_in(officer).post_page("/organisations/new", {
        "name": "Velox Photonik GmbH", "kind": "company", "country": "DE", "notes": "Keep me", **values}, 422)
    assert any(message in error for error in page.errors()), page.errors()
    assert page.field("notes") == "Keep me"


def test_a_number_that_another_firm_holds_is_refused_beside_its_field(officer, sign_in):
    other = make_organisation("Velox Photonik GmbH", "DE", identifiers=[("vat", "DE123456788")])
    page = sign_in(officer).post_page("/organisations/new", {
        "name": "Halvard Optics Ltd", "kind": "company", "country": "GB", **numbers_of(vat="DE123456788"), "anyway": "1",
        "seen": str(other.id)}, 422)
    assert any("Velox Photonik GmbH" in error for error in page.errors()), page.errors()
