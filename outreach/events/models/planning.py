"""What the planning of an event or a trip keeps: warnings that people looked at and let stand."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.accounts.models import User
from outreach.db import Instant, Model, now
from outreach.events.models.event import Event
from outreach.events.models.trips import Trip


class KeptWarning(Model):
    """A warning about an event, or a trip without one, that somebody keeps, with the reason. The key names what it warns
    about."""

    __tablename__ = "kept_warning"
    __table_args__ = (UniqueConstraint("event_id", "key"), UniqueConstraint("trip_id", "key"))

    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    #: Only of a trip without an event.
    trip_id: Mapped[int | None] = mapped_column(ForeignKey("trip.id", ondelete="CASCADE"), index=True)
    #: Such as 'gap:12:13' or 'clash:4:17'; it changes with the facts, so that a new fact warns again.
    key: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(String(500))
    kept_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    kept_at: Mapped[datetime] = mapped_column(Instant, default=now)

    event: Mapped[Event | None] = relationship()
    trip: Mapped[Trip | None] = relationship()
    kept_by: Mapped[User] = relationship(lazy="joined")

    @property
    def label(self) -> str:
        """The key, for the log."""
        return self.key
