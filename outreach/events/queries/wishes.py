"""Reading what the meeting planner works with, and the problem that it hands to the solver."""

from collections import defaultdict
from datetime import datetime, time
from itertools import combinations
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload

from outreach.accounts.models import User
from outreach.contacts.models import Organisation, Person
from outreach.db import db
from outreach.events.models import Event, Meeting, MeetingAttendee, MeetingPlan, MeetingWish, TeamMember
from outreach.events.queries import meetings as meeting_queries
from outreach.i18n import formats

REASON_LABELS = {
    "no_common_time": _l("No time at which both can"), "no_interpreter": _l("No interpreter for this pair of languages"),
    "no_table": _l("No table is entered"), "person_full": _l("One of them has no time left"),
    "interpreter_full": _l("The interpreters have no time left"), "table_full": _l("All tables are taken then"),
    "not_found": _l("The search ended before it found a place"),
    "changed": _l("What was found did not suit any more: something changed during the run. Plan again.")}
ORIGIN_LABELS = {"exchange": _l("From the technology exchange"), "visits": _l("From the visiting plan"),
                 "leg": _l("From a cancelled leg")}
CHANGE_LABELS = {"moved": _l("Moved"), "new": lazy_pgettext("meeting", "New"), "gone": _l("No place any more")}
CHANGE_TAGS = {"moved": "info", "new": "ok", "gone": "warn"}
PRIORITY_LABELS = {5: _l("Must meet"), 2: _l("Should meet"), 1: _l("Would be good")}
PLAN_STATE_LABELS = {
    "idle": _l("Not planned yet"), "queued": _l("Waiting for a worker"), "running": _l("Planning"),
    "done": lazy_pgettext("planner", "Planned"), "stopped": _l("Stopped; what was found is shown"),
    "failed": _l("The planning failed. Start it again.")}


def plan_of(event: Event) -> MeetingPlan | None:
    """The settings and last run of the planner, where somebody opened it."""
    return db.session.scalar(select(MeetingPlan).where(MeetingPlan.event_id == event.id))


def wishes_of(event: Event) -> list[MeetingWish]:
    """All wishes, the most important first."""
    return list(db.session.scalars(select(MeetingWish).where(MeetingWish.event_id == event.id).options(
        selectinload(MeetingWish.person).selectinload(Person.affiliations),
        selectinload(MeetingWish.other_person).selectinload(Person.affiliations))
        .order_by(MeetingWish.priority.desc(), MeetingWish.id)))


def count_wishes(event: Event) -> int:
    """How many wishes there are."""
    return db.session.scalar(select(func.count(MeetingWish.id)).where(MeetingWish.event_id == event.id)) or 0


def proposals_of(event: Event) -> list[Meeting]:
    """What the planner proposed and nobody decided yet."""
    return [one for one in meeting_queries.meetings_of(event) if one.wish_id and one.state == "proposed"]


def find_wish(event: Event, one: User | Person, person: Person) -> MeetingWish | None:
    """The wish of these two, whichever of two from outside was named first."""
    if isinstance(one, User):
        two = (MeetingWish.user_id == one.id) & (MeetingWish.person_id == person.id)
    else:
        two = or_(*((MeetingWish.other_person_id == first) & (MeetingWish.person_id == last)
                    for first, last in ((one.id, person.id), (person.id, one.id))))
    return db.session.scalar(select(MeetingWish).where(MeetingWish.event_id == event.id, two))


def meetings_by_wish(meetings: list[Meeting], wishes: list[MeetingWish]) -> dict[int, list[Meeting]]:
    """For each wish, by its id, the meetings made for it or of both its sides, the best state first."""
    of_each, made = defaultdict(set), defaultdict(set)
    for index, meeting in enumerate(meetings):
        made[meeting.wish_id].add(index)
        for part in meeting.participants:
            of_each[row_key(part.row)].add(index)
    best = ("held", "confirmed", "proposed", "declined", "cancelled").index
    return {wish.id: sorted((meetings[index] for index in sorted(
        made[wish.id] | of_each[row_key(wish.one)] & of_each[row_key(wish.person)])), key=lambda one: best(one.state))
        for wish in wishes}


def row_key(row: User | Person | Organisation) -> tuple[str, int]:
    """The key of somebody as the planner knows them: ('user', id) or ('person', id)."""
    return "user" if isinstance(row, User) else row.__tablename__, row.id


def answer(found: list[Meeting], wish: MeetingWish) -> Meeting | None:
    """Of the meetings of a wish the one that answers it, so that it is not asked again: one that takes place, was held or is
    proposed, or a declined one that was made for it. A cancelled one leaves the wish open."""
    return next((one for one in found if one.state in meeting_queries.OPEN_STATES
                 or (one.state == "declined" and one.wish_id == wish.id)), None)


def reopened(meetings: list[Meeting], wishes: list[MeetingWish]) -> list[MeetingWish]:
    """Wishes whose meeting was cancelled or declined and that no run has looked at since."""
    found = meetings_by_wish(meetings, wishes)
    return [wish for wish in wishes if not wish.reason and found[wish.id] and answer(found[wish.id], wish) is None]


def interpreters_of(event: Event) -> list[TeamMember]:
    """The members of the team who interpret and have not left."""
    return [member for member in event.team if member.role == "interpreter" and member.user.active]


def speakers_of(event: Event) -> list[TeamMember]:
    """The members of the team, of whom it matters which languages they speak; each once."""
    return list({member.user_id: member for member in event.team if member.user.active}.values())


def attendees_of(event: Event) -> dict[int, MeetingAttendee]:
    """What is known of people from outside, by the id of the person, in the order of names."""
    return {row.person_id: row for row in db.session.scalars(
        select(MeetingAttendee).join(MeetingAttendee.person).where(MeetingAttendee.event_id == event.id)
        .order_by(Person.sort_key, Person.id))}


def people_of(wishes: list[MeetingWish], attendees: dict[int, MeetingAttendee]) -> list[Person]:
    """Everybody from outside of whom a meeting is wanted or something is known, in the order of names."""
    found = {row for wish in wishes for row in wish.people if isinstance(row, Person)} | {row.person for row in attendees.values()}
    return sorted(found, key=lambda row: (row.sort_key, row.id))


def left_by_cancelled_legs(event: Event) -> list[MeetingWish]:
    """Wishes at cancelled legs of the same roadshow that nobody met there and that are not wanted here."""
    if event.parent is None or event.state == "cancelled":
        return []
    found = []
    for leg in event.parent.legs:
        if leg.state == "cancelled":
            wishes = wishes_of(leg)
            met = meetings_by_wish(meeting_queries.meetings_of(leg), wishes)
            found += [wish for wish in wishes if find_wish(event, wish.one, wish.person) is None and not any(
                one.state == "held" for one in met[wish.id])]
    return list({(row_key(wish.one), wish.person_id): wish for wish in found}.values())


def usual(event: Event) -> dict[str, Any]:
    """How the days are cut where nobody said it: by the event's hours where it has some."""
    first, last = time(9), time(17)
    if event.starts_local and event.ends_local and event.starts_local.time() < event.ends_local.time():
        first, last = event.starts_local.time(), event.ends_local.time()
    return {"slot_minutes": 30, "pause_minutes": 0, "day_from": first, "day_until": last, "break_from": None,
            "break_until": None, "travel_minutes": 0, "ways": [], "speaks": {}}


def venue_pairs(event: Event) -> list[tuple[str, str]]:
    """Every two venues at which tables stand."""
    return list(combinations(sorted({table.venue for table in meeting_queries.tables_of(event)}), 2))


def minutes_between(plan: MeetingPlan, one: str, other: str) -> int:
    """The way between two venues: as entered for the two, else what holds for all."""
    return next((minutes for *two, minutes in plan.ways if set(two) == {one, other}), plan.travel_minutes)


def changes_of_run(event: Event, plan: MeetingPlan | None) -> list[tuple[MeetingWish, str, str, str]]:
    """What the last run changed, as (wish, kind, before, after) with beginning and table in words; 'moved', 'new' or 'gone'."""
    wishes = {wish.id: wish for wish in wishes_of(event)}
    tables = {table.id: table.label for table in meeting_queries.tables_of(event)}

    def said(place: list | None) -> str:
        if place is None:
            return ""
        begins = datetime.fromisoformat(place[0])
        return f"{formats.day(begins.date(), year=False)} {begins:%H:%M} {tables.get(place[1], '')}".strip()

    return [(wishes[key], "moved" if before and after else "new" if after else "gone", said(before), said(after))
            for key, before, after in (plan.changes if plan else ()) if key in wishes]
