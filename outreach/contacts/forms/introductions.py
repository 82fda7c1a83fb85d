"""The form of an introduction."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import Length, Optional

from outreach.contacts.forms.rows import AUTO
from outreach.web.forms import DateField, Form, SelectField, StringField, optional, required


class IntroductionForm(Form):
    """Who introduced, or on the page of an organisation whom it introduced; where, when, and in which words."""

    who = StringField(_l("Introduced by"), [*required(_l("Enter a name.")), Length(max=640)], render_kw=AUTO)
    event = SelectField(_l("Event"), default="")
    on_date = DateField(_l("Day"), [Optional()])
    note = StringField(_l("Note"), optional(500), render_kw=AUTO)

    def __init__(self, *args, events: list[tuple[int, str]] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.event.choices = [("", "–"), *[(str(key), title) for key, title in events]]

    def told(self) -> dict:
        """What add_introduction() takes beside the two."""
        return {"event_id": int(self.event.data) if self.event.data else None, "on_date": self.on_date.data,
                "note": self.note.data or None}
