"""A name in Latin letters as its language is usually read; a help for readers, never the person's own spelling."""

from __future__ import annotations

from functools import lru_cache

from . import chinese, korean
from .clean import script_of
from .readings import syllables


@lru_cache(maxsize=20_000)
def romanised(text: str) -> str | None:
    """Return ``Kim Minsu`` for 김민수 and ``Li Lei`` for 李雷, family name first; None for what is no such name."""
    name = "".join((text or "").split())
    scripts = {script_of(char) for char in name}
    if not 2 <= len(name) <= 4 or len(scripts) != 1:
        return None
    if scripts == {"hangul"} and all(map(korean.is_syllable, name)):
        family = korean.family_of(name)
        spelled = korean.FAMILY_SPELLINGS.get(family)
        return _joined(next(iter(spelled)), [_usual(char) for char in name[len(family) :]]) if spelled else None
    if scripts == {"han"}:
        family, given = chinese.split_family(name)
        read = [next(iter(chinese.pinyin(char)), "") for char in given]
        return _joined(chinese.family_pinyin(family), read) if family and given and all(read) else None
    return None


def is_romanised(text: str) -> bool:
    """Tell whether lower-case letters can be read as syllables of Korean names or of pinyin."""
    return any(_in_syllables(text, known) for known in (korean.spelled_syllables(), syllables()))


def _in_syllables(text: str, known: frozenset[str]) -> bool:
    """Tell whether a text is nothing but these syllables, of at most six letters each."""
    ends = {0}
    for end in range(1, len(text) + 1):
        if any(start in ends and text[start:end] in known for start in range(max(0, end - 6), end)):
            ends.add(end)
    return len(text) in ends


def _usual(syllable: str) -> str:
    """Return the spelling of a syllable that is met most often."""
    options = korean.syllable_spellings(syllable)
    return min(options, key=lambda spelling: options[spelling]) if options else ""


def _joined(family: str, given: list[str]) -> str | None:
    """Return family and given name with capitals; ``lv`` is typed for ``lü``."""
    if not all(given):
        return None
    words = [word.replace("v", "ü") for word in (family, "".join(given)) if word]
    return " ".join(word[:1].upper() + word[1:] for word in words)
