"""Days that an event and its parts can have, whichever way they come in."""

from datetime import date

from flask_babel import gettext as _

from outreach.db import today_in
from outreach.db.time import FIRST_DAY, LAST_DAY, is_possible
from outreach.errors import Refused

#: Where a day begins first on Earth.
_EARLIEST_ZONE = "Pacific/Kiritimati"


def check_days(**days: date | None) -> None:
    """Raise Refused, with the field, for the first of the named days that no event can have."""
    for field, day in days.items():
        if day is not None and not is_possible(day):
            raise Refused("day_out_of_range", _("Enter a year between %(first)s and %(last)s", first=FIRST_DAY.year,
                                                last=LAST_DAY.year), field=field)


def check_confirmed(day: date | None) -> None:
    """Raise Refused for a confirmation that nobody on Earth can have read yet."""
    if day is not None and day > today_in(_EARLIEST_ZONE):
        raise Refused("confirmed_later", _("This day lies in the future. Enter the day on which you checked the dates."),
                      field="confirmed_on")
