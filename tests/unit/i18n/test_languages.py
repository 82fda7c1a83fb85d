"""Four languages with three spellings each, and how a browser's wish is met."""

import pytest

from outreach.i18n import DEFAULT, LANGUAGES, best_language, current_language, in_language, language


def test_each_language_has_its_three_spellings():
    assert list(LANGUAGES) == ["zh", "en", "de", "ko"]
    assert [item.html for item in LANGUAGES.values()] == ["zh-Hans", "en", "de", "ko"]
    assert [item.catalog for item in LANGUAGES.values()] == ["zh_Hans", "en", "de", "ko"]
    assert [item.seal for item in LANGUAGES.values()] == ["中", "EN", "DE", "한"]
    assert all(item.locale.language == item.code for item in LANGUAGES.values())


@pytest.mark.parametrize(("accept", "code"), [
    ("de-DE,de;q=0.9,en;q=0.8", "de"), ("en;q=0.3,ko;q=0.9", "ko"), ("zh-TW", "zh"), ("zh-Hans-CN", "zh"), ("ZH", "zh"),
    ("fr-FR,fr;q=0.9", "en"), ("fr,ko;q=0.1", "ko"), ("", "en"), (None, "en"), ("*", "en"), ("de;q=0", "en"),
    ("de;q=x,ko", "ko"),
    (",,;;q=", "en"), ("de;q=nan", "en"), ("en-GB,zh;q=0.9", "en"), ("x" * 5000, "en")])
def test_the_best_of_ours_is_chosen(accept, code):
    assert best_language(accept) == code


@pytest.mark.parametrize("code", [None, "", "fr", "zh-Hans", "DE"])
def test_an_unknown_code_reads_the_default(code):
    assert language(code).code == DEFAULT


def test_a_public_page_follows_its_address_whatever_the_browser_wants(app):
    from flask import g

    with app.test_request_context("/"):
        g.language = "ko"
        assert current_language().code == "ko"
        with in_language("de"):
            assert current_language().code == "de"
        assert current_language().code == "ko"
    assert current_language().code == DEFAULT


def test_an_error_inside_gives_the_language_back(app):
    with pytest.raises(ZeroDivisionError), in_language("ko"):
        raise ZeroDivisionError
    assert current_language().code == DEFAULT
