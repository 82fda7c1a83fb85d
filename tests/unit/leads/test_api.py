"""Leads over HTTP: who may call, what comes back, what wrong input gets."""

import pytest

from outreach.db import Money, db
from outreach.leads.models import Lead
from tests.client import ApiCaller
from tests.factories.accounts import make_user
from tests.factories.contacts import make_person
from tests.factories.events import make_event
from tests.factories.leads import make_lead

BODY = {
    "title": "Faserlaser", "title_language": "de", "organisation": {"name": "Velox Photonik GmbH", "country": "DE"},
    "industries": ["fibre_laser"], "investment": {"amount": "12500000", "currency": "EUR"}, "plant_area_m2": "5000.5",
    "next_step": "Anrufen", "next_step_on": "2027-07-01", "summary": "Montage von Köpfen", "summary_language": "de",
}


@pytest.fixture
def officer():
    """An officer who reads English."""
    return make_user("officer", name="Zhou Min")


@pytest.fixture
def api(client, officer):
    """A programme with an officer's rights."""
    return ApiCaller(client, officer)


def _error(answer) -> dict:
    return answer.get_json()["error"]


def test_a_stranger_is_asked_for_a_token_and_a_partner_sees_nothing(client):
    lead = make_lead()
    assert client.get("/api/v1/leads").status_code == 401
    partner = ApiCaller(client, make_user("partner_user"))
    for path in ("/api/v1/leads", f"/api/v1/leads/{lead.id}", f"/api/v1/leads/{lead.id}/dossier?lang=de"):
        assert partner.get(path).status_code == 403


@pytest.mark.parametrize("role", ["leader", "reader"])
def test_who_only_reads_cannot_write(client, role):
    client, lead = ApiCaller(client, make_user(role)), make_lead()
    assert client.get(f"/api/v1/leads/{lead.id}").status_code == 200
    assert client.post("/api/v1/leads", json=BODY).status_code == 403
    assert client.patch(f"/api/v1/leads/{lead.id}", json={"version": 1, "jobs": 3}).status_code == 403


def test_a_token_to_read_does_not_write(client, officer):
    reading = ApiCaller(client, officer, "leads:read")
    assert reading.get("/api/v1/leads").status_code == 200
    assert reading.post("/api/v1/leads", json=BODY).status_code == 403


def test_a_lead_is_made_with_its_organisation_and_read_again(api, officer):
    answer = api.post("/api/v1/leads", json=BODY)
    assert answer.status_code == 201, answer.get_json()
    made = answer.get_json()
    assert made["organisation"]["name"] == "Velox Photonik GmbH"
    assert made["investment"] == {"amount": "12500000.00", "currency": "EUR"}
    assert (made["plant_area_m2"], made["owner"], made["stage"], made["version"]) == (
        "5000.5",
        officer.email,
        "lead",
        1,
    )
    assert made["texts"][0]["text"] == {"language": "de", "text": "Montage von Köpfen", "translations": {}}
    assert [source["kind"] for source in made["sources"]] == ["manual"]
    db.session.expire_all()
    assert api.get(f"/api/v1/leads/{made['id']}").get_json() == made


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": ""}, "title"),
        ({"title_language": "fr"}, "title_language"),
        ({"investment": {"amount": "x", "currency": "EUR"}}, "investment.amount"),
        ({"investment": {"amount": "1", "currency": "XXQ"}}, "investment.currency"),
        ({"organisation": {}}, "organisation.name"),
        ({"country": "QQ"}, "country"),
        ({"next_step_on": "2027-02-30"}, "next_step_on"),
        ({"owner_id": 2**40}, "owner_id"),
        ({"plant_area_m2": "-3"}, "plant_area_m2"),
        ({"colour": "red"}, "colour"),
        ({"channel": "pigeon"}, "channel"),
        ({"industries": "fibre_laser"}, "industries"),
    ],
)
def test_a_wrong_entry_is_named_and_nothing_is_written(api, change, field):
    answer = api.post("/api/v1/leads", json={**BODY, **change})
    assert answer.status_code == 422
    assert field in _error(answer)["fields"]
    assert db.session.scalar(db.select(db.func.count()).select_from(Lead)) == 0


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"industries": ["alchemy"]}, "unknown_industry", "industries"),
        ({"trl": 12}, "trl_range", "trl"),
        ({"stage": "appraised", "industries": []}, "industry_missing", "industries"),
        ({"stage": "lost"}, "lost_reason_missing", "lost_reason"),
        ({"next_step_on": "2027-07-01", "next_step": ""}, "step_missing", "next_step"),
        ({"major": True}, "major_needs_deputy", "deputy_id"),
    ],
)
def test_what_no_lead_can_be_is_refused_with_code_and_field(api, change, code, field):
    answer = api.post("/api/v1/leads", json={**BODY, **change})
    assert (answer.status_code, _error(answer)["code"], _error(answer)["field"]) == (422, code, field)
    assert db.session.scalar(db.select(db.func.count()).select_from(Lead)) == 0


def test_the_body_must_be_an_object(api):
    assert api.post("/api/v1/leads", json=["x"]).status_code == 422
    assert api.post("/api/v1/leads", data="{", content_type="application/json").status_code in (400, 422)


def test_only_what_is_sent_changes(api):
    lead = make_lead("Alt", jobs=5, investment=Money.of(10, "EUR"))
    answer = api.patch(
        f"/api/v1/leads/{lead.id}",
        json={
            "version": 1,
            "jobs": 8,
            "stage": "appraised",
            "proof": "Minutes",
            "next_step": "Offer",
            "next_step_on": "2027-08-01",
        },
    )
    body = answer.get_json()
    assert answer.status_code == 200, body
    assert (body["jobs"], body["title"], body["stage"], body["next_step"]) == (8, "Alt", "appraised", "Offer")
    assert body["investment"]["amount"] == "10.00"
    assert body["version"] == 4


def test_owner_and_major_change_together(api, officer):
    lead, deputy = make_lead(owner=officer), make_user("coordinator")
    answer = api.patch(f"/api/v1/leads/{lead.id}", json={"version": 1, "deputy_id": deputy.id, "major": True})
    assert (answer.status_code, answer.get_json()["deputy_id"]) == (200, deputy.id)


def test_an_old_version_answers_409_and_changes_nothing(api):
    lead = make_lead(jobs=5)
    api.patch(f"/api/v1/leads/{lead.id}", json={"version": 1, "jobs": 6})
    answer = api.patch(f"/api/v1/leads/{lead.id}", json={"version": 1, "jobs": 7})
    assert (answer.status_code, _error(answer)["code"]) == (409, "version_conflict")
    assert db.session.get(Lead, lead.id).jobs == 6
    assert "version" in _error(api.patch(f"/api/v1/leads/{lead.id}", json={"jobs": 7}))["fields"]


def test_a_change_that_is_refused_halfway_leaves_everything_as_it_was(api):
    lead = make_lead(jobs=5)
    answer = api.patch(f"/api/v1/leads/{lead.id}", json={"version": 1, "jobs": 9, "stage": "lost"})
    assert _error(answer)["code"] == "lost_reason_missing"
    assert (db.session.get(Lead, lead.id).jobs, db.session.get(Lead, lead.id).version) == (5, 1)


def test_the_list_has_pages_counts_and_filters(api, officer):
    event = make_event()
    wanted = make_lead(
        owner=officer, country="DE", sources=[{"kind": "intention", "ref_id": 1, "label": "x", "event_id": event.id}]
    )
    make_lead(industries=["other"], country="KR")
    body = api.get("/api/v1/leads").get_json()
    assert (body["page"], body["pages"], body["total"], len(body["items"])) == (1, 1, 2, 2)
    for query in (
        f"owner={officer.id}",
        "country=DE",
        f"event={event.id}",
        "source=intention",
        "industry=photonics",
        "tab=mine",
    ):
        assert [item["id"] for item in api.get(f"/api/v1/leads?{query}").get_json()["items"]] == [wanted.id], query
    for query in ("tab=nope", "owner=x", "owner=99999999999999", "page=0", "country=QQ"):
        assert api.get(f"/api/v1/leads?{query}").status_code == 422, query


@pytest.mark.parametrize(
    "path", ["/api/v1/leads/99999", "/api/v1/leads/99999999999999999999", "/api/v1/leads/99999/dossier?lang=de"]
)
def test_an_unknown_lead_is_not_found(api, path):
    answer = api.get(path)
    assert (answer.status_code, _error(answer)["code"]) == (404, "no_lead")


@pytest.mark.parametrize(
    ("lang", "day"),
    [("zh", "2027年7月2日 星期五"), ("en", "Fri 2 Jul 2027"), ("de", "Fr., 02.07.2027"), ("ko", "2027년 7월 2일 (금)")],
)
def test_the_dossier_is_a_list_of_facts_in_the_language_asked_for(api, lang, day):
    lead = make_lead("光纤激光器", people=[make_person()], texts=[("summary", "zh", "摘要")])
    answer = api.get(f"/api/v1/leads/{lead.id}/dossier?lang={lang}")
    facts = answer.get_json()
    assert answer.status_code == 200
    assert all(set(fact) == {"field", "label", "value", "original_language", "translation_status"} for fact in facts)
    by_field = {fact["field"]: fact for fact in facts}
    assert by_field["next_step_on"]["value"] == day
    assert (by_field["title"]["original_language"], by_field["title"]["translation_status"]) == ("zh", "original")
    assert (by_field["stage"]["original_language"], by_field["stage"]["translation_status"]) == (None, None)


def test_without_a_language_the_dossier_comes_in_the_readers_own(api):
    lead = make_lead()
    assert (
        api.get(f"/api/v1/leads/{lead.id}/dossier").get_json()
        == api.get(f"/api/v1/leads/{lead.id}/dossier?lang=en").get_json()
    )


@pytest.mark.parametrize("lang", ["fr", "zh-Hans", "", "DE"])
def test_a_language_that_is_none_of_ours_is_refused_with_what_to_choose(api, lang):
    answer = api.get(f"/api/v1/leads/{make_lead().id}/dossier?lang={lang}")
    assert answer.status_code == 422
    assert "zh, en, de" in str(_error(answer)["fields"])


def test_the_document_of_the_api_describes_leads(client):
    document = client.get("/api/v1/openapi.json").get_json()
    assert {"get", "post"} <= set(document["paths"]["/api/v1/leads"])
    assert {"get", "patch"} <= set(document["paths"]["/api/v1/leads/{lead_id}"])
    assert "get" in document["paths"]["/api/v1/leads/{lead_id}/dossier"]
    assert set(document["components"]["schemas"]["FactOut"]["properties"]) == {
        "field", "label", "value", "original_language", "translation_status"}
