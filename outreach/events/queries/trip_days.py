"""Days out: the inclusive days of each of our people on trips in a year, by person, unit and month."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from outreach.accounts.models import Unit, User
from outreach.db import db
from outreach.events.models import Trip, TripTraveller
from outreach.events.queries.trips import is_overdue, visible_trips


@dataclass(frozen=True)
class DaysOut:
    """Days out of a person or, as sums, of a unit: abroad and within the country up to today, and those still planned.

    A day on two trips counts once, abroad before within the country. `missing` counts overdue reports of these trips.
    """

    who: User | Unit | None
    people: int
    trips: int
    abroad: int
    domestic: int
    planned: int
    missing: int

    @property
    def days(self) -> int:
        """All days up to today."""
        return self.abroad + self.domestic


@dataclass(frozen=True)
class YearOut:
    """The days out of a year: who was out most comes first; `months` holds twelve sums up to today, planned ones beside."""

    people: list[DaysOut]
    units: list[DaysOut]
    months: list[tuple[date, int, int]]
    total: DaysOut


def days_out(viewer, year: int, today: date, unit_id: int | None = None) -> YearOut:
    """Count the days of trips that were not cancelled within a year, of one unit's people or all. One question."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    visible = visible_trips(viewer).where(Trip.state != "cancelled", Trip.starts_on <= last, Trip.ends_on >= first)
    statement = select(TripTraveller).join(TripTraveller.trip).options(joinedload(TripTraveller.trip)).where(
        Trip.id.in_(visible.with_only_columns(Trip.id))).order_by(Trip.starts_on, TripTraveller.id)
    if unit_id:
        statement = statement.join(TripTraveller.user).where(User.unit_id == unit_id)
    of_each: dict[User, list[TripTraveller]] = defaultdict(list)
    for one in db.session.scalars(statement):
        if one.first <= last and one.last >= first:
            of_each[one.user].append(one)
    people, months = [], {date(year, number, 1): [0, 0] for number in range(1, 13)}
    for user, own in of_each.items():
        days = _days(own, first, last)
        for day in days:
            months[day.replace(day=1)][day > today] += 1
        people.append(DaysOut(
            user, 1, len(own), sum(away for day, away in days.items() if day <= today),
            sum(not away for day, away in days.items() if day <= today), sum(day > today for day in days),
            sum(is_overdue(one.trip, today) for one in own)))
    people.sort(key=lambda row: (-row.days, -row.planned, row.who.sort_key, row.who.id))
    units: dict[Unit | None, list[DaysOut]] = defaultdict(list)
    for row in people:
        units[row.who.unit].append(row)
    together = [_sum(unit, rows, of_each, today) for unit, rows in (*units.items(), (None, people))]
    by_unit = sorted(together[:-1], key=lambda row: (-row.days, -row.planned))
    return YearOut(people, by_unit, [(month, *counts) for month, counts in months.items()], together[-1])


def _days(own: Iterable[TripTraveller], first: date, last: date) -> dict[date, bool]:
    """Each day out with whether it is abroad."""
    days: dict[date, bool] = {}
    for one in own:
        begin, end = max(one.first, first), min(one.last, last)
        for step in range((end - begin).days + 1):
            day = begin + timedelta(days=step)
            days[day] = days.get(day, False) or one.trip.abroad
    return days


def _sum(who: Unit | None, rows: list[DaysOut], of_each: dict[User, list[TripTraveller]], today: date) -> DaysOut:
    """Days of all together; a trip and its report count once, however many travelled."""
    trips = {one.trip for row in rows for one in of_each[row.who]}
    return DaysOut(who, len(rows), len(trips), *(sum(getattr(row, name) for row in rows) for name in (
        "abroad", "domestic", "planned")), sum(is_overdue(trip, today) for trip in trips))
