"""The mails to our people: what changed of an event to which they go or of a meeting of theirs, what they take over, and
which tasks are due; in each one's language and on each one's clock."""

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from outreach import mail
from outreach.accounts.models import User
from outreach.db import to_zone
from outreach.events.models import Event, EventTask, Meeting, Trip
from outreach.events.queries import STATE_LABELS, places_of, span_of
from outreach.events.queries.holdings import Held
from outreach.events.queries.meetings import MEETING_STATE_LABELS
from outreach.i18n import formats, in_language
from outreach.mail.models import OutboxMail


@dataclass(frozen=True)
class EventFacts:
    """What people who go to an event must know of it, as it stood at a moment; named as the columns of Event."""

    state: str
    starts_on: date
    ends_on: date
    days_known: bool
    all_day: bool
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    venue: str
    city: str
    country: str | None

    @classmethod
    def of(cls, event: Event) -> "EventFacts":
        """The facts as they stand now."""
        return cls(**{name: getattr(event, name) for name in cls.__dataclass_fields__})


@dataclass(frozen=True)
class Told:
    """An event that changed, and its facts before."""

    event: Event
    before: EventFacts


def when_lines(event: Event | EventFacts, zone: str, lang: str) -> list[str]:
    """When the event is, as lines: the days, or the hours on the event's clock and, where that differs, the reader's."""
    if event.all_day or not event.days_known:
        return [span_of(event, lang=lang)]
    zones = [event.time_zone]
    if to_zone(event.starts_at, zone).utcoffset() != to_zone(event.starts_at, event.time_zone).utcoffset():
        zones.append(zone)
    return [_hours(event, one, lang) for one in zones]


def _hours(event: "Event | EventFacts | MeetingFacts", zone: str, lang: str) -> str:
    start, end = to_zone(event.starts_at, zone), to_zone(event.ends_at, zone)
    one_day = start.date() == end.date()
    until = formats.clock(event.ends_at, zone) if one_day else formats.moment(event.ends_at, zone, lang=lang)
    return f"{formats.moment(event.starts_at, zone, lang=lang)} – {until} ({formats.place(zone, lang=lang)})"


def send_changes(user: User, told: list[Told], reason: str, by: str) -> OutboxMail:
    """One mail about one change, which may touch several events: what was, what is, why, and who decided it."""
    lang = user.language
    with in_language(lang):
        parts = [{"title": one.event.title.shown(lang).text, "rows": _rows(one, user.time_zone, lang),
                  "link": mail.public_url("events.detail", event_id=one.event.id)} for one in told]
        first = told[0]
        state = first.event.state if first.event.state != first.before.state else None
        what = str(STATE_LABELS[state]) if state else _("Changed")
    return mail.queue(
        "events/changed", user.email, name=user.label, language=lang, purpose="transactional", subject_row=first.event,
        what=what, parts=parts, reason=reason, by=by)


def _rows(told: Told, zone: str, lang: str) -> list[tuple[str, str, str]]:
    """(heading, before, now) of what differs; days and place always, so that one date is known from another."""
    before, now = told.before, EventFacts.of(told.event)
    rows = [
        (_("State"), str(STATE_LABELS[before.state]), str(STATE_LABELS[now.state])),
        (_("When"), " / ".join(when_lines(before, zone, lang)), " / ".join(when_lines(now, zone, lang))),
        (_("Where"), places_of(before, lang=lang) or "–", places_of(now, lang=lang) or "–")]
    return [row for place, row in enumerate(rows) if row[1] != row[2] or (place and row[2] != "–")]


@dataclass(frozen=True)
class MeetingFacts:
    """What our people who go to a meeting must know of it, as it stood at a moment."""

    event: Event
    label: str
    state: str
    starts_at: datetime
    ends_at: datetime
    where: str
    who: tuple[str, ...]
    #: Our people who take part or interpret.
    users: frozenset[User]

    @classmethod
    def of(cls, meeting: Meeting) -> "MeetingFacts":
        """The facts as they stand now."""
        users = {one.user for one in meeting.ours} | ({meeting.interpreter} if meeting.interpreter else set())
        return cls(meeting.event, meeting.label, meeting.state, meeting.starts_at, meeting.ends_at,
                   ", ".join(filter(None, (meeting.table.label if meeting.table else "", meeting.place))),
                   tuple(one.label for one in meeting.participants), frozenset(users))


def send_meeting_changes(user: User, told: list[tuple[MeetingFacts, MeetingFacts]], reason: str, by: str) -> OutboxMail:
    """One mail about meetings of somebody that were moved or cancelled, as (before, now): what was and what is."""
    lang = user.language
    with in_language(lang):
        parts = [{"title": f"{now.label}, {now.event.title.shown(lang).text}, {_when(before, user, lang)}",
                  "rows": _meeting_rows(before, now, user, lang),
                  "link": mail.public_url("events.meetings", event_id=now.event.id)} for before, now in told]
        first, last = told[0]
        what = str(MEETING_STATE_LABELS[last.state]) if last.state != first.state else _("Changed")
    return mail.queue(
        "events/meeting_changed", user.email, name=user.label, language=lang, purpose="transactional", subject_row=last.event,
        what=what, parts=parts, reason=reason, by=by)


def _meeting_rows(before: MeetingFacts, now: MeetingFacts, user: User, lang: str) -> list[tuple[str, str, str]]:
    rows = [(_("State"), str(MEETING_STATE_LABELS[before.state]), str(MEETING_STATE_LABELS[now.state])),
            (_("When"), _when(before, user, lang), _when(now, user, lang)), (_("Where"), before.where or "–", now.where or "–"),
            (_("Who takes part"), ", ".join(before.who), ", ".join(now.who))]
    return [row for row in rows if row[1] != row[2]]


def _when(one: MeetingFacts, user: User, lang: str) -> str:
    """The hours of a meeting on the event's clock and, where that differs, the reader's."""
    zones = [one.event.time_zone]
    if to_zone(one.starts_at, user.time_zone).utcoffset() != to_zone(one.starts_at, one.event.time_zone).utcoffset():
        zones.append(user.time_zone)
    return " / ".join(_hours(one, zone, lang) for zone in zones)


def send_handover(user: User, event: Event, old: User, held: list[Held], by: str) -> OutboxMail:
    """One mail about what somebody takes over from a colleague at an event, part by part, in that person's language."""
    lang = user.language
    with in_language(lang):
        parts = [{"title": part.label, "names": part.names} for part in held]
    return mail.queue(
        "events/handed_over", user.email, name=user.label, language=lang, purpose="transactional", subject_row=event, by=by,
        old=old.label, event=event.title.shown(lang).text, parts=parts, trips=any(part.code == "trips" for part in held),
        link=mail.public_url("events.detail", event_id=event.id))


def send_tasks_due(user: User, tasks: list[EventTask]) -> OutboxMail:
    """One mail about tasks of an owner that are due, in the owner's language."""
    lang = user.language
    rows = [{"day": formats.day(task.due_on, weekday=True, lang=lang), "title": task.title.shown(lang).text,
             "event": task.event.title.shown(lang).text,
             "link": mail.public_url("events.edit_task", event_id=task.event_id, task_id=task.id)} for task in tasks]
    return mail.queue("events/tasks_due", user.email, name=user.label, language=lang, purpose="transactional", rows=rows,
                      link=mail.public_url("events.my_tasks"))


def send_reports_due(user: User, due: list[tuple[Trip, date]]) -> OutboxMail:
    """One mail about reports of trips, each with its due day, to whoever writes them, in that person's language."""
    lang = user.language
    rows = [{"day": formats.day(day, weekday=True, lang=lang), "title": trip.title.shown(lang).text,
             "days": formats.day_span(trip.starts_on, trip.ends_on, lang=lang),
             "link": mail.public_url("events.trip_report", trip_id=trip.id)} for trip, day in due]
    return mail.queue("events/reports_due", user.email, name=user.label, language=lang, purpose="transactional", rows=rows,
                      link=mail.public_url("events.trip_reports", who="mine"))
