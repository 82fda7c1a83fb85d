"""What comes in between a file's preview and its being applied, and rows of one file that tell of one person."""

import pytest
from sqlalchemy import func, select

from outreach.activity import SYSTEM
from outreach.contacts.models import ImportRow, ImportRun, Person
from outreach.contacts.services import imports as engine
from outreach.contacts.services.imports import preview
from outreach.db import db, transaction
from outreach.search import index
from tests.factories.accounts import make_user
from tests.factories.contacts import make_person
from tests.factories.events import make_event
from tests.factories.imports import csv_file, make_import, person_row


def rows_of(run) -> list[ImportRow]:
    return list(db.session.scalars(select(ImportRow).where(ImportRow.run_id == run.id).order_by(ImportRow.number)
                                   .execution_options(populate_existing=True)))


def people() -> int:
    return db.session.scalar(select(func.count()).select_from(Person))


@pytest.mark.parametrize("same_place", [True, False])
def test_two_imports_of_one_file_that_were_checked_side_by_side_make_no_doubles(app, same_place):
    before, event = people(), make_event()
    one, other = make_import(event), make_import(event if same_place else make_event(code="OTHER-2027"))
    assert [row.verdict for row in rows_of(other)] == ["new", "new"]
    engine.apply_import(SYSTEM, one.id)
    engine.apply_import(SYSTEM, other.id)
    assert people() - before == 2
    assert [row.outcome for row in rows_of(other)] == ["same", "same"]


def test_somebody_who_was_typed_in_since_the_preview_is_found(app):
    run = make_import(rows=(person_row(1), person_row(2)))
    shown = rows_of(run)[0].mapped["shown"]
    typed = make_person(shown["name"], email=shown["email"])
    engine.apply_import(SYSTEM, run.id)
    assert [row.person_id == typed.id for row in rows_of(run)] == [True, False]
    assert [row.outcome for row in rows_of(run)] == ["same", "new"]


def test_somebody_who_was_typed_in_while_the_file_is_written_is_found(app, monkeypatch):
    from outreach.contacts.services.imports import fates

    run = make_import(rows=(person_row(1),))
    shown = rows_of(run)[0].mapped["shown"]
    look, typed = fates.Fates.look, []

    def late(self, rows):
        look(self, rows)
        typed.append(make_person(shown["name"], email=shown["email"]).id)
    monkeypatch.setattr(fates.Fates, "look", late)
    engine.apply_import(SYSTEM, run.id)
    assert rows_of(run)[0].person_id == typed[0]


def test_rows_of_one_person_are_one_person_with_all_that_they_tell(app, client):
    mail = "petra.muster@velox.example.org"
    run = make_import(rows=(
        f"Petra Muster;Velox Photonik GmbH;{mail};;Deutschland", f"Petra Muster;;{mail};+49 170 1234567;Deutschland"))
    assert [row.verdict for row in rows_of(run)] == ["new", "same"]
    engine.apply_import(SYSTEM, run.id)
    first, second = rows_of(run)
    assert first.person_id == second.person_id
    person = db.session.get(Person, first.person_id)
    assert (person.phone, person.organisation.name) == ("+491701234567", "Velox Photonik GmbH")
    found = index.find("01701234567", make_user(), kinds=["person"])
    assert [hit.ref_id for hit in found] == [person.id]


def test_where_the_first_row_of_a_person_is_left_out_the_next_stands_for_it(app):
    before, mail = people(), "petra.muster@velox.example.org"
    run = make_import(rows=(f"Petra Muster;;{mail};;", f"Petra Muster;;{mail};+49 170 1234567;", f"Petra Muster;;{mail};;"))
    with transaction():
        engine.decide_row(run.id, 1, "skip")
    engine.apply_import(SYSTEM, run.id)
    assert people() - before == 1
    assert [row.state for row in rows_of(run)] == ["skipped", "applied", "applied"]
    assert rows_of(run)[1].person_id == rows_of(run)[2].person_id is not None


def test_a_match_who_is_gone_when_the_file_is_applied_is_made_anew(app):
    known = make_person("Björn Böhm", email="bjoern.boehm@velox.example.org")
    run = make_import(rows=("Björn Böhm;;bjoern.boehm@velox.example.org;;",))
    assert rows_of(run)[0].match_id == known.id
    with transaction() as session:
        session.delete(known)
    engine.apply_import(SYSTEM, run.id)
    assert rows_of(run)[0].outcome == "new" and rows_of(run)[0].person_id is not None


def test_a_check_that_dies_half_way_keeps_what_was_typed(app, monkeypatch):
    run = make_import(data=csv_file("Petra Muster;p@example.org;31.06.2027", head="Name;E-Mail;Kontakt am"))
    with transaction():
        engine.correct_row(run.id, 1, {"met_on": "30.06.2027"})

    def dies(*_args):
        raise RuntimeError("killed")
    with monkeypatch.context() as patched:
        patched.setattr(preview.Judge, "rows", dies)
        with pytest.raises(RuntimeError):
            engine.preview_import(run.id)
    db.session.rollback()
    assert rows_of(run) == []
    engine.preview_import(run.id)
    assert rows_of(run)[0].mapped["met_on"] == "2027-06-30"
    assert db.session.get(ImportRun, run.id, populate_existing=True).typed == {}
