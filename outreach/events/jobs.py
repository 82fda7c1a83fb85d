"""Background work of events: schedules of meetings are searched for, and runs that were left behind begin again."""

from datetime import timedelta

from sqlalchemy import select

from outreach.db import db, now, transaction
from outreach.events.models import MeetingPlan
from outreach.events.services import wishes
from outreach.jobs import enqueue, job, periodic

#: A run that shows no sign of life for this long was left behind by a dead worker.
LEFT_BEHIND = timedelta(minutes=5)


@job("events.plan_meetings")
def plan_meetings(plan_id: int) -> None:
    """Search for a schedule. A plan that was removed or is through needs nothing."""
    plan = db.session.get(MeetingPlan, plan_id)
    if plan is not None and plan.state in ("queued", "running"):
        wishes.run(plan_id)


@periodic("events.sweep_plans", minutes=5)
def sweep_plans() -> None:
    """Queue again what a dead worker left half-way."""
    with transaction():
        for plan_id in db.session.scalars(select(MeetingPlan.id).where(
                MeetingPlan.state.in_(("queued", "running")), MeetingPlan.updated_at < now() - LEFT_BEHIND)):
            enqueue("events.plan_meetings", plan_id)
