"""Forms of trips: the trip, who travels, and the lines of the itinerary."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from wtforms import FieldList, TimeField
from wtforms.validators import InputRequired, Optional

from outreach.accounts.models import User
from outreach.events.forms.agenda import WhichField, number_or_none
from outreach.events.forms.filters import key_or_none, year_or_none
from outreach.events.models import BOOKING_STATES, TRIP_STATES, VISA_STATES, Event, Trip, TripItem
from outreach.events.models.trips import TIMED_KINDS
from outreach.events.queries.trips import ITEM_STATE_LABELS, TRIP_STATE_LABELS, team_days
from outreach.events.services.trips import places_visited
from outreach.web.edits import Edited
from outreach.web.forms import (
    CountryField,
    Form,
    LanguageField,
    SelectField,
    StringField,
    TextAreaField,
    ZoneField,
    optional,
    required,
)
from outreach.web.localized_forms import LocalizedForm, day_field, in_languages

#: As many empty lines for countries as the form offers.
MORE_COUNTRIES = 2
_PURPOSE = lazy_pgettext("trip", "Purpose")


class TripForm(in_languages("title", _l("Title")), in_languages("purpose", _PURPOSE, TextAreaField, 2000), Edited, LocalizedForm):
    """A trip."""

    source = LanguageField(_l("Original language"))
    event_id = SelectField(_l("For which event"), coerce=number_or_none)
    starts_on = day_field(_l("First day"))
    ends_on = day_field(_l("Last day"))
    state = SelectField(_l("State"))
    countries = FieldList(CountryField(_l("Country"), [Optional()]), max_entries=20)
    cities = StringField(_l("Cities"), optional(300))

    def __init__(self, *args, trip: Trip | None = None, events: list[tuple[int, str]] | tuple = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.trip = trip
        self.event_id.choices = [("", _l("for no event")), *events]
        self.state.choices = [(code, TRIP_STATE_LABELS[code]) for code in TRIP_STATES]

    def fill(self, language: str, event: Event | None = None) -> None:
        """Show the stored trip, or for a new one what its event says."""
        trip, codes = self.trip, []
        self.source.data = trip.title.source if trip else event.title.source if event else language
        if trip is not None:
            for name in ("version", "event_id", "starts_on", "ends_on", "state", "cities"):
                self[name].data = getattr(trip, name)
            codes = list(trip.countries)
            self.fill_localized("title", trip.title)
            self.fill_localized("purpose", trip.purpose)
        elif event is not None:
            codes, self.cities.data = places_visited(event)
            spans = list(team_days(event).values())
            self.event_id.data = event.id
            self.starts_on.data = min([event.starts_on, *(span[0] for span in spans)])
            self.ends_on.data = max([event.ends_on, *(span[1] for span in spans)])
            self.fill_localized("title", event.title)
        for code in codes:
            self.countries.append_entry(code)
        self.more()

    def more(self) -> None:
        """Offer empty lines for further countries."""
        for _line in range(MORE_COUNTRIES):
            if len(self.countries) < self.countries.max_entries:
                self.countries.append_entry("")

    def values(self) -> dict[str, Any]:
        """Columns of a trip. Call it on a form that is valid."""
        texts = {name: self.localized(name, getattr(self.trip, name) if self.trip else None) for name in ("title", "purpose")}
        plain = {name: self[name].data for name in ("event_id", "starts_on", "ends_on", "state")}
        return {**texts, **plain, "cities": self.cities.data or "",
                "countries": list(dict.fromkeys(code for code in self.countries.data if code))}


class _ItemForm(Edited):
    """What all lines of an itinerary have."""

    PLAIN: tuple[str, ...] = ()

    traveller_id = SelectField(_l("For whom"), coerce=number_or_none)
    state = SelectField(_l("State"))
    reference = StringField(_l("Booking or visa number"), optional(100))
    note = TextAreaField(_l("Note"), optional(2000))

    def __init__(self, *args, trip: Trip, kind: str, item: TripItem | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind, self.item = kind, item
        self.traveller_id.choices = [("", _l("everybody")), *[(one.id, one.label) for one in trip.travellers]]
        self.state.choices = [(code, ITEM_STATE_LABELS[code]) for code in (VISA_STATES if kind == "visa" else BOOKING_STATES)]

    def fill(self, proposed: dict[str, Any]) -> None:
        """Show the stored line, or for a new one what is proposed by column."""
        stored = self.item
        for name in ("version", "traveller_id", "state", "reference", "note", *self.PLAIN):
            self[name].data = getattr(stored, name) if stored else proposed.get(name)

    def values(self) -> dict[str, Any]:
        """Columns of a line. Call it on a form that is valid."""
        plain = {name: self[name].data for name in ("traveller_id", "state", "reference", "note", *self.PLAIN)}
        texts = ("reference", "note", "what", "place_from", "place_to")
        return {"kind": self.kind, **{name: value or "" if name in texts else value for name, value in plain.items()}}


class WayForm(_ItemForm):
    """A flight, train or transfer: each end on the clock of its own place."""

    PLAIN = ("what", "place_from", "place_to", "starts_zone", "ends_zone")

    what = StringField(_l("Flight or train number"), optional(300))
    place_from = StringField(_l("From where"), optional(200))
    starts_day = day_field(_l("Departs on"))
    starts_time = TimeField(_l("Departs at"), [InputRequired(_l("Fill in this field"))])
    starts_zone = ZoneField(_l("Time zone of the departure"), required())
    starts_fold = WhichField(_l("Where the clocks show this time twice"))
    place_to = StringField(_l("Where to"), optional(200))
    ends_day = day_field(_l("Arrives on"))
    ends_time = TimeField(_l("Arrives at"), [InputRequired(_l("Fill in this field"))])
    ends_zone = ZoneField(_l("Time zone of the arrival"), required())
    ends_fold = WhichField(_l("Where the clocks show this time twice"))

    def fill(self, proposed: dict[str, Any]) -> None:
        """Show the stored way, or for a new one the days and zones that are proposed."""
        super().fill(proposed)
        for part in ("starts", "ends"):
            wall = getattr(self.item, f"{part}_local") if self.item else None
            self[f"{part}_day"].data = wall.date() if wall else proposed.get(f"{part}_day")
            self[f"{part}_time"].data = wall.time() if wall else None
            self[f"{part}_fold"].data = getattr(self.item, f"{part}_fold") if self.item else None

    def values(self) -> dict[str, Any]:
        """Columns of a way. Call it on a form that is valid."""
        walls = {f"{part}_local": datetime.combine(self[f"{part}_day"].data, self[f"{part}_time"].data)
                 for part in ("starts", "ends")}
        return {**super().values(), **walls, "starts_fold": self.starts_fold.data, "ends_fold": self.ends_fold.data}


class HotelForm(_ItemForm):
    """A hotel."""

    PLAIN = ("what", "place_to", "from_on", "until_on")

    what = StringField(_l("Name of the hotel"), optional(300))
    place_to = StringField(_l("City"), optional(200))
    from_on = day_field(_l("Arrival"))
    until_on = day_field(_l("Departure"))


class VisaForm(_ItemForm):
    """A visa or entry permit."""

    PLAIN = ("country", "what", "from_on", "until_on")

    country = CountryField(_l("Country"), required())
    what = StringField(_l("Kind of visa"), optional(300))
    from_on = day_field(_l("Valid from"), needed=False)
    until_on = day_field(_l("Valid until"), needed=False)


def item_form(kind: str) -> type[_ItemForm]:
    """The form for a kind of line."""
    return WayForm if kind in TIMED_KINDS else HotelForm if kind == "hotel" else VisaForm


class TripFilterForm(Form):
    """What a list of trips is narrowed by; read from the address, so it carries no token."""

    class Meta(Form.Meta):
        """A GET form changes nothing."""

        csrf = False

    year = SelectField(_l("Year"), coerce=year_or_none)
    unit = SelectField(_l("Unit"), coerce=key_or_none)
    person = SelectField(_l("Person"), coerce=key_or_none)
    state = SelectField(_l("State"))

    def __init__(self, *args, years: list[int], units: list[tuple[int, str]], users: list[User], **kwargs):
        super().__init__(*args, **kwargs)
        every = ("", _l("all"))
        self.year.choices = [every, *[(year, str(year)) for year in years]]
        self.unit.choices = [every, *units]
        self.person.choices = [every, *[(user.id, user.label) for user in users]]
        self.state.choices = [every, *TRIP_STATE_LABELS.items()]
