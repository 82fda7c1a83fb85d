"""Writing whether and when people from outside can at an event, who of them interprets, and what falls when they do not come."""

from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _

from outreach.activity import Actor, changes_of, record
from outreach.contacts.models import Person
from outreach.db import db, hold
from outreach.errors import Conflict, Refused
from outreach.events.emails import MeetingFacts
from outreach.events.models import Event, MeetingAttendee
from outreach.events.queries import meetings as meeting_queries
from outreach.events.queries import wishes as asked
from outreach.events.services.meetings import set_state
from outreach.events.services.telling import tell_meetings
from outreach.i18n import LANGUAGES


def save_attendee(actor: Actor, event: Event, person: Person, values: dict[str, Any], *,
                  version: int | None = None) -> MeetingAttendee:
    """Keep when somebody from outside can, from the columns `hours` and `speaks` of MeetingAttendee.

    Raises Refused, with the field, for hours that end before they begin, Conflict where somebody else changed it since
    `version`.
    """
    row = _row(event, person)
    if row.id is not None and not hold(row, version):
        raise Conflict("version_conflict", _("Somebody else changed this entry meanwhile. Check what is stored now."))
    hours = {day: list(pair) for day, pair in (values.get("hours") or {}).items()}
    for day, (first, last) in hours.items():
        if first and last and first >= last:
            raise Refused("end_before_start", _("It ends before it begins"), field=f"until_{day}")
    if not set(values.get("speaks") or ()) <= set(LANGUAGES):
        raise Refused("unknown_language", _("Choose a language"), field="speaks")
    if changes_of(row, {"hours": hours, "speaks": list(values.get("speaks") or ()), "coming": True}):
        row.version = (row.version or 0) + 1
        db.session.flush()
        record(actor, "planner.attendee_saved", event, about=[person], person=person.label)
    return row


def drop_out(actor: Actor, event: Event, person: Person, reason: str = "") -> int:
    """Somebody from outside does not come: they leave the meetings at which others of their side remain, the rest are
    cancelled, those at which they interpret lose the interpreter, and our people are told once.

    Gives how many meetings were cancelled.
    """
    row = _row(event, person)
    row.coming, row.version = False, (row.version or 0) + 1
    db.session.flush()
    told, cancelled = [], 0
    for meeting in meeting_queries.meetings_of(event):
        if meeting.state not in ("proposed", "confirmed"):
            continue
        before = MeetingFacts.of(meeting)
        here = next((one for one in meeting.participants if one.person_id == person.id), None)
        if here is not None and meeting.wish_id and meeting.state == "proposed":
            db.session.delete(meeting)
            continue
        # Two whom a wish brings together meet each other or not at all.
        if here is not None and not meeting.wish_id and len(meeting.theirs) > 1:
            meeting.participants.remove(here)
            meeting.version += 1
            db.session.flush()
        elif here is not None:
            set_state(actor, meeting, "cancelled", meeting.result, meeting.result_language, tell=False)
            cancelled += 1
        elif meeting.interpreter_person_id == person.id:
            meeting.interpreter_person, meeting.version = None, meeting.version + 1
            db.session.flush()
        else:
            continue
        told.append((before, MeetingFacts.of(meeting)))
    db.session.flush()
    record(actor, "planner.dropped_out", event, about=[person], person=person.label, reason=reason.strip()[:500])
    tell_meetings(actor, told, reason)
    return cancelled


def shift_attendees(event: Event, step: timedelta) -> None:
    """Move the days on which people from outside can with their event."""
    for row in asked.attendees_of(event).values():
        row.hours = {(date.fromisoformat(day) + step).isoformat(): pair for day, pair in row.hours.items()}
        row.version += 1


def _row(event: Event, person: Person) -> MeetingAttendee:
    hold(event)
    row = asked.attendees_of(event).get(person.id)
    if row is None:
        row = MeetingAttendee(event=event, person=person, coming=True, hours={}, speaks=[])
        db.session.add(row)
    return row
