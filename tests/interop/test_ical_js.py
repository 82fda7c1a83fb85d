"""The two JavaScript libraries on which web calendars are built: ical.js by the zones of our file, node-ical by its own."""

import json
import os
import subprocess
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from outreach.db.time import local_kind
from outreach.events.calendar.zones import zone_text
from tests.interop import year

pytestmark = pytest.mark.interop

SCRIPT = Path(__file__).parent / "read_calendar.mjs"
LIBRARIES = ("ical.js", "node-ical")
#: Where the clocks change by a rule, twice in a month of fasting, by half an hour, in the south, or never.
ZONES = ("Europe/Berlin", "Europe/London", "America/New_York", "Australia/Sydney", "Australia/Lord_Howe", "Africa/Casablanca",
         "Africa/Cairo", "America/Santiago", "Asia/Jerusalem", "Asia/Kolkata", "Asia/Shanghai", "Asia/Seoul")


def parsed(node: str, octets: bytes, folder: Path, *years: int) -> dict:
    """What the script reads in the file, on a machine whose clock stands in none of our zones."""
    file = folder / "feed.ics"
    file.write_bytes(octets)
    done = subprocess.run([node, str(SCRIPT), str(file), *map(str, years)], capture_output=True, text=True, timeout=60,
                          env={**os.environ, "TZ": "America/New_York"})
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def read(node, feed, tmp_path) -> dict:
    """The feed as both libraries read it."""
    return parsed(node, feed.fetch(), tmp_path)


def shown(parts: list[dict]) -> list[year.Shown]:
    """Title, begin and end; the format's last day of whole days is the one after."""
    return sorted((part["title"], part["begins"], _last(part["ends"])) for part in parts)


def _last(end: str) -> str:
    return end if "T" in end else (date.fromisoformat(end) - timedelta(days=1)).isoformat()


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_javascript_library_reads_every_event_at_its_instant_with_its_text(read, library):
    parts = read[library]
    assert shown(parts) == year.expected()
    assert sum(part["description"].endswith(year.LINES) for part in parts if part["description"]) == len(year.HOURS) + 3
    assert {part["title"] for part in parts if part.get("status") == "CANCELLED"} == {"Cancelled: To be cancelled"}


def test_ical_js_takes_hours_from_the_zones_of_the_file_or_in_utc_and_nothing_floats(read):
    hours = [part for part in read["ical.js"] if part["zone"]]
    assert {part["zone"] for part in hours if part["ownZone"]} == {
        "Asia/Shanghai", "Asia/Seoul", "Europe/London", "Europe/Berlin"}
    assert {part["zone"] for part in hours if not part["ownZone"]} == {"UTC"}
    # Only times that the clocks show twice go out in UTC.
    assert sorted(part["title"] for part in hours if not part["ownZone"]) == [
        "Erstes 02:30", "London first 01:30", "London second 01:30", "Vom ersten zum zweiten 02:30", "Zweites 02:30"]


def test_the_zones_that_we_write_give_ical_js_the_right_offset_at_every_hour_of_three_years(node, tmp_path):
    zones = "".join(zone_text(zone, 2027, 2029) for zone in ZONES)
    octets = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example.org//EN\r\n{zones}END:VCALENDAR\r\n".encode()
    offsets = parsed(node, octets, tmp_path, 2027, 2028, 2029)["offsets"]
    assert list(offsets) == list(ZONES)
    for zone, found in offsets.items():
        usual = {text: wall for text in found if local_kind(wall := datetime.fromisoformat(text), zone) == "once"}
        assert len(usual) > 3 * 365 * 24 - 20
        wrong = [text for text, wall in usual.items()
                 if found[text] != wall.replace(tzinfo=ZoneInfo(zone)).utcoffset().total_seconds()]
        assert (zone, wrong) == (zone, [])


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_change_keeps_the_identity_and_raises_the_sequence(node, feed, tmp_path, read, library):
    code = year.code_of("London October")
    feed.change(code, starts_local=datetime(2027, 10, 30, 14), ends_local=datetime(2027, 10, 30, 15))
    again = parsed(node, feed.fetch(), tmp_path)[library]
    assert shown(again) == year.expected(**{code: ("London October", "2027-10-30T13:00Z", "2027-10-30T14:00Z")})
    before = {part["uid"]: part["sequence"] for part in read[library]}
    after = {part["uid"]: part["sequence"] for part in again}
    changed = next(part["uid"] for part in again if part["title"] == "London October")
    assert after == {**before, changed: before[changed] + 1}
