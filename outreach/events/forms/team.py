"""The forms of somebody who goes, and of who takes over."""

from flask_babel import lazy_gettext as _l

from outreach.events.queries import TEAM_ROLE_LABELS
from outreach.events.queries.holdings import PART_LABELS, Held
from outreach.web.forms import Form, SelectField
from outreach.web.localized_forms import CheckboxesField, day_field


class MemberForm(Form):
    """Somebody who goes to an event, or on a trip."""

    user_id = SelectField(_l("Person"), coerce=int)
    role = SelectField(_l("Role in the team"))
    from_on = day_field(_l("From"), needed=False)
    until_on = day_field(_l("Until"), needed=False)

    def __init__(self, *args, users=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.user_id.choices = [(user.id, user.label) for user in users]
        self.role.choices = list(TEAM_ROLE_LABELS.items())
        if not self.is_submitted():
            self.role.data = "member"


class ReplaceForm(Form):
    """Who takes over, and what."""

    user_id = SelectField(_l("Who takes over"), coerce=int)
    parts = CheckboxesField(_l("What is handed over"))

    def __init__(self, *args, users=(), held: list[Held] | tuple = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.user_id.choices = [(user.id, user.label) for user in users]
        self.parts.choices = [(part.code, PART_LABELS[part.code]) for part in held]
