"""Forms of the planning board."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import InputRequired, Length

from outreach.web.forms import Form, IntegerField, StringField, required


class KeepForm(Form):
    """A warning that may stand, and why."""

    key = HiddenField(validators=[InputRequired(), Length(max=200)])
    reason = StringField(_l("Why it may stay"), [*required(), Length(max=500)])


class MoveForm(Form):
    """By how many days an event moves."""

    days = IntegerField(_l("Days later (minus: earlier)"), [InputRequired()])
