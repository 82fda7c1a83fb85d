"""The main job as a programme does it: from the fair's file to a dossier in four languages, over the API alone."""

import pytest

from outreach.activity.queries import verify
from outreach.privacy.queries import consent_texts
from tests.client import ApiCaller
from tests.factories.accounts import make_user
from tests.factories.imports import multipart

EVENT = {
    "code": "LASER-2027", "title": {"source": "de", "de": "LASER World of PHOTONICS 2027"}, "kind": "trade_show",
    "time_zone": "Europe/Berlin", "starts_on": "2027-06-22", "ends_on": "2027-06-25", "country": "DE", "city": "München",
}
FILE = (
    "Name;Firma;E-Mail;Mobil;Land\n"
    "Björn Böhm;Velox Photonik GmbH;b.boehm@velox-photonik.example.org;0170 1234567;Deutschland\n"
    "Anneliese Schröder;Velox Photonik GmbH;a.schroeder@velox-photonik.example.org;0170 7654321;Deutschland\n"
    "Kim Minsu;Garam Electronics Co., Ltd.;minsu.kim@garam.example.org;010-5550-0199;Südkorea\n"
).encode("cp1252")
INTENTION = {
    "language": "de", "event": "LASER-2027", "organisation": {"name": "Karbonex Werkstoffe AG", "country": "DE"},
    "contact": {"name": "Matthias Strauß", "email": "m.strauss@karbonex.example.org", "phone": "+49 89 1234567"},
    "project": {"title": "Linie für Faserkreisel", "summary": "Eine Linie für Faserkreisel, Beginn 2028.",
                "industry": "photonics", "investment": {"amount": "12500000", "currency": "EUR"}},
}


@pytest.fixture
def call(client):
    """call(role, method, path, status, **sent): one request with a token of that role; gives the answer's JSON."""
    headers = {role: ApiCaller(client, make_user(role, language="zh")).headers for role in ("coordinator", "officer")}

    def made(role: str | None, method: str, path: str, status: int, **sent):
        more = {**headers.get(role, {}), **sent.pop("headers", {})}
        answer = client.open(f"/api/v1/{path}", method=method, headers=more, **sent)
        assert answer.status_code == status, answer.get_json()
        return answer.get_json()
    return made


def test_the_main_job_over_the_api(call):
    event = call("coordinator", "POST", "events", 201, json=EVENT)
    body, kind = multipart(FILE, "besucher.csv", event="LASER-2027")
    run = call("coordinator", "POST", "imports", 201, data=body, content_type=kind)
    assert (run["state"], run["encoding"], run["counts"]) == ("previewed", "windows-1252", {"new": 3})
    assert call("officer", "GET", "people", 200)["total"] == 0
    run = call("coordinator", "POST", f"imports/{run['id']}/apply", 200)
    assert (run["state"], run["counts"]) == ("applied", {"new": 3})

    people = {one["full_name"]: one for one in call("officer", "GET", "people", 200)["items"]}
    assert "+491701234567" in {channel["value"] for channel in people["Björn Böhm"]["channels"]}
    assert "+821055500199" in {channel["value"] for channel in people["Kim Minsu"]["channels"]}
    contacts = call("officer", "GET", f"event-contacts?event={event['code']}", 200)["items"]
    velox = [one["id"] for one in contacts if one["organisation"]["name"] == "Velox Photonik GmbH"]
    assert (len(contacts), len(velox)) == (3, 2)
    lead = call("officer", "POST", f"event-contacts/{velox[0]}/convert", 200, json={
        "title": "Montagelinie", "title_language": "de", "industries": ["photonics"], "with": velox[1:],
        "next_step": "展后首次跟进", "next_step_on": "2027-07-02"})
    assert sorted(lead["event_contacts"]) == sorted(velox)

    consents = [{"purpose": text.purpose, "text_version": text.version}
                for text in consent_texts("de", "intention", "DE") if text.required]
    sent = {**INTENTION, "consents": consents}
    receipt = call(None, "POST", "intentions", 201, json=sent, headers={"Idempotency-Key": "k-1"})
    assert receipt["status_url"] and receipt["answer_due"]
    assert call(None, "POST", "intentions", 200, json=sent, headers={"Idempotency-Key": "k-1"}) == receipt
    waiting = call("officer", "GET", "intentions?state=open", 200)["items"]
    assert [one["receipt"] for one in waiting] == [receipt["receipt"]]
    accepted = call("officer", "POST", f"intentions/{waiting[0]['id']}/accept", 200, json={
        "next_step": "Anrufen", "next_step_on": "2027-07-02"})
    assert call("officer", "GET", "leads", 200)["total"] == 2

    labels = set()
    for language, day in (("zh", "2027年7月2日"), ("en", "2 Jul 2027"), ("de", "02.07.2027"), ("ko", "2027년 7월 2일")):
        for number, title in ((lead["lead_id"], "Montagelinie"), (accepted["lead_id"], "Linie für Faserkreisel")):
            facts = {one["field"]: one for one in call("officer", "GET", f"leads/{number}/dossier?lang={language}", 200)}
            assert day in facts["next_step_on"]["value"]
            assert (facts["title"]["value"], facts["title"]["original_language"]) == (title, "de")
        labels.add(facts["title"]["label"])
    assert len(labels) == 4
    assert verify()[1] == []
