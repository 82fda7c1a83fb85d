"""Puts each event of a file on a CalDAV server and asks the server for all of them; run in the environment of the client.

python through_caldav.py ADDRESS FILE prints title, begin, end, UID and SEQUENCE of what the server then holds, as JSON.
"""

import json
import sys
from datetime import UTC, datetime

import caldav
import icalendar


def main(address: str, file: str) -> None:
    """Upload, search, print."""
    with open(file, "rb") as opened:
        read = icalendar.Calendar.from_ical(opened.read())
    zones = {str(zone["tzid"]): zone for zone in read.walk("VTIMEZONE")}
    with caldav.DAVClient(url=address, username="officer", password="officer") as client:
        principal = client.principal()
        calendar = next(iter(principal.calendars()), None) or principal.make_calendar(name="Fairs")
        for event in read.walk("VEVENT"):
            calendar.add_event(_alone(event, zones))
        # The server reckons the instants, not the library.
        found = calendar.search(event=True, start=datetime(2027, 1, 1, tzinfo=UTC), end=datetime(2030, 1, 1, tzinfo=UTC),
                                server_expand=True)
        print(json.dumps([_shown(part.icalendar_component) for part in found]))


def _alone(event, zones) -> str:
    """The event in a calendar of its own with the zones that it names."""
    calendar = icalendar.Calendar(prodid="-//example.org//EN", version="2.0")
    for name in sorted({event[key].params["TZID"] for key in ("dtstart", "dtend") if "TZID" in event[key].params}):
        calendar.add_component(zones[name])
    calendar.add_component(event)
    return calendar.to_ical().decode()


def _shown(part) -> dict:
    times = [part[key].dt for key in ("dtstart", "dtend")]
    return {"title": str(part["summary"]), "uid": str(part["uid"]), "sequence": int(part["sequence"]),
            "times": [f"{at.astimezone(UTC):%Y-%m-%dT%H:%MZ}" if isinstance(at, datetime) else at.isoformat() for at in times]}


if __name__ == "__main__":
    main(*sys.argv[1:])
