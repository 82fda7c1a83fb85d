"""Chinese names: simplified and traditional, pinyin, Wade-Giles, Cantonese and
the spellings of Singapore and Malaysia."""

from __future__ import annotations

import re
from functools import lru_cache

from .chinese_tables import (
    CANTONESE_FINALS,
    CANTONESE_INITIALS,
    COMPOUND_FAMILIES,
    FAMILIES,
    FAMILY_ORDER,
    FAMILY_PINYIN,
    FAMILY_SPELLINGS,
    WADE_FINALS,
    WADE_INITIALS,
    WADE_WHOLE,
)
from .korean import FAMILY_SPELLINGS as KOREAN_FAMILY_SPELLINGS
from .korean import align, align_abroad, begins, is_abroad, orders, readings, syllable_spellings
from .readings import jyutping, pinyin, simplified, syllables

_PINYIN = re.compile(r"(zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]?)([a-zü]*)")
_JYUTPING = re.compile(r"(gw|kw|ng(?=[a-z])|[bpmfdtnlgkhzcsjw]?)([a-z]*)\d?")
SYSTEMS = ("mandarin", "cantonese", "korean")


def split_family(han: str) -> tuple[str, str]:
    """Return (family, given) of a Han name; ('', name) when none is known."""
    folded = simplified(han)
    if len(han) >= 3 and folded[:2] in COMPOUND_FAMILIES:
        return han[:2], han[2:]
    if han and folded[0] in FAMILIES:
        return han[:1], han[1:]
    return "", han


def name_pinyin(han: str) -> str:
    """Return the pinyin of a name joined, the family name read as one."""
    family, given = split_family(han)
    folded = simplified(family)
    head = FAMILY_PINYIN.get(folded, "") or "".join(p[0] for p in map(pinyin, family) if p)
    return head + "".join(p[0] for p in map(pinyin, given) if p)


@lru_cache(maxsize=20_000)
def sign_spellings(sign: str, system: str, first: bool = False) -> dict[str, float]:
    """Return the Latin spellings of one sign in one of ``SYSTEMS`` with their costs, 0 for the usual one."""
    if system == "korean":
        return _korean_spellings(sign, first)
    options: dict[str, float] = {}
    if system == "mandarin":
        for place, reading in enumerate(pinyin(sign)):
            _add(options, mandarin_spellings(reading), 0.0 if place == 0 else 0.12)
        known = FAMILY_PINYIN.get(simplified(sign)) if first else None
        if known:
            _add(options, mandarin_spellings(known), 0.0)
    else:
        for place, reading in enumerate(jyutping(sign)):
            _add(options, cantonese_spellings(reading), 0.0 if place == 0 else 0.15)
    if first:
        # A family keeps its old spelling where the children's names are pinyin: Tan Zhiming.
        _add(options, dict.fromkeys(FAMILY_SPELLINGS.get(simplified(sign), ()), 0.0), 0.1 * (system == "mandarin"))
    return options


def _add(options: dict[str, float], more: dict[str, float], extra: float) -> None:
    """Take spellings over where they are cheaper."""
    for spelling, cost in more.items():
        if cost + extra < options.get(spelling, 9.0):
            options[spelling] = cost + extra


def _korean_spellings(sign: str, first: bool) -> dict[str, float]:
    """Return the spellings of a Hanja by its Korean readings."""
    options: dict[str, float] = {}
    for reading in readings(sign):
        known_family = not first or reading in KOREAN_FAMILY_SPELLINGS
        _add(options, syllable_spellings(reading, first), 0.0 if known_family else 0.3)
    return options


@lru_cache(maxsize=3_000)
def mandarin_spellings(reading: str) -> dict[str, float]:
    """Return pinyin with its Wade-Giles and Taiwan relatives."""
    options = {reading.replace("v", "u").replace("ü", "u"): 0.0, reading: 0.0}
    if "v" in reading or "ü" in reading:
        base = reading.replace("ü", "v")
        _add(options, {base: 0.0, base.replace("v", "yu"): 0.0, base.replace("v", "ue"): 0.1}, 0.0)
    for spelling in WADE_WHOLE.get(reading, ()):
        options.setdefault(spelling, 0.05)
    found = _PINYIN.fullmatch(reading)
    if found:
        initial, final = found.groups()
        finals = (final, *WADE_FINALS.get(final, ()))
        for head in (initial, *WADE_INITIALS.get(initial, ())):
            for tail in finals:
                options.setdefault(head + tail, 0.05 + 0.05 * (head != initial and tail != final))
    return options


@lru_cache(maxsize=3_000)
def cantonese_spellings(reading: str) -> dict[str, float]:
    """Return the Hong Kong spellings of a Jyutping reading."""
    found = _JYUTPING.fullmatch(reading)
    if not found:
        return {reading: 0.0}
    initial, final = found.groups()
    if not final:
        initial, final = "", initial
    options: dict[str, float] = {}
    for i, head in enumerate(CANTONESE_INITIALS.get(initial, (initial,))):
        for j, tail in enumerate(CANTONESE_FINALS.get(final, (final,))):
            spelling = _y_once(head, tail)
            options.setdefault(spelling, 0.03 * i + 0.03 * j)
    return options


def _y_once(head: str, tail: str) -> str:
    """Join y and a final without doubling it (j + yu: yu)."""
    return tail if head == "y" and tail.startswith("y") else head + tail


@lru_cache(maxsize=40_000)
def _family_step(han: str, system: str) -> tuple[dict[str, float], int]:
    """Return the spellings of the family name in one system, and how many signs it has."""
    folded = simplified(han[:2])
    if system == "korean" or len(han) < 3 or folded not in COMPOUND_FAMILIES:
        return sign_spellings(han[0], system, True), 1
    joined = {"".join(p[0] for p in map(pinyin, folded) if p): 0.0}
    joined |= dict.fromkeys(FAMILY_SPELLINGS.get(folded, ()), 0.0)
    joined[FAMILY_PINYIN.get(folded, "") or next(iter(joined))] = 0.0
    return joined, 2


@lru_cache(maxsize=40_000)
def _steps(han: str, system: str) -> tuple[dict[str, float], ...]:
    """Return the spelling tables of a name in one system."""
    family, size = _family_step(han, system)
    return (family, *(sign_spellings(sign, system) for sign in han[size:]))


@lru_cache(maxsize=65_536)
def han_latin_cost(han: str, tokens: tuple[str, ...], family: int = -1) -> tuple[float, str]:
    """Return the least cost of Latin words as readings of a Han name, and the
    system it was found in; (9.0, '') when it is none."""
    texts = orders(tokens, family)
    best = (9.0, "")
    for system in SYSTEMS:
        # The cheap question first: does any order begin with the family name?
        known = _family_step(han, system)[0]
        fitting = [text for text in texts if begins(known, text) or system == "korean" and is_abroad(text)]
        steps = _steps(han, system) if fitting else ()
        if not steps or not all(steps):
            continue
        for text in fitting:
            cost = align_abroad(steps, text) if system == "korean" else align(steps, text)
            if cost < best[0]:
                best = (cost, system)
        if best[0] <= 0.05:
            break
    return best


@lru_cache(maxsize=20_000)
def family_latin(han: str) -> frozenset[str]:
    """Return every Latin spelling of the family name of a Han name."""
    family, given = split_family(han)
    if not family:
        family = given[:1]
    folded = simplified(family)
    if len(family) == 2:
        return frozenset({"".join(p[0] for p in map(pinyin, folded) if p), *FAMILY_SPELLINGS.get(folded, ())})
    found = set(FAMILY_SPELLINGS.get(folded, ()))
    for system in SYSTEMS:
        found.update(s for s, c in sign_spellings(family, system, True).items() if c <= 0.1)
    return frozenset(found)


@lru_cache(maxsize=1)
def _families_by_spelling() -> dict[str, tuple[str, ...]]:
    """Return Latin spelling -> Chinese family names in simplified signs, the commonest first."""
    table: dict[str, list[tuple[bool, int, str]]] = {}
    for family in FAMILIES | COMPOUND_FAMILIES:
        habits = FAMILY_SPELLINGS.get(family, ())
        for spelling in family_latin(family + "明"):
            # What papers are known to write stands before what a rule would allow.
            table.setdefault(spelling, []).append((spelling not in habits, FAMILY_ORDER.find(family) % 1_000, family))
    return {spelling: tuple(family for _, _, family in sorted(found)[:4]) for spelling, found in table.items()}


def families_of_latin(word: str) -> tuple[str, ...]:
    """Return the commonest Chinese family names that a Latin word may stand for, four at most."""
    return _families_by_spelling().get(word, ())


def family_pinyin(family: str) -> str:
    """Return the pinyin of a family name as families read it (单: shan)."""
    folded = simplified(family)
    return FAMILY_PINYIN.get(folded, "") or "".join(p[0] for p in map(pinyin, folded) if p)


def family_usual(family: str) -> frozenset[str]:
    """Return the usual Latin spellings of a family name beyond the mainland."""
    folded = simplified(family)
    found = {family_pinyin(family), *FAMILY_SPELLINGS.get(folded, ())[:4]}
    if len(family) == 1:
        found.update(s for s, c in sign_spellings(family, "cantonese").items() if c == 0.0)
        found.update(list(mandarin_spellings(family_pinyin(family)))[1:3])
    return frozenset(found)


@lru_cache(maxsize=1)
def _mandarin_by_spelling() -> dict[str, frozenset[str]]:
    """Return Latin spelling -> the pinyin syllables that it may stand for in pinyin, Wade-Giles or on Taiwan."""
    table: dict[str, set[str]] = {}
    for reading in syllables():
        for spelling in mandarin_spellings(reading):
            table.setdefault(spelling, set()).add(reading)
    return {spelling: frozenset(found) for spelling, found in table.items()}


@lru_cache(maxsize=20_000)
def _given_readings(text: str) -> frozenset[tuple[str, ...]]:
    """Return the pinyin of one or two syllables that Latin letters may stand for."""
    table = _mandarin_by_spelling()
    found = {(one,) for one in table.get(text, ())}
    for cut in range(1, len(text)):
        found.update((one, two) for one in table.get(text[:cut], ()) for two in table.get(text[cut:], ()))
    return frozenset(found)


def latin_latin_match(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Tell whether two Latin writings can be one Mandarin name (Hsu Chih-ming, Xu Zhiming).

    Two that are both good pinyin are two names: Chang is not Zhang then.
    """
    if all(any(_is_pinyin(*parts) for parts in _splits(words)) for words in (a, b)):
        return False
    for family_a, given_a in _splits(a):
        for family_b, given_b in _splits(b):
            same = _mandarin_by_spelling()[family_a] & _mandarin_by_spelling()[family_b] & _family_readings()
            if same and _given_readings(given_a) & _given_readings(given_b):
                return True
    return False


def _is_pinyin(family: str, given: str) -> bool:
    """Tell whether family and given name are written as pinyin has it."""
    known = syllables()
    cuts = range(1, len(given))
    return family in known and (given in known or any(given[:cut] in known and given[cut:] in known for cut in cuts))


@lru_cache(maxsize=1)
def _family_readings() -> frozenset[str]:
    """Return the pinyin of the family names of one sign."""
    return frozenset(map(family_pinyin, FAMILIES))


def _splits(words: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return (family, given) in either order for a name that may be Mandarin."""
    if not 2 <= len(words) <= 3:
        return []
    table = _mandarin_by_spelling()
    found = [(words[0], "".join(words[1:])), (words[-1], "".join(words[:-1]))]
    return [pair for pair in found if pair[0] in table and len(pair[1]) <= 12]
