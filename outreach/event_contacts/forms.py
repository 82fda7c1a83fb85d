"""The forms of the room. Names of fields are those of the JSON bodies, with dots for nested ones."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectMultipleField
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from outreach.catalogue import queries as catalogue
from outreach.event_contacts.models import RATINGS
from outreach.event_contacts.queries import RATING_LABELS
from outreach.event_contacts.services import CaptureValues
from outreach.events.models import Event
from outreach.i18n import LANGUAGES, current_language
from outreach.leads.queries import owners
from outreach.leads.services import LeadValues
from outreach.web.forms import (
    CountryField,
    DateField,
    EmailField,
    Form,
    LanguageField,
    SelectField,
    StringField,
    TextAreaField,
    optional,
    required,
)


class CheckboxesField(SelectMultipleField):
    """A choice of several, each with a box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class OptionalDay(DateField):
    """A day that may stay empty."""

    def __init__(self, label=None, **kwargs):
        super().__init__(label, [Optional()], **kwargs)


def _own_language() -> str:
    """What somebody writes in who says nothing else: the language of the page."""
    return current_language().code


def rating_choices() -> list[tuple[str, str]]:
    """The ratings and the choice of none."""
    return [*[(code, code) for code in RATINGS], ("", _l("Not rated"))]


class CaptureForm(Form):
    """One meeting, as typed at the booth."""

    client_key = HiddenField()
    event = SelectField(_l("Event"), validate_choice=False)
    contact_name = StringField(
        _l("Name"), [*required(_l("Enter the name of the person.")), Length(max=300)], name="contact.name"
    )
    organisation_name = StringField(_l("Organisation"), optional(), name="organisation.name")
    organisation_country = CountryField(_l("Country"), name="organisation.country", default="")
    contact_email = EmailField(_l("Mail address"), optional(254), name="contact.email")
    contact_phone = StringField(_l("Telephone"), optional(60), name="contact.phone")
    contact_job_title = StringField(_l("Job title"), optional(), name="contact.job_title")
    contact_language = SelectField(_l("Language of the person"), name="contact.language", default="")
    rating = RadioField(_l("Rating"), validators=[Optional()], default="")
    notes = TextAreaField(_l("Note"), optional(20_000))
    notes_language = LanguageField(_l("Language of the note"), default=_own_language)
    met_on = OptionalDay(_l("Day of the meeting"))

    def __init__(self, *args, events: list[Event], **kwargs):
        super().__init__(*args, **kwargs)
        code = current_language().code
        self.event.choices = [(one.code, one.title.shown(code).text) for one in events]
        self.contact_language.choices = [
            ("", _l("Not known")),
            *[(item.code, item.name) for item in LANGUAGES.values()],
        ]
        self.rating.choices = rating_choices()

    def values(self) -> CaptureValues:
        """What capture() takes; the fields as typed are kept beside it."""
        typed = {field.name: str(field.data) for field in self
                 if field.data and field.name not in ("csrf_token", "client_key")}
        if not self.notes.data:
            typed.pop("notes_language", None)
        return CaptureValues(
            name=self.contact_name.data, email=self.contact_email.data or "", phone=self.contact_phone.data or "",
            organisation=self.organisation_name.data or "", country=self.organisation_country.data or None,
            job_title=self.contact_job_title.data or "", language=self.contact_language.data or None, source="typed",
            met_on=self.met_on.data, rating=self.rating.data or None, notes=self.notes.data or "",
            notes_language=self.notes_language.data, raw=typed)

    def blame(self, field: str | None, message: str) -> None:
        """Put what a service refused beside its field, or beside the name where there is no such field."""
        name = {"full_name": "contact_name", "name": "organisation_name"}.get(
            field or "", (field or "").replace(".", "_")
        )
        self.fail(name if name in self else "contact_name", message)


class RejectForm(Form):
    """Why nothing comes of a contact."""

    version = HiddenField()
    reason = StringField(_l("Reason"), [*required(_l("Enter why nothing comes of this contact")), Length(max=500)])


class QualifyForm(Form):
    """Rating and note of a contact that was captured in a hurry or came from a file."""

    version = HiddenField()
    rating = RadioField(_l("Rating"), validators=[Optional()], default="")
    notes = TextAreaField(_l("Note"), optional(20_000))
    notes_language = LanguageField(_l("Language of the note"), default=_own_language)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.rating.choices = [(code, f"{code}, {RATING_LABELS[code]}") for code in RATINGS] + [("", _l("Not rated"))]


class ConvertForm(Form):
    """What the chosen contacts become: a new lead with its first facts, or a part of one that stands."""

    lead = RadioField(_l("What they become"), default="", validate_choice=False)
    q = StringField(_l("Look for another lead"), optional(100))
    title = StringField(_l("Title"), optional())
    title_language = LanguageField(_l("Language of the title"), default=_own_language)
    industries = CheckboxesField(_l("Industries"), [Optional()])
    stage = SelectField(_l("Stage"), default="lead")
    owner = SelectField(_l("Owner"))
    deputy = SelectField(_l("Deputy"), default="")
    next_step = StringField(_l("Next step"), optional())
    next_step_on = OptionalDay(_l("Next step on"))

    def __init__(self, *args, leads: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        people = [(str(user.id), user.label) for user in owners()]
        self.lead.choices = [("", _l("A new lead")), *leads]
        self.industries.choices = catalogue.industry_choices()
        main = {item.code for item in catalogue.stages() if item.kind == "main"}
        self.stage.choices = [(code, label) for code, label in catalogue.stage_choices() if code in main]
        self.owner.choices, self.deputy.choices = people, [("", ""), *people]

    def validate(self, extra_validators=None) -> bool:
        """A new lead needs a title and a next step; whoever joins another lead leaves them as they are."""
        good = super().validate(extra_validators)
        if not self.lead.data:
            for field, message in (
                (self.title, _l("Enter a title for the lead")), (self.next_step, _l("Enter what the next step is")),
                (self.next_step_on, _l("Enter the day of the next step")),
            ):
                if not field.data and not field.errors:
                    field.errors = [message]
                    good = False
        return good

    def values(self) -> LeadValues:
        """The facts of a new lead; organisation, country, channel and notes follow from the contacts."""
        return LeadValues(
            title=self.title.data or "",
            title_language=self.title_language.data,
            industries=list(self.industries.data or []),
            stage=self.stage.data,
            owner_id=int(self.owner.data),
            deputy_id=int(self.deputy.data) if self.deputy.data else None,
            next_step=self.next_step.data,
            next_step_on=self.next_step_on.data,
        )

    def blame(self, field: str | None, message: str) -> None:
        """Put what a service refused beside its field, or beside the choice of the lead where there is none."""
        name = {"owner_id": "owner", "deputy_id": "deputy"}.get(field or "", field or "")
        self.fail(name if name in self else "lead", message)
