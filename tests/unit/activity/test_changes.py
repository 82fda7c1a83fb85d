"""What changed is told field by field, in words and formats of the reader's language."""

from types import SimpleNamespace

import pytest

from outreach.activity import changes
from outreach.activity.changes import Told, sentence, told
from outreach.i18n import in_language
from outreach.i18n.localized import LocalizedText
from outreach.web import doors


def _entry(verb: str = "user.changed", **data) -> SimpleNamespace:
    return SimpleNamespace(id=1, verb=verb, actor_label="周敏", subject_label="L-2027-0001", data=data)


def _words(field, value, lang="en", verb="user.changed") -> str | None:
    with in_language(lang):
        return told(_entry(verb, changes={field: ["before", value]}))[0].new


@pytest.mark.parametrize(("field", "value", "lang", "text"), [
    ("starts_on", "2027-06-22", "de", "22.06.2027"), ("starts_on", "2027-06-22", "zh", "2027年6月22日"),
    ("investment", {"minor": 18_000_000_000, "currency": "CNY"}, "ko", "1억 8,000만 위안"),
    ("country", "DE", "ko", "독일"), ("country", "DE", "en", "Germany"),
    ("time_zone", "Europe/Berlin", "zh", "柏林 (Europe/Berlin)"),
    ("time_zone", "Nowhere/At_all", "en", "Nowhere/At_all"),
    ("plant_area_m2", "12500.50", "de", "12.500,5"), ("jobs", 1200, "de", "1.200"), ("cycle_year", 2024, "de", "2024"),
    ("kind", "trade_show", "en", "trade show"), ("code", "LASER-2027", "en", "LASER-2027"),
    ("industries", ["photonics"], "en", "Photonics"), ("series_id", 12, "en", "No. 12"),
    ("starts_local", "2027-06-22T09:00:00", "en", "22 Jun 2027 09:00"),
    ("starts_at", "2027-06-22T07:00:00+00:00", "en", "22 Jun 2027 15:00 (Wuxi)"),
    ("notes", "", "en", None), ("notes", None, "en", None), ("notes", [], "en", None),
    ("website", "2027-06-22", "en", "2027-06-22"),
])
def test_a_value_is_written_as_the_reader_writes_it(session, field, value, lang, text):
    found = _words(field, value, lang)
    assert found == text or (field == "industries" and found and found != "photonics")


@pytest.mark.parametrize("value", [True, False])
def test_yes_and_no_are_words(app, value):
    assert _words("public", value) == ("Yes" if value else "No")


@pytest.mark.parametrize(("field", "name"), [
    ("email", "Mail address"), ("next_step_on", "Next step on"), ("confirmed_source", "Source of the confirmation"),
    ("agreement_until", "Agreement until"), ("notes_language", "Language of the notes"),
    ("some_new_field", "some new field"), ("colour_id", "colour"), ("venue_id", "Venue")])
def test_a_field_has_a_name_and_an_unknown_one_a_tidy_one(app, field, name):
    with in_language("en"):
        assert told(_entry(changes={field: ["a", "b"]}))[0].name == name


def test_amount_and_currency_are_one_sum(app):
    with in_language("en"):
        found = told(_entry(changes={"investment_minor": [None, 1_250_000_000], "investment_currency": [None, "EUR"]}))
    assert found == [Told("Total investment", None, "EUR 12.5 million", True)]


def test_a_translated_text_tells_the_languages_that_changed(app):
    def stored(text):
        return {"source": text.source, "texts": text.texts}
    before = LocalizedText.of("zh", "甲", en="A", ko="가")
    after = LocalizedText.of("zh", "甲", en="B", ko="가")
    with in_language("en"):
        found = told(_entry(changes={"title": [stored(before), stored(after)]}))
        assert found == [Told("Title (English)", "A", "B")]
        only = told(_entry(changes={"text": [None, stored(LocalizedText.of("de", "Folie"))]}))
        assert only == [Told("Text", None, "Folie", True)]


def test_what_the_sentence_tells_can_be_left_out(app):
    kind = doors.TimelineKind("pen", lambda entry: "did", fields={"stage": None, "depth": "How deep"},
                              value=lambda entry, field, value: {"a": "Alpha"}.get(value))
    doors.timeline_kind.hang("test.done", kind)
    try:
        with in_language("en"):
            found = told(_entry("test.done", changes={"stage": ["a", "b"], "depth": ["a", "b"]}))
    finally:
        doors.timeline_kind._items.pop("test.done")
    assert found == [Told("How deep", "Alpha", "b")]


def test_keys_of_order_and_broken_data_are_passed_over(app):
    assert told(_entry(changes={"sort_key": ["a", "b"], "odd": "x", "odder": [1]})) == []
    assert told(_entry()) == []


def test_reasons_come_last(app):
    with in_language("en"):
        found = told(_entry(changes={"state": ["planned", "moved"]}, reason="The hall is closed"))
    assert [line.name for line in found] == ["State", "Reason"]
    assert found[1].new == "The hall is closed"


def test_a_long_text_is_cut(app):
    found = told(_entry(changes={"notes": ["a", "x" * 1000]}))[0].new
    assert len(found) == changes.LONGEST and found.endswith("…")


def test_an_unknown_verb_is_told_in_its_own_words(app):
    assert sentence(_entry("moon.landed")) == "moon landed"


def test_an_entry_that_its_sentence_cannot_tell_keeps_no_page_away(app, caplog):
    doors.timeline_kind.hang("test.broken", doors.TimelineKind("pen", lambda entry: entry.data["missing"]))
    try:
        assert sentence(_entry("test.broken")) == "test broken"
    finally:
        doors.timeline_kind._items.pop("test.broken")
    assert "cannot be told" in caplog.text


def test_no_sentence_names_its_actor(app):
    """The bold name stands before the sentence already."""
    import inspect

    for verb, kind in doors.timeline_kind.items():
        if kind.sentence.__module__.startswith(("outreach.accounts", "outreach.mail", "outreach.catalogue")):
            assert "%(who)s" not in inspect.getsource(inspect.getmodule(kind.sentence)), verb


def test_rooms_put_their_own_codes_and_keys_into_words(session):
    from sqlalchemy import select

    from outreach.activity.models import ActivityEntry
    from tests.factories.accounts import make_user
    from tests.factories.leads import make_lead

    lead = make_lead(owner=make_user("officer", name="周敏"), channel="door_knock")
    entry = session.scalars(select(ActivityEntry).where(
        ActivityEntry.verb == "lead.created", ActivityEntry.subject_id == lead.id)).one()
    with in_language("en"):
        words = {line.name: line.new for line in told(entry)}
    assert (words["Owner"], words["Channel"], words["Next step on"]) == ("周敏", "Cold visit", "2 Jul 2027")


def test_what_a_sentence_says_is_not_said_twice(app):
    with in_language("en"):
        assert told(_entry("lead.stage_changed", changes={"stage": ["lead", "appraised"]}, reason="Good")) == [
            Told("Reason", None, "Good", True)]
