"""European names written by ear in Chinese signs or Hangul.

Both sides become strings of coarse sounds (one letter a sound class), in which
voiced and voiceless, r and l, and vowels are alike; the likeness is that of the
two strings. Weak evidence by nature: it answers how near, not who.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from .korean import is_syllable, letters_of
from .latin import formal_names, strip_marks
from .readings import pinyin, simplified
from .sound_given import customary
from .sound_model import NEVER, ear, han_syllables, hangul_letters, hangul_syllables, latin_letters
from .titles import PARTICLES

_LATIN_RULES = [
    (re.compile(old), new)
    for old, new in (
        (r"sch|sh|tch|ch(?=[ei])|cz", "S"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"ck|kk|qu?", "k"),
        (r"ch", "k"),
        (r"gh(?=t|$)", ""),
        (r"x", "ks"),
        (r"tz|ts|zz", "S"),
        (r"c(?=[eiy])", "S"),
        (r"c", "k"),
        (r"j|g(?=e[or])", "S"),
        (r"dt", "t"),
        (r"z", "S"),
        (r"s", "S"),
        (r"[kg]", "k"),
        (r"[td]", "t"),
        (r"[pb]", "p"),
        (r"[fvw]", "f"),
        (r"[rl]", "l"),
        (r"n", "n"),
        (r"m", "m"),
        (r"[hy]", ""),
        (r"[aeiou]+", ""),
    )
]
_PINYIN_HEADS = {
    "b": "p",
    "p": "p",
    "m": "m",
    "f": "f",
    "d": "t",
    "t": "t",
    "n": "n",
    "l": "l",
    "g": "k",
    "k": "k",
    "h": "h",
    "j": "S",
    "q": "S",
    "x": "S",
    "zh": "S",
    "ch": "S",
    "sh": "S",
    "r": "l",
    "z": "S",
    "c": "S",
    "s": "S",
    "w": "f",
    "y": "",
    "": "",
}
_HANGUL_HEADS = dict(
    zip(
        "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ",
        ["k", "k", "n", "t", "t", "l", "m", "p", "p", "S", "S", "", "S", "S", "S", "k", "t", "p", "h"],
        strict=True,
    )
)
_HANGUL_TAILS = {"ㄱ": "k", "ㄴ": "n", "ㄷ": "t", "ㄹ": "l", "ㅁ": "m", "ㅂ": "p", "ㅅ": "t", "ㅇ": "n"}


@lru_cache(maxsize=40_000)
def of_latin(word: str) -> str:
    """Return the coarse sounds of a Latin word."""
    text = strip_marks(word)
    for pattern, new in _LATIN_RULES:
        text = pattern.sub(new, text)
    return re.sub(r"[^Skntpflmh]", "", re.sub(r"(.)\1+", r"\1", text))


@lru_cache(maxsize=40_000)
def of_han(text: str) -> str:
    """Return the coarse sounds of Chinese signs read in Mandarin."""
    out = []
    for sign in text:
        read = pinyin(sign)
        if not read:
            continue
        found = re.match(r"(zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]?)", read[0])
        head = found.group(1) if found else ""
        out.append(_PINYIN_HEADS[head] + ("n" if read[0].endswith(("n", "ng")) else ""))
        if read[0] == "er":
            out[-1] = "l"
    return re.sub(r"(.)\1+", r"\1", "".join(out))


@lru_cache(maxsize=40_000)
def of_hangul(text: str) -> str:
    """Return the coarse sounds of Hangul."""
    out = []
    for syllable in text:
        if is_syllable(syllable):
            onset, _, coda = letters_of(syllable)
            out.append(_HANGUL_HEADS[onset] + _HANGUL_TAILS.get(coda, ""))
    return re.sub(r"(.)\1+", r"\1", "".join(out))


_READERS = {"latin": of_latin, "han": of_han, "hangul": of_hangul}
# h and final l, n, S are the sounds that transcriptions add or drop.
_CHEAP = "hlnSf"


def word_likeness(script_a: str, a: str, script_b: str, b: str) -> float:
    """Return 0–1 how alike two words of two scripts sound."""
    x, y = _READERS[script_a](a), _READERS[script_b](b)
    if not x or not y:
        return 0.5 if x == y else 0.0
    return 1 - _distance(x, y) / max(len(x), len(y))


@lru_cache(maxsize=65_536)
def _distance(x: str, y: str) -> float:
    """Return the edit distance with cheap gaps for sounds that come and go."""
    row = [0.0]
    for sound in y:
        row.append(row[-1] + (0.5 if sound in _CHEAP else 1.0))
    for a in x:
        gap = 0.5 if a in _CHEAP else 1.0
        after = [row[0] + gap]
        for j, b in enumerate(y):
            swap = 0.0 if a == b else 0.4 if {a, b} in _NEAR else 1.0
            after.append(min(row[j] + swap, row[j + 1] + gap, after[-1] + (0.5 if b in _CHEAP else 1.0)))
        row = after
    return row[-1]


_NEAR = ({"h", "k"}, {"h", "f"}, {"S", "t"}, {"p", "f"}, {"m", "n"}, {"S", "k"}, {"k", "f"}, {"l", "n"})


def name_likeness(script_a: str, a: tuple[str, ...], script_b: str, b: tuple[str, ...]) -> float:
    """Return 0–1 how alike two transcribed names sound, word against word.

    Words without a partner in the longer name (a middle name) cost little;
    the last words, which carry the family name, must be alike.
    """
    if len(a) == 1 or len(b) == 1:
        return 0.95 * word_likeness(script_a, "".join(a), script_b, "".join(b))
    if len(a) > len(b):
        script_a, a, script_b, b = script_b, b, script_a, a
    last = word_likeness(script_a, a[-1], script_b, b[-1])
    if last < 0.6:
        return 0.5 * last
    rest = [max(word_likeness(script_a, word, script_b, other) for other in b[:-1]) for word in a[:-1]]
    return 0.5 * last + 0.5 * sum(rest) / len(rest) - 0.02 * (len(b) - len(a))


# --- how alike two names sound, by the learned weights ---------------------------------

# What a family name must have for it; signs and Hangul are both far from the sound.
_LEAST_LAST = {"latin": 4.0, "hangul": 2.0}
_CUSTOMARY, _BY_NICKNAME, _CUSTOMARY_OTHER = 7.0, 4.0, -4.0
# British English speaks neither the r nor the e of Osborne, nor do its transcriptions;
# Slavic and Baltic languages put their own endings to a foreign name.
_UNSPOKEN = re.compile(r"(?<=[aeiouäöü])r(?![aeiouyäöü])|(?<=[^aeiouäöü])e$")
_INFLECTION = re.compile(r"(?<=[a-zäöü]{3})(?:ova|[aiu]?s)$")
_CHANGED = 1.0
_SKIP_HEARD, _SKIP_WRITTEN, _SKIP_SMALL = 6.0, 1.5, 0.3
_MOST_WORDS = 6


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
    """Return the log odds that a word was written down from hearing another."""
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


# Even odds lie where these sums of evidence are reached; measured, not reckoned.
_ENOUGH, _ENOUGH_ALONE = 5.0, 8.0
_LEAST_REST, _MOST_A_WORD = -1.0, 9.0


def odds(script: str, heard: tuple[str, ...], other: str, written: tuple[str, ...]) -> float | None:
    """Return the log odds that a name is another one written by ear; None when
    nothing speaks for it.

    ``heard`` is in ``script`` (han, hangul), ``written`` in ``other`` (latin, hangul).
    """
    found = lay(script, heard, other, written)
    if found is None:
        return None
    if found.rest is None:
        return found.last - 1.5 * found.skipped - _ENOUGH_ALONE if len(heard) == 1 else None
    if len(heard) == 1:
        return found.last - 1.5 * found.skipped - _ENOUGH_ALONE
    if found.skipped >= _SKIP_HEARD or found.rest < _LEAST_REST:
        return None
    return min(found.last, _MOST_A_WORD) + min(found.rest, _MOST_A_WORD) - found.skipped / 2 - _ENOUGH


def lay(script: str, heard: tuple[str, ...], other: str, written: tuple[str, ...]) -> Heard | None:
    """Return how the words of a transcribed name lie over those of the other
    writing; None when the family name does not."""
    heard, written = heard[:_MOST_WORDS], written[:_MOST_WORDS]
    if len(heard) == 1:
        return _lay_one(script, heard[0], other, written)
    found = _lay_in_order(script, heard, other, written)
    if found is None and len(heard) == 2 and len(written) > 1:
        return _lay_in_order(script, heard[::-1], other, written)
    return found


def _lay_one(script: str, heard: str, other: str, written: tuple[str, ...]) -> Heard | None:
    """Lay one word, which may be a whole name or any part of one, over a run of words."""
    small = [len(w) < 2 or w in PARTICLES for w in written]
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
    """Lay words over words in their order; either side may have joined two."""
    m, n = len(heard), len(written)

    def evidence(i: int, j: int, wide: int, deep: int) -> float:
        return word_evidence(script, "".join(heard[i : i + wide]), other, "".join(written[j : j + deep]))

    least = _LEAST_LAST[other]
    ends = [evidence(m - 1, j, 1, 1) for j in range(n)]
    if max(ends) < least:
        joined = [evidence(m - 1, j, 1, 2) for j in range(n - 1)]
        if m > 2 or len(written[-1]) > 6:
            joined.append(evidence(m - 2, n - 1, 2, 1))
        if max(joined, default=NEVER) < least:
            return None
    small = [len(w) < 2 or w in PARTICLES for w in written]
    ways: dict[tuple[int, int], tuple[float, tuple[float, ...], float]] = {(0, 0): (0.0, (), 0.0)}
    for i in range(m + 1):
        for j in range(n + 1):
            way = ways.get((i, j))
            if way is None:
                continue
            total, words, skipped = way
            steps = []
            for wide, deep in ((1, 1), (1, 2), (2, 1)):
                if i + wide <= m and j + deep <= n and (found := evidence(i, j, wide, deep)) > NEVER:
                    steps.append((i + wide, j + deep, min(found, 12.0), (*words, found), 0.0))
            if i < m - 1:
                steps.append((i + 1, j, -_SKIP_HEARD, words, _SKIP_HEARD))
            if j < n:
                cost = _SKIP_SMALL if small[j] else _SKIP_WRITTEN * (2 if i == m else 1)
                steps.append((i, j + 1, -cost, words, cost))
            for x, y, gain, laid, cost in steps:
                if (x, y) not in ways or ways[x, y][0] < total + gain:
                    ways[x, y] = (total + gain, laid, skipped + cost)
    best = ways.get((m, n))
    if best is None or not best[1] or best[1][-1] < least:
        return None
    return Heard(best[1][-1], min(best[1][:-1], default=None), best[2])
