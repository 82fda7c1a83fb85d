"""What a partner's user reads: the own organisation's intentions and the events that anybody may read."""

from sqlalchemy import Select, func, select

from outreach.db import db
from outreach.events.models import Event
from outreach.events.queries import public_events, split_by_now
from outreach.intentions.models import OPEN_STATES, STATES, Intention
from outreach.intentions.queries import counts_by_state, in_order, visible_intentions

#: How many the first page shows of each list.
FIRST = 5
TABS = ("all", "open", *STATES)


def own_intentions(viewer, tab: str = "all") -> Select:
    """The own organisation's intentions of a state, of all that wait ('open') or of any ('all')."""
    return in_order(visible_intentions(viewer), None if tab == "all" else tab)


def own_counts(viewer) -> dict[str, int]:
    """How many there are behind each tab."""
    counts = counts_by_state(viewer)
    return {**counts, "all": sum(counts.get(state, 0) for state in STATES)}


def questions_waiting(viewer) -> int:
    """How many open intentions wait for the partner's answer."""
    rows = visible_intentions(viewer).where(Intention.state == "needs_information").subquery()
    return db.session.scalar(select(func.count()).select_from(rows)) or 0


def first_open(viewer) -> list[Intention]:
    """What waits, questions to the partner first, then by the deadline of the answer."""
    rows = visible_intentions(viewer).where(Intention.state.in_(OPEN_STATES)).order_by(
        Intention.state != "needs_information", Intention.answer_due, Intention.id).limit(FIRST)
    return list(db.session.scalars(rows))


def coming_events(limit: int | None = FIRST) -> list[Event]:
    """The public events that are not over, by beginning; `limit` None gives all."""
    coming, _over = split_by_now(list(db.session.scalars(public_events())))
    return coming[:limit]
