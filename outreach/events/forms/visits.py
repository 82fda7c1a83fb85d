"""The forms of the visiting plan: targets to add, a stop, its result, many stops at once, a pasted list."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TimeField
from wtforms.validators import Length, NumberRange, Optional

from outreach.events.models import Event, TargetVisit
from outreach.events.models.visits import RESULTS
from outreach.events.queries.labels import span_of
from outreach.events.queries.visits import RESULT_LABELS
from outreach.targets.models import KINDS
from outreach.targets.queries import KIND_LABELS
from outreach.web.converters import record_key
from outreach.web.edits import Edited
from outreach.web.forms import Form, IntegerField, LanguageField, SelectField, StringField, TextAreaField, optional, required
from outreach.web.localized_forms import day_field

_PLACE = _l("Enter a place from 1 to 999, or leave it empty")


class KnownForm(Form):
    """Where it was read who exhibits, and when."""

    source = StringField(_l("Source of the booth"), optional(500))
    known_on = day_field(_l("Known on"), needed=False)


class AddVisitsForm(KnownForm):
    """Targets that are ticked; the boxes stand in the page."""

    targets = HiddenField(_l("Targets"))


class MatchForm(KnownForm):
    """The event at which one target exhibits."""

    event_id = SelectField(_l("Event"), coerce=int)
    hall = StringField(_l("Hall"), optional(40))
    booth = StringField(_l("Booth"), optional(40))

    def __init__(self, *args, events: list[Event], language: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.event_id.choices = [
            (event.id, f"{event.title.shown(language).text} · {span_of(event)}") for event in events]


class VisitForm(Edited, KnownForm):
    """One stop: where, who, when."""

    PLAIN = ("hall", "booth", "source", "known_on", "member_id", "planned_on", "planned_time", "place")

    hall = StringField(_l("Hall"), optional(40))
    booth = StringField(_l("Booth"), optional(40))
    member_id = SelectField(_l("Who goes"), coerce=record_key)
    planned_on = day_field(_l("Planned day"), needed=False)
    planned_time = TimeField(_l("Planned time"), [Optional()])
    place = IntegerField(_l("Own place in the order"), [Optional(), NumberRange(1, 999, _PLACE)])

    def __init__(self, *args, event: Event, **kwargs):
        super().__init__(*args, **kwargs)
        self.member_id.choices = member_choices(event)

    def fill(self, visit: TargetVisit) -> None:
        """Show what is stored."""
        for name in (*self.PLAIN, "version"):
            self[name].data = getattr(visit, name)

    def values(self) -> dict[str, Any]:
        """Columns of a stop. Call it on a form that is valid."""
        return {name: self[name].data for name in self.PLAIN}


class ResultForm(Edited):
    """What came of a visit."""

    result = SelectField(_l("Result of the visit"))
    note = TextAreaField(_l("Note"), [Optional(), Length(max=5000)])
    note_language = LanguageField(_l("Language of the note"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.result.choices = [("", "–"), *((code, RESULT_LABELS[code]) for code in RESULTS)]

    def fill(self, visit: TargetVisit, language: str) -> None:
        """Show what is stored; a note that is yet to be written is likely in the reader's language."""
        self.version.data, self.result.data, self.note.data = visit.version, visit.result or "", visit.note
        self.note_language.data = visit.note_language or language


class AssignForm(Form):
    """Who goes, on which day, for all stops that are ticked; what stays on "leave" is not changed."""

    member_id = SelectField(_l("Who goes"))
    planned_on = day_field(_l("Planned day"), needed=False)

    def __init__(self, *args, event: Event, **kwargs):
        super().__init__(*args, **kwargs)
        named = [(str(key), label) for key, label in member_choices(event) if key]
        self.member_id.choices = [("", _l("leave as it is")), *named, ("-", _l("nobody"))]

    def values(self) -> dict[str, Any]:
        """What services.assign_visits takes; empty where nothing was chosen."""
        given: dict[str, Any] = {}
        if self.member_id.data:
            given["member_id"] = None if self.member_id.data == "-" else int(self.member_id.data)
        if self.planned_on.data:
            given["planned_on"] = self.planned_on.data
        return given


class ListForm(KnownForm):
    """Names with booth numbers."""

    text = TextAreaField(_l("Names with hall and booth"), [
        *required(_l("Paste at least one line with a name")), Length(max=60_000)])
    kind = SelectField(_l("Kind of new targets"), default="leader_firm")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind.choices = [(code, KIND_LABELS[code]) for code in KINDS]


def member_choices(event: Event) -> list[tuple[int | str, str]]:
    """The people of the team, and nobody."""
    return [("", "–"), *((member.id, member.label) for member in event.team)]
