"""Reading receptions: guests, the programme, hosts and cars that are wanted twice, and visits received by unit."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload

from outreach.accounts.models import Unit
from outreach.db import db
from outreach.errors import NotFound
from outreach.events.models import Event, TeamMember
from outreach.events.models.reception import ReceptionItem, ReceptionNotes, VisitGuest
from outreach.events.queries.bookings import Booking, overlaps
from outreach.events.queries.labels import span_of
from outreach.events.queries.lists import presence_of, visible_events
from outreach.i18n import DEFAULT, current_language, formats

ITEM_KIND_LABELS = {
    "meeting": _l("Meeting"), "site_stop": _l("Stop on site"), "meal": _l("Meal"), "transfer": _l("Transfer"),
    "ceremony": _l("Ceremony"), "free": _l("Free time")}
#: States in which nobody is received.
_OFF = ("cancelled", "postponed")


@dataclass(frozen=True)
class VisitCount:
    """Visits received by a unit in a period, and how many guests came; the unit is None where nobody of ours is named."""

    unit: Unit | None
    visits: int
    guests: int


def guests_of(event: Event) -> list[VisitGuest]:
    """The guests in the order of protocol."""
    return list(db.session.scalars(
        select(VisitGuest).where(VisitGuest.event_id == event.id).order_by(VisitGuest.rank, VisitGuest.id)))


def items_of(event: Event) -> list[ReceptionItem]:
    """The programme in the order of the clock."""
    return list(db.session.scalars(
        select(ReceptionItem).where(ReceptionItem.event_id == event.id)
        .order_by(ReceptionItem.starts_local, ReceptionItem.ends_local, ReceptionItem.id)))


def by_day(items: Iterable[ReceptionItem]) -> list[tuple[date, list[ReceptionItem]]]:
    """The programme day by day."""
    return [(day, list(part)) for day, part in groupby(items, lambda item: item.starts_local.date())]


def notes_of(event: Event) -> ReceptionNotes | None:
    """Gifts, meals, notes and report, where somebody wrote them down."""
    return db.session.scalar(select(ReceptionNotes).where(ReceptionNotes.event_id == event.id))


def count_reception(event: Event) -> int:
    """How many lines the programme has, or where it has none how many guests come."""
    counted = [db.session.scalar(select(func.count(model.id)).where(model.event_id == event.id)) or 0
               for model in (ReceptionItem, VisitGuest)]
    return counted[0] or counted[1]


def get_item(event: Event, item_id: int) -> ReceptionItem:
    """One line of the event's programme. Raises NotFound."""
    found = db.session.get(ReceptionItem, item_id)
    if found is None or found.event_id != event.id:
        raise NotFound("unknown_item", _("This line is not in the programme any more"))
    return found


def get_guest(event: Event, guest_id: int) -> VisitGuest:
    """One guest of the event. Raises NotFound."""
    found = db.session.get(VisitGuest, guest_id)
    if found is None or found.event_id != event.id:
        raise NotFound("unknown_guest", _("This guest is not on the list any more"))
    return found


def guest_language(guests: list[VisitGuest]) -> str:
    """The language that most guests are addressed in; where several do, that of the highest in rank."""
    spoken = [guest.language for guest in guests if guest.language and guest.language != DEFAULT]
    counts = Counter(spoken)
    return max(spoken, key=lambda code: (counts[code], -spoken.index(code))) if spoken else "en"


def taken_twice(event: Event, items: list[ReceptionItem]) -> list[tuple[Booking, Booking]]:
    """Pairs of which one is a line of this programme: hosts, interpreters and cars that are wanted at the same time.

    `what` of a booking is a ReceptionItem or a TeamMember of another event. Cars and interpreters from outside are
    compared by name inside the programme.
    """
    if not items or event.state in _OFF:
        return []
    people = {user for item in items for user in (item.host_id, item.interpreter_id) if user}
    others = _elsewhere(event, people, items[0].starts_local.date(), items[-1].ends_local.date())
    bookings = [booking for item in items for booking in _bookings(item, inside=True)]
    bookings += [booking for item in others for booking in _bookings(item) if booking.who in people]
    bookings += [Booking(member.user_id, *presence_of(member), member) for member in _memberships(event, people, items)]
    own = {item.id for item in items}

    def together(one: Booking, other: Booking) -> bool:
        # A line is no clash with itself, and what happens elsewhere is told there.
        mine = [isinstance(booking.what, ReceptionItem) and booking.what.id in own for booking in (one, other)]
        return one.what is other.what or not any(mine)
    return overlaps(bookings, together)


def clash_facts(event: Event, items: list[ReceptionItem]) -> list[tuple[str, str]]:
    """What taken_twice() finds as (sentence, key of the warning)."""
    found = {}
    for one, other in taken_twice(event, items):
        said = {"who": _who(one, other), "one": _what(one), "other": _what(other)}
        key = ":".join(["reception", str(one.who), *(str(part) for booking in (one, other)
                                       for part in (booking.what.__tablename__, booking.what.id, booking.start.isoformat()))])
        found[key[:200]] = _("%(who)s is wanted twice: %(one)s and %(other)s", **said)
    return [(fact, key) for key, fact in found.items()]


def _who(one: Booking, other: Booking) -> str:
    for booking in (one, other):
        what = booking.what
        if isinstance(what, TeamMember):
            continue
        for user in (what.host, what.interpreter):
            if user is not None and user.id == one.who:
                return user.label
        if isinstance(one.who, tuple):
            return what.car if one.who[0] == "car" else what.interpreter_name
    return ""


def _what(booking: Booking) -> str:
    lang, event = current_language().code, booking.what.event
    if isinstance(booking.what, TeamMember):
        return f"{event.title.shown(lang).text}, {span_of(event)}"
    return f"{formats.moment(booking.start, event.time_zone)} {booking.what.title.shown(lang).text}"


def _bookings(item: ReceptionItem, inside: bool = False) -> list[Booking]:
    taken = {item.host_id, item.interpreter_id} - {None}
    named = {("name", item.interpreter_name.strip().casefold()), ("car", item.car.strip().casefold())} if inside else set()
    return [Booking(who, item.starts_at, item.ends_at, item) for who in (*taken, *(one for one in named if one[1]))]


def _elsewhere(event: Event, people: set[int], first: date, last: date) -> list[ReceptionItem]:
    day = timedelta(days=1)
    if not people:
        return []
    return list(db.session.scalars(
        select(ReceptionItem).join(ReceptionItem.event).where(
            ReceptionItem.event_id != event.id, Event.state.not_in(_OFF),
            or_(ReceptionItem.host_id.in_(people), ReceptionItem.interpreter_id.in_(people)),
            ReceptionItem.starts_local >= datetime.combine(first - day, time.min),
            ReceptionItem.starts_local < datetime.combine(last + 2 * day, time.min))))


def _memberships(event: Event, people: set[int], items: list[ReceptionItem]) -> list[TeamMember]:
    if not people:
        return []
    family = {event.id, event.parent_id or event.id}
    return list(db.session.scalars(
        select(TeamMember).join(TeamMember.event).options(selectinload(TeamMember.event)).where(
            TeamMember.user_id.in_(people), TeamMember.event_id.not_in(family), Event.state.not_in(_OFF), Event.days_known,
            Event.starts_at < max(item.ends_at for item in items), Event.ends_at > min(item.starts_at for item in items))))


def visits_received(viewer, first: date, last: date) -> list[VisitCount]:
    """Inbound visits that began in the inclusive period, by the unit of who leads the team, most visits first.

    Cancelled and postponed visits and those of which only the month is known do not count.
    """
    events = list(db.session.scalars(
        visible_events(viewer).options(selectinload(Event.team)).where(
            Event.kind == "inbound_visit", Event.state.not_in(_OFF), Event.days_known,
            Event.starts_on >= first, Event.starts_on <= last).order_by(Event.starts_on, Event.id)))
    came = dict(db.session.execute(
        select(VisitGuest.event_id, func.count(VisitGuest.id))
        .where(VisitGuest.event_id.in_([event.id for event in events])).group_by(VisitGuest.event_id)).all())
    visits, guests, units = Counter(), Counter(), {}
    for event in events:
        unit = _unit_of(event)
        key = unit.id if unit else None
        units[key] = unit
        visits[key] += 1
        guests[key] += came.get(event.id, 0)
    return [VisitCount(units[key], count, guests[key]) for key, count in visits.most_common()]


def _unit_of(event: Event) -> Unit | None:
    team = sorted(event.team, key=lambda member: member.role != "head")
    return next((member.user.unit for member in team if member.user.unit), None)
