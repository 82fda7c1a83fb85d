"""Whole calendars: those that are read again and again, and files of one event."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from flask_babel import gettext as _
from icalendar import Calendar

from outreach.catalogue.queries import setting
from outreach.db import db
from outreach.events.calendar.kept import Kind, Piece, piece, piece_of, pieces, surroundings
from outreach.events.calendar.text import clean, written
from outreach.events.calendar.vevent import task_part
from outreach.events.calendar.zones import zone_text
from outreach.events.models import CalendarFeed, Event
from outreach.events.queries import feeds
from outreach.i18n import in_language
from outreach.mail.rendering import public_url

PRODUCT = "-//Outreach//Events//EN"
#: How often a client is asked to come again.
REFRESH = timedelta(hours=1)
_COLOUR = "teal"
_END = "END:VCALENDAR\r\n"


@dataclass(frozen=True)
class CalendarFile:
    """The octets, and the texts of events that were written for them and may be kept, as rows of CalendarText."""

    octets: bytes
    fresh: list[dict] = field(default_factory=list)


def feed_mark(feed: CalendarFeed) -> str:
    """A digest of what the feed would show, without loading an event."""
    lang = feed.user.language
    with in_language(lang):
        told = [feed.token_hash, feed.scope, feed.all_day, lang, feed_name(feed), surroundings(lang), feeds.feed_stand(feed)]
    if feed.with_tasks:
        told += [setting("task_reminder_days"), feeds.task_stand(feed)]
    return _digest(told)


def public_feed_mark(name: str, lang: str) -> str:
    """A digest of what the public calendar would show in this language, without loading an event."""
    return _digest([name, lang, surroundings(lang), feeds.public_stand()])


def _digest(told: list) -> str:
    return hashlib.sha256(repr(told).encode()).hexdigest()[:40]


def feed_calendar(feed: CalendarFeed) -> CalendarFile:
    """The feed's file in its owner's language."""
    lang, statement = feed.user.language, feeds.feed_select(feed)
    kind = Kind(lang, all_day=feed.all_day)
    with in_language(lang):
        found, fresh = pieces(statement, kind, surroundings(lang))
        head = new_calendar(feed_name(feed))
        _describe(head, _("This calendar follows our list of events. Changes are made there."),
                  public_url("events.index"), feeds.newest_change(statement) or feed.created_at)
        if feed.with_tasks:
            ahead = setting("task_reminder_days")
            found += [piece(task_part(task, lang, ahead)) for task in db.session.scalars(feeds.task_select(feed))]
        return CalendarFile(_joined(head, found), fresh)


def feed_name(feed: CalendarFeed) -> str:
    """The name under which a client lists the calendar."""
    if feed.scope in ("event", "leg") and feed.event:
        return feed.event.title.shown(feed.user.language).text
    if feed.scope == "unit" and feed.user.unit:
        return _("Events of %(unit)s", unit=feed.user.unit.name.shown(feed.user.language).text)
    return _("Events of %(name)s", name=feed.user.label) if feed.scope == "mine" else _("All events")


def public_feed_calendar(name: str, lang: str) -> CalendarFile:
    """All public events in one language, under the name by which a client lists the calendar."""
    statement = feeds.public_feed_select()
    with in_language(lang):
        found, fresh = pieces(statement, Kind(lang, public=True), surroundings(lang))
        head = new_calendar(name)
        _describe(head, _("Public events of %(name)s", name=name), public_url("events.public_index", lang=lang),
                  feeds.newest_change(statement))
        head.add("source", public_url("events.public_feed", lang=lang), parameters={"value": "URI"})
        return CalendarFile(_joined(head, found), fresh)


def event_calendar(event: Event, lang: str) -> bytes:
    """One event for our own people in one language, to be opened by a client."""
    return _single(event, Kind(lang))


def public_calendar(event: Event, lang: str) -> bytes:
    """One public event in one language, to be opened or subscribed to by a client."""
    return _single(event, Kind(lang, public=True))


def _single(event: Event, kind: Kind) -> bytes:
    with in_language(kind.language):
        return _joined(new_calendar(event.title.shown(kind.language).text), [piece_of(event, kind)])


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
    calendar.add("color", _COLOUR)
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    return calendar


def _describe(calendar: Calendar, text: str, url: str, changed: datetime | None) -> None:
    for key in ("description", "x-wr-caldesc"):
        calendar.add(key, clean(text))
    calendar.add("url", url)
    if changed:
        calendar.add("last-modified", changed.astimezone(UTC))


def finish(calendar: Calendar) -> bytes:
    """The octets of a calendar with its parts, with a VTIMEZONE for every TZID."""
    head = Calendar()
    head.update(calendar)
    return _joined(head, [piece(part) for part in calendar.subcomponents])


def _joined(head: Calendar, found: Iterable[Piece]) -> bytes:
    """The head of an empty calendar, the zones that the pieces name, and the pieces."""
    found = list(found)
    years = [year for piece in found for year in piece.years]
    zones = [zone_text(zone, min(years), max(years)) for zone in sorted({piece.zone for piece in found} - {""})]
    return "".join([written(head).removesuffix(_END), *zones, *[piece.text for piece in found], _END]).encode()
