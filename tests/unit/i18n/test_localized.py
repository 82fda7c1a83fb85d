"""One text in several languages: where it came from and how far each translation is trusted."""

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, select

from outreach.db import db
from outreach.i18n.localized import LocalizedText, LocalizedTextType


def test_a_text_knows_its_source_and_its_translations():
    text = LocalizedText.of("de", "Folie", zh="薄膜", en="", ko="필름", de="ignored")
    assert (text.source, text.original) == ("de", "Folie")
    found = [text.status(code) for code in ("de", "zh", "en", "ko", "fr")]
    assert found == ["original", "reviewed", None, "reviewed", None]


def test_a_machines_translation_is_marked_until_somebody_reads_it():
    text = LocalizedText.of("zh", "薄膜").translated("en", "film", "machine")
    assert text.status("en") == "machine"
    read = text.translated("en", "thin film", "reviewed", by="Imogen Hartwell")
    assert (read.status("en"), read.texts["en"]["by"]) == ("reviewed", "Imogen Hartwell")
    assert text.status("en") == "machine", "values are replaced, never changed in place"


@pytest.mark.parametrize("status", ["machine", "reviewed"])
def test_a_rewritten_original_makes_translations_stale_until_they_are_made_anew(status):
    text = LocalizedText.of("zh", "薄膜").translated("en", "film", status).rewritten("薄膜，两条线")
    assert (text.status("zh"), text.status("en")) == ("original", "stale")
    assert text.shown("en").text == "film", "a stale text is still shown, and marked"
    assert text.translated("en", "film, two lines", "reviewed").status("en") == "reviewed"
    assert text.rewritten("薄膜").status("en") == status, "the original came back, so the translation fits again"


@pytest.mark.parametrize(("asked", "language"), [("ko", "ko"), ("de", "zh"), ("en", "en"), ("zh", "zh")])
def test_the_reader_gets_the_asked_language_else_the_source(asked, language):
    text = LocalizedText.of("zh", "薄膜", en="film", ko="필름")
    shown = text.shown(asked)
    assert (shown.language, shown.fallback) == (language, asked != language)


def test_without_a_source_text_english_and_then_any_language_is_shown():
    text = LocalizedText("zh", {"zh": {"text": "", "status": "original"}, "ko": {"text": "필름", "status": "reviewed"},
                                "en": {"text": "film", "status": "reviewed"}})
    assert text.shown("de").language == "en"
    del text.texts["en"]
    assert text.shown("de").language == "ko"


def test_no_text_at_all_is_false_and_shows_nothing():
    text = LocalizedText("zh", {})
    assert not text
    assert text.shown("de").text == "" and text.original == ""
    assert not LocalizedText.of("zh", "")


def test_equal_texts_are_equal():
    assert LocalizedText.of("zh", "甲", en="A") == LocalizedText.of("zh", "甲", en="A")
    assert LocalizedText.of("zh", "甲") != LocalizedText.of("zh", "乙")
    assert LocalizedText.of("zh", "甲") != LocalizedText.of("en", "甲")
    assert LocalizedText.of("zh", "甲") != "甲"
    assert len({LocalizedText.of("zh", "甲"), LocalizedText.of("zh", "甲")}) == 1


def test_it_is_stored_as_json_and_read_back_whole(session):
    columns = (Column("id", Integer, primary_key=True), Column("text", LocalizedTextType))
    table = Table("localized_probe", MetaData(), *columns)
    connection = session.connection()
    table.create(connection)
    text = LocalizedText.of("ko", "그래핀 필름 ‘가’", zh="石墨烯\n薄膜").translated("en", "film", "machine")
    connection.execute(table.insert(), [{"id": 1, "text": text}, {"id": 2, "text": None}])
    stored = connection.execute(select(table.c.text).order_by(table.c.id)).scalars().all()
    assert stored == [text, None]
    assert stored[0].status("en") == "machine"
    assert db.engine
