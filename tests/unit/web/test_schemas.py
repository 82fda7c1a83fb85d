"""The API's schemas say for each field what to send instead."""

from decimal import Decimal

import pytest
from marshmallow import ValidationError

from outreach.i18n import in_language
from outreach.web.schemas import Amount, BaseSchema, CountryCode, CurrencyCode, LanguageCode, Mail, Text


class _Body(BaseSchema):
    title = Text(10, needed=True)
    note = Text(5)
    email = Mail()
    amount = Amount()
    language = LanguageCode()
    country = CountryCode()
    currency = CurrencyCode()


def _load(**data) -> dict:
    return _Body().load({"title": "T", **data})


def _refused(**data) -> dict[str, str]:
    with pytest.raises(ValidationError) as caught, in_language("en"):
        _load(**data)
    return {name: str(messages[0]) for name, messages in caught.value.messages.items()}


def test_texts_are_stripped_and_nul_is_replaced(app):
    assert _load(title="  A\x00b ")["title"] == "A\ufffdb"


@pytest.mark.parametrize("title", ["", "   ", None, 5, ["a"], {"a": 1}, True])
def test_a_needed_text_must_be_a_text(app, title):
    assert set(_refused(title=title)) == {"title"}


def test_a_missing_field_and_an_unknown_one_are_told(app):
    with pytest.raises(ValidationError) as caught:
        _Body().load({"tittle": "T"})
    assert set(caught.value.messages) == {"title", "tittle"}


@pytest.mark.parametrize("body", [[], "text", 5, None])
def test_a_body_that_is_no_object_is_refused(app, body):
    with pytest.raises(ValidationError):
        _Body().load(body)


def test_a_long_text_is_told_its_limit(app):
    assert _refused(note="x" * 6) == {"note": "Write at most 5 characters"}


@pytest.mark.parametrize(("sent", "stored"), [("Anna@EXAMPLE.org", "Anna@example.org"), ("", None)])
def test_mail_addresses_are_normalised(app, sent, stored):
    assert _load(email=sent)["email"] == stored


@pytest.mark.parametrize("sent", ["anna", "a@b\r\nc", 5, None])
def test_other_addresses_are_refused(app, sent):
    assert set(_refused(email=sent)) == {"email"}


@pytest.mark.parametrize(("sent", "amount"), [
    ("12.50", "12.50"), (12, "12"), ("1e3", "1000"), (0, "0"), ("99999999999999", "99999999999999")])
def test_amounts_are_exact_decimals(app, sent, amount):
    assert _load(amount=sent)["amount"] == Decimal(amount)


@pytest.mark.parametrize("sent", ["-1", "1e14", "NaN", "Infinity", "1,5", "", "ten", None, [1], {"minor": 1}])
def test_other_amounts_are_refused(app, sent):
    assert set(_refused(amount=sent)) == {"amount"}


@pytest.mark.parametrize(("field", "good", "bad"), [
    ("language", ["zh", "en", "de", "ko"], ["fr", "zh-Hans", "", "DE"]),
    ("country", ["DE", "kr", "CN"], ["XX", "D", "GER", "ZZZ"]),
    ("currency", ["EUR", "CNY", "KRW"], ["eur", "XXXX", ""])])
def test_codes_are_those_that_exist(app, field, good, bad):
    for code in good:
        assert _load(**{field: code})[field] == code.upper() if field != "language" else code
    for code in bad:
        assert set(_refused(**{field: code})) == {field}


def test_an_empty_country_is_none(app):
    assert _load(country="")["country"] is None
