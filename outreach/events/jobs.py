"""Background work of events: schedules of meetings are searched for, whoever owns a task or a trip's report is
reminded of it, and old texts of calendars are dropped."""

from collections import defaultdict
from datetime import date, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager

from outreach.accounts.models import User
from outreach.catalogue.queries import setting
from outreach.db import db, give_way, now, today_in, transaction
from outreach.events.emails import send_reports_due, send_tasks_due
from outreach.events.models import OFF, Event, EventTask, MeetingPlan, Trip
from outreach.events.queries.trips import report_due, report_open
from outreach.events.services import drop_old_texts, schedules
from outreach.jobs import enqueue, job, periodic

#: A run that shows no sign of life for this long was left behind by a dead worker.
LEFT_BEHIND = timedelta(minutes=5)


@job("events.plan_meetings")
def plan_meetings(plan_id: int) -> None:
    """Search for a schedule. A plan that was removed or is through needs nothing."""
    plan = db.session.get(MeetingPlan, plan_id)
    if plan is not None and plan.state in ("queued", "running"):
        schedules.run(plan_id)


@periodic("events.sweep_plans", minutes=5)
def sweep_plans() -> None:
    """Queue again what a dead worker left half-way."""
    with transaction():
        for plan_id in db.session.scalars(select(MeetingPlan.id).where(
                MeetingPlan.state.in_(("queued", "running")), MeetingPlan.updated_at < now() - LEFT_BEHIND)):
            enqueue("events.plan_meetings", plan_id)


@periodic("events.remind_of_tasks", minutes=30)
def remind_of_tasks() -> int:
    """One mail to each owner of open tasks that are due soon, once per task and due day; gives how many were written.

    The day is the one that the owner's calendar shows. Cancelled and postponed events remind of nothing.
    """
    ahead = setting("task_reminder_days")
    with transaction():
        due: dict[User, list[EventTask]] = defaultdict(list)
        for task in db.session.scalars(
            select(EventTask).join(EventTask.event).join(EventTask.owner)
            .options(contains_eager(EventTask.event), contains_eager(EventTask.owner))
            .where(EventTask.done_at.is_(None), EventTask.due_on <= now().date() + timedelta(days=ahead + 1), User.active,
                   Event.state.not_in(OFF),
                   or_(EventTask.reminded_of.is_(None), EventTask.reminded_of != EventTask.due_on))
            .order_by(EventTask.due_on, EventTask.id)
        ):
            if task.due_on <= today_in(task.owner.time_zone) + timedelta(days=ahead):
                due[task.owner].append(task)
        for owner, tasks in due.items():
            send_tasks_due(owner, tasks)
            for task in tasks:
                task.reminded_of = task.due_on
    return len(due)


@periodic("events.drop_calendar_texts", minutes=24 * 60)
def drop_calendar_texts() -> int:
    """Drop the texts of calendars that were made long ago, some at a time; gives how many."""
    dropped = 0
    while True:
        with transaction():
            some = drop_old_texts()
        dropped += some
        if not some:
            return dropped
        give_way()


#: Days after the due day on which a report is asked for again; later it stands on the list alone.
ASK_AGAIN = (1, 8, 15)


@periodic("events.remind_of_reports", minutes=60)
def remind_of_reports() -> int:
    """One mail to whoever writes the reports of trips: before they are due and some days after, on each one's calendar; gives
    how many were written."""
    ahead = setting("task_reminder_days")
    with transaction():
        due: dict[User, list[tuple[Trip, date]]] = defaultdict(list)
        for trip in db.session.scalars(select(Trip).where(report_open(now().date() + timedelta(days=1))).order_by(
                Trip.ends_on, Trip.id)):
            today = today_in(trip.reporter.time_zone) if trip.reporter else None
            day = report_due(trip)
            asked = [day + timedelta(days=step) for step in (-ahead, *ASK_AGAIN)]
            latest = max((one for one in asked if today and trip.ends_on < today and one <= today), default=None)
            if latest and (trip.reminded_on is None or trip.reminded_on < latest):
                due[trip.reporter].append((trip, day))
                trip.reminded_on = today
        for user, trips in due.items():
            send_reports_due(user, trips)
    return len(due)
