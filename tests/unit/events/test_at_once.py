"""What several people do at the same moment: nothing is torn apart, nothing is made twice, and nobody meets an error."""

import threading
from collections.abc import Callable
from datetime import date, datetime

import pytest
from sqlalchemy import func, select

from outreach.activity import SYSTEM
from outreach.contacts.models import Person
from outreach.db import db, transaction
from outreach.errors import Refused
from outreach.events import services
from outreach.events.models import (
    AgendaItem,
    AgendaVersion,
    ChecklistEntry,
    Event,
    EventRecurrence,
    EventSeries,
    KeptWarning,
    Meeting,
    MeetingAttendee,
    MeetingParticipant,
    MeetingPlan,
    MeetingWish,
    TargetVisit,
    TeamMember,
    Trip,
    TripReport,
    TripTraveller,
)
from outreach.events.models.exchange import TechnologyEntry, TechnologyPair
from outreach.events.models.reception import ReceptionNotes
from outreach.events.services import (
    agenda,
    attendees,
    checklist_lines,
    exchange,
    planning,
    reception,
    recurrence,
    schedules,
    states,
    trip_reports,
    trips,
    visits,
    wishes,
)
from outreach.i18n.localized import LocalizedText
from outreach.targets.models import Target
from tests.factories.accounts import make_user
from tests.factories.contacts import make_person
from tests.factories.events import make_event, make_member
from tests.factories.targets import make_target


def at_once(app, act: Callable[[], object], people: int = 4) -> list[BaseException]:
    """Let several people do the same in units of work of their own; gives what went wrong but for refusals."""
    gate, errors = threading.Barrier(people), []

    def one() -> None:
        with app.app_context():
            gate.wait()
            try:
                with transaction():
                    act()
            except Refused:
                pass
            except BaseException as error:  # noqa: BLE001 - whatever it is, the test tells it
                errors.append(error)
            finally:
                db.session.remove()
    threads = [threading.Thread(target=one) for _number in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    db.session.expire_all()
    return errors


def count(model) -> int:
    """How many rows there are."""
    return db.session.scalar(select(func.count()).select_from(model))


def event_of(key: int) -> Event:
    """The event, in the session of the thread that asks."""
    return db.session.get(Event, key)


@pytest.mark.parametrize("move", [
    lambda event: planning.move_event(SYSTEM, event, 1),
    lambda event: states.change_state(SYSTEM, event, "moved", "Hall closed", values={
        "starts_on": event.starts_on.replace(day=event.starts_on.day + 1),
        "ends_on": event.ends_on.replace(day=event.ends_on.day + 1)})], ids=["by days", "by state"])
def test_an_event_that_several_move_keeps_its_parts(real_app, move):
    event, user = make_event(), make_user(role="officer")
    make_member(event, user, from_on=date(2027, 6, 22), until_on=date(2027, 6, 23))
    with transaction():
        agenda.save_item(SYSTEM, event, {
            "kind": "talk", "title": LocalizedText.of("en", "Opening"), "starts_local": datetime(2027, 6, 22, 9),
            "ends_local": datetime(2027, 6, 22, 10)}, [])
    key = event.id
    assert at_once(real_app, lambda: move(event_of(key))) == []
    stored = event_of(key)
    assert stored.starts_on > date(2027, 6, 22)
    assert stored.team[0].from_on == stored.starts_on
    assert db.session.scalars(select(AgendaItem)).one().starts_local.date() == stored.starts_on


def test_the_first_of_its_kind_is_made_once_whoever_else_makes_it(real_app):
    event, user = make_event(kind="technology_exchange"), make_user(role="officer")
    target = make_target("Lumenwerk AG")
    with transaction():
        offer, wanted = (exchange.add_entry(SYSTEM, event, {"kind": kind, "title": LocalizedText.of("en", kind)})
                         for kind in ("offer", "request"))
        agenda.save_item(SYSTEM, event, {
            "kind": "talk", "title": LocalizedText.of("en", "Opening"), "starts_local": datetime(2027, 6, 22, 9),
            "ends_local": datetime(2027, 6, 22, 10)}, [])
        trip = trips.create_trip(SYSTEM, {"title": LocalizedText.of("en", "Munich"), "starts_on": date(2027, 6, 21),
                                          "ends_on": date(2027, 6, 26)})
    key, who, firm, ends, guest, way = event.id, user.id, target.id, (offer.id, wanted.id), make_person("Anna Weber").id, trip.id
    get = db.session.get
    tried = {
        TeamMember: lambda: services.add_team_member(SYSTEM, event_of(key), get(type(user), who)),
        TargetVisit: lambda: visits.add_visits(SYSTEM, event_of(key), [get(Target, firm)]),
        TechnologyPair: lambda: exchange.accept_pair(SYSTEM, *(get(TechnologyEntry, end) for end in ends)),
        AgendaVersion: lambda: agenda.publish(SYSTEM, event_of(key), None),
        KeptWarning: lambda: planning.keep_warning(SYSTEM, event_of(key), get(type(user), who), "k", "fact", "reason"),
        ReceptionNotes: lambda: reception.save_notes(SYSTEM, event_of(key), {"gifts": "Tea"}),
        EventSeries: lambda: services.take_from_starter(SYSTEM, "EMO"),
        MeetingPlan: lambda: wishes.save_plan(SYSTEM, event_of(key), {}),
        MeetingWish: lambda: wishes.want_meeting(SYSTEM, event_of(key), get(type(user), who), get(Person, guest)),
        MeetingAttendee: lambda: attendees.save_attendee(SYSTEM, event_of(key), get(Person, guest), {"speaks": ["de"]}),
        TripTraveller: lambda: trips.add_traveller(SYSTEM, get(Trip, way), get(type(user), who)),
        TripReport: lambda: trip_reports.save_report(SYSTEM, get(Trip, way), {"language": "en", "result": "Two firms"}),
    }
    for model, act in tried.items():
        before = count(model)
        assert (at_once(real_app, act), model) == ([], model)
        assert (count(model) - before, model) == (1, model)


def test_of_several_who_start_the_planner_one_does(real_app, monkeypatch):
    monkeypatch.setattr(schedules.planner, "available", lambda: True)
    queued = []
    monkeypatch.setattr(schedules, "enqueue", lambda name, key: queued.append(key))
    event, user = make_event(), make_user(role="officer")
    with transaction():
        wishes.want_meeting(SYSTEM, event, user, make_person("Anna Weber"))
    key = event.id
    assert at_once(real_app, lambda: schedules.start(SYSTEM, event_of(key))) == []
    assert len(queued) == 1


def test_a_checklist_becomes_ones_own_once(real_app):
    assert at_once(real_app, lambda: checklist_lines.own_lines("trade_show")) == []
    keys = list(db.session.scalars(select(ChecklistEntry.key).where(ChecklistEntry.kind == "trade_show")))
    assert keys and len(keys) == len(set(keys))


def test_an_event_that_is_repeated_by_several_at_once_has_one_rule_and_each_date_once(real_app):
    event = make_event(starts_on=date(2027, 6, 22), ends_on=date(2027, 6, 22))
    key = event.id

    def repeat():
        with transaction():
            recurrence.make_recurring(SYSTEM, db.session.get(Event, key), recurrence.Rule("weekly", count=12))
    errors = at_once(real_app, repeat)
    assert errors == [] and db.session.scalar(select(func.count()).select_from(EventRecurrence)) == 1

    def make():
        left = 1
        while left:
            with transaction():
                left = recurrence.make_pending(SYSTEM, db.session.get(Event, key))
    assert at_once(real_app, make) == []
    assert db.session.scalar(select(func.count()).select_from(Event)) == 12


def test_proposals_that_somebody_declines_while_they_are_confirmed_are_confirmed_or_declined(real_app):
    event, us, person = make_event(), make_user(), make_person("Anna Weber")
    with transaction():
        wish = wishes.want_meeting(SYSTEM, event, us, person)
        meeting = Meeting(event=event, wish_id=wish.id, starts_local=datetime(2027, 6, 22, 9), ends_local=datetime(2027, 6, 22, 10),
                          participants=[MeetingParticipant(user_id=us.id), MeetingParticipant(person_id=person.id)])
        db.session.add(meeting)
        db.session.flush()
        key, event_id = meeting.id, event.id

    def confirm():
        with transaction():
            schedules.accept(SYSTEM, db.session.get(Event, event_id))
    with transaction():
        db.session.delete(db.session.get(Meeting, key))
    assert at_once(real_app, confirm) == []
