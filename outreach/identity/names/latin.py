"""Latin names: umlaut spellings, nicknames, initials, and likeness of two of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from .latin_tables import FORMAL_GIVEN, MORE_WESTERN, NOT_WESTERN
from .titles import MUSLIM_MARKS, NOBILITY, PARTICLES, PATRONYMIC

_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "å": "aa", "æ": "ae", "œ": "oe"})
_LETTERS = str.maketrans(
    {
        "ß": "ss",
        "ø": "o",
        "å": "a",
        "æ": "ae",
        "œ": "oe",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ı": "i",
        "ŋ": "ng",
        "ħ": "h",
        "ⁿ": "n",
        "ə": "a",
    }
)
_NO_LETTER = re.compile("[^a-z0-9]")
_WEAK_UMLAUT = re.compile(r"(?<=[aou])(?<![aeouq][aou])e")


def strip_marks(text: str) -> str:
    """Return lower-case text without diacritics (müller, Müller: muller)."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFD", text.lower().translate(_LETTERS))
    return "".join(c for c in text if not unicodedata.combining(c)).translate(_LETTERS)


@lru_cache(maxsize=65_536)
def letters(word: str) -> str:
    """Return the plain a-z0-9 letters of a word."""
    text = strip_marks(word)
    return text if text.isascii() and text.isalnum() else _NO_LETTER.sub("", text)


@lru_cache(maxsize=65_536)
def spellings(word: str) -> tuple[frozenset[str], str]:
    """Return the sure spellings of a word and its weak one.

    ``müller`` is surely *mueller* and *muller*. ``mueller`` is surely itself
    and weakly *muller*, because Bauer and Manuel are no umlauts.
    """
    word = unicodedata.normalize("NFC", word.lower())
    sure = frozenset({letters(word.translate(_GERMAN)), letters(word)})
    weak = _WEAK_UMLAUT.sub("", letters(word))
    return sure, weak


@lru_cache(maxsize=65_536)
def sound_fold(word: str) -> str:
    """Return a spelling-blind form for European names (Christina: kristina)."""
    # Only what may be an umlaut loses its e: Bauer and Baur sound different.
    text = _WEAK_UMLAUT.sub("", letters(word))
    for old, new in (
        ("sch", "s"),
        ("sh", "s"),
        ("ph", "f"),
        ("th", "t"),
        ("ch", "k"),
        ("ck", "k"),
        ("dt", "t"),
        ("tz", "z"),
        ("ts", "z"),
        ("qu", "kv"),
        ("x", "ks"),
        ("w", "v"),
        ("y", "i"),
        ("j", "i"),
        ("ie", "i"),
        ("ei", "ai"),
        ("h", ""),
    ):
        text = text.replace(old, new)
    text = re.sub(r"c(?=[ei])", "z", text).replace("c", "k")
    return re.sub(r"(.)(?=\1)", "", text)


@lru_cache(maxsize=1)
def _nicknames() -> dict[str, frozenset[str]]:
    """Return nickname -> formal names, from the library and our German table."""
    from nicknames import NickNamer

    table = {k: set(v) for k, v in NickNamer().canonical_lookup.items()}
    for formal, nicknames in FORMAL_GIVEN.items():
        for nickname in nicknames.split():
            table.setdefault(nickname, set()).add(formal)
    return {k: frozenset(v) for k, v in table.items()}


def formal_names(word: str) -> frozenset[str]:
    """Return the formal given names that a nickname stands for (bob: robert)."""
    return _nicknames().get(letters(word), frozenset())


@lru_cache(maxsize=1)
def western_given_names() -> frozenset[str]:
    """Return given names that a Chinese or Korean may carry beside the own one."""
    table = _nicknames()
    known = set(table) | {formal for formals in table.values() for formal in formals}
    return frozenset(name for name in known if len(name) > 2) - NOT_WESTERN | MORE_WESTERN


def is_nickname_pair(a: str, b: str) -> bool:
    """Tell whether one word in plain letters is the nickname of the other (not of a common third)."""
    table = _nicknames()
    return b in table.get(a, ()) or a in table.get(b, ())


@lru_cache(maxsize=131_072)
def token_likeness(a: str, b: str) -> float:
    """Return 0–1 how well two words of Latin names may be one word."""
    plain_a, plain_b = letters(a), letters(b)
    if not plain_a or not plain_b:
        return 0.0
    if plain_a == plain_b:
        return 1.0
    sure_a, weak_a = spellings(a)
    sure_b, weak_b = spellings(b)
    if sure_a & sure_b:
        return 0.99
    if weak_a == weak_b or weak_a in sure_b or weak_b in sure_a:
        return 0.94
    if len(plain_a) == 1 or len(plain_b) == 1:
        return 0.82 if plain_a[0] == plain_b[0] else 0.0
    if is_nickname_pair(plain_a, plain_b):
        return 0.95
    if plain_a[0] == "m" and _mac(plain_a) == _mac(plain_b):
        return 0.95
    if plain_a.isalpha() and plain_b.isalpha():
        return _fuzzy(plain_a, plain_b)
    return 0.98 * max(token_likeness(x, y) for x in _misread(a) for y in _misread(b)) if _scanned(a) or _scanned(b) else 0.0


def _scanned(word: str) -> bool:
    """Tell whether a word has letters and digits, as a scan of Müller may have."""
    return any(map(str.isalpha, word)) and any(map(str.isdecimal, word))


def _misread(word: str) -> set[str]:
    """Return a word with the digits undone that scans take for its letters (Mül1er)."""
    return {word.translate(_ONE_AS_L), word.translate(_ONE_AS_I)} if _scanned(word) else {word}


_ONE_AS_L, _ONE_AS_I = (str.maketrans("0134589267", f"o{one}easbgzgt") for one in "li")


def _mac(word: str) -> str:
    """Return a word with Mac- written as Mc-."""
    return "mc" + word[3:] if word.startswith("mac") and len(word) > 5 else word


def _fuzzy(a: str, b: str) -> float:
    """Return the likeness of two different plain words: sound first, then typing."""
    distance_of, likeness_of = _typing()
    if len(a) >= 4 and len(b) >= 4:
        fold_a, fold_b = sound_fold(a), sound_fold(b)
        if fold_a == fold_b:
            return 0.92
        if fold_a == fold_b + "us" or fold_b == fold_a + "us":
            # The Latin form of a register: Guntherus.
            return 0.92
    longest = max(len(a), len(b))
    if longest >= 6 and abs(len(a) - len(b)) <= 2:
        distance = distance_of(a, b, score_cutoff=3)
        if distance == 1:
            return 0.88
        if distance == 2 and longest >= 9:
            return 0.84
    return 0.75 * likeness_of(a, b)


@lru_cache(maxsize=1)
def _typing() -> tuple[Callable[..., int], Callable[..., float]]:
    """Return how many slips of the keyboard part two words, and how alike they begin; loaded on first use."""
    from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

    return DamerauLevenshtein.distance, JaroWinkler.similarity


GOOD = 0.8


def likeness(a: tuple[str, ...], b: tuple[str, ...], fam_a: int = -1, fam_b: int = -1) -> float:
    """Return 0–1 how likely two Latin names, as words, are one name.

    Every word of the shorter name must find its own partner in the longer one,
    whatever the order; a family name left without partner rules the pair out.
    Middle names, particles and ranks may be missing.
    """
    own_a, own_b = _own_names(a), _own_names(b)
    if own_a and own_b and not any(token_likeness(x, y) >= GOOD for x in own_a for y in own_b):
        return 0.4
    a, fam_a = _core(a, fam_a)
    b, fam_b = _core(b, fam_b)
    if not a or not b:
        return 0.0
    if len(a) > len(b):
        a, b, fam_a, fam_b = b, a, fam_b, fam_a
    joined_a, joined_b = "".join(map(letters, a)), "".join(map(letters, b))
    if joined_a == joined_b:
        return 1.0 if len(a) > 1 or len(b) > 1 else 0.7
    if len(a) == 1:
        return _one_word(a[0], b, fam_b, joined_b)
    pairs, used = _assign(a, b)
    if pairs is None:
        return 0.0
    return _weigh(a, b, pairs, used, fam_a, fam_b)


def _own_names(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return what stands before "son of" or "daughter of"; () in a name without them."""
    if PATRONYMIC.isdisjoint(tokens):
        return ()
    place = next(i for i, token in enumerate(tokens) if token in PATRONYMIC)
    return tuple(token for token in tokens[:place] if not _droppable(token))


@lru_cache(maxsize=65_536)
def _core(tokens: tuple[str, ...], family: int) -> tuple[tuple[str, ...], int]:
    """Return the words without particles and ranks, prefixes Mc, O' joined on."""
    kept: list[str] = []
    place = -1
    index = 0
    while index < len(tokens):
        token = tokens[index]
        here = index
        plain_token = letters(token)
        following = tokens[index + 1] if index + 1 < len(tokens) else ""
        if plain_token in ("mc", "mac", "o") and len(letters(following)) > 2 and index > 0:
            token, index = token + following, index + 1
        if plain_token and (len(tokens) <= 2 or not _droppable(plain_token)):
            if here <= family <= index:
                place = len(kept)
            kept += token if _INITIALS.fullmatch(token) and len(tokens) > 1 else [token]
        index += 1
    return (tuple(kept), place) if kept else (tokens, family)


# Two letters that cannot be spoken are two initials (JC for Jean-Claude); Ng is a family name.
_INITIALS = re.compile("(?!ng|mc)[bcdfghjklmnpqrstvwxz]{2}")


def _droppable(word: str) -> bool:
    """Tell whether a word may be missing in another writing of the name."""
    return word in PARTICLES or word in NOBILITY


def _one_word(word: str, other: tuple[str, ...], family: int, joined: str) -> float:
    """Return the likeness of a single word with a longer name: never a match."""
    if letters(word) == joined:
        return 1.0
    best = max(token_likeness(word, token) for token in other)
    return 0.6 * best if best >= GOOD else 0.3 * best


def _assign(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[list[tuple[int, int, float]] | None, set[int]]:
    """Give each word of a its best free word of b; None when one stays alone."""
    scored = sorted(
        ((token_likeness(x, y), i, j) for i, x in enumerate(a) for j, y in enumerate(b)),
        reverse=True,
    )
    pairs: list[tuple[int, int, float]] = []
    done: set[int] = set()
    used: set[int] = set()
    for score, i, j in scored:
        if score >= 0.6 and i not in done and j not in used:
            pairs.append((i, j, score))
            done.add(i)
            used.add(j)
    for i in set(range(len(a))) - done:
        for j in range(len(b) - 1):
            # "Hansjochen" stands for "Hans" and "Jochen".
            if {j, j + 1} <= used:
                continue
            if token_likeness(a[i], b[j] + b[j + 1]) >= 0.94:
                pairs.append((i, j + 1, 0.96))
                done.add(i)
                used.update((j, j + 1))
                break
    return (pairs, used) if len(done) == len(a) else (None, used)


def _weigh(a, b, pairs, used, fam_a: int, fam_b: int) -> float:
    """Turn the pairs of words into one figure."""
    partner = {i: (j, score) for i, j, score in pairs}
    last_a, last_b = (fam_a if fam_a >= 0 else len(a) - 1), (fam_b if fam_b >= 0 else len(b) - 1)
    scores = [score for _, _, score in pairs]
    if last_b not in used:
        return 0.76 if _clan_left_out(a, b, scores) else 0.4
    typing_errors = sum(score < 0.9 and 1 < min(len(a[i]), len(b[j])) < 8 for i, j, score in pairs)
    if min(scores) < GOOD or typing_errors > 1:
        return 0.5 * min(scores)
    family_pair = partner[last_a]
    in_order = family_pair[0] == last_b
    full_words = min(sum(len(letters(x)) > 1 for x in words) for words in (a, b))
    if not full_words or full_words < 2 and not in_order:
        return 0.5
    result = sum(scores) / len(scores)
    result -= 0.03 * (len(b) - len(used))
    if not in_order and fam_a >= 0 and fam_b >= 0:
        return 0.6 * result
    return result - (0.0 if in_order else 0.02)


def _clan_left_out(a: tuple[str, ...], b: tuple[str, ...], scores: list[float]) -> bool:
    """Tell whether the longer name only adds the clan or place that Muslim names may end in."""
    marks = set(map(letters, b[:-1])) & MUSLIM_MARKS
    same_start = token_likeness(a[0], b[0]) >= 0.9
    return bool(marks) and same_start and min(scores) >= 0.9 and len(set(map(letters, a)) - MUSLIM_MARKS) >= 1
