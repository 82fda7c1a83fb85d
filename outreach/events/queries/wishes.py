"""Reading what the meeting planner works with, and the problem that it hands to the solver."""


from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from outreach.db import db
from outreach.events.models import Event, Meeting, MeetingPlan, MeetingWish, TeamMember
from outreach.events.queries import meetings as meeting_queries

REASON_LABELS = {
    "no_common_time": _l("No time at which both can"), "no_interpreter": _l("No interpreter for this pair of languages"),
    "no_table": _l("No table is entered"), "person_full": _l("One of them has no time left"),
    "interpreter_full": _l("The interpreters have no time left"), "table_full": _l("All tables are taken then"),
    "not_found": _l("The search ended before it found a place")}
PRIORITY_LABELS = {5: _l("Must meet"), 2: _l("Should meet"), 1: _l("Would be good")}
PLAN_STATE_LABELS = {
    "idle": _l("Not planned yet"), "queued": _l("Waiting for a worker"), "running": _l("Planning"), "done": _l("Planned"),
    "stopped": _l("Stopped; what was found is shown"), "failed": _l("The planning failed. Start it again.")}


def plan_of(event: Event) -> MeetingPlan | None:
    """The settings and last run of the planner, where somebody opened it."""
    return db.session.scalar(select(MeetingPlan).where(MeetingPlan.event_id == event.id))


def wishes_of(event: Event) -> list[MeetingWish]:
    """All wishes, the most important first."""
    return list(db.session.scalars(select(MeetingWish).where(MeetingWish.event_id == event.id).order_by(
        MeetingWish.priority.desc(), MeetingWish.id)))


def count_wishes(event: Event) -> int:
    """How many wishes there are."""
    return db.session.scalar(select(func.count(MeetingWish.id)).where(MeetingWish.event_id == event.id)) or 0


def proposals_of(event: Event) -> list[Meeting]:
    """What the planner proposed and nobody decided yet."""
    return [one for one in meeting_queries.meetings_of(event) if one.wish_id and one.state == "proposed"]


def met(meetings: list[Meeting], wish: MeetingWish) -> str | None:
    """The state of the meeting that answers a wish: of both people, or made for the wish; the best state first."""
    states = [one.state for one in meetings if one.wish_id == wish.id or (
        any(part.user_id == wish.user_id for part in one.participants)
        and any(part.person_id == wish.person_id for part in one.participants))]
    return min(states, key=("held", "confirmed", "proposed", "declined", "cancelled").index, default=None)


def interpreters_of(event: Event) -> list[TeamMember]:
    """The members of the team who interpret."""
    return [member for member in event.team if member.role == "interpreter"]
