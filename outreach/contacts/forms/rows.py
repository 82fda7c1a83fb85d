"""Lines of several fields inside the forms of people and organisations, and choices that both have."""

import re

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField
from wtforms.validators import Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from outreach.catalogue import queries as catalogue
from outreach.contacts.models.people import CHANNEL_KINDS, PHONE_KINDS
from outreach.contacts.services.notes import tag_suggestions
from outreach.contacts.services.wording import CHANNEL_LABELS, IDENTIFIER_EXAMPLES, IDENTIFIER_LABELS
from outreach.i18n import LANGUAGES, current_language
from outreach.identity import check_identifier, parse_phone
from outreach.web.forms import Form, Row, SelectField, StringField, TextAreaField, optional

#: A line of text whose direction follows what is written in it.
AUTO = {"dir": "auto"}


class CheckboxesField(SelectMultipleField):
    """A choice of several, each with a box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def language_choices(empty) -> list[tuple[str, str]]:
    """Our four languages in their own names, and nothing."""
    return [("", empty), *[(item.code, item.name) for item in LANGUAGES.values()]]


class NameRow(Row):
    """A further writing of a name. An emptied line is removed."""

    text = StringField(_l("Name in another script"), optional(), render_kw=AUTO)
    language = SelectField(_l("Language of the name"), choices=[], default="")
    reading = StringField(_l("Reading"), optional(), render_kw=AUTO)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.language.choices = language_choices(_l("Language not known"))


class OwnNameRow(Row):
    """A further name that an organisation gives itself. An emptied line is removed."""

    text = StringField(_l("Name in another language"), optional(), render_kw=AUTO)
    language = SelectField(_l("Language of the name"), choices=[], default="")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.language.choices = language_choices(_l("Language not known"))


class IdentifierRow(Row):
    """A number that a register gave to one organisation only. An emptied line is removed."""

    kind = SelectField(_l("Register"), choices=list(IDENTIFIER_LABELS.items()),
                       default=next(iter(IDENTIFIER_LABELS)))
    value = StringField(_l("Number"), optional(100))

    def validate_value(self, field) -> None:
        """The register's own check digits decide."""
        kind = self.kind.data
        if kind in IDENTIFIER_LABELS and check_identifier(kind, field.data) is None:
            raise ValidationError(_l(
                "“%(number)s” is no such register number. An example: %(example)s", number=field.data,
                example=IDENTIFIER_EXAMPLES[kind]))


class ChannelRow(Row):
    """One way to reach a person. An emptied line is removed."""

    kind = SelectField(_l("Kind"), choices=[(code, CHANNEL_LABELS[code]) for code in CHANNEL_KINDS], default="email")
    value = StringField(_l("Address, number or name there"), optional(), render_kw=AUTO)
    extension = StringField(_l("Extension"), optional(10), render_kw={"inputmode": "numeric"})

    def validate_value(self, field) -> None:
        """An address is one, a number has digits; a handle is taken as typed."""
        if self.kind.data == "email":
            try:
                validate_email(field.data, check_deliverability=False)
            except EmailNotValidError:
                raise ValidationError(_l(
                    "“%(line)s” is no mail address. Enter one such as name@example.org.", line=field.data)) from None
        if self.kind.data in PHONE_KINDS and parse_phone(field.data, None) is None:
            raise ValidationError(_l("Enter a telephone number such as +49 30 1234567."))

    def validate_extension(self, field) -> None:
        """Digits, and only behind a number."""
        if not field.data.isascii() or not field.data.isdigit():
            raise ValidationError(_l("Enter the extension in digits, such as 21."))
        parsed = parse_phone(self.value.data, None)
        if parsed is not None and parsed.extension and parsed.extension != field.data:
            raise ValidationError(_l("The number already has an extension. Write it in one of the two places."))

    @property
    def number(self) -> str:
        """The number as people write it, with its extension."""
        extension = self.extension.data
        return f"{self.value.data} ext. {extension}" if extension else self.value.data or ""


class NotedForm(Form):
    """Tags and notes, which the forms of people and of organisations have alike."""

    tags = CheckboxesField(_l("Tags"), [Optional()])
    more_tags = StringField(_l("Further tags"), [Optional(), Length(max=600)], render_kw=AUTO)
    notes = TextAreaField(_l("Notes"), optional(20_000), render_kw=AUTO)
    notes_language = SelectField(_l("Language of the notes"), default=lambda: current_language().code)
    notes_zh = TextAreaField(_l("Notes in Chinese"), optional(20_000))
    notes_en = TextAreaField(_l("Notes in English"), optional(20_000))
    notes_de = TextAreaField(_l("Notes in German"), optional(20_000))
    notes_ko = TextAreaField(_l("Notes in Korean"), optional(20_000))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.notes_language.choices = language_choices(_l("Language not known"))
        self.offer_tags(self.tags.data or ())

    def offer_tags(self, own) -> None:
        """Offer the tags of the catalogue, those that many records carry, and the record's own."""
        codes = dict.fromkeys([*tag_suggestions(), *own])
        self.tags.choices = [(code, catalogue.tag_label(code)) for code in codes]

    @property
    def all_tags(self) -> list[str]:
        """The chosen tags and the words that were typed beside them."""
        return [*(self.tags.data or ()), *words(self.more_tags.data)]

    @property
    def notes_in(self) -> dict[str, str]:
        """The notes in further languages, by code."""
        return {code: self[f"notes_{code}"].data for code in LANGUAGES if self[f"notes_{code}"].data}

    def fill_notes(self, row) -> None:
        """Show the tags and notes of a stored record."""
        self.offer_tags([item.tag for item in row.tags])
        self.tags.data = [item.tag for item in row.tags]
        self.notes.data = row.notes or ""
        if row.notes:
            self.notes_language.data = row.notes_language or ""
        for code in LANGUAGES:
            self[f"notes_{code}"].data = ((row.notes_translations or {}).get(code) or {}).get("text", "")


def words(text: str | None) -> list[str]:
    """What stands between the commas, of any script."""
    return [word.strip() for word in re.split("[,，、;；\n]", text or "") if word.strip()]
