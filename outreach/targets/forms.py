"""The forms of a target, its state and a fact."""

import re
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import Length

from outreach.catalogue.queries import industry_choices
from outreach.targets.models import FACT_KINDS, KINDS, PRIORITIES, STATES, Target, TargetFact
from outreach.targets.queries import FACT_LABELS, KIND_LABELS, PRIORITY_LABELS, STATE_LABELS, owners
from outreach.web.converters import record_key
from outreach.web.forms import (
    CountryField,
    Form,
    LanguageField,
    SelectField,
    StringField,
    TextAreaField,
    optional,
    required,
)
from outreach.web.localized_forms import CheckboxesField, day_field

#: A suggestion that was chosen carries the number of its record.
_NUMBERED = re.compile(r"\[(\d{1,9})\]\s*$")


class TargetForm(Form):
    """A target. The name may be a suggestion with its number: "Name [12]"."""

    PLAIN = ("country", "website", "kind", "industries", "priority", "why", "why_language", "owner_id")

    version = HiddenField()
    organisation = StringField(_l("Firm, association or institute"), [
        *required(_l("Enter the name of the firm, association or institute")), Length(max=320)])
    kind = SelectField(_l("Kind of target"))
    country = CountryField(_l("Country"), default="")
    website = StringField(_l("Website"), optional(500))
    priority = SelectField(_l("Priority"), coerce=int, default=2)
    owner_id = SelectField(_l("Owner"), coerce=record_key)
    why = TextAreaField(_l("Why we want to win it"), optional(5000))
    why_language = LanguageField(_l("Language of the text"))
    industries = CheckboxesField(_l("Industries"))

    def __init__(self, *args, target: Target | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind.choices = [(code, KIND_LABELS[code]) for code in KINDS]
        self.priority.choices = [(code, PRIORITY_LABELS[code]) for code in PRIORITIES]
        people = {user.id: user.label for user in owners()}
        if target is not None and target.owner is not None:
            people.setdefault(target.owner_id, target.owner.label)
        self.owner_id.choices = [("", "–"), *people.items()]
        self.industries.choices = industry_choices(keep=tuple(target.industries) if target else ())

    def fill(self, target: Target) -> None:
        """Show what is stored."""
        for name in (*self.PLAIN, "version"):
            self[name].data = getattr(target, name)
        self.country.data = target.country or ""
        self.organisation.data = f"{target.label} [{target.organisation_id}]" if target.organisation_id else target.name
        self.why_language.data = target.why_language or self.why_language.default

    @property
    def organisation_id(self) -> int | None:
        """The number behind a suggestion; None for a free name."""
        found = _NUMBERED.search(self.organisation.data or "")
        return int(found[1]) if found else None

    def values(self) -> dict[str, Any]:
        """Columns of a target. Call it on a form that is valid."""
        values = {name: self[name].data for name in self.PLAIN}
        values["why_language"] = values["why_language"] if values["why"] else None
        return {**values, "name": _NUMBERED.sub("", self.organisation.data or ""), "organisation_id": self.organisation_id}


class TargetStateForm(Form):
    """Another state of the work, with the reason."""

    state = SelectField(_l("State"))
    reason = StringField(_l("Reason"), optional(500))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.state.choices = [(code, STATE_LABELS[code]) for code in STATES if code != "converted"]


class FactForm(Form):
    """One fact with its source and day."""

    version = HiddenField()
    kind = SelectField(_l("What the fact is about"))
    text = TextAreaField(_l("Text"), [*required(_l("Enter the text")), Length(max=5000)])
    language = LanguageField(_l("Language of the text"))
    source = StringField(_l("Source"), [*required(_l("Enter where you read or heard it")), Length(max=500)])
    observed_on = day_field(_l("Day of the source"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind.choices = [(code, FACT_LABELS[code]) for code in FACT_KINDS]

    def fill(self, fact: TargetFact) -> None:
        """Show what is stored."""
        for name in ("version", "kind", "text", "language", "source", "observed_on"):
            self[name].data = getattr(fact, name)

    def values(self) -> dict[str, Any]:
        """Columns of a fact. Call it on a form that is valid."""
        return {name: self[name].data for name in ("kind", "text", "language", "source", "observed_on")}
