"""The pages of imported files: upload, preview, decisions, result, undo, and who may do it."""

import io
import re
import zipfile

import pytest
from sqlalchemy import func, select

from outreach.contacts.models import ImportRow, ImportRun, Person
from outreach.contacts.services import imports as engine
from outreach.contacts.services.imports import starting
from outreach.db import db, transaction
from outreach.jobs import drain
from outreach.web.sheets import harmless
from tests.factories.accounts import make_user
from tests.factories.contacts import make_person
from tests.factories.events import make_event
from tests.factories.imports import csv_file, make_import, multipart, person_row
from tests.unit.contacts.test_imports_samples import SAMPLES


@pytest.fixture
def officer(sign_in):
    """A browser in which an officer is signed in."""
    return sign_in(make_user("officer", name="Zhou Min"))


def send(client, event, data: bytes, name: str = "leads.csv", status: int = 302):
    """Upload a file for an event."""
    body, kind = multipart(data, name, event=str(event.id), country="DE", csrf_token=client.csrf_token())
    return client._checked(client.post("/imports/new", data=body, content_type=kind), "/imports/new", status, None)


def the_run() -> ImportRun:
    return db.session.scalar(select(ImportRun).order_by(ImportRun.id.desc()).limit(1))


def people() -> int:
    return db.session.scalar(select(func.count()).select_from(Person))


def test_a_file_name_that_turns_the_direction_of_writing_is_shown_without_it(officer):
    body, kind = multipart(csv_file(person_row(1)), "leads\u202egpj.csv", country="DE", csrf_token=officer.csrf_token())
    page = officer._checked(officer.post("/imports/new", data=body, content_type=kind), "/imports/new", 302, None)
    run = the_run()
    assert run.filename == "leadsgpj.csv"
    officer.post_page(f"{page.location}/apply")
    drain()
    for path in ("/imports/", page.location):
        text = officer.get_page(path).html
        assert "leadsgpj.csv" in text and "\u202e" not in text, path
    assert "<bdi>leadsgpj.csv</bdi>" in officer.get_page("/imports/").html


def test_the_upload_page_says_what_it_takes_and_offers_the_event(officer):
    event = make_event()
    page = officer.get_page(f"/imports/new?event={event.id}", title="Import contacts")
    assert "At most 50 MB" in page.text and "XLSX" in page.text
    assert (page.field("event"), page.field("country")) == (str(event.id), "DE")
    assert officer.get_page("/imports/new?event=x", title="Import contacts").field("event") in (None, "")


def test_a_file_becomes_a_preview_and_then_contacts_and_is_undone(officer):
    event, before = make_event(), people()
    page = send(officer, event, (SAMPLES / "messe-leads-de.csv").read_bytes(), "messe-leads-de.csv")
    run = the_run()
    assert page.location == f"/imports/{run.id}" and people() == before
    page = officer.get_page(page.location, title="12 rows checked")
    for words in ("Windows-1252", "Semicolon", "1 heading row", "9 of 9 have a meaning", "Nothing is stored", "Anneliese Schröder",
                  "12 rows will be imported", "Can be undone until", "+49 30 23125000"):
        assert words in page.text, words
    officer.post_page(f"/imports/{run.id}/apply")
    page = officer.get_page(f"/imports/{run.id}", title="12 rows imported")
    assert people() == before + 12 and "Undo the import" in page.text and "imported 12 rows of the file" in page.text
    officer.post_page(f"/imports/{run.id}/undo")
    assert "Undone" in officer.get_page(f"/imports/{run.id}").title and people() == before


@pytest.mark.parametrize("name", ["kotra-leads-ko.csv", "exhibition-leads-zh.xlsx", "cards-mixed.vcf", "outlook-utf16.csv"])
def test_every_kind_of_sample_has_a_preview_page(officer, name):
    event = make_event()
    send(officer, event, (SAMPLES / name).read_bytes(), name)
    run = the_run()
    page = officer.get_page(f"/imports/{run.id}", title="rows checked")
    first = db.session.scalar(select(ImportRow).where(ImportRow.run_id == run.id, ImportRow.number == 1))
    assert first.mapped["shown"]["name"] in page.text
    if name == "cards-mixed.vcf":
        errors = officer.get_page(f"/imports/{run.id}?verdict=error")
        assert "@@@not base64@@@" in errors.text and "Leave the row out" in errors.text


def _bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml", "<workbook/>")
        book.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    return packed.getvalue()


@pytest.mark.parametrize(("data", "name", "words"), [
    (b"", "leads.csv", "The file is empty"),
    (b"%PDF-1.7\n%....", "leads.pdf", "no table and no contact card (PDF)"),
    (_bomb(), "leads.xlsx", "unpacks to more than can be read safely"),
    (b"PK\x03\x04 broken", "leads.xlsx", "damaged"),
    (b"Name;E-Mail\r\n" + b"x" * 50_000_001, "leads.csv", "The file has 51 MB; at most 50 MB can be read"),
], ids=["empty", "no table", "zip bomb", "broken", "too large"])
def test_a_file_that_cannot_be_read_is_refused_at_the_field_and_the_rest_is_kept(officer, data, name, words):
    event = make_event()
    page = send(officer, event, data, name, status=422)
    assert page.title.startswith("Error:") and any(words in message for message in page.errors()), page.errors()
    assert (page.field("event"), page.field("country")) == (str(event.id), "DE")
    assert the_run() is None


def test_the_refusal_speaks_the_readers_language(sign_in):
    client, event = sign_in(make_user("officer", language="de")), make_event()
    page = send(client, event, b"x" * 60_000_000, status=422)
    assert page.tree.get("lang") == "de" and "60 MB" in page.errors()[0] and "50 MB" in page.errors()[0]


def test_an_upload_without_a_file_says_what_to_choose(officer):
    page = officer.post_page("/imports/new", {"event": "", "country": ""}, 422)
    assert page.errors() == ["Choose the file with the contacts."]


def test_a_missing_column_is_explained_on_the_page_and_nothing_is_lost(officer):
    event = make_event()
    page = send(officer, event, csv_file("rot;12", head="Farbe;Anzahl"))
    page = officer.get_page(page.location, title="cannot be read")
    assert "No column holds a name" in page.text and page.field("column-0") == ""
    officer.post_page(f"/imports/{the_run().id}/options", {
        "encoding": "", "separator": "", "country": "DE", "doubtful": "new", "column-0": "full_name", "column-1": ""})
    assert "rot" in officer.get_page(f"/imports/{the_run().id}", title="1 row checked").text


def test_characters_that_nobody_recognises_are_explained_by_choosing_an_encoding(officer):
    data = "Имя;Почта\nИван Петров;ivan@example.org\n".encode("koi8-r") * 30 + bytes(range(129, 255)) * 9
    page = officer.get_page(send(officer, make_event(), data).location, title="cannot be read")
    assert "cannot be recognised. Choose the encoding" in page.text and page.field("encoding") == ""


def test_another_encoding_reads_the_names_again(officer):
    event = make_event()
    send(officer, event, (SAMPLES / "kotra-leads-ko.csv").read_bytes(), "kotra-leads-ko.csv")
    run = the_run()
    wanted = {"separator": "", "country": "KR", "doubtful": "same"}
    officer.post_page(f"/imports/{run.id}/options", {**wanted, "encoding": "windows-1252"})
    assert "오수지" not in officer.get_page(f"/imports/{run.id}").text
    officer.post_page(f"/imports/{run.id}/options", {**wanted, "encoding": "cp949"})
    page = officer.get_page(f"/imports/{run.id}")
    assert "오수지" in page.text and page.field("encoding") == "cp949" and page.field("doubtful") == "same"


def test_an_unknown_option_is_refused_with_the_form_open(officer):
    run = make_import(make_event())
    page = officer.post_page(f"/imports/{run.id}/options", {"encoding": "klingon", "doubtful": "new"}, 422)
    assert page.title.startswith("Error:")


@pytest.fixture
def doubtful_run(officer):
    """A preview with a doubtful row about Jürgen Müller."""
    make_person("Jürgen Müller", email="j.mueller@velox.example.org", organisation="Velox Photonik GmbH")
    return make_import(make_event(), rows=(
        person_row(1), "Juergen Mueller;Velox Photonik GmbH & Co. KG;juergen.mueller@velox.example.org;;Deutschland", ";;;;Korea"))


def test_a_doubtful_row_shows_file_against_record_with_reasons_and_three_choices(officer, doubtful_run):
    page = officer.get_page(f"/imports/{doubtful_run.id}", title="3 rows checked, 2 need your decision")
    assert "Same person as Jürgen Müller?" in page.text
    assert [node.text for node in page.tree.iter("mark")]
    for words in ("in the file", "in Outreach", "New person", "Same person", "Leave out", "Same mail domain"):
        assert words in page.text, words
    assert " checked>" not in page.html.split('id="row-2"')[1].split("</tbody>")[0]


def test_a_decision_is_kept_and_changes_the_numbers(officer, doubtful_run):
    page = officer.post_page(f"/imports/{doubtful_run.id}/rows/2", {"decision": "skip", "verdict": "doubtful"})
    assert page.location == f"/imports/{doubtful_run.id}?verdict=doubtful#row-2"
    page = officer.get_page(f"/imports/{doubtful_run.id}", title="1 needs your decision")
    assert re.search(r'id="r2-skip"[^>]* checked', page.html) and "1 row will be imported" in page.text


def test_htmx_gets_the_row_back_with_the_numbers_around_it(officer, doubtful_run):
    page = officer.post_page(f"/imports/{doubtful_run.id}/rows/2", {"decision": "same"}, 200, headers={"HX-Request": "true"})
    assert '<tbody id="row-2">' in page.html and 'id="foot"' in page.html and "1 needs your decision" in page.html
    assert "<html" not in page.html
    answer = officer.post(f"/imports/{doubtful_run.id}/rows/9", data={"decision": "same", "csrf_token": officer.csrf_token()},
                          headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Refresh"]) == (204, "true")


def test_an_error_row_is_corrected_in_place(officer, doubtful_run):
    page = officer.post_page(f"/imports/{doubtful_run.id}/rows/3/correct", {"full_name": "Han Seoyun", "email": "han@example.org"})
    assert page.location == f"/imports/{doubtful_run.id}#row-3"
    page = officer.get_page(f"/imports/{doubtful_run.id}", title="1 needs your decision")
    assert "Han Seoyun" in page.text
    page = officer.post_page(f"/imports/{doubtful_run.id}/rows/3/correct", {"full_name": "x" * 1001}, 422)
    assert "at most 1,000 characters" in page.text


def test_the_rows_can_be_filtered_by_verdict(officer, doubtful_run):
    page = officer.get_page(f"/imports/{doubtful_run.id}?verdict=error")
    assert 'id="row-3"' in page.html and 'id="row-1"' not in page.html and "The row has no name" in page.text
    assert "No row has this result" in officer.get_page(f"/imports/{doubtful_run.id}?verdict=same").text


def test_the_result_lists_what_was_set_aside_with_text_and_reason(officer, doubtful_run):
    officer.post_page(f"/imports/{doubtful_run.id}/apply")
    page = officer.get_page(f"/imports/{doubtful_run.id}?shown=set_aside", title="2 rows imported, 1 set aside")
    assert "Korea" in page.text and "The row has no name" in page.text
    page = officer.post_page(f"/imports/{doubtful_run.id}/apply", status=409)
    assert "cannot be applied now" in page.text


def test_reason_and_warnings_of_a_row_stand_in_lines_of_their_own_on_the_phone_too(officer):
    make_person("Björn Böhm", email="boehm@velox.example.org")
    run = make_import(data=csv_file("Björn Böhm;boehm@velox.example.org;12", head="Name;E-Mail;Mobil"), applied=True)
    page = officer.get_page(f"/imports/{run.id}")
    # A list that is stacked on the phone shows no line breaks, so each needs a box of its own.
    lines = ["".join(box.itertext()).strip() for box in page.tree.findall(".//tbody/tr/td[3]/div")]
    assert len(lines) == 2
    assert "The names are equal" in lines[0]
    assert "“12”" in lines[1]


def test_the_report_keeps_the_input_and_runs_no_formula(officer):
    run = make_import(make_event(), rows=(
        "=cmd|'/c calc'!A0;Optik GmbH;boese@example.org;+49 170 1234567;Deutschland", ";;;;Korea"), applied=True)
    answer = officer.get(f"/imports/{run.id}/report.csv")
    text = answer.get_data(as_text=True)
    assert answer.mimetype == "text/csv" and text.startswith("\ufeffRow,Result,Reason,In Outreach,Name,Firma,E-Mail")
    assert "'=cmd|" in text and ",=cmd" not in text and "+49 170 1234567" in text
    assert ";;;;Korea" in text and "set aside" in text and ",new,New person" in text


@pytest.mark.parametrize(("cell", "shown"), [
    ("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"), ('+(HYPERLINK("x"))', "'+(HYPERLINK(\"x\"))"),
    (" =1+1", "' =1+1"), ("\n=1+1", "'\n=1+1"), ("＝1+1", "'＝1+1"), ("@SUM(A1)", "'@SUM(A1)"),
    ("+49 (0)89 555-00104", "+49 (0)89 555-00104"), ("-12,5", "-12,5"), ("Weiss Optik GmbH", "Weiss Optik GmbH"), ("", ""),
])
def test_a_cell_that_a_spreadsheet_would_run_is_quoted(cell, shown):
    assert harmless(cell) == shown


def test_a_large_file_shows_its_progress(officer, monkeypatch):
    monkeypatch.setattr(starting, "SMALL", 1)
    page = send(officer, make_event(), csv_file(person_row(1), person_row(2)))
    page = officer.get_page(page.location, title="Checking the rows")
    assert "0 of 2 rows" in page.text and "data-refresh" in page.html
    drain()
    run = the_run()
    officer.get_page(f"/imports/{run.id}", title="2 rows checked")
    officer.post_page(f"/imports/{run.id}/apply")
    officer.get_page(f"/imports/{run.id}", title="Importing the rows")
    drain()
    officer.get_page(f"/imports/{run.id}", title="2 rows imported")
    officer.post_page(f"/imports/{run.id}/undo")
    officer.get_page(f"/imports/{run.id}", title="Undoing the import")
    drain()
    officer.get_page(f"/imports/{run.id}", title="Undone")


def test_the_list_shows_every_file_and_discards_what_was_never_applied(officer):
    assert "No file was imported yet" in officer.get_page("/imports/", title="Imports").text
    event = make_event()
    done, waiting = make_import(event, applied=True), make_import(event, rows=(person_row(5),), name="zweite.csv")
    page = officer.get_page("/imports/")
    assert "zweite.csv" in page.text and "to be decided" in page.text and "imported" in page.text
    officer.post_page(f"/imports/{waiting.id}/remove")
    assert "zweite.csv" not in officer.get_page("/imports/").text.replace("The file “zweite.csv” is removed", "")
    assert "Undo it instead" in officer.post_page(f"/imports/{done.id}/remove", status=409).text


def test_who_only_reads_sees_the_files_and_changes_nothing(sign_in, client):
    event = make_event()
    run = make_import(event)
    reader = sign_in(make_user("reader"))
    page = reader.get_page(f"/imports/{run.id}", title="2 rows checked")
    assert not any((form.get("action") or "").startswith("/imports") for form in page.tree.iter("form"))
    for path in ("apply", "undo", "remove", "options", "rows/1", "rows/1/correct", "preview"):
        assert reader.post(f"/imports/{run.id}/{path}", data={"csrf_token": reader.csrf_token()}).status_code == 403
    assert reader.get("/imports/new").status_code == 403
    partner = sign_in(make_user("partner_user"))
    for path in ("/imports/", f"/imports/{run.id}", f"/imports/{run.id}/report.csv"):
        assert partner.get(path).status_code == 403


def test_an_unknown_import_is_not_there(officer):
    officer.get_page("/imports/999999", 404)
    officer.post_page("/imports/999999/apply", status=404)
    officer.get_page("/imports/999999/report.csv", 404)


def test_a_file_that_stays_for_an_event_remembers_it_was_seen_before(officer):
    event = make_event()
    make_import(event, applied=True)
    send(officer, event, csv_file(person_row(1), person_row(2)))
    assert "This very file was imported before" in officer.get_page(f"/imports/{the_run().id}").text


def test_a_person_who_was_worked_on_is_listed_after_the_undo(officer):
    from outreach.activity import SYSTEM
    from outreach.contacts.services import PersonValues, edit_person

    run = make_import(make_event(), applied=True)
    row = db.session.scalar(select(ImportRow).where(ImportRow.run_id == run.id, ImportRow.number == 1))
    person = db.session.get(Person, row.person_id)
    with transaction():
        edit_person(SYSTEM, person, PersonValues("Bleibt Hier", emails=["bleibt@example.org"]), person.version)
    officer.post_page(f"/imports/{run.id}/undo")
    page = officer.get_page(f"/imports/{run.id}?shown=kept", title="Undone")
    assert "1 row stays" in page.text and "Bleibt Hier" in page.text
    assert engine.earlier_imports(run) == []
