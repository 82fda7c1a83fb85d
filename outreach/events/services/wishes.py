"""Writing what the meeting planner works with: who should meet whom, and how the days are cut."""

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from outreach.accounts.models import User
from outreach.activity import Actor, record
from outreach.contacts.models import Person
from outreach.db import db, hold
from outreach.errors import Conflict, Refused
from outreach.events.models import PRIORITIES, Event, Meeting, MeetingPlan, MeetingWish
from outreach.events.queries import wishes as asked

#: What a caller may set.
PLAN_FIELDS = ("slot_minutes", "pause_minutes", "day_from", "day_until", "break_from", "break_until", "travel_minutes", "ways",
               "speaks")


def want_meeting(actor: Actor, event: Event, one: User | Person, person: Person, priority: int = 2, origin: str = "hand",
                 companion: User | None = None) -> MeetingWish:
    """One of us, or two from outside, should meet; a wish that is there already takes the higher priority.

    Where two from outside meet, `companion` is who of us goes along. Other parts feed their wishes through here, with their
    name as `origin`. Raises Refused, with the field, for another priority and for somebody with themselves.
    """
    if priority not in PRIORITIES:
        raise Refused("unknown_priority", _("Choose how important it is"), field="priority")
    if one is person:
        raise Refused("same_person", _("Nobody meets themselves. Choose another person."), field="who")
    hold(event)
    wish = asked.find_wish(event, one, person)
    if wish is None:
        side = {"user": one} if isinstance(one, User) else {"other_person": one, "companion": companion}
        wish = MeetingWish(event=event, person=person, priority=priority, origin=origin, **side)
        db.session.add(wish)
    elif wish.priority >= priority and (companion is None or wish.companion_id == companion.id):
        return wish
    elif companion is not None and wish.user_id is None:
        wish.companion = companion
    wish.priority = max(priority, wish.priority)
    record(actor, "planner.wish_saved", event, about=wish.people, wish=wish.label)
    return wish


def accompany(actor: Actor, wish: MeetingWish, companion: User | None) -> MeetingWish:
    """Say who of us goes along where two from outside meet, or nobody."""
    if wish.user_id is None and wish.companion_id != (companion.id if companion else None):
        wish.companion = companion
        record(actor, "planner.wish_saved", wish.event, about=wish.people, wish=wish.label)
    return wish


def remove_wish(actor: Actor, wish: MeetingWish) -> None:
    """Take a wish away, and what is proposed for it; a meeting on which somebody decided stays."""
    record(actor, "planner.wish_removed", wish.event, about=wish.people, wish=wish.label)
    for meeting in db.session.scalars(select(Meeting).where(Meeting.wish_id == wish.id)):
        if meeting.state == "proposed":
            db.session.delete(meeting)
        meeting.wish_id = None
    db.session.flush()
    db.session.delete(wish)
    db.session.flush()


def ask_again(actor: Actor, wish: MeetingWish) -> MeetingWish:
    """Let the next run plan a wish again though the meeting made for it was declined; the declined one stays to be read."""
    for meeting in db.session.scalars(select(Meeting).where(Meeting.wish_id == wish.id, Meeting.state == "declined")):
        meeting.wish_id = None
    wish.reason = ""
    record(actor, "planner.wish_saved", wish.event, about=wish.people, wish=wish.label)
    return wish


def take_over(actor: Actor, event: Event) -> int:
    """Want here what is left of wishes at cancelled legs of the same roadshow; gives how many came."""
    left = asked.left_by_cancelled_legs(event)
    for wish in left:
        want_meeting(actor, event, wish.one, wish.person, wish.priority, "leg", wish.companion)
    return len(left)


def save_plan(actor: Actor, event: Event, values: dict[str, Any], *, version: int | None = None) -> MeetingPlan:
    """Keep how the days are cut, from columns as in PLAN_FIELDS; what is not given stays, or is as usual at such an event.

    Raises Refused, with the field, for what cannot be, Conflict where somebody else changed it since `version`.
    """
    hold(event)
    plan = asked.plan_of(event)
    if plan is not None and not hold(plan, version):
        raise Conflict("version_conflict", _("Somebody else changed this entry meanwhile. Check what is stored now."))
    held = asked.usual(event) if plan is None else {name: getattr(plan, name) for name in PLAN_FIELDS}
    given = {**held, **{name: value for name, value in values.items() if name in PLAN_FIELDS}}
    if plan is None:
        plan = MeetingPlan(event=event, version=0)
        db.session.add(plan)
    if given["day_from"] >= given["day_until"]:
        raise Refused("end_before_start", _("It ends before it begins"), field="day_until")
    if bool(given.get("break_from")) != bool(given.get("break_until")) or (
            given.get("break_from") and given["break_from"] >= given["break_until"]):
        raise Refused("break", _("Enter beginning and end of the break, or neither"), field="break_until")
    for name, value in given.items():
        setattr(plan, name, value)
    plan.version += 1
    record(actor, "planner.settings_saved", event)
    return plan
