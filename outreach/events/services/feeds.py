"""Calendar feeds: the address is shown once, its token is stored as a hash."""

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from outreach.accounts.models import User
from outreach.activity import Actor, record
from outreach.db import db, new_token, now, token_hash
from outreach.errors import Refused
from outreach.events.models import FEED_SCOPES, CalendarFeed, Event

#: Clients ask every few minutes; the time of the last use need not be written that often.
_USE_NOTED_EVERY = timedelta(minutes=10)


def create_feed(actor: Actor, user: User, scope: str, *, event: Event | None = None,
                all_day: bool = False) -> tuple[CalendarFeed, str]:
    """Make a feed. Gives it and the token, which nobody can read again."""
    if scope not in FEED_SCOPES:
        raise Refused("unknown_scope", _("Choose which events the calendar shows"), field="scope")
    if scope == "event" and event is None:
        raise Refused("event_missing", _("Choose the event"), field="event_id")
    if scope == "unit" and user.unit_id is None:
        raise Refused("no_unit", _("You belong to no unit. Choose other events."), field="scope")
    token = new_token()
    feed = CalendarFeed(user=user, scope=scope, event=event if scope == "event" else None, all_day=all_day,
                        token_hash=token_hash(token))
    db.session.add(feed)
    record(actor, "feed.created", feed, about=[user])
    return feed, token


def rotate_feed(actor: Actor, feed: CalendarFeed) -> str:
    """Give the feed a new token; the old address stops at once. Raises Refused for a revoked feed."""
    if feed.revoked_at is not None:
        raise Refused("feed_revoked", _("This calendar address was revoked. Make a new one."))
    token = new_token()
    feed.token_hash, feed.last_used_at = token_hash(token), None
    record(actor, "feed.rotated", feed, about=[feed.user])
    return token


def revoke_feed(actor: Actor, feed: CalendarFeed) -> None:
    """End the feed; repeating it changes nothing."""
    if feed.revoked_at is None:
        feed.revoked_at = now()
        record(actor, "feed.revoked", feed, about=[feed.user])


def find_feed(token: str) -> CalendarFeed | None:
    """The feed behind a token, while neither it nor its owner's account has ended."""
    feed = db.session.scalar(select(CalendarFeed).where(CalendarFeed.token_hash == token_hash(token)))
    return feed if feed and feed.revoked_at is None and feed.user.active else None


def note_use(feed: CalendarFeed) -> bool:
    """Remember that a client asked; false where that was noted a moment ago."""
    if feed.last_used_at is not None and now() - feed.last_used_at < _USE_NOTED_EVERY:
        return False
    feed.last_used_at = now()
    return True
