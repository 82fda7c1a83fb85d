"""Events as iCalendar (RFC 5545, RFC 7986): private feeds, single public events, parts of invitations.

Texts come from people and cards: control characters and line breaks of every kind are taken out or turned into
the one line break that the format escapes, so that nobody can write a line of their own into the file.
"""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from icalendar import Calendar, Timezone, vDatetime
from icalendar import Event as CalendarEvent

from outreach.catalogue.queries import industry_label
from outreach.db.time import local_kind
from outreach.events.models import CalendarFeed, Event
from outreach.events.queries import KIND_LABELS, PRESENCE_LABELS, feed_events, places_of, public_feed_events
from outreach.i18n import in_language
from outreach.mail.rendering import public_url

PRODUCT = "-//Outreach//Events//EN"
#: How often a client is asked to come again.
REFRESH = timedelta(hours=1)
_STATUS = {"planned": "TENTATIVE", "postponed": "TENTATIVE", "cancelled": "CANCELLED"}
_BREAKS = re.compile(r"\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f\ud800-\udfff]")


def clean(text: Any, *, one_line: bool = False) -> str:
    """Text that a calendar file can carry: LF is the only line break, and none at all with `one_line`."""
    plain = _CONTROLS.sub("", _BREAKS.sub("\n", str(text or "")))
    return " ".join(plain.split()) if one_line else plain.strip()


def feed_calendar(feed: CalendarFeed) -> bytes:
    """The feed's file in its owner's language."""
    with in_language(feed.user.language):
        calendar = new_calendar(feed_name(feed))
        for event in feed_events(feed):
            calendar.add_component(vevent(event, feed.user.language, public_url("events.detail", event_id=event.id),
                                          all_day=feed.all_day))
        return finish(calendar)


def feed_name(feed: CalendarFeed) -> str:
    """The name under which a client lists the calendar."""
    if feed.scope == "event" and feed.event:
        return feed.event.title.shown(feed.user.language).text
    if feed.scope == "unit" and feed.user.unit:
        return _("Events of %(unit)s", unit=feed.user.unit.name.shown(feed.user.language).text)
    return _("Events of %(name)s", name=feed.user.label) if feed.scope == "mine" else _("All events")


def event_calendar(event: Event, lang: str) -> bytes:
    """One event for our own people in one language, to be opened by a client."""
    with in_language(lang):
        calendar = new_calendar(event.title.shown(lang).text)
        calendar.add_component(vevent(event, lang, public_url("events.detail", event_id=event.id)))
        return finish(calendar)


def public_calendar(event: Event, lang: str) -> bytes:
    """One public event in one language, to be opened by a client."""
    with in_language(lang):
        calendar = new_calendar(event.title.shown(lang).text)
        address = public_url("events.public_detail", lang=lang, code=event.code)
        calendar.add_component(vevent(event, lang, address, public=True))
        return finish(calendar)


def public_feed_calendar(name: str, lang: str) -> bytes:
    """All public events in one language, under the name by which a client lists the calendar."""
    with in_language(lang):
        calendar = new_calendar(name)
        for event in public_feed_events():
            address = public_url("events.public_detail", lang=lang, code=event.code)
            calendar.add_component(vevent(event, lang, address, public=True))
        return finish(calendar)


def new_calendar(name: str, method: str | None = None) -> Calendar:
    """An empty calendar; with a method it is a message, without one a publication that is fetched again."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if method:
        calendar.add("method", method)
        return calendar
    for key in ("name", "x-wr-calname"):
        calendar.add(key, clean(name, one_line=True))
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    return calendar


def vevent(event: Event, lang: str, url: str, *, all_day: bool = False, uid: str | None = None,
           public: bool = False) -> CalendarEvent:
    """One event as a component in the open language; the caller has opened in_language(lang).

    A `public` one says nothing of our part in it, nor of what we have not confirmed.
    """
    part = CalendarEvent()
    part.add("uid", uid or event.ics_uid)
    part.add("sequence", event.ics_sequence)
    # Without a method DTSTAMP is the last revision, so the same event gives the same octets every time.
    part.add("dtstamp", event.ics_changed_at.astimezone(UTC))
    part.add("last-modified", event.ics_changed_at.astimezone(UTC))
    part.add("created", event.created_at.astimezone(UTC))
    part.add("summary", clean(_summary(event, lang), one_line=True))
    _add_times(part, event, all_day)
    part.add("status", _STATUS.get(event.state, "CONFIRMED"))
    place, description = clean(places_of(event, lang=lang), one_line=True), clean(_description(event, lang, public))
    if place:
        part.add("location", place)
    if description:
        part.add("description", description)
    labels = [str(KIND_LABELS[event.kind]), *[str(industry_label(code)) for code in event.industries or []]]
    part.add("categories", [clean(label, one_line=True) for label in labels])
    part.add("url", url)
    return part


def finish(calendar: Calendar) -> bytes:
    """The octets, with a VTIMEZONE for every TZID."""
    days = [part.decoded("dtstart") for part in calendar.walk("VEVENT")] + [
        part.decoded("dtend") for part in calendar.walk("VEVENT")]
    years = [day.year for day in days] or [2000]
    calendar.add_missing_timezones(first_date=date(min(years) - 1, 1, 1), last_date=date(max(years) + 1, 12, 31))
    for zone in calendar.walk("VTIMEZONE"):
        _correct(zone)
    return calendar.to_ical()


def _summary(event: Event, lang: str) -> str:
    title = event.title.shown(lang).text
    if event.state == "cancelled":
        # Several clients show STATUS:CANCELLED like any other event, so the title says it too.
        return _("Cancelled: %(title)s", title=title)
    return _("Postponed: %(title)s", title=title) if event.state == "postponed" else title


def _description(event: Event, lang: str, public: bool) -> str:
    lines = [] if public else [str(PRESENCE_LABELS[event.presence])]
    if not public and not event.confirmed_on and event.state not in ("cancelled", "done"):
        lines.append(_("Nobody has confirmed the dates"))
    if event.description:
        lines += ["", event.description.shown(lang).text]
    return "\n".join(lines).strip()


def _add_times(part: CalendarEvent, event: Event, all_day: bool) -> None:
    if all_day or event.all_day:
        part.add("dtstart", event.starts_on)
        part.add("dtend", event.ends_on + timedelta(days=1))
        return
    for key, wall, instant in (
        ("dtstart", event.starts_local, event.starts_at),
        ("dtend", event.ends_local, event.ends_at),
    ):
        # The format knows only the first of two equal wall times, so the second goes out in UTC.
        twice = local_kind(wall, event.time_zone) == "twice"
        utc = twice or event.time_zone == "UTC"
        part.add(key, instant.astimezone(UTC) if utc else wall.replace(tzinfo=ZoneInfo(event.time_zone)))


def _correct(zone: Timezone) -> None:
    """Move the onsets that icalendar writes in the new offset to the old one, as RFC 5545 3.6.5 wants.

    It writes 03:00 for the European change to summer time; readers that take the rule by the letter would then
    be an hour late on that day.
    """
    zone.pop("comment", None)
    info = ZoneInfo(str(zone["tzid"]))
    for part in zone.subcomponents:
        before, after = part["tzoffsetfrom"].td, part["tzoffsetto"].td
        if before == after:
            continue
        part["dtstart"] = vDatetime(_onset(part["dtstart"].dt, before, after, info))
        listed = part.get("rdate")
        for item in listed if isinstance(listed, list) else [listed] if listed else []:
            for entry in item.dts:
                entry.dt = _onset(entry.dt, before, after, info)


def _onset(wall: datetime, before: timedelta, after: timedelta, info: ZoneInfo) -> datetime:
    """The wall time, in the old offset, at which the clocks change."""
    for candidate in (wall, wall - (after - before)):
        instant = (candidate - before).replace(tzinfo=UTC)
        earlier = (instant - timedelta(seconds=1)).astimezone(info).utcoffset()
        if earlier == before and instant.astimezone(info).utcoffset() == after:
            return candidate
    return wall
