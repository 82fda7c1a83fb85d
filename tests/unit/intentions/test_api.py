"""Intentions over HTTP: one body, one receipt, and a message at every field that is wrong."""

import pytest

from outreach.accounts.services import create_token
from outreach.db import db, transaction
from outreach.intentions.models import Intention
from outreach.intentions.services import throttling
from outreach.leads.models import Lead
from tests.factories.accounts import make_user
from tests.factories.events import make_event
from tests.factories.intentions import body, make_intention
from tests.factories.partners import make_partner, make_partner_user

URL = "/api/v1/intentions"


def _bearer(user, *scopes: str) -> dict:
    from outreach.activity import SYSTEM

    with transaction():
        token = create_token(SYSTEM, user, scopes)
    return {"Authorization": f"Bearer {token}"}


def _send(client, sent, status: int, **headers) -> dict:
    answer = client.post(URL, json=sent, headers=headers)
    assert answer.status_code == status, answer.get_data(as_text=True)[:500]
    assert answer.mimetype == "application/json"
    return answer.get_json()


def test_an_intention_gets_receipt_status_page_and_deadline(client):
    event, partner = make_event(), make_partner("DE-HAUS")
    answer = _send(client, body(event=event.code, partner=partner.code), 201)
    row = db.session.query(Intention).one()
    assert set(answer) == {"receipt", "status_url", "answer_due"}
    assert answer["receipt"] == row.receipt and (row.event, row.partner, row.channel) == (event, partner, "api")
    assert answer["answer_due"].startswith(f"{row.answer_due:%Y-%m-%dT10:00:00}")
    path = answer["status_url"].removeprefix("http://outreach.example.org")
    assert row.receipt in client.get_page(path).heading


def test_the_optional_parts_may_be_missing_or_null(client):
    sent = body(contact__phone=None, project__site=None, event=None, partner=None)
    _send(client, sent, 201)
    sent = body(project__title="Zweites Vorhaben")
    del sent["contact"]["phone"], sent["project"]["site"]
    _send(client, sent, 201)
    assert [(row.contact_phone, row.site) for row in db.session.query(Intention)] == [("", ""), ("", "")]


@pytest.mark.parametrize("amount", [12500000, "12500000", 12500000.0, "12500000.00"])
def test_an_amount_may_be_a_number_or_a_text(client, amount):
    _send(client, body(project__investment__amount=amount), 201)
    assert db.session.query(Intention).one().investment_minor == 1250000000


def test_the_same_request_with_the_same_key_gives_the_same_receipt(client):
    first = _send(client, body(), 201, **{"Idempotency-Key": "abc"})
    assert _send(client, body(), 200, **{"Idempotency-Key": "abc"}) == first
    assert db.session.query(Intention).count() == 1


def test_the_same_key_with_other_content_is_a_conflict(client):
    _send(client, body(), 201, **{"Idempotency-Key": "abc"})
    answer = _send(client, body(project__title="Anderes"), 409, **{"Idempotency-Key": "abc"})
    assert answer["error"]["code"] == "idempotency_key_used"
    assert db.session.query(Intention).count() == 1


def test_without_a_key_the_same_content_is_still_one_intention(client):
    assert _send(client, body(), 201) == _send(client, body(), 200)


@pytest.mark.parametrize("key", ["", " ", "x" * 5000, "é中", "../..", "'; --"])
def test_any_text_may_be_a_key(client, key):
    answer = client.post(URL, json=body(), headers={"Idempotency-Key": key.encode().decode("latin-1")})
    assert answer.status_code == 201


#: Field with __ for the dot, a wrong value, and where the message stands.
WRONG = [
    ("language", None, "language"), ("language", "fr", "language"), ("language", 7, "language"),
    ("language", ["de"], "language"), ("partner", "NOBODY", "partner"), ("partner", 3, "partner"),
    ("event", "NOTHING-2027", "event"), ("event", {"code": "x"}, "event"), ("event", "x" * 50000, "event"),
    ("organisation", None, "organisation"), ("organisation", "GmbH", "organisation"),
    ("organisation", [], "organisation"), ("organisation__name", "", "organisation.name"),
    ("organisation__name", "\n\t ", "organisation.name"), ("organisation__name", None, "organisation.name"),
    ("organisation__name", 5, "organisation.name"), ("organisation__name", "x" * 301, "organisation.name"),
    ("organisation__country", "XX", "organisation.country"), ("organisation__country", None, "organisation.country"),
    ("organisation__country", 49, "organisation.country"),
    ("organisation__country", "Deutschland", "organisation.country"),
    ("organisation__website", "x", "organisation.website"), ("contact", None, "contact"),
    ("contact__name", " ", "contact.name"), ("contact__email", "nobody", "contact.email"),
    ("contact__email", None, "contact.email"), ("contact__email", "a@b@c.org", "contact.email"),
    ("contact__email", "a\nbcc: x@example.org", "contact.email"),
    ("contact__email", "x" * 300 + "@example.org", "contact.email"), ("contact__email", {}, "contact.email"),
    ("contact__phone", "call me", "contact.phone"), ("contact__phone", 49891234567, "contact.phone"),
    ("contact__phone", "1" * 61, "contact.phone"), ("project", [], "project"),
    ("project__title", "x" * 301, "project.title"), ("project__summary", "", "project.summary"),
    ("project__summary", "x" * 5001, "project.summary"), ("project__industry", "astrology", "project.industry"),
    ("project__industry", None, "project.industry"), ("project__industry", True, "project.industry"),
    ("project__site", "x" * 2001, "project.site"), ("project__site", 7, "project.site"),
    ("project__investment", None, "project.investment"), ("project__investment", 5, "project.investment"),
    ("project__investment__amount", "much", "project.investment.amount"),
    ("project__investment__amount", None, "project.investment.amount"),
    ("project__investment__amount", -1, "project.investment.amount"),
    ("project__investment__amount", 0, "project.investment.amount"),
    ("project__investment__amount", "NaN", "project.investment.amount"),
    ("project__investment__amount", "Infinity", "project.investment.amount"),
    ("project__investment__amount", "1e400", "project.investment.amount"),
    ("project__investment__amount", 10**30, "project.investment.amount"),
    ("project__investment__amount", True, "project.investment.amount"),
    ("project__investment__amount", [1], "project.investment.amount"),
    ("project__investment__currency", "XYZ", "project.investment.currency"),
    ("project__investment__currency", None, "project.investment.currency"), ("consents", "all", "consents"),
    ("consents", [], "consents.contact_reply"), ("consents", None, "consents"),
    ("consents", ["contact_reply"], "consents.0"),
    ("consents", [{"purpose": "contact_reply"}], "consents.0.text_version"),
    ("consents", [{"purpose": "contact_reply", "text_version": "1999-1"}], "consents.contact_reply"),
    ("consents", [{"purpose": "contact_reply", "text_version": "2026-1"}] * 21, "consents"),
    ("consents", [{"purpose": "selling", "text_version": "2026-1"}], "consents.selling"),
    ("colour", "blue", "colour"), ("id", 1, "id"),
]


@pytest.mark.parametrize(("name", "value", "field"), WRONG, ids=[f"{one[0]}-{str(one[1])[:20]}" for one in WRONG])
def test_a_wrong_value_is_answered_at_its_field_and_nothing_is_stored(client, name, value, field):
    error = _send(client, body(**{name: value}), 422)["error"]
    assert error["code"] == "invalid" and field in error["fields"], error
    assert all(text and isinstance(text, str) for texts in error["fields"].values() for text in texts)
    assert db.session.query(Intention).count() == 0


@pytest.mark.parametrize("raw", [b"", b"null", b"[]", b'"x"', b"7", b"{", b"\xff\xfe", b'{"language": NaN}'])
def test_what_is_no_object_is_refused_in_json(client, raw):
    answer = client.post(URL, data=raw, content_type="application/json")
    assert answer.status_code in (400, 422) and answer.get_json()["error"]["message"]


def test_every_missing_part_is_named_at_once(client):
    fields = _send(client, {}, 422)["error"]["fields"]
    assert set(fields) >= {"language", "organisation", "contact", "project"}


def test_messages_come_in_the_callers_language(client):
    answer = client.post(URL, json=body(contact__email="nobody"), headers={"Accept-Language": "en"})
    assert answer.get_json()["error"]["fields"]["contact.email"] == ["Enter a mail address such as name@example.org"]


def test_an_unknown_event_code_is_told_with_the_code(client):
    answer = client.post(URL, json=body(event="NOTHING-1"), headers={"Accept-Language": "en"})
    assert answer.get_json()["error"]["fields"] == {
        "event": ["There is no event with the code “NOTHING-1”. Correct it or leave it empty."]}


def test_nul_and_line_breaks_never_reach_the_database_or_a_mail_header(client):
    sent = body(project__title="Kreisel\x00\r\nBcc: x@example.org", project__summary="Eins\x00\nZwei",
                organisation__name="Beispiel\x00 GmbH")
    _send(client, sent, 201)
    row = db.session.query(Intention).one()
    assert "\n" not in row.title and "\x00" not in row.title + row.summary + row.organisation_name
    assert row.summary.endswith("\nZwei")


def test_a_korean_sender_must_agree_to_the_transfer_apart(client):
    wrong = _send(client, body(organisation__country="KR", contact__phone="02-123-4567"), 422)["error"]["fields"]
    assert set(wrong) == {"consents.cross_border"}
    both = [{"purpose": name, "text_version": "2026-1"} for name in ("contact_reply", "cross_border")]
    _send(client, body(organisation__country="KR", contact__phone="02-123-4567", consents=both), 201)


def test_a_partners_token_makes_it_the_partners_intention(client):
    partner, other = make_partner(), make_partner("OTHER")
    token = _bearer(make_partner_user(partner), "intentions:read")
    _send(client, body(partner=other.code), 201, **token)
    assert db.session.query(Intention).one().partner is partner
    listed = client.get(URL, headers=token).get_json()
    assert (listed["total"], listed["items"][0]["partner"]) == (1, partner.code)


def test_after_the_agreements_end_a_partner_only_reads(client):
    from datetime import date

    partner = make_partner(agreement_from=date(2020, 1, 1), agreement_until=date(2021, 1, 1))
    token = _bearer(make_partner_user(partner), "intentions:read")
    assert _send(client, body(), 403, **token)["error"]["code"] == "agreement_ended"
    assert client.get(URL, headers=token).status_code == 200
    error = _send(client, body(partner=partner.code), 422)["error"]
    assert set(error["fields"]) == {"partner"}


def test_a_wrong_token_is_told_instead_of_being_taken_for_nobody(client):
    assert _send(client, body(), 401, Authorization="Bearer wrong")["error"]["code"] == "unauthorised"
    assert db.session.query(Intention).count() == 0


def test_one_address_cannot_flood_the_inbox(client, app, monkeypatch):
    monkeypatch.setitem(app.config, "INTENTIONS_PER_HOUR", 2)
    for number in range(2):
        _send(client, body(project__title=f"Vorhaben {number}"), 201)
    answer = client.post(URL, json=body(project__title="Vorhaben 3"))
    assert answer.status_code == 429 and int(answer.headers["Retry-After"]) > 0
    assert db.session.query(Intention).count() == 2
    assert throttling.PER_HOUR > 2


def test_the_list_is_filtered_paged_and_counted(client):
    rows = [make_intention() for _ in range(3)]
    token = _bearer(make_user("reader"), "intentions:read")
    listed = client.get(f"{URL}?state=open&page=1", headers=token).get_json()
    assert [item["receipt"] for item in listed["items"]] == [row.receipt for row in rows]
    assert (listed["page"], listed["pages"], listed["total"]) == (1, 1, 3)
    assert client.get(f"{URL}?state=accepted", headers=token).get_json()["total"] == 0
    for wrong in ("state=lost", "page=0", "page=x", f"page={10**30}"):
        assert client.get(f"{URL}?{wrong}", headers=token).status_code == 422, wrong


def test_one_intention_is_read_with_all_that_was_sent(client):
    row = make_intention(project__title="Kreisel")
    got = client.get(f"{URL}/{row.id}", headers=_bearer(make_user("leader"), "intentions:read")).get_json()
    assert (got["receipt"], got["state"], got["language"]) == (row.receipt, "received", "de")
    assert got["project"]["investment"] == {"amount": "12500000.00", "currency": "EUR"}
    assert got["contact"]["phone_e164"] == "+49891234567" and got["organisation"]["country"] == "DE"


def test_scopes_and_roles_decide_who_reads_and_who_decides(client):
    row, officer = make_intention(), make_user("officer")
    assert client.get(URL).status_code == 401
    assert client.get(URL, headers=_bearer(officer, "leads:read")).status_code == 403
    reading = _bearer(officer, "intentions:read")
    assert client.post(f"{URL}/{row.id}/accept", json={}, headers=reading).status_code == 403
    assert client.post(f"{URL}/{row.id}/accept", json={}).status_code == 401
    assert client.get(f"{URL}/{row.id + 99}", headers=reading).status_code == 404


def test_accepting_makes_a_lead_and_a_second_time_is_a_conflict(client):
    officer, row = make_user("officer"), make_intention()
    token = _bearer(officer, "intentions:write")
    sent = {"next_step": "Call", "next_step_on": "2027-07-02", "version": row.version}
    answer = client.post(f"{URL}/{row.id}/accept", json=sent, headers=token)
    assert answer.status_code == 200
    lead = db.session.get(Lead, answer.get_json()["lead_id"])
    assert (lead.number, lead.owner, lead.next_step) == (answer.get_json()["number"], officer, "Call")
    again = client.post(f"{URL}/{row.id}/accept", json=sent, headers=token)
    assert (again.status_code, again.get_json()["error"]["code"]) == (409, "intention_decided")


@pytest.mark.parametrize(("sent", "field"), [
    ({"next_step_on": "2027-02-31"}, "next_step_on"), ({"next_step": 5}, "next_step"), ({"language": "fr"}, "language"),
    ({"version": "x"}, "version"), ({"colour": 1}, "colour"), ({"reason": "x" * 5001}, "reason"),
])
def test_a_wrong_verdict_is_answered_at_its_field(client, sent, field):
    row, token = make_intention(), _bearer(make_user("officer"), "intentions:write")
    answer = client.post(f"{URL}/{row.id}/accept", json=sent, headers=token)
    assert answer.status_code == 422 and field in answer.get_json()["error"]["fields"]


def test_declining_needs_a_reason(client):
    row, token = make_intention(), _bearer(make_user("officer"), "intentions:write")
    refused = client.post(f"{URL}/{row.id}/decline", json={}, headers=token)
    assert (refused.status_code, refused.get_json()["error"]["field"]) == (422, "reason")
    answer = client.post(f"{URL}/{row.id}/decline", json={"reason": "Zu klein", "language": "de"}, headers=token)
    assert (answer.get_json()["state"], answer.get_json()["reason"]) == ("declined", "Zu klein")
