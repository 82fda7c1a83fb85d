"""Forms of a person and of what the person is somewhere. Names of fields are those of the API where there is one."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import Length, Optional, ValidationError

from outreach.contacts.models import Affiliation, Person
from outreach.contacts.models.people import HANDLE_KINDS, PHONE_KINDS
from outreach.contacts.services import PersonValues
from outreach.i18n import LANGUAGES, formats
from outreach.identity import parse_phone
from outreach.web.forms import (
    CountryField,
    DateField,
    Form,
    SelectField,
    StringField,
    TextAreaField,
    ZoneField,
    optional,
    required,
)

CHANNEL_LABELS = {
    "email": _l("Mail address"), "mobile": _l("Mobile phone"), "direct": _l("Direct line"), "work": _l("Phone"),
    "home": _l("Private phone"), "fax": _l("Fax"), "wechat": _l("WeChat"), "kakaotalk": _l("KakaoTalk"),
    "whatsapp": _l("WhatsApp"), "linkedin": _l("LinkedIn"),
}
SALUTATIONS = {"": _l("no gendered title"), "f": _l("Ms"), "m": _l("Mr")}

#: The lines that the form shows; others of the same kind, a fax or a private number stay as they are.
_LINES = ("mobile", "direct", "work")
_COLUMNS = ("full_name", "family_name", "given_name", "titles", "gender", "language", "country", "time_zone", "notes")
#: Fields of the form and what the log calls them.
_LOGGED = {"other_names": "names", "emails": "channels", "organisation_country": "organisation",
           **dict.fromkeys((*_LINES, *HANDLE_KINDS), "channels")}


class PersonForm(Form):
    """A person: name as given, ways to reach, where they work. Several mail addresses stand on lines of their own."""

    version = HiddenField()
    full_name = StringField(_l("Name"), [*required(_l("Enter the name of the person.")), Length(max=300)])
    family_name = StringField(_l("Family name"), optional())
    given_name = StringField(_l("Given name"), optional())
    other_names = TextAreaField(_l("Name in other scripts"), optional(1200))
    titles = StringField(_l("Academic title"), optional(200))
    gender = SelectField(_l("Salutation"), choices=list(SALUTATIONS.items()), default="")
    language = SelectField(_l("Language of the person"), default="")
    country = CountryField(_l("Country"), default="")
    time_zone = ZoneField(_l("Time zone"), optional(60))
    emails = TextAreaField(_l("Mail addresses"), optional(1200))
    mobile = StringField(_l("Mobile phone"), optional(60))
    direct = StringField(_l("Direct line"), optional(60))
    work = StringField(_l("Phone"), optional(60))
    wechat = StringField(_l("WeChat"), optional(100))
    kakaotalk = StringField(_l("KakaoTalk"), optional(100))
    whatsapp = StringField(_l("WhatsApp"), optional(100))
    linkedin = StringField(_l("LinkedIn"), optional(300))
    organisation = StringField(_l("Organisation"), optional())
    organisation_country = CountryField(_l("Country of the organisation"), default="")
    job_title = StringField(_l("Job title"), optional())
    department = StringField(_l("Department"), optional())
    notes = TextAreaField(_l("Notes"), optional(20_000))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.language.choices = [("", _l("Not known")), *[(item.code, item.name) for item in LANGUAGES.values()]]

    def validate_other_names(self, field) -> None:
        """Every line is a name."""
        if any(len(line) > 300 for line in lines(field.data)):
            raise ValidationError(_l("Write one name per line, each of at most 300 characters."))

    def validate_emails(self, field) -> None:
        """Every line is a mail address."""
        from email_validator import EmailNotValidError, validate_email

        for line in lines(field.data):
            try:
                validate_email(line, check_deliverability=False)
            except EmailNotValidError:
                raise ValidationError(_l(
                    "“%(line)s” is no mail address. Enter one address per line, such as name@example.org.",
                    line=line)) from None

    def _validate_line(self, field) -> None:
        """A number has digits; what cannot be read otherwise is kept as written."""
        if field.data and parse_phone(field.data, None) is None:
            raise ValidationError(_l("Enter a telephone number such as +49 30 1234567."))

    validate_mobile = validate_direct = validate_work = _validate_line

    def values(self, person: Person | None = None) -> PersonValues:
        """What the services take; with `person` also the lines that the form does not show."""
        told = {name: self[name].data or None for name in (
            "titles", "gender", "language", "country", "time_zone", "organisation", "organisation_country", "job_title",
            "department", "notes")}
        name = self.full_name.data or ""
        parts = {part: self[part].data for part in ("family_name", "given_name") if self[part].data}
        if not all(text in name for text in parts.values()):
            parts = {}  # Parts of a former name would stand against the new one.
        return PersonValues(
            full_name=name, **told, **parts, emails=lines(self.emails.data), other_names=lines(self.other_names.data),
            phones=[*((kind, self[kind].data) for kind in _LINES if self[kind].data),
                    *(further_lines(person) if person else ())],
            handles=[(kind, self[kind].data) for kind in HANDLE_KINDS if self[kind].data])

    def fill(self, person: Person) -> None:
        """Show what is stored. Of several numbers of one kind the first is shown; the others stay on the page."""
        for name in (*_COLUMNS, "version"):
            self[name].data = getattr(person, name) or ""
        self.other_names.data = "\n".join(item.text for item in person.names if item.text != person.full_name)
        self.emails.data = "\n".join(item.value for item in person.channels if item.kind == "email")
        for kind in (*_LINES, *HANDLE_KINDS):
            self[kind].data = next((item.value for item in person.channels if item.kind == kind), "")
        current = person.affiliation
        self.organisation.data = current.organisation.name if current else ""
        self.organisation_country.data = current.organisation.country or "" if current else ""
        self.job_title.data = current.job_title or "" if current else ""
        self.department.data = current.department or "" if current else ""

    def shown(self, name: str) -> str:
        """The value of a field as a reader reads it; a dash for nothing."""
        value = self[name].data or ""
        if name in ("country", "organisation_country"):
            return formats.country(value) or "–"
        if name == "language":
            return LANGUAGES[value].name if value in LANGUAGES else "–"
        return str(SALUTATIONS[value]) if name == "gender" and value else value or "–"

    @staticmethod
    def logged(name: str) -> str:
        """What the log calls a field of the form."""
        return _LOGGED.get(name, name)


class AffiliationForm(Form):
    """What a person is at an organisation, from one day to another."""

    version = HiddenField()
    job_title = StringField(_l("Job title"), optional())
    department = StringField(_l("Department"), optional())
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


def further_lines(person: Person) -> list[tuple[str, str]]:
    """Numbers that the form does not show, a second desk or a fax; saving keeps them."""
    shown, kept = set(), []
    for item in person.channels:
        if item.kind in PHONE_KINDS and (item.kind in shown or item.kind not in _LINES):
            kept.append((item.kind, item.raw if not item.value.startswith("+") else item.value))
        shown.add(item.kind)
    return kept


def take_theirs(form: Form, stored: Form, choices: Mapping[str, str]) -> None:
    """Put the stored value into every field for which somebody chose it: `take.<field>` is 'theirs'."""
    for field in form:
        if choices.get(f"take.{field.short_name}") == "theirs" and field.short_name in stored:
            field.data, field.raw_data = stored[field.short_name].data, None


def lines(text: str | None) -> list[str]:
    """The lines of a field that say something."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]
