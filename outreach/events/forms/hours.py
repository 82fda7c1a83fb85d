"""The day and the hours of something short: an agenda item, a meeting, a line of a programme."""

from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, TimeField
from wtforms.validators import InputRequired

from outreach.web.localized_forms import day_field


class Hours:
    """Fields to be mixed into a form. The end is on the day of the beginning or, past midnight, on the next one."""

    day = day_field(_l("Day"))
    starts_time = TimeField(_l("Begins at"), [InputRequired(_l("Fill in this field"))])
    ends_time = TimeField(_l("Ends at"), [InputRequired(_l("Fill in this field"))])
    overnight = BooleanField(_l("Ends on the next day"))

    def fill_hours(self, starts: datetime, ends: datetime) -> None:
        """Show two stored wall times."""
        self.day.data, self.starts_time.data, self.ends_time.data = starts.date(), starts.time(), ends.time()
        self.overnight.data = ends.date() > starts.date()

    def hours(self) -> dict[str, Any]:
        """The columns `starts_local` and `ends_local`. Call it on a form that is valid."""
        last = self.day.data + timedelta(days=1) if self.overnight.data else self.day.data
        return {"starts_local": datetime.combine(self.day.data, self.starts_time.data),
                "ends_local": datetime.combine(last, self.ends_time.data)}
