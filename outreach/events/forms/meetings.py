"""Forms of meetings."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import FieldList

from outreach.accounts.models import User
from outreach.events.forms.agenda import WhichField, number_or_none
from outreach.events.forms.hours import Hours
from outreach.events.forms.people import people_choices
from outreach.events.models import MEETING_STATES, Event, Meeting, MeetingTable
from outreach.events.queries.meetings import MEETING_STATE_LABELS
from outreach.i18n import LANGUAGES
from outreach.web.edits import Edited
from outreach.web.forms import LanguageField, SelectField, StringField, TextAreaField, optional
from outreach.web.localized_forms import CheckboxesField

#: As many empty lines as the form offers.
MORE_PEOPLE = 2


class MeetingForm(Hours, Edited):
    """One meeting."""

    PLAIN = ("subject", "table_id", "place", "language", "interpreter_id", "note")

    subject = StringField(_l("Subject"), optional())
    which = WhichField(_l("Where the clocks show this time twice"))
    users = CheckboxesField(_l("Who of us"), coerce=int)
    people = FieldList(StringField(_l("Whom we meet"), optional(640)), max_entries=30)
    table_id = SelectField(_l("Table"), coerce=number_or_none)
    place = StringField(_l("Place"), optional())
    language = SelectField(_l("Language of the meeting"), coerce=lambda value: value or None)
    interpreter_id = SelectField(_l("Interpreter of ours"), coerce=number_or_none)
    who = StringField(_l("Interpreter from outside"), optional(640))
    note = TextAreaField(_l("Note for our people"), optional(5000))

    def __init__(self, *args, people: list[User], tables: list[MeetingTable], meeting: Meeting | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.users.choices = people_choices(people, [one.user for one in meeting.ours] if meeting else ())
        self.interpreter_id.choices = [("", "–"), *people_choices(people, [meeting.interpreter] if meeting else ())]
        self.table_id.choices = [("", "–"), *[(table.id, table.label) for table in tables]]
        self.language.choices = [("", "–"), *[(item.code, item.name) for item in LANGUAGES.values()]]

    def fill(self, event: Event, meeting: Meeting | None, viewer: User) -> None:
        """Show a stored meeting, or for a new one the first day and the viewer as the one of us who goes."""
        if meeting is None:
            self.day.data, self.users.data = event.starts_on, [viewer.id]
        else:
            for name in (*self.PLAIN, "version"):
                self[name].data = getattr(meeting, name)
            self.fill_hours(meeting.starts_local, meeting.ends_local)
            self.which.fill(meeting)
            self.users.data = [one.user_id for one in meeting.ours]
            for one in meeting.theirs:
                self.people.append_entry(f"{one.label} [{'p' if one.person_id else 'o'}{one.row.id}]")
            outside = meeting.interpreter_person
            self.who.data = f"{outside.label} [p{outside.id}]" if outside else ""
        self.more()

    def more(self) -> None:
        """Offer empty lines for further people."""
        for _line in range(MORE_PEOPLE):
            self.people.append_entry("")

    def values(self) -> dict[str, Any]:
        """Columns of a meeting, without who takes part. Call it on a form that is valid."""
        plain = {name: self[name].data for name in self.PLAIN}
        plain |= {name: plain[name] or "" for name in ("subject", "place", "note")}
        return {**plain, **self.hours(), "starts_fold": self.which.data, "ends_fold": self.which.data}


class MeetingStateForm(Edited):
    """The state of a meeting, and what came of it where that is not written down elsewhere."""

    state = SelectField(_l("State"))
    result = TextAreaField(_l("Result"), optional(10_000))
    result_language = LanguageField(_l("Language of the result"))

    def __init__(self, *args, meeting: Meeting, language: str, with_result: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        if not with_result:
            del self.result, self.result_language
        self.state.choices = [(code, MEETING_STATE_LABELS[code]) for code in MEETING_STATES]
        if not self.is_submitted():
            self.version.data, self.state.data = meeting.version, meeting.state
        if not self.is_submitted() and with_result:
            self.result.data = meeting.result
            self.result_language.data = meeting.result_language or language


class TableForm(Edited):
    """One table."""

    name = StringField(_l("Name of the table or booth"), optional(200))
    venue = StringField(_l("Venue"), optional(300))
