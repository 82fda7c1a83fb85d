"""Filling a new database: what is missing is added, what somebody edited stays."""

from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import select

from outreach.catalogue import starting_rows
from outreach.catalogue.models import ExchangeRate, IndustryNode, Stage, WorkCalendar
from outreach.db import db, today_in
from outreach.i18n.localized import LocalizedText

#: Places are spaced, so that a new row fits between two others.
_STEP = 10


def seed() -> None:
    """Add industries, stages and calendars that are not there yet, by their codes. Safe to repeat; flushes."""
    _seed_industries()
    _seed_stages()
    _seed_calendars()
    db.session.flush()


def _text(labels: tuple[str, str, str, str]) -> LocalizedText:
    chinese, english, german, korean = labels
    return LocalizedText.of("zh", chinese, en=english, de=german, ko=korean)


def _seed_industries() -> None:
    there = {row.code: row for row in db.session.scalars(select(IndustryNode))}
    for place, (code, parent, labels) in enumerate(starting_rows.INDUSTRIES, 1):
        if code not in there:
            there[code] = IndustryNode(
                code=code, label=_text(labels), order=place * _STEP, active=True, fixed=parent is None,
                parent=there[parent] if parent else None)
            db.session.add(there[code])


def _seed_stages() -> None:
    there = set(db.session.scalars(select(Stage.code)))
    for place, (code, kind, labels) in enumerate(starting_rows.STAGES, 1):
        if code not in there:
            db.session.add(Stage(code=code, kind=kind, label=_text(labels), order=place * _STEP, active=True))


def _seed_calendars() -> None:
    there = set(db.session.scalars(select(WorkCalendar.code)))
    for place, (code, labels) in enumerate(starting_rows.CALENDARS, 1):
        if code not in there:
            db.session.add(WorkCalendar(code=code, label=_text(labels), order=place * _STEP))


def load_demo_rates(day: date | None = None) -> None:
    """Add round, invented rates for the demo, marked with source 'demo', from a year before `day` (today). Flushes."""
    day = (day or today_in("Asia/Shanghai")) - timedelta(days=365)
    for currency, cny, units in starting_rows.DEMO_RATES:
        known = select(ExchangeRate.id).where(ExchangeRate.currency == currency)
        if db.session.scalars(known).first() is None:
            db.session.add(ExchangeRate(
                currency=currency, day=day, cny=Decimal(cny), units=Decimal(units), source="demo", entered_by="demo"))
    db.session.flush()
