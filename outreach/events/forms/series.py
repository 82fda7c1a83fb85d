"""The form of an event series."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.validators import Length, Optional, ValidationError

from outreach.catalogue.queries import industry_choices
from outreach.events.models import EventSeries
from outreach.events.queries import CYCLE_LABELS, KIND_LABELS
from outreach.web.edits import Edited
from outreach.web.forms import (
    CountryField,
    LanguageField,
    SelectField,
    StringField,
    TextAreaField,
    ZoneField,
    optional,
    required,
)
from outreach.web.localized_forms import CheckboxesField, LocalizedForm, check_website, in_languages


class SeriesForm(in_languages("name", _l("Name of the series")), Edited, LocalizedForm):
    """An event series."""

    #: Text fields that are columns as they stand.
    PLAIN = ("code", "kind", "organiser", "website", "country", "city", "venue", "time_zone", "cycle", "cycle_note")

    source = LanguageField(_l("Original language"))
    code = StringField(_l("Code"), required() + [Length(max=30)])
    kind = SelectField(_l("Kind of event"))
    industries = CheckboxesField(_l("Industries"))
    organiser = StringField(_l("Organiser"), optional(300))
    website = StringField(_l("Website"), optional(500))
    country = CountryField(_l("Country"), [Optional()])
    city = StringField(_l("City"), optional(200))
    venue = StringField(_l("Venue"), optional(300))
    time_zone = ZoneField(_l("Time zone of the venue"), required())
    usual_months = StringField(_l("Usual months"), optional(30))
    cycle = SelectField(_l("How often"))
    cycle_note = TextAreaField(_l("Note on the cycle"), optional(2000))

    def __init__(self, *args, series: EventSeries | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.series = series
        self.kind.choices = list(KIND_LABELS.items())
        self.cycle.choices = [("", "–"), *CYCLE_LABELS.items()]
        self.industries.choices = industry_choices(keep=tuple(series.industries or ()) if series else ())

    def validate_website(self, field) -> None:
        """Refuse what a browser would run or not open."""
        check_website(field)

    def validate_usual_months(self, field) -> None:
        """Numbers from 1 to 12, separated by commas."""
        if any(not part.isascii() or not part.isdigit() or not 1 <= int(part) <= 12 for part in self.months()):
            raise ValidationError(_l("Enter the months as numbers, for example 9, 10"))

    def months(self) -> list[str]:
        """The months as they were written."""
        return [part for part in (self.usual_months.data or "").replace("，", ",").replace(" ", ",").split(",") if part]

    def values(self) -> dict[str, Any]:
        """Columns of a series. Call it on a form that is valid."""
        plain = {name: self[name].data or "" for name in self.PLAIN}
        months = sorted({int(part) for part in self.months()})
        return {**plain, "industries": self.industries.data, "usual_months": months,
                "name": self.localized("name", self.series.name if self.series else None)}

    def fill(self, series: EventSeries) -> None:
        """Show a stored series."""
        for name in (*self.PLAIN, "industries", "version"):
            self[name].data = getattr(series, name)
        self.usual_months.data = ", ".join(map(str, series.usual_months or []))
        self.fill_localized("name", series.name)
        self.source.data = series.name.source
