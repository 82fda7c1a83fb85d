"""What people keep of lists: their columns, their saved filters, exports, and changes to many rows at once."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.db import Instant, JsonDict, JsonList, Model, Stamped

EXPORT_STATES = ("waiting", "running", "ready", "failed")
BULK_STATES = ("draft", "waiting", "running", "done", "failed")


class SavedList(Stamped, Model):
    """A filter with a name: what was asked of a list, and with which columns. Shared ones stand with everybody."""

    __tablename__ = "saved_list"
    __table_args__ = (UniqueConstraint("owner_id", "kind", "name"),)

    owner_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    #: Key of the door record_list.
    kind: Mapped[str] = mapped_column(String(30), index=True)
    name: Mapped[str] = mapped_column(String(100))
    shared: Mapped[bool] = mapped_column(default=False)
    #: The arguments of the address, sort included.
    asked: Mapped[dict] = mapped_column(JsonDict, default=dict)
    #: Codes of columns; empty where everybody keeps their own.
    columns: Mapped[list] = mapped_column(JsonList, default=list)

    owner: Mapped[Any] = relationship("User", lazy="joined")

    @property
    def label(self) -> str:
        """The name, for the log."""
        return self.name


class ListSetting(Model):
    """How one user likes one list: which columns, and which saved filter stands there at first."""

    __tablename__ = "list_setting"
    __table_args__ = (UniqueConstraint("user_id", "kind"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    columns: Mapped[list] = mapped_column(JsonList, default=list)
    default_id: Mapped[int | None] = mapped_column(ForeignKey("saved_list.id", ondelete="SET NULL"), index=True)


class ListExport(Stamped, Model):
    """A list that somebody took out of the house: who, which, how many rows. The file itself goes after a day."""

    __tablename__ = "list_export"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    asked: Mapped[dict] = mapped_column(JsonDict, default=dict)
    columns: Mapped[list] = mapped_column(JsonList, default=list)
    #: 'xlsx' or 'csv'.
    format: Mapped[str] = mapped_column(String(4))
    #: One of EXPORT_STATES.
    state: Mapped[str] = mapped_column(String(10), default="waiting", index=True)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id", ondelete="SET NULL"), index=True)

    user: Mapped[Any] = relationship("User", lazy="joined")
    attachment: Mapped[Any] = relationship("Attachment", lazy="joined")


class BulkRun(Stamped, Model):
    """One change to many rows. Each row carries the version that was seen, and stays as it is where that grew."""

    __tablename__ = "bulk_run"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    #: Code of the action of the list, and what it sets.
    action: Mapped[str] = mapped_column(String(60))
    value: Mapped[str | None] = mapped_column(Text)
    #: Address of the list from which it began.
    back: Mapped[str] = mapped_column(Text, default="")
    #: One of BULK_STATES.
    state: Mapped[str] = mapped_column(String(10), default="draft", index=True)
    #: [[id, version], …] in the order of the list.
    rows: Mapped[list] = mapped_column(JsonList, default=list)
    done: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    #: [[id, label, sentence], …] of what stayed as it was, and why.
    refused: Mapped[list] = mapped_column(JsonList, default=list)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)

    user: Mapped[Any] = relationship("User", lazy="joined")


class SentForm(Model):
    """A form for a new record that arrived, by a hash of its mark and content, so that it makes one record."""

    __tablename__ = "sent_form"

    mark: Mapped[str] = mapped_column(String(64), unique=True)
    #: The record that was made; its table follows from the form.
    ref: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(Instant, index=True)
