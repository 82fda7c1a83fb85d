"""Undoing an import field by field: what nobody changed since goes, the rest stays and is listed."""

import pytest
from sqlalchemy import select, text

from outreach.activity import SYSTEM
from outreach.contacts import queries
from outreach.contacts.models import Affiliation, ImportRow, Organisation, Person
from outreach.contacts.services import edit_affiliation, edit_person
from outreach.contacts.services import imports as engine
from outreach.contacts.services.imports.report import kept_words
from outreach.contacts.services.merging import merge_records, undo_merge
from outreach.contacts.services.values import PersonValues
from outreach.db import db, transaction
from outreach.errors import Conflict
from outreach.i18n import in_language
from tests.factories.contacts import make_person
from tests.factories.events import make_event
from tests.factories.imports import csv_file, make_import, person_row

HEAD = "Name;Firma;E-Mail;Mobil;Position;Land;Ort;Titel"
ROW = "Björn Böhm;Velox Photonik GmbH;bjoern.boehm@velox.example.org;+49 170 1234567;Einkäufer;Deutschland;Jena;Dr."


def row_of(run, number: int = 1) -> ImportRow:
    return db.session.scalar(select(ImportRow).where(ImportRow.run_id == run.id, ImportRow.number == number)
                             .execution_options(populate_existing=True))


def known_person() -> Person:
    return make_person("Björn Böhm", email="bjoern.boehm@velox.example.org")


def test_a_field_that_somebody_changed_since_stays_and_the_others_are_emptied_again(app):
    known = known_person()
    run = make_import(data=csv_file(ROW, head=HEAD), applied=True)
    db.session.refresh(known)
    assert (known.titles, known.country, known.phone) == ("Dr.", "DE", "+491701234567")
    with transaction():
        edit_person(SYSTEM, known, PersonValues(
            "Björn Böhm", titles="Prof. Dr.", country="DE", emails=["bjoern.boehm@velox.example.org"],
            phones=[("mobile", "+49 170 1234567")], organisation="Velox Photonik GmbH", job_title="Einkäufer"), known.version)
    version = known.version
    done = engine.undo_import(SYSTEM, run.id)
    db.session.expire_all()
    assert done.kept == ["Björn Böhm"]
    assert (known.titles, known.country, known.phone, known.organisation) == ("Prof. Dr.", None, None, None)
    assert known.version == version + 1
    assert (row_of(run).state, row_of(run).kept) == ("kept", [["person", "titles", "Dr.", "Prof. Dr."]])


def test_what_nobody_changed_is_as_it_was(app):
    known = known_person()
    before = (known.titles, known.country, [item.value for item in known.channels])
    run = make_import(data=csv_file(ROW, head=HEAD), applied=True)
    engine.undo_import(SYSTEM, run.id)
    db.session.expire_all()
    assert (known.titles, known.country, [item.value for item in known.channels]) == before
    assert (row_of(run).state, row_of(run).kept) == ("undone", [])


def test_a_form_opened_before_an_undo_saves_over_nothing_that_was_typed_after_it(app):
    known = known_person()
    run = make_import(data=csv_file(ROW, head=HEAD), applied=True)
    db.session.refresh(known)
    opened = known.version
    engine.undo_import(SYSTEM, run.id)
    db.session.refresh(known)
    with transaction():
        edit_person(SYSTEM, known, PersonValues("Björn Böhm", titles="Prof."), known.version)
    with pytest.raises(Conflict):
        edit_person(SYSTEM, known, PersonValues("Björn Böhm", titles="Dr."), opened)


@pytest.mark.parametrize("first", [0, 1])
def test_of_two_files_that_tell_of_one_person_nothing_stays_once_both_are_undone(app, first):
    runs = [make_import(data=csv_file(row, head=HEAD), name=name, applied=True)
            for name, row in (("one.csv", ROW), ("two.csv", ROW.replace("4567;Einkäufer", "9999;Leiter Einkauf")))]
    person = db.session.scalar(select(Person))
    assert [row_of(run).person_id for run in runs] == [person.id, person.id]
    engine.undo_import(SYSTEM, runs[first].id)
    assert db.session.scalars(select(Person.full_name)).all() == ["Björn Böhm"]
    engine.undo_import(SYSTEM, runs[1 - first].id)
    assert [db.session.scalars(select(model)).all() for model in (Person, Organisation, Affiliation)] == [[], [], []]


def test_the_very_same_file_twice_is_gone_once_both_are_undone(app):
    runs = [make_import(data=csv_file(ROW, head=HEAD), applied=True) for _once in range(2)]
    for run in runs:
        engine.undo_import(SYSTEM, run.id)
    assert db.session.scalars(select(Person)).all() == []
    assert db.session.scalars(select(Organisation)).all() == []


def test_a_person_of_two_files_whom_somebody_edited_stays_when_both_are_undone(app):
    runs = [make_import(data=csv_file(ROW, head=HEAD), applied=True) for _once in range(2)]
    person = db.session.scalar(select(Person))
    with transaction():
        edit_person(SYSTEM, person, PersonValues("Björn Böhm", titles="Prof. Dr."), person.version)
    for run in runs:
        engine.undo_import(SYSTEM, run.id)
    assert db.session.scalars(select(Person.titles)).all() == ["Prof. Dr."]


def test_a_number_that_was_corrected_since_is_listed(app):
    known = known_person()
    run = make_import(data=csv_file(ROW, head=HEAD), applied=True)
    db.session.refresh(known)
    with transaction():
        edit_person(SYSTEM, known, PersonValues(
            "Björn Böhm", titles="Dr.", country="DE", emails=["bjoern.boehm@velox.example.org"],
            phones=[("mobile", "+49 171 7654321")], organisation="Velox Photonik GmbH", job_title="Einkäufer"), known.version)
    engine.undo_import(SYSTEM, run.id)
    db.session.expire_all()
    assert known.phone == "+491717654321"
    assert ["person_channel", "", "+491701234567", None] in row_of(run).kept


def test_an_affiliation_that_was_changed_since_stays(app):
    known = known_person()
    run = make_import(data=csv_file(ROW, head=HEAD), applied=True)
    db.session.refresh(known)
    affiliation = known.affiliation
    with transaction():
        edit_affiliation(SYSTEM, affiliation, {"job_title": "Leiter Einkauf"}, known.version)
    engine.undo_import(SYSTEM, run.id)
    db.session.expire_all()
    assert known.affiliation.job_title == "Leiter Einkauf" and known.affiliation.import_run_id is None
    assert row_of(run).kept == [["affiliation", "", "Einkäufer", "Leiter Einkauf"]]
    assert db.session.scalar(select(Organisation).where(Organisation.name == "Velox Photonik GmbH")) is not None


def test_a_known_organisation_gets_its_town_from_a_row_of_somebody_new_and_loses_it_again(app):
    firm = make_person("Petra Muster", organisation="Velox Photonik GmbH").organisation
    run = make_import(data=csv_file(ROW, head=HEAD), applied=True)
    db.session.refresh(firm)
    assert firm.city == "Jena"
    engine.undo_import(SYSTEM, run.id)
    db.session.refresh(firm)
    assert firm.city is None
    assert db.session.scalar(select(Person).where(Person.full_name == "Björn Böhm")) is None


def test_a_new_person_who_was_edited_since_stays_with_the_fields_that_changed(app):
    run = make_import(data=csv_file(ROW, head=HEAD), applied=True)
    person = db.session.get(Person, row_of(run).person_id)
    with transaction():
        edit_person(SYSTEM, person, PersonValues("Björn Böhme", titles="Dr."), person.version)
    engine.undo_import(SYSTEM, run.id)
    kept = {field: (was, now) for table, field, was, now in row_of(run).kept if table == "person"}
    assert kept["full_name"] == ("Björn Böhm", "Björn Böhme")
    assert row_of(run).state == "kept"


def test_a_new_person_whom_another_file_met_stays_and_the_row_says_why(app):
    event = make_event()
    run = make_import(event, rows=(person_row(7), person_row(8)), applied=True)
    other = make_import(make_event(code="OTHER-2027"), rows=(person_row(7),), name="other.csv", applied=True)
    assert row_of(other).outcome == "same"
    engine.undo_import(SYSTEM, run.id)
    assert ["used", "import_row", None, None] in row_of(run).kept
    assert [row_of(run, number).state for number in (1, 2)] == ["kept", "undone"]


def test_an_undo_that_was_broken_off_goes_on_where_it_stopped(app, monkeypatch):
    known = known_person()
    run = make_import(data=csv_file(ROW, "Petra Muster;Velox Photonik GmbH;p@velox.example.org;;;;;", head=HEAD), applied=True)

    def dies(*_args):
        raise RuntimeError("killed")
    with monkeypatch.context() as patched:
        patched.setattr("outreach.contacts.services.imports.undo.remove_people", dies)
        try:
            engine.undo_import(SYSTEM, run.id)
        except RuntimeError:
            db.session.rollback()
    engine.undo_import(SYSTEM, run.id)
    db.session.expire_all()
    assert (known.titles, known.phone) == (None, None)
    assert [row_of(run, number).state for number in (1, 2)] == ["undone", "undone"]
    assert db.session.scalars(select(Affiliation)).all() == []


def test_a_position_is_filled_in_where_the_person_is_at_the_firm_already_and_taken_back(app):
    known = make_person("Björn Böhm", email="bjoern.boehm@velox.example.org", organisation="Velox Photonik GmbH", country="DE")
    run = make_import(data=csv_file(ROW, ROW.replace("Einkäufer", "Leiter"), head=HEAD), applied=True)
    db.session.refresh(known)
    assert [item.job_title for item in known.affiliations] == ["Einkäufer"]
    engine.undo_import(SYSTEM, run.id)
    db.session.expire_all()
    assert [item.job_title for item in known.affiliations] == [None]


def test_a_position_that_somebody_typed_since_stays_and_is_listed(app):
    known = make_person("Björn Böhm", email="bjoern.boehm@velox.example.org", organisation="Velox Photonik GmbH", country="DE")
    run = make_import(data=csv_file(ROW, head=HEAD), applied=True)
    db.session.refresh(known)
    with transaction():
        edit_affiliation(SYSTEM, known.affiliation, {"job_title": "Leiter Einkauf"}, known.version)
    engine.undo_import(SYSTEM, run.id)
    db.session.expire_all()
    assert (known.affiliation.job_title, row_of(run).kept) == (
        "Leiter Einkauf", [["affiliation", "job_title", "Einkäufer", "Leiter Einkauf"]])
    with in_language("en"):
        assert kept_words(row_of(run)) == ["Job title: Einkäufer, now Leiter Einkauf"]


@pytest.mark.parametrize("jobs", [("", "Einkäufer"), ("Einkäufer", "")])
def test_of_two_rows_about_somebody_one_may_lack_the_position(app, jobs):
    run = make_import(data=csv_file(*(ROW.replace("Einkäufer", job) for job in jobs), head=HEAD), applied=True)
    assert db.session.scalars(select(Affiliation.job_title)).all() == ["Einkäufer"]
    engine.undo_import(SYSTEM, run.id)
    assert db.session.scalars(select(Affiliation.id)).all() == []


def test_of_two_rows_about_somebody_known_one_may_lack_the_position(app):
    known = known_person()
    run = make_import(data=csv_file(ROW.replace("Einkäufer", ""), ROW, head=HEAD), applied=True)
    db.session.refresh(known)
    assert known.affiliation.job_title == "Einkäufer"
    engine.undo_import(SYSTEM, run.id)
    db.session.expire_all()
    assert (known.affiliations, row_of(run).state) == ([], "undone")


@pytest.mark.parametrize("undo_merge_first", [True, False])
def test_a_new_person_who_was_merged_since_stays_whole_and_the_row_says_so(app, undo_merge_first):
    run = make_import(data=csv_file(ROW, head=HEAD), applied=True)
    made = db.session.get(Person, row_of(run).person_id)
    older = make_person("B. Böhm", email="boehm@mira.example.org")
    with transaction():
        merge = merge_records(SYSTEM, "person", older.id, made.id)
    if undo_merge_first:
        with transaction():
            undo_merge(SYSTEM, merge.id)
    done = engine.undo_import(SYSTEM, run.id)
    with in_language("en"):
        assert [words for words in kept_words(row_of(run)) if "erge" in words] == ["Merged since"]
    assert done.kept == (["Björn Böhm"] if undo_merge_first else ["B. Böhm"])
    assert row_of(run).state == "kept"
    if not undo_merge_first:
        assert row_of(run).kept == [["used", "record_merge", None, None]]
        db.session.expire_all()
        assert (older.country, {item.value for item in older.channels}) == (
            "DE", {"boehm@mira.example.org", "bjoern.boehm@velox.example.org", "+491701234567"})
        with transaction():
            undo_merge(SYSTEM, merge.id)
    db.session.expire_all()
    made = db.session.scalar(select(Person).where(Person.full_name == "Björn Böhm"))
    assert (made.email, made.phone, made.organisation.name) == (
        "bjoern.boehm@velox.example.org", "+491701234567", "Velox Photonik GmbH")
    assert older.email == "boehm@mira.example.org" and older.phone is None


def test_a_new_person_into_whom_another_was_merged_says_so_once(app):
    run = make_import(data=csv_file(ROW, head=HEAD), applied=True)
    made = db.session.get(Person, row_of(run).person_id)
    other = make_person("B. Böhm", email="boehm@mira.example.org")
    with transaction():
        merge_records(SYSTEM, "person", made.id, other.id)
    engine.undo_import(SYSTEM, run.id)
    with in_language("en"):
        words = kept_words(row_of(run))
    assert words.count("Merged since") == 1
    assert not [line for line in words if line.startswith("Used since: Merge")]


def test_the_timeline_of_whoever_stays_tells_that_the_import_was_undone(app):
    known = known_person()
    run = make_import(data=csv_file(ROW, head=HEAD), applied=True)
    told = [entry.verb for entry in db.session.scalars(queries.timeline_of(known))]
    assert "import.undone" not in told and told[0] == "import.applied"
    engine.undo_import(SYSTEM, run.id)
    told = [entry.verb for entry in db.session.scalars(queries.timeline_of(known))]
    assert [verb for verb in told if verb.startswith("import.")] == ["import.undone", "import.applied"]


@pytest.mark.parametrize("column", ["person_id", "organisation_id"])
def test_the_rows_of_a_few_records_are_found_without_going_through_the_run(app, column):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL decides by its statistics")
    rows = select(ImportRow.id).where(ImportRow.run_id == 2, getattr(ImportRow, column).in_([1, 2, 3]))
    compiled = rows.compile(db.engine, compile_kwargs={"literal_binds": True})
    plan = db.session.execute(text(f"EXPLAIN QUERY PLAN {compiled}")).all()
    assert [f"ix_import_row_{column}_run_id" in line.detail for line in plan] == [True]


def test_a_row_whose_person_is_gone_is_undone_though_the_organisation_stays(app):
    run = make_import(data=csv_file(ROW, "Uwe Kern;Velox Photonik GmbH;uwe@velox.example.org;;;;;", head=HEAD), applied=True)
    person = db.session.get(Person, row_of(run).person_id)
    with transaction():
        edit_person(SYSTEM, person, PersonValues("Björn Böhm", titles="Prof.", organisation="Velox Photonik GmbH"), person.version)
    engine.undo_import(SYSTEM, run.id)
    assert [row_of(run, number).state for number in (1, 2)] == ["kept", "undone"]
    assert row_of(run, 2).kept == []


@pytest.mark.parametrize("keep_known", [True, False])
def test_a_row_about_somebody_known_goes_along_with_a_merge_and_is_undone(app, keep_known):
    known, other = known_person(), make_person("B. Böhm", email="boehm@mira.example.org")
    run = make_import(data=csv_file(ROW, head=HEAD), applied=True)
    kept, removed = (known, other) if keep_known else (other, known)
    with transaction():
        merge_records(SYSTEM, "person", kept.id, removed.id)
    assert (row_of(run).person_id, row_of(run).match_id) == (kept.id, kept.id)
    engine.undo_import(SYSTEM, run.id)
    db.session.expire_all()
    assert (row_of(run).state, kept.phone) == ("undone", None)


def test_two_files_that_are_taken_back_one_while_the_other_waits_leave_nobody(app):
    from outreach.contacts.services.imports.undo import ask_undo

    data = csv_file(*(person_row(number) for number in range(5)))
    one, two = make_import(data=data, applied=True, name="one.csv"), make_import(data=data, applied=True, name="two.csv")
    with transaction():
        for run in (one, two):
            ask_undo(run)
    engine.undo_import(SYSTEM, one.id)
    engine.undo_import(SYSTEM, two.id)
    assert db.session.scalars(select(Person.full_name)).all() == []
