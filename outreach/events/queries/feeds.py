"""Calendar feeds: whose they are, which events they show, and how it stands with these."""

from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import Select, String, case, cast, false, func, or_, select

from outreach.accounts.models import User
from outreach.db import db, now
from outreach.errors import NotFound
from outreach.events.models import CalendarFeed, Event, EventTask
from outreach.events.queries.lists import events_of, events_of_unit, public_events, visible_events
from outreach.events.queries.tasks import open_tasks

#: How long a calendar goes on saying that an event was cancelled.
CANCELLED_SHOWN = timedelta(days=30)


def feeds_of(user: User) -> list[CalendarFeed]:
    """The user's feeds, those in use first."""
    return list(db.session.scalars(
        select(CalendarFeed).where(CalendarFeed.user_id == user.id)
        .order_by(CalendarFeed.revoked_at.is_not(None), CalendarFeed.id.desc())))


def get_feed(viewer, feed_id: int) -> CalendarFeed:
    """One of the viewer's own feeds. Raises NotFound for anybody else's."""
    feed = db.session.scalar(select(CalendarFeed).where(CalendarFeed.id == feed_id, CalendarFeed.user_id == viewer.id))
    if feed is None:
        raise NotFound("unknown_feed", _("There is no such calendar address"))
    return feed


def feed_select(feed: CalendarFeed) -> Select:
    """What the feed shows its owner today, unordered; nothing once the owner may not read events."""
    statement = _shown_in_calendars(visible_events(feed.user))
    if feed.scope == "event":
        return statement.where(or_(Event.id == feed.event_id, Event.parent_id == feed.event_id))
    if feed.scope == "leg":
        return statement.where(Event.id == feed.event_id)
    if feed.scope == "mine":
        return statement.where(Event.id.in_(events_of(feed.user_id)))
    if feed.scope == "unit" and feed.user.unit_id is None:
        return statement.where(false())
    if feed.scope == "unit":
        return statement.where(Event.id.in_(events_of_unit(feed.user.unit_id)))
    return statement


def public_feed_select() -> Select:
    """What the public calendar shows today, unordered."""
    return _shown_in_calendars(public_events().order_by(None))


def task_select(feed: CalendarFeed) -> Select:
    """The open tasks of the feed's owner that have a due day, by it; a postponed event reminds of nothing."""
    return open_tasks(feed.user, feed.user_id).where(EventTask.due_on.is_not(None), Event.state != "postponed")


def _shown_in_calendars(statement: Select) -> Select:
    """Events with days; a cancelled one for a month, so that every client has read of it before it goes."""
    return statement.where(Event.days_known, or_(Event.state != "cancelled", Event.cancelled_at.is_(None),
                                                 Event.cancelled_at > now() - CANCELLED_SHOWN))


def feed_stand(feed: CalendarFeed) -> str | None:
    """Which events the feed shows and in which state of theirs, as one text; None for no event. One statement."""
    return _stand(feed_select(feed))


def public_stand() -> str | None:
    """Like feed_stand, for the public calendar."""
    return _stand(public_feed_select())


def _stand(statement: Select) -> str | None:
    rows = statement.with_only_columns(Event.id, Event.ics_sequence, Event.ics_changed_at).order_by(Event.id).subquery()
    return _told(*rows.c)


def task_stand(feed: CalendarFeed) -> str | None:
    """Like feed_stand, for the tasks of its owner."""
    rows = task_select(feed).with_only_columns(
        EventTask.id, EventTask.updated_at, EventTask.due_on, Event.ics_sequence, Event.ics_changed_at, maintain_column_froms=True
    ).order_by(None).order_by(EventTask.id).subquery()
    return _told(*rows.c)


def _told(*columns) -> str | None:
    """The columns of all rows in one text that the database joins, so that only one row comes out of it."""
    words = cast(columns[0], String)
    for column in columns[1:]:
        words = words + " " + cast(column, String)
    return db.session.scalar(select(func.aggregate_strings(words, ";")))


def newest_change(statement: Select) -> datetime | None:
    """When one of these events last changed in a way that calendars show; None for no event."""
    return db.session.scalar(statement.with_only_columns(func.max(Event.ics_changed_at)).order_by(None))


def public_changed_at() -> datetime | None:
    """Not before this instant has the public calendar been as it is: the last change of any event, public or not.

    An event that is taken out of it changes too, and a cancelled one goes by itself after its month.
    """
    last, gone = db.session.execute(select(
        func.max(Event.updated_at), func.max(case((Event.cancelled_at <= now() - CANCELLED_SHOWN, Event.cancelled_at))))).one()
    return max((at for at in (last, gone + CANCELLED_SHOWN if gone else None) if at), default=None)
