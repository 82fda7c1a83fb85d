"""The row that makes a periodic job run once, however many workers there are."""

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from outreach.db import Instant, Model, now


class JobTick(Model):
    """One run of a periodic job: whoever inserts the row runs it, everybody else stays away."""

    __tablename__ = "job_tick"
    __table_args__ = (UniqueConstraint("name", "slot"),)

    name: Mapped[str] = mapped_column(String(100))
    #: Number of the interval since the epoch.
    slot: Mapped[int]
    claimed_at: Mapped[datetime] = mapped_column(Instant, default=now)
