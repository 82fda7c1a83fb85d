"""An event that moves, whichever way: what goes along, what is warned about, and what nobody has confirmed any more."""

from datetime import date, datetime

import pytest
import time_machine

from outreach.accounts import services as accounts
from outreach.activity import SYSTEM
from outreach.activity.queries import timeline
from outreach.db import Money, db, transaction
from outreach.errors import Refused
from outreach.events import queries, services
from outreach.events.models import Event
from outreach.events.queries.agenda import items_of
from outreach.events.queries.recurrence import dates_of_event
from outreach.events.services import planning, recurrence, states
from outreach.events.services.agenda import save_item
from outreach.events.services.attendees import save_attendee
from outreach.events.services.budget import add_line
from outreach.events.services.meetings import save_meeting
from outreach.events.services.reception import save_item as save_line
from outreach.events.services.visits import add_visits, edit_visit, note_result
from outreach.i18n.localized import LocalizedText
from outreach.mail.models import OutboxMail
from tests.factories.accounts import make_user
from tests.factories.contacts import make_person
from tests.factories.events import make_event, make_member
from tests.factories.targets import make_target
from tests.factories.trips import make_trip
from tests.unit.events.test_views import FORM

CONFIRMED = {"confirmed_on": date(2026, 11, 2), "confirmed_source": "Organiser's website"}


@pytest.fixture
def coordinator(session):
    """A coordinator who reads English in Berlin."""
    return make_user(role="coordinator", language="en", time_zone="Europe/Berlin")


@pytest.fixture
def fair(coordinator) -> Event:
    """A confirmed fair, 22 to 25 June 2027, with somebody on the team, an agenda item and a stop on its last day."""
    event = make_event(**CONFIRMED)
    make_member(event, coordinator, from_on=date(2027, 6, 21), until_on=date(2027, 6, 25))
    with transaction():
        save_item(SYSTEM, event, {"kind": "talk", "title": LocalizedText.of("en", "Talk"), "starts_fold": 0, "ends_fold": 0,
                                  "starts_local": datetime(2027, 6, 25, 9), "ends_local": datetime(2027, 6, 25, 10)})
        stop = add_visits(SYSTEM, event, [make_target("Optik AG")])[0]
        edit_visit(SYSTEM, stop, {"planned_on": date(2027, 6, 23)})
    return event


def days_of(event: Event) -> tuple[date, date, date, date]:
    """Of the one item, the one member and the one stop of an event."""
    db.session.expire_all()
    member = event.team[0]
    return items_of(event)[0].starts_local.date(), member.from_on, member.until_on, queries.visits.visits_of(event)[0].planned_on


def by_form(event, coordinator, sign_in, client):
    """Edit the event on its page."""
    sign_in(coordinator).post_page(f"/events/{event.id}/edit", {
        **FORM, "code": event.code, "version": str(event.version), "starts_on": "2027-07-06", "ends_on": "2027-07-07"})


def by_api(event, coordinator, sign_in, client):
    """Patch the event."""
    with transaction():
        token = accounts.create_token(SYSTEM, coordinator, ["events:read", "events:write"])
    answer = client.patch(f"/api/v1/events/{event.id}", headers={"Authorization": f"Bearer {token}"}, json={
        "starts_on": "2027-07-06", "ends_on": "2027-07-07", "version": event.version})
    assert answer.status_code == 200, answer.get_json()


def by_state(event, coordinator, sign_in, client):
    """Say on its page that the event was moved."""
    sign_in(coordinator).post_page(f"/events/{event.id}/state", {
        "state": "moved", "reason": "Hall", "starts_on": "2027-07-06", "ends_on": "2027-07-07", "version": event.version})


@pytest.mark.parametrize("move", [by_form, by_api, by_state])
def test_what_moves_and_gets_shorter_takes_its_parts_along_and_warns_of_what_falls_off(fair, coordinator, sign_in, client, move):
    move(fair, coordinator, sign_in, client)
    assert days_of(fair) == (date(2027, 7, 9), date(2027, 7, 5), date(2027, 7, 9), date(2027, 7, 7))
    facts = [one.fact for one in queries.warnings_of(fair)]
    assert any("Talk" in fact and "outside the event" in fact for fact in facts), facts
    assert not any("is on the team" in fact for fact in facts), "they travel a day before and after"
    assert (fair.confirmed_on, fair.confirmed_source) == (None, "")
    assert "Nobody has confirmed the dates" in facts
    told = next(entry for entry in db.session.scalars(timeline("event", fair.id)) if "confirmed_on" in str(entry.data))
    assert "2026-11-02" in str(told.data), "the log keeps what was confirmed"


@pytest.mark.parametrize(("first", "last"), [
    (date(2027, 6, 20), date(2027, 6, 25)), (date(2027, 6, 22), date(2027, 6, 24)), (date(2027, 6, 21), date(2027, 6, 26))])
def test_what_only_becomes_longer_or_shorter_keeps_its_parts_where_they_are(fair, first, last):
    with transaction():
        recurrence.edit_recurring(SYSTEM, fair, {"starts_on": first, "ends_on": last}, "this")
    assert days_of(fair) == (date(2027, 6, 25), date(2027, 6, 21), date(2027, 6, 25), date(2027, 6, 23))


def test_what_is_over_stays_where_it_was(fair, coordinator):
    past = make_trip(coordinator, event=fair, starts_on=date(2026, 10, 5), ends_on=date(2026, 10, 9))
    ahead = make_trip(coordinator, event=fair)
    stop = queries.visits.visits_of(fair)[0]
    with transaction():
        note_result(SYSTEM, stop, "talked")
    with time_machine.travel("2026-11-26T10:00Z", tick=False), transaction():
        planning.move_event(SYSTEM, fair, 7)
    assert (past.starts_on, ahead.starts_on, stop.planned_on) == (date(2026, 10, 5), date(2027, 6, 27), date(2027, 6, 23))


def test_whoever_opened_a_part_before_its_event_moved_does_not_take_it_back(fair, coordinator, sign_in):
    item, stop = items_of(fair)[0], queries.visits.visits_of(fair)[0]
    with transaction():
        guest = save_attendee(SYSTEM, fair, make_person("Anna Weber"), {"hours": {"2027-06-22": ["09:00", "12:00"]}})
        meeting = save_meeting(SYSTEM, fair, {"starts_local": datetime(2027, 6, 22, 9), "ends_local": datetime(2027, 6, 22, 10)},
                               [coordinator, guest.person])
        line = save_line(SYSTEM, fair, {"kind": "meal", "title": LocalizedText.of("en", "Lunch"),
                                        "starts_local": datetime(2027, 6, 22, 12), "ends_local": datetime(2027, 6, 22, 13)})
    client, address = sign_in(coordinator), f"/events/{fair.id}/agenda/items/{item.id}"
    opened = client.get_page(address)
    before = {row: row.version for row in (item, stop, guest, meeting, line)}
    with transaction():
        planning.move_event(SYSTEM, fair, 7)
    assert [row.version for row in before] == [version + 1 for version in before.values()]
    told = client.post_page(address, {**opened.form_values("title_en"), "title_en": "Opening"}, status=409)
    client.post_page(address, told.form_values("title_en"))
    assert items_of(fair)[0].starts_local == datetime(2027, 7, 2, 9)


def test_days_of_the_team_that_miss_the_event_are_warned_about(coordinator):
    event = make_event()
    make_member(event, coordinator, from_on=date(2027, 6, 22), until_on=date(2027, 6, 22))
    assert not any(one.code == "team_outside" for one in queries.warnings_of(event))
    with transaction():
        recurrence.edit_recurring(SYSTEM, event, {"starts_on": date(2027, 6, 24), "ends_on": date(2027, 6, 25)}, "this")
    found = [one for one in queries.warnings_of(event) if one.code == "team_outside"]
    assert [coordinator.label in one.fact for one in found] == [True]


def test_a_move_on_the_board_drops_the_confirmation_and_takes_the_visits_along(fair):
    with transaction():
        planning.move_event(SYSTEM, fair, 1)
    assert days_of(fair)[3] == date(2027, 6, 24)
    assert fair.confirmed_on is None


@pytest.mark.parametrize("values", [
    {"confirmed_on": date(2026, 11, 9)}, {"confirmed_on": date(2026, 11, 2), "confirmed_source": "Organiser by telephone"}])
def test_a_change_of_days_that_is_confirmed_at_once_keeps_that_confirmation(fair, values):
    with transaction():
        services.edit_event(SYSTEM, fair, {"starts_on": date(2027, 6, 23), "ends_on": date(2027, 6, 26), **CONFIRMED, **values})
    assert fair.confirmed_on == values["confirmed_on"]


def test_another_hour_or_place_leaves_the_confirmation(fair):
    with transaction():
        services.edit_event(SYSTEM, fair, {"venue": "Halle A3", "starts_local": datetime(2027, 6, 22, 9),
                                           "ends_local": datetime(2027, 6, 25, 17)})
    assert fair.confirmed_on == CONFIRMED["confirmed_on"]


def repeated(**values) -> list[Event]:
    """Three dates, a week apart."""
    event = make_event("CLUB", "Club", starts_on=date(2027, 1, 12), ends_on=date(2027, 1, 12), **values)
    with transaction():
        recurrence.make_recurring(SYSTEM, event, recurrence.Rule("weekly", count=3))
        recurrence.make_pending(SYSTEM, event)
    return dates_of_event(make_user(role="reader"), event)


def test_dates_that_move_with_one_of_them_are_no_longer_confirmed(session):
    dates = repeated(**CONFIRMED)
    assert {one.confirmed_on for one in dates} == {CONFIRMED["confirmed_on"]}
    with transaction():
        recurrence.edit_recurring(SYSTEM, dates[0], {"starts_on": date(2027, 1, 13), "ends_on": date(2027, 1, 13)}, "all")
    assert {one.confirmed_on for one in dates} == {None}


def test_a_date_with_money_or_people_is_not_removed_without_a_word(coordinator, sign_in):
    dates = repeated()
    with transaction():
        add_line(SYSTEM, dates[1], {"category": "travel", "what": "Flight", "actual": Money.of("100", "EUR")})
    with pytest.raises(Refused) as refused, transaction():
        recurrence.remove_date(SYSTEM, dates[1])
    assert refused.value.code == "date_in_use"
    make_member(dates[2], make_user())
    page = sign_in(coordinator)
    page.post_page(f"/events/{dates[2].id}/dates/remove")
    assert "Cancel it first" in page.get_page(f"/events/{dates[0].id}/dates").text
    assert [db.session.get(Event, one.id) is not None for one in dates] == [True, True, True]
    with transaction():
        services.change_state(SYSTEM, dates[2], "cancelled", "Holiday")
        recurrence.remove_date(SYSTEM, dates[2])
    assert len(dates_of_event(coordinator, dates[0])) == 2


def test_the_mail_about_what_is_cancelled_names_days_and_place_of_every_date(coordinator):
    dates, member = repeated(), make_user(language="en")
    for one in dates:
        make_member(one, member)
    with transaction():
        states.cancel_dates(SYSTEM, dates, "No budget")
    mail = db.session.scalars(db.select(OutboxMail).where(OutboxMail.to_email == member.email)).one()
    for day in ("12 Jan 2027", "19 Jan 2027", "26 Jan 2027"):
        assert f"When: {day}\n" in mail.text, mail.text
    assert "Where: Messe München, München, Germany\n" in mail.text
    assert "→ 12 Jan" not in mail.text


def test_the_api_asks_for_the_reason_of_a_cancellation_as_the_page_does(client, coordinator):
    event = make_event()
    with transaction():
        token = accounts.create_token(SYSTEM, coordinator, ["events:read", "events:write"])
    headers, address = {"Authorization": f"Bearer {token}"}, f"/api/v1/events/{event.id}"
    refused = client.patch(address, headers=headers, json={"state": "cancelled", "city": "Jena", "version": 1})
    assert refused.status_code == 422
    assert client.get(address, headers=headers).get_json()["city"] == "München"
    stale = client.patch(address, headers=headers, json={"state": "cancelled", "reason": "No hall", "version": 0})
    assert stale.status_code == 409
    done = client.patch(address, headers=headers, json={"state": "cancelled", "reason": "No hall", "version": 1})
    assert (done.status_code, done.get_json()["state"]) == (200, "cancelled")


def test_only_a_roadshow_has_legs_and_one_with_legs_is_no_leg(session):
    roadshow = make_event("ROAD", "Roadshow", kind="roadshow", starts_on=date(2027, 6, 1), ends_on=date(2027, 6, 30))
    other = make_event("OTHER", "Other roadshow", kind="roadshow", starts_on=date(2027, 6, 1), ends_on=date(2027, 6, 30))
    fair = make_event()
    with pytest.raises(Refused), transaction():
        services.edit_event(SYSTEM, make_event("JENA"), {"parent_id": fair.id})
    with transaction():
        services.edit_event(SYSTEM, fair, {"parent_id": roadshow.id})
    with pytest.raises(Refused) as refused, transaction():
        services.edit_event(SYSTEM, roadshow, {"parent_id": other.id})
    assert refused.value.field == "parent_id"


def test_a_leg_is_of_no_kind_that_has_legs(session, sign_in):
    roadshow = make_event("ROAD", "Roadshow", kind="roadshow", city="", starts_on=date(2027, 6, 1), ends_on=date(2027, 6, 30))
    client = sign_in(make_user(role="coordinator", language="en"))
    offered = {node.get("value") for node in client.get_page(f"/events/new?parent={roadshow.id}").tree.iter("option")}
    assert "promotion_conference" in offered and "roadshow" not in offered
    with transaction():
        leg = services.add_leg(SYSTEM, roadshow, {
            "title": LocalizedText.of("en", "London"), "kind": "promotion_conference", "time_zone": "Europe/London",
            "city": "London", "starts_on": date(2027, 6, 1), "ends_on": date(2027, 6, 1)})
    with pytest.raises(Refused) as refused, transaction():
        services.edit_event(SYSTEM, leg, {"kind": "roadshow"})
    assert refused.value.field == "kind" and roadshow.cities == "London"
    with transaction():
        services.change_state(SYSTEM, leg, "cancelled", "Flood")
    assert roadshow.cities == ""
