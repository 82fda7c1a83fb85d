"""Which events somebody may read, and the lists made of them."""

from dataclasses import dataclass
from datetime import date, datetime, time

from flask_babel import gettext as _
from sqlalchemy import Select, extract, false, func, or_, select
from sqlalchemy.orm import contains_eager, selectinload

from outreach.accounts.models import User
from outreach.catalogue.queries import carries_industry
from outreach.db import db, now
from outreach.db.time import FIRST_DAY, LAST_DAY, LocalTime
from outreach.errors import NotFound
from outreach.events.models import OFF, Event, EventSeries, TeamMember
from outreach.web.access import STAFF

#: Hours of a whole day in which somebody is taken.
_WAKING = (time(6), time(22))


def visible_events(viewer) -> Select:
    """The events that the viewer may read, unordered: all for our people, none for everybody else."""
    statement = select(Event)
    return statement if viewer is not None and viewer.role in STAFF else statement.where(false())


def get_event(viewer, event_id: int) -> Event:
    """One event. Raises NotFound where there is none, or none for this viewer."""
    event = db.session.scalar(visible_events(viewer).where(Event.id == event_id))
    if event is None:
        raise NotFound("unknown_event", _("There is no such event. Look it up in the list of events."))
    return event


def event_by_code(code: str | None) -> Event | None:
    """The event with this code, in capitals or not; None where there is none."""
    return db.session.scalar(select(Event).where(Event.code == code.strip().upper())) if code else None


@dataclass(frozen=True)
class EventFilter:
    """What a list of events is narrowed by; empty values narrow nothing."""

    year: int | None = None
    country: str | None = None
    kind: str | None = None
    state: str | None = None
    mine: bool = False
    #: Somebody who goes, a unit of which somebody goes, an industry or one above it.
    person: int | None = None
    unit: int | None = None
    industry: str | None = None
    #: Only what ends on this day or later, and only what ended before this day.
    since: date | None = None
    before: date | None = None
    #: Only what begins on this day or earlier.
    until: date | None = None


def filtered_events(viewer, wanted: EventFilter) -> Select:
    """The viewer's events behind the filter, by their beginning; those before a day latest first.

    A year holds what touches it.
    """
    statement = visible_events(viewer)
    if wanted.year:
        statement = statement.where(
            extract("year", Event.starts_on) <= wanted.year, extract("year", Event.ends_on) >= wanted.year
        )
    for column, value in ((Event.kind, wanted.kind), (Event.state, wanted.state)):
        if value:
            statement = statement.where(column == value)
    # A roadshow is where its legs are, and whoever goes to one of them goes to it.
    for found in (select(Event.id).where(Event.country == wanted.country) if wanted.country else None,
                  events_of(viewer.id) if wanted.mine else None, events_of(wanted.person) if wanted.person else None,
                  events_of_unit(wanted.unit) if wanted.unit else None):
        if found is not None:
            statement = statement.where(or_(Event.id.in_(found), Event.id.in_(
                select(Event.parent_id).where(Event.id.in_(found), Event.parent_id.is_not(None)))))
    if wanted.industry:
        statement = statement.where(carries_industry(Event.industries, wanted.industry))
    if wanted.since:
        statement = statement.where(Event.ends_on >= wanted.since)
    if wanted.until:
        statement = statement.where(Event.starts_on <= wanted.until)
    statement = statement.options(selectinload(Event.team), selectinload(Event.legs).selectinload(Event.team))
    if wanted.before:
        return statement.where(Event.ends_on < wanted.before).order_by(
            Event.starts_on.desc(), Event.starts_at.desc(), Event.id.desc())
    return statement.order_by(Event.starts_on, Event.starts_at, Event.id)


def count_events(viewer, wanted: EventFilter) -> int:
    """How many events the filter finds."""
    found = filtered_events(viewer, wanted).with_only_columns(Event.id).order_by(None).subquery()
    return db.session.scalar(select(func.count()).select_from(found)) or 0


def events_of(user_id: int) -> Select:
    """The ids of the events on whose team somebody is."""
    return select(TeamMember.event_id).where(TeamMember.user_id == user_id)


def events_of_unit(unit_id: int) -> Select:
    """The ids of the events to which somebody of a unit goes."""
    return select(TeamMember.event_id).join(User, User.id == TeamMember.user_id).where(User.unit_id == unit_id)


def event_years(viewer) -> list[int]:
    """The years in which the viewer's events begin, newest first."""
    years = extract("year", Event.starts_on)
    return [int(year) for year in db.session.scalars(
        visible_events(viewer).where(Event.starts_on.between(FIRST_DAY, LAST_DAY))
        .with_only_columns(years).distinct().order_by(years.desc()))]


def event_countries(viewer) -> list[str]:
    """The countries in which the viewer's events take place, by code."""
    return [code for code in db.session.scalars(
        visible_events(viewer).with_only_columns(Event.country).distinct().order_by(Event.country)) if code]


def public_events() -> Select:
    """What anybody may read, by beginning."""
    return select(Event).where(Event.public).order_by(Event.starts_on, Event.starts_at, Event.id)


def public_event(code: str) -> Event:
    """One public event by code. Raises NotFound."""
    event = event_by_code(code)
    if event is None or not event.public:
        raise NotFound("unknown_event", _("There is no such event. Look it up in the list of events."))
    return event


def split_by_now(events: list[Event]) -> tuple[list[Event], list[Event]]:
    """Those that are not over, in order, and those that are, newest first."""
    at = now()
    return [event for event in events if event.ends_at > at], [
        event for event in reversed(events) if event.ends_at <= at
    ]


def all_series() -> Select:
    """All series by name."""
    return select(EventSeries).order_by(EventSeries.sort_key, EventSeries.id)


def get_series(series_id: int) -> EventSeries:
    """One series. Raises NotFound."""
    found = db.session.get(EventSeries, series_id)
    if found is None:
        raise NotFound("unknown_series", _("There is no such event series"))
    return found


def next_edition(series, today: date) -> int:
    """The year of the next edition by the cycle, as a proposal: this year while the usual month is not over.

    `series` is a stored EventSeries or an entry of the starter catalogue.
    """
    months = getattr(series, "usual_months", None) or getattr(series, "months", None) or [12]
    year = today.year if max(months) >= today.month else today.year + 1
    base = getattr(series, "cycle_year", None) or {"odd_years": 1, "even_years": 0}.get(series.cycle or "", 0)
    step = {"odd_years": 2, "even_years": 2, "three_years": 3}.get(series.cycle or "", 1)
    return year + (base - year) % step


@dataclass(frozen=True)
class Clash:
    """Somebody is at two events at once: the other one, and the one that was asked about."""

    user: User
    event: Event
    own: Event


def clashes(members: list[TeamMember]) -> list[Clash]:
    """Where else these people are at the same time; cancelled and postponed events do not count.

    Whole days are waking hours in each event's zone, hours count where they are known. One question to the database.
    """
    spans = {member: presence_of(member) for member in members if member.event.days_known}
    if not spans:
        return []
    others = db.session.scalars(
        select(TeamMember)
        .join(TeamMember.event)
        .options(contains_eager(TeamMember.event))
        .where(
            TeamMember.user_id.in_({member.user_id for member in members}),
            Event.starts_at < max(span[1] for span in spans.values()),
            Event.ends_at > min(span[0] for span in spans.values()),
            Event.state.not_in(OFF),
            Event.days_known,
        )
        .order_by(Event.starts_at, Event.id)
    ).all()
    return [Clash(member.user, other.event, member.event) for member, span in spans.items() for other in others
            if other.user_id == member.user_id and other.event_id != member.event_id
            and not _of_one_roadshow(member.event, other.event) and _overlap(span, presence_of(other))]


def _of_one_roadshow(one: Event, other: Event) -> bool:
    """Whoever goes on a roadshow and on one of its legs is not booked twice; two legs at once are."""
    return one.parent_id == other.id or other.parent_id == one.id


def _overlap(one: tuple[datetime, datetime], other: tuple[datetime, datetime]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def presence_of(member: TeamMember) -> tuple[datetime, datetime]:
    """The UTC instants between which the person is at the event: its hours, or the waking hours of whole days.

    Whole days are not taken from midnight to midnight: Friday in London and Saturday in Berlin would overlap.
    """
    event = member.event
    if event.starts_local is not None and member.from_on is None and member.until_on is None:
        return event.starts_at, event.ends_at
    first, last = member.from_on or event.starts_on, member.until_on or event.ends_on
    return (LocalTime(datetime.combine(first, _WAKING[0]), event.time_zone).instant,
            LocalTime(datetime.combine(last, _WAKING[1]), event.time_zone).instant)


def on_legs(event: Event) -> list[tuple[User, list[Event]]]:
    """Who goes on legs of a roadshow that take place, and on which, by their first leg; the legs hold their teams."""
    found: dict[User, list[Event]] = {}
    for leg in event.legs:
        if leg.state not in OFF:
            for member in leg.team:
                found.setdefault(member.user, []).append(leg)
    return list(found.items())


def going(event: Event) -> list[User]:
    """Our people at an event or one of its legs, each once."""
    return list(dict.fromkeys([*(member.user for member in event.team), *(user for user, _legs in on_legs(event))]))
