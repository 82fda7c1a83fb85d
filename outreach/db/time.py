"""The one module that converts times: instants (UTC), local times (wall time and zone), days."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones


@lru_cache(maxsize=1)
def zone_names() -> frozenset[str]:
    """All IANA zone names that this machine knows."""
    return frozenset(available_timezones())


def now() -> datetime:
    """The present instant in UTC."""
    return datetime.now(UTC)


def to_zone(instant: datetime, zone: str) -> datetime:
    """The same instant on the clocks of `zone`, an IANA name."""
    return instant.astimezone(ZoneInfo(zone))


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


def local_from_form(wall: datetime, zone: str, fold: int = 0) -> LocalTime:
    """A LocalTime from a form. Raises ValueError('gap') for a time that the zone's clocks skip."""
    if local_kind(wall, zone) == "gap":
        raise ValueError("gap")
    return LocalTime(wall, zone, fold)


def day_bounds(day: date, zone: str) -> tuple[datetime, datetime]:
    """The UTC instants at which `day` begins and ends on the clocks of `zone`."""
    midnight = datetime.min.time()
    begin = datetime.combine(day, midnight, ZoneInfo(zone))
    end = datetime.combine(day + timedelta(days=1), midnight, ZoneInfo(zone))
    return begin.astimezone(UTC), end.astimezone(UTC)
