"""Calendar files that people upload: what becomes an event, what is refused with its text, and that nothing is lost."""

import io
import time
from datetime import date, datetime

import pytest

from outreach.activity import Actor
from outreach.db import db, transaction
from outreach.errors import Refused
from outreach.events.models import CalendarUpload, Event
from outreach.events.services import calendar_files, uploads
from outreach.i18n import in_language
from tests.factories.accounts import make_user
from tests.factories.events import make_event


def vevent(*lines: str, uid: str = "one@example.org", summary: str = "Round table") -> str:
    """A VEVENT with its lines."""
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{summary}", *lines, "END:VEVENT"])


def file_of(*events: str, zones: str = "") -> bytes:
    """A calendar file."""
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example.org//EN", *([zones] if zones else []), *events,
                        "END:VCALENDAR", ""]).encode()


def read(*events: str, zone: str = "Asia/Shanghai", zones: str = ""):
    """What the reader finds and refuses, in English."""
    with in_language("en"):
        return calendar_files.read(calendar_files.decode(file_of(*events, zones=zones)), zone)


@pytest.fixture
def coordinator(session):
    """A coordinator who reads English."""
    return make_user(role="coordinator", language="en", time_zone="Europe/Berlin")


def test_whole_days_hours_in_a_zone_utc_and_floating_times_are_read(app):
    found, refused = read(
        vevent("DTSTART;VALUE=DATE:20270622", "DTEND;VALUE=DATE:20270626", "LOCATION:Messe München", "STATUS:CONFIRMED", uid="a"),
        vevent("DTSTART;TZID=Europe/Berlin:20270701T090000", "DTEND;TZID=Europe/Berlin:20270701T170000", uid="b"),
        vevent("DTSTART:20270702T010000Z", "DURATION:PT2H", uid="c"), vevent("DTSTART:20270703T100000", uid="d"),
        vevent("DTSTART;TZID=W. Europe Standard Time:20270704T090000", "DTEND;TZID=W. Europe Standard Time:20270704T100000",
               uid="e"))
    assert refused == []
    values = [one.values for one in found]
    assert (values[0]["starts_on"], values[0]["ends_on"], values[0]["venue"], values[0]["state"]) == (
        date(2027, 6, 22), date(2027, 6, 25), "Messe München", "confirmed")
    assert (values[1]["time_zone"], values[1]["starts_local"]) == ("Europe/Berlin", datetime(2027, 7, 1, 9))
    assert (values[2]["time_zone"], values[2]["starts_local"], values[2]["ends_local"].hour) == (
        "Asia/Shanghai", datetime(2027, 7, 2, 9), 11)
    assert values[3]["starts_local"] == datetime(2027, 7, 3, 10) and values[3]["ends_local"] == datetime(2027, 7, 3, 11)
    assert values[4]["time_zone"] == "Europe/Berlin"


def test_a_rule_is_expanded_with_its_exceptions_and_moved_dates(app):
    found, refused = read(
        vevent("DTSTART;TZID=Europe/Berlin:20271012T090000", "DTEND;TZID=Europe/Berlin:20271012T100000",
               "RRULE:FREQ=WEEKLY;COUNT=4", "EXDATE;TZID=Europe/Berlin:20271019T090000"),
        vevent("DTSTART;TZID=Europe/Berlin:20271103T140000", "DTEND;TZID=Europe/Berlin:20271103T150000",
               "RECURRENCE-ID;TZID=Europe/Berlin:20271102T090000", summary="Moved table"))
    assert refused == []
    assert [one.values["starts_local"] for one in found] == [
        datetime(2027, 10, 12, 9), datetime(2027, 10, 26, 9), datetime(2027, 11, 3, 14)]
    assert found[2].values["title"] == "Moved table" and len({one.uid for one in found}) == 3
    assert len({one.group for one in found}) == 1


@pytest.mark.parametrize(("lines", "reason"), [
    (("DTSTART:20270701T090000", "RRULE:FREQ=SECONDLY;COUNT=5"), "several times a day"),
    (("DTSTART:20270701T090000", "RRULE:FREQ=MINUTELY;UNTIL=20270801T000000Z"), "several times a day"),
    (("DTSTART:20270701T090000", "RRULE:FREQ=HOURLY;COUNT=1000000000"), "several times a day"),
    (("DTSTART:20270701T090000", "RRULE:FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=0,30;COUNT=9"), "several times a day"),
    (("DTSTART:20270701T090000", "RRULE:FREQ=DAILY;COUNT=1000000000"), "more than 100 dates"),
    (("DTSTART:20270701T090000", "RRULE:FREQ=WEEKLY"), "without end"),
    (("DTSTART:20270701T090000", "RRULE:FREQ=YEARLY;COUNT=90"), "more than ten years"),
    (("DTSTART;TZID=Mars/Olympus:20270701T090000",), "no time zone “Mars/Olympus”"),
    (("DTSTART;VALUE=DATE:20270101", "DTEND;VALUE=DATE:20280205"), "lasts 400 days"),
    (("DTSTART:notadate",), "dates cannot be read"), ((), "dates cannot be read"),
    (("DTSTART;TZID=Europe/Berlin:20270328T023000", "DTEND;TZID=Europe/Berlin:20270328T040000"), "skip 02:30"),
    (("DTSTART:20270701T090000", "DTEND:20270701T080000"), "ends before it begins")])
def test_what_cannot_become_an_event_is_refused_with_its_reason_and_text_and_the_rest_is_read(app, lines, reason):
    found, refused = read(vevent(*lines, uid="bad", summary="Bad one"), vevent("DTSTART:20270801T090000", uid="good"))
    assert [one.values["starts_on"] for one in found] == [date(2027, 8, 1)]
    assert len(refused) == 1 and reason in refused[0].reason and "Bad one" in refused[0].text


def test_a_rule_that_never_fits_a_day_ends_in_time(app):
    begun = time.monotonic()
    found, refused = read(vevent("DTSTART:20270701T090000", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=5"))
    assert time.monotonic() - begun < 5 and found == [] and len(refused) == 1


@pytest.mark.parametrize(("octets", "code"), [
    (b"BEGIN:VCALENDAR\r\nX:" + b"x" * 10_000_000, "file_too_large"),
    (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nX:" + b"x" * 30_000 + b"\r\nEND:VEVENT\r\n", "line_too_long"),
    ("BEGIN:VEVENT\nSUMMARY:展会\nEND:VEVENT".encode("gb18030"), "not_utf8"), (b"%PDF-1.7", "no_events"), (b"", "no_events")])
def test_a_file_that_is_none_is_refused_at_once(app, octets, code):
    with pytest.raises(Refused) as caught:
        calendar_files.decode(octets)
    assert (caught.value.code, caught.value.field) == (code, "file")


def test_the_same_file_twice_makes_nothing_twice_and_says_so(coordinator):
    octets = file_of(vevent("DTSTART:20270801T090000", uid="x"), vevent(
        "DTSTART;VALUE=DATE:20270901", "RRULE:FREQ=MONTHLY;COUNT=3", uid="y", summary="Monthly"))
    actor = Actor.of(coordinator)
    for made in (4, 0):
        with transaction(), in_language("en"):
            upload = uploads.keep_upload(actor, "year.ics", octets, kind="trade_show", language="en", time_zone="Asia/Shanghai")
            found, refused = uploads.read_upload(upload)
            refused += uploads.make_events(actor, upload, found, {})
            uploads.close_upload(actor, upload, refused)
        assert len(upload.made) == made
    assert len(upload.refused) == 4 and "already, as ROUND-TABLE-2027" in str(upload.refused)
    monthly = db.session.scalars(db.select(Event).where(Event.recurrence_id.is_not(None)).order_by(Event.starts_on)).all()
    assert [one.starts_on.isoformat() for one in monthly] == ["2027-09-01", "2027-10-01", "2027-11-01"]
    with pytest.raises(Refused):
        uploads.make_events(actor, upload, [], {})


def test_a_coordinator_uploads_a_file_sees_what_will_be_made_and_makes_it(coordinator, sign_in):
    client = sign_in(coordinator)
    client.get_page("/events/upload", title="Events out of a calendar file")
    choices = {"kind": "trade_show", "language": "de", "time_zone": "Europe/Berlin"}
    assert client.post_page("/events/upload", choices, status=422).errors() == ["Choose a file"]
    octets = file_of(vevent("DTSTART:20270801T090000", summary="Messe <script>"), vevent(
        "DTSTART:20270801T090000", "RRULE:FREQ=SECONDLY", uid="two", summary="Too often"))
    page = client.post_page("/events/upload", {**choices, "file": (io.BytesIO(octets), "../year.ics")},
                            content_type="multipart/form-data")
    page = client.get_page(page.location)
    assert page.heading == "1 event can be made, 1 part is left out" and "RRULE:FREQ=SECONDLY" in page.text
    assert "<script>" not in page.html.split("<main")[1] and db.session.scalars(db.select(Event)).all() == []
    upload = db.session.scalars(db.select(CalendarUpload)).one()
    client.post_page(f"/events/uploads/{upload.id}/apply")
    event = db.session.scalars(db.select(Event)).one()
    assert (event.title.original, event.title.source, event.time_zone, event.kind) == (
        "Messe <script>", "de", "Europe/Berlin", "trade_show")
    page = client.get_page(f"/events/uploads/{upload.id}")
    assert page.heading == "1 event was made, 1 part is left out" and "Too often" in page.text
    client.post_page(f"/events/uploads/{upload.id}/apply")
    assert len(db.session.scalars(db.select(Event)).all()) == 1


@pytest.mark.parametrize("lang", ["zh", "en", "de", "ko"])
def test_somebody_elses_file_is_not_shown_and_pages_are_there_in_every_language(coordinator, sign_in, lang):
    with transaction():
        upload = uploads.keep_upload(Actor.of(coordinator), "a.ics", file_of(vevent("DTSTART:20270801T090000")),
                                     kind="trade_show", language="en", time_zone="UTC")
    client = sign_in(make_user(role="officer", language=lang))
    client.get_page(f"/events/uploads/{upload.id}", status=404)
    client.get_page("/events/upload")
    sign_in(make_user(role="administrator", language=lang)).get_page(f"/events/uploads/{upload.id}")


def test_an_event_and_a_task_out_of_our_own_calendars_are_known_again(coordinator):
    event = make_event()
    with transaction(), in_language("en"):
        upload = uploads.keep_upload(Actor.of(coordinator), "back.ics", file_of(
            vevent("DTSTART;VALUE=DATE:20270622", "DTEND;VALUE=DATE:20270626", uid=event.ics_uid),
            vevent("DTSTART;VALUE=DATE:20270801", uid="new"),
            vevent("DTSTART;VALUE=DATE:20270503", uid=f"task-7-{event.ics_uid}", summary="Due: Book the booth")),
            kind="trade_show", language="en", time_zone="Asia/Shanghai")
        found, refused = uploads.read_upload(upload)
    assert [one.values["starts_on"] for one in found] == [date(2027, 8, 1)]
    assert [part.reason for part in refused] == ["It is in the list of events already, as LASER-2027."] * 2


def test_a_file_of_ten_megabytes_is_refused_on_its_page_and_the_choices_stay(coordinator, sign_in):
    page = sign_in(coordinator).post_page("/events/upload", {
        "kind": "inbound_visit", "language": "ko", "time_zone": "Asia/Seoul",
        "file": (io.BytesIO(b"BEGIN:VCALENDAR\r\nX:" + b"x" * 10_000_000), "year.ics")}, status=422,
        content_type="multipart/form-data")
    assert page.errors() == ["The file has 10 MB. At most 400 kB can be read; export fewer months."]
    assert (page.field("kind"), page.field("language"), page.field("time_zone")) == ("inbound_visit", "ko", "Asia/Seoul")
    assert db.session.scalar(db.select(db.func.count(CalendarUpload.id))) == 0


def test_dates_that_a_file_names_one_by_one_are_all_read(app):
    found, refused = read(vevent("DTSTART;VALUE=DATE:20270112", "RDATE;VALUE=DATE:20270105,20270301", "RDATE;VALUE=DATE:20400101"))
    assert refused == []
    assert [one.values["starts_on"] for one in found] == [
        date(2027, 1, 5), date(2027, 1, 12), date(2027, 3, 1), date(2040, 1, 1)]
    assert len({one.group for one in found}) == 1
    many = ",".join(f"{2028 + number // 300}{number % 12 + 1:02d}{number % 28 + 1:02d}" for number in range(336))
    found, refused = read(vevent("DTSTART;VALUE=DATE:20270112", f"RDATE;VALUE=DATE:{many}"))
    assert (found, len(refused)) == ([], 1)
    assert "100" in refused[0].reason


def test_the_hour_that_the_clocks_skip_is_told_with_the_place(app):
    _found, refused = read(vevent("DTSTART;TZID=Europe/Berlin:20270328T023000", "DTEND;TZID=Europe/Berlin:20270328T040000"))
    assert "Berlin" in refused[0].reason
    assert "Europe/" not in refused[0].reason


def test_of_several_versions_of_one_event_the_newest_is_read_and_the_others_are_told(app):
    old, new, date_of = (("DTSTART;VALUE=DATE:20270701", "SEQUENCE:1"), ("DTSTART;VALUE=DATE:20270708", "SEQUENCE:4"),
                         ("DTSTART;VALUE=DATE:20270702", "SEQUENCE:2", "RECURRENCE-ID;VALUE=DATE:20270702"))
    for lines in ((old, new), (new, old)):
        found, refused = read(*(vevent(*one) for one in lines))
        assert [one.values["starts_on"] for one in found] == [date(2027, 7, 8)]
        assert [part.reason for part in refused] == ["The file holds a newer version of this event."]
        assert "SEQUENCE:1" in refused[0].text
    found, refused = read(vevent(*new), vevent(*date_of))
    assert len(found) == 2 and not refused


def test_a_moment_in_utc_keeps_its_place_in_the_hour_that_comes_twice(app):
    (first,), _refused = read(vevent("DTSTART:20261025T003000Z", "DTEND:20261025T013000Z"), zone="Europe/Berlin")
    (second,), _refused = read(vevent("DTSTART;TZID=Europe/Berlin:20261025T013000", "DTEND:20261025T013000Z"))
    assert [first.values[name] for name in ("starts_fold", "ends_fold")] == [0, 1]
    assert first.values["starts_local"] == first.values["ends_local"] == datetime(2026, 10, 25, 2, 30)
    assert (second.values["ends_local"], second.values["ends_fold"]) == (datetime(2026, 10, 25, 2, 30), 1)


def test_what_another_file_brings_in_between_is_told_and_the_rest_is_made(coordinator):
    octets = file_of(vevent("DTSTART;VALUE=DATE:20270701"), vevent("DTSTART;VALUE=DATE:20270702", uid="two@example.org"))
    with transaction():
        one, other = (uploads.keep_upload(Actor.of(coordinator), "a.ics", octets, kind="promotion_conference", language="en",
                                          time_zone="Europe/Berlin") for _file in "ab")
    found, _refused = uploads.read_upload(other)
    with transaction():
        assert uploads.make_events(Actor.of(coordinator), one, found[:1], {}) == []
    with transaction(), in_language("en"):
        refused = uploads.make_events(Actor.of(coordinator), other, found, {})
    assert [part.reason for part in refused] == ["It is in the list of events already, as ROUND-TABLE-2027."]
    assert len(other.made) == 1


def test_a_file_that_was_interrupted_goes_on_with_the_same_rule(coordinator, sign_in):
    octets = file_of(vevent("DTSTART:20270701T090000Z", "RRULE:FREQ=WEEKLY;COUNT=5"))
    with transaction():
        kept = uploads.keep_upload(Actor.of(coordinator), "a.ics", octets, kind="promotion_conference", language="en",
                                   time_zone="Europe/Berlin")
    with transaction():
        uploads.make_events(Actor.of(coordinator), kept, uploads.read_upload(kept)[0][:2], {})
    sign_in(coordinator).post_page(f"/events/uploads/{kept.id}/apply")
    assert len({event.recurrence_id for event in db.session.scalars(db.select(Event))}) == 1
    assert len(kept.made) == 5 and kept.refused == []


@pytest.mark.parametrize("lines", [
    ("DTSTART:20270701T090000", "RRULE:FREQ=WEEKLY;COUNT=2", "RRULE:FREQ=DAILY;COUNT=2"),
    ("DTSTART:20270701T090000", "DTSTART:20270702T090000"),
    ("DTSTART:20270701T090000", "DTEND:20270701T100000", "DTEND:20270701T110000"),
    ("DTSTART:20270701T090000", "DURATION:PT1H", "DURATION:PT2H"),
    ("DTSTART:20270701T090000", "RECURRENCE-ID:20270701T090000", "RECURRENCE-ID:20270702T090000"),
    ("DTSTART;VALUE=PERIOD:20270701T090000Z/PT1H",), ("DTSTART;VALUE=TIME:090000",), ("DTSTART;VALUE=TEXT:tomorrow",),
    ("DTSTART;VALUE=BINARY;ENCODING=BASE64:AAAA",), ("DTSTART;VALUE=DURATION:PT1H",),
    ("DTSTART:20270701T090000", "RDATE:nonsense"), ("DTSTART:20270701T090000", "RDATE;VALUE=TEXT:x"),
    ("DTSTART:20270701T090000", "RRULE;VALUE=TEXT:x"), (f"DTSTART;TZID={'x' * 15_000}:20270701T090000",)])
def test_a_part_that_no_calendar_writes_is_refused_and_the_rest_is_read(coordinator, sign_in, lines):
    octets = file_of(vevent(*lines), vevent("DTSTART;VALUE=DATE:20270705", uid="good@example.org", summary="Good one"))
    client = sign_in(coordinator)
    page = client.post_page("/events/upload", {
        "file": (io.BytesIO(octets), "a.ics"), "kind": "promotion_conference", "language": "en", "time_zone": "Europe/Berlin"})
    assert "Good one" in client.get_page(page.location).text
    found, refused = read(vevent(*lines))
    assert found == [] and len(refused) == 1 and refused[0].reason


def test_of_two_titles_the_first_one_counts(app):
    (found,), _refused = read(vevent("DTSTART;VALUE=DATE:20270701", "SUMMARY:Second", "LOCATION:Hall 1", "LOCATION:Hall 2"))
    assert (found.values["title"], found.values["venue"]) == ("Round table", "Hall 1")


def test_a_file_of_a_thousand_zones_is_read_in_time(app):
    rules = "".join(f"RDATE:{1900 + year}0101T000000\r\n" for year in range(100))
    zones = "".join(f"BEGIN:VTIMEZONE\r\nTZID:Zone {number}\r\nBEGIN:STANDARD\r\nDTSTART:18000101T000000\r\n{rules}"
                    "TZOFFSETFROM:+0000\r\nTZOFFSETTO:+0000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n" for number in range(120))
    began = time.monotonic()
    found, refused = read(*(vevent("DTSTART;TZID=Zone 1:20270701T090000", uid=f"{number}@example.org") for number in range(200)),
                          vevent("DTSTART;TZID=/example.org/x/Europe/Berlin:20270701T090000",
                                 "DTEND;TZID=/example.org/x/Europe/London:20270701T090000", uid="good@example.org"), zones=zones)
    assert time.monotonic() - began < 10
    assert len(refused) == 200 and [(one.values["starts_local"].hour, one.values["ends_local"].hour) for one in found] == [(9, 10)]


def test_events_that_never_end_are_told_in_time(app):
    began = time.monotonic()
    with pytest.raises(Refused) as refused:
        calendar_files.decode(b"BEGIN:VEVENT\nx\n" * 20_000)
    assert refused.value.code == "no_events" and time.monotonic() - began < 3


def test_the_dates_of_all_rules_together_have_a_limit(app):
    found, refused = read(*(vevent(
        f"DTSTART;VALUE=DATE:202701{number:02d}", "RRULE:FREQ=WEEKLY;COUNT=90", uid=f"{number}@example.org")
        for number in range(1, 6)))
    assert len(found) == 270 and [part.reason for part in refused] == ["The file holds more than 300 events."] * 2


def test_a_date_that_was_moved_to_before_the_first_one_is_there(app):
    found, refused = read(
        vevent("DTSTART;TZID=Europe/Berlin:20270308T090000", "DTEND;TZID=Europe/Berlin:20270308T100000",
               "RRULE:FREQ=WEEKLY;COUNT=3"),
        vevent("DTSTART;TZID=Europe/Berlin:20270303T090000", "DTEND;TZID=Europe/Berlin:20270303T100000",
               "RECURRENCE-ID;TZID=Europe/Berlin:20270308T090000"))
    assert refused == [] and [one.values["starts_on"] for one in found] == [
        date(2027, 3, 3), date(2027, 3, 15), date(2027, 3, 22)]


def test_a_date_in_the_hour_that_the_clocks_skip_is_refused_alone(app):
    found, refused = read(vevent("DTSTART;TZID=Europe/Berlin:20270326T023000", "DTEND;TZID=Europe/Berlin:20270326T033000",
                                 "RRULE:FREQ=DAILY;COUNT=4"))
    assert [one.values["starts_on"].day for one in found] == [26, 27, 29]
    assert "2027-03-28" in refused[0].text and "skip 02:30" in refused[0].reason


def test_an_event_across_the_doubled_hour_ends_after_it_begins(app):
    found, refused = read(vevent("DTSTART:20271031T004500Z", "DTEND:20271031T011500Z"), zone="Europe/Berlin")
    assert refused == []
    values = found[0].values
    hours = [(f"{values[f'{part}_local']:%H:%M}", values[f"{part}_fold"]) for part in ("starts", "ends")]
    assert hours == [("02:45", 0), ("02:15", 1)]


def test_a_second_press_meets_what_the_first_has_made_and_refuses_nothing(coordinator):
    with in_language("en"):
        with transaction():
            upload = uploads.keep_upload(Actor.of(coordinator), "a.ics", file_of(
                vevent("DTSTART;VALUE=DATE:20270622", "RRULE:FREQ=WEEKLY;COUNT=3")), kind="promotion_conference",
                language="en", time_zone="Europe/Berlin")
        found, _refused = uploads.read_upload(upload)
        recurrences: list[dict] = [{}, {}]
        with transaction():
            uploads.make_events(Actor.of(coordinator), upload, found[:2], recurrences[0])
        with transaction():
            assert uploads.make_events(Actor.of(coordinator), upload, found, recurrences[1]) == []
    assert len(upload.made) == 3 and len({db.session.get(Event, key).recurrence_id for key in upload.made}) == 1


def test_what_the_file_says_otherwise_of_a_known_event_is_told(coordinator):
    event = make_event()
    with transaction(), in_language("en"):
        upload = uploads.keep_upload(Actor.of(coordinator), "back.ics", file_of(
            vevent("DTSTART;VALUE=DATE:20270901", "STATUS:CANCELLED", uid=event.ics_uid)),
            kind="trade_show", language="en", time_zone="Asia/Shanghai")
        _found, refused = uploads.read_upload(upload)
    assert refused[0].reason == ("It is in the list of events already, as LASER-2027. The file says 1 Sept 2027, the list "
                                 "22–25 Jun 2027. In the file it is cancelled, in the list it is not.")
