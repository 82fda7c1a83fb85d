"""Reading the log: timelines, the whole log with its filters, and the check that nobody changed it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import Row, Select, select

from outreach.activity.models import ActivityChain, ActivityEntry, ActivitySubject
from outreach.activity.services import entry_hash
from outreach.db import db
from outreach.db.time import day_bounds

#: A page checks the chain itself up to so many entries; beyond, `flask activity verify` does.
CHECKED_ON_A_PAGE = 100_000
#: How far ahead the walk looks for the entry that continues the chain: more than ever wrote at one moment.
_LOOK_AHEAD = 5000


def timeline(kind: str, ref_id: int) -> Select:
    """The entries of one record, newest first."""
    return (
        select(ActivityEntry).join(ActivitySubject)
        .where(ActivitySubject.kind == kind, ActivitySubject.ref_id == ref_id)
        .order_by(ActivityEntry.id.desc())
    )


def all_entries(*, actor: str | None = None, verb: str | None = None, first: date | None = None,
                last: date | None = None, zone: str = "UTC") -> Select:
    """The whole log, newest first, narrowed by a part of the actor's name, a verb's beginning, and days.

    `first` and `last` are days on the clocks of `zone`, both included.
    """
    statement = select(ActivityEntry).order_by(ActivityEntry.id.desc())
    if actor:
        statement = statement.where(ActivityEntry.actor_label.icontains(actor, autoescape=True))
    if verb:
        statement = statement.where(ActivityEntry.verb.startswith(verb, autoescape=True))
    if first:
        statement = statement.where(ActivityEntry.at >= day_bounds(first, zone)[0])
    if last:
        statement = statement.where(ActivityEntry.at < day_bounds(last, zone)[1])
    return statement


def entry_count() -> int:
    """How many entries the log has, by the end of its chain."""
    return db.session.scalar(select(ActivityChain.length).where(ActivityChain.id == 1)) or 0


@dataclass(frozen=True)
class Fault:
    """A place where the chain does not hold: the entry's id, and what was done there.

    'changed': the entry says something else than when it was written. 'removed': what stood before it is gone or
    was replaced. 'inserted': it stands beside the chain. 'cut': the newest entries are gone (no entry's id).
    """

    entry_id: int | None
    kind: str


class Verdict(NamedTuple):
    """What a walk along the chain found. `head` is the hash of the newest entry; kept elsewhere it proves the log."""

    entries: int
    faults: list[Fault]
    head: str


def verify(batch: int = 1000) -> Verdict:
    """Walk the chain from the first entry to the newest. People may go on writing meanwhile."""
    before = _end()
    faults: list[Fault] = []
    count, last, reached, newest = 0, "", not before[1], None
    for entry in _walk(batch):
        count, newest = count + 1, entry.id
        fault = _fault(entry, last)
        if fault:
            faults.append(Fault(entry.id, fault))
            if fault == "inserted":
                continue  # The chain goes on beside it.
        last = entry.hash
        reached = reached or last == before[1]
    if faults:
        # A missing end is told beside them; a wrong number of entries follows from them.
        return Verdict(count, faults if reached else [*faults, Fault(None, "cut")], last)
    after = _end()
    if not reached or (after == before and count < before[0]) or (count and not after[0]):
        faults.append(Fault(None, "cut"))
    elif after == before and last != before[1]:
        faults.append(Fault(newest, "inserted"))
    return Verdict(count, faults, last)


def _fault(entry: Row, last: str) -> str | None:
    """What is wrong with an entry that the walk found behind the hash `last`."""
    if entry.previous_hash == last:
        return None if entry.hash == entry_hash(entry, last) else "changed"
    known = not entry.previous_hash or db.session.scalar(
        select(ActivityEntry.id).where(ActivityEntry.hash == entry.previous_hash).limit(1))
    if known:
        return "inserted"
    return "removed" if entry.hash == entry_hash(entry, entry.previous_hash) else "changed"


def _end() -> tuple[int, str]:
    row = db.session.execute(select(ActivityChain.length, ActivityChain.last_hash).where(ActivityChain.id == 1)).first()
    return tuple(row) if row else (0, "")


def _walk(batch: int) -> Iterator[Row]:
    """All entries in chain order. Ids and chain order agree within a writer; between two writers on PostgreSQL
    a lower id may close later, so each look ahead picks the entry that continues the chain."""
    table = ActivityEntry.__table__
    waiting: dict[int, Row] = {}
    followers: dict[str, list[int]] = {}
    last_id, last_hash, more = 0, "", True
    while more or waiting:
        while more and len(waiting) < _LOOK_AHEAD:
            rows = db.session.execute(select(table).where(table.c.id > last_id).order_by(table.c.id).limit(batch)).all()
            more = len(rows) == batch
            for row in rows:
                waiting[row.id], last_id = row, row.id
                followers.setdefault(row.previous_hash, []).append(row.id)
        if not waiting:
            return
        row_id = (followers.get(last_hash) or [next(iter(waiting))])[0]
        row = waiting.pop(row_id)
        followers[row.previous_hash].remove(row_id)
        if not followers[row.previous_hash]:
            del followers[row.previous_hash]
        last_hash = row.hash
        yield row
