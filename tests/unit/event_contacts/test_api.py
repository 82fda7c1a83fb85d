"""Event contacts over HTTP: who may call, sending twice, converting, and what wrong input gets."""

import pytest

from outreach.accounts.services import create_token
from outreach.activity import SYSTEM
from outreach.db import db, transaction
from outreach.event_contacts import services
from outreach.event_contacts.models import EventContact
from outreach.leads.models import Lead
from tests.client import ApiCaller
from tests.factories.accounts import make_user
from tests.factories.event_contacts import make_event_contact
from tests.factories.events import make_event
from tests.factories.leads import make_lead

URL = "/api/v1/event-contacts"
BODY = {
    "event": "LASER-2027",
    "client_key": "phone-7:1",
    "source": "card",
    "rating": "A",
    "notes": "Will 2.000 m²",
    "notes_language": "de",
    "met_on": "2027-06-23",
    "captured_at": "2027-06-23T14:30:00+02:00",
    "contact": {
        "name": "Jana Weiss",
        "email": "Jana@Weiss.example.org",
        "phone": "089 1234567",
        "job_title": "CTO",
        "language": "de",
    },
    "organisation": {"name": "Weiss Optik GmbH", "country": "DE"},
}


@pytest.fixture
def officer():
    """An officer who reads English."""
    return make_user("officer")


@pytest.fixture
def api(client, officer):
    """A programme with an officer's rights."""
    return ApiCaller(client, officer)


@pytest.fixture
def event(app):
    """The fair."""
    return make_event()


def _count(model) -> int:
    return db.session.scalar(db.select(db.func.count(model.id)))


def _fields(answer) -> list[str]:
    error = answer.get_json()["error"]
    return sorted(error.get("fields", {})) or [error.get("field")]


def test_a_stranger_needs_a_token_and_a_partner_has_no_access(client, event):
    contact = make_event_contact(event)
    assert client.get(URL).status_code == 401
    assert client.post(URL, json=BODY).status_code == 401
    partner = ApiCaller(client, make_user("partner_user"))
    for answer in (partner.get(URL), partner.get(f"{URL}/{contact.id}"), partner.post(URL, json=BODY),
                   partner.post(f"{URL}/{contact.id}/convert", json={})):
        assert answer.status_code == 403


@pytest.mark.parametrize("role", ["leader", "reader"])
def test_who_only_reads_cannot_capture_or_convert(client, event, role):
    client, contact = ApiCaller(client, make_user(role)), make_event_contact(event)
    assert client.get(f"{URL}/{contact.id}").status_code == 200
    assert client.post(URL, json=BODY).status_code == 403
    assert client.post(f"{URL}/{contact.id}/convert", json={}).status_code == 403


def test_a_token_needs_the_scope(client, event):
    user = make_user("officer")
    with transaction():
        token = create_token(SYSTEM, user, ["contacts:read"])
    head = {"Authorization": f"Bearer {token}"}
    assert client.get(URL, headers=head).status_code == 200
    assert client.post(URL, json=BODY, headers=head).status_code == 403


def test_a_capture_is_stored_with_everything_that_was_sent(api, officer, event):
    answer = api.post(URL, json=BODY)
    assert answer.status_code == 201, answer.get_json()
    made = answer.get_json()
    assert (made["event"], made["state"], made["verdict"], made["source"], made["rating"]) == (
        "LASER-2027",
        "open",
        "new",
        "card",
        "A",
    )
    assert made["person"] == {"id": made["person"]["id"], "name": "Jana Weiss", "email": "jana@weiss.example.org",
                              "phone": "+49891234567", "language": "de"}
    assert made["organisation"]["name"] == "Weiss Optik GmbH"
    assert (made["captured_at"], made["met_on"]) == ("2027-06-23T12:30:00+00:00", "2027-06-23")
    assert made["captured_by"] == officer.email
    assert made["raw"] == BODY
    assert api.get(f"{URL}/{made['id']}").get_json() == made


def test_sending_again_answers_200_with_what_is_stored(api, event):
    first = api.post(URL, json=BODY).get_json()
    again = api.post(URL, json={**BODY, "notes": "changed meanwhile"})
    assert again.status_code == 200
    assert again.get_json() == first
    assert _count(EventContact) == 1


def test_the_key_of_another_event_answers_409(api, event):
    make_event("MEDICA-2027", "MEDICA 2027")
    api.post(URL, json=BODY)
    answer = api.post(URL, json={**BODY, "event": "MEDICA-2027"})
    assert answer.status_code == 409
    assert answer.get_json()["error"]["code"] == "client_key_used"
    assert _count(EventContact) == 1


def test_the_least_that_can_be_sent_is_a_name_and_an_event(api, event):
    made = api.post(URL, json={"event": "laser-2027", "contact": {"name": "박서연"}})
    assert made.status_code == 201
    assert (made.get_json()["source"], made.get_json()["organisation"]) == ("api", None)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"event": "NOWHERE-2027"}, "event"),
        ({"event": ""}, "event"),
        ({"contact": {"name": " "}}, "contact.name"),
        ({"contact": {}}, "contact.name"),
        ({"contact": {"name": "A", "email": "no mail"}}, "contact.email"),
        ({"contact": {"name": "A", "language": "fr"}}, "contact.language"),
        ({"contact": {"name": "A", "mail": "x@example.org"}}, "contact.mail"),
        ({"contact": "Jana"}, "contact"),
        ({"organisation": {"name": "A", "country": "XX"}}, "organisation.country"),
        ({"rating": "Z"}, "rating"),
        ({"source": "dream"}, "source"),
        ({"met_on": "2027-02-30"}, "met_on"),
        ({"met_on": "1999-01-01"}, "met_on"),
        ({"captured_at": "yesterday"}, "captured_at"),
        ({"captured_at": "2027-06-23T10:00:00"}, "captured_at"),
        ({"captured_at": "9999-12-31T23:59:59-12:00"}, "captured_at"),
        ({"notes_language": "fr"}, "notes_language"),
        ({"client_key": "k" * 101}, "client_key"),
        ({"notes": "x" * 20_001}, "notes"),
        ({"nonsense": 1}, "nonsense"),
    ],
)
def test_wrong_input_names_its_field_and_writes_nothing(api, event, change, field):
    answer = api.post(URL, json={**BODY, **change})
    assert answer.status_code == 422, answer.get_json()
    assert _fields(answer) == [field]
    assert answer.get_json()["error"]["message"]
    assert _count(EventContact) == 0


def test_nul_in_a_text_is_stored_as_the_sign_for_it(api, event):
    made = api.post(URL, json={**BODY, "notes": "a\x00b"}).get_json()
    assert made["notes"] == made["raw"]["notes"] == "a\ufffdb"


def test_the_list_counts_what_stands_behind_its_filter(api, event):
    other = make_event("MEDICA-2027", "MEDICA 2027")
    newest = [make_event_contact(event, rating="A").id, make_event_contact(event).id]
    rejected = make_event_contact(other)
    with transaction():
        services.reject(SYSTEM, rejected, "Student")
    answer = api.get(f"{URL}?event=LASER-2027").get_json()
    assert ([one["id"] for one in answer["items"]], answer["page"], answer["pages"], answer["total"]) == (
        newest[::-1],
        1,
        1,
        2,
    )
    assert [one["rejected_reason"] for one in api.get(f"{URL}?state=rejected").get_json()["items"]] == ["Student"]
    assert [one["id"] for one in api.get(f"{URL}?rating=A").get_json()["items"]] == [newest[0]]
    for query, field in (("event=NOWHERE", "event"), ("state=lost", "state"), ("page=0", "page")):
        answer = api.get(f"{URL}?{query}")
        assert answer.status_code == 422
        assert _fields(answer) in ([field], [f"query.{field}"])


def test_an_unknown_contact_answers_404(api, event):
    for key in (999, 2**40):
        assert api.get(f"{URL}/{key}").status_code == 404
        assert api.post(f"{URL}/{key}/convert", json={}).status_code == 404


def test_several_contacts_of_one_organisation_become_a_lead(api, officer, event):
    first, second = (make_event_contact(event, organisation="Weiss Optik GmbH") for _ in "12")
    answer = api.post(
        f"{URL}/{first.id}/convert",
        json={
            "title": "Excimer",
            "title_language": "de",
            "industries": ["fibre_laser"],
            "stage": "lead",
            "owner": officer.email,
            "next_step": "Anrufen",
            "next_step_on": "2027-07-01",
            "with": [second.id, first.id],
        },
    )
    assert answer.status_code == 200, answer.get_json()
    body = answer.get_json()
    assert body["event_contacts"] == [first.id, second.id]
    lead = db.session.get(Lead, body["lead_id"])
    assert (lead.number, lead.title, lead.owner_id, len(lead.sources)) == (body["number"], "Excimer", officer.id, 2)
    assert api.get(f"{URL}/{second.id}").get_json()["lead_id"] == lead.id


def test_converting_needs_nothing_and_repeating_it_into_the_same_lead_changes_nothing(api, officer, event):
    contact = make_event_contact(event, organisation="Weiss Optik GmbH")
    body = api.post(f"{URL}/{contact.id}/convert", json={}).get_json()
    again = api.post(f"{URL}/{contact.id}/convert", json={"lead": body["lead_id"]})
    assert (again.status_code, again.get_json()["lead_id"]) == (200, body["lead_id"])
    assert db.session.get(Lead, body["lead_id"]).owner_id == officer.id
    refused = api.post(f"{URL}/{contact.id}/convert", json={})
    assert (refused.status_code, refused.get_json()["error"]["code"], _count(Lead)) == (422, "converted", 1)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"owner": "nobody@example.org"}, "owner"),
        ({"owner": 999_999}, "owner_id"),
        ({"owner": True}, "owner"),
        ({"lead": 999_999}, "lead"),
        ({"lead": 2**40}, "lead"),
        ({"with": [999_999]}, "with"),
        ({"industries": ["magic"]}, "industries"),
        ({"stage": "dream"}, "stage"),
        ({"next_step": "Call"}, "next_step_on"),
        ({"next_step_on": "2027-07-01"}, "next_step"),
        ({"next_step_on": "soon"}, "next_step_on"),
        ({"title_language": "fr"}, "title_language"),
        ({"nonsense": 1}, "nonsense"),
        ({"title": "x" * 301}, "title"),
    ],
)
def test_a_conversion_that_cannot_be_names_its_field(api, event, body, field):
    contact = make_event_contact(event)
    answer = api.post(f"{URL}/{contact.id}/convert", json=body)
    assert answer.status_code == 422, answer.get_json()
    assert _fields(answer) == [field]
    assert (_count(Lead), db.session.get(EventContact, contact.id).state) == (0, "open")


def test_contacts_of_two_organisations_answer_422(api, event):
    first, second = make_event_contact(event), make_event_contact(event)
    answer = api.post(f"{URL}/{first.id}/convert", json={"with": [second.id]})
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (422, "several_organisations")


def test_a_contact_joins_an_open_lead(api, event):
    lead, contact = make_lead(), make_event_contact(event)
    assert api.post(f"{URL}/{contact.id}/convert", json={"lead": lead.id}).get_json()["number"] == lead.number


def test_the_document_describes_every_call(api):
    paths = api.get("/api/v1/openapi.json").get_json()["paths"]
    assert {"get", "post"} <= set(paths["/api/v1/event-contacts"])
    body = paths["/api/v1/event-contacts/{contact_id}/convert"]["post"]["requestBody"]
    assert "ConvertIn" in body["content"]["application/json"]["schema"]["$ref"]
