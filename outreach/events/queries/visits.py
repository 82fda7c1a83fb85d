"""The stops of an event in the order in which people walk, what is proposed, and what was not visited."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from itertools import groupby

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy import and_, case, exists, func, or_, select
from sqlalchemy.orm import selectinload

from outreach.db import db, today_in
from outreach.errors import NotFound
from outreach.events.models import Event, TargetVisit
from outreach.events.queries.lists import get_event, visible_events
from outreach.targets.models import Target, TargetFact
from outreach.targets.queries import in_industry, said, visible_targets

RESULT_LABELS = {
    "talked": lazy_pgettext("visit", "Talked to somebody"), "agreed": lazy_pgettext("visit", "Further talks agreed"),
    "material": lazy_pgettext("visit", "Left material"), "absent": lazy_pgettext("visit", "Nobody there"),
    "declined": lazy_pgettext("visit", "Not interested"), "missed": lazy_pgettext("visit", "Not visited"),
}
RESULT_TAGS = {"talked": "ok", "agreed": "ok", "material": "info", "absent": "warn", "declined": "none", "missed": "warn"}
REASON_LABELS = {"exhibits": _l("exhibits there by its dossier"), "earlier": _l("was at another edition"),
                 "industry": _l("industry of the event"),
                 "country": _l("country of the event")}
#: As many targets as are offered at once; more are found by name.
MOST_PROPOSED = 40
_FAR = 2**31


@dataclass(frozen=True)
class Proposal:
    """A target that may exhibit at an event, and why it is offered: codes of REASON_LABELS."""

    target: Target
    reasons: tuple[str, ...]


@dataclass
class Stretch:
    """What lies together on the way: a day (None where none is planned), a hall ('' where unknown), its stops."""

    day: date | None
    hall: str
    stops: list[tuple[int, TargetVisit]] = field(default_factory=list)


def natural(text: str) -> tuple:
    """A key that sorts A2 before A10 and 2 before 10; what is empty comes last."""
    pieces = re.findall(r"\d+|\D+", " ".join(text.upper().split()))
    return (not pieces, tuple((0, int(piece), "") if piece.isdecimal() else (1, 0, piece) for piece in pieces))


def route_key(visit: TargetVisit) -> tuple:
    """By day, then by the place that somebody typed, then by hall and booth."""
    return (visit.planned_on or date.max, visit.place or _FAR, natural(visit.hall), natural(visit.booth),
            visit.target.sort_key, visit.id)


def visits_of(event: Event, member_id: int | None = None) -> list[TargetVisit]:
    """The stops of an event, or of one member of its team, in the order of the way."""
    statement = select(TargetVisit).where(TargetVisit.event_id == event.id).options(
        selectinload(TargetVisit.target).selectinload(Target.facts))
    if member_id is not None:
        statement = statement.where(TargetVisit.member_id == member_id)
    return sorted(db.session.scalars(statement), key=route_key)


def get_visit(viewer, event_id: int, visit_id: int) -> TargetVisit:
    """One stop of an event. Raises NotFound where there is none or the viewer may not see the event."""
    event = get_event(viewer, event_id)
    found = db.session.get(TargetVisit, visit_id) if visit_id < 2**31 else None
    if found is None or found.event_id != event.id:
        raise NotFound("unknown_visit", _("This target is not among those of the event any more"))
    return found


def stretches(visits: Iterable[TargetVisit]) -> list[Stretch]:
    """The stops by day and hall, numbered through."""
    found, number = [], 0
    for (day, hall), stops in groupby(visits, key=lambda visit: (visit.planned_on, visit.hall)):
        stretch = Stretch(day, hall)
        for visit in stops:
            number += 1
            stretch.stops.append((number, visit))
        found.append(stretch)
    return found


def same_time(visits: Iterable[TargetVisit]) -> set[int]:
    """Ids of stops for which one member is expected at two booths at the same time."""
    taken: dict[tuple, list[int]] = {}
    for visit in visits:
        if visit.member_id and visit.planned_on and visit.planned_time:
            taken.setdefault((visit.member_id, visit.planned_on, visit.planned_time), []).append(visit.id)
    return {key for ids in taken.values() if len(ids) > 1 for key in ids}


def out_of_order(visits: Iterable[TargetVisit]) -> set[int]:
    """Ids of stops whose agreed time is earlier than that of a stop ahead of them on the way of the same member."""
    latest: dict[tuple, time] = {}
    found = set()
    for visit in visits:
        if visit.member_id and visit.planned_on and visit.planned_time:
            before = latest.get((visit.member_id, visit.planned_on))
            if before is not None and visit.planned_time < before:
                found.add(visit.id)
            latest[visit.member_id, visit.planned_on] = max(before or visit.planned_time, visit.planned_time)
    return found


def count_visits(event: Event) -> int:
    """How many targets exhibit at an event, as far as we know."""
    return db.session.scalar(select(func.count(TargetVisit.id)).where(TargetVisit.event_id == event.id)) or 0


def visits_of_target(viewer, target: Target) -> list[TargetVisit]:
    """Where a target exhibits, the latest event first."""
    return list(db.session.scalars(
        select(TargetVisit).join(TargetVisit.event)
        .where(TargetVisit.target_id == target.id, Event.id.in_(visible_events(viewer).with_only_columns(Event.id)))
        .order_by(Event.starts_on.desc(), Event.id.desc())))


def matchable(viewer, target: Target) -> list[Event]:
    """Events at which a target may still be put, the next first; those that are over for a year or cancelled are not."""
    held = select(TargetVisit.event_id).where(TargetVisit.target_id == target.id)
    since = today_in(viewer.time_zone) - timedelta(days=365)
    return list(db.session.scalars(visible_events(viewer).where(
        Event.id.not_in(held), Event.ends_on >= since, Event.state != "cancelled").order_by(
        Event.starts_on, Event.id).limit(200)))


def proposed(viewer, event: Event, words: str = "") -> list[Proposal]:
    """Targets to add to an event: those that exhibit there by their dossier, were at another edition, are of its
    industries or of its country.

    With `words` those of this name instead. Targets that are dropped, have become leads or stand there already are
    left out.
    """
    held = select(TargetVisit.target_id).where(TargetVisit.event_id == event.id)
    base = visible_targets(viewer).where(Target.id.not_in(held), Target.state.not_in(("dropped", "converted")))
    tests = _reasons(event)
    if words:
        statement = said(base, words)
    elif tests:
        statement = base.where(or_(*tests.values()))
    else:
        return []
    marks = [case((test, 1), else_=0) for test in tests.values()]
    order = [mark.desc() for mark in marks]
    rows = db.session.execute(statement.add_columns(*marks).order_by(
        *order, Target.priority, Target.sort_key, Target.id).limit(MOST_PROPOSED)).unique()
    return [Proposal(row[0], tuple(code for code, mark in zip(tests, row[1:], strict=True) if mark)) for row in rows]


def _reasons(event: Event) -> dict:
    """The conditions under which a target is offered, the strongest first."""
    found = {}
    names = {entry["text"] for text in (event.series.name if event.series else None, event.title) if text
             for entry in text.texts.values() if len(entry.get("text") or "") > 2}
    if names:
        found["exhibits"] = exists().where(and_(
            TargetFact.target_id == Target.id, TargetFact.kind == "exhibits",
            or_(*[TargetFact.text.icontains(name, autoescape=True) for name in sorted(names)])))
    if event.series_id:
        earlier = select(Event.id).where(Event.series_id == event.series_id, Event.id != event.id)
        found["earlier"] = exists().where(TargetVisit.target_id == Target.id, TargetVisit.event_id.in_(earlier))
    if event.industries:
        found["industry"] = or_(*[in_industry(code) for code in event.industries])
    if event.country:
        found["country"] = Target.country == event.country
    return found
