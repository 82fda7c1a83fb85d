"""Forms of a reception plan."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, NumberRange

from outreach.accounts.models import User
from outreach.events.forms.hours import Hours
from outreach.events.forms.people import people_choices
from outreach.events.models import Event
from outreach.events.models.reception import ITEM_KINDS, ReceptionItem, ReceptionNotes, VisitGuest
from outreach.events.queries.reception import ITEM_KIND_LABELS
from outreach.i18n import LANGUAGES
from outreach.web.edits import Edited
from outreach.web.forms import IntegerField, LanguageField, SelectField, StringField, TextAreaField, optional
from outreach.web.localized_forms import LocalizedForm, in_languages


def _number(value: str | int | None) -> int | None:
    return int(value) if value else None


class GuestForm(Edited):
    """Somebody who comes."""

    who = StringField(_l("Stored person"), optional(640))
    name = StringField(_l("Name"), optional())
    function = StringField(_l("Function"), optional())
    organisation = StringField(_l("Organisation"), optional())
    rank = IntegerField(_l("Place in the order of protocol"), [InputRequired(), NumberRange(1, 999)])
    language = SelectField(_l("Language of the guest"))
    note = StringField(_l("What to know (food, health, protocol)"), optional(500))

    def __init__(self, *args, guest: VisitGuest | None = None, rank: int = 1, **kwargs):
        super().__init__(*args, **kwargs)
        self.language.choices = [("", "–"), *[(item.code, item.name) for item in LANGUAGES.values()]]
        if not self.is_submitted():
            self.rank.data = rank
            if guest is not None:
                for name in ("version", "name", "function", "rank", "language", "note"):
                    self[name].data = getattr(guest, name)
                self.who.data = f"{guest.person.full_name} [p{guest.person_id}]" if guest.person else ""
                self.organisation.data = f"{guest.organisation.name} [{guest.organisation_id}]" if guest.organisation else ""

    def values(self) -> dict[str, Any]:
        """Columns of a guest, without person and organisation."""
        return {"name": self.name.data or "", "function": self.function.data or "", "rank": self.rank.data,
                "language": self.language.data or None, "note": self.note.data or ""}


class ItemForm(in_languages("title", _l("Title")), in_languages("place", _l("Place")),
               in_languages("note", _l("Note for the guests"), TextAreaField, 2000), Hours, Edited, LocalizedForm):
    """One line of the programme."""

    source = LanguageField(_l("Original language"))
    kind = SelectField(_l("Kind of item"))
    host_id = SelectField(_l("Host of ours"), coerce=_number)
    interpreter_id = SelectField(_l("Interpreter of ours"), coerce=_number)
    interpreter_name = StringField(_l("Interpreter from outside"), optional(200))
    car = StringField(_l("Car"), optional(200))
    organisation = StringField(_l("Organisation that is visited"), optional())

    def __init__(self, *args, people: list[User], item: ReceptionItem | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.item = item
        self.kind.choices = [(code, ITEM_KIND_LABELS[code]) for code in ITEM_KINDS]
        for name in ("host", "interpreter"):
            kept = [getattr(item, name)] if item else []
            self[f"{name}_id"].choices = [("", "–"), *people_choices(people, kept)]

    def fill(self, item: ReceptionItem | None, event: Event, language: str, last: ReceptionItem | None) -> None:
        """Show a stored line, or for a new one the day and hour at which the programme goes on."""
        if item is None:
            self.source.data = language
            self.day.data = last.ends_local.date() if last else event.starts_on
            self.starts_time.data = last.ends_local.time() if last else None
            return
        for name in ("version", "kind", "host_id", "interpreter_id", "interpreter_name", "car"):
            self[name].data = getattr(item, name)
        self.source.data = item.title.source
        self.fill_hours(item.starts_local, item.ends_local)
        self.organisation.data = f"{item.organisation.name} [{item.organisation_id}]" if item.organisation else ""
        for name in ("title", "place", "note"):
            self.fill_localized(name, getattr(item, name))

    def values(self) -> dict[str, Any]:
        """Columns of a line, without the organisation. Call it on a form that is valid."""
        texts = {name: self.localized(name, getattr(self.item, name) if self.item else None)
                 for name in ("title", "place", "note")}
        return {**texts, "kind": self.kind.data, "host_id": self.host_id.data, "interpreter_id": self.interpreter_id.data,
                "interpreter_name": self.interpreter_name.data or "", "car": self.car.data or "",
                **self.hours()}


class NotesForm(Edited):
    """What is prepared, and the report afterwards."""

    gifts = TextAreaField(_l("Gifts"), optional(5000))
    meals = TextAreaField(_l("Meals"), optional(5000))
    notes = TextAreaField(_l("Notes for our people"), optional(10_000))
    report = TextAreaField(_l("Report"), optional(20_000))
    report_language = LanguageField(_l("Language of the report"))

    def __init__(self, *args, stored: ReceptionNotes | None, language: str, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.is_submitted():
            self.version.data = stored.version if stored else 0
            for name in ("gifts", "meals", "notes", "report"):
                self[name].data = getattr(stored, name) if stored else ""
            self.report_language.data = (stored.report_language if stored else None) or language
