"""Hokkien, Teochew, Hakka and Hainanese spellings of Chinese names.

No dictionary of these readings ships with a well-kept library, so the family
name comes from a table and each sign of the given name is compared by the
sounds that the southern tongues share with Cantonese and Mandarin: the kind of
first consonant and, above all, the final -p -t -k -m -n -ng.
"""

from __future__ import annotations

import re
from functools import lru_cache

from .chinese import jyutping, pinyin, simplified, split_family
from .chinese_tables import FAMILY_SPELLINGS

_PARTS = re.compile(r"(ch|ts|tz|sh|ng(?=[aeiou])|[bpmfdtnlgkhjqxrzcsywv]?)h?([a-z]*?)(ng|[ptkmnhq]?)$")
_HEADS = {
    "b": "p",
    "p": "p",
    "f": "f",
    "v": "w",
    "m": "m",
    "d": "t",
    "t": "t",
    "n": "n",
    "l": "l",
    "r": "j",
    "g": "k",
    "k": "k",
    "h": "h",
    "gw": "k",
    "kw": "k",
    "j": "c",
    "q": "c",
    "x": "s",
    "z": "c",
    "c": "c",
    "s": "s",
    "zh": "c",
    "ch": "c",
    "sh": "s",
    "ts": "c",
    "tz": "c",
    "w": "w",
    "y": "j",
    "ng": "g",
    "": "",
}
# Pairs of first consonants that one old sound became in different tongues.
_KIN = frozenset(
    frozenset(pair)
    for pair in (
        "ct",
        "cs",
        "cj",
        "ck",
        "pf",
        "hf",
        "hk",
        "hw",
        "mp",
        "nl",
        "lj",
        "nj",
        "gk",
        "wm",
        "wp",
        "wh",
        "sh",
        "st",
        "fp",
        "tl",
        "jl",
        "jg",
        "wg",
        "ch",
        "jh",
        "wf",
        "jk",
        "js",
    )
)
_SILENT = frozenset("jwghn")
_WEIGHT_HEAD, _WEIGHT_TAIL, _WEIGHT_VOWEL = 0.45, 0.35, 0.2


def southern_likeness(han: str, words: tuple[str, ...]) -> float:
    """Return 0–1 how well Latin words can be a southern reading of a Han name.

    0 unless the family name is one of the spellings in the table and every
    sign of the given name has its own word.
    """
    family, given = split_family(han)
    known = FAMILY_SPELLINGS.get(simplified(family), ())
    if not given or len(words) != len(given) + 1:
        return 0.0
    best = 0.0
    for place in (0, len(words) - 1):
        if words[place] not in known:
            continue
        rest = words[1:] if place == 0 else words[:-1]
        scores = [_syllable(sign, word) for sign, word in zip(given, rest, strict=True)]
        best = max(best, sum(scores) / len(scores) if min(scores) >= 0.4 else 0.0)
    return best


@lru_cache(maxsize=60_000)
def _syllable(sign: str, word: str) -> float:
    """Return 0–1 how well one word can be a southern reading of one sign."""
    head, vowel, tail = _latin_parts(word)
    best = 0.0
    for their_head, their_vowel, their_tail in _sign_parts(sign):
        score = _WEIGHT_HEAD * _head_likeness(head, their_head)
        score += _WEIGHT_TAIL * _tail_likeness(tail, their_tail)
        score += _WEIGHT_VOWEL * (vowel[:1] == their_vowel[:1] or bool(set(vowel) & set(their_vowel)))
        best = max(best, score)
    return best


@lru_cache(maxsize=40_000)
def _latin_parts(word: str) -> tuple[str, str, str]:
    """Return class of the first consonant, vowels and final of a syllable."""
    found = _PARTS.match(word)
    if not found:
        return "", word, ""
    head, vowel, tail = found.groups()
    return _HEADS.get(head, head), vowel, "" if tail in "hq" else tail


@lru_cache(maxsize=20_000)
def _sign_parts(sign: str) -> tuple[tuple[str, str, str], ...]:
    """Return the parts of the Cantonese and Mandarin readings of a sign."""
    found = [_latin_parts(_plain_jyutping(r)) for r in jyutping(sign)[:2]]
    found += [_latin_parts(r) for r in pinyin(sign)[:1]]
    return tuple(found)


def _plain_jyutping(reading: str) -> str:
    """Return Jyutping with j written y and oe, eo written o."""
    text = re.sub(r"^j", "y", reading)
    return text.replace("oe", "o").replace("eo", "u").replace("aa", "a")


def _head_likeness(a: str, b: str) -> float:
    """Return how alike two classes of first consonants are."""
    if a == b:
        return 1.0
    if not a or not b:
        return 0.7 if (a or b) in _SILENT else 0.0
    return 0.6 if frozenset((a, b)) in _KIN else 0.0


def _tail_likeness(a: str, b: str) -> float:
    """Return how alike two finals are."""
    if a == b:
        return 1.0
    if {a, b} <= {"n", "ng", "m"} or {a, b} <= {"t", "k", "p"}:
        return 0.5
    return 0.45 if not a and b in ("k", "ng", "n", "t") else 0.0
