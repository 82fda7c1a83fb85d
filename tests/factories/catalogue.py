"""Catalogue rows for tests."""

from datetime import date
from decimal import Decimal

from outreach.activity import SYSTEM
from outreach.catalogue import services
from outreach.catalogue.models import CalendarDay, ExchangeRate, IndustryNode, Setting, Tag, WorkCalendar
from outreach.catalogue.services import LabelValues
from outreach.db import db, transaction


def make_industry(code: str, parent: str = "photonics", **labels: str) -> IndustryNode:
    """A node below `parent` (a code); labels by language, English from the code where none is given."""
    with transaction():
        above = db.session.scalars(db.select(IndustryNode).where(IndustryNode.code == parent)).one()
        values = LabelValues(labels or {"en": code.replace("_", " ")}, 500, above.id)
        return services.create_industry(SYSTEM, code, values)


def make_tag(code: str, **labels: str) -> Tag:
    """A tag."""
    with transaction():
        return services.create_tag(SYSTEM, code, LabelValues(labels or {"en": code}))


def make_rate(currency: str, cny: str, on: date, units: str = "1", source: str = "test") -> ExchangeRate:
    """An exchange rate; figures as text, so that they are exact."""
    with transaction():
        return services.add_rate(SYSTEM, currency, on, Decimal(cny), Decimal(units), source, sure=True)


def make_override(day: date, kind: str, calendar: str = "CN", decreed: bool = True, **name: str) -> CalendarDay:
    """A holiday or working day entered by hand."""
    with transaction():
        row = db.session.scalars(db.select(WorkCalendar).where(WorkCalendar.code == calendar)).one()
        return services.set_override(SYSTEM, row, day, kind, name, decreed)


def change_setting(key: str, value) -> Setting:
    """Set one setting."""
    with transaction():
        services.change_settings(SYSTEM, {key: value})
    return db.session.scalars(db.select(Setting).where(Setting.key == key)).one()
