"""The HTML form as it was typed, in front of the schema that reads it: the public page and the portal share it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError

from outreach.catalogue.queries import industry_choices
from outreach.events.queries import event_by_code
from outreach.i18n import formats
from outreach.intentions.queries import answer_days
from outreach.intentions.services.consents import consents_asked
from outreach.intentions.services.reading import IntentionIn
from outreach.privacy.queries import ConsentText
from outreach.web.errors import flat_errors
from outreach.web.forms import read_amount, strip

#: Names of the HTML fields in the order of the page; they are the names of the JSON body with dots.
NAMES = (
    "event", "partner", "organisation.name", "organisation.country", "contact.name", "contact.email", "contact.phone",
    "project.title", "project.summary", "project.industry", "project.investment.amount", "project.investment.currency",
    "project.site",
)
#: What to enter where nothing was: the error summary names each field by it.
NEEDED = {
    "organisation.name": _l("Enter the name of the company or institute"),
    "organisation.country": _l("Choose the country of the seat"),
    "contact.name": _l("Enter your name"), "contact.email": _l("Enter your mail address"),
    "project.title": _l("Enter a title of the project"), "project.summary": _l("Write what is to come into being"),
    "project.industry": _l("Choose an industry"), "project.investment.currency": _l("Choose a currency"),
}
#: Currencies offered first.
CURRENCIES = ("EUR", "CNY", "USD", "GBP", "KRW", "CHF", "JPY")


@dataclass
class IntentionForm:
    """The HTML form: what was typed by field name, and the messages by the same names.

    `errors` makes the page's title begin with "Error:", `errors_in_order()` feeds the summary.
    """

    language: str
    values: dict[str, str] = field(default_factory=dict)
    ticked: dict[str, str] = field(default_factory=dict)
    errors: dict[str, list[str]] = field(default_factory=dict)
    loaded: dict[str, Any] | None = None

    @classmethod
    def empty(cls, language: str, event: str = "", partner: str = "") -> "IntentionForm":
        """A new form with the codes that came with the link; a wrong one is said at once and can be corrected."""
        form = cls(language, {"event": strip(event)[:40], "partner": strip(partner)[:40]})
        wrong = IntentionIn(only=("event", "partner")).validate({**form.values, "language": language}, partial=True)
        form.errors = {name: wrong[name] for name in ("event", "partner") if name in wrong}
        return form

    @classmethod
    def read(cls, typed: Mapping[str, str], language: str) -> "IntentionForm":
        """Read and validate a posted form. `loaded` stays None where there are errors."""
        form = cls(language, {name: strip(typed.get(name, "")) for name in NAMES})
        boxes = [name for name in typed if name.startswith("consents.")]
        form.ticked = {name.removeprefix("consents."): strip(typed[name]) for name in boxes}
        body, amount_error = form._body()
        schema = IntentionIn()
        try:
            form.loaded = schema.load(body)
        except ValidationError as error:
            form.errors = flat_errors(error.normalized_messages())
            empty = [name for name in form.errors if name in NEEDED and not form.value(name)]
            form.errors |= {name: [NEEDED[name]] for name in empty}
        if amount_error:
            form.errors["project.investment.amount"] = [amount_error]
            form.loaded = None
        return form

    @staticmethod
    def field_id(name: str) -> str:
        """The id of a field in the page; a dot would read as a class in style sheets."""
        return name.replace(".", "-")

    def errors_in_order(self) -> list[tuple[str, str]]:
        """(id, message) in the order of the page."""
        places = {name: place for place, name in enumerate([*NAMES, "consents"])}
        boxes = {f"consents.{item.purpose}": len(places) + place for place, item in enumerate(self.consents())}
        names = sorted(self.errors, key=lambda name: {**places, **boxes}.get(name, 99))
        return [(self.field_id(name), str(message)) for name in names for message in self.errors[name]]

    def value(self, name: str) -> str:
        """What was typed."""
        return self.values.get(name, "")

    def messages(self, name: str) -> list[str]:
        """What is wrong with a field."""
        return self.errors.get(name, [])

    def consents(self) -> list[ConsentText]:
        """The boxes to show, by the page's language and the country as far as it is known."""
        return consents_asked(self.language, self.value("organisation.country") or None)

    def choices(self) -> dict[str, Any]:
        """What the template of the fields needs beside the form: lists to choose from, the event, promised days."""
        lang = self.language
        return {
            "consents": self.consents(), "industries": industry_choices(lang),
            "countries": formats.countries(lang=lang),
            "currencies": [(code, f"{code} ({formats.currency_name(code, lang=lang)})") for code in CURRENCIES],
            "event": event_by_code(self.value("event")), "days": answer_days(),
        }

    def _body(self) -> tuple[dict, str | None]:
        """The JSON body that says the same, and what is wrong with the amount as typed."""
        body: dict[str, Any] = {"language": self.language}
        for name in NAMES:
            *path, last = name.split(".")
            part = body
            for step in path:
                part = part.setdefault(step, {})
            part[last] = self.value(name)
        body["consents"] = [{"purpose": purpose, "text_version": version} for purpose, version in self.ticked.items()]
        investment, wrong = body["project"]["investment"], None
        try:
            investment["amount"] = str(read_amount(investment["amount"], self.language))
        except ValueError:
            # The schema must not add a message of its own to this one.
            investment["amount"] = "1"
            example = formats.number(12_500_000)
            wrong = _("Enter the total investment as a number, for example %(example)s", example=example)
        return body, wrong
