"""Reading trips: lists, one trip, its itinerary by day, and whose turn the report is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy import ColumnElement, Select, false, func, or_, select
from sqlalchemy.orm import selectinload

from outreach.accounts.models import User
from outreach.catalogue.queries import setting
from outreach.db import db, today_in
from outreach.errors import NotFound
from outreach.events.models import OFF, Event, Trip, TripItem, TripReport, TripTraveller
from outreach.i18n import current_language, formats
from outreach.web.access import STAFF, WRITERS

TRIP_STATE_LABELS = {
    "planned": lazy_pgettext("trip", "Planned"), "confirmed": lazy_pgettext("trip", "Confirmed"),
    "cancelled": lazy_pgettext("trip", "Cancelled")}
TRIP_STATE_TAGS = {"planned": "info", "confirmed": "ok", "cancelled": "bad"}
TRIP_ITEM_LABELS = {
    "flight": _l("Flight"), "train": _l("Train"), "transfer": _l("Transfer"), "other": _l("Other"), "hotel": _l("Hotel"),
    "visa": _l("Visa")}
ITEM_STATE_LABELS = {
    "planned": lazy_pgettext("booking", "to be booked"), "booked": lazy_pgettext("booking", "booked"),
    "rebook": lazy_pgettext("booking", "to be booked anew"), "needed": lazy_pgettext("visa", "to be applied for"),
    "applied": lazy_pgettext("visa", "applied for"), "granted": lazy_pgettext("visa", "granted"),
    "refused": lazy_pgettext("visa", "refused")}
ITEM_STATE_TAGS = {"planned": "info", "booked": "ok", "rebook": "warn", "needed": "warn", "applied": "info", "granted": "ok",
                   "refused": "bad"}


@dataclass(frozen=True)
class TripFilter:
    """What a list of trips is narrowed by; empty values narrow nothing. A year holds what touches it."""

    year: int | None = None
    unit_id: int | None = None
    user_id: int | None = None
    state: str | None = None
    since: date | None = None
    before: date | None = None


def visible_trips(viewer) -> Select:
    """The trips that the viewer may read, unordered: all for our people, none for everybody else."""
    statement = select(Trip)
    return statement if viewer is not None and viewer.role in STAFF else statement.where(false())


def get_trip(viewer, trip_id: int) -> Trip:
    """One trip. Raises NotFound where there is none, or none for this viewer."""
    trip = db.session.scalar(visible_trips(viewer).where(Trip.id == trip_id).options(
        selectinload(Trip.event).selectinload(Event.team),
        selectinload(Trip.event).selectinload(Event.legs).selectinload(Event.team)))
    if trip is None:
        raise NotFound("unknown_trip", _("There is no such trip. Look it up in the list of trips."))
    return trip


def get_traveller(trip: Trip, traveller_id: int) -> TripTraveller:
    """Somebody who travels. Raises NotFound."""
    found = next((one for one in trip.travellers if one.id == traveller_id), None)
    if found is None:
        raise NotFound("unknown_traveller", _("This person does not travel any more"))
    return found


def get_item(trip: Trip, item_id: int) -> TripItem:
    """A line of the itinerary. Raises NotFound."""
    found = next((item for item in trip.items if item.id == item_id), None)
    if found is None:
        raise NotFound("unknown_item", _("This line is not in the itinerary any more"))
    return found


def filtered_trips(viewer, wanted: TripFilter) -> Select:
    """The viewer's trips behind the filter by their first day; those before a day latest first."""
    statement = visible_trips(viewer).options(selectinload(Trip.event))
    if wanted.year:
        statement = statement.where(Trip.starts_on <= date(wanted.year, 12, 31), Trip.ends_on >= date(wanted.year, 1, 1))
    if wanted.state:
        statement = statement.where(Trip.state == wanted.state)
    if wanted.user_id:
        statement = statement.where(Trip.id.in_(select(TripTraveller.trip_id).where(TripTraveller.user_id == wanted.user_id)))
    if wanted.unit_id:
        statement = statement.where(Trip.id.in_(
            select(TripTraveller.trip_id).join(TripTraveller.user).where(User.unit_id == wanted.unit_id)))
    if wanted.since:
        statement = statement.where(Trip.ends_on >= wanted.since)
    if wanted.before:
        return statement.where(Trip.ends_on < wanted.before).order_by(Trip.starts_on.desc(), Trip.id.desc())
    return statement.order_by(Trip.starts_on, Trip.id)


def count_found(statement: Select) -> int:
    """How many trips a select finds."""
    return db.session.scalar(select(func.count()).select_from(
        statement.with_only_columns(Trip.id).order_by(None).subquery())) or 0


def trip_years(viewer) -> list[int]:
    """The years that the viewer's trips touch, newest first."""
    spans = db.session.execute(visible_trips(viewer).with_only_columns(func.min(Trip.starts_on), func.max(Trip.ends_on))).one()
    return list(range(spans[1].year, spans[0].year - 1, -1)) if spans[0] else []


def trips_of(event: Event) -> list[Trip]:
    """The trips for an event; of a roadshow with those for its legs, of a leg with those for the whole."""
    family = {part.id for part in event.parts} | ({event.parent_id} if event.parent_id else set())
    return list(db.session.scalars(select(Trip).where(Trip.event_id.in_(family)).options(
        selectinload(Trip.items), selectinload(Trip.event).selectinload(Event.team)).order_by(Trip.starts_on, Trip.id)))


def count_trips(event: Event) -> int:
    """How many trips there are for the event that were not cancelled."""
    return sum(trip.state != "cancelled" for trip in trips_of(event))


def team_days(event: Event) -> dict[User, tuple[date, date, str]]:
    """First and last day and role of each active member of the event's team, for a roadshow over all legs."""
    found: dict[User, tuple[date, date, str]] = {}
    for part in event.parts:
        for member in part.team if part.days_known and part.state not in OFF else ():
            if not member.user.active:
                continue
            first, last = member.from_on or part.starts_on, member.until_on or part.ends_on
            held = found.get(member.user, (first, last, member.role))
            role = "head" if "head" in (held[2], member.role) else held[2]
            found[member.user] = min(held[0], first), max(held[1], last), role
    return found


def without_trip(event: Event, trips: Iterable[Trip]) -> list[User]:
    """Who of the event's team is on none of these trips."""
    going = {one.user_id for trip in trips if trip.state != "cancelled" for one in trip.travellers}
    return [user for user in team_days(event) if user.id not in going]


def items_for(trip: Trip, traveller: TripTraveller | None = None) -> list[TripItem]:
    """The itinerary in the order of the way, for one traveller or all; visas first."""
    found = [item for item in trip.items if traveller is None or item.is_for(traveller)]
    return sorted(found, key=lambda item: (item.kind != "visa", day_of(item) or date.max, item.kind == "hotel",
                                           str(item.starts_at or ""), item.id))


def day_of(item: TripItem) -> date | None:
    """The day under which a line stands, on the calendar of the place where it begins."""
    return item.starts_local.date() if item.starts_local else item.from_on


def by_day(items: Iterable[TripItem]) -> list[tuple[date, list[TripItem]]]:
    """The itinerary day by day, without visas."""
    return [(day, list(part)) for day, part in groupby((item for item in items if item.kind != "visa"), day_of)]


def day_count(trip: Trip) -> int:
    """Inclusive days of all who travel: three people for five days are fifteen."""
    return sum(one.days for one in trip.travellers)


def countries_of(trip: Trip) -> str:
    """Countries and cities as the reader reads them."""
    return ", ".join(filter(None, [trip.cities, *(formats.country(code) for code in trip.countries or ())]))


def report_due(trip: Trip) -> date:
    """The last day on which the report is in time."""
    return trip.ends_on + timedelta(days=setting("trip_report_days"))


def is_overdue(trip: Trip, today: date) -> bool:
    """True where the report should have been handed in before today."""
    return trip.state != "cancelled" and not trip.reported and report_due(trip) < today


def report_open(today: date) -> ColumnElement[bool]:
    """The condition for trips that are over, took place, and whose report is not handed in."""
    handed_in = select(TripReport.trip_id).where(TripReport.submitted_at.is_not(None))
    return (Trip.ends_on < today) & (Trip.state != "cancelled") & Trip.id.not_in(handed_in)


def open_reports(viewer, today: date, *, mine: bool = False, late: bool = False) -> Select:
    """Trips whose report is missing, the longest overdue first; those on which the viewer travels, those that are late."""
    statement = visible_trips(viewer).options(selectinload(Trip.event)).where(report_open(today))
    if mine:
        statement = statement.where(Trip.id.in_(select(TripTraveller.trip_id).where(TripTraveller.user_id == viewer.id)))
    if late:
        statement = statement.where(Trip.ends_on < today - timedelta(days=setting("trip_report_days")))
    return statement.order_by(Trip.ends_on, Trip.id)


def count_late_reports(viewer) -> int:
    """How many reports of trips on which the viewer travelled are overdue, on the viewer's calendar."""
    if viewer is None or viewer.role not in STAFF:
        return 0
    return count_found(open_reports(viewer, today_in(viewer.time_zone), mine=True, late=True))


def may_report(viewer, trip: Trip) -> bool:
    """True for who may write the report: those who change daily records, and whoever travelled."""
    return viewer.role in WRITERS or any(one.user_id == viewer.id for one in trip.travellers)


def event_choices(viewer, keep: int | None = None) -> list[tuple[int, str]]:
    """Events for a choice list, those that end latest first: the last year's and what comes, and the one with the id `keep`."""
    since = today_in(viewer.time_zone) - timedelta(days=365)
    found = db.session.scalars(select(Event).where(
        or_(Event.ends_on >= since, Event.id == keep), Event.state != "cancelled").order_by(Event.starts_on.desc(), Event.id))
    code = current_language().code
    return [(event.id, f"{event.title.shown(code).text} ({event.code})") for event in found]
