"""What an event takes along: the languages wanted there, and each material in each of them."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.accounts.models import User
from outreach.db import Instant, JsonList, Model, Stamped
from outreach.events.models.event import Event
from outreach.materials.models import Material


class EventPack(Stamped, Model):
    """The pack of one event. Its link shows public materials only; the token is stored as a hash."""

    __tablename__ = "event_pack"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), unique=True)
    #: Codes of the languages wanted at the event.
    languages: Mapped[list] = mapped_column(JsonList, default=list)
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    #: UTC instant at which the link was made, and by whom; None without a link.
    shared_at: Mapped[datetime | None] = mapped_column(Instant)
    shared_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)

    event: Mapped[Event] = relationship(lazy="joined")
    shared_by: Mapped[User | None] = relationship()
    items: Mapped[list["PackItem"]] = relationship(
        back_populates="pack", cascade="all, delete-orphan", order_by="PackItem.id")

    @property
    def label(self) -> str:
        """The event's title, for the log."""
        return self.event.label


class PackItem(Model):
    """A material in one language. Which version that is, is decided on the day by what is valid then."""

    __tablename__ = "pack_item"
    __table_args__ = (UniqueConstraint("pack_id", "material_id", "language"),)

    pack_id: Mapped[int] = mapped_column(ForeignKey("event_pack.id", ondelete="CASCADE"))
    material_id: Mapped[int] = mapped_column(ForeignKey("material.id"), index=True)
    language: Mapped[str] = mapped_column(String(2))
    #: Printed copies to take along; None where nobody said, or none are printed.
    copies: Mapped[int | None]
    #: Who of us brings it.
    brings_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)

    pack: Mapped[EventPack] = relationship(back_populates="items")
    material: Mapped[Material] = relationship(lazy="joined")
    brings: Mapped[User | None] = relationship(lazy="joined")

    @property
    def label(self) -> str:
        """Material and language, for the log."""
        return f"{self.material.label} ({self.language})"
