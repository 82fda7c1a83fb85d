"""Keys under which a name and its transcriptions by ear meet.

A word becomes the consonants that survive hearing and writing down: P (b p f v
w), T (d t), K (g k), S (all hisses), M, and N and L before a vowel. What one
side hears and the other does not (h, r before a consonant, the end of Ring)
gives alternatives.
"""

from __future__ import annotations

import re
from functools import lru_cache

from .latin import strip_marks
from .sound_model import han_syllables, hangul_syllables
from .titles import PARTICLES

_LAST, _FIRST, _WHOLE = 3, 2, 4
_MOST_WAYS, _MOST_KEYS = 4, 10
# Doubtful sounds (digits) and what each may be on the other side.
_WAYS = {"1": ("K", "S"), "2": ("S", ""), "3": ("T", "S"), "4": ("K", ""), "5": ("S", "KS"), "6": ("P", ""), "7": ("S", "", "K")}
_LATIN = [
    (re.compile(pattern), new)
    for pattern, new in (
        (r"tsch|tch|sch|sh|cz|tz|ts|zz", "S"),
        (r"ph|wh", "P"),
        (r"ch(?=[rlw])|ck|qu?", "K"),
        (r"gh(?=$|[^aeiouy])", ""),
        (r"ng(?=$|[^aeiouylr])", "4"),
        (r"ch", "7"),
        (r"th", "3"),
        (r"c(?=[eiy])", "S"),
        (r"x", "5"),
        (r"g(?=[eiy])", "1"),
        (r"j", "2"),
        (r"r?[lrn](?=es?$)", ""),
        (r"[lr](?=[aeiouy])", "L"),
        (r"n(?=[aeiouy])", "N"),
        (r"w(?![aeiouy])|m(?=[pb])", ""),
        (r"[sz]", "S"),
        (r"[pbfvw]", "P"),
        (r"[dt]", "T"),
        (r"[kcg]", "K"),
        (r"m", "M"),
        (r"[a-zäöü]", ""),
    )
]
_HAN = dict(
    zip(
        ("b", "p", "f", "w", "d", "t", "g", "k", "m", "n", "l", "z", "c", "s", "zh", "ch", "sh", "q", "j", "x", "r"),
        "PPPPTTKKMNLSSSSSSS122",
        strict=True,
    )
)
_HANGUL = dict(zip("ㄱㄲㅋㄷㄸㅌㅂㅃㅍㅅㅆㅈㅉㅊㅁㄴㄹ", "KKKTTTPPPSSSSSMNL", strict=True))
_CODA = {"ㄱ": "K", "ㅂ": "P", "ㅅ": "T", "ㅁ": "M"}


def ear_keys(script: str, words: tuple[str, ...]) -> list[str]:
    """Return the keys by ear of a name, the surest first."""
    if script == "latin":
        words = tuple(w for w in map(strip_marks, words) if len(w) > 1 and w not in PARTICLES) or words
    if not words:
        return []
    keys: list[str] = []
    if len(words) > 1:
        ends = [(words[-1], words[0])]
        if script == "latin" and len(words) == 2:
            ends.append((words[0], words[1]))
        for last, first in ends:
            keys += [f"s:{a}.{b}" for a in _sounds(script, last, _LAST) for b in _sounds(script, first, _FIRST)]
    elif script != "latin" and len(words[0]) < 3:
        return []
    if script == "latin" or len(words) == 1:
        keys += [f"s:{whole}" for whole in _sounds(script, "".join(words[:3]), _WHOLE) if len(whole) > 1]
    return list(dict.fromkeys(keys))[:_MOST_KEYS]


@lru_cache(maxsize=40_000)
def _sounds(script: str, word: str, size: int) -> tuple[str, ...]:
    """Return the consonants of a word in a few possible ways."""
    ways = [""]
    for sound in _row(script, word):
        ways = [way + new for way in ways for new in _WAYS.get(sound, (sound,))][: _MOST_WAYS * 2]
        if min(map(len, ways)) > size + 2:
            break
    return tuple(dict.fromkeys(re.sub(r"(.)(?=\1)", "", way)[:size] for way in ways))[:_MOST_WAYS]


def _row(script: str, word: str) -> str:
    """Return the consonants of a word, the doubtful ones as digits."""
    if script == "han":
        return "".join(_han_sound(units[0][2:], units[1][2:]) for units in han_syllables(word))
    if script == "hangul":
        return "".join(map(_hangul_sound, hangul_syllables(word))).replace("MP", "P")
    for pattern, new in _LATIN:
        word = pattern.sub(new, word)
    return word


def _han_sound(head: str, rest: str) -> str:
    """Return the consonants that a Mandarin syllable stands for; hui may be a *wi*, bao a *burg*."""
    if head == "h" and len(rest) > 1 and rest[0] == "u":
        return "6"
    if (head, rest) == ("b", "ao"):
        return "P4"
    return _HAN.get(head, "")


def _hangul_sound(units: tuple[str, ...]) -> str:
    """Return the consonants of a Hangul syllable; 르 is an r that others may not hear."""
    head, vowel, *coda = (unit[2:] for unit in units)
    if (head, vowel) == ("ㄹ", "ㅡ"):
        return ""
    if not head and vowel in "ㅘㅙㅝㅞㅟ":
        return "6" + "".join(_CODA.get(c, "") for c in coda)
    return _HANGUL.get(head, "") + "".join(_CODA.get(c, "") for c in coda)
