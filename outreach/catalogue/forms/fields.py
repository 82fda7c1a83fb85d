"""Fields whose messages say what to enter: whole numbers, rates, days, times, lists of addresses."""

from datetime import date, time
from decimal import Decimal

from flask_babel import lazy_gettext as _l
from wtforms import DateField, Field, StringField, TextAreaField
from wtforms.validators import ValidationError
from wtforms.widgets import TextInput

from outreach.i18n import LANGUAGES, current_language, formats
from outreach.web.forms import read_amount, strip


class WholeField(Field):
    """A whole number within limits, written as the reader writes numbers ('100,000,000', '1亿'); data is an int."""

    widget = TextInput()

    def __init__(self, label=None, validators=None, *, least: int = 0, most: int = 10**9, **kwargs):
        super().__init__(label, validators, **kwargs)
        self.least, self.most = least, most

    def _value(self) -> str:
        if self.raw_data:
            return self.raw_data[0]
        return formats.number(self.data) if self.data is not None else ""

    def process_formdata(self, values: list[str]) -> None:
        """Read the number; refuse fractions, words and what lies outside the limits."""
        self.data = None
        try:
            value = read_amount(strip(values[0]) if values else "", current_language().code)
        except ValueError:
            value = None
        if value is None or value != value.to_integral_value() or not self.least <= value <= self.most:
            raise ValueError(_l("Enter a whole number from %(least)s to %(most)s.", least=formats.number(self.least),
                                most=formats.number(self.most)))
        self.data = int(value)


class RateField(Field):
    """A positive decimal number of any length of digits up to ten places; data is the Decimal as typed."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return self.raw_data[0]
        return formats.number(self.data) if self.data is not None else ""

    def process_formdata(self, values: list[str]) -> None:
        """Read '7.85', in German '7,85'."""
        self.data = None
        try:
            value = read_amount(strip(values[0]) if values else "", current_language().code)
        except ValueError:
            value = Decimal(0)
        if value <= 0 or -value.as_tuple().exponent > 10:
            raise ValueError(_l("Enter the rate as a number above zero, for example %(example)s.",
                                example=formats.number(Decimal("7.85"))))
        self.data = value


class DayField(DateField):
    """A calendar day; what is no day is answered with an example."""

    def process_formdata(self, values: list[str]) -> None:
        """Read 2027-02-14 as browsers send it."""
        self.data = None
        if not values or not values[0]:
            return  # InputRequired says what is missing; DataRequired would wipe out the message below.
        try:
            self.data = date.fromisoformat(values[0].strip())
        except ValueError:
            raise ValueError(_l("This date does not exist. Enter it as 2027-02-14.")) from None


class ClockField(StringField):
    """A time of day, 24 hours; data is a time."""

    def _value(self) -> str:
        if self.raw_data:
            return self.raw_data[0]
        return f"{self.data:%H:%M}" if isinstance(self.data, time) else ""

    def process_formdata(self, values: list[str]) -> None:
        """Read 18:00."""
        self.data = None
        try:
            hour, _colon, minute = (values[0] if values else "").strip().partition(":")
            self.data = time(int(hour), int(minute))
        except ValueError:
            raise ValueError(_l("Enter the time as hours and minutes, for example 18:00.")) from None


class MailListField(TextAreaField):
    """Mail addresses, one per line; data is the list of normalised addresses."""

    def _value(self) -> str:
        if self.raw_data:
            return self.raw_data[0]
        return "\n".join(self.data or ())

    def process_formdata(self, values: list[str]) -> None:
        """Read the lines; the message names the one that is no address."""
        from email_validator import EmailNotValidError, validate_email

        found = []
        for line in (values[0] if values else "").splitlines():
            if not line.strip():
                continue
            try:
                found.append(validate_email(line.strip(), check_deliverability=False).normalized)
            except EmailNotValidError:
                self.data = None
                raise ValueError(_l("“%(line)s” is no mail address. Enter one address per line, such as "
                                    "name@example.org.", line=line.strip()[:100])) from None
        self.data = found


class CodePattern:
    """A validator: a code is stored in records, so it is plain and never changes."""

    def __call__(self, form, field) -> None:
        """Refuse anything but lower-case letters, digits and underscores that begins with a letter."""
        code = field.data or ""
        plain = code.isascii() and code.replace("_", "a").isalnum() and code == code.lower() and code[:1].isalpha()
        if not plain or len(code) > 60:
            raise ValidationError(_l("Enter a code of small letters, digits and underscores, such as fibre_laser."))


def language_keywords(code: str) -> dict[str, str]:
    """Attributes of an input for text in one language, so that fonts and screen readers fit."""
    return {"lang": LANGUAGES[code].html}
