"""Fields of a zone's own in imported files: recognised, typed, filled in, taken back."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from outreach.activity import SYSTEM
from outreach.contacts.models import CustomValue, ImportRow, Organisation, Person
from outreach.contacts.queries.custom_fields import custom_fields, custom_values
from outreach.contacts.services import imports as engine
from outreach.contacts.services.custom_fields import (
    FieldValues,
    create_custom_field,
    set_custom_field_active,
    set_custom_values,
)
from outreach.contacts.services.imports.comparing import row_views
from outreach.contacts.services.imports.report import field_label, kept_words, sentence
from outreach.db import db, transaction
from outreach.i18n import in_language
from outreach.search import index
from tests.factories.accounts import make_user
from tests.factories.contacts import make_organisation, make_person
from tests.factories.imports import csv_file, make_import

OPTIONS = [("hot", {"en": "Hot", "de": "Heiß", "zh": "热", "ko": "높음"}), ("cold", {"en": "Cold", "de": "Kalt"})]
PETRA = "Petra Muster;Velox Photonik GmbH;petra@velox.example.org"
HEAD = "Name;Firma;E-Mail"


def make_field(code: str, kind: str = "text", subject: str = "person", **labels):
    with transaction():
        return create_custom_field(SYSTEM, subject, code, kind, FieldValues(
            labels or {"en": f"My {code}", "de": f"Mein {code}"}, OPTIONS if kind in ("one", "several") else ()))


def stored(row) -> dict:
    """What a record has, by code."""
    subject = row.__tablename__
    own = custom_values(subject, [row.id]).get(row.id, {})
    return {item.code: own[item.id] for item in custom_fields(subject, archived=True) if item.id in own}


def only(model):
    return db.session.scalars(select(model).execution_options(populate_existing=True)).one()


def row_of(run, number: int = 1) -> ImportRow:
    return db.session.scalar(select(ImportRow).where(ImportRow.run_id == run.id, ImportRow.number == number)
                             .execution_options(populate_existing=True))


@pytest.mark.parametrize("heading", ["Wunschregion", "希望落户地区", "preferred region ", "희망 지역", "region"])
def test_a_heading_in_any_language_or_the_code_is_recognised(app, heading):
    make_field("region", de="Wunschregion", zh="希望落户地区", en="Preferred region", ko="희망 지역")
    run = make_import(data=csv_file(f"{PETRA};Wuxi", head=f"{HEAD};{heading}"), applied=True)
    assert run.found["columns"][3][2] == "own.person.region"
    assert stored(only(Person)) == {"region": "Wuxi"}


def test_a_heading_that_says_who_it_is_about_keeps_its_meaning(app):
    make_field("notes", de="Firma")
    run = make_import(data=csv_file(PETRA, head=HEAD))
    assert [field for _index, _header, field in run.found["columns"]] == ["full_name", "organisation", "email"]


@pytest.mark.parametrize("heading", ["级别", " 级 别:", "Level", "Rating"])
def test_any_other_heading_is_the_field_that_has_it_as_its_label(app, heading):
    make_field("staff_level", zh="级别", en="Level", de="Rating")
    run = make_import(data=csv_file(f"{PETRA};省级;A", head=f"{HEAD};{heading};等级"), applied=True)
    assert [field for _index, _header, field in run.found["columns"][3:]] == ["own.person.staff_level", "rating"]
    assert stored(only(Person)) == {"staff_level": "省级"} and row_of(run).mapped["rating"] == "A"


@pytest.mark.parametrize("heading", ["rating", "Lead rating"])
def test_a_code_or_another_word_gives_way_to_what_everybody_means_by_it(app, heading):
    make_field("rating", de="Note")
    run = make_import(data=csv_file(f"{PETRA};A", head=f"{HEAD};{heading}"))
    assert run.found["columns"][3][2] == "rating"


@pytest.mark.parametrize(("kind", "cell", "value"), [
    ("number", "1.250,5", Decimal("1250.5")), ("number", "-3", Decimal(-3)), ("number", "1250.55", Decimal("1250.55")),
    ("day", "14.02.2027", date(2027, 2, 14)), ("day", "2027-02-14", date(2027, 2, 14)),
    ("flag", "Ja", True), ("flag", "没有", False), ("flag", "√", True),
    ("one", "lauwarm", None), ("one", "Heiß", "hot"), ("one", "热", "hot"), ("one", "COLD", "cold"),
    ("several", "Kalt, 热", ["hot", "cold"]), ("link", "www.example.org", "https://www.example.org"),
    ("text", "=1+1", "=1+1"),
])
def test_a_cell_is_read_with_the_type_of_its_field(app, kind, cell, value):
    make_field("mine", kind)
    run = make_import(data=csv_file(f'{PETRA};"{cell}"', head=f"{HEAD};Mein mine"), applied=True)
    if value is None:
        assert stored(only(Person)) == {}
        assert row_of(run).mapped["warnings"] == [["unreadable_own", {"field": "own.person.mine", "text": cell}]]
    else:
        assert stored(only(Person)) == {"mine": value}
        assert row_of(run).mapped["warnings"] == []


def test_what_does_not_fit_is_a_warning_and_kept_as_a_note(app):
    make_field("visits", "number")
    run = make_import(data=csv_file(f"{PETRA};viele", head=f"{HEAD};Mein visits"), applied=True)
    row = row_of(run)
    assert (row.verdict, row.state, row.mapped["extras"]) == ("new", "applied", {"Mein visits": "viele"})
    with in_language("en"):
        assert sentence(*row.mapped["warnings"][0]) == "My visits: “viele” does not fit this field. It stays with the imported row."
    assert stored(only(Person)) == {}


def test_a_day_that_does_not_exist_sets_the_row_aside_until_it_is_corrected(app, sign_in):
    make_field("since", "day")
    run = make_import(data=csv_file(f"{PETRA};30.02.2027", head=f"{HEAD};Mein since"))
    row = row_of(run)
    assert (row.verdict, row.error["code"], row.error["params"]["field"]) == ("error", "impossible_date", "own.person.since")
    client = sign_in(make_user("officer"))
    page = client.get_page(f"/imports/{run.id}")
    assert "My since: the date “30.02.2027” does not exist" in page.text
    assert page.field("own.person.since") == "30.02.2027"
    client.post_page(f"/imports/{run.id}/rows/1/correct", {"own.person.since": "28.02.2027"})
    assert row_of(run).verdict == "new"
    engine.apply_import(SYSTEM, run.id)
    assert stored(only(Person)) == {"since": date(2027, 2, 28)}


def test_known_records_get_only_what_they_lack_and_undo_takes_it_back(app):
    make_field("region"), make_field("mood", "several"), make_field("staff", "number", "organisation")
    person = make_person("Petra Muster", email="petra@velox.example.org", organisation="Velox Photonik GmbH")
    firm = person.organisation
    with transaction():
        set_custom_values(SYSTEM, person, {"region": "Jena"}, person.version)
    run = make_import(data=csv_file(f"{PETRA};Wuxi;Heiß;120", head=f"{HEAD};Mein region;Mein mood;Mein staff"), applied=True)
    db.session.expire_all()
    assert (stored(person), stored(firm)) == ({"region": "Jena", "mood": ["hot"]}, {"staff": Decimal(120)})
    engine.undo_import(SYSTEM, run.id)
    db.session.expire_all()
    assert (stored(person), stored(firm)) == ({"region": "Jena"}, {})
    assert row_of(run).state == "undone"


def test_undo_keeps_what_somebody_changed_since_and_says_so(app):
    make_field("mood", "one"), make_field("staff", "number", "organisation")
    person = make_person("Petra Muster", email="petra@velox.example.org", organisation="Velox Photonik GmbH")
    run = make_import(data=csv_file(f"{PETRA};Heiß;120", head=f"{HEAD};Mein mood;Mein staff"), applied=True)
    db.session.expire_all()
    with transaction():
        set_custom_values(SYSTEM, person, {"mood": "cold"}, person.version)
    engine.undo_import(SYSTEM, run.id)
    db.session.expire_all()
    assert (stored(person), stored(person.affiliations[0].organisation) if person.affiliations else {}) == ({"mood": "cold"}, {})
    with in_language("en"):
        assert row_of(run).state == "kept" and kept_words(row_of(run)) == ["My mood: Hot, now Cold"]


def test_new_records_come_with_their_values_and_go_with_them(app):
    make_field("region"), make_field("sector", subject="organisation")
    run = make_import(data=csv_file(f"{PETRA};Wuxi;Optik", "Uwe Kern;Velox Photonik GmbH;uwe@velox.example.org;Jena;Laser",
                                    head=f"{HEAD};Mein region;Mein sector"), applied=True)
    firm = only(Organisation)
    people = db.session.scalars(select(Person).order_by(Person.id)).all()
    assert [stored(one) for one in people] == [{"region": "Wuxi"}, {"region": "Jena"}] and stored(firm) == {"sector": "Optik"}
    viewer = make_user("officer")
    assert [(hit.kind, hit.ref_id) for hit in index.find("wuxi", viewer)] == [("person", people[0].id)]
    assert [(hit.kind, hit.ref_id) for hit in index.find("optik", viewer)][:1] == [("organisation", firm.id)]
    with transaction():
        set_custom_values(SYSTEM, people[0], {"region": "Huishan"}, people[0].version)
    engine.undo_import(SYSTEM, run.id)
    db.session.expire_all()
    with in_language("en"):
        assert stored(only(Person)) == {"region": "Huishan"} and kept_words(row_of(run)) == ["My region: Wuxi, now Huishan"]
    assert {row.import_run_id for row in db.session.scalars(select(CustomValue))} == {None}


def test_the_mapping_offers_them_by_label_and_takes_them(app, sign_in):
    make_field("region", de="Wunschregion", en="Preferred region"), make_organisation("Velox Photonik GmbH", "DE")
    run = make_import(data=csv_file(f"{PETRA};Wuxi", head=f"{HEAD};Wohin"))
    client = sign_in(make_user("officer", language="de"))
    page = client.get_page(f"/imports/{run.id}")
    assert "Wunschregion (eigenes Feld: Personen)" in page.html
    client.post_page(f"/imports/{run.id}/options", {"doubtful": "new", "column-3": "own.person.region"})
    engine.apply_import(SYSTEM, run.id)
    assert stored(only(Person)) == {"region": "Wuxi"}
    report = client.get(f"/imports/{run.id}/report.csv").data.decode("utf-8-sig")
    assert "Wohin" in report and "Wuxi" in report


def test_a_field_out_of_use_is_a_note_again(app):
    field = make_field("region")
    with in_language("de"):
        assert field_label("own.person.region") == "Mein region"
    with transaction():
        set_custom_field_active(SYSTEM, field, False)
    run = make_import(data=csv_file(f"{PETRA};Wuxi", head=f"{HEAD};Mein region"), applied=True,
                      mapping={"0": "full_name", "1": "organisation", "2": "email", "3": "own.person.region"})
    assert stored(only(Person)) == {} and row_of(run).mapped["extras"] == {"Mein region": "Wuxi"}


def test_a_wrong_day_is_typed_anew_from_what_the_cell_says_and_not_from_another_day(app, sign_in):
    make_field("founded", "day")
    run = make_import(data=csv_file(f"{PETRA};2027-06-22;31.02.2020", head=f"{HEAD};Datum;Mein founded"))
    view, = row_views(run, [row_of(run)])
    assert view.inputs == [("own.person.founded", "My founded", "31.02.2020")]
