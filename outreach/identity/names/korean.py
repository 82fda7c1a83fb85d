"""Korean names in Hangul, Hanja and any romanisation."""

from __future__ import annotations

import re
from functools import lru_cache

from .korean_tables import (
    CODA_FOLD,
    CODA_SPELLINGS,
    CODAS,
    FAMILY_SPELLINGS,
    HABITUAL_SPELLINGS,
    MORE_READINGS,
    NAME_SYLLABLES,
    NUCLEI,
    NUCLEUS_SPELLINGS,
    ONSET_SPELLINGS,
    ONSETS,
)
from .readings import hanja, traditional

_FIRST, _LAST = 0xAC00, 0xD7A3
MAX_SPELLING = 8
_STRAY = 0.65
_UNUSUAL = 0.6
# How Hungarian, Czech, Polish and German papers write sounds of Korean; j alone could be either.
_ABROAD = re.compile(r"dzs|dsch|tsch|cs|cz|dz|sz|(?<=[bcdfghkmnprst])j|v")
_AT_HOME = {"dzs": "j", "dsch": "j", "tsch": "ch", "cs": "ch", "cz": "ch", "dz": "j", "sz": "s", "j": "y", "v": "w"}
_JOINED_FAMILIES = tuple(f for f in FAMILY_SPELLINGS if len(f) == 2)
# South Korean initial rule: ㄹ and ㄴ fall before i and y, ㄹ becomes ㄴ elsewhere.
_BEFORE_I = frozenset("ㅣㅑㅕㅖㅛㅠ")


def letters_of(syllable: str) -> tuple[str, str, str]:
    """Return onset, nucleus and coda of a Hangul syllable (coda may be '')."""
    code = ord(syllable) - _FIRST
    return ONSETS[code // 588], NUCLEI[code % 588 // 28], CODAS[code % 28].strip()


def compose(onset: str, nucleus: str, coda: str) -> str:
    """Return the Hangul syllable of three letters."""
    final = CODAS.index(coda) if coda else 0
    return chr(_FIRST + ONSETS.index(onset) * 588 + NUCLEI.index(nucleus) * 28 + final)


def is_syllable(char: str) -> bool:
    """Tell whether a character is a whole Hangul syllable."""
    return _FIRST <= ord(char) <= _LAST


@lru_cache(maxsize=1_000)
def _rhymes(nucleus: str, coda: str) -> tuple[tuple[str, float], ...]:
    """Return the spellings of a vowel with its final, the usual first."""
    tails = CODA_SPELLINGS[coda] if coda else (("", 0.0),)
    every = [(v + tail, c + d) for v, c in NUCLEUS_SPELLINGS[nucleus] for tail, d in tails if c + d <= _UNUSUAL]
    return tuple(sorted(every, key=lambda option: option[1]))


@lru_cache(maxsize=12_000)
def syllable_spellings(syllable: str, first: bool = False) -> dict[str, float]:
    """Return every Latin spelling of a syllable with its cost.

    ``first``: the syllable is a family name, whose habits differ.
    """
    if not is_syllable(syllable):
        return {}
    onset, nucleus, coda = letters_of(syllable)
    options: dict[str, float] = {}
    for head, head_cost in ONSET_SPELLINGS[onset]:
        for rest, rest_cost in _rhymes(nucleus, CODA_FOLD.get(coda, coda)):
            cost = head_cost + rest_cost
            if cost > _UNUSUAL:
                break
            spelling = head + rest
            if cost < options.get(spelling, 9.0):
                options[spelling] = cost
    for head, head_cost in HABITUAL_SPELLINGS.get(compose(onset, nucleus, ""), ()):
        for tail, tail_cost in CODA_SPELLINGS[CODA_FOLD.get(coda, coda)] if coda else (("", 0.0),):
            options[head + tail] = min(options.get(head + tail, 9.0), head_cost + tail_cost)
    if first:
        # A family name is spelled by habit: anything else is less likely.
        options = {s: c + 0.1 for s, c in options.items()}
        for place, spelling in enumerate(FAMILY_SPELLINGS.get(syllable, ())):
            options[spelling] = min(options.get(spelling, 9.0), 0.0 if place < 5 else 0.1)
    return options


def family_of(hangul: str) -> str:
    """Return the family name of a Hangul name written family first."""
    if len(hangul) >= 3 and hangul[:2] in _JOINED_FAMILIES:
        return hangul[:2]
    return hangul[:1]


@lru_cache(maxsize=30_000)
def name_steps(hangul: str) -> tuple[dict[str, float], ...]:
    """Return the spelling tables of a name, one per step of the alignment."""
    family = family_of(hangul)
    if len(family) == 2:
        joined = dict.fromkeys(FAMILY_SPELLINGS[family], 0.0)
        return (joined, *(syllable_spellings(c) for c in hangul[2:]))
    return tuple(syllable_spellings(c, i == 0) for i, c in enumerate(hangul))


def align(steps: tuple[dict[str, float], ...], text: str, limit: float = 1.2) -> float:
    """Return the least cost of reading Latin words, parted by spaces, as the given syllables.

    Infinite (9.0) when no reading stays under ``limit``. No syllable reaches
    over the end of a word. One unexpected letter inside a word costs 0.65.
    """
    size = len(text)
    states = {0: 0.0}
    for step in steps:
        after: dict[int, float] = {}
        for place, cost in states.items():
            fresh = not place or text[place : place + 1] == " "
            begin = place + 1 if fresh and place else place
            stop = text.find(" ", begin)
            stop = size if stop < 0 else stop
            for skip in (0,) if fresh or cost + _STRAY >= limit else (0, 1):
                total = cost + _STRAY * skip
                for end in range(begin + skip + 1, min(begin + skip + MAX_SPELLING, stop) + 1):
                    option = step.get(text[begin + skip : end])
                    if option is not None and total + option < after.get(end, limit):
                        after[end] = total + option
        if not after:
            return 9.0
        states = after
    ends = [cost + _STRAY * (size - end) for end, cost in states.items() if size - end <= 1]
    best = min(ends, default=9.0)
    return best if best < limit else 9.0


def begins(spellings: dict[str, float], text: str) -> bool:
    """Tell whether a text begins with one of the spellings."""
    for end in range(1, MAX_SPELLING + 1):  # noqa: SIM110 three times as fast as any()
        if text[:end] in spellings:
            return True
    return False


def is_abroad(text: str) -> bool:
    """Tell whether a text has letters as Hungarian, Czech, Polish or German papers join them."""
    return _ABROAD.search(text) is not None


def align_abroad(steps: tuple[dict[str, float], ...], text: str) -> float:
    """Return the cost of ``align``, where nothing fits also of the text as other European papers would mean it."""
    cost = align(steps, text)
    if cost < 9 or not is_abroad(text):
        return cost
    return align(steps, _ABROAD.sub(lambda found: _AT_HOME[found.group()], text)) + 0.1


def orders(tokens: tuple[str, ...], family: int = -1) -> list[str]:
    """Return the words parted by spaces and family first, in every order they may stand in."""
    found = [" ".join(tokens)]
    if len(tokens) > 1:
        found.append(" ".join((tokens[-1], *tokens[:-1])))
        if len(tokens) > 2:
            found.append(" ".join((*tokens[1:], tokens[0])))
    if 0 < family < len(tokens):
        found.insert(0, " ".join((tokens[family], *tokens[:family], *tokens[family + 1 :])))
    return list(dict.fromkeys(found))


@lru_cache(maxsize=65_536)
def hangul_latin_cost(hangul: str, tokens: tuple[str, ...], family: int = -1) -> float:
    """Return the cost (0 for the usual spelling) of reading Latin words as a Hangul name, 9.0 if impossible."""
    steps = name_steps(hangul)
    return min(align_abroad(steps, text) for text in orders(tokens, family))


@lru_cache(maxsize=20_000)
def readings(sign: str) -> frozenset[str]:
    """Return the Hangul syllables that a Han sign is read as in names."""
    table = hanja()
    base = set(MORE_READINGS.get(sign, "")) | {table[sign]} if sign in table else set(MORE_READINGS.get(sign, ""))
    if not base:
        full = traditional(sign)
        if full != sign and len(full) == 1:
            return readings(full)
    return frozenset(r for syllable in base if is_syllable(syllable) for r in initial_variants(syllable))


def initial_variants(syllable: str) -> set[str]:
    """Return a syllable with the forms of the initial rule, North and South."""
    onset, nucleus, coda = letters_of(syllable)
    found = {syllable}
    if onset in "ㄹㄴ":
        if nucleus in _BEFORE_I:
            found.add(compose("ㅇ", nucleus, coda))
        elif onset == "ㄹ":
            found.add(compose("ㄴ", nucleus, coda))
    if onset == "ㅇ" and nucleus in _BEFORE_I and syllable in "이유임여양염용육윤연열영예":
        found.add(compose("ㄹ", nucleus, coda))
    if syllable == "노":
        found.add("로")
    return found


@lru_cache(maxsize=65_536)
def han_hangul_cost(han: str, hangul: str) -> float:
    """Return how badly a Han name reads as a Hangul one: 0 fits, 9.0 does not."""
    if len(han) != len(hangul):
        return 9.0
    cost = 0.0
    for index, (sign, syllable) in enumerate(zip(han, hangul, strict=True)):
        if not is_syllable(syllable):
            return 9.0
        known = readings(sign)
        if syllable in known or initial_variants(syllable) & known:
            continue
        if index == 0 or known:
            cost += 0.7
        else:
            cost += 0.3
    return cost if cost <= 0.3 else 9.0


@lru_cache(maxsize=1)
def _families_by_spelling() -> dict[str, frozenset[str]]:
    """Return Latin spelling -> family names in Hangul, the initial rule folded."""
    table: dict[str, set[str]] = {}
    for family, spellings in FAMILY_SPELLINGS.items():
        for spelling in spellings:
            table.setdefault(spelling, set()).add(fold_family(family))
    return {k: frozenset(v) for k, v in table.items()}


def fold_family(family: str) -> str:
    """Return one form for family names that North and South write differently."""
    return {"리": "이", "류": "유", "림": "임", "로": "노", "라": "나", "량": "양", "려": "여"}.get(family, family)


def families_of_latin(word: str) -> frozenset[str]:
    """Return the Korean family names that a Latin word may stand for."""
    return _families_by_spelling().get(word, frozenset())


@lru_cache(maxsize=1)
def _syllables_by_spelling() -> dict[str, dict[str, float]]:
    """Return Latin spelling -> Hangul syllables of given names, usual ones only."""
    table: dict[str, dict[str, float]] = {}
    for syllable in NAME_SYLLABLES:
        for spelling, cost in syllable_spellings(syllable).items():
            if cost <= 0.1:
                table.setdefault(spelling, {})[syllable] = cost
    return table


@lru_cache(maxsize=1)
def spelled_syllables() -> frozenset[str]:
    """Return Latin syllables of Korean given names (min, su, young)."""
    return frozenset(_syllables_by_spelling())


@lru_cache(maxsize=20_000)
def given_readings(text: str, most: float = 0.1) -> frozenset[tuple[str, ...]]:
    """Return two-syllable (or one-syllable) Hangul readings of Latin letters, no syllable at a higher cost than given."""
    table = _syllables_by_spelling()
    found = {(s,) for s, cost in table.get(text, {}).items() if cost <= most}
    for cut in range(1, len(text)):
        heads, tails = table.get(text[:cut]), table.get(text[cut:])
        if heads and tails:
            pairs = ((h, t) for h in heads for t in tails if heads[h] + tails[t] <= 0.12)
            found.update((h, t) for h, t in pairs if max(heads[h], tails[t]) <= most)
    return frozenset(found)


def latin_latin_match(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Tell whether two Latin writings can be one Korean name."""
    for family_a, given_a in _splits(a):
        for family_b, given_b in _splits(b):
            one_family = families_of_latin(family_a) & families_of_latin(family_b)
            if one_family and (given_a == given_b or given_readings(given_a) & given_readings(given_b)):
                return True
    return False


def are_other_names(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Tell whether two Latin writings that nearly agree are two Korean names of one family (Hyunwoo and Hyunsoo).

    Both given names must be spelled as Korean ones usually are, and neither be even an unusual spelling of the other.
    """
    pairs = [
        (given_a, given_b)
        for family_a, given_a in _splits(a)
        for family_b, given_b in _splits(b)
        if families_of_latin(family_a) & families_of_latin(family_b)
    ]
    return bool(pairs) and all(_apart(*pair) and _apart(*reversed(pair)) for pair in pairs)


def _apart(given: str, other: str) -> bool:
    """Tell whether a given name has readings, and another cannot be read as any of them."""
    # A doubled consonant (Joonng) is a slip before it is a spelling.
    found = given_readings(given, 0.08)
    return bool(found) and all(align(tuple(map(syllable_spellings, read)), other, _UNUSUAL / 2) >= 9 for read in found)


def _splits(tokens: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return (family, given) for a name that may be Korean in either order."""
    if not 2 <= len(tokens) <= 3:
        return []
    found = [(tokens[0], "".join(tokens[1:])), (tokens[-1], "".join(tokens[:-1]))]
    return [pair for pair in found if families_of_latin(pair[0])]
