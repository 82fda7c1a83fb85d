"""Profiles of files: saved under a name, offered for the same headings, changed and removed; and imports without an event."""

import io

from python_calamine import CalamineWorkbook
from sqlalchemy import select

from outreach.activity import SYSTEM
from outreach.contacts.models import ImportProfile, ImportRow, ImportRun, Person
from outreach.contacts.services import edit_person
from outreach.contacts.services import imports as engine
from outreach.contacts.services.values import PersonValues
from outreach.db import db, transaction
from tests.factories.accounts import make_user
from tests.factories.imports import csv_file, make_import, multipart

HEAD = "Kto;Skad;Kontakt"
ROWS = ("Petra Muster;Velox Photonik GmbH;petra@velox.example.org",)


def explained(**other):
    """A file whose headings nobody knows, read as a person says."""
    return make_import(data=csv_file(*ROWS, head=HEAD), country="DE", doubtful="skip",
                       mapping={"0": "full_name", "1": "organisation", "2": "email"}, **other)


def profile() -> ImportProfile | None:
    return db.session.scalar(select(ImportProfile).execution_options(populate_existing=True))


def test_a_profile_is_saved_offered_for_the_same_headings_and_used(sign_in):
    officer, run = sign_in(make_user("officer")), explained()
    page = officer.get_page(f"/imports/{run.id}")
    assert "These headings are known" not in page.text
    officer.post_page(f"/imports/{run.id}/profile", {"name": "  Messe   Posen "})
    assert (profile().name, profile().country, profile().doubtful) == ("Messe Posen", "DE", "skip")
    data = csv_file("Uwe Kern;Kern Optik GmbH;uwe@kern.example.org", head=" KTO ;Skad; Kontakt")
    other = make_import(data=data, name="next.csv")
    page = officer.get_page(f"/imports/{other.id}")
    assert "Messe Posen" in page.text and other.mapping is None
    officer.post_page(f"/imports/{other.id}/profile/{profile().id}")
    other = db.session.get(ImportRun, other.id, populate_existing=True)
    assert (other.country, other.doubtful, other.mapping) == ("DE", "skip", {"0": "full_name", "1": "organisation", "2": "email"})
    row = db.session.scalar(select(ImportRow).where(ImportRow.run_id == other.id))
    assert (row.mapped["full_name"], row.mapped["organisation"]) == ("Uwe Kern", "Kern Optik GmbH")


def test_a_profile_is_renamed_and_removed_and_its_name_is_its_own(sign_in):
    officer, run = sign_in(make_user("officer")), explained()
    for name in ("Posen", "Danzig"):
        officer.post_page(f"/imports/{run.id}/profile", {"name": name})
    page = officer.get_page("/imports/profiles/", title="Profiles of files")
    assert "Skad: Organisation" in page.text
    one, two = db.session.scalars(select(ImportProfile).order_by(ImportProfile.id)).all()
    form = {f"p{one.id}-name": "Danzig", f"p{one.id}-country": "", f"p{one.id}-doubtful": "new"}
    page = officer.post_page(f"/imports/profiles/{one.id}", form, 422)
    assert "Another profile has this name" in page.text
    officer.post_page(f"/imports/profiles/{one.id}", {**form, f"p{one.id}-name": "Warschau"})
    officer.post_page(f"/imports/profiles/{two.id}/remove")
    assert [(item.name, item.country) for item in db.session.scalars(select(ImportProfile))] == [("Warschau", None)]


def test_a_profile_without_a_name_is_refused(sign_in):
    officer, run = sign_in(make_user("officer")), explained()
    page = officer.post_page(f"/imports/{run.id}/profile", {"name": " "}, 422)
    assert "Enter a name for the profile" in page.text and profile() is None


def test_who_only_reads_saves_no_profile(sign_in):
    reader, run = sign_in(make_user("reader")), explained()
    reader.post_page(f"/imports/{run.id}/profile", {"name": "Posen"}, 403)
    assert "Save the profile" not in reader.get_page(f"/imports/{run.id}").text


def test_a_file_comes_in_without_an_event_and_its_report_is_a_workbook(sign_in):
    officer = sign_in(make_user("officer"))
    body, kind = multipart(csv_file("Petra Muster;Velox Photonik GmbH;petra@velox.example.org;;Deutschland", ";;;;"), "leads.csv",
                           event="", country="", csrf_token=officer.csrf_token())
    officer.post("/imports/new", data=body, content_type=kind)
    run = db.session.scalar(select(ImportRun).order_by(ImportRun.id.desc()))
    assert (run.target_kind, run.state) == (None, "previewed")
    officer.post_page(f"/imports/{run.id}/apply")
    person = db.session.scalar(select(Person).where(Person.full_name == "Petra Muster"))
    assert person.organisation.name == "Velox Photonik GmbH"
    with transaction():
        edit_person(SYSTEM, person, PersonValues("Petra Muster", country="AT"), person.version)
    engine.undo_import(SYSTEM, run.id)
    answer = officer.get(f"/imports/{run.id}/report.xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert rows[0][:4] == ["Row", "Result", "Reason", "Stays"]
    assert "Country: Germany, now Austria" in rows[1][3]
    assert "Country: Germany, now Austria" in officer.get_page(f"/imports/{run.id}").text
