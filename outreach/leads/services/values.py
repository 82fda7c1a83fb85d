"""What callers hand over, and the checks that every write of a lead passes."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from outreach.accounts.models import User
from outreach.activity import Actor
from outreach.catalogue.queries import check_industries
from outreach.db import Money, db, hold
from outreach.errors import Conflict, Refused
from outreach.i18n import DEFAULT, LANGUAGES
from outreach.leads.models import CHANNELS, TEXT_FIELDS, Lead

#: Roles whose people may answer for a lead.
OWNER_ROLES = ("administrator", "coordinator", "officer", "leader")
#: Largest quantity that a site can sensibly ask for, in units of the column.
LARGEST = 10**9
QUANTITIES = ("plant_area_m2", "clear_height_m", "floor_load_kn_m2", "power_kva", "land_mu")


@dataclass
class TextValues:
    """A free text: field as in models.TEXT_FIELDS, language code, text, and who wrote it when."""

    field: str
    language: str
    text: str
    author_label: str = ""
    at: datetime | None = None


@dataclass
class SourceValues:
    """Where a lead comes from: kind as in models.SOURCE_KINDS, key of the row behind it, its name, event, instant."""

    kind: str
    ref_id: int | None = None
    label: str = ""
    event_id: int | None = None
    at: datetime | None = None


@dataclass
class PersonRole:
    """A person of a lead: role as in models.PERSON_ROLES; `primary` marks the one who decides."""

    person_id: int
    role: str = "contact"
    primary: bool = False


@dataclass
class LeadValues:
    """The facts of a new lead. Codes and ids only; `industries` are codes of the tree, quantities in their units."""

    title: str = ""
    title_language: str = "zh"
    organisation_id: int | None = None
    stage: str = "lead"
    industries: list[str] = field(default_factory=list)
    owner_id: int | None = None
    deputy_id: int | None = None
    next_step: str | None = None
    next_step_on: date | None = None
    next_step_language: str | None = None
    country: str | None = None
    channel: str | None = None
    investment: Money | None = None
    registered_capital: Money | None = None
    plant_area_m2: Decimal | None = None
    clear_height_m: Decimal | None = None
    floor_load_kn_m2: Decimal | None = None
    power_kva: Decimal | None = None
    land_mu: Decimal | None = None
    trl: int | None = None
    jobs: int | None = None
    wake_up_on: date | None = None
    lost_reason: str | None = None
    major: bool = False
    texts: list[TextValues] = field(default_factory=list)


def columns_of(values: dict[str, Any]) -> dict[str, Any]:
    """Field values as columns: Money in two of them, empty texts as None."""
    columns = {}
    for name, value in values.items():
        if name in ("investment", "registered_capital"):
            columns[f"{name}_minor"] = value.minor if value else None
            columns[f"{name}_currency"] = value.currency if value else None
        elif name == "industries":
            columns[name] = list(dict.fromkeys(value or ()))
        else:
            columns[name] = value if value != "" else None
    return columns


def check_facts(values: dict[str, Any]) -> None:
    """Refuse what no lead can be: no title, unknown codes, quantities out of range. `values` are columns."""
    if "title" in values and not values["title"]:
        raise Refused("title_missing", _("Enter a title for the lead"), field="title")
    if values.get("title_language") is not None and values["title_language"] not in LANGUAGES:
        raise Refused("unknown_language", _("Choose zh, en, de or ko"), field="title_language")
    check_industries(values.get("industries"))
    if values.get("channel") is not None and values["channel"] not in CHANNELS:
        raise Refused("unknown_channel", _("Choose how the lead reached us"), field="channel")
    if values.get("trl") is not None and not 1 <= values["trl"] <= 9:
        raise Refused("trl_range", _("Enter a technology readiness level from 1 to 9"), field="trl")
    if values.get("jobs") is not None and not 0 <= values["jobs"] <= 10**6:
        raise Refused("jobs_range", _("Enter the number of jobs as a whole number"), field="jobs")
    for name in QUANTITIES:
        if values.get(name) is not None and not 0 <= values[name] <= LARGEST:
            raise Refused("quantity_range", _("Enter a quantity of zero or more"), field=name)
    for name in ("investment", "registered_capital"):
        if values.get(f"{name}_minor") is not None and not 0 <= values[f"{name}_minor"] < 10**17:
            raise Refused("amount_range", _("Enter an amount above zero"), field=name)


def check_owner(user_id: int | None, name: str) -> None:
    """Refuse an account that cannot answer for a lead: unknown, disabled, or of a role that only reads."""
    if user_id is None:
        return
    user = db.session.scalar(select(User).where(User.id == user_id))
    if user is None or not user.active or user.role not in OWNER_ROLES:
        raise Refused("owner_unknown", _("Choose an active colleague"), field=name)


def check_step(step: str | None, on: date | None) -> None:
    """A next step has words and a day, or neither."""
    if step and not on:
        raise Refused("step_date_missing", _("Enter the day of the next step"), field="next_step_on")
    if on and not step:
        raise Refused("step_missing", _("Enter what the next step is"), field="next_step")


def check_text(value: TextValues) -> None:
    """Refuse an unknown field or language, an empty text, and more than 20,000 characters."""
    if value.field not in TEXT_FIELDS:
        raise Refused("unknown_field", _("Choose what the text is about"), field="field")
    if value.language not in LANGUAGES:
        raise Refused("unknown_language", _("Choose zh, en, de or ko"), field="language")
    if not value.text.strip():
        raise Refused("text_missing", _("Enter the text"), field="text")
    if len(value.text) > 20_000:
        raise Refused("text_too_long", _("Write at most %(max)s characters", max=20_000), field="text")


def written_in(actor: Actor, given: str | None = None) -> str:
    """The language of what the actor writes: the one given, else the actor's own."""
    own = getattr(actor.user, "language", None)
    return next((code for code in (given, own) if code in LANGUAGES), DEFAULT)


def lock(lead: Lead, version: int | None = None) -> Lead:
    """Hold the lead's row to the end of the unit of work. Raises Conflict where `version` is no longer stored."""
    if not hold(lead, version):
        theirs = {name: getattr(lead, name) for name in Lead.__table__.columns.keys()}  # noqa: SIM118 - columns are no dict
        raise Conflict("version_conflict", _("Somebody else changed this lead meanwhile. Compare, then save again."),
                       theirs=theirs)
    return lead
