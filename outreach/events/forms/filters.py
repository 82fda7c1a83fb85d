"""What lists of events are narrowed by."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from outreach.web.converters import record_key
from outreach.web.forms import Form, SelectField


def year_or_none(value: str | int | None) -> int | None:
    """A year of four digits; the choices are numbers, what an address says is text."""
    if value and len(str(value)) != 4:
        raise ValueError(value)
    return int(value) if value else None


def key_or_none(value: str | int | None) -> int | None:
    """The id of a row; the choices are numbers, what an address says is text."""
    key = record_key(value)
    if value and not key:
        raise ValueError(value)
    return key


class FilterForm(Form):
    """What a list of events is narrowed by; read from the address, so it carries no token."""

    class Meta(Form.Meta):
        """A GET form changes nothing."""

        csrf = False

    year = SelectField(_l("Year"), coerce=year_or_none)
    country = SelectField(_l("Country"))
    kind = SelectField(_l("Kind of event"))
    state = SelectField(_l("State"))
    person = SelectField(_l("Team member"), coerce=key_or_none)
    unit = SelectField(_l("Unit"), coerce=key_or_none)
    industry = SelectField(_l("Industry"))
    mine = BooleanField(_l("Only events to which I go"))
