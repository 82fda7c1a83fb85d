"""Reading a calendar file that somebody uploads: what becomes an event, and what is refused with its text and why.

Every VEVENT is read by itself, so that one that is broken takes nothing along. Rules are expanded only as far as a
hundred dates and ten years, and never those that repeat within a day.
"""

import logging
import re
import time
import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

import recurring_ical_events
from dateutil.rrule import rrulestr
from flask_babel import gettext as _
from icalendar import Calendar, Component
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from outreach.db import LocalTime, to_zone
from outreach.db.time import zone_names
from outreach.errors import Refused
from outreach.events.services.days import check_days, settle_hour
from outreach.events.services.editing import LONGEST_DAYS
from outreach.i18n import formats
from outreach.web.converters import is_address

MOST_OCTETS = 400_000
MOST_EVENTS = 300
MOST_DATES = 100
LONGEST_LINE = 20_000
#: Seconds after which no further part is begun.
_PATIENCE = 3
_FARTHEST = timedelta(days=3660)
#: What stands once in a part; a second one says that the file is broken.
_DATES = ("DTSTART", "DTEND", "DURATION", "RRULE", "RECURRENCE-ID")
_TZID = re.compile(r';TZID="?([^":;\n]*)"?', re.IGNORECASE)
_FOLD = re.compile(r"\n[ \t]")
_log = logging.getLogger(__name__)
_TOO_OFTEN = ("SECONDLY", "MINUTELY", "HOURLY")
#: With these a daily rule may never fit a day, and looking for one takes seconds; no calendar writes them so.
_ODD_DAILY = ("BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYEASTER", "BYSETPOS")
_STATES = {"CANCELLED": "cancelled", "CONFIRMED": "confirmed"}


@dataclass(frozen=True)
class FoundEvent:
    """One date of the file as columns of an event; `group` is the same for the dates of one rule, None without a rule.

    `uid` is made of the file's; `written` is the file's own, by which an event out of our calendars is known again.
    """

    values: dict[str, Any]
    uid: str
    group: str | None
    rule: str
    written: str


@dataclass(frozen=True)
class RefusedPart:
    """What cannot become an event: the beginning of its text, and why."""

    text: str
    reason: str


def decode(octets: bytes) -> str:
    """The text of a file. Raises Refused for one that is too large, not text, or has a line beyond any use."""
    if len(octets) > MOST_OCTETS:
        raise Refused("file_too_large", _("The file has %(size)s. At most %(most)s can be read; export fewer months.",
                                          size=formats.file_size(len(octets)), most=formats.file_size(MOST_OCTETS)), field="file")
    try:
        text = octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("not_utf8", _("The file is not written in UTF-8. Export it as iCalendar (.ics) again."),
                      field="file") from None
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    if max(map(len, text.split("\n")), default=0) > LONGEST_LINE:
        raise Refused("line_too_long", _("A line of the file is longer than %(most)s signs. Nothing was read.",
                                         most=formats.number(LONGEST_LINE)), field="file")
    if not _blocks(text):
        raise Refused("no_events", _("No event was found in the file. Choose an iCalendar file (.ics)."), field="file")
    return text


def _blocks(text: str) -> list[str]:
    """The texts of the VEVENTs, in one pass however many of them never end."""
    found, lines = [], None
    for line in text.split("\n"):
        said = line.strip().upper()
        if said == "BEGIN:VEVENT":
            lines = []
        if lines is not None:
            lines.append(line)
        if said == "END:VEVENT" and lines is not None:
            found.append("\n".join(lines))
            lines = None
    return found


def read(text: str, zone: str) -> tuple[list[FoundEvent], list[RefusedPart]]:
    """The events of a file in the order of their beginning, and what is refused. `zone` is for times without one."""
    found: list[FoundEvent] = []
    refused: list[RefusedPart] = []
    groups: dict[str, list[tuple[Component, str]]] = {}
    blocks = _blocks(text)
    for block in blocks[MOST_EVENTS:]:
        refused.append(RefusedPart(_beginning(block), _("The file holds more than %(most)s events.", most=MOST_EVENTS)))
    ends = time.monotonic() + _PATIENCE
    for number, block in enumerate(blocks[:MOST_EVENTS]):
        try:
            _in_time(ends)
            part = _component(block)
            groups.setdefault(str(part.get("uid") or f"none-{number}"), []).append((part, block))
        except Refused as error:
            refused.append(RefusedPart(_beginning(block), str(error.message)))
    for uid, versions in groups.items():
        parts, older = _newest(versions)
        refused += [RefusedPart(_beginning(block), _("The file holds a newer version of this event.")) for block in older]
        try:
            _in_time(ends)
            dates, missing = _dates(uid, [part for part, _block in parts], zone)
            if len(found) + len(dates) > MOST_EVENTS:
                raise Refused("too_many", _("The file holds more than %(most)s events.", most=MOST_EVENTS))
            found += dates
            refused += missing
        except Refused as error:
            refused += [RefusedPart(_beginning(block), str(error.message)) for _part, block in parts]
        except Exception:  # noqa: BLE001 - whatever a library stumbles over in one part, the others are read
            _log.info("a part of a calendar file cannot be read", exc_info=True)
            refused += [RefusedPart(_beginning(block), _("This part cannot be read.")) for _part, block in parts]
    return sorted(found, key=lambda one: (one.values["starts_on"], one.uid)), refused


def _newest(parts: list[tuple[Component, str]]) -> tuple[list[tuple[Component, str]], list[str]]:
    """Of several versions of one event or of one date, as merged exports hold them, the newest, and the texts of the others."""
    kept: dict[str, tuple[Component, str]] = {}
    older = []
    for part, block in parts:
        date_of = str(part["recurrence-id"].dt) if part.get("recurrence-id") else ""
        before = kept.get(date_of)
        if before is None or _version(part) >= _version(before[0]):
            kept[date_of] = part, block
            older += [before[1]] if before else []
        else:
            older.append(block)
    return list(kept.values()), older


def _version(part: Component) -> tuple[int, str]:
    """What grows with each version: SEQUENCE, and between equal ones the moment of the change."""
    number = str(part.get("sequence") or 0)
    changed = part.get("last-modified") or part.get("dtstamp")
    return int(number) if number.isdigit() else 0, changed.to_ical().decode() if changed is not None else ""


def _in_time(ends: float) -> None:
    if time.monotonic() > ends:
        raise Refused("takes_too_long", _("Reading the file took too long to come to this part. Upload it alone."))


def _component(block: str) -> Component:
    """One VEVENT, without the file's own rules of zones, which may be thousands: a zone is known by its name or refused."""
    try:
        calendar = Calendar.from_ical(f"BEGIN:VCALENDAR\nVERSION:2.0\n{_with_known_zones(block)}\nEND:VCALENDAR\n")
        part = next(iter(calendar.walk("VEVENT")))
        start = part.get("dtstart")
    except Refused:
        raise
    except Exception:  # noqa: BLE001 - the parser raises what its types raise
        _log.info("a part of a calendar file cannot be read", exc_info=True)
        raise Refused("unreadable", _("This part cannot be read.")) from None
    if start is None or any(name in _DATES for name, _text in part.errors) or any(
            isinstance(part.get(name), list) for name in _DATES):
        raise Refused("bad_dates", _("Its dates cannot be read."))
    if not _text(part, "summary").strip():
        raise Refused("title_missing", _("It has no title."))
    return part


def _dates(uid: str, parts: list[Component], zone: str) -> tuple[list[FoundEvent], list[RefusedPart]]:
    """The dates of one event, and those of a rule that cannot be, such as one in the hour that the clocks skip."""
    main = next((part for part in parts if part.get("rrule") is not None or part.get("rdate") is not None), None)
    if main is None:
        return [_event(part, uid, zone, None, "") for part in parts], []
    named = _named_days(main)
    # A date may have been moved to before the first one or after the last.
    moved = [_plain_day(part["dtstart"].dt) for part in parts]
    for day in (*moved, *named):
        check_days(starts_on=day)
    rule = main["rrule"].to_ical().decode() if main.get("rrule") is not None else "RDATE"
    if main.get("rrule") is not None:
        _bounded(main, rule)
    calendar = Calendar()
    for part in parts:
        calendar.add_component(part)
    start = _plain_day(main["dtstart"].dt)
    try:
        dates = recurring_ical_events.of(calendar).between(
            min(*moved, *named, start) - timedelta(days=1), max(start + _FARTHEST, *moved, *named) + timedelta(days=1))
    except (ValueError, TypeError, OverflowError):
        raise _bad_rule() from None
    if len(dates) > MOST_DATES:
        raise Refused("too_many_dates", _("It has more than %(most)s dates (%(rule)s).", most=MOST_DATES, rule=rule[:100]))
    found, refused = [], []
    for part in dates:
        try:
            found.append(_event(part, uid, zone, uid, rule))
        except Refused as error:
            if len(dates) == 1:
                raise
            refused.append(RefusedPart(f"{_text(part, 'summary')}, {part['dtstart'].dt:%Y-%m-%d %H:%M}"[:1500], str(error.message)))
    return found, refused


def _named_days(part: Component) -> list[date]:
    """The days that a part names one by one, as RDATE; a period counts from its beginning."""
    given = part.get("rdate") or []
    moments = [one.dt for line in (given if isinstance(given, list) else [given]) for one in line.dts]
    return [_plain_day(moment[0] if isinstance(moment, tuple) else moment) for moment in moments]


def _bounded(part: Component, rule: str) -> None:
    """Refuse rules that repeat within a day, without end, or too often."""
    often = next((name for name in _TOO_OFTEN if f"FREQ={name}" in rule.upper()), None)
    if often:
        raise _too_often(rule)
    if "FREQ=DAILY" in rule.upper() and any(name in rule.upper() for name in _ODD_DAILY):
        raise _bad_rule()
    if "COUNT=" not in rule.upper() and "UNTIL=" not in rule.upper():
        raise Refused("endless", _("It repeats without end (%(rule)s). Give it a last date in your calendar.", rule=rule[:100]))
    start = datetime.combine(_plain_day(part["dtstart"].dt), datetime.min.time())
    count, until = _ends(part, rule)
    farthest = start + _FARTHEST
    # The rule is walked to a bound of ours: one that never fits a day would run to the year 9999 otherwise.
    walked = ";".join(piece for piece in rule.split(";") if not piece.upper().startswith(("COUNT=", "UNTIL=")))
    try:
        dates = list(islice(rrulestr(f"{walked};UNTIL={min(until or farthest, farthest):%Y%m%dT235959}", dtstart=start),
                            min(count or MOST_DATES + 1, MOST_DATES + 1)))
    except (ValueError, TypeError, OverflowError):
        raise _bad_rule() from None
    if len({moment.date() for moment in dates}) < len(dates):
        raise _too_often(rule)
    if len(dates) > MOST_DATES or (count and count > MOST_DATES and len(dates) == MOST_DATES):
        raise Refused("too_many_dates", _("It has more than %(most)s dates (%(rule)s).", most=MOST_DATES, rule=rule[:100]))
    if (until and until > farthest) or (count and len(dates) < count):
        raise Refused("too_far", _("It repeats for more than ten years (%(rule)s).", rule=rule[:100]))


def _ends(part: Component, rule: str) -> tuple[int | None, datetime | None]:
    """COUNT and UNTIL of a rule, the latter as its day."""
    try:
        given = part["rrule"]
        count = int(given["COUNT"][0]) if given.get("COUNT") else None
        until = datetime.combine(_plain_day(given["UNTIL"][0]), datetime.min.time()) if given.get("UNTIL") else None
    except (ValueError, TypeError, KeyError, IndexError):
        raise _bad_rule() from None
    return count, until


def _bad_rule() -> Refused:
    return Refused("bad_rule", _("The rule by which it repeats cannot be read."))


def _too_often(rule: str) -> Refused:
    return Refused("too_often", _("It repeats several times a day (%(rule)s). Events repeat daily at most.", rule=rule[:100]))


def _event(part: Component, uid: str, zone: str, group: str | None, rule: str) -> FoundEvent:
    start = part["dtstart"].dt
    check_days(starts_on=_plain_day(start))
    try:
        days = _whole_days(part, start) if not isinstance(start, datetime) else _hours(part, zone)
    except OverflowError:
        raise Refused("bad_dates", _("Its dates cannot be read.")) from None
    check_days(ends_on=days["ends_on"])
    if (days["ends_on"] - days["starts_on"]).days >= LONGEST_DAYS:
        raise Refused("too_long", _("It lasts %(days)s days. An event lasts at most %(most)s days.",
                                    days=(days["ends_on"] - days["starts_on"]).days + 1, most=LONGEST_DAYS))
    website = _text(part, "url")
    mark = f"{uid}/{part['recurrence-id'].dt if part.get('recurrence-id') else days['starts_on'] if group else ''}"
    return FoundEvent({
        **days, "title": " ".join(_text(part, "summary").split())[:300],
        "description": _text(part, "description").strip()[:5000],
        "venue": " ".join(_text(part, "location").split())[:300],
        "website": website[:500] if is_address(website) else "",
        "state": _STATES.get(_text(part, "status").upper(), "planned"),
    }, str(uuid.uuid5(uuid.NAMESPACE_URL, mark)), group, rule, "" if group else uid)


def _text(part: Component, name: str) -> str:
    """A text of the part, the first where it stands several times."""
    given = part.get(name)
    return str((given[0] if isinstance(given, list) else given) or "")


def _whole_days(part: Component, start: date) -> dict[str, Any]:
    last = start
    if part.get("dtend") is not None:
        last = max(start, _plain_day(part["dtend"].dt) - timedelta(days=1))
    elif part.get("duration") is not None:
        last = max(start, start + part["duration"].dt - timedelta(days=1))
    return {"starts_on": start, "ends_on": last, "time_zone": None}


def _hours(part: Component, zone: str) -> dict[str, Any]:
    start = part["dtstart"].dt
    end = part["dtend"].dt if part.get("dtend") is not None else (
        start + part["duration"].dt if part.get("duration") is not None else start)
    if not isinstance(end, datetime):
        raise Refused("bad_dates", _("Its dates cannot be read."))
    if end == start:
        # Without an end an event takes no time in the format; nobody means that.
        end = start + timedelta(hours=1)
    named = _zone_of(part["dtstart"], zone)
    walls = [_wall(moment, named) for moment in (start, end)]
    folds = [settle_hour(wall, named, wall.fold) for wall in walls]
    begins, until = (LocalTime(wall.replace(fold=0), named, fold).instant for wall, fold in zip(walls, folds, strict=True))
    if until <= begins:
        raise Refused("end_before_start", _("It ends before it begins."))
    return {"time_zone": named, "starts_on": walls[0].date(), "ends_on": walls[1].date(),
            "starts_local": walls[0].replace(fold=0), "ends_local": walls[1].replace(fold=0),
            "starts_fold": folds[0], "ends_fold": folds[1]}


def _wall(moment: datetime, zone: str) -> datetime:
    """The wall time in the zone, to the minute and without a zone of its own; its fold tells two equal ones apart."""
    local = to_zone(moment, zone) if moment.tzinfo is not None else moment
    return local.replace(tzinfo=None, second=0, microsecond=0)


def _zone_of(start: Any, zone: str) -> str:
    """The zone that a time names; the given one for times in UTC and those without one."""
    return str(start.params.get("TZID") or zone)


def _with_known_zones(block: str) -> str:
    """The part with every zone by its IANA name, which readers know without the rules of the file. Raises Refused."""
    return _TZID.sub(lambda found: f";TZID={_iana(found[1])}", _FOLD.sub("", block))


def _iana(named: str) -> str:
    tail = "/".join(named.split("/")[-2:])
    for candidate in (named, WINDOWS_TO_OLSON.get(named), tail):
        if candidate in zone_names():
            return candidate
    raise Refused("unknown_zone", _("There is no time zone “%(name)s”. Enter one such as Europe/Berlin.", name=named[:60]))


def _plain_day(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value


def _beginning(block: str) -> str:
    """Enough of a part to find it again: all of a short one."""
    return block.strip()[:1500]
