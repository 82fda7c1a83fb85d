"""Somebody takes over from a colleague at an event: team, tasks, agenda, meetings, reception, materials and trip."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select, update

from outreach.accounts.models import User
from outreach.activity import Actor, record
from outreach.db import db, hold
from outreach.errors import Refused
from outreach.events.emails import send_handover
from outreach.events.models import AgendaSpeaker, Event, Meeting, MeetingWish, TargetVisit, TeamMember, TripTraveller
from outreach.events.queries.holdings import Held, holdings
from outreach.web.access import STAFF


def replace_person(actor: Actor, event: Event, old: User, new: User, parts: list[str]) -> list[Held]:
    """Let `new` do what `old` still has to do in these parts, as queries.holdings names them; gives what moved, and
    writes it to `new`.

    Where both stand in the same place one of them stays: the days on the team and on a trip become those of both, a head stays
    a head. Tickets in the name of `old` must be booked anew and visas applied for. What is over stays as it was. Raises Refused
    where there is nothing to take over, or `new` is not one of our people with an active account.
    """
    hold(event)
    if new is old or new.role not in STAFF or not new.active:
        raise Refused("not_staff", _("Choose one of our people with an active account"), field="user_id")
    moved = [held for held in holdings(event, [old.id]).get(old.id, []) if held.code in parts]
    if not moved:
        raise Refused("nothing_held", _("Choose what is handed over"), field="parts")
    if new.id != actor.id:
        send_handover(new, event, old, moved, actor.label)
    for held in moved:
        for row in held.rows:
            _MOVES[held.code](row, old, new)
            db.session.flush()
    db.session.expire(event, ["team"])
    trips = [row.trip for held in moved if held.code == "trips" for row in held.rows]
    record(actor, "event.member_replaced", event, about=[old, new, *trips], member=old.label, by=new.label,
           parts=[[held.code, len(held.rows)] for held in moved])
    return moved


def _swap(row: Any, column: str, old: User, new: User) -> None:
    if getattr(row, column) == old.id:
        setattr(row, column, new.id)
        db.session.flush()
        db.session.expire(row, [column.removesuffix("_id")])


def _move_task(row: Any, old: User, new: User) -> None:
    _swap(row, "owner_id", old, new)
    row.version += 1


def _move_member(row: TeamMember, old: User, new: User) -> None:
    held = next((one for one in row.event.team if one.user_id == new.id), None)
    if held is None:
        row.user = new
        return
    _join(held, row)
    db.session.execute(update(TargetVisit).where(TargetVisit.member_id == row.id).values(member_id=held.id))
    row.event.team.remove(row)


def _join(stays: TeamMember | TripTraveller, goes: TeamMember | TripTraveller) -> None:
    """One row for both: the days of either, and at the head where one of them was."""
    stays.from_on = min(stays.from_on, goes.from_on) if stays.from_on and goes.from_on else None
    stays.until_on = max(stays.until_on, goes.until_on) if stays.until_on and goes.until_on else None
    stays.role = "head" if goes.role == "head" else stays.role


def _move_speaker(row: AgendaSpeaker, old: User, new: User) -> None:
    row.item.version += 1
    if any(one.user_id == new.id for one in row.item.speakers):
        row.item.speakers.remove(row)
    else:
        row.user = new


def _move_meeting(row: Any, old: User, new: User) -> None:
    row.version += 1
    _swap(row, "interpreter_id", old, new)
    mine = next((one for one in row.participants if one.user_id == old.id), None)
    if mine is not None and any(one.user_id == new.id for one in row.participants):
        row.participants.remove(mine)
    elif mine is not None:
        mine.user = new


def _move_wish(row: MeetingWish, old: User, new: User) -> None:
    _swap(row, "companion_id", old, new)
    if row.user_id != old.id:
        return
    twin = db.session.scalar(select(MeetingWish).where(
        MeetingWish.event_id == row.event_id, MeetingWish.user_id == new.id, MeetingWish.person_id == row.person_id))
    if twin is None:
        row.user = new
    else:
        twin.priority = max(twin.priority, row.priority)
        # What was proposed for the two is proposed anew for those who meet now.
        for meeting in db.session.scalars(select(Meeting).where(Meeting.wish_id == row.id, Meeting.state == "proposed")):
            db.session.delete(meeting)
        db.session.delete(row)


def _move_reception(row: Any, old: User, new: User) -> None:
    row.version += 1
    _swap(row, "host_id", old, new)
    _swap(row, "interpreter_id", old, new)


def _move_traveller(row: TripTraveller, old: User, new: User) -> None:
    trip = row.trip
    trip.version += 1
    for item in trip.items:
        if item.traveller_id == row.id:
            item.version += 1
            if item.kind == "visa":
                item.state, item.reference, item.from_on, item.until_on = "needed", "", None, None
            elif item.state == "booked":
                item.state = "rebook"
    held = next((one for one in trip.travellers if one.user_id == new.id), None)
    if held is None:
        row.user = new
        return
    _join(held, row)
    for item in trip.items:
        if item.traveller_id == row.id:
            item.traveller = held
    db.session.flush()
    trip.travellers.remove(row)


_MOVES: dict[str, Callable[[Any, User, User], None]] = {
    "team": _move_member, "tasks": _move_task, "agenda": _move_speaker, "meetings": _move_meeting, "wishes": _move_wish,
    "reception": _move_reception, "packs": lambda row, old, new: _swap(row, "brings_id", old, new), "trips": _move_traveller}
