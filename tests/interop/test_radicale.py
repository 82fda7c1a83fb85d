"""Every event of the feed goes through python-caldav into Radicale, a CalDAV server, and comes back at its instant."""

import json
import subprocess
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests.interop import year

pytestmark = pytest.mark.interop

SCRIPT = Path(__file__).parent / "through_caldav.py"


@pytest.fixture
def put(caldav, radicale, tmp_path) -> Callable[[bytes], list[dict]]:
    """Upload a file's events; gives what the server then holds of the year."""
    def upload(octets: bytes) -> list[dict]:
        (tmp_path / "feed.ics").write_bytes(octets)
        done = subprocess.run([caldav / "python", SCRIPT, radicale, tmp_path / "feed.ics"], capture_output=True, text=True,
                              timeout=120)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)
    return upload


def shown(parts: list[dict]) -> list[year.Shown]:
    """Title, begin and end; the format's last day of whole days is the one after."""
    rows = [(part["title"], *part["times"]) for part in parts]
    return sorted((title, begins, ends if "T" in ends else (date.fromisoformat(ends) - timedelta(days=1)).isoformat())
                  for title, begins, ends in rows)


def test_every_event_comes_back_from_a_caldav_server_at_its_instant(feed, put):
    assert shown(put(feed.fetch())) == year.expected()


def test_an_event_that_is_put_again_with_a_greater_sequence_replaces_the_one_before(feed, put):
    first = put(feed.fetch())
    code = year.code_of("Zweites 02:30")
    feed.change(code, starts_local=datetime(2027, 10, 31, 4), starts_fold=0, ends_local=datetime(2027, 10, 31, 5), ends_fold=0)
    second = put(feed.fetch())
    assert shown(second) == year.expected(**{code: ("Zweites 02:30", "2027-10-31T03:00Z", "2027-10-31T04:00Z")})
    before, after = ({part["uid"]: part["sequence"] for part in parts} for parts in (first, second))
    changed = next(part["uid"] for part in second if part["title"] == "Zweites 02:30")
    assert after == {**before, changed: before[changed] + 1}


def test_the_whole_feed_is_taken_at_once_and_given_back_whole(feed, collection):
    assert collection(feed.fetch()).count(b"BEGIN:VEVENT") == len(year.expected())
