"""Many rows at once, below the session, with the same types and defaults as one at a time."""

from datetime import date

import pytest
from sqlalchemy import select

from outreach.contacts.models import ImportRow, ImportRun, Person
from outreach.db import db, transaction
from outreach.db.bulk import insert_many, pieces, reserve_ids, update_many
from outreach.event_contacts.models import EventContact
from tests.factories.contacts import make_person
from tests.factories.events import make_event


def test_rows_come_back_as_they_would_one_at_a_time(app):
    person, event = make_person("Petra Muster"), make_event()
    raw = {"text": "Zeile \"1\"\tmit\nUmbruch \\ und 汉字", "cells": ["a", None, 1.5]}
    with transaction():
        insert_many(EventContact, [
            {"event_id": event.id, "person_id": person.id, "source": "sheet", "raw": raw, "met_on": date(2027, 6, 22), "notes": ""},
            {"event_id": event.id, "person_id": person.id, "source": "sheet", "raw": {}, "met_on": None, "notes": "\\N"}])
    first, second = db.session.scalars(select(EventContact).order_by(EventContact.id)).unique()
    assert (first.raw, first.met_on, first.notes, first.state, first.made_lead) == (raw, date(2027, 6, 22), "", "open", False)
    assert (second.met_on, second.notes) == (None, "\\N")
    assert first.captured_at.tzinfo is not None and first.captured_at == second.captured_at


def test_reserved_keys_are_free_and_the_next_single_row_comes_after_them(app):
    known = make_person("Petra Muster")
    with transaction():
        refs = reserve_ids(Person, 3)
        insert_many(Person, [{"id": ref, "full_name": f"Nummer {ref}", "sort_key": "n"} for ref in refs])
    assert len(set(refs)) == 3 and known.id not in refs
    assert make_person("Uwe Kern").id not in {known.id, *refs}


def test_updates_find_each_row_by_its_key(app):
    with transaction() as session:
        run = ImportRun(filename="a.csv", sha256="0" * 64)
        session.add(run)
        session.flush()
        insert_many(ImportRow, [{"run_id": run.id, "number": number} for number in (1, 2)])
        rows = session.scalars(select(ImportRow.id).order_by(ImportRow.number)).all()
        update_many(ImportRow, [{"id": ref, "reasons": [["row_known", "+", {}]], "finished": True} for ref in rows[:1]])
    found = db.session.scalars(select(ImportRow).order_by(ImportRow.number)).all()
    assert [(row.reasons, row.finished) for row in found] == [([["row_known", "+", {}]], True), ([], False)]


def test_each_row_may_leave_out_other_columns(app):
    with transaction():
        refs = reserve_ids(Person, 2)
        insert_many(Person, [{"id": refs[0], "full_name": "Eins", "sort_key": "e", "titles": "Dr."},
                             {"id": refs[1], "full_name": "Zwei", "sort_key": "z", "country": "DE", "script": "latin"}])
    told = db.session.execute(select(Person.full_name, Person.titles, Person.country, Person.script).order_by(Person.id)).all()
    assert told == [("Eins", "Dr.", None, "other"), ("Zwei", None, "DE", "latin")]


def test_nothing_is_written_for_no_rows(app):
    insert_many(Person, [])
    update_many(Person, [])
    assert reserve_ids(Person, 0) == []


@pytest.mark.parametrize(("values", "found"), [((), []), (range(5), [[0, 1], [2, 3], [4]])])
def test_long_lists_are_parted(values, found):
    assert list(pieces(values, 2)) == found
