"""Forms of events that repeat and of calendar files."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField
from wtforms.validators import NumberRange, Optional

from outreach.events.models import KINDS, Event
from outreach.events.queries import KIND_LABELS
from outreach.events.queries.recurrence import FREQUENCY_LABELS, NTH_LABELS
from outreach.events.services.recurrence import Rule, nths_of
from outreach.web.forms import Form, IntegerField, LanguageField, SelectField, StringField, ZoneField, optional, required
from outreach.web.localized_forms import day_field


class RepeatForm(Form):
    """How an event repeats. The last two answer questions that only some rules raise."""

    frequency = RadioField(_l("How often"))
    interval = IntegerField(_l("Every how many weeks or months"), [Optional(), NumberRange(1, 52)], default=1)
    nth = SelectField(_l("Weekday of the month"), coerce=int)
    until = day_field(_l("Last day"), needed=False)
    count = IntegerField(_l("Number of dates"), [Optional()])
    short_months = RadioField(_l("Months without that day"), [Optional()])
    gaps = RadioField(_l("Hours that the clocks skip"), [Optional()])

    def __init__(self, *args, event: Event, **kwargs):
        super().__init__(*args, **kwargs)
        self.frequency.choices = list(FREQUENCY_LABELS.items())
        self.nth.choices = [(nth, NTH_LABELS[nth]) for nth in nths_of(event.starts_on)]
        self.short_months.choices = [("last", _l("Take the last day of the month")), ("skip", _l("Leave those months out"))]
        self.gaps.choices = [("later", _l("Begin and end an hour later on that date")), ("skip", _l("Leave that date out"))]
        if not self.is_submitted():
            self.frequency.data, self.interval.data = "weekly", 1

    def rule(self) -> Rule:
        """What was chosen. Call it on a form that is valid."""
        return Rule(self.frequency.data, self.interval.data or 1, self.until.data, self.count.data, self.nth.data,
                    self.short_months.data or "", self.gaps.data or "")


class UploadForm(Form):
    """A calendar file, and what its events begin with."""

    file = FileField(_l("Calendar file (.ics)"), [FileRequired(_l("Choose a file"))])
    kind = SelectField(_l("Kind of event"))
    language = LanguageField(_l("Language of the titles"))
    time_zone = ZoneField(_l("Time zone for times without one"), required())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind.choices = [(code, KIND_LABELS[code]) for code in KINDS]


class CancelForm(Form):
    """Why dates do not take place."""

    reason = StringField(_l("Reason"), optional(500))
