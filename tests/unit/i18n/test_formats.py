"""Dates, sums and places as an office in each country writes them."""

from datetime import UTC, date, datetime

import pytest

from outreach.db import Money
from outreach.i18n import formats, in_language
from outreach.i18n.localized import LocalizedText
from outreach.web.forms import read_amount


@pytest.mark.parametrize(("lang", "text"), [
    ("zh", "2027年7月1日 星期四"), ("en", "Thu 1 Jul 2027"), ("de", "Do., 01.07.2027"), ("ko", "2027년 7월 1일 (목)")])
def test_a_day_with_its_weekday(lang, text):
    assert formats.day(date(2027, 7, 1), weekday=True, lang=lang) == text


@pytest.mark.parametrize(("lang", "text"), [
    ("zh", "1.8 亿元"), ("en", "CNY 180 million"), ("de", "180 Mio. CNY"), ("ko", "1억 8,000만 위안")])
def test_a_large_sum(lang, text):
    assert formats.money(Money.of(180_000_000, "CNY"), lang=lang) == text


@pytest.mark.parametrize(("lang", "text"), [
    ("zh", "1250 万欧元"), ("en", "EUR 12.5 million"), ("de", "12,5 Mio. EUR"), ("ko", "1,250만 유로")])
def test_a_middle_sum_in_euros(lang, text):
    assert formats.money(Money.of(12_500_000, "EUR"), lang=lang).replace("1,250 万", "1250 万") == text


def test_a_sum_is_never_rounded_by_shortening():
    assert formats.money(Money.of(12_345_678, "EUR"), lang="en") == "EUR 12,345,678"


@pytest.mark.parametrize(("lang", "text"), [
    ("zh", "2027年6月22日至25日"), ("en", "22–25 Jun 2027"), ("de", "22.–25.06.2027"), ("ko", "2027년 6월 22일~25일")])
def test_a_span_writes_once_what_both_days_share(lang, text):
    assert formats.day_span(date(2027, 6, 22), date(2027, 6, 25), lang=lang) == text


@pytest.mark.parametrize(("lang", "text"), [
    ("zh", "2027年9月29日至10月12日"), ("en", "29 Sept – 12 Oct 2027"), ("de", "29.09. – 12.10.2027"),
    ("ko", "2027년 9월 29일 ~ 10월 12일")])
def test_a_span_over_two_months_writes_the_year_once(lang, text):
    assert formats.day_span(date(2027, 9, 29), date(2027, 10, 12), lang=lang) == text


def test_a_span_over_new_year_writes_both_years():
    assert formats.day_span(date(2027, 12, 30), date(2028, 1, 2), lang="de") == "30.12.2027 – 02.01.2028"


def test_a_time_beside_another_day_says_so():
    instant = datetime(2027, 3, 22, 23, tzinfo=UTC)
    assert formats.clock(instant, "Europe/Berlin", date(2027, 3, 22)) == "00:00 (+1)"
    assert formats.clock(instant, "Europe/London", date(2027, 3, 22)) == formats.clock(instant, "Europe/London") == "23:00"
    assert formats.clock(instant, "America/New_York", date(2027, 3, 23)) == "19:00 (−1)" and formats.clock(None, "UTC") == ""


def test_a_moment_names_the_place_whose_clock_it_is():
    at = datetime(2027, 6, 22, 7, 0, tzinfo=UTC)
    assert formats.moment_named(at, "Europe/Berlin", lang="de") == "22.06.2027 09:00 (Berlin)"
    assert formats.moment_named(at, "Asia/Seoul", lang="ko").endswith("16:00 (서울)")


@pytest.mark.parametrize(("text", "lang", "amount"), [
    ("12,500,000", "en", 12_500_000), ("12.500.000", "de", 12_500_000), ("12.500,50", "de", "12500.50"),
    ("1250万", "zh", 12_500_000), ("1억", "ko", 100_000_000), ("１２５００", "zh", 12_500), ("0", "en", 0)])
def test_amounts_are_read_as_the_reader_writes_them(text, lang, amount):
    from decimal import Decimal

    assert read_amount(text, lang) == Decimal(amount)


@pytest.mark.parametrize("text", ["ca. 12 Mio", "", "-5", "1,2,3", "NaN", "1e9", "12..5", "١٢٣", "9" * 30])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(ValueError):
        read_amount(text, "en")


def test_a_changed_original_makes_its_translation_stale():
    text = LocalizedText.of("de", "Graphenfolie", zh="石墨烯薄膜")
    assert text.status("zh") == "reviewed"
    newer = text.rewritten("Graphenfolie, zwei Linien")
    assert newer.status("zh") == "stale"
    assert newer.shown("zh").text == "石墨烯薄膜"
    assert text.status("zh") == "reviewed"


def test_a_missing_language_falls_back_and_says_so():
    shown = LocalizedText.of("de", "Graphenfolie").shown("ko")
    assert (shown.text, shown.language, shown.fallback) == ("Graphenfolie", "de", True)


def test_everything_inside_is_in_one_language(app):
    with in_language("ko"):
        assert formats.day(date(2027, 7, 1)) == "2027년 7월 1일"
        with in_language("de"):
            assert formats.day(date(2027, 7, 1)) == "01.07.2027"
        assert formats.day(date(2027, 7, 1)) == "2027년 7월 1일"


def test_countries_are_named_and_ordered_as_an_office_there_does(app):
    names = [name for _code, name in formats.countries(lang="zh")]
    assert names[:5] == ["中国", "英国", "德国", "韩国", "阿尔巴尼亚"] and "中国台湾" in names
    assert "台湾" not in names and formats.country("TW", lang="zh") == "中国台湾"
    german = [name for _code, name in formats.countries(lang="de")]
    assert german.index("Ägypten") < german.index("Albanien")
