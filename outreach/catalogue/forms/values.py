"""Forms for settings, exchange rates and calendar days."""

from functools import lru_cache

from babel.core import get_global
from babel.numbers import get_territory_currencies
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from outreach.catalogue.forms.fields import (
    ClockField,
    DayField,
    MailListField,
    RateField,
    WholeField,
    language_keywords,
)
from outreach.catalogue.models import DAY_KINDS
from outreach.catalogue.settings import Known, in_group
from outreach.i18n import LANGUAGES, formats
from outreach.web.forms import Form, optional, required

#: The currencies of our partners stand first.
_OURS = ("EUR", "USD", "GBP", "KRW", "JPY", "CHF", "HKD")


@lru_cache(maxsize=1)
def currency_codes() -> tuple[str, ...]:
    """Every currency that is legal tender somewhere today, ours first; without the yuan."""
    used = {code for territory in get_global("territory_currencies") for code in get_territory_currencies(territory)}
    return (*_OURS, *sorted(used - {*_OURS, "CNY"}))


class RateForm(Form):
    """One quotation: so many units of a currency are so many yuan on a day."""

    units = RateField(_l("Units"), default=1)
    currency = SelectField(_l("Currency"))
    cny = RateField(_l("Yuan"))
    day = DayField(_l("Day of the rate"), [InputRequired(_l("Enter the day for which the rate was published."))])
    source = StringField(_l("Source"), [*required(_l("Enter who published the rate.")), Length(max=200)])
    sure = BooleanField(_l("The rate is right although it differs much from the one before"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        #: Codes of what the service refused, so that the page can offer a way on.
        self.refusals: list[str] = []
        self.currency.choices = [(code, f"{code} {formats.currency_name(code)}") for code in currency_codes()]


class DayForm(Form):
    """An override of a calendar: the day, what it is, its name in the languages that are known."""

    day = DayField(_l("Day"), [InputRequired(_l("Enter the day."))])
    kind = SelectField(_l("What it is"), choices=[(DAY_KINDS[0], _l("Holiday")), (DAY_KINDS[1], _l("Working day"))])
    name_zh = StringField("中文", optional(120), render_kw=language_keywords("zh"))
    name_en = StringField("English", optional(120), render_kw=language_keywords("en"))
    name_de = StringField("Deutsch", optional(120), render_kw=language_keywords("de"))
    name_ko = StringField("한국어", optional(120), render_kw=language_keywords("ko"))
    decreed = BooleanField(_l("Published officially"))

    def names(self) -> dict[str, str]:
        """What was typed, by language code."""
        return {code: self[f"name_{code}"].data or "" for code in LANGUAGES}


def settings_form(group: str) -> type[Form]:
    """The form class of a group; texts in four languages have one field each, named key_zh and so on."""
    fields = {}
    for known in in_group(group):
        if known.kind.startswith("localized"):
            kind = StringField if known.kind == "localized" else TextAreaField
            for code, item in LANGUAGES.items():
                fields[f"{known.key}_{code}"] = kind(item.name, optional(known.longest), render_kw=language_keywords(code))
        else:
            fields[known.key] = _plain_field(known)
    return type("SettingsForm", (Form,), fields)


def _plain_field(known: Known):
    if known.kind == "whole":
        return WholeField(known.label, least=known.least, most=known.most, render_kw={"inputmode": "numeric"})
    if known.kind == "time":
        return ClockField(known.label)
    if known.kind == "mails":
        return MailListField(known.label, render_kw={"rows": 3})
    return StringField(known.label, optional(known.longest))
