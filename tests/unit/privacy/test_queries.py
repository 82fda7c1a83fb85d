"""Consent texts: which boxes a reader sees, which are required, and that their words never change."""

import hashlib

import pytest

from outreach.errors import Refused
from outreach.privacy.queries import consent_text, consent_texts, missing_consents, purpose_name
from outreach.privacy.queries.texts import CURRENT, TEXTS

#: A text that somebody agreed to stays as it was: a new wording is a new version with a line of its own here.
WORDS = {
    ("contact_reply", "2026-1"), ("events_news", "2026-1"), ("cross_border", "2026-1"), ("onward_sharing", "2026-1"),
}


@pytest.mark.parametrize(
    ("lang", "country", "purposes"),
    [
        ("de", "DE", ["contact_reply", "events_news"]),
        ("en", None, ["contact_reply", "events_news"]),
        ("ko", "KR", ["contact_reply", "cross_border", "events_news"]),
        ("en", "KR", ["contact_reply", "cross_border", "events_news"]),
        ("zh", "CN", ["contact_reply", "onward_sharing", "events_news"]),
    ],
)
def test_the_boxes_follow_language_and_country_and_required_ones_come_first(app, lang, country, purposes):
    boxes = consent_texts(lang, "intention", country)
    assert [box.purpose for box in boxes] == purposes
    assert [box.required for box in boxes] == sorted([box.required for box in boxes], reverse=True)


def test_advertising_is_never_required_and_stands_apart(app):
    for lang in ("zh", "en", "de", "ko"):
        boxes = consent_texts(lang)
        assert [box.purpose for box in boxes if box.advertising] == ["events_news"]
        assert not any(box.required for box in boxes if box.advertising)


@pytest.mark.parametrize("lang", ["zh", "en", "de", "ko"])
def test_every_text_is_there_in_each_language_and_filled_in(app, lang):
    for purpose, version in CURRENT.items():
        text = consent_text(purpose, version, lang).text
        assert "%(" not in text
        assert len(text) > 40
        assert purpose_name(purpose) != purpose


def test_every_version_that_was_shown_stays_readable(app):
    assert {(purpose, version) for purpose, versions in TEXTS.items() for version in versions} == WORDS
    digests = {hashlib.sha256(str(TEXTS[purpose][version]).encode()).hexdigest() for purpose, version in WORDS}
    assert len(digests) == len(WORDS)


def test_an_unknown_text_is_refused(app):
    with pytest.raises(Refused):
        consent_text("contact_reply", "1999-1", "de")


def test_what_is_missing_is_named(app):
    assert [box.purpose for box in missing_consents("ko", {"contact_reply"})] == ["cross_border"]
    assert missing_consents("de", {"contact_reply"}) == []
