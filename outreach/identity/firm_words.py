"""Words that firms' names are made of, as one meaning in four languages.

A firm translates what it does and transcribes what it is called: 示例光电 is Shili Photonics.
Each line of ``firm_words.tsv`` is one meaning: a code, then its words in Chinese (simplified;
Taiwan's word beside it), English, German and Korean. ``*`` marks what a firm does, which one
language may leave out; ``~`` marks what says nothing (group, company).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from .names.chinese import simplified

TABLE = Path(__file__).with_name("firm_words.tsv")


def _parts(line: str) -> tuple[str, str, tuple[list[str], ...]]:
    """Split a line into its mark, code and the words of each language."""
    code, *words = line.split("\t")
    mark = code[0] if code[0] in "*~" else ""
    return mark, code.lstrip("*~"), tuple(part.split() for part in words)


@lru_cache(maxsize=1)
def meanings() -> tuple[dict[str, frozenset[str]], frozenset[str], frozenset[str]]:
    """Return (word in any of the languages -> codes of its meanings, codes of what firms do, codes that say nothing)."""
    found: dict[str, set[str]] = {}
    doing, empty = set(), set()
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        mark, code, languages = _parts(line)
        {"*": doing, "~": empty, "": set()}[mark].add(code)
        for word in (w for words in languages for w in words):
            found.setdefault(word, set()).add(code)
    return {word: frozenset(codes) for word, codes in found.items()}, frozenset(doing), frozenset(empty)


@lru_cache(maxsize=20_000)
def meaning(word: str) -> frozenset[str]:
    """Return the codes of a word in lower case, plural or singular; empty for a word that is only a name."""
    table = meanings()[0]
    if word in table or not word.isascii():
        return table.get(word, frozenset())
    singular = re.sub(r"(?:(?<=..)ie)?s$", lambda m: "y" if m.group() == "ies" else "", word)
    return table.get(singular, frozenset())


@dataclass(frozen=True)
class Piece:
    """A stretch of a name: its text and the codes of its meanings, none for a proper name."""

    text: str
    codes: frozenset[str]


@lru_cache(maxsize=50_000)
def pieces(word: str) -> tuple[Piece, ...]:
    """Cut a word into stretches that mean something and stretches that only name.

    Words without spaces (Chinese, Korean) are cut so that meanings of two signs and more cover as much as they can; a
    German compound gives up its last part (Musterlasertechnik: muster, lasertechnik).
    """
    if word.isascii() or not _JOINED.search(word):
        return _latin_pieces(word)
    word = simplified(word) if _HAN.search(word) else word
    table = meanings()[0]
    # best[i]: (signs covered, fewest pieces) and the pieces of the first i signs.
    best: list[tuple[tuple[int, int], tuple[Piece, ...]]] = [((0, 0), ())]
    for end in range(1, len(word) + 1):
        (covered, cuts), before = best[end - 1]
        if before and not before[-1].codes:
            option = ((covered, cuts), (*before[:-1], Piece(before[-1].text + word[end - 1], frozenset())))
        else:
            option = ((covered, cuts - 1), (*before, Piece(word[end - 1], frozenset())))
        for size in range(2, min(8, end) + 1):
            codes = table.get(word[end - size : end])
            if codes:
                (covered, cuts), before = best[end - size]
                found = ((covered + size, cuts - 1), (*before, Piece(word[end - size : end], codes)))
                option = max(option, found, key=lambda o: o[0])
        best.append(option)
    return best[-1][1]


def translated(text: str) -> tuple[Piece, ...]:
    """Return the signs of a short proper name one by one if every one has a meaning (黑石: black, stone), else nothing."""
    found = tuple(Piece(sign, meanings()[0].get(sign, frozenset())) for sign in text)
    return found if 2 <= len(found) <= 3 and all(p.codes for p in found) else ()


@lru_cache(maxsize=20_000)
def compound(word: str) -> tuple[Piece, ...]:
    """Return the two words that a Latin name is joined of (greenbridge: green, bridge), or nothing."""
    for place in range(3, len(word) - 2):
        head, tail = meaning(word[:place]), meaning(word[place:])
        if head and tail:
            return (Piece(word[:place], head), Piece(word[place:], tail))
    return ()


_JOINED = re.compile("[\u3400-\u9fff\uac00-\ud7a3]")
_HAN = re.compile("[\u3400-\u9fff]")
_GERMAN_ENDS = (
    "technologie", "maschinen", "elektronik", "industrie", "logistik", "systeme", "technik", "metall", "medien", "werke",
    "chemie", "pharma", "optik", "werk", "bau",
)


def _latin_pieces(word: str) -> tuple[Piece, ...]:
    """Cut a Latin word where it is a German compound of a name and what the firm does."""
    codes = meaning(word)
    if codes:
        return (Piece(word, codes),)
    for end in _GERMAN_ENDS:
        head = word[: -len(end)].rstrip("-")
        if word.endswith(end) and len(head) >= 3:
            return (*_latin_pieces(head), Piece(end, meaning(end)))
    return (Piece(word, frozenset()),)
