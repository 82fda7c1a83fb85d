"""The planning board: days across, and down the holidays, the legs, the ways between them and the people.

The number of statements does not depend on how many events and people there are.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager, selectinload

from outreach.accounts.models import User
from outreach.catalogue.queries import calendar_codes, calendar_year, working_days_between
from outreach.db import db
from outreach.events.models import OFF, Event, TeamMember, Trip, TripTraveller
from outreach.events.queries.bookings import Booking, overlaps
from outreach.events.queries.labels import calendar_places
from outreach.events.queries.lists import presence_of, visible_events
from outreach.events.queries.travel import Journey, journeys
from outreach.i18n import formats

#: As many weeks as a board shows at most.
MOST_WEEKS = 10


@dataclass(frozen=True)
class Bar:
    """Something that lies on the board over inclusive days: an event, a way between two legs, a holiday."""

    first: date
    last: date
    what: Any
    #: Place of the leg among those shown, from 1; 0 for what does not belong to the plan.
    tone: int = 0
    #: True where somebody is booked twice, or the time does not suffice.
    bad: bool = False


@dataclass(frozen=True)
class Cell:
    """A cell of the board: its first day, how many days it spans, and what lies there, if anything."""

    day: date
    span: int
    bar: Bar | None


@dataclass(frozen=True)
class PersonRow:
    """One of our people: the lanes with their bars, and on how many days they are out for what the board shows."""

    user: User
    role: str
    days_out: int
    lanes: list[list[Cell]]


@dataclass(frozen=True)
class Board:
    """What the page draws. `months` and `holidays` are (what, cells or span) in order."""

    days: list[date]
    months: list[tuple[date, int]]
    holidays: list[tuple[str, list[Cell]]]
    events: list[Event]
    lanes: list[list[Cell]]
    ways: list[Journey]
    gaps: list[list[Cell]]
    people: list[PersonRow]
    clashes: list[tuple[Booking, Booking]]


def roadshow_events(viewer, roadshow: Event) -> list[Event]:
    """The legs of a roadshow in their order with teams; the roadshow itself where it has none."""
    statement = visible_events(viewer).where(Event.parent_id == roadshow.id)
    legs = list(db.session.scalars(_with_team(statement).order_by(Event.position, Event.starts_at, Event.id)))
    return legs or [roadshow]


def planned_events(viewer, first: date, last: date) -> list[Event]:
    """The viewer's events with known days that touch the inclusive span; a roadshow stands there as its legs."""
    whole = select(Event.parent_id).where(Event.parent_id.is_not(None))
    statement = visible_events(viewer).where(
        Event.starts_on <= last, Event.ends_on >= first, Event.days_known,
        or_(Event.kind != "roadshow", Event.id.not_in(whole)))
    return list(db.session.scalars(_with_team(statement).order_by(Event.starts_on, Event.starts_at, Event.id)))


def next_planned(viewer, after: date) -> Event | None:
    """The viewer's first event that begins after this day; only days that are known count."""
    return db.session.scalar(visible_events(viewer).where(
        Event.starts_on > after, Event.days_known, Event.state.not_in(OFF)).order_by(Event.starts_on, Event.id).limit(1))


def _with_team(statement):
    return statement.options(selectinload(Event.team), selectinload(Event.parent))


def make_board(events: list[Event], first: date, last: date, *, roadshow: Event | None = None,
               everybody: bool = False) -> Board:
    """Lay the events out over the inclusive days. `events` hold their teams; those of a roadshow are its legs in order. With
    `everybody` whoever travels without an event is shown too."""
    days = [first + timedelta(days=step) for step in range((last - first).days + 1)]
    known = [event for event in events if event.days_known]
    tones = {event.id: place for place, event in enumerate(known, start=1)}
    bars = [Bar(event.starts_on, event.ends_on, event, tones[event.id]) for event in known]
    ways = journeys(known) if roadshow is not None else []
    inside = [event.id for event in known] + ([roadshow.id] if roadshow is not None else [])
    members = _members(inside, first, last)
    travellers = _travellers(inside, first, last, everybody)
    pairs = clash_pairs(members)
    plan = _Plan(tones, {booking.what.id for pair in pairs for booking in pair}, {*inside, *([None] if everybody else [])})
    return Board(
        days, _months(days), _holidays(days), events, lanes(days, bars), ways,
        lanes(days, [_gap(way) for way in ways]), _people(days, members, travellers, plan), pairs)


def clash_pairs(members: Iterable[TeamMember]) -> list[tuple[Booking, Booking]]:
    """Who of these is at two events at once; `what` of a booking is the member. A roadshow and its leg are one thing."""
    return overlaps(
        (Booking(member.user_id, *presence_of(member), member) for member in members
         if member.event.days_known and member.event.state not in OFF),
        lambda one, other: one.what.event.parent_id == other.what.event_id
        or other.what.event.parent_id == one.what.event_id)


def _members(inside: list[int], first: date, last: date) -> list[TeamMember]:
    """Every membership of the people of these events that touches the days, in one question."""
    going = select(TeamMember.user_id).where(TeamMember.event_id.in_(inside))
    statement = (
        select(TeamMember).join(TeamMember.event).options(contains_eager(TeamMember.event))
        .where(TeamMember.user_id.in_(going), Event.starts_on <= last, Event.ends_on >= first, Event.days_known)
        .order_by(Event.starts_at, TeamMember.id))
    return list(db.session.scalars(statement))


def _travellers(inside: list[int], first: date, last: date, everybody: bool) -> list[TripTraveller]:
    """Who travels on these days: for these events, on their teams, or everybody; in one question."""
    statement = (
        select(TripTraveller).join(TripTraveller.trip).options(contains_eager(TripTraveller.trip).lazyload(Trip.travellers))
        .where(Trip.state != "cancelled", Trip.starts_on <= last, Trip.ends_on >= first)
        .order_by(Trip.starts_on, TripTraveller.id))
    if not everybody:
        going = select(TeamMember.user_id).where(TeamMember.event_id.in_(inside))
        statement = statement.where(or_(Trip.event_id.in_(inside), TripTraveller.user_id.in_(going)))
    return list(db.session.scalars(statement))


def lanes(days: list[date], bars: list[Bar]) -> list[list[Cell]]:
    """Rows of cells that cover all days: each bar in the first row where it has room; one empty row for no bar.

    Bars are clipped to the days; what lies outside them is left out.
    """
    rows: list[list[Bar]] = []
    shown = [bar for bar in bars if bar.first <= days[-1] and bar.last >= days[0]]
    for bar in sorted(shown, key=lambda item: (item.first, item.last)):
        row = next((row for row in rows if row[-1].last < bar.first), None)
        if row is None:
            rows.append(row := [])
        row.append(bar)
    return [_cells(days, row) for row in rows] or [_cells(days, [])]


def _cells(days: list[date], row: list[Bar]) -> list[Cell]:
    cells, day = [], days[0]
    for bar in row:
        first, last = max(bar.first, days[0]), min(bar.last, days[-1])
        cells += [Cell(day + timedelta(days=step), 1, None) for step in range((first - day).days)]
        cells.append(Cell(first, (last - first).days + 1, bar))
        day = last + timedelta(days=1)
    return cells + [Cell(day + timedelta(days=step), 1, None) for step in range((days[-1] - day).days + 1)]


def _months(days: list[date]) -> list[tuple[date, int]]:
    spans: dict[date, int] = defaultdict(int)
    for day in days:
        spans[day.replace(day=1)] += 1
    return list(spans.items())


def _gap(way: Journey) -> Bar:
    """The days between two legs; where there is none, the two days at which they meet."""
    first, last = way.start.ends_on + timedelta(days=1), way.end.starts_on - timedelta(days=1)
    if first > last:
        first, last = sorted((way.start.ends_on, way.end.starts_on))
    return Bar(first, last, way, bad=way.too_short)


def _holidays(days: list[date]) -> list[tuple[str, list[Cell]]]:
    """The days of every country whose calendar we keep, China first; make-up working days are bars too.

    Regions of a country that close on the same days share a row; the largest share carries the country's name and how many
    it are.
    """
    rows = []
    calendars: dict[str, dict[tuple, list[str]]] = defaultdict(lambda: defaultdict(list))
    for code in calendar_codes():
        calendars[code.partition("-")[0]][_closed_days(code, days)].append(code)
    for country, alike in calendars.items():
        for entries, codes in sorted(alike.items(), key=lambda item: -len(item[1])):
            largest, few = len(codes) == max(map(len, alike.values())), len(alike) > 1
            named = (_("%(country)s (%(num)s regions)", country=formats.country(country), num=len(codes)) if largest and few
                     else calendar_places(codes))
            rows.append((named, lanes(days, _together(entries, codes[0]))[0]))
    return rows


def _closed_days(code: str, days: list[date]) -> tuple[tuple[date, str, str, bool], ...]:
    """(day, kind, name, estimated) of what a calendar has on these days."""
    return tuple((entry.day, entry.kind, entry.name, entry.estimated)
                 for year in range(days[0].year, days[-1].year + 1) for entry in calendar_year(code, year)
                 if days[0] <= entry.day <= days[-1])


def _together(entries: Iterable[tuple[date, str, str, bool]], code: str) -> list[Bar]:
    """Bars of holidays between which nobody works, with their names once each; `what` is (kind, names, estimated)."""
    bars: list[Bar] = []
    for day, kind, name, estimated in entries:
        before = bars[-1] if bars else None
        if before and before.what[0] == kind == "holiday" and not working_days_between(before.last, day, code):
            names = list(dict.fromkeys([*before.what[1], *([name] if name else [])]))
            bars[-1] = Bar(before.first, day, (kind, names, estimated or before.what[2]))
        else:
            bars.append(Bar(day, day, (kind, [name] if name else [], estimated)))
    return bars


@dataclass(frozen=True)
class _Plan:
    """What the people of a board are drawn with: places of the events, members that are booked twice, and the events whose
    days count as days out."""

    tones: dict[int, int]
    twice: set[int]
    inside: set[int | None]


def _people(days: list[date], members: list[TeamMember], travellers: list[TripTraveller], plan: _Plan) -> list[PersonRow]:
    of_each: dict[int, tuple[list[TeamMember], list[TripTraveller]]] = defaultdict(lambda: ([], []))
    for member in members:
        of_each[member.user_id][0].append(member)
    for one in travellers:
        of_each[one.user_id][1].append(one)
    rows = []
    for own, trips in of_each.values():
        bars, out, taken = [], set(), set()
        for member in own:
            # The roadshow as a whole adds nothing to its legs where somebody goes on one of them.
            if any(other.event.parent_id == member.event_id for other in own):
                continue
            first, last = member.from_on or member.event.starts_on, member.until_on or member.event.ends_on
            bars.append(Bar(first, last, member, plan.tones.get(member.event_id, 0), member.id in plan.twice))
            span = _span(first, last)
            taken |= span if member.event.state not in OFF else set()
            out |= span if member.event_id in plan.tones and member.event.state not in OFF else set()
        for one in trips:
            bars += _on_the_way(one, taken)
            out |= _span(one.first, one.last) if one.trip.event_id in plan.inside or None in plan.inside else set()
        role = next((member.role for member in own if member.event_id in plan.tones), (own or trips)[0].role)
        rows.append(PersonRow((own or trips)[0].user, role, len(out), lanes(days, bars)))
    return sorted(rows, key=lambda row: (-row.days_out, row.user.id))


def _span(first: date, last: date) -> set[date]:
    return {first + timedelta(days=step) for step in range((last - first).days + 1)}


def _on_the_way(one: TripTraveller, taken: set[date]) -> list[Bar]:
    """The days of a trip on which its traveller is at no event, as bars."""
    bars: list[Bar] = []
    for day in sorted(_span(one.first, one.last) - taken):
        if bars and bars[-1].last + timedelta(days=1) == day:
            bars[-1] = Bar(bars[-1].first, day, one)
        else:
            bars.append(Bar(day, day, one))
    return bars
