"""The visiting plan: targets come to an event, get a booth, somebody who goes, a time, and a result."""

from collections.abc import Iterable
from datetime import date, time, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from outreach.activity import Actor, changes_of, record
from outreach.db import db, hold, now
from outreach.errors import Conflict, Refused
from outreach.events.models import Event, TargetVisit
from outreach.events.models.visits import MET, RESULTS
from outreach.events.services.days import check_days
from outreach.i18n import LANGUAGES
from outreach.targets.models import Target
from outreach.targets.services import change_state

#: What a caller may set of a stop.
FIELDS = ("hall", "booth", "source", "known_on", "member_id", "planned_on", "planned_time", "place")
_LONGEST = {"hall": 40, "booth": 40, "source": 500}


def add_visits(actor: Actor, event: Event, targets: Iterable[Target], **booth: Any) -> list[TargetVisit]:
    """Note that targets exhibit at an event; `booth` holds hall, booth, source, known_on where they are known.

    Those that stand there already are left as they are. Gives the new ones.
    """
    given = _clean(booth)
    hold(event)
    held = set(db.session.scalars(select(TargetVisit.target_id).where(TargetVisit.event_id == event.id)))
    added = []
    for target in targets:
        if target.id in held:
            continue
        held.add(target.id)
        visit = TargetVisit(event=event, target=target, hall="", booth="", source="", note="", noted_by="")
        for name, value in given.items():
            setattr(visit, name, value)
        _check(visit)
        db.session.add(visit)
        record(actor, "visit.added", event, about=_around(visit), target=target.label, stand=visit.stand)
        added.append(visit)
    return added


def edit_visit(actor: Actor, visit: TargetVisit, values: dict[str, Any], version: int | None = None) -> TargetVisit:
    """Change columns as in FIELDS. Raises Conflict where `version` is not today's, Refused for what cannot be.

    Days outside the event are kept; the page tells them.
    """
    given = _clean(values)
    if not hold(visit, version):
        theirs = {name: getattr(visit, name) for name, value in given.items() if getattr(visit, name) != value}
        if theirs:
            raise Conflict("visit_changed", _("Somebody else changed this stop meanwhile. Compare and decide."), theirs=theirs)
    with db.session.no_autoflush:
        changes = changes_of(visit, given)
        try:
            _check(visit)
        except Refused:
            db.session.expire(visit)
            raise
    if changes:
        visit.version += 1
        db.session.flush()
        db.session.refresh(visit, ["member"])
        told = {name: pair for name, pair in changes.items() if name not in ("member_id", "planned_time")}
        if "planned_time" in changes:
            told["planned_time"] = tuple(f"{clock:%H:%M}" if clock else None for clock in changes["planned_time"])
        if "member_id" in changes:
            told["member"] = (None, visit.member.label if visit.member else None)
        record(actor, "visit.changed", visit.event, about=_around(visit), target=visit.target.label, changes=told)
    return visit


def assign_visits(actor: Actor, visits: Iterable[TargetVisit], values: dict[str, Any]) -> int:
    """Give several stops to a member of the team, a day, or both; gives how many changed."""
    given = {name: values[name] for name in ("member_id", "planned_on") if name in values}
    changed = 0
    for visit in visits:
        before = visit.version
        changed += edit_visit(actor, visit, given).version != before
    return changed


def order_visits(actor: Actor, event: Event, places: dict[int, int | None]) -> int:
    """Give stops, by id, a place of their own in the order of the day, or None for the order of halls and booths."""
    changed = []
    for visit in db.session.scalars(select(TargetVisit).where(
            TargetVisit.event_id == event.id, TargetVisit.id.in_(places)).order_by(TargetVisit.id).with_for_update(of=TargetVisit)):
        place = places[visit.id]
        if place is not None and not 0 < place < 1000:
            raise Refused("bad_place", _("Enter a place from 1 to 999, or leave it empty"), field=f"place-{visit.id}")
        if place != visit.place:
            visit.place = place
            visit.version += 1
            changed.append(visit)
    if changed:
        record(actor, "visit.ordered", event, count=len(changed))
    return len(changed)


def note_result(actor: Actor, visit: TargetVisit, result: str, note: str = "", language: str | None = None, *,
                version: int | None = None) -> TargetVisit:
    """Note what came of a visit; '' takes the result back. Whoever was talked to counts as met from then on.

    Raises Conflict where somebody else changed the stop since `version`.
    """
    if not hold(visit, version):
        raise Conflict("visit_changed", _("Somebody else changed this stop meanwhile. Compare and decide."))
    note = note.replace("\x00", "�").strip()
    if result not in ("", *RESULTS):
        raise Refused("unknown_result", _("Choose what came of the visit"), field="result")
    if len(note) > 5000:
        raise Refused("text_too_long", _("Write at most %(max)s characters", max=5000), field="note")
    if note and language not in LANGUAGES:
        raise Refused("unknown_language", _("Choose zh, en, de or ko"), field="note_language")
    changes = changes_of(visit, {"result": result or None, "note": note, "note_language": language if note else None})
    if not changes:
        return visit
    visit.version += 1
    visit.noted_at, visit.noted_by = (now(), actor.label) if result else (None, "")
    record(actor, "visit.result_noted", visit.event, about=_around(visit), target=visit.target.label, changes=changes)
    if result in MET and visit.target.state in ("researched", "approached"):
        change_state(actor, visit.target, "met")
    return visit


def shift_visits(event: Event, step: timedelta) -> None:
    """Move the planned days of the stops with their event; clock times stay the same. What was visited stays."""
    for visit in db.session.scalars(select(TargetVisit).where(
            TargetVisit.event_id == event.id, TargetVisit.planned_on.is_not(None), TargetVisit.result.is_(None))
            .order_by(TargetVisit.id)):
        visit.planned_on += step
        visit.version += 1


def remove_visit(actor: Actor, visit: TargetVisit) -> None:
    """The target does not exhibit there after all."""
    event, about, label = visit.event, _around(visit), visit.target.label
    db.session.delete(visit)
    record(actor, "visit.removed", event, about=about, target=label)


def _around(visit: TargetVisit) -> list:
    return [visit.target, visit.target.organisation]


def _clean(values: dict[str, Any]) -> dict[str, Any]:
    given = {name: value for name, value in values.items() if name in FIELDS}
    for name in _LONGEST:
        if name in given:
            given[name] = " ".join((given[name] or "").replace("\x00", "�").split())
    return given


def _check(visit: TargetVisit) -> None:
    for name, most in _LONGEST.items():
        if len(getattr(visit, name)) > most:
            raise Refused("text_too_long", _("Write at most %(max)s characters", max=most), field=name)
    if visit.member_id is not None and visit.member_id not in {member.id for member in visit.event.team}:
        raise Refused("not_on_team", _("Choose somebody on the team of the event"), field="member_id")
    if visit.place is not None and not 0 < visit.place < 1000:
        raise Refused("bad_place", _("Enter a place from 1 to 999, or leave it empty"), field="place")
    if visit.planned_time is not None and visit.planned_on is None:
        raise Refused("day_missing", _("A time needs its day"), field="planned_on")
    for name, kind in (("known_on", date), ("planned_on", date), ("planned_time", time)):
        if getattr(visit, name) is not None and not isinstance(getattr(visit, name), kind):
            raise Refused("bad_day", _("This date does not exist. Enter it as 2027-02-14."), field=name)
    check_days(known_on=visit.known_on, planned_on=visit.planned_on)
