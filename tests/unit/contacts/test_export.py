"""Taking lists out of the house: the rows of the filter, the chosen columns, and an entry in the log."""

import csv
import io
from datetime import datetime, timedelta

import pytest
from python_calamine import CalamineWorkbook
from werkzeug.http import parse_options_header

from outreach.activity.models import ActivityEntry
from outreach.db import db, now, transaction
from outreach.jobs import drain
from outreach.web.lists import exporting
from outreach.web.models import ListExport
from tests.factories.accounts import make_user
from tests.factories.contacts import make_person
from tests.factories.event_contacts import make_event_contact
from tests.factories.events import make_event
from tests.factories.intentions import make_intention
from tests.factories.leads import make_lead
from tests.factories.materials import make_material
from tests.factories.targets import make_target


@pytest.fixture
def officer(session):
    """An officer who reads German and lives by Berlin's clock."""
    return make_user(role="officer", language="de", time_zone="Europe/Berlin")


def _csv(answer) -> list[list[str]]:
    assert answer.data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))


def _fetch(client, key, state="", column=(), format="csv", status=200):
    answer = client.post(f"/lists/{key}/export", data={
        "csrf_token": client.csrf_token(), "state": state, "column": list(column), "format": format})
    assert answer.status_code == status, answer.get_data(as_text=True)[:2000]
    return answer


def test_a_csv_holds_the_rows_of_the_filter_and_the_chosen_columns(officer, sign_in):
    make_person("Jürgen Müller", emails=["j.mueller@velox.example.org", "jm@example.org"], country="DE",
                organisation="Velox Photonik GmbH")
    make_person("=HYPERLINK(\"http://example.org\")", country="DE", phone="+49 30 23125008")
    make_person("김민수", country="KR")
    client = sign_in(officer)
    assert client.get_page("/lists/people/export?country=DE").heading == "2 Zeilen exportieren"
    answer = _fetch(client, "people", "country=DE&sort=-name", ["name", "organisation", "email", "channel_mobile", "country"])
    assert answer.mimetype == "text/csv" and "attachment" in answer.headers["Content-Disposition"]
    rows = _csv(answer)
    assert rows[0] == ["Name", "Organisation", "E-Mail-Adresse", "Mobiltelefon", "Land"]
    assert sorted(rows[1:]) == sorted([
        ["Jürgen Müller", "Velox Photonik GmbH", "j.mueller@velox.example.org; jm@example.org", "", "Deutschland"],
        ["'=HYPERLINK(\"http://example.org\")", "", "", "+49 30 23125008", "Deutschland"]])


def test_the_log_says_who_took_how_many_rows(officer, sign_in):
    make_person("Petra Muster")
    _fetch(sign_in(officer), "people", "", ["name"])
    entry = db.session.scalars(db.select(ActivityEntry).where(ActivityEntry.verb == "list.exported")).one()
    assert (entry.actor_id, entry.data["rows"], entry.data["columns"]) == (officer.id, 1, ["name"])
    page = sign_in(make_user(role="administrator", language="en")).get_page("/log/")
    assert "exported the list “People” as CSV: 1 row" in page.text


def test_an_xlsx_holds_times_as_times_of_the_readers_clock(officer, sign_in):
    person = make_person("Petra Muster")
    with transaction():
        person.created_at = datetime.fromisoformat("2027-06-22T22:30:00+00:00")
    answer = _fetch(sign_in(officer), "people", "", ["name", "created"], "xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert rows == [["Name", "Hinzugefügt (Berlin)"], ["Petra Muster", datetime(2027, 6, 23, 0, 30)]]


def test_a_large_list_is_written_by_a_job_and_fetched_by_its_owner(officer, sign_in, monkeypatch):
    monkeypatch.setattr(exporting, "SMALL", 3)
    monkeypatch.setattr(exporting, "_CHUNK", 2)
    for letter in "abcde":
        make_person(f"Petra Muster{letter}", email=f"{letter}@example.org")
    client = sign_in(officer)
    answer = _fetch(client, "people", "sort=-name", ["name"], status=302)
    row = db.session.scalars(db.select(ListExport)).one()
    assert answer.headers["Location"] == f"/lists/exports/{row.id}"
    assert "0 von 5 Zeilen" in client.get_page(f"/lists/exports/{row.id}").text
    drain()
    assert (row.state, row.done) == ("ready", 5)
    assert client.get_page(f"/lists/exports/{row.id}").heading == "5 Zeilen sind exportiert"
    rows = _csv(client.get(f"/lists/exports/{row.id}/file"))
    assert [cells[0] for cells in rows] == ["Name", *(f"Petra Muster{letter}" for letter in "edcba")]
    other = sign_in(make_user(role="administrator", language="en"))
    other.get_page(f"/lists/exports/{row.id}", 404)
    other.get_page(f"/lists/exports/{row.id}/file", 404)


def test_a_file_goes_after_a_day_and_a_dead_workers_export_is_queued_again(officer, sign_in, monkeypatch):
    monkeypatch.setattr(exporting, "SMALL", 0)
    make_person("Petra Muster")
    client = sign_in(officer)
    _fetch(client, "people", "", ["name"], status=302)
    row = db.session.scalars(db.select(ListExport)).one()
    drain()
    with transaction():
        db.session.execute(db.update(ListExport).values(updated_at=now() - timedelta(days=2)))
    assert exporting.sweep_exports() == 1
    client.get_page(f"/lists/exports/{row.id}/file", 404)
    assert "nicht mehr da" in client.get_page(f"/lists/exports/{row.id}").text
    with transaction():
        db.session.execute(db.update(ListExport).values(state="running", updated_at=now() - timedelta(minutes=10)))
    exporting.sweep_exports()
    drain()
    db.session.refresh(row)
    assert row.state == "ready"


@pytest.mark.parametrize(("column", "format", "message"), [
    ((), "csv", "mindestens eine Spalte"), (("nonsense",), "csv", "mindestens eine Spalte"),
    (("name",), "pdf", "eine der Dateiarten")])
def test_a_wrong_choice_is_told_and_nothing_leaves(officer, sign_in, column, format, message):
    make_person("Petra Muster")
    answer = _fetch(sign_in(officer), "people", "", column, format, 422)
    assert message in answer.get_data(as_text=True)
    assert db.session.scalar(db.select(db.func.count()).select_from(ListExport)) == 0


def test_more_rows_than_a_sheet_holds_are_offered_as_csv(officer, sign_in, monkeypatch):
    monkeypatch.setattr(exporting, "MOST_ROWS", 2)
    make_person("Petra Muster")
    make_person("Jana Beispiel")
    client = sign_in(officer)
    assert "Wählen Sie CSV" in _fetch(client, "people", "", ["name"], "xlsx", 422).get_data(as_text=True)
    assert len(_csv(_fetch(client, "people", "", ["name"]))) == 3


def test_every_list_is_exported_with_all_its_columns(session, sign_in):
    from outreach.web import doors
    from outreach.web.lists.listing import open_list

    admin = make_user(role="administrator", language="ko")
    person = make_person("김민수", other_names=["Kim Min-su"], organisation="한빛광학(주)", email="a@example.org", notes="x")
    make_event_contact(make_event(), name=person.full_name, email=person.email)
    make_lead()
    make_intention()
    make_material()
    make_target("한빛광학(주)")
    client = sign_in(admin)
    for key, _kind in doors.record_list.items():
        columns = [item.code for item in open_list(key, admin, {}).columns]
        for format in ("csv", "xlsx"):
            answer = _fetch(client, key, "", columns, format)
        rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
        assert len(rows) > 1, key
        client.get_page(f"/lists/{key}/export")


def test_money_leaves_as_a_number_with_its_currency(officer, sign_in):
    from outreach.activity import SYSTEM
    from outreach.db import Money
    from outreach.leads.services import edit_lead

    lead = make_lead()
    with transaction():
        edit_lead(SYSTEM, lead, {"investment": Money.of("1234.5", "EUR")})
    rows = _csv(_fetch(sign_in(officer), "leads", "tab=all", ["number", "investment"]))
    assert rows[0][1:] == ["Gesamtinvestition", "Gesamtinvestition: Währung"]
    assert rows[1][1:] == ["1234.5", "EUR"] or rows[1][1:] == ["1234.50", "EUR"]


def test_the_outbox_is_exported_by_those_only_who_may_read_it(officer, sign_in):
    client = sign_in(officer)
    client.get_page("/lists/outbox/export", 404)
    _fetch(client, "outbox", "", ["subject"], status=404)


def test_file_and_sheet_have_no_signs_that_nobody_sees(sign_in, officer, session):
    client = sign_in(officer)
    make_event_contact(make_event())
    answer = _fetch(client, "event_contacts", "", ["event"], format="xlsx")
    name = parse_options_header(answer.headers["Content-Disposition"])[1]["filename"]
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).sheet_names
    assert name.startswith("Veranstaltungskontakte 20") and sheets == ["Veranstaltungskontakte"]
