"""How fast a calendar feed is given to a client, beside building the same events with icalendar alone.

    python -m tests.benchmarks.feeds [--events 1000 10000] [--engine sqlite|postgresql] [--rounds 3]

Invented events in four zones, half of them by the hour. Of each round the best time counts, and every figure is also told
as a share of the bare building in the same run: with nothing kept, with ten events changed since, with nothing changed.
The whole answer of the last two, with session, routing and headers, is timed through the client too.
"""

import argparse
import random
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from tests.benchmarks.runner import application, table

ZONES = ("Asia/Shanghai", "Europe/London", "Europe/Berlin", "Asia/Seoul")
CHANGED = 10


def main() -> None:
    """Print the figures."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--events", type=int, nargs="+", default=[1000, 10_000])
    asked.add_argument("--engine", default="sqlite", choices=("sqlite", "postgresql"))
    asked.add_argument("--rounds", type=int, default=3)
    given = asked.parse_args()
    rows = []
    for count in given.events:
        with application(given.engine) as app:
            rows += measured(app, count, given.rounds)
    print(f"\n{given.engine}\n")
    print(table(["events", "", "ms", "of bare icalendar"], rows))


def measured(app, count: int, rounds: int) -> list[list]:
    """Rows of the table for so many events."""
    from outreach.activity import SYSTEM
    from outreach.db import db, transaction
    from outreach.events import services
    from outreach.events.calendar import feed_calendar, feed_mark
    from outreach.events.models import CalendarFeed
    from tests.factories.accounts import make_user

    _store(count)
    with transaction():
        feed, token = services.create_feed(SYSTEM, make_user(role="officer", language="en"), "all")
    feed_id = feed.id

    def made():
        db.session.remove()
        return feed_calendar(db.session.get(CalendarFeed, feed_id))

    first = made()
    assert len(first.fresh) == count
    values = _values(first.octets)
    # In turns, for on a busy machine the minutes differ.
    turns = [(_best(1, lambda: _bare(values))[0], _best(1, made)[0]) for _round in range(rounds)]
    bare, unkept = (min(took) for took in zip(*turns, strict=True))
    longest = _keep(first.fresh)
    assert made().octets == first.octets
    kept, _file = _best(rounds, made, before=_change)
    _keep(made().fresh)
    client, path = app.test_client(), f"/feeds/{token}.ics"
    whole, answer = _best(rounds, lambda: client.get(path), before=_change)
    etag = {"If-None-Match": client.get(path).headers["ETag"]}
    none, unchanged = _best(rounds * 3, lambda: client.get(path, headers=etag))
    assert (answer.status_code, unchanged.status_code) == (200, 304)
    mark, _mark = _best(rounds * 3, lambda: feed_mark(db.session.get(CalendarFeed, feed_id)))
    lines = [("bare icalendar, without a database", bare), ("ours, nothing kept", unkept),
             (f"ours, {CHANGED} events changed", kept),
             (f"the whole answer, {CHANGED} events changed", whole),
             ("the whole answer, nothing changed (304)", none),
             ("of which the mark", mark), ("longest write of kept texts", longest)]
    return [[f"{count:,}", what, f"{took * 1000:.1f}", f"{took / bare:.3f}"] for what, took in lines]


def _store(count: int) -> None:
    from outreach.db import bulk, now, transaction
    from outreach.db.time import LocalTime, day_bounds
    from outreach.events.models import Event
    from outreach.i18n.localized import LocalizedText

    dice, rows, at = random.Random(20270622), [], now()
    for number in range(count):
        zone, first = ZONES[number % 4], date(2027, 1, 1) + timedelta(days=dice.randrange(700))
        begin = datetime(first.year, first.month, first.day, 9, 30) if number % 2 else None
        end = begin and begin.replace(hour=17)
        last = first if begin else first + timedelta(days=dice.randrange(4))
        rows.append({
            "code": f"E-{number}",
            "title": LocalizedText.of("en", f"Technology day {number} for photonics and sensors",
                                      zh=f"第{number}届光电与传感技术日", ko=f"제{number}회 광전자·센서 기술의 날"),
            "description": LocalizedText.of("en", "Companies show lasers, sensors and optics, and meet those who build plants."),
            "kind": "technology_exchange", "presence": "exhibit", "state": dice.choice(("planned", "confirmed", "done")),
            "industries": ["photonics"], "country": "DE", "city": "München", "venue": f"Messe München, Halle A{number % 6 + 1}",
            "time_zone": zone, "starts_on": first, "ends_on": last, "starts_local": begin, "ends_local": end,
            "starts_at": LocalTime(begin, zone).instant if begin else day_bounds(first, zone)[0],
            "ends_at": LocalTime(end, zone).instant if end else day_bounds(last, zone)[1],
            "starts_fold": 0, "ends_fold": 0, "days_known": True, "confirmed_on": first - timedelta(days=90), "position": 0,
            "public": True, "ics_uid": f"{number:08}-benchmark", "ics_sequence": 0,
            "ics_changed_at": at - timedelta(minutes=number), "version": 1, "recurs_alone": False})
    with transaction():
        bulk.insert_many(Event, rows)


def _change() -> None:
    """Other halls for a few events, as an editor stores them."""
    from outreach.activity import SYSTEM
    from outreach.db import db, transaction
    from outreach.events import services
    from outreach.events.models import Event

    with transaction():
        for event in db.session.scalars(db.select(Event).order_by(Event.ics_changed_at).limit(CHANGED)):
            services.edit_event(SYSTEM, event, {"venue": f"Messe München, Halle B{event.ics_sequence + 1}"}, tell=False)


def _keep(rows: list[dict]) -> float:
    """Keep texts in batches as the view does; gives the seconds of the longest write."""
    from outreach.db import transaction
    from outreach.events import services

    longest = 0.0
    for number in range(0, len(rows), services.TEXTS_AT_A_TIME):
        began = time.perf_counter()
        with transaction():
            services.keep_texts(rows[number:number + services.TEXTS_AT_A_TIME])
        longest = max(longest, time.perf_counter() - began)
    return longest


def _values(octets: bytes) -> list[list[tuple[str, Any]]]:
    """The values of every event as Python knows them, ready to be added to a component."""
    from icalendar import Calendar

    return [[(name, _plain(name, value)) for name, value in part.property_items(recursive=False) if name not in ("BEGIN", "END")]
            for part in Calendar.from_ical(octets).walk("VEVENT")]


def _plain(name: str, value) -> Any:
    if name == "CATEGORIES":
        return [str(label) for label in value.cats]
    if hasattr(value, "dt"):
        return value.dt
    return int(value) if name == "SEQUENCE" else str(value)


def _bare(events: list[list[tuple[str, Any]]]) -> bytes:
    """What anybody would write: a calendar, its events, their values, the zones."""
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//bare//EN")
    calendar.add("version", "2.0")
    for values in events:
        part = Event()
        for name, value in values:
            part.add(name, value)
        calendar.add_component(part)
    calendar.add_missing_timezones(first_date=date(2026, 1, 1), last_date=date(2029, 12, 31))
    return calendar.to_ical()


def _best(times: int, act: Callable[[], Any], before: Callable[[], None] | None = None) -> tuple[float, Any]:
    best, result = float("inf"), None
    for _time in range(times):
        if before:
            before()
        began = time.perf_counter()
        result = act()
        best = min(best, time.perf_counter() - began)
    return best, result


if __name__ == "__main__":
    main()
