"""Forms of a person and of an organisation. Names of fields are those of the API where there is one."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import Length, ValidationError

from outreach.contacts.models import Organisation, Person
from outreach.contacts.models.organisations import ORGANISATION_KINDS
from outreach.contacts.models.people import HANDLE_KINDS, PHONE_KINDS
from outreach.contacts.services import PersonValues
from outreach.i18n import LANGUAGES
from outreach.web.forms import (
    CountryField, Form, SelectField, StringField, TextAreaField, ZoneField, optional, required,
)

ORGANISATION_KIND_LABELS = {
    "company": _l("Company"), "institute": _l("Research institute"), "university": _l("University"),
    "association": _l("Association"), "authority": _l("Authority"), "fund": _l("Fund"), "other": _l("Other organisation"),
}
CHANNEL_LABELS = {
    "email": _l("Mail address"), "mobile": _l("Mobile phone"), "direct": _l("Direct line"), "work": _l("Phone"),
    "home": _l("Private phone"), "fax": _l("Fax"), "wechat": _l("WeChat"), "kakaotalk": _l("KakaoTalk"),
    "whatsapp": _l("WhatsApp"), "linkedin": _l("LinkedIn"),
}


class PersonForm(Form):
    """A person: name as given, ways to reach, where they work. Several mail addresses stand on lines of their own."""

    version = HiddenField()
    full_name = StringField(_l("Name"), [*required(_l("Enter the name of the person.")), Length(max=300)])
    other_names = TextAreaField(_l("Name in other scripts"), optional(1200))
    titles = StringField(_l("Academic title"), optional(200))
    gender = SelectField(_l("Salutation"), choices=[("", _l("no gendered title")), ("f", _l("Ms")), ("m", _l("Mr"))])
    language = SelectField(_l("Language of the person"))
    country = CountryField(_l("Country"))
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
    organisation_country = CountryField(_l("Country of the organisation"))
    job_title = StringField(_l("Job title"), optional())
    department = StringField(_l("Department"), optional())
    notes = TextAreaField(_l("Notes"), optional(20_000))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.language.choices = [("", _l("Not known")), *[(item.code, item.name) for item in LANGUAGES.values()]]

    def validate_emails(self, field) -> None:
        """Every line is a mail address."""
        from email_validator import EmailNotValidError, validate_email

        for line in _lines(field.data):
            try:
                validate_email(line, check_deliverability=False)
            except EmailNotValidError:
                raise ValidationError(_l("“%(line)s” is no mail address. Enter one address per line, such as name@example.org.",
                                         line=line)) from None

    def values(self) -> PersonValues:
        """What the services take."""
        return PersonValues(
            full_name=self.full_name.data, titles=self.titles.data or None, gender=self.gender.data or None,
            language=self.language.data or None, country=self.country.data or None, emails=_lines(self.emails.data),
            phones=[(kind, self[kind].data) for kind in ("mobile", "direct", "work") if self[kind].data],
            handles=[(kind, self[kind].data) for kind in HANDLE_KINDS if self[kind].data],
            organisation=self.organisation.data or None, organisation_country=self.organisation_country.data or None,
            job_title=self.job_title.data or None, department=self.department.data or None, notes=self.notes.data or None,
            other_names=_lines(self.other_names.data))

    def fill(self, person: Person) -> None:
        """Show what is stored. Of several numbers of one kind the first is shown; the others stay on the page."""
        for name in ("full_name", "titles", "gender", "language", "country", "time_zone", "notes", "version"):
            self[name].data = getattr(person, name) or ""
        self.other_names.data = "\n".join(item.text for item in person.names if item.text != person.full_name)
        self.emails.data = "\n".join(item.value for item in person.channels if item.kind == "email")
        for kind in ("mobile", "direct", "work", *HANDLE_KINDS):
            self[kind].data = next((item.value for item in person.channels if item.kind == kind), "")
        if person.affiliation:
            self.organisation.data = person.affiliation.organisation.name
            self.organisation_country.data = person.affiliation.organisation.country or ""
            self.job_title.data, self.department.data = person.affiliation.job_title, person.affiliation.department


def further_lines(person: Person) -> list[tuple[str, str]]:
    """Numbers that the form does not show, a second desk or a fax; saving keeps them."""
    shown, kept = set(), []
    for item in person.channels:
        if item.kind in PHONE_KINDS and (item.kind in shown or item.kind not in ("mobile", "direct", "work")):
            kept.append((item.kind, item.raw if not item.value.startswith("+") else item.value))
        shown.add(item.kind)
    return kept


class OrganisationForm(Form):
    """An organisation: the legal name, where it sits, what it does."""

    version = HiddenField()
    name = StringField(_l("Legal name"), [*required(_l("Enter the name of the organisation.")), Length(max=300)])
    kind = SelectField(_l("Kind"), choices=[(code, ORGANISATION_KIND_LABELS[code]) for code in ORGANISATION_KINDS])
    country = CountryField(_l("Country"))
    city = StringField(_l("City"), optional(200))
    street = StringField(_l("Street and number"), optional())
    postcode = StringField(_l("Postcode"), optional(20))
    website = StringField(_l("Website"), optional())
    industry = StringField(_l("Industry"), optional())
    notes = TextAreaField(_l("Notes"), optional(20_000))

    def facts(self) -> dict[str, str | None]:
        """The columns without the name and the version."""
        return {name: self[name].data or None for name in ("country", "city", "street", "postcode", "website", "industry", "notes")
                } | {"kind": self.kind.data}

    def fill(self, row: Organisation) -> None:
        """Show what is stored."""
        for name in ("name", "kind", "country", "city", "street", "postcode", "website", "industry", "notes", "version"):
            self[name].data = getattr(row, name) or ""


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]
