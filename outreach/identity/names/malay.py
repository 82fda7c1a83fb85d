"""Malay, Muslim and Indian names written by ear in Chinese signs, as in Malaysia and Singapore.

Such a writing often gives only the own name and leaves the father's out, drops
finals that Chinese lacks, and is read in Cantonese here and in Mandarin there.
Both sides become small sounds; the cheapest path through both says how much of
the Chinese writing the Latin words account for, whole words being skippable.
"""

from __future__ import annotations

import re
from functools import lru_cache

from .readings import jyutping, pinyin

Sound = tuple[str, float]

# Learned (``python -m outreach.identity.training FILE.csv``). Weights of the sounds of a sign:
VOWEL, WHISPER, FINAL, GLIDE = 0.375, 0.118, 0.590, 1.320
# What it costs, as a share of both weights, when sounds differ: vowels, near and far kin.
NEAR_VOWEL, OTHER_VOWEL, NEAR_KIN, FAR_KIN, STRANGER = 0.060, 0.676, 0.047, 0.169, 0.414
# A Latin word left over, one often left out, and reading a sign in Cantonese.
WORD, FIRST_WORD, COURTESY, CANTONESE, DOUBT = 0.147, 0.823, 0.118, 0.149, 0.071
# A Latin sound that no sign stands for, and what share of it where no vowel follows.
CLOSED = 0.342
LOST = {
    **dict.fromkeys("aeiou", 0.164),
    **dict.fromkeys("bpfgS", 0.256),
    **dict.fromkeys("td", 0.556),
    **dict.fromkeys("nN", 1.495),
    "h": 0.309, "y": 0.218, "r": 0.156, "w": 0.261, "k": 0.353, "l": 0.482, "s": 0.560, "m": 1.165,
}
ENOUGH = 0.800
_HOPELESS = 0.35
_LEAST = 1.5

# What papers shorten or spell in many ways.
FULL = {
    **dict.fromkeys(
        ["mohd", "mohamed", "mohammed", "mohammad", "mohamad", "muhamad", "muhammed", "moh", "mhd"], "muhammad"
    ),
    "md": "mat", "abd": "abdul", "ab": "abdul", "hj": "haji", "hjh": "hajah", "syed": "said", "sayed": "said",
}
LINKS = frozenset(
    ["bin", "binti", "bt", "bte", "ibn", "al", "el", "a", "l", "s", "o", "d", "p", "so", "do", "anak", "ak"]
    + ["van", "der", "de", "von", "zu", "af", "at"]
)
COURTESIES = frozenset(
    ["muhammad", "abdul", "ahmad", "mat", "haji", "hajah", "datuk", "dato", "datin", "seri", "sri", "tan", "tun"]
    + ["nik", "wan", "tengku", "tunku", "siti", "nur", "said", "sheikh"]
)
_LATIN = [
    (re.compile(old), new)
    for old, new in (
        *((r"sch|sh|sy|ch(?=[aeiou])|tj|dj|zh|cz", "S"), (r"ch", "k"), (r"kh|gh|q|ck", "k"), (r"ph", "f")),
        *((r"th|dh", "t"), (r"bh", "b"), (r"ng", "N"), (r"c(?=[eiy])", "s"), (r"c", "k"), (r"x", "ks")),
        *((r"[jz]", "S"), (r"v", "f"), (r"y(?![aeou])", "i"), (r"ee", "i"), (r"oo", "u"), (r"(.)(?=\1)", "")),
    )
]
_HEADS = {
    **{letter: letter for letter in "bpmfdtnlgkhwyrs"},
    **dict.fromkeys(["zh", "ch", "sh", "j", "q", "x", "z", "c"], "S"),
}
_CANTONESE_HEADS = {**{letter: letter for letter in "bpmfdtnlgkhws"}, "j": "y", "z": "S", "c": "S", "ng": "N"}
_PINYIN = re.compile(r"(zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]?)([a-zü]*?)(ng|n|)$")
_JYUTPING = re.compile(r"(gw|kw|ng(?=[a-z])|[bpmfdtnlgkhzcsjw]?)(.*?)(ng|[ptkmn]|)$")
# Syllables that stand for a lone consonant.
_WHISPERED = frozenset(
    ["de", "te", "si", "ke", "ge", "zi", "ci", "shi", "zhi", "fu", "bu", "mu", "du", "tu", "pu", "le", "li", "mo", "ri"]
)
_VOWELS = frozenset("aeiou")
_NEAR_VOWELS = frozenset(map(frozenset, ("ei", "ou", "ae", "ao")))
_NEAR = frozenset(map(frozenset, ("bp", "dt", "gk", "Ss", "rl", "nN", "fw", "wb")))
_FAR = frozenset(map(frozenset, ("St", "sh", "hk", "hf", "pf", "yS", "mn", "nl", "bf", "kS", "yh", "rS", "wh")))


def _difference(a: str, b: str) -> float:
    """Return 0 for one sound, up to ``STRANGER`` for two that never stand for each other."""
    if a == b:
        return 0.0
    if a in _VOWELS and b in _VOWELS:
        return NEAR_VOWEL if frozenset((a, b)) in _NEAR_VOWELS else OTHER_VOWEL
    pair = frozenset((a, b))
    return NEAR_KIN if pair in _NEAR else FAR_KIN if pair in _FAR else STRANGER


@lru_cache(maxsize=1_000)
def _swaps(sound: str, weight: float) -> dict[str, float]:
    """Return what it costs to take each Latin sound for this one."""
    return {other: _difference(sound, other) * (weight + lost) for other, lost in LOST.items()}


@lru_cache(maxsize=20_000)
def _sounds(sign: str) -> tuple[tuple[Sound, ...], ...]:
    """Return the readings of a sign, Mandarin before Cantonese, as sounds with weights."""
    found = [_mandarin(reading) for reading in pinyin(sign)[:1]] + [_cantonese(reading) for reading in jyutping(sign)[:1]]
    return tuple(dict.fromkeys(filter(None, found)))


def _mandarin(reading: str) -> tuple[Sound, ...]:
    """Return the sounds of a pinyin syllable."""
    if reading == "er":
        return (("r", FINAL),)
    reading = re.sub("^hu(?=[ao])", "w", re.sub("^y(?=i)|^w(?=u)", "", reading)).replace("ü", "u").replace("v", "u")
    found = _PINYIN.match(reading)
    if not found:
        return ()
    head, vowels, final = found.groups()
    sounds = [(_HEADS[head], GLIDE if head in "yw" else 1.0)] if head else []
    sounds += [(vowel, WHISPER if reading in _WHISPERED else VOWEL) for vowel in vowels if vowel in _VOWELS]
    return (*sounds, ("N" if final == "ng" else "n", FINAL)) if final else tuple(sounds)


def _cantonese(reading: str) -> tuple[Sound, ...]:
    """Return the sounds of a Jyutping syllable."""
    plain = reading.replace("aa", "a").replace("yu", "u").replace("eo", "o").replace("oe", "o")
    found = _JYUTPING.match(plain)
    if not found:
        return ()
    head, vowels, final = found.groups()
    heads = list(head) if head in ("gw", "kw") else [_CANTONESE_HEADS[head]] if head else []
    sounds = [(sound, GLIDE if sound in "yw" else 1.0) for sound in heads]
    sounds += [(vowel, VOWEL) for vowel in vowels if vowel in _VOWELS]
    return (*sounds, ("N" if final == "ng" else final, FINAL)) if final else tuple(sounds)


@lru_cache(maxsize=40_000)
def _word(token: str) -> str:
    """Return the sounds of a Latin word."""
    for pattern, new in _LATIN:
        token = pattern.sub(new, token)
    return "".join(sound for sound in token if sound in LOST)


@lru_cache(maxsize=20_000)
def _text(tokens: tuple[str, ...]) -> tuple[str, list[float], list[tuple[int, float] | None]]:
    """Return the sounds of Latin words, what each costs to lose, and at the end of
    each word where it began and what the whole of it costs to lose."""
    text = ""
    jumps: list[tuple[int, float] | None] = [None]
    for token in tokens[:8]:
        plain = FULL.get(token, token)
        if plain in LINKS or len(plain) < 2:
            continue
        word = _word(plain)
        if word:
            jumps += [None] * (len(word) - 1) + [(len(text), _left_over(plain, not text))]
            text += word
    follows = [*text[1:], "-"] if text else []
    lost = [LOST[s] * (1.0 if s in _VOWELS or n in _VOWELS else CLOSED) for s, n in zip(text, follows, strict=True)]
    return text, lost, jumps


def _left_over(word: str, first: bool) -> float:
    """Return what it costs to leave a word out; Malays put the own name first."""
    return COURTESY if word in COURTESIES else FIRST_WORD if first else WORD


def accounted(han: str, tokens: tuple[str, ...]) -> float:
    """Return how much of a Chinese writing (0–1) the Latin words account for, in order; a match from ``ENOUGH`` on."""
    signs = [readings for readings in map(_sounds, han) if readings]
    text, lost, jumps = _text(tokens)
    total = sum(weight for readings in signs for _, weight in readings[0])
    if not text or total < _LEAST:
        return 0.0
    width = len(text)
    row = [DOUBT]
    for j in range(width):
        row.append(row[j] + lost[j])
        jump = jumps[j + 1]
        if jump and row[jump[0]] + jump[1] < row[j + 1]:
            row[j + 1] = row[jump[0]] + jump[1]
    for readings in signs:
        best: list[float] = []
        for place, reading in enumerate(readings):
            now = row if not place else [cost + CANTONESE for cost in row]
            for sound in reading:
                now = _step(now, sound, text, lost, jumps)
            best = list(map(min, best, now)) if place else now
        row = best
        if min(row) > _HOPELESS * total:
            return 0.0
    return max(0.0, 1 - row[width] / total)


def _step(row: list[float], sound: Sound, text: str, lost: list[float], jumps: list) -> list[float]:
    """Return the costs after one more sound of the Chinese writing."""
    swaps = _swaps(*sound)
    gone = sound[1] * (0.55 if sound[0] in "yw" else 1.0)
    last = row[0] + gone
    after = [last]
    for j, letter in enumerate(text):
        cost = row[j] + swaps[letter]
        drop = row[j + 1] + gone
        if drop < cost:
            cost = drop
        last += lost[j]
        if last < cost:
            cost = last
        jump = jumps[j + 1]
        if jump and after[jump[0]] + jump[1] < cost:
            cost = after[jump[0]] + jump[1]
        after.append(cost)
        last = cost
    return after
