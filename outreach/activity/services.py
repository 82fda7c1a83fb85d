"""Writing the log: record() adds an entry to the open unit of work; the chain closes just before the commit."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import event, select
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

    `changes` maps field to (old, new). The label is the subject's `label` property unless given. Nothing is
    written before the unit of work commits.
    """
    db.session.flush()
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
    """Set `values` on the row and give back what really changed, as field: (old, new)."""
    changes = {}
    for name, value in values.items():
        old = getattr(row, name)
        if old != value:
            changes[name] = (old, value)
            setattr(row, name, value)
    return changes


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
    session.flush()
    entries = session.info.pop("activity_new", [])
    if not entries:
        return
    chain = session.execute(select(ActivityChain).where(ActivityChain.id == 1).with_for_update()
                            .execution_options(populate_existing=True)).scalar_one_or_none()
    if chain is None:
        chain = ActivityChain(id=1, last_hash="", last_id=0, length=0)
        session.add(chain)
    for entry in sorted(entries, key=lambda item: item.id):
        entry.previous_hash = chain.last_hash
        entry.hash = chain.last_hash = entry_hash(entry, chain.last_hash)
        chain.last_id = entry.id
        chain.length += 1
    session.flush()


@event.listens_for(Session, "after_flush")
def _note_new(session: Session, _context) -> None:
    """Remember the entries of this unit of work; a rollback forgets them."""
    new = [row for row in session.new if isinstance(row, ActivityEntry)]
    if new:
        session.info.setdefault("activity_new", []).extend(new)


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, _previous) -> None:
    session.info.pop("activity_new", None)
