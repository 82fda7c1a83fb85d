"""Four languages with three spellings each: in our URLs and settings, in HTML, and of the catalog."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from babel import Locale
from flask import g, has_request_context
from flask_babel import force_locale


@dataclass(frozen=True)
class Language:
    """One language. `code` stands in URLs, settings and columns; `html` in lang=; `catalog` names the folder."""

    code: str
    html: str
    catalog: str
    formats: str
    name: str
    seal: str
    country: str

    @property
    def locale(self) -> Locale:
        """Babel's locale for formats."""
        return Locale.parse(self.formats)


LANGUAGES: dict[str, Language] = {
    item.code: item
    for item in (
        Language("zh", "zh-Hans", "zh_Hans", "zh_Hans_CN", "中文", "中", "CN"),
        Language("en", "en", "en", "en_GB", "English", "EN", "GB"),
        Language("de", "de", "de", "de_DE", "Deutsch", "DE", "DE"),
        Language("ko", "ko", "ko", "ko_KR", "한국어", "한", "KR"),
    )
}
DEFAULT = "zh"


def language(code: str | None) -> Language:
    """The language with this code; the default for anything unknown."""
    return LANGUAGES.get(code or "", LANGUAGES[DEFAULT])


def best_language(accept: str | None) -> str:
    """The code that serves an Accept-Language header best; 'en' where none of ours is asked for.

    `zh-CN`, `zh-Hans`, `zh-TW` all read our simplified Chinese: a reader of Chinese is served better by it
    than by English.
    """
    wishes = []
    for place, part in enumerate((accept or "").split(",")):
        tag, _, quality = part.strip().partition(";q=")
        try:
            weight = float(quality or 1)
        except ValueError:
            weight = 0.0
        wishes.append((-weight, place, tag.split("-")[0].lower()))
    return next((tag for weight, _, tag in sorted(wishes) if tag in LANGUAGES and weight < 0), "en")


def current_language() -> Language:
    """The language of the page or mail being rendered; outside of both the one set by in_language()."""
    forced = _forced.get()
    if forced:
        return LANGUAGES[forced]
    if has_request_context():
        return language(g.get("language", DEFAULT))
    return LANGUAGES[DEFAULT]


_forced: ContextVar[str | None] = ContextVar("outreach_language", default=None)


@contextmanager
def in_language(code: str) -> Iterator[Language]:
    """Everything inside is written in one language, whatever the request's: mails and calendar files use it."""
    chosen = language(code)
    mark = _forced.set(chosen.code)
    try:
        with force_locale(chosen.catalog):
            yield chosen
    finally:
        _forced.reset(mark)
