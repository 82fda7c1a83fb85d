"""A calendar program subscribes to the coordinator's feed: right local times, and nothing after a rotation."""

import subprocess
import urllib.error
import urllib.request
from datetime import date, datetime

import pytest

from outreach.activity import SYSTEM
from outreach.db import db, transaction
from outreach.events import services
from tests.factories.accounts import make_user
from tests.factories.events import make_event, make_member

pytestmark = pytest.mark.interop

#: Code, zone, day and hours of events on both sides of changes of the clocks.
EVENTS = (
    ("MUNICH-BEFORE", "Europe/Berlin", date(2027, 3, 27), 9),
    ("MUNICH-AFTER", "Europe/Berlin", date(2027, 3, 29), 9),
    ("LONDON-BEFORE", "Europe/London", date(2027, 10, 29), 10),
    ("LONDON-AFTER", "Europe/London", date(2027, 11, 1), 10),
    ("SEOUL", "Asia/Seoul", date(2027, 6, 23), 14),
    ("WUXI", "Asia/Shanghai", date(2027, 6, 24), 15),
)


@pytest.fixture
def feed(live):  # noqa: F811 - a fixture of the journeys
    """The address of a coordinator's private feed with hourly events in four zones and one fair of whole days."""
    with live.app.app_context():
        user = make_user(role="coordinator", language="en")
        make_member(make_event(), user)
        for code, zone, day, hour in EVENTS:
            event = make_event(code, code.title(), time_zone=zone, starts_on=day, ends_on=day,
                               starts_local=datetime(day.year, day.month, day.day, hour),
                               ends_local=datetime(day.year, day.month, day.day, hour + 1))
            make_member(event, user)
        with transaction():
            made, token = services.create_feed(SYSTEM, user, "mine")
        yield f"{live.url}/feeds/{token}.ics", made.id
        db.session.remove()


def listed(bin_folder, folder, address: str, zone: str) -> list[str]:
    """What khal shows, after vdirsyncer fetched the feed, to somebody whose clock stands in `zone`."""
    folder.mkdir(parents=True)
    (folder / "vdirsyncer.conf").write_text(
        f'[general]\nstatus_path = "{folder}/status"\n'
        '[pair fair]\na = "here"\nb = "there"\ncollections = null\n'
        f'[storage here]\ntype = "filesystem"\npath = "{folder}/events"\nfileext = ".ics"\n'
        f'[storage there]\ntype = "http"\nurl = "{address}"\n')
    (folder / "khal.conf").write_text(
        f"[calendars]\n[[fair]]\npath = {folder}/events\n"
        f"[locale]\nlocal_timezone = {zone}\ndefault_timezone = {zone}\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\n"
        "longdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
        f"[sqlite]\npath = {folder}/khal.db\n")
    sync = [str(bin_folder / "vdirsyncer"), "-c", str(folder / "vdirsyncer.conf")]
    for words in (["discover"], ["sync"]):
        done = subprocess.run([*sync, *words], capture_output=True, text=True, input="y\n" * 9, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr
    shown = subprocess.run([str(bin_folder / "khal"), "-c", str(folder / "khal.conf"), "list", "--format",
                            "{start} {title}", "--day-format", "", "--once", "2027-03-01", "300d"],
                           capture_output=True, text=True, timeout=120)
    assert shown.returncode == 0, shown.stderr
    return sorted(line.strip() for line in shown.stdout.splitlines() if line.strip())


def test_a_calendar_client_shows_every_event_at_the_right_local_time(feed, calendar_clients, tmp_path):
    address, _feed_id = feed
    assert listed(calendar_clients, tmp_path / "berlin", address, "Europe/Berlin") == [
        "2027-03-27 09:00 Munich-Before",
        "2027-03-29 09:00 Munich-After",
        "2027-06-22 LASER World of PHOTONICS 2027",
        "2027-06-23 07:00 Seoul",
        "2027-06-24 09:00 Wuxi",
        "2027-10-29 11:00 London-Before",
        "2027-11-01 11:00 London-After",
    ]
    assert listed(calendar_clients, tmp_path / "wuxi", address, "Asia/Shanghai") == [
        "2027-03-27 16:00 Munich-Before",
        "2027-03-29 15:00 Munich-After",
        "2027-06-22 LASER World of PHOTONICS 2027",
        "2027-06-23 13:00 Seoul",
        "2027-06-24 15:00 Wuxi",
        "2027-10-29 17:00 London-Before",
        "2027-11-01 18:00 London-After",
    ]


def test_after_a_rotation_the_old_address_is_gone_and_the_new_one_answers(feed, live):  # noqa: F811
    address, feed_id = feed
    with live.app.app_context():
        from outreach.events.models import CalendarFeed

        with transaction():
            token = services.rotate_feed(SYSTEM, db.session.get(CalendarFeed, feed_id))
        db.session.remove()
    with pytest.raises(urllib.error.HTTPError) as gone:
        urllib.request.urlopen(address, timeout=10)
    assert gone.value.code == 404
    with urllib.request.urlopen(f"{live.url}/feeds/{token}.ics", timeout=10) as answer:
        etag = answer.headers["ETag"]
        assert answer.read().count(b"BEGIN:VEVENT") == 7
    again = urllib.request.Request(f"{live.url}/feeds/{token}.ics", headers={"If-None-Match": etag})
    with pytest.raises(urllib.error.HTTPError) as unchanged:
        urllib.request.urlopen(again, timeout=10)
    assert unchanged.value.code == 304
