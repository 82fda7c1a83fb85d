"""Imports over the API: who may call, what a file answers, how it is applied and undone."""

import pytest
from sqlalchemy import func, select

from outreach.contacts.models import ImportRun, Person
from outreach.contacts.services.imports import starting
from outreach.db import db
from outreach.jobs import drain
from tests.client import ApiCaller
from tests.factories.accounts import make_user
from tests.factories.contacts import make_person
from tests.factories.events import make_event
from tests.factories.imports import csv_file, make_import, multipart, person_row


class Caller(ApiCaller):
    """A programme that sends files."""

    def send(self, data: bytes, event: str = "LASER-2027", name: str = "leads.csv", **more):
        """Send a file."""
        body, kind = multipart(data, name, event=event, **more)
        return self.client.post("/api/v1/imports", headers=self.headers, content_type=kind, data=body)


@pytest.fixture
def api(client):
    """A programme with an officer's rights."""
    return Caller(client, make_user("officer"))


def people() -> int:
    return db.session.scalar(select(func.count()).select_from(Person))


def test_a_file_answers_its_preview_and_is_applied_and_undone(api):
    make_event()
    before = people()
    answer = api.send(csv_file(person_row(1), ";;;;Korea"), country="DE", doubtful="same")
    body = answer.get_json()
    assert answer.status_code == 201, body
    assert (body["state"], body["file"], body["event"], body["encoding"]) == ("previewed", "leads.csv", "LASER-2027", "utf-8")
    assert (body["counts"], body["total"], body["country"], body["doubtful"]) == ({"new": 1, "error": 1}, 2, "DE", "same")
    assert [(row["row"], row["verdict"], row["person"]) for row in body["rows"]] == [(1, "new", None), (2, "error", None)]
    assert (body["rows"][0]["email"], body["rows"][0]["phone"]) == ("p.1@example.org", "+491701000001")
    assert body["rows"][1]["text"] == ";;;;Korea" and body["rows"][1]["reason"]
    assert people() == before
    body = api.post(f"/api/v1/imports/{body['id']}/apply").get_json()
    assert (body["state"], body["counts"]) == ("applied", {"new": 1, "set_aside": 1}) and body["undo_until"]
    rows = api.get(f"/api/v1/imports/{body['id']}/rows?verdict=new").get_json()
    assert rows["total"] == 1 and rows["items"][0]["person"] and people() == before + 1
    assert api.post(f"/api/v1/imports/{body['id']}/undo").get_json()["state"] == "undone"
    assert people() == before


def test_a_doubtful_row_is_decided_before_the_file_is_applied(api):
    event = make_event()
    known = make_person("Jürgen Müller", email="j.mueller@velox.example.org", organisation="Velox Photonik GmbH")
    run = make_import(event, rows=("Juergen Mueller;Velox Photonik GmbH;;;Deutschland",))
    body = api.patch(f"/api/v1/imports/{run.id}/rows/1", json={"decision": "same"}).get_json()
    assert (body["verdict"], body["decision"], body["person"]) == ("doubtful", "same", known.id)
    assert api.patch(f"/api/v1/imports/{run.id}/rows/7", json={"decision": "same"}).status_code == 404
    assert api.patch(f"/api/v1/imports/{run.id}/rows/1", json={"decision": "maybe"}).status_code == 422
    api.post(f"/api/v1/imports/{run.id}/apply")
    assert api.get(f"/api/v1/imports/{run.id}/rows").get_json()["items"][0]["outcome"] == "same"


@pytest.mark.parametrize(("data", "more", "code"), [
    (b"", {}, "empty_file"), (b"%PDF-1.7", {}, "not_a_table"), (csv_file("rot;1", head="Farbe;Zahl"), {}, "missing_column"),
    (csv_file(person_row(1)), {"encoding": "klingon"}, "encoding_not_known"), (b"x" * 50_000_001, {}, "too_large"),
    (csv_file(person_row(1)), {"event": "NOWHERE"}, "event_unknown"),
])
def test_what_cannot_be_imported_is_refused_and_leaves_nothing(api, data, more, code):
    make_event()
    answer = api.send(data, **more)
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (422, code)
    assert db.session.scalar(select(func.count()).select_from(ImportRun)) == 0


def test_a_request_without_a_file_names_the_field(api):
    answer = api.client.post("/api/v1/imports", headers=api.headers, data={"event": "LASER-2027"})
    assert answer.status_code == 422
    assert "file" in answer.get_json()["error"]["fields"]


def test_states_that_do_not_fit_answer_409(api):
    run = make_import(applied=True)
    assert api.post(f"/api/v1/imports/{run.id}/apply").status_code == 409
    run = make_import(rows=(person_row(8),))
    assert api.post(f"/api/v1/imports/{run.id}/undo").status_code == 409


def test_a_large_file_is_judged_in_the_background(api, monkeypatch):
    monkeypatch.setattr(starting, "SMALL", 1)
    make_event()
    body = api.send(csv_file(person_row(1), person_row(2))).get_json()
    assert (body["state"], body["done"], body["total"]) == ("previewing", 0, 2)
    drain()
    assert api.get(f"/api/v1/imports/{body['id']}").get_json()["state"] == "previewed"


def test_the_list_is_newest_first_and_by_state(api):
    first, second = make_import(applied=True), make_import(rows=(person_row(6),), name="zweite.csv")
    body = api.get("/api/v1/imports").get_json()
    assert [item["id"] for item in body["items"]] == [second.id, first.id] and body["total"] == 2
    assert [item["id"] for item in api.get("/api/v1/imports?state=applied").get_json()["items"]] == [first.id]
    assert api.get("/api/v1/imports?state=lost").status_code == 422


def test_a_token_opens_only_what_its_scopes_say(client):
    run = make_import(make_event())
    reading = Caller(client, make_user("officer"), "imports:read")
    assert reading.get(f"/api/v1/imports/{run.id}").status_code == 200
    assert reading.post(f"/api/v1/imports/{run.id}/apply").status_code == 403
    assert reading.send(csv_file(person_row(1))).status_code == 403
    partner = Caller(client, make_user("partner_user"))
    assert partner.get("/api/v1/imports").status_code == 403
    assert client.get("/api/v1/imports").status_code == 401


def test_the_document_describes_the_upload(client):
    document = client.get("/api/v1/openapi.json").get_json()
    body = document["paths"]["/api/v1/imports"]["post"]["requestBody"]["content"]
    assert list(body) == ["multipart/form-data"]
    assert document["paths"]["/api/v1/imports/{run_id}/apply"]["post"]["x-scope"] == "imports:write"
