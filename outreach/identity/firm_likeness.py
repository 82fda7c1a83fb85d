"""Could these two be one firm's name? Names only, in one script and across scripts."""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import product

from .firm_parts import ParsedOrganisation, parse_organisation, writings
from .firm_words import Piece, compound, meaning, meanings, pieces, translated
from .legal_forms import forms_clash
from .names import chinese, korean, sound_names
from .names.latin import strip_marks

#: From this likeness on two names in different scripts count as one, from the second on they sound alike.
ACROSS, SOUNDS = 0.6, 0.35
#: Log odds of a name across scripts; measured by cross-validation on labelled pairs (docs/identity.md).
NOTHING_HEARD = -8.0
_EVEN, _WORKED, _NAMED, _MISSING, _OTHER_TRADE, _ALL_WORDS = 0.0, 3.5, 2.0, -0.5, -2.0, 2.0
_SPELLED = {
    "labour": "labor", "centre": "center", "defence": "defense", "intl": "international", "natl": "national", "dept": "department",
    "univ": "university", "assoc": "association", "bros": "brothers", "mfg": "manufacturing", "gebr": "gebrueder",
    "st": "saint", "mt": "mount", "tyre": "tire", "aluminium": "aluminum", "grey": "gray", "theatre": "theater",
}
RELATIONS = ("different", "unclear", "number", "sound", "contained", "acronym", "alike", "related", "same")


@lru_cache(maxsize=100_000)
def firm_relation(a: str, b: str) -> tuple[str, float]:
    """Return (relation, likeness 0–1) of two firm names.

    Relations: ``same`` key; ``related`` (same key, but form, place or group
    differ); ``alike`` (typing, translation); ``acronym``; ``contained`` (one has
    words more that say what it does); ``number`` (alike but for a number);
    ``sound`` (other script, begins alike); ``unclear`` (other script);
    ``different``.
    """
    found = [_relation(parse_organisation(x), parse_organisation(y)) for x, y in product(writings(a), writings(b))]
    return max(found, key=lambda f: (RELATIONS.index(f[0]), f[1]))


def firm_name_match(a: str, b: str) -> tuple[float, bool]:
    """Return (score 0–1, could be one firm's name) for two names in any script; nothing but the names is looked at."""
    relation, likeness = firm_relation(a, b)
    return round(likeness, 4), relation in ("same", "alike", "acronym")


def _relation(a: ParsedOrganisation, b: ParsedOrganisation) -> tuple[str, float]:
    """Compare two names taken apart."""
    if not a.key or not b.key:
        return "unclear", 0.3
    if a.script != b.script:
        relation, likeness = _across(a, b)
    elif a.core == b.core:
        relation, likeness = "same", 1.0
    else:
        relation, likeness = _in_one_script(a, b)
    close = relation in ("same", "alike", "acronym", "contained")
    if close and a.numbers != b.numbers:
        return "number", min(likeness, 0.5)
    if close and _kin(a, b):
        return "related", min(likeness, 0.6)
    return relation, likeness


def likely(odds: float) -> float:
    """Return log odds as a likelihood 0–1."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def _kin(a: ParsedOrganisation, b: ParsedOrganisation) -> bool:
    """Tell whether an equal name hides two firms of one house: other form, place or part."""
    across = a.script != b.script
    if not across and a.part != b.part or "branch" in (a.part, b.part) and a.part != b.part:
        return True
    return forms_clash(a.legal_form, b.legal_form) or places_clash(a, b)


def places_clash(a: ParsedOrganisation, b: ParsedOrganisation) -> bool:
    """Tell whether the place parts, or a place part and the other's form, name two places or countries."""
    if a.where and b.where:
        one, other = a.where, b.where
        whole = one[0] == one[1] or other[0] == other[1]
        return one[1] != other[1] if whole else one[0] != other[0]
    for one, other in ((a, b), (b, a)):
        if one.where and one.where[1] and not other.where and other.country_hint:
            return one.where[1] != other.country_hint
        if one.place and not one.where and b.place and a.place:
            return a.place != b.place
    return False


def _in_one_script(a: ParsedOrganisation, b: ParsedOrganisation) -> tuple[str, float]:
    """Compare two different keys in one script."""
    if a.script != "latin":
        return _without_spaces(a, b)
    one, other = _words(a), _words(b)
    if "".join(one) == "".join(other):
        return "same", 0.98
    if _is_acronym(one, other) or _is_acronym(other, one):
        return "acronym", 0.76
    # Typing is judged word by word, unless words are written together on one side.
    typing = _mistyped("".join(one), "".join(other)) == 1 if len(one) != len(other) else 0
    pairs = _aligned(one, other)
    if pairs is not None:
        return ("alike", 0.97 - 0.03 * pairs) if pairs else ("same", 0.99)
    left_a = [w for w in one if w not in other]
    left_b = [w for w in other if w not in one]
    if typing and not (left_a and left_b and _mean_different(left_a, left_b)):
        return "alike", 0.9
    if (not left_a or not left_b) and _only_says_what_it_does(left_a + left_b) and _proper(w for w in one if w in other):
        return "contained", 0.7
    from rapidfuzz.fuzz import ratio

    return "different", min(0.65, ratio(" ".join(one), " ".join(other)) / 100)


def _words(parsed: ParsedOrganisation) -> list[str]:
    """Return the words in one spelling."""
    words = (_SPELLED.get(strip_marks(word), word) for word in parsed.words)
    return [w.replace("isation", "ization").replace("ising", "izing") for w in words if w not in ("of", "for", "de", "et")]


def _is_acronym(short: list[str], long: list[str]) -> bool:
    """Tell whether one word is made of the other's first letters (at least three)."""
    return len(short) == 1 and 3 <= len(short[0]) == len(long) and short[0] == "".join(w[0] for w in long)


def _mistyped(a: str, b: str, least: int = 6) -> int:
    """Return how many letters differ between two words if that can be typing, else 0."""
    from rapidfuzz.distance import OSA

    size = max(len(a), len(b))
    allowed = 1 if size < 9 else 2
    if size < least or abs(len(a) - len(b)) > allowed:
        return 0
    distance = OSA.distance(a, b, score_cutoff=allowed)
    return distance if distance <= allowed and not any(c.isdigit() for c in a + b) else 0


def _aligned(a: list[str], b: list[str]) -> int | None:
    """Return how many words differ in typing or language if every word has its partner, else None."""
    if len(a) != len(b):
        return None
    left, differing = list(b), 0
    for word in sorted(a, key=lambda w: w not in b):
        if word in left:
            left.remove(word)
            continue
        partner = next((w for w in left if _one_word(word, w)), None)
        if partner is None and (short := next((w for w in left if _one_word(word, w, 5)), None)) and _long_word_shared(a, b):
            partner = short
        if partner is None:
            return None
        left.remove(partner)
        differing += 1
    return differing if differing <= 2 else None


def _long_word_shared(a: list[str], b: list[str]) -> bool:
    """Tell whether two names share a long word that is no trade: beside it, a shorter word may hold a slip too."""
    return any(len(w) >= 8 and not meaning(w) and any(w == v or _mistyped(w, v) for v in b) for w in a)


def _one_word(a: str, b: str, least: int = 6) -> bool:
    """Tell whether two words are one: mistyped, or one meaning in two languages or numbers of grammar."""
    codes_a, codes_b = meaning(a), meaning(b)
    if codes_a and codes_b:
        return codes_a == codes_b
    return bool(_mistyped(a, b, least))


def _mean_different(a: list[str], b: list[str]) -> bool:
    """Tell whether the words that differ are known words of two meanings."""
    codes_a = frozenset().union(*map(meaning, a))
    codes_b = frozenset().union(*map(meaning, b))
    return bool(codes_a and codes_b and not codes_a & codes_b)


def _only_says_what_it_does(words: list[str]) -> bool:
    """Tell whether words name only trades and fields."""
    _, doing, empty = meanings()
    return all(meaning(w) and meaning(w) <= doing | empty for w in words)


def _proper(words) -> bool:
    """Tell whether some word is a name and no trade."""
    return any(len(w) >= 3 and not meaning(w) for w in words)


def _without_spaces(a: ParsedOrganisation, b: ParsedOrganisation) -> tuple[str, float]:
    """Compare two Chinese or two Korean names: the proper part must be equal, what the firm does may be missing."""
    one, other = pieces(a.core), pieces(b.core)
    if {p.text for p in one if not p.codes} == {p.text for p in other if not p.codes} and any(not p.codes for p in one):
        codes_a, codes_b = ([p.codes for p in side if p.codes] for side in (one, other))
        if len(codes_a) == len(codes_b) and all(map(frozenset.intersection, codes_a, codes_b)):
            return "alike", 0.95
        if not _conflict(one, other):
            return "contained", 0.7
    if len(a.core) == len(b.core) >= 6 and sum(x != y for x, y in zip(a.core, b.core, strict=True)) == 1:
        differing = next((x, y) for x, y in zip(a.core, b.core, strict=True) if x != y)
        if chinese.pinyin(differing[0])[:1] == chinese.pinyin(differing[1])[:1] != ():
            return "alike", 0.9
    from rapidfuzz.fuzz import ratio

    return "different", min(0.65, ratio(a.core, b.core) / 100)


def _conflict(a: tuple[Piece, ...], b: tuple[Piece, ...]) -> bool:
    """Tell whether both sides say what they do, and neither repeats the other."""
    codes_a = [p.codes for p in a if p.codes]
    codes_b = [p.codes for p in b if p.codes]
    alone_a = [c for c in codes_a if not any(c & d for d in codes_b)]
    alone_b = [c for c in codes_b if not any(c & d for d in codes_a)]
    return bool(alone_a and alone_b)


def _across(a: ParsedOrganisation, b: ParsedOrganisation) -> tuple[str, float]:
    """Compare two names in different scripts: what is translated by meaning, what is transcribed by ear."""
    if b.script not in ("han", "hangul") or a.script == "hangul":
        a, b = b, a
    scripts = (a.script, b.script)
    if "other" in scripts:
        return _transliterated(a, b)
    # b is written without spaces now; a is Latin, or Han beside Hangul.
    score = max(_meeting(side_a, side_b, *scripts) for side_a, side_b in product(_sides(a, b), _sides(b, a)))
    if score >= ACROSS:
        return "alike", score
    return ("sound", score) if score >= SOUNDS else ("unclear", min(score, 0.5))


def _sides(parsed: ParsedOrganisation, other: ParsedOrganisation) -> list[list[Piece]]:
    """Return the ways to read a name: its pieces, and a short proper name sign by sign as words.

    A place that was cut off only here stands in the other name as one of its words (Bank of Canada).
    """
    found = [p for word in parsed.words for p in pieces(word) if p.text not in ("of", "and", "for", "de")]
    if parsed.place and not other.place:
        found.append(Piece("", meaning(parsed.place) or frozenset({parsed.place})))
    ways = [found]
    if parsed.script == "han":
        spelled = [q for p in found for q in (translated(p.text) or (p,))]
        if len(spelled) > len(found):
            ways.append(spelled)
    elif parsed.script == "latin":
        parted = [q for p in found for q in (compound(p.text) or (p,))]
        if len(parted) > len(found):
            ways.append(parted)
    return ways


def _meeting(a: list[Piece], b: list[Piece], script_a: str, script_b: str) -> float:
    """Return how well two readings meet: what is translated alike, and how the rest sounds."""
    _, doing, empty = meanings()
    rest_a, rest_b, met = list(a), list(b), []
    for piece in a:
        partner = next((q for q in rest_b if piece.codes & q.codes), None)
        if partner:
            rest_a.remove(piece)
            rest_b.remove(partner)
            met.append(piece.codes & partner.codes)
    rest_a, rest_b = ([p for p in rest if p.text and not p.codes or not p.codes <= empty] for rest in (rest_a, rest_b))
    named = sum(not codes <= doing | empty for codes in met)
    worked = sum(bool(codes & doing) for codes in met)
    if not any(p.text for p in rest_a + rest_b):
        return 0.94 if named or worked >= 2 else 0.4
    heard = NOTHING_HEARD
    for left_a, missing_a in _kept(rest_a, doing):
        for left_b, missing_b in _kept(rest_b, doing):
            missing = _MISSING * (missing_a + missing_b) + _OTHER_TRADE * (missing_a and missing_b)
            if left_a and left_b:
                heard = max(heard, by_ear(left_a, left_b, script_a, script_b) + missing)
            elif not left_a and not left_b and named >= 2:
                heard = max(heard, _ALL_WORDS)
    return likely(_EVEN + heard + _WORKED * min(2, worked) + _NAMED * min(2, named))


def _kept(rest: list[Piece], doing: frozenset[str]) -> list[tuple[str, bool]]:
    """Return (what may be heard, is something left out) with and without the words for what the firm does."""
    whole = "".join(p.text for p in rest)
    # A lone sign between words is an ending (旅行家), a place without a partner may be left out.
    some = "".join(p.text for p in rest if not p.codes & doing and (len(rest) == 1 or len(p.text) > 1 or p.codes))
    return [(whole, False)] if some == whole else [(whole, False), (some, True)]


@lru_cache(maxsize=50_000)
def by_ear(one: str, other: str, script_a: str, script_b: str) -> float:
    """Return the log odds, at most 8, that proper names of two scripts are one by ear; ``other`` is Han or Hangul.

    The reading of the signs (pinyin, Cantonese, Korean) counts beside the transcription of a foreign name.
    """
    if script_a == "han":
        cost = korean.han_hangul_cost(one, other)
        return max(6.0 - 8 * cost if cost < 9 else NOTHING_HEARD, _heard("han", one, "hangul", other))
    one = "".join(c for c in strip_marks(one) if c.isalnum())
    if other.isascii():
        return 6.0 if one == other else NOTHING_HEARD
    best = _heard(script_b, other, "latin", one)
    if one.endswith("s") and len(one) > 4:
        # Edwards, Kellogg's: the ending is often not heard.
        best = max(best, _heard(script_b, other, "latin", one[:-1]) - 0.5)
    if len(other) >= 2 and len(one) <= 8 * len(other):
        for system, surplus in (("mandarin", 6.5), ("cantonese", 5.0)) if script_b == "han" else (("korean", 6.5),):
            steps = _steps(other, script_b, system)
            cost = korean.align(steps, one, 0.9) if all(steps) and korean.begins(steps[0], one) else 9.0
            best = max(best, surplus - 8 * cost if cost < 9 else NOTHING_HEARD)
    return best


def _heard(script: str, heard: str, other: str, written: str) -> float:
    """Return the evidence of a transcription within the bounds of what one word can prove."""
    return max(NOTHING_HEARD, min(8.0, sound_names.word_evidence(script, heard, other, written)))


@lru_cache(maxsize=20_000)
def _steps(text: str, script: str, system: str) -> tuple[dict[str, float], ...]:
    """Return the Latin spellings of each sign."""
    if script == "hangul":
        return tuple(korean.syllable_spellings(sign) for sign in text)
    return tuple(chinese.sign_spellings(sign, system) for sign in text)


def _transliterated(a: ParsedOrganisation, b: ParsedOrganisation) -> tuple[str, float]:
    """Compare scripts we have no rules for through a plain transliteration."""
    from anyascii import anyascii
    from rapidfuzz.fuzz import token_sort_ratio

    one, other = (" ".join(anyascii(w).lower() for w in side.words) for side in (a, b))
    likeness = token_sort_ratio(one, other) / 100
    return ("alike", likeness) if likeness >= 0.88 else ("unclear", min(0.6, likeness))
