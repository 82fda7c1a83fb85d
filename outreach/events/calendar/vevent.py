"""One event, or one task on its due day, as a component."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from icalendar import Alarm, vCategory, vDatetime, vInt, vText, vUri
from icalendar import Event as CalendarEvent

from outreach.catalogue.queries import industry_label
from outreach.db.time import local_kind
from outreach.events.calendar.text import clean
from outreach.events.models import OFF, Event, EventTask
from outreach.events.queries import KIND_LABELS, PRESENCE_LABELS, places_of, span_of, was_of
from outreach.mail.rendering import public_url

_STATUS = {"planned": "TENTATIVE", "postponed": "TENTATIVE", "cancelled": "CANCELLED"}
#: Names of colours as CSS knows them (RFC 7986 5.9): what is sure, what is not, what needs a look, what is over.
COLOURS = {"planned": "steelblue", "confirmed": "teal", "postponed": "darkorange", "moved": "darkorange",
           "cancelled": "gray", "done": "slategray"}
_TASK_COLOUR = "mediumpurple"
#: The hour of the day, on the clock of whoever reads, at which an alarm reminds of a task.
_ALARM_AT = timedelta(hours=9)


def vevent(event: Event, lang: str, url: str, *, all_day: bool = False, uid: str | None = None,
           public: bool = False) -> CalendarEvent:
    """One event as a component in the open language; the caller has opened in_language(lang).

    A `public` one says nothing of our part in it, nor of what we have not confirmed.
    """
    part = CalendarEvent()
    _add_identity(part, uid or event.ics_uid, event.ics_sequence, event.ics_changed_at, event.created_at)
    _add_times(part, event, all_day)
    # Typed values as they are: to guess the type of each by its name takes icalendar half of the time.
    part["summary"] = vText(clean(_summary(event, lang), one_line=True))
    # Nobody stands for the new days of a moved event until somebody has confirmed them.
    part["status"] = vText("TENTATIVE" if event.state == "moved" and not event.confirmed_on
                           else _STATUS.get(event.state, "CONFIRMED"))
    if event.state in OFF:
        part["transp"] = vText("TRANSPARENT")
    part["color"] = vText(COLOURS[event.state])
    place, description = clean(places_of(event, lang=lang), one_line=True), clean(_description(event, lang, public))
    if place:
        part["location"] = vText(place)
    if description:
        part["description"] = vText(description)
    labels = [str(KIND_LABELS[event.kind]), *[str(industry_label(code)) for code in event.industries or []]]
    part["categories"] = vCategory([clean(label, one_line=True) for label in labels])
    part["url"] = vUri(url)
    return part


def task_part(task: EventTask, lang: str, days_ahead: int) -> CalendarEvent:
    """A task on its due day, with an alarm so many days ahead.

    It is no VTODO: the calendars that read feeds show none. Most of them leave the alarms of feeds out too, so the
    day itself carries what is to be done.
    """
    event, part = task.event, CalendarEvent()
    changed = max(task.updated_at, event.ics_changed_at)
    _add_identity(part, f"task-{task.id}-{event.ics_uid}", task.version + event.ics_sequence, changed, task.created_at)
    title, of_event = task.title.shown(lang).text, event.title.shown(lang).text
    summary = clean(_("Due: %(task)s (%(event)s)", task=title, event=of_event), one_line=True)
    part.add("summary", summary)
    part.add("dtstart", task.due_on)
    part.add("dtend", task.due_on + timedelta(days=1))
    part.add("transp", "TRANSPARENT")
    part.add("color", _TASK_COLOUR)
    part.add("description", clean("\n".join([of_event, span_of(event, lang=lang), task.note])))
    part.add("categories", [clean(_("Task"), one_line=True)])
    part.add("url", public_url("events.tasks", event_id=event.id))
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", _ALARM_AT - timedelta(days=days_ahead))
    part.add_component(alarm)
    return part


def _add_identity(part: CalendarEvent, uid: str, sequence: int, changed: datetime, created: datetime) -> None:
    part["uid"], part["sequence"] = vText(uid), vInt(sequence)
    # Without a method DTSTAMP is the last revision, so the same event gives the same octets every time.
    part["dtstamp"] = part["last-modified"] = vDatetime(changed.astimezone(UTC))
    part["created"] = vDatetime(created.astimezone(UTC))


def _summary(event: Event, lang: str) -> str:
    title: dict[str, Any] = {"title": event.title.shown(lang).text}
    # Several clients show STATUS:CANCELLED like any other event, so the title says it too.
    if event.state == "cancelled":
        return _("Cancelled: %(title)s", **title)
    if event.state == "postponed":
        return _("Postponed: %(title)s", **title)
    return _("Moved: %(title)s", **title) if event.state == "moved" else title["title"]


def _description(event: Event, lang: str, public: bool) -> str:
    former = was_of(event, lang=lang)
    lines = [_("Before: %(days)s", days=former)] if former else []
    if not public:
        lines.append(str(PRESENCE_LABELS[event.presence]))
    if not public and not event.confirmed_on and event.state not in ("cancelled", "done"):
        lines.append(_("Nobody has confirmed the dates"))
    if event.description:
        lines += ["", event.description.shown(lang).text]
    return "\n".join(lines).strip()


def _add_times(part: CalendarEvent, event: Event, all_day: bool) -> None:
    if all_day or event.all_day:
        # What ends at midnight does not touch the next day; DTEND is the first day without it.
        late = event.ends_local is not None and event.ends_local.time() == time.min and event.ends_on > event.starts_on
        part.add("dtstart", event.starts_on)
        part.add("dtend", event.ends_on if late else min(event.ends_on, date.max - timedelta(days=1)) + timedelta(days=1))
        return
    for key, wall, instant in (
        ("dtstart", event.starts_local, event.starts_at),
        ("dtend", event.ends_local, event.ends_at),
    ):
        # The format knows only the first of two equal wall times, so the second goes out in UTC.
        twice = local_kind(wall, event.time_zone) == "twice"
        utc = twice or event.time_zone == "UTC"
        part.add(key, instant.astimezone(UTC) if utc else wall.replace(tzinfo=ZoneInfo(event.time_zone)))
