"""The dossier: everything that is known of a lead, as read in one language."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from flask_babel import gettext as _

from outreach.catalogue import queries as catalogue
from outreach.contacts.models import Person
from outreach.db import Money, today_in
from outreach.i18n import current_language, formats, in_language, language
from outreach.i18n.localized import LocalizedText
from outreach.leads.models import Lead, LeadNeed, LeadSource, LeadText
from outreach.leads.queries.labels import (
    bracketed,
    category_label,
    channel_label,
    field_label,
    industries_text,
    need_state_label,
    own_and_latin,
    role_label,
    script_language,
    source_label,
    text_label,
)

#: The currency in which a reader thinks, by language of the dossier.
READERS_CURRENCY = {"zh": "CNY", "en": "GBP", "de": "EUR", "ko": "KRW"}
#: Square metres of one mu (亩), 2000/3 by definition.
MU = Decimal(2000) / 3


@dataclass(frozen=True)
class Fact:
    """One line: field, label, value, and for free text the language it was written in and its status.

    `translation_status` is 'original', 'reviewed', 'machine' or 'stale', None for what is rendered from codes.
    `second` holds a conversion, already part of `value`; `main` is the value without it.
    """

    field: str
    label: str
    value: str
    original_language: str | None = None
    translation_status: str | None = None
    main: str = ""
    second: str = ""


def dossier(lead: Lead, lang: str) -> list[Fact]:
    """The facts of a lead in the order of the page, every code, unit, date and sum written in `lang`.

    Free text comes in its original language, followed by its translation where there is one.
    """
    with in_language(language(lang).code):
        return [
            *_head(lead),
            *_money(lead),
            *_site(lead),
            *_texts(lead),
            *_needs(lead),
            *_people(lead),
            *_sources(lead),
        ]


def _fact(field: str, value: str, second: str = "", label: str | None = None) -> Iterator[Fact]:
    if value:
        yield Fact(field, label or field_label(field), bracketed(value, second), main=value, second=second)


def _free(
    field: str, value: str | None, source: str | None, status: str = "original", label: str | None = None
) -> Iterator[Fact]:
    if value:
        yield Fact(field, label or field_label(field), value, source, status, value)


def _name(
    field: str, name: str | None, writings: list[tuple[str, str]] = (), label: str | None = None
) -> Iterator[Fact]:
    """A name is never translated; it counts as original in the language of its script."""
    if name:
        source, value = script_language(name), own_and_latin(name, writings)
        yield Fact(field, label or field_label(field), value, source, "original" if source else None, value)


def _head(lead: Lead) -> Iterator[Fact]:
    yield from _fact("number", lead.number)
    yield from _free("title", lead.title, lead.title_language)
    if lead.organisation:
        yield from _organisation(lead)
    yield from _fact("country", formats.country(lead.country))
    yield from _fact("stage", str(catalogue.stage_label(lead.stage)))
    yield from _fact("stage_since", formats.day(today_in("Asia/Shanghai", lead.stage_since)))
    yield from _fact("industries", industries_text(lead.industries))
    yield from _fact("channel", channel_label(lead.channel) if lead.channel else "")
    yield from _fact("major", _("Yes") if lead.major else "")
    yield from _name("owner", lead.owner.label if lead.owner else None)
    yield from _name("deputy", lead.deputy.label if lead.deputy else None)
    yield from _free("next_step", lead.next_step, lead.next_step_language or lead.title_language)
    yield from _fact("next_step_on", formats.day(lead.next_step_on, weekday=True))
    yield from _fact("wake_up_on", formats.day(lead.wake_up_on))
    yield from _free("lost_reason", lead.lost_reason, lead.lost_reason_language or lead.title_language)


def _organisation(lead: Lead) -> Iterator[Fact]:
    name, code = lead.organisation.name, current_language().code
    other = next((one.text for one in lead.organisation.names if one.language == code and one.text != name), "")
    source = script_language(name)
    yield Fact(
        "organisation",
        field_label("organisation"),
        bracketed(name, other),
        source,
        "original" if source else None,
        name,
        other,
    )


def _money(lead: Lead) -> Iterator[Fact]:
    for name in ("investment", "registered_capital"):
        amount = getattr(lead, name)
        if amount is not None:
            yield from _fact(name, formats.money(amount), converted_text(amount))


def converted_text(amount: Money) -> str:
    """The sum in the reader's currency with the day of the rate; 'no rate' without one; empty in that currency."""
    currency = READERS_CURRENCY[current_language().code]
    if amount.currency == currency:
        return ""
    converted = catalogue.convert(amount, currency, today_in("Asia/Shanghai"))
    if converted is None:
        return _("no rate into %(currency)s", currency=formats.currency_name(currency))
    return _("about %(amount)s, rate of %(day)s", amount=formats.money(_three_digits(converted.money)),
             day=formats.day(converted.rate_date))


def _three_digits(money: Money) -> Money:
    """Rounded to three significant digits: a conversion is no more exact than that."""
    size = max(0, money.minor.bit_length() and len(str(abs(money.minor))) - 3)
    step = Decimal(10) ** size
    return Money(int((Decimal(money.minor) / step).quantize(Decimal(1), ROUND_HALF_UP) * step), money.currency)


def _site(lead: Lead) -> Iterator[Fact]:
    number = formats.number
    if lead.plant_area_m2 is not None:
        mu = _rounded(lead.plant_area_m2 / MU)
        second = _("about %(number)s mu", number=number(mu)) if mu else ""
        yield from _fact("plant_area_m2", _("%(number)s m²", number=number(lead.plant_area_m2)), second)
    if lead.land_mu is not None:
        square = _rounded(lead.land_mu * MU)
        second = _("about %(number)s m²", number=number(square)) if square else ""
        yield from _fact("land_mu", _("%(number)s mu", number=number(lead.land_mu)), second)
    if lead.clear_height_m is not None:
        yield from _fact("clear_height_m", _("%(number)s m", number=number(lead.clear_height_m)))
    if lead.floor_load_kn_m2 is not None:
        yield from _fact("floor_load_kn_m2", _("%(number)s kN/m²", number=number(lead.floor_load_kn_m2)))
    if lead.power_kva is not None:
        yield from _fact("power_kva", _("%(number)s kVA", number=number(lead.power_kva)))
    yield from _fact("trl", number(lead.trl))
    yield from _fact("jobs", number(lead.jobs))


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1), ROUND_HALF_UP)


def _localized(field: str, text: LocalizedText, label: str) -> Iterator[Fact]:
    """The original, and behind it the translation into the language of the dossier."""
    yield from _free(field, text.original, text.source, "original", label)
    code = current_language().code
    status = text.status(code) if code != text.source else None
    if status:
        yield from _free(field, text.texts[code]["text"], text.source, status, label)


def _texts(lead: Lead) -> Iterator[Fact]:
    for entry in ordered_texts(lead):
        yield from _localized(entry.field, entry.text, text_label(entry.field))


def ordered_texts(lead: Lead) -> list[LeadText]:
    """The free texts in the order of their fields, then by time."""
    from outreach.leads.models import TEXT_FIELDS

    return sorted(lead.texts, key=lambda entry: (TEXT_FIELDS.index(entry.field), entry.at, entry.id))


def _needs(lead: Lead) -> Iterator[Fact]:
    for need in lead.needs:
        yield from _need(need)


def _need(need: LeadNeed) -> Iterator[Fact]:
    category = category_label(need.category)
    yield from _localized("need", need.text, bracketed(field_label("need"), category))
    if need.answer:
        yield from _localized("need_answer", need.answer, bracketed(field_label("need_answer"), category))
    yield from _fact("need_state", need_state_label(need.state), label=bracketed(field_label("need_state"), category))


def _people(lead: Lead) -> Iterator[Fact]:
    for one in sorted(lead.people, key=lambda item: (not item.is_primary, item.id)):
        yield from _name(f"person.{one.role}", one.person.full_name, writings_of(one.person), role_label(one.role))
        affiliation = one.person.affiliation
        if affiliation and affiliation.job_title:
            title = affiliation.job_title
            yield from _free(
                f"person.{one.role}.job_title",
                title,
                script_language(title) or one.person.language or "en",
                label=field_label("job_title"),
            )
        yield from _fact(f"person.{one.role}.email", one.person.email or "", label=field_label("email"))
        yield from _fact(f"person.{one.role}.phone", one.person.phone or "", label=field_label("phone"))


def writings_of(person: Person) -> list[tuple[str, str]]:
    """All writings of a person's name as (text, script)."""
    return [(one.text, one.script) for one in person.names]


def _sources(lead: Lead) -> Iterator[Fact]:
    for source in lead.sources:
        yield from _source(source)


def _source(source: LeadSource) -> Iterator[Fact]:
    yield from _fact("source", source_label(source.kind))
    if source.event:
        shown = source.event.title.shown(current_language().code)
        if shown.fallback:
            yield from _free("source_event", shown.text, shown.language)
        else:
            yield from _fact("source_event", shown.text)
    yield from _name("source_from", source.label or None)
    yield from _fact(
        "source_at", formats.day(today_in(source.event.time_zone if source.event else "Asia/Shanghai", source.at))
    )
