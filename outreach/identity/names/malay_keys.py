"""Keys under which a Malay or Muslim name and its Chinese writing meet.

Chinese writes the consonants that open a syllable and drops most that close one. So both sides become those, in the
classes P T K S M N L, as far as the third: Johari Abdul and 佐哈里阿都 are both SLT. Of the Latin names only those with a
word that such names hold have a key, so that it is shared by few.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from .chinese_tables import COMMON_FAMILIES
from .latin import letters
from .malay import COURTESIES, FULL, LINKS
from .readings import simplified
from .sound_model import han_syllables
from .titles import MUSLIM_MARKS, PATRONYMIC

_SIZE = 3
_MARKS = (COURTESIES | MUSLIM_MARKS | PATRONYMIC | frozenset(
    ["ibrahim", "ismail", "hussain", "rahman", "razak", "mahmud", "yusof", "osman", "othman"]
)) - {"tan", "wan", "tun", "nur", "ben"}
# Titles, and forms of Muhammad, Abdul and Ahmad, which the other writing may leave out.
_BEFORE = re.compile(
    "^(?:拿督|丹斯里|斯里|东姑|端姑|敦|哈芝|聂|旺|莫哈末|莫哈默德?|穆罕默德?|慕哈末|摩哈末|阿都|阿布都|阿卜杜勒?|阿末|末)+"
)
_HEADS = {
    "m": "M", "n": "N", "d": "T", "t": "T", "g": "K", "k": "K", **dict.fromkeys(["b", "p", "f", "w"], "P"),
    **dict.fromkeys(["l", "r"], "L"), **dict.fromkeys(["z", "c", "s", "zh", "ch", "sh", "q", "j", "x"], "S"),
}
_LATIN = [
    (re.compile(old), new)
    for old, new in (
        (r"sch|sh|sy|ch(?=[aeiou])|tj|dj|zh|cz|[cz](?=[eiy])|j|z", "s"), (r"kh|gh|ch|ck|q|c|x", "k"), (r"ph|bh", "p"),
        (r"th|dh", "t"), (r"ng(?=[aeiou])", ""),
        # A consonant without a vowel behind it is not written; an s is.
        (r"[^aeiouys](?=[^aeiouyrlw]|$)", ""),
        (r"[kg]", "K"), (r"[td]", "T"), (r"[pbfvw]", "P"), (r"[rl]", "L"), (r"s", "S"), (r"m", "M"), (r"n", "N"), (r"[^A-Z]", ""),
    )
]


def malay_keys(script: str, words: tuple[str, ...]) -> list[str]:
    """Return at most four keys (``y:`` and two or three classes) of a name; none for names of other peoples."""
    if script == "han":
        return _keys(_han(words))
    return _keys(_latin(words)) if script == "latin" else []


def _keys(rows: Iterable[str]) -> list[str]:
    """Return the keys of rows of classes: the first three; a name of two sounds says so, and of one says too little."""
    rows = (re.sub(r"(.)(?=\1)", "", row) for row in rows)
    return list(dict.fromkeys(f"y:{row[:_SIZE]:.<{_SIZE}}" for row in rows if len(row) > 1))[:4]


def _han(words: tuple[str, ...]) -> list[str]:
    """Return the rows of a Chinese writing, also without what stands before the own name."""
    text = simplified("".join(words))
    if len(text) < _SIZE or len(words) == 1 and len(text) == _SIZE and text[0] in COMMON_FAMILIES:
        return []
    rows = []
    for part in dict.fromkeys((text, _BEFORE.sub("", text))):
        row = "".join(_head(head[2:], rest[2:]) for head, rest in han_syllables(part))
        rows += [row.replace("?", "S"), row.replace("?", "")]
    return rows


def _head(head: str, rest: str) -> str:
    """Return the class of a Mandarin syllable; hua is a *wa*, er an *l*, and xi may be a *hi*."""
    if head == "h":
        return "P" if len(rest) > 1 and rest[0] == "u" else ""
    if head == "x" and rest == "i":
        return "?"
    return "L" if rest == "er" else _HEADS.get(head, "")


def _latin(words: tuple[str, ...]) -> list[str]:
    """Return the rows of a Latin name: from its beginning, from the own name on, and the own name alone if short."""
    full = [FULL.get(word, word) for word in map(letters, words)]
    if len(full) < 2 or _MARKS.isdisjoint(full) and "anak" not in full and not _son_of(full):
        return []
    names = [word for word in full if word not in LINKS and len(word) > 1]
    own = next((place for place, word in enumerate(names) if word not in COURTESIES), 0)
    rows = ["".join(map(_row, names[start : start + 3])) for start in (0, own)]
    alone = _row(names[own]) if names else ""
    return [*rows, *([alone] if len(alone) < _SIZE else [])]


def _son_of(words: list[str]) -> bool:
    """Tell whether a/l, a/p, s/o or d/o stands between two words."""
    return any(pair in (("a", "l"), ("a", "p"), ("s", "o"), ("d", "o")) for pair in zip(words[1:], words[2:], strict=False))


@lru_cache(maxsize=20_000)
def _row(word: str) -> str:
    """Return the classes of the consonants of a Latin word that a Chinese writing shows."""
    for old, new in _LATIN:
        word = old.sub(new, word)
    return word
