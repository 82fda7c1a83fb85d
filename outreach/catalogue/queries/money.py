"""Exchange rates by day, and conversion across the yuan."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from babel.numbers import get_currency_precision
from sqlalchemy import Select, select

from outreach.catalogue.kept import kept
from outreach.catalogue.models import ExchangeRate
from outreach.db import Money, db, today_in


@dataclass(frozen=True)
class Converted:
    """A converted sum: units of the target for one unit of the source, the day of the older rate used, its source.

    `rate` is rounded to ten decimal places for reading; the sum itself is computed exactly and rounded once.
    """

    money: Money
    rate: Decimal
    rate_date: date
    source: str = ""


def rates(currency: str | None = None) -> Select:
    """The stored rates by currency, newest day first."""
    statement = select(ExchangeRate).order_by(ExchangeRate.currency, ExchangeRate.day.desc())
    return statement.where(ExchangeRate.currency == currency) if currency else statement


def rate_on(currency: str, on: date) -> ExchangeRate | None:
    """The latest rate on or before a day."""
    return kept(f"rate {currency} {on}", lambda: db.session.scalars(
        select(ExchangeRate).where(ExchangeRate.currency == currency, ExchangeRate.day <= on)
        .order_by(ExchangeRate.day.desc()).limit(1)
    ).first())


def convert(money: Money, currency: str, on: date) -> Converted | None:
    """The sum in another currency by the latest rates on or before `on` (an instant counts by China's day).

    None where a rate is missing: pages then say that there is no rate. Half a smallest unit rounds away from zero.
    """
    if isinstance(on, datetime):
        on = today_in("Asia/Shanghai", on)
    if money.currency == currency:
        return Converted(money, Decimal(1), on)
    factor, used = Fraction(1), []
    for code, forward in ((money.currency, True), (currency, False)):
        if code == "CNY":
            continue
        row = rate_on(code, on)
        if row is None:
            return None
        worth = Fraction(row.cny) / Fraction(row.units)
        factor = factor * worth if forward else factor / worth
        used.append(row)
    oldest = min(used, key=lambda row: row.day)
    minor = Fraction(money.minor) * factor * Fraction(10) ** (
        get_currency_precision(currency) - get_currency_precision(money.currency))
    # One source, or both where the two rates come from different ones.
    source = " / ".join(dict.fromkeys(row.source for row in used))
    return Converted(Money(_half_up(minor), currency), _readable(factor), oldest.day, source)


def _half_up(value: Fraction) -> int:
    whole = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return whole if value >= 0 else -whole


def _readable(factor: Fraction) -> Decimal:
    """Ten decimal places without trailing zeros."""
    text = format(Decimal(_half_up(factor * 10**10)).scaleb(-10), "f")
    return Decimal(text.rstrip("0").rstrip("."))
