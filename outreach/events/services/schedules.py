"""Running the meeting planner: what the solver is asked, the proposals that it leaves, and what changed by them."""

from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from outreach.accounts.models import User
from outreach.activity import SYSTEM, Actor, record
from outreach.db import LocalTime, db, hold, now, transaction
from outreach.db.time import local_kind
from outreach.errors import Conflict, Refused
from outreach.events.models import OFF, Event, Meeting, MeetingAttendee, MeetingParticipant, MeetingPlan, MeetingWish
from outreach.events.queries import meetings as meeting_queries
from outreach.events.queries import wishes as asked
from outreach.events.queries.engagements import expected
from outreach.events.queries.exchange import spoken_by_holders
from outreach.events.services import planner
from outreach.events.services.meetings import set_state
from outreach.events.services.wishes import save_plan
from outreach.jobs import enqueue

#: Seconds that a run may take, and the same on the solver's own clock.
LIMIT = 120


def start(actor: Actor, event: Event) -> MeetingPlan:
    """Queue a run, with the usual hours where nobody entered others.

    Raises Refused while one is under way, without wishes, for an event without days, and where the solver is not installed.
    """
    if not planner.available():
        raise Refused("no_solver", _("The planner is not installed here. Meetings can be arranged by hand."))
    if event.state in OFF:
        raise Refused("event_off", _("This event does not take place as planned. Meetings are planned once it does."))
    if not event.days_known:
        raise Refused("days_unknown", _("Enter the days of the event first"))
    if not asked.count_wishes(event):
        raise Refused("nothing_to_plan", _("Enter who should meet whom"))
    hold(event)
    plan = asked.plan_of(event)
    if plan is None:
        plan = save_plan(actor, event, {})
    else:
        # Somebody else may have pressed a moment ago.
        db.session.refresh(plan)
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
    try:
        _search_and_write(plan_id, workers)
    except Exception:
        db.session.rollback()
        with transaction():
            db.session.get(MeetingPlan, plan_id).state = "failed"
        raise


def _search_and_write(plan_id: int, workers: int) -> None:
    with transaction():
        plan = db.session.get(MeetingPlan, plan_id)
        plan.state, plan.progress = "running", 0
        problem, wishes, walls = make_problem(plan)

    def told(share: float, value: int, bound: int) -> None:
        with transaction():
            row = db.session.get(MeetingPlan, plan_id)
            row.progress, row.value, row.bound = round(100 * share), value, bound

    found = planner.propose(problem, seconds=LIMIT, effort=LIMIT, workers=workers, progress=told, stop=lambda: bool(
        db.session.scalar(select(MeetingPlan.stop).where(MeetingPlan.id == plan_id))))
    with transaction():
        # Others may have pressed stop, moved the event, changed wishes or confirmed what was proposed since the rows were read.
        db.session.expire_all()
        _write(db.session.get(MeetingPlan, plan_id), found, wishes, walls)


def _write(plan: MeetingPlan, found: planner.Schedule, wishes: list[int], walls: list[tuple[datetime, datetime]]) -> None:
    event, first = plan.event, plan.finished_at is None
    hold(event)
    before = {one.wish_id: _place(one) for one in asked.proposals_of(event)}
    for old in asked.proposals_of(event):
        db.session.delete(old)
    db.session.flush()
    stands, open_ones, slots = make_problem(plan)
    places = {key: place for place, key in enumerate(open_ones)}
    rows = {wish.id: wish for wish in asked.wishes_of(event) if wish.id in places}
    at = {} if event.state in OFF or not event.days_known else {wall: slot for slot, wall in enumerate(slots)}
    after, stay = {}, stands.fixed
    for one in found.placed:
        wish, slot = rows.get(wishes[one.wish]), at.get(walls[one.slot])
        # Wishes that went to somebody else meanwhile may meet those that this person has already.
        there = wish and planner.fitting(stands, stay, places[wish.id], slot, one.table, one.interpreter)
        if there:
            after[wish.id] = _place(_propose(event, wish, there, walls[one.slot]))
            stay += (there,)
        elif wish is not None:
            wish.reason = "changed"
    for index, reason in found.unplaced.items():
        if wishes[index] in rows:
            rows[wishes[index]].reason = reason
    plan.changes = [] if first else [[key, before.get(key), after.get(key)] for key in sorted(before.keys() | after.keys())
                                     if before.get(key) != after.get(key)]
    plan.state = "stopped" if plan.stop else "done"
    plan.progress, plan.stop, plan.bound, plan.finished_at = 100, False, found.bound, now()
    plan.value = sum(rows[key].priority for key in after)
    record(SYSTEM, "planner.planned", event, placed=len(after), wanted=len(wishes))


def _propose(event: Event, wish: MeetingWish, one: planner.Placed, wall: tuple[datetime, datetime]) -> Meeting:
    wish.reason = ""
    column = {"user": "interpreter_id", "person": "interpreter_person_id"}
    helper = {column[one.interpreter[0]]: one.interpreter[1]} if one.interpreter else {}
    meeting = Meeting(event=event, wish_id=wish.id, starts_local=wall[0], ends_local=wall[1], table_id=one.table, **helper,
                      language=None if helper or wish.one.language != wish.person.language else wish.person.language,
                      participants=[MeetingParticipant(**{asked.row_key(row)[0]: row}) for row in wish.people])
    db.session.add(meeting)
    return meeting


def _place(meeting: Meeting) -> list:
    """Beginning and table, as a plan keeps them."""
    return [meeting.starts_local.isoformat(), meeting.table_id]


def make_problem(plan: MeetingPlan) -> tuple[planner.Problem, list[int], list[tuple[datetime, datetime]]]:
    """What the solver is asked, the ids of the wishes and the wall times of the slots in its order.

    Our people can on the days of the team, others as was entered for them, all while nothing else is expected of them; a wish
    that a meeting answers already, or that was declined, is not asked again, and the time of a cancelled one is not proposed
    to the same two once more.
    """
    event, walls = plan.event, _walls(plan)
    slots = tuple(planner.Slot(*(LocalTime(wall, event.time_zone).instant for wall in pair)) for pair in walls)
    meetings = meeting_queries.meetings_of(event)
    stay = [one for one in meetings if not (one.wish_id and one.state == "proposed")]
    wishes = asked.wishes_of(event)
    found = asked.meetings_by_wish(stay, wishes)
    wishes = [wish for wish in wishes if asked.answer(found[wish.id], wish) is None]
    who = {asked.row_key(row): row for wish in wishes for row in wish.people}
    helpers = _helpers(plan)
    keys = who.keys() | helpers.keys()
    replaced = {one.id for one in meetings if one not in stay}
    taken = [one for one in (expected(event, keys, slots[0].start, slots[-1].end) if slots and keys else [])
             if not (one.what.__tablename__ == "meeting" and one.what.id in replaced)]
    known = asked.attendees_of(event)
    free = {key: _free(event, key, known.get(key[1]) if key[0] == "person" else None, slots, walls, taken) for key in keys}
    holders = spoken_by_holders(event)
    people = {key: planner.Attendee(free[key], frozenset({row.language, *plan.speaks.get(str(key[1]), ())} if key[0] == "user"
                                                         else {row.language, *holders.get(key[1], ())}) - {None})
              for key, row in who.items()}
    tables = {table.id: table.venue for table in meeting_queries.tables_of(event)}
    return planner.Problem(
        slots, people, tuple(planner.Wanted(
            *map(asked.row_key, wish.people[:2]), wish.priority, tuple(map(asked.row_key, wish.people[2:])),
            frozenset(at for one in found[wish.id] for at in _touched(one, slots))) for wish in wishes), tables,
        {key: planner.Attendee(free[key], spoken) for key, spoken in helpers.items()},
        {pair: asked.minutes_between(plan, *pair) for pair in asked.venue_pairs(event)}, _fixed(stay, slots),
        _before(event, wishes, walls)), [wish.id for wish in wishes], walls


def _helpers(plan: MeetingPlan) -> dict[tuple[str, int], frozenset[str]]:
    """Who interprets, of ours and from outside, and between which languages."""
    ours = {("user", member.user_id): {member.user.language, *plan.speaks.get(str(member.user_id), ())}
            for member in asked.interpreters_of(plan.event)}
    outside = {("person", key): {row.person.language, *row.speaks} - {None}
               for key, row in asked.attendees_of(plan.event).items() if row.speaks}
    return {key: frozenset(spoken) for key, spoken in {**ours, **outside}.items()}


def _before(event: Event, wishes: list[MeetingWish], walls: list) -> dict[int, tuple[int, int]]:
    """Slot and table of what is proposed now, as far as both still are among what can be chosen."""
    at = {wall: index for index, wall in enumerate(walls)}
    held = {one.wish_id: one for one in asked.proposals_of(event)}
    return {index: (at[one.starts_local, one.ends_local], one.table_id) for index, wish in enumerate(wishes)
            if (one := held.get(wish.id)) and one.table_id and (one.starts_local, one.ends_local) in at}


def _free(event: Event, key: tuple, known: MeetingAttendee | None, slots: tuple, walls: list, taken: list) -> frozenset[int]:
    """The slots of somebody's days and hours in which nothing else is expected of them."""
    if key[0] == "user" and not db.session.get(User, key[1]).active:
        return frozenset()
    own = [one for one in taken if one.who == key]
    member = next((one for one in event.team if key[0] == "user" and one.user_id == key[1]), None)

    def there(begins: datetime, ends: datetime) -> bool:
        if member is not None:
            return (member.from_on or event.starts_on) <= begins.date() <= (member.until_on or event.ends_on)
        return known is None or known.can(begins, ends)

    return frozenset(at for at, slot in enumerate(slots) if there(*walls[at]) and not any(
        one.start < slot.end and one.end > slot.start for one in own))


def _fixed(stay: list[Meeting], slots: tuple) -> tuple[planner.Placed, ...]:
    """Meetings that keep their tables, in every slot that they touch."""
    return tuple(
        planner.Placed(at, tuple(one.who for one in meeting_queries.bookings_of(meeting) if one.who[0] != "table"),
                       meeting.table_id)
        for meeting in stay if meeting.state in meeting_queries.OPEN_STATES and meeting.table_id
        for at in _touched(meeting, slots))


def _touched(meeting: Meeting, slots: tuple) -> list[int]:
    """The slots in which a meeting takes place, or did not."""
    starts, ends = meeting.starts_at, meeting.ends_at
    return [at for at, slot in enumerate(slots) if starts < slot.end and ends > slot.start]


def _walls(plan: MeetingPlan) -> list[tuple[datetime, datetime]]:
    """The slots of all days as wall times; hours that the clocks skip or show twice are left out."""
    event, found = plan.event, []
    length, step = timedelta(minutes=plan.slot_minutes), timedelta(minutes=plan.slot_minutes + plan.pause_minutes)
    for number in range((event.ends_on - event.starts_on).days + 1):
        day = event.starts_on + timedelta(days=number)
        begins, until = datetime.combine(day, plan.day_from), datetime.combine(day, plan.day_until)
        if event.starts_local is not None and event.ends_local is not None:
            # On its first and last day nobody meets before it opens or after it closes.
            begins, until = max(begins, event.starts_local), min(until, event.ends_local)
        while begins + length <= until:
            ends = begins + length
            if plan.break_from and begins.time() < plan.break_until and ends.time() > plan.break_from:
                begins = datetime.combine(day, plan.break_until)
                continue
            if local_kind(begins, event.time_zone) == "once" == local_kind(ends, event.time_zone):
                found.append((begins, ends))
            begins += step
    return found


def accept(actor: Actor, event: Event, chosen: set[int] | None = None) -> int:
    """Confirm the proposals with these ids, or all; gives how many. What was decided otherwise meanwhile is left alone."""
    # A run that writes proposals holds the event as well.
    hold(event)
    confirmed = 0
    for meeting in asked.proposals_of(event):
        if chosen is not None and meeting.id not in chosen:
            continue
        try:
            hold(meeting)
        except Conflict:
            continue
        if meeting.state == "proposed":
            set_state(actor, meeting, "confirmed")
            confirmed += 1
    return confirmed
