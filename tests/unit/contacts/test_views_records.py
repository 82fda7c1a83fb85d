"""What the pages of people, organisations and pairs do beyond showing: two editors, affiliations, numbers, decisions."""

import pytest

from outreach.activity import SYSTEM
from outreach.contacts import services
from outreach.contacts.models import DuplicateCandidate, Organisation, OrganisationIdentifier, Person
from outreach.contacts.services.imports import apply_import, preview_import, stage_file
from outreach.db import db, transaction
from tests.factories.accounts import make_user
from tests.factories.contacts import lines_of, make_organisation, make_person, numbers_of
from tests.factories.event_contacts import make_event_contact
from tests.factories.events import make_event


@pytest.fixture
def browser(session, sign_in):
    """The browser of an officer who reads English."""
    return sign_in(make_user("officer", language="en", name="Officer One"))


def typed(browser, path: str, **changes) -> dict:
    """What a form shows, with some fields typed over."""
    page = browser.get_page(path)
    names = {node.get("name") for node in page.tree.iter() if node.get("name") and node.tag != "button"} - {"q", "csrf_token", None}
    return {**{name: page.field(name) or "" for name in names if not name.startswith(("viewport", "htmx"))}, **changes}


@pytest.mark.parametrize(("language", "first", "second"), [
    ("en", "Zhou Min", "周敏"), ("de", "Zhou Min", "周敏"), ("zh", "周敏", ""), ("ko", "저우민", "周敏")])
def test_a_reader_sees_the_name_in_the_own_script_first(session, sign_in, language, first, second):
    person = make_person("周敏", other_names=["Zhou Min", "저우민"], country="CN", language="zh")
    client = sign_in(make_user(language=language))
    page = client.get_page(f"/people/{person.id}")
    assert page.heading.startswith(first)
    assert second in page.text
    row = client.get_page("/people/").text
    assert row.index(first) < (row.rindex(second) if second else len(row))


def test_a_name_without_latin_letters_is_romanised_and_says_so(browser):
    make_person("김민수", country="KR", language="ko")
    assert "Kim Minsu (romanised)" in browser.get_page("/people/").text


def test_the_list_names_the_event_where_a_person_was_met_last(browser):
    event = make_event()
    make_event_contact(event, name="Vera Beispiel")
    page = browser.get_page("/people/?q=Vera")
    assert "LASER World of PHOTONICS 2027" in page.text
    assert f"/events/{event.id}" in page.links()


def test_a_file_of_a_fair_is_the_last_event_too_and_its_row_stays_readable(browser):
    event = make_event()
    run = stage_file(SYSTEM, b"Name;E-Mail;Firma\nPetra Muster;p.muster@firma.example.org;Firma AG\n", "messe.csv",
                     target_kind="event", target_ref=event.id)
    preview_import(run.id)
    apply_import(SYSTEM, run.id)
    assert "LASER World of PHOTONICS 2027" in browser.get_page("/people/?q=Petra").text
    person = db.session.scalars(db.select(Person)).one()
    page = browser.get_page(f"/people/{person.id}")
    assert "Row 1 of messe.csv" in page.text
    assert "p.muster@firma.example.org" in page.text


def test_the_time_at_a_persons_place_is_shown(browser):
    person = make_person("한서윤", country="KR")
    assert "Asia/Seoul" in browser.get_page(f"/people/{person.id}").text
    assert make_person("Jean Exemple", country="FR").zone == "Europe/Paris"
    assert make_person("Joe Example", country="US").zone is None


def test_of_two_editors_the_second_chooses_field_by_field(browser):
    person = make_person("Petra Muster", country="DE", language="de", email="p@firma.example.org", notes="alt")
    path = f"/people/{person.id}/edit"
    first = typed(browser, path, notes="von ihr", country="AT")
    second = typed(browser, path, notes="von ihm") | {
        "channels-1-kind": "mobile", "channels-1-value": "+49 171 2345678"}
    browser.post_page(path, first)
    page = browser.post_page(path, second, 409)
    assert "Somebody else changed this person meanwhile" in page.text
    assert "Officer One" in page.text
    assert page.field("take.notes") == "mine"
    assert page.field("take.country") == "theirs"
    assert page.field("notes") == "von ihm"
    choice = {name: page.field(name) for name in ("take.notes", "take.country", "take.channels")}
    browser.post_page(path, {**second, **choice, "version": page.field("version")})
    db.session.refresh(person)
    assert (person.notes, person.country, person.phone) == ("von ihm", "AT", "+491712345678")


def test_a_number_without_digits_is_refused_and_kept(browser):
    page = browser.post_page("/people/new", {
        "full_name": "Petra Muster", **lines_of(mobile="on request")}, 422)
    assert "Enter a telephone number" in " ".join(page.errors())
    assert page.field("channels-0-value") == "on request"


def test_parts_of_a_former_name_do_not_outlive_it(browser):
    person = make_person("Petra Muster", language="de")
    path = f"/people/{person.id}/edit"
    browser.post_page(path, typed(browser, path, full_name="Petra Beispiel"))
    db.session.refresh(person)
    assert (person.family_name, person.given_name) == ("Beispiel", "Petra")


def test_an_edit_that_makes_two_records_alike_marks_them(browser):
    make_person("Anneliese Schröder", organisation="Spektrion Photonik GmbH")
    person = make_person("Petra Muster", organisation="Spektrion Photonik GmbH", email="a@spektrion.example.org")
    path = f"/people/{person.id}/edit"
    page = browser.post_page(path, typed(browser, path, full_name="Anneliese Schroeder"), 422)
    browser.post_page(path, typed(browser, path, full_name="Anneliese Schroeder", anyway="1", seen=page.field("seen")))
    assert db.session.scalars(db.select(DuplicateCandidate)).one().person_id == person.id
    assert "Possibly the same person" in browser.get_page(f"/people/{person.id}").text


def test_a_pair_is_decided_in_the_list_and_the_decision_taken_back(browser):
    make_person("Anneliese Schröder", organisation="Spektrion Photonik GmbH")
    make_person("Anneliese Schroeder", organisation="Spektrion Photonik GmbH")
    pair = db.session.scalars(db.select(DuplicateCandidate)).one()
    page = browser.get_page("/duplicates/")
    assert "can be two spellings of one name" in page.text
    assert "Same organisation: Spektrion Photonik GmbH" in page.text
    browser.post_page(f"/duplicates/{pair.id}", {"state": "not_same", "back": "list"})
    assert browser.get_page("/duplicates/").heading == "No pair waits for a decision"
    assert "Anneliese Schroeder" in browser.get_page("/duplicates/?state=not_same").text
    browser.post_page(f"/duplicates/{pair.id}", {"state": "open", "back": "list"})
    assert browser.get_page("/duplicates/").heading == "1 pair may be one person"
    back = browser.post_page(f"/duplicates/{pair.id}", {"state": "not_same", "back": str(pair.other_id)})
    assert back.location.endswith(f"/people/{pair.other_id}")
    browser.post_page(f"/duplicates/{pair.id}", {"state": "merged"}, 422)
    browser.post_page(f"/duplicates/{pair.id}", {}, 422)


def test_a_country_in_a_reason_has_a_name(browser):
    make_person("Anneliese Schröder", organisation="Spektrion Photonik", country="DE")
    make_person("Anneliese Schröder", organisation="Spektrion Photonik", country="AT")
    assert "Different countries: Germany, Austria" in browser.get_page("/duplicates/").text


def test_an_organisation_keeps_further_names_and_register_numbers(browser):
    values = {"name": "Nordlicht Photonik GmbH", "names-0-text": "诺德光电", "names-1-text": "Nordlight Photonics",
              "country": "DE", "kind": "company",
              "website": "www.nordlicht.example.org", **numbers_of(hrb="München, HRB 123456")}
    browser.post_page("/organisations/new", values)
    row = db.session.scalars(db.select(Organisation)).one()
    page = browser.get_page(f"/organisations/{row.id}")
    for words in ("诺德光电", "MÜNCHEN HRB 123456", "Commercial register (Germany)", "GmbH"):
        assert words in page.text, words
    assert "https://www.nordlicht.example.org" in page.links()
    page = browser.post_page("/organisations/new", {
        "name": "Anders Optik AG", **numbers_of(hrb="HRB 123456 München"), "anyway": "1", "seen": str(row.id)}, 422)
    assert "Nordlicht Photonik GmbH holds this number already" in " ".join(page.errors())
    page = browser.post_page("/organisations/new", {
        "name": "Anders Optik AG", **numbers_of(vat="DE1"), "website": "javascript:x"}, 422)
    assert len(page.errors()) == 2
    path = f"/organisations/{row.id}/edit"
    browser.post_page(path, typed(browser, path, **{"names-0-text": "", "identifiers-0-value": ""}))
    db.session.refresh(row)
    assert [item.text for item in row.names] == ["Nordlight Photonics"]
    assert db.session.scalars(db.select(OrganisationIdentifier)).all() == []


def test_a_relative_is_told_from_a_double_before_saving(browser):
    make_organisation("Velox Photonik GmbH", "DE")
    page = browser.post_page("/organisations/new", {"name": "Velox Photonik Ltd", "country": "GB"}, 422)
    assert "Related" in page.text
    assert "related companies" in page.text
    browser.post_page("/organisations/new", {
        "name": "Velox Photonik Ltd", "country": "GB", "anyway": "1", "seen": page.field("seen")})
    part = browser.post_page("/organisations/alike", {"name": "velox photonik"}, 200, headers={"HX-Request": "true"})
    assert "2 organisations look alike" in part.text
    part = browser.post_page("/organisations/alike", {"name": "v"}, 200, headers={"HX-Request": "true"})
    assert part.html.strip() == ""


def test_people_are_found_by_the_new_name_of_their_organisation(browser):
    person = make_person("Petra Muster", organisation="Karbonex Werkstoffe AG")
    path = f"/organisations/{person.organisation.id}/edit"
    browser.post_page(path, typed(browser, path, name="Graphenwerk AG"))
    assert "Petra Muster" in browser.get_page("/people/?q=graphenwerk").text
    assert "Nobody fits" in browser.get_page("/people/?q=karbonex").text


def test_every_page_opens_in_each_language(session, sign_in):
    person = make_person("Anneliese Schröder", organisation="Spektrion Photonik GmbH", phone="+49 171 2345678")
    make_person("Anneliese Schroeder", organisation="Spektrion Photonik GmbH")
    organisation = person.organisation.id
    for language in ("zh", "en", "de", "ko"):
        client = sign_in(make_user("officer", language=language))
        for path in ("/people/", f"/people/{person.id}", f"/people/{person.id}/edit", "/people/new", "/organisations/",
                     f"/organisations/{organisation}", f"/organisations/{organisation}/edit", "/organisations/new",
                     "/duplicates/", "/search/?q=spektrion"):
            client.get_page(path)


def test_whoever_may_not_write_changes_nothing(session, sign_in):
    person = make_person("Petra Muster", organisation="Karbonex Werkstoffe AG")
    client = sign_in(make_user("leader", language="en"))
    assert f"/people/{person.id}/edit" not in client.get_page(f"/people/{person.id}").links()
    for path in ("/people/new", f"/people/{person.id}/edit", f"/people/{person.id}/affiliations/{person.affiliation.id}",
                 "/organisations/new", "/duplicates/1", "/people/alike", "/organisations/alike"):
        client.post_page(path, {"full_name": "Anders"}, 403)
    with transaction():
        services.create_organisation(SYSTEM, "Anders GmbH")
    client.get_page("/people/99999999999", 404)
