"""Files that real programs write, uploaded: the events that come out are those that went in."""

import subprocess
from datetime import UTC, date, timedelta
from pathlib import Path

import pytest

from outreach import create_app
from outreach.activity import Actor
from outreach.db import db, transaction
from outreach.events.models import Event
from outreach.events.services import uploads
from outreach.events.services.calendar_files import RefusedPart
from outreach.i18n import in_language
from tests import engines
from tests.conftest import ENGINE
from tests.factories.accounts import make_user
from tests.interop import year
from tests.interop.test_calcurse import run

pytestmark = pytest.mark.interop


@pytest.fixture
def other_app(tmp_path_factory):
    """An application whose database holds none of the feed's events."""
    folder = tmp_path_factory.mktemp("other")
    url = engines.fresh_database(ENGINE, folder)
    application = create_app(engines.settings(url, folder / "data"))
    yield application
    with application.app_context():
        db.engine.dispose()
    engines.drop_database(url)


def upload(app, octets: bytes, zone: str = "UTC") -> tuple[list[year.Shown], list[RefusedPart]]:
    """What the file makes, as title, begin and end, and what is refused of it."""
    with app.app_context(), in_language("en"):
        actor = Actor.of(make_user(role="coordinator"))
        with transaction():
            kept = uploads.keep_upload(actor, "calendar.ics", octets, kind="trade_show", language="en", time_zone=zone)
            found, refused = uploads.read_upload(kept)
            refused += uploads.make_events(actor, kept, found, {})
        made = [_shown(event) for event in db.session.scalars(db.select(Event).where(Event.id.in_(kept.made)))]
        db.session.remove()
    return sorted(made), refused


def _shown(event: Event) -> year.Shown:
    if event.all_day:
        return event.title.original, event.starts_on.isoformat(), event.ends_on.isoformat()
    return event.title.original, *(f"{at.astimezone(UTC):%Y-%m-%dT%H:%MZ}" for at in (event.starts_at, event.ends_at))


def test_what_radicale_gives_back_makes_the_same_events(feed, collection, other_app):
    made, refused = upload(other_app, collection(feed.fetch()))
    assert (made, refused) == (year.expected(), [])


def test_what_calcurse_writes_makes_the_same_events(calcurse, other_app, feed, tmp_path):
    (tmp_path / "feed.ics").write_bytes(feed.fetch())
    folder = tmp_path / "calcurse"
    folder.mkdir()
    run(calcurse, folder, "-q", "-i", str(tmp_path / "feed.ics"))
    # calcurse writes the times of its own clock without a zone; the zone is chosen when the file is uploaded. Of several
    # whole days it makes one that repeats daily.
    made, refused = upload(other_app, run(calcurse, folder, "--export").encode())
    assert (made, refused) == (sorted(row for one in year.expected() for row in _day_by_day(*one)), [])


def _day_by_day(title: str, begins: str, ends: str) -> list[year.Shown]:
    if "T" in begins:
        return [(title, begins, ends)]
    first, last = date.fromisoformat(begins), date.fromisoformat(ends)
    days = [(first + timedelta(days=number)).isoformat() for number in range((last - first).days + 1)]
    return [(title, day, day) for day in days]


def test_the_files_that_khal_keeps_make_the_same_events(khal, other_app, feed, tmp_path):
    (tmp_path / "feed.ics").write_bytes(feed.fetch())
    _khal(khal, tmp_path, "import", "--batch", str(tmp_path / "feed.ics"))
    made, refused = [], []
    for file in sorted((tmp_path / "events").iterdir()):
        of_file = upload(other_app, file.read_bytes())
        made += of_file[0]
        refused += of_file[1]
    assert (sorted(made), refused) == (year.expected(), [])


def test_an_event_that_was_entered_in_khal_comes_with_its_zone(khal, other_app, tmp_path):
    (tmp_path / "events").mkdir()
    _khal(khal, tmp_path, "new", "2027-03-29", "09:00", "10:30", "Europe/Berlin", "Gespräch mit 王伟", "::", "Halle 3")
    _khal(khal, tmp_path, "new", "2027-04-12", "2027-04-16", "Hannover Messe")
    _khal(khal, tmp_path, "new", "--repeat", "weekly", "--until", "2027-11-04", "2027-10-20", "09:00", "10:00", "Europe/Berlin",
          "Runder Tisch")
    shown = []
    for file in (tmp_path / "events").iterdir():
        made, refused = upload(other_app, file.read_bytes(), "Asia/Shanghai")
        assert refused == []
        shown += made
    assert sorted(shown) == [
        ("Gespräch mit 王伟", "2027-03-29T07:00Z", "2027-03-29T08:30Z"), ("Hannover Messe", "2027-04-12", "2027-04-16"),
        ("Runder Tisch", "2027-10-20T07:00Z", "2027-10-20T08:00Z"), ("Runder Tisch", "2027-10-27T07:00Z", "2027-10-27T08:00Z"),
        ("Runder Tisch", "2027-11-03T08:00Z", "2027-11-03T09:00Z")]


def test_our_own_feed_uploaded_again_makes_nothing_twice(feed):
    made, refused = upload(feed.app, feed.fetch())
    assert made == []
    assert len([part for part in refused if "in the list of events already" in part.reason]) == len(year.expected())


def _khal(khal: Path, folder: Path, *words: str) -> None:
    (folder / "khal.conf").write_text(
        f"[calendars]\n[[fairs]]\npath = {folder}/events\n[locale]\nlocal_timezone = Asia/Shanghai\n"
        "default_timezone = Asia/Shanghai\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
        f"[default]\ndefault_calendar = fairs\n[sqlite]\npath = {folder}/khal.db\n")
    (folder / "events").mkdir(exist_ok=True)
    done = subprocess.run([khal / "khal", "-c", folder / "khal.conf", *words], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
