"""The ledger of consents, to which rows are only added, and every refusal to send."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from outreach.db import Instant, Model, now

#: By which channel a consent holds.
CHANNELS = ("email", "phone", "post", "form")


class Consent(Model):
    """One statement of one person about one purpose: given or withdrawn. The newest row of a purpose holds."""

    __tablename__ = "consent"
    __table_args__ = (Index("ix_consent_email_purpose", "email", "purpose"),)

    #: Lower-case address of the person; it holds the consent where no person is stored yet.
    email: Mapped[str] = mapped_column(String(254))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    #: A purpose of queries.consent_texts.
    purpose: Mapped[str] = mapped_column(String(40))
    #: One of CHANNELS.
    channel: Mapped[str] = mapped_column(String(20), default="email")
    #: True where it was given, false where it was refused or withdrawn.
    given: Mapped[bool]
    #: Version and language of the text that was shown, and the words themselves.
    text_version: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(2))
    text: Mapped[str] = mapped_column(Text, default="")
    #: Where it was given: 'intention L-…', 'event contact', 'mail'.
    source: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(Instant, default=now)

    @property
    def label(self) -> str:
        """Purpose and version, as the log names the row; the address stays out of the log."""
        return f"{self.purpose} {self.text_version}"


class SendRefusal(Model):
    """A mail or message that was not allowed to leave, and why."""

    __tablename__ = "send_refusal"

    at: Mapped[datetime] = mapped_column(Instant, default=now, index=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    channel: Mapped[str] = mapped_column(String(20))
    purpose: Mapped[str] = mapped_column(String(20))
    #: Reason code as in mail.queries.reason_text.
    reason: Mapped[str] = mapped_column(String(60))
