"""Writing the log: record() adds an entry to the open unit of work; the chain closes just before the commit."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import event, inspect, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from outreach.activity.models import ActivityChain, ActivityEntry, ActivitySubject
from outreach.db import Money, db
from outreach.i18n.localized import LocalizedText


@dataclass(frozen=True)
class Actor:
    """Who acts: `kind` as in ActivityEntry.actor_kind; `user` is the account where there is one."""

    kind: str
    label: str
    id: int | None = None
    user: Any = None

    @classmethod
    def of(cls, user, kind: str | None = None) -> "Actor":
        """The actor behind an account."""
        if kind is None:
            kind = "partner" if user.role == "partner_user" else "user"
        return cls(kind, user.name or user.email, user.id, user)


SYSTEM = Actor("system", "Outreach")


def record(actor: Actor, verb: str, subject: Any, *, label: str | None = None, changes: dict | None = None,
           about: Iterable[Any] = (), **data: Any) -> ActivityEntry:
    """Add an entry about `subject`, a stored row, and put it on the timelines of `about` as well.

    `changes` maps field to (old, new). The label is the subject's `label` property unless given; a title in several
    languages goes along, so that each reader gets it in their own. Nothing is written before the unit of work commits.
    """
    db.session.flush()
    title = getattr(subject, "title", None)
    if label is None and isinstance(title, LocalizedText):
        data["subject"] = title
    entry = ActivityEntry(
        at=datetime.now(UTC), actor_kind=actor.kind, actor_id=actor.id, actor_label=actor.label, verb=verb,
        subject_kind=subject.__tablename__, subject_id=subject.id,
        subject_label=label if label is not None else str(getattr(subject, "label", "") or subject.id),
        data=_plain({**data, **({"changes": changes} if changes else {})}),
    )
    seen = set()
    for row in (subject, *about):
        if row is not None and (row.__tablename__, row.id) not in seen:
            seen.add((row.__tablename__, row.id))
            entry.subjects.append(ActivitySubject(kind=row.__tablename__, ref_id=row.id))
    db.session.add(entry)
    return entry


def changes_of(row: Any, values: dict[str, Any]) -> dict[str, tuple]:
    """Set `values` on the row and give back what really changed, as field: (old, new).

    The columns x_minor and x_currency are told as one sum under x.
    """
    stems = {name.rpartition("_")[0] for name in values if name.endswith(("_minor", "_currency"))}
    sums = {stem: _sum(row, stem) for stem in stems
            if hasattr(row, f"{stem}_minor") and hasattr(row, f"{stem}_currency")}
    changes = {}
    for name, value in values.items():
        old = getattr(row, name)
        if old != value:
            changes[name] = (old, value)
            setattr(row, name, value)
    for stem, old in sums.items():
        if old != _sum(row, stem):
            for column in (f"{stem}_minor", f"{stem}_currency"):
                changes.pop(column, None)
            changes[stem] = (old, _sum(row, stem))
    return changes


def _sum(row: Any, stem: str) -> Money | None:
    minor, currency = getattr(row, f"{stem}_minor"), getattr(row, f"{stem}_currency")
    return Money(minor, currency) if minor is not None and currency else None


def _plain(value: Any) -> Any:
    """What JSON can hold, the same on both engines."""
    if isinstance(value, dict):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(part) for part in value]
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Money):
        return {"minor": value.minor, "currency": value.currency}
    if isinstance(value, LocalizedText):
        return {"source": value.source, "texts": value.texts}
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)


def entry_hash(entry: ActivityEntry, previous: str) -> str:
    """The SHA-256 of the hash before and of everything the entry says, in hex."""
    said = [previous, entry.at.astimezone(UTC).isoformat(timespec="microseconds"), entry.actor_kind, entry.actor_id,
            entry.actor_label, entry.verb, entry.subject_kind, entry.subject_id, entry.subject_label, entry.data]
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@event.listens_for(Session, "before_commit")
def _close_chain(session: Session) -> None:
    """Chain the new entries. The end of the chain is locked only from here to the commit, a few milliseconds."""
    if session.in_nested_transaction():
        return  # A savepoint ends here, not the unit of work.
    session.flush()
    # What a savepoint took back is no row any more.
    entries = [entry for entry in session.info.pop("activity_new", []) if inspect(entry).persistent]
    if not entries:
        return
    chain = _end_of_chain(session)
    for entry in sorted(entries, key=lambda item: item.id):
        entry.previous_hash = chain.last_hash
        entry.hash = chain.last_hash = entry_hash(entry, chain.last_hash)
        chain.last_id = entry.id
        chain.length += 1
    session.flush()


def _end_of_chain(session: Session) -> ActivityChain:
    """The chain's only row, held to the end of the unit of work; made by whoever writes the very first entry."""
    held = select(ActivityChain).where(ActivityChain.id == 1).with_for_update()
    held = held.execution_options(populate_existing=True)
    chain = session.execute(held).scalar_one_or_none()
    if chain is None:
        insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
        # Of two first writers one waits here for the other, and then finds the row.
        session.execute(insert(ActivityChain).values(id=1, last_hash="", last_id=0, length=0).on_conflict_do_nothing())
        chain = session.execute(held).scalar_one()
    return chain


@event.listens_for(Session, "after_flush")
def _note_new(session: Session, _context) -> None:
    """Remember the entries of this unit of work; a rollback forgets them."""
    new = [row for row in session.new if isinstance(row, ActivityEntry)]
    if new:
        session.info.setdefault("activity_new", []).extend(new)


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, previous) -> None:
    """The rollback of a savepoint, or of a flush in one, keeps what was recorded before it."""
    if previous.parent is None:
        session.info.pop("activity_new", None)
