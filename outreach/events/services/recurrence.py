"""Events that repeat. Every date is a real event; they share the rule, and one of them may go its own way."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from dateutil.rrule import FR, MO, MONTHLY, SA, SU, TH, TU, WE, WEEKLY, rrule
from flask_babel import gettext as _
from flask_babel import ngettext

from outreach.activity import Actor, record
from outreach.db import db, hold, now
from outreach.db.time import local_kind
from outreach.errors import Refused
from outreach.events.emails import EventFacts, Told
from outreach.events.models import Event, EventRecurrence
from outreach.events.services.copying import copy_event
from outreach.events.services.days import check_days
from outreach.events.services.editing import edit_event, free_code
from outreach.events.services.planning import follow_days
from outreach.events.services.telling import tell_team
from outreach.i18n import formats
from outreach.search import index

FREQUENCIES = ("weekly", "monthly_day", "monthly_weekday")
MOST_DATES = 100
#: Dates that are made in one unit of work.
BATCH = 8
#: Which dates a change is for.
SCOPES = ("this", "following", "all")
_DAYS = (MO, TU, WE, TH, FR, SA, SU)
#: Columns that are each date's own.
_OWN = frozenset({"code", "state", "starts_on", "ends_on", "starts_local", "ends_local", "starts_fold", "ends_fold", "position",
                  "parent_id", "days_known"})
#: Day and source of a confirmation are one thing.
_CONFIRMED = frozenset({"confirmed_on", "confirmed_source"})
#: Tables with rows that go with a date: what its rule copied for it, and what the programme reckons itself.
_WITH_EVERY_DATE = frozenset({"team_member", "agenda_track", "agenda_room", "agenda_item", "reception_item", "calendar_text",
                              "kept_warning"})


@dataclass(frozen=True)
class Rule:
    """How an event repeats: `until` (inclusive) or `count` ends it. `nth` is 1 to 4 or -1, the last of the month.

    `short_months` says what happens where a month has no such day, `gaps` where the clocks skip the hour: 'skip' leaves
    the date out, 'last' takes the last day, 'later' the hour after; without an answer that is asked.
    """

    frequency: str
    interval: int = 1
    until: date | None = None
    count: int | None = None
    nth: int | None = None
    short_months: str = ""
    gaps: str = ""


def dates_of(rule: Rule, first: date) -> list[date]:
    """The days of the rule from `first` on. Raises Refused for no end, over 100 dates, and for an open question."""
    if rule.frequency not in FREQUENCIES or not 1 <= rule.interval <= 52:
        raise Refused("unknown_frequency", _("Choose how often it repeats"), field="frequency")
    if (rule.until is None) == (rule.count is None):
        raise Refused("end_missing", _("Enter either the last day or how many dates there are"), field="count")
    if rule.count is not None and not 2 <= rule.count <= MOST_DATES:
        raise Refused("too_many_dates", _("Between 2 and %(most)s dates are possible", most=MOST_DATES), field="count")
    check_days(until=rule.until)
    found = [moment.date() for moment in islice(_expanded(rule, first), MOST_DATES + 1)]
    if len(found) > MOST_DATES:
        raise Refused("too_many_dates", _("This makes more than %(most)s dates. Choose an earlier last day.", most=MOST_DATES),
                      field="until")
    check_days(count=found[-1] if found else None)
    if len(found) < 2:
        raise Refused("one_date", _("This makes one date only. Choose a later last day."), field="until")
    return found


def _expanded(rule: Rule, first: date) -> rrule:
    start = datetime.combine(first, datetime.min.time())
    ends: dict[str, Any] = {"interval": rule.interval, "count": rule.count,
                            "until": datetime.combine(rule.until, datetime.min.time()) if rule.until else None}
    if rule.frequency == "weekly":
        return rrule(WEEKLY, dtstart=start, **ends)
    if rule.frequency == "monthly_weekday":
        nth = rule.nth or nths_of(first)[0]
        return rrule(MONTHLY, dtstart=start, byweekday=_DAYS[first.weekday()](nth), **ends)
    if first.day > 28 and not rule.short_months:
        raise Refused("short_months", _("Not every month has a day %(day)s. Choose what happens in those months.", day=first.day),
                      field="short_months")
    if first.day > 28 and rule.short_months == "last":
        return rrule(MONTHLY, dtstart=start, bymonthday=range(28, first.day + 1), bysetpos=-1, **ends)
    return rrule(MONTHLY, dtstart=start, bymonthday=first.day, **ends)


def nths_of(day: date) -> list[int]:
    """Which of its kind the weekday is in its month: its number, and -1 where it is the last one as well."""
    nth, last = (day.day - 1) // 7 + 1, day.day + 7 > calendar.monthrange(day.year, day.month)[1]
    return [*([nth] if nth < 5 else []), *([-1] if last else [])]


def make_recurring(actor: Actor, event: Event, rule: Rule) -> EventRecurrence:
    """Settle the further dates of the rule; make_pending() makes them, each with the team, programme and agenda of this one.

    Raises Refused as dates_of() does, for an event that repeats already, and for hours that the clocks skip unless the
    rule says what then happens.
    """
    hold(event)
    if event.recurrence_id is not None:
        raise Refused("repeats_already", _("This event repeats already. Change its dates one by one or together."))
    if event.legs or event.parent_id or not event.days_known:
        raise Refused("cannot_repeat", _("Only a single event with known days can repeat"))
    if not rule.nth and rule.frequency == "monthly_weekday":
        rule = Rule(**{**rule.__dict__, "nth": nths_of(event.starts_on)[0]})
    days = dates_of(rule, event.starts_on)
    later = [(day, _hours(event, day, rule)) for day in days[1:]]
    made = [[day.isoformat(), *(hours[name].isoformat() if name in hours else None for name in ("starts_local", "ends_local"))]
            for day, hours in later if hours is not None]
    recurrence = EventRecurrence(rule=_written(rule, event.starts_on), pending=made)
    db.session.add(recurrence)
    db.session.flush()
    _belongs(event, recurrence, event.starts_on)
    event.version += 1
    record(actor, "event.repeated", event, rule=recurrence.rule, dates=[day for day, _begins, _ends in made])
    return recurrence


def make_pending(actor: Actor, event: Event, most: int = BATCH) -> int:
    """Make up to so many dates of the rule that are not there yet, as this event is now; gives how many are left.

    Call it in units of work of its own until nothing is left: a hundred at once would hold up everybody else.
    """
    hold(event)
    if event.recurrence_id is None:
        return 0
    # Two who make the dates at once share them.
    recurrence = db.session.get(EventRecurrence, event.recurrence_id, with_for_update=True, populate_existing=True)
    stem = event.code.removesuffix(f"-{event.starts_on.year}")[:28].strip("-")
    for text, begins, ends in recurrence.pending[:most]:
        day = date.fromisoformat(text)
        hours = {"starts_local": datetime.fromisoformat(begins), "ends_local": datetime.fromisoformat(ends)} if begins else {}
        made = copy_event(actor, event, day, ["team", "reception", "agenda"], title=event.title,
                          code=free_code(f"{stem}-{day:%Y%m%d}"), hours=hours, log=False)
        _belongs(made, recurrence, day)
        # A date is as sure and as public as the one that it repeats.
        made.state = event.state if event.state in ("planned", "confirmed") else "planned"
        made.public, made.confirmed_on, made.confirmed_source = event.public, event.confirmed_on, event.confirmed_source
    recurrence.pending = list(recurrence.pending[most:])
    db.session.flush()
    return len(recurrence.pending)


def _belongs(event: Event, recurrence: EventRecurrence, day: date) -> None:
    event.recurrence_id, event.recurs_on = recurrence.id, day


def _hours(event: Event, day: date, rule: Rule) -> dict[str, datetime] | None:
    """Wall times on another day; None to leave the date out."""
    if event.starts_local is None:
        return {}
    found = {name: getattr(event, name) + (day - event.starts_on) for name in ("starts_local", "ends_local")}
    for wall in tuple(found.values()):
        if local_kind(wall, event.time_zone) == "gap":
            if not rule.gaps:
                raise Refused("time_skipped", _(
                    "On %(day)s the clocks in %(place)s skip %(time)s. Choose what happens to that date.",
                    day=formats.day(wall.date()), place=formats.place(event.time_zone), time=f"{wall:%H:%M}"), field="gaps")
            if rule.gaps == "skip":
                return None
            # Both move, so that it lasts as long as on the other dates.
            return {name: moment + timedelta(hours=1) for name, moment in found.items()}
    return found


def _written(rule: Rule, first: date) -> str:
    parts = ["FREQ=WEEKLY" if rule.frequency == "weekly" else "FREQ=MONTHLY"]
    if rule.interval > 1:
        parts.append(f"INTERVAL={rule.interval}")
    if rule.frequency == "monthly_weekday":
        parts.append(f"BYDAY={rule.nth or nths_of(first)[0]}{('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU')[first.weekday()]}")
    elif rule.frequency == "monthly_day":
        last = first.day > 28 and rule.short_months == "last"
        parts.append(f"BYMONTHDAY={','.join(map(str, range(28, first.day + 1)))};BYSETPOS=-1" if last
                     else f"BYMONTHDAY={first.day}")
    parts.append(f"UNTIL={rule.until:%Y%m%d}" if rule.until else f"COUNT={rule.count}")
    return ";".join(parts)


def dates_for(event: Event, scope: str) -> list[Event]:
    """The dates that a change of this one is for: itself, and those not changed alone, cancelled or done."""
    if scope == "this" or event.recurrence_id is None:
        return [event]
    events = db.session.scalars(
        db.select(Event).where(Event.recurrence_id == event.recurrence_id).order_by(Event.recurs_on, Event.id)).all()
    return [one for one in events if one is event or (
        not one.recurs_alone and one.state not in ("cancelled", "done")
        and (scope == "all" or (one.recurs_on or one.starts_on) >= (event.recurs_on or event.starts_on)))]


def edit_recurring(actor: Actor, event: Event, values: dict[str, Any], scope: str, *, version: int | None = None) -> list[Event]:
    """Change one date alone, this and the following, or all that were not changed alone; the team is told once.

    Of the other dates the days move by as many days as those of this one, and hours become the same. Gives the dates
    that changed. Raises what edit_event() raises; then nothing is changed.
    """
    if scope not in SCOPES:
        raise Refused("unknown_scope", _("Choose which dates the change is for"), field="scope")
    others = [one for one in dates_for(event, scope) if one is not event]
    before = {name: getattr(event, name) for name in values if hasattr(event, name)}
    told = [Told(one, EventFacts.of(one)) for one in (event, *others)]
    edit_event(actor, event, values, version=version, tell=False, alone=scope == "this")
    changed = {name for name, old in before.items() if getattr(event, name) != old}
    changed |= _CONFIRMED if changed & _CONFIRMED else set()
    shared = {name: getattr(event, name) for name in changed - _OWN}
    moved = event.starts_on - before.get("starts_on", event.starts_on)
    longer = (event.ends_on - event.starts_on) - (before.get("ends_on", event.ends_on) - before.get("starts_on", event.starts_on))
    days = changed & {"starts_on", "ends_on", "starts_local", "ends_local"}
    for one in others:
        own = _days(one, event, moved, longer) if days else {}
        edit_event(actor, one, {**shared, **own}, tell=False, alone=False)
    recurrence = db.session.get(EventRecurrence, event.recurrence_id) if event.recurrence_id else None
    if days and scope != "this" and recurrence is not None:
        _move_pending(recurrence, event, moved)
    for one in told:
        follow_days(one.event, one.before)
    tell_team(actor, told)
    return [event, *others]


def _days(one: Event, pattern: Event, moved: timedelta, longer: timedelta) -> dict[str, Any]:
    first, last = one.starts_on + moved, one.ends_on + moved + longer
    hours: dict[str, datetime | None] = {"starts_local": None, "ends_local": None}
    if pattern.starts_local is not None and pattern.ends_local is not None:
        hours = {"starts_local": datetime.combine(first, pattern.starts_local.time()),
                 "ends_local": datetime.combine(last, pattern.ends_local.time())}
    return {"starts_on": first, "ends_on": last, **hours}


def _move_pending(recurrence: EventRecurrence, pattern: Event, moved: timedelta) -> None:
    """Let the dates that are not made yet follow the change; they are later than all that is made."""
    following = []
    for text, _begins, _ends in recurrence.pending:
        first = date.fromisoformat(text) + moved
        hours = _days_on(first, pattern)
        if any(wall and local_kind(wall, pattern.time_zone) == "gap" for wall in hours):
            hours = [wall and wall + timedelta(hours=1) for wall in hours]
        following.append([first.isoformat(), *(wall and wall.isoformat() for wall in hours)])
    recurrence.pending = following


def _days_on(first: date, pattern: Event) -> list[datetime | None]:
    """Beginning and end of the pattern on another first day; None twice for whole days."""
    if pattern.starts_local is None or pattern.ends_local is None:
        return [None, None]
    return [wall + (first - pattern.starts_on) for wall in (pattern.starts_local, pattern.ends_local)]


def remove_date(actor: Actor, event: Event) -> None:
    """Take one date out altogether.

    Raises Refused where something hangs on it that the other dates do not have, and where people go who were not told
    that it is cancelled.
    """
    if event.recurrence_id is None:
        raise Refused("repeats_not", _("Only a date of an event that repeats can be removed. Cancel the event instead."))
    first = next((one for one in dates_for(event, "all") if one is not event), None)
    day, label, event_id = event.recurs_on or event.starts_on, event.label, event.id
    hold(event)
    if _in_use(event):
        raise Refused("date_in_use", _("Contacts, costs, tasks or other records hang on this date. Cancel it instead."))
    if event.state != "cancelled" and event.ends_at > now() and any(member.user_id != actor.id for member in event.team):
        raise Refused("date_going", _("People go to this date. Cancel it first; they are told, and it can be removed then."))
    db.session.delete(event)
    db.session.flush()
    index.remove("event", event_id)
    if first is not None:
        record(actor, "event.date_removed", first, removed=label, day=day.isoformat())


def _in_use(event: Event) -> bool:
    """True where a row of any table hangs on the event that is not made with every date."""
    return any(db.session.scalar(db.select(db.exists().where(key.parent == event.id)))
               for table in Event.metadata.sorted_tables if table.name not in _WITH_EVERY_DATE
               for key in table.foreign_keys if key.column is Event.__table__.c.id)


def counted(dates: Iterable[Event]) -> str:
    """How many dates, in words."""
    count = len(list(dates))
    return ngettext("%(num)s date", "%(num)s dates", count)
