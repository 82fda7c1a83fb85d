"""Times: what the zone's clocks skip, what they show twice, and where a day begins."""

from datetime import UTC, date, datetime

import pytest

from outreach.db.time import LocalTime, day_bounds, local_kind, to_zone


def test_a_time_that_the_clocks_skip_is_known():
    assert local_kind(datetime(2027, 3, 28, 2, 30), "Europe/Berlin") == "gap"


def test_a_time_that_stands_twice_is_told_apart_by_fold():
    wall = datetime(2027, 10, 31, 2, 30)
    assert local_kind(wall, "Europe/Berlin") == "twice"
    early, late = LocalTime(wall, "Europe/Berlin", 0).instant, LocalTime(wall, "Europe/Berlin", 1).instant
    assert (late - early).total_seconds() == 3600


@pytest.mark.parametrize(("wall", "hour"), [(datetime(2027, 3, 27, 9), 8), (datetime(2027, 3, 29, 9), 7)])
def test_nine_in_munich_is_another_instant_after_the_change(wall, hour):
    assert LocalTime(wall, "Europe/Berlin").instant.hour == hour


def test_zones_without_summer_time_never_skip():
    assert local_kind(datetime(2027, 3, 28, 2, 30), "Asia/Seoul") == "once"


def test_a_day_of_the_change_has_23_hours():
    begin, end = day_bounds(date(2027, 3, 28), "Europe/Berlin")
    assert (end - begin).total_seconds() == 23 * 3600
    assert begin == datetime(2027, 3, 27, 23, tzinfo=UTC)
    assert to_zone(begin, "Asia/Shanghai").hour == 7
