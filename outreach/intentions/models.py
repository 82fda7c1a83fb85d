"""Intentions to invest, as they came in, and the questions and answers about them."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.accounts.models import User
from outreach.contacts.models import Organisation, Person
from outreach.db import Instant, Model, Money, Stamped, now
from outreach.events.models import Event
from outreach.leads.models import Lead
from outreach.partners.models import Partner

#: In the order in which an intention passes through them; the last two are verdicts.
STATES = ("received", "assigned", "needs_information", "accepted", "declined")
OPEN_STATES = ("received", "assigned", "needs_information")
CHANNELS = ("form", "api", "portal")


class Intention(Stamped, Model):
    """A project investment intention. What the sender wrote is never changed."""

    __tablename__ = "intention"

    #: The number that the sender quotes, such as IN-2027-0001.
    receipt: Mapped[str] = mapped_column(String(20), unique=True)
    #: Key of the form page or Idempotency-Key of the API: the same thing sent twice is one row.
    client_key: Mapped[str] = mapped_column(String(100), unique=True)
    #: SHA-256 of what was said, in hex; see services.content_hash.
    content_hash: Mapped[str] = mapped_column(String(64), index=True)
    #: Language of the sender: of the page, the mails and the texts below.
    language: Mapped[str] = mapped_column(String(2))
    channel: Mapped[str] = mapped_column(String(10))
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("partner.id"), index=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"), index=True)

    organisation_name: Mapped[str] = mapped_column(String(300))
    organisation_country: Mapped[str] = mapped_column(String(2))
    contact_name: Mapped[str] = mapped_column(String(300))
    contact_email: Mapped[str] = mapped_column(String(254), index=True)
    #: As written, and in E.164 where it could be read.
    contact_phone: Mapped[str] = mapped_column(String(60), default="")
    contact_phone_e164: Mapped[str | None] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(300))
    summary: Mapped[str] = mapped_column(Text)
    #: Code of the industry tree.
    industry: Mapped[str] = mapped_column(String(60))
    investment_minor: Mapped[int] = mapped_column(BigInteger)
    investment_currency: Mapped[str] = mapped_column(String(3))
    #: What kind of site the project needs, in the sender's words.
    site: Mapped[str] = mapped_column(Text, default="")

    state: Mapped[str] = mapped_column(String(20), default="received", index=True)
    received_at: Mapped[datetime] = mapped_column(Instant, default=now)
    #: Until when an officer is named, the appraisal is done and the sender has the answer: working days of China.
    assign_due: Mapped[datetime] = mapped_column(Instant)
    verdict_due: Mapped[datetime] = mapped_column(Instant)
    answer_due: Mapped[datetime] = mapped_column(Instant, index=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    #: Why it was declined, or a word with the acceptance, and the language it is written in.
    reason: Mapped[str] = mapped_column(Text, default="")
    reason_language: Mapped[str | None] = mapped_column(String(2))
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("lead.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)

    partner: Mapped[Partner | None] = relationship()
    event: Mapped[Event | None] = relationship()
    owner: Mapped[User | None] = relationship()
    lead: Mapped[Lead | None] = relationship()
    person: Mapped[Person | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    messages: Mapped[list["IntentionMessage"]] = relationship(
        back_populates="intention", order_by="IntentionMessage.id", cascade="all, delete-orphan")

    @property
    def label(self) -> str:
        """Receipt number and title, for the log."""
        return f"{self.receipt} {self.title}"

    @property
    def investment(self) -> Money:
        """The total investment as the sender named it."""
        return Money(self.investment_minor, self.investment_currency)

    @property
    def open(self) -> bool:
        """True until it is accepted or declined."""
        return self.state in OPEN_STATES

    def next_due(self, at: datetime | None = None) -> datetime | None:
        """The clock that runs now: naming an officer, then the appraisal, then the answer; None once decided."""
        if not self.open:
            return None
        if self.state == "received":
            return self.assign_due
        return self.verdict_due if (at or now()) <= self.verdict_due else self.answer_due

    def overdue(self, at: datetime | None = None) -> bool:
        """True where the officer was not named in time, or the answer is late."""
        due = self.next_due(at)
        return due is not None and due < (at or now())

    @property
    def answered(self) -> bool:
        """True where the sender spoke last and waits for us."""
        return self.open and bool(self.messages) and self.messages[-1].author == "sender"


class IntentionMessage(Model):
    """A question of ours or an answer of the sender, in the language it was written in."""

    __tablename__ = "intention_message"

    intention_id: Mapped[int] = mapped_column(ForeignKey("intention.id", ondelete="CASCADE"), index=True)
    #: 'staff' or 'sender'.
    author: Mapped[str] = mapped_column(String(10))
    #: Our officer, or the partner's user; None where the sender wrote by the link.
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(2))
    at: Mapped[datetime] = mapped_column(Instant, default=now)

    intention: Mapped[Intention] = relationship(back_populates="messages")
    user: Mapped[User | None] = relationship()
