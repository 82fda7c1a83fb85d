"""How long it takes from one place to the next, and whether the time between two legs is enough."""

import math
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from importlib.resources import files

from outreach.catalogue.queries import setting
from outreach.db.time import LocalTime
from outreach.events.models import OFF, Event

#: ±DDMM or ±DDMMSS north, ±DDDMM or ±DDDMMSS east; seconds are not worth reading.
_PLACE = re.compile(r"([+-])(\d\d)(\d\d)(?:\d\d)?([+-])(\d{3})(\d\d)(?:\d\d)?")
#: Door to door, as coordinators plan it: way to and from the airport, check-in, border.
AROUND_A_FLIGHT = timedelta(hours=5)
FLIGHT_KM_PER_HOUR = 800
#: Within one country, where no town's position is known, and within one town.
WITHIN_A_ZONE = timedelta(hours=4)
WITHIN_A_CITY = timedelta(hours=1)
_HALF_HOUR = timedelta(minutes=30)


@dataclass(frozen=True)
class Journey:
    """From one leg to the next: the time between them, the time needed, and whether that is an estimate.

    `free` is negative where the later leg begins before the earlier one ends.
    """

    start: Event
    end: Event
    free: timedelta
    needed: timedelta
    estimated: bool

    @property
    def too_short(self) -> bool:
        """True where the journey takes longer than there is time, or the legs overlap."""
        return self.free < self.needed

    @property
    def key(self) -> str:
        """What a kept warning is remembered by: the two legs and the minutes between them."""
        return f"gap:{self.start.id}:{self.end.id}:{int(self.free.total_seconds() // 60)}"


@lru_cache(maxsize=1)
def _zone_places() -> dict[str, tuple[float, float]]:
    """Latitude and longitude, in degrees, of the city that names each zone; from the time-zone database."""
    found = {}
    for line in (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            _country, place, zone = line.split("\t")[:3]
            north, lat, lat_minutes, east, lon, lon_minutes = _PLACE.fullmatch(place).groups()
            found[zone] = (float(f"{north}1") * (int(lat) + int(lat_minutes) / 60),
                           float(f"{east}1") * (int(lon) + int(lon_minutes) / 60))
    return found


def kilometres_between(zone: str, other: str) -> float | None:
    """The great circle between the cities that name two zones; None where one has no city, such as UTC."""
    places = _zone_places()
    if zone not in places or other not in places:
        return None
    (lat, lon), (lat2, lon2) = ([math.radians(value) for value in places[name]] for name in (zone, other))
    half = math.sin((lat2 - lat) / 2) ** 2 + math.cos(lat) * math.cos(lat2) * math.sin((lon2 - lon) / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(half))


def journey_estimate(start: Event, end: Event) -> timedelta:
    """About how long the way takes from one event to the other, to the half hour."""
    if start.time_zone == end.time_zone:
        here = start.city.strip().casefold()
        return WITHIN_A_CITY if here and here == end.city.strip().casefold() else WITHIN_A_ZONE
    distance = kilometres_between(start.time_zone, end.time_zone)
    if distance is None:
        return AROUND_A_FLIGHT
    taken = AROUND_A_FLIGHT + timedelta(hours=distance / FLIGHT_KM_PER_HOUR)
    return _HALF_HOUR * math.ceil(taken / _HALF_HOUR)


def begins(event: Event) -> datetime:
    """The UTC instant at which people have to be there: its hour, else the beginning of the working day."""
    if event.starts_local is not None:
        return event.starts_at
    return LocalTime(datetime.combine(event.starts_on, setting("office_hours_start")), event.time_zone).instant


def ends(event: Event) -> datetime:
    """The UTC instant at which people can leave: its hour, else the end of the working day."""
    if event.ends_local is not None:
        return event.ends_at
    return LocalTime(datetime.combine(event.ends_on, setting("office_hours_end")), event.time_zone).instant


def journeys(legs: list[Event]) -> list[Journey]:
    """The ways between the legs in their order; legs without days, cancelled and postponed ones are left out."""
    going = [leg for leg in legs if leg.days_known and leg.state not in OFF]
    return [
        Journey(start, end, begins(end) - ends(start),
                timedelta(minutes=end.travel_minutes) if end.travel_minutes is not None else journey_estimate(start, end),
                end.travel_minutes is None)
        for start, end in zip(going, going[1:], strict=False)
    ]
