"""Running the planner: two from outside and who goes along, hours and ways, interpreters, and planning again."""

from datetime import date, datetime, time, timedelta

import pytest

from outreach.activity import SYSTEM, Actor
from outreach.activity.queries import timeline
from outreach.contacts.services.merging.merge import merge_records
from outreach.db import db, transaction
from outreach.errors import Conflict, Refused
from outreach.events.models import Event, MeetingWish
from outreach.events.queries import meetings as meeting_queries
from outreach.events.queries import wishes as asked
from outreach.events.services import attendees, planner, schedules
from outreach.events.services import meetings as meeting_services
from outreach.events.services import wishes as services
from outreach.events.services.planning import move_event
from outreach.i18n import in_language
from outreach.mail.models import OutboxMail
from outreach.web import doors
from tests.factories.accounts import make_user
from tests.factories.contacts import make_organisation, make_person
from tests.factories.events import make_event, make_member
from tests.unit.events.test_wishes import arranged, make_day, prepare, run, want

pytestmark = pytest.mark.skipif(not planner.available(), reason="ortools is not installed")
DAY = date(2027, 6, 22)


def at(hour: int, minute: int = 0) -> datetime:
    """A wall time on the day of the event."""
    return datetime(2027, 6, 22, hour, minute)


def known(event: Event, person, **values) -> None:
    """What is known of somebody from outside."""
    with transaction():
        attendees.save_attendee(SYSTEM, event, person, values)


def confirm(actor: Actor, *meetings) -> None:
    """Meetings that were arranged by hand are going to take place."""
    for meeting in meetings:
        meeting_services.set_state(actor, meeting, "confirmed")


def begins(event: Event) -> list[datetime]:
    """When the proposals begin."""
    return [one.starts_local for one in asked.proposals_of(event)]


def test_two_from_outside_meet_in_the_presence_of_who_goes_along(session):
    event, one, other = make_day(), make_person("Anna Weber", language="de"), make_person("金民洙", language="ko")
    us = make_user(language="ko")
    prepare(event, speaks={str(us.id): ["ko", "de"]})
    arranged(event, [us, make_person("Ida Kern")], at(9), at(9, 30), place="Stand")
    with transaction():
        wish = services.want_meeting(SYSTEM, event, one, other, 5, "exchange", us)
        assert services.want_meeting(SYSTEM, event, other, one, 1) is wish
        with pytest.raises(Refused) as caught:
            services.want_meeting(SYSTEM, event, one, one)
    assert caught.value.field == "who" and asked.count_wishes(event) == 1
    run(event)
    meeting, = asked.proposals_of(event)
    assert meeting.starts_local == at(9, 30) and meeting.interpreters == []
    assert {part.row for part in meeting.participants} == {one, other, us}


def test_a_merge_leaves_one_of_two_wishes_that_name_the_same_two_either_way_round(session):
    event, one, double, other = make_day(), make_person("Anna Weber"), make_person("A. Weber"), make_person("Jens Holt")
    want(event, one, other)
    want(event, other, double)
    with transaction():
        merge_records(SYSTEM, "person", one.id, double.id)
    db.session.expire_all()
    assert [(wish.other_person_id, wish.person_id) for wish in asked.wishes_of(event)] == [(one.id, other.id)]


def test_people_from_outside_are_planned_when_they_can(session):
    event, us = make_event(ends_on=date(2027, 6, 23)), make_user()
    morning, second, never = (make_person(name) for name in ("Anna Weber", "Jens Holt", "Ida Kern"))
    prepare(event, day_until=time(12))
    for person in (morning, second, never):
        want(event, us, person)
    known(event, morning, hours={"2027-06-22": ["10:30", "11:15"]})
    known(event, second, hours={"2027-06-23": [None, "09:30"]})
    with transaction():
        assert attendees.drop_out(SYSTEM, event, never, "Ill") == 0
    run(event)
    assert begins(event) == [at(10, 30), datetime(2027, 6, 23, 9)]
    assert {wish.person_id: wish.reason for wish in asked.wishes_of(event)}[never.id] == "no_common_time"
    with transaction():
        move_event(SYSTEM, event, 7)
    assert asked.attendees_of(event)[second.id].hours == {"2027-06-30": [None, "09:30"]}


def test_hours_that_end_before_they_begin_and_edits_of_two_are_refused(session):
    event, person = make_day(), make_person("Anna Weber")
    known(event, person, hours={}, speaks=["de"])
    with pytest.raises(Refused) as caught:
        attendees.save_attendee(SYSTEM, event, person, {"hours": {"2027-06-22": ["11:00", "10:00"]}},
                                version=asked.attendees_of(event)[person.id].version)
    assert caught.value.field == "until_2027-06-22"
    with pytest.raises(Conflict):
        attendees.save_attendee(SYSTEM, event, person, {"hours": {}}, version=99)


def test_somebody_from_outside_interprets_where_the_two_share_no_language(session):
    event, us, person = make_day(), make_user(language="zh"), make_person("Anna Weber", language="de")
    helper = make_person("Li Na", language="zh")
    prepare(event)
    want(event, us, person)
    known(event, helper, hours={"2027-06-22": ["09:30", None]}, speaks=["zh", "de"])
    run(event)
    meeting, = asked.proposals_of(event)
    assert meeting.interpreter_person is helper and meeting.starts_local == at(9, 30)
    with transaction():
        schedules.accept(SYSTEM, event, {meeting.id})
        attendees.drop_out(SYSTEM, event, helper)
    assert meeting.interpreter_person is None and meeting.state == "confirmed"


def test_the_way_between_two_venues_is_the_one_entered_for_them(session):
    event, us = make_day(), make_user()
    prepare(event, tables=0, travel_minutes=5, ways=[["Hall B", "Hotel", 45]], day_until=time(11))
    with transaction():
        for name, venue in (("T1", "Hall A"), ("T2", "Hall B"), ("T3", "Hotel")):
            meeting_services.save_table(SYSTEM, event, name, venue)
    ways = schedules.make_problem(asked.plan_of(event))[0].travel
    assert ways == {("Hall A", "Hall B"): 5, ("Hall A", "Hotel"): 5, ("Hall B", "Hotel"): 45}
    assert us


def test_an_event_with_hours_is_planned_within_them_though_nobody_saved_settings(session):
    event = make_event(ends_on=DAY, starts_local=at(13), ends_local=at(15))
    want(event, make_user(), make_person("Anna Weber"))
    with transaction():
        meeting_services.save_table(SYSTEM, event, "Table 1")
    assert run(event).day_from == time(13) and begins(event) == [at(13)]
    other = make_event("OTHER-2027", ends_on=DAY)
    assert asked.usual(other)["day_from"] == time(9)


@pytest.mark.parametrize("values", [{"state": "cancelled"}, {"days_known": False}])
def test_an_event_that_falls_or_has_no_days_is_not_planned(session, values):
    event = make_day()
    want(event, make_user(), make_person("Anna Weber"))
    with transaction():
        for name, value in values.items():
            setattr(event, name, value)
    with pytest.raises(Refused):
        schedules.start(SYSTEM, event)


def test_a_cancelled_meeting_leaves_its_wish_open_and_the_next_run_changes_only_what_it_must(session):
    event, us, other_of_us = make_day(), make_user(), make_user()
    people = [make_person(name) for name in ("Anna Weber", "Jens Holt", "Ida Kern")]
    prepare(event, tables=2, day_until=time(12))
    wishes = [want(event, us, people[0]), want(event, other_of_us, people[1]), want(event, us, people[2])]
    assert run(event).changes == []
    proposals = {one.wish_id: one for one in asked.proposals_of(event)}
    stays, falls = proposals[wishes[0].id], proposals[wishes[2].id]
    kept = proposals[wishes[1].id].starts_local, proposals[wishes[1].id].table_id
    with transaction():
        schedules.accept(SYSTEM, event, {stays.id, falls.id})
        meeting_services.set_state(SYSTEM, falls, "cancelled")
    meetings = meeting_queries.meetings_of(event)
    assert asked.reopened(meetings, asked.wishes_of(event)) == [wishes[2]]
    # One other half hour is left; the time that was cancelled is free too and not proposed again.
    late = next(one for one in (at(9), at(9, 30), at(10)) if one not in (stays.starts_local, falls.starts_local))
    whole = {at(hour, minute) for hour in (9, 10, 11) for minute in (0, 30)}
    for begin in whole - {late, falls.starts_local, stays.starts_local}:
        arranged(event, [us, make_organisation()], begin, begin + timedelta(minutes=30))
    plan = run(event)
    again = {one.wish_id: one for one in asked.proposals_of(event)}
    assert again.keys() == {wishes[1].id, wishes[2].id} and again[wishes[2].id].starts_local == late
    assert (again[wishes[1].id].starts_local, again[wishes[1].id].table_id) == kept
    with in_language("en"):
        changed, = asked.changes_of_run(event, plan)
    assert changed[0] is wishes[2] and changed[1:3] == ("new", "") and f"{late:%H:%M}" in changed[3]
    assert asked.reopened(meeting_queries.meetings_of(event), asked.wishes_of(event)) == []


def test_a_proposal_that_moves_or_goes_is_told_with_where_it_was(session):
    event, us, one, other = make_day(), make_user(), make_person("Anna Weber"), make_person("Jens Holt")
    prepare(event)
    moves, goes = want(event, us, one, 5), want(event, us, other)
    run(event)
    known(event, one, hours={"2027-06-22": ["09:30", None]})
    known(event, other, hours={"2027-06-22": ["09:30", None]})
    with in_language("en"):
        plan = run(event)
        told = {wish.id: said for wish, *said in asked.changes_of_run(event, plan)}
    assert told[goes.id][0] == "gone" and told[goes.id][2] == ""
    assert moves.id not in told or told[moves.id][0] == "moved"


def test_a_declined_wish_is_planned_again_once_somebody_says_so(session):
    event, us, one = make_day(), make_user(), make_person("Anna Weber")
    prepare(event)
    wish = want(event, us, one)
    run(event)
    with transaction():
        meeting_services.set_state(SYSTEM, asked.proposals_of(event)[0], "declined")
    run(event)
    assert begins(event) == []
    with transaction():
        services.ask_again(SYSTEM, wish)
    run(event)
    assert begins(event) == [at(9, 30)]
    with transaction():
        services.remove_wish(SYSTEM, wish)
    assert [one.state for one in meeting_queries.meetings_of(event)] == ["declined"]


def test_wishes_of_a_cancelled_leg_are_taken_over_by_another_one(session):
    show = make_event("ROAD-2027", kind="roadshow")
    legs = [make_event(f"ROAD-{number}", parent_id=show.id, ends_on=DAY) for number in (1, 2)]
    us, one, other = make_user(), make_person("Anna Weber"), make_person("Jens Holt")
    want(legs[0], us, one, 5)
    want(legs[0], us, other)
    want(legs[1], us, other)
    assert asked.left_by_cancelled_legs(legs[1]) == []
    with transaction():
        legs[0].state = "cancelled"
    with transaction():
        assert services.take_over(SYSTEM, legs[1]) == 1 and services.take_over(SYSTEM, legs[1]) == 0
    assert [(wish.person_id, wish.priority) for wish in asked.wishes_of(legs[1])] == [(one.id, 5), (other.id, 2)]


def test_our_people_are_told_once_of_confirmed_meetings_that_move_or_fall_but_not_whoever_did_it(session):
    event, us, helper, actor = make_day(), make_user(language="de"), make_user(language="ko"), make_user()
    person = make_person("Anna Weber", email="anna@example.org")
    first, last = (arranged(event, [us, actor, person], at(hour), at(hour, 30), place="Stand", interpreter_id=helper.id)
                   for hour in (9, 10))
    with transaction():
        meeting_services.save_meeting(SYSTEM, event, {"starts_local": at(11), "ends_local": at(12)}, [us, person], first,
                                      version=first.version)
    assert db.session.scalars(db.select(OutboxMail)).all() == []
    with transaction():
        confirm(Actor.of(actor), first, last)
        meeting_services.save_meeting(Actor.of(actor), event, {
            "starts_local": at(12), "ends_local": at(13), "note": "x"}, [us, person], first, version=first.version)
    mails = {mail.to_email: mail for mail in db.session.scalars(db.select(OutboxMail))}
    assert mails.keys() == {us.email, helper.email}
    assert "12:00" in mails[us.email].text and "Anna Weber" in mails[us.email].text
    db.session.execute(db.delete(OutboxMail))
    with transaction():
        attendees.drop_out(Actor.of(actor), event, person, "Streik")
    mails = {mail.to_email: mail for mail in db.session.scalars(db.select(OutboxMail))}
    assert mails.keys() == {us.email, helper.email}
    assert mails[us.email].text.count("Abgesagt") == 2 and "Streik" in mails[us.email].text
    # Whoever reads of a meeting that falls must see which one it was.
    assert "10:00" in mails[us.email].text and "16:00" in mails[us.email].text


def test_whoever_does_not_come_leaves_a_group_and_the_others_still_meet(session):
    event, us = make_day(), make_user(language="de")
    one, other = make_person("Anna Weber"), make_person("Jens Holt")
    group, alone = arranged(event, [us, one, other], at(9), at(10)), arranged(event, [us, one], at(11), at(12))
    with transaction():
        confirm(SYSTEM, group, alone)
    with transaction():
        assert attendees.drop_out(SYSTEM, event, one, "Streik") == 1
    assert (group.state, [person.label for person in group.theirs], alone.state) == ("confirmed", ["Jens Holt"], "cancelled")
    text = db.session.scalars(db.select(OutboxMail)).one().text
    assert "Anna Weber, Jens Holt" in text.replace("Katrin Vogt, ", "") and "Abgesagt" in text


def test_a_coordinator_ticks_several_people_and_enters_when_they_can(session, sign_in):
    event, us = make_day(), make_user(role="coordinator", language="en", name="Katrin Vogt")
    firm = make_organisation("Lumora Laser GmbH")
    one, other = make_person("Anna Weber", organisation=firm), make_person("Jens Holt", organisation=firm)
    client, address = sign_in(us), f"/events/{event.id}/planner"
    page = client.get_page(f"{address}/several", title="Want several meetings")
    assert "tells of nobody yet" in page.text
    page = client.get_page(f"{address}/several?source=search&q=Lumora")
    assert "Anna Weber" in page.text and "Jens Holt" in page.text
    form = {"user_id": str(us.id), "priority": "5"}
    assert client.post_page(f"{address}/several?source=search&q=Lumora", form, status=422).errors()
    client.post_page(f"{address}/several?source=search&q=Lumora", {**form, "person": [str(one.id), str(other.id)]})
    assert {wish.person_id for wish in asked.wishes_of(event)} == {one.id, other.id}
    assert "wanted already" in client.get_page(f"{address}/several?source=event").text
    assert client.post_page(f"{address}/people", {"people-outside": "Nobody"}, status=422).errors()
    client.post_page(f"{address}/people", {"people-outside": f"Anna Weber [p{one.id}]"})
    hours = {"can_2027-06-22": "y", "from_2027-06-22": "11:00", "until_2027-06-22": "10:00"}
    page = client.post_page(f"{address}/people/{one.id}", hours, status=422)
    assert page.errors() and page.field("from_2027-06-22") == "11:00"
    assert client.post_page(f"{address}/people/{one.id}", {}, status=422).errors()
    client.post_page(f"{address}/people/{one.id}", {**hours, "until_2027-06-22": "", "speaks": "de"})
    assert asked.attendees_of(event)[one.id].hours == {"2027-06-22": ["11:00", None]}
    assert "11:00–" in client.get_page(address).text
    client.post_page(f"{address}/people/{one.id}/drop", {"reason": "Ill"})
    assert "does not come" in client.get_page(address).text
    both = {"user_id": "", "who": f"Jens Holt [p{other.id}]", "people-other": f"Anna Weber [p{one.id}]", "priority": "1"}
    client.post_page(f"{address}/wishes", both)
    assert client.post_page(f"{address}/wishes", {**both, "people-other": ""}, status=422).errors()
    assert db.session.scalars(db.select(MeetingWish).where(MeetingWish.other_person_id == one.id)).one().companion is None
    told = {entry.verb: entry for entry in db.session.scalars(timeline("event", event.id))}
    assert {"planner.attendee_saved", "planner.dropped_out"} <= told.keys()
    for lang in ("zh", "en", "de", "ko"):
        with in_language(lang):
            assert not any("%(" in str(doors.timeline_kind.get(verb).sentence(entry)) for verb, entry in told.items())
        reader = sign_in(make_user(role="coordinator", language=lang))
        reader.get_page(address)
        reader.get_page(f"{address}/people/{one.id}")
        reader.get_page(f"{address}/several?source=visits")


def test_people_of_targets_on_the_visiting_plan_are_wanted_by_whoever_goes_there(session, sign_in):
    from outreach.events.services.visits import add_visits, edit_visit
    from outreach.targets.services import create_target

    event, us, viewer = make_day(), make_user(), make_user(role="coordinator", language="en")
    member = make_member(event, us)
    firm = make_organisation("Lumora Laser GmbH")
    person = make_person("Anna Weber", organisation=firm)
    with transaction():
        target = create_target(SYSTEM, {"organisation_id": firm.id, "name": firm.name, "country": "DE", "kind": "leader_firm"})
        visit, = add_visits(SYSTEM, event, [target])
        edit_visit(SYSTEM, visit, {"member_id": member.id})
    client = sign_in(viewer)
    assert "Anna Weber" in client.get_page(f"/events/{event.id}/planner/several").text
    ticked = {"user_id": "", "priority": "2", "person": str(person.id)}
    client.post_page(f"/events/{event.id}/planner/several?source=visits", ticked)
    wish, = asked.wishes_of(event)
    assert (wish.user_id, wish.person_id, wish.origin) == (us.id, person.id, "visits")


def test_two_who_change_hours_or_settings_see_both_versions(session, sign_in):
    event, person = make_day(), make_person("Anna Weber")
    known(event, person, hours={}, speaks=["de"])
    prepare(event)
    client = sign_in(make_user(role="coordinator", language="en"))
    sent = {"can_2027-06-22": "y", "speaks": "de"}
    hours = {f"/events/{event.id}/planner/people/{person.id}": (sent, "from_2027-06-22", "10:00", "11:00")}
    plan = {"slot_minutes": "30", "pause_minutes": "0", "day_from": "09:00", "day_until": "17:00", "travel_minutes": "0"}
    settings = {f"/events/{event.id}/planner/settings": (plan, "slot_minutes", "20", "45")}
    for address, (given, field, first, second) in {**hours, **settings}.items():
        page = client.get_page(address.removesuffix("/settings"))
        held = {name: page.form_values(field)[name] for name in ("version", "opened")}
        client.post_page(address, {**given, **held, field: first})
        page = client.post_page(address, {**given, **held, field: second}, status=409)
        assert page.field(field) == second and first in page.text
        again = {name: page.form_values(field)[name] for name in ("version", "opened")}
        client.post_page(address, {**given, **again, field: second, f"keep.{field}": "theirs"})
        assert client.get_page(address.removesuffix("/settings")).field(field) == first


def test_what_was_confirmed_while_a_run_searches_is_not_proposed_a_second_time(session, monkeypatch):
    event, us, person = make_day(), make_user(language="en"), make_person("Anna Weber", language="en")
    prepare(event)
    want(event, us, person)
    run(event)
    search = planner.propose

    def confirmed_meanwhile(problem, **given):
        found = search(problem, **given)
        with transaction():
            schedules.accept(SYSTEM, event)
        return found
    monkeypatch.setattr(planner, "propose", confirmed_meanwhile)
    run(event)
    assert [one.state for one in meeting_queries.meetings_of(event)] == ["confirmed"]


def test_what_anybody_of_the_team_speaks_is_entered_and_counts(session, sign_in):
    event, us, person = make_day(), make_user(language="zh"), make_person("Anna Weber", language="de")
    make_member(event, us)
    prepare(event)
    want(event, us, person)
    run(event)
    assert asked.wishes_of(event)[0].reason == "no_interpreter"
    client = sign_in(make_user("coordinator", language="en"))
    page = client.get_page(f"/events/{event.id}/planner")
    client.post_page(f"/events/{event.id}/planner/settings", {
        **page.form_values("slot_minutes"), f"speaks_{us.id}": ["zh", "de"]})
    run(event)
    assert len(asked.proposals_of(event)) == 1


def test_whoever_stops_at_once_keeps_a_schedule_and_nothing_proposed_is_lost(session, monkeypatch):
    event, us, people = make_day(), make_user(), [make_person(name) for name in ("Anna Weber", "Jens Holt")]
    prepare(event)
    wishes = [want(event, us, person) for person in people]
    run(event)
    before = {(one.wish_id, one.starts_local) for one in asked.proposals_of(event)}
    search = planner.propose
    # So little time that the solver finds nothing by itself.
    monkeypatch.setattr(planner, "propose", lambda problem, **given: search(problem, **{**given, "effort": 1e-9}))
    assert run(event).state == "done"
    assert {(one.wish_id, one.starts_local) for one in asked.proposals_of(event)} == before and len(before) == len(wishes)


@pytest.mark.parametrize("place", ["make_problem", "_write", "solver"])
def test_a_run_that_fails_says_so_and_leaves_the_proposals(session, monkeypatch, place):
    event, us, person = make_day(), make_user(), make_person("Anna Weber")
    prepare(event)
    want(event, us, person)
    run(event)

    def broken(*_given, **_named):
        raise RuntimeError("out of memory")
    if place == "solver":
        from ortools.sat.python import cp_model

        monkeypatch.setattr(cp_model.CpSolver, "solve", broken)
    else:
        monkeypatch.setattr(schedules, place, broken)
    plan = asked.plan_of(event)
    with transaction():
        plan.state = "queued"
    with pytest.raises(RuntimeError):
        schedules.run(plan.id)
    db.session.expire_all()
    assert asked.plan_of(event).state == "failed" and len(asked.proposals_of(event)) == 1


def test_nobody_whose_account_is_closed_is_planned(session):
    event, us, gone = make_day(), make_user(language="zh"), make_user(language="zh")
    helper = make_user(language="de")
    make_member(event, helper, "interpreter")
    prepare(event, speaks={str(helper.id): ["zh", "de"]})
    wish, other = want(event, us, make_person("Anna Weber", language="de")), want(event, gone, make_person("金民洙", language="zh"))
    with transaction():
        helper.active = gone.active = False
    run(event)
    assert asked.proposals_of(event) == []
    reasons = {one.id: one.reason for one in asked.wishes_of(event)}
    assert reasons == {wish.id: "no_interpreter", other.id: "no_common_time"}


def test_nobody_meets_before_the_event_opens_or_after_it_closes(session):
    event = make_event(ends_on=date(2027, 6, 23), starts_local=at(14), ends_local=datetime(2027, 6, 23, 12))
    prepare(event, day_until=time(16), day_from=time(9))
    walls = schedules.make_problem(asked.plan_of(event))[2]
    assert [(walls[0][0], walls[-1][1])] == [(at(14), datetime(2027, 6, 23, 12))]
    assert at(15, 30) in {begin for begin, _end in walls} and datetime(2027, 6, 23, 9) in {begin for begin, _end in walls}


def test_what_was_declined_meanwhile_is_not_confirmed_with_the_others(session):
    event, us, people = make_day(), make_user(), [make_person(name) for name in ("Anna Weber", "Jens Holt")]
    prepare(event)
    for person in people:
        want(event, us, person)
    run(event)
    stays, falls = asked.proposals_of(event)
    with transaction():
        meeting_services.set_state(SYSTEM, falls, "declined")
    with transaction():
        assert schedules.accept(SYSTEM, event, {stays.id, falls.id}) == 1
    assert (stays.state, falls.state) == ("confirmed", "declined")
