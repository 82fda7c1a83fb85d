"""The outbox, what hangs on its mails, and the mails that came in."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.db import Instant, JsonDict, Model, Stamped, now

#: waiting: due at next_try_at; sending: a worker holds it until leased_until; held: a person stopped it.
STATES = ("waiting", "sending", "sent", "failed", "refused", "held")
PURPOSES = ("transactional", "advertising")


class OutboxMail(Stamped, Model):
    """One mail to one reader, rendered when it was queued, and how far it has come."""

    __tablename__ = "outbox_mail"
    __table_args__ = (
        Index("ix_outbox_mail_state_next_try_at", "state", "next_try_at"),
        Index("ix_outbox_mail_subject", "subject_kind", "subject_id"),
    )

    to_email: Mapped[str] = mapped_column(String(254), index=True)
    to_name: Mapped[str] = mapped_column(String(300), default="")
    reply_to: Mapped[str | None] = mapped_column(String(254))
    #: Code of the reader's language; every part of the mail is written in it.
    language: Mapped[str] = mapped_column(String(2))
    #: One of PURPOSES.
    purpose: Mapped[str] = mapped_column(String(20))
    #: "room/name" of the folder under templates/mail.
    template: Mapped[str] = mapped_column(String(100))
    subject: Mapped[str] = mapped_column(String(500))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    #: True where the text opens something for whoever holds it, such as a sign-in link: no page shows it, and
    #: it is wiped once the mail is out or refused.
    secret: Mapped[bool] = mapped_column(default=False)
    #: Method of the calendar part ("REQUEST", "CANCEL") and its text; None where there is none.
    calendar_method: Mapped[str | None] = mapped_column(String(20))
    calendar: Mapped[str | None] = mapped_column(Text)
    #: With its angle brackets, fixed at queue time: a mail that goes out twice is recognised as one.
    message_id: Mapped[str] = mapped_column(String(250), unique=True)
    #: One of STATES.
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    #: Why it was refused, failed or is tried again: a code of queries.REASONS, empty where all is well.
    reason: Mapped[str] = mapped_column(String(40), default="")
    #: What the mail server said, or the name of who stopped it.
    detail: Mapped[str] = mapped_column(String(500), default="")
    #: What the gate last answered: "yes", or the reason against it.
    gate: Mapped[str] = mapped_column(String(100), default="")
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime] = mapped_column(Instant, default=now)
    #: Since when tries are counted; "try again" starts a new count.
    tries_since: Mapped[datetime] = mapped_column(Instant, default=now)
    #: The worker's own mark, so that a late worker changes nothing any more.
    lease: Mapped[str | None] = mapped_column(String(40))
    leased_until: Mapped[datetime | None] = mapped_column(Instant)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
    bounced_at: Mapped[datetime | None] = mapped_column(Instant)
    #: The record that the mail is about: table name and id.
    subject_kind: Mapped[str | None] = mapped_column(String(40))
    subject_id: Mapped[int | None]

    attachments: Mapped[list["OutboxAttachment"]] = relationship(
        back_populates="mail", cascade="all, delete-orphan", order_by="OutboxAttachment.id")

    @property
    def label(self) -> str:
        """The subject line, as the log names the mail."""
        return self.subject

    def wipe_secret(self) -> None:
        """Forget the texts of a secret mail that will not be sent again; that it had a calendar part stays known."""
        if self.secret:
            self.text = self.html = ""
            self.calendar = "" if self.calendar else None


class OutboxAttachment(Model):
    """A file that goes with a mail."""

    __tablename__ = "outbox_attachment"

    mail_id: Mapped[int] = mapped_column(ForeignKey("outbox_mail.id", ondelete="CASCADE"), index=True)
    filename: Mapped[str] = mapped_column(String(200))
    mimetype: Mapped[str] = mapped_column(String(100))
    data: Mapped[bytes] = mapped_column(LargeBinary)

    mail: Mapped[OutboxMail] = relationship(back_populates="attachments")


class InboundMail(Model):
    """A mail that came in: what it was taken for, and the mail itself where a person has to look at it."""

    __tablename__ = "inbound_mail"

    #: SHA-256 of what the sender wrote, without the traces of the way; the same mail again is found by it.
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    message_id: Mapped[str] = mapped_column(String(250), index=True, default="")
    received_at: Mapped[datetime] = mapped_column(Instant, default=now)
    from_email: Mapped[str] = mapped_column(String(254), default="")
    to_email: Mapped[str] = mapped_column(String(254), default="")
    subject: Mapped[str] = mapped_column(String(500), default="")
    #: 'bounce', 'auto_reply', 'unmatched', or what a handler called it.
    kind: Mapped[str] = mapped_column(String(40), index=True)
    #: The answer that was given on standard output.
    result: Mapped[dict] = mapped_column(JsonDict, default=dict)
    #: The whole mail; kept only while it is unmatched.
    raw: Mapped[bytes | None] = mapped_column(LargeBinary)

    @property
    def label(self) -> str:
        """The subject line, as the log names the mail."""
        return self.subject or self.kind
