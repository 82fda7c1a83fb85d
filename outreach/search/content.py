"""What a record is found by, field by field, and the tokens that stand for it in the index.

A token's first sign says where it stood: none for a name, FIELD for further text and for a Han name read in Hangul,
MAIL and DIGITS for pieces of an address or number, BEGINS for the first letters of a word of a name, WHOLE for a whole
name. OWNER, BATCH, KIND and BLOCK mark what narrows a query down.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from outreach.identity.tokens import MAX_TOKEN, asked_tokens, grams, hangul_of, index_tokens, pairs, runs, signs, squeezed
from outreach.search.models import KINDS

FIELD, MAIL, DIGITS, BEGINS, WHOLE = ".", "@", "#", "^", "="
OWNER, BATCH, KIND, BLOCK, LONG_BLOCK = "!", "+", ":", "~", "%"
MARKS = FIELD + MAIL + DIGITS + BEGINS + WHOLE + OWNER + BATCH + KIND + BLOCK + LONG_BLOCK
#: Letters of a word's beginning that have a token of their own; longer beginnings are asked of the engine.
SHORT = 3
#: Signs in a piece of a mail address, digits in a piece of a number: what is shorter is not looked for inside them.
MAIL_PIECE, DIGIT_PIECE = 3, 4
#: Entries of neighbouring ids stand in blocks of 4,096 and of 131,072, so that the newest can be asked first.
BLOCK_BITS, LONG_BLOCK_BITS = 12, 17
_MOST_WORDS = 600


@dataclass(frozen=True)
class Content:
    """The words of a record: its own names, mail and web addresses, telephone numbers, names of others that belong to
    it, and further text. The names of others are found in other letters too, further text only as it stands."""

    names: tuple[str, ...] = ()
    mails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    #: What brought the record, 'import:7': as long as that is not finished, nobody finds it.
    batch: str | None = None

    @classmethod
    def of(cls, batch: str | None = None, **fields: Iterable[str | None]) -> "Content":
        """Content from whatever is known; None and empty words are left out."""
        return cls(batch=batch, **{name: tuple(dict.fromkeys(filter(None, words))) for name, words in fields.items()})


def tokens_of(content: Content, entry: int, kind: str, owner: str | None) -> str:
    """All tokens of a record, separated by spaces, without repeats."""
    found: dict[str, None] = dict.fromkeys(_place(entry, kind).split())
    if owner:
        found[OWNER + owner] = None
    if content.batch:
        found[BATCH + content.batch] = None
    for name in content.names:
        found[whole_name(name)] = None
        words = index_tokens(name) or signs(name)
        found.update(dict.fromkeys(words))
        found.update((BEGINS + word[:size], None) for word in words if word[0] < "\u1100"
                     for size in range(1, min(SHORT, len(word)) + 1))
    for mail in content.mails:
        found.update((MAIL + piece, None) for piece in grams(squeezed(mail), MAIL_PIECE))
    for phone in content.phones:
        found.update((DIGITS + piece, None) for piece in grams(digits_of(phone), DIGIT_PIECE))
    # Han names are read in Hangul when they are stored: a syllable has too many signs to ask for all of them.
    words = {FIELD + pair: None for name in content.names for run in runs(name) for read in hangul_of(run.text)
             for pair in pairs(read)}
    words |= {FIELD + token: None for name in content.others for token in index_tokens(name)}
    words |= {token: None for text in content.text for token in _further(text)}
    found.update(list(words.items())[:_MOST_WORDS])
    return " ".join(found)


def _place(entry: int, kind: str) -> str:
    return f"{KIND}{kind} {BLOCK}{entry >> BLOCK_BITS} {LONG_BLOCK}{entry >> LONG_BLOCK_BITS}"


def placed(tokens: str, entry: int, kind: str) -> str:
    """Tokens that were made for entry 0, moved to another one."""
    return _place(entry, kind) + tokens[len(_place(0, kind)):]


@lru_cache(maxsize=20_000)
def _further(text: str) -> tuple[str, ...]:
    """The tokens of further text; thousands of people have one firm."""
    return tuple(FIELD + token for run in runs(text) for token in asked_tokens(run))


def fragments_of(content: Content) -> str:
    """Addresses and numbers without separators."""
    return " ".join(dict.fromkeys([*map(squeezed, content.mails), *map(digits_of, content.phones)]))[:4000]


def digits_of(phone: str) -> str:
    """The digits of a number."""
    return "".join(sign for sign in phone if sign.isascii() and sign.isdigit())


def whole_name(name: str) -> str:
    """The token of a whole name; the order of its words does not matter."""
    return WHOLE + "".join(sorted(run.text for run in runs(name)))[:MAX_TOKEN]


def known_kind(kind: str) -> bool:
    """True for kinds that have a place in the index."""
    return kind in KINDS[1:]
