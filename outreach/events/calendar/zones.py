"""The rules of time zones as VTIMEZONE components."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Component, Timezone, TimezoneDaylight, TimezoneStandard

from outreach.events.calendar.text import written


@lru_cache(maxsize=500)
def zone_text(zone: str, first_year: int, last_year: int) -> str:
    """The VTIMEZONE of an IANA zone for these years and one on either side; it stays the same while the process lives.

    Each change of the clocks is a part of its own. Lists of dates in one part are read differently: ical.js takes the
    first date of a list and no DTSTART beside it, Outlook no list at all. icalendar writes such lists, and of onsets the
    new offset's; it also leaves out the month of fasting of some years in Morocco.
    """
    info = ZoneInfo(zone)
    begin, end = (datetime(min(9998, max(2, year)), 1, 1, tzinfo=UTC) for year in (first_year - 1, last_year + 2))
    rules = Timezone()
    rules.add("tzid", zone)
    rules.add_component(_part(begin, _offset(begin, info), info))
    for instant in _changes(begin, end, info):
        rules.add_component(_part(instant, _offset(instant - timedelta(seconds=1), info), info))
    return written(rules)


def _changes(begin: datetime, end: datetime, info: ZoneInfo) -> Iterator[datetime]:
    """The instants between at which the zone gets another offset."""
    while begin < end:
        early, late = begin, begin + timedelta(days=1)
        if _offset(early, info) != _offset(late, info):
            while late - early > timedelta(seconds=1):
                middle = early + timedelta(seconds=(late - early) // timedelta(seconds=2))
                early, late = (middle, late) if _offset(middle, info) == _offset(begin, info) else (early, middle)
            yield late
        begin += timedelta(days=1)


def _offset(instant: datetime, info: ZoneInfo) -> timedelta:
    return instant.astimezone(info).utcoffset() or timedelta()


def _part(instant: datetime, before: timedelta, info: ZoneInfo) -> Component:
    """What holds from the instant on; RFC 5545 3.6.5 wants it on the clock before."""
    local = instant.astimezone(info)
    part = TimezoneDaylight() if local.dst() else TimezoneStandard()
    part.add("dtstart", (instant + before).replace(tzinfo=None))
    part.add("tzname", local.tzname() or "")
    part.add("tzoffsetfrom", before)
    part.add("tzoffsetto", _offset(instant, info))
    return part
