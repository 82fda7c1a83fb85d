"""The four catalogs are complete, current and consistent."""

import pytest

from outreach.cli import translations
from outreach.i18n import LANGUAGES, best_language


def test_the_template_and_catalogs_are_complete():
    assert translations.faults() == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_catalogs_carry_no_places_and_no_dates(code):
    text = translations.catalog_path(code).read_text(encoding="utf-8")
    assert "#:" not in text
    assert "Creation-Date" not in text


@pytest.mark.parametrize("code", ["zh", "de", "ko"])
def test_a_translation_is_not_the_english_text(code):
    """A handful of words are the same in two languages; whole sentences are not."""
    same = [message.id for message in translations.read_catalog(code)
            if isinstance(message.id, str) and message.id == message.string and message.id.count(" ") > 3]
    assert same == []


@pytest.mark.parametrize(("header", "code"), [
    ("zh-CN,zh;q=0.9,en;q=0.8", "zh"), ("zh-TW", "zh"), ("de-AT,de;q=0.9", "de"), ("ko-KR", "ko"), ("fr,es;q=0.9", "en"),
    ("en;q=0.1, de;q=0.9", "de"), ("", "en"), (None, "en"), ("de;q=nonsense", "en"), ("*", "en"), ("de;q=0,ko", "ko"),
])
def test_the_browsers_wish_is_followed(header, code):
    assert best_language(header) == code
