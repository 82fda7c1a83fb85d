"""Feeds: which events and tasks they show, how these look, when a client is told that nothing changed, how one is made."""

from datetime import date, datetime, timedelta

import pytest
import sqlalchemy
import vobject
from icalendar import Calendar
from sqlalchemy import func, select

from outreach.activity import SYSTEM
from outreach.db import db, now, transaction
from outreach.errors import Refused
from outreach.events import services
from outreach.events.calendar import feed_calendar, feed_mark, public_calendar
from outreach.events.calendar.vevent import COLOURS
from outreach.events.models import STATES, CalendarFeed, CalendarText
from outreach.events.services import tasks
from outreach.i18n.localized import LocalizedText
from tests.factories.accounts import make_unit, make_user
from tests.factories.events import make_event, make_member


def make_feed(user, scope: str = "all", **values):
    """A feed and the path of its address."""
    with transaction():
        feed, token = services.create_feed(SYSTEM, user, scope, **values)
    return feed, f"/feeds/{token}.ics"


def shown(feed) -> dict[str, object]:
    """The parts of a feed by their title."""
    return {str(part["summary"]): part for part in Calendar.from_ical(feed_calendar(feed).octets).walk("VEVENT")}


def make_task(event, owner, title: str = "Book the booth", **values):
    """A task with a due day."""
    with transaction():
        return tasks.add_task(SYSTEM, event, {"title": LocalizedText.of("en", title, de="Stand buchen"),
                                              "owner_id": owner.id, "due_on": date(2027, 3, 4), **values})


def test_one_leg_or_the_roadshow_with_all_of_them(session):
    user = make_user(role="officer", language="en")
    roadshow = make_event("ROADSHOW-2027", "Roadshow", kind="roadshow", ends_on=date(2027, 7, 10))
    with transaction():
        leg, _other = [services.add_leg(SYSTEM, roadshow, {
            "title": LocalizedText.of("en", city), "kind": "promotion_conference", "time_zone": "Europe/London",
            "country": "GB", "city": city, "starts_on": date(2027, 7, 1), "ends_on": date(2027, 7, 1)})
            for city in ("London", "Leeds")]
    assert list(shown(make_feed(user, "leg", event=leg)[0])) == ["London"]
    assert list(shown(make_feed(user, "event", event=roadshow)[0])) == ["Roadshow", "London", "Leeds"]
    with pytest.raises(Refused) as caught, transaction():
        services.create_feed(SYSTEM, user, "leg", event=roadshow)
    assert (caught.value.code, caught.value.field) == ("no_leg", "event_id")
    with pytest.raises(Refused) as caught, transaction():
        services.create_feed(SYSTEM, user, "leg")
    assert caught.value.code == "event_missing"


def test_my_open_tasks_stand_on_their_days_with_an_alarm_in_my_language_and_nobody_elses(session):
    user, other = make_user(role="officer", language="de"), make_user(role="officer")
    event = make_event()
    make_member(event, user)
    task = make_task(event, user, note="Halle A3\r\nBEGIN:VALARM")
    make_task(event, other, "Somebody else's")
    make_task(make_event("LATER", state="postponed"), user, "Of a postponed event")
    make_task(make_event("GONE", state="cancelled"), user, "Of a cancelled event")
    feed, _path = make_feed(user, "mine", with_tasks=True)
    parts, due = shown(feed), "Fällig: Stand buchen (LASER World of PHOTONICS 2027)"
    assert list(parts) == ["LASER World of PHOTONICS 2027", due]
    part = parts[due]
    assert (part.decoded("dtstart"), part.decoded("dtend")) == (date(2027, 3, 4), date(2027, 3, 5))
    assert (part["transp"], len(part.walk("VALARM"))) == ("TRANSPARENT", 1)
    assert str(part["description"]) == "LASER World of PHOTONICS 2027\n22.–25.06.2027\nHalle A3\nBEGIN:VALARM"
    alarm = part.walk("VALARM")[0]
    assert (alarm["action"], str(alarm["description"])) == ("DISPLAY", due)
    # Three days ahead at nine in the morning, counted from the midnight with which the day begins.
    assert alarm["trigger"].dt == timedelta(hours=9) - timedelta(days=3)
    vobject.readOne(feed_calendar(feed).octets.decode()).validate(raiseException=True)
    mark = feed_mark(feed)
    with transaction():
        tasks.edit_task(SYSTEM, task, {"due_on": date(2027, 3, 8)}, version=task.version)
    assert feed_mark(feed) != mark
    assert int(shown(feed)[due]["sequence"]) == int(part["sequence"]) + 1
    mark = feed_mark(feed)
    with transaction():
        tasks.set_done(SYSTEM, task, user, True)
    assert list(shown(feed)) == ["LASER World of PHOTONICS 2027"]
    assert feed_mark(feed) != mark


def test_only_a_feed_of_my_own_events_has_tasks(session):
    user, event = make_user(role="officer", language="en"), make_event()
    make_task(event, user)
    assert list(shown(make_feed(user, "all", with_tasks=True)[0])) == ["LASER World of PHOTONICS 2027"]
    assert list(shown(make_feed(user, "mine")[0])) == []


def test_a_moved_event_says_so_with_the_days_and_the_place_it_had(session):
    event = make_event(public=True)
    feed, _path = make_feed(make_user(role="officer", language="en"))
    with transaction():
        services.change_state(SYSTEM, event, "moved", "Hall not ready",
                              values={"starts_on": date(2027, 9, 7), "city": "Stuttgart", "venue": "Messe Stuttgart"})
    for parts in (shown(feed), {str(part["summary"]): part for part in Calendar.from_ical(
            public_calendar(event, "en")).walk("VEVENT")}):
        part = parts["Moved: LASER World of PHOTONICS 2027"]
        # Nobody has confirmed the new days yet.
        assert (part["status"], part.decoded("dtstart")) == ("TENTATIVE", date(2027, 9, 7))
        assert str(part["description"]).startswith("Before: 22–25 Jun 2027, Messe München, München")
    with transaction():
        services.edit_event(SYSTEM, event, {"confirmed_on": date(2026, 1, 5), "confirmed_source": "site"})
    assert shown(feed)["Moved: LASER World of PHOTONICS 2027"]["status"] == "CONFIRMED"


@pytest.mark.parametrize("state", STATES)
def test_a_client_reads_the_colour_and_whether_the_days_are_taken(session, state):
    make_event(state=state)
    feed, _path = make_feed(make_user(role="officer"))
    calendar = Calendar.from_ical(feed_calendar(feed).octets)
    part = calendar.walk("VEVENT")[0]
    assert part["color"] == COLOURS[state]
    assert part.get("transp", "OPAQUE") == ("TRANSPARENT" if state in ("cancelled", "postponed") else "OPAQUE")
    assert str(calendar["color"]) == "teal"
    assert str(calendar["url"]).endswith("/events/")
    assert calendar["last-modified"].dt == part["last-modified"].dt
    assert calendar["refresh-interval"].dt == timedelta(hours=1)
    assert "source" not in calendar


def test_a_later_change_does_not_begin_the_month_of_a_cancelled_event_anew(session):
    feed, event = make_feed(make_user(role="officer"))[0], make_event()
    with transaction():
        services.change_state(SYSTEM, event, "cancelled", "No stand")
    assert event.cancelled_at is not None
    with transaction():
        event.cancelled_at = now() - timedelta(days=29)
        services.edit_event(SYSTEM, event, {"venue": "Halle B1"})
    mark = feed_mark(feed)
    assert len(shown(feed)) == 1
    with transaction():
        event.cancelled_at = now() - timedelta(days=31)
        services.edit_event(SYSTEM, event, {"venue": "Halle B2"})
    assert shown(feed) == {}
    assert feed_mark(feed) != mark
    with transaction():
        services.change_state(SYSTEM, event, "planned", "There is a stand after all")
    assert event.cancelled_at is None
    assert len(shown(feed)) == 1


def test_the_mark_changes_when_the_team_the_language_the_name_or_the_unit_changes(session):
    unit, other = make_unit(), make_unit("hosting-1")
    user, event = make_user(role="officer", language="en", unit=unit), make_event()
    member = make_member(event, user)
    feed, of_unit = make_feed(user, "mine")[0], make_feed(user, "unit")[0]
    marks = [(feed_mark(feed), feed_mark(of_unit))]

    def then() -> None:
        marks.append((feed_mark(feed), feed_mark(of_unit)))
        assert len({one for one, _two in marks}) == len({two for _one, two in marks}) == len(marks)

    with transaction():
        user.language = "ko"
    then()
    with transaction():
        user.unit, user.name = other, "Another Name"
    then()
    with transaction():
        services.remove_team_member(SYSTEM, member)
    then()


def test_whoever_is_in_no_unit_any_more_reads_nothing_of_people_without_one(session):
    user, event = make_user(role="officer", unit=make_unit()), make_event()
    make_member(event, make_user(role="officer"))
    feed, _path = make_feed(user, "unit")
    with transaction():
        user.unit = None
    assert shown(feed) == {}


def test_nothing_changed_costs_three_statements_and_reads_no_event(session, client):
    for number in range(3):
        make_event(f"E-{number}")
    _feed, path = make_feed(make_user(role="officer"))
    etag = client.get(path).headers["ETag"]
    asked = []
    sqlalchemy.event.listen(db.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    db.session.remove()
    answer = client.get(path, headers={"If-None-Match": etag})
    assert (answer.status_code, answer.data) == (304, b"")
    assert answer.headers["ETag"] == etag
    # The feed with its owner, the names of industries, and the stand of all events in one row.
    assert len([words for words in asked if words.startswith("SELECT")]) == 3
    assert not any(words.startswith(("INSERT", "UPDATE")) for words in asked)


def test_a_mark_that_a_proxy_weakened_still_holds(session, client):
    make_event()
    _feed, path = make_feed(make_user(role="officer"))
    etag = client.get(path).headers["ETag"]
    assert client.get(path, headers={"If-None-Match": f"W/{etag}"}).status_code == 304


def test_the_address_of_whoever_has_left_leads_nowhere(session, client):
    make_event()
    feed, path = make_feed(make_user(role="officer"))
    assert client.get(path).status_code == 200
    with transaction():
        feed.user.active = False
    assert client.get(path).status_code == 404


def test_a_client_is_told_since_when_the_feed_is_as_it_is(session, client):
    event = make_event()
    feed, path = make_feed(make_user(role="officer"))
    first = client.get(path)
    assert first.last_modified == feed.changed_at.replace(microsecond=0)
    head = client.head(path)
    assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", first.headers["ETag"])
    with transaction():
        feed.changed_at = feed.last_used_at = now() - timedelta(days=3)
    assert client.get(path).last_modified == feed.changed_at.replace(microsecond=0)
    since = {"If-Modified-Since": first.headers["Last-Modified"]}
    with transaction():
        services.edit_event(SYSTEM, event, {"venue": "Halle B1"})
    changed = client.get(path, headers={**since, "If-None-Match": first.headers["ETag"]})
    assert (changed.status_code, b"Halle B1" in changed.data) == (200, True)
    assert changed.last_modified > now() - timedelta(minutes=1)
    # Whoever brings only a time may have read it within the same second, and is given the file.
    assert client.get(path, headers=since).status_code == 200


def test_the_public_feed_keeps_its_texts_and_follows_what_is_taken_out(session, client):
    event = make_event(public=True)
    first = client.get("/en/events.ics")
    assert db.session.scalar(select(func.count(CalendarText.id))) == 1
    assert client.get("/en/events.ics").data == first.data
    calendar = Calendar.from_ical(first.data)
    assert str(calendar["source"]).endswith("/en/events.ics") and str(calendar["url"]).endswith("/en/events/")
    with transaction():
        db.session.execute(db.update(type(event)).values(updated_at=now() - timedelta(days=3)))
    before = client.head("/en/events.ics")
    assert before.last_modified < now() - timedelta(days=2)
    with transaction():
        services.edit_event(SYSTEM, event, {"public": False})
    after = client.head("/en/events.ics")
    assert (after.headers["ETag"] != before.headers["ETag"], after.last_modified > before.last_modified) == (True, True)


def test_a_public_file_of_one_event_is_asked_for_again(session, client):
    event = make_event(public=True, industries=["photonics"])
    address = f"/en/events/{event.code}.ics"
    first = client.get(address)
    assert client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    with transaction():
        services.edit_event(SYSTEM, event, {"venue": "Halle B1"})
    assert client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_a_file_that_cannot_be_kept_is_given_all_the_same(session, client, monkeypatch):
    from sqlalchemy.exc import OperationalError

    def locked(rows):
        raise OperationalError("INSERT", {}, Exception("database is locked"))

    make_event(starts_local=datetime(2027, 6, 22, 9), ends_local=datetime(2027, 6, 25, 17))
    _feed, path = make_feed(make_user(role="officer"))
    monkeypatch.setattr(services, "keep_texts", locked)
    assert client.get(path).data.count(b"BEGIN:VEVENT") == 1
    monkeypatch.undo()
    assert client.get(path).data.count(b"BEGIN:VTIMEZONE") == 1


@pytest.mark.parametrize("lang", ["zh", "en", "de", "ko"])
def test_an_address_is_copied_opened_or_scanned_and_the_page_says_where_it_goes(session, sign_in, lang):
    client = sign_in(make_user(role="officer", language=lang))
    page = client.post_page("/events/feeds", {"scope": "mine", "event_id": "", "with_tasks": "y"}, 200)
    address = next(node.get("value") for node in page.tree.iter("input") if node.get("id") == "feed-address")
    assert f'href="webcal{address[address.index("://"):]}"' in page.html
    assert [node.get("class") for node in page.tree.iter() if str(node.tag).endswith("svg") and "qr" in (node.get("class") or "")]
    assert all(name in page.html for name in ("Outlook", "Apple", "Google", "Android"))
    assert db.session.scalars(select(CalendarFeed)).one().with_tasks


def test_a_leg_is_chosen_below_its_roadshow_and_a_wrong_choice_is_told_at_the_field(session, sign_in):
    client = sign_in(make_user(role="officer", language="en"))
    make_event("AHEAD", "Ahead of all", starts_on=date(2027, 6, 1), ends_on=date(2027, 6, 1))
    roadshow = make_event("ROADSHOW-2027", "Roadshow", kind="roadshow", ends_on=date(2027, 7, 10))
    with transaction():
        leg = services.add_leg(SYSTEM, roadshow, {
            "title": LocalizedText.of("en", "London"), "kind": "promotion_conference", "time_zone": "Europe/London",
            "country": "GB", "city": "London", "starts_on": date(2027, 7, 1), "ends_on": date(2027, 7, 1)})
    options = [node.text for node in client.get_page(f"/events/feeds?event={leg.id}").tree.iter("option")]
    assert options[-2:] == ["Roadshow", "– London"]
    page = client.get_page(f"/events/feeds?event={leg.id}")
    assert [node.get("value") for node in page.tree.iter("option") if node.get("selected") is not None] == ["leg", str(leg.id)]
    wrong = client.post_page("/events/feeds", {"scope": "leg", "event_id": roadshow.id}, 422)
    assert "This event is no leg of a roadshow" in wrong.html
    client.post_page("/events/feeds", {"scope": "leg", "event_id": leg.id}, 200)
    assert db.session.scalars(select(CalendarFeed)).one().event_id == leg.id


@pytest.mark.parametrize("lang", ["zh", "en", "de", "ko"])
def test_the_public_subscribes_to_all_events_or_to_one(session, client, lang):
    event = make_event(public=True)
    for path, file in ((f"/{lang}/events/", f"/{lang}/events.ics"),
                       (f"/{lang}/events/{event.code}", f"/{lang}/events/{event.code}.ics")):
        page = client.get_page(path)
        address = next(node.get("value") for node in page.tree.iter("input") if node.get("readonly") is not None)
        assert address.endswith(file)
        assert f'href="webcal{address[address.index("://"):]}"' in page.html
        assert client.get(file).data.count(b"BEGIN:VEVENT") == 1


def test_an_address_that_is_asked_for_twice_at_once_is_one_and_the_last_answer_holds(session, sign_in):
    client = sign_in(make_user(role="officer", language="en"))
    sent = {"scope": "mine", "event_id": "", "form_mark": "one-press"}

    def address() -> str:
        page = client.post_page("/events/feeds", sent, 200)
        # The form on the page that answers is another one: it makes another address.
        assert page.field("form_mark") != "one-press"
        return next((node.get("value").partition("/feeds/")[2] for node in page.tree.iter("input")
                     if node.get("id") == "feed-address"), "")
    first, last = address(), address()
    assert len(db.session.scalars(select(CalendarFeed)).all()) == 1 and first != last
    assert (client.get(f"/feeds/{last}").status_code, client.get(f"/feeds/{first}").status_code) == (200, 404)
    # Whoever reloads the page has read the address, and a calendar may be reading it.
    assert address() == "" and client.get(f"/feeds/{last}").status_code == 200
    assert "Replace or revoke" in client.get_page("/events/feeds").text
