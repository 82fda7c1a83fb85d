"""The form of an organisation. Names of fields are those of the API where there is one."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import Length, ValidationError

from outreach.catalogue import queries as catalogue
from outreach.contacts.forms.rows import NotedForm, lines
from outreach.contacts.models import Organisation
from outreach.contacts.models.organisations import ORGANISATION_KINDS
from outreach.contacts.services.wording import IDENTIFIER_EXAMPLES, IDENTIFIER_LABELS, ORGANISATION_KIND_LABELS
from outreach.i18n import LANGUAGES, formats
from outreach.identity import check_identifier
from outreach.web.forms import CountryField, SelectField, StringField, TextAreaField, optional, required

COLUMNS = ("country", "city", "street", "postcode", "website", "industry", "kind")
REGISTERS = tuple(IDENTIFIER_LABELS)


class OrganisationForm(NotedForm):
    """An organisation: the legal name, further names, where it sits, what registers say."""

    version = HiddenField()
    name = StringField(_l("Legal name"), [*required(_l("Enter the name of the organisation.")), Length(max=300)])
    names = TextAreaField(_l("Names in other languages"), optional(1500))
    kind = SelectField(_l("Kind"), choices=[(code, ORGANISATION_KIND_LABELS[code]) for code in ORGANISATION_KINDS],
                       default="company")
    country = CountryField(_l("Country"), default="")
    city = StringField(_l("City"), optional(200))
    street = StringField(_l("Street and number"), optional())
    postcode = StringField(_l("Postcode"), optional(20))
    website = StringField(_l("Website"), optional())
    industry = StringField(_l("Industry"), optional())
    uscc = StringField(IDENTIFIER_LABELS["uscc"], optional(100))
    kr_business = StringField(IDENTIFIER_LABELS["kr_business"], optional(100))
    kr_corporate = StringField(IDENTIFIER_LABELS["kr_corporate"], optional(100))
    companies_house = StringField(IDENTIFIER_LABELS["companies_house"], optional(100))
    hrb = StringField(IDENTIFIER_LABELS["hrb"], optional(100))
    vat = StringField(IDENTIFIER_LABELS["vat"], optional(100))
    lei = StringField(IDENTIFIER_LABELS["lei"], optional(100))

    def validate_names(self, field) -> None:
        """Every line is a name."""
        if any(len(line) > 300 for line in lines(field.data)):
            raise ValidationError(_l("Write one name per line, each of at most 300 characters."))

    def validate_website(self, field) -> None:
        """A web address, with or without the protocol; nothing that a click would run."""
        text = field.data or ""
        bare = text.split("://", 1)[-1]
        foreign = "://" in text and not text.lower().startswith(("http://", "https://"))
        if text and ("." not in bare or " " in bare or foreign):
            raise ValidationError(_l("Enter a web address such as www.example.org."))

    def _validate_number(self, field) -> None:
        """The register's own check digits decide."""
        if field.data and check_identifier(field.short_name, field.data) is None:
            raise ValidationError(_l(
                "“%(number)s” is no such register number. An example: %(example)s", number=field.data,
                example=IDENTIFIER_EXAMPLES[field.short_name]))

    validate_uscc = validate_kr_business = validate_kr_corporate = validate_companies_house = _validate_number
    validate_hrb = validate_vat = validate_lei = _validate_number

    def facts(self, row: Organisation | None = None) -> dict:
        """What the services take beside the name; a second number of one register stays as it is."""
        numbers = [(kind, self[kind].data) for kind in REGISTERS if self[kind].data]
        return {**{name: self[name].data or None for name in COLUMNS}, "names": lines(self.names.data),
                "tags": self.all_tags, "notes": self.notes.data or None,
                "notes_language": self.notes_language.data or None, "notes_in": self.notes_in,
                "identifiers": [*numbers, *(further_numbers(row) if row else ())]}

    def fill(self, row: Organisation) -> None:
        """Show what is stored."""
        for name in ("name", "version", *COLUMNS):
            self[name].data = getattr(row, name) or ""
        self.names.data = "\n".join(item.text for item in row.names)
        self.fill_notes(row)
        for kind in REGISTERS:
            self[kind].data = next((item.value for item in row.identifiers if item.kind == kind), "")

    def blame(self, field: str | None, message: str) -> None:
        """Put what a service refused beside its field."""
        self.fail(field if field in self else "name", message)

    def shown(self, name: str) -> str:
        """The value of a field as a reader reads it; a dash for nothing."""
        value = self[name].data or ""
        if name == "country":
            return formats.country(value) or "–"
        if name == "tags":
            return ", ".join(str(catalogue.tag_label(code)) for code in value) or "–"
        if name == "notes_language":
            return LANGUAGES[value].name if value in LANGUAGES else "–"
        return str(ORGANISATION_KIND_LABELS[value]) if name == "kind" and value else value or "–"

    @staticmethod
    def logged(name: str) -> str:
        """What the log calls a field of the form."""
        return "identifiers" if name in REGISTERS else {"more_tags": "tags"}.get(name, name)

    def as_logged(self, name: str):
        """What the log would keep of what a field says."""
        return lines(self.names.data) if name == "names" else self[name].data


def further_numbers(row: Organisation) -> list[tuple[str, str]]:
    """Numbers that the form does not show: a second one of the same register."""
    seen, kept = set(), []
    for item in row.identifiers:
        if item.kind in seen or item.kind not in REGISTERS:
            kept.append((item.kind, item.value))
        seen.add(item.kind)
    return kept
