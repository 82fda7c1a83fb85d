"""The catalogue's pages: who may open them, what an edit does, what wrong input gets."""

from datetime import date

import pytest

from outreach.activity import SYSTEM
from outreach.activity.models import ActivityEntry
from outreach.catalogue import queries, services
from outreach.catalogue.models import CalendarDay, ExchangeRate, IndustryNode, Stage, Tag
from outreach.catalogue.settings import GROUPS, KNOWN, in_group
from outreach.db import db, today_in, transaction
from outreach.web import doors
from tests.factories.accounts import make_user
from tests.factories.catalogue import change_setting, make_industry, make_override, make_rate, make_tag

PAGES = ("/catalogue/", "/catalogue/industries/", "/catalogue/industries/new", "/catalogue/stages/", "/catalogue/tags/",
         "/catalogue/tags/new", "/catalogue/rates/", "/catalogue/calendars/", "/catalogue/calendars/CN/2027",
         "/catalogue/calendars/DE-BW/2027", *[f"/catalogue/settings/{group}" for group in GROUPS])


@pytest.fixture
def browser(sign_in):
    """An administrator's browser in English."""
    return sign_in(make_user("administrator", name="Ada Admin"))


def _node(code: str) -> IndustryNode:
    return db.session.scalars(db.select(IndustryNode).where(IndustryNode.code == code)).one()


def _log(verb: str) -> list[ActivityEntry]:
    return list(db.session.scalars(db.select(ActivityEntry).where(ActivityEntry.verb == verb).order_by(ActivityEntry.id)))


def _labels(zh="", en="", de="", ko="", **more) -> dict:
    return {"label_zh": zh, "label_en": en, "label_de": de, "label_ko": ko, **more}


@pytest.mark.parametrize("language", ["zh", "en", "de", "ko"])
def test_every_page_opens_for_an_administrator_in_each_language(sign_in, language):
    client = sign_in(make_user("administrator", language=language))
    make_tag("delegation", zh="代表团")
    make_rate("EUR", "7.8519", date(2026, 6, 1))
    make_override(date(2027, 2, 20), "workday", zh="调休上班")
    pages = [*PAGES, f"/catalogue/industries/{_node('fibre_laser').id}", f"/catalogue/industries/{_node('other').id}",
             f"/catalogue/stages/{queries.stages()[0].id}", f"/catalogue/tags/{queries.tags()[0].id}"]
    for path in pages:
        client.get_page(path)


@pytest.mark.parametrize("role", ["coordinator", "officer", "leader", "partner_user", "reader"])
def test_the_pages_are_closed_to_everybody_else(sign_in, role):
    client = sign_in(make_user(role))
    for path in PAGES:
        assert client.get(path).status_code == 403, path
    client.post_page("/catalogue/tags/new", _labels(en="X", code="x", version=1), status=403)


def test_an_industry_is_added_below_another_and_logged_with_the_actor(browser):
    browser.post_page("/catalogue/industries/new", _labels(zh="激光二极管", en="Laser diode", code="laser_diode",
                                                           parent=_node("photonics").id, order="15", version=1))
    assert "laser_diode" in queries.industry_codes_below("photonics")
    entry = _log("catalogue.industry_created")[-1]
    assert (entry.actor_label, entry.subject_label) == ("Ada Admin", "激光二极管")
    page = browser.get_page("/catalogue/industries/")
    assert "Laser diode" in page.text
    # German and Korean fall back to the Chinese original, marked by its seal.
    assert "Laser diode 激光二极管 Laser diode 激光二极管 中 Chinese 激光二极管 中 Chinese laser_diode" in page.text


@pytest.mark.parametrize(("change", "message", "field", "kept"), [
    ({"code": "Laser Diode"}, "small letters, digits and underscores", "code", "Laser Diode"),
    ({"code": "photonics"}, "The code “photonics” is taken", "code", "photonics"),
    ({"code": ""}, "Enter a code such as", "label_en", "Laser diode"),
    ({"parent": "0"}, "Choose the industry under which", "label_en", "Laser diode"),
    ({"order": "soon"}, "Enter a whole number from 0 to 9,999", "order", "soon"),
    ({"label_en": "", "label_zh": " "}, "in at least one language", "code", "laser_diode"),
    ({"label_en": "x" * 121}, "", "label_en", "x" * 121),
])
def test_a_wrong_industry_says_what_to_do_and_keeps_what_was_typed(browser, change, message, field, kept):
    before = db.session.scalar(db.select(db.func.count(IndustryNode.id)))
    data = _labels(en="Laser diode", code="laser_diode", parent=_node("photonics").id, order="15", version=1)
    page = browser.post_page("/catalogue/industries/new", {**data, **change}, status=422)
    assert page.title.startswith("Error:")
    assert any(message in error for error in page.errors())
    assert page.field(field) == kept
    assert db.session.scalar(db.select(db.func.count(IndustryNode.id))) == before


def test_a_node_moves_with_everything_below_it_but_never_below_itself(browser):
    child = make_industry("laser_diode", "fibre_laser")
    row = _node("fibre_laser")
    page = browser.get_page(f"/catalogue/industries/{row.id}")
    offered = {node.get("value") for node in page.tree.iter("option")}
    assert str(child.id) not in offered
    assert str(row.id) not in offered
    data = _labels(zh="光纤激光器", en="Fibre laser", de="Faserlaser", ko="광섬유 레이저", order="60", version=1)
    refused = browser.post_page(f"/catalogue/industries/{row.id}", {**data, "parent": child.id}, status=422)
    assert "An industry cannot belong under itself. Choose another place." in refused.errors()
    browser.post_page(f"/catalogue/industries/{row.id}", {**data, "parent": _node("smart_manufacturing").id})
    assert {"fibre_laser", "laser_diode"} <= queries.industry_codes_below("smart_manufacturing")
    assert _log("catalogue.industry_changed")[-1].data["changes"]["parent_id"] == [
        _node("photonics").id, _node("smart_manufacturing").id]


def test_a_root_keeps_its_place_in_the_tree_and_cannot_be_taken_out_of_use(browser):
    row = _node("other")
    page = browser.get_page(f"/catalogue/industries/{row.id}")
    assert page.field("parent") is None
    browser.post_page(f"/catalogue/industries/{row.id}/retire".replace("//", "/"), status=422)
    assert _node("other").active
    assert "other" in [code for code, _label in queries.industry_choices("en")]


def test_taking_out_of_use_and_back_is_logged(browser):
    row = _node("display")
    browser.post_page(f"/catalogue/industries/{row.id}/retire")
    assert "display" not in dict(queries.industry_choices("en"))
    assert "Out of use" in browser.get_page("/catalogue/industries/").text
    browser.post_page(f"/catalogue/industries/{row.id}/restore")
    assert "display" in dict(queries.industry_choices("en"))
    assert _log("catalogue.retired")[-1].data["changes"] == {"active": [True, False]}
    assert _log("catalogue.restored")


def test_the_second_editor_sees_what_changed_and_keeps_the_typed_text(browser):
    row = db.session.scalars(db.select(Stage).where(Stage.code == "loi")).one()
    data = _labels(zh="拟签约", en="Letter of intent", de="Absichtserklärung", ko="투자의향 합의", order=row.order, version=1)
    with transaction():
        services.edit_stage(SYSTEM, row, services.LabelValues({"zh": "拟签约", "en": "About to sign"}, row.order), 1)
    page = browser.post_page(f"/catalogue/stages/{row.id}", data, status=409)
    assert "About to sign" in page.text
    assert page.field("label_en") == "Letter of intent"
    assert page.field("version") == "2"
    browser.post_page(f"/catalogue/stages/{row.id}", {**data, "version": page.field("version")})
    assert queries.stage_label("loi").shown("en").text == "Letter of intent"


def test_a_rewritten_original_marks_the_translations_that_were_not_touched(browser):
    row = db.session.scalars(db.select(Stage).where(Stage.code == "paused")).one()
    browser.post_page(f"/catalogue/stages/{row.id}", _labels(
        zh="中止推进", en="On hold", de="Zurückgestellt", ko="보류", order=row.order, version=1))
    label = queries.stage_label("paused")
    assert {code: label.status(code) for code in ("zh", "en", "de", "ko")} == {
        "zh": "original", "en": "reviewed", "de": "stale", "ko": "stale"}
    assert "2 names are missing" not in browser.get_page("/catalogue/").text
    assert "1 name is missing or outdated in German" in browser.get_page("/catalogue/").text
    assert "The original has changed since" in browser.get_page(f"/catalogue/stages/{row.id}").text


def test_the_first_stage_stays_and_another_can_go(browser):
    rows = {row.code: row for row in queries.stages()}
    browser.post_page(f"/catalogue/stages/{rows['lead'].id}/retire", status=422)
    browser.post_page(f"/catalogue/stages/{rows['registered'].id}/retire")
    assert "registered" not in [row.code for row in queries.stages()]
    assert str(queries.stage_label("registered")) == "注册"


def test_tags_are_added_changed_and_empty_lists_say_what_to_do(browser):
    assert "There are no tags yet" in browser.get_page("/catalogue/tags/").text
    browser.post_page("/catalogue/tags/new", _labels(de="Delegation", code="delegation", version=1))
    row = db.session.scalars(db.select(Tag)).one()
    assert row.label.source == "de"
    browser.post_page(f"/catalogue/tags/{row.id}", _labels(de="Delegation", en="Delegation", version=1))
    assert queries.tag_label("delegation").status("en") == "reviewed"
    assert [len(_log(verb)) for verb in ("catalogue.tag_created", "catalogue.tag_changed")] == [1, 1]


def _as_typed(browser, group: str) -> dict:
    """The form of a group as it is shown."""
    page = browser.get_page(f"/catalogue/settings/{group}")
    names = [name for known in in_group(group) for name in (
        [f"{known.key}_{code}" for code in ("zh", "en", "de", "ko")] if known.kind.startswith("localized") else [known.key])]
    return {name: page.field(name) for name in names}


@pytest.mark.parametrize("group", GROUPS)
def test_saving_a_group_of_settings_as_it_is_changes_nothing(browser, group):
    browser.post_page(f"/catalogue/settings/{group}", _as_typed(browser, group))
    assert queries.changed_settings() == {}
    assert _log("catalogue.setting_changed") == []


def test_a_setting_is_changed_logged_and_shows_its_default_and_who_changed_it(browser):
    data = {**_as_typed(browser, "answers"), "answer_verdict_days": "5"}
    browser.post_page("/catalogue/settings/answers", data)
    assert queries.setting("answer_verdict_days") == 5
    assert list(queries.changed_settings()) == ["answer_verdict_days"]
    text = browser.get_page("/catalogue/settings/answers").text
    assert "Default: 3 working days (China) · Changed by Ada Admin" in text
    assert "Default: 1 working days (China) · Not changed" in text
    assert _log("catalogue.setting_changed")[-1].data["changes"] == {"answer_verdict_days": [3, 5]}


def test_the_name_of_the_centre_is_read_in_four_languages_on_the_next_page(browser):
    data = {**_as_typed(browser, "office"), "centre_name_en": "Centre by the Lake", "centre_name_ko": ""}
    browser.post_page("/catalogue/settings/office", data)
    assert "Centre by the Lake" in browser.get_page("/catalogue/").text
    assert queries.setting("centre_name").shown("ko").fallback


@pytest.mark.parametrize(("group", "name", "typed", "message"), [
    ("answers", "answer_verdict_days", "0", "Enter a whole number from 1 to 60."),
    ("answers", "answer_verdict_days", "two", "Enter a whole number from 1 to 60."),
    ("answers", "answer_verdict_days", "", "Enter a whole number from 1 to 60."),
    ("projects", "key_project_cny", "1.5", "Enter a whole number from 1 to 10,000,000,000,000."),
    ("office", "office_hours_end", "25:00", "Enter the time as hours and minutes, for example 18:00."),
    ("legal", "data_protection_mails", "privacy@example.org\nnobody", "“nobody” is no mail address."),
])
def test_a_wrong_setting_says_what_to_do_keeps_the_input_and_stores_nothing(browser, group, name, typed, message):
    data = {**_as_typed(browser, group), name: typed}
    page = browser.post_page(f"/catalogue/settings/{group}", data, status=422)
    assert any(message in error for error in page.errors())
    assert page.field(name) == typed
    assert queries.changed_settings() == {}


def test_sums_may_be_typed_as_an_office_writes_them(sign_in):
    client = sign_in(make_user("administrator", language="zh"))
    client.post_page("/catalogue/settings/projects", {**_as_typed(client, "projects"), "key_project_cny": "5000万"})
    assert queries.setting("key_project_cny") == 50_000_000


def test_mail_addresses_are_kept_as_a_list(browser):
    data = {**_as_typed(browser, "legal"), "data_protection_mails": "privacy@example.org\n\n dpo@example.org "}
    browser.post_page("/catalogue/settings/legal", data)
    assert queries.setting("data_protection_mails") == ["privacy@example.org", "dpo@example.org"]


def test_every_setting_stands_in_a_group_that_has_a_page():
    assert {known.group for known in KNOWN.values()} == set(GROUPS)


def _rate(**more) -> dict:
    return {"currency": "EUR", "units": "1", "cny": "7.8519", "day": "2026-06-01", "source": "Example bank", **more}


def test_a_rate_is_entered_once_and_never_overwritten(browser):
    browser.post_page("/catalogue/rates/", _rate())
    page = browser.post_page("/catalogue/rates/", _rate(cny="7.9"), status=422)
    assert any("There is already a rate for EUR on 1 Jun 2026: 7.8519 yuan (Example bank)" in error for error in page.errors())
    assert page.field("cny") == "7.9"
    assert [str(row.cny) for row in db.session.scalars(queries.rates("EUR"))] == ["7.8519"]
    assert "1 EUR = 7.852 CNY" in browser.get_page("/catalogue/rates/?currency=EUR").text
    entry = _log("catalogue.rate_added")[-1]
    assert (entry.subject_label, entry.data["cny"]) == ("EUR 2026-06-01", "7.8519")


def test_a_slip_of_the_comma_is_asked_back_and_can_be_confirmed(browser):
    browser.post_page("/catalogue/rates/", _rate())
    wrong = _rate(cny="78.5", day="2026-06-02")
    page = browser.post_page("/catalogue/rates/", wrong, status=422)
    assert any("This differs much from the rate of 1 Jun 2026, which was 7.8519 yuan" in error for error in page.errors())
    assert 'name="sure"' in page.html
    browser.post_page("/catalogue/rates/", {**wrong, "sure": "y"})
    assert queries.rate_on("EUR", date(2026, 6, 2)).cny == 78.5


@pytest.mark.parametrize(("change", "message"), [
    ({"cny": "-1"}, "Enter the rate as a number above zero, for example 7.85."),
    ({"cny": "a lot"}, "Enter the rate as a number above zero"),
    ({"cny": "0"}, "Enter the rate as a number above zero"),
    ({"day": "2026-02-30"}, "This date does not exist. Enter it as 2027-02-14."),
    ({"day": ""}, "Enter the day for which the rate was published."),
    ({"day": "2099-01-01"}, "This day is still to come."),
    ({"source": ""}, "Enter who published the rate."),
])
def test_a_wrong_rate_says_what_to_do_and_keeps_the_input(browser, change, message):
    page = browser.post_page("/catalogue/rates/", _rate(**change), status=422)
    assert any(message in error for error in page.errors()), page.errors()
    assert page.field("units") == "1"
    assert page.field("source") == _rate(**change)["source"]
    assert db.session.scalars(db.select(ExchangeRate)).all() == []


def test_a_german_types_a_comma_and_a_bank_may_quote_a_hundred_units(sign_in):
    client = sign_in(make_user("administrator", language="de"))
    client.post_page("/catalogue/rates/", _rate(currency="JPY", units="100", cny="4,8012"))
    assert str(queries.rate_on("JPY", date(2026, 6, 1)).cny_per_unit) == "0.048012"
    client.post_page("/catalogue/rates/", _rate(currency="XXX"), status=422)


def _day(**more) -> dict:
    return {"day": "2027-02-20", "kind": "workday", "name_zh": "调休上班", "name_en": "", "name_de": "", "name_ko": "", **more}


def test_a_published_day_is_entered_shown_and_removed(browser):
    path = "/catalogue/calendars/CN/2027"
    assert "The arrangement of 2027 is not published yet" in browser.get_page(path).text
    browser.post_page(path, _day(decreed="y"))
    page = browser.get_page(path)
    assert "Sat 20 Feb 2027 Make-up working day 调休上班 Entered" in page.text
    assert "The arrangement of 2027 is not published yet" not in page.text
    assert queries.is_working_day(date(2027, 2, 20))
    row = db.session.scalars(db.select(CalendarDay)).one()
    browser.post_page(f"/catalogue/calendar-days/{row.id}/remove")
    assert not queries.is_working_day(date(2027, 2, 20))
    assert [entry.subject_label for entry in (*_log("catalogue.day_set"), *_log("catalogue.day_removed"))] == ["CN 2027-02-20"] * 2
    browser.post_page(f"/catalogue/calendar-days/{row.id}/remove", status=404)


@pytest.mark.parametrize(("change", "message"), [
    ({"day": "2027-02-31"}, "This date does not exist."),
    ({"day": ""}, "Enter the day."),
    ({"day": "2027-05-01"}, "This day already has an entry. Remove it first if it is wrong."),
])
def test_a_wrong_day_says_what_to_do_and_keeps_the_input(browser, change, message):
    make_override(date(2027, 5, 1), "workday")
    page = browser.post_page("/catalogue/calendars/CN/2027", _day(**change), status=422)
    assert any(message in error for error in page.errors())
    assert page.field("name_zh") == "调休上班"
    assert len(db.session.scalars(db.select(CalendarDay)).all()) == 1


@pytest.mark.parametrize("path", [
    "/catalogue/calendars/FR/2027", "/catalogue/calendars/CN/1999", "/catalogue/settings/nothing",
    "/catalogue/industries/999999", "/catalogue/stages/999999", "/catalogue/tags/999999",
])
def test_what_is_not_there_answers_404(browser, path):
    browser.get_page(path, status=404)


def test_the_first_page_points_to_what_needs_a_look(browser, monkeypatch):
    from outreach.catalogue.views import overview

    monkeypatch.setattr(overview, "today_in", lambda zone: date(2026, 11, 24))
    text = browser.get_page("/catalogue/").text
    assert "There is no exchange rate" in text
    assert "China 2027 is estimated" in text
    assert "China 2026 is estimated" not in text
    make_rate("EUR", "7.85", date(2026, 6, 1))
    assert "1 exchange rate is old EUR 1 Jun 2026" in browser.get_page("/catalogue/").text
    make_rate("EUR", "7.85", date(2026, 11, 23))
    make_override(date(2027, 2, 20), "workday")
    assert "The catalogue is complete" in browser.get_page("/catalogue/").text


def test_every_log_entry_of_the_catalogue_is_told_in_words(browser):
    make_industry("laser_diode")
    make_tag("delegation")
    make_rate("EUR", "8", today_in("Asia/Shanghai"))
    make_override(date(2027, 2, 20), "workday")
    change_setting("silence_days", 20)
    entries = list(db.session.scalars(db.select(ActivityEntry).where(ActivityEntry.verb.startswith("catalogue."))))
    assert len(entries) == 5
    with browser.application.test_request_context():
        for entry in entries:
            sentence = str(doors.timeline_kind.get(entry.verb).sentence(entry))
            assert len(sentence) > 10
            assert "%(" not in sentence
