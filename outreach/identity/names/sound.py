"""Coarse sounds of words in any script, one letter a sound class.

Voiced and voiceless, r and l, and vowels are alike. Weak evidence by nature: it
answers how near, not who. Names written by ear have ``sound_names``.
"""

from __future__ import annotations

import re
from functools import lru_cache

from .korean import is_syllable, letters_of
from .latin import strip_marks
from .readings import pinyin

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
    return re.sub(r"[^Skntpflmh]", "", re.sub(r"(.)(?=\1)", "", text))


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
    return re.sub(r"(.)(?=\1)", "", "".join(out))


@lru_cache(maxsize=40_000)
def of_hangul(text: str) -> str:
    """Return the coarse sounds of Hangul."""
    out = []
    for syllable in text:
        if is_syllable(syllable):
            onset, _, coda = letters_of(syllable)
            out.append(_HANGUL_HEADS[onset] + _HANGUL_TAILS.get(coda, ""))
    return re.sub(r"(.)(?=\1)", "", "".join(out))


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
