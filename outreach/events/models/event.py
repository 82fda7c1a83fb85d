"""One event.

It keeps its days (inclusive, in its own zone) and, where hours are known, wall times; the instants beside them are
derived, because the rules of a zone may change. `flask events refresh-instants` derives them anew.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import DateTime, ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from outreach.db import Instant, JsonList, LocalTime, Model, Stamped, now
from outreach.db.time import day_bounds
from outreach.events.models.series import EventSeries
from outreach.i18n.localized import LocalizedText, LocalizedTextType
from outreach.partners.models import Partner

if TYPE_CHECKING:
    from outreach.events.models.team import TeamMember

STATES = ("planned", "confirmed", "postponed", "moved", "cancelled", "done")
#: States in which nobody is expected to be there.
OFF = ("cancelled", "postponed")
KINDS = ("trade_show", "technology_exchange", "roadshow", "promotion_conference", "talent_event", "inbound_visit",
         "site_visit")
#: Our role at an event: exhibit, visit as trade visitor, host, co-host.
PRESENCES = ("exhibit", "visit", "host", "co_host")


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
    #: The partner who receives us there.
    host_partner_id: Mapped[int | None] = mapped_column(ForeignKey("partner.id"), index=True)
    #: Minutes from the leg before to this one, door to door; None for an estimate.
    travel_minutes: Mapped[int | None]
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
    #: Days and place that people had noted before the event was postponed or moved.
    was_starts_on: Mapped[date | None]
    was_ends_on: Mapped[date | None]
    was_place: Mapped[str | None] = mapped_column(String(600))
    website: Mapped[str] = mapped_column(String(500), default="")
    #: Since when it is cancelled; empty in every other state. Calendars go on showing it for a while from here.
    cancelled_at: Mapped[datetime | None] = mapped_column(Instant)
    #: Shown on the public pages.
    public: Mapped[bool] = mapped_column(default=False)
    #: For one date of an event that repeats: the rule, the day that the rule gave, and whether the date was changed alone.
    recurrence_id: Mapped[int | None] = mapped_column(ForeignKey("event_recurrence.id"), index=True)
    recurs_on: Mapped[date | None]
    recurs_alone: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: Identity in calendars: never changes. The sequence grows with every change a calendar must notice.
    ics_uid: Mapped[str] = mapped_column(String(100), unique=True)
    ics_sequence: Mapped[int] = mapped_column(default=0)
    #: UTC instant of the last change that a calendar shows.
    ics_changed_at: Mapped[datetime] = mapped_column(Instant, default=now)

    series: Mapped[EventSeries | None] = relationship(lazy="joined")
    host_partner: Mapped[Partner | None] = relationship()
    parent: Mapped["Event | None"] = relationship(remote_side="Event.id", back_populates="legs")
    legs: Mapped[list["Event"]] = relationship(
        back_populates="parent", order_by="Event.position, Event.starts_at, Event.id"
    )
    team: Mapped[list["TeamMember"]] = relationship(
        back_populates="event", cascade="all, delete-orphan", order_by="TeamMember.id")

    @validates("state")
    def _note_cancellation(self, _key: str, state: str) -> str:
        if (state == "cancelled") != (self.state == "cancelled"):
            self.cancelled_at = now() if state == "cancelled" else None
        return state

    @property
    def cities(self) -> str:
        """The city; of a roadshow without one of its own those of its legs in their order, but for cancelled ones."""
        return self.city or ", ".join(dict.fromkeys(leg.city for leg in self.parts if leg.city and leg.state != "cancelled"))

    @property
    def parts(self) -> list["Event"]:
        """The event and its legs in their order; a leg has none, and nothing is asked for."""
        return [self] if self.parent_id is not None else [self, *self.legs]

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
