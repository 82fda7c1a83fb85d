"""Writing what the meeting planner works with, running it, and taking its proposals over."""

from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from outreach.accounts.models import User
from outreach.activity import SYSTEM, Actor, record
from outreach.contacts.models import Person
from outreach.db import LocalTime, db, now, transaction
from outreach.db.time import local_kind
from outreach.errors import Refused
from outreach.events.models import PRIORITIES, Event, Meeting, MeetingParticipant, MeetingPlan, MeetingWish
from outreach.events.queries import meetings as meeting_queries
from outreach.events.queries import wishes as asked
from outreach.events.queries.engagements import expected
from outreach.events.services import planner
from outreach.events.services.meetings import set_state
from outreach.jobs import enqueue

#: Seconds that a run may take, and the same on the solver's own clock.
LIMIT = 120
#: What a caller may set.
PLAN_FIELDS = ("slot_minutes", "pause_minutes", "day_from", "day_until", "break_from", "break_until", "travel_minutes", "speaks")


def want_meeting(actor: Actor, event: Event, user: User, person: Person, priority: int = 2, origin: str = "hand") -> MeetingWish:
    """One of us should meet a contact; a wish that is there already takes the higher priority.

    Other parts feed their wishes through here, with their name as `origin`. Raises Refused for another priority.
    """
    if priority not in PRIORITIES:
        raise Refused("unknown_priority", _("Choose how important it is"), field="priority")
    wish = db.session.scalar(select(MeetingWish).where(
        MeetingWish.event_id == event.id, MeetingWish.user_id == user.id, MeetingWish.person_id == person.id))
    if wish is None:
        wish = MeetingWish(event=event, user=user, person=person, priority=priority, origin=origin)
        db.session.add(wish)
    elif wish.priority >= priority:
        return wish
    wish.priority = priority
    record(actor, "planner.wish_saved", event, about=[user, person], wish=wish.label)
    return wish


def remove_wish(actor: Actor, wish: MeetingWish) -> None:
    """Take a wish away; a meeting that was made for it stays."""
    record(actor, "planner.wish_removed", wish.event, about=[wish.user, wish.person], wish=wish.label)
    for meeting in db.session.scalars(select(Meeting).where(Meeting.wish_id == wish.id)):
        meeting.wish_id = None
    db.session.flush()
    db.session.delete(wish)
    db.session.flush()


def save_plan(actor: Actor, event: Event, values: dict[str, Any]) -> MeetingPlan:
    """Keep how the days are cut, from columns as in PLAN_FIELDS. Raises Refused, with the field, for what cannot be."""
    plan = asked.plan_of(event)
    if plan is None:
        plan = MeetingPlan(event=event)
        db.session.add(plan)
    given = {name: value for name, value in values.items() if name in PLAN_FIELDS}
    if given["day_from"] >= given["day_until"]:
        raise Refused("end_before_start", _("It ends before it begins"), field="day_until")
    if bool(given.get("break_from")) != bool(given.get("break_until")) or (
            given.get("break_from") and given["break_from"] >= given["break_until"]):
        raise Refused("break", _("Enter beginning and end of the break, or neither"), field="break_until")
    for name, value in given.items():
        setattr(plan, name, value)
    record(actor, "planner.settings_saved", event)
    return plan


def start(actor: Actor, event: Event) -> MeetingPlan:
    """Queue a run. Raises Refused while one is under way, without wishes, and where the solver is not installed."""
    plan = asked.plan_of(event)
    if not planner.available():
        raise Refused("no_solver", _("The planner is not installed here. Meetings can be arranged by hand."))
    if plan is None or not asked.count_wishes(event):
        raise Refused("nothing_to_plan", _("Enter who should meet whom, and save the settings"))
    if plan.state in ("queued", "running"):
        raise Refused("busy", _("The planner is at work already"))
    plan.state, plan.progress, plan.stop = "queued", 0, False
    record(actor, "planner.started", event)
    db.session.flush()
    enqueue("events.plan_meetings", plan.id)
    return plan


def ask_to_stop(plan: MeetingPlan) -> None:
    """Let the run end with what it has."""
    plan.stop = True


def run(plan_id: int, *, workers: int = 1) -> None:
    """Plan in a job: reads, searches without a transaction, then writes the proposals anew.

    Meetings that are confirmed, held or arranged by hand stay; proposals of an earlier run are replaced.
    """
    with transaction():
        plan = db.session.get(MeetingPlan, plan_id)
        plan.state, plan.progress = "running", 0
        problem, wishes, walls = make_problem(plan)

    def told(share: float, value: int, bound: int) -> None:
        with transaction():
            row = db.session.get(MeetingPlan, plan_id)
            row.progress, row.value, row.bound = round(100 * share), value, bound

    try:
        found = planner.propose(problem, seconds=LIMIT, effort=LIMIT, workers=workers, progress=told, stop=lambda: bool(
            db.session.scalar(select(MeetingPlan.stop).where(MeetingPlan.id == plan_id))))
    except Exception:
        with transaction():
            db.session.get(MeetingPlan, plan_id).state = "failed"
        raise
    with transaction():
        # Others may have pressed stop or changed wishes since the rows were read.
        db.session.expire_all()
        _write(db.session.get(MeetingPlan, plan_id), found, wishes, walls)


def _write(plan: MeetingPlan, found: planner.Schedule, wishes: list[int], walls: list[tuple[datetime, datetime]]) -> None:
    event = plan.event
    for old in asked.proposals_of(event):
        db.session.delete(old)
    db.session.flush()
    rows = {wish.id: wish for wish in asked.wishes_of(event)}
    for one in found.placed:
        wish = rows.get(wishes[one.wish])
        if wish is None:
            continue
        begins, ends = walls[one.slot]
        wish.reason = ""
        db.session.add(Meeting(
            event=event, wish_id=wish.id, starts_local=begins, ends_local=ends, table_id=one.table,
            interpreter_id=one.interpreter[1] if one.interpreter else None, participants=[
                MeetingParticipant(user=wish.user), MeetingParticipant(person=wish.person)]))
    for index, reason in found.unplaced.items():
        if wishes[index] in rows:
            rows[wishes[index]].reason = reason
    plan.state = "stopped" if plan.stop else "done"
    plan.progress, plan.stop, plan.value, plan.bound, plan.finished_at = 100, False, found.value, found.bound, now()
    record(SYSTEM, "planner.planned", event, placed=len(found.placed), wanted=len(wishes))


def make_problem(plan: MeetingPlan) -> tuple[planner.Problem, list[int], list[tuple[datetime, datetime]]]:
    """What the solver is asked, the ids of the wishes and the wall times of the slots in its order.

    People can on the days of the team and while nothing else is expected of them; a wish that a meeting answers already, or
    that was declined, is not asked again.
    """
    event = plan.event
    walls = _walls(plan)
    slots = tuple(planner.Slot(*(LocalTime(wall, event.time_zone).instant for wall in pair)) for pair in walls)
    meetings = meeting_queries.meetings_of(event)
    stay = [one for one in meetings if not (one.wish_id and one.state == "proposed")]
    wishes = [wish for wish in asked.wishes_of(event) if asked.met(stay, wish) is None]
    helpers = asked.interpreters_of(event)
    keys = {("user", wish.user_id) for wish in wishes} | {("person", wish.person_id) for wish in wishes} | {
        ("user", member.user_id) for member in helpers}
    replaced = {one.id for one in meetings if one not in stay}
    taken = [one for one in (expected(event, keys, slots[0].start, slots[-1].end) if slots and keys else [])
             if not (one.what.__tablename__ == "meeting" and one.what.id in replaced)]
    languages = {("user", wish.user_id): {wish.user.language} for wish in wishes} | {
        ("person", wish.person_id): {wish.person.language} - {None} for wish in wishes}
    people = {key: _attendee(plan, key, spoken, slots, walls, taken) for key, spoken in languages.items()}
    interpreters = {key: _attendee(plan, key, {member.user.language}, slots, walls, taken)
                    for member in helpers for key in [("user", member.user_id)]}
    tables = {table.id: table.venue for table in meeting_queries.tables_of(event)}
    venues = sorted(set(tables.values()))
    return planner.Problem(
        slots, people, tuple(planner.Wanted(("user", wish.user_id), ("person", wish.person_id), wish.priority) for wish in wishes),
        tables, interpreters, {(one, other): plan.travel_minutes for one in venues for other in venues if one < other},
        _fixed(stay, slots)), [wish.id for wish in wishes], walls


def _attendee(plan: MeetingPlan, key: tuple, speaks: set, slots: tuple, walls: list, taken: list) -> planner.Attendee:
    """Somebody with the slots of their days in which nothing else is expected of them."""
    event, ours = plan.event, key[0] == "user"
    member = next((one for one in event.team if ours and one.user_id == key[1]), None)
    first, last = (member.from_on or event.starts_on, member.until_on or event.ends_on) if member else (None, None)
    own = [one for one in taken if one.who == key]
    return planner.Attendee(frozenset(
        at for at, slot in enumerate(slots) if (first is None or first <= walls[at][0].date() <= last)
        and not any(one.start < slot.end and one.end > slot.start for one in own)),
        frozenset(speaks) | frozenset(plan.speaks.get(str(key[1]), ()) if ours else ()))


def _fixed(stay: list[Meeting], slots: tuple) -> tuple[planner.Placed, ...]:
    """Meetings that keep their tables, in every slot that they touch."""
    return tuple(
        planner.Placed(at, tuple(one.who for one in meeting_queries.bookings_of(meeting) if one.who[0] != "table"),
                       meeting.table_id)
        for meeting in stay if meeting.state in meeting_queries.OPEN_STATES and meeting.table_id
        for at, slot in enumerate(slots) if meeting.starts_at < slot.end and meeting.ends_at > slot.start)


def _walls(plan: MeetingPlan) -> list[tuple[datetime, datetime]]:
    """The slots of all days as wall times; hours that the clocks skip or show twice are left out."""
    event, found = plan.event, []
    length, step = timedelta(minutes=plan.slot_minutes), timedelta(minutes=plan.slot_minutes + plan.pause_minutes)
    for number in range((event.ends_on - event.starts_on).days + 1):
        day = event.starts_on + timedelta(days=number)
        begins, until = datetime.combine(day, plan.day_from), datetime.combine(day, plan.day_until)
        while begins + length <= until:
            ends = begins + length
            if plan.break_from and begins.time() < plan.break_until and ends.time() > plan.break_from:
                begins = datetime.combine(day, plan.break_until)
                continue
            if local_kind(begins, event.time_zone) == "once" == local_kind(ends, event.time_zone):
                found.append((begins, ends))
            begins += step
    return found


def accept(actor: Actor, meetings: list[Meeting]) -> int:
    """Confirm proposals; gives how many."""
    for meeting in meetings:
        set_state(actor, meeting, "confirmed")
    return len(meetings)
