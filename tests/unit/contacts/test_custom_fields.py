"""Fields that a zone adds itself: defined without code, typed, shown, asked for, exported, searched and logged."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest

from outreach.activity import SYSTEM
from outreach.activity.models import ActivityEntry
from outreach.contacts.models import CustomField, CustomValue, Organisation, Person
from outreach.contacts.queries.custom_fields import custom_fields, custom_values
from outreach.contacts.services.custom_fields import (
    FieldValues,
    create_custom_field,
    read_custom_value,
    set_custom_field_active,
    set_custom_values,
)
from outreach.db import db, transaction
from outreach.errors import Conflict, Refused
from outreach.search import index
from tests.factories.accounts import make_user
from tests.factories.contacts import make_organisation, make_person

OPTIONS = [("hot", {"en": "Hot", "de": "Heiß", "ko": "뜨거움", "zh": "热"}), ("cold", {"en": "Cold", "de": "Kalt"})]


def make_field(code: str, kind: str = "text", subject: str = "person", **values) -> CustomField:
    """A stored field with an English and a German label."""
    options = OPTIONS if kind in ("one", "several") else ()
    with transaction():
        return create_custom_field(SYSTEM, subject, code, kind, FieldValues(
            {"en": f"My {code}", "de": f"Mein {code}"}, options, **values))


def write(row, **values) -> bool:
    """Write values by code with the version that the record has."""
    with transaction():
        return set_custom_values(SYSTEM, row, values, row.version)


@pytest.fixture
def officer(session):
    """An officer who reads English."""
    return make_user(role="officer", language="en")


@pytest.mark.parametrize(("kind", "raw", "value"), [
    ("text", " 惠山 ", "惠山"), ("text", "", None), ("number", "1,250.5", Decimal("1250.5")), ("number", "-3", Decimal(-3)),
    ("number", "0", Decimal(0)), ("day", "2027-02-14", date(2027, 2, 14)), ("flag", "1", True),
    ("flag", "0", False), ("flag", "", None),
    ("one", "hot", "hot"), ("several", ["cold", "hot"], ["hot", "cold"]), ("several", [], []),
    ("link", "www.example.org/a", "https://www.example.org/a"), ("link", "http://example.org", "http://example.org"),
])
def test_a_value_is_read_stored_and_given_back_with_its_type(session, kind, raw, value):
    field, person = make_field("mine", kind), make_person("Petra Muster")
    write(person, mine=raw)
    assert custom_values("person", [person.id]).get(person.id, {}).get(field.id, [] if kind == "several" else None) == value
    assert write(person, mine=raw) is False


@pytest.mark.parametrize(("kind", "raw"), [
    ("text", "x" * 2001), ("number", "many"), ("number", "1e99"), ("number", "9" * 15), ("day", "2027-02-30"), ("flag", "maybe"),
    ("one", "lukewarm"), ("several", ["hot", "lukewarm"]), ("link", "javascript:alert(1)"), ("link", "no address"),
    ("link", "ftp://a.example.org"),
])
def test_a_value_that_does_not_fit_is_refused_with_the_name_of_the_field(session, kind, raw):
    field = make_field("mine", kind)
    with pytest.raises(Refused) as refused:
        read_custom_value(field, raw)
    assert refused.value.field == "mine" and "mine" in str(refused.value)


def test_an_old_version_writes_nothing(session):
    make_field("mine")
    person = make_person("Petra Muster")
    with pytest.raises(Conflict), transaction():
        set_custom_values(SYSTEM, person, {"mine": "x"}, person.version - 1)
    assert db.session.scalar(db.select(db.func.count()).select_from(CustomValue)) == 0


def test_a_field_is_archived_and_keeps_what_records_have(session):
    field, person = make_field("mine"), make_person("Petra Muster")
    write(person, mine="kept")
    with transaction():
        set_custom_field_active(SYSTEM, field, False)
    assert custom_fields("person") == [] and custom_fields("person", archived=True) == [field]
    assert write(person, mine="changed") is False
    assert custom_values("person", [person.id])[person.id][field.id] == "kept"


def test_an_administrator_defines_a_field_with_options_in_four_languages(session, sign_in):
    client = sign_in(make_user(role="administrator", language="de"))
    page = client.get_page("/own-fields/new?subject=organisation")
    typed = {"subject": "organisation", "kind": "one", "code": "mood", "label_de": "Stimmung", "label_zh": "情绪", "order": "5",
             "listed": "y", "version": "1", "options-0-code": "hot", "options-0-de": "Heiß", "options-0-zh": "热",
             "options-1-code": "cold", "options-1-de": "Kalt"}
    assert page.field("options-3-code") == ""
    client.post_page("/own-fields/new", typed)
    row = db.session.scalars(db.select(CustomField)).one()
    assert (row.subject, row.kind, row.listed, row.option_label("hot", "zh"), row.option_label("cold", "ko")) == (
        "organisation", "one", True, "热", "Kalt")
    page = client.get_page(f"/own-fields/{row.id}", title="Stimmung")
    assert page.field("options-1-de") == "Kalt"
    firm = make_organisation("Velox Photonik GmbH", "DE")
    write(firm, mood="cold")
    gone = {**typed, "version": str(row.version), "options-1-code": "", "options-1-de": ""}
    assert "kann nicht entfernt werden" in " ".join(client.post_page(f"/own-fields/{row.id}", gone, 422).errors())
    client.post_page(f"/own-fields/{row.id}", {**typed, "version": str(row.version), "options-1-de": "Kühl"})
    assert row.option_label("cold", "de") == "Kühl"
    assert client.post_page(f"/own-fields/{row.id}", {**typed, "version": "1", "label_de": "Alt"}, 409).status == 409
    client.post_page(f"/own-fields/{row.id}/archive")
    assert "Archiviert" in client.get_page("/own-fields/").text
    client.post_page(f"/own-fields/{row.id}/restore")
    assert row.active


@pytest.mark.parametrize(("change", "message"), [
    ({"code": "Not A Code"}, "small letters"), ({"label_en": ""}, "at least one language"),
    ({"kind": "one"}, "at least one option"),
    ({"kind": "one", "options-0-en": "Hot"}, "code of its own"), ({"order": "x"}, "whole number"),
])
def test_a_wrong_definition_is_told_and_kept(session, sign_in, change, message):
    client = sign_in(make_user(role="administrator", language="en"))
    typed = {"subject": "person", "kind": "text", "code": "mine", "label_en": "Mine", "order": "10", "version": "1", **change}
    page = client.post_page("/own-fields/new", typed, 422)
    assert message in page.text
    assert page.field("label_en") == typed["label_en"]
    assert db.session.scalar(db.select(db.func.count()).select_from(CustomField)) == 0


def test_only_administrators_define_fields(officer, sign_in):
    sign_in(officer).get_page("/own-fields/", 403)


def test_the_form_of_a_person_holds_its_values_and_takes_new_ones(officer, sign_in):
    make_field("region"), make_field("mood", "several"), make_field("visits", "number"), make_field("since", "day")
    person = make_person("Petra Muster")
    client = sign_in(officer)
    assert "My region" in client.get_page(f"/people/{person.id}").text
    here = f"/people/{person.id}/edit"
    told = {"full_name": "Petra Muster", "version": str(person.version), "own_region": "Jena", "own_mood": ["hot", "cold"],
            "own_visits": "1,250.1234", "own_since": "2027-02-14"}
    wrong = client.post_page(here, {**told, "own_visits": "many"}, 422)
    assert "My visits: Enter a number" in wrong.text and wrong.field("own_region") == "Jena"
    client.post_page(here, told)
    text = client.get_page(f"/people/{person.id}").text
    assert "Jena" in text and "Hot · Cold" in text and "1,250.123" in text and "14 Feb 2027" in text
    assert "changed own fields of Petra Muster" in text
    db.session.refresh(person)
    version, page = person.version, client.get_page(here)
    assert page.field("own_visits") == "1,250.1234"
    client.post_page(here, {**told, "version": page.field("version")})
    db.session.refresh(person)
    assert person.version == version
    reader = sign_in(make_user(role="reader", language="en"))
    reader.get_page(here, 403)
    assert "My region" in reader.get_page(f"/people/{person.id}").text


def test_two_editors_of_a_value_see_both_and_choose(officer, sign_in):
    make_field("mood", "one"), make_field("region")
    person = make_person("Petra Muster")
    client, here = sign_in(officer), f"/people/{person.id}/edit"
    opened = client.get_page(here).field("version")
    write(person, mood="hot")
    told = {"full_name": "Petra Muster", "version": opened, "own_mood": "cold", "own_region": "Jena"}
    page = client.post_page(here, told, 409)
    assert "Hot" in page.text and page.field("own_region") == "Jena"
    client.post_page(here, {**told, "version": page.field("version"), "take.own_mood": "theirs"})
    field = {item.code: item.id for item in custom_fields("person")}
    assert custom_values("person", [person.id])[person.id] == {field["mood"]: "hot", field["region"]: "Jena"}


def test_new_records_and_organisations_take_values_too_and_known_ones_only_what_they_lack(officer, sign_in):
    make_field("region"), make_field("sector", subject="organisation"), make_field("staff", "number", "organisation")
    client = sign_in(officer)
    client.post_page("/people/new", {"full_name": "Petra Muster", "own_region": "Jena"})
    person = db.session.scalars(db.select(Person)).one()
    assert list(custom_values("person", [person.id])[person.id].values()) == ["Jena"]
    client.post_page(f"/people/{person.id}/add", {"full_name": "Petra Muster", "own_region": "Wuxi"})
    assert list(custom_values("person", [person.id])[person.id].values()) == ["Jena"]
    firm = {"name": "Velox Photonik GmbH", "kind": "company"}
    assert "My staff: Enter a number" in client.post_page("/organisations/new", {**firm, "own_staff": "many"}, 422).text
    client.post_page("/organisations/new", {**firm, "own_sector": "Optik"})
    row = db.session.scalars(db.select(Organisation)).one()
    page = client.get_page(f"/organisations/{row.id}/edit")
    assert page.field("own_sector") == "Optik"
    told = {**firm, "version": page.field("version"), "own_sector": "", "own_staff": "12"}
    client.post_page(f"/organisations/{row.id}/edit", told)
    assert list(custom_values("organisation", [row.id])[row.id].values()) == [Decimal(12)]


def test_lists_show_sort_narrow_change_and_export_them(officer, sign_in):
    make_field("visits", "number", listed=True), make_field("mood", "one"), make_field("region"), make_field("vip", "flag")
    one, other, third = make_person("Petra Muster"), make_person("Jana Beispiel"), make_person("Kim Minsu")
    write(one, visits="20", mood="hot", region="Jena", vip="1")
    write(other, visits="3", mood="cold", region="Berlin", vip="0")
    client = sign_in(officer)
    html = client.get_page("/people/?sort=own_visits").html
    assert "My visits" in html and html.index("Jana Beispiel") < html.index("Petra Muster") < html.index("Kim Minsu")
    html = client.get_page("/people/?sort=-own_visits").html
    assert html.index("Petra Muster") < html.index("Jana Beispiel") < html.index("Kim Minsu")
    for asked, found in (("own_mood=hot", "Petra"), ("own_mood=-", "Kim"), ("own_visits=3", "Jana"), ("own_region=jen", "Petra"),
                         ("own_vip=0", "Jana")):
        page = client.get_page(f"/people/?{asked}")
        assert page.heading == "1 person" and found in page.text, asked
    assert client.get_page("/people/?own_visits=many").heading == "0 people"
    from outreach.web.models import BulkRun

    client.post_page("/lists/people/bulk", {"state": "", "action": "own_mood", "row": [one.id, third.id]})
    run = db.session.scalars(db.select(BulkRun)).one()
    client.post_page(f"/lists/bulk/{run.id}", {"value": "hot", "do": "change"})
    assert (run.changed, run.refused) == (1, [])
    answer = client.post("/lists/people/export", data={
        "csrf_token": client.csrf_token(), "state": "sort=-own_visits", "column": ["name", "own_visits", "own_mood", "own_vip"],
        "format": "csv"})
    assert list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))) == [
        ["Name", "My visits", "My mood", "My vip"], ["Petra Muster", "20", "Hot", "Yes"], ["Jana Beispiel", "3", "Cold", "No"],
        ["Kim Minsu", "", "Hot", ""]]


def test_the_search_box_finds_their_texts(officer, session):
    make_field("region"), make_field("region", subject="organisation")
    person, firm = make_person("Petra Muster"), make_organisation("Velox Photonik GmbH", "DE")
    write(person, region="Zwickauer Mulde")
    write(firm, region="Lausitzer Revier")
    assert [(hit.kind, hit.ref_id) for hit in index.find("zwickauer", officer)] == [("person", person.id)]
    assert [(hit.kind, hit.ref_id) for hit in index.find("lausitzer", officer)] == [("organisation", firm.id)]


def test_the_log_tells_labels_and_not_codes(session, sign_in):
    make_field("mood", "one")
    person = make_person("Petra Muster")
    write(person, mood="hot")
    entry = db.session.scalars(db.select(ActivityEntry).where(ActivityEntry.verb == "person.fields_edited")).one()
    assert entry.data["changes"] == {"mood": [None, "hot"]}
    page = sign_in(make_user(role="administrator", language="de")).get_page(f"/people/{person.id}")
    assert "Mein mood" in page.text and "Heiß" in page.text


@pytest.mark.parametrize(("kind", "before", "after", "was"), [
    ("text", "Jena", "Ulm", "Jena"), ("number", "12500.5", "7", Decimal("12500.5")), ("day", "2027-06-22", "", date(2027, 6, 22)),
    ("flag", "1", "0", True), ("one", "hot", "cold", "hot"), ("several", ["hot", "cold"], [], ["hot", "cold"]),
    ("text", "", "Ulm", None),
])
def test_the_history_tells_of_them_and_brings_an_old_value_back(session, sign_in, kind, before, after, was):
    # The code is that of a built-in field too, whose value must not be the one that comes back.
    make_field("city", kind, "organisation")
    firm = make_organisation("Velox Photonik GmbH", "DE", city="Jena")
    write(firm, city=before)
    write(firm, city=after)
    browser = sign_in(make_user(role="officer", language="de"))
    page = browser.get_page(f"/organisations/{firm.id}/history")
    assert "Mein city" in page.text
    entry = db.session.scalars(db.select(ActivityEntry).where(ActivityEntry.verb == "organisation.fields_edited")
                               .order_by(ActivityEntry.id.desc()).limit(1)).one()
    browser.post_page(f"/organisations/{firm.id}/history/{entry.id}", {"field": "city", "version": firm.version})
    field, = custom_fields("organisation")
    assert custom_values("organisation", [firm.id]).get(firm.id, {}).get(field.id) == was
    assert firm.city == "Jena"


def test_values_go_with_their_record(session):
    make_field("region")
    person = make_person("Petra Muster")
    write(person, region="Jena")
    with transaction():
        db.session.execute(db.text("DELETE FROM person WHERE id = :id"), {"id": person.id})
    assert db.session.scalar(db.select(db.func.count()).select_from(CustomValue)) == 0
