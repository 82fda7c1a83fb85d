"""Forms of a person and of what the person is somewhere. Names of fields are those of the API where there is one."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from wtforms import FieldList, FormField, HiddenField
from wtforms.validators import Length, Optional

from outreach.catalogue import queries as catalogue
from outreach.contacts.forms.rows import AUTO, ChannelRow, NameRow, NotedForm, language_choices
from outreach.contacts.models import Affiliation, Person
from outreach.contacts.models.people import HANDLE_KINDS, PHONE_KINDS
from outreach.contacts.services import PersonValues
from outreach.contacts.services.wording import CHANNEL_LABELS, SALUTATIONS
from outreach.i18n import LANGUAGES, formats
from outreach.web.forms import CountryField, DateField, Form, SelectField, StringField, ZoneField, optional, required

_COLUMNS = ("full_name", "family_name", "given_name", "titles", "gender", "language", "country", "time_zone",
            "salutation")
#: What a new form offers to fill in.
_FIRST_CHANNELS = ("email", "mobile", "work", "wechat")
#: Fields of the form and what the log calls them.
_LOGGED = {"organisation_country": "organisation", "reading": "name_details", "more_tags": "tags"}


class PersonForm(NotedForm):
    """A person: the name as given and in other scripts, ways to reach, where they work, tags and notes."""

    version = HiddenField()
    full_name = StringField(
        lazy_pgettext("of a person", "Name"), [*required(_l("Enter the name of the person.")), Length(max=300)], render_kw=AUTO)
    reading = StringField(_l("Reading"), optional(), render_kw=AUTO)
    family_name = StringField(_l("Family name"), optional(), render_kw=AUTO)
    given_name = StringField(_l("Given name"), optional(), render_kw=AUTO)
    names = FieldList(FormField(NameRow, _l("Name in another script")), _l("Names in other scripts"), max_entries=20,
                      default=lambda: [{}])
    titles = StringField(_l("Academic title"), optional(200))
    gender = SelectField(_l("Salutation"), choices=list(SALUTATIONS.items()), default="")
    salutation = StringField(_l("Opening of a letter"), optional(), render_kw=AUTO)
    language = SelectField(_l("Language of the person"), default="")
    country = CountryField(_l("Country"), default="")
    time_zone = ZoneField(_l("Time zone"), optional(60))
    channels = FieldList(FormField(ChannelRow, _l("Way to reach")), _l("How to reach"), max_entries=40,
                         default=lambda: [{"kind": kind} for kind in _FIRST_CHANNELS])
    organisation = StringField(_l("Organisation"), optional(), render_kw=AUTO)
    organisation_country = CountryField(_l("Country of the organisation"), default="")
    job_title = StringField(_l("Job title"), optional(), render_kw=AUTO)
    department = StringField(_l("Department"), optional(), render_kw=AUTO)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.language.choices = language_choices(_l("Not known"))

    def values(self) -> PersonValues:
        """What the services take."""
        told = {name: self[name].data or None for name in (
            "titles", "gender", "language", "country", "time_zone", "salutation", "organisation", "organisation_country",
            "job_title", "department", "notes", "notes_language")}
        name = self.full_name.data or ""
        parts = {part: self[part].data for part in ("family_name", "given_name") if self[part].data}
        if not all(text in name for text in parts.values()):
            parts = {}  # Parts of a former name would stand against the new one.
        names = [row.form for row in self.names if row.form.text.data]
        rows = [row.form for row in self.channels if row.form.value.data]
        return PersonValues(
            full_name=name, **told, **parts, tags=self.all_tags, notes_in=self.notes_in,
            other_names=[row.text.data for row in names],
            writings={**{row.text.data: (row.language.data or None, row.reading.data or None) for row in names},
                      name: (self.language.data or None, self.reading.data or None)},
            emails=[row.value.data for row in rows if row.kind.data == "email"],
            phones=[(row.kind.data, row.number) for row in rows if row.kind.data in PHONE_KINDS],
            handles=[(row.kind.data, row.value.data) for row in rows if row.kind.data in HANDLE_KINDS])

    def fill(self, person: Person) -> None:
        """Show what is stored, and an empty line for one more."""
        for name in (*_COLUMNS, "version"):
            self[name].data = getattr(person, name) or ""
        own = next((item for item in person.names if item.text == person.full_name), None)
        self.reading.data = own.reading or "" if own else ""
        self.names.process(None, [*({"text": item.text, "language": item.language or "", "reading": item.reading or ""}
                                    for item in person.names if item.text != person.full_name), {}])
        self.channels.process(None, [*(
            {"kind": item.kind, "value": item.value if item.kind == "email" or item.value.startswith("+") else item.raw,
             "extension": item.extension or ""} for item in person.channels), {}])
        current = person.affiliation
        self.organisation.data = current.organisation.name if current else ""
        self.organisation_country.data = current.organisation.country or "" if current else ""
        self.job_title.data = current.job_title or "" if current else ""
        self.department.data = current.department or "" if current else ""
        self.fill_notes(person)

    def shown(self, name: str) -> str:
        """The value of a field as a reader reads it; a dash for nothing."""
        if name == "channels":
            told = [f"{CHANNEL_LABELS[row.form.kind.data]}: {row.form.value.data} {row.form.extension.data or ''}".strip()
                    for row in self.channels if row.form.value.data and row.form.kind.data in CHANNEL_LABELS]
            return "\n".join(told) or "–"
        if name == "names":
            return "\n".join(" · ".join(filter(None, [
                row.form.text.data, LANGUAGES[row.form.language.data].name if row.form.language.data in LANGUAGES else "",
                row.form.reading.data])) for row in self.names if row.form.text.data) or "–"
        value = self[name].data or ""
        if name == "tags":
            return ", ".join(str(catalogue.tag_label(code)) for code in value) or "–"
        if name in ("country", "organisation_country"):
            return formats.country(value) or "–"
        if name in ("language", "notes_language"):
            return LANGUAGES[value].name if value in LANGUAGES else "–"
        return str(SALUTATIONS[value]) if name == "gender" and value in SALUTATIONS and value else value or "–"

    @staticmethod
    def logged(name: str) -> str:
        """What the log calls a field of the form."""
        return _LOGGED.get(name, name)

    def as_logged(self, name: str):
        """What the log would keep of what a field says."""
        if name == "channels":
            return sorted([row.form.kind.data, row.form.value.data, *filter(None, [row.form.extension.data])]
                          for row in self.channels if row.form.value.data)
        if name == "names":
            return sorted([self.full_name.data, *(row.form.text.data for row in self.names if row.form.text.data)])
        return sorted(self.tags.data or ()) if name == "tags" else self[name].data


class AffiliationForm(Form):
    """What a person is at an organisation, from one day to another."""

    version = HiddenField()
    job_title = StringField(_l("Job title"), optional(), render_kw=AUTO)
    department = StringField(_l("Department"), optional(), render_kw=AUTO)
    since = DateField(_l("Since"), [Optional()])
    until = DateField(_l("Until"), [Optional()])

    def values(self) -> dict:
        """What edit_affiliation takes."""
        return {"job_title": self.job_title.data or None, "department": self.department.data or None,
                "since": self.since.data, "until": self.until.data}

    @classmethod
    def of(cls, affiliation: Affiliation) -> "AffiliationForm":
        """The form of a stored one, before anybody typed."""
        return cls(None, prefix=f"a{affiliation.id}-", data={
            name: getattr(affiliation, name) for name in ("job_title", "department", "since", "until")
        } | {"version": affiliation.person.version})


class NewAffiliationForm(AffiliationForm):
    """One more organisation, now or in the past."""

    organisation = StringField(_l("Organisation"), [
        *required(_l("Enter the name of the organisation.")), Length(max=300)], render_kw=AUTO)
    organisation_country = CountryField(_l("Country of the organisation"), default="")

    def values(self) -> dict:
        """What add_affiliation takes."""
        return {**super().values(), "organisation": self.organisation.data,
                "organisation_country": self.organisation_country.data or None}

    @classmethod
    def empty(cls, person: Person) -> "NewAffiliationForm":
        """The form before anybody typed."""
        return cls(None, prefix="new-", data={"version": person.version})


def take_theirs(form: Form, stored: Form, choices: Mapping[str, str]) -> None:
    """Put the stored value into every field for which somebody chose it: `take.<field>` is 'theirs'."""
    for field in form:
        if choices.get(f"take.{field.short_name}") != "theirs" or field.short_name not in stored:
            continue
        if isinstance(field, FieldList):
            field.process(None, stored[field.short_name].data)
        else:
            field.data, field.raw_data = stored[field.short_name].data, None
