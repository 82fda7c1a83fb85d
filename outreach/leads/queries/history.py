"""What the log says about a lead's facts: who changed it last, and what it was before."""

from typing import Any

from sqlalchemy import select

from outreach.activity.models import ActivityEntry
from outreach.db import db
from outreach.leads.models import Lead


def _entries(lead: Lead, count: int) -> list[ActivityEntry]:
    return list(db.session.scalars(
        select(ActivityEntry).where(ActivityEntry.subject_kind == "lead", ActivityEntry.subject_id == lead.id)
        .order_by(ActivityEntry.id.desc()).limit(count)))


def last_change(lead: Lead) -> ActivityEntry | None:
    """The newest entry about the lead itself."""
    return next(iter(_entries(lead, 1)), None)


def changed_since(lead: Lead, version: int) -> dict[str, Any]:
    """The facts that were changed since `version`, each with its value at that time as the log keeps it.

    Every accepted change raises the version by one and stands in the log once.
    """
    before: dict[str, Any] = {}
    for entry in _entries(lead, max(0, min(lead.version - version, 200))):
        for name, (old, _new) in ((entry.data or {}).get("changes") or {}).items():
            before[name] = old
    return before
