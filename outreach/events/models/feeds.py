"""Private addresses of calendars."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.accounts.models import User
from outreach.db import Instant, Model, now
from outreach.events.models.event import Event

#: Which events a calendar feed shows: those of its owner, one, those of the owner's unit, all.
FEED_SCOPES = ("mine", "event", "unit", "all")


class CalendarFeed(Model):
    """A private address that a calendar client reads. Only the hash of its token is stored."""

    __tablename__ = "calendar_feed"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    scope: Mapped[str] = mapped_column(String(10))
    #: The one event of scope 'event'.
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    #: True to show every event as whole days, even where hours are known.
    all_day: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(Instant, default=now)
    last_used_at: Mapped[datetime | None] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)

    user: Mapped[User] = relationship(lazy="joined")
    event: Mapped[Event | None] = relationship()

    @property
    def label(self) -> str:
        """Scope and owner, for the log; never the token."""
        return f"{self.scope}: {self.user.label}"
