"""Kept texts of events: the same octets as without them, made anew with everything that they show, and no clash of writers."""

import io
import threading
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from dateutil import tz
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from sqlalchemy import delete, func, select

from outreach.activity import SYSTEM
from outreach.catalogue.models import IndustryNode
from outreach.db import db, now, transaction
from outreach.events import jobs, services
from outreach.events.calendar import feed_calendar, feed_mark, public_feed_calendar
from outreach.events.calendar.text import written
from outreach.events.models import CalendarText
from outreach.events.services.editing import FIELDS
from outreach.i18n import LANGUAGES
from outreach.i18n.localized import LocalizedText
from tests.factories.accounts import make_user
from tests.factories.events import make_event

#: Letters that calendars trip over: breaks, controls, marks of the format, wide, joined and right-to-left ones.
LETTERS = st.sampled_from([*"aB ;,:\\\"^\r\n\t\x00\x0b\x1b\x7f\x85", "\u2028", "\u202e", "é", "ß", "德", "한", "ש", "ع", "👩‍🔬",
                           "🏭", "\\n", "\\N", "\r\nEND:VEVENT\r\n"])
HOSTILE = st.lists(LETTERS, min_size=1, max_size=300).map("".join)
ZONES = ("Asia/Shanghai", "Europe/London", "Europe/Berlin", "Asia/Seoul")


def feed_of(user, scope: str = "all", **values):
    """A feed of a user."""
    with transaction():
        return services.create_feed(SYSTEM, user, scope, **values)[0]


def keep(made) -> bytes:
    """Keep the texts that were written for a file, as the view does; gives its octets."""
    with transaction():
        services.keep_texts(made.fresh)
    return made.octets


def forget() -> None:
    """As if nothing had ever been kept."""
    with transaction():
        db.session.execute(delete(CalendarText))


@pytest.mark.parametrize("lang", list(LANGUAGES))
@pytest.mark.parametrize("all_day", [False, True])
def test_kept_texts_give_the_octets_that_are_written_without_them(session, lang, all_day):
    for number, zone in enumerate(ZONES):
        make_event(f"E-{number}", LocalizedText.of("de", "Straßenfest, groß; schön\\n", zh="光博会 " * 30), time_zone=zone,
                   starts_on=date(2027, 3, 27 + number), ends_on=date(2027, 3, 27 + number), industries=["photonics"],
                   starts_local=datetime(2027, 3, 27 + number, 9, 30), ends_local=datetime(2027, 3, 27 + number, 17))
    make_event(state="planned", confirmed_on=None)
    feed = feed_of(make_user(role="officer", language=lang), all_day=all_day)
    bare = feed_calendar(feed)
    assert len(bare.fresh) == 5
    assert keep(bare) == bare.octets
    again = feed_calendar(feed)
    assert (again.octets, again.fresh) == (bare.octets, [])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=HOSTILE, venue=HOSTILE, description=HOSTILE, zone=st.sampled_from(ZONES),
       start=st.datetimes(datetime(2027, 1, 1), datetime(2028, 12, 31)), length=st.integers(1, 90))
def test_whatever_people_write_is_one_event_in_lines_of_75_octets_kept_or_not(session, title, venue, description, zone, start,
                                                                              length):
    from outreach.db.time import local_kind

    start = start.replace(second=0, microsecond=0, hour=start.hour % 20 + 3, minute=0)
    end = start + timedelta(minutes=length)
    if local_kind(start, zone) == "gap" or local_kind(end, zone) == "gap" or end.date() != start.date():
        return
    with transaction():
        db.session.execute(delete(CalendarText))
    # Forms take NUL out, and PostgreSQL stores none.
    event = _anew(*[text.replace("\x00", "") for text in (title, venue, description)], zone, start, end)
    feed = feed_of(make_user(role="officer", language="ko"))
    first = feed_calendar(feed)
    octets = keep(first)
    assert feed_calendar(feed).octets == octets
    assert octets.endswith(b"\r\n")
    assert all(len(line) <= 75 and b"\r" not in line and b"\n" not in line for line in octets.split(b"\r\n"))
    text = octets.decode()
    parts = Calendar.from_ical(octets).walk("VEVENT")
    assert [str(part["uid"]) for part in parts] == [event.ics_uid]
    assert parts[0]["dtstart"].dt.astimezone(UTC) == event.starts_at
    assert _by_the_files_own_rules(text, start) == event.starts_at
    assert text.count("\r\nEND:VEVENT\r\n") == 1 and not set(text) & {"\x00", "\x0b", "\x1b", "\x7f", "\x85", "\u2028"}


def _by_the_files_own_rules(text: str, start: datetime) -> datetime:
    """The instant that a second reader makes of a wall time with nothing but the VTIMEZONE of the file."""
    rules = text[text.index("BEGIN:VTIMEZONE"):text.index("BEGIN:VEVENT")].replace("\r\n", "\n")
    return start.replace(tzinfo=tz.tzical(io.StringIO(rules)).get()).astimezone(UTC)


def _anew(title, venue, description, zone, start, end):
    from outreach.events.models import Event

    with transaction():
        db.session.execute(delete(Event))
    return make_event("ONE", LocalizedText.of("en", title if title.strip() else "x"), venue=venue,
                      description=LocalizedText.of("en", description), time_zone=zone, starts_on=start.date(),
                      ends_on=end.date(), starts_local=start, ends_local=end)


@given(HOSTILE)
def test_components_are_written_as_icalendar_writes_them(text):
    from outreach.events.calendar import clean

    part = icalendar.Event()
    part.add("summary", clean(text))
    part.add("categories", [clean(text, one_line=True), "x"])
    assert written(part).encode() == part.to_ical()


#: Another value of each column that may be set, as far as the event below allows it.
OTHERS = {
    "code": "OTHER", "title": LocalizedText.of("en", "Other"), "description": LocalizedText.of("en", "Other"),
    "kind": "roadshow", "state": "cancelled", "presence": "visit", "industries": ["photonics"], "country": "GB",
    "city": "London", "venue": "ExCeL", "time_zone": "Europe/London", "starts_on": date(2027, 6, 21),
    "ends_on": date(2027, 6, 26), "confirmed_on": date(2026, 1, 1), "confirmed_source": "Organiser",
    "website": "https://example.org/", "public": True, "travel_minutes": 90, "position": 4,
}


def test_every_column_that_a_text_shows_makes_it_anew_and_raises_the_sequence(session):
    feed = feed_of(make_user(role="officer", language="en"))
    tried = set()
    for number, (name, value) in enumerate(OTHERS.items()):
        event = make_event(f"E-{number}", country="DE")
        keep(feed_calendar(feed))
        sequence, before = event.ics_sequence, feed_mark(feed)
        with transaction():
            services.edit_event(SYSTEM, event, {name: value})
        kept = feed_calendar(feed).octets
        forget()
        assert feed_calendar(feed).octets == kept, name
        assert (event.ics_sequence > sequence) == (feed_mark(feed) != before), name
        tried.add(name)
    hours = {"starts_local", "ends_local", "starts_fold", "ends_fold", "days_known"}
    assert set(FIELDS) - tried - hours == {"series_id", "parent_id", "host_partner_id"}


@pytest.mark.parametrize("change", ["label", "address", "catalog"])
def test_what_is_no_column_of_an_event_makes_texts_and_marks_anew(session, app, monkeypatch, change):
    make_event(industries=["photonics"])
    feed = feed_of(make_user(role="officer", language="en"))
    old, mark = keep(feed_calendar(feed)), feed_mark(feed)
    if change == "label":
        with transaction():
            node = db.session.scalar(select(IndustryNode).where(IndustryNode.code == "photonics"))
            node.label = LocalizedText.of("en", "Light and lasers")
    elif change == "address":
        monkeypatch.setattr(app.config["SETTINGS"], "url", "https://outreach.example.org")
    else:
        from outreach.events.calendar import kept

        monkeypatch.setattr(kept, "_program", lambda lang: "another release")
    made = feed_calendar(feed)
    assert len(made.fresh) == 1
    assert (made.octets == old) == (change == "catalog")
    assert feed_mark(feed) != mark


def test_few_changes_write_few_texts_and_the_rest_is_joined(session):
    for number in range(6):
        make_event(f"E-{number}")
    feed = feed_of(make_user(role="officer"))
    keep(feed_calendar(feed))
    event = make_event("LAST")
    with transaction():
        services.edit_event(SYSTEM, event, {"venue": "Halle B1"})
    made = feed_calendar(feed)
    assert [row["event_id"] for row in made.fresh] == [event.id]
    assert keep(made).count(b"BEGIN:VEVENT") == 7
    assert db.session.scalar(select(func.count(CalendarText.id))) == 7


def test_two_readers_who_fill_at_once_and_one_who_comes_late_do_no_harm(session):
    event, feed = make_event(), feed_of(make_user(role="officer"))
    one, two = feed_calendar(feed), feed_calendar(feed)
    keep(one)
    keep(two)
    with transaction():
        services.edit_event(SYSTEM, event, {"city": "Garching"})
    newer = keep(feed_calendar(feed))
    keep(one)
    assert feed_calendar(feed).octets == newer
    assert b"Garching" in newer


def test_four_clients_that_come_together_are_given_the_same_and_keep_each_text_once(real_app):
    for number in range(30):
        make_event(f"E-{number}")
    with transaction():
        _feed, token = services.create_feed(SYSTEM, make_user(role="officer"), "all")
    db.session.remove()
    gate, answers = threading.Barrier(4), []

    def read() -> None:
        gate.wait()
        answer = real_app.test_client().get(f"/feeds/{token}.ics")
        answers.append((answer.status_code, answer.data))
    threads = [threading.Thread(target=read) for _each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {status for status, _octets in answers} == {200}
    assert len({octets for _status, octets in answers}) == 1 and len(answers) == 4
    assert db.session.scalar(select(func.count(CalendarText.id))) == 30


def test_the_public_and_our_own_people_never_read_each_others_texts(session):
    make_event(public=True, confirmed_on=None)
    own = keep(feed_calendar(feed_of(make_user(role="officer", language="en"))))
    anybody = keep(public_feed_calendar("Centre", "en"))
    assert b"We exhibit" in own and b"We exhibit" not in anybody
    assert public_feed_calendar("Centre", "en").octets == anybody


def test_texts_of_long_ago_go_with_the_nightly_job(session):
    make_event()
    keep(feed_calendar(feed_of(make_user(role="officer"))))
    assert jobs.drop_calendar_texts() == 0
    with transaction():
        db.session.execute(db.update(CalendarText).values(made_at=now() - timedelta(days=61)))
    assert jobs.drop_calendar_texts() == 1
