"""The activity log: what happened, who did it, what changed; every entry is chained to the one before."""

from outreach.activity.services import SYSTEM, Actor, changes_of, record

__all__ = ["SYSTEM", "Actor", "changes_of", "record"]
