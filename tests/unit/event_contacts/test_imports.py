"""What the rows of a fair's lead file become, and what stays when the import is undone."""

import pytest

from outreach.activity import SYSTEM
from outreach.contacts.models import ImportRun, Person
from outreach.contacts.services.imports import apply_import, preview_import, stage_file, undo_import
from outreach.db import db, transaction
from outreach.event_contacts import queries, services
from outreach.event_contacts.models import EventContact
from tests.factories.accounts import make_user
from tests.factories.events import make_event

FILE = (
    "Name;Firma;E-Mail;Telefon;Land;Notiz;Bewertung;Datum\n"
    "Jana Weiss;Weiss Optik GmbH;jana@weiss.example.org;089 1234567;Deutschland;Will 2.000 m²;A;23.06.2027\n"
    "Uwe Kern;Weiss Optik GmbH;uwe@weiss.example.org;;Deutschland;;;\n"
)


@pytest.fixture
def run(real_app) -> ImportRun:
    """The file, applied to the fair."""
    event = make_event()
    with transaction():
        run = stage_file(SYSTEM, FILE.encode(), "leads.csv", target_kind="event", target_ref=event.id)
    preview_import(run.id)
    return apply_import(SYSTEM, run.id)


def _contacts() -> list[EventContact]:
    return list(db.session.scalars(db.select(EventContact).order_by(EventContact.import_row)).unique())


def test_every_row_becomes_a_contact_of_the_event_with_the_row_as_it_came(run):
    jana, uwe = _contacts()
    assert (jana.event_id, jana.person.full_name, jana.organisation.name) == (
        run.target_ref,
        "Jana Weiss",
        "Weiss Optik GmbH",
    )
    assert (jana.source, jana.state, jana.import_run_id, jana.import_row, uwe.import_row) == (
        "sheet",
        "open",
        run.id,
        1,
        2,
    )
    assert jana.notes == "Will 2.000 m²"
    assert jana.raw["cells"][:2] == ["Jana Weiss", "Weiss Optik GmbH"]
    assert uwe.organisation_id == jana.organisation_id
    assert [one.id for one in queries.colleagues(make_user("officer"), [jana])] == [uwe.id]


def test_the_columns_of_the_file_name_the_lines_of_the_capture(run):
    lines = dict(queries.raw_lines(_contacts()[0], run))
    assert lines["Firma"] == "Weiss Optik GmbH"
    assert "" not in lines.values()


def test_the_contact_tells_which_import_brought_it(run):
    assert [entry.verb for entry in queries.history(_contacts()[0])] == ["import.applied"]


def test_undoing_the_import_removes_contacts_that_nobody_decided_on(run):
    undo_import(SYSTEM, run.id)
    assert _contacts() == []
    assert db.session.scalar(db.select(db.func.count(Person.id))) == 0


def test_what_was_converted_or_rejected_stays_with_its_person(run):
    jana, uwe = _contacts()
    with transaction():
        services.convert_to_lead(SYSTEM, [jana])
        services.reject(SYSTEM, uwe, "Student")
    undo_import(SYSTEM, run.id)
    assert [(one.person.full_name, one.state) for one in _contacts()] == [
        ("Jana Weiss", "converted"),
        ("Uwe Kern", "rejected"),
    ]
    told = [entry.verb for entry in queries.history(_contacts()[1])]
    assert (told[0], told[-1]) == ("import.undone", "import.applied")


def test_a_file_that_is_applied_again_makes_no_second_contact(run):
    from outreach.contacts.services.imports import apply_import

    before = [contact.id for contact in _contacts()]
    assert apply_import(SYSTEM, run.id).state == "applied"
    assert [contact.id for contact in _contacts()] == before
