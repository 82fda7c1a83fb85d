"""Search tokens and sort keys: one tokeniser for both database engines.

Latin words become plain ASCII with umlauts folded both ways; a run of Han or
Hangul gives overlapping pairs and, when indexing, single signs and romanised
forms, so that ``minsoo kim`` finds 김민수. Ask with AND over ``query_tokens``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from .names import chinese, korean
from .names.clean import script_of
from .names.latin import letters, spellings

MAX_TEXT = 20_000
_MAX_ROMAN = 24
_WORD = re.compile(r"[^\W_]+")


def index_tokens(text: str) -> list[str]:
    """Return the tokens under which a text is found, without repeats, in order.

    Every pair of a CJK run comes in order before its single signs.
    """
    tokens: dict[str, None] = {}
    for kind, run in _runs(text):
        if kind == "cjk":
            found = [*_pairs(run), *run]
            script = script_of(run[0])
            if script == "hangul":
                found += _hangul_roman(run)
            elif script == "han":
                found += _han_roman(run)
        elif kind == "latin":
            sure, weak = spellings(run)
            found = [*sorted(sure), weak]
        else:
            found = [run]
        tokens.update(dict.fromkeys(t for t in found if t))
    return list(tokens)


def query_tokens(text: str) -> list[str]:
    """Return the tokens to ask with: pairs (or the lone sign), folded words."""
    tokens: dict[str, None] = {}
    for kind, run in _runs(text):
        if kind == "cjk":
            found = _pairs(run) or [run]
        elif kind == "latin":
            # The weakest spelling stands in the index for every writing.
            found = [spellings(run)[1]]
        else:
            found = [run]
        tokens.update(dict.fromkeys(t for t in found if t))
    return list(tokens)


def _runs(text: str) -> list[tuple[str, str]]:
    """Split a text into words and CJK runs: (latin, cjk or other, run)."""
    text = unicodedata.normalize("NFKC", (text or "")[:MAX_TEXT]).lower()
    runs: list[tuple[str, str]] = []
    for word in _WORD.findall(re.sub(r"(?<=\w)['’](?=\w)", "", text)):
        for char in word:
            kind = _kind(char)
            if runs and runs[-1][0] == kind and runs[-1][1][-1:] and not runs[-1][1].endswith("\0"):
                same = kind != "cjk" or script_of(runs[-1][1][-1]) == script_of(char)
                if same:
                    runs[-1] = (kind, runs[-1][1] + char)
                    continue
            runs.append((kind, char))
        if runs:
            runs[-1] = (runs[-1][0], runs[-1][1] + "\0")
    cleaned = [(kind, run.replace("\0", "")) for kind, run in runs]
    return [(k, chinese.simplified(r) if k == "cjk" and script_of(r[0]) == "han" else r) for k, r in cleaned if r]


def _kind(char: str) -> str:
    """Return how a character is tokenised."""
    if script_of(char) in ("han", "hangul") or "\u3040" <= char <= "\u30ff":
        return "cjk"
    return "latin" if char.isascii() or script_of(char) == "latin" else "other"


def _pairs(run: str) -> list[str]:
    """Return the overlapping pairs of a run."""
    return [run[i : i + 2] for i in range(len(run) - 1)]


@lru_cache(maxsize=20_000)
def _hangul_roman(run: str) -> list[str]:
    """Return romanised forms of a Hangul run; names in all usual spellings."""
    if not all(korean.is_syllable(c) for c in run):
        return []
    if not 2 <= len(run) <= 4:
        best = [min(s, key=lambda k: s[k]) for s in map(korean.syllable_spellings, run) if s]
        return ["".join(best)] if 1 < len(run) <= 12 else best
    family = korean.family_of(run)
    found = list(korean.FAMILY_SPELLINGS.get(family, ()))[:6]
    usual = [_usual(c) for c in run[len(family) :]]
    forms = [("", 0.0)]
    for options in usual:
        forms = sorted(((f + s, c + d) for f, c in forms for s, d in options.items()), key=lambda p: (p[1], p[0]))
        forms = forms[:_MAX_ROMAN]
    found += [form for form, _ in forms]
    if len(usual) > 1:
        found += [spelling for options in usual for spelling in sorted(options, key=lambda k: options[k])[:6]]
    return found


def _usual(syllable: str) -> dict[str, float]:
    """Return the usual spellings of one syllable of a given name."""
    return {s: c for s, c in korean.syllable_spellings(syllable).items() if c <= 0.1}


@lru_cache(maxsize=20_000)
def _han_roman(run: str) -> list[str]:
    """Return pinyin of a Han run: syllables, and joined where it may be a name."""
    if len(run) > 12:
        return []
    first = [p[0] for p in map(chinese.pinyin, run) if p]
    found = list(first)
    if 2 <= len(run) <= 4:
        family, given = chinese.split_family(run)
        joined = "".join(p[0] for p in map(chinese.pinyin, given) if p)
        found += [chinese.name_pinyin(run), joined]
        if family:
            found.append(chinese.family_pinyin(family))
    else:
        found += [a + b for a, b in zip(first, first[1:], strict=False)]
    return [letters(t.replace("v", "u") if t in ("lv", "nv") else t) for t in found]


def sort_key(text: str, language: str | None = None) -> str:
    """Return an ASCII string whose byte order is the order of names.

    Han by pinyin sign for sign, umlauts folded, Hangul by jamo in Korean lists
    (before Latin) and romanised in others. At most 200 characters.
    """
    out: list[str] = []
    text = unicodedata.normalize("NFKC", (text or "")[:100]).lower()
    family, _ = chinese.split_family(text) if text and script_of(text[0]) == "han" else ("", "")
    if family:
        out.append(chinese.family_pinyin(family) + " ")
    for char in text[len(family) :]:
        out.append(_sort_char(char, language))
    return re.sub(r"\s+", " ", "".join(out)).strip()[:200]


@lru_cache(maxsize=40_000)
def _sort_char(char: str, language: str | None) -> str:
    """Return the sort form of one character."""
    if char.isascii():
        return char if char.isalnum() or char == " " else " "
    if korean.is_syllable(char):
        if language == "ko":
            return f"!{ord(char) - 0xAC00:05d}"
        options = korean.syllable_spellings(char)
        return min(options, key=lambda k: options[k]) + " "
    if script_of(char) == "han":
        read = chinese.pinyin(char)
        return (read[0].replace("ü", "v") if read else "zz") + " "
    if script_of(char) == "latin":
        return letters(char)
    if not char.isalpha():
        return " "
    from anyascii import anyascii

    return re.sub(r"[^a-z0-9]", "", anyascii(char).lower())
