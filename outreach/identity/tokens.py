"""Search tokens and sort keys: one tokeniser for both database engines.

Latin words become plain ASCII in their weakest spelling, so that Müller, Mueller and Muller are one token; a run of
Han or Hangul gives overlapping pairs and, when indexing, single signs and romanised forms, so that ``minsoo kim``
finds 김민수. Ask with AND over ``query_tokens``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import islice, product
from typing import NamedTuple

from .names import chinese, korean
from .names.clean import script_of
from .names.latin import letters, spellings
from .names.romanise import is_romanised

MAX_TEXT = 20_000
#: Longer words are cut: neither engine stores a token of any length.
MAX_TOKEN = 60
_MAX_ROMAN = 24
_WORD = re.compile(r"[^\W_]+")
_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")


class Run(NamedTuple):
    """A word or a stretch of one script: ``kind`` is latin, cjk or other; ``text`` is folded, and stands at
    ``start``–``end`` of the text as given."""

    kind: str
    text: str
    start: int
    end: int


class Part(NamedTuple):
    """A part of a Han or Hangul run and the Latin words it may be read as."""

    start: int
    end: int
    forms: tuple[str, ...]


def index_tokens(text: str) -> list[str]:
    """Return the tokens under which a text is found, without repeats, in order.

    Every pair of a CJK run comes in order before its single signs. Neighbouring Latin words of a short text also
    stand joined, because Min-su and Minsu are one name.
    """
    tokens: dict[str, None] = {}
    found_runs = runs(text)
    for run in found_runs:
        if run.kind == "cjk":
            found = [*pairs(run.text), *run.text]
            found += [form for part in roman_parts(run.text) for form in part.forms]
        else:
            found = [run.text]
        tokens.update(dict.fromkeys(found))
    if len(found_runs) <= 6:
        for one, two in zip(found_runs, found_runs[1:], strict=False):
            if one.kind == two.kind == "latin":
                tokens[(one.text + two.text)[:MAX_TOKEN]] = None
    tokens.pop("", None)
    return list(tokens)


def query_tokens(text: str) -> list[str]:
    """Return the tokens to ask with: pairs (or the lone sign), folded words."""
    tokens: dict[str, None] = {}
    for run in runs(text):
        tokens.update(dict.fromkeys(asked_tokens(run)))
    tokens.pop("", None)
    return list(tokens)


def asked_tokens(run: Run) -> list[str]:
    """Return the tokens that one run is asked with."""
    return (pairs(run.text) or [run.text]) if run.kind == "cjk" else [run.text]


@lru_cache(maxsize=20_000)
def runs(text: str) -> tuple[Run, ...]:
    """Split a text into words and CJK runs, folded, with their places in the text as given."""
    given = (text or "")[:MAX_TEXT]
    plain, places = _unified(given)
    found: list[Run] = []
    for word in _WORD.finditer(plain):
        start = word.start()
        kinds = [(_kind(char), script_of(char)) for char in word.group()]
        for at in range(1, len(kinds) + 1):
            if at < len(kinds) and _one_run(kinds[at - 1], kinds[at]):
                continue
            kind, piece = kinds[at - 1][0], plain[start : word.start() + at]
            end = word.start() + at
            folded = _folded(kind, piece)
            if folded:
                found.append(Run(kind, folded, places[start][0], places[end - 1][1]))
            start = end
    return tuple(found)


def _unified(given: str) -> tuple[str, list[tuple[int, int]]]:
    """Return the text in NFKC and lower case without inner apostrophes, and for each sign from where to where it
    stands in the given one."""
    if given.isascii() and "'" not in given:
        return given.lower(), [(at, at + 1) for at in range(len(given))]
    out, places = [], []
    at = 0
    while at < len(given):
        end = at + 1
        # A letter and the marks that follow it become one sign.
        while end < len(given) and (unicodedata.combining(given[end]) or "\u1160" <= given[end] <= "\u11ff"):
            end += 1
        if not (given[at] in "'’" and at and given[at - 1].isalnum() and given[end : end + 1].isalnum()):
            piece = unicodedata.normalize("NFKC", given[at:end]).lower()
            out.append(piece)
            places += [(at, end)] * len(piece)
        at = end
    return "".join(out), places


def _kind(char: str) -> str:
    """Return how a character is tokenised."""
    if script_of(char) in ("han", "hangul") or "\u3040" <= char <= "\u30ff":
        return "cjk"
    return "latin" if char.isascii() or script_of(char) == "latin" else "other"


def _one_run(before: tuple[str, str], after: tuple[str, str]) -> bool:
    return before[0] == after[0] and (before[0] != "cjk" or before[1] == after[1])


def _folded(kind: str, piece: str) -> str:
    """Return the one form in which a run is compared."""
    if kind == "cjk":
        return chinese.simplified(piece) if script_of(piece[0]) == "han" else piece
    return weak(piece) if kind == "latin" else piece[:MAX_TOKEN]


def weak(word: str) -> str:
    """Return the weakest spelling of a Latin word, which stands in the index for every writing.

    The weak form of the beginning of a word is the beginning of its weak form.
    """
    return spellings(word)[1][:MAX_TOKEN]


def pairs(run: str) -> list[str]:
    """Return the overlapping pairs of a run."""
    return [run[i : i + 2] for i in range(len(run) - 1)]


@lru_cache(maxsize=50_000)
def roman_parts(run: str) -> tuple[Part, ...]:
    """Return how a run of Han or Hangul, and its parts, may be written in Latin letters; nothing for other signs."""
    script = script_of(run[0])
    if script == "hangul":
        found = _hangul_parts(run)
    elif script == "han":
        found = _han_parts(run)
    else:
        return ()
    return tuple(Part(start, end, tuple(dict.fromkeys(filter(None, map(weak, forms))))) for start, end, forms in found)


def _hangul_parts(run: str) -> list[tuple[int, int, list[str]]]:
    """Return readings of a Hangul run; names in all usual spellings."""
    if not all(map(korean.is_syllable, run)):
        return []
    count = len(run)
    if not 2 <= count <= 4:
        best = [min(options, key=lambda k: options[k]) for options in map(korean.syllable_spellings, run) if options]
        return [(0, count, ["".join(best)])] if count <= 12 else [(at, at + 1, [form]) for at, form in enumerate(best)]
    family = korean.family_of(run)
    place = len(family)
    # Firms begin with what is no family name, and four signs are mostly twice two.
    head = list(korean.FAMILY_SPELLINGS.get(family, ()) or given_forms(family))[:6]
    halves = [(at, at + 2, list(given_forms(run[at : at + 2]))[:6]) for at in (0, 2)] if count == 4 and place == 1 else []
    return [(0, place, head), (place, count, list(given_forms(run[place:])))] + [
        (at, at + 1, list(given_forms(run[at]))[:6]) for at in range(place, count) if count - place > 1] + halves


@lru_cache(maxsize=30_000)
def given_forms(given: str) -> tuple[str, ...]:
    """Return the usual Latin spellings of a Korean given name, joined, the likeliest first."""
    forms = [("", 0.0)]
    for syllable in given:
        usual = [(s, c) for s, c in korean.syllable_spellings(syllable).items() if c <= 0.1]
        forms = sorted(((f + s, c + d) for f, c in forms for s, d in usual), key=lambda p: (p[1], p[0]))[:_MAX_ROMAN]
    return tuple(form for form, _ in forms)


def _han_parts(run: str) -> list[tuple[int, int, list[str]]]:
    """Return pinyin of a Han run: syllables, and joined where it may be a name."""
    count = len(run)
    first = [(chinese.pinyin(sign) or ("",))[0].replace("v", "u").replace("ü", "u") for sign in run]
    found = [(at, at + 1, [form]) for at, form in enumerate(first)]
    if not 2 <= count <= 4:
        # Two and four signs at a time, from each sign on: 石墨烯 is looked for as shimo, shimoxi and shimo xi.
        return found + [(at, min(at + size, count), ["".join(first[at : at + size])]) for at in range(count - 1)
                        for size in (2, 4)] if count <= 40 else []
    family, given = chinese.split_family(run)
    place = len(family)
    found.append((0, count, [chinese.name_pinyin(run), "".join(first)]))
    found.append((place, count, ["".join(first[place:])]))
    if family:
        usual = sorted(chinese.family_usual(family))[:6]
        found.append((0, place, [chinese.family_pinyin(family), *usual]))
    return found


def readings(run: Run) -> list[list[tuple[str, ...]]]:
    """Return how a short native name may stand in Latin letters: each reading is words, each word its spellings.

    Empty for Latin words and for runs that are no name.
    """
    if run.kind != "cjk" or not 2 <= len(run.text) <= 4:
        return []
    parts = roman_parts(run.text)
    whole = [part for part in parts if part.start == 0 and part.end == len(run.text)]
    found = [[part.forms] for part in whole]
    for head in parts:
        found += [[head.forms, tail.forms] for tail in parts
                  if head.start == 0 and tail.start == head.end and tail.end == len(run.text)]
    if script_of(run.text[0]) == "hangul" and len(run.text) in (2, 4):
        # A given name alone, or a firm in one word.
        found.append([tuple(map(weak, given_forms(run.text)))])
    return [list(reading) for reading in dict.fromkeys(map(tuple, found)) if all(reading)]


@lru_cache(maxsize=20_000)
def hangul_of(han: str) -> tuple[str, ...]:
    """Return how a short Han name may be read in Hangul, at most eight; nothing for other runs."""
    if not 1 <= len(han) <= 4 or script_of(han[0]) != "han":
        return ()
    signs = [sorted(korean.readings(sign)) for sign in han]
    return tuple("".join(name) for name in islice(product(*signs), 8)) if all(signs) else ()


def apart(word: str) -> list[str]:
    """Return how a Latin word may be two words of romanised syllables, as in kimminsu, at most four."""
    if not word.isascii() or not 5 <= len(word) <= 24:
        return []
    cuts = sorted(range(2, len(word) - 1), key=lambda at: abs(2 * at - len(word)))
    return list(islice((f"{word[:at]} {word[at:]}" for at in cuts if is_romanised(word[:at]) and is_romanised(word[at:])), 4))


def signs(text: str) -> list[str]:
    """Return the pictures and other signs of a text that has no word (🌟🌟), without repeats; nothing for other texts.

    The colour of a hand and the form of a heart do not count, and ASCII signs stand in no index.
    """
    if runs(text):
        return []
    return [sign for sign in dict.fromkeys(unicodedata.normalize("NFKC", (text or "")[:MAX_TOKEN]))
            if not sign.isascii() and unicodedata.category(sign) in ("So", "Sm", "Sc")]


def squeezed(text: str) -> str:
    """Return letters and digits alone, lower case: a mail address as it is looked for by a part of it."""
    return "".join(_WORD.findall(unicodedata.normalize("NFKC", text[:MAX_TEXT]).lower()))


def grams(text: str, size: int) -> list[str]:
    """Return every piece of this many signs, without repeats."""
    return list(dict.fromkeys(text[at : at + size] for at in range(len(text) - size + 1)))


def sort_key(text: str, language: str | None = None) -> str:
    """Return an ASCII string whose byte order is the order of names.

    Han by pinyin sign for sign, umlauts folded, Hangul by jamo in Korean lists
    (before Latin) and romanised in others. At most 200 characters.
    """
    out: list[str] = []
    text = unicodedata.normalize("NFKC", (text or "")[:100]).lower()
    family, _ = chinese.split_family(text) if text and script_of(text[0]) == "han" else ("", "")
    if family:
        out.append(chinese.family_pinyin(family) + " ")
    for char in text[len(family) :]:
        out.append(_sort_char(char, language))
    return re.sub(r"\s+", " ", "".join(out)).strip()[:200]


@lru_cache(maxsize=40_000)
def _sort_char(char: str, language: str | None) -> str:
    """Return the sort form of one character."""
    if char.isascii():
        return char if char.isalnum() or char == " " else " "
    if korean.is_syllable(char):
        if language == "ko":
            return f"!{ord(char) - 0xAC00:05d}"
        options = korean.syllable_spellings(char)
        return min(options, key=lambda k: options[k]) + " "
    if script_of(char) == "han":
        read = chinese.pinyin(char)
        return (read[0].replace("ü", "v") if read else "zz") + " "
    if script_of(char) == "latin":
        return letters(char)
    if not char.isalpha():
        return " "
    from anyascii import anyascii

    return re.sub(r"[^a-z0-9]", "", anyascii(char).lower())
