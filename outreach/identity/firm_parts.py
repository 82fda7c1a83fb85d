"""A firm's name taken apart: proper words, legal form, place, number, and whether it is a group or a branch."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from .firm_words import meanings, pieces
from .legal_forms import (
    COUNTRY_WORDS,
    HAN_FORMS,
    HANGUL_FORMS,
    LATIN_FORMS,
    LEADING,
    LONG_WORDS,
    PART_ENDINGS,
    PART_WORDS,
)
from .names import chinese
from .names.clean import dominant_script, plain, script_of
from .names.latin import spellings, strip_marks
from .places import city_of

_WORD = re.compile(r"&|[^\W_]+(?:['’][^\W_]+)*")
_INITIALS = re.compile(r"(?<![^\W_])(?:[^\W\d_]\. ?){2,}(?:[^\W\d_](?![^\W_]))?")
_SLASHED = re.compile(r"(?<![^\W_])([^\W\d_])/([^\W\d_])(?![^\W_])")
_SMALL = frozenset(["&", "and", "und", "the", "der", "die", "das", "of", "et", "y", "e"])
_ROMAN = {"ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10, "xi": 11, "xii": 12, "xiii": 13}
_COUNTED = {
    word: number
    for number, words in enumerate((
        "one first eins erster erste i", "two second zwei zweiter zweite", "three third drei dritter dritte",
        "four fourth vier vierter vierte", "five fifth fünf fünfter fünfte", "six sixth sechs sechster", "seven seventh",
        "eight eighth acht achter", "nine ninth neun neunter", "ten tenth zehn zehnter"), start=1)
    for word in words.split()
}
_HAN_NUMBER = re.compile(r"(?:第([一二三四五六七八九十\d]+)|([一二三四五六七八九十\d]+)(?=[期号號]))[期号號]?")
_HANGUL_NUMBER = re.compile(r"제?\s?(\d+)\s?(?:호|차|기)")
_HAN_DIGITS = {sign: value for value, sign in enumerate("一二三四五六七八九", start=1)}


@dataclass(frozen=True)
class ParsedOrganisation:
    """A firm's name in parts: ``full`` as given, ``key`` to compare by, the code
    of the legal form, the place part as written and the country hinted at.

    ``words``: the key's words without ``part`` and ``numbers``; ``part``: group,
    holding or branch; ``numbers``: of a fund or a plant; ``where``: (city or
    country, country) that the place part means.
    """

    full: str
    key: str
    legal_form: str | None
    place: str | None
    country_hint: str | None
    words: tuple[str, ...] = ()
    part: str | None = None
    numbers: tuple[int, ...] = ()
    where: tuple[str, str] | None = None
    script: str = "other"

    @property
    def core(self) -> str:
        """The words joined: what relatives of one house share."""
        return "".join(self.words)


@lru_cache(maxsize=50_000)
def parse_organisation(text: str) -> ParsedOrganisation:
    """Take a firm's name apart; ``full`` is the text exactly as given.

    The key has no legal form, place part, case, width or punctuation, simplified
    Han signs and German umlauts as ae, oe, ue; numbers stay in it as digits, and
    a group, holding or branch stays apart from the firm itself.
    """
    rest, branch = _cut_branch(_folded(text))
    rest, form, country = _without_forms(rest)
    rest, place, where = _cut_place(rest)
    rest, inner_form, inner_country = _without_forms(rest)
    form, country = form or inner_form, country or inner_country
    rest, part = (rest, "branch") if branch else _cut_part(rest)
    rest, numbers = _cut_numbers(rest)
    words = _key_words(rest) or (() if numbers else _key_words(_folded(text)))
    key = "".join((*words, *(f"#{n}" for n in numbers), f"+{part}" if part else ""))
    if part and not form and dominant_script(rest) != "latin":
        form = "branch" if part == "branch" else "group"
    hint = country or (where[1] if where else None)
    return ParsedOrganisation(text, key, form, place, hint or None, words, part, numbers, where, dominant_script("".join(words)))


def without_form(text: str) -> str | None:
    """Return a firm's name without legal form and place, in lower case; None where it carries no form."""
    rest, form, _ = _without_forms(plain(text).casefold())
    rest, _, _ = _cut_place(rest)
    if form is None:
        rest, form, _ = _without_forms(rest)
    return rest.strip() or None if form else None


@lru_cache(maxsize=50_000)
def writings(text: str) -> tuple[str, ...]:
    """Return the names that one text holds: a bracket in another script is a name of its own, a slash parts two."""
    found = [part for part in re.split(r"\s[/|]\s|[\r\n]+", text[:400]) if part.strip()] or [text]
    names: list[str] = []
    for name in found:
        outside = re.sub(r"[(（][^()（）]*[)）]", " ", name)
        for inside in re.findall(r"[(（]([^()（）]{3,})[)）]", name):
            if dominant_script(inside) not in ("other", dominant_script(outside)) and not _place(_folded(inside)):
                name = re.sub(r"[(（]" + re.escape(inside) + "[)）]", " ", name)
                names.append(inside)
        names.insert(0, name.strip())
    return tuple(dict.fromkeys(names))[:4]


def _folded(text: str) -> str:
    """Return the text in lower case with initials and slashed forms joined and Han signs simplified."""
    text = plain(text)
    text = text.lower() if "ß" in text else text.casefold()
    text = _SLASHED.sub(r"\1\2", _INITIALS.sub(lambda m: re.sub(r"[. ]", "", m.group()) + " ", text))
    text = re.sub(r"\bunited states(?: of america)?\b", "us", text)
    return chinese.simplified(text) if any(script_of(c) == "han" for c in text) else text


def _without_forms(text: str) -> tuple[str, str | None, str | None]:
    """Cut every legal form; the most telling one is returned with its country."""
    form = country = None
    for _ in range(3):
        rest, found, where = _cut_form(text)
        if not found or not rest.strip(" ,.-()"):
            break
        text = rest
        if form in (None, "co", "company", "corp", "group"):
            form, country = found, where
    return text, form, country


def _cut_form(text: str) -> tuple[str, str | None, str | None]:
    """Return the text without one legal form, the form's code and country."""
    for written, code in HANGUL_FORMS:
        if written in text:
            return text.replace(written, " ", 1).strip(), code, "KR"
    compact = text.replace(" ", "")
    for written, code in HAN_FORMS:
        if code == "kk" and written in compact and compact != written:
            return compact.replace(written, "", 1), code, "JP"
        if compact.endswith(written) and len(compact) > len(written) and (compact[-1] == ")" or text.endswith(written)):
            return compact[: -len(written)], code, {"company": None, "gk": "JP", "yk": "JP"}.get(code, "CN")
    return _cut_latin_form(text)


def _cut_latin_form(text: str) -> tuple[str, str | None, str | None]:
    """Cut a Latin legal form off the end, or off the beginning where a country writes it there."""
    tail = text.rstrip(" .,")
    words = [(m.group(), m.start(), m.end()) for m in _WORD.finditer(tail)]
    plain_words = tuple(w for w, _, _ in words)
    table = _latin_forms()
    for size in range(min(6, len(words) - 1), 0, -1):
        form = plain_words[-size:]
        if form in table and tail.endswith(form[-1]):
            code, country = table[form]
            return tail[: words[-size][1]].rstrip(" ,&.-("), code, country or None
    if len(words) > 1 and (code := _mistyped(plain_words[-1])):
        return tail[: words[-1][1]].rstrip(" ,&.-("), code, None
    bracket = re.search(r"\s*\([^()]*\)$", tail)
    if bracket:
        # "X Ltd (UK)": the form stands before a place in brackets.
        before, code, country = _cut_latin_form(tail[: bracket.start()])
        if code:
            return before + bracket.group(), code, country
    for size in range(min(4, len(words) - 1), 0, -1):
        code, country = table.get(plain_words[:size], ("", ""))
        if code in LEADING and words[0][1] == 0:
            return tail[words[size][1] :], code, country or None
    return text, None, None


@lru_cache(maxsize=1)
def _latin_forms() -> dict[tuple[str, ...], tuple[str, str]]:
    """Return words of a form -> (code, country)."""
    return {form: (code, country) for form, code, country in LATIN_FORMS}


def _mistyped(word: str) -> str | None:
    """Return the code of a long form with a letter too many, too few or wrong."""
    from rapidfuzz.distance import OSA

    if len(word) < 9:
        return None
    return next((code for form, code in LONG_WORDS.items() if OSA.distance(word, form, score_cutoff=1) <= 1), None)


def _place(text: str) -> tuple[str, str] | None:
    """Return (city or country, country) of a place part, None for what is no place we know."""
    text = text.strip(" .,")
    country = COUNTRY_WORDS.get(text.replace(".", ""), COUNTRY_WORDS.get(strip_marks(text)))
    if country is not None:
        return (country or text, country)
    found = (city_of(word) or city_of(strip_marks(word)) for word in (text, *re.split(r"[ ,]+", text)))
    return next(filter(None, found), None)


def _cut_place(text: str) -> tuple[str, str | None, tuple[str, str] | None]:
    """Return the text without its place part, that part, and what it means."""
    found = re.search(r"\(([^()]{1,30})\)", text)
    if found and not any(c.isdigit() for c in found.group(1)):
        rest = f"{text[: found.start()]} {text[found.end() :]}".strip()
        if dominant_script(text) != "latin":
            rest = rest.replace(" ", "") if dominant_script(rest) == "han" else rest
        if rest.strip():
            return rest, found.group(1).strip(), _place(found.group(1))
    if any(script_of(c) in ("han", "hangul") for c in text):
        return _cut_joined_place(text)
    words = text.split()
    for size in (2, 1):
        if len(words) <= size or words[-size - 1] in ("of", "de", "von", "für", "for"):
            continue
        place = " ".join(words[-size:]).strip(" ,-")
        where = _place(place) if size == 1 or place in COUNTRY_WORDS else None
        if where and _names_something(words[:-size]):
            return " ".join(words[:-size]).rstrip(" ,-"), place, where
    where = city_of(strip_marks(words[0])) if len(words) > 2 else None
    if where and where[1] in ("CN", "KR", "TW", "HK") and _names_something(words[1:]):
        return " ".join(words[1:]), words[0], where
    return text, None, None


def _cut_joined_place(text: str) -> tuple[str, str | None, tuple[str, str] | None]:
    """Cut a place off the beginning or end of a name without spaces."""
    text = text.strip()
    for size in range(min(6, len(text) - 2), 1, -1):
        for place, rest in ((text[:size], text[size:]), (text[-size:], text[:-size])):
            country = COUNTRY_WORDS.get(place.strip())
            where = (country or place, country) if country is not None else city_of(place)
            if where and rest.strip() and _names_something([rest.strip()]):
                return rest.strip(), place.strip(), where
    return text, None, None


def _names_something(words: list[str]) -> bool:
    """Tell whether more is left than what any firm does: 上海电气 without 上海 would be no name."""
    _, doing, empty = meanings()
    left = [p for word in words for p in pieces(word.strip(" ,.-")) if p.text not in _SMALL]
    names = [p for p in left if not p.codes or p.codes - doing - empty]
    return any(len(p.text) >= 2 for p in names)


def _cut_branch(text: str) -> tuple[str, bool]:
    """Return the text without the word that makes it a branch, which stands before or after its place."""
    for ending, code in PART_ENDINGS:
        if code == "branch" and text.endswith(ending) and len(text) > len(ending) + 1:
            rest = text[: -len(ending)].strip()
            # The branch's place goes behind the firm's name in brackets, where places are looked for.
            size = next((n for n in range(min(5, len(rest) - 2), 1, -1) if _place(rest[-n:].strip())), 0)
            return (f"{rest[:-size].strip()}({rest[-size:].strip()})" if size else rest), True
    words = text.split()
    for place, word in enumerate(words):
        if place and PART_WORDS.get(word.strip(" ,.-()")) == "branch":
            after = " ".join(words[place + 1 :]).strip(" ,()")
            return " ".join(words[:place]).rstrip(" ,-") + (f" ({after})" if after else ""), True
    return text, False


def _cut_part(text: str) -> tuple[str, str | None]:
    """Return the text without the word that makes it a group, holding or branch, and that word's code."""
    for ending, code in PART_ENDINGS:
        if text.endswith(ending) and len(text) > len(ending):
            return text[: -len(ending)].strip(), code
    words = text.split()
    for place in (len(words) - 1, 0) if len(words) > 1 else ():
        code = PART_WORDS.get(words[place].strip(" ,.-()"))
        if code:
            return " ".join(words[:place] + words[place + 1 :]).rstrip(" ,-"), code
    return text, None


def _cut_numbers(text: str) -> tuple[str, tuple[int, ...]]:
    """Return the text without the number of a fund or plant, and the numbers; digits inside a word stay."""
    numbers: list[int] = []

    def take(found: re.Match[str]) -> str:
        numbers.append(_value(next(g for g in found.groups() if g)))
        return " "

    text = _HANGUL_NUMBER.sub(take, _HAN_NUMBER.sub(take, text)) if not text.isascii() else text
    words = [w for w in re.split(r"[\s,]+", text) if w]
    kept = []
    for place, word in enumerate(words):
        bare = re.sub(r"(?<=\d)(?:st|nd|rd|th)$", "", word.strip(".-()"))
        last = place == len(words) - 1 and place > 0
        value = int(bare) if bare.isdecimal() and len(bare) <= 9 else _ROMAN.get(bare) if place else None
        value = _COUNTED.get(bare) if value is None and last else value
        if value is None:
            kept.append(word)
        else:
            numbers.append(value)
            if kept and kept[-1].strip(".") in ("no", "nr"):
                kept.pop()
    return " ".join(kept), tuple(sorted(numbers))


def _value(text: str) -> int:
    """Return the value of Arabic digits or of a Chinese numeral up to 99."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (_HAN_DIGITS.get(tens, 1) * 10 if ten else 0) + _HAN_DIGITS.get(ones[-1:] or "", 0)


def _key_words(text: str) -> tuple[str, ...]:
    """Return the words that a key is made of."""
    words = []
    for word in _WORD.findall(text):
        if word in ("&", "and", "und", "the", "der", "die", "das"):
            continue
        word = re.sub(r"['’]", "", word)
        sure, _ = spellings(word) if dominant_script(word) == "latin" else (frozenset({word}), "")
        words.append(max(sorted(sure), key=len) if sure else strip_marks(word))
    return tuple(filter(None, words))
