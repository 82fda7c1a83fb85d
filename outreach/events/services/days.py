"""Days and hours that an event and its parts can have, whichever way they come in."""

from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import gettext as _

from outreach.db import LocalTime, today_in
from outreach.db.time import FIRST_DAY, LAST_DAY, is_possible, local_kind
from outreach.errors import Refused
from outreach.i18n import formats

#: Where a day begins first on Earth.
EARLIEST_ZONE = "Pacific/Kiritimati"


def check_days(**days: date | None) -> None:
    """Raise Refused, with the field, for the first of the named days that no event can have."""
    for field, day in days.items():
        if day is not None and not is_possible(day):
            raise Refused("day_out_of_range", _("Enter a year between %(first)s and %(last)s", first=FIRST_DAY.year,
                                                last=LAST_DAY.year), field=field)


def check_confirmed(day: date | None) -> None:
    """Raise Refused for a confirmation that nobody on Earth can have read yet."""
    if day is not None and day > today_in(EARLIEST_ZONE):
        raise Refused("confirmed_later", _("This day lies in the future. Enter the day on which you checked the dates."),
                      field="confirmed_on")


def settle_hour(wall: datetime, zone: str, fold: int | None, *, field: str | None = None, which: str | None = None) -> int:
    """Which of two equal wall times is meant; 0 for a time that stands once.

    Raises Refused at `field` for a time that the clocks skip, at `which` for one that stands twice while the fold is None.
    """
    kind, said = local_kind(wall, zone), {"zone": formats.place(zone), "time": f"{wall:%H:%M}"}
    if kind == "gap":
        raise Refused("time_skipped", _("The clocks in %(zone)s skip %(time)s on this day. Enter another time.", **said),
                      field=field)
    if kind == "twice" and fold is None:
        raise Refused("time_twice", _("The clocks in %(zone)s show %(time)s twice on this day. Choose which one is meant.",
                                      **said), field=which)
    return (fold or 0) if kind == "twice" else 0


def check_hours(given: dict[str, Any], zone: str) -> None:
    """Settle the folds of `starts_local` and `ends_local` in `given`, wall times in `zone`; None as a fold asks.

    Raises Refused, with the field, for hours that are missing, do not exist, end before they begin or last over a day.
    """
    begins, ends = given.get("starts_local"), given.get("ends_local")
    if begins is None or ends is None:
        raise Refused("hours_incomplete", _("Enter day, beginning and end"), field="starts_time")
    check_days(day=begins.date())
    for part, wall in (("starts", begins), ("ends", ends)):
        given[f"{part}_fold"] = settle_hour(wall, zone, given.get(f"{part}_fold"), field=f"{part}_time", which="which")
    # Between two equal hours the wall goes back, the clock of the world does not.
    if LocalTime(ends, zone, given["ends_fold"]).instant <= LocalTime(begins, zone, given["starts_fold"]).instant:
        raise Refused("end_before_start", _("It ends before it begins"), field="ends_time")
    if ends - begins > timedelta(days=1):
        raise Refused("over_a_day", _("It lasts longer than a day"), field="ends_time")
