"""The computed side of working-day calendars: what the holidays package knows, before anybody overrides it."""

import re
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

import holidays

from outreach.catalogue.holiday_names import in_language

#: The clock by which a country's working day ends.
ZONES = {"CN": "Asia/Shanghai", "GB": "Europe/London", "DE": "Europe/Berlin", "KR": "Asia/Seoul"}
_SUBSTITUTED = re.compile(r"^Day off \(substituted from (\d\d)/(\d\d)/(\d{4})\)$")


@dataclass(frozen=True)
class Computed:
    """One year of one calendar: days off by their English names, and days at weekends on which people work.

    `decreed` is true where the package carries the published arrangement of the year (China only).
    """

    off: dict[date, str] = field(default_factory=dict)
    makeup: frozenset[date] = frozenset()
    decreed: bool = False


@lru_cache(maxsize=256)
def computed_year(calendar: str, year: int) -> Computed:
    """The days that the package knows. Raises KeyError for a calendar that it has not got."""
    country, _, part = calendar.partition("-")
    if country not in ZONES:
        raise KeyError(calendar)
    try:
        found = holidays.country_holidays(
            country, subdiv=part or None, years=year, language="en_GB" if country == "GB" else "en_US")
    except NotImplementedError:
        raise KeyError(calendar) from None
    off = {day: name for day, name in found.items() if day.year == year}
    makeup = frozenset(day for day in getattr(found, "weekend_workdays", ()) if day.year == year)
    return Computed(off, makeup, bool(makeup) or any(_SUBSTITUTED.match(name) for name in off.values()))


def zone_of(calendar: str) -> str:
    """The IANA zone of a calendar. Raises KeyError for a country without one."""
    return ZONES[calendar.partition("-")[0]]


def name_of(english: str, lang: str) -> str:
    """A computed holiday's name in the reader's language."""
    swapped = _SUBSTITUTED.match(english)
    if swapped:
        month, day, year = (int(part) for part in swapped.groups())
        return in_language("Day off", lang, worked=date(year, month, day))
    return "; ".join(in_language(part, lang) for part in english.split("; "))
