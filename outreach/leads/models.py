"""Tables of leads: the lead, its people, sources, texts, needs and the history of its stages."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

from outreach.accounts.models import User
from outreach.contacts.models import Organisation, Person
from outreach.db import Instant, JsonDict, JsonList, Model, Money, Stamped, now, today_in
from outreach.events.models import Event
from outreach.i18n.localized import LocalizedText, LocalizedTextType

#: What a person is to a lead.
PERSON_ROLES = ("decision_maker", "influencer", "gatekeeper", "technical", "contact")
#: Where a lead can come from.
SOURCE_KINDS = ("event_contact", "intention", "target", "referral", "manual")
#: Free texts of a lead, in the order in which a dossier shows them.
TEXT_FIELDS = ("summary", "needs", "partner_opinion", "meeting_note", "product", "technology", "site_wishes", "other")
#: The four key elements of the zone's negotiation rule and what practice adds.
NEED_CATEGORIES = ("site", "talent", "capital", "market", "ip", "policy", "energy", "supply", "environment")
NEED_STATES = ("open", "offered", "met", "cannot")
#: How a lead reached us; the codes of the glossary without their prefix.
CHANNELS = ("event", "fund", "referral", "stationed", "door_knock", "conference", "offshore_incubator", "other")


class Hundredths(TypeDecorator):
    """An exact quantity with two decimals, stored as a whole number of hundredths: 15.5 kN/m² is 1550."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | int | None, dialect) -> int | None:
        """To hundredths; finer fractions round half up."""
        return None if value is None else int((Decimal(value) * 100).quantize(Decimal(1), ROUND_HALF_UP))

    def process_result_value(self, value: int | None, dialect) -> Decimal | None:
        """Back to units; whole numbers come without a fraction."""
        if value is None:
            return None
        units = Decimal(value).scaleb(-2)
        return units.quantize(Decimal(1)) if units == units.to_integral_value() else units


class Lead(Stamped, Model):
    """A possible project. Codes are stored, labels are rendered in the reader's language."""

    __tablename__ = "lead"

    #: L-2027-0001; the year is that of the first record in Wuxi.
    number: Mapped[str] = mapped_column(String(20), unique=True)
    title: Mapped[str] = mapped_column(String(300))
    title_language: Mapped[str] = mapped_column(String(2), default="zh")
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    #: Stage code of the catalogue and since when the lead stands there.
    stage: Mapped[str] = mapped_column(String(30), default="lead", index=True)
    stage_since: Mapped[datetime] = mapped_column(Instant, default=now)
    #: Codes of nodes of the industry tree; at least one outside the first stage.
    industries: Mapped[list] = mapped_column(JsonList, default=list)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    #: The one next step and its day on the owner's calendar; both or neither.
    next_step: Mapped[str | None] = mapped_column(String(300))
    next_step_on: Mapped[date | None] = mapped_column(index=True)
    #: Language in which the step was written.
    next_step_language: Mapped[str | None] = mapped_column(String(2))
    country: Mapped[str | None] = mapped_column(String(2))
    channel: Mapped[str | None] = mapped_column(String(30))
    #: Amounts in the smallest unit of their currency.
    investment_minor: Mapped[int | None] = mapped_column(BigInteger)
    investment_currency: Mapped[str | None] = mapped_column(String(3))
    registered_capital_minor: Mapped[int | None] = mapped_column(BigInteger)
    registered_capital_currency: Mapped[str | None] = mapped_column(String(3))
    #: What the project asks of a site, in the unit of the name.
    plant_area_m2: Mapped[Decimal | None] = mapped_column(Hundredths)
    clear_height_m: Mapped[Decimal | None] = mapped_column(Hundredths)
    floor_load_kn_m2: Mapped[Decimal | None] = mapped_column(Hundredths)
    power_kva: Mapped[Decimal | None] = mapped_column(Hundredths)
    land_mu: Mapped[Decimal | None] = mapped_column(Hundredths)
    #: Technology readiness level, 1 to 9.
    trl: Mapped[int | None]
    jobs: Mapped[int | None]
    #: A reserve lead comes back to its owner on this day.
    wake_up_on: Mapped[date | None]
    lost_reason: Mapped[str | None] = mapped_column(String(500))
    lost_reason_language: Mapped[str | None] = mapped_column(String(2))
    major: Mapped[bool] = mapped_column(default=False)
    #: When the lead was lost, terminated or reached full output; None while it is open.
    closed_at: Mapped[datetime | None] = mapped_column(Instant, index=True)

    organisation: Mapped[Organisation | None] = relationship(lazy="joined")
    owner: Mapped[User | None] = relationship(lazy="joined", foreign_keys=[owner_id])
    deputy: Mapped[User | None] = relationship(lazy="joined", foreign_keys=[deputy_id])
    people: Mapped[list["LeadPerson"]] = relationship(
        back_populates="lead", cascade="all, delete-orphan", order_by="LeadPerson.id")
    sources: Mapped[list["LeadSource"]] = relationship(
        back_populates="lead", cascade="all, delete-orphan", order_by="LeadSource.at, LeadSource.id")
    texts: Mapped[list["LeadText"]] = relationship(
        back_populates="lead", cascade="all, delete-orphan", order_by="LeadText.id")
    needs: Mapped[list["LeadNeed"]] = relationship(
        back_populates="lead", cascade="all, delete-orphan", order_by="LeadNeed.id")
    stage_changes: Mapped[list["LeadStageChange"]] = relationship(
        back_populates="lead", cascade="all, delete-orphan", order_by="LeadStageChange.id")

    @property
    def label(self) -> str:
        """Number and title, for the log."""
        return f"{self.number} {self.title}"

    @property
    def investment(self) -> Money | None:
        """The total investment."""
        return None if self.investment_minor is None else Money(self.investment_minor, self.investment_currency)

    @property
    def registered_capital(self) -> Money | None:
        """The registered capital."""
        if self.registered_capital_minor is None:
            return None
        return Money(self.registered_capital_minor, self.registered_capital_currency)

    @property
    def decision_maker(self) -> "LeadPerson | None":
        """The one person who decides, where known."""
        return next((one for one in self.people if one.is_primary), None)


class LeadPerson(Model):
    """What a person is to a lead."""

    __tablename__ = "lead_person"
    __table_args__ = (
        UniqueConstraint("lead_id", "person_id"),
        # Two editors at once still leave one primary decision maker.
        Index("uq_lead_person_primary", "lead_id", unique=True, sqlite_where=text("is_primary"),
              postgresql_where=text("is_primary")),
        CheckConstraint("not is_primary or role = 'decision_maker'", name="primary_decides"),
    )

    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(String(20), default="contact")
    is_primary: Mapped[bool] = mapped_column(default=False)

    lead: Mapped[Lead] = relationship(back_populates="people")
    person: Mapped[Person] = relationship(lazy="joined")


class LeadSource(Model):
    """Where a lead came from; a lead has one row for each capture, intention or referral behind it."""

    __tablename__ = "lead_source"
    __table_args__ = (
        UniqueConstraint("lead_id", "kind", "ref_id"),
        # A target becomes a lead once, whoever presses the button at the same time.
        Index("uq_lead_source_target", "ref_id", unique=True, sqlite_where=text("kind = 'target'"),
              postgresql_where=text("kind = 'target'")),
    )

    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    #: Key of the row behind the kind; no foreign key, since kinds live in later rooms.
    ref_id: Mapped[int | None]
    #: Name of the source as it was: the person met, the receipt number, the referrer.
    label: Mapped[str] = mapped_column(String(300), default="")
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"), index=True)
    at: Mapped[datetime] = mapped_column(Instant, default=now)

    lead: Mapped[Lead] = relationship(back_populates="sources")
    event: Mapped[Event | None] = relationship(lazy="joined")


class LeadText(Stamped, Model):
    """A free text in the language in which it was written, with its translations."""

    __tablename__ = "lead_text"

    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id", ondelete="CASCADE"), index=True)
    field: Mapped[str] = mapped_column(String(30))
    text: Mapped[LocalizedText] = mapped_column(LocalizedTextType)
    #: The author's name as it was; partners and visitors have no account.
    author_label: Mapped[str] = mapped_column(String(300), default="")
    at: Mapped[datetime] = mapped_column(Instant, default=now)
    #: Language code to ISO instant of the last translation into it.
    translated_at: Mapped[dict] = mapped_column(JsonDict, default=dict)

    lead: Mapped[Lead] = relationship(back_populates="texts")

    def translated_on(self, language: str) -> date | None:
        """The day in Wuxi on which the text was last translated into a language."""
        at = (self.translated_at or {}).get(language)
        return today_in("Asia/Shanghai", datetime.fromisoformat(at)) if at else None


class LeadNeed(Model):
    """What the investor needs and what we can answer."""

    __tablename__ = "lead_need"

    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id", ondelete="CASCADE"), index=True)
    category: Mapped[str] = mapped_column(String(20))
    text: Mapped[LocalizedText] = mapped_column(LocalizedTextType)
    answer: Mapped[LocalizedText | None] = mapped_column(LocalizedTextType)
    state: Mapped[str] = mapped_column(String(10), default="open")

    lead: Mapped[Lead] = relationship(back_populates="needs")


class LeadStageChange(Model):
    """One move from stage to stage, with who, why and on what proof."""

    __tablename__ = "lead_stage_change"

    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id", ondelete="CASCADE"), index=True)
    #: None for the stage in which the lead was made.
    from_stage: Mapped[str | None] = mapped_column(String(30))
    to_stage: Mapped[str] = mapped_column(String(30))
    at: Mapped[datetime] = mapped_column(Instant, default=now)
    actor_label: Mapped[str] = mapped_column(String(300))
    reason: Mapped[str] = mapped_column(Text, default="")
    proof: Mapped[str] = mapped_column(String(300), default="")
    #: A step back is a correction of the record, not an event of the project.
    correction: Mapped[bool] = mapped_column(default=False)

    lead: Mapped[Lead] = relationship(back_populates="stage_changes")
