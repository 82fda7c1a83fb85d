"""One row per findable record.

The full-text parts beside it are made by the migration, see index.create_engine_parts.
"""

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from outreach.db import Model


class SearchEntry(Model):
    """What the search box knows of a record."""

    __tablename__ = "search_entry"
    __table_args__ = (UniqueConstraint("kind", "ref_id"),)

    #: 'person', 'organisation', 'event', 'lead', 'intention'.
    kind: Mapped[str] = mapped_column(String(20))
    ref_id: Mapped[int]
    #: None for all staff; 'partner:7' also for that partner's users.
    visible_to: Mapped[str | None] = mapped_column(String(40))
    #: Index tokens separated by spaces.
    tokens: Mapped[str] = mapped_column(Text)
