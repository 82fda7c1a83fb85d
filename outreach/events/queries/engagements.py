"""Where people are expected, over all events: agendas, meetings, receptions, teams and ways, and how two of these clash."""

from collections.abc import Callable, Iterable
from datetime import datetime, time, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import contains_eager, selectinload

from outreach.accounts.models import User
from outreach.contacts.models import Person
from outreach.db import db, now
from outreach.events.models import (
    OFF,
    AgendaItem,
    AgendaSpeaker,
    Event,
    Meeting,
    MeetingParticipant,
    ReceptionItem,
    TeamMember,
    Trip,
    TripItem,
    TripTraveller,
)
from outreach.events.models.trips import WAYS
from outreach.events.queries.bookings import Booking, overlaps
from outreach.events.queries.labels import span_of
from outreach.events.queries.lists import presence_of
from outreach.events.queries.trips import TRIP_ITEM_LABELS
from outreach.i18n import current_language, formats

#: ('user', id) or ('person', id); rooms and names have keys of the same shape.
Who = tuple[str, Any]


def double_booked(event: Event, own: list[Booking]) -> list[tuple[Booking, Booking]]:
    """Pairs of which at least one is of `own`, the bookings that this event's part makes; what others expect of the same
    people at that time is read here. A row is no clash with itself."""
    if not own or event.state in OFF:
        return []
    mine = {_mark(booking.what) for booking in own}
    who = {booking.who for booking in own}
    others = [booking for booking in expected(event, who, min(one.start for one in own), max(one.end for one in own))
              if _mark(booking.what) not in mine]
    return overlaps([*own, *others], lambda one, other: _mark(one.what) == _mark(other.what)
                    or not {_mark(one.what), _mark(other.what)} & mine)


def _mark(row) -> tuple[str, int]:
    return row.__tablename__, row.id


def clash_facts(event: Event, part: str, own: list[Booking],
                name: Callable[[Booking], str] | None = None) -> list[tuple[str, str, list[Who]]]:
    """What double_booked() finds as (sentence, key of the warning, who): one for two things at the same time, with all that
    both want. `name` tells what is neither one of us nor a contact. The key changes with the hours."""
    return _told(part, double_booked(event, own), name)


def travel_facts(trips: Iterable[Trip]) -> list[tuple[str, str, list[Who]]]:
    """What is expected of our people while they are on their way, told as clash_facts() does.

    Nothing is told of trips that are off or over.
    """
    going = [trip for trip in trips if trip.state != "cancelled" and trip.ends_on >= now().date()]
    own = _ways(going, {one.user_id for trip in going for one in trip.travellers})
    if not own:
        return []
    others = appointments({booking.who for booking in own}, min(one.start for one in own), max(one.end for one in own))
    return _told("travel", overlaps([*own, *others], lambda one, other: isinstance(one.what, TripItem) == isinstance(
        other.what, TripItem)))


def _told(part: str, clashes: list[tuple[Booking, Booking]],
          name: Callable[[Booking], str] | None = None) -> list[tuple[str, str, list[Who]]]:
    pairs: dict[frozenset, list[tuple[Booking, Booking]]] = {}
    for one, other in clashes:
        pairs.setdefault(frozenset((_mark(one.what), _mark(other.what))), []).append((one, other))
    found = []
    for same in pairs.values():
        one, other = same[0]
        who = [booking.who for booking, _other in same]
        names = [who_label(booking.who) or (name(booking) if name else str(booking.who[1])) for booking, _other in same]
        # A way and a meeting are found from the trip and from the event: what was kept on one page is kept on the other.
        code = "travel" if isinstance(one.what, TripItem) or isinstance(other.what, TripItem) else part
        hours = sorted(f"{row.what.__tablename__}:{row.what.id}:{row.start:%m%d%H%M}:{row.end:%H%M}" for row in (one, other))
        key = ":".join([code, *hours, *(f"{kind}:{value}" for kind, value in sorted(who, key=str))])[:200]
        found.append((_("Wanted twice: %(who)s. %(one)s and %(other)s", who=", ".join(names), one=what_label(one),
                        other=what_label(other)), key, who))
    return found


def who_label(who: Who) -> str:
    """The name of one of us or of a contact who is booked; empty for anything else."""
    row = db.session.get({"user": User, "person": Person}[who[0]], who[1]) if who[0] in ("user", "person") else None
    return row.label if row is not None else ""


def what_label(booking: Booking) -> str:
    """What somebody is booked for, with its time on the clock of its place."""
    what = booking.what
    if isinstance(what, TeamMember):
        return f"{what_title(what.event)}, {span_of(what.event)}"
    if isinstance(what, TripItem):
        named = what.label if what.label != what.kind else TRIP_ITEM_LABELS[what.kind]
        return f"{formats.moment_named(booking.start, what.starts_zone)} {named}"
    return f"{formats.moment(booking.start, what.event.time_zone)} {what_title(what)}"


def what_title(what: Any) -> str:
    """The title of an event, an item, a meeting or a reception in the reader's language; whom a meeting without one joins."""
    return what.title.shown(current_language().code).text if what.title else what.label


def expected(event: Event, who: Iterable[Who], begin: datetime, end: datetime) -> list[Booking]:
    """What is expected of these people between two instants, over all events; not that they are at this one."""
    who = set(who)
    users = {key for kind, key in who if kind == "user"}
    family = {event.id, event.parent_id or event.id}
    going = db.session.scalars(select(TeamMember).join(TeamMember.event).options(selectinload(TeamMember.event)).where(
        TeamMember.user_id.in_(users), TeamMember.event_id.not_in(family), Event.state.not_in(OFF), Event.days_known,
        or_(Event.parent_id.is_(None), Event.parent_id != event.id), Event.starts_at < end, Event.ends_at > begin)) if users else ()
    return [*appointments(who, begin, end), *_travelling(users, begin, end),
            *(Booking(("user", member.user_id), *presence_of(member), member) for member in going)]


def appointments(who: Iterable[Who], begin: datetime, end: datetime) -> list[Booking]:
    """Where these people speak, meet, interpret or receive guests around two instants, over all events."""
    who = set(who)
    users, people = ({key for kind, key in who if kind == wanted} for wanted in ("user", "person"))
    return [*_speaking(users, people, begin, end), *_meeting(users, people, begin, end), *_receiving(users, begin, end)]


def _travelling(users: set[int], begin: datetime, end: datetime) -> list[Booking]:
    """The ways of our people around two instants, of all trips; not those that must be booked anew."""
    if not users:
        return []
    trips = db.session.scalars(select(Trip).options(selectinload(Trip.items), selectinload(Trip.travellers)).where(
        Trip.state != "cancelled", Trip.travellers.any(TripTraveller.user_id.in_(users)),
        Trip.items.any(and_(*_around(TripItem.starts_local, begin, end, TripItem.ends_local)))))
    return _ways(trips, users)


def _ways(trips: Iterable[Trip], users: set[int]) -> list[Booking]:
    return [Booking(("user", one.user_id), item.starts_at, item.ends_at, item)
            for trip in trips for item in trip.items
            if item.kind in WAYS and item.starts_at and item.ends_at and item.state != "rebook"
            for one in trip.travellers if one.user_id in users and item.is_for(one)]


def _around(column, begin: datetime, end: datetime, until=None) -> list:
    """Wall times that may lie between two instants, whatever the zone; of what may last for days the end is `until`."""
    day = timedelta(days=1)
    return [(column if until is None else until) >= datetime.combine(begin.date() - day, time.min),
            column < datetime.combine(end.date() + 2 * day, time.min)]


def _speaking(users: set[int], people: set[int], begin: datetime, end: datetime) -> list[Booking]:
    if not users and not people:
        return []
    rows = db.session.scalars(select(AgendaSpeaker).join(AgendaSpeaker.item).join(AgendaItem.event).options(
        contains_eager(AgendaSpeaker.item).contains_eager(AgendaItem.event)).where(
        Event.state.not_in(OFF), or_(AgendaSpeaker.user_id.in_(users), AgendaSpeaker.person_id.in_(people)),
        *_around(AgendaItem.starts_local, begin, end)))
    return [Booking(row.who, row.item.starts_at, row.item.ends_at, row.item) for row in rows]


def _meeting(users: set[int], people: set[int], begin: datetime, end: datetime) -> list[Booking]:
    if not users and not people:
        return []
    taking_part = select(MeetingParticipant.meeting_id).where(
        or_(MeetingParticipant.user_id.in_(users), MeetingParticipant.person_id.in_(people)))
    rows = db.session.scalars(select(Meeting).join(Meeting.event).options(contains_eager(Meeting.event)).where(
        Event.state.not_in(OFF), Meeting.state.in_(("proposed", "confirmed", "held")), or_(
            Meeting.id.in_(taking_part), Meeting.interpreter_id.in_(users), Meeting.interpreter_person_id.in_(people)),
        *_around(Meeting.starts_local, begin, end)))
    who = {("user", key) for key in users} | {("person", key) for key in people}
    return [Booking(one, row.starts_at, row.ends_at, row) for row in rows for one in sorted(who & {
        *(("user", part.user_id) if part.user_id else ("person", part.person_id) for part in row.participants),
        ("user", row.interpreter_id), ("person", row.interpreter_person_id)})]


def _receiving(users: set[int], begin: datetime, end: datetime) -> list[Booking]:
    if not users:
        return []
    rows = db.session.scalars(select(ReceptionItem).join(ReceptionItem.event).options(contains_eager(ReceptionItem.event)).where(
        Event.state.not_in(OFF), or_(ReceptionItem.host_id.in_(users), ReceptionItem.interpreter_id.in_(users)),
        *_around(ReceptionItem.starts_local, begin, end)))
    return [Booking(("user", user), row.starts_at, row.ends_at, row)
            for row in rows for user in {row.host_id, row.interpreter_id} & users]
