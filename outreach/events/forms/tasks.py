"""Forms of tasks and checklists."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from outreach.accounts.models import User
from outreach.events.forms.people import people_choices
from outreach.events.models import ChecklistEntry, EventTask
from outreach.events.queries import TEAM_ROLE_LABELS
from outreach.events.queries.tasks import ANCHOR_LABELS
from outreach.events.services.tasks import FARTHEST_DAYS
from outreach.i18n.localized import LocalizedText
from outreach.web.edits import Edited
from outreach.web.forms import Form, IntegerField, LanguageField, SelectField, StringField, TextAreaField, optional, required
from outreach.web.localized_forms import CheckboxesField, LocalizedForm, day_field, in_languages

_DAYS = [Optional(), NumberRange(-FARTHEST_DAYS, FARTHEST_DAYS)]


def _people(users: list[User] | tuple, *kept: User | None) -> list[tuple[Any, str]]:
    return [("", _l("nobody yet")), *people_choices(users, kept)]


class QuickTaskForm(Form):
    """A task in one line: what, who, until when. Written in the language of whoever writes it."""

    title = StringField(_l("What is to be done"), [*required(), Length(max=300)])
    owner_id = SelectField(_l("Owner"), coerce=lambda value: int(value) if value else None)
    due_on = day_field(_l("Until"), needed=False)

    def __init__(self, *args, users: list[User] | tuple = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.owner_id.choices = _people(users)

    def values(self, language: str) -> dict[str, Any]:
        """Columns of a task; how its day is counted from the event is not among them."""
        return {"title": LocalizedText.of(language, self.title.data), "owner_id": self.owner_id.data,
                "due_on": self.due_on.data}


class TaskForm(in_languages("title", _l("What is to be done")), Edited, LocalizedForm):
    """A task in full."""

    source = LanguageField(_l("Original language"))
    owner_id = SelectField(_l("Owner"), coerce=lambda value: int(value) if value else None)
    anchor = SelectField(_l("Due day"))
    offset_days = IntegerField(_l("Days after it (minus: before)"), _DAYS)
    due_on = day_field(_l("Fixed day"), needed=False)
    after = CheckboxesField(_l("Comes after"), coerce=int)
    note = TextAreaField(_l("Note"), optional(5000))

    def __init__(self, *args, task: EventTask, others: list[EventTask] | tuple = (), users: list[User] | tuple = (),
                 titled=str, **kwargs):
        super().__init__(*args, **kwargs)
        self.task = task
        self.owner_id.choices = _people(users, task.owner)
        self.anchor.choices = [("", _l("fixed, or none")), *[(key, _l("counted from %(day)s", day=label))
                                                            for key, label in ANCHOR_LABELS.items()]]
        self.after.choices = [(other.id, titled(other)) for other in others if other.id != task.id]

    def fill(self) -> None:
        """Show the stored task."""
        task = self.task
        for name in ("version", "owner_id", "offset_days", "due_on", "note"):
            self[name].data = getattr(task, name)
        self.anchor.data = task.anchor or ""
        self.after.data = [first.id for first in task.after]
        self.source.data = task.title.source
        self.fill_localized("title", task.title)

    def values(self) -> dict[str, Any]:
        """Columns of the task. Call it on a form that is valid."""
        anchor = self.anchor.data or None
        return {
            "title": self.localized("title", self.task.title), "owner_id": self.owner_id.data, "anchor": anchor,
            "offset_days": (self.offset_days.data or 0) if anchor else 0,
            "due_on": self.task.due_on if anchor else self.due_on.data, "note": self.note.data or "",
        }


class ApplyForm(Form):
    """Which lines of the checklist become tasks."""

    entries = SelectMultipleField(_l("Lines"), validate_choice=False)

    def validate_entries(self, field) -> None:
        """At least one."""
        if not field.data:
            raise ValidationError(_l("Choose at least one line"))


class EntryLineForm(in_languages("title", _l("What is to be done")), Edited, LocalizedForm):
    """A line of a checklist."""

    source = LanguageField(_l("Original language"))
    anchor = SelectField(_l("Counted from"))
    offset_days = IntegerField(_l("Days after it (minus: before)"),
                               [InputRequired(), NumberRange(-FARTHEST_DAYS, FARTHEST_DAYS)])
    role = SelectField(_l("Who in the team"))
    after = CheckboxesField(_l("Comes after"))

    def __init__(self, *args, entry: ChecklistEntry | None = None, others=(), titled=str, **kwargs):
        super().__init__(*args, **kwargs)
        self.entry = entry
        self.anchor.choices = list(ANCHOR_LABELS.items())
        self.role.choices = list(TEAM_ROLE_LABELS.items())
        self.after.choices = [(other.key, titled(other)) for other in others if entry is None or other.key != entry.key]

    def fill(self, entry: ChecklistEntry) -> None:
        """Show a stored line."""
        for name in ("version", "anchor", "offset_days", "role", "after"):
            self[name].data = getattr(entry, name)
        self.source.data = entry.title.source
        self.fill_localized("title", entry.title)

    def values(self) -> dict[str, Any]:
        """Columns of the line. Call it on a form that is valid."""
        return {"title": self.localized("title", self.entry.title if self.entry else None), "anchor": self.anchor.data,
                "offset_days": self.offset_days.data, "role": self.role.data, "after": list(self.after.data or [])}
