"""The rules of time zones in calendar files, read by the letter: the offset of every hour is the zone's."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Component

from outreach.events.calendar.zones import zone_text

#: Where the clocks change by a rule, twice around a month of fasting, by half an hour, in the south, or never.
ZONES = ("Europe/Berlin", "Europe/London", "America/New_York", "Australia/Sydney", "Australia/Lord_Howe", "Africa/Casablanca",
         "Africa/Cairo", "America/Santiago", "Asia/Jerusalem", "Asia/Kolkata", "Asia/Shanghai", "Asia/Seoul", "UTC")


def rules_of(zone: str, first_year: int, last_year: int) -> list[Component]:
    """The parts of the zone's component by their onset."""
    text = f"BEGIN:VCALENDAR\r\n{zone_text(zone, first_year, last_year)}END:VCALENDAR\r\n"
    return Calendar.from_ical(text).walk("VTIMEZONE")[0].subcomponents


@pytest.mark.parametrize("zone", ZONES)
def test_the_last_onset_before_each_hour_gives_the_zones_offset(zone):
    rules, info = rules_of(zone, 2027, 2029), ZoneInfo(zone)
    onsets = [(part["dtstart"].dt - part["tzoffsetfrom"].td, part["tzoffsetto"].td) for part in rules]
    assert onsets == sorted(onsets)
    hour, wrong = datetime(2026, 1, 2), []
    while hour < datetime(2030, 12, 31):
        offset = [after for onset, after in onsets if onset <= hour][-1]
        if offset != hour.replace(tzinfo=UTC).astimezone(info).utcoffset():
            wrong.append(hour)
        hour += timedelta(hours=1)
    assert wrong == []


@pytest.mark.parametrize("zone", ZONES)
def test_each_change_is_a_part_of_its_own_because_programs_read_lists_of_dates_differently(zone):
    rules = rules_of(zone, 2027, 2029)
    assert all(set(part) == {"DTSTART", "TZNAME", "TZOFFSETFROM", "TZOFFSETTO"} for part in rules)
    # The first holds from the begin; each of the others starts from the offset that the one before gave.
    assert all(one["tzoffsetto"].td == next_one["tzoffsetfrom"].td for one, next_one in zip(rules, rules[1:], strict=False))


@pytest.mark.parametrize("years", [(1, 1), (9999, 9999)])
def test_the_first_and_the_last_years_of_the_calendar_have_rules(years):
    assert rules_of("America/New_York", *years) and rules_of("Pacific/Kiritimati", *years)
