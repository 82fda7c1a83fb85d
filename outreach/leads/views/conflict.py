"""Two editors of one lead: what differs, who changed what, and which of both is kept, field by field."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext as _

from outreach.db import Money
from outreach.i18n import LANGUAGES, formats
from outreach.leads import queries
from outreach.leads.forms import LeadForm
from outreach.leads.models import Lead
from outreach.leads.queries.labels import bracketed, channel_label, field_label, industries_text
from outreach.leads.services.edit import EDITABLE


@dataclass(frozen=True)
class Difference:
    """A field that differs: its name and label, both values as a reader reads them, and which one is proposed."""

    name: str
    label: str
    mine: str
    theirs: str
    take: str


def chosen_facts(typed: dict[str, Any], choices: Mapping[str, str]) -> dict[str, Any]:
    """The typed facts without those for which somebody chose what is stored: `take.<field>` is 'theirs'."""
    return {name: value for name, value in typed.items() if choices.get(f"take.{name}") != "theirs"}


def differences(lead: Lead, form: LeadForm, version: int) -> list[Difference]:
    """Every field whose typed value is not the stored one.

    Theirs is proposed where they changed the field since `version` and the typed value is still the old one.
    """
    since = queries.changed_since(lead, version)
    typed, found = form.facts(), []
    for name in EDITABLE:
        mine, theirs = typed[name], getattr(lead, name)
        if mine != theirs:
            take = "theirs" if name in since and _same(since[name], mine) else "mine"
            found.append(Difference(name, field_name(name), shown(name, mine), shown(name, theirs), take))
    mine = bracketed(form.organisation_name.data or "", formats.country(form.organisation_country.data))
    stored = lead.organisation
    theirs = bracketed(stored.name, formats.country(stored.country)) if stored else ""
    if mine != theirs:
        untouched = since.get("organisation") == (form.organisation_name.data or None) and "organisation" in since
        found.append(
            Difference(
                "organisation",
                field_label("organisation"),
                mine or "–",
                theirs or "–",
                "theirs" if untouched else "mine",
            )
        )
    return found


def field_name(name: str) -> str:
    """The field's name in the reader's language."""
    return _("Language of the title") if name == "title_language" else field_label(name)


def shown(name: str, value: Any) -> str:
    """A value as a reader reads it; a dash for none."""
    if value in (None, "", []):
        return "–"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, Money):
        return formats.money(value)
    if name == "industries":
        return industries_text(value)
    if name == "country":
        return formats.country(value)
    if name == "channel":
        return channel_label(value)
    if name == "title_language":
        return LANGUAGES[value].name
    return formats.number(value) if isinstance(value, (int, Decimal)) else str(value)


def _same(logged: Any, value: Any) -> bool:
    """True where a value of the log, as JSON keeps it, is this value."""
    if isinstance(value, Money):
        return logged == {"minor": value.minor, "currency": value.currency}
    if isinstance(value, Decimal):
        try:
            return logged is not None and Decimal(str(logged)) == value
        except InvalidOperation:
            return False
    return logged == value or (not logged and not value)
