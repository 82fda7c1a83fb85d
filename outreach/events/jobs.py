"""Background work of events: whoever owns a task is reminded before it is due."""

from collections import defaultdict
from datetime import timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager

from outreach.accounts.models import User
from outreach.catalogue.queries import setting
from outreach.db import db, now, today_in, transaction
from outreach.events.emails import send_tasks_due
from outreach.events.models import Event, EventTask
from outreach.jobs import periodic


@periodic("events.remind_of_tasks", minutes=30)
def remind_of_tasks() -> int:
    """One mail to each owner of open tasks that are due soon, once per task and due day; gives how many were written.

    The day is the one that the owner's calendar shows. Cancelled events remind of nothing.
    """
    ahead = setting("task_reminder_days")
    with transaction():
        due: dict[User, list[EventTask]] = defaultdict(list)
        for task in db.session.scalars(
            select(EventTask).join(EventTask.event).join(EventTask.owner)
            .options(contains_eager(EventTask.event), contains_eager(EventTask.owner))
            .where(EventTask.done_at.is_(None), EventTask.due_on <= now().date() + timedelta(days=ahead + 1), User.active,
                   Event.state != "cancelled",
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
