"""Forms of the lead pages. Field names are those of the API, with dots for nested ones."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectMultipleField
from wtforms.validators import Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from outreach.catalogue import queries as catalogue
from outreach.db import Money
from outreach.i18n import formats
from outreach.leads.models import CHANNELS, NEED_CATEGORIES, NEED_STATES, PERSON_ROLES, TEXT_FIELDS, Lead
from outreach.leads.queries import owners
from outreach.leads.queries.labels import (
    category_label,
    channel_label,
    need_state_label,
    role_label,
    source_label,
    text_label,
)
from outreach.leads.services import LeadValues, TextValues
from outreach.web.forms import (
    CountryField,
    DateField,
    Form,
    IntegerField,
    LanguageField,
    MoneyField,
    SelectField,
    StringField,
    TextAreaField,
    optional,
    required,
)

CURRENCIES = ("CNY", "EUR", "USD", "GBP", "KRW", "JPY", "CHF", "HKD")
QUANTITIES = ("plant_area_m2", "clear_height_m", "floor_load_kn_m2", "power_kva", "land_mu")


class CheckboxesField(SelectMultipleField):
    """A choice of several, each with a box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class OptionalDate(DateField):
    """A day that may stay empty; the browser's own date field writes ISO."""

    def __init__(self, label=None, **kwargs):
        super().__init__(label, [Optional()], **kwargs)


def person_choices(empty: Any, keep: list = ()) -> list[tuple[str, str]]:
    """Colleagues who may answer for a lead; those in `keep` stay although their account is closed."""
    people = {user.id: user for user in [*owners(), *[one for one in keep if one is not None]]}
    return [("", empty), *[(str(user.id), user.label) for user in people.values()]]


def number_or_none(text: str | None) -> int | None:
    """The key behind a choice; None for the empty line."""
    return int(text) if text else None


class StepForm(Form):
    """The next step and its day."""

    version = HiddenField()
    next_step = StringField(_l("Next step"), [*required(_l("Enter what the next step is")), Length(max=300)])
    next_step_on = DateField(_l("Next step on"), required(_l("Enter the day of the next step")))


class LeadForm(Form):
    """The facts of a lead, for making and editing."""

    version = HiddenField()
    title = StringField(_l("Title"), [*required(_l("Enter a title for the lead")), Length(max=300)])
    title_language = LanguageField(_l("Language of the title"))
    organisation_name = StringField(_l("Organisation"), optional(), name="organisation.name")
    organisation_country = CountryField(_l("Country of the organisation"), name="organisation.country")
    country = CountryField(_l("Country of the investor"))
    industries = CheckboxesField(_l("Industries"), [Optional()])
    channel = SelectField(_l("Channel"))
    investment = MoneyField(_l("Total investment"), name="investment.amount")
    investment_currency = SelectField(_l("Currency"), name="investment.currency")
    registered_capital = MoneyField(_l("Registered capital"), name="registered_capital.amount")
    registered_capital_currency = SelectField(
        _l("Currency of the registered capital"), name="registered_capital.currency"
    )
    plant_area_m2 = MoneyField(_l("Plant area in m²"))
    clear_height_m = MoneyField(_l("Clear height in m"))
    floor_load_kn_m2 = MoneyField(_l("Floor load in kN/m²"))
    power_kva = MoneyField(_l("Power supply in kVA"))
    land_mu = MoneyField(_l("Land in mu"))
    trl = IntegerField(
        _l("Technology readiness level"),
        [Optional(), NumberRange(1, 9, _l("Enter a technology readiness level from 1 to 9"))],
    )
    jobs = IntegerField(
        _l("Jobs"), [Optional(), NumberRange(0, 10**6, _l("Enter the number of jobs as a whole number"))]
    )
    major = BooleanField(_l("Major project"))

    def __init__(self, *args, lead: Lead | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.lead = lead
        self.industries.choices = catalogue.industry_choices(keep=tuple(lead.industries if lead else ()))
        self.channel.choices = [("", ""), *[(code, channel_label(code)) for code in CHANNELS]]
        for name in ("investment", "registered_capital"):
            kept = getattr(lead, name) if lead else None
            codes = [*CURRENCIES, *([kept.currency] if kept and kept.currency not in CURRENCIES else [])]
            self[f"{name}_currency"].choices = [(code, f"{code} {formats.currency_name(code)}") for code in codes]

    def facts(self) -> dict[str, Any]:
        """The fields as edit_lead takes them."""
        return {
            "title": self.title.data, "title_language": self.title_language.data, "country": self.country.data or None,
            "industries": list(self.industries.data or []), "channel": self.channel.data or None,
            "investment": self._money("investment"), "registered_capital": self._money("registered_capital"),
            **{name: self[name].data for name in QUANTITIES},
            "trl": self.trl.data, "jobs": self.jobs.data, "major": self.major.data,
        }

    def _money(self, name: str) -> Money | None:
        amount = self[name].data
        return None if amount is None else Money.of(amount, self[f"{name}_currency"].data)

    def blame(self, field: str | None, message: str) -> None:
        """Put what a service refused beside its field, or beside the title where the form has no such field."""
        self.fail(
            {"name": "organisation_name", "organisation": "organisation_name"}.get(
                field or "", field if field in self else "title"
            ),
            message,
        )

    def fill(self, lead: Lead) -> None:
        """Show what is stored."""
        for name in (
            "version",
            "title",
            "title_language",
            "country",
            "industries",
            "channel",
            "trl",
            "jobs",
            "major",
            *QUANTITIES,
        ):
            self[name].data = getattr(lead, name)
        for name in ("investment", "registered_capital"):
            amount = getattr(lead, name)
            self[name].data = amount.amount if amount else None
            self[f"{name}_currency"].data = amount.currency if amount else "CNY"
        if lead.organisation:
            self.organisation_name.data, self.organisation_country.data = (
                lead.organisation.name,
                lead.organisation.country,
            )


class NewLeadForm(LeadForm):
    """A new lead also says who answers for it, what comes next and what it is about."""

    stage = SelectField(_l("Stage"))
    owner_id = SelectField(_l("Owner"))
    deputy_id = SelectField(_l("Deputy"))
    next_step = StringField(_l("Next step"), [*required(_l("Enter what the next step is")), Length(max=300)])
    next_step_on = DateField(_l("Next step on"), required(_l("Enter the day of the next step")))
    summary = TextAreaField(_l("Project summary"), optional(20_000))
    summary_language = LanguageField(_l("Language of the summary"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.stage.choices = open_stage_choices()
        self.owner_id.choices = person_choices("")
        self.deputy_id.choices = person_choices("")

    def values(self, organisation_id: int | None) -> LeadValues:
        """What create_lead takes."""
        texts = [TextValues("summary", self.summary_language.data, self.summary.data)] if self.summary.data else []
        return LeadValues(
            **self.facts(), organisation_id=organisation_id, stage=self.stage.data, texts=texts,
            owner_id=number_or_none(self.owner_id.data), deputy_id=number_or_none(self.deputy_id.data),
            next_step=self.next_step.data, next_step_on=self.next_step_on.data)


def open_stage_choices() -> list[tuple[str, str]]:
    """Stages in which a lead may begin: those of the main track."""
    main = {item.code for item in catalogue.stages() if item.kind == "main"}
    return [(code, label) for code, label in catalogue.stage_choices() if code in main]


class StageForm(Form):
    """A move on the track."""

    version = HiddenField()
    stage = SelectField(_l("Stage"))
    reason = TextAreaField(_l("Reason"), optional(2000))
    proof = StringField(_l("Proof"), optional())
    lost_reason = StringField(_l("Lost reason"), optional(500))
    wake_up_on = OptionalDate(_l("Wake-up date"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.stage.choices = catalogue.stage_choices()


class DoneForm(Form):
    """The step is done; what comes next."""

    version = HiddenField()
    outcome = StringField(_l("Outcome"), optional(500))
    next_step = StringField(_l("Following step"), optional())
    next_step_on = OptionalDate(_l("Following step on"))


class OwnerForm(Form):
    """Who answers for the lead."""

    version = HiddenField()
    owner_id = SelectField(_l("Owner"))
    deputy_id = SelectField(_l("Deputy"))

    def __init__(self, *args, lead: Lead, **kwargs):
        super().__init__(*args, **kwargs)
        self.owner_id.choices = person_choices("", [lead.owner])
        self.deputy_id.choices = person_choices("", [lead.deputy])


class TextForm(Form):
    """A free text in its own language."""

    field = SelectField(_l("What the text is about"))
    language = LanguageField(_l("Language of the text"))
    text = TextAreaField(_l("Text"), [*required(_l("Enter the text")), Length(max=20_000)])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.field.choices = [(code, text_label(code)) for code in TEXT_FIELDS]


class RewriteForm(Form):
    """A new original in the language it always had."""

    text = TextAreaField(_l("Text"), [*required(_l("Enter the text")), Length(max=20_000)])


class TranslationForm(Form):
    """A translation that a person stands for, into any language but the original's."""

    language = LanguageField(_l("Language of the translation"))
    text = TextAreaField(_l("Translation"), [*required(_l("Enter the translation")), Length(max=20_000)])

    def __init__(self, *args, source: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.language.choices = [choice for choice in self.language.choices if choice[0] != source]


class SourceForm(Form):
    """A source that no other page brings: a referral, or what somebody knows."""

    source = SelectField(_l("Source"))
    label = StringField(
        _l("Who or what it was"),
        [*required(_l("Enter who referred the lead, or where you learned of it")), Length(max=300)],
    )
    event_id = SelectField(_l("Source event"))

    def __init__(self, *args, events: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.source.choices = [(code, source_label(code)) for code in ("referral", "manual")]
        self.event_id.choices = [("", ""), *events]


class RoleForm(Form):
    """What a person who stands on the lead is to it."""

    role = SelectField(_l("Role"))
    primary = BooleanField(_l("Decides in the end"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.role.choices = [(code, role_label(code)) for code in PERSON_ROLES]


class NeedForm(Form):
    """A need and what we can answer."""

    category = SelectField(_l("Category"))
    language = LanguageField(_l("Language of the text"))
    text = StringField(_l("Need"), [*required(_l("Enter the text")), Length(max=2000)])
    answer = StringField(_l("Our answer"), optional(2000))
    state = SelectField(_l("State of the need"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.category.choices = [(code, category_label(code)) for code in NEED_CATEGORIES]
        self.state.choices = [(code, need_state_label(code)) for code in NEED_STATES]


class AnswerForm(Form):
    """The answer to a need that stands."""

    language = LanguageField(_l("Language of the text"))
    answer = StringField(_l("Our answer"), optional(2000))
    state = SelectField(_l("State of the need"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.state.choices = [(code, need_state_label(code)) for code in NEED_STATES]


class PersonForm(Form):
    """A person who joins the lead."""

    person_id = SelectField(_l("Person"))
    role = SelectField(_l("Role"))
    primary = BooleanField(_l("Decides in the end"))

    def __init__(self, *args, people: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.person_id.choices = people
        self.role.choices = [(code, role_label(code)) for code in PERSON_ROLES]

