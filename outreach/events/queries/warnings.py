"""What an event's pages warn about: nothing here is forbidden, each warning names its numbers and may be kept."""

from dataclasses import dataclass
from datetime import date, timedelta

from babel.core import get_global
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from outreach.catalogue.queries import calendar_year, calendars_of, working_days_between
from outreach.db import db, to_zone
from outreach.db.time import is_possible, zone_names
from outreach.events.models import Event, KeptWarning, Trip
from outreach.events.queries.agenda import agenda_facts
from outreach.events.queries.budget import budget_of, lines_of, overrun_text
from outreach.events.queries.clocks import clock_changes
from outreach.events.queries.engagements import travel_facts
from outreach.events.queries.holdings import left_behind
from outreach.events.queries.labels import calendar_places, span_of
from outreach.events.queries.lists import clashes
from outreach.events.queries.meetings import meeting_facts
from outreach.events.queries.packs import pack_facts
from outreach.events.queries.reception import items_of, reception_facts
from outreach.events.queries.travel import Journey, begins, ends, journeys
from outreach.events.queries.trip_facts import trip_facts
from outreach.events.queries.trips import trips_of
from outreach.i18n import current_language, formats

#: How grave a warning is, gravest first.
LEVELS = ("bad", "warn", "info")
_HOME = "Asia/Shanghai"


@dataclass(frozen=True)
class Warned:
    """One warning: a stable code, the fact, and what may be done.

    `key` names the fact with its numbers: a warning that was kept comes back when they change. `user_id` is somebody from whom
    a colleague may take over.
    """

    code: str
    fact: str
    hint: str
    key: str
    level: str = "warn"
    user_id: int | None = None


def warnings_of(event: Event, legs: list[Event] | None = None) -> list[Warned]:
    """All that is worth a look, gravest first: what people left behind, people at two events or two stops, ways between legs
    that take too long, legs outside the roadshow or going on without it, trips and visas that do not fit, materials that are
    missing or expire too early, more spent than planned, dates that nobody confirmed, holidays at the place, China's closing
    days, and clocks that change. `legs` are the event's legs with their teams, where they are loaded already."""
    legs = list(event.legs) if legs is None else [leg for leg in legs if leg.id != event.id]
    wrong = [one for one in (event, *legs) if not (is_possible(one.starts_on) and is_possible(one.ends_on))]
    if wrong:
        # Nothing can be reckoned with these.
        return [Warned("days_impossible", _("The days of “%(name)s” cannot be right", name=_title(one)),
                       _("Enter the first and last day anew."), f"days_impossible:{one.id}", "bad") for one in wrong]
    found = [*_left(event), *_clashes(event, legs), *_reception(event), *part_warnings(event, "agenda"),
             *part_warnings(event, "meeting"), *_outside(event, legs), *_trips(trips_of(event)), *_packs(event), *_overruns(event),
             *_ways(legs), *_legs(event, legs), *_dates(event), *_holidays(event, legs), *_china(event, legs),
             *_clocks(event, legs), *_zones([event, *legs])]
    once: dict[str, Warned] = {}
    for item in found:
        # A way and a meeting of this event at the same time are found from both.
        once.setdefault(item.key, item)
    return sorted(once.values(), key=lambda item: LEVELS.index(item.level))


def warnings_of_trip(trip: Trip) -> list[Warned]:
    """What is worth a look about one trip, gravest first."""
    return sorted(_trips([trip]), key=lambda item: LEVELS.index(item.level))


def _trips(trips: list[Trip]) -> list[Warned]:
    return [*(Warned(*fact) for fact in trip_facts(trips)),
            *(Warned("travel", fact, _("Choose another way, or let somebody else go there."), key, "bad")
              for fact, key, _who in travel_facts(trips))]


def kept_warnings(subject: Event | Trip) -> dict[str, KeptWarning]:
    """What somebody looked at and let stand, by key; of a trip for an event what was kept there."""
    if isinstance(subject, Trip):
        own = KeptWarning.event_id == subject.event_id if subject.event_id else KeptWarning.trip_id == subject.id
    else:
        own = KeptWarning.event_id == subject.id
    return {kept.key: kept for kept in db.session.scalars(select(KeptWarning).where(own))}


def split_by_kept(warnings: list[Warned], kept: dict[str, KeptWarning]) -> tuple[list[Warned], list[tuple]]:
    """Warnings that are open, and (warning, KeptWarning) of the others."""
    return ([item for item in warnings if item.key not in kept],
            [(item, kept[item.key]) for item in warnings if item.key in kept])


def _left(event: Event) -> list[Warned]:
    found = []
    for user, held in left_behind(event).items() if event.state != "cancelled" else ():
        said = ", ".join(f"{part.label} {formats.number(len(part.rows))}" for part in held)
        found.append(Warned("left", _("%(name)s has left: who takes over?", name=user.label),
                            _("Still to be done: %(what)s.", what=said),
                            f"left:{user.id}:{':'.join(f'{part.code}{len(part.rows)}' for part in held)}", "bad", user.id))
    return found


def _overruns(event: Event) -> list[Warned]:
    return [Warned("overrun", overrun_text(code, total), _("Look at the budget, and keep this where it was agreed."),
                   f"overrun:{code}:{total.planned}:{total.actual}") for code, total in budget_of(lines_of(event)).overruns]


def _clashes(event: Event, legs: list[Event]) -> list[Warned]:
    found: dict[frozenset, Warned] = {}
    for clash in clashes([*event.team, *(member for leg in legs for member in leg.team)]):
        # Two legs at once are found from either side.
        pair = frozenset((clash.user.id, ("event", clash.own.id), ("event", clash.event.id)))
        said = {"name": clash.user.label, "event": _title(clash.event), "days": span_of(clash.event)}
        fact = (_("%(name)s is also at %(event)s, %(days)s", **said) if clash.own.id == event.id
                else _("%(name)s is at %(own)s and at %(event)s, %(days)s", own=_title(clash.own), **said))
        found.setdefault(pair, Warned(
            "clash", fact, _("Change the days or send somebody else. The entry may also stay as it is."),
            f"clash:{clash.user.id}:{'' if clash.own.id == event.id else f'{clash.own.id}:'}{clash.event.id}:"
            f"{clash.event.starts_on}:{clash.event.ends_on}", "bad"))
    return list(found.values())


def _reception(event: Event) -> list[Warned]:
    return [Warned("reception", fact, _("Let somebody else receive the guests, or change the hours."), key, "bad")
            for fact, key in reception_facts(event, items_of(event))]


def _outside(event: Event, legs: list[Event]) -> list[Warned]:
    """People of the team whose days miss the event, and a programme that goes on without it."""
    found = []
    for one in (event, *legs):
        if one.days_known and one.state not in ("cancelled", "done"):
            for member in one.team:
                first, last = member.from_on or one.starts_on, member.until_on or one.ends_on
                if last < one.starts_on or first > one.ends_on:
                    found.append(Warned(
                        "team_outside", _("%(name)s is on the team %(days)s, outside %(event)s", name=member.user.label,
                                          days=formats.day_span(first, last), event=_title(one)),
                        _("Change the days on the page of the team."), f"team:{member.id}:{first}:{last}"))
    out = [item for item in items_of(event) if event.days_known
           and not event.starts_on <= item.starts_local.date() <= event.ends_on]
    return found + [Warned("reception_outside", _("%(title)s, %(day)s, lies outside the event", title=item.label,
                                                  day=formats.day(item.starts_local.date())),
                           _("Change its day, or take it out of the programme."),
                           f"outside-item:{item.id}:{item.starts_local:%Y%m%d}") for item in out]


def part_warnings(event: Event, part: str) -> list[Warned]:
    """What is worth a look in the agenda ('agenda'), the meetings ('meeting') or the trips ('trip') alone, gravest first."""
    if part == "trip":
        return sorted(_trips(trips_of(event)), key=lambda item: LEVELS.index(item.level))
    facts = {"agenda": agenda_facts, "meeting": meeting_facts}[part]
    return sorted((Warned(part, fact, hint, key, level) for fact, hint, key, level in facts(event)),
                  key=lambda item: LEVELS.index(item.level))


def _packs(event: Event) -> list[Warned]:
    return [Warned("material", fact, _("Upload a version that is valid then, or take it out of the pack."), key)
            for fact, key in pack_facts(event)]


def _ways(legs: list[Event]) -> list[Warned]:
    found = []
    for way in journeys(legs):
        if way.free < timedelta(0):
            found.append(Warned(
                "legs_overlap", _("%(next)s begins before %(leg)s ends", leg=_title(way.start), next=_title(way.end)),
                _("%(leg)s takes place %(days)s, %(next)s %(next_days)s. Change the order or the days.",
                  leg=_title(way.start), days=span_of(way.start), next=_title(way.end), next_days=span_of(way.end)),
                way.key, "bad"))
        elif way.too_short:
            found.append(Warned("gap_short", _gap_fact(way), _(
                "%(leg)s ends %(end)s, %(next)s begins %(start)s. Start later, or enter how long the way takes.",
                leg=_title(way.start), end=formats.moment_named(ends(way.start), way.start.time_zone),
                next=_title(way.end), start=formats.moment_named(begins(way.end), way.end.time_zone)), way.key, "bad"))
    return found


def _gap_fact(way: Journey) -> str:
    said = {"leg": _place(way.start), "next": _place(way.end), "free": formats.hours(way.free),
            "needed": formats.hours(way.needed)}
    if way.estimated:
        return _("%(leg)s to %(next)s: %(free)s between the legs, the way takes about %(needed)s", **said)
    return _("%(leg)s to %(next)s: %(free)s between the legs, the way takes %(needed)s", **said)


def _legs(event: Event, legs: list[Event]) -> list[Warned]:
    found = []
    for leg, whole in [*[(leg, event) for leg in legs], *([(event, event.parent)] if event.parent else [])]:
        # Of a leg that has no days yet the month is known, which need only touch those of the roadshow.
        outside = (leg.starts_on < whole.starts_on or leg.ends_on > whole.ends_on if leg.days_known
                   else leg.ends_on < whole.starts_on or leg.starts_on > whole.ends_on)
        if outside:
            found.append(Warned(
                "leg_outside", _("%(leg)s, %(days)s, lies outside the roadshow", leg=_title(leg), days=span_of(leg)),
                _("The roadshow takes place %(days)s. Change one of them if that is not meant.", days=span_of(whole)),
                f"outside:{leg.id}:{leg.starts_on}:{leg.ends_on}"))
    going = [leg for leg in legs if leg.state not in ("cancelled", "done")]
    if event.state == "cancelled" and going:
        found.append(
            Warned(
                "legs_going",
                ngettext("%(num)s leg is not cancelled", "%(num)s legs are not cancelled", len(going)),
                _("Cancel each leg that does not take place."),
                f"going:{len(going)}",
            )
        )
    return found


def _zones(events: list[Event]) -> list[Warned]:
    """Events on a clock that shows another time than every clock of their country."""
    found = []
    for event in events:
        own = get_global("territory_zones").get(event.country or "", ())
        there = {to_zone(event.starts_at, zone).utcoffset() for zone in own if zone in zone_names()}
        if there and to_zone(event.starts_at, event.time_zone).utcoffset() not in there:
            found.append(Warned("zone_elsewhere", _(
                "%(event)s takes place in %(country)s by the clock of %(zone)s", event=_title(event),
                country=formats.country(event.country), zone=formats.place(event.time_zone)),
                _("Enter the time zone of the venue."), f"zone:{event.id}:{event.country}:{event.time_zone}", "bad"))
    return found


def _dates(event: Event) -> list[Warned]:
    if event.state in ("cancelled", "done") or event.confirmed_on:
        return []
    if not event.days_known:
        return [
            Warned(
                "days_unknown",
                _("Only the usual month is known"),
                _("Enter the days once the organiser has published them. Until then no calendar shows the event."),
                "days_unknown",
            )
        ]
    return [Warned("unconfirmed", _("Nobody has confirmed the dates"),
                   _("Check them with the organiser and enter when and where you read them."), "unconfirmed")]


def _holidays(event: Event, legs: list[Event]) -> list[Warned]:
    """Public holidays where the event takes place, on working days of the week. China's are told once for the whole."""
    found = []
    for place in legs or [event]:
        if not place.days_known or place.state in ("cancelled", "done") or place.country in (None, "CN"):
            continue
        days: dict[tuple[date, str], list[str]] = {}
        for code in calendars_of(place.country):
            for entry in _closed(code, place.starts_on, place.ends_on):
                days.setdefault((entry.day, entry.name), []).append(code)
        for (day, name), where in days.items():
            found.append(Warned(
                "holiday", _("%(event)s: %(day)s is a public holiday, %(name)s (%(places)s)", event=_title(place),
                             day=formats.day(day, weekday=True), name=name, places=calendar_places(where)),
                _("Offices are closed, and hosts may be away. Ask before you plan meetings."),
                f"holiday:{place.id}:{day}"))
    return found


def _closed(code: str, first: date, last: date) -> list:
    return [entry for year in range(first.year, last.year + 1) for entry in calendar_year(code, year)
            if entry.kind == "holiday" and first <= entry.day <= last and entry.day.weekday() < 5]


def _china(event: Event, legs: list[Event]) -> list[Warned]:
    """China's holidays and make-up working days while our people are out: who is at home is reached then, or not."""
    first, last = _span(event, legs)
    if not event.days_known or event.state in ("cancelled", "done"):
        return []
    entries = [entry for year in range(first.year, last.year + 1) for entry in calendar_year("CN", year)
               if first <= entry.day <= last]
    off = [entry.day for entry in entries if entry.kind == "holiday"]
    worked = [entry.day for entry in entries if entry.kind == "workday"]
    found = []
    for first, last in _runs(off):
        found.append(Warned("china_closed", _("China is closed %(days)s", days=formats.day_span(first, last)),
                            _("Answer clocks of intentions stop on these days."), f"china:{first}:{last}", "info"))
    found += [Warned("china_works", _("China works on %(day)s", day=formats.day(day, weekday=True)),
                     _("It makes up for a holiday; answer clocks run."), f"works:{day}", "info") for day in worked]
    return found


def _runs(days: list[date]) -> list[tuple[date, date]]:
    """First and last day of each run of days off between which nobody in China works; a Sunday may lie within."""
    runs: list[tuple[date, date]] = []
    for day in days:
        if runs and not working_days_between(runs[-1][1], day, "CN"):
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs


def _clocks(event: Event, legs: list[Event]) -> list[Warned]:
    if not event.days_known or event.state in ("cancelled", "done"):
        return []
    first, last = _span(event, legs)
    zones = [_HOME, *(place.time_zone for place in legs or [event])]
    found = []
    for change in clock_changes(zones, first, last):
        said = {"place": formats.place(change.zone), "day": formats.day(change.day, weekday=True),
                "time": formats.hours(timedelta(minutes=abs(change.minutes)))}
        fact = (_("Clocks in %(place)s go forward by %(time)s on %(day)s", **said) if change.minutes > 0
                else _("Clocks in %(place)s go back by %(time)s on %(day)s", **said))
        found.append(Warned("clocks_change", fact, _("Hours that you share with other places move from that day on."),
                            f"clocks:{change.zone}:{change.day}", "info"))
    return found


def _span(event: Event, legs: list[Event]) -> tuple[date, date]:
    places = [event, *(leg for leg in legs if leg.days_known)]
    return min(place.starts_on for place in places), max(place.ends_on for place in places)


def _title(event: Event) -> str:
    return event.title.shown(current_language().code).text


def _place(event: Event) -> str:
    return event.city or _title(event)
