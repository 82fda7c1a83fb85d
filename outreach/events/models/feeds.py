"""Private addresses of calendars, and the texts of events that are kept for them."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.accounts.models import User
from outreach.db import Instant, Model, now
from outreach.events.models.event import Event

#: Which events a calendar feed shows: those of its owner, one with its legs, one leg, those of the owner's unit, all.
FEED_SCOPES = ("mine", "event", "leg", "unit", "all")


class CalendarFeed(Model):
    """A private address that a calendar client reads. Only the hash of its token is stored."""

    __tablename__ = "calendar_feed"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    scope: Mapped[str] = mapped_column(String(10))
    #: The one event of the scopes 'event' and 'leg'.
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    #: True to show every event as whole days, even where hours are known.
    all_day: Mapped[bool] = mapped_column(default=False)
    #: True to show the owner's open tasks on their due days too, with an alarm; only of scope 'mine'.
    with_tasks: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: The mark of what a client was last given, and since when the feed has it.
    mark: Mapped[str] = mapped_column(String(40), default="", server_default="")
    changed_at: Mapped[datetime | None] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant, default=now)
    last_used_at: Mapped[datetime | None] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)

    user: Mapped[User] = relationship(lazy="joined")
    event: Mapped[Event | None] = relationship()

    @property
    def label(self) -> str:
        """Scope and owner, for the log; never the token."""
        return f"{self.scope}: {self.user.label}"


class CalendarText(Model):
    """What one event looks like in calendars of one kind, as text ready to be sent.

    It holds as long as the event has this sequence and instant and the program and the labels give this `surroundings`;
    else it is made anew in its place. Nothing is lost with it.
    """

    __tablename__ = "calendar_text"
    __table_args__ = (UniqueConstraint("event_id", "language", "all_day", "public"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(String(2))
    #: True for whole days even where hours are known.
    all_day: Mapped[bool]
    #: True for what anybody may read, false for our own people.
    public: Mapped[bool]
    #: The event's sequence and instant of change, as they were.
    sequence: Mapped[int]
    changed_at: Mapped[datetime] = mapped_column(Instant)
    #: A digest of everything else that the text depends on.
    surroundings: Mapped[str] = mapped_column(String(40))
    #: The time zone that the text names; empty for whole days and for UTC.
    zone: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(Instant, default=now, index=True)
