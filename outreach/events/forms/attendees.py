"""Forms about people from outside whom the meeting planner plans."""

from datetime import date, time, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, TimeField
from wtforms.validators import Optional

from outreach.accounts.models import User
from outreach.events.forms.agenda import number_or_none
from outreach.events.models import PRIORITIES, Event, MeetingAttendee
from outreach.events.queries.wishes import PRIORITY_LABELS
from outreach.i18n import LANGUAGES, formats
from outreach.web.edits import Edited
from outreach.web.forms import Form, SelectField, StringField, required
from outreach.web.localized_forms import CheckboxesField


class SeveralForm(Form):
    """Who of us should meet those who are ticked, and how important it is."""

    user_id = SelectField(_l("Who of us"), coerce=number_or_none)
    priority = SelectField(_l("How important"), coerce=int)
    person = CheckboxesField(_l("Whom we meet"), coerce=int, validate_choice=False)

    def __init__(self, *args, people: list[User], viewer_id: int, by_plan: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.user_id.choices = [(user.id, user.label) for user in people]
        if by_plan:
            self.user_id.choices.insert(0, ("", _l("whoever goes there by the visiting plan")))
        self.priority.choices = [(code, PRIORITY_LABELS[code]) for code in PRIORITIES]
        if not self.is_submitted():
            self.priority.data, self.user_id.data = 2, None if by_plan else viewer_id


class PersonForm(Form):
    """Somebody from outside of whom hours or languages are to be entered."""

    outside = StringField(_l("Another contact or interpreter"), required(), name="people-outside")


def days_of(event: Event) -> list[date]:
    """The days of an event."""
    return [event.starts_on + timedelta(days=at) for at in range((event.ends_on - event.starts_on).days + 1)]


def hours_form(event: Event, row: MeetingAttendee | None, **data) -> Edited:
    """A form with a tick and two times for each day of the event, in fields such as `can_2027-06-22`."""
    fields: dict[str, Any] = {}
    stored = row.hours if row else {}
    shown: dict[str, Any] = {"version": row.version if row else None, "speaks": list(row.speaks) if row else []}
    for day in days_of(event):
        fields |= {f"can_{day}": BooleanField(formats.day(day, weekday=True)),
                   f"from_{day}": TimeField(_("From, %(day)s", day=formats.day(day)), [Optional()]),
                   f"until_{day}": TimeField(_("Until, %(day)s", day=formats.day(day)), [Optional()])}
        first, last = stored.get(day.isoformat(), (None, None))
        shown |= {f"can_{day}": not stored or day.isoformat() in stored, f"from_{day}": _clock(first), f"until_{day}": _clock(last)}
    fields["speaks"] = CheckboxesField(_l("Languages between which they interpret"),
                                       choices=[(item.code, item.name) for item in LANGUAGES.values()])
    return type("HoursForm", (Edited,), fields)(data=shown, **data)


def _clock(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None


def hours_of(form: Edited, event: Event) -> dict[str, list]:
    """What was entered, as the column `hours` of MeetingAttendee: empty where they can on all days at any time."""
    found = {day.isoformat(): [f"{form[f'{name}_{day}'].data:%H:%M}" if form[f"{name}_{day}"].data else None
                               for name in ("from", "until")] for day in days_of(event) if form[f"can_{day}"].data}
    whole = len(found) == len(days_of(event)) and not any(any(pair) for pair in found.values())
    return {} if whole else found
