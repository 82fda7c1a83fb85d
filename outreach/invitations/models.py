"""Invitations of people to events, and every answer that came to them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.contacts.models import Person
from outreach.db import Instant, Model, Stamped, now
from outreach.events.models import Event

#: 'invited' is "no answer yet".
STATES = ("invited", "accepted", "declined", "tentative")
#: What somebody may answer.
ANSWERS = ("accepted", "tentative", "declined")
#: How an answer came: the personal link, a calendar's reply by mail, one of our people wrote it down.
WAYS = ("link", "mail", "staff")
#: What became of an answer. counts: it is or was in force; review: a person has to look; stale: older than what
#: counts; late: the event was over; set_aside: a person looked and did not take it.
OUTCOMES = ("counts", "review", "stale", "late", "set_aside")
#: Why a person has to look. sender_differs: it came from another address than the invited one; unclear: it says
#: neither yes, maybe nor no (a delegation, a counter-proposal, a broken calendar part).
REVIEWS = ("sender_differs", "unclear")


class Invitation(Stamped, Model):
    """One person asked to one event: one record whichever way the answer comes."""

    __tablename__ = "invitation"
    __table_args__ = (
        UniqueConstraint("event_id", "person_id"), Index("ix_invitation_event_id_state", "event_id", "state"))

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    #: One of STATES.
    state: Mapped[str] = mapped_column(String(20), default="invited")
    #: Hash of the personal link's token; the link itself is shown once.
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    #: Identity in the guest's calendar; each guest has an own one, so that a reply tells who sends it.
    ics_uid: Mapped[str] = mapped_column(String(100), unique=True)
    #: Language of mail, link page and calendar entry.
    language: Mapped[str] = mapped_column(String(2))
    #: The address to which the invitation went; empty where it is handed over.
    email: Mapped[str] = mapped_column(String(254), default="")
    #: True where the guest asked for the invitation or agreed to it, with what was said where.
    requested: Mapped[bool] = mapped_column(default=False)
    ground: Mapped[str] = mapped_column(Text, default="")
    #: UTC instant at which the mail was handed to the outbox; None where it may not leave or there is none.
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
    #: Why no mail leaves: 'no_address', 'not_wanted', or the gate's reason; empty where it does.
    mail_refused: Mapped[str] = mapped_column(String(100), default="")
    #: The answer in force.
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    #: One of WAYS.
    answered_by: Mapped[str | None] = mapped_column(String(10))
    #: How many people come along, the guest not counted.
    guests: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(Text, default="")
    note_language: Mapped[str | None] = mapped_column(String(2))
    #: SEQUENCE and DTSTAMP of the newest calendar reply that was taken; older ones never overwrite.
    reply_sequence: Mapped[int | None]
    reply_stamp: Mapped[datetime | None] = mapped_column(Instant)

    event: Mapped[Event] = relationship(lazy="joined")
    person: Mapped[Person] = relationship()
    answers: Mapped[list["InvitationAnswer"]] = relationship(
        back_populates="invitation", cascade="all, delete-orphan", passive_deletes=True, order_by="InvitationAnswer.id")

    @property
    def label(self) -> str:
        """Who is invited to what, for the log."""
        return f"{self.person.label} · {self.event.label}"


class InvitationAnswer(Model):
    """One answer as it came. Rows are only added; those that wait for a person's look change nothing."""

    __tablename__ = "invitation_answer"

    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitation.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(Instant, default=now)
    #: One of ANSWERS; 'invited' where the answer is unclear.
    state: Mapped[str] = mapped_column(String(20))
    way: Mapped[str] = mapped_column(String(10))
    guests: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(Text, default="")
    note_language: Mapped[str | None] = mapped_column(String(2))
    #: Address of the mail's sender and the mail's Message-ID, for answers by mail.
    from_email: Mapped[str] = mapped_column(String(254), default="")
    message_id: Mapped[str] = mapped_column(String(250), default="")
    #: SEQUENCE and DTSTAMP of a calendar reply.
    sequence: Mapped[int | None]
    stamp: Mapped[datetime | None] = mapped_column(Instant)
    #: One of OUTCOMES.
    outcome: Mapped[str] = mapped_column(String(20), default="counts", index=True)
    #: One of REVIEWS where a person has to look, or had to; else empty.
    review: Mapped[str] = mapped_column(String(40), default="")

    invitation: Mapped[Invitation] = relationship(back_populates="answers")


class FormerInvitation(Model):
    """A second invitation of one guest to one event, joined with the first when two records were merged: its link and
    calendar entry still lead to the one that stayed."""

    __tablename__ = "former_invitation"

    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitation.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    ics_uid: Mapped[str] = mapped_column(String(100), unique=True)
