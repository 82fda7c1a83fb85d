"""The one module that converts times: instants (UTC), local times (wall time and zone), days."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

#: The days that people can enter. Anything else is a slip of the pen, such as the year 27, and reckoning ends at 1 and 9999.
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2200, 12, 31)


@lru_cache(maxsize=1)
def zone_names() -> frozenset[str]:
    """All IANA zone names that this machine knows, without those that mean another time on each machine or none."""
    return frozenset(available_timezones() - {"localtime", "Factory"})


def now() -> datetime:
    """The present instant in UTC."""
    return datetime.now(UTC)


def to_zone(instant: datetime, zone: str) -> datetime:
    """The same instant on the clocks of `zone`, an IANA name."""
    try:
        return instant.astimezone(ZoneInfo(zone))
    except OverflowError:
        # What stands at the very end of the calendar has no other clock.
        return instant.replace(tzinfo=ZoneInfo(zone))


def is_possible(day: date) -> bool:
    """True for a day that people can enter, from FIRST_DAY to LAST_DAY."""
    return FIRST_DAY <= day <= LAST_DAY


def nearest_possible(day: date) -> date:
    """The day itself, or the end of the calendar that is nearer to it."""
    return min(max(day, FIRST_DAY), LAST_DAY)


def today_in(zone: str, at: datetime | None = None) -> date:
    """The calendar day in `zone` now, or at the instant `at`."""
    return to_zone(at or now(), zone).date()


@dataclass(frozen=True)
class LocalTime:
    """What will happen: wall time, IANA zone and fold; the instant is derived, because zone rules change."""

    wall: datetime
    zone: str
    fold: int = 0

    @property
    def instant(self) -> datetime:
        """The UTC instant by today's rules of the zone."""
        return self.wall.replace(tzinfo=ZoneInfo(self.zone), fold=self.fold).astimezone(UTC)


def local_kind(wall: datetime, zone: str) -> str:
    """'once', 'gap' (clocks skip this time) or 'twice' (clocks show it twice) for a naive wall time."""
    info = ZoneInfo(zone)
    early, late = wall.replace(tzinfo=info, fold=0), wall.replace(tzinfo=info, fold=1)
    if early.utcoffset() == late.utcoffset():
        return "once"
    back = early.astimezone(UTC).astimezone(info).replace(tzinfo=None)
    return "twice" if back == wall else "gap"


def day_bounds(day: date, zone: str) -> tuple[datetime, datetime]:
    """The UTC instants at which `day` begins and ends on the clocks of `zone`."""
    midnight = datetime.min.time()
    begin = datetime.combine(day, midnight, ZoneInfo(zone))
    end = datetime.combine(min(day, date.max - timedelta(days=1)) + timedelta(days=1), midnight, ZoneInfo(zone))
    return to_zone(begin, "UTC"), to_zone(end, "UTC")
