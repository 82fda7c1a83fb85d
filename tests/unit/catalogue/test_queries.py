"""What other rooms ask the catalogue."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import event

from outreach.activity import SYSTEM
from outreach.catalogue import queries, services
from outreach.catalogue.holiday_names import NAMES
from outreach.catalogue.models import IndustryNode
from outreach.catalogue.starting_rows import CALENDARS
from outreach.db import Money, db, to_zone, transaction
from outreach.i18n import LANGUAGES, in_language
from tests.factories.catalogue import change_setting, make_industry, make_override, make_rate, make_tag


def _node(code: str) -> IndustryNode:
    return db.session.scalars(db.select(IndustryNode).where(IndustryNode.code == code)).one()


def test_the_three_roots_and_other_are_there_in_four_languages(app):
    roots = queries.industries()
    assert [root.code for root in roots] == ["new_materials", "photonics", "smart_manufacturing", "other"]
    for branch in [node for root in roots for node in root.walk()]:
        assert all(branch.label.status(code) in ("original", "reviewed") for code in LANGUAGES), branch.code


def test_a_root_stands_for_everything_below_it_and_a_leaf_for_itself(app):
    make_industry("laser_diode", "fibre_laser")
    below = queries.industry_codes_below("photonics")
    assert {"photonics", "fibre_laser", "machine_vision", "laser_diode"} <= below
    assert "industrial_robots" not in below
    assert queries.industry_codes_below("machine_vision") == {"machine_vision"}
    assert queries.industry_root("laser_diode") == "photonics"


def test_other_is_offered_last_whatever_its_place(app):
    with transaction():
        services.edit_industry(SYSTEM, _node("other"), services.LabelValues({"zh": "其他", "en": "Other"}, 0), 1)
    assert queries.industries()[-1].code == "other"
    assert queries.industry_choices("en")[-1] == ("other", "Other")


def test_a_retired_industry_is_offered_no_more_but_keeps_its_label_and_is_found_by_its_root(app):
    make_industry("laser_diode", "fibre_laser", en="Laser diode")
    with transaction():
        services.set_active(SYSTEM, _node("fibre_laser"), False)
    codes = [code for code, _label in queries.industry_choices("en")]
    assert "fibre_laser" not in codes
    assert "laser_diode" not in codes
    assert "fibre_laser" in [code for code, _label in queries.industry_choices("en", keep=("fibre_laser",))]
    assert queries.industry_label("fibre_laser").shown("de").text == "Faserlaser"
    assert "laser_diode" in queries.industry_codes_below("photonics")


def test_a_label_reads_in_the_readers_language_and_an_unknown_code_stands_for_itself(app):
    with in_language("ko"):
        assert f"{queries.stage_label('negotiation')}" == "협상 중"
    with in_language("de"):
        assert str(queries.industry_label("photonics")) == "Photonik"
    assert queries.stage_label("no_such_stage").original == "no_such_stage"


def test_the_pipeline_has_its_main_track_in_order_and_its_side_states_after_it(app):
    assert [(row.code, row.kind) for row in queries.stages()] == [(code, "main") for code in (
        "lead", "appraised", "negotiation", "loi", "signed", "registered", "landed", "construction_start", "completed",
        "production", "full_output")] + [(code, "side") for code in ("reserve", "paused", "lost", "terminated")]


def test_labels_of_a_long_list_cost_one_select_and_an_edit_is_seen_at_once(app):
    statements = []

    def note(connection, cursor, statement, *_rest):
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert {str(queries.industry_label(code)) for code in ["photonics", "other", "display"] * 50}
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert len([text for text in statements if "industry_node" in text]) == 1
    with transaction():
        services.edit_industry(SYSTEM, _node("photonics"), services.LabelValues({"zh": "光子学"}, 20), 1)
        assert queries.industry_label("photonics").original == "光子学"
    assert queries.industry_label("photonics").original == "光子学"


def test_a_rolled_back_edit_is_not_remembered(app):
    with pytest.raises(RuntimeError), transaction():
        services.change_settings(SYSTEM, {"silence_days": 99})
        assert queries.setting("silence_days") == 99
        raise RuntimeError
    assert queries.setting("silence_days") == 14


def test_tags_come_bytewise_and_retired_ones_only_on_request(app):
    tag = make_tag("b_one")
    make_tag("ba")
    with transaction():
        services.set_active(SYSTEM, tag, False)
    assert [row.code for row in queries.tags()] == ["ba"]
    assert [row.code for row in queries.tags(retired=True)] == ["b_one", "ba"]


def test_a_setting_has_its_default_until_somebody_changes_it(app):
    assert queries.setting("answer_verdict_days") == 3
    change_setting("answer_verdict_days", 5)
    assert queries.setting("answer_verdict_days") == 5
    with pytest.raises(KeyError):
        queries.setting("no_such_setting")


def test_every_default_survives_being_stored_and_read(app):
    from outreach.catalogue.settings import KNOWN

    for known in KNOWN.values():
        assert known.read(known.store(known.default)) == known.default, known.key


def test_without_a_rate_there_is_no_conversion(app):
    assert queries.convert(Money.of("1", "EUR"), "CNY", date(2027, 6, 22)) is None
    make_rate("EUR", "7.85", date(2026, 6, 1))
    assert queries.convert(Money.of("1", "EUR"), "KRW", date(2026, 6, 22)) is None
    assert queries.convert(Money.of("1", "EUR"), "CNY", date(2026, 5, 31)) is None
    same = queries.convert(Money.of("1", "EUR"), "EUR", date(2020, 1, 1))
    assert (same.money, same.rate) == (Money(100, "EUR"), Decimal(1))


def test_the_latest_rate_on_or_before_the_day_counts_and_no_later_one(app):
    make_rate("EUR", "7.80", date(2026, 6, 1))
    make_rate("EUR", "7.90", date(2026, 6, 20))
    found = {day: queries.convert(Money.of("100", "EUR"), "CNY", day) for day in
             (date(2026, 6, 19), date(2026, 6, 20), date(2026, 9, 1))}
    assert [(item.money.minor, item.rate_date) for item in found.values()] == [
        (78000, date(2026, 6, 1)), (79000, date(2026, 6, 20)), (79000, date(2026, 6, 20))]


def test_an_instant_converts_by_the_day_it_has_in_china(app):
    make_rate("EUR", "8", date(2026, 6, 2))
    assert queries.convert(Money.of("1", "EUR"), "CNY", datetime(2026, 6, 1, 15, 59, tzinfo=UTC)) is None
    assert queries.convert(Money.of("1", "EUR"), "CNY", datetime(2026, 6, 1, 16, 0, tzinfo=UTC)).money.minor == 800


def test_sums_are_converted_exactly_across_the_yuan_and_rounded_once(app):
    make_rate("EUR", "7.8519", date(2026, 6, 1), source="bank A")
    make_rate("KRW", "1", date(2026, 6, 2), units="195.32", source="bank B")
    converted = queries.convert(Money.of("12345678.90", "EUR"), "KRW", date(2026, 6, 22))
    # 12345678.90 × 7.8519 × 195.32 = 18 933 593 930.36…; the won has no smaller unit.
    won = (Decimal("12345678.90") * Decimal("7.8519") * Decimal("195.32")).to_integral_value()
    assert converted.money == Money(int(won), "KRW")
    assert converted.rate == Decimal("1533.633108")
    assert converted.rate_date == date(2026, 6, 1)
    assert converted.source == "bank A / bank B"


def test_half_a_smallest_unit_rounds_away_from_zero_and_large_sums_keep_every_digit(app):
    make_rate("USD", "0.5", date(2026, 6, 1))
    make_rate("GBP", "9.0000000001", date(2026, 6, 1))
    assert queries.convert(Money(1, "USD"), "CNY", date(2026, 6, 1)).money.minor == 1
    assert queries.convert(Money(-1, "USD"), "CNY", date(2026, 6, 1)).money.minor == -1
    assert queries.convert(Money(10**17, "GBP"), "CNY", date(2026, 6, 1)).money.minor == 900000000010000000


def test_a_third_of_a_yuan_comes_back_as_the_unit_it_was(app):
    make_rate("JPY", "1", date(2026, 6, 1), units="3")
    assert queries.convert(Money(300, "JPY"), "CNY", date(2026, 6, 1)).money == Money.of(100, "CNY")
    assert queries.convert(Money.of(100, "CNY"), "JPY", date(2026, 6, 1)).money == Money(300, "JPY")


def test_demo_rates_are_marked_and_never_replace_a_real_one(app):
    make_rate("EUR", "7.8519", date(2026, 6, 1), source="bank")
    with transaction():
        services.load_demo_rates(date(2026, 11, 24))
        services.load_demo_rates(date(2026, 11, 24))
    rows = list(db.session.scalars(queries.rates()))
    assert [row.source for row in rows if row.currency == "EUR"] == ["bank"]
    assert {row.source for row in rows if row.currency != "EUR"} == {"demo"}
    assert len(rows) == 5


def _wuxi(year, month, day, hour=10, minute=0) -> datetime:
    """An instant by the clock of Wuxi, which is eight hours ahead of UTC all year."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


def _deadline(start, days, calendar="CN", zone="Asia/Shanghai") -> str:
    return f"{to_zone(queries.add_working_days(start, days, calendar), zone):%Y-%m-%d %H:%M}"


def test_a_deadline_is_the_end_of_the_nth_working_day_after_the_start(app):
    assert _deadline(_wuxi(2026, 11, 24), 1) == "2026-11-25 18:00"
    assert _deadline(_wuxi(2026, 11, 24, 23, 59), 1) == "2026-11-25 18:00"
    assert _deadline(_wuxi(2026, 11, 27), 1) == "2026-11-30 18:00"
    assert _deadline(_wuxi(2026, 11, 28), 1) == "2026-11-30 18:00"
    assert _deadline(_wuxi(2026, 11, 24), 7) == "2026-12-03 18:00"
    assert _deadline(_wuxi(2026, 11, 28), 0) == "2026-11-30 18:00"


def test_the_day_begins_in_china_when_it_is_still_yesterday_in_utc(app):
    assert _deadline(datetime(2026, 11, 23, 17, 0, tzinfo=UTC), 1) == "2026-11-25 18:00"


def test_the_end_of_the_working_day_is_a_setting(app):
    from datetime import time

    change_setting("office_hours_end", time(17, 30))
    assert _deadline(_wuxi(2026, 11, 24), 1) == "2026-11-25 17:30"


def test_deadlines_step_over_spring_festival_and_count_a_make_up_saturday_that_was_entered(app):
    # Invented arrangement: off from Friday 5 to Friday 12 February 2027, work on Saturday 30 January and Saturday 20 February.
    for day in (11, 12):
        make_override(date(2027, 2, day), "holiday")
    make_override(date(2027, 1, 30), "workday")
    make_override(date(2027, 2, 20), "workday", zh="调休上班")
    assert _deadline(_wuxi(2027, 1, 29), 1) == "2027-01-30 18:00"
    assert _deadline(_wuxi(2027, 2, 4), 1) == "2027-02-15 18:00"
    assert _deadline(_wuxi(2027, 2, 4), 6) == "2027-02-20 18:00"
    assert _deadline(_wuxi(2027, 2, 4), 7) == "2027-02-22 18:00"
    assert queries.working_days_between(_wuxi(2027, 2, 4), _wuxi(2027, 2, 22)) == 7


def test_the_package_knows_the_make_up_days_of_a_decreed_year(app):
    assert queries.is_working_day(date(2026, 2, 14))
    assert not queries.is_working_day(date(2026, 2, 20))
    assert not queries.is_estimated("CN", 2026)


def test_a_holiday_can_be_made_a_working_day_and_back(app):
    day = date(2027, 10, 4)
    assert not queries.is_working_day(day)
    row = make_override(day, "workday")
    assert queries.is_working_day(day)
    assert queries.holiday_name(day, "CN", "en") is None
    with transaction():
        services.remove_override(SYSTEM, row)
    assert not queries.is_working_day(day)


def test_between_counts_back_what_add_went_forward(app):
    start = _wuxi(2026, 2, 11, 23)
    for days in range(30):
        assert queries.working_days_between(start, queries.add_working_days(start, days)) == days
        assert queries.working_days_between(queries.add_working_days(start, days), start) == -days


def test_other_places_end_their_day_by_their_own_clock(app):
    start = datetime(2027, 5, 5, 10, 0, tzinfo=UTC)
    # Ascension Day 2027 is 6 May; on 17 May it is Whit Monday.
    assert _deadline(start, 1, "DE-BY", "Europe/Berlin") == "2027-05-07 18:00"
    assert _deadline(datetime(2027, 7, 9, 10, tzinfo=UTC), 1, "GB-NIR", "Europe/London") == "2027-07-13 18:00"
    assert _deadline(datetime(2027, 7, 9, 10, tzinfo=UTC), 1, "GB-ENG", "Europe/London") == "2027-07-12 18:00"


@pytest.mark.parametrize(("start", "days"), [(datetime(2027, 1, 1), 1), (datetime(2027, 1, 1, tzinfo=UTC), -1)])
def test_a_naive_instant_or_negative_number_is_refused(app, start, days):
    with pytest.raises(ValueError, match="aware instant"):
        queries.add_working_days(start, days)


def test_a_year_of_china_is_estimated_until_a_decreed_day_is_entered(app):
    assert queries.is_estimated("CN", 2027)
    assert all(item.estimated for item in queries.calendar_year("CN", 2027))
    make_override(date(2027, 2, 11), "holiday", decreed=False)
    assert queries.is_estimated("CN", 2027)
    make_override(date(2027, 2, 20), "workday")
    assert not queries.is_estimated("CN", 2027)
    assert not queries.is_estimated("DE-BY", 2027)
    found = {item.day: item for item in queries.calendar_year("CN", 2027, "en")}
    assert found[date(2027, 2, 20)].kind == "workday"
    assert found[date(2027, 2, 11)].name == "One-off public holiday"


def test_every_seeded_calendar_has_its_holidays_named_in_four_languages(app):
    for code, _labels in CALENDARS:
        for year in (2026, 2027, 2028):
            days = queries.calendar_year(code, year, "en")
            assert len(days) >= 8, code
            for lang in ("zh", "de", "ko"):
                for item, other in zip(days, queries.calendar_year(code, year, lang), strict=True):
                    if item.kind == "holiday" and not item.name.startswith("Chuseok"):
                        assert other.name != item.name, (code, item, lang)


def test_names_of_holidays_follow_the_language(app):
    names = {lang: queries.holiday_name(date(2027, 2, 6), "CN", lang) for lang in LANGUAGES}
    assert names == {"zh": "春节", "en": "Chinese New Year (Spring Festival)",
                     "de": "Chinesisches Neujahr (Frühlingsfest)", "ko": "춘절"}
    assert queries.holiday_name(date(2026, 10, 7), "CN", "zh") == "调休（10月10日上班）"
    assert queries.holiday_name(date(2027, 7, 19), "KR", "ko") == "제헌절 대체공휴일"
    assert queries.holiday_name(date(2027, 7, 20), "KR", "ko") is None
    assert all(len(entry) == 3 and all(entry) for entry in NAMES.values())


def test_an_unknown_calendar_is_a_key_error(app):
    for code in ("FR", "DE-XX", ""):
        with pytest.raises(KeyError):
            queries.is_working_day(date(2027, 5, 5), code)


def test_seeding_again_changes_nothing_that_was_edited(app):
    with transaction():
        services.edit_industry(SYSTEM, _node("display"), services.LabelValues({"zh": "显示"}, 5, _node("new_materials").id), 1)
        services.seed()
    assert (_node("display").label.original, _node("display").parent.code) == ("显示", "new_materials")
    assert len(queries.stages()) == 15
