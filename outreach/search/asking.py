"""From the words somebody types to what the index is asked: several questions, the surest first.

Every question is a set of tokens joined by *all* and *any*, which each engine writes in its own way.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from outreach.identity import without_address, without_form
from outreach.identity.tokens import Run, apart, asked_tokens, grams, hangul_of, pairs, readings, runs, signs, squeezed
from outreach.search.content import BEGINS, DIGIT_PIECE, DIGITS, FIELD, MAIL, MAIL_PIECE, SHORT, whole_name

MOST_WORDS = 12
_NUMBER = re.compile(r"\+?[\d\s()/.\-–]+")


@dataclass(frozen=True)
class Token:
    """One token, or with `begins` all that begin with it."""

    text: str
    begins: bool = False


@dataclass(frozen=True)
class All:
    """What holds where each part holds."""

    parts: tuple


@dataclass(frozen=True)
class AnyOf:
    """What holds where one of the parts holds."""

    parts: tuple


@dataclass(frozen=True)
class Without:
    """What holds where the first part holds and none of the tokens."""

    asked: object
    tokens: tuple[Token, ...]


@dataclass(frozen=True)
class Question:
    """What is asked at once. With `inside`, one of these must stand in an address or number as it is stored."""

    asked: Token | All | AnyOf
    inside: tuple[str, ...] = ()


def all_of(*parts):
    """The parts joined by *all*; one alone stands for itself."""
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def any_of(*parts):
    """The parts joined by *any*, repeats left out."""
    parts = tuple(dict.fromkeys(parts))
    return parts[0] if len(parts) == 1 else AnyOf(parts)


@lru_cache(maxsize=500)
def questions(query: str, of_people: bool = False) -> list[Question]:
    """What a query may mean, the best first: a whole name, words of a name, the beginning of one, a part of an address
    or number, words anywhere, a name that is stored in other letters; of people also the name without the form of
    address that somebody typed with it."""
    words = runs(query)[:MOST_WORDS]
    if not words:
        return _of_signs(query)
    exact = [_name(word) for word in words]
    narrow = [Token(whole_name(query)), all_of(*exact), all_of(*(_name_begins(word) if word is words[-1] or _initial(word)
                                                                 else _name(word) for word in words))]
    *first, last = widest(query)
    anywhere = Question(all_of(*(_anywhere(word, word is words[-1], not parts_of(query)) for word in words)))
    unaddressed = questions(without_address(query)) if of_people else ()
    return list(dict.fromkeys([*map(Question, narrow), *first, anywhere, last, *unaddressed]))


@lru_cache(maxsize=500)
def widest(query: str, of_people: bool = False) -> list[Question]:
    """The questions that together find everything that `questions` find."""
    words = runs(query)[:MOST_WORDS]
    if not words:
        return _of_signs(query)
    inside = parts_of(query)
    read = all_of(*(any_of(_anywhere(word, word is words[-1], not inside), *_read(word)) for word in words))
    unaddressed = widest(without_address(query)) if of_people else ()
    return [*_joined(words), *inside, Question(any_of(read, *_apart(words))), *unaddressed]


@lru_cache(maxsize=500)
def at_once(query: str) -> Question:
    """Everything that `widest` asks in one question; parts of addresses are not checked as they stand."""
    return Question(any_of(*(question.asked for question in widest(query)), Token(whole_name(query))))


def _of_signs(query: str) -> list[Question]:
    """Who is called by nothing but pictures, all those of the query among them."""
    found = [Token(sign) for sign in signs(query)]
    return [Question(all_of(*found))] if found else []


def same_name(name: str) -> list[Question]:
    """Who bears this name: all its words, or its reading in other letters."""
    words = runs(name)[:MOST_WORDS]
    if not words:
        return []
    read = all_of(*(any_of(_name(word), *_read(word)) for word in words))
    return list(dict.fromkeys([Question(Token(whole_name(name))), Question(all_of(*map(_name, words))), *_joined(words),
                               Question(read)]))


@lru_cache(maxsize=500)
def meanings(query: str) -> tuple[str, ...]:
    """The query, and what it may mean where nothing is like it: a name without its form of address, that of a firm
    without its legal form, or a lone Han sign as it reads in Hangul."""
    words = runs(query)
    lone = hangul_of(words[0].text) if len(words) == 1 and len(words[0].text) == 1 else ()
    return tuple(dict.fromkeys(filter(None, (query, without_address(query), without_form(query[:300]), *lone))))


def _name(word: Run):
    return all_of(*map(Token, asked_tokens(word)))


def _name_begins(word: Run):
    if word.kind == "cjk":
        return _name(word)
    return Token(BEGINS + word.text) if len(word.text) <= SHORT else Token(word.text, True)


def _initial(word: Run) -> bool:
    """A lone letter of a name, as in J. Müller."""
    return word.kind == "latin" and len(word.text) == 1 and word.text.isalpha()


def _anywhere(word: Run, last: bool, pieces: bool):
    """A word in any field, `pieces` of addresses and numbers too; of the last word the beginning is enough."""
    tokens = asked_tokens(word)
    parts = [_name_begins(word) if last or _initial(word) else _name(word)]
    if word.kind == "cjk":
        return any_of(*parts, all_of(*(Token(FIELD + token) for token in tokens)))
    parts.append(Token(FIELD + word.text, last and len(word.text) > SHORT))
    if not pieces:
        return any_of(*parts)
    if word.kind == "latin" and len(word.text) >= MAIL_PIECE:
        parts.append(_pieces(MAIL, word.text, MAIL_PIECE))
    if word.text.isdigit() and len(word.text) >= DIGIT_PIECE:
        parts.append(_pieces(DIGITS, word.text, DIGIT_PIECE))
    return any_of(*parts)


def _joined(words: list[Run]) -> list[Question]:
    """Neighbouring short words as one: Min Su for Minsu."""
    places = [at for at in range(len(words) - 1) if words[at].kind == words[at + 1].kind == "latin"
              and len(words[at].text) + len(words[at + 1].text) <= 12]
    if not places or len(words) > 4:
        return []
    joined = (all_of(*map(_name, words[:at]), Token(words[at].text + words[at + 1].text), *map(_name, words[at + 2:]))
              for at in places)
    return [Question(any_of(*joined))]


def _apart(words: list[Run]) -> list:
    """A lone word as two: Garamjeonja for Garam Jeonja, which is how 가람전자 is read."""
    found = map(runs, apart(words[0].text) if len(words) == 1 else ())
    return [all_of(_anywhere(one, False, False), _anywhere(two, True, False)) for one, two in found]


def parts_of(query: str) -> list[Question]:
    """A part of a number in any writing, or of a mail or web address."""
    query = unicodedata.normalize("NFKC", query).strip()
    if _NUMBER.fullmatch(query):
        given = re.sub(r"\D", "", query)
        dialled = re.sub(r"\D", "", re.sub(r"\(\s*0\s*\)", "", query)).lstrip("0")
        numbers = tuple(dict.fromkeys(n for n in (given, dialled) if len(n) >= DIGIT_PIECE))
        if numbers:
            return [Question(any_of(*(_pieces(DIGITS, number, DIGIT_PIECE) for number in numbers)), numbers)]
    part = squeezed(query)
    if len(query.split()) == 1 and len(part) >= MAIL_PIECE and part.isascii() and not part.isdigit():
        return [Question(_pieces(MAIL, part, MAIL_PIECE), (part,))]
    return []


def _pieces(mark: str, text: str, size: int):
    return all_of(*(Token(mark + piece) for piece in grams(text[:60], size)))


def _read(word: Run) -> list:
    """The same name in Latin letters, and of a Han name in Hangul."""
    in_latin = [all_of(*(any_of(*map(Token, forms)) for forms in reading)) for reading in readings(word)]
    return in_latin + [all_of(*map(Token, pairs(name))) for name in hangul_of(word.text) if len(name) > 1]
