"""How much an equal name says: common names say little."""

from __future__ import annotations

from functools import lru_cache

from . import chinese, korean
from .chinese_tables import COMMON_FAMILIES as CHINESE_COMMON
from .clean import variants
from .korean_tables import COMMON_FAMILIES as KOREAN_COMMON
from .latin import letters

_COMMON_LATIN = frozenset(
    [
        "smith",
        "jones",
        "williams",
        "brown",
        "taylor",
        "davies",
        "evans",
        "wilson",
        "johnson",
        "thomas",
        "roberts",
        "mueller",
        "muller",
        "müller",
        "schmidt",
        "schneider",
        "fischer",
        "weber",
        "meyer",
        "wagner",
        "becker",
        "schulz",
        "hoffmann",
    ]
)
_COMMON_GIVEN_SIGNS = frozenset("伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚英华文玲红雷")


@lru_cache(maxsize=50_000)
def specificity(name: str) -> float:
    """Return 0–1: how far an equal name points to one person.

    A lone family name 0.05, 王伟 0.25, 김민수 0.45, Anneliese Schröder 0.9.
    """
    values = [_of(v.script, v.text, v.tokens) for v in variants(name)]
    return max(values, default=0.1)


def _of(script: str, text: str, tokens: tuple[str, ...]) -> float:
    """Return the figure for one writing."""
    if script == "han":
        if len(text) < 2:
            return 0.05
        folded = chinese.simplified(text)
        value = 0.75 if folded[0] not in CHINESE_COMMON else 0.6
        if len(folded) == 2:
            value -= 0.3 if folded[1] in _COMMON_GIVEN_SIGNS else 0.15
        return value
    if script == "hangul":
        if len(text) < 2:
            return 0.05
        return 0.45 if text[0] in KOREAN_COMMON else 0.6
    return _of_latin(tuple(map(letters, tokens))) if script == "latin" else 0.7


def _of_latin(words: tuple[str, ...]) -> float:
    """Return the figure for a Latin writing; romanised names stand for several."""
    full = [w for w in words if len(w) > 1]
    if len(words) < 2 or not full:
        return 0.05
    if len(full) < 2:
        return 0.3
    korean_family = korean.families_of_latin(words[0]) | korean.families_of_latin(words[-1])
    if korean_family and len("".join(words)) <= 16:
        return 0.35 if korean_family & KOREAN_COMMON else 0.45
    return 0.7 if words[-1] in _COMMON_LATIN else 0.9
