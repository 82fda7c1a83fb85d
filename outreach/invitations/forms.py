"""The forms of the room: whom to invite and how, and an answer."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import InputRequired, Length

from outreach.invitations.queries import STATE_LABELS
from outreach.invitations.services import LONGEST_NOTE, MOST_GUESTS
from outreach.web.forms import Form, StringField, TextAreaField

#: How a guest answers, in the order of the page.
CHOICES = (("accepted", _l("I am coming")), ("tentative", _l("I may come")), ("declined", _l("I am not coming")))


class InviteForm(Form):
    """How the chosen people are invited; the people themselves are tick boxes named `person`."""

    way = RadioField(_l("How the invitation reaches them"), default="mail", choices=[
        ("mail", _l("By mail, each in their language")), ("link", _l("I hand the link over myself"))])
    requested = BooleanField(_l("They asked for this invitation"))
    ground = StringField(_l("Where and how they asked"), [Length(max=300)])


class GroundForm(Form):
    """Sending the mail once more, since the guest asked for it."""

    requested = BooleanField(_l("The guest asked for this invitation"))
    ground = StringField(_l("Where and how the guest asked"), [Length(max=300)])


class AnswerForm(Form):
    """A guest's answer, written by the guest or by one of us."""

    class Meta(Form.Meta):
        """The page of the link checks its token by hand, so that an old page loses nothing that was typed."""

        csrf = False

    answer = RadioField(_l("Will you come?"), [InputRequired(_l("Choose one of the three answers"))], choices=CHOICES)
    guests = SelectField(_l("How many people come with you"), coerce=int, default=0)
    note = TextAreaField(_l("Something we should know"), [Length(max=LONGEST_NOTE)])

    def __init__(self, *args, staff: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.guests.choices = [(number, _people(number)) for number in range(MOST_GUESTS + 1)]
        if staff:
            self.answer.label.text, self.guests.label.text = _("Answer"), _("Companions")
            self.note.label.text = _("Note")
            self.answer.choices = [(code, STATE_LABELS[code]) for code, _label in CHOICES]


def _people(number: int) -> str:
    return ngettext("%(num)s person", "%(num)s people", number) if number else _("nobody")
