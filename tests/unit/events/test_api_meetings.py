"""Agendas, meetings, wishes and exchanges over HTTP."""

from datetime import datetime

import pytest
import sqlalchemy

from outreach.accounts import services as accounts
from outreach.activity import SYSTEM
from outreach.db import db, transaction
from outreach.events.queries.exchange import entries_of
from outreach.events.services.agenda import save_item
from outreach.events.services.exchange import accept_pair, add_entry
from outreach.events.services.meetings import save_meeting
from outreach.i18n.localized import LocalizedText
from tests.factories.accounts import make_user
from tests.factories.contacts import make_person
from tests.factories.events import make_event
from tests.factories.trips import make_flight, make_trip


@pytest.fixture
def headers(session):
    """The header of a coordinator's token that may read and write events."""
    with transaction():
        token = accounts.create_token(SYSTEM, make_user(role="coordinator"), ["events:read", "events:write"])
    return {"Authorization": f"Bearer {token}"}


def test_an_exchange_is_entered_and_its_pair_and_wish_are_read(client, headers):
    event, holder, asks, us = make_event(), make_person("Anke Reuter"), make_person("Jens Holt"), make_user()
    address = f"/api/v1/events/{event.id}"
    for kind, person in (("offer", holder), ("request", asks)):
        made = client.post(f"{address}/exchange", headers=headers, json={
            "kind": kind, "title": {"source": "en", "en": "Fibre laser"}, "trl": 7, "person": person.id})
        assert made.status_code == 201, made.get_json()
    refused = client.post(f"{address}/exchange", headers=headers, json={"kind": "offer", "title": {"source": "en", "en": "x"},
                                                                        "trl": 12})
    assert refused.status_code == 422
    assert client.post(f"{address}/exchange", headers=headers, json={
        "kind": "offer", "title": {"source": "en", "en": "x"}, "person": 999999}).status_code == 404
    with transaction():
        pair = accept_pair(SYSTEM, *entries_of(event))
    listed = client.get(f"{address}/exchange", headers=headers).get_json()
    assert [(one["kind"], one["person"]["name"], one["state"]) for one in listed] == [
        ("offer", "Anke Reuter", "matched"), ("request", "Jens Holt", "matched")]
    wish, = client.get(f"{address}/wishes", headers=headers).get_json()
    assert (wish["one"]["kind"], wish["one"]["id"], wish["origin"]) == ("person", holder.id, "exchange")
    with transaction():
        meeting = save_meeting(SYSTEM, event, {"starts_local": datetime(2027, 6, 22, 9), "place": "Stand",
                                               "ends_local": datetime(2027, 6, 22, 10)}, [holder, asks, us])
    stored, = client.get(f"{address}/exchange/pairs", headers=headers).get_json()
    assert (stored["id"], stored["meeting"]) == (pair.id, meeting.id)
    assert client.get(f"{address}/exchange").status_code == 401


def test_a_meeting_is_read_and_its_state_set_by_the_version_that_was_read(client, headers):
    event, us, person = make_event(), make_user(), make_person("Anna Weber")
    with transaction():
        meeting = save_meeting(SYSTEM, event, {"starts_local": datetime(2027, 6, 22, 9), "ends_local": datetime(2027, 6, 22, 10),
                                               "place": "Stand"}, [us, person])
    address = f"/api/v1/events/{event.id}/meetings"
    read, = client.get(address, headers=headers).get_json()
    assert read["starts_at"] == "2027-06-22T07:00:00+00:00" and read["participants"][1] == {
        "kind": "person", "id": person.id, "name": "Anna Weber"}
    sent = {"version": read["version"], "state": "held", "result": "Samples", "result_language": "en"}
    made = client.patch(f"{address}/{meeting.id}", headers=headers, json=sent)
    assert made.status_code == 200 and made.get_json()["result"] == "Samples"
    assert client.patch(f"{address}/{meeting.id}", headers=headers, json=sent).status_code == 409
    assert client.patch(f"{address}/{meeting.id}", headers=headers, json={"version": 2, "state": "eaten"}).status_code == 422


def test_wishes_are_sent_for_one_of_us_or_two_from_outside(client, headers):
    event, us, one, other = make_event(), make_user(), make_person("Anna Weber"), make_person("Jens Holt")
    address = f"/api/v1/events/{event.id}/wishes"
    made = client.post(address, headers=headers, json={"user": us.email, "person": one.id, "priority": 5})
    assert made.status_code == 201 and made.get_json()["one"]["kind"] == "user"
    both = client.post(address, headers=headers, json={"user": us.email, "other_person": other.id, "person": one.id}).get_json()
    assert (both["one"]["id"], both["companion"]["id"]) == (other.id, us.id)
    for wrong, status in (({"person": one.id}, 404), ({"user": "x@example.org", "person": one.id}, 404),
                          ({"other_person": one.id, "person": one.id}, 422),
                          ({"user": us.email, "person": one.id, "priority": 9}, 422)):
        assert client.post(address, headers=headers, json=wrong).status_code == status


def test_the_agenda_is_read_with_its_speakers(client, headers):
    event, us = make_event(), make_user(name="Katrin Vogt")
    with transaction():
        save_item(SYSTEM, event, {"title": LocalizedText.of("en", "Welcome"), "kind": "talk",
                                  "starts_local": datetime(2027, 6, 22, 9), "ends_local": datetime(2027, 6, 22, 10)}, [us])
    item, = client.get(f"/api/v1/events/{event.id}/agenda", headers=headers).get_json()
    assert (item["title"]["text"], item["starts_local"], item["speakers"]) == ("Welcome", "2027-06-22T09:00:00", ["Katrin Vogt"])


def test_a_list_asks_no_more_for_more_pairs_meetings_and_trips(client, headers):
    event = make_event(kind="technology_exchange")

    def grow(many: int) -> None:
        with transaction():
            for _number in range(many):
                sides = [add_entry(SYSTEM, event, {"kind": kind, "title": LocalizedText.of("en", kind),
                                                   "person_id": make_person("Anna Weber").id}) for kind in ("offer", "request")]
                pair = accept_pair(SYSTEM, *sides)
                save_meeting(SYSTEM, event, {"starts_local": datetime(2027, 6, 22, 9), "ends_local": datetime(2027, 6, 22, 10),
                                             "place": "Stand"}, [side.person for side in sides] + [make_user()])
                assert pair.wish is not None
                make_flight(make_trip(make_user(), event=event), datetime(2027, 6, 20, 8), datetime(2027, 6, 20, 14))

    def asked_by(path: str) -> int:
        db.session.expire_all()
        asked: list[str] = []

        def note(*given) -> None:
            asked.append(given[2])

        sqlalchemy.event.listen(db.engine, "before_cursor_execute", note)
        try:
            assert client.get(path, headers=headers).status_code == 200
        finally:
            sqlalchemy.event.remove(db.engine, "before_cursor_execute", note)
        return len(asked)

    paths = [f"/api/v1/events/{event.id}/exchange/pairs", f"/api/v1/events/{event.id}/meetings",
             f"/api/v1/events/{event.id}/trips", "/api/v1/trips"]
    grow(2)
    # The first request of a session and of a process asks for more.
    few = [(asked_by(path), asked_by(path))[1] for path in paths]
    grow(8)
    many = [asked_by(path) for path in paths]
    assert all(late <= early for late, early in zip(many, few, strict=True)), (few, many)
