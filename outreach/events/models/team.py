"""Who goes to an event."""

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.accounts.models import User
from outreach.db import Model
from outreach.events.models.event import Event

TEAM_ROLES = ("head", "member", "speaker", "interpreter", "support")


class TeamMember(Model):
    """One of our people at an event, from day to day; without days for the whole event."""

    __tablename__ = "team_member"
    __table_args__ = (UniqueConstraint("event_id", "user_id"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    role: Mapped[str] = mapped_column(String(20), default="member")
    #: Inclusive days in the event's zone; None for the event's own.
    from_on: Mapped[date | None]
    until_on: Mapped[date | None]

    event: Mapped[Event] = relationship(back_populates="team")
    user: Mapped[User] = relationship(lazy="joined")

    @property
    def label(self) -> str:
        """The person's name, for the log."""
        return self.user.label
