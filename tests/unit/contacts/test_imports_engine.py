"""The import engine: staging, judging, deciding, applying in hidden batches, undoing, and what a worker does."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from outreach.activity import SYSTEM
from outreach.activity.models import ActivityEntry
from outreach.contacts import jobs
from outreach.contacts.models import DuplicateCandidate, ImportRow, ImportRun, Organisation, Person
from outreach.contacts.services import edit_person
from outreach.contacts.services import imports as engine
from outreach.contacts.services.imports import starting
from outreach.contacts.services.imports.plan import plan_of
from outreach.contacts.services.imports.report import full_row, full_rows, report_rows
from outreach.contacts.services.values import PersonValues
from outreach.db import db, now, transaction
from outreach.errors import Conflict, Refused
from outreach.event_contacts.models import EventContact
from outreach.i18n import in_language
from outreach.jobs import drain, pending
from outreach.search import index
from tests.factories.accounts import make_user
from tests.factories.contacts import make_person
from tests.factories.event_contacts import make_event_contact
from tests.factories.events import make_event
from tests.factories.imports import csv_file, make_import, person_row


def rows_of(run) -> list[ImportRow]:
    return list(db.session.scalars(select(ImportRow).where(ImportRow.run_id == run.id).order_by(ImportRow.number)))


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def test_a_preview_writes_no_contact_and_says_what_each_row_would_become(app):
    known = make_person("Björn Böhm", email="bjoern.boehm@velox.example.org", organisation="Velox Photonik GmbH")
    people = count(Person)
    run = make_import(rows=(
        person_row(1),
        "Björn Böhm;Velox Photonik GmbH;bjoern.boehm@velox.example.org;;Deutschland",
        "Bjoern Boehm;Velox Photonik GmbH;;;Deutschland",
        ";;;;Deutschland",
        'Offen;"Velox;x@example.org;;'))
    rows = rows_of(run)
    assert [row.verdict for row in rows[:4]] == ["new", "same", "doubtful", "error"]
    assert rows[-1].verdict == "error" and rows[-1].text.startswith("Offen")
    assert (rows[1].match_id, rows[2].match_id) == (known.id, known.id)
    assert run.counts == {"new": 1, "same": 1, "doubtful": 1, "error": 2}
    assert count(Person) == people


def test_a_file_that_cannot_be_read_is_refused_and_leaves_nothing(app):
    for data in (b"", b"%PDF-1.7 no table", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40):
        with pytest.raises(Refused):
            engine.stage_file(SYSTEM, data, "leads.csv")
    assert count(ImportRun) == 0


def test_a_file_without_a_naming_column_is_kept_for_a_person_to_explain(app):
    data = csv_file("rot;12", "blau;13", head="Farbe;Anzahl")
    with pytest.raises(Refused):
        engine.stage_file(SYSTEM, data, "leads.csv")
    run = engine.stage_file(SYSTEM, data, "leads.csv", keep_for_correction=True)
    assert (run.state, run.failure["code"]) == ("failed", "missing_column")
    with transaction():
        engine.change_options(SYSTEM, run, engine.Options(mapping={"0": "full_name", "1": ""}))
    run = engine.start_preview(run.id)
    assert run.state == "previewed"
    assert [row.mapped["full_name"] for row in rows_of(run)] == ["rot", "blau"]


@pytest.mark.parametrize(("decision", "outcome", "made"), [("new", "doubtful", 1), ("same", "same", 0), ("skip", None, 0)])
def test_a_doubtful_row_becomes_what_was_decided(app, decision, outcome, made):
    known = make_person("Jürgen Müller", email="j.mueller@velox.example.org", organisation="Velox Photonik GmbH")
    people = count(Person)
    run = make_import(rows=("Juergen Mueller;Velox Photonik GmbH;juergen.mueller@velox.example.org;;Deutschland",))
    with transaction():
        engine.decide_row(run.id, 1, decision)
    run = engine.apply_import(SYSTEM, run.id)
    row = rows_of(run)[0]
    assert (row.outcome, count(Person) - people) == (outcome, made)
    if decision == "same":
        assert row.person_id == known.id
    if decision == "new":
        pair = db.session.scalar(select(DuplicateCandidate))
        assert (pair.person_id, pair.other_id, pair.state) == (row.person_id, known.id, "not_same")


def test_an_impossible_date_is_corrected_in_place(app):
    run = make_import(data=csv_file("Petra Muster;p@example.org;31.06.2027", head="Name;E-Mail;Kontakt am"))
    row = rows_of(run)[0]
    assert (row.verdict, row.error["code"], row.error["params"]["field"]) == ("error", "impossible_date", "met_on")
    with transaction():
        row = engine.correct_row(run.id, 1, {"met_on": "30.06.2027"})
    assert (row.verdict, row.error, row.mapped["met_on"]) == ("new", None, "2027-06-30")
    assert db.session.get(ImportRun, run.id).counts == {"new": 1}


def test_corrections_outlive_another_reading_of_the_file(app):
    run = make_import(data=csv_file("Petra Muster;p@example.org;31.06.2027", head="Name;E-Mail;Kontakt am"))
    with transaction():
        engine.correct_row(run.id, 1, {"met_on": "30.06.2027"})
    with transaction():
        engine.change_options(SYSTEM, run, engine.Options(encoding="utf-32"))
    assert engine.start_preview(run.id).state == "failed"
    with transaction():
        engine.change_options(SYSTEM, db.session.get(ImportRun, run.id), engine.Options(country="DE"))
    assert engine.start_preview(run.id).state == "previewed"
    assert rows_of(run)[0].mapped["met_on"] == "2027-06-30"


def test_the_plan_counts_what_will_happen(app):
    make_person("Jürgen Müller", email="j.mueller@velox.example.org", organisation="Velox Photonik GmbH")
    run = make_import(rows=(person_row(1), "Juergen Mueller;Velox Photonik GmbH;;;Deutschland", ";;;;Deutschland"), doubtful="skip")
    plan = plan_of(run)
    assert (plan.total, plan.written, plan.undecided, plan.open_errors, plan.left_out) == (3, 1, 1, 1, 1)
    with transaction():
        engine.decide_row(run.id, 2, "new")
        engine.decide_row(run.id, 3, "skip")
    plan = plan_of(run)
    assert (plan.written, plan.waiting, plan.left_out) == (2, 0, 1)


def test_applied_rows_are_event_contacts_and_the_log_says_so_once(app):
    event = make_event()
    run = make_import(event, applied=True)
    contacts = db.session.scalars(select(EventContact).where(EventContact.event_id == event.id)).unique().all()
    assert {contact.import_row for contact in contacts} == {1, 2}
    verbs = db.session.scalars(select(ActivityEntry.verb).where(
        ActivityEntry.subject_kind == "import_run", ActivityEntry.subject_id == run.id).order_by(ActivityEntry.id)).all()
    assert verbs == ["import.uploaded", "import.applied"]
    assert run.undo_until - run.applied_at == timedelta(days=30)


def test_an_undo_removes_what_was_made_and_keeps_what_somebody_edited(app):
    event, before = make_event(), (count(Person), count(Organisation))
    run = make_import(event, applied=True)
    first, second = rows_of(run)
    person = db.session.get(Person, first.person_id)
    with transaction():
        edit_person(SYSTEM, person, PersonValues("Petra Muster", emails=["neu@example.org"]), person.version)
    done = engine.undo_import(SYSTEM, run.id)
    assert (done.run.state, done.kept, done.people) == ("undone", ["Petra Muster"], 1)
    assert [row.state for row in rows_of(run)] == ["kept", "undone"]
    assert count(Person) == before[0] + 1
    assert db.session.get(Person, person.id) is not None and rows_of(run)[1].person_id is None
    assert count(EventContact) == 0


@pytest.mark.parametrize("towns", [("Jena", ""), ("", "Jena")])
def test_of_two_new_organisations_one_may_tell_less_than_the_other(app, towns):
    rows = [f"Person {name};{name} GmbH;{town}" for name, town in zip(("Velox", "Mira"), towns, strict=True)]
    make_import(data=csv_file(*rows, head="Name;Firma;Ort"), applied=True)
    assert tuple(db.session.scalars(select(Organisation.city).order_by(Organisation.id))) == tuple(town or None for town in towns)


def test_an_undo_takes_additions_back_from_people_who_were_there_before(app):
    known = make_person("Björn Böhm", email="bjoern.boehm@velox.example.org")
    version = known.version
    run = make_import(rows=("Björn Böhm;Velox Photonik GmbH;bjoern.boehm@velox.example.org;+49 170 1234567;Deutschland",),
                      applied=True)
    db.session.refresh(known)
    assert known.phone == "+491701234567" and known.organisation.name == "Velox Photonik GmbH" and known.version > version
    engine.undo_import(SYSTEM, run.id)
    db.session.expire_all()
    assert (known.phone, known.organisation) == (None, None)
    assert known.version - known.import_steps == version


def test_an_undo_is_refused_when_its_time_is_over_or_nothing_was_applied(app):
    run = make_import()
    with pytest.raises(Conflict):
        engine.undo_import(SYSTEM, run.id)
    run = engine.apply_import(SYSTEM, run.id)
    with transaction():
        run.undo_until = now() - timedelta(minutes=1)
    with pytest.raises(Refused) as refused:
        engine.undo_import(SYSTEM, run.id)
    assert refused.value.code == "undo_too_late"
    assert run.state == "applied"


def test_the_same_file_into_the_same_event_makes_nothing_new(app):
    event = make_event()
    make_import(event, applied=True)
    before = (count(Person), count(Organisation), count(EventContact))
    again = make_import(event)
    assert [row.verdict for row in rows_of(again)] == ["same", "same"]
    engine.apply_import(SYSTEM, again.id)
    assert (count(Person), count(Organisation), count(EventContact)) == before


def test_an_undo_keeps_a_person_whom_somebody_met_at_the_booth_since(app):
    event = make_event()
    run = make_import(event, rows=(person_row(7),), applied=True)
    row = rows_of(run)[0]
    shown = row.mapped["shown"]
    contact = make_event_contact(event, name=shown["name"], email=shown["email"], organisation=shown["organisation"])
    assert contact.person_id == row.person_id
    engine.undo_import(SYSTEM, run.id)
    assert rows_of(run)[0].state == "kept"
    assert db.session.get(Person, contact.person_id) is not None


def test_what_an_unfinished_import_made_is_hidden_and_can_be_withdrawn(app, monkeypatch):
    people = count(Person)
    run = make_import()
    monkeypatch.setattr("outreach.contacts.services.imports.apply._flip", _dies)
    with pytest.raises(RuntimeError):
        engine.apply_import(SYSTEM, run.id)
    monkeypatch.undo()
    assert db.session.get(ImportRun, run.id).state == "applying"
    assert count(Person) == people
    other = make_import(rows=(person_row(9),), applied=True)
    assert (db.session.get(ImportRun, run.id).state, other.state) == ("previewed", "applied")
    assert count(Person) == people + 1
    assert engine.apply_import(SYSTEM, run.id).state == "applied"
    assert count(Person) == people + 3


def _dies(*_args) -> None:
    raise RuntimeError("killed")


def test_large_files_go_through_the_queue_with_their_progress(app, monkeypatch):
    monkeypatch.setattr(starting, "SMALL", 1)
    actor = SYSTEM
    run = engine.stage_file(actor, csv_file(person_row(1), person_row(2)), "leads.csv")
    run = engine.start_preview(run.id)
    assert (run.state, run.queued, pending()) == ("previewing", True, [("contacts.preview_import", run.id)])
    drain()
    assert (run.state, run.queued, run.done) == ("previewed", False, 2)
    run = engine.start_apply(actor, run.id)
    assert (run.state, run.queued) == ("previewed", True)
    drain()
    assert (run.state, run.queued, run.finished_at is not None) == ("applied", False, True)
    run = engine.start_undo(actor, run.id)
    assert run.state == "undoing"
    drain()
    assert (db.session.get(ImportRun, run.id).state, run.queued) == ("undone", False)


def test_an_import_that_meets_another_one_waits_its_turn(app, monkeypatch):
    run = make_import()
    monkeypatch.setattr(starting, "apply_import", _busy)
    run = engine.start_apply(SYSTEM, run.id)
    assert (run.state, run.queued, pending()) == ("previewed", True, [("contacts.apply_import", run.id)])
    drain()
    assert run.state == "applied"


def _busy(*_args):
    raise Conflict("import_busy", "busy")


def test_the_sweep_picks_up_what_a_dead_worker_left(app):
    user = make_user("officer")
    with transaction():
        runs = {state: ImportRun(filename=f"{state}.csv", sha256="0" * 64, state=state, queued=queued, actor_id=user.id,
                                 actor_label=user.label, updated_at=now() - timedelta(minutes=9))
                for state, queued in (("previewing", True), ("applying", False), ("undoing", False), ("previewed", False))}
        db.session.add_all(runs.values())
    jobs.sweep_imports()
    assert set(pending()) == {("contacts.preview_import", runs["previewing"].id), ("contacts.apply_import", runs["applying"].id),
                              ("contacts.undo_import", runs["undoing"].id)}
    assert jobs.actor_of(runs["applying"]).id == user.id


def test_a_file_that_was_never_applied_can_be_removed_and_an_applied_one_not(app):
    run = make_import()
    with transaction():
        engine.remove_import(SYSTEM, run.id)
    assert (count(ImportRun), count(ImportRow)) == (0, 0)
    run = make_import(applied=True)
    with pytest.raises(Conflict), transaction():
        engine.remove_import(SYSTEM, run.id)


def test_a_second_preview_stops_the_first_one(app, monkeypatch):
    from outreach.contacts.services.imports import preview

    run = make_import()
    judge = preview.Judge.rows

    def interrupted(self, prepared, typed):
        monkeypatch.setattr(preview.Judge, "rows", judge)
        preview.preview_import(run.id)
        return judge(self, prepared, typed)
    monkeypatch.setattr(preview.Judge, "rows", interrupted)
    assert preview.preview_import(run.id).state == "previewed"
    assert [row.number for row in rows_of(run)] == [1, 2]


NOTED = csv_file("Petra Muster;petra@velox.example.org;Sucht Partner für Graphen", head="Name;E-Mail;Notizen")


def notes_found(word: str) -> list[int]:
    return [hit.ref_id for hit in index.find(word, make_user("officer"), ["person"])]


def test_notes_of_a_file_without_an_event_become_those_of_the_person_and_go_with_an_undo(app):
    run = make_import(data=NOTED, applied=True)
    person, = db.session.scalars(select(Person))
    assert (person.notes, person.notes_language) == ("Sucht Partner für Graphen", "de")
    assert notes_found("Graphen") == [person.id]
    engine.undo_import(SYSTEM, run.id)
    assert count(Person) == 0


def test_notes_of_a_file_fill_in_a_known_person_only_where_nothing_stands(app):
    known = make_person("Petra Muster", email="petra@velox.example.org")
    run = make_import(data=NOTED, applied=True)
    db.session.expire_all()
    assert known.notes == "Sucht Partner für Graphen"
    assert notes_found("Graphen") == [known.id]
    engine.undo_import(SYSTEM, run.id)
    db.session.expire_all()
    assert (known.notes, known.notes_language) == (None, None)
    assert notes_found("Graphen") == []
    other = make_person("Björn Böhm", email="boehm@velox.example.org", notes="Golf")
    make_import(data=csv_file("Björn Böhm;boehm@velox.example.org;Segeln", head="Name;E-Mail;Notizen"), applied=True)
    db.session.expire_all()
    assert other.notes == "Golf"


def test_notes_of_a_file_for_an_event_stand_with_the_event_alone(app):
    make_import(make_event(), data=NOTED, applied=True)
    assert db.session.scalars(select(EventContact)).one().notes == "Sucht Partner für Graphen"
    assert db.session.scalars(select(Person)).one().notes is None


def test_a_number_that_cannot_be_read_is_kept_as_written_with_a_warning(app):
    rows = ("Petra Muster;123;+49 170 1234567", "Uwe Kern;0049 30 12345 ext?;am Empfang", "Eva Kern;030 12345678;")
    run = make_import(data=csv_file(*rows, head="Name;Telefon;Mobil"), applied=True)
    stored = db.session.scalars(select(ImportRow).where(ImportRow.run_id == run.id).order_by(ImportRow.number)).all()
    assert [row.mapped["warnings"] for row in stored] == [
        [["unreadable_phone", {"text": "123"}]], [["unreadable_phone", {"text": "am Empfang"}]], []]
    person = db.session.scalars(select(Person).where(Person.full_name == "Petra Muster")).one()
    assert sorted(item.value for item in person.channels) == ["+491701234567", "123"]
    with in_language("de"):
        assert "Die Telefonnummer „123“ ließ sich nicht lesen" in next(iter(report_rows(run)))["reason"]


def test_the_gender_of_a_column_becomes_that_of_the_person(app):
    make_import(data=csv_file("Petra Muster;w", "Uwe Kern;m", "Kim Muster;x", head="Name;Geschlecht"), applied=True)
    assert {one.full_name: one.gender for one in db.session.scalars(select(Person))} == {
        "Petra Muster": "f", "Uwe Kern": "m", "Kim Muster": None}


def test_the_report_tells_the_warnings_of_a_row(app):
    run = make_import(data=csv_file("Petra Muster;petra", head="Name;E-Mail"))
    with in_language("en"):
        (_row, _result, reason), = full_rows(run)
        assert "“petra” is no e-mail address" in reason
        assert reason == next(iter(report_rows(run)))["reason"]


@pytest.mark.parametrize("event", [False, True])
def test_a_note_that_is_too_long_is_cut_with_a_warning_and_stays_whole_with_its_row(app, event):
    note = "x" * 20_000 + " und der Schluss"
    run = make_import(make_event() if event else None, data=csv_file(f"Petra Muster;{note}", "Uwe Kern;" + "y" * 20_000,
                                                                     head="Name;Notizen"), applied=True)
    long, fitting = db.session.scalars(select(ImportRow).where(ImportRow.run_id == run.id).order_by(ImportRow.number))
    assert long.mapped["warnings"] == [["note_too_long", {}]] and fitting.mapped["warnings"] == []
    assert (long.state, long.cells[1], long.mapped["notes"]) == ("applied", note, note)
    stored = db.session.scalar(select(EventContact.notes if event else Person.notes).where(
        (EventContact.person_id if event else Person.id) == long.person_id))
    assert stored == note[:20_000]
    with in_language("de"):
        assert "mehr als 20.000 Zeichen" in full_row(long)["reason"]
