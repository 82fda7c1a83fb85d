"""LocalizedText: one text in several languages, where it came from, and how far each translation is trusted."""

import hashlib
from dataclasses import dataclass

from sqlalchemy import JSON
from sqlalchemy.types import TypeDecorator

from outreach.i18n.languages import LANGUAGES


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Shown:
    """What a reader sees: the text, its language, and how it came to be shown.

    `status` is 'original', 'machine', 'reviewed' or 'stale'; `fallback` is true where it is not in the
    language asked for.
    """

    text: str
    language: str
    status: str
    fallback: bool


class LocalizedText:
    """A text with its source language and, per other language, text, status, reviewer and source hash."""

    def __init__(self, source: str, texts: dict[str, dict]):
        self.source, self.texts = source, texts

    @classmethod
    def of(cls, source: str, text: str, **others: str) -> "LocalizedText":
        """A source text and reviewed translations by language code; empty ones are left out."""
        made = cls(source, {source: {"text": text, "status": "original"}})
        for code, other in others.items():
            if other and code != source:
                made = made.translated(code, other, "reviewed")
        return made

    @property
    def original(self) -> str:
        """The text in its source language, empty where there is none."""
        return self.texts.get(self.source, {}).get("text", "")

    def translated(self, code: str, text: str, status: str, by: str | None = None) -> "LocalizedText":
        """A copy with one more translation; `status` is 'machine' or 'reviewed'."""
        entry = {"text": text, "status": status, "by": by, "of": _digest(self.original)}
        return LocalizedText(self.source, {**self.texts, code: entry})

    def rewritten(self, text: str) -> "LocalizedText":
        """A copy with a new original; translations of the old one count as stale from then on."""
        return LocalizedText(self.source, {**self.texts, self.source: {"text": text, "status": "original"}})

    def status(self, code: str) -> str | None:
        """'original', 'machine', 'reviewed', 'stale', or None where this language has no text."""
        entry = self.texts.get(code)
        if not entry or not entry.get("text"):
            return None
        if code != self.source and entry.get("of") not in (None, _digest(self.original)):
            return "stale"
        return entry["status"]

    def shown(self, code: str) -> Shown:
        """The best text for a reader: asked language, source, English, any."""
        for candidate in (code, self.source, "en", *LANGUAGES):
            status = self.status(candidate)
            if status:
                return Shown(self.texts[candidate]["text"], candidate, status, candidate != code)
        return Shown("", code, "original", False)

    def __bool__(self) -> bool:
        return any(entry.get("text") for entry in self.texts.values())

    def __eq__(self, other) -> bool:
        return isinstance(other, LocalizedText) and (self.source, self.texts) == (other.source, other.texts)

    def __hash__(self) -> int:
        return hash((self.source, self.original))

    def __repr__(self) -> str:
        return f"<LocalizedText {self.source}: {self.original!r}>"


class LocalizedTextType(TypeDecorator):
    """Stores a LocalizedText as JSON. Values are replaced, never changed in place."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: LocalizedText | None, dialect) -> dict | None:
        """To {"source": code, "texts": {...}}."""
        return None if value is None else {"source": value.source, "texts": value.texts}

    def process_result_value(self, value: dict | None, dialect) -> LocalizedText | None:
        """From the stored JSON."""
        return None if value is None else LocalizedText(value["source"], value["texts"])
