"""Blocking keys: two records that may be one share at least one of them.

Short strings to store beside a record and to look up by equality, so that one
new contact is compared with a handful of stored ones and not with all.
"""

from __future__ import annotations

from functools import lru_cache

from .evidence import OrganisationEvidence, PersonEvidence
from .firm_parts import parse_organisation, writings
from .firm_words import pieces
from .mail import is_free_mail, is_shared_mailbox
from .names import chinese, korean, latin, sound
from .names.clean import Variant, variants
from .names.malay_keys import malay_keys
from .names.readings import hokkien
from .names.sound_keys import ear_keys

MAX_KEYS = 40


def person_keys(evidence: PersonEvidence) -> frozenset[str]:
    """Return at most 40 keys of a person.

    Prefixes: ``e`` mail, ``p`` phone, ``h`` handle, ``i`` identifier, ``n``
    family name and class of the given name's first sound, ``k`` the same by
    Korean family name, ``c`` by Chinese family name, ``x`` whole native name, ``s`` sounds of a name
    transcribed by ear, ``y`` of a Malay or Muslim name.
    """
    sure = [f"e:{m}" for m in evidence.emails[:8] if not is_shared_mailbox(m)]
    sure += [f"p:{p}" for p in (*evidence.phones[:6], *evidence.direct_phones[:3])]
    sure += [f"h:{h}" for h in evidence.handles[:6]]
    sure += [f"i:{kind}:{value}" for kind, value in evidence.identifiers[:4]]
    by_name: list[str] = []
    for name in evidence.names[:8]:
        for key in name_keys(name):
            if key not in by_name:
                by_name.append(key)
    kept = list(dict.fromkeys(sure))[: MAX_KEYS // 2]
    return frozenset(kept + by_name[: MAX_KEYS - len(kept)])


@lru_cache(maxsize=50_000)
def name_keys(name: str) -> tuple[str, ...]:
    """Return the keys of one name, the surest first."""
    keys: list[str] = []
    for variant in variants(name):
        if variant.script == "latin":
            keys += _latin_keys(variant)
        elif variant.script == "hangul":
            keys += _hangul_keys(variant)
        elif variant.script == "han":
            keys += _han_keys(variant)
        else:
            keys.append(f"x:{variant.text[:20]}")
    return tuple(dict.fromkeys(keys))


def sound_class(word: str) -> str:
    """Return the class of the first sound: k/g, t/d, p/b, c/j/z, s, r/l … or *."""
    if not word:
        return "-"
    for head in ("sh", "sz", "s", "x", "hs"):
        if word.startswith(head):
            return "s"
    return _CLASSES.get(word[0], word[0] if word[0] in "mnh" else "*")


_CLASSES = dict(zip("kgqcjztdpbfvrl", "kkccccttppffll", strict=True))


def _latin_keys(variant: Variant) -> list[str]:
    """Return keys of a Latin name with either end as the family name."""
    words = [w for w in map(latin.letters, variant.tokens) if w]
    if not words:
        return []
    if len(words) == 1:
        return [f"n:{latin.spellings(words[0])[1]}", *ear_keys("latin", tuple(words))]
    places = [len(words) - 1, 0]
    if len(words) > 2 and words[-2] not in korean.spelled_syllables():
        # A double family name may have lost its second half, or be hyphenated.
        places.append(len(words) - 2)
    keys: list[str] = []
    if len(words) > 2 and words[0] in latin.western_given_names():
        # An adopted given name stands before family and own name: Jack Li Lei.
        keys += _latin_keys(Variant("latin", "", tuple(words[1:])))
    for place in places:
        family = latin._mac(latin.spellings(words[place])[1])
        given = words[0] if place != 0 else words[1]
        heads = [given, *sorted(latin.formal_names(given))[:3]]
        keys += [f"n:{family}:{sound_class(h)}" for h in dict.fromkeys(heads)]
        for korean_family in sorted(korean.families_of_latin(words[place])):
            keys.append(f"k:{korean_family}:{sound_class(given)}")
        keys += [f"c:{chinese_family}:{sound_class(given)}" for chinese_family in chinese.families_of_latin(words[place])]
    return keys + ear_keys("latin", tuple(words)) + malay_keys("latin", tuple(words))


def _hangul_keys(variant: Variant) -> list[str]:
    """Return keys of a Hangul name: itself, by family name, by ear."""
    name = variant.text
    keys = [f"x:{name[:20]}"]
    names = [name]
    if len(variant.tokens) == 2:
        names.append(variant.tokens[1] + variant.tokens[0])
    for text in names:
        family = korean.family_of(text)
        given = text[len(family) :]
        spelled = korean.syllable_spellings(given[0]) if given else {}
        for head in sorted({sound_class(s) for s, c in spelled.items() if c <= 0.25}) or ["-"]:
            keys.append(f"k:{korean.fold_family(family)}:{head}")
    return keys + ear_keys("hangul", variant.tokens)


def _han_keys(variant: Variant) -> list[str]:
    """Return keys of a Han name: itself, by pinyin, other spellings, Hanja reading."""
    name = chinese.simplified(variant.text)
    keys = [f"x:{name[:20]}"]
    family, given = chinese.split_family(variant.text)
    if not family:
        family, given = variant.text[:1], variant.text[1:]
    heads = ["-"]
    if given:
        spelled = set(chinese.pinyin(given[0])[:2]) | set(hokkien(given[0]))
        spelled |= {s for s, c in chinese.sign_spellings(given[0], "cantonese").items() if c <= 0.03}
        heads = list(dict.fromkeys(sound_class(s) for s in sorted(spelled)))[:4]
    mandarin = chinese.family_pinyin(family)
    for head in heads:
        keys.append(f"n:{latin.spellings(mandarin)[1]}:{head}")
    for reading in sorted(korean.readings(family[0]))[:3] if len(variant.text) <= 4 else ():
        first = korean.readings(given[0]) if given else frozenset()
        classes = {sound_class(s) for r in first for s, c in korean.syllable_spellings(r).items() if c <= 0.25}
        keys += [f"k:{korean.fold_family(reading)}:{head}" for head in sorted(classes)]
    keys += [f"c:{chinese.simplified(family)}:{head}" for head in heads]
    return keys + ear_keys("han", variant.tokens) + malay_keys("han", variant.tokens)


def organisation_keys(evidence: OrganisationEvidence) -> frozenset[str]:
    """Return at most 40 keys of a firm, the surest first kept.

    Prefixes: ``d`` domain, ``p`` phone, ``i`` identifier, ``h`` handle, ``o``
    name without form, place, number and part, ``c`` its proper words only,
    ``r`` how those begin to sound in any script, ``w`` meanings of a name that
    is all words, ``a`` initials.
    """
    keys = [f"i:{kind}:{value}" for kind, value in evidence.identifiers[:6]]
    keys += [f"d:{d}" for d in evidence.domains[:8] if not is_free_mail(d)]
    keys += [f"p:{p}" for p in evidence.phones[:6]]
    keys += [f"h:{h}" for h in evidence.handles[:4]]
    for name in evidence.names[:6]:
        for writing in writings(name):
            keys += _firm_keys(writing)
    return frozenset(list(dict.fromkeys(keys))[:MAX_KEYS])


@lru_cache(maxsize=20_000)
def _firm_keys(name: str) -> tuple[str, ...]:
    """Return the keys of one writing of a firm's name."""
    parsed = parse_organisation(name)
    if not parsed.core:
        return (f"o:{parsed.key[:40]}",) if parsed.key else ()
    found = [p for word in parsed.words for p in pieces(word) if p.text not in ("of", "for", "de")]
    proper = "".join(p.text for p in found if not p.codes)
    keys = [f"o:{parsed.core[:40]}"]
    if proper:
        keys.append(f"c:{proper[:40]}")
        keys += [f"r:{beginning}" for beginning in _beginnings(proper)]
    if not proper or len(found) > 1 and len(proper) == 1:
        keys.append("w:" + ".".join(sorted(min(p.codes) for p in found if p.codes))[:80])
    if parsed.script == "latin":
        initials = "".join(word[0] for word in parsed.words)
        short = parsed.core if len(parsed.words) == 1 and len(parsed.core) <= 6 else ""
        keys += [f"a:{initials}"] if len(initials) >= 3 else [f"a:{short}"] if len(short) >= 3 else []
    return tuple(keys)


def _beginnings(proper: str) -> list[str]:
    """Return the first sounds of a proper name, alike in every script: as romanised, and as transcribed by ear."""
    head = proper[:6]
    if any("\uac00" <= c <= "\ud7a3" for c in head):
        roman = "".join(min(spelled, key=lambda s: spelled[s]) for c in head if (spelled := korean.syllable_spellings(c)))
        sounds = (sound.of_latin(roman), sound.of_hangul(head))
    elif any(ord(c) > 0x2E7F for c in head):
        roman = "".join(read[0] for c in head if (read := chinese.pinyin(c)))
        sounds = (sound.of_latin(roman), sound.of_han(head))
    else:
        sounds = (sound.of_latin(proper[:14]),)
    return list(dict.fromkeys(s.replace("h", "")[:3] for s in sounds if s.replace("h", "")))
