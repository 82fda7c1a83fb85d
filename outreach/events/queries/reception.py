"""Reading receptions: guests, the programme, hosts and cars that are wanted twice, and visits received by unit."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from outreach.accounts.models import Unit
from outreach.db import db
from outreach.errors import NotFound
from outreach.events.models import OFF, Event
from outreach.events.models.reception import ReceptionItem, ReceptionNotes, VisitGuest
from outreach.events.queries.bookings import Booking
from outreach.events.queries.engagements import clash_facts
from outreach.events.queries.lists import visible_events
from outreach.i18n import DEFAULT

ITEM_KIND_LABELS = {
    "meeting": _l("Meeting"), "site_stop": _l("Stop on site"), "meal": _l("Meal"), "transfer": _l("Transfer"),
    "ceremony": _l("Ceremony"), "free": _l("Free time")}


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


def not_yet_in(items: Iterable[ReceptionItem], code: str) -> int:
    """How many lines of the programme have a text that is shown in another language instead."""
    return sum(1 for item in items if any(
        text and text.shown(code).language != code for text in (item.title, item.place, item.note)))


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


def reception_facts(event: Event, items: list[ReceptionItem]) -> list[tuple[str, str]]:
    """Hosts, interpreters and cars of this programme who are wanted twice, as (sentence, key of the warning).

    Cars and interpreters from outside are compared by name inside the programme.
    """
    return [(fact, key) for fact, key, _who in clash_facts(
        event, "reception", [booking for item in items for booking in _bookings(item)],
        lambda booking: booking.what.car if booking.who[0] == "car" else booking.what.interpreter_name)]


def _bookings(item: ReceptionItem) -> list[Booking]:
    ours = {("user", user) for user in (item.host_id, item.interpreter_id) if user}
    named = (("name", item.interpreter_name.strip().casefold()), ("car", item.car.strip().casefold()))
    return [Booking(who, item.starts_at, item.ends_at, item) for who in (*sorted(ours), *(one for one in named if one[1]))]


def visits_received(viewer, first: date, last: date, unit_id: int | None = None) -> list[VisitCount]:
    """Inbound visits that began in the inclusive period, by the unit of who leads the team, most visits first;
    those of one unit where it is given.

    Cancelled and postponed visits and those of which only the month is known do not count.
    """
    events = list(db.session.scalars(
        visible_events(viewer).options(selectinload(Event.team)).where(
            Event.kind == "inbound_visit", Event.state.not_in(OFF), Event.days_known,
            Event.starts_on >= first, Event.starts_on <= last).order_by(Event.starts_on, Event.id)))
    came = dict(db.session.execute(
        select(VisitGuest.event_id, func.count(VisitGuest.id))
        .where(VisitGuest.event_id.in_([event.id for event in events])).group_by(VisitGuest.event_id)).all())
    visits, guests, units = Counter(), Counter(), {}
    for event in events:
        unit = _unit_of(event)
        key = unit.id if unit else None
        if unit_id is not None and key != unit_id:
            continue
        units[key] = unit
        visits[key] += 1
        guests[key] += came.get(event.id, 0)
    return [VisitCount(units[key], count, guests[key]) for key, count in visits.most_common()]


def _unit_of(event: Event) -> Unit | None:
    team = sorted(event.team, key=lambda member: member.role != "head")
    return next((member.user.unit for member in team if member.user.unit), None)
