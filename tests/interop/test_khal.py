"""vdirsyncer fetches the feed and khal shows it: right times in every reader's zone, changes, and nothing after a rotation."""

import subprocess
import urllib.error
import urllib.request
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from outreach.activity import SYSTEM
from outreach.db import db, transaction
from outreach.events import services
from outreach.events.models import CalendarFeed
from tests.interop import year

pytestmark = pytest.mark.interop


@dataclass
class Desk:
    """A reader's folder with the settings of both programs, and the programs."""

    programs: Path
    folder: Path

    def sync(self) -> None:
        """Fetch the feed."""
        for words in (["discover"], ["sync"]):
            done = subprocess.run([self.programs / "vdirsyncer", "-c", self.folder / "vdirsyncer.conf", *words],
                                  capture_output=True, text=True, input="y\n" * 9, timeout=120)
            assert done.returncode == 0, done.stdout + done.stderr

    def listed(self, zone: str, form: str, first: str = "2027-01-01") -> list[str]:
        """What khal shows of three years to somebody whose clock stands in the zone."""
        (self.folder / "khal.conf").write_text(
            f"[calendars]\n[[fairs]]\npath = {self.folder}/events\n[locale]\nlocal_timezone = {zone}\n"
            f"default_timezone = {zone}\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
            "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
            f"[sqlite]\npath = {self.folder}/khal.db\n")
        shown = subprocess.run([self.programs / "khal", "-c", self.folder / "khal.conf", "list", "--format", form,
                                "--day-format", "", "--once", first, "1000d"], capture_output=True, text=True, timeout=120)
        assert shown.returncode == 0, shown.stderr
        return sorted(line for line in shown.stdout.splitlines() if line.strip())

    def shown(self) -> list[year.Shown]:
        """Title, begin and end of everything, in UTC."""
        rows = [line.strip().split("\t") for line in self.listed("UTC", "{title}\t{start-long-full}\t{end-long-full}\t{all-day}")]
        return sorted((title, *(at[:10] if whole == "True" else at.replace(" ", "T") + "Z" for at in (begins, ends)))
                      for title, begins, ends, whole in rows)


@pytest.fixture
def desk(feed, khal, tmp_path) -> Desk:
    """A reader who subscribed to the feed."""
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / "vdirsyncer.conf").write_text(
        f'[general]\nstatus_path = "{folder}/status"\n'
        '[pair fairs]\na = "here"\nb = "there"\ncollections = null\nconflict_resolution = "b wins"\n'
        f'[storage here]\ntype = "filesystem"\npath = "{folder}/events"\nfileext = ".ics"\n'
        f'[storage there]\ntype = "http"\nurl = "{feed.address}"\n')
    made = Desk(khal, folder)
    made.sync()
    return made


def test_khal_shows_every_event_at_its_instant(desk):
    assert desk.shown() == year.expected()


@pytest.mark.parametrize(("zone", "rows"), [
    ("Europe/Berlin", ["München davor 03-27 09:00", "München am Tag 03-28 09:00", "München zurück 10-31 09:00",
                       "London back 10-31 10:00", "Wuxi before 03-27 02:00", "Wuxi after 03-28 03:00",
                       "Over midnight 🌙 06-10 16:00"]),
    ("Asia/Shanghai", ["München davor 03-27 16:00", "München am Tag 03-28 15:00", "München zurück 10-31 16:00",
                       "London back 10-31 17:00", "Wuxi before 03-27 09:00", "Wuxi after 03-28 09:00",
                       "Over midnight 🌙 06-10 22:00"])])
def test_khal_shows_the_times_of_the_readers_own_clock(desk, zone, rows):
    shown = {line.strip().replace("\t2027-", " ") for line in desk.listed(zone, "{title}\t{start-long-full}")}
    assert set(rows) - shown == set()


def test_khal_shows_that_an_event_is_cancelled_and_the_lines_of_a_description(desk):
    shown = desk.listed("UTC", "{title}\t{cancelled}\t{description}", first="2027-07-06")
    assert any(line.startswith("Cancelled: To be cancelled\tCANCELLED") for line in shown)
    assert set(filter(None, year.LINES.splitlines())) - set(shown) == set()


def test_after_a_change_the_next_fetch_shows_it_and_nothing_twice(desk, feed):
    moved, gone = year.code_of("München am Tag"), year.code_of("London before")
    feed.change(moved, starts_local=datetime(2027, 3, 28, 11), ends_local=datetime(2027, 3, 28, 18))
    feed.change(gone, state="cancelled")
    desk.sync()
    assert desk.shown() == year.expected(**{
        moved: ("München am Tag", "2027-03-28T09:00Z", "2027-03-28T16:00Z"),
        gone: ("Cancelled: London before", "2027-03-27T09:00Z", "2027-03-27T11:00Z")})
    files = {path.name: path.read_bytes() for path in (desk.folder / "events").iterdir()}
    desk.sync()
    assert {path.name: path.read_bytes() for path in (desk.folder / "events").iterdir()} == files


def test_after_a_rotation_the_old_address_is_gone_and_the_new_one_answers(feed):
    with feed.app.app_context():
        with transaction():
            token = services.rotate_feed(SYSTEM, db.session.get(CalendarFeed, feed.feed_id))
        db.session.remove()
    with pytest.raises(urllib.error.HTTPError) as gone:
        feed.fetch()
    assert gone.value.code == 404
    address = f"{feed.address.rpartition('/')[0]}/{token}.ics"
    with urllib.request.urlopen(address, timeout=10) as answer:
        etag = answer.headers["ETag"]
        assert answer.read().count(b"BEGIN:VEVENT") == len(year.expected())
    again = urllib.request.Request(address, headers={"If-None-Match": etag})
    with pytest.raises(urllib.error.HTTPError) as unchanged:
        urllib.request.urlopen(again, timeout=10)
    assert unchanged.value.code == 304
