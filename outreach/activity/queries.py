"""Reading the log: timelines, and the check that nobody changed it."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Select, select

from outreach.activity.models import ActivityChain, ActivityEntry, ActivitySubject
from outreach.activity.services import entry_hash
from outreach.db import db


def timeline(kind: str, ref_id: int) -> Select:
    """The entries of one record, newest first."""
    return (
        select(ActivityEntry).join(ActivitySubject)
        .where(ActivitySubject.kind == kind, ActivitySubject.ref_id == ref_id)
        .order_by(ActivityEntry.id.desc())
    )


def all_entries(*, actor: str | None = None, verb: str | None = None) -> Select:
    """The whole log, newest first, narrowed by a part of the actor's name or a verb's beginning."""
    statement = select(ActivityEntry).order_by(ActivityEntry.id.desc())
    if actor:
        statement = statement.where(ActivityEntry.actor_label.icontains(actor, autoescape=True))
    if verb:
        statement = statement.where(ActivityEntry.verb.startswith(verb, autoescape=True))
    return statement


@dataclass(frozen=True)
class Fault:
    """A place where the chain does not hold: the entry's id, and 'changed', 'removed', 'inserted' or 'cut'."""

    entry_id: int | None
    kind: str


def verify(batch: int = 1000) -> tuple[int, list[Fault]]:
    """Walk the chain in the order it was closed. Gives the number of entries checked and the faults found."""
    faults: list[Fault] = []
    by_previous = _walk(batch)
    count, last = 0, ""
    for entry in by_previous:
        count += 1
        if entry.hash != entry_hash(entry, entry.previous_hash):
            faults.append(Fault(entry.id, "changed"))
        elif entry.previous_hash != last:
            faults.append(Fault(entry.id, "removed"))
        last = entry.hash
    chain = db.session.get(ActivityChain, 1, populate_existing=True)
    if (chain.length if chain else 0) != count or (chain.last_hash if chain else "") != last:
        faults.append(Fault(None, "cut"))
    return count, faults


def _walk(batch: int) -> Iterator[ActivityEntry]:
    """All entries in chain order. Ids and chain order agree within a writer; between two writers on
    PostgreSQL a lower id may close later, so each look ahead picks the entry that continues the chain."""
    last_id, waiting, last_hash = 0, [], ""
    while True:
        rows = db.session.scalars(
            select(ActivityEntry).where(ActivityEntry.id > last_id).order_by(ActivityEntry.id).limit(batch)
            .execution_options(populate_existing=True)
        ).all()
        waiting.extend(rows)
        while waiting:
            follower = next((row for row in waiting if row.previous_hash == last_hash), None)
            if follower is None and rows:
                break
            follower = follower or waiting[0]
            waiting.remove(follower)
            last_hash = follower.hash
            yield follower
        if not rows:
            return
        last_id = rows[-1].id
