"""How likely one writing is the other one heard: learned weights, no names.

A syllable of Mandarin or Hangul is a row of units (first consonant, rest), and
every unit stands for a stretch of letters with a learned probability. Evidence
is how much likelier the letters are as this reading than as any word at all.
``sound_weights.json`` is made by ``sound_training``.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from .korean import is_syllable, letters_of
from .readings import pinyin, simplified

WEIGHTS = Path(__file__).with_name("sound_weights.json")
END = "$"
LONGEST = 6
NEVER = -12.0
MOST_SYLLABLES, MOST_LETTERS = 14, 24
# A syllable that stands for nothing, and a letter that nothing stands for.
_SILENT, _STRAY = 3e-3, 1e-2
_HOPELESS, _FAINT, _RAREST = 3e-5, 3e-4, 1e-4
# The most letters of a word: so many for every syllable, and so many more (Knightley is heard in three syllables).
_MOST_A_SYLLABLE, _MOST_BESIDE = 3, 3
_UNKNOWN: dict[str, list[tuple[str, float]]] = {"": [("", 0.2)]}
# Words kept taken apart; a name is asked about many times in a row.
_MOST_TEXTS = 20_000

_PINYIN = re.compile(r"(zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]?)(.*)")
# What transcribers mean by signs that have several readings.
_READ = dict(zip("茜什伯柏莎娜贾塞撒卡", ("xi", "shi", "bo", "bo", "sha", "na", "jia", "sai", "sa", "ka"), strict=True))
_BASE = str.maketrans(
    {"ß": "ss", "ø": "ö", "æ": "ä", "œ": "ö", "ł": "l", "đ": "d", "ı": "i", "å": "o", "ð": "d", "þ": "th"}
)
_ENDS = dict(zip("ㄴㅁㄹㅇㄱㅂㅅ", "NMLGKPT", strict=True))
_AFTER_A_HISS = dict(zip("ㅑㅕㅛㅠㅖㅒ", "ㅏㅓㅗㅜㅔㅐ", strict=True))

_NO_LETTER, _REPEATED = re.compile("[^a-zäöü]"), re.compile(r"(.)(?=\1)")
_NONE: dict = {}

Syllable = tuple[str, ...]
Stretches = list[tuple[str, float]]
Row = tuple[dict[str, float], int]


@lru_cache(maxsize=40_000)
def latin_letters(word: str) -> str:
    """Return a Latin word as the letters that the model knows (a–z, ä, ö, ü).

    A letter written twice is heard once, and x and qu are two sounds.
    """
    text = word.lower()
    if not text.isascii():
        text = text.translate(_BASE)
        text = "".join(c if c in "äöü" else unicodedata.normalize("NFD", c) for c in text)
    if not (text.isascii() and text.isalpha()):
        text = _NO_LETTER.sub("", text)
    return _REPEATED.sub("", text.replace("x", "ks").replace("qu", "kw"))


@lru_cache(maxsize=20_000)
def hangul_letters(word: str) -> str:
    """Return Hangul as a row of letters, the ends of syllables told apart.

    ㅡ only carries a consonant, and after a hiss 셔 and 서 sound the same.
    """
    out: list[str] = []
    for char in word:
        if is_syllable(char):
            onset, nucleus, coda = letters_of(char)
            nucleus = _AFTER_A_HISS.get(nucleus, nucleus) if onset in "ㅅㅈㅊㅆㅉ" else nucleus
            out += ("" if onset == "ㅇ" else onset, "" if nucleus == "ㅡ" else nucleus, _ENDS.get(coda, coda))
    return "".join(out)


@lru_cache(maxsize=20_000)
def han_syllables(word: str) -> tuple[Syllable, ...]:
    """Return Han signs as syllables of units by their Mandarin reading."""
    found = []
    for sign in simplified(word):
        read = _READ.get(sign) or next(iter(pinyin(sign)), "")
        match = _PINYIN.fullmatch(read)
        if match and read:
            head, rest = match.groups()
            # The i after a hiss is no vowel that anybody hears.
            rest = "-" if rest == "i" and head in ("z", "c", "s", "zh", "ch", "sh", "r") else rest
            found.append((f"I:{head}", f"F:{rest}"))
    return tuple(found)


@lru_cache(maxsize=20_000)
def hangul_syllables(word: str) -> tuple[Syllable, ...]:
    """Return Hangul as syllables of units: onset, nucleus, coda."""
    found: list[Syllable] = []
    for char in word:
        if is_syllable(char):
            onset, nucleus, coda = letters_of(char)
            units = (f"I:{'' if onset == 'ㅇ' else onset}", f"V:{nucleus}")
            found.append((*units, f"C:{coda}") if coda else units)
    return tuple(found)


class Ear:
    """The learned weights of one pair of writings."""

    def __init__(self, weights: dict[str, dict[str, dict[str, float]]]) -> None:
        # The likeliest first, so that a row stops at the first stretch that is too rare.
        self._units: dict[str, Stretches] = {}
        self._by_first: dict[str, dict[str, Stretches]] = {}
        for unit, found in weights["units"].items():
            self._units[unit] = sorted(found.items(), key=lambda pair: -pair[1])
            self._by_first[unit] = by_first = {}
            for stretch, p in self._units[unit]:
                by_first.setdefault(stretch[:1], []).append((stretch, p))
        self._letters = weights["letters"]
        self._tables: dict[Syllable, tuple[float, dict[str, Row]]] = {}
        self._texts: dict[str, tuple[str, list[float]]] = {}

    def row(self, syllable: Syllable, letter: str) -> Row:
        """Return the probability of every stretch that begins with a letter for a syllable, and how long the longest is."""
        _, rows = self.table(syllable)
        found = rows.get(letter)
        if found is None:
            stretches: dict[str, float] = {}
            silent = 1.0
            for unit in syllable:
                longer: dict[str, float] = {}
                by_first = self._by_first.get(unit, _UNKNOWN)
                for stretch, q in by_first.get(letter, ()):
                    if silent * q <= _RAREST:
                        break
                    longer[stretch] = silent * q
                for head, p in stretches.items():
                    room = 0 if head.endswith(END) else LONGEST - len(head)
                    for tail, q in self._units.get(unit, _UNKNOWN[""]):
                        if p * q <= _RAREST:
                            break
                        if len(tail) <= room:
                            longer[head + tail] = longer.get(head + tail, 0.0) + p * q
                stretches = longer
                silent *= by_first[""][0][1] if "" in by_first else 0.0
            found = rows[letter] = stretches, max(map(len, stretches), default=0)
        return found

    def table(self, syllable: Syllable) -> tuple[float, dict[str, Row]]:
        """Return the probability that a syllable stands for no letter, and its rows as far as they were asked for."""
        found = self._tables.get(syllable)
        if found is None:
            silent = 1.0
            for unit in syllable:
                empty = self._by_first.get(unit, _UNKNOWN).get("", ())
                silent = silent * empty[0][1] if empty and silent * empty[0][1] > _RAREST else 0.0
            found = self._tables[syllable] = silent + _SILENT, {}
        return found

    def evidence(self, syllables: tuple[Syllable, ...], letters: str) -> float:
        """Return the log of how much likelier the letters are as these syllables
        than as any word; at least ``NEVER``."""
        if not len(syllables) - 1 <= len(letters) <= _MOST_A_SYLLABLE * len(syllables) + _MOST_BESIDE:
            return NEVER
        size = min(len(letters), MOST_LETTERS) + 1
        text, chance = self._read(letters)
        # Each place holds the likelihood divided by the chance of the letters so far; none beyond ``last`` has any.
        places, first, last = [1.0], 0, 0
        for syllable in syllables[:MOST_SYLLABLES]:
            silent, rows = self._tables.get(syllable) or self.table(syllable)
            after = [0.0] * (size + 1)
            far = last
            for start in range(first, last + 1):
                p = places[start]
                if not p:
                    continue
                after[start] += p * silent
                if start < size:
                    stretches, longest = rows.get(text[start]) or self.row(syllable, text[start])
                    if longest:
                        p *= chance[start]
                        for end in range(start + 1, min(start + longest, size) + 1):
                            q = stretches.get(text[start:end])
                            if q:
                                after[end] += p * q / chance[end]
                                if end > far:
                                    far = end
            best = max(after)
            if best < _HOPELESS:
                return NEVER
            places = after
            first, last = _pass_over(places, first, far, best * _FAINT)
        ratio = places[size]
        return max(NEVER, math.log(ratio)) if ratio > 0 else NEVER

    def _read(self, letters: str) -> tuple[str, list[float]]:
        """Return a word with its end, and how likely each of its beginnings is among all words."""
        found = self._texts.get(letters)
        if found is None:
            text = letters[:MOST_LETTERS] + END
            chance, now, before = [1.0], 1.0, "^"
            for char in text:
                now *= self._letters.get(before, _NONE).get(char, 1e-3)
                chance.append(now)
                before = char
            if len(self._texts) >= _MOST_TEXTS:
                self._texts.clear()
            found = self._texts[letters] = text, chance
        return found


def _pass_over(places: list[float], first: int, far: int, least: float) -> tuple[int, int]:
    """Pass over letters that nothing stands for, from the first place on; none beyond ``far`` has a likelihood yet.

    Returns the first and the last place that keep more than ``least``; the others are emptied.
    """
    carried, kept, last = 0.0, -1, first
    for end in range(first, len(places)):
        carried = places[end] + carried * _STRAY
        if carried > least:
            places[end] = carried
            kept, last = end if kept < 0 else kept, end
        else:
            places[end] = 0.0
            if end > far:
                break
    return kept, last


@lru_cache(maxsize=4)
def ear(kind: str) -> Ear:
    """Return the weights of ``han-latin``, ``hangul-latin`` or ``han-hangul``; KeyError for another kind."""
    return Ear(_weights()[kind])


@lru_cache(maxsize=1)
def _weights() -> dict[str, dict[str, dict[str, dict[str, float]]]]:
    """Read the weights once."""
    return json.loads(WEIGHTS.read_text(encoding="utf-8"))
