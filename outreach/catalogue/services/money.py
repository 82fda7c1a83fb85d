"""Exchange rates: each day's rate is entered once and stays."""

from datetime import date
from decimal import Decimal

from babel.numbers import format_decimal
from flask_babel import gettext as _
from sqlalchemy import select

from outreach.activity import Actor, record
from outreach.catalogue.models import ExchangeRate
from outreach.db import db
from outreach.errors import Refused
from outreach.i18n import current_language, formats


def add_rate(actor: Actor, currency: str, day: date, cny: Decimal, units: Decimal, source: str) -> ExchangeRate:
    """Store that `units` of the currency were worth `cny` yuan on `day`.

    Raises Refused for a rate of that day which is stored already, since sums may have been converted by it.
    """
    if cny <= 0 or units <= 0:
        raise Refused("rate_not_positive", _("Enter a rate above zero."), field="cny")
    there = db.session.scalars(
        select(ExchangeRate).where(ExchangeRate.currency == currency, ExchangeRate.day == day)).first()
    if there is not None:
        raise Refused("rate_exists", _(
            "There is already a rate for %(currency)s on %(day)s (%(rate)s yuan, %(source)s). Rates are not "
            "overwritten; choose another day.", currency=currency, day=formats.day(day),
            rate=format_decimal(there.cny_per_unit, "#,##0.##########", locale=current_language().locale), source=there.source), field="day")
    row = ExchangeRate(currency=currency, day=day, cny=cny, units=units, source=source, entered_by=actor.label)
    db.session.add(row)
    record(actor, "catalogue.rate_added", row, cny=str(cny), units=str(units), source=source)
    return row
