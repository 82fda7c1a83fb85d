"""Chinese names in the spellings of the south and of the world's Chinatowns.

Hokkien, Teochew, Hakka, Foochow and old Cantonese papers follow no system, so
a Latin syllable is not looked up but weighed: how like are its first consonant,
vowel and final to those of the sign in Cantonese, Mandarin and Hokkien? The
weights are learned (``python -m outreach.identity.training FILE.csv``); what
comes out is evidence, the logarithm of how much likelier the syllable is for
this sign than for any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from operator import mul

from .chinese import family_latin
from .korean import given_readings
from .readings import hokkien, jyutping, pinyin

Parts = tuple[str, str, str]

# Learned: consonant, vowel, final by Cantonese, Mandarin, Hokkien; the best of
# each; whole syllable; best sum; consonant with final, with vowel, vowel with final.
WEIGHTS = (0.14, -0.23, 1.20, 0.38, -0.18, -0.46, 0.71, 0.39, -0.20, 1.75, 1.40, -0.26, 0.66, 2.05, 1.15, 0.93, 0.29)
BIAS = -10.21
ENOUGH = 4.0
_KNOWN_FAMILY, _UNKNOWN_FAMILY, _STRAY_WORD = 3.0, -0.5, -2.5
_LOWEST, _HIGHEST = -5.0, 4.0

_PARTS = re.compile(
    r"(tsz|tsh|chh|ch|ts|tz|th|ph|kh|sh|sz|hs|zh|ng(?=[aeiou])|[bpmfdtnlgkhjqxzcsrvyw])?(.*?)(nng|ngh?|nn|[ptkmnbdg]|[hr])?$"
)
_SYLLABLE = re.compile(r"[bcdfghjklmnpqrstvwxyz]{0,3}[aeiouvwy]{1,4}(ngh?|nn?|m|p|t|ck?|k|h|r|w|y)?$|h?(m|ng)$")
_VOWELS = (
    *(("eung", "iong"), ("eu", "iu"), ("ee", "i"), ("oo", "u"), ("ow", "au"), ("aw", "o"), ("ew", "iu"), ("eo", "io")),
    *(("ou", "o"), ("oe", "ue"), ("oa", "ua"), ("ea", "ia"), ("aa", "a"), ("y", "i"), ("w", "u")),
)
_FINALS = {"b": "p", "d": "t", "g": "k", "h": "", "r": "", "ngh": "ng", "nng": "ng", "nn": "~"}
# Classes of first consonants; J is the letter j, which stands for c in one town and for y in the next.
_CLASSES = {
    spelling: kind
    for kind, spellings in {
        "p": "b p ph", "t": "d t th", "k": "g k kh", "c": "c ch chh ts tsh tz tsz z zh q", "s": "s sh hs x sz",
        "f": "f", "w": "v w", "m": "m", "n": "n", "l": "l r", "J": "j", "h": "h", "y": "y", "g": "ng",
    }.items()
    for spelling in spellings.split()
}
# Pairs of classes that one old sound became in different tongues.
_KIN = frozenset(
    frozenset(pair)
    for pair in (
        "cs ck sh st ct cy pf hf hk hw mp nl ly ny gk mw wp gy gw fw kh yw tl lJ nJ sJ gJ".split()  # noqa: SIM905
    )
)
# What only the systems for Mandarin write.
_MANDARIN = re.compile("^hs|^zh|^x|^q|ih$|[iu]eh$")
_NEAR = frozenset(frozenset(pair) for pair in ("ei", "ou", "ae", "ao", "eo"))
_NASAL, _STOP = ("n", "ng", "m"), ("p", "t", "k")


def evidence(han: str, words: tuple[str, ...], spare: frozenset[str] = frozenset()) -> float:
    """Return how much speaks for Latin words being a reading of a Han name.

    One word a sign or two signs joined, family name first or last; words beside them count against
    it unless they are ``spare`` (adopted given names). Above ``ENOUGH`` it may
    be the name; below -90 it cannot be asked.
    """
    if not 2 <= len(han) <= 4 or not len(han) - 1 <= len(words) <= len(han) + 3:
        return -99.0
    if len(words) < len(han):
        return max((evidence(han, parted, spare) for parted in _parted(words, family_latin(han))), default=-99.0)
    if sum(_MANDARIN.search(word) is not None for word in words) > 1:
        return -99.0
    families = family_latin(han)
    best = -99.0
    for window, strays in _windows(len(han), words, spare):
        head = syllable(han[0], window[0])
        total = max(head, _KNOWN_FAMILY) if window[0] in families else head + _UNKNOWN_FAMILY
        if total < _UNKNOWN_FAMILY:
            continue
        total += sum(map(syllable, han[1:], window[1:])) + _STRAY_WORD * strays
        best = max(best, total)
    return best


def _parted(words: tuple[str, ...], families: frozenset[str]) -> Iterator[tuple[str, ...]]:
    """Return the words with one joined pair of syllables parted, where a known family name stands at either end."""
    if len(words) < 2 or not {words[0], words[-1]} & families:
        return
    for place, word in enumerate(words):
        if given_readings(word):
            # Two Korean syllables: Minjoo has been read as Korean.
            continue
        for cut in range(2, min(len(word) - 1, 7)):
            if is_syllable(word[:cut]) and is_syllable(word[cut:]):
                yield (*words[:place], word[:cut], word[cut:], *words[place + 1 :])


def _windows(size: int, words: tuple[str, ...], spare: frozenset[str]) -> Iterator[tuple[tuple[str, ...], int]]:
    """Return each run of words of that size, family name first, with the number of stray words beside it."""
    for start in range(len(words) - size + 1):
        window = words[start : start + size]
        strays = sum(word not in spare for word in words[:start] + words[start + size :])
        yield window, strays
        yield (window[-1], *window[:-1]), strays


@lru_cache(maxsize=100_000)
def syllable(sign: str, word: str) -> float:
    """Return the evidence (natural log, -5 to 4) that one Latin syllable reads one sign; -3 for a sign without readings."""
    values = features(sign, word)
    if not values:
        return -3.0
    weighed = BIAS + sum(map(mul, WEIGHTS, values))
    return max(_LOWEST, min(_HIGHEST, weighed))


def features(sign: str, word: str) -> tuple[float, ...]:
    """Return how like a Latin syllable is to the readings of a sign, 17 figures as ``WEIGHTS`` has them; () without any."""
    head, vowel, final = parts(word)
    found: list[float] = []
    best: tuple[float, ...] | None = None
    for tongue in _sign_parts(sign):
        likest, own = (0.0, 0.0, 0.0), -1.0
        for their_head, their_vowel, their_final in tongue:
            a, b, c = _onset(head, their_head), _vowel(vowel, their_vowel), _final(final, their_final)
            if 1.2 * a + 0.8 * b + c > own:
                likest, own = (a, b, c), 1.2 * a + 0.8 * b + c
            alike = (a, b, c, a * b * c, a + b + c, a * b, b * c)
            best = alike if best is None else tuple(map(max, best, alike))
        found += likest
    if best is None:
        return ()
    return (*found, *best[:5], best[0] * best[2], *best[5:])


@lru_cache(maxsize=40_000)
def is_syllable(word: str) -> bool:
    """Tell whether a Latin word looks like one Chinese syllable."""
    return len(word) <= 6 and _SYLLABLE.match(word) is not None


@lru_cache(maxsize=40_000)
def parts(word: str) -> Parts:
    """Return class of the first consonant, vowels and final of a Latin syllable."""
    found = _PARTS.match(word)
    head, vowel, final = ("", word, "") if found is None else (part or "" for part in found.groups())
    if head in ("m", "n", "ng") and not vowel and not final:
        head, final = "", head
    if head in ("k", "g") and vowel.startswith("w"):
        vowel = "u" + vowel[1:]
    for old, new in _VOWELS:
        vowel = vowel.replace(old, new)
    return _CLASSES.get(head, ""), vowel, _FINALS.get(final, final)


@lru_cache(maxsize=20_000)
def _sign_parts(sign: str) -> tuple[tuple[Parts, ...], ...]:
    """Return the parts of the Cantonese, Mandarin and Hokkien readings of a sign."""
    cantonese = [parts(_plain_jyutping(reading)) for reading in jyutping(sign)]
    mandarin = [_spoken(reading, {"j": "c", "r": "y"}) for reading in pinyin(sign)[:2]]
    southern = [_spoken(reading.replace("oo", "o"), {"j": "y"}) for reading in hokkien(sign)]
    return tuple(cantonese), tuple(mandarin), tuple(southern)


def _spoken(reading: str, heads: dict[str, str]) -> Parts:
    """Return the parts of a reading whose system uses some letters in its own way."""
    head, vowel, final = parts(reading)
    return heads.get(reading[:1], head), vowel, final


def _plain_jyutping(reading: str) -> str:
    """Return Jyutping as Hong Kong spells: j as y, oe as io, eo as u."""
    reading = re.sub("^jy?", "y", reading)
    return reading.replace("oe", "io").replace("eo", "u").replace("aa", "a")


@lru_cache(maxsize=10_000)
def _onset(a: str, b: str) -> float:
    """Return how alike two classes of first consonants are."""
    if a == b:
        return 1.0
    if a == "J" and b in ("c", "y"):
        return 1.0
    if not a or not b:
        return 0.6 if (a or b) in "ywgh" else 0.0
    return 0.5 if frozenset((a, b)) in _KIN else 0.0


@lru_cache(maxsize=10_000)
def _vowel(a: str, b: str) -> float:
    """Return how alike two strings of vowels are."""
    if a == b:
        return 1.0
    if not a or not b:
        return 0.3
    if set(a) == set(b):
        return 0.8
    if a in b or b in a:
        return 0.6
    if a[0] == b[0] or a[-1] == b[-1]:
        return 0.45
    return 0.3 if frozenset((a[0], b[0])) in _NEAR or frozenset((a[-1], b[-1])) in _NEAR else 0.0


@lru_cache(maxsize=10_000)
def _final(a: str, b: str) -> float:
    """Return how alike two finals are; ~ is a vowel spoken through the nose."""
    if a == b:
        return 1.0
    if "~" in (a, b):
        return 0.8 if (b if a == "~" else a) in ("", *_NASAL) else 0.0
    if (a in _NASAL and b in _NASAL) or (a in _STOP and b in _STOP):
        return 0.5
    return 0.4 if (a or b) in _STOP and not (a and b) else 0.0
