"""The form of an organisation. Names of fields are those of the API where there is one."""

from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField, HiddenField
from wtforms.validators import Length, ValidationError

from outreach.catalogue import queries as catalogue
from outreach.contacts.forms.rows import AUTO, IdentifierRow, NotedForm, OwnNameRow, words
from outreach.contacts.models import Organisation
from outreach.contacts.models.organisations import ORGANISATION_KINDS, RELATIONS
from outreach.contacts.services.wording import IDENTIFIER_LABELS, ORGANISATION_KIND_LABELS, RELATION_LABELS
from outreach.i18n import LANGUAGES, formats
from outreach.web.forms import CountryField, Form, SelectField, StringField, optional, required

COLUMNS = ("country", "city", "street", "postcode", "website", "industry", "kind")


class OrganisationForm(NotedForm):
    """An organisation: the legal name, names of its own in other languages, where it sits, what registers say."""

    version = HiddenField()
    name = StringField(
        _l("Legal name"), [*required(_l("Enter the name of the organisation.")), Length(max=300)], render_kw=AUTO)
    names = FieldList(FormField(OwnNameRow, _l("Name in another language")), _l("Names in other languages"),
                      max_entries=20, default=lambda: [{}])
    kind = SelectField(_l("Kind"), choices=[(code, ORGANISATION_KIND_LABELS[code]) for code in ORGANISATION_KINDS],
                       default="company")
    country = CountryField(_l("Country"), default="")
    city = StringField(_l("City"), optional(200), render_kw=AUTO)
    street = StringField(_l("Street and number"), optional(), render_kw=AUTO)
    postcode = StringField(_l("Postcode"), optional(20))
    website = StringField(_l("Website"), optional())
    domains = StringField(_l("Further domains"), optional(600))
    industry = StringField(_l("Industry"), optional(), render_kw=AUTO)
    identifiers = FieldList(FormField(IdentifierRow, _l("Register number")), _l("Register numbers"), max_entries=20,
                            default=lambda: [{}])

    def validate_website(self, field) -> None:
        """A web address, with or without the protocol; nothing that a click would run."""
        text = field.data or ""
        bare = text.split("://", 1)[-1]
        foreign = "://" in text and not text.lower().startswith(("http://", "https://"))
        if text and ("." not in bare or " " in bare or foreign):
            raise ValidationError(_l("Enter a web address such as www.example.org."))

    def facts(self) -> dict:
        """What the services take beside the name."""
        return {**{name: self[name].data or None for name in COLUMNS},
                "names": [(row.form.text.data, row.form.language.data or None) for row in self.names if row.form.text.data],
                "identifiers": self._numbers(), "domains": words(self.domains.data), "tags": self.all_tags,
                "notes": self.notes.data or None, "notes_language": self.notes_language.data or None,
                "notes_in": self.notes_in}

    def _numbers(self) -> list[tuple[str, str]]:
        return [(row.form.kind.data, row.form.value.data) for row in self.identifiers if row.form.value.data]

    def fill(self, row: Organisation) -> None:
        """Show what is stored, and an empty line for one more."""
        for name in ("name", "version", *COLUMNS):
            self[name].data = getattr(row, name) or ""
        self.names.process(None, [*({"text": item.text, "language": item.language or ""} for item in row.names), {}])
        self.identifiers.process(None, [*({"kind": item.kind, "value": item.value} for item in row.identifiers), {}])
        self.domains.data = ", ".join(item.domain for item in row.domains)
        self.fill_notes(row)

    def blame(self, field: str | None, message: str) -> None:
        """Put what a service refused beside its field; a register number beside its line."""
        line = next((row.form for row in self.identifiers if row.form.kind.data == field), None)
        if line is not None:
            line.fail("value", message)
        else:
            self.fail(field if field in self else "name", message)

    def shown(self, name: str) -> str:
        """The value of a field as a reader reads it; a dash for nothing."""
        if name == "names":
            return "\n".join(" · ".join(filter(None, [text, LANGUAGES[code].name if code in LANGUAGES else ""]))
                             for text, code in self.facts()["names"]) or "–"
        if name == "identifiers":
            return "\n".join(f"{IDENTIFIER_LABELS.get(kind, kind)}: {number}" for kind, number in self._numbers()) or "–"
        value = self[name].data or ""
        if name == "country":
            return formats.country(value) or "–"
        if name == "tags":
            return ", ".join(str(catalogue.tag_label(code)) for code in value) or "–"
        if name == "notes_language":
            return LANGUAGES[value].name if value in LANGUAGES else "–"
        return str(ORGANISATION_KIND_LABELS.get(value, value)) if name == "kind" and value else value or "–"

    @staticmethod
    def logged(name: str) -> str:
        """What the log calls a field of the form."""
        return {"more_tags": "tags"}.get(name, name)

    def as_logged(self, name: str):
        """What the log would keep of what a field says."""
        if name == "names":
            return [text for text, _language in self.facts()["names"]]
        if name == "identifiers":
            return sorted([kind, number] for kind, number in self._numbers())
        return words(self.domains.data) if name == "domains" else self[name].data


class ParentForm(Form):
    """The organisation above this one, by its name or by a suggestion with its number; empty for none."""

    version = HiddenField()
    organisation = StringField(_l("Belongs to"), optional(320), render_kw=AUTO)
    relation = SelectField(_l("How they belong together"), choices=[(code, RELATION_LABELS[code]) for code in RELATIONS],
                           default="subsidiary")
