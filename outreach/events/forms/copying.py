"""The form in which an event is copied to its next edition."""

from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import RadioField

from outreach.events.models import Event
from outreach.events.services.copying import next_title, parts_of, proposed_days
from outreach.i18n import LANGUAGES, formats
from outreach.i18n.localized import LocalizedText
from outreach.web.forms import LanguageField, StringField, optional
from outreach.web.localized_forms import CheckboxesField, LocalizedForm, day_field, in_languages

OTHER = "other"


class CopyForm(in_languages("title", _l("Title")), LocalizedForm):
    """First day, names, and what is taken along."""

    proposal = RadioField(_l("First day"))
    starts_on = day_field(_l("Another first day"), needed=False)
    source = LanguageField(_l("Original language"))
    code = StringField(_l("Code"), optional(40))
    parts = CheckboxesField(_l("What is taken along"))

    def __init__(self, *args, event: Event, **kwargs):
        super().__init__(*args, **kwargs)
        self.event = event
        days = proposed_days(event)
        self.proposed_title = next_title(event, days[0][0])
        self.proposal.choices = [*[(day.isoformat(), f"{formats.day(day, weekday=True)}: {why}") for day, why in days],
                                 (OTHER, _l("Another day"))]
        found = parts_of(event)
        self.parts.choices = [(name, f"{part.label}: {part.words(count)}") for name, part, count in found]
        if not self.is_submitted():
            self.proposal.data = days[0][0].isoformat()
            self.parts.data = [name for name, part, _count in found if part.usual]
            self.source.data = event.title.source
            self.fill_localized("title", self.proposed_title)

    def first_day(self) -> date | None:
        """The day that was chosen or entered."""
        return self.starts_on.data if self.proposal.data == OTHER else date.fromisoformat(self.proposal.data)

    def title(self, first_day: date) -> LocalizedText | None:
        """The names; those that were left as proposed bear the year of the first day."""
        meant = next_title(self.event, first_day)
        for code in LANGUAGES:
            field, proposed = self[f"title_{code}"], self.proposed_title.texts.get(code)
            if proposed and field.data == proposed["text"]:
                field.data = meant.texts[code]["text"]
        return self.localized("title", meant)
