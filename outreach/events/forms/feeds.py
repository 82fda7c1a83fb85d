"""The form of a calendar address."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from outreach.events.queries import SCOPE_LABELS
from outreach.i18n import current_language
from outreach.web.forms import Form, SelectField


class FeedForm(Form):
    """A new calendar address. Legs stand below their roadshow."""

    scope = SelectField(_l("Which events"))
    event_id = SelectField(_l("Event"), coerce=lambda value: int(value) if value else None)
    all_day = BooleanField(_l("Show every event as whole days"))
    with_tasks = BooleanField(_l("Show my open tasks on their due days"), default=True)

    def __init__(self, *args, events=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.scope.choices = list(SCOPE_LABELS.items())
        lang = current_language().code
        legs = {}
        for event in events:
            if event.parent_id:
                legs.setdefault(event.parent_id, []).append((event.id, f"– {event.title.shown(lang).text}"))
        self.event_id.choices = [("", "–")]
        for event in events:
            if not event.parent_id:
                self.event_id.choices += [(event.id, event.title.shown(lang).text), *legs.get(event.id, ())]
