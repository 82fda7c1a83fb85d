"""Calendar feeds: the address is shown once, its token is stored as a hash; and the texts that are kept for them."""

from datetime import timedelta

import segno
from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from outreach.accounts.models import User
from outreach.activity import Actor, record
from outreach.db import db, new_token, now, token_hash
from outreach.errors import Refused
from outreach.events.models import FEED_SCOPES, CalendarFeed, CalendarText, Event

#: Clients ask every few minutes; the time of the last use need not be written that often.
_USE_NOTED_EVERY = timedelta(minutes=10)
#: How many texts are written in one go, so that nobody waits long for the database.
TEXTS_AT_A_TIME = 200
#: After so long a text is made anew, so that those that nobody reads any more go.
TEXT_KEPT = timedelta(days=60)


def create_feed(actor: Actor, user: User, scope: str, *, event: Event | None = None,
                all_day: bool = False, with_tasks: bool = False) -> tuple[CalendarFeed, str]:
    """Make a feed. Gives it and the token, which nobody can read again.

    Only a feed of one's own events has tasks. Raises Refused, with the field, for a scope that names no events.
    """
    if scope not in FEED_SCOPES:
        raise Refused("unknown_scope", _("Choose which events the calendar shows"), field="scope")
    if scope in ("event", "leg") and event is None:
        raise Refused("event_missing", _("Choose the event"), field="event_id")
    if scope == "leg" and event is not None and event.parent_id is None:
        raise Refused("no_leg", _("This event is no leg of a roadshow. Choose a leg, or one event with its legs."),
                      field="event_id")
    if scope == "unit" and user.unit_id is None:
        raise Refused("no_unit", _("You belong to no unit. Choose other events."), field="scope")
    token = new_token()
    feed = CalendarFeed(user=user, scope=scope, event=event if scope in ("event", "leg") else None, all_day=all_day,
                        with_tasks=with_tasks and scope == "mine", token_hash=token_hash(token))
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


def code_of(address: str) -> str:
    """A QR code as SVG that opens the address in the calendar of a phone."""
    code = segno.make_qr("webcal" + address[address.index("://"):], error="m")
    return code.svg_inline(scale=4, border=4, dark="#000", light="#fff", omitsize=True, svgclass="qr")


def find_feed(token: str) -> CalendarFeed | None:
    """The feed behind a token, while neither it nor its owner's account has ended."""
    feed = db.session.scalar(select(CalendarFeed).where(CalendarFeed.token_hash == token_hash(token)))
    return feed if feed and feed.revoked_at is None and feed.user.active else None


def has_news(feed: CalendarFeed, mark: str) -> bool:
    """Whether note_use() would write something: a use after a while, or a feed that has changed."""
    return feed.mark != mark or feed.last_used_at is None or now() - feed.last_used_at >= _USE_NOTED_EVERY


def note_use(feed: CalendarFeed, mark: str) -> None:
    """Remember that a client asked, and since when the feed has been as it is now."""
    if feed.mark != mark:
        feed.mark, feed.changed_at = mark, now()
    feed.last_used_at = now()


def keep_texts(rows: list[dict]) -> None:
    """Keep texts of events, rows of CalendarText, in the place of older ones; whoever else does the same is no harm."""
    if not rows:
        return
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    statement = insert(CalendarText)
    columns = {name: statement.excluded[name]
               for name in ("sequence", "changed_at", "surroundings", "zone", "text", "made_at")}
    made = now()
    db.session.execute(
        statement.on_conflict_do_update(index_elements=["event_id", "language", "all_day", "public"], set_=columns),
        [{**row, "made_at": made} for row in sorted(rows, key=lambda row: row["event_id"])])


def drop_old_texts(at_most: int = 1000) -> int:
    """Drop some of the texts that were made long ago; gives how many."""
    old = db.session.scalars(select(CalendarText.id).where(CalendarText.made_at < now() - TEXT_KEPT).limit(at_most)).all()
    if old:
        db.session.execute(delete(CalendarText).where(CalendarText.id.in_(old)))
    return len(old)
