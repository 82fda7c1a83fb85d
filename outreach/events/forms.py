"""Forms of this room: an event, its state, a team member, a series, a feed."""

from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectMultipleField, TimeField
from wtforms.validators import Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from outreach.catalogue.queries import industry_choices
from outreach.events.models import KINDS, PRESENCES, STATES, Event, EventSeries
from outreach.events.queries import (
    CYCLE_LABELS,
    KIND_LABELS,
    PRESENCE_LABELS,
    SCOPE_LABELS,
    STATE_LABELS,
    TEAM_ROLE_LABELS,
)
from outreach.i18n import LANGUAGES
from outreach.i18n.localized import LocalizedText
from outreach.web.forms import (
    CountryField,
    DateField,
    Form,
    LanguageField,
    SelectField,
    StringField,
    TextAreaField,
    ZoneField,
    optional,
    required,
)

#: Offered while typing; any zone may be written.
ZONES = ("Asia/Shanghai", "Europe/Berlin", "Europe/London", "Asia/Seoul", "Europe/Paris", "Europe/Rome",
         "Europe/Zurich", "Europe/Vienna", "Europe/Amsterdam", "Europe/Madrid", "Europe/Stockholm", "Asia/Tokyo",
         "Asia/Singapore", "Asia/Hong_Kong", "Asia/Dubai", "America/New_York", "America/Chicago",
         "America/Los_Angeles", "UTC")


class CheckboxesField(SelectMultipleField):
    """Several choices of a list, each with its own box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def _day(label: Any, needed: bool = True) -> DateField:
    return DateField(label, required() if needed else [Optional()])


class LocalizedForm(Form):
    """A form whose texts stand side by side in the four languages, in fields such as `title_de`."""

    def localized(self, name: str, old: LocalizedText | None) -> LocalizedText | None:
        """The text of the four fields; what was left alone keeps its status, what was written counts as reviewed."""
        source = self.source.data
        texts = {code: self[f"{name}_{code}"].data or "" for code in LANGUAGES}
        if not any(texts.values()):
            return None
        if not texts[source]:
            source = next(code for code in (source, "en", *LANGUAGES) if texts[code])
        if old is None or old.source != source:
            return LocalizedText.of(source, texts.pop(source), **texts)
        made = old if old.original == texts[source] else old.rewritten(texts[source])
        for code, text in texts.items():
            if code != source and text != (old.texts.get(code) or {}).get("text", ""):
                made = made.translated(code, text, "reviewed")
        return made

    def fill_localized(self, name: str, text: LocalizedText | None) -> None:
        """Show a stored text in the four fields."""
        for code in LANGUAGES:
            self[f"{name}_{code}"].data = (text.texts.get(code) or {}).get("text", "") if text else ""


def _in_languages(prefix: str, label: Any, kind: type = StringField, longest: int = 300) -> type:
    """A class with one field per language, to be mixed into a form."""
    return type(f"_{prefix}", (), {f"{prefix}_{code}": kind(label, optional(longest)) for code in LANGUAGES})


class EventForm(_in_languages("title", _l("Title")),
                _in_languages("description", _l("Description"), TextAreaField, 5000), LocalizedForm):
    """An event. `version` is the one that the form was opened with."""

    #: Fields that are columns as they stand.
    PLAIN = ("code", "series_id", "kind", "presence", "state", "starts_on", "ends_on", "time_zone", "country", "city",
             "venue", "confirmed_on", "confirmed_source", "website", "industries", "public")

    version = HiddenField()
    source = LanguageField(_l("Original language"))
    code = StringField(_l("Code"), optional(40))
    series_id = SelectField(_l("Event series"), coerce=lambda value: int(value) if value else None)
    kind = SelectField(_l("Kind of event"))
    presence = SelectField(_l("Our role"))
    state = SelectField(_l("State"))
    starts_on = _day(_l("First day"))
    ends_on = _day(_l("Last day"))
    days_unknown = BooleanField(_l("Only the usual month is known"))
    starts_time = TimeField(_l("Begins at"), [Optional()])
    ends_time = TimeField(_l("Ends at"), [Optional()])
    second_hour = BooleanField(_l("Where the clocks show this time twice, the second one is meant"))
    time_zone = ZoneField(_l("Time zone of the venue"), required())
    country = CountryField(_l("Country"), [Optional()])
    city = StringField(_l("City"), optional(200))
    venue = StringField(_l("Venue"), optional(300))
    confirmed_on = _day(_l("Date confirmed on"), needed=False)
    confirmed_source = StringField(_l("Source of the dates"), optional(500))
    website = StringField(_l("Website"), optional(500))
    industries = CheckboxesField(_l("Industries"))
    public = BooleanField(_l("Show on the public pages"))

    def __init__(self, *args, series: list[EventSeries] | tuple = (), event: Event | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.event = event
        self.series_id.choices = [("", "–"), *[(item.id, item.name.original) for item in series]]
        self.kind.choices = [(code, KIND_LABELS[code]) for code in KINDS]
        self.presence.choices = [(code, PRESENCE_LABELS[code]) for code in PRESENCES]
        self.state.choices = [(code, STATE_LABELS[code]) for code in STATES]
        self.industries.choices = industry_choices(keep=tuple(event.industries or ()) if event else ())

    def validate_website(self, field) -> None:
        """Refuse what a browser would run or not open."""
        check_website(field)

    def validate_days_unknown(self, field) -> None:
        """Days within a month contradict it; a confirmed date outweighs it."""
        first, last = self.starts_on.data, self.ends_on.data
        whole = first and last and first.day == 1 and (last + timedelta(days=1)).day == 1
        if field.data and first and last and not whole and not self.confirmed_on.data:
            raise ValidationError(_l("Take this tick away where the days are known, or enter the first and last day "
                                     "of the month"))

    def fill(self, values: dict[str, Any]) -> None:
        """Show values by column name, of an event or of the edition that is about to be made."""
        for name in (*self.PLAIN, "version"):
            if values.get(name) is not None:
                self[name].data = values[name]
        self.fill_localized("title", values.get("title"))
        self.fill_localized("description", values.get("description"))
        self.source.data = values["title"].source if values.get("title") else values.get("source")
        self.days_unknown.data = not values.get("days_known", True)
        if values.get("starts_local"):
            self.starts_time.data, self.ends_time.data = values["starts_local"].time(), values["ends_local"].time()
            self.second_hour.data = bool(values.get("starts_fold"))

    def values(self) -> dict[str, Any]:
        """Columns of an event. Call it on a form that is valid."""
        event = self.event
        hours = {
            f"{part}_local": datetime.combine(day, clock) if clock else None
            for part, day, clock in (("starts", self.starts_on.data, self.starts_time.data),
                                     ("ends", self.ends_on.data, self.ends_time.data))}
        fold = 1 if self.second_hour.data else 0
        plain = {name: self[name].data for name in self.PLAIN}
        for name in ("city", "venue", "confirmed_source", "website"):
            plain[name] = plain[name] or ""
        return {
            **plain, **hours, "starts_fold": fold, "ends_fold": fold,
            "days_known": not self.days_unknown.data or bool(plain["confirmed_on"]),
            "title": self.localized("title", event.title if event else None),
            "description": self.localized("description", event.description if event else None),
        }


def check_website(field) -> None:
    """Only addresses that begin with http:// or https://."""
    if field.data and not field.data.lower().startswith(("http://", "https://")):
        raise ValidationError(_l("Enter an address that begins with https://"))


class StateForm(Form):
    """Another state, with the reason."""

    state = SelectField(_l("State"))
    reason = StringField(_l("Reason"), optional(500))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.state.choices = [(code, STATE_LABELS[code]) for code in STATES]


class MemberForm(Form):
    """Somebody who goes."""

    user_id = SelectField(_l("Person"), coerce=int)
    role = SelectField(_l("Role in the team"))
    from_on = _day(_l("From"), needed=False)
    until_on = _day(_l("Until"), needed=False)

    def __init__(self, *args, users=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.user_id.choices = [(user.id, user.label) for user in users]
        self.role.choices = list(TEAM_ROLE_LABELS.items())
        if not self.is_submitted():
            self.role.data = "member"


class SeriesForm(_in_languages("name", _l("Name of the series")), LocalizedForm):
    """An event series."""

    #: Text fields that are columns as they stand.
    PLAIN = ("code", "kind", "organiser", "website", "country", "city", "venue", "time_zone", "cycle", "cycle_note")

    version = HiddenField()
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


class FeedForm(Form):
    """A new calendar address."""

    scope = SelectField(_l("Which events"))
    event_id = SelectField(_l("Event"), coerce=lambda value: int(value) if value else None)
    all_day = BooleanField(_l("Show every event as whole days"))

    def __init__(self, *args, events=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.scope.choices = list(SCOPE_LABELS.items())
        self.event_id.choices = [("", "–"), *[(event.id, event.label) for event in events]]


def _year(value: str | int | None) -> int | None:
    """A year of four digits; the choices are numbers, what an address says is text."""
    if value and len(str(value)) != 4:
        raise ValueError(value)
    return int(value) if value else None


class FilterForm(Form):
    """What a list of events is narrowed by; read from the address, so it carries no token."""

    class Meta(Form.Meta):
        """A GET form changes nothing."""

        csrf = False

    year = SelectField(_l("Year"), coerce=_year)
    country = SelectField(_l("Country"))
    kind = SelectField(_l("Kind of event"))
    state = SelectField(_l("State"))
    mine = BooleanField(_l("Only events to which I go"))
