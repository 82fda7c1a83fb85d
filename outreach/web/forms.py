"""The form base: Flask-WTF with messages in the page's language, and helpers for our field kinds."""

from decimal import Decimal, InvalidOperation

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, Field, FieldList, FormField, SelectField, StringField, TextAreaField
from wtforms import IntegerField as AnyIntegerField
from wtforms.validators import DataRequired, Length, Optional, ValidationError
from wtforms.widgets import TextInput

from outreach.db.time import zone_names
from outreach.i18n import LANGUAGES, current_language, formats
from outreach.web.form_messages import FormMessages

_MESSAGES = FormMessages()
#: What Flask-WTF takes for "the form that came with the request".
_AUTO = FlaskForm.__init__.__defaults__[0]


def strip(value: str | None) -> str | None:
    """Surrounding white space never counts, and NUL cannot be stored by PostgreSQL."""
    return value.replace("\x00", "�").strip() if isinstance(value, str) else value


class Form(FlaskForm):
    """Every HTML form of ours. `errors_in_order()` feeds the error summary."""

    class Meta(FlaskForm.Meta):
        """Text fields are stripped before they are checked, and messages are our own."""

        def get_translations(self, form) -> FormMessages:
            """WTForms' messages in the page's language and our words."""
            return _MESSAGES

        def bind_field(self, form, unbound_field, options):
            """Add the strip filter to text fields that bring no filters of their own."""
            if issubclass(unbound_field.field_class, StringField):
                filters = list(unbound_field.kwargs.get("filters", ()))
                if strip not in filters:
                    unbound_field.kwargs["filters"] = [*filters, strip]
            return super().bind_field(form, unbound_field, options)

    def __init__(self, formdata=_AUTO, **kwargs):
        self._blank = formdata is None
        super().__init__(formdata, **kwargs)

    def is_submitted(self) -> bool:
        """True where the form holds what was sent; one that is made without looking at that never does."""
        return not self._blank and super().is_submitted()

    def errors_in_order(self) -> list[tuple[str, str]]:
        """(id of the field, message) in the order of the page."""
        return [error for field in self for error in _errors(field)]

    def fail(self, field: str, message) -> None:
        """Attach an error that only the service could find."""
        self[field].errors = [*self[field].errors, message]


def _errors(field: Field) -> list[tuple[str, str]]:
    """(id, message) of a field, and of rows of fields those of each field in them."""
    if isinstance(field, FieldList):
        own = [message for message in field.errors if not isinstance(message, dict)]
        return [(field.id, str(message)) for message in _flat(own)] + [error for row in field for error in _errors(row)]
    if isinstance(field, FormField):
        return [error for part in field.form for error in _errors(part)]
    return [(field.id, str(message)) for message in _flat(field.errors)]


def _flat(errors) -> list:
    if isinstance(errors, dict):
        return [message for part in errors.values() for message in _flat(part)]
    return [message for part in errors for message in (_flat(part) if isinstance(part, (list, dict)) else [part])]


def required(message=None) -> list:
    """Validators of a field that must be filled in, with a message that says what to enter."""
    return [DataRequired(message or _l("Fill in this field"))]


def optional(longest: int = 300) -> list:
    """Validators of a field that may stay empty."""
    return [Optional(), Length(max=longest)]


class Row(Form):
    """One line of several fields inside a form; the form itself carries the CSRF token."""

    class Meta(Form.Meta):
        """No token of its own."""

        csrf = False


class LanguageField(SelectField):
    """A choice of our four languages in their own names."""

    def __init__(self, label=None, validators=None, **kwargs):
        super().__init__(label, validators, choices=[(item.code, item.name) for item in LANGUAGES.values()], **kwargs)


class IntegerField(AnyIntegerField):
    """A whole number that a column holds; one of hundreds of digits is none."""

    def process_formdata(self, valuelist) -> None:
        """Read it. Raises ValueError."""
        super().process_formdata(valuelist)
        if self.data is not None and not -(2**31) <= self.data < 2**31:
            self.data = None
            raise ValueError(self.gettext("Not a valid integer value."))


class CountryField(SelectField):
    """A choice of countries in the reader's language; the first line stays empty where it may."""

    def __init__(self, label=None, validators=None, empty: bool = True, **kwargs):
        super().__init__(label, validators, **kwargs)
        self.choices = ([("", "")] if empty else []) + formats.countries()


class ZoneField(StringField):
    """An IANA time zone; wrong names are refused with an example."""

    def pre_validate(self, form) -> None:
        """Refuse what the machine's zone data does not know."""
        if self.data and self.data not in zone_names():
            raise ValidationError(_l(
                "There is no time zone “%(name)s”. Enter one such as Europe/Berlin.", name=self.data))


class MoneyField(Field):
    """An amount in whole units, written as the reader writes numbers; data is a Decimal."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return self.raw_data[0]
        return formats.number(self.data) if self.data is not None else ""

    def process_formdata(self, values: list[str]) -> None:
        """Read '12,500,000', '12.500.000,50' or '1250万' by the page's language; raise on anything else."""
        text = strip(values[0]) if values else ""
        self.data = None
        if not text:
            return
        try:
            self.data = read_amount(text, current_language().code)
        except ValueError:
            example = formats.number(12_500_000)
            raise ValueError(_l("Enter the amount as a number, for example %(example)s", example=example)) from None


def read_amount(text: str, language: str) -> Decimal:
    """A positive amount from the reader's writing. Raises ValueError where it is no number."""
    import unicodedata

    text = unicodedata.normalize("NFKC", text).replace(" ", "").replace(" ", "").replace("'", "")
    factor = 1
    for word, size in (("亿", 10**8), ("억", 10**8), ("万", 10**4), ("만", 10**4)):
        if text.endswith(word):
            text, factor = text[:-1], size
    group, point = (".", ",") if language == "de" else (",", ".")
    whole, _, part = text.partition(point)
    if group in whole and not all(len(piece) == 3 for piece in whole.split(group)[1:]):
        raise ValueError(text)
    plain = whole.replace(group, "") + ("." + part if part else "")
    if not plain.replace(".", "", 1).isdigit() or not plain.isascii() or len(plain) > 16:
        raise ValueError(text)
    try:
        return Decimal(plain) * factor
    except InvalidOperation:
        raise ValueError(text) from None


class EmailField(StringField):
    """A mail address, checked for its form only; data is the normalised address or None."""

    def pre_validate(self, form) -> None:
        """Refuse what cannot be an address, and line breaks in particular."""
        from email_validator import EmailNotValidError, validate_email

        if not self.data:
            self.data = None
            return
        try:
            self.data = validate_email(self.data, check_deliverability=False).normalized
        except EmailNotValidError:
            raise ValidationError(_l("Enter a mail address such as name@example.org")) from None


def is_htmx() -> bool:
    """True where htmx asks for a part of the page."""
    return bool(request.headers.get("HX-Request")) and not request.headers.get("HX-Boosted")


__all__ = [
    "CountryField", "DateField", "EmailField", "Form", "IntegerField", "LanguageField", "MoneyField", "SelectField", "StringField",
    "TextAreaField", "ZoneField", "is_htmx", "optional", "read_amount", "required",
]
