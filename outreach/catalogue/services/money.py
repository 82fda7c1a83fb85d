"""Exchange rates: each day's rate is entered once and stays."""

from datetime import date
from decimal import Decimal

from babel.numbers import format_decimal
from flask_babel import gettext as _

from outreach.activity import Actor, record
from outreach.catalogue.models import ExchangeRate
from outreach.catalogue.queries import rate_on
from outreach.db import db, today_in
from outreach.errors import Refused
from outreach.i18n import current_language, formats

#: A rate that differs by this share from the one before has to be confirmed.
FAR_OFF = Decimal("0.2")


def add_rate(actor: Actor, currency: str, day: date, cny: Decimal, units: Decimal, source: str, *,
             sure: bool = False) -> ExchangeRate:
    """Store that `units` of the currency were worth `cny` yuan on `day`.

    Raises Refused for a day to come, for a day that has a rate already, since sums may have been converted by
    it, and, unless `sure`, for a rate that differs by a fifth or more from the one before: a slip of the comma.
    """
    if cny <= 0 or units <= 0:
        raise Refused("rate_not_positive", _("Enter a rate above zero."), field="cny")
    if day > today_in("Asia/Shanghai"):
        raise Refused("rate_of_tomorrow", _("This day is still to come. Enter the day for which the rate was published."),
                      field="day")
    before = rate_on(currency, day)
    if before is not None and before.day == day:
        raise Refused("rate_exists", _(
            "There is already a rate for %(currency)s on %(day)s: %(rate)s yuan (%(source)s). Rates are not "
            "overwritten; choose another day.", currency=currency, day=formats.day(day), rate=rate_text(before),
            source=before.source), field="day")
    if before is not None and not sure and abs(cny / units / before.cny_per_unit - 1) >= FAR_OFF:
        raise Refused("rate_far_off", _(
            "This differs much from the rate of %(day)s, which was %(rate)s yuan for one unit. Check units and comma; "
            "if it is right, say so below.", day=formats.day(before.day), rate=rate_text(before)), field="cny")
    row = ExchangeRate(currency=currency, day=day, cny=cny, units=units, source=source, entered_by=actor.label)
    db.session.add(row)
    record(actor, "catalogue.rate_added", row, cny=str(cny), units=str(units), source=source)
    return row


def rate_text(row: ExchangeRate) -> str:
    """Yuan for one unit as the reader writes numbers, with up to ten decimal places."""
    return format_decimal(row.cny_per_unit, "#,##0.##########", locale=current_language().locale)
