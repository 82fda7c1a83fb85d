"""Rows that name an organisation and nobody: a list of exhibitors becomes organisations."""

import pytest
from sqlalchemy import func, select

from outreach.activity import SYSTEM
from outreach.contacts.models import ImportRow, Organisation, OrganisationTag, Person
from outreach.contacts.services import edit_organisation
from outreach.contacts.services import imports as engine
from outreach.contacts.services.imports.comparing import row_views
from outreach.contacts.services.imports.report import full_rows
from outreach.db import db, transaction
from outreach.errors import Refused
from outreach.i18n.languages import in_language
from outreach.search import index
from tests.factories.accounts import make_user
from tests.factories.contacts import make_person
from tests.factories.events import make_event
from tests.factories.imports import csv_file, make_import

HEAD = "Firma;Name;Land;Ort;Website"
ALONE = "Velox Photonik GmbH;;Deutschland;Jena;https://velox.example.org"


def rows_of(run) -> list[ImportRow]:
    return list(db.session.scalars(select(ImportRow).where(ImportRow.run_id == run.id).order_by(ImportRow.number)
                                   .execution_options(populate_existing=True)))


def firms() -> list[str]:
    return list(db.session.scalars(select(Organisation.name).order_by(Organisation.id)))


def exhibitors(*rows: str, name: str = "exhibitors.csv", applied: bool = True):
    return make_import(data=csv_file(*rows, head=HEAD), name=name, applied=applied)


def test_an_organisation_without_anybody_is_stored_with_what_the_row_tells_and_found(app):
    run = exhibitors(ALONE, "Jade Graphene Co., Ltd.;;China;Wuxi;")
    assert [(row.verdict, row.state, row.outcome, row.person_id) for row in rows_of(run)] == [("new", "applied", "new", None)] * 2
    firm = db.session.scalar(select(Organisation).where(Organisation.name == "Velox Photonik GmbH"))
    assert (firm.country, firm.city, firm.website) == ("DE", "Jena", "https://velox.example.org")
    assert rows_of(run)[0].organisation_id == firm.id
    assert db.session.scalar(select(func.count(Person.id))) == 0


def test_a_known_organisation_gets_what_it_lacks_and_the_undo_takes_it_back(app):
    firm = make_person("Petra Muster", organisation="Velox Photonik GmbH").organisation
    run = exhibitors(ALONE)
    assert [(row.verdict, row.outcome) for row in rows_of(run)] == [("same", "same")]
    db.session.refresh(firm)
    assert (firm.city, firm.website) == ("Jena", "https://velox.example.org")
    engine.undo_import(SYSTEM, run.id)
    db.session.refresh(firm)
    assert (firm.city, firm.website, firms()) == (None, None, ["Velox Photonik GmbH"])
    assert [row.state for row in rows_of(run)] == ["undone"]


def test_an_organisation_named_twice_in_a_file_is_one(app):
    run = exhibitors(ALONE, "Velox Photonik GmbH;Björn Böhm;Deutschland;;", "VELOX Photonik GmbH;;Deutschland;;", applied=False)
    assert [(row.verdict, row.match_row) for row in rows_of(run)] == [("new", None), ("new", None), ("same", 1)]
    engine.apply_import(SYSTEM, run.id)
    assert firms() == ["Velox Photonik GmbH"]
    assert [(row.outcome, row.person_id is not None) for row in rows_of(run)] == [("new", False), ("new", True), ("same", False)]


def test_a_row_about_the_firm_of_a_person_in_the_same_file_joins_no_person(app):
    run = exhibitors("Velox Photonik GmbH;Björn Böhm;Deutschland;;", ALONE)
    assert [(row.verdict, row.person_id is None) for row in rows_of(run)] == [("new", False), ("same", True)]
    assert db.session.scalar(select(Organisation.city)) == "Jena"


@pytest.mark.parametrize("first", [0, 1])
def test_the_same_list_twice_is_gone_once_both_are_undone(app, first):
    runs = [exhibitors(ALONE, name=name) for name in ("one.csv", "two.csv")]
    engine.undo_import(SYSTEM, runs[first].id)
    assert firms() == ["Velox Photonik GmbH"]
    engine.undo_import(SYSTEM, runs[1 - first].id)
    assert firms() == []


def test_an_organisation_that_somebody_edited_stays_and_its_row_says_so(app):
    run = exhibitors(ALONE)
    firm = db.session.scalar(select(Organisation))
    with transaction():
        edit_organisation(SYSTEM, firm, {"city": "Weimar"}, firm.version)
    done = engine.undo_import(SYSTEM, run.id)
    assert (done.kept, firms()) == (["Velox Photonik GmbH"], ["Velox Photonik GmbH"])
    assert [(row.state, row.kept) for row in rows_of(run)] == [("kept", [["organisation", "city", "Jena", "Weimar"]])]


def test_for_an_event_a_row_needs_somebody(app):
    run = make_import(make_event(), data=csv_file(ALONE, head=HEAD))
    assert [(row.verdict, row.error["code"]) for row in rows_of(run)] == [("error", "name_missing")]


def test_such_a_row_can_only_be_left_out(app):
    run = exhibitors(ALONE, applied=False)
    with pytest.raises(Refused) as refused:
        engine.decide_row(run.id, 1, "new")
    assert refused.value.code == "row_is_organisation"
    with transaction():
        engine.decide_row(run.id, 1, "skip")
    engine.apply_import(SYSTEM, run.id)
    assert firms() == []


def test_preview_and_report_say_organisation_where_there_is_no_person(app):
    make_person("Petra Muster", organisation="Velox Photonik GmbH")
    run = exhibitors(ALONE, "Jade Graphene Co., Ltd.;;China;;", "Jade Graphene Co., Ltd.;;China;;", applied=False)
    with in_language("en"):
        assert [view.reason for view in row_views(run, rows_of(run))] == [
            "This organisation is known", "New organisation, nobody named", "Same organisation as in row 2"]
        engine.apply_import(SYSTEM, run.id)
        assert [fate for _row, fate, _reason in full_rows(run)] == ["joined a known record", "new", "joined a known record"]


TAGGED = "Velox Photonik GmbH;;Laser, Aussteller;Halle 4, Stand 12"
TAGS = "Firma;Name;Schlagwörter;Notizen"


def tags() -> list[str]:
    return sorted(db.session.scalars(select(OrganisationTag.tag)))


def test_tags_and_notes_of_such_a_row_are_the_organisations_and_it_is_found_by_them(app):
    run = make_import(data=csv_file(TAGGED, head=TAGS), applied=True)
    firm = db.session.scalar(select(Organisation))
    assert (tags(), firm.notes, firm.notes_language) == (["Aussteller", "Laser"], "Halle 4, Stand 12", "de")
    viewer = make_user("officer")
    assert [[hit.ref_id for hit in index.find(word, viewer, ["organisation"])] for word in ("Laser", "Stand")] == [[firm.id]] * 2
    engine.undo_import(SYSTEM, run.id)
    assert (firms(), tags()) == ([], [])


def test_a_known_organisation_keeps_its_own_tags_and_notes_when_the_import_is_undone(app):
    firm = make_person("Petra Muster", organisation="Velox Photonik GmbH").organisation
    with transaction():
        edit_organisation(SYSTEM, firm, {"tags": ["laser"]}, firm.version)
    run = make_import(data=csv_file(TAGGED, head=TAGS), applied=True)
    db.session.refresh(firm)
    viewer = make_user("officer")
    assert (tags(), firm.notes) == (["Aussteller", "laser"], "Halle 4, Stand 12")
    assert [hit.ref_id for hit in index.find("Aussteller", viewer, ["organisation"])] == [firm.id]
    engine.undo_import(SYSTEM, run.id)
    db.session.refresh(firm)
    assert (tags(), firm.notes) == (["laser"], None)
    assert index.find("Aussteller", viewer, ["organisation"]) == []


def test_what_later_rows_tell_of_an_organisation_that_the_file_made_is_found_too(app, monkeypatch):
    monkeypatch.setattr("outreach.contacts.services.imports.pace.LEAST", 1)
    monkeypatch.setattr("outreach.contacts.services.imports.pace.MOST", 1)
    make_import(data=csv_file("Velox Photonik GmbH;Björn Böhm;;", TAGGED, head=TAGS), applied=True)
    assert (firms(), tags()) == (["Velox Photonik GmbH"], ["Aussteller", "Laser"])
    assert len(index.find("Aussteller", make_user("officer"), ["organisation"])) == 1


REACHED = "Firma;Name;E-Mail;Telefon;Mobil;Webseite;Land"


@pytest.mark.parametrize(("row", "note"), [
    ("Velox Photonik GmbH;;;+49 3641 555010;;;", "+49 3641 555010"),
    ("Velox Photonik GmbH;;Info@velox.example.org;;;;", "info@velox.example.org"),
    ("Velox Photonik GmbH;;sales@velox.example.org;03641 555010;;https://velox.example.org;Deutschland",
     "sales@velox.example.org\n+49 3641 555010")])
def test_a_switchboard_or_a_box_that_several_people_read_is_nobody(app, row, note):
    run = make_import(data=csv_file(row, head=REACHED), applied=True)
    firm = db.session.scalar(select(Organisation))
    assert (firm.name, firm.notes, db.session.scalar(select(func.count(Person.id)))) == ("Velox Photonik GmbH", note, 0)
    assert firm.website == ("https://velox.example.org" if "https" in row else None)
    (stored,) = rows_of(run)
    assert (stored.outcome, stored.organisation_id, stored.mapped["shown"]["name"]) == ("new", firm.id, "")
    with in_language("en"):
        assert row_views(run, [stored])[0].warnings == [
            f"The row names no person. “{note.replace(chr(10), ', ')}” becomes a note of the organisation, if it has none yet."]
    assert [hit.ref_id for hit in index.find("velox", make_user("officer"), ["organisation"])] == [firm.id]
    engine.undo_import(SYSTEM, run.id)
    assert firms() == []


@pytest.mark.parametrize("size", [19_990, 20_010])
def test_a_box_stands_before_a_note_that_has_to_be_cut_and_the_row_says_so_once(app, size):
    run = make_import(data=csv_file(f"Velox Photonik GmbH;info@velox.example.org;{'x' * size}", head="Firma;E-Mail;Notizen"),
                      applied=True)
    note = db.session.scalar(select(Organisation.notes))
    assert note.startswith("info@velox.example.org\nxxx") and len(note) == 20_000
    assert sorted(code for code, _params in rows_of(run)[0].mapped["warnings"]) == ["firm_reached", "note_too_long"]


@pytest.mark.parametrize("row", [
    "Velox Photonik GmbH;;lena.vogel@velox.example.org;;;;",
    "Velox Photonik GmbH;;info@velox.example.org;;0170 1234567;;Deutschland",
    "Velox Photonik GmbH;;info@velox.example.org, lena.vogel@velox.example.org;;;;", ";;info@velox.example.org;;;;",
    "Velox Photonik GmbH;Lena Vogel;info@velox.example.org;;;;"])
def test_a_box_or_line_of_ones_own_and_a_row_without_a_firm_are_a_person_as_before(app, row):
    make_import(data=csv_file(row, head=REACHED), applied=True)
    assert db.session.scalar(select(func.count(Person.id))) == 1


def test_a_known_organisation_keeps_its_note_and_the_box_stays_with_the_row(app):
    firm = make_person("Petra Muster", organisation="Velox Photonik GmbH").organisation
    with transaction():
        edit_organisation(SYSTEM, firm, {"notes": "Golf", "notes_language": "de"}, firm.version)
    run = make_import(data=csv_file("Velox Photonik GmbH;;info@velox.example.org;;;;", head=REACHED), applied=True)
    db.session.refresh(firm)
    assert (firm.notes, rows_of(run)[0].cells[2]) == ("Golf", "info@velox.example.org")
    assert db.session.scalar(select(func.count(Person.id))) == 1


def test_for_an_event_the_box_stands_for_whoever_was_met(app):
    make_import(make_event(), data=csv_file("Velox Photonik GmbH;;info@velox.example.org;;;;", head=REACHED), applied=True)
    assert db.session.scalar(select(Person.full_name)) == "info@velox.example.org"


FIRM_CARDS = {
    "kind": ["VERSION:4.0", "KIND:org", "FN:Velox Photonik GmbH", "N:GmbH;Velox;Photonik;;"],
    "shown as a company": ["VERSION:3.0", "FN:Velox Photonik GmbH", "N:;;;;", "ORG:Velox Photonik GmbH;", "X-ABShowAs:COMPANY"],
    "the same twice": ["VERSION:3.0", "FN:Velox  Photonik GMBH", "ORG:Velox Photonik GmbH"],
    "the firm as family name": ["VERSION:3.0", "FN:Velox Photonik GmbH", "N:Velox Photonik GmbH;;;;", "ORG:Velox Photonik GmbH"],
}


def cards(*lines: list[str], event=None, applied: bool = True):
    told = [["BEGIN:VCARD", *some, "END:VCARD"] for some in lines]
    return make_import(event, data="\r\n".join([*sum(told, []), ""]).encode(), name="cards.vcf", applied=applied)


@pytest.mark.parametrize("name", FIRM_CARDS)
def test_the_card_of_a_firm_becomes_an_organisation_and_the_undo_takes_it_back(app, name):
    more = ["TEL;TYPE=cell:+49 170 1234567", "EMAIL:velox@example.org",
            "ADR:;;Ring 1;Jena;;07743;Germany", "URL:https://velox.example.org"]
    run = cards([*FIRM_CARDS[name], *more])
    firm = db.session.scalar(select(Organisation))
    assert (firm.name, firm.city, firm.country, firm.website) == ("Velox Photonik GmbH", "Jena", "DE", "https://velox.example.org")
    assert firm.notes == "velox@example.org\n+49 170 1234567"
    assert [(row.verdict, row.outcome, row.person_id) for row in rows_of(run)] == [("new", "new", None)]
    assert db.session.scalar(select(func.count(Person.id))) == 0
    with in_language("en"):
        assert row_views(run, rows_of(run))[0].reason == "New organisation, nobody named"
    engine.undo_import(SYSTEM, run.id)
    assert firms() == []


@pytest.mark.parametrize("lines", [
    ["FN:Lena Vogel", "N:Vogel;Lena;;;", "ORG:Velox Photonik GmbH"], ["FN:Lena Vogel", "ORG:Velox Photonik GmbH"],
    ["FN:Velox Photonik GmbH", "N:Vogel;Lena;;;", "ORG:Velox Photonik GmbH", "X-ABShowAs:COMPANY"],
    ["KIND:individual", "FN:Lena Vogel", "N:Vogel;Lena;;;", "ORG:Velox Photonik GmbH"]])
def test_the_card_of_a_person_at_a_firm_stays_a_person(app, lines):
    cards(["VERSION:3.0", *lines])
    assert list(db.session.scalars(select(Person.full_name))) == ["Lena Vogel"]
    assert firms() == ["Velox Photonik GmbH"]


def test_whoever_is_named_like_the_own_firm_stays_a_person(app):
    cards(["VERSION:3.0", "FN:Lena Vogel", "N:Vogel;Lena;;;", "ORG:Lena Vogel"])
    assert (list(db.session.scalars(select(Person.full_name))), firms()) == (["Lena Vogel"], ["Lena Vogel"])


def test_a_card_of_a_firm_under_another_name_than_its_own_keeps_both(app):
    run = cards(["VERSION:4.0", "KIND:org", "FN:Velox Vertrieb", "ORG:Velox Photonik GmbH"])
    assert (firms(), rows_of(run)[0].mapped["extras"]["FN"]) == (["Velox Photonik GmbH"], "Velox Vertrieb")


def test_for_an_event_the_card_of_a_firm_asks_for_a_name_and_takes_it(app):
    run = cards([*FIRM_CARDS["kind"], "EMAIL:info@velox.example.org"], event=make_event(), applied=False)
    assert [(row.verdict, row.error["code"]) for row in rows_of(run)] == [("error", "name_missing")]
    with transaction():
        engine.correct_row(run.id, 1, {"full_name": "Lena Vogel"})
    engine.apply_import(SYSTEM, run.id)
    assert list(db.session.scalars(select(Person.full_name))) == ["Lena Vogel"]
