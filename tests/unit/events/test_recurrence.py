"""Events that repeat: which dates a rule gives, what is asked, and how one date, some or all are changed."""

from datetime import date, datetime

import pytest
import time_machine

from outreach.activity import SYSTEM
from outreach.activity.queries import timeline
from outreach.db import db, transaction
from outreach.errors import Conflict, Refused
from outreach.events import services
from outreach.events.models import Event
from outreach.events.queries.agenda import items_of
from outreach.events.queries.recurrence import dates_of_event
from outreach.events.services import recurrence
from outreach.events.services.agenda import save_item
from outreach.events.services.recurrence import Rule, dates_of
from outreach.i18n import in_language
from outreach.i18n.localized import LocalizedText
from outreach.mail.models import OutboxMail
from outreach.search import index
from outreach.web import doors
from tests.factories.accounts import make_user
from tests.factories.event_contacts import make_event_contact
from tests.factories.events import make_event, make_member


@pytest.fixture(autouse=True)
def before_all_dates(session):
    """All of it happens in November 2026."""
    with time_machine.travel("2026-11-20T08:00:00Z", tick=False):
        yield


@pytest.fixture
def coordinator(session):
    """A coordinator who reads English in Berlin."""
    return make_user(role="coordinator", language="en", time_zone="Europe/Berlin")


def make_meeting(first: date = date(2027, 1, 12), begins: int = 9, **values) -> Event:
    """A confirmed meeting of two hours in Berlin."""
    hours = {"starts_local": datetime(first.year, first.month, first.day, begins, 30),
             "ends_local": datetime(first.year, first.month, first.day, begins + 2, 30)}
    return make_event("ROUND-2027", "Round table", kind="promotion_conference", starts_on=first, ends_on=first,
                      **{**hours, **values})


def repeat(event: Event, rule: Rule) -> list[Event]:
    """All dates of the event after it repeats."""
    with transaction():
        recurrence.make_recurring(SYSTEM, event, rule)
    left = 1
    while left:
        with transaction():
            left = recurrence.make_pending(SYSTEM, event)
    return dates_of_event(make_user(role="reader"), event)


@pytest.mark.parametrize(("rule", "first", "days"), [
    (Rule("weekly", count=3), date(2027, 1, 12), ["2027-01-12", "2027-01-19", "2027-01-26"]),
    (Rule("weekly", 2, until=date(2027, 2, 9)), date(2027, 1, 12), ["2027-01-12", "2027-01-26", "2027-02-09"]),
    (Rule("monthly_day", count=3), date(2027, 1, 12), ["2027-01-12", "2027-02-12", "2027-03-12"]),
    (Rule("monthly_day", count=4, short_months="last"), date(2027, 1, 31), [
        "2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]),
    (Rule("monthly_day", count=3, short_months="skip"), date(2027, 1, 31), ["2027-01-31", "2027-03-31", "2027-05-31"]),
    (Rule("monthly_weekday", count=3), date(2027, 1, 12), ["2027-01-12", "2027-02-09", "2027-03-09"]),
    (Rule("monthly_weekday", count=3, nth=-1), date(2027, 1, 26), ["2027-01-26", "2027-02-23", "2027-03-30"]),
    (Rule("monthly_weekday", count=2), date(2027, 1, 29), ["2027-01-29", "2027-02-26"]),
])
def test_a_rule_gives_its_days(rule, first, days):
    assert [day.isoformat() for day in dates_of(rule, first)] == days


@pytest.mark.parametrize(("rule", "field"), [
    (Rule("secondly", count=5), "frequency"), (Rule("weekly"), "count"), (Rule("weekly", count=1), "count"),
    (Rule("weekly", count=101), "count"), (Rule("weekly", until=date(2030, 1, 1)), "until"),
    (Rule("weekly", until=date(2027, 1, 13)), "until"), (Rule("weekly", count=5, until=date(2027, 5, 1)), "count"),
    (Rule("weekly", 0, count=5), "frequency"), (Rule("monthly_day", count=3), "short_months")])
def test_a_rule_that_cannot_be_or_leaves_a_question_is_refused_with_its_field(session, rule, field):
    with pytest.raises(Refused) as caught:
        dates_of(rule, date(2027, 1, 31))
    assert caught.value.field == field


def test_every_date_is_an_event_of_its_own_with_team_hours_and_state(coordinator):
    event = make_meeting(public=True)
    make_member(event, coordinator, "head")
    dates = repeat(event, Rule("weekly", count=3))
    assert [(one.starts_on, one.state, one.public) for one in dates] == [
        (date(2027, 1, day), "confirmed", True) for day in (12, 19, 26)]
    assert [one.code for one in dates] == ["ROUND-2027", "ROUND-20270119", "ROUND-20270126"]
    assert {one.title.original for one in dates} == {"Round table"}
    assert dates[2].starts_local == datetime(2027, 1, 26, 9, 30) and [m.user_id for m in dates[2].team] == [coordinator.id]
    assert len({one.ics_uid for one in dates}) == 3
    with pytest.raises(Refused):
        recurrence.make_recurring(SYSTEM, event, Rule("weekly", count=3))


def test_dates_that_an_interruption_left_out_are_made_by_a_button(coordinator, sign_in):
    event, client = make_meeting(), sign_in(coordinator)
    with transaction():
        recurrence.make_recurring(SYSTEM, event, Rule("weekly", count=12))
    with transaction():
        assert recurrence.make_pending(SYSTEM, event) == 3
    assert "Make 3 dates that are missing" in client.get_page(f"/events/{event.id}/dates").text
    client.post_page(f"/events/{event.id}/dates/pending")
    assert client.get_page(f"/events/{event.id}/dates").heading == "12 dates"


def test_hours_that_the_clocks_skip_are_asked_about_and_nothing_is_made_before(session):
    event = make_meeting(date(2027, 3, 21), 2)
    with pytest.raises(Refused) as caught, transaction():
        recurrence.make_recurring(SYSTEM, event, Rule("weekly", count=3))
    assert caught.value.field == "gaps"
    assert len(db.session.scalars(db.select(Event)).all()) == 1
    assert [one.starts_local for one in repeat(event, Rule("weekly", count=3, gaps="later"))] == [
        datetime(2027, 3, 21, 2, 30), datetime(2027, 3, 28, 3, 30), datetime(2027, 4, 4, 2, 30)]
    # It lasts two hours on every date.
    assert [one.ends_local.hour for one in db.session.scalars(db.select(Event).order_by(Event.starts_on))] == [4, 5, 4]


def test_a_date_whose_hours_the_clocks_skip_may_be_left_out(session):
    event = make_meeting(date(2027, 3, 21), 2)
    assert [one.starts_on.day for one in repeat(event, Rule("weekly", count=3, gaps="skip"))] == [21, 4]


def test_one_date_that_is_changed_alone_keeps_its_change_when_all_are_changed(coordinator):
    dates = repeat(make_meeting(), Rule("weekly", count=4))
    make_member(dates[0], coordinator)
    with transaction():
        recurrence.edit_recurring(SYSTEM, dates[1], {"venue": "Room 7"}, "this")
        recurrence.edit_recurring(SYSTEM, dates[0], {"venue": "Room 1", "title": LocalizedText.of("en", "Table")}, "all")
    assert [one.venue for one in dates] == ["Room 1", "Room 7", "Room 1", "Room 1"]
    assert [one.recurs_alone for one in dates] == [False, True, False, False]
    assert [one.title.original for one in dates] == ["Table", "Round table", "Table", "Table"]
    assert [one.code for one in dates] == ["ROUND-2027", "ROUND-20270119", "ROUND-20270126", "ROUND-20270202"]


def test_this_and_the_following_dates_move_by_the_same_days_to_the_same_hours(coordinator):
    event = make_meeting()
    with transaction():
        save_item(SYSTEM, event, {"kind": "talk", "title": LocalizedText.of("en", "Welcome"), "starts_local": datetime(
            2027, 1, 12, 9, 30), "ends_local": datetime(2027, 1, 12, 10)})
    dates = repeat(event, Rule("weekly", count=4))
    member = make_user(language="en")
    for one in dates:
        make_member(one, member)
    with transaction():
        services.change_state(SYSTEM, dates[3], "cancelled", "Holiday")
    db.session.execute(db.delete(OutboxMail))
    with transaction():
        recurrence.edit_recurring(SYSTEM, dates[1], {
            "starts_on": date(2027, 1, 20), "ends_on": date(2027, 1, 20), "starts_local": datetime(2027, 1, 20, 14),
            "ends_local": datetime(2027, 1, 20, 15)}, "following", version=dates[1].version)
    assert [one.starts_on.day for one in dates] == [12, 20, 27, 2]
    assert dates[2].starts_local == datetime(2027, 1, 27, 14) and dates[0].starts_local == datetime(2027, 1, 12, 9, 30)
    assert [items_of(one)[0].starts_local.day for one in dates] == [12, 20, 27, 2]
    mails = db.session.scalars(db.select(OutboxMail).where(OutboxMail.template == "events/changed")).all()
    assert [mail.to_email for mail in mails] == [member.email]
    with pytest.raises(Conflict):
        recurrence.edit_recurring(SYSTEM, dates[1], {"venue": "Room 9"}, "all", version=1)


def test_a_change_that_one_of_the_dates_cannot_take_changes_none(session):
    dates = repeat(make_meeting(date(2027, 3, 21)), Rule("weekly", count=3))
    with pytest.raises(Refused), transaction():
        recurrence.edit_recurring(SYSTEM, dates[0], {"starts_local": datetime(2027, 3, 21, 2, 15)}, "all")
    db.session.expire_all()
    assert {one.starts_local.hour for one in dates} == {9}


def test_a_date_is_removed_unless_something_hangs_on_it(coordinator):
    dates = repeat(make_meeting(), Rule("weekly", count=3))
    gone = dates[1].id
    with transaction():
        recurrence.remove_date(SYSTEM, dates[1])
    assert db.session.get(Event, gone) is None
    assert ("event", gone) not in {(hit.kind, hit.ref_id) for hit in index.find("Round table", coordinator)}
    assert "event.date_removed" in {entry.verb for entry in db.session.scalars(timeline("event", dates[0].id))}
    make_event_contact(dates[2])
    with pytest.raises(Refused) as caught, transaction():
        recurrence.remove_date(SYSTEM, dates[2])
    assert caught.value.code == "date_in_use" and db.session.get(Event, dates[2].id) is not None
    with pytest.raises(Refused):
        recurrence.remove_date(SYSTEM, make_event())


def test_a_coordinator_repeats_an_event_answers_the_question_and_cancels_the_rest(coordinator, sign_in):
    event = make_event("CLUB", "Club", starts_on=date(2027, 1, 31), ends_on=date(2027, 1, 31))
    client, address = sign_in(coordinator), f"/events/{event.id}"
    assert f"{address}/repeat" in client.get_page(address).links()
    form = {"frequency": "monthly_day", "interval": "1", "nth": "-1", "count": "4"}
    page = client.post_page(f"{address}/repeat", form, status=422)
    assert page.errors() == ["Not every month has a day 31. Choose what happens in those months."]
    client.post_page(f"{address}/repeat", {**form, "short_months": "last"})
    page = client.get_page(f"{address}/dates", title="Dates")
    assert page.heading == "4 dates" and "Sun 28 Feb 2027" in page.text
    dates = dates_of_event(coordinator, event)
    edit = client.get_page(f"/events/{dates[1].id}/edit")
    assert edit.field("scope") == "this"
    fields = {name: edit.field(name) or "" for name in ("code", "source", "kind", "presence", "series_id", "title_en", "time_zone",
                                                         "starts_on", "ends_on", "host_partner_id", "country", "version")}
    client.post_page(f"/events/{dates[1].id}/edit", {**fields, "venue": "Hall 2", "scope": "following"})
    db.session.expire_all()
    assert [one.venue for one in dates] == ["Messe München", "Hall 2", "Hall 2", "Hall 2"]
    refused = client.post_page(f"/events/{dates[2].id}/dates/cancel", {"reason": ""}, status=422)
    assert refused.errors()
    client.post_page(f"/events/{dates[2].id}/dates/cancel", {"reason": "No budget"})
    client.post_page(f"/events/{dates[1].id}/dates/remove")
    db.session.expire_all()
    assert [one.state for one in dates_of_event(coordinator, event)] == ["confirmed", "cancelled", "cancelled"]


@pytest.mark.parametrize("lang", ["zh", "en", "de", "ko"])
def test_pages_and_sentences_of_dates_are_there_in_every_language(session, sign_in, lang):
    event = make_meeting(date(2027, 1, 31))
    user = make_user(role="coordinator", language=lang)
    client = sign_in(user)
    client.get_page(f"/events/{event.id}/repeat")
    dates = repeat(event, Rule("weekly", count=3))
    with transaction():
        recurrence.remove_date(SYSTEM, dates[2])
    client.get_page(f"/events/{event.id}/dates")
    for entry in db.session.scalars(timeline("event", event.id)):
        with in_language(lang):
            assert "%(" not in str(doors.timeline_kind.get(entry.verb).sentence(entry))


def test_dates_that_are_not_made_yet_follow_a_change_of_all(session):
    event = make_meeting()
    with transaction():
        recurrence.make_recurring(SYSTEM, event, Rule("weekly", count=4))
        recurrence.make_pending(SYSTEM, event, 1)
    with transaction():
        recurrence.edit_recurring(SYSTEM, event, {
            "starts_on": date(2027, 1, 13), "ends_on": date(2027, 1, 13), "starts_local": datetime(2027, 1, 13, 14),
            "ends_local": datetime(2027, 1, 13, 16)}, "all")
    with transaction():
        assert recurrence.make_pending(SYSTEM, event) == 0
    dates = dates_of_event(make_user(role="reader"), event)
    assert [(one.starts_local, one.ends_local.hour) for one in dates] == [
        (datetime(2027, 1, day, 14), 16) for day in (13, 20, 27)] + [(datetime(2027, 2, 3, 14), 16)]


def test_two_events_of_the_same_long_title_repeat_side_by_side(session):
    title = "A very long title of a meeting in the park"
    for _time in range(2):
        with transaction():
            event = services.create_event(SYSTEM, {
                "title": LocalizedText.of("en", title), "kind": "promotion_conference", "time_zone": "Europe/Berlin",
                "starts_on": date(2027, 3, 1), "ends_on": date(2027, 3, 1)})
        assert len(repeat(event, Rule("weekly", count=3))) == 3


def test_a_confirmation_of_all_dates_is_day_and_source_of_each(session):
    first, *others = repeat(make_meeting(confirmed_on=date(2026, 1, 5), confirmed_source="old site"), Rule("weekly", count=3))
    with transaction():
        recurrence.edit_recurring(SYSTEM, first, {
            "starts_on": first.starts_on, "confirmed_on": date(2026, 11, 2), "confirmed_source": "new site"}, "all")
    assert {(one.confirmed_on, one.confirmed_source) for one in (first, *others)} == {(date(2026, 11, 2), "new site")}
    with transaction():
        recurrence.edit_recurring(SYSTEM, first, {
            "starts_on": date(2027, 1, 13), "ends_on": date(2027, 1, 13), "starts_local": datetime(2027, 1, 13, 9),
            "ends_local": datetime(2027, 1, 13, 11)}, "all")
    assert {(one.confirmed_on, one.confirmed_source) for one in (first, *others)} == {(None, "")}
