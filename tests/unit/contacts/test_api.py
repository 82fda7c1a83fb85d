"""People and organisations over HTTP."""

import pytest

from outreach.accounts import services as accounts
from outreach.activity import SYSTEM
from outreach.contacts.services import finder
from outreach.db import transaction
from outreach.errors import Refused
from tests.factories.accounts import make_user

PERSON = {
    "full_name": "김민수", "other_names": ["Kim Min-su"], "language": "ko", "emails": ["minsu.kim@hanbit.example.org"],
    "phones": [{"kind": "mobile", "number": "010-5550-0001"}], "job_title": "부장",
    "organisation": {"name": "한빛광학(주)", "country": "KR"},
}


@pytest.fixture
def headers(session):
    """The header of an officer's token for contacts."""
    with transaction():
        token = accounts.create_token(SYSTEM, make_user(role="officer"), ["contacts:read", "contacts:write"])
    return {"Authorization": f"Bearer {token}"}


def test_a_person_is_added_once_read_and_found_in_another_script(client, headers):
    made = client.post("/api/v1/people", json=PERSON, headers=headers)
    assert made.status_code == 201, made.get_json()
    body = made.get_json()
    assert [item["text"] for item in body["names"]] == ["김민수", "Kim Min-su"]
    assert {"kind": "mobile", "value": "+821055500001", "raw": "010-5550-0001", "extension": None} in body["channels"]
    assert client.get(f"/api/v1/people/{body['id']}", headers=headers).get_json() == body
    assert client.get("/api/v1/people?q=minsoo+kim", headers=headers).get_json()["total"] == 1
    again = client.post("/api/v1/people", json=PERSON, headers=headers)
    assert (again.status_code, again.get_json()["error"]["code"]) == (409, "looks_alike")
    assert client.post("/api/v1/people", json={**PERSON, "anyway": True}, headers=headers).status_code == 201


def test_an_organisation_is_added_once(client, headers):
    made = client.post("/api/v1/organisations", json={"name": "Velox Photonik GmbH", "country": "DE"}, headers=headers)
    assert made.status_code == 201
    body = made.get_json()
    assert body["legal_form"]
    assert client.get(f"/api/v1/organisations/{body['id']}", headers=headers).get_json() == body
    assert client.get("/api/v1/organisations?q=velox", headers=headers).get_json()["total"] == 1
    again = client.post("/api/v1/organisations", json={"name": "VELOX Photonik GmbH", "country": "DE"}, headers=headers)
    assert (again.status_code, again.get_json()["error"]["code"]) == (409, "organisation_known")


@pytest.mark.parametrize(("change", "field"), [
    ({"full_name": ""}, "full_name"), ({"emails": ["nobody"]}, "emails"), ({"language": "fr"}, "language"),
    ({"country": "Korea"}, "country"), ({"phones": [{"kind": "pager", "number": "1"}]}, "phones"),
    ({"organisation": {"country": "KR"}}, "organisation"), ({"age": 7}, "age"),
    ({"full_name": None}, "full_name"), ({"phones": "010"}, "phones"),
])
def test_a_wrong_value_names_its_field(client, headers, change, field):
    answer = client.post("/api/v1/people", json={**PERSON, **change}, headers=headers)
    assert answer.status_code == 422
    assert any(name.startswith(field) for name in answer.get_json()["error"]["fields"]), answer.get_json()


def test_a_token_for_reading_writes_nothing(client, session):
    with transaction():
        token = accounts.create_token(SYSTEM, make_user(role="reader"), ["contacts:read"])
    headers = {"Authorization": f"Bearer {token}"}
    assert client.get("/api/v1/people", headers=headers).status_code == 200
    assert client.post("/api/v1/people", json=PERSON, headers=headers).status_code == 403
    assert client.get("/api/v1/people/999999", headers=headers).status_code == 404


def test_people_are_narrowed_by_language_and_country(client, headers):
    client.post("/api/v1/people", json=PERSON, headers=headers)
    client.post("/api/v1/people", json={"full_name": "Petra Muster", "language": "de", "country": "DE",
                                        "time_zone": "Europe/Berlin"}, headers=headers)
    found = client.get("/api/v1/people?language=de&country=DE", headers=headers).get_json()
    assert [(item["full_name"], item["time_zone"]) for item in found["items"]] == [("Petra Muster", "Europe/Berlin")]
    assert client.get("/api/v1/people?language=fr", headers=headers).status_code == 422


def test_further_names_and_register_numbers_come_back_as_the_register_writes_them(client, headers):
    sent = {"name": "Nordlicht Photonik GmbH", "names": ["诺德光电"],
            "identifiers": [{"kind": "hrb", "value": "HRB 123456 München"}]}
    body = client.post("/api/v1/organisations", json=sent, headers=headers).get_json()
    assert body["names"] == ["诺德光电"]
    assert body["identifiers"] == [{"kind": "hrb", "value": "MÜNCHEN HRB 123456"}]
    other = {"name": "Südlicht Photonik GmbH", "identifiers": sent["identifiers"]}
    answer = client.post("/api/v1/organisations", json=other, headers=headers)
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (422, "identifier_taken")


def test_a_number_that_no_key_can_hold_is_not_found(client, headers):
    assert client.get("/api/v1/people/99999999999", headers=headers).status_code == 404
    assert client.get("/api/v1/organisations/99999999999", headers=headers).status_code == 404


def test_a_partner_gets_no_token_for_contacts_and_a_former_colleague_reads_nobody(client, session):
    partner = make_user(role="partner_user")
    with pytest.raises(Refused), transaction():
        accounts.create_token(SYSTEM, partner, ["contacts:read"])
    officer = make_user(role="officer")
    with transaction():
        token = accounts.create_token(SYSTEM, officer, ["contacts:read"])
    officer.role = "partner_user"
    session.commit()
    for path in ("/api/v1/people", "/api/v1/people/1", "/api/v1/organisations", "/api/v1/organisations/1"):
        answer = client.get(path, headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code in (401, 403, 404), path
        assert client.get(path).status_code == 401


def test_who_looks_alike_is_asked_first_and_what_is_new_is_added_to_the_record(client, headers):
    stored = client.post("/api/v1/people", json=PERSON, headers=headers).get_json()
    told = {"full_name": "Minsoo Kim", "emails": ["minsu.kim@hanbit.example.org", "kim@private.example.org"], "country": "KR"}
    found = client.post("/api/v1/people/alike", json=told, headers=headers).get_json()["items"]
    assert [(item["person"]["id"], item["verdict"]) for item in found] == [(stored["id"], "same")]
    assert 0 < found[0]["score"] <= 1 and all(reason["text"] for reason in found[0]["reasons"])
    path = f"/api/v1/people/{stored['id']}/additions"
    added = client.post(path, json=told, headers=headers).get_json()
    assert {item["text"] for item in added["names"]} == {"김민수", "Kim Min-su", "Minsoo Kim"}
    assert {item["value"] for item in added["channels"]} >= {"kim@private.example.org"}
    assert (added["full_name"], added["country"], added["version"]) == ("김민수", "KR", 2)
    assert client.post("/api/v1/people/999999/additions", json=told, headers=headers).status_code == 404


def test_an_organisation_that_looks_alike_is_told_from_a_relative(client, headers):
    sent = {"name": "Velox Photonik GmbH", "country": "DE"}
    stored = client.post("/api/v1/organisations", json=sent, headers=headers).get_json()
    other = {"name": "Velox Photonik Ltd", "country": "GB"}
    asked = [client.post("/api/v1/organisations/alike", json=body, headers=headers).get_json()["items"]
             for body in (sent, other)]
    assert [[(item["organisation"]["id"], item["related"]) for item in items] for items in asked] == [
        [(stored["id"], False)], [(stored["id"], True)]]
    path = f"/api/v1/organisations/{stored['id']}/additions"
    added = client.post(path, json={**sent, "names": ["威乐光电"], "city": "Jena"}, headers=headers).get_json()
    assert (added["names"], added["city"]) == (["威乐光电"], "Jena")


def test_tags_greeting_and_domains_come_back(client, headers):
    sent = {**PERSON, "tags": ["Golf"], "notes": "만나고 싶어 함", "notes_language": "ko"}
    body = client.post("/api/v1/people", json=sent, headers=headers).get_json()
    assert (body["tags"], body["greeting"], body["notes_language"]) == (["Golf"], "김민수 부장님께", "ko")
    assert body["names"][1] == {"text": "Kim Min-su", "script": "latin", "language": "ko", "reading": None}
    made = client.post("/api/v1/organisations", json={
        "name": "Velox Photonik GmbH", "domains": ["www.velox.example.org"], "tags": ["Laser"]}, headers=headers).get_json()
    assert (made["domains"], made["tags"], made["parent_id"]) == (["velox.example.org"], ["Laser"], None)


def test_only_what_is_sent_of_a_person_changes(client, headers):
    told = {**PERSON, "tags": ["Golf"], "notes": "만나고 싶어 함", "notes_language": "ko",
            "handles": [{"kind": "wechat", "value": "wx_ms"}],
            "phones": [{"kind": "mobile", "number": "010-5550-0001"}, {"kind": "work", "number": "02-555-0001 ext. 21"}]}
    stored = client.post("/api/v1/people", json=told, headers=headers).get_json()
    path = f"/api/v1/people/{stored['id']}"
    changed = client.patch(path, json={"version": stored["version"], "country": "CN", "job_title": "이사"}, headers=headers)
    assert changed.status_code == 200, changed.get_json()
    body = changed.get_json()
    assert (body["country"], body["affiliations"][0]["job_title"], body["version"]) == ("CN", "이사", stored["version"] + 1)
    assert {name for name in body if body[name] != stored[name]} == {"country", "affiliations", "version", "greeting"}
    stale = client.patch(path, json={"version": stored["version"], "country": "KR"}, headers=headers)
    assert (stale.status_code, stale.get_json()["error"]["code"]) == (409, "person_changed")
    fewer = client.patch(path, json={"version": body["version"], "full_name": "박지훈", "other_names": [], "emails": [],
                                     "organisation": None}, headers=headers).get_json()
    assert [item["text"] for item in fewer["names"]] == ["박지훈"]
    assert (fewer["family_name"], fewer["given_name"], fewer["tags"]) == ("박", "지훈", ["Golf"])
    assert not [item for item in fewer["channels"] if item["kind"] == "email"]
    assert all(item["until"] for item in fewer["affiliations"])


@pytest.mark.parametrize(("sent", "field"), [
    ({}, "version"), ({"version": 1, "full_name": ""}, "full_name"), ({"version": 1, "phones": [{"kind": "work"}]}, "phones"),
    ({"version": 1, "anyway": True}, "anyway"),
])
def test_a_wrong_change_of_a_person_names_its_field_and_changes_nothing(client, headers, sent, field):
    stored = client.post("/api/v1/people", json=PERSON, headers=headers).get_json()
    answer = client.patch(f"/api/v1/people/{stored['id']}", json=sent, headers=headers)
    assert answer.status_code == 422
    assert any(name.startswith(field) for name in answer.get_json()["error"]["fields"]), answer.get_json()
    assert client.get(f"/api/v1/people/{stored['id']}", headers=headers).get_json() == stored


def test_only_what_is_sent_of_an_organisation_changes(client, headers):
    sent = {"name": "Nordlicht Photonik GmbH", "country": "DE", "names": ["诺德光电"], "tags": ["optics"],
            "identifiers": [{"kind": "hrb", "value": "HRB 123456 München"}]}
    stored = client.post("/api/v1/organisations", json=sent, headers=headers).get_json()
    path = f"/api/v1/organisations/{stored['id']}"
    body = client.patch(path, json={"version": 1, "city": "Jena", "name": "Nordlicht Optik GmbH"}, headers=headers).get_json()
    assert {name for name in body if body[name] != stored[name]} == {"city", "name", "version"}
    stale = client.patch(path, json={"version": 1, "city": "Ulm"}, headers=headers)
    assert (stale.status_code, stale.get_json()["error"]["code"]) == (409, "organisation_changed")
    body = client.patch(path, json={"version": 2, "identifiers": [], "names": []}, headers=headers).get_json()
    assert (body["identifiers"], body["names"], body["city"]) == ([], [], "Jena")
    wrong = client.patch(path, json={"version": 3, "identifiers": [{"kind": "hrb", "value": "7"}]}, headers=headers)
    assert wrong.status_code == 422


def test_a_token_for_reading_changes_nothing(client, session, headers):
    stored = client.post("/api/v1/people", json=PERSON, headers=headers).get_json()
    with transaction():
        token = accounts.create_token(SYSTEM, make_user(role="reader"), ["contacts:read"])
    answer = client.patch(f"/api/v1/people/{stored['id']}", json={"version": 1, "country": "CN"},
                          headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 403


@pytest.mark.parametrize(("records", "one", "other"), [
    ("people", {"full_name": "Anneliese Schröder", "organisation": {"name": "Spektrion Photonik GmbH"}},
     {"full_name": "Anneliese Schroeder", "organisation": {"name": "Spektrion Photonik GmbH"}, "anyway": True}),
    ("organisations", {"name": "Nordlicht Photonik GmbH", "website": "https://nordlicht.example.org"},
     {"name": "诺德光电", "website": "https://nordlicht.example.org"}),
])
def test_pairs_are_searched_for_read_and_decided(client, headers, records, one, other):
    ids = [client.post(f"/api/v1/{records}", json=sent, headers=headers).get_json()["id"] for sent in (one, other)]
    path = f"/api/v1/duplicates/{records}"
    assert client.get(f"{path}/search", headers=headers).status_code == 404
    assert client.get("/api/v1/duplicates/leads", headers=headers).status_code == 404
    assert client.post(f"{path}/search", headers=headers).status_code == 202
    again = client.post(f"{path}/search", headers=headers)
    assert (again.status_code, again.get_json()["error"]["code"]) == (409, "search_runs")
    while not finder.step_search(finder.running_search({"people": "person", "organisations": "organisation"}[records]).id):
        pass
    assert client.get(f"{path}/search", headers=headers).get_json()["done"] == 2
    pair, = client.get(path, headers=headers).get_json()["items"]
    assert sorted([pair["one"]["id"], pair["other"]["id"]]) == sorted(ids)
    assert 0 < pair["score"] <= 1 and all(sign in "+-o" and text for sign, text in pair["reasons"])
    decided = client.patch(f"{path}/{pair['id']}", json={"state": "not_same"}, headers=headers).get_json()
    assert decided["state"] == "not_same"
    assert client.get(path, headers=headers).get_json()["total"] == 0
    assert client.get(f"{path}?state=not_same", headers=headers).get_json()["total"] == 1
    assert client.patch(f"{path}/{pair['id']}", json={"state": "merged"}, headers=headers).status_code == 422
    assert client.patch(f"{path}/999999", json={"state": "open"}, headers=headers).status_code == 404


@pytest.mark.parametrize("seen", [
    {"version": 1}, {"other_version": 1}, {"version": 1, "other_version": 2}, {"version": 2, "other_version": 1}])
def test_a_merge_holds_against_each_version_that_is_sent(client, headers, seen):
    kept, other = (client.post("/api/v1/people", json={"full_name": name}, headers=headers).get_json()
                   for name in ("Anneliese Schröder", "Björn Böhm"))
    for record in (kept, other):
        client.patch(f"/api/v1/people/{record['id']}", json={"version": 1, "country": "DE"}, headers=headers)
    path = f"/api/v1/people/{kept['id']}/merge"
    assert client.post(path, json={"other": other["id"], **seen}, headers=headers).status_code == 409
    assert client.post(path, json={"other": other["id"], **dict.fromkeys(seen, 2)}, headers=headers).status_code == 201


@pytest.mark.parametrize(("records", "take", "field"), [
    ("people", {"countri": "kept"}, "take.countri"), ("people", {"family_name": "removed"}, "take.family_name"),
    ("people", {"id": "removed"}, "take.id"), ("people", {"country": "both"}, "take.country"),
    ("people", {"country": "theirs"}, "take.country"), ("people", {"country": None}, "take.country"),
    ("organisations", {"full_name": "kept"}, "take.full_name"), ("organisations", {"name": "both"}, "take.name"),
])
@pytest.mark.parametrize("action", ["merge/preview", "merge"])
def test_a_merge_refuses_a_choice_that_does_not_exist_by_its_place_in_the_body(client, headers, action, records, take, field):
    names = {"people": ("full_name", "Anneliese Schröder", "Björn Böhm"), "organisations": ("name", "Velox GmbH", "Nordlicht AG")}
    name, *texts = names[records]
    kept, other = (client.post(f"/api/v1/{records}", json={name: text, "country": "DE"}, headers=headers).get_json()["id"]
                   for text in texts)
    answer = client.post(f"/api/v1/{records}/{kept}/{action}", json={"other": other, "take": take}, headers=headers)
    assert answer.status_code == 422, answer.get_json()
    error = answer.get_json()["error"]
    assert (list(error["fields"]) if "fields" in error else [error["field"]]) == [field]
    assert client.get("/api/v1/merges", headers=headers).get_json()["total"] == 0


def test_what_is_added_to_an_organisation_is_found_and_compared_by(client, headers):
    stored = client.post("/api/v1/organisations", json={"name": "Velox Photonik GmbH"}, headers=headers).get_json()
    client.post(f"/api/v1/organisations/{stored['id']}/additions", headers=headers, json={
        "name": "Velox Photonik GmbH", "city": "Quedlinburg", "website": "https://velox.example.org"})
    assert client.get("/api/v1/organisations?q=quedlinburg", headers=headers).get_json()["total"] == 1
    told = {"name": "威乐光电", "website": "https://velox.example.org"}
    found = client.post("/api/v1/organisations/alike", json=told, headers=headers).get_json()["items"]
    assert [item["organisation"]["id"] for item in found] == [stored["id"]]


@pytest.mark.parametrize(("records", "sent", "field"), [
    ("people", r'{"full_name": "\ud800 x"}', "full_name"),
    ("people", r'{"full_name": "Petra", "other_names": ["\udfff"]}', "other_names"),
    ("organisations", r'{"name": "\ud800 GmbH"}', "name"),
    ("people", r'{"full_name": "\u200b\u200d"}', "full_name"),
    ("people", r'{"full_name": "Petra", "job_title": "Einkauf"}', "organisation"),
])
def test_what_cannot_be_kept_is_refused_by_its_field(client, headers, records, sent, field):
    answer = client.post(f"/api/v1/{records}", data=sent, content_type="application/json", headers=headers)
    error = answer.get_json()["error"]
    assert answer.status_code == 422
    assert any(name.startswith(field) for name in error.get("fields") or [error["field"]]), error


def test_a_position_without_an_organisation_is_refused_and_one_with_it_changes(client, headers):
    stored = client.post("/api/v1/people", json={"full_name": "Anneliese Schröder"}, headers=headers).get_json()
    path = f"/api/v1/people/{stored['id']}"
    assert client.patch(path, json={"version": 1, "job_title": "Einkauf"}, headers=headers).status_code == 422
    body = client.patch(path, json={"version": 1, "job_title": "Einkauf", "organisation": {"name": "Velox GmbH"}}, headers=headers)
    assert body.get_json()["affiliations"][0]["job_title"] == "Einkauf"
