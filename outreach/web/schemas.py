"""The base of the API's schemas: unknown fields are refused, texts are stripped, messages say what to do."""

from decimal import Decimal

from babel.numbers import list_currencies
from flask_babel import lazy_gettext as _l
from marshmallow import RAISE, Schema, ValidationError, fields, pre_load, validate

from outreach.i18n import LANGUAGES, formats

FILL_IN = {"required": _l("Fill in this field"), "null": _l("Fill in this field"), "invalid": _l("This is not a text")}


class BaseSchema(Schema):
    """Every request body is read by a child of this."""

    class Meta:
        """A misspelt field is an error, not a silence."""

        unknown = RAISE

    error_messages = {"unknown": _l("There is no such field here; check its spelling"),
                      "type": _l("Send an object with fields here")}

    @pre_load
    def strip_texts(self, data, **_kwargs):
        """Surrounding white space never counts; NUL cannot be stored by PostgreSQL."""
        if isinstance(data, dict):
            return {key: value.replace("\x00", "\ufffd").strip() if isinstance(value, str) else value
                    for key, value in data.items()}
        return data


class Text(fields.String):
    """A text of at most `longest` characters; `needed` also refuses an empty one."""

    def __init__(self, longest: int = 300, needed: bool = False, **kwargs):
        checks = [validate.Length(max=longest, error=_l("Write at most {max} characters"))]
        if needed:
            checks.append(validate.Length(min=1, error=FILL_IN["required"]))
        super().__init__(required=needed, validate=checks, error_messages=FILL_IN, **kwargs)

    def _deserialize(self, value, attr, data, **kwargs):
        text = super()._deserialize(value, attr, data, **kwargs)
        # Half of a character that JSON spells as two is none, and no database takes it.
        if isinstance(text, str) and any("\ud800" <= sign <= "\udfff" for sign in text):
            raise ValidationError(_l("This text is damaged: it holds half a character. Send it as UTF-8"))
        return text


class Mail(fields.String):
    """A mail address, normalised."""

    def __init__(self, needed: bool = False, **kwargs):
        super().__init__(required=needed, error_messages=FILL_IN, **kwargs)
        self.needed = needed

    def _deserialize(self, value, attr, data, **kwargs):
        from email_validator import EmailNotValidError, validate_email

        text = super()._deserialize(value, attr, data, **kwargs)
        if not text and not self.needed:
            return None
        try:
            return validate_email(text, check_deliverability=False).normalized
        except EmailNotValidError:
            raise ValidationError(_l("Enter a mail address such as name@example.org")) from None


class Amount(fields.Decimal):
    """A positive amount in whole units of its currency."""

    def __init__(self, **kwargs):
        super().__init__(allow_nan=False, as_string=True, error_messages={
            **FILL_IN, "invalid": _l("Enter the amount as a number"),
            "special": _l("Enter the amount as a number")}, **kwargs)

    def _deserialize(self, value, attr, data, **kwargs):
        amount = super()._deserialize(value, attr, data, **kwargs)
        if amount is not None and not Decimal(0) <= amount < Decimal(10) ** 14:
            raise ValidationError(_l("Enter an amount above zero"))
        return amount


class LanguageCode(fields.String):
    """zh, en, de or ko."""

    def __init__(self, **kwargs):
        known = validate.OneOf(list(LANGUAGES), error=_l("Choose zh, en, de or ko"))
        super().__init__(validate=known, error_messages=FILL_IN, **kwargs)


class CountryCode(fields.String):
    """An ISO 3166 code of two letters, upper case."""

    def __init__(self, needed: bool = False, **kwargs):
        super().__init__(required=needed, error_messages=FILL_IN, **kwargs)
        self.needed = needed

    def _deserialize(self, value, attr, data, **kwargs):
        text = super()._deserialize(value, attr, data, **kwargs).upper()
        if not text and not self.needed:
            return None
        if text not in dict(formats.countries(lang="en")):
            raise ValidationError(_l("Choose a country"))
        return text


class CurrencyCode(fields.String):
    """An ISO 4217 code."""

    def __init__(self, **kwargs):
        known = validate.OneOf(sorted(list_currencies()), error=_l("Choose a currency"))
        super().__init__(validate=known, error_messages=FILL_IN, **kwargs)


class ErrorBody(Schema):
    """Why something was refused: a stable code, a sentence, and messages per field in dotted names."""

    code = fields.String(required=True)
    message = fields.String(required=True)
    field = fields.String()
    reference = fields.String()
    fields_ = fields.Dict(
        keys=fields.String(), values=fields.List(fields.String()), data_key="fields", attribute="fields")


class ErrorAnswer(Schema):
    """What every refusal looks like."""

    error = fields.Nested(ErrorBody, required=True)
