"""What is worth a look about trips: people on two of them at once, days that do not fit, connections that are missed, visas
that do not last. Facts alone; queries.warnings makes warnings of them."""

from collections.abc import Iterable
from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from outreach.db import db, now, to_zone
from outreach.events.models import OFF, Event, TeamMember, Trip, TripItem, TripTraveller
from outreach.events.models.trips import TIMED_KINDS
from outreach.events.queries.labels import STATE_LABELS, span_of
from outreach.events.queries.trips import day_of, items_for, team_days
from outreach.i18n import current_language, formats

#: A visa that is not granted is a problem from so many days before the stay on.
_SOON = 14
#: (code, fact, hint, key, level), as queries.warnings.Warned takes them.
Fact = tuple[str, str, str, str, str]


def trip_facts(trips: Iterable[Trip]) -> list[Fact]:
    """What is worth a look about these trips, each thing once; trips that are over and cancelled ones are left alone.

    Two questions are asked beside what the trips hold, however many they are.
    """
    today = now().date()
    going = [trip for trip in trips if trip.state != "cancelled" and trip.ends_on >= today]
    if not going:
        return []
    found = [*_two_trips(going), *_elsewhere(going)]
    for trip in going:
        found += [*_days(trip), *_connections(trip), *_visas(trip),
                  *([*_team(trip, trip.event), *_late(trip, trip.event)] if trip.event else ())]
    return list({fact[3]: fact for fact in found}.values())


def _title(row: Trip | Event) -> str:
    return row.title.shown(current_language().code).text


def _span(one: TripTraveller) -> str:
    return formats.day_span(one.first, one.last)


def _two_trips(trips: list[Trip]) -> list[Fact]:
    """The same person on another trip on one of these days, found from either side once."""
    own = [one for trip in trips for one in trip.travellers]
    others = db.session.scalars(
        select(TripTraveller).join(TripTraveller.trip).options(contains_eager(TripTraveller.trip)).where(
            TripTraveller.user_id.in_({one.user_id for one in own}), Trip.state != "cancelled",
            Trip.starts_on <= max(trip.ends_on for trip in trips), Trip.ends_on >= min(trip.starts_on for trip in trips))
        .order_by(TripTraveller.id)).all() if own else []
    found = []
    for one in own:
        for other in others:
            if other.user_id == one.user_id and other.trip_id != one.trip_id and one.first <= other.last \
                    and other.first <= one.last:
                found.append(_twice(*sorted((one, other), key=lambda row: (row.first, row.id))))
    return found


def _twice(one: TripTraveller, other: TripTraveller) -> Fact:
    return ("trips_overlap", _("%(name)s is on two trips at once: %(trip)s, %(days)s, and %(other)s, %(other_days)s",
                               name=one.label, trip=_title(one.trip), days=_span(one), other=_title(other.trip),
                               other_days=_span(other)),
            _("Change the days, or let somebody else travel."),
            f"trips:{one.id}:{other.id}:{one.first}:{one.last}:{other.first}:{other.last}", "bad")


def _elsewhere(trips: list[Trip]) -> list[Fact]:
    """Somebody who travels while the team of another event expects that person."""
    own = [one for trip in trips for one in trip.travellers]
    if not own:
        return []
    members = db.session.scalars(
        select(TeamMember).join(TeamMember.event).options(contains_eager(TeamMember.event)).where(
            TeamMember.user_id.in_({one.user_id for one in own}), Event.state.not_in(OFF),
            Event.days_known, Event.starts_on <= max(trip.ends_on for trip in trips),
            Event.ends_on >= min(trip.starts_on for trip in trips)).order_by(TeamMember.id)).all()
    found = []
    for one in own:
        for member in members:
            event = member.event
            first, last = member.from_on or event.starts_on, member.until_on or event.ends_on
            family = {one.trip.event_id, one.trip.event.parent_id} if one.trip.event else set()
            theirs = family & {event.id, event.parent_id} - {None}
            if member.user_id == one.user_id and not theirs and one.first <= last and first <= one.last:
                found.append(("trip_elsewhere", _("%(name)s travels %(days)s and is expected at %(event)s, %(event_days)s",
                                                  name=one.label, days=_span(one), event=_title(event), event_days=span_of(event)),
                              _("Change the days, or let somebody else travel."),
                              f"trip-at:{one.id}:{event.id}:{one.first}:{one.last}:{first}:{last}", "bad"))
    return found


def _team(trip: Trip, event: Event) -> list[Fact]:
    """Travel days that do not cover the days on the team, people who travel without being on it, and what is off."""
    days, found = team_days(event), []
    on_teams = {member.user_id for part in event.parts for member in part.team}
    for part in event.parts:
        if part.state in OFF and any(one.user_id == member.user_id for one in trip.travellers for member in part.team):
            found.append(("trip_off", _("%(event)s: %(state)s. The trip still goes there.", event=_title(part),
                                        state=STATE_LABELS[part.state]), _("Change the trip and its bookings, or cancel it."),
                          f"trip-off:{trip.id}:{part.id}:{part.state}:{part.starts_on}", "bad"))
    for one in trip.travellers:
        if one.user not in days:
            if one.user_id not in on_teams:
                found.append((
                    "trip_no_member", _("%(name)s travels to %(event)s without being on its team", name=one.label,
                                        event=_title(event)), _("Put that person on the team, or keep this as it is."),
                    f"trip-member:{one.id}:{event.id}", "info"))
            continue
        first, last, _role = days[one.user]
        if one.first > first or one.last < last:
            found.append(("trip_days", _("%(name)s travels %(days)s and is on the team %(team_days)s", name=one.label,
                                         days=_span(one), team_days=formats.day_span(first, last)),
                          _("Change the days of the trip or those on the team."),
                          f"trip-days:{one.id}:{one.first}:{one.last}:{first}:{last}", "warn"))
    return found


def _late(trip: Trip, event: Event) -> list[Fact]:
    """Ways that arrive after the event or leg begins at which their traveller is expected, or leave before it ends."""
    found = []
    for one in trip.travellers:
        ways = [item for item in items_for(trip, one) if item.kind in TIMED_KINDS and item.state != "rebook"]
        for part in event.parts:
            member = next((row for row in part.team if row.user_id == one.user_id), None)
            if member is None or not part.days_known or part.state in OFF:
                continue
            for item in ways:
                said = {"item": item.label, "name": one.label, "event": _title(part)}
                if _misses_beginning(item, part, member):
                    found.append(("arrives_late", _(
                        "%(item)s arrives %(day)s, after %(event)s begins, where %(name)s is expected",
                        day=formats.moment_named(item.ends_at, item.ends_zone), **said),
                        _("Book another connection, or change the first day on the team."),
                        f"late:{item.id}:{one.id}:{part.id}:{item.ends_at:%m%d%H%M}:{part.starts_at:%m%d%H%M}", "bad"))
                elif _misses_end(item, part, member):
                    found.append(("leaves_early", _(
                        "%(item)s leaves %(day)s, before %(event)s ends, where %(name)s is expected",
                        day=formats.moment_named(item.starts_at, item.starts_zone), **said),
                        _("Book another connection, or change the last day on the team."),
                        f"early:{item.id}:{one.id}:{part.id}:{item.starts_at:%m%d%H%M}:{part.ends_at:%m%d%H%M}", "warn"))
    return found


def _misses_beginning(way: TripItem, part: Event, member: TeamMember) -> bool:
    """True where a way is under way at the beginning; without hours, where it takes the whole rest of the first day. Who is
    there on that one day alone may well leave on it."""
    if (member.from_on or part.starts_on) > part.starts_on:
        return False
    if part.starts_local is not None:
        return way.starts_at < part.starts_at < way.ends_at
    leaves, arrives = (to_zone(instant, part.time_zone).date() for instant in (way.starts_at, way.ends_at))
    stays = (member.until_on or part.ends_on) > part.starts_on
    return arrives > part.starts_on and (leaves <= part.starts_on if stays else leaves < part.starts_on)


def _misses_end(way: TripItem, part: Event, member: TeamMember) -> bool:
    """True where a way is under way at the end; without hours, where it leaves on a day before the last one. Who is there on
    the last day alone may well come on it."""
    if (member.until_on or part.ends_on) < part.ends_on:
        return False
    if part.ends_local is not None:
        return way.starts_at < part.ends_at < way.ends_at
    leaves, arrives = (to_zone(instant, part.time_zone).date() for instant in (way.starts_at, way.ends_at))
    return (member.from_on or part.starts_on) < part.ends_on and leaves < part.ends_on <= arrives


def _days(trip: Trip) -> list[Fact]:
    """Days of travellers and lines of the itinerary that lie outside the trip, and what must be booked anew."""
    found = [("trip_outside", _("%(name)s travels %(days)s, the trip takes place %(trip_days)s", name=one.label, days=_span(one),
                                trip_days=formats.day_span(trip.starts_on, trip.ends_on)), _("Change the days of one of them."),
              f"trip-outside:{one.id}:{one.first}:{one.last}:{trip.starts_on}:{trip.ends_on}", "warn")
             for one in trip.travellers if one.first < trip.starts_on or one.last > trip.ends_on]
    for item in trip.items:
        (first, last), one = item.days, item.traveller
        begin, end = (one.first, one.last) if one else (trip.starts_on, trip.ends_on)
        if item.kind != "visa" and (first < begin or last > end):
            found.append(("item_outside", _("%(item)s, %(days)s, lies outside the days of the trip", item=item.label,
                                            days=formats.day_span(first, last)),
                          _("The day of departure and the day of return count as days out."),
                          f"item-outside:{item.id}:{first}:{last}:{begin}:{end}", "warn"))
        if item.state == "rebook":
            found.append(("rebook", _("%(item)s was booked for other days", item=item.label),
                          _("Book it anew, then set it to booked."), f"rebook:{item.id}:{day_of(item)}", "warn"))
    return found


def _connections(trip: Trip) -> list[Fact]:
    """For each traveller: the next way begins before the one before it arrives."""
    found = []
    for one in trip.travellers:
        ways = [item for item in items_for(trip, one) if item.kind in TIMED_KINDS]
        for before, after in zip(ways, ways[1:], strict=False):
            if after.starts_at < before.ends_at:
                found.append(_missed(before, after))
    return found


def _missed(before: TripItem, after: TripItem) -> Fact:
    return ("connection", _("%(next)s leaves %(start)s, before %(item)s arrives %(end)s", item=before.label, next=after.label,
                            start=formats.moment_named(after.starts_at, after.starts_zone),
                            end=formats.moment_named(before.ends_at, before.ends_zone)),
            _("Check days, times and zones, or book another connection."),
            f"connection:{before.id}:{after.id}:{before.ends_at:%m%d%H%M}:{after.starts_at:%m%d%H%M}", "bad")


def _visas(trip: Trip) -> list[Fact]:
    found = []
    for item in (item for item in trip.items if item.kind == "visa"):
        said = {"country": formats.country(item.country), "who": item.traveller.label if item.traveller else _("everybody")}
        first, last = _stay(trip, item)
        if item.state != "granted":
            near = first - now().date() < timedelta(days=_SOON)
            found.append(("visa_open", _("The visa for %(country)s (%(who)s) is not granted, the stay begins on %(day)s",
                                         day=formats.day(first), **said),
                          _("Enter it here as soon as it is granted."), f"visa:{item.id}:{item.state}:{first}",
                          "bad" if near or item.state == "refused" else "warn"))
        elif item.until_on and (item.until_on < last or item.from_on and item.from_on > first):
            valid = formats.day_span(item.from_on, item.until_on) if item.from_on else formats.day(item.until_on)
            found.append(("visa_short", _("The visa for %(country)s (%(who)s) is valid %(days)s, the stay there is %(stay)s",
                                          days=valid, stay=formats.day_span(first, last), **said),
                          _("Apply for another one, or change the days."),
                          f"visa-short:{item.id}:{item.from_on}:{item.until_on}:{first}:{last}", "bad"))
    return found


def _stay(trip: Trip, item: TripItem) -> tuple[date, date]:
    """The days for which a visa is needed: those of the events in its country, else all days of whoever travels."""
    first = item.traveller.first if item.traveller else trip.starts_on
    last = item.traveller.last if item.traveller else trip.ends_on
    parts = [part for part in (trip.event.parts[1:] or [trip.event]) if part.country == item.country and part.days_known
             and part.starts_on <= last and part.ends_on >= first] if trip.event else []
    if len(trip.countries) > 1 and parts:
        return max(first, min(part.starts_on for part in parts)), min(last, max(part.ends_on for part in parts))
    return first, last
