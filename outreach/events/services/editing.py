"""Creating and changing events."""

import re
import uuid
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from outreach.activity import Actor, changes_of, record
from outreach.catalogue.queries import check_industries
from outreach.db import db, hold, now
from outreach.db.time import zone_names
from outreach.errors import Conflict, Refused
from outreach.events.emails import EventFacts, Told
from outreach.events.models import KINDS, PRESENCES, STATES, Event, EventSeries
from outreach.events.services.days import check_confirmed, check_days, settle_hour
from outreach.events.services.tasks import follow_event
from outreach.events.services.telling import tell_team
from outreach.identity import sort_key
from outreach.search import index
from outreach.search.content import Content
from outreach.web.converters import check_address

#: What a caller may set.
FIELDS = (
    "code",
    "title",
    "description",
    "series_id",
    "parent_id",
    "position",
    "host_partner_id",
    "travel_minutes",
    "kind",
    "state",
    "presence",
    "industries",
    "country",
    "city",
    "venue",
    "time_zone",
    "starts_on",
    "ends_on",
    "days_known",
    "starts_local",
    "starts_fold",
    "ends_local",
    "ends_fold",
    "confirmed_on",
    "confirmed_source",
    "website",
    "public",
)
#: What a calendar shows; a change of one of these makes a new sequence.
_IN_CALENDARS = frozenset(FIELDS) - {
    "series_id",
    "parent_id",
    "position",
    "host_partner_id",
    "travel_minutes",
    "confirmed_source",
    "public",
}
_CODE = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*\Z")
#: Longer than a year is a slip of the pen.
LONGEST_DAYS = 366
MOST_TRAVEL = 10 * 24 * 60


def create_event(actor: Actor, values: dict[str, Any]) -> Event:
    """Add an event from columns as in FIELDS; without a code one is made of the series and the year.

    Raises Refused, with the field, for values that cannot be.
    """
    given = {name: value for name, value in values.items() if name in FIELDS}
    event = Event(
        ics_uid=str(uuid.uuid4()),
        **{
            "presence": "visit",
            "state": "planned",
            "starts_fold": 0,
            "ends_fold": 0,
            "days_known": True,
            "industries": [],
            **_clean(given),
        },
    )
    # The series may be held by the session already; the code is made of its own.
    if not event.code and event.starts_on and event.title:
        event.code = suggest_code(db.session.get(EventSeries, event.series_id) if event.series_id else None,
                                  event.title.original, event.starts_on)
    _check(event, set(FIELDS))
    event.derive_instants()
    try:
        with db.session.begin_nested():
            db.session.add(event)
    except IntegrityError:
        raise _taken() from None
    record(actor, "event.created", event, about=[event.parent], code=event.code)
    _index(event)
    return event


def edit_event(actor: Actor, event: Event, values: dict[str, Any], *, version: int | None = None,
               tell: bool = True, alone: bool = True) -> Event:
    """Change columns as in FIELDS, and tell the team of other days, hours, places and states unless told not to.

    A date of an event that repeats counts as changed `alone`, unless the change is for other dates too. Raises Conflict
    with what is stored now where `version` is not today's.
    """
    before = EventFacts.of(event)
    given = _clean({name: value for name, value in values.items() if name in FIELDS})
    if not hold(event, version):
        theirs = {name: getattr(event, name) for name, value in given.items() if getattr(event, name) != value}
        if theirs:
            raise Conflict(
                "version_conflict",
                _("Somebody else changed this event meanwhile. Compare and decide."),
                theirs=theirs,
            )
    with db.session.no_autoflush:
        changes = changes_of(event, given)
        try:
            _check(event, set(changes))
        except Refused:
            db.session.expire(event)
            raise
    if changes:
        accept_change(event, set(changes), before)
        if {"starts_on", "ends_on"} & set(changes) and not {"confirmed_on", "confirmed_source"} & set(changes):
            # Nobody has confirmed the new days; the log keeps who confirmed the old ones.
            changes |= changes_of(event, {"confirmed_on": None, "confirmed_source": ""})
        event.recurs_alone = event.recurs_alone or (alone and event.recurrence_id is not None)
        record(actor, "event.changed", event, changes=changes, about=[event.parent])
        _index(event)
        if {"starts_on", "ends_on"} & set(changes):
            follow_event(actor, event)
        if tell:
            tell_team(actor, [Told(event, before)])
    return event


def add_leg(actor: Actor, roadshow: Event, values: dict[str, Any]) -> Event:
    """Add an event as the last leg of a roadshow. Dates outside the roadshow's are kept and warned about."""
    if roadshow.parent_id is not None:
        raise Refused("leg_of_leg", _("A leg cannot have legs of its own"), field="parent_id")
    last = max((leg.position for leg in roadshow.legs), default=0)
    leg = create_event(actor, {"presence": roadshow.presence, **values, "parent_id": roadshow.id, "position": last + 1})
    db.session.expire(roadshow, ["legs"])
    return leg


def refresh_instants(actor: Actor) -> list[Event]:
    """Derive the instants of events that are not over anew after a change of the time-zone data; gives those that moved."""
    moved = []
    for event in db.session.scalars(select(Event).where(Event.ends_at > now()).order_by(Event.id)):
        before = {"starts_at": event.starts_at, "ends_at": event.ends_at}
        if event.derive_instants():
            changes = {name: (old, getattr(event, name)) for name, old in before.items() if old != getattr(event, name)}
            event.ics_sequence += 1
            event.ics_changed_at = now()
            record(actor, "event.instants_refreshed", event, changes=changes)
            moved.append(event)
    return moved


def suggest_code(series: EventSeries | None, title: str, starts_on: date) -> str:
    """A free code: LASER-2027 for the series LASER, else from the title's words; -2 and so on where it is taken."""
    if series:
        stem = series.code
    else:
        words = re.sub(r"[^A-Z0-9]+", "-", sort_key(title).upper()).strip("-").removesuffix(f"-{starts_on.year}")
        stem = words[:30].strip("-") or "EVENT"
    return free_code(f"{stem}-{starts_on.year}")


def free_code(wanted: str) -> str:
    """The code itself, or with -2 and so on where other events have it."""
    code, count = wanted, 1
    while db.session.scalar(select(Event.id).where(Event.code == code)):
        count += 1
        code = f"{wanted}-{count}"
    return code


def _clean(given: dict[str, Any]) -> dict[str, Any]:
    cleaned = dict(given)
    if isinstance(cleaned.get("code"), str):
        cleaned["code"] = cleaned["code"].strip().upper()
    for name in ("country", "series_id", "parent_id", "host_partner_id", "starts_local", "ends_local", "confirmed_on"):
        if name in cleaned and not cleaned[name]:
            cleaned[name] = None
    for name in ("starts_fold", "ends_fold"):
        if name in cleaned:
            cleaned[name] = cleaned[name] or 0
    return cleaned


def accept_change(event: Event, changed: set[str], before: EventFacts) -> None:
    """Count the change, derive what depends on it, and keep the days and the place that people had noted."""
    event.version += 1
    _keep_former(event, before)
    event.derive_instants()
    if changed & _IN_CALENDARS:
        event.ics_sequence += 1
        event.ics_changed_at = now()


def _keep_former(event: Event, before: EventFacts) -> None:
    """What was settled stays readable while the event is postponed or moved."""
    if event.state in ("planned", "confirmed") and event.state != before.state:
        event.was_starts_on = event.was_ends_on = event.was_place = None
    elif event.was_starts_on is None and before.days_known:
        settled = before.state in ("confirmed", "postponed", "moved") or event.confirmed_on
        held = (before.starts_on, before.ends_on, before.venue, before.city)
        changed = held != (event.starts_on, event.ends_on, event.venue, event.city)
        if event.state in ("postponed", "moved") or (settled and changed):
            event.was_starts_on, event.was_ends_on = before.starts_on, before.ends_on
            event.was_place = ", ".join(filter(None, (before.venue, before.city)))


def _check(event: Event, changed: set[str]) -> None:
    """Refuse what cannot be; the first fault is told with its field."""
    if not event.title:
        raise Refused("title_missing", _("Enter a title in at least one language"), field="title")
    for name, known, message in (("kind", KINDS, _("Choose the kind of event")), ("state", STATES, _("Choose a state")),
                                 ("presence", PRESENCES, _("Choose our role at the event"))):
        if getattr(event, name) not in known:
            raise Refused(f"unknown_{name}", message, field=name)
    _check_days(event)
    _check_hours(event)
    if event.travel_minutes is not None and not 0 <= event.travel_minutes <= MOST_TRAVEL:
        raise Refused("bad_travel", _("Enter the time of the way in hours, for example 16.5; at most 10 days"),
                      field="travel_minutes")
    if "confirmed_on" in changed:
        check_days(confirmed_on=event.confirmed_on)
        check_confirmed(event.confirmed_on)
    if "website" in changed:
        check_address(event.website)
    if "industries" in changed:
        check_industries(event.industries)
    if "code" in changed:
        _check_code(event)
    if "kind" in changed and event.kind != "roadshow" and event.legs:
        raise Refused("has_legs", _("An event with legs stays a roadshow"), field="kind")
    if event.parent_id is not None and event.kind == "roadshow" and "kind" in changed:
        raise Refused("leg_roadshow", _("A leg has no legs of its own. Choose another kind."), field="kind")
    if event.parent_id is not None and "parent_id" in changed:
        parent = db.session.get(Event, event.parent_id)
        if parent is None or parent.id == event.id or parent.parent_id is not None or parent.kind != "roadshow" or event.legs:
            raise Refused("unknown_event", _("Choose the roadshow to which this leg belongs"), field="parent_id")


def _check_code(event: Event) -> None:
    if not event.code or len(event.code) > 40 or not _CODE.match(event.code):
        raise Refused(
            "bad_code",
            _("Write the code with capital letters, digits and hyphens, for example LASER-2027"),
            field="code",
        )
    if db.session.scalar(select(Event.id).where(Event.code == event.code, Event.id != event.id)):
        raise _taken()


def _taken() -> Refused:
    return Refused("code_taken", _("Another event has this code"), field="code")


def _check_days(event: Event) -> None:
    if event.time_zone not in zone_names():
        raise Refused("unknown_zone", _("There is no time zone “%(name)s”. Enter one such as Europe/Berlin.",
                                        name=event.time_zone or ""), field="time_zone")
    if event.starts_on is None:
        raise Refused("start_missing", _("Enter the first day"), field="starts_on")
    if event.ends_on is None:
        raise Refused("end_missing", _("Enter the last day"), field="ends_on")
    check_days(starts_on=event.starts_on, ends_on=event.ends_on)
    if event.ends_on < event.starts_on:
        raise Refused("end_before_start", _("The last day lies before the first day"), field="ends_on")
    if (event.ends_on - event.starts_on).days >= LONGEST_DAYS:
        raise Refused("too_long", _("An event lasts at most %(days)s days. Make a series of several events instead.",
                                    days=LONGEST_DAYS), field="ends_on")


def _check_hours(event: Event) -> None:
    hours: list[tuple[str, datetime | None, date]] = [
        ("starts_local", event.starts_local, event.starts_on), ("ends_local", event.ends_local, event.ends_on)]
    if (event.starts_local is None) != (event.ends_local is None):
        missing = "starts_local" if event.starts_local is None else "ends_local"
        raise Refused("hours_incomplete", _("Enter both hours, or none for whole days"), field=missing)
    for name, wall, day in hours:
        if wall is None:
            continue
        if wall.date() != day:
            raise Refused("hour_on_other_day", _("The hour must lie on the day beside it"), field=name)
        settle_hour(wall, event.time_zone, 0, field=name)
    if event.starts_local is not None:
        event.derive_instants()
        if event.ends_at <= event.starts_at:
            raise Refused("end_before_start", _("The event ends before it begins"), field="ends_local")


def _index(event: Event) -> None:
    index.put("event", event.id, words_of(event))


def words_of(event: Event) -> Content:
    """What an event is found by: code, title in all languages, place."""
    titles = [entry.get("text", "") for entry in event.title.texts.values()]
    return Content.of(names=[*titles, event.code], text=[event.city, event.venue])
