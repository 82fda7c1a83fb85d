"""Copying an event to its next edition: days that fall on the same weekdays, and the parts that people choose.

What can be taken along hangs on the door `edition_part`; team and reception programme hang theirs here.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import select

from outreach.activity import Actor, record
from outreach.db import db
from outreach.db.time import LAST_DAY
from outreach.errors import Refused
from outreach.events.models import Event, ReceptionItem, TargetVisit, TeamMember
from outreach.events.queries.packs import pack_of
from outreach.events.queries.reception import items_of
from outreach.events.services.days import check_days
from outreach.events.services.editing import create_event
from outreach.events.services.packs import add_to_pack
from outreach.events.services.reception import ITEM_FIELDS
from outreach.events.services.visits import add_visits
from outreach.i18n.localized import LocalizedText
from outreach.targets.models import Target
from outreach.web import doors

#: Years from one edition to the next by the cycle of the series.
_STEPS = {"odd_years": 2, "even_years": 2, "three_years": 3}
#: Columns that a copy takes over as they are.
_KEPT = ("description", "series_id", "kind", "presence", "country", "city", "venue", "time_zone", "website",
         "host_partner_id", "travel_minutes", "days_known")
LEGS = "legs"


@dataclass(frozen=True)
class Planned:
    """What a copy would make: the day on which it begins, the end, in words what is taken along, and the legs with their new
    first and last days."""

    starts_on: date
    ends_on: date
    parts: list[str]
    legs: list[tuple[Event, date, date]]


def next_year(event: Event) -> int:
    """The year of the next edition by the cycle of the series; next year without one."""
    return event.starts_on.year + _STEPS.get(event.series.cycle or "" if event.series else "", 1)


def proposed_days(event: Event) -> list[tuple[date, str]]:
    """First days of the next edition with why, the best first: same ISO week and weekday, and whole weeks later.

    Where only the month of the event is known, the same month is the one proposal.
    """
    year = min(next_year(event), LAST_DAY.year)
    years = year - event.starts_on.year
    if not event.days_known:
        return [(date(year, event.starts_on.month, 1), _("the same month"))]
    _year, week, weekday = event.starts_on.isocalendar()
    try:
        same = date.fromisocalendar(year, week, weekday)
    except ValueError:
        # A year of 52 weeks has no week 53.
        same = date.fromisocalendar(year, 52, weekday)
    weeks = 52 * years
    later = event.starts_on + timedelta(weeks=weeks)
    found = {same: _("the same weekday in calendar week %(week)s", week=same.isocalendar().week)}
    found.setdefault(later, _("the same weekday, %(weeks)s weeks later", weeks=weeks))
    return list(found.items())


def next_title(event: Event, starts_on: date) -> LocalizedText:
    """The title with the year of the event replaced by the new one in every language; what was reviewed stays reviewed."""
    old, new = str(event.starts_on.year), str(starts_on.year)
    made = event.title.rewritten(re.sub(rf"(?<!\d){old}(?!\d)", new, event.title.original))
    for code, entry in event.title.texts.items():
        if code != event.title.source and entry.get("text"):
            status = "reviewed" if event.title.status(code) == "reviewed" else "machine"
            made = made.translated(code, re.sub(rf"(?<!\d){old}(?!\d)", new, entry["text"]), status)
    return made


def parts_of(event: Event) -> list[tuple[str, doors.EditionPart, int]]:
    """(name, part, how many) of what the event has and can be taken along, its legs' parts counted in."""
    rows = []
    for name, part in sorted(doors.edition_part.items(), key=lambda item: item[1].order):
        count = sum(part.count(one) for one in ((event,) if name == LEGS else event.parts))
        if count:
            rows.append((name, part, count))
    return rows


def preview(event: Event, starts_on: date, chosen: list[str]) -> Planned:
    """What copy_event() would make with these parts."""
    sources = (event, *(event.legs if LEGS in chosen else ()))
    words = []
    for name, part, _count in parts_of(event):
        if name in chosen:
            count = sum(part.count(one) for one in ((event,) if name == LEGS else sources))
            if count:
                words.append(part.words(count))
    legs = [(leg, day, _last_day(leg, day)) for leg in sources[1:] for day in [_first_day(leg, event, starts_on)]]
    return Planned(starts_on, _last_day(event, starts_on), words, legs)


def copy_event(actor: Actor, source: Event, starts_on: date, chosen: list[str], *, title: LocalizedText | None = None,
               code: str = "", parent: Event | None = None, hours: dict[str, Any] | None = None,
               log: bool = True) -> Event:
    """Make the next edition with the chosen parts, planned, not confirmed and not public. Hours stay on the same clock
    unless `hours` gives other ones; without `log` the caller tells what was made.

    Raises Refused for a code that is taken, for the same first day, and where an hour does not exist on its new day.
    """
    if starts_on == source.starts_on and parent is None:
        raise Refused("same_day", _("Choose another first day for the copy"), field="starts_on")
    check_days(starts_on=starts_on)
    step = starts_on - source.starts_on
    values: dict[str, Any] = {name: getattr(source, name) for name in _KEPT}
    values |= {"title": title or next_title(source, starts_on), "code": code, "state": "planned", "starts_on": starts_on,
               "ends_on": _last_day(source, starts_on), "industries": list(source.industries or []), "position": source.position,
               "parent_id": parent.id if parent else None}
    values |= (source.series.places or {}).get(str(starts_on.year), {}) if source.series and parent is None else {}
    if source.starts_local is not None:
        values |= {"starts_local": source.starts_local + step, "starts_fold": source.starts_fold,
                   "ends_local": source.ends_local + step, "ends_fold": source.ends_fold, **(hours or {})}
    target = create_event(actor, values)
    if LEGS in chosen and parent is None:
        for leg in source.legs:
            copy_event(actor, leg, _first_day(leg, source, starts_on), chosen, parent=target)
        db.session.expire(target, ["legs"])
    for name, part in sorted(doors.edition_part.items(), key=lambda item: item[1].order):
        if name in chosen and name != LEGS:
            part.copy(actor, source, target)
    db.session.flush()
    if log:
        record(actor, "event.copied", target, about=[source], source=source.title, code=source.code)
    return target


def _first_day(leg: Event, source: Event, starts_on: date) -> date:
    """The same distance from the first day of the roadshow, in months where only the month of the leg is known."""
    if leg.days_known:
        return starts_on + (leg.starts_on - source.starts_on)
    return _month_of(starts_on, source.starts_on, leg.starts_on)


def _last_day(event: Event, starts_on: date) -> date:
    if event.days_known:
        return starts_on + (event.ends_on - event.starts_on)
    month = _month_of(starts_on, event.starts_on, event.ends_on)
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def _month_of(day: date, first: date, later: date) -> date:
    """The first day of the month that is as many months from `day` as `later` is from `first`."""
    months = (later.year - first.year) * 12 + later.month - first.month
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _copy_team(_actor: Actor, source: Event, target: Event) -> int:
    step = target.starts_on - source.starts_on
    active = [member for member in source.team if member.user.active]
    for member in active:
        target.team.append(TeamMember(
            user=member.user, role=member.role, from_on=member.from_on and member.from_on + step,
            until_on=member.until_on and member.until_on + step))
    return len(active)


def _copy_programme(_actor: Actor, source: Event, target: Event) -> int:
    step = target.starts_on - source.starts_on
    items = items_of(source)
    for item in items:
        db.session.add(ReceptionItem(
            event=target, starts_local=item.starts_local + step, ends_local=item.ends_local + step,
            **{name: getattr(item, name) for name in ITEM_FIELDS if name not in ("starts_local", "ends_local")}))
    return len(items)


def _count_programme(event: Event) -> int:
    return len(items_of(event))


doors.edition_part.hang(LEGS, doors.EditionPart(
    _l("Legs with everything"), lambda event: len(event.legs),
    lambda count: ngettext("%(num)s leg", "%(num)s legs", count), lambda actor, source, target: 0, 10))
doors.edition_part.hang("team", doors.EditionPart(
    _l("Team"), lambda event: sum(1 for member in event.team if member.user.active),
    lambda count: ngettext("%(num)s team member", "%(num)s team members", count), _copy_team, 20))
doors.edition_part.hang("reception", doors.EditionPart(
    _l("Reception programme"), _count_programme,
    lambda count: ngettext("%(num)s programme item", "%(num)s programme items", count), _copy_programme, 65))


def _copy_pack(actor: Actor, source: Event, target: Event) -> int:
    """Materials that expired or were withdrawn meanwhile stay behind."""
    pack, made = pack_of(source), 0
    for item in pack.items if pack else ():
        try:
            added = add_to_pack(actor, target, item.material, [item.language])
        except Refused:
            continue
        for one in added:
            one.copies, one.brings = item.copies, item.brings if item.brings and item.brings.active else None
            made += 1
    return made


def _count_pack(event: Event) -> int:
    pack = pack_of(event)
    return len(pack.items) if pack else 0


doors.edition_part.hang("pack", doors.EditionPart(
    _l("Pack"), _count_pack,
    lambda count: ngettext("%(num)s material in the pack", "%(num)s materials in the pack", count), _copy_pack, 55))


def _copy_targets(actor: Actor, source: Event, target: Event) -> int:
    """Booths change from edition to edition, so only the targets go along."""
    return len(add_visits(actor, target, _targets(source)))


def _targets(event: Event) -> list[Target]:
    return list(db.session.scalars(select(Target).join(TargetVisit, TargetVisit.target_id == Target.id)
                                   .where(TargetVisit.event_id == event.id).order_by(TargetVisit.id)))


doors.edition_part.hang("targets", doors.EditionPart(
    _l("Targets to visit, without their booths"), lambda event: len(_targets(event)),
    lambda count: ngettext("%(num)s target", "%(num)s targets", count), _copy_targets, 50))
