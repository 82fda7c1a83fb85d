"""Could these two names be one name? Names only, across scripts."""

from __future__ import annotations

from functools import lru_cache
from unicodedata import normalize

from . import chinese, korean, latin, malay, sound, sound_names, southern
from .chinese_tables import COMMON_ABROAD
from .clean import Variant, plain, variants

THRESHOLD = 0.75
# A family name alone says little in any script.
_ONE_NAME = 0.68
_SAME_FAMILY = 0.4


@lru_cache(maxsize=131_072)
def name_match(a: str, b: str) -> tuple[float, bool]:
    """Return (score 0–1, could be one name) for two names in any script.

    Nothing but the names is looked at; both directions answer the same, and no text raises. A family name alone matches only the
    very same text: an equal Kim is worth almost nothing.
    """
    best = 0.0
    for one in variants(a):
        for other in variants(b):
            best = max(best, _pair(one, other))
            if best >= 1.0:
                return 1.0, True
    if best < THRESHOLD and _one_text(a, b):
        # A name of signs alone can only be told to be the same text.
        best = THRESHOLD if variants(a) else 1.0
    best = max(0.0, min(1.0, best))
    return round(best, 4), best >= THRESHOLD


def _one_text(a: str, b: str) -> bool:
    """Tell whether two names are one text but for case, width and signs that nobody sees."""
    if normalize("NFKC", a) == normalize("NFKC", b):
        return True
    words_a, words_b = ([variant.tokens for variant in variants(text)] for text in (a, b))
    return words_a == words_b and plain(a).casefold() == plain(b).casefold() != ""


def _pair(a: Variant, b: Variant) -> float:
    """Return the likeness of two writings."""
    if a.script == b.script:
        return _same_script(a, b)
    if "other" in (a.script, b.script):
        return _romanised(a, b)
    scripts = {a.script: a, b.script: b}
    if "latin" not in scripts:
        return _han_hangul(scripts["han"], scripts["hangul"])
    if "hangul" in scripts:
        return _hangul_latin(scripts["hangul"], scripts["latin"])
    return _han_latin(scripts["han"], scripts["latin"])


def _same_script(a: Variant, b: Variant) -> float:
    """Compare two writings in one script."""
    if a.script == "latin":
        score = latin.likeness(a.tokens, b.tokens, a.family, b.family)
        if THRESHOLD <= score < 1 and _another_korean(_plain(a), _plain(b)):
            score = _SAME_FAMILY
        if score < 0.94 and korean.latin_latin_match(_plain(a), _plain(b)):
            score = 0.94
        if score < 0.9 and chinese.latin_latin_match(_plain(a), _plain(b)):
            score = 0.9
        return score
    if a.script == "han":
        one, other = chinese.simplified(a.text), chinese.simplified(b.text)
        if one == other:
            return 1.0 if len(one) > 1 else 0.4
        if len(one) < 2 or len(other) < 2:
            return 0.35 if one[0] == other[0] else 0.0
        if len(a.tokens) > 1 and len(b.tokens) > 1:
            return 0.9 * sound.name_likeness("han", a.tokens, "han", b.tokens)
        return 0.6 if chinese.name_pinyin(one) == chinese.name_pinyin(other) else 0.2
    if a.text == b.text or sorted(a.tokens) == sorted(b.tokens):
        return 1.0 if len(a.text) > 1 else 0.4
    if len(a.tokens) == 2 and a.tokens[1] + a.tokens[0] == b.text:
        return 0.98
    if len(b.tokens) == 2 and b.tokens[1] + b.tokens[0] == a.text:
        return 0.98
    if a.script == "hangul":
        return _hangul_hangul(a, b)
    return _romanised(a, b)


def _another_korean(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Tell whether what looks like a slip of the keyboard is another Korean name, and no European given name."""
    return latin.western_given_names().isdisjoint(a + b) and korean.are_other_names(a, b)


def _hangul_hangul(a: Variant, b: Variant) -> float:
    """Compare two different Hangul writings: the initial rule, foreign names."""
    same_given = len(a.text) > 1 and a.text[1:] == b.text[1:]
    if same_given and korean.fold_family(a.text[0]) == korean.fold_family(b.text[0]):
        return 0.95
    if len(a.tokens) > 1 and len(b.tokens) > 1:
        return 0.88 * sound.name_likeness("hangul", a.tokens, "hangul", b.tokens)
    return 0.2


def _plain(variant: Variant) -> tuple[str, ...]:
    """Return the words of a Latin writing in plain letters."""
    return _plain_words(variant.tokens)


@lru_cache(maxsize=65_536)
def _plain_words(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return words in plain letters."""
    return tuple(filter(None, map(latin.letters, tokens)))


def _hangul_latin(hangul: Variant, roman: Variant) -> float:
    """Compare Hangul with Latin letters: Korean reading first, then by sound."""
    text = hangul.text
    best = 0.0
    if 2 <= len(text) <= 5 and len(hangul.tokens) <= 2:
        names = [text] if len(hangul.tokens) == 1 else [text, hangul.tokens[1] + hangul.tokens[0]]
        for words, penalty in _without_western(roman):
            for name in names:
                best = max(best, _from_cost(korean.hangul_latin_cost(name, *words)) - penalty)
    elif len(text) == 1:
        return 0.4 if text in {f for w in _plain(roman) for f in korean.families_of_latin(w)} else 0.0
    if best < THRESHOLD and (len(hangul.tokens) > 1 or len(text) > 4):
        best = max(best, _by_sound(hangul, roman))
    return best


def _han_latin(han: Variant, roman: Variant) -> float:
    """Compare Han with Latin letters: reading by reading, then by sound."""
    text = han.text
    best = 0.0
    if len(text) == 1:
        return 0.4 if chinese.family_latin(text) & set(_plain(roman)) else 0.0
    if len(text) <= 4:
        for words, penalty in _without_western(roman):
            cost, _ = chinese.han_latin_cost(text, *words)
            best = max(best, _from_cost(cost) - penalty)
        if best < THRESHOLD:
            best = max(best, _southern(text, roman))
        if best < THRESHOLD:
            best = max(best, _english_name(text, roman))
    if best < THRESHOLD and not _looks_native(han, roman):
        best = max(best, _by_sound(han, roman))
    if best < THRESHOLD and len(han.tokens) == 1:
        best = max(best, _by_ear(text, roman))
    return best


def _by_ear(han: str, roman: Variant) -> float:
    """Value a Malay, Muslim or Indian name in Chinese signs, brought to the common threshold."""
    words = _plain(roman)
    if not asked_by_ear(han, words):
        return 0.0
    most = 0.9 if len(words) > 1 else _ONE_NAME
    return max(0.0, min(most, THRESHOLD + 0.5 * (malay.accounted(han, words) - malay.ENOUGH)))


def asked_by_ear(han: str, words: tuple[str, ...]) -> bool:
    """Tell whether Latin words may be a name by ear: not Chinese or Korean, which are read and not heard."""
    western = latin.western_given_names()
    if len(han) < 2 or all(word in western or southern.is_syllable(word) for word in words):
        return False
    return chinese.family_latin(han).isdisjoint(words) and not (len(han) < 4 and _asian_family(words))


def _asian_family(words: tuple[str, ...]) -> bool:
    """Tell whether either end of a Latin name is a Korean family name."""
    return bool(korean.families_of_latin(words[0]) or korean.families_of_latin(words[-1]))


def _southern(han: str, roman: Variant) -> float:
    """Value a Hokkien, Teochew, Hakka or Cantonese spelling, brought to the common threshold."""
    speaks = southern.evidence(han, _plain(roman), latin.western_given_names())
    return max(0.0, min(0.9, THRESHOLD + 0.03 * (speaks - southern.ENOUGH)))


def _english_name(han: str, roman: Variant) -> float:
    """Value adopted given names alone beside the right family name (Jack Mok)."""
    *given, family = _plain(roman) or ("",)
    western = latin.western_given_names()
    if not 1 <= len(given) <= 2 or not all(word in western for word in given):
        return 0.0
    if family not in chinese.family_latin(han):
        return 0.0
    # Who shares a common family name and shows only an English name may be anybody.
    return 0.6 if chinese.simplified(han[0]) in COMMON_ABROAD else 0.76


def _without_western(roman: Variant) -> list[tuple[tuple[tuple[str, ...], int], float]]:
    """Return the words to align: all of them, and without an adopted given name."""
    words = _plain(roman)
    if len(words) != len(roman.tokens):
        return [((words, -1), 0.0)] if words else []
    found: list[tuple[tuple[tuple[str, ...], int], float]] = [((words, roman.family), 0.0)]
    if len(words) >= 3:
        western = latin.western_given_names()
        for index in (0, len(words) - 1):
            if words[index] in western:
                family = roman.family - (roman.family > index) if roman.family != index else -1
                found.append(((words[:index] + words[index + 1 :], family), 0.03))
    return found


def _han_hangul(han: Variant, hangul: Variant) -> float:
    """Compare Han with Hangul: Hanja readings, then by sound."""
    if len(han.tokens) == 1:
        cost = korean.han_hangul_cost(han.text, hangul.text)
        if cost < 9:
            return (1.0 if len(han.text) > 1 else 0.4) - cost / 2
    if len(hangul.tokens) > 1 or len(hangul.text) > 4 or len(han.tokens) > 1:
        return _by_sound(han, hangul)
    return 0.0


def _by_sound(heard: Variant, written: Variant) -> float:
    """Return the likeness by ear of a transcribed name, brought to the common threshold."""
    words = written.tokens
    odds = sound_names.odds(heard.script, heard.tokens, written.script, words)
    if odds is None:
        return 0.0
    if len(words) == 1:
        return max(0.0, min(_ONE_NAME, THRESHOLD + 0.05 * odds))
    return max(0.0, min(0.95, THRESHOLD + (0.02 if odds > 0 else 0.05) * odds))


def _looks_native(han: Variant, roman: Variant) -> bool:
    """Tell whether a Han name beside a Chinese or Korean one cannot be by ear."""
    if len(han.tokens) > 1 or len(han.text) > 4 or not chinese.split_family(han.text)[0]:
        return False
    words = _plain(roman)
    own = chinese.family_latin(han.text)
    return not words or any(w in own or korean.families_of_latin(w) for w in (words[0], words[-1]))


def _from_cost(cost: float) -> float:
    """Turn the cost of an alignment into a score; 0.6 is where doubt begins."""
    return max(0.0, 1.0 - cost * 0.42) if cost < 9 else 0.0


def _romanised(a: Variant, b: Variant) -> float:
    """Compare scripts we have no rules for through a plain transliteration."""
    from anyascii import anyascii

    one = tuple(anyascii(t).lower() for t in a.tokens)
    other = tuple(anyascii(t).lower() for t in b.tokens)
    return 0.97 * latin.likeness(tuple(filter(None, one)), tuple(filter(None, other)))
