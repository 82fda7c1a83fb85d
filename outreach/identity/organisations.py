"""Firms: the parts of a written name, and likeness of two of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from .evidence import DIFFERENT, DOUBTFUL, SAME, Comparison, OrganisationEvidence, Reason
from .legal_forms import COUNTRY_WORDS, HAN_FORMS, HANGUL_FORMS, LATIN_FORMS, SAME_FORM
from .mail import is_free_mail
from .names import chinese, korean
from .names.clean import dominant_script, plain
from .names.latin import spellings, strip_marks

_WORD = re.compile(r"&|[^\W_]+")
_NUMERALS = re.compile(r"\d+|[一二三四五六七八九十百]+(?=[期号號])|(?<![^\W_])(?:i{1,3}|iv|vi{0,3}|ix)(?![^\W_])")
_ALIKE = 0.9


@dataclass(frozen=True)
class ParsedOrganisation:
    """A firm's name in parts: ``full`` as given, ``key`` to compare by, the code
    of the legal form, the place part as written and the country hinted at."""

    full: str
    key: str
    legal_form: str | None
    place: str | None
    country_hint: str | None


@lru_cache(maxsize=50_000)
def parse_organisation(text: str) -> ParsedOrganisation:
    """Take a firm's name apart; ``full`` is the text exactly as given.

    The key has no legal form, place part, case, width or punctuation, simplified
    Han signs and German umlauts as ae, oe, ue; numerals stay in it.
    """
    rest = plain(text).casefold() if "ß" not in text else plain(text).lower()
    rest, form, country = _cut_form(rest)
    rest, place, place_country = _cut_place(rest)
    if form is None:
        rest, form, country = _cut_form(rest)
    key = "".join(_key_words(rest)) or "".join(_key_words(plain(text).casefold()))
    return ParsedOrganisation(text, key, form, place, country or place_country)


def _cut_form(text: str) -> tuple[str, str | None, str | None]:
    """Return the text without its legal form, the form's code and country."""
    squeezed = chinese.simplified(text) if dominant_script(text) == "han" else text
    for written, code in HANGUL_FORMS:
        if written in squeezed:
            return squeezed.replace(written, " ", 1).strip(), code, "KR"
    compact = squeezed.replace(" ", "")
    for written, code in HAN_FORMS:
        if compact.endswith(written) and len(compact) > len(written):
            country = "CN" if code not in ("group", "company") else None
            return compact[: -len(written)], code, country
    return _cut_latin_form(squeezed)


def _cut_latin_form(text: str) -> tuple[str, str | None, str | None]:
    """Cut a Latin legal form off the end, or off the beginning of a few."""
    tail = text.rstrip(" .,")
    bracket = re.search(r"\s*\([^()]*\)$", tail)
    words = [(m.group(), m.start(), m.end()) for m in re.finditer(r"&|[^\W_]+", tail)]
    plain_words = [w for w, _, _ in words]
    for form, code, country in LATIN_FORMS:
        if len(words) > len(form) and tuple(plain_words[-len(form) :]) == form:
            return tail[: words[-len(form)][1]].rstrip(" ,&.-("), code, country or None
    if bracket:
        # "X Ltd (UK)": the form stands before a place in brackets.
        before, code, country = _cut_latin_form(tail[: bracket.start()])
        if code:
            return before + bracket.group(), code, country
    for form, code, country in LATIN_FORMS:
        if code in ("llc", "ooo", "jsc") and tuple(plain_words[: len(form)]) == form and len(words) > len(form):
            return tail[words[len(form)][1] :], code, country or None
    return text, None, None


def _cut_place(text: str) -> tuple[str, str | None, str | None]:
    """Return the text without its place part, that part, and its country."""
    found = re.search(r"\(([^()]{1,30})\)", text)
    if found and (text[: found.start()] + text[found.end() :]).strip():
        place = found.group(1).strip()
        country = COUNTRY_WORDS.get(place.replace(".", ""))
        if not any(c.isdigit() for c in place):
            rest = (text[: found.start()] + " " + text[found.end() :]).strip()
            return rest, place, country or None
    for word, country in COUNTRY_WORDS.items():
        spaced = " " + word if word.isascii() else word
        if text.endswith(spaced) and len(text) > len(spaced) + 1:
            return text[: -len(spaced)].rstrip(" ,-"), word, country or None
        if not word.isascii() and text.startswith(word) and len(text) > len(word) + 1:
            return text[len(word) :].strip(), word, country or None
    return text, None, None


def _key_words(text: str) -> list[str]:
    """Return the words that a key is made of."""
    words = []
    for word in _WORD.findall(chinese.simplified(text) if dominant_script(text) == "han" else text):
        if word in ("&", "and", "und", "the", "der", "die", "das"):
            continue
        sure, _ = spellings(word) if dominant_script(word) == "latin" else (frozenset({word}), "")
        words.append(max(sure, key=len) if sure else strip_marks(word))
    return words


def numerals(text: str) -> tuple[str, ...]:
    """Return the numbers of a firm's name: a fund's number is its identity."""
    return tuple(sorted(_NUMERALS.findall(plain(text).casefold())))


def without_form(text: str) -> str | None:
    """Return a firm's name without legal form and place, in lower case; None where it carries no form."""
    rest, form, _ = _cut_form(plain(text).casefold())
    rest, place, _ = _cut_place(rest)
    if form is None:
        rest, form, _ = _cut_form(rest)
    return rest.strip() or None if form else None


@lru_cache(maxsize=100_000)
def firm_relation(a: str, b: str) -> tuple[str, float]:
    """Return (relation, likeness 0–1) of two firm names.

    Relations: ``same`` key, ``alike``, ``number`` (alike but for a numeral),
    ``sound`` (other script, begins alike), ``unclear`` (other script),
    ``different``.
    """
    one, other = parse_organisation(a), parse_organisation(b)
    if not one.key or not other.key:
        return "unclear", 0.3
    if one.key == other.key:
        return "same", 1.0
    if dominant_script(one.key) != dominant_script(other.key):
        return ("sound", 0.6) if _sounds_alike(one.key, other.key) else ("unclear", 0.3)
    from rapidfuzz.fuzz import ratio

    likeness = ratio(one.key, other.key) / 100
    if numerals(a) != numerals(b):
        return "number", min(likeness, 0.5)
    if likeness >= _ALIKE and min(len(one.key), len(other.key)) >= 6:
        return "alike", likeness
    return "different", min(likeness, 0.7)


def _sounds_alike(a: str, b: str) -> bool:
    """Tell whether a Latin key begins as the other key is read."""
    if dominant_script(a) != "latin":
        a, b = b, a
    if dominant_script(a) != "latin":
        return False
    if dominant_script(b) == "han":
        reads = [chinese.name_pinyin(b[:2]), chinese.name_pinyin(b[:3])]
        return any(len(r) >= 4 and a.startswith(r) for r in reads)
    if dominant_script(b) == "hangul" and len(b) >= 2:
        steps = tuple(korean.syllable_spellings(c) for c in b[:2])
        return all(steps) and any(korean.align(steps, a[:n], 0.4) < 9 for n in range(4, 9))
    return False


def firm_name_match(a: str, b: str) -> tuple[float, bool]:
    """Return (score 0–1, could be one firm's name) for two names in any script; nothing but the names is looked at."""
    relation, likeness = firm_relation(a, b)
    related = relation == "same" and _is_related(OrganisationEvidence((a,)), OrganisationEvidence((b,)), a, b)
    return round(likeness, 4), relation in ("same", "alike") and not related


def compare_organisations(a: OrganisationEvidence, b: OrganisationEvidence) -> Comparison:
    """Compare two firms by all evidence; names alone never answer ``same``."""
    relation, likeness, name_a, name_b = _best_names(a, b)
    reasons: list[Reason] = []
    names = {"a": name_a, "b": name_b}
    related = relation == "same" and _is_related(a, b, name_a, name_b)
    reasons.append(_name_reason(relation, related, names))
    equal_id, other_id = _identifiers(a, b, reasons)
    domain = next((d for d in a.domains if d in b.domains and not is_free_mail(d)), None)
    if domain:
        reasons.append(Reason("firm_domain_equal", "+", {"domain": domain}))
    phone = next((p for p in a.phones if p in b.phones), None)
    if phone:
        reasons.append(Reason("firm_phone_equal", "+", {"phone": phone}))
    if a.country and b.country and a.country != b.country:
        reasons.append(Reason("country_differs", "-", {"a": a.country, "b": b.country}))
    verdict = _verdict(relation, related, equal_id, other_id, bool(domain), bool(phone))
    score = _score(verdict, likeness, bool(domain), bool(phone), equal_id)
    match = firm_name_match(name_a, name_b)[1]
    return Comparison(score, verdict, round(likeness, 4), match, tuple(reasons), verdict == SAME and equal_id)


def _best_names(a: OrganisationEvidence, b: OrganisationEvidence) -> tuple[str, float, str, str]:
    """Return the best relation over all pairs of names."""
    best = ("unclear", 0.0, "", "")
    rank = ("different", "unclear", "number", "sound", "alike", "same")
    for one in a.names:
        for other in b.names:
            relation, likeness = firm_relation(one, other)
            if not best[2] or (rank.index(relation), likeness) > (rank.index(best[0]), best[1]):
                best = (relation, likeness, one, other)
    return best


def _is_related(a: OrganisationEvidence, b: OrganisationEvidence, name_a: str, name_b: str) -> bool:
    """Tell whether an equal key hides two firms: other form or other country."""
    one, other = parse_organisation(name_a), parse_organisation(name_b)
    country_a = a.country or one.country_hint
    country_b = b.country or other.country_hint
    if country_a and country_b and country_a != country_b:
        return True
    form_a = SAME_FORM.get(one.legal_form or "", one.legal_form)
    form_b = SAME_FORM.get(other.legal_form or "", other.legal_form)
    return bool(form_a and form_b and form_a != form_b)


def _name_reason(relation: str, related: bool, names: dict[str, str]) -> Reason:
    """Put the relation of the names into a reason."""
    if related:
        return Reason("firm_related", "-", names)
    code, sign = {
        "same": ("firm_name_equal", "+"),
        "alike": ("firm_name_alike", "+"),
        "number": ("firm_number_differs", "-"),
        "sound": ("organisation_sound", "o"),
        "unclear": ("organisation_unclear", "o"),
    }.get(relation, ("firm_name_differs", "-"))
    return Reason(code, sign, names)


def _identifiers(a, b, reasons: list[Reason]) -> tuple[bool, bool]:
    """Return (an equal identifier, a different one of one kind)."""
    equal = differs = False
    mine = dict(a.identifiers)
    for kind, value in b.identifiers:
        if kind not in mine:
            continue
        if mine[kind] == value:
            equal = True
            reasons.append(Reason("identifier_equal", "+", {"kind": kind, "value": value}))
        else:
            differs = True
            reasons.append(Reason("identifier_differs", "-", {"kind": kind, "a": mine[kind], "b": value}))
    return equal, differs


def _verdict(relation: str, related: bool, equal_id: bool, other_id: bool, domain: bool, phone: bool) -> str:
    """Decide from the evidence; see domain.md part 6."""
    if equal_id:
        return DOUBTFUL if other_id else SAME
    if other_id or relation == "number":
        return DIFFERENT
    if related:
        return DOUBTFUL if domain else DIFFERENT
    if relation == "same" and (domain or phone):
        return SAME
    if relation in ("same", "alike", "sound") or domain:
        return DOUBTFUL
    return DOUBTFUL if phone and relation == "unclear" else DIFFERENT


def _score(verdict: str, likeness: float, domain: bool, phone: bool, equal_id: bool) -> float:
    """Turn verdict and strength of evidence into 0–1."""
    strength = min(1.0, 0.6 * likeness + 0.3 * domain + 0.15 * phone + 0.4 * equal_id)
    low, high = {SAME: (0.9, 1.0), DOUBTFUL: (0.35, 0.89), DIFFERENT: (0.0, 0.34)}[verdict]
    return round(low + (high - low) * strength, 4)
