"""From a name as written to its variants: one script each, titles taken off.

Nothing here changes stored text; a variant is a working copy to compare by.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from .titles import (
    HAN_TITLES,
    HANGUL_HONORIFICS,
    HANGUL_TITLES,
    LATIN_TITLE_PARTS,
    LATIN_TITLES,
)

MAX_LENGTH = 120
_SAME = {
    **dict.fromkeys("’‘`´ʼʻ′＇", "'"), **dict.fromkeys("‐‑‒–—−﹣－", "-"), **dict.fromkeys("・‧•∙⋅．", "·"),
}
# Signs that NFKC would turn into letters or digits.
_MARKS = re.compile("[0-9#*]\ufe0f?\u20e3|[™℠]")
_BRACKETED = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|【([^【】]*)】|\"([^\"]*)\"")


class Variant(NamedTuple):
    """One writing in one script.

    ``tokens``: words in written order (for Latin lower case with diacritics,
    hyphens split). ``family``: index of the token that the writing itself marks
    as the family name (``XU Yu``, ``Yang, Min Seo``), or -1.
    """

    script: str
    text: str
    tokens: tuple[str, ...]
    family: int = -1
    titles: tuple[str, ...] = ()


class _Scripts(dict[str, str]):
    """The script of every character met so far."""

    def __missing__(self, char: str) -> str:
        self[char] = script = _find_script(char)
        return script


_SCRIPTS = _Scripts()


class _Signs(dict[int, str]):
    """What stands in a name for every character met so far: itself, one form of it, a space, or nothing.

    Nothing stands for what nobody sees (control and format characters, fillers, selectors of a form) and for pictures.
    """

    def __missing__(self, code: int) -> str:
        char = chr(code)
        category = unicodedata.category(char)
        if char in _SAME:
            sign = _SAME[char]
        elif char.isspace():
            sign = " "
        elif category[0] == "C" or category in ("So", "Me") or code in _UNSEEN:
            sign = ""
        else:
            sign = char
        self[code] = sign
        return sign


# The grapheme joiner, fillers of Hangul, Mongolian and general selectors, colours of skin.
_UNSEEN = frozenset(
    (0x34F, 0x115F, 0x1160, *range(0x180B, 0x180E), *range(0xFE00, 0xFE10), *range(0x1F3FB, 0x1F400), *range(0xE0100, 0xE01F0))
)
_SIGNS = _Signs()


def script_of(char: str) -> str:
    """Return han, hangul, latin, other, or '' for what belongs to no script."""
    return _SCRIPTS[char]


def _find_script(char: str) -> str:
    """Return the script of a character by where it stands in Unicode."""
    code = ord(char)
    if 0x41 <= code <= 0x24F:
        return "latin" if char.isalpha() else ""
    if 0x4E00 <= code <= 0x9FFF or 0x3400 <= code <= 0x4DBF or 0xF900 <= code <= 0xFAFF:
        return "han"
    if 0x20000 <= code <= 0x3FFFF or char in "〇々":
        return "han"
    if 0xAC00 <= code <= 0xD7A3 or 0x1100 <= code <= 0x11FF or 0x3130 <= code <= 0x318F:
        return "hangul"
    if 0x1E00 <= code <= 0x1EFF or code == 0x207F:
        return "latin"
    return "other" if char.isalpha() else ""


def plain(text: str) -> str:
    """Return text in NFKC, without signs that are no part of a name (control and format characters, pictures, ™), at
    most ``MAX_LENGTH`` characters long."""
    text = text[: MAX_LENGTH * 3]
    if not (text.isascii() and text.isprintable()):
        text = unicodedata.normalize("NFKC", _MARKS.sub("", text)).translate(_SIGNS)
    return " ".join(text.split())[:MAX_LENGTH].rstrip()


def dominant_script(text: str) -> str:
    """Return the script that most letters of the text have ('other' for none)."""
    counts: dict[str, int] = {}
    for char in text:
        script = script_of(char)
        if script:
            counts[script] = counts.get(script, 0) + 1
    return max(counts, key=lambda s: counts[s]) if counts else "other"


@lru_cache(maxsize=65_536)
def variants(text: str) -> tuple[Variant, ...]:
    """Return every writing that a name text holds.

    ``金民秀 (Kim Min-su)`` has two; a bracket in the script of the name itself
    is a remark and is left out.
    """
    result: list[Variant] = []
    for piece in _pieces(plain(text)):
        for script, run in _runs(piece):
            variant = _variant(script, run)
            if variant and variant not in result:
                result.append(variant)
    return tuple(result[:4])


def _pieces(text: str) -> list[str]:
    """Return a text without its brackets, and what brackets hold in another script."""
    outside = _BRACKETED.sub(" ", text)
    if outside == text:
        return [text]
    main_scripts = {script_of(c) for c in outside}
    pieces = [outside]
    for found in _BRACKETED.finditer(text):
        inside = next((g for g in found.groups() if g), "")
        if inside and (not outside.strip() or dominant_script(inside) not in main_scripts):
            pieces.append(inside)
    return pieces


def _runs(text: str) -> list[tuple[str, str]]:
    """Split a text into stretches of one script, the neutral signs going along."""
    scripts = {_SCRIPTS[char] for char in text} - {""}
    if len(scripts) < 2:
        return [(script, text.strip()) for script in scripts]
    runs: list[list[str]] = []
    for char in text:
        script = _SCRIPTS[char]
        if runs and (not script or runs[-1][0] in (script, "")):
            runs[-1][1] += char
            runs[-1][0] = runs[-1][0] or script
        else:
            runs.append([script, char])
    return [(script, run.strip()) for script, run in runs if script]


_BETWEEN = re.compile(r"[\s·,./=\-]+")


def _variant(script: str, run: str) -> Variant | None:
    """Make the variant of one stretch; None when nothing but titles is in it."""
    if script == "latin":
        return latin_variant(run)
    words = [run] if run.isalpha() else [w for w in _BETWEEN.split(run) if any(map(script_of, w))]
    titles: list[str] = []
    if script == "hangul":
        words = _strip_hangul_titles(words, titles)
    elif script == "han":
        words = _strip_han_titles(words, titles)
    words = [w if w.isalpha() else "".join(c for c in w if script_of(c)) for w in words]
    if not words:
        return None
    return Variant(script, "".join(words), tuple(words), -1, tuple(titles))


def _strip_hangul_titles(words: list[str], titles: list[str]) -> list[str]:
    """Take positions and honorifics off the end of a Hangul name."""
    while len(words) > 1:
        bare = words[-1]
        if bare.endswith("님"):
            bare = bare[:-1]
        if bare not in HANGUL_TITLES and words[-1] not in HANGUL_HONORIFICS[:2]:
            break
        titles.insert(0, words.pop())
    if not words:
        return words
    last = words[-1]
    if last.endswith(("님", "씨")) and len(last) >= 3:
        stem = last[:-1]
        title = next((t for t in HANGUL_TITLES if stem.endswith(t) and len(stem) > len(t)), "")
        titles.insert(0, title + last[-1])
        words[-1] = stem[: len(stem) - len(title)]
    elif len(words) == 1 and len(last) >= 5:
        title = next((t for t in HANGUL_TITLES if last.endswith(t)), "")
        if title and len(last) - len(title) in (3, 4):
            titles.insert(0, title)
            words[-1] = last[: -len(title)]
    return words


def _strip_han_titles(words: list[str], titles: list[str]) -> list[str]:
    """Take positions and forms of address off the end of a Han name."""
    while len(words) > 1 and words[-1] in HAN_TITLES:
        titles.insert(0, words.pop())
    if words and words[-1].endswith(HAN_TITLES):
        last = words[-1]
        for title in HAN_TITLES:
            rest = len(last) - len(title)
            # 王总 keeps the family name; 陈董 and 李工 only when one sign is left.
            enough = rest == 1 if title in ("董", "工") else rest >= 1
            if last.endswith(title) and enough and len(words) == 1:
                titles.insert(0, title)
                words[-1] = last[:rest]
                break
    return words


def latin_variant(run: str) -> Variant | None:
    """Make the variant of a Latin name: titles off, comma order undone."""
    titles: list[str] = []
    parts = [_latin_words(part, titles) for part in run.split(",")]
    parts = [part for part in parts if part]
    if not parts:
        return None
    family = -1
    if len(parts) == 2 and len(parts[0]) <= 3:
        # "Yang, Min Seo": what stands before the comma is the family name.
        family = len(parts[1]) if len(parts[0]) == 1 else -1
        parts = [parts[1], parts[0]]
    words = [word for part in parts for word in part]
    if family < 0:
        family = _capital_family(words)
    tokens: list[str] = []
    family_token = -1
    for index, word in enumerate(words):
        if index == family:
            family_token = len(tokens)
        word = word.lower().strip(".'")
        tokens += [word] if word.isalpha() else [t for t in _INNER.split(word) if t]
    if not tokens:
        return None
    return Variant("latin", " ".join(words), tuple(tokens[:10]), family_token, tuple(titles))


# A dot, or two letters that nobody can speak: JC; Ng is a family name.
_INITIALS = re.compile(r"\.|^(?!NG$)[B-DF-HJ-NP-TV-XZ]{2}$")


def _capital_family(words: list[str]) -> int:
    """Return the index of the only word in capitals (``Peter MUSTER``), or -1."""
    capital = [i for i, w in enumerate(words) if len(w) > 1 and w.isupper() and not _INITIALS.search(w)]
    return capital[0] if len(capital) == 1 and len(words) > 1 else -1


_CLOSE_DOT = re.compile(r"\.(?=[^\s.\-])")
_WORD_ENDS = re.compile(r"[\s\"!?:;|*=+<>@#&]+")
_INNER = re.compile(r"[-·/_]+")


def _latin_words(part: str, titles: list[str]) -> list[str]:
    """Split one part into words and move its titles away."""
    words: list[str] = []
    if "." in part:
        part = _CLOSE_DOT.sub(". ", part)
    for word in _WORD_ENDS.split(part):
        word = word.strip("-_·/\\()[]{}“”„«»")
        if not (word.isalnum() or any(c.isalnum() for c in word)):
            continue
        if is_latin_title(word, bool(titles) and not words):
            titles.append(word)
        else:
            words.append(word)
    return words


@lru_cache(maxsize=20_000)
def is_latin_title(word: str, after_title: bool = False) -> bool:
    """Tell whether a word is a form of address or degree (Dr.-Ing., Frau, MBA)."""
    pieces = [p for p in re.split(r"[.\-]", word.lower()) if p]
    if not pieces:
        return False
    if len(pieces) == 1:
        known = LATIN_TITLE_PARTS if after_title else LATIN_TITLES
        short_capitals = pieces[0] in ("ma", "ba", "mp", "mag", "lady", "med", "nat", "pol", "hr", "hrn", "fr")
        if short_capitals and not after_title:
            # "Ma" and "Ba" are family names; a degree stands in capitals or with a dot.
            return word.endswith(".") or pieces[0] in ("lady", "mp")
        return pieces[0] in known
    return pieces[0] in LATIN_TITLES and all(p in LATIN_TITLE_PARTS for p in pieces)


# A bank and an institute are called so too: as a title in what somebody asks for, it stands with a dot.
_ASKED_WITH_DOT = frozenset(["ing"])
_ASKED_WORDS = re.compile(r"[\s,，、;；]+")


@lru_cache(maxsize=500)
def without_address(text: str) -> str:
    """Return what somebody asks for without forms of address and titles (Frau Dr. Vogel, 王总, 김민수 부장님); empty where
    there are none, or nothing else."""
    if " " in text and "@" not in text:
        text = _CLOSE_DOT.sub(". ", text)
    words = [word for word in _ASKED_WORDS.split(text) if word]
    kept: list[str] = []
    for place, word in enumerate(words):
        if rest := _unaddressed(word, place > 0 and not kept):
            kept.append(rest)
    return " ".join(kept) if kept != words else ""


def _unaddressed(word: str, after_title: bool) -> str:
    """Return one word of a query without its title: empty where it is nothing else."""
    script = script_of(word[0])
    if script == "latin":
        return "" if is_latin_title(word, after_title) and word.lower() not in _ASKED_WITH_DOT else word
    if script not in ("han", "hangul") or {script_of(sign) for sign in word} != {script}:
        return word
    if word in HAN_TITLES or word.removesuffix("님") in ("", *HANGUL_TITLES) or word == "씨":
        return ""
    strip = _strip_han_titles if script == "han" else _strip_hangul_titles
    return strip([word], [])[0]
