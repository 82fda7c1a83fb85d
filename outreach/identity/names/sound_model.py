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
_MOST_A_SYLLABLE = 5
_UNKNOWN = [("", 0.2)]
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

Syllable = tuple[str, ...]


@lru_cache(maxsize=40_000)
def latin_letters(word: str) -> str:
    """Return a Latin word as the letters that the model knows (a–z, ä, ö, ü).

    A letter written twice is heard once, and x and qu are two sounds.
    """
    out: list[str] = []
    for char in word.lower().translate(_BASE):
        if char in "äöü":
            out.append(char)
        else:
            out += (c for c in unicodedata.normalize("NFD", char) if "a" <= c <= "z")
    text = "".join(out).replace("x", "ks").replace("qu", "kw")
    return re.sub(r"(.)\1+", r"\1", text)


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
        # The likeliest first, so that a table stops at the first stretch that is too rare.
        self._units = {unit: sorted(found.items(), key=lambda pair: -pair[1]) for unit, found in weights["units"].items()}
        self._letters = weights["letters"]
        self._tables: dict[Syllable, dict[str, float]] = {}
        self._texts: dict[str, tuple[list[list[str]], list[float]]] = {}

    def table(self, syllable: Syllable) -> dict[str, float]:
        """Return the probability of every stretch of letters for a syllable."""
        found = self._tables.get(syllable)
        if found is None:
            found = {"": 1.0}
            for unit in syllable:
                longer: dict[str, float] = {}
                for head, p in found.items():
                    ended, room = head.endswith(END), LONGEST - len(head)
                    for tail, q in self._units.get(unit, _UNKNOWN):
                        if p * q <= _RAREST:
                            break
                        if len(tail) <= room and not (ended and tail):
                            longer[head + tail] = longer.get(head + tail, 0.0) + p * q
                found = longer
            self._tables[syllable] = found
        return found

    def evidence(self, syllables: tuple[Syllable, ...], letters: str) -> float:
        """Return the log of how much likelier the letters are as these syllables
        than as any word; at least ``NEVER``."""
        size = min(len(letters), MOST_LETTERS) + 1
        if not len(syllables) <= size <= _MOST_A_SYLLABLE * len(syllables) + 2:
            return NEVER
        stretches, chance = self._read(letters)
        # Each place holds the likelihood divided by the chance of the letters so far.
        places = {0: 1.0}
        for syllable in syllables[:MOST_SYLLABLES]:
            find = self.table(syllable).get
            silent = find("", 0.0) + _SILENT
            after: dict[int, float] = {}
            for start, p in places.items():
                after[start] = after.get(start, 0.0) + p * silent
                p *= chance[start]
                end = start
                for stretch in stretches[start]:
                    end += 1
                    q = find(stretch)
                    if q:
                        after[end] = after.get(end, 0.0) + p * q / chance[end]
            best = max(after.values())
            if best < _HOPELESS:
                return NEVER
            places = self._with_strays(after, size, best * _FAINT)
        ratio = places.get(size, 0.0)
        return max(NEVER, math.log(ratio)) if ratio > 0 else NEVER

    @staticmethod
    def _with_strays(after: dict[int, float], size: int, least: float) -> dict[int, float]:
        """Return the places with letters that nothing stands for passed over."""
        places: dict[int, float] = {}
        carried = 0.0
        for end in range(min(after), size + 1):
            carried = after.get(end, 0.0) + carried * _STRAY
            if carried > least:
                places[end] = carried
        return places

    def _read(self, letters: str) -> tuple[list[list[str]], list[float]]:
        """Return the stretches that begin at each place of a word, and how likely
        each of its beginnings is among all words."""
        found = self._texts.get(letters)
        if found is None:
            text = letters[:MOST_LETTERS] + END
            size = len(text)
            chance, before = [1.0], "^"
            for char in text:
                chance.append(chance[-1] * self._letters.get(before, {}).get(char, 1e-3))
                before = char
            stretches = [[text[i:j] for j in range(i + 1, min(size, i + LONGEST) + 1)] for i in range(size + 1)]
            if len(self._texts) >= _MOST_TEXTS:
                self._texts.clear()
            found = self._texts[letters] = stretches, chance
        return found


@lru_cache(maxsize=4)
def ear(kind: str) -> Ear:
    """Return the weights of ``han-latin``, ``hangul-latin`` or ``han-hangul``."""
    return Ear(_weights()[kind])


@lru_cache(maxsize=1)
def _weights() -> dict[str, dict[str, dict[str, dict[str, float]]]]:
    """Read the weights once."""
    return json.loads(WEIGHTS.read_text(encoding="utf-8"))
