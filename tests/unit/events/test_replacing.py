"""Somebody takes over from a colleague: what moves, what stays, what whoever left leaves behind."""

from datetime import date, datetime, timedelta

import pytest

from outreach.activity import SYSTEM, Actor
from outreach.db import db, transaction
from outreach.errors import Refused
from outreach.events import queries
from outreach.events.models import Meeting
from outreach.events.queries.holdings import holdings, left_behind
from outreach.events.services import add_leg, agenda, meetings, reception, tasks
from outreach.events.services.replacing import replace_person
from outreach.events.services.wishes import want_meeting
from outreach.i18n import in_language
from outreach.i18n.localized import LocalizedText
from outreach.mail.models import OutboxMail
from tests.factories.accounts import make_user
from tests.factories.contacts import make_person
from tests.factories.events import make_event, make_member
from tests.factories.trips import make_flight, make_trip, make_visa

PARTS = ["team", "tasks", "agenda", "meetings", "reception", "trips"]


@pytest.fixture
def coordinator(session):
    """A coordinator who reads English."""
    return make_user(role="coordinator", language="en", name="Katrin Vogt")


@pytest.fixture
def old(session):
    """Somebody who leaves."""
    return make_user(role="officer", name="周敏")


@pytest.fixture
def busy(coordinator, old):
    """A fair at which `old` has something in every part; the coordinator is on the team."""
    event = make_event()
    make_member(event, old, "head", from_on=date(2027, 6, 23), until_on=date(2027, 6, 24))
    make_member(event, coordinator, from_on=date(2027, 6, 22), until_on=date(2027, 6, 23))
    begins = datetime(2027, 6, 22, 9)
    hours = {"starts_local": begins, "starts_fold": 0, "ends_local": begins + timedelta(hours=1), "ends_fold": 0}
    with transaction():
        tasks.add_task(SYSTEM, event, {"title": LocalizedText.of("en", "Open"), "owner_id": old.id})
        done = tasks.add_task(SYSTEM, event, {"title": LocalizedText.of("en", "Done"), "owner_id": old.id})
        tasks.set_done(SYSTEM, done, old, True)
        agenda.save_item(SYSTEM, event, {"kind": "talk", "title": LocalizedText.of("en", "Talk"), "public": True, **hours}, [old])
        for state in ("confirmed", "held"):
            made = meetings.save_meeting(SYSTEM, event, {"subject": state, "interpreter_id": old.id, **hours},
                                         [old, make_person(f"Guest {state}")])
            meetings.set_state(SYSTEM, made, state)
        reception.save_item(SYSTEM, event, {"kind": "meal", "title": LocalizedText.of("en", "Lunch"), "host_id": old.id, **hours})
    trip = make_trip(old, event=event)
    make_flight(trip, datetime(2027, 6, 20, 13, 20), datetime(2027, 6, 20, 18, 5), traveller_id=trip.travellers[0].id)
    make_visa(trip, traveller_id=trip.travellers[0].id, reference="D 12", until_on=date(2027, 12, 1))
    return event


def counts(event, user) -> dict[str, int]:
    """How many rows somebody has by part."""
    return {held.code: len(held.rows) for held in holdings(event, [user.id]).get(user.id, [])}


ALL = {"team": 1, "tasks": 1, "agenda": 1, "meetings": 1, "reception": 1, "trips": 1}


def test_everything_ahead_moves_to_somebody_new_and_what_is_done_stays(busy, old):
    new = make_user(role="officer", name="高一帆")
    assert counts(busy, old) == ALL
    with transaction():
        moved = replace_person(SYSTEM, busy, old, new, PARTS)
    assert {held.code for held in moved} == set(PARTS)
    assert counts(busy, old) == {} and counts(busy, new) == ALL
    by_title = {task.title.original: task.owner_id for task in tasks.tasks_by_id(busy)}
    assert by_title == {"Open": new.id, "Done": old.id}
    held = next(one for one in queries_meetings(busy) if one.subject == "held")
    assert held.interpreter_id == old.id and held.ours[0].user_id == old.id
    member = next(row for row in busy.team if row.user_id == new.id)
    assert (member.role, member.from_on) == ("head", date(2027, 6, 23))


def queries_meetings(event) -> list:
    """The meetings of an event."""
    from outreach.events.queries.meetings import meetings_of

    return meetings_of(event)


def test_tickets_must_be_booked_anew_and_a_visa_is_nobody_elses(busy, old):
    new = make_user(role="officer")
    with transaction():
        moved = replace_person(SYSTEM, busy, old, new, ["trips"])
    items = {item.kind: item for item in moved[0].rows[0].trip.items}
    assert items["flight"].state == "rebook" and items["flight"].traveller.user_id == new.id
    assert (items["visa"].state, items["visa"].reference, items["visa"].until_on) == ("needed", "", None)
    assert "team" in counts(busy, old)


def test_somebody_who_stands_there_already_takes_the_days_and_the_lead_and_nothing_stands_twice(busy, old, coordinator):
    meeting = next(one for one in queries_meetings(busy) if one.subject == "confirmed")
    trip = next(held for held in holdings(busy, [old.id])[old.id] if held.code == "trips").rows[0].trip
    with transaction():
        meetings.save_meeting(SYSTEM, busy, {name: getattr(meeting, name) for name in meetings.MEETING_FIELDS},
                              [old, coordinator, *[one.row for one in meeting.theirs]], meeting)
        item = next(iter(held.rows[0].item for held in holdings(busy, [old.id])[old.id] if held.code == "agenda"))
        agenda.save_item(SYSTEM, busy, {name: getattr(item, name) for name in agenda.ITEM_FIELDS}, [old, coordinator], item)
        from outreach.events.services.trips import add_traveller

        add_traveller(SYSTEM, trip, coordinator, from_on=date(2027, 6, 22))
    with transaction():
        replace_person(SYSTEM, busy, old, coordinator, PARTS)
    assert [one.user_id for one in meeting.ours] == [coordinator.id] and len(item.speakers) == 1
    assert [(row.user_id, row.role, row.from_on, row.until_on) for row in busy.team] == [
        (coordinator.id, "head", date(2027, 6, 22), date(2027, 6, 24))]
    assert [(one.user_id, one.role, one.from_on) for one in trip.travellers] == [(coordinator.id, "head", None)]
    assert {line.traveller_id for line in trip.items} == {trip.travellers[0].id} and len(trip.items) == 2


def test_legs_hand_over_with_their_roadshow_and_what_is_over_does_not(old):
    new = make_user(role="officer")
    whole = make_event("SHOW-2027", "Roadshow", kind="roadshow")
    past = make_event("PAST-2025", "Past", starts_on=date(2025, 6, 1), ends_on=date(2025, 6, 3))
    with transaction():
        leg = add_leg(SYSTEM, whole, {"title": LocalizedText.of("en", "Leg"), "kind": "promotion_conference", "country": "DE",
                                      "time_zone": "Europe/Berlin", "starts_on": date(2027, 6, 22), "ends_on": date(2027, 6, 23)})
    make_member(leg, old)
    make_member(past, old)
    with transaction():
        replace_person(SYSTEM, whole, old, new, ["team"])
    assert [row.user_id for row in leg.team] == [new.id] and counts(past, old) == {}
    with pytest.raises(Refused), transaction():
        replace_person(SYSTEM, past, old, new, PARTS)


def test_whoever_takes_over_is_told_what_in_their_language_and_not_of_what_they_took_themselves(busy, old, coordinator):
    new = make_user(role="officer", language="de", name="Jana Roth", email="jana.roth@example.org")
    with transaction():
        replace_person(Actor.of(coordinator), busy, old, new, ["tasks", "trips"])
    told = db.session.scalars(db.select(OutboxMail)).one()
    assert told.to_email == new.email and told.subject == "Sie übernehmen von 周敏: LASER World of PHOTONICS 2027"
    assert "- Open\n" in told.text and "Talk" not in told.text and "Tickets" in told.text
    with transaction():
        replace_person(Actor.of(coordinator), busy, old, coordinator, ["agenda"])
    assert db.session.scalar(db.select(db.func.count(OutboxMail.id))) == 1


def test_of_a_wish_that_the_successor_has_too_nothing_stays_proposed_for_who_left(session, old):
    event, new, person = make_event(), make_user(role="officer"), make_person("Anna Weber")
    hours = {"starts_local": datetime(2027, 6, 22, 9), "ends_local": datetime(2027, 6, 22, 10)}
    with transaction():
        wish = want_meeting(SYSTEM, event, old, person, 5)
        twin = want_meeting(SYSTEM, event, new, person, 2)
        meetings.save_meeting(SYSTEM, event, hours, [old, person]).wish_id = wish.id
    with transaction():
        replace_person(SYSTEM, event, old, new, ["wishes"])
    assert twin.priority == 5 and db.session.scalars(db.select(Meeting)).all() == []


@pytest.mark.parametrize("values", [{"role": "partner_user"}, {"active": False}])
def test_only_our_own_active_people_take_over(busy, old, values):
    with pytest.raises(Refused) as refused, transaction():
        replace_person(SYSTEM, busy, old, make_user(**{"role": "officer", **values}), PARTS)
    assert refused.value.field == "user_id"
    with pytest.raises(Refused), transaction():
        replace_person(SYSTEM, busy, old, old, PARTS)


def test_whoever_left_leaves_a_question_on_the_events_page_until_somebody_takes_over(busy, old, coordinator, sign_in):
    client = sign_in(coordinator)
    assert "who takes over" not in client.get_page(f"/events/{busy.id}").text
    with transaction():
        old.active = False
    with in_language("en"):
        warned = next(item for item in queries.warnings_of(busy) if item.code == "left")
    assert (warned.fact, warned.level) == ("周敏 has left: who takes over?", "bad") and "Meetings 1" in warned.hint
    assert [user.id for user in left_behind(busy)] == [old.id]
    address = f"/events/{busy.id}/team/replace/{old.id}"
    assert address in client.get_page(f"/events/{busy.id}").links()
    page = client.get_page(address)
    assert "Talk" in page.text and "Trip to Munich" in page.text and "has left" in page.text
    new = make_user(role="officer", name="高一帆")
    assert client.post_page(address, {"user_id": str(new.id)}, status=422).errors() == ["Choose what is handed over"]
    client.post_page(address, {"user_id": str(new.id), "parts": PARTS})
    page = client.get_page(f"/events/{busy.id}")
    assert "who takes over" not in page.text and "let 高一帆 take over from 周敏" in page.text
    assert "has nothing left to do here" in client.get_page(address).text
    db.session.expire_all()
    assert left_behind(busy) == {}


@pytest.mark.parametrize("language", ["zh", "en", "de", "ko"])
def test_the_page_opens_in_every_language_and_readers_hand_nothing_over(busy, old, coordinator, sign_in, language):
    with transaction():
        coordinator.language, old.active = language, False
    client = sign_in(coordinator)
    client.get_page(f"/events/{busy.id}/team/replace/{old.id}")
    client.get_page(f"/events/{busy.id}")
    sign_in(make_user(role="reader")).get_page(f"/events/{busy.id}/team/replace/{old.id}", status=403)
