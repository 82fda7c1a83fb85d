"""The meeting planner: wishes become proposals around what is fixed, and what is left out says why."""

from datetime import date, datetime, time

import pytest

from outreach.activity import SYSTEM
from outreach.activity.queries import timeline
from outreach.contacts.services.merging.merge import merge_records
from outreach.db import db, transaction
from outreach.errors import Refused
from outreach.events import queries
from outreach.events.models import Event, Meeting, MeetingPlan, MeetingWish
from outreach.events.queries import meetings as meeting_queries
from outreach.events.queries import wishes as asked
from outreach.events.services import attendees, change_state, edit_event, planner, planning, schedules
from outreach.events.services import meetings as meeting_services
from outreach.events.services import wishes as services
from outreach.events.services.replacing import replace_person
from outreach.i18n import in_language
from outreach.jobs import drain
from outreach.web import doors
from tests.factories.accounts import make_user
from tests.factories.contacts import make_person
from tests.factories.events import make_event, make_member
from tests.factories.trips import make_flight, make_trip

pytestmark = pytest.mark.skipif(not planner.available(), reason="ortools is not installed")
SETTINGS = {"slot_minutes": 30, "pause_minutes": 0, "day_from": time(9), "day_until": time(10), "break_from": None,
            "break_until": None, "travel_minutes": 0, "ways": [], "speaks": {}}


def make_day() -> Event:
    """An event of one day in Munich."""
    return make_event(ends_on=date(2027, 6, 22))


def prepare(event: Event, tables: int = 1, **settings) -> None:
    """Settings and tables."""
    with transaction():
        services.save_plan(SYSTEM, event, {**SETTINGS, **settings})
        for number in range(tables):
            meeting_services.save_table(SYSTEM, event, f"Table {number + 1}")


def want(event: Event, user, person, priority: int = 2) -> MeetingWish:
    """A wish."""
    with transaction():
        return services.want_meeting(SYSTEM, event, user, person, priority)


def run(event: Event) -> MeetingPlan:
    """A run from the button to the proposals."""
    with transaction():
        schedules.start(SYSTEM, event)
    drain()
    db.session.expire_all()
    return asked.plan_of(event)


def arranged(event: Event, who, begins: datetime, ends: datetime, **values) -> Meeting:
    """A meeting arranged by hand."""
    with transaction():
        return meeting_services.save_meeting(SYSTEM, event, {"starts_local": begins, "ends_local": ends, **values}, who)


def test_wishes_become_proposals_and_what_finds_no_place_says_why(session):
    event, us, people = make_day(), make_user(), [make_person(name) for name in ("Anna Weber", "Jens Holt", "Ida Kern")]
    prepare(event)
    wishes = [want(event, us, person, priority) for person, priority in zip(people, (5, 2, 1), strict=True)]
    plan = run(event)
    assert plan.state == "done" and (plan.value, plan.bound) == (7, 7)
    proposals = asked.proposals_of(event)
    assert [one.starts_local for one in proposals] == [datetime(2027, 6, 22, 9), datetime(2027, 6, 22, 9, 30)]
    assert {one.wish_id for one in proposals} == {wishes[0].id, wishes[1].id} and all(one.table_id for one in proposals)
    assert db.session.get(MeetingWish, wishes[2].id).reason == "person_full"
    assert not any(item.code == "meeting" and item.level == "bad" for item in queries.warnings_of(event))


def test_a_new_run_stays_away_from_what_is_confirmed_and_replaces_what_nobody_decided(session):
    event, us, one, other = make_day(), make_user(), make_person("Anna Weber"), make_person("Jens Holt")
    prepare(event)
    want(event, us, one)
    run(event)
    confirmed, = asked.proposals_of(event)
    with transaction():
        schedules.accept(SYSTEM, event, {confirmed.id})
    before = confirmed.starts_local
    want(event, us, other)
    run(event)
    first = asked.proposals_of(event)
    run(event)
    again = asked.proposals_of(event)
    assert len(first) == len(again) == 1 and first[0].starts_local == again[0].starts_local != before
    assert db.session.get(Meeting, confirmed.id).starts_local == before and len(meeting_queries.meetings_of(event)) == 2


def test_people_who_are_elsewhere_or_not_there_on_that_day_are_not_planned(session):
    event, us, person = make_event(ends_on=date(2027, 6, 23)), make_user(), make_person("Anna Weber")
    make_member(event, us, from_on=date(2027, 6, 23), until_on=date(2027, 6, 23))
    prepare(event)
    arranged(event, [make_user(), person], datetime(2027, 6, 23, 9), datetime(2027, 6, 23, 9, 30), place="Stand")
    want(event, us, person)
    run(event)
    assert [one.starts_local for one in asked.proposals_of(event)] == [datetime(2027, 6, 23, 9, 30)]


def test_an_interpreter_of_the_team_is_planned_for_two_who_share_no_language(session):
    event, us, person = make_day(), make_user(language="zh"), make_person("Anna Weber", language="de")
    prepare(event)
    want(event, us, person)
    run(event)
    assert asked.wishes_of(event)[0].reason == "no_interpreter"
    helper = make_user(language="zh")
    make_member(event, helper, "interpreter")
    with transaction():
        services.save_plan(SYSTEM, event, {**SETTINGS, "speaks": {str(helper.id): ["zh", "de"]}})
    run(event)
    assert [one.interpreter_id for one in asked.proposals_of(event)] == [helper.id]


def test_a_declined_wish_and_one_that_a_meeting_answers_are_not_asked_again(session):
    event, us, one, other = make_day(), make_user(), make_person("Anna Weber"), make_person("Jens Holt")
    prepare(event)
    want(event, us, one)
    want(event, us, other)
    arranged(event, [us, other], datetime(2027, 6, 22, 15), datetime(2027, 6, 22, 16))
    run(event)
    proposal, = asked.proposals_of(event)
    with transaction():
        meeting_services.set_state(SYSTEM, proposal, "declined")
    run(event)
    assert asked.proposals_of(event) == []


def test_a_break_is_kept_and_wrong_hours_are_refused_with_their_field(session):
    event, us = make_day(), make_user()
    prepare(event, day_until=time(11), break_from=time(9, 30), break_until=time(10, 30))
    for name in ("Anna Weber", "Jens Holt", "Ida Kern"):
        want(event, us, make_person(name))
    run(event)
    assert [one.starts_local.time() for one in asked.proposals_of(event)] == [time(9), time(10, 30)]
    for values, field in (({"day_until": time(8)}, "day_until"), ({"break_from": time(9)}, "break_until")):
        with pytest.raises(Refused) as caught:
            services.save_plan(SYSTEM, event, {**SETTINGS, **values})
        assert caught.value.field == field


def test_a_wish_told_twice_is_one_and_takes_the_higher_priority_and_a_merge_leaves_one(session):
    event, us, one, other = make_day(), make_user(), make_person("Anna Weber"), make_person("A. Weber")
    want(event, us, one, 1)
    want(event, us, one, 5)
    want(event, us, other)
    assert [wish.priority for wish in asked.wishes_of(event)] == [5, 2]
    with transaction():
        merge_records(SYSTEM, "person", one.id, other.id)
    db.session.expire_all()
    assert [wish.person_id for wish in asked.wishes_of(event)] == [one.id]
    with pytest.raises(Refused):
        services.want_meeting(SYSTEM, event, us, one, 9)


def test_a_run_that_is_stopped_keeps_what_it_found_and_one_without_solver_is_refused(session, monkeypatch):
    event, us = make_day(), make_user()
    prepare(event)
    want(event, us, make_person("Anna Weber"))
    with transaction():
        plan = schedules.start(SYSTEM, event)
        schedules.ask_to_stop(plan)
    with pytest.raises(Refused):
        schedules.start(SYSTEM, event)
    drain()
    db.session.expire_all()
    assert asked.plan_of(event).state == "stopped" and not asked.plan_of(event).stop
    monkeypatch.setattr(planner, "available", lambda: False)
    with pytest.raises(Refused) as caught:
        schedules.start(SYSTEM, event)
    assert caught.value.code == "no_solver"


def test_a_coordinator_enters_wishes_lets_them_be_planned_and_confirms(session, sign_in, monkeypatch):
    event, us = make_day(), make_user(role="coordinator", language="en", name="Katrin Vogt")
    person = make_person("Anna Weber")
    make_member(event, make_user(language="zh"), "interpreter")
    client, address = sign_in(us), f"/events/{event.id}/planner"
    client.get_page(address, title="Meeting planner")
    client.post_page(f"{address}/start", status=422)
    assert client.post_page(f"{address}/wishes", {"user_id": str(us.id), "who": "Nobody", "priority": "5"}, status=422).errors()
    client.post_page(f"{address}/wishes", {"user_id": str(us.id), "who": f"Anna Weber [p{person.id}]", "priority": "5"})
    hours = {"slot_minutes": "30", "pause_minutes": "0", "day_from": "10:00", "day_until": "09:00", "travel_minutes": "0"}
    assert client.post_page(f"{address}/settings", hours, status=422).errors()
    client.post_page(f"{address}/settings", {**hours, "day_until": "12:00"})
    client.post_page(f"{address}/start")
    assert 'http-equiv="refresh"' in client.get_page(address).html
    client.post_page(f"{address}/stop")
    with transaction():
        asked.plan_of(event).stop = False
    drain()
    db.session.expire_all()
    page = client.get_page(address)
    assert "1 wanted meeting, 0 proposed" in page.heading and "No table is entered" in page.text
    with transaction():
        meeting_services.save_table(SYSTEM, event, "Table 1")
    client.post_page(f"{address}/start")
    drain()
    db.session.expire_all()
    assert "10:00–10:30" in client.get_page(address).text
    client.post_page(f"{address}/accept", {"all": "1"})
    assert [one.state for one in meeting_queries.meetings_of(event)] == ["confirmed"]
    monkeypatch.setattr(planner, "available", lambda: False)
    assert "not installed" in client.get_page(address).text
    client.post_page(f"{address}/wishes/{asked.wishes_of(event)[0].id}/remove")
    assert asked.count_wishes(event) == 0
    told = {entry.verb: entry for entry in db.session.scalars(timeline("event", event.id)) if entry.verb.startswith("planner.")}
    assert len(told) == 5
    for lang in ("zh", "en", "de", "ko"):
        with in_language(lang):
            assert not any("%(" in str(doors.timeline_kind.get(verb).sentence(entry)) for verb, entry in told.items())
        assert sign_in(make_user(role="reader", language=lang)).get_page(address)


def _moved(event: Event, _person) -> None:
    planning.move_event(SYSTEM, event, 7)


def _drops_out(event: Event, person) -> None:
    attendees.drop_out(SYSTEM, event, person)


def _cancelled(event: Event, _person) -> None:
    change_state(SYSTEM, event, "cancelled", "No stand")


def _without_table(event: Event, _person) -> None:
    meeting_services.remove_table(SYSTEM, meeting_queries.tables_of(event)[0])


def _shorter(event: Event, _person) -> None:
    services.save_plan(SYSTEM, event, {**SETTINGS, "day_from": time(14), "day_until": time(15)},
                       version=asked.plan_of(event).version)


def _month_only(event: Event, _person) -> None:
    edit_event(SYSTEM, event, {"days_known": False})


@pytest.mark.parametrize("meanwhile", [_moved, _drops_out, _cancelled, _without_table, _shorter, _month_only])
def test_what_changed_during_a_run_is_not_proposed_and_says_why(session, monkeypatch, meanwhile):
    event, us, person = make_day(), make_user(), make_person("Anna Weber")
    prepare(event)
    wish = want(event, us, person, 5)
    search = planner.propose

    def slow(problem, **more):
        found = search(problem, **more)
        assert len(found.placed) == 1
        with transaction():
            meanwhile(db.session.get(Event, event.id), person)
        return found

    monkeypatch.setattr(planner, "propose", slow)
    plan = run(event)
    assert (plan.state, plan.value) == ("done", 0)
    assert asked.proposals_of(event) == [] and wish.reason == "changed"
    assert str(asked.REASON_LABELS[wish.reason])


def test_nobody_meets_in_the_air(session):
    event, us, person = make_day(), make_user(), make_person("Anna Weber")
    prepare(event)
    want(event, us, person)
    trip = make_trip(us, event=event)
    flight = make_flight(trip, datetime(2027, 6, 22, 8), datetime(2027, 6, 22, 9, 30), ("Europe/Berlin", "Europe/Berlin"))
    assert run(event) and [one.starts_local.time() for one in asked.proposals_of(event)] == [time(9, 30)]
    with transaction():
        flight.ends_local = datetime(2027, 6, 22, 12)
    run(event)
    assert asked.proposals_of(event) == []


def test_wishes_handed_over_during_a_run_do_not_book_the_successor_twice(session, monkeypatch):
    event, old, new = make_day(), make_user(role="officer"), make_user(role="officer")
    prepare(event, tables=2, day_until=time(9, 30))
    for user, name in ((old, "Anna Weber"), (new, "Jens Holt")):
        want(event, user, make_person(name))
    search = planner.propose

    def slow(problem, **more):
        found = search(problem, **more)
        assert len(found.placed) == 2
        with transaction():
            replace_person(SYSTEM, db.session.get(Event, event.id), old, new, ["wishes"])
        return found

    monkeypatch.setattr(planner, "propose", slow)
    assert run(event).value == 2 and len(asked.proposals_of(event)) == 1


def test_a_long_ride_counts_and_what_is_no_way_does_not(session):
    event, us, person = make_day(), make_user(), make_person("Anna Weber")
    prepare(event)
    want(event, us, person)
    trip = make_trip(us, event=event)
    line = make_flight(trip, datetime(2027, 6, 18, 8), datetime(2027, 6, 22, 14), ("Europe/Berlin", "Europe/Berlin"), kind="train")
    run(event)
    assert asked.proposals_of(event) == []
    with transaction():
        line.kind = "other"
    run(event)
    assert len(asked.proposals_of(event)) == 1
