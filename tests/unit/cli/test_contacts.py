"""`flask contacts import`: JSON alone on standard output, exit codes 0, 1 and 2, nothing written where it is refused."""

import json

import pytest
from sqlalchemy import func, select

from outreach.activity.models import ActivityEntry
from outreach.contacts.models import ImportRun, Person
from outreach.db import db
from outreach.event_contacts.models import EventContact
from tests.factories.contacts import make_person
from tests.factories.events import make_event
from tests.factories.imports import csv_file, person_row
from tests.unit.contacts.test_imports_samples import SAMPLES

KEYS = ["row", "verdict", "person", "name", "email", "phone", "reason"]


@pytest.fixture
def run(runner):
    """Call the command: run(file, …) gives exit code, standard output and standard error."""
    def call(path, *more: str, event: str = "LASER-2027"):
        return runner.invoke(args=["contacts", "import", str(path), "--event", event, *more])
    return call


@pytest.fixture
def event(app):
    """The fair of the issue."""
    return make_event()


def stored() -> tuple[int, ...]:
    return tuple(db.session.scalar(select(func.count()).select_from(model)) for model in (Person, EventContact, ImportRun))


def test_a_preview_prints_json_alone_and_leaves_nothing(run, event):
    before = stored()
    result = run(SAMPLES / "cards-mixed.vcf", "--json")
    body = json.loads(result.stdout)
    assert (result.exit_code, body["file"], body["applied"]) == (0, "cards-mixed.vcf", False)
    assert list(body) == ["file", "encoding", "applied", "rows"] and list(body["rows"][0]) == KEYS
    assert [row["row"] for row in body["rows"]] == list(range(1, 18))
    assert [row["row"] for row in body["rows"] if row["verdict"] == "error"] == [4]
    assert "@@@not base64@@@" in body["rows"][3]["reason"]
    assert stored() == before
    assert db.session.scalar(select(func.count()).where(ActivityEntry.verb.startswith("import."))) == 0


def test_applied_rows_name_their_person(run, event):
    body = json.loads(run(SAMPLES / "kotra-leads-ko.csv", "--apply", "--json").stdout)
    assert (body["applied"], body["encoding"]) == (True, "cp949")
    row = body["rows"][0]
    assert (row["verdict"], row["name"], row["phone"]) == ("new", "오수지", "+821055500001")
    assert db.session.get(Person, row["person"]).full_name == "오수지"
    assert stored()[1] == 12


@pytest.mark.parametrize(("policy", "joins", "made"), [("new", False, 1), ("same", True, 0), ("skip", None, 0)])
def test_doubtful_rows_follow_the_option(run, event, tmp_path, policy, joins, made):
    known = make_person("Jürgen Müller", email="j.mueller@velox.example.org", organisation="Velox Photonik GmbH")
    people = stored()[0]
    path = tmp_path / "leads.csv"
    path.write_bytes(csv_file("Juergen Mueller;Velox Photonik GmbH;;;Deutschland"))
    body = json.loads(run(path, "--doubtful", policy, "--apply", "--json").stdout)
    row = body["rows"][0]
    assert row["verdict"] == "doubtful" and stored()[0] == people + made
    assert (row["person"] is None) if joins is None else ((row["person"] == known.id) is joins)


def test_country_and_encoding_are_taken_from_the_options(run, event, tmp_path):
    path = tmp_path / "liste.csv"
    path.write_bytes("Name;Telefon\r\nHan Seoyun;010-5550-0099\r\n".encode("utf-16-le"))
    body = json.loads(run(path, "--country", "kr", "--encoding", "utf-16-le", "--json").stdout)
    assert (body["encoding"], body["rows"][0]["phone"]) == ("utf-16-le", "+821055500099")


@pytest.mark.parametrize(("data", "more", "code"), [
    (b"", (), "empty_file"), (b"\x89PNG\r\n\x1a\n" + bytes(300), (), "not_a_table"),
    (csv_file("rot;1", head="Farbe;Zahl"), (), "missing_column"),
    (csv_file(person_row(1)), ("--encoding", "klingon"), "encoding_not_known"),
    (csv_file(person_row(1)), ("--country", "Germany"), "bad_country"), (b"Name\r\n" + b"x" * 60_000_000, (), "too_large"),
])
def test_what_cannot_be_read_is_refused_with_code_1_and_nothing_written(run, event, tmp_path, data, more, code):
    path = tmp_path / "leads.csv"
    path.write_bytes(data)
    before = stored()
    result = run(path, "--apply", "--json", *more)
    error = json.loads(result.stdout)["error"]
    assert (result.exit_code, error["code"], stored()) == (1, code, before)
    assert error["message"] and list(error) == ["code", "message"]


def test_an_unknown_event_or_file_is_refused(run, event, tmp_path):
    result = run(SAMPLES / "messe-leads-de.csv", "--json", event="NOWHERE")
    assert (result.exit_code, json.loads(result.stdout)["error"]["code"]) == (1, "event_unknown")
    result = run(tmp_path / "nothing.csv", "--json")
    assert (result.exit_code, json.loads(result.stdout)["error"]["code"]) == (1, "file_unreadable")


def test_wrong_usage_ends_with_code_2(runner, run, event):
    assert runner.invoke(args=["contacts", "import"]).exit_code == 2
    assert run("x.csv", "--doubtful", "perhaps").exit_code == 2


def test_people_read_a_line_for_each_row_and_a_sum(run, event, monkeypatch):
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    result = run(SAMPLES / "messe-leads-de.csv", "--apply")
    assert result.exit_code == 0 and "Anneliese Schröder" in result.stdout
    assert len(result.stdout.splitlines()) == 14


def test_the_same_command_again_makes_nothing_new(run, event):
    run(SAMPLES / "messe-leads-de.csv", "--apply")
    before = stored()[:2]
    body = json.loads(run(SAMPLES / "messe-leads-de.csv", "--apply", "--json").stdout)
    assert {row["verdict"] for row in body["rows"]} == {"same"} and stored()[:2] == before


def test_a_command_that_meets_another_import_is_refused_and_leaves_nothing(run, event, monkeypatch):
    from outreach.cli import contacts
    from outreach.contacts.services.imports.lock import take_lock

    take_lock(999, 1)
    monkeypatch.setattr(contacts, "WAIT", 0)
    before = stored()
    result = run(SAMPLES / "messe-leads-de.csv", "--apply", "--json")
    assert (result.exit_code, json.loads(result.stdout)["error"]["code"], stored()) == (1, "import_busy", before)
