"""The form of a calendar address."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from outreach.events.queries import SCOPE_LABELS
from outreach.web.forms import Form, SelectField


class FeedForm(Form):
    """A new calendar address."""

    scope = SelectField(_l("Which events"))
    event_id = SelectField(_l("Event"), coerce=lambda value: int(value) if value else None)
    all_day = BooleanField(_l("Show every event as whole days"))

    def __init__(self, *args, events=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.scope.choices = list(SCOPE_LABELS.items())
        self.event_id.choices = [("", "–"), *[(event.id, event.label) for event in events]]
