"""Our calendar files by the letter of RFC 5545, and what the large calendar programs want besides."""

import re
import urllib.request
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
import recurring_ical_events
import vobject
from icalendar import Calendar

from tests.interop import year

pytestmark = pytest.mark.interop

LANGUAGES = ("zh", "en", "de", "ko")
#: name *(";" param) ":" value, with quoted parameter values.
_LINE = re.compile(r'([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:"[^"]*"|[^",;:]*)(?:,(?:"[^"]*"|[^",;:]*))*)*):(.*)\Z', re.DOTALL)
_UTC = re.compile(r"\d{8}T\d{6}Z\Z")
_TEXTS = ("SUMMARY", "DESCRIPTION", "LOCATION", "NAME", "X-WR-CALNAME", "X-WR-CALDESC")
_ONCE = ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE", "CREATED", "LAST-MODIFIED", "STATUS", "URL", "LOCATION",
         "DESCRIPTION")

#: What a valid file holds, and what makes it invalid in its place.
DAMAGES = (
    (b"\r\n", b"\n"), (b"SUMMARY:Lange Nacht", b"SUMMARY:Lange, Nacht"), (b"SUMMARY:Lange Nacht", b"SUMMARY:Lange \x0bNacht"),
    (b"SUMMARY:Lange Nacht", b"SUMMARY:" + b"Lange Nacht " * 6), (b"SUMMARY:Lange Nacht", "SUMMARY:ü".encode()[:-1]),
    (b"SUMMARY:Lange Nacht", b"SUMMARY Lange Nacht"), (b"TZID:Europe/London", b"TZID:Europe/Dublin"),
    (b"SUMMARY:Lange Nacht", b"SUMMARY:Lange Nacht\r\nSUMMARY:Noch eine"), (b"BEGIN:VEVENT\r\n", b"BEGIN:VEVENT\r\nUID:one\r\n"),
    (b"\r\nUID:", b"\r\nX-UID:"), (b"\r\nDTSTAMP:", b"\r\nX-STAMP:"), (b"VALUE=DATE:20270417", b"VALUE=DATE:20270412"),
    (b"VERSION:2.0\r\n", b""), (b"CALSCALE:GREGORIAN", b"CALSCALE:GREGORIAN\r\nMETHOD:PUBLISH"))


def faults(octets: bytes) -> list[str]:
    """What is wrong with the octets and lines of a calendar file."""
    found = [] if octets.endswith(b"END:VCALENDAR\r\n") else ["the file does not end with its last line"]
    if re.search(rb"(?<!\r)\n|\r(?!\n)", octets):
        found.append("a line break is not CRLF")
    if re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", octets):
        found.append("a control character")
    for line in octets.split(b"\r\n"):
        if len(line) > 75:
            found.append(f"{len(line)} octets: {line[:30]!r}")
        try:
            line.decode()
        except UnicodeDecodeError:
            found.append(f"a letter is cut in two: {line!r}")
    return found + [fault for name, _more, value in lines_of(octets) for fault in _text_faults(name, value)]


def lines_of(octets: bytes) -> list[tuple[str, str, str]]:
    """Name, parameters and value of every unfolded line."""
    unfolded = octets.replace(b"\r\n ", b"").decode().removesuffix("\r\n").split("\r\n")
    matches = [_LINE.match(line) for line in unfolded]
    assert [line for line, match in zip(unfolded, matches, strict=True) if match is None] == []
    return [match.groups() for match in matches]


def _text_faults(name: str, value: str) -> list[str]:
    if name not in _TEXTS:
        return []
    plain = re.sub(r"\\[\\;,nN]", "", value)
    return [f"{name} is not escaped: {value[:40]}"] if re.search(r"[\\;,]", plain) else []


def components(octets: bytes, kind: str) -> list[list[tuple[str, str, str]]]:
    """The lines of each component of a kind, those of its parts included between their BEGIN and END."""
    found, open_parts = [], []
    for line in lines_of(octets):
        if line[0] == "END":
            assert open_parts.pop() == line[2]
        if kind in open_parts:
            found[-1].append(line)
        if line[0] == "BEGIN":
            open_parts.append(line[2])
            if line[2] == kind:
                found.append([])
    assert open_parts == []
    return found


def own(lines: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """The lines of a component without those of its parts."""
    depth, found = 0, []
    for line in lines:
        depth += line[0] == "BEGIN"
        if not depth:
            found.append(line)
        depth -= line[0] == "END"
    return found


def check(octets: bytes) -> None:
    """Fail for a file that the standard does not allow."""
    assert faults(octets) == []
    lines = lines_of(octets)
    head = lines[:next(number for number, line in enumerate(lines) if line[0] == "BEGIN" and number)]
    assert Counter(name for name, _more, _value in head) >= Counter(["BEGIN", "VERSION", "PRODID", "CALSCALE", "X-WR-CALNAME"])
    # A method would make the publication a message: Outlook then asks for every single event.
    assert "METHOD" not in {name for name, _more, _value in lines}
    events = components(octets, "VEVENT")
    uids = [value for event in events for name, _more, value in event if name == "UID"]
    assert len(set(uids)) == len(uids) == len(events) > 0
    for event in events:
        _check_event(own(event))
    named = {name for _name, more, _value in lines for name in re.findall(r";TZID=([^;:]+)", more)}
    zones = [value for zone in components(octets, "VTIMEZONE") for name, _more, value in zone if name == "TZID"]
    assert sorted(zones) == sorted(named)
    # vobject knows which properties a component must have and how often.
    assert vobject.readOne(octets.decode()).validate(raiseException=True)


def _check_event(event: list[tuple[str, str, str]]) -> None:
    times = Counter(name for name, _more, _value in event)
    assert all(times[name] <= 1 for name in _ONCE)
    values = {name: (more, value) for name, more, value in event}
    for name in ("DTSTAMP", "CREATED", "LAST-MODIFIED"):
        assert _UTC.match(values[name][1]), values[name]
    (begin_more, begins), (end_more, ends) = values["DTSTART"], values["DTEND"]
    if ";VALUE=DATE" in begin_more:
        # The last day is the one after; the same day twice would last no time at all.
        assert ";VALUE=DATE" in end_more and len(begins) == len(ends) == 8 and ends > begins
    else:
        assert all(_UTC.match(value) if not more else re.match(r"\d{8}T\d{6}\Z", value)
                   for more, value in ((begin_more, begins), (end_more, ends)))
    assert values.get("STATUS", ("", "CONFIRMED"))[1] in ("TENTATIVE", "CONFIRMED", "CANCELLED")
    assert int(values["SEQUENCE"][1]) >= 0 and values["URL"][1].startswith("http")


def fetch(address: str, method: str = "GET"):
    """The answer and its body."""
    with urllib.request.urlopen(urllib.request.Request(address, method=method), timeout=30) as answer:
        return answer, answer.read()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_private_feed_and_the_public_one_are_valid_in_every_language(live, language):
    feed = year.make(live.url, live.app, language)
    for address, events in ((feed.address, year.expected()), (f"{live.url}/{language}/events.ics", year.expected(task=None))):
        _answer, octets = fetch(address)
        check(octets)
        assert octets.count(b"BEGIN:VEVENT") == len(events)
    for code in ("D0", year.code_of(year.LONG), year.code_of("Vom ersten zum zweiten 02:30")):
        _answer, octets = fetch(f"{live.url}/{language}/events/{code}.ics")
        check(octets)
        assert octets.count(b"BEGIN:VEVENT") == 1


def test_a_feed_of_whole_days_names_no_zone_and_ends_on_the_day_after(live):
    octets = year.make(live.url, live.app, all_day=True).fetch()
    check(octets)
    assert b"VTIMEZONE" not in octets and b"TZID" not in octets
    read = {str(part["summary"]): (part["dtstart"].dt, part["dtend"].dt) for part in Calendar.from_ical(octets).walk("VEVENT")}
    assert read["Due: Order the stand (Hannover Messe)"] == (date(2027, 5, 3), date(2027, 5, 4))
    assert read["Hannover Messe"] == (date(2027, 4, 12), date(2027, 4, 17))
    assert read["Into the new year 새해"] == (date(2027, 12, 31), date(2028, 1, 2))
    # The day is the venue's: in UTC this one begins on the day before.
    assert read["Seoul after"] == (date(2027, 3, 28), date(2027, 3, 29))


def test_the_zones_of_the_file_begin_before_its_first_event_and_write_onsets_on_the_clock_before(feed):
    octets = feed.fetch()
    for zone in components(octets, "VTIMEZONE"):
        onsets = [value for name, _more, value in zone if name == "DTSTART"]
        assert min(onsets) < "20270327T000000" and not any(value.endswith("Z") for value in onsets)
        assert all(re.match(r"[+-]\d{4}\Z", value) for name, _more, value in zone if name.startswith("TZOFFSET"))
    berlin = next(zone for zone in components(octets, "VTIMEZONE") if ("TZID", "", "Europe/Berlin") in zone)
    listed = {value for name, _more, text in berlin if name in ("DTSTART", "RDATE") for value in text.split(",")}
    assert {"20270328T020000", "20271031T030000"} <= listed


def test_the_libraries_on_which_many_programs_stand_read_every_event_at_its_instant(feed):
    parts = recurring_ical_events.of(Calendar.from_ical(feed.fetch())).between((2026, 12, 1), (2030, 1, 1))
    assert sorted((str(part["summary"]), _text(part["dtstart"].dt), _text(part["dtend"].dt, whole=1)) for part in parts) == (
        year.expected())


def _text(at: date | datetime, whole: int = 0) -> str:
    if isinstance(at, datetime):
        return f"{at.astimezone(UTC):%Y-%m-%dT%H:%MZ}"
    return (at - timedelta(days=whole)).isoformat()


def test_what_icalendar_reads_and_writes_again_is_the_same_file(feed):
    octets = feed.fetch()
    again = Calendar.from_ical(octets).to_ical()
    assert sorted(lines_of(again)) == sorted(lines_of(octets))


def test_a_change_makes_a_greater_sequence_and_a_later_stamp_of_that_event_alone(feed):
    before = {str(part["uid"]): part for part in Calendar.from_ical(feed.fetch()).walk("VEVENT")}
    assert feed.fetch() == feed.fetch()
    feed.change(year.code_of("Lange Nacht"), venue="Halle 4")
    after = {str(part["uid"]): part for part in Calendar.from_ical(feed.fetch()).walk("VEVENT")}
    assert set(after) == set(before)
    changed = [uid for uid in after if after[uid].to_ical() != before[uid].to_ical()]
    assert [str(after[uid]["summary"]) for uid in changed] == ["Lange Nacht"]
    uid = changed[0]
    assert int(after[uid]["sequence"]) == int(before[uid]["sequence"]) + 1
    for key in ("dtstamp", "last-modified"):
        assert after[uid][key].dt >= before[uid][key].dt


def test_a_program_needs_neither_cookie_nor_redirect_and_may_ask_for_the_head_alone(feed):
    for method in ("GET", "HEAD"):
        answer, _octets = fetch(feed.address, method)
        assert (answer.status, answer.url) == (200, feed.address)
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert answer.headers["Set-Cookie"] is None
        assert answer.headers["ETag"] and answer.headers["Last-Modified"]


def test_the_check_finds_what_is_wrong_with_a_file(feed):
    octets = feed.fetch()
    check(octets)
    for good, bad in DAMAGES:
        assert good in octets
        with pytest.raises((AssertionError, ValueError, KeyError, vobject.base.VObjectError)):
            check(octets.replace(good, bad))
            pytest.fail(f"not found: {bad!r}")
