"""Calendar files, read back by a second library: right local times, stable identity, no forged lines."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
import vobject
from icalendar import Calendar

from outreach.activity import SYSTEM
from outreach.db import now, transaction
from outreach.events import services
from outreach.events.calendar import event_calendar, feed_calendar, public_calendar, public_feed_calendar
from outreach.i18n.localized import LocalizedText
from tests.factories.accounts import make_user
from tests.factories.events import make_event


def feed_of(user, **values):
    """A feed of all events of a user."""
    with transaction():
        return services.create_feed(SYSTEM, user, "all", **values)[0]


def octets_of(feed) -> bytes:
    """What a client of the feed is given."""
    return feed_calendar(feed).octets


@pytest.mark.parametrize(("zone", "day"), [
    ("Europe/Berlin", date(2027, 3, 27)), ("Europe/Berlin", date(2027, 3, 28)), ("Europe/Berlin", date(2027, 10, 31)),
    ("Europe/London", date(2027, 10, 30)), ("Europe/London", date(2027, 11, 1)), ("Asia/Shanghai", date(2027, 6, 22)),
    ("Asia/Seoul", date(2027, 1, 4)),
])
def test_a_second_reader_sees_the_hours_of_the_venue_on_both_sides_of_a_change(session, zone, day):
    event = make_event(
        time_zone=zone,
        starts_on=day,
        ends_on=day,
        starts_local=datetime(day.year, day.month, day.day, 9, 30),
        ends_local=datetime(day.year, day.month, day.day, 17),
    )
    octets = octets_of(feed_of(make_user(role="officer")))
    read = vobject.readOne(octets.decode())
    begin = read.vevent.dtstart.value
    assert begin.astimezone(UTC) == event.starts_at
    assert begin.astimezone(ZoneInfo(zone)).strftime("%H:%M") == "09:30"
    assert {str(part.tzid.value) for part in read.vtimezone_list} == {zone}


def test_whole_days_end_on_the_day_after_and_carry_no_zone(session):
    make_event()
    read = Calendar.from_ical(octets_of(feed_of(make_user(role="officer"))))
    event = read.walk("VEVENT")[0]
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2027, 6, 22), date(2027, 6, 26))
    assert read.walk("VTIMEZONE") == []


def test_identity_stays_and_the_sequence_grows(session):
    user, event = make_user(role="officer"), make_event()
    feed = feed_of(user)
    before = Calendar.from_ical(octets_of(feed)).walk("VEVENT")[0]
    assert octets_of(feed) == octets_of(feed)
    with transaction():
        services.edit_event(SYSTEM, event, {"venue": "Messe München, Halle A3"})
        services.change_state(SYSTEM, event, "cancelled", "No stand")
    after = Calendar.from_ical(octets_of(feed)).walk("VEVENT")[0]
    assert after["uid"] == before["uid"]
    assert int(after["sequence"]) == int(before["sequence"]) + 2
    assert after["status"] == "CANCELLED"
    assert after.decoded("dtstamp").tzinfo is not None


def test_the_text_is_the_subscribers_and_the_public_file_the_pages(session):
    event = make_event(public=True, title=LocalizedText.of("en", "Technology Day", de="Technologietag", ko="기술의 날"))
    feed = feed_of(make_user(role="officer", language="ko"))
    assert str(Calendar.from_ical(octets_of(feed)).walk("VEVENT")[0]["summary"]) == "기술의 날"
    assert str(Calendar.from_ical(public_calendar(event, "de")).walk("VEVENT")[0]["summary"]) == "Technologietag"


def test_nobody_writes_a_line_of_their_own_into_the_file(session):
    evil = "Fair\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:Forged\u2028X"
    make_event(title=LocalizedText.of("en", evil), venue="Hall;1,2\\n\r\nATTENDEE:mailto:x@example.org")
    read = Calendar.from_ical(octets_of(feed_of(make_user(role="officer"))))
    assert len(read.walk("VEVENT")) == 1
    assert "attendee" not in read.walk("VEVENT")[0]


def test_whole_days_can_be_asked_for_where_hours_are_known(session):
    make_event(starts_local=datetime(2027, 6, 22, 9), ends_local=datetime(2027, 6, 25, 17))
    read = Calendar.from_ical(octets_of(feed_of(make_user(role="officer"), all_day=True)))
    assert read.walk("VEVENT")[0].decoded("dtend") == date(2027, 6, 26)


def test_a_third_reader_places_every_event_on_its_day_in_the_readers_zone(session):
    user = make_user(role="officer")
    make_event()
    for code, zone in (("BERLIN", "Europe/Berlin"), ("WUXI", "Asia/Shanghai")):
        make_event(code, code.title(), time_zone=zone, starts_on=date(2027, 3, 29), ends_on=date(2027, 3, 29),
                   starts_local=datetime(2027, 3, 29, 0, 30), ends_local=datetime(2027, 3, 29, 6))
    read = recurring_ical_events.of(Calendar.from_ical(octets_of(feed_of(user))))
    begin = {str(part["summary"]): part["dtstart"].dt for part in read.at(2027)}
    assert begin["LASER World of PHOTONICS 2027"] == date(2027, 6, 22)
    # On the first working day of summer time half past midnight in Munich is half past six in Wuxi.
    assert begin["Berlin"].astimezone(ZoneInfo("Asia/Shanghai")).strftime("%d %H:%M") == "29 06:30"
    assert begin["Wuxi"].astimezone(ZoneInfo("Europe/Berlin")).strftime("%d %H:%M") == "28 18:30"
    assert [str(part["summary"]) for part in read.at((2027, 6, 25))] == ["LASER World of PHOTONICS 2027"]
    assert read.at((2027, 6, 26)) == []


def test_the_zones_rules_stand_in_the_file_with_onsets_in_the_old_offset(session):
    make_event(starts_local=datetime(2027, 6, 22, 9), ends_local=datetime(2027, 6, 25, 17))
    zone = Calendar.from_ical(octets_of(feed_of(make_user(role="officer")))).walk("VTIMEZONE")[0]
    onsets = {(part.name, f"{part['dtstart'].dt:%H:%M}") for part in zone.subcomponents
              if part["tzoffsetfrom"].td != part["tzoffsetto"].td}
    assert onsets == {("DAYLIGHT", "02:00"), ("STANDARD", "03:00")}


def test_of_a_time_that_comes_twice_the_second_one_goes_out_in_utc(session):
    event = make_event(starts_on=date(2027, 10, 31), ends_on=date(2027, 10, 31), starts_fold=1,
                       starts_local=datetime(2027, 10, 31, 2, 30), ends_local=datetime(2027, 10, 31, 9))
    read = vobject.readOne(octets_of(feed_of(make_user(role="officer"))).decode())
    assert read.vevent.dtstart.value == event.starts_at == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(("lang", "begin"), [
    ("en", "Cancelled:"), ("de", "Abgesagt:"), ("zh", "已取消"), ("ko", "취소")])
def test_a_cancelled_event_says_so_in_the_readers_language(session, lang, begin):
    event = make_event(state="cancelled", public=True)
    part = Calendar.from_ical(public_calendar(event, lang)).walk("VEVENT")[0]
    assert part["status"] == "CANCELLED"
    assert str(part["summary"]).startswith(begin)


@pytest.mark.parametrize(("lang", "title"), [("de", "Technologietag"), ("ko", "기술의 날"), ("zh", "Technology Day")])
def test_anybody_subscribes_to_the_public_events_in_the_language_of_the_page(session, client, lang, title):
    event = make_event(public=True, title=LocalizedText.of("en", "Technology Day", de="Technologietag", ko="기술의 날"))
    make_event("INTERN", title="Internal rehearsal")
    address = f"/{lang}/events.ics"
    page = client.get_page(f"/{lang}/events/").html
    assert 'type="text/calendar"' in page
    assert address in page
    file = client.get(address)
    assert [str(part["summary"]) for part in Calendar.from_ical(file.data).walk("VEVENT")] == [title]
    known = {"If-None-Match": file.headers["ETag"]}
    assert client.get(address, headers=known).status_code == 304
    with transaction():
        services.edit_event(SYSTEM, event, {"public": False})
    emptied = client.get(address, headers=known)
    assert (emptied.status_code, Calendar.from_ical(emptied.data).walk("VEVENT")) == (200, [])
    assert client.get("/xx/events.ics").status_code == 404


def test_a_cancelled_event_stays_in_calendars_for_a_month_and_then_goes(session):
    feed, event = feed_of(make_user(role="officer")), make_event(state="cancelled")
    assert len(Calendar.from_ical(octets_of(feed)).walk("VEVENT")) == 1
    with transaction():
        event.cancelled_at = now() - timedelta(days=31)
    assert Calendar.from_ical(octets_of(feed)).walk("VEVENT") == []


def test_our_own_people_load_one_event_in_their_language(session, sign_in):
    client = sign_in(make_user(role="officer", language="de"))
    event = make_event(title=LocalizedText.of("en", "Technology Day", de="Technologietag"))
    assert f"/events/{event.id}.ics" in client.get_page(f"/events/{event.id}").html
    part = Calendar.from_ical(client.get(f"/events/{event.id}.ics").data).walk("VEVENT")[0]
    assert (str(part["summary"]), part["uid"]) == ("Technologietag", event.ics_uid)
    unknown = make_event("LATER", days_known=False)
    assert client.get(f"/events/{unknown.id}.ics").status_code == 404


def test_what_outsiders_load_says_nothing_of_our_part_nor_of_what_we_have_not_confirmed(session):
    event = make_event(public=True, confirmed_on=None, description=LocalizedText.of("en", "Lasers and optics"))
    for text in (public_calendar(event, "en"), public_feed_calendar("Centre", "en").octets):
        said = text.decode()
        assert "Lasers and optics" in said and "We exhibit" not in said and "confirmed" not in said
    assert "We exhibit" in event_calendar(event, "en").decode()


def test_an_evening_that_ends_at_midnight_is_one_whole_day(session):
    make_event(starts_on=date(2027, 6, 22), ends_on=date(2027, 6, 23), starts_local=datetime(2027, 6, 22, 18),
               ends_local=datetime(2027, 6, 23))
    read = Calendar.from_ical(octets_of(feed_of(make_user(role="officer"), all_day=True)))
    part = read.walk("VEVENT")[0]
    assert (part["dtstart"].dt, part["dtend"].dt) == (date(2027, 6, 22), date(2027, 6, 23))
