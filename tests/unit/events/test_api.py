"""Events over HTTP: scopes, schemas, versions."""

from datetime import date

import pytest

from outreach.accounts import services as accounts
from outreach.activity import SYSTEM
from outreach.db import Money, transaction
from outreach.events.services.budget import add_line
from outreach.events.services.tasks import add_task
from outreach.i18n.localized import LocalizedText
from tests.factories.accounts import make_user
from tests.factories.events import make_event

EVENT = {
    "title": {"source": "de", "de": "Technologietag", "en": "Technology Day"},
    "kind": "technology_exchange",
    "time_zone": "Europe/Berlin",
    "starts_on": "2027-09-14",
    "ends_on": "2027-09-14",
    "starts_local": "2027-09-14T09:00",
    "ends_local": "2027-09-14T17:00",
    "country": "DE",
    "city": "Jena",
}


@pytest.fixture
def headers(session):
    """The header of a coordinator's token that may read and write events."""
    with transaction():
        token = accounts.create_token(SYSTEM, make_user(role="coordinator"), ["events:read", "events:write"])
    return {"Authorization": f"Bearer {token}"}


def test_an_event_is_made_read_listed_and_changed(client, headers):
    made = client.post("/api/v1/events", json=EVENT, headers=headers)
    assert made.status_code == 201, made.get_json()
    body = made.get_json()
    assert body["code"] == "TECHNOLOGIETAG-2027"
    assert body["starts_at"] == "2027-09-14T07:00:00+00:00"
    assert body["title"] == {"source": "de", "text": "Technologietag",
                             "translations": {"en": {"text": "Technology Day", "status": "reviewed"}}}
    assert client.get(f"/api/v1/events/{body['id']}", headers=headers).get_json() == body
    listed = client.get("/api/v1/events?year=2027&country=de", headers=headers).get_json()
    assert (listed["total"], listed["page"], listed["pages"]) == (1, 1, 1)
    changed = client.patch(f"/api/v1/events/{body['id']}", json={"city": "Dresden", "version": 1}, headers=headers)
    assert changed.get_json()["city"] == "Dresden"
    again = client.patch(f"/api/v1/events/{body['id']}", json={"city": "Jena", "version": 1}, headers=headers)
    assert again.status_code == 409
    error = again.get_json()["error"]
    assert error["code"] == "version_conflict"
    assert error["fields"] == ["city"]
    assert (error["stored"]["city"], error["stored"]["version"]) == ("Dresden", 2)
    assert client.get(f"/api/v1/events/{body['id']}", headers=headers).get_json()["city"] == "Dresden"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "party"}, "kind"),
        ({"starts_on": "2027-02-30"}, "starts_on"),
        ({"country": "Germany"}, "country"),
        ({"colour": "red"}, "colour"),
        ({"title": {"source": "fr", "fr": "x"}}, "title.source"),
        ({"title": "Text"}, "title"),
        ({"time_zone": ""}, "time_zone"),
    ],
)
def test_a_wrong_value_names_its_field(client, headers, change, field):
    answer = client.post("/api/v1/events", json={**EVENT, **change}, headers=headers)
    assert answer.status_code == 422
    assert any(name.startswith(field) for name in answer.get_json()["error"]["fields"]), answer.get_json()


def test_a_leg_names_its_roadshow(client, headers):
    make_event("ROAD", kind="roadshow")
    made = client.post("/api/v1/events", json={**EVENT, "parent": "ROAD"}, headers=headers)
    assert made.get_json()["parent"] == "ROAD"
    assert (
        client.post("/api/v1/events", json={**EVENT, "code": "B", "parent": "NONE"}, headers=headers).status_code
        == 404
    )


def test_a_token_without_the_scope_is_refused(client, session):
    with transaction():
        token = accounts.create_token(SYSTEM, make_user(role="coordinator"), ["events:read"])
    headers = {"Authorization": f"Bearer {token}"}
    assert client.get("/api/v1/events", headers=headers).status_code == 200
    assert client.post("/api/v1/events", json=EVENT, headers=headers).status_code == 403
    assert client.get("/api/v1/events/999999", headers=headers).status_code == 404


def test_an_unknown_kind_is_answered_with_those_that_there_are(client, headers):
    answer = client.post("/api/v1/events", json={**EVENT, "kind": "picnic"}, headers=headers)
    told = answer.get_json()["error"]["fields"]["kind"][0]
    assert answer.status_code == 422 and "trade_show" in told and "roadshow" in told


def test_tasks_and_budget_of_an_event_are_read(client, headers):
    event = make_event()
    with transaction():
        first = add_task(SYSTEM, event, {"title": LocalizedText.of("en", "Booth"), "due_on": date(2027, 5, 1)})
        second = add_task(SYSTEM, event, {"title": LocalizedText.of("en", "Builder")}, [first])
        add_line(SYSTEM, event, {"category": "stand", "what": "Stand space", "planned": Money.of("1200.50", "EUR")})
    tasks = client.get(f"/api/v1/events/{event.id}/tasks", headers=headers).get_json()
    assert [(task["title"]["text"], task["due_on"], task["waits_for"]) for task in tasks] == [
        ("Booth", "2027-05-01", []), ("Builder", None, [first.id])]
    assert tasks[1]["id"] == second.id
    line, = client.get(f"/api/v1/events/{event.id}/budget", headers=headers).get_json()
    assert (line["planned"], line["actual"], line["category"]) == ({"amount": "1200.50", "currency": "EUR"}, None, "stand")
    assert client.get("/api/v1/events/999999/budget", headers=headers).status_code == 404
    assert client.get(f"/api/v1/events/{event.id}/budget").status_code == 401


def test_of_two_equal_hours_the_one_that_is_meant_is_asked_for_and_kept(client, headers):
    twice = {**EVENT, "starts_on": "2027-10-31", "ends_on": "2027-10-31", "starts_local": "2027-10-31T02:30",
             "ends_local": "2027-10-31T09:00"}
    refused = client.post("/api/v1/events", json=twice, headers=headers)
    assert refused.status_code == 422 and refused.get_json()["error"]["field"] == "starts_fold"
    made = client.post("/api/v1/events", json={**twice, "starts_fold": 1}, headers=headers).get_json()
    assert (made["starts_fold"], made["ends_fold"], made["starts_at"]) == (1, 0, "2027-10-31T01:30:00+00:00")
    address = f"/api/v1/events/{made['id']}"
    kept = client.patch(address, json={"city": "Jena", "starts_local": "2027-10-31T02:30", "version": 1}, headers=headers)
    assert (kept.status_code, kept.get_json()["starts_fold"]) == (200, 1)
    other = client.patch(address, json={"starts_fold": 0, "version": kept.get_json()["version"]}, headers=headers)
    assert other.get_json()["starts_at"] == "2027-10-31T00:30:00+00:00"
    assert client.patch(address, json={"starts_fold": 2, "version": 9}, headers=headers).status_code == 422


@pytest.mark.parametrize("body", ['{"version": %s}' % ("9" * 5000), '{"parent": "\\ud800"}', '{"city": "\\ud800"}'])
def test_json_that_nobody_can_keep_is_refused_and_no_fault_of_ours(client, headers, body):
    answer = client.post("/api/v1/events", data=body[:-1] + ', "title": {"source": "de", "de": "Tag"}, "kind": "roadshow", '
                         '"time_zone": "Europe/Berlin", "starts_on": "2027-09-14", "ends_on": "2027-09-14"}',
                         headers={**headers, "Content-Type": "application/json"})
    assert answer.status_code in (400, 422) and answer.get_json()["error"]["message"]


def test_an_address_that_is_none_of_the_web_and_an_unknown_industry_are_refused(client, headers):
    for field, value in (("website", "javascript:alert(1)"), ("industries", ["nonsense"]), ("time_zone", "localtime")):
        answer = client.post("/api/v1/events", json={**EVENT, field: value}, headers=headers)
        assert (answer.status_code, answer.get_json()["error"]["field"]) == (422, field)
