"""Series, events, team members and calendar feeds.

An event keeps its days (inclusive, in its own zone) and, where hours are known, wall times; the instants beside
them are derived, because the rules of a zone may change. `flask events refresh-instants` derives them anew.
"""

from datetime import date, datetime

from sqlalchemy import DateTime, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.accounts.models import User
from outreach.contacts.models.columns import SORT_KEY
from outreach.db import Instant, JsonDict, JsonList, LocalTime, Model, Stamped, now
from outreach.db.time import day_bounds
from outreach.i18n.localized import LocalizedText, LocalizedTextType

STATES = ("planned", "confirmed", "postponed", "moved", "cancelled", "done")
KINDS = ("trade_show", "technology_exchange", "roadshow", "promotion_conference", "talent_event", "inbound_visit",
         "site_visit")
#: Our role at an event: exhibit, visit as trade visitor, host, co-host.
PRESENCES = ("exhibit", "visit", "host", "co_host")
TEAM_ROLES = ("head", "member", "speaker", "interpreter", "support")
#: Which events a calendar feed shows: those of its owner, one, those of the owner's unit, all.
FEED_SCOPES = ("mine", "event", "unit", "all")
#: How often a series has an edition.
CYCLES = ("yearly", "odd_years", "even_years", "three_years")


class EventSeries(Stamped, Model):
    """What stays over the years: LASER World of PHOTONICS. Its editions are events; the city may change."""

    __tablename__ = "event_series"

    #: Upper-case letters, digits and hyphens; editions take their code from it.
    code: Mapped[str] = mapped_column(String(30), unique=True)
    name: Mapped[LocalizedText] = mapped_column(LocalizedTextType)
    #: Key of the name in the order of lists.
    sort_key: Mapped[str] = mapped_column(SORT_KEY, default="", index=True)
    kind: Mapped[str] = mapped_column(String(30), default="trade_show")
    #: Codes of the catalogue's industry tree.
    industries: Mapped[list] = mapped_column(JsonList, default=list)
    organiser: Mapped[str] = mapped_column(String(300), default="")
    website: Mapped[str] = mapped_column(String(500), default="")
    #: Where an edition usually takes place; an edition may differ.
    country: Mapped[str | None] = mapped_column(String(2))
    city: Mapped[str] = mapped_column(String(200), default="")
    venue: Mapped[str] = mapped_column(String(300), default="")
    time_zone: Mapped[str] = mapped_column(String(60), default="Asia/Shanghai")
    #: Months in which it usually takes place, 1 to 12; a hint, never a date.
    usual_months: Mapped[list] = mapped_column(JsonList, default=list)
    #: One of CYCLES, and in words what the code does not say.
    cycle: Mapped[str | None] = mapped_column(String(20))
    #: A year that had an edition, for cycles that parity does not tell.
    cycle_year: Mapped[int | None]
    cycle_note: Mapped[str] = mapped_column(Text, default="")
    #: Where the city rotates: {"2027": {"country", "city", "venue", "time_zone"}}.
    places: Mapped[dict] = mapped_column(JsonDict, default=dict)
    #: How far the entry is known: 'source' (read in a public source), 'knowledge' (from memory), 'own'.
    basis: Mapped[str] = mapped_column(String(20), default="own")

    @property
    def label(self) -> str:
        """The name in its source language, for the log."""
        return self.name.original


class Event(Stamped, Model):
    """One dated event with its own venue and zone: an edition of a series, a leg of a roadshow, a visit."""

    __tablename__ = "event"
    __table_args__ = (Index("ix_event_starts_at_ends_at", "starts_at", "ends_at"),)

    #: LASER-2027: upper-case letters, digits and hyphens.
    code: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[LocalizedText] = mapped_column(LocalizedTextType)
    description: Mapped[LocalizedText | None] = mapped_column(LocalizedTextType)
    series_id: Mapped[int | None] = mapped_column(ForeignKey("event_series.id"), index=True)
    #: The roadshow of which this is a leg, and the leg's place in its order.
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[str] = mapped_column(String(30))
    state: Mapped[str] = mapped_column(String(20), default="planned", index=True)
    presence: Mapped[str] = mapped_column(String(20), default="visit")
    industries: Mapped[list] = mapped_column(JsonList, default=list)
    country: Mapped[str | None] = mapped_column(String(2), index=True)
    city: Mapped[str] = mapped_column(String(200), default="")
    venue: Mapped[str] = mapped_column(String(300), default="")
    #: IANA zone of the venue.
    time_zone: Mapped[str] = mapped_column(String(60))
    #: First and last day, both included, in the event's zone.
    starts_on: Mapped[date] = mapped_column(index=True)
    ends_on: Mapped[date]
    #: False while only the month is known: the days are then its first and last one, and no calendar shows them.
    days_known: Mapped[bool] = mapped_column(default=True)
    #: Wall times without zone where hours are known; both or none. `fold` 1 is the second of two equal times.
    starts_local: Mapped[datetime | None] = mapped_column(DateTime)
    starts_fold: Mapped[int] = mapped_column(default=0)
    ends_local: Mapped[datetime | None] = mapped_column(DateTime)
    ends_fold: Mapped[int] = mapped_column(default=0)
    #: Derived UTC instants: the wall times, else the begin of the first day and the end of the last one.
    starts_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime] = mapped_column(Instant)
    #: When and by whom the dates were confirmed; empty while they are only expected.
    confirmed_on: Mapped[date | None]
    confirmed_source: Mapped[str] = mapped_column(String(500), default="")
    website: Mapped[str] = mapped_column(String(500), default="")
    #: Shown on the public pages.
    public: Mapped[bool] = mapped_column(default=False)
    #: Identity in calendars: never changes. The sequence grows with every change a calendar must notice.
    ics_uid: Mapped[str] = mapped_column(String(100), unique=True)
    ics_sequence: Mapped[int] = mapped_column(default=0)
    #: UTC instant of the last change that a calendar shows.
    ics_changed_at: Mapped[datetime] = mapped_column(Instant, default=now)

    series: Mapped[EventSeries | None] = relationship(lazy="joined")
    parent: Mapped["Event | None"] = relationship(remote_side="Event.id", back_populates="legs")
    legs: Mapped[list["Event"]] = relationship(
        back_populates="parent", order_by="Event.position, Event.starts_at, Event.id"
    )
    team: Mapped[list["TeamMember"]] = relationship(
        back_populates="event", cascade="all, delete-orphan", order_by="TeamMember.id")

    @property
    def label(self) -> str:
        """The title in its source language, for the log."""
        return self.title.original

    @property
    def all_day(self) -> bool:
        """True where only days are known."""
        return self.starts_local is None

    def derive_instants(self) -> bool:
        """Set starts_at and ends_at by today's rules of the zone; true where one of them changed."""
        if self.starts_local is not None and self.ends_local is not None:
            begin = LocalTime(self.starts_local, self.time_zone, self.starts_fold or 0).instant
            end = LocalTime(self.ends_local, self.time_zone, self.ends_fold or 0).instant
        else:
            begin, end = day_bounds(self.starts_on, self.time_zone)[0], day_bounds(self.ends_on, self.time_zone)[1]
        changed = (self.starts_at, self.ends_at) != (begin, end)
        self.starts_at, self.ends_at = begin, end
        return changed


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


class CalendarFeed(Model):
    """A private address that a calendar client reads. Only the hash of its token is stored."""

    __tablename__ = "calendar_feed"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    scope: Mapped[str] = mapped_column(String(10))
    #: The one event of scope 'event'.
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    #: True to show every event as whole days, even where hours are known.
    all_day: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(Instant, default=now)
    last_used_at: Mapped[datetime | None] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)

    user: Mapped[User] = relationship(lazy="joined")
    event: Mapped[Event | None] = relationship()

    @property
    def label(self) -> str:
        """Scope and owner, for the log; never the token."""
        return f"{self.scope}: {self.user.label}"
