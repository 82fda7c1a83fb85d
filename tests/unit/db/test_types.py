"""Instants and money keep what they were given."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.accounts.models import User
from outreach.db import Instant, Money, db, token_hash, transaction


def test_a_naive_datetime_is_no_instant():
    with pytest.raises(ValueError, match="time zone"):
        Instant().process_bind_param(datetime(2027, 1, 1), type("Dialect", (), {"name": "sqlite"}))


def test_an_instant_comes_back_in_utc(app):
    at = datetime(2027, 6, 22, 9, 30, 15, 123456, tzinfo=timezone(timedelta(hours=8)))
    with transaction() as session:
        user = User(email="instant@example.org", role="reader", last_seen_at=at)
        session.add(user)
    db.session.expire_all()
    assert user.last_seen_at == at
    assert user.last_seen_at.tzinfo == UTC


@given(st.decimals(min_value=0, max_value=10**12, places=2))
def test_money_is_exact(amount):
    assert Money.of(amount, "EUR").amount == amount


def test_currencies_have_their_own_smallest_unit():
    assert Money.of("1234", "KRW").minor == 1234
    assert Money.of("12.345", "EUR").minor == 1235
    assert Money(1234, "CNY").amount == Decimal("12.34")


def test_a_token_is_stored_as_its_hash():
    assert len(token_hash("abc")) == 64
    assert token_hash("abc") != token_hash("abd")
