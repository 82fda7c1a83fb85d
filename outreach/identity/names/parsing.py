"""A name as given, with what can be told apart in it and nothing rewritten."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from . import chinese, korean
from .clean import dominant_script, is_latin_title, variants
from .latin import letters
from .titles import NOBILITY, PARTICLES


@dataclass(frozen=True)
class ParsedName:
    """``full`` is the text given, untouched; ``family`` and ``given`` are None
    where they cannot be told; ``titles`` as written; ``script`` han, hangul,
    latin or other; ``order`` family_first, given_first or unknown."""

    full: str
    family: str | None
    given: str | None
    titles: tuple[str, ...]
    script: str
    order: str


def parse_name(
    text: str, language: str | None = None, family: str | None = None, given: str | None = None
) -> ParsedName:
    """Read a name; parts that the source already told apart are kept as told.

    ``language`` (zh, en, de, ko) helps with Latin names only: it decides the
    order where the writing does not.
    """
    text = text or ""
    script = dominant_script(text)
    found = variants(text)
    titles = tuple(t for v in found for t in v.titles)
    if family or given:
        return ParsedName(text, family or None, given or None, titles, script, _order(text, family, given))
    own = next((v for v in found if v.script == script), None)
    if own is None:
        return ParsedName(text, None, None, titles, script, "unknown")
    if script == "hangul":
        return _native(text, *_split_hangul(own.tokens), titles, script)
    if script == "han":
        return _native(text, *_split_han(own.tokens), titles, script)
    if script == "latin":
        return _latin(text, own.text.split(), language, titles)
    return ParsedName(text, None, None, titles, script, "unknown")


def _order(text: str, family: str | None, given: str | None) -> str:
    """Return the order in which told parts stand in the text."""
    if not family or not given or family not in text or given not in text:
        return "unknown"
    return "family_first" if text.rindex(given) > text.index(family) else "given_first"


def _native(text: str, family: str, given: str, titles: tuple[str, ...], script: str) -> ParsedName:
    """Build the answer for a name in its own script."""
    order = "family_first" if family and given else "unknown"
    return ParsedName(text, family or None, given or None, titles, script, order)


def _split_hangul(tokens: tuple[str, ...]) -> tuple[str, str]:
    """Split a Hangul name by its family name."""
    if len(tokens) == 2:
        if len(tokens[0]) <= 2 and korean.family_of(tokens[0] + tokens[1]) == tokens[0]:
            return tokens[0], tokens[1]
        return "", ""
    name = "".join(tokens)
    known = korean.FAMILY_SPELLINGS
    family = korean.family_of(name)
    if len(tokens) == 1 and family in known and len(name) <= 5:
        return family, name[len(family) :]
    return "", ""


def _split_han(tokens: tuple[str, ...]) -> tuple[str, str]:
    """Split a Han name by its family name; transcribed names stay whole."""
    if len(tokens) == 2 and len(tokens[0]) <= 2 and len(tokens[1]) <= 2:
        return tokens[0], tokens[1]
    name = "".join(tokens)
    if len(tokens) != 1 or len(name) > 4:
        return "", ""
    if len(name) == 1:
        return name, ""
    return chinese.split_family(name) if chinese.split_family(name)[0] else ("", "")


def _latin(text: str, words: list[str], language: str | None, titles: tuple[str, ...]) -> ParsedName:
    """Split a Latin name by its own marks, then by language."""
    if len(words) < 2:
        return ParsedName(text, words[0] if words else None, None, titles, "latin", "unknown")
    comma = re.match(r"\s*([^,]+),\s*([^,]+)$", text)
    if comma and not is_latin_title(comma.group(2).strip().split()[0] if comma.group(2).strip() else ""):
        family_words = [w for w in comma.group(1).split() if not is_latin_title(w)]
        given_words = [w for w in comma.group(2).split() if not is_latin_title(w)]
        if family_words and given_words:
            return ParsedName(text, " ".join(family_words), " ".join(given_words), titles, "latin", "family_first")
    capital = [i for i, w in enumerate(words) if len(w) > 1 and w.isupper()]
    if len(capital) == 1 and capital[0] in (0, len(words) - 1):
        if capital[0] == 0:
            return ParsedName(text, words[0], " ".join(words[1:]), titles, "latin", "family_first")
        return ParsedName(text, words[-1], " ".join(words[:-1]), titles, "latin", "given_first")
    first, last = letters(words[0]), letters(words[-1])
    if language in ("ko", "zh") or korean.families_of_latin(first) or korean.families_of_latin(last):
        asian = _asian_latin(text, words, titles, first, last, language)
        if asian:
            return asian
        if language in ("ko", "zh"):
            return ParsedName(text, None, None, titles, "latin", "unknown")
    if len(words) == 2 and _may_be_family(first) and _may_be_family(last):
        return ParsedName(text, None, None, titles, "latin", "unknown")
    start = len(words) - 1
    while start > 1 and letters(words[start - 1]) in PARTICLES | NOBILITY:
        start -= 1
    family, given = " ".join(words[start:]), " ".join(words[:start])
    return ParsedName(text, family, given, titles, "latin", "given_first")


def _asian_latin(text, words, titles, first: str, last: str, language: str | None) -> ParsedName | None:
    """Split a romanised name where only one end can be the family name."""
    if language == "zh":
        at_first, at_last = first in _pinyin_families(), last in _pinyin_families()
    else:
        at_first = bool(korean.families_of_latin(first))
        at_last = bool(korean.families_of_latin(last))
        if language != "ko" and not (at_first and "-" in text):
            return None
    if at_first and not at_last:
        return ParsedName(text, words[0], " ".join(words[1:]), titles, "latin", "family_first")
    if at_last and not at_first:
        return ParsedName(text, words[-1], " ".join(words[:-1]), titles, "latin", "given_first")
    return None


def _may_be_family(word: str) -> bool:
    """Tell whether a word may be a Chinese or Korean family name."""
    return word in _pinyin_families() or bool(korean.families_of_latin(word))


@lru_cache(maxsize=1)
def _pinyin_families() -> frozenset[str]:
    """Return the pinyin of all Chinese family names."""
    return frozenset(chinese.family_pinyin(f) for f in (*chinese.FAMILIES, *chinese.COMPOUND_FAMILIES))
