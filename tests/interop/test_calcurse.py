"""calcurse imports the feed: every event at its instant, with its text."""

import os
import subprocess

import pytest

from tests.interop import year

pytestmark = pytest.mark.interop

#: An appointment is listed on each of its days, whole days once for each.
FORMS = ("--format-apt", "%(start:%Y-%m-%dT%H:%MZ)\t%(end:%Y-%m-%dT%H:%MZ)\t%m\n", "--format-event", "%m\n")


def run(calcurse: str, folder, *words: str) -> str:
    """calcurse, whose clock stands in UTC; it converts to that clock when it imports."""
    done = subprocess.run([calcurse, "-D", str(folder), *words], capture_output=True, text=True, timeout=60,
                          env={**os.environ, "TZ": "UTC", "LC_ALL": "C.UTF-8"})
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def imported(feed, calcurse, tmp_path):
    """calcurse's folder after it read the feed."""
    (tmp_path / "feed.ics").write_bytes(feed.fetch())
    folder = tmp_path / "calcurse"
    folder.mkdir()
    said = run(calcurse, folder, "-q", "-i", str(tmp_path / "feed.ics"))
    assert "error" not in said.lower() and not list(tmp_path.glob("calcurse_log*"))
    return folder


def shown(calcurse: str, folder) -> list[year.Shown]:
    """Title, begin and end of what calcurse lists of three years."""
    hours, days, day = set(), {}, ""
    for line in run(calcurse, folder, "-Q", "--from", "01/01/2027", "--days", "1000", *FORMS).splitlines():
        if line.endswith(":") and line.count("/") == 2:
            day = f"20{line[6:8]}-{line[:2]}-{line[3:5]}"
        elif "\t" in line:
            begins, ends, title = line.strip().split("\t")
            hours.add((title, begins, ends))
        elif line.strip():
            days.setdefault(line.strip().removeprefix("* "), []).append(day)
    return sorted(hours) + [(title, found[0], found[-1]) for title, found in days.items()]


def test_calcurse_shows_every_event_at_its_instant(calcurse, imported):
    assert sorted(shown(calcurse, imported)) == year.expected()


def test_calcurse_keeps_the_lines_of_a_description(imported):
    notes = [path.read_text() for path in (imported / "notes").iterdir()]
    assert any(year.LINES in note for note in notes)


def test_what_calcurse_writes_out_again_are_the_same_instants(calcurse, imported, tmp_path):
    written = tmp_path / "written.ics"
    written.write_text(run(calcurse, imported, "--export"))
    second = tmp_path / "second"
    second.mkdir()
    run(calcurse, second, "-q", "-i", str(written))
    assert sorted(shown(calcurse, second)) == year.expected()
