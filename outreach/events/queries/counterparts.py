"""People whom somebody of ours may want to meet at an event: of targets on the visiting plan, in the event's log, or searched."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from outreach.accounts.models import User
from outreach.activity.models import ActivitySubject
from outreach.contacts.models import Affiliation, Person
from outreach.contacts.queries import find_people, visible_people
from outreach.db import db
from outreach.events.models import Event, TargetVisit

#: Where to look; in the order of the page.
SOURCES = ("visits", "event", "search")
#: More are no list to tick any more; the page says how many are left out.
MOST = 200


@dataclass(frozen=True)
class Candidate:
    """Somebody to meet, and who of us goes to see their organisation anyway."""

    person: Person
    of_ours: User | None = None


def candidates(viewer, event: Event, source: str, q: str = "") -> tuple[list[Candidate], int]:
    """People from one of SOURCES in the order of names, at most MOST, and how many there are."""
    if source == "visits":
        found = of_visits(viewer, event)
        return found[:MOST], len(found)
    if source == "search" and not q.strip():
        return [], 0
    statement = find_people(viewer, q) if source == "search" else at_event(viewer, event)
    rows = list(db.session.scalars(statement.limit(MOST)))
    count = len(rows) if len(rows) < MOST else db.session.scalar(select(func.count()).select_from(
        statement.order_by(None).subquery()))
    return [Candidate(person) for person in rows], count


def of_visits(viewer, event: Event) -> list[Candidate]:
    """People of the targets that the visiting plan leads to, with who goes there."""
    goes: dict[int, User | None] = {}
    for visit in db.session.scalars(select(TargetVisit).where(TargetVisit.event_id == event.id)):
        if visit.target.organisation_id:
            goes[visit.target.organisation_id] = visit.member.user if visit.member else None
    people = db.session.scalars(visible_people(viewer).where(Person.id.in_(
        select(Affiliation.person_id).where(Affiliation.organisation_id.in_(goes), Affiliation.until.is_(None)))))
    return [Candidate(person, next((goes[one.organisation_id] for one in person.affiliations
                                    if one.until is None and one.organisation_id in goes), None)) for person in people]


def at_event(viewer, event: Event):
    """People of whom the event's log tells: invited, met, speaking or expected there."""
    one, other, stored = aliased(ActivitySubject), aliased(ActivitySubject), Person.__table__
    told = select(one.ref_id).join(other, other.entry_id == one.entry_id).where(
        one.kind == "person", other.kind == "event", other.ref_id == event.id)
    # Somebody who was merged stands in the log under the old number.
    return visible_people(viewer).where(Person.id.in_(
        select(func.coalesce(stored.c.merged_into_id, stored.c.id)).where(stored.c.id.in_(told))))
