"""The rules of time zones as VTIMEZONE components."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, vDatetime

from outreach.events.calendar.text import written


@lru_cache(maxsize=500)
def zone_text(zone: str, first_year: int, last_year: int) -> str:
    """The VTIMEZONE of an IANA zone for these years and one on either side; it stays the same while the process lives."""
    part = Timezone.from_tzid(zone, first_date=date(max(1, first_year - 1), 1, 1),
                              last_date=date(min(9999, last_year + 1), 12, 31))
    _correct(part)
    return written(part)


def _correct(zone: Timezone) -> None:
    """Move the onsets that icalendar writes in the new offset to the old one, as RFC 5545 3.6.5 wants.

    It writes 03:00 for the European change to summer time; readers that take the rule by the letter would then
    be an hour late on that day.
    """
    zone.pop("comment", None)
    info = ZoneInfo(str(zone["tzid"]))
    for part in zone.subcomponents:
        before, after = part["tzoffsetfrom"].td, part["tzoffsetto"].td
        if before == after:
            continue
        part["dtstart"] = vDatetime(_onset(part["dtstart"].dt, before, after, info))
        listed = part.get("rdate")
        for item in listed if isinstance(listed, list) else [listed] if listed else []:
            for entry in item.dts:
                entry.dt = _onset(entry.dt, before, after, info)


def _onset(wall: datetime, before: timedelta, after: timedelta, info: ZoneInfo) -> datetime:
    """The wall time, in the old offset, at which the clocks change."""
    for candidate in (wall, wall - (after - before)):
        instant = (candidate - before).replace(tzinfo=UTC)
        earlier = (instant - timedelta(seconds=1)).astimezone(info).utcoffset()
        if earlier == before and instant.astimezone(info).utcoffset() == after:
            return candidate
    return wall
