"""One row per findable record.

The full-text parts beside it are made by the migration, see engines.create_engine_parts.
"""

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from outreach.db import Model

#: Kinds by their place, which is part of every entry's id: new ones go to the end, none moves.
KINDS = ("", "person", "organisation", "event", "lead", "intention", "partner", "target", "material", "event_contact", "trip")
_REF_BITS = 27
#: What leaves a record's own id of the id of its entry.
LOWER_BITS = (1 << _REF_BITS) - 1


def entry_id(kind: str, ref_id: int) -> int:
    """The id of a record's entry: its kind in the upper bits, its own id in the lower. Raises ValueError."""
    if kind not in KINDS[1:] or not 0 < ref_id < 1 << _REF_BITS:
        raise ValueError(f"no place in the index for {kind} {ref_id}")
    return KINDS.index(kind) << _REF_BITS | ref_id


def id_range(kind: str) -> tuple[int, int]:
    """The lowest and highest id that an entry of this kind can have."""
    low = KINDS.index(kind) << _REF_BITS
    return low, low + LOWER_BITS


def ref_of(entry: int) -> int:
    """The record's own id from the id of its entry."""
    return entry & LOWER_BITS


def kind_of(entry: int) -> str:
    """The kind of the record from the id of its entry."""
    return KINDS[entry >> _REF_BITS]


class SearchEntry(Model):
    """What the search box knows of a record."""

    __tablename__ = "search_entry"

    #: One of KINDS.
    kind: Mapped[str] = mapped_column(String(20))
    ref_id: Mapped[int]
    #: None for our own people alone; 'partner:7' also for that partner's users.
    visible_to: Mapped[str | None] = mapped_column(String(40))
    #: Index tokens separated by spaces, each marked with its field, see content.py.
    tokens: Mapped[str] = mapped_column(Text)
    #: Addresses and numbers without separators, to check that a part of one really stands in it.
    fragments: Mapped[str] = mapped_column(Text, default="", server_default="")
