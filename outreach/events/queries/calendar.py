"""The calendar pages: which days a view shows, what lies on them by which clock, and how it is laid out.

Everything after `calendar_events` works on what was read, without the database.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import selectinload

from outreach.db import db
from outreach.db.time import to_zone
from outreach.events.models import Event
from outreach.events.queries.bookings import Booking
from outreach.events.queries.lists import EventFilter, filtered_events

VIEWS = ("month", "week", "list", "year")
#: Weeks that the list shows from its day on.
LIST_WEEKS = 12
#: Half hours of a day that a week shows at least: 08:00 to 18:00.
_USUAL = (16, 36)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Shown:
    """What one page shows: inclusive days, and the days that lead to the page before and after."""

    view: str
    day: date
    first: date
    last: date
    previous: date
    following: date

    @property
    def days(self) -> list[date]:
        """All days in order."""
        return [self.first + _DAY * step for step in range((self.last - self.first).days + 1)]


@dataclass(frozen=True)
class Entry:
    """Something that lies on the calendar: an event, or what somebody is expected at.

    `first` and `last` are inclusive days and `begins` and `ends` wall times, all by the clock that the page chose; the times
    are None for whole days and for what takes longer than a day. `zone` says whose clock it is.
    """

    what: Any
    event: Event
    first: date
    last: date
    begins: datetime | None
    ends: datetime | None
    zone: str


@dataclass(frozen=True)
class Block:
    """A part of an entry on one day, in half hours from midnight; `until` is excluded."""

    entry: Entry
    day: date
    start: int
    until: int
    #: False where the entry began the day before, or goes on the day after.
    begins: bool
    ends: bool


@dataclass(frozen=True)
class HourGrid:
    """A week by the hour: per day how many blocks stand side by side, and per half hour the cells that begin there, day by
    day; a cell is (day, block) or (day, None) where nothing is."""

    lanes: list[tuple[date, int]]
    rows: list[tuple[int, list[tuple[date, Block | None]]]]


def shown_days(view: str, day: date) -> Shown:
    """The days of a view around a day. Raises OverflowError at the ends of the calendar."""
    monday = day - _DAY * day.weekday()
    if view == "week":
        return Shown(view, day, monday, monday + _DAY * 6, monday - _DAY * 7, monday + _DAY * 7)
    if view == "list":
        span = timedelta(weeks=LIST_WEEKS)
        return Shown(view, day, day, day + span - _DAY, day - span, day + span)
    if view == "year":
        return Shown(view, day, date(day.year, 1, 1), date(day.year, 12, 31), date(day.year - 1, 1, 1), date(day.year + 1, 1, 1))
    first = day.replace(day=1)
    following = (first + _DAY * 31).replace(day=1)
    last = following - _DAY
    return Shown(view, day, first - _DAY * first.weekday(), last + _DAY * (6 - last.weekday()), (first - _DAY).replace(day=1),
                 following)


def calendar_events(viewer, wanted: EventFilter, shown: Shown) -> list[Event]:
    """The viewer's events behind the filter that touch the days on any clock, with their teams, by their beginning."""
    statement = filtered_events(viewer, replace(wanted, since=shown.first - _DAY, until=shown.last + _DAY))
    return list(db.session.scalars(statement.options(selectinload(Event.parent))))


def event_entries(events: Iterable[Event], shown: Shown, zone: str | None) -> list[Entry]:
    """The events with known days that touch the days shown, by the venue's clock, or by that of `zone`.

    Whole days are the same days on every clock: a fair is on its days, wherever it is read of.
    """
    found = [_entry(event, event, None if event.all_day else (event.starts_at, event.ends_at), zone)
             for event in events if event.days_known]
    return _touching(found, shown)


def booked_entries(bookings: Iterable[Booking], shown: Shown, zone: str | None) -> list[Entry]:
    """What somebody is expected at, each once, by the venue's clock or that of `zone`."""
    once = {(booking.what.__tablename__, booking.what.id): booking for booking in bookings}
    found = [_entry(booking.what, booking.what.event, (booking.start, booking.end), zone) for booking in once.values()]
    return _touching(found, shown)


def _entry(what: Any, event: Event, span: tuple[datetime, datetime] | None, zone: str | None) -> Entry:
    if span is None:
        return Entry(what, event, event.starts_on, event.ends_on, None, None, event.time_zone)
    clock = zone or event.time_zone
    begins, ends = (to_zone(instant, clock).replace(tzinfo=None) for instant in span)
    # What ends at midnight does not touch the next day.
    last = max(begins.date(), (ends - timedelta(microseconds=1)).date())
    long = ends - begins > _DAY
    return Entry(what, event, begins.date(), last, None if long else begins, None if long else max(ends, begins), clock)


def _touching(entries: list[Entry], shown: Shown) -> list[Entry]:
    found = [entry for entry in entries if entry.first <= shown.last and entry.last >= shown.first]
    return sorted(found, key=lambda entry: (entry.first, entry.begins or datetime.combine(entry.first, datetime.min.time()),
                                            entry.event.id, entry.what.id))


def bars_of(week: list[date], entries: list[Entry]) -> dict[date, list[Entry | None]]:
    """Per day the entries from top to bottom; over the week each keeps its line, so None stands where a line is free."""
    lines: list[dict[date, Entry]] = []
    for entry in sorted(entries, key=lambda item: (item.first, -(item.last - item.first).days)):
        touched = [day for day in week if entry.first <= day <= entry.last]
        if not touched:
            continue
        line = next((line for line in lines if not any(day in line for day in touched)), None)
        if line is None:
            lines.append(line := {})
        line.update(dict.fromkeys(touched, entry))
    found = {day: [line.get(day) for line in lines] for day in week}
    for bars in found.values():
        while bars and bars[-1] is None:
            bars.pop()
    return found


def listed(entries: list[Entry], shown: Shown) -> list[tuple[date, list[Entry]]]:
    """The entries under the days on which they begin; what began before stands under the first day shown."""
    days: dict[date, list[Entry]] = defaultdict(list)
    for entry in entries:
        days[max(entry.first, shown.first)].append(entry)
    return sorted(days.items())


def busy_days(entries: list[Entry], shown: Shown) -> dict[date, int]:
    """How many entries touch each day; days without any are left out."""
    counts: dict[date, int] = defaultdict(int)
    for entry in entries:
        first, last = max(entry.first, shown.first), min(entry.last, shown.last)
        for step in range((last - first).days + 1):
            counts[first + _DAY * step] += 1
    return dict(counts)


def blocks_of(entry: Entry) -> list[Block]:
    """The entry cut at midnight; nothing for one without hours. Each part is at least half an hour long to be readable."""
    if entry.begins is None or entry.ends is None:
        return []
    found = []
    for step in range((entry.last - entry.first).days + 1):
        day = entry.first + _DAY * step
        midnight = datetime.combine(day, datetime.min.time())
        start = max(0, int((entry.begins - midnight) / timedelta(minutes=30)))
        until = min(48, -int((midnight - entry.ends) // timedelta(minutes=30)))
        start = min(start, 47)
        found.append(Block(entry, day, start, max(until, start + 1), day == entry.first, day == entry.last))
    return found


def hour_grid(days: list[date], entries: list[Entry]) -> HourGrid:
    """The blocks of the days side by side where they overlap, over the usual hours and all that blocks need."""
    lanes: dict[date, list[list[Block]]] = {day: [] for day in days}
    for block in sorted((block for entry in entries for block in blocks_of(entry) if block.day in lanes),
                        key=lambda block: (block.start, -block.until)):
        lane = next((lane for lane in lanes[block.day] if lane[-1].until <= block.start), None)
        if lane is None:
            lanes[block.day].append(lane := [])
        lane.append(block)
    blocks = [block for rows in lanes.values() for lane in rows for block in lane]
    top = min([_USUAL[0], *(block.start - block.start % 2 for block in blocks)])
    bottom = max([_USUAL[1], *(block.until + block.until % 2 for block in blocks)])
    rows = []
    for at in range(top, bottom):
        cells: list[tuple[date, Block | None]] = []
        for day in days:
            for lane in lanes[day] or [[]]:
                here = next((block for block in lane if block.start <= at < block.until), None)
                if here is None or here.start == at:
                    cells.append((day, here))
        rows.append((at, cells))
    return HourGrid([(day, max(1, len(lanes[day]))) for day in days], rows)
