"""Whose clock shows what: working hours side by side, the hours that two places share, and when clocks change."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel.core import get_global
from flask_babel import gettext as _

from outreach.catalogue.queries import calendars_of, holiday_name, is_working_day
from outreach.db import to_zone
from outreach.db.time import LocalTime, day_bounds

#: The hours of a strip: night, early or late, working.
NIGHT, EDGE, WORK = "night", "edge", "work"
_EARLY, _LATE = 7, 21


@dataclass(frozen=True)
class Strip:
    """One place's clock along a day of the reader: per hour of that day its own hour and what it is."""

    zone: str
    #: Twenty-four or, on a day of a change, 23 or 25 pairs of (own wall time, kind).
    hours: list[tuple[datetime, str]]
    #: Minutes east of UTC at the middle of the day.
    offset: int


@dataclass(frozen=True)
class Shared:
    """The hours in which people in two places are both at work, by the clock of the first; both None where none."""

    begin: datetime | None
    end: datetime | None

    @property
    def hours(self) -> float:
        """How long, in hours."""
        return (self.end - self.begin).total_seconds() / 3600 if self.begin and self.end else 0.0


@dataclass(frozen=True)
class Change:
    """Clocks of a zone that change: the day, and by how many minutes (positive: forward)."""

    zone: str
    day: date
    minutes: int


def working_window(zone: str, day: date, begin: time, end: time) -> tuple[datetime, datetime]:
    """The UTC instants between which people in `zone` are at work on that day of theirs."""
    return tuple(LocalTime(datetime.combine(day, wall), zone).instant for wall in (begin, end))


def strip(zone: str, reader: str, day: date, begin: time, end: time) -> Strip:
    """The clock of `zone` over the day that the reader's zone has; hours are judged by their beginning."""
    first, last = day_bounds(day, reader)
    hours, instant = [], first
    while instant < last:
        own = to_zone(instant, zone)
        kind = WORK if begin <= own.time() < end else EDGE if _EARLY <= own.hour < _LATE else NIGHT
        hours.append((own.replace(tzinfo=None), kind))
        instant += timedelta(hours=1)
    middle = to_zone(first + (last - first) / 2, zone)
    return Strip(zone, hours, int(middle.utcoffset().total_seconds() // 60))


def shared_hours(zone: str, other: str, day: date, begin: time, end: time) -> Shared:
    """When both are at work on the working day that `zone` calls `day`; the other's day may be the one beside it."""
    own = working_window(zone, day, begin, end)
    best: tuple[datetime, datetime] | None = None
    for step in (-1, 0, 1):
        theirs = working_window(other, day + timedelta(days=step), begin, end)
        both = max(own[0], theirs[0]), min(own[1], theirs[1])
        if both[0] < both[1] and (best is None or both[1] - both[0] > best[1] - best[0]):
            best = both
    if best is None:
        return Shared(None, None)
    return Shared(*(to_zone(instant, zone) for instant in best))


def shared_by_all(zones: list[str], reader: str, day: date, begin: time, end: time) -> Shared:
    """The hours of the reader's day in which all are at work, by the reader's clock."""
    first, last = day_bounds(day, reader)
    spans = [(first, last)]
    for zone in zones:
        windows = [working_window(zone, day + timedelta(days=step), begin, end) for step in (-1, 0, 1)]
        spans = [(max(a, c), min(b, d)) for a, b in spans for c, d in windows if max(a, c) < min(b, d)]
    if not spans:
        return Shared(None, None)
    longest = max(spans, key=lambda span: span[1] - span[0])
    return Shared(*(to_zone(instant, reader) for instant in longest))


def closed_on(zone: str, day: date) -> str:
    """Why nobody is at work in the country of a zone on that day: the holiday that all its regions have, or the weekend;
    empty on a working day."""
    country = get_global("zone_territories").get(get_global("zone_aliases").get(zone, zone), "")
    codes = calendars_of(country)
    if not codes:
        return _("Weekend") if day.weekday() > 4 else ""
    if any(is_working_day(day, code) for code in codes):
        return ""
    return next(filter(None, (holiday_name(day, code) for code in codes)), None) or _("Weekend")


def clock_changes(zones: list[str], first: date, last: date) -> list[Change]:
    """The changes of these zones' clocks within the inclusive days, in order."""
    found = []
    for zone in dict.fromkeys(zones):
        info = ZoneInfo(zone)
        before = _offset(first, info)
        for step in range((last - first).days + 1):
            day = first + timedelta(days=step)
            after = _offset(day + timedelta(days=1), info)
            if after != before:
                found.append(Change(zone, day, int((after - before).total_seconds() // 60)))
            before = after
    return sorted(found, key=lambda change: (change.day, zones.index(change.zone)))


def _offset(day: date, info: ZoneInfo) -> timedelta:
    """The offset at which the day begins."""
    return datetime.combine(day, time(), info).astimezone(UTC).astimezone(info).utcoffset()
