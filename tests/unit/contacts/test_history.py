"""Old values brought back field by field, and the one timeline with its filter by kind."""

import pytest

from outreach.activity import SYSTEM
from outreach.activity.models import ActivityEntry
from outreach.contacts import queries, services
from outreach.contacts.models import Organisation, Person
from outreach.contacts.services import PersonValues
from outreach.db import db, transaction
from outreach.errors import Conflict, Refused
from tests.factories.accounts import make_user
from tests.factories.contacts import make_organisation, make_person
from tests.factories.event_contacts import make_event_contact
from tests.factories.events import make_event
from tests.factories.invitations import invite


@pytest.fixture
def browser(session, sign_in):
    """The browser of an officer who reads English."""
    return sign_in(make_user("officer", language="en"))


def newest(row: Person | Organisation) -> ActivityEntry:
    """The newest entry of the record's history."""
    return db.session.scalars(queries.history_of(row).limit(1)).one()


def restore(row: Person | Organisation, field: str, entry: ActivityEntry | None = None, version: int | None = None) -> None:
    """Bring the value of a field before an entry back, as the page does."""
    with transaction():
        services.restore_field(SYSTEM, row, entry or newest(row), field, version or row.version)


@pytest.fixture
def person(session) -> Person:
    """Somebody of whom every field was changed once."""
    row = make_person("Petra Muster", email="p@firma.example.org", phones=[("work", "+49 30 901822 ext. 21")], country="DE",
                      language="de", titles="Dr.", gender="f", notes="alt", notes_language="de", time_zone="Europe/Berlin",
                      other_names=["彼得拉"], tags=["Golf"], organisation="Velox Photonik GmbH", job_title="Einkauf")
    with transaction():
        services.edit_person(SYSTEM, row, PersonValues(
            "Petra Beispiel", emails=["neu@firma.example.org"], country="AT", language="en", tags=["Segeln"],
            organisation="Velox Photonik GmbH", job_title="Einkauf"), 1)
    return row


@pytest.mark.parametrize(("field", "wanted"), [
    ("full_name", lambda row: (row.full_name, row.family_name) == ("Petra Muster", "Muster")),
    ("names", lambda row: {item.text for item in row.names} == {"Petra Beispiel", "Petra Muster", "彼得拉"}),
    ("titles", lambda row: row.titles == "Dr."), ("gender", lambda row: row.gender == "f"),
    ("language", lambda row: row.language == "de"), ("country", lambda row: row.country == "DE"),
    ("time_zone", lambda row: row.time_zone == "Europe/Berlin"), ("notes", lambda row: row.notes == "alt"),
    ("tags", lambda row: [item.tag for item in row.tags] == ["Golf"]),
    ("channels", lambda row: {(item.kind, item.value, item.extension) for item in row.channels} == {
        ("email", "p@firma.example.org", None), ("work", "+4930901822", "21")})])
def test_an_old_value_of_a_field_comes_back_and_all_else_stays(person, field, wanted):
    before = {name: getattr(person, name) for name in ("full_name", "country", "language", "titles") if name != field}
    restore(person, field)
    db.session.refresh(person)
    assert wanted(person)
    assert {name: getattr(person, name) for name in before} == before
    assert (person.version, person.organisation.name, person.affiliation.job_title) == (3, "Velox Photonik GmbH", "Einkauf")
    entry = newest(person)
    assert entry.verb == "person.restored" and field in entry.data["changes"]
    restore(person, field)
    assert person.version == 4


def test_a_form_of_what_is_stored_changes_nothing(person):
    with transaction():
        services.edit_person(SYSTEM, person, services.values_of(person), 2)
    assert person.version == 2


def test_an_old_version_the_same_value_and_an_unknown_field_are_refused(person):
    entry = newest(person)
    with pytest.raises(Conflict):
        restore(person, "notes", entry, version=1)
    restore(person, "notes", entry)
    with pytest.raises(Refused) as refused:
        restore(person, "notes", entry)
    assert refused.value.code == "restored_already"
    for field in ("organisation", "version", "id", ""):
        with pytest.raises(Refused):
            restore(person, field, entry)


def test_a_value_that_is_not_valid_any_more_is_refused(session):
    row = make_organisation("Velox Photonik GmbH", "DE", identifiers=[("vat", "DE123456788")], city="Jena")
    with transaction():
        services.edit_organisation(SYSTEM, row, {"identifiers": [], "city": None, "country": "XQ"}, 1)
    with transaction():
        services.edit_organisation(SYSTEM, row, {"country": "DE"}, 2)
    other = make_organisation("Halvard Optics Ltd", "GB", identifiers=[("vat", "DE123456788")])
    first = db.session.scalars(queries.history_of(row)).all()[-1]
    with pytest.raises(Refused) as refused:
        restore(row, "identifiers", first)
    assert "Halvard Optics Ltd" in str(refused.value.message)
    with pytest.raises(Refused):
        restore(row, "country")
    with transaction():
        services.edit_organisation(SYSTEM, other, {"identifiers": []}, 1)
    restore(row, "identifiers", first)
    restore(row, "city", first)
    assert ([item.value for item in row.identifiers], row.city) == (["DE123456788"], "Jena")


def test_the_history_offers_each_field_and_brings_it_back(browser, person, sign_in):
    entry = newest(person)
    page = browser.get_page(f"/people/{person.id}/history")
    assert "Restore Country: Germany" in page.text
    browser.post_page(f"/people/{person.id}/history/{entry.id}", {"field": "country", "version": page.field("version")})
    assert person.country == "DE"
    page = browser.get_page(f"/people/{person.id}/history")
    assert "brought an old value of Petra Beispiel back" in page.text
    page = browser.post_page(f"/people/{person.id}/history/{entry.id}", {"field": "notes", "version": "1"}, 409)
    assert "Somebody else changed this person" in page.text
    browser.post_page(f"/people/{person.id}/history/{entry.id}", {"field": "country", "version": "3"}, 422)
    browser.post_page(f"/people/{person.id}/history/999999", {"field": "country", "version": "3"}, 404)
    other = make_person("Anna Eins")
    browser.post_page(f"/people/{other.id}/history/{entry.id}", {"field": "country", "version": "1"}, 404)
    assert "No field of this record was changed" in browser.get_page(f"/people/{other.id}/history").text
    reader = sign_in(make_user("reader", language="en"))
    assert "Restore" not in reader.get_page(f"/people/{person.id}/history").text
    reader.post_page(f"/people/{person.id}/history/{entry.id}", {"field": "notes", "version": "3"}, 403)


def test_the_history_of_an_organisation_is_there_too(browser):
    row = make_organisation("Velox Photonik GmbH", "DE", city="Jena")
    with transaction():
        services.edit_organisation(SYSTEM, row, {"city": "Ulm"}, 1)
    page = browser.get_page(f"/organisations/{row.id}/history")
    browser.post_page(f"/organisations/{row.id}/history/{newest(row).id}", {"field": "city", "version": page.field("version")})
    assert row.city == "Jena"


def test_the_timeline_tells_of_everything_and_is_narrowed_by_kind(browser):
    event = make_event()
    contact = make_event_contact(event, name="Vera Beispiel", email="vera@beispiel.example.org")
    person = contact.person
    invite(event, person)
    with transaction():
        services.add_introduction(SYSTEM, person, make_person("Bernd Zwei"))
    page = browser.get_page(f"/people/{person.id}")
    for words in ("captured Vera Beispiel", "invited Vera Beispiel", "introduced Vera Beispiel"):
        assert words in page.text, words
    rooms = queries.rooms_of(person)
    assert {"person", "event_contact", "invitation", "introduction"} <= set(rooms)
    verbs = [entry.verb for entry in db.session.scalars(queries.timeline_of(person, "invitation"))]
    assert verbs and all(verb.startswith("invitation.") for verb in verbs)
    assert "captured Vera" not in browser.get_page(f"/people/{person.id}?kind=invitation").text
    assert "captured Vera" in browser.get_page(f"/people/{person.id}?kind=nonsense").text
    assert "captured Vera" in browser.get_page(f"/organisations/{contact.organisation_id}").text
