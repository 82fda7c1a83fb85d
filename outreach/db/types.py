"""Column types that hold everywhere: instants, money, small JSON, tokens."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import get_currency_precision
from sqlalchemy import JSON, DateTime
from sqlalchemy.ext.mutable import MutableDict, MutableList
from sqlalchemy.types import TypeDecorator


class Instant(TypeDecorator):
    """A moment that happened: an aware UTC datetime in Python, on both engines. Naive values are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect) -> datetime | None:
        """Turn an aware datetime into UTC; raise ValueError for a naive one."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect) -> datetime | None:
        """Give back an aware UTC datetime."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


#: A JSON object or list whose changes in place are noticed.
JsonDict = MutableDict.as_mutable(JSON())
JsonList = MutableList.as_mutable(JSON())


@dataclass(frozen=True)
class Money:
    """An amount in the smallest unit of its ISO 4217 currency: Money(123, "EUR") is 1.23 euros."""

    minor: int
    currency: str

    @classmethod
    def of(cls, amount: Decimal | int | str, currency: str) -> "Money":
        """From whole units: Money.of("1.23", "EUR"). Fractions below the smallest unit round half up."""
        scale = Decimal(10) ** get_currency_precision(currency)
        return cls(int((Decimal(amount) * scale).quantize(Decimal(1), ROUND_HALF_UP)), currency)

    @property
    def amount(self) -> Decimal:
        """The amount in whole units, exact."""
        return Decimal(self.minor).scaleb(-get_currency_precision(self.currency))


def new_token(size: int = 24) -> str:
    """A random token for a link: `size` bytes of entropy, letters, digits, - and _."""
    return secrets.token_urlsafe(size)


def token_hash(token: str) -> str:
    """What is stored instead of a token, so that a stolen database opens no link. 64 hex digits."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
