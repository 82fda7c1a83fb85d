"""Planning: the order of legs, moving an event in time, and warnings that people keep."""

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from outreach.accounts.models import User
from outreach.activity import Actor, record
from outreach.db import db, hold, now
from outreach.errors import Refused
from outreach.events.emails import EventFacts, Told
from outreach.events.models import Event, KeptWarning, Trip
from outreach.events.services.agenda import shift_agenda
from outreach.events.services.attendees import shift_attendees
from outreach.events.services.days import check_days
from outreach.events.services.editing import LONGEST_DAYS, edit_event
from outreach.events.services.meetings import shift_meetings
from outreach.events.services.reception import shift_programme
from outreach.events.services.telling import tell_team
from outreach.events.services.trips import shift_trips
from outreach.events.services.visits import shift_visits


def order_legs(actor: Actor, roadshow: Event, places: dict[int, int]) -> list[Event]:
    """Put the legs whose typed place, {leg id: place}, is another one than they have there; the others close up in their order.

    Equal places keep the order that they had. Dates stay: a leg that now begins before the one in front of it is
    warned about. Gives the legs in their new order.
    """
    before = list(roadshow.legs)
    held = {leg: place for place, leg in enumerate(before, start=1)}
    moved = {leg: places[leg.id] for leg in before if places.get(leg.id, held[leg]) != held[leg]}
    legs = [leg for leg in before if leg not in moved]
    for leg in sorted(moved, key=lambda leg: (moved[leg], -held[leg])):
        legs.insert(max(moved[leg] - 1, 0), leg)
    if legs != before:
        for place, leg in enumerate(legs, start=1):
            leg.position = place
        record(actor, "event.legs_ordered", roadshow, order=[leg.label for leg in legs])
        db.session.flush()
        db.session.expire(roadshow, ["legs"])
    return legs


def move_event(actor: Actor, event: Event, days: int, *, with_legs: bool = True) -> Event:
    """Move the event by whole days, later or (negative) earlier, with the days of its team and, for a roadshow, its legs.

    Legs that are done or cancelled stay. Wall times stay the same. Raises Refused where there is nothing to move or a time
    does not exist on the new day.
    """
    if not days or abs(days) > 10 * LONGEST_DAYS:
        raise Refused("no_days", _("Enter by how many days the event moves"), field="days")
    # The new days are counted from what is stored: of two who move it at once, each moves it.
    parts = [event, *(leg for leg in event.legs if with_legs and leg.state not in ("cancelled", "done"))]
    for part in parts:
        hold(part)
    if not event.days_known:
        raise Refused("days_unknown", _("Enter the first and last day before you move the event"), field="days")
    check_days(days=event.starts_on + timedelta(days=days))
    step, told = timedelta(days=days), []
    for part in parts:
        if part.days_known:
            told.append(Told(part, EventFacts.of(part)))
            edit_event(actor, part, {name: getattr(part, name) + step
                                     for name in ("starts_on", "ends_on", "starts_local", "ends_local")
                                     if getattr(part, name) is not None}, tell=False)
            follow_days(part, told[-1].before)
    tell_team(actor, told)
    return event


def follow_days(event: Event, before: EventFacts) -> None:
    """Let everything go along with an event whose days changed, by the step of its first day.

    What only became longer or shorter keeps its parts where they are; what falls off the end is warned about.
    """
    longer = event.starts_on <= before.starts_on and before.ends_on <= event.ends_on
    shorter = before.starts_on <= event.starts_on and event.ends_on <= before.ends_on
    if event.days_known and before.days_known and not longer and not shorter:
        shift_parts(event, event.starts_on - before.starts_on)


def shift_parts(event: Event, step: timedelta) -> None:
    """Let programme, agenda, meetings, visits, trips and the days of the team go along with an event that moved."""
    shift_programme(event, step)
    shift_agenda(event, step)
    shift_meetings(event, step)
    shift_attendees(event, step)
    shift_visits(event, step)
    shift_trips(event, step)
    for member in event.team:
        member.from_on = member.from_on and member.from_on + step
        member.until_on = member.until_on and member.until_on + step


def keep_warning(actor: Actor, subject: Event | Trip, user: User, key: str, fact: str, reason: str) -> KeptWarning:
    """Let a warning stand, with the reason; keeping it again changes the reason. What a trip for an event warns about is kept
    with the event."""
    if not reason.strip():
        raise Refused("reason_missing", _("Enter why this may stay as it is"), field="reason")
    if isinstance(subject, Trip) and subject.event is not None:
        subject = subject.event
    hold(subject)
    column = KeptWarning.event_id if isinstance(subject, Event) else KeptWarning.trip_id
    kept = db.session.scalar(select(KeptWarning).where(column == subject.id, KeptWarning.key == key))
    if kept is None:
        kept = KeptWarning(**{column.key: subject.id}, key=key)
        db.session.add(kept)
    kept.reason, kept.kept_by, kept.kept_at = reason.strip(), user, now()
    db.session.flush()
    if isinstance(subject, Event):
        record(actor, "event.warning_kept", subject, fact=fact, reason=kept.reason)
    else:
        record(actor, "trip.warning_kept", subject, fact=fact, reason=kept.reason)
    return kept


def raise_warning_again(actor: Actor, kept: KeptWarning) -> None:
    """Warn again about what was kept."""
    if kept.event is not None:
        record(actor, "event.warning_raised", kept.event, reason=kept.reason)
    else:
        record(actor, "trip.warning_raised", kept.trip, reason=kept.reason)
    db.session.delete(kept)
