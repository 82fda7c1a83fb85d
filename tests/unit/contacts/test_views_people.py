"""The pages of people, pairs and organisations."""

import pytest

from outreach.contacts.models import DuplicateCandidate, Organisation, Person
from outreach.db import db
from tests.factories.accounts import make_user
from tests.factories.contacts import make_organisation, make_person


@pytest.fixture
def officer(session):
    """An officer who reads English."""
    return make_user(role="officer", language="en")


def test_a_person_is_found_in_any_script_and_shows_every_writing(officer, sign_in):
    person = make_person(
        "김민수", other_names=["Kim Min-su"], email="minsu.kim@hanbit.example.org", phone="010-5550-0001",
        organisation="한빛광학(주)", country="KR", language="ko")
    client = sign_in(officer)
    assert client.get_page("/people/").heading == "1 person"
    for words in ("minsoo kim", "김민", "minsu.kim@", "5550-0001"):
        assert "김민수" in client.get_page(f"/people/?q={words}").text, words
    assert "Nobody fits" in client.get_page("/people/?q=Strauss").text
    page = client.get_page(f"/people/{person.id}", title="김민수")
    assert "Kim Min-su" in page.text
    assert "+82 10-5550-0001" in page.text
    assert "한빛광학(주)" in page.text


def test_whoever_looks_alike_is_shown_before_a_second_record_is_made(officer, sign_in):
    make_person("Jürgen Müller", organisation="Velox Photonik GmbH")
    client = sign_in(officer)
    typed = {"full_name": "Juergen Mueller", "organisation": "Velox Photonik GmbH", "notes": "Met in the lift"}
    page = client.post_page("/people/new", typed, 422)
    assert "looks alike" in page.text
    assert page.field("notes") == "Met in the lift"
    assert db.session.scalar(db.select(db.func.count()).select_from(Person)) == 1
    client.post_page("/people/new", {**typed, "anyway": "1"}, 422)
    client.post_page("/people/new", {**typed, "anyway": "1", "seen": page.field("seen")})
    assert db.session.scalar(db.select(db.func.count()).select_from(Person)) == 2
    assert client.get_page("/duplicates/").heading == "1 pair may be one person"
    part = client.post_page("/people/alike", {"full_name": "Jürgen Müller"}, 200, headers={"HX-Request": "true"})
    assert "Müller" in part.text


def test_a_decision_that_two_are_not_the_same_is_remembered_and_can_be_taken_back(officer, sign_in):
    make_person("Anneliese Schröder", organisation="Spektrion Photonik GmbH")
    newer = make_person("Anneliese Schroeder", organisation="Spektrion Photonik GmbH")
    pair = db.session.scalars(db.select(DuplicateCandidate)).one()
    client = sign_in(officer)
    page = client.get_page(f"/people/{newer.id}")
    assert "Possibly the same person" in page.text
    client.post_page(f"/duplicates/{pair.id}", {"state": "not_same"})
    page = client.get_page(f"/people/{newer.id}")
    assert "Possibly the same person" not in page.text
    assert "Not the same person" in page.text
    client.post_page(f"/duplicates/{pair.id}", {"state": "open"})
    assert pair.state == "open"
    client.post_page("/duplicates/999999", {"state": "not_same"}, 404)


def test_an_edit_keeps_further_numbers_and_changes_names_and_organisation(officer, sign_in):
    person = make_person("Hannelore Köhler", email="h.koehler@velox.example.org", organisation="Velox Photonik GmbH",
                         phones=[("work", "+49 30 23125-008"), ("fax", "+49 30 23125-900")])
    client = sign_in(officer)
    form = client.get_page(f"/people/{person.id}/edit")
    names = [f"channels-{number}-{part}" for number in range(3) for part in ("kind", "value")]
    shown = {name: form.field(name) for name in names}
    values = {"full_name": "Hannelore Köhler-Lang", "names-0-text": "汉娜·科勒", **shown,
              "organisation": "Halvard Photonik GmbH", "language": "de", "country": "DE",
              "version": form.field("version")}
    client.post_page(f"/people/{person.id}/edit", values)
    db.session.refresh(person)
    assert {item.text for item in person.names} == {"Hannelore Köhler-Lang", "汉娜·科勒"}
    assert "+493023125900" in {item.value for item in person.channels}
    assert person.organisation.name == "Halvard Photonik GmbH"
    assert len(person.affiliations) == 2
    page = client.post_page(f"/people/{person.id}/edit", {**values, "notes": "Mine"}, 409)
    assert "Somebody else changed this person" in page.text
    assert page.field("notes") == "Mine"
    client.post_page(f"/people/{person.id}/edit", {**values, "notes": "Mine", "version": page.field("version")})
    db.session.refresh(person)
    assert person.notes == "Mine"


@pytest.mark.parametrize(("change", "message"), [
    ({"full_name": ""}, "Enter the name"), ({"channels-0-kind": "email", "channels-0-value": "nobody"}, "is no mail address"),
    ({"time_zone": "Mars/Base"}, "no time zone"), ({"full_name": "x" * 301}, "300"),
])
def test_a_wrong_entry_is_told_and_everything_typed_is_kept(officer, sign_in, change, message):
    page = sign_in(officer).post_page("/people/new", {"full_name": "Petra Muster", "notes": "Keep me", **change}, 422)
    assert any(message in error for error in page.errors()), page.errors()
    assert page.field("notes") == "Keep me"


def test_an_organisation_shows_its_people_and_its_relatives(officer, sign_in):
    make_person("Petra Muster", organisation="Karbonex Werkstoffe AG")
    make_organisation("Karbonex Werkstoffe GmbH", "AT")
    row = db.session.scalars(db.select(Organisation).where(Organisation.name == "Karbonex Werkstoffe AG")).one()
    page = sign_in(officer).get_page(f"/organisations/{row.id}", title="Karbonex Werkstoffe AG")
    assert "Petra Muster" in page.text
    assert "Karbonex Werkstoffe GmbH" in page.text


def test_an_organisation_is_added_once_and_changed_with_its_version(officer, sign_in):
    client = sign_in(officer)
    client.post_page("/organisations/new", {"name": "示例光电（无锡）有限公司", "country": "CN", "kind": "company"})
    row = db.session.scalars(db.select(Organisation)).one()
    again = {"name": "示例光电(无锡)有限公司", "country": "CN", "kind": "company"}
    page = client.post_page("/organisations/new", again, 422)
    assert "looks alike" in page.text
    form = client.get_page(f"/organisations/{row.id}/edit")
    values = {"name": row.name, "country": "CN", "kind": "institute", "city": "无锡", "version": form.field("version")}
    client.post_page(f"/organisations/{row.id}/edit", values)
    page = client.post_page(f"/organisations/{row.id}/edit", {**values, "city": "苏州"}, 409)
    assert "无锡" in page.text
    assert page.field("city") == "苏州"
    assert client.get_page("/organisations/?q=示例").heading == "1 organisation"


def test_readers_read_and_partners_see_nothing(session, sign_in):
    person = make_person("Petra Muster", organisation="Karbonex Werkstoffe AG")
    client = sign_in(make_user(role="reader"))
    assert "Petra Muster" in client.get_page(f"/people/{person.id}").text
    client.get_page("/people/new", 403)
    client.get_page(f"/people/{person.id}/edit", 403)
    client.get_page("/people/999999", 404)
    client.get_page("/organisations/999999", 404)
    client = sign_in(make_user(role="partner_user"))
    for path in ("/people/", f"/people/{person.id}", "/organisations/", "/duplicates/"):
        client.get_page(path, 403)
