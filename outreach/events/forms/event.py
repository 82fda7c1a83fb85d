"""Forms of one event and its state."""

from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, TimeField
from wtforms.validators import Optional, ValidationError
from wtforms.widgets import HiddenInput

from outreach.catalogue.queries import industry_choices
from outreach.db.time import local_kind, zone_names
from outreach.events.forms.agenda import WhichField
from outreach.events.models import KINDS, PRESENCES, STATES, Event, EventSeries
from outreach.events.queries import KIND_LABELS, PRESENCE_LABELS, STATE_LABELS, span_of
from outreach.i18n import current_language, formats
from outreach.partners.models import Partner
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
from outreach.web.localized_forms import CheckboxesField, LocalizedForm, check_website, day_field, in_languages

#: Offered while typing; any zone may be written.
ZONES = ("Asia/Shanghai", "Europe/Berlin", "Europe/London", "Asia/Seoul", "Europe/Paris", "Europe/Rome",
         "Europe/Zurich", "Europe/Vienna", "Europe/Amsterdam", "Europe/Madrid", "Europe/Stockholm", "Asia/Tokyo",
         "Asia/Singapore", "Asia/Hong_Kong", "Asia/Dubai", "America/New_York", "America/Chicago",
         "America/Los_Angeles", "UTC")


class EventForm(in_languages("title", _l("Title")),
                in_languages("description", _l("Description"), TextAreaField, 5000), Edited, LocalizedForm):
    """An event."""

    #: Fields that are columns as they stand.
    PLAIN = ("code", "series_id", "kind", "presence", "state", "starts_on", "ends_on", "time_zone", "country", "city",
             "venue", "host_partner_id", "confirmed_on", "confirmed_source", "website", "industries", "public")

    source = LanguageField(_l("Original language"))
    code = StringField(_l("Code"), optional(40))
    series_id = SelectField(_l("Event series"), coerce=lambda value: int(value) if value else None)
    kind = SelectField(_l("Kind of event"))
    presence = SelectField(_l("Our role"))
    state = SelectField(_l("State"))
    starts_on = day_field(_l("First day"))
    ends_on = day_field(_l("Last day"))
    days_unknown = BooleanField(_l("Only the usual month is known"))
    starts_time = TimeField(_l("Begins at"), [Optional()])
    ends_time = TimeField(_l("Ends at"), [Optional()])
    #: Asked only where the clocks show the time twice on that day.
    starts_which = WhichField(_l("Which beginning"))
    ends_which = WhichField(_l("Which end"))
    time_zone = ZoneField(_l("Time zone of the venue"), required())
    country = CountryField(_l("Country"), [Optional()])
    city = StringField(_l("City"), optional(200))
    venue = StringField(_l("Venue"), optional(300))
    host_partner_id = SelectField(_l("Host partner"), coerce=lambda value: int(value) if value else None)
    travel_hours = StringField(_l("Hours from the leg before, door to door"), optional(10))
    confirmed_on = day_field(_l("Date confirmed on"), needed=False)
    confirmed_source = StringField(_l("Source of the dates"), optional(500))
    website = StringField(_l("Website"), optional(500))
    industries = CheckboxesField(_l("Industries"))
    public = BooleanField(_l("Show on the public pages"))

    def __init__(self, *args, series: list[EventSeries] | tuple = (), partners: list[Partner] | tuple = (),
                 event: Event | None = None, leg: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.event = event
        self.series_id.choices = [("", "–"), *[(item.id, item.name.shown(current_language().code).text) for item in series]]
        self.host_partner_id.choices = [("", "–"), *[(partner.id, partner.label) for partner in partners]]
        self.kind.choices = [(code, KIND_LABELS[code]) for code in KINDS
                             if code != "roadshow" or not leg or (event and event.kind == code)]
        self.presence.choices = [(code, PRESENCE_LABELS[code]) for code in PRESENCES]
        self.state.choices = [(code, STATE_LABELS[code]) for code in STATES]
        if event is not None:
            # A change of state asks for its reason; it has a form of its own.
            del self.state
        self.industries.choices = industry_choices(keep=tuple(event.industries or ()) if event else ())

    def twice(self, part: str) -> bool:
        """True where the clocks of the venue show the time of this part ('starts' or 'ends') twice on its day."""
        day, clock = self[f"{part}_on"].data, self[f"{part}_time"].data
        zone = self.time_zone.data if self.time_zone.data in zone_names() else None
        return bool(day and clock and zone) and local_kind(datetime.combine(day, clock), zone) == "twice"

    def validate_starts_which(self, field) -> None:
        """The clocks' second round is a question, never a guess."""
        self._ask_which("starts", field)

    def validate_ends_which(self, field) -> None:
        """As for the beginning."""
        self._ask_which("ends", field)

    def _ask_which(self, part: str, field) -> None:
        if field.data is None and self.twice(part):
            raise ValidationError(_("The clocks in %(zone)s show %(time)s twice on this day. Choose which one is meant.",
                                    zone=formats.place(self.time_zone.data), time=f"{self[f'{part}_time'].data:%H:%M}"))

    def validate_website(self, field) -> None:
        """Refuse what a browser would run or not open."""
        check_website(field)

    def validate_travel_hours(self, field) -> None:
        """Hours with or without a part of one."""
        try:
            self._travel_minutes()
        except ValueError:
            raise ValidationError(_l("Enter the time of the way in hours, for example 16.5; at most 10 days")) from None

    def _travel_minutes(self) -> int | None:
        text = (self.travel_hours.data or "").strip().replace(",", ".").replace("，", ".")
        if not text:
            return None
        hours = float(text)
        if not 0 <= hours <= 240:
            raise ValueError(text)
        return round(hours * 60)

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
            if name in self and values.get(name) is not None:
                self[name].data = values[name]
        self.fill_localized("title", values.get("title"))
        self.fill_localized("description", values.get("description"))
        self.source.data = values["title"].source if values.get("title") else values.get("source")
        minutes = values.get("travel_minutes")
        self.travel_hours.data = f"{minutes / 60:g}" if minutes is not None else ""
        self.days_unknown.data = not values.get("days_known", True)
        if values.get("starts_local"):
            self.starts_time.data, self.ends_time.data = values["starts_local"].time(), values["ends_local"].time()
            for part in ("starts", "ends"):
                self[f"{part}_which"].data = (values.get(f"{part}_fold") or 0) if self.twice(part) else None

    def values(self) -> dict[str, Any]:
        """Columns of an event. Call it on a form that is valid."""
        event = self.event
        hours = {
            f"{part}_local": datetime.combine(day, clock) if clock else None
            for part, day, clock in (("starts", self.starts_on.data, self.starts_time.data),
                                     ("ends", self.ends_on.data, self.ends_time.data))}
        folds = {f"{part}_fold": (self[f"{part}_which"].data or 0) if self.twice(part) else 0 for part in ("starts", "ends")}
        plain = {name: self[name].data for name in self.PLAIN if name in self}
        for name in ("city", "venue", "confirmed_source", "website"):
            plain[name] = plain[name] or ""
        return {
            **plain, **hours, **folds, "travel_minutes": self._travel_minutes(),
            "days_known": not self.days_unknown.data or bool(plain["confirmed_on"]),
            "title": self.localized("title", event.title if event else None),
            "description": self.localized("description", event.description if event else None),
        }


class StateForm(Edited):
    """Another state, with the reason; for a move with the new days and place, for a roadshow with its legs."""

    #: What stands when the form is opened; it is shown elsewhere on the page, and told where somebody else changes it.
    stands = StringField(_l("Days and place"), optional(1000), widget=HiddenInput())
    state = SelectField(_l("State"))
    reason = StringField(_l("Reason"), optional(500))
    starts_on = day_field(_l("New first day"), needed=False)
    ends_on = day_field(_l("New last day"), needed=False)
    city = StringField(_l("New city"), optional(200))
    venue = StringField(_l("New venue"), optional(300))
    with_legs = BooleanField(_l("Cancel or postpone its legs too"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.state.choices = [(code, STATE_LABELS[code]) for code in STATES]

    def fill(self, event: Event) -> None:
        """Show what is stored; new days and another place are for whoever changes it to say."""
        self.version.data, self.state.data = event.version, event.state
        self.stands.data = " · ".join(filter(None, (span_of(event), event.venue, event.city)))

    def values(self) -> dict[str, Any]:
        """New days and place, as far as they were entered."""
        return {name: self[name].data for name in ("starts_on", "ends_on", "city", "venue") if self[name].data}
