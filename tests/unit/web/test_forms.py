"""Our form fields read what people type in each language, keep it, and say what to enter instead."""

from decimal import Decimal

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import StringField, TextAreaField

from outreach.i18n import in_language
from outreach.web.forms import (
    CountryField,
    EmailField,
    Form,
    LanguageField,
    MoneyField,
    ZoneField,
    is_htmx,
    optional,
    required,
    strip,
)


class _Form(Form):
    name = StringField("Name", required("Enter a name"))
    note = TextAreaField("Note", optional(10))
    email = EmailField("Mail")
    zone = ZoneField("Zone")
    amount = MoneyField("Amount")
    language = LanguageField("Language", default="de")
    country = CountryField("Country")


def _form(app, lang: str = "en", **data) -> _Form:
    with app.test_request_context("/", method="POST"), in_language(lang):
        form = _Form(MultiDict({"name": "Anna", "language": "de", "country": "DE", **data}), meta={"csrf": False})
        form.validate()
        form.shown = str(form.amount())
        form.told = [(name, str(message)) for name, message in form.errors_in_order()]
        return form


@pytest.mark.parametrize(("lang", "typed", "amount"), [
    ("en", "12,500,000", 12_500_000), ("en", "12500000.50", "12500000.50"), ("de", "12.500.000", 12_500_000),
    ("de", "12.500.000,50", "12500000.50"), ("de", "1,5", "1.5"), ("zh", "1250万", 12_500_000),
    ("zh", "1.8亿", 180_000_000), ("zh", "１，２５０", 1250), ("ko", "1억", 100_000_000), ("ko", "1,250만", 12_500_000),
    ("en", " 1 000 ", 1000),
    ("en", "0", 0)])
def test_an_amount_is_read_as_its_reader_writes_it_and_shown_as_typed(app, lang, typed, amount):
    form = _form(app, lang, amount=typed)
    assert form.told == []
    assert form.amount.data == Decimal(amount)
    assert f'value="{typed}"' in form.shown


@pytest.mark.parametrize("lang", ["zh", "en", "de", "ko"])
@pytest.mark.parametrize("typed", ["ten", "-5", "1,2,3.4", "NaN", "Infinity", "1e9", "9" * 40, "12 Mio", "<b>"])
def test_what_is_no_amount_is_told_with_an_example(app, lang, typed):
    form = _form(app, lang, amount=typed)
    assert [name for name, _message in form.told] == ["amount"]
    assert {"de": "12.500.000"}.get(lang, "12,500,000") in form.told[0][1]
    assert form.amount.data is None
    assert "<b>" not in form.shown


def test_a_stored_amount_is_shown_in_the_readers_digits(app):
    for lang, text in (("de", "12.500.000,5"), ("en", "12,500,000.5")):
        with app.test_request_context("/"), in_language(lang):
            form = _Form(data={"amount": Decimal("12500000.5")}, meta={"csrf": False})
            assert f'value="{text}"' in str(form.amount())


def test_an_empty_amount_is_none(app):
    assert _form(app, amount="  ").amount.data is None


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Asia/Shanghai", "America/Argentina/Ushuaia", "UTC", ""])
def test_zones_that_exist_are_taken(app, zone):
    assert _form(app, zone=zone).told == []


@pytest.mark.parametrize("zone", ["Berlin", "../etc/passwd", "Europe/Wuxi", "CET+1", "欧洲/柏林"])
def test_other_zones_are_told_with_an_example(app, zone):
    told = _form(app, zone=zone).told
    assert told[0][0] == "zone" and "Europe/Berlin" in told[0][1] and zone in told[0][1]


@pytest.mark.parametrize(("typed", "stored"), [
    (" anna@Example.ORG ", "anna@example.org"), ("Anna.Müller@example.org", "Anna.Müller@example.org"), ("", None),
    ("anna@bücher.example.org", "anna@bücher.example.org")])
def test_a_mail_address_is_normalised(app, typed, stored):
    form = _form(app, email=typed)
    assert (form.told, form.email.data) == ([], stored)


@pytest.mark.parametrize("typed", [
    "anna", "anna@", "@example.org", "a b@example.org", "anna@example.org\r\nBcc: b@example.org", "anna@example",
    "<anna@example.org>", "a@b@c.example.org", "x" * 400 + "@example.org"])
def test_what_is_no_mail_address_is_told_with_an_example(app, typed):
    told = _form(app, email=typed).told
    assert [name for name, _message in told] == ["email"] and "name@example.org" in told[0][1]


@pytest.mark.parametrize(("field", "value"), [
    ("language", "fr"), ("country", "XX"), ("country", "de"), ("language", "")])
def test_a_choice_that_was_not_offered_is_refused(app, field, value):
    assert [name for name, _message in _form(app, **{field: value}).told] == [field]


def test_languages_are_offered_in_their_own_names_and_our_countries_first(app):
    form = _form(app, "de")
    assert [label for _code, label in form.language.choices] == ["中文", "English", "Deutsch", "한국어"]
    assert [code for code, _label in form.country.choices[:5]] == ["", "CN", "GB", "DE", "KR"]
    assert dict(form.country.choices)["KR"] == "Südkorea"
    assert dict(_form(app, "ko").country.choices)["DE"] == "독일"


def test_white_space_around_a_text_does_not_count_and_nul_is_replaced(app):
    form = _form(app, name="  An\x00na ")
    assert form.name.data == "An�na"
    assert [name for name, _message in _form(app, name="   ").told] == ["name"]
    assert strip(None) is None and strip(3) == 3


def test_errors_stand_in_the_order_of_the_page_and_services_may_add_some(app):
    form = _form(app, name="", note="x" * 11, amount="ten")
    assert [name for name, _message in form.told] == ["name", "note", "amount"]
    form.fail("zone", "This zone is closed")
    assert ("zone", "This zone is closed") in form.errors_in_order()
    assert form.zone.errors == ["This zone is closed"]


def test_only_htmx_asks_for_parts(app):
    boosted = {"HX-Request": "true", "HX-Boosted": "true"}
    for headers, part in (({}, False), ({"HX-Request": "true"}, True), (boosted, False)):
        with app.test_request_context("/", headers=headers):
            assert is_htmx() is part
