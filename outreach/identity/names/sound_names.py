"""European names written by ear in Chinese signs or Hangul, word laid over word.

A transcription may leave out a middle name, join two words, put the family name
first or drop the dot between the words; what is left must all be accounted for.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from .latin import formal_names, strip_marks
from .readings import simplified
from .sound_given import customary
from .sound_model import NEVER, ear, han_syllables, hangul_letters, hangul_syllables, latin_letters
from .titles import PARTICLES

# What a family name must have for it; signs and Hangul are both far from the sound.
_LEAST_LAST = {"latin": 4.0, "hangul": 2.0}
_CUSTOMARY, _BY_NICKNAME, _CUSTOMARY_OTHER = 7.0, 4.0, -4.0
# British English speaks neither the r nor the e of Hawthorne, nor do its transcriptions;
# Slavic and Baltic languages put their own endings to a foreign name.
_UNSPOKEN = re.compile(r"(?<=[aeiouäöü])r(?![aeiouyäöü])|(?<=[^aeiouäöü])e$")
_INFLECTION = re.compile(r"(?<=[a-zäöü]{3})(?:ova|[aiu]?s)$")
_CHANGED = 1.0
_SKIP_WRITTEN, _SKIP_SMALL = 1.5, 0.3
# Particles and Malay titles as they are heard.
_SMALL_HEARD = frozenset(("冯", "范", "德", "迪", "폰", "판", "반", "드", "데", "빈", "다토", "다툭", "拿督", "敦"))
_MOST_WORDS = 6
# Even odds lie where these sums of evidence are reached; measured, not reckoned.
_ENOUGH, _ENOUGH_ALONE = 5.0, 8.0
_LEAST_REST, _MOST_A_WORD = -1.0, 9.0


@dataclass(frozen=True, slots=True)
class Heard:
    """How the words of two names were laid over each other, and what speaks for it.

    ``last``: evidence of the family name; ``rest``: of the weakest other word
    (None when only one was given); ``skipped``: words left out, weighed.
    """

    last: float
    rest: float | None
    skipped: float


@lru_cache(maxsize=65_536)
def word_evidence(script: str, heard: str, other: str, written: str) -> float:
    """Return the natural log odds, at least ``NEVER``, that a word was written down from hearing another.

    ``heard`` is in ``script`` (han, hangul), ``written`` in ``other`` (latin, hangul); KeyError for other scripts.
    """
    if script == "han":
        syllables = han_syllables(heard)
    else:
        syllables = hangul_syllables(heard)
    letters = latin_letters(written) if other == "latin" else hangul_letters(written)
    if not syllables or not letters:
        return NEVER
    listen = ear(f"{script}-{other}").evidence
    found = listen(syllables, letters)
    if found < _LEAST_LAST["latin"] and other == "latin":
        for ending in (_UNSPOKEN, _INFLECTION):
            if (plain := ending.sub("", letters)) != letters:
                found = max(found, listen(syllables, plain) - _CHANGED)
    return _by_custom(simplified(heard) if script == "han" else heard, written, other, found)


def _by_custom(heard: str, written: str, other: str, found: float) -> float:
    """Correct the evidence where custom, not sound, gives a name its form."""
    lines = customary().get(heard)
    if not lines:
        return found
    forms = {written} if other != "latin" else {written, strip_marks(written)}
    theirs = frozenset().union(*(customary().get(form, frozenset()) for form in forms))
    if lines & theirs:
        return max(found, _CUSTOMARY)
    if theirs:
        return min(found, _CUSTOMARY_OTHER)
    if other == "latin" and found < _BY_NICKNAME:
        formal = (customary().get(form, frozenset()) for form in formal_names(strip_marks(written)))
        if any(lines & known for known in formal):
            return _BY_NICKNAME
    return found


def odds(script: str, heard: tuple[str, ...], other: str, written: tuple[str, ...]) -> float | None:
    """Return the natural log odds that a name is another one written by ear (0: as likely as not); None when
    nothing speaks for it.

    ``heard`` is in ``script`` (han, hangul), ``written`` in ``other`` (latin, hangul).
    """
    found = lay(script, heard, other, written)
    if found is None:
        return None
    if len(heard) == 1:
        return found.last - 1.5 * found.skipped - _ENOUGH_ALONE
    if found.rest is None or found.rest < _LEAST_REST:
        return None
    return min(found.last, _MOST_A_WORD) + min(found.rest, _MOST_A_WORD) - found.skipped / 2 - _ENOUGH


def lay(script: str, heard: tuple[str, ...], other: str, written: tuple[str, ...]) -> Heard | None:
    """Return how the words of a transcribed name lie over those of the other
    writing; None when the family name does not."""
    heard, written = heard[:_MOST_WORDS], written[:_MOST_WORDS]
    if len(heard) == 1:
        return _lay_one(script, heard[0], other, written)
    found = _lay_in_order(script, heard, other, written)
    if found is None and len(heard) == 2 and len(written) > 1 and _is_heard(script, heard[1], other, written):
        return _lay_in_order(script, heard[::-1], other, written)
    return found


def _is_heard(script: str, heard: str, other: str, written: tuple[str, ...]) -> bool:
    """Tell whether a word may be any of the written ones, alone or joined, given name or not."""
    pairs = map("".join, zip(written, written[1:], strict=False))
    return any(word_evidence(script, heard, other, word) >= _LEAST_REST for word in (*written, *pairs))


def _lay_one(script: str, heard: str, other: str, written: tuple[str, ...]) -> Heard | None:
    """Lay one word, which may be a whole name or any part of one, over a run of words."""
    small = list(map(_is_small, written))
    best: Heard | None = None
    for texts, words in _runs_of_words(written, small):
        if len(written) > 1 and words == (len(written) - 1,):
            continue  # a family name alone
        found = word_evidence(script, heard, other, texts)
        missing = sum(0.0 if small[j] else 1.0 for j in range(len(written)) if j not in words)
        if found >= _LEAST_LAST[other] and (best is None or found - missing > best.last - best.skipped):
            best = Heard(found, None if missing else found, missing)
    return best


def _runs_of_words(written: tuple[str, ...], small: list[bool]) -> list[tuple[str, tuple[int, ...]]]:
    """Return runs of words joined, also with the small ones (bin, von) left out
    and with the last word first."""
    size = len(written)
    found: dict[tuple[int, ...], None] = {}
    for start in range(size):
        for end in range(size, start, -1):
            run = tuple(range(start, end))
            found[run] = None
            found[tuple(j for j in run if not small[j])] = None
    found[(size - 1, *range(size - 1))] = None
    return [("".join(written[j] for j in run), run) for run in found if run]


def _lay_in_order(script: str, heard: tuple[str, ...], other: str, written: tuple[str, ...]) -> Heard | None:
    """Lay words over words in their order; either side may have joined two, but not the only two that were heard."""
    m, n = len(heard), len(written)

    def evidence(i: int, j: int, wide: int, deep: int) -> float:
        return word_evidence(script, "".join(heard[i : i + wide]), other, "".join(written[j : j + deep]))

    least = _LEAST_LAST[other]
    if not _ends_meet(m, n, least, evidence):
        return None
    joints = ((1, 1), (1, 2), (2, 1)) if m > 2 else ((1, 1), (1, 2))
    ways: dict[tuple[int, int], tuple[float, tuple[float, ...], float]] = {(0, 0): (0.0, (), 0.0)}
    for i in range(m + 1):
        for j in range(n + 1):
            if (i, j) not in ways:
                continue
            total, words, skipped = ways[i, j]
            steps = []
            for wide, deep in joints:
                if i + wide <= m and j + deep <= n and (found := evidence(i, j, wide, deep)) > NEVER:
                    steps.append((i + wide, j + deep, min(found, 12.0), (*words, found), 0.0))
            if i < m and heard[i] in _SMALL_HEARD:
                steps.append((i + 1, j, -_SKIP_SMALL, words, _SKIP_SMALL))
            if j < n:
                cost = _SKIP_SMALL if _is_small(written[j]) else _SKIP_WRITTEN * (2 if i == m else 1)
                steps.append((i, j + 1, -cost, words, cost))
            for x, y, gain, laid, cost in steps:
                if (x, y) not in ways or ways[x, y][0] < total + gain:
                    ways[x, y] = (total + gain, laid, skipped + cost)
    if (m, n) not in ways or ways[m, n][1][-1] < least:
        return None
    _, words, skipped = ways[m, n]
    return Heard(words[-1], min(words[:-1], default=None), skipped)


def _ends_meet(m: int, n: int, least: float, evidence: Callable[[int, int, int, int], float]) -> bool:
    """Tell whether the last heard word is any of the written ones, alone or joined."""
    if any(evidence(m - 1, j, 1, 1) >= least for j in range(n)):
        return True
    return any(evidence(m - 1, j, 1, 2) >= least for j in range(n - 1)) or m > 2 and evidence(m - 2, n - 1, 2, 1) >= least


def _is_small(word: str) -> bool:
    """Tell whether a transcription often leaves a word out (von, an initial)."""
    return len(word) < 2 or word in PARTICLES
