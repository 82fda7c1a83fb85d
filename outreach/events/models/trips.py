"""Trips of our people: who travels from when to when, with which bookings and visas, and the report afterwards."""

from datetime import date, datetime

from sqlalchemy import DateTime, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.accounts.models import User
from outreach.db import Instant, JsonList, LocalTime, Model, Stamped
from outreach.events.models.event import Event
from outreach.i18n.localized import LocalizedText, LocalizedTextType

TRIP_STATES = ("planned", "confirmed", "cancelled")
#: What moves by the clock, what lasts some nights, what must be granted.
TIMED_KINDS = ("flight", "train", "transfer", "other")
#: What somebody sits in and can do nothing else meanwhile.
WAYS = ("flight", "train", "transfer")
TRIP_ITEM_KINDS = (*TIMED_KINDS, "hotel", "visa")
#: How far a booking is; after the days moved it must be booked anew.
BOOKING_STATES = ("planned", "booked", "rebook")
VISA_STATES = ("needed", "applied", "granted", "refused")
#: A trip that leaves this country goes abroad.
HOME_COUNTRY = "CN"


class Trip(Stamped, Model):
    """One or several of our people, out and back. Days are inclusive and have no zone."""

    __tablename__ = "trip"

    #: The event or roadshow for which they travel; None for a trip of its own.
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id", ondelete="SET NULL"), index=True)
    title: Mapped[LocalizedText] = mapped_column(LocalizedTextType)
    purpose: Mapped[LocalizedText | None] = mapped_column(LocalizedTextType)
    #: ISO codes in the order of the way, and the cities in words.
    countries: Mapped[list] = mapped_column(JsonList, default=list)
    cities: Mapped[str] = mapped_column(String(300), default="")
    #: First and last day, both included.
    starts_on: Mapped[date] = mapped_column(index=True)
    ends_on: Mapped[date] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(String(20), default="planned", index=True)
    #: The last day on which somebody was reminded of the report.
    reminded_on: Mapped[date | None]

    event: Mapped[Event | None] = relationship()
    travellers: Mapped[list["TripTraveller"]] = relationship(
        back_populates="trip", cascade="all, delete-orphan", passive_deletes=True, lazy="selectin", order_by="TripTraveller.id")
    items: Mapped[list["TripItem"]] = relationship(
        back_populates="trip", cascade="all, delete-orphan", passive_deletes=True, order_by="TripItem.id")
    report: Mapped["TripReport | None"] = relationship(
        back_populates="trip", cascade="all, delete-orphan", passive_deletes=True, lazy="joined")

    @property
    def label(self) -> str:
        """The title in its source language, for the log."""
        return self.title.original

    @property
    def abroad(self) -> bool:
        """True where it leaves the country."""
        return any(code != HOME_COUNTRY for code in self.countries or ())

    @property
    def reporter(self) -> User | None:
        """Who writes the report: the head of the delegation, else the first traveller; people who left do not."""
        going = sorted((one for one in self.travellers if one.user.active), key=lambda one: one.role != "head")
        return going[0].user if going else None

    @property
    def reported(self) -> bool:
        """True once the report was handed in."""
        return self.report is not None and self.report.submitted_at is not None


class TripTraveller(Model):
    """One of our people on a trip, from day to day; without days for the whole trip."""

    __tablename__ = "trip_traveller"
    __table_args__ = (UniqueConstraint("trip_id", "user_id"),)

    trip_id: Mapped[int] = mapped_column(ForeignKey("trip.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    role: Mapped[str] = mapped_column(String(20), default="member")
    from_on: Mapped[date | None]
    until_on: Mapped[date | None]

    trip: Mapped[Trip] = relationship(back_populates="travellers")
    user: Mapped[User] = relationship(lazy="joined")

    @property
    def label(self) -> str:
        """The person's name, for the log."""
        return self.user.label

    @property
    def first(self) -> date:
        """The first day out."""
        return self.from_on or self.trip.starts_on

    @property
    def last(self) -> date:
        """The last day out."""
        return self.until_on or self.trip.ends_on

    @property
    def days(self) -> int:
        """Inclusive days out."""
        return (self.last - self.first).days + 1


class TripItem(Stamped, Model):
    """One line of the itinerary, for one traveller or all: a way by the clock, a hotel by days, a visa."""

    __tablename__ = "trip_item"

    trip_id: Mapped[int] = mapped_column(ForeignKey("trip.id", ondelete="CASCADE"), index=True)
    #: None for everybody.
    traveller_id: Mapped[int | None] = mapped_column(ForeignKey("trip_traveller.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    #: One of BOOKING_STATES, of a visa one of VISA_STATES.
    state: Mapped[str] = mapped_column(String(20), default="planned")
    #: Flight or train number, name of the hotel, kind of visa.
    what: Mapped[str] = mapped_column(String(300), default="")
    place_from: Mapped[str] = mapped_column(String(200), default="")
    place_to: Mapped[str] = mapped_column(String(200), default="")
    #: Wall times, each on the clock of its own place. `fold` 1 is the second of two equal times.
    starts_local: Mapped[datetime | None] = mapped_column(DateTime)
    starts_zone: Mapped[str | None] = mapped_column(String(60))
    starts_fold: Mapped[int] = mapped_column(default=0)
    ends_local: Mapped[datetime | None] = mapped_column(DateTime)
    ends_zone: Mapped[str | None] = mapped_column(String(60))
    ends_fold: Mapped[int] = mapped_column(default=0)
    #: Of a hotel the days of arrival and departure, of a visa the first and last day on which it is valid.
    from_on: Mapped[date | None]
    until_on: Mapped[date | None]
    #: Country of a visa.
    country: Mapped[str | None] = mapped_column(String(2))
    #: Booking or visa number.
    reference: Mapped[str] = mapped_column(String(100), default="")
    note: Mapped[str] = mapped_column(Text, default="")

    trip: Mapped[Trip] = relationship(back_populates="items")
    traveller: Mapped[TripTraveller | None] = relationship()

    @property
    def label(self) -> str:
        """What it is, else its places or country, for the log."""
        return self.what or " – ".join(filter(None, (self.place_from, self.place_to))) or self.country or self.kind

    @property
    def days(self) -> tuple[date | None, date | None]:
        """First and last day, each on the calendar of its own place."""
        return (self.starts_local.date(), self.ends_local.date()) if self.starts_local else (self.from_on, self.until_on)

    def is_for(self, one: TripTraveller) -> bool:
        """True where a traveller goes by it: what is for everybody leaves out who is not out yet, or back already."""
        first, last = self.days
        return self.traveller_id == one.id or self.traveller_id is None and (
            self.kind == "visa" or (last or one.first) >= one.first and (first or one.last) <= one.last)

    @property
    def starts_at(self) -> datetime | None:
        """The UTC instant of the departure by today's rules of the zone there."""
        return LocalTime(self.starts_local, self.starts_zone, self.starts_fold).instant if self.starts_local else None

    @property
    def ends_at(self) -> datetime | None:
        """The UTC instant of the arrival."""
        return LocalTime(self.ends_local, self.ends_zone, self.ends_fold).instant if self.ends_local else None


class TripReport(Stamped, Model):
    """What came of a trip, in the language of whoever wrote it. One per trip; a draft until it is handed in."""

    __tablename__ = "trip_report"

    trip_id: Mapped[int] = mapped_column(ForeignKey("trip.id", ondelete="CASCADE"), unique=True)
    language: Mapped[str] = mapped_column(String(2))
    #: In one or two sentences.
    result: Mapped[str] = mapped_column(Text, default="")
    #: People and organisations, in words.
    met: Mapped[str] = mapped_column(Text, default="")
    text: Mapped[str] = mapped_column(Text, default="")
    #: What is to be done now.
    next_steps: Mapped[str] = mapped_column(Text, default="")
    submitted_at: Mapped[datetime | None] = mapped_column(Instant)
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)

    trip: Mapped[Trip] = relationship(back_populates="report")
    submitted_by: Mapped[User | None] = relationship(lazy="joined")

    @property
    def label(self) -> str:
        """The trip's title, for the log."""
        return self.trip.label
