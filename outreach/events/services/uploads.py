"""Events out of a calendar file: kept as it came, read as often as needed, made once."""

import re

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from outreach.activity import Actor, record
from outreach.db import db, now
from outreach.db.time import zone_names
from outreach.errors import Refused
from outreach.events.models import KINDS, CalendarUpload, Event, EventRecurrence
from outreach.events.queries.labels import span_of
from outreach.events.services import calendar_files
from outreach.events.services.calendar_files import FoundEvent, RefusedPart
from outreach.events.services.editing import create_event
from outreach.i18n import LANGUAGES, formats
from outreach.i18n.localized import LocalizedText

#: Events that are made in one unit of work.
BATCH = 8


def keep_upload(actor: Actor, filename: str, octets: bytes, *, kind: str, language: str, time_zone: str) -> CalendarUpload:
    """Keep a file for a preview. Raises Refused, with the field, for one that cannot be read and for wrong choices."""
    if kind not in KINDS:
        raise Refused("unknown_kind", _("Choose the kind of event"), field="kind")
    if language not in LANGUAGES:
        raise Refused("unknown_language", _("Choose a language"), field="language")
    if time_zone not in zone_names():
        raise Refused("unknown_zone", _("There is no time zone “%(name)s”. Enter one such as Europe/Berlin.",
                                        name=time_zone or ""), field="time_zone")
    upload = CalendarUpload(filename=(filename or "calendar.ics")[-200:], text=calendar_files.decode(octets), kind=kind,
                            language=language, time_zone=time_zone, made_by=actor.user, made=[], refused=[])
    db.session.add(upload)
    db.session.flush()
    return upload


def read_upload(upload: CalendarUpload) -> tuple[list[FoundEvent], list[RefusedPart]]:
    """What the file would make today, and what is refused.

    Events that another file made, and those that a program took out of our own calendars, are refused as known; what this
    one made before an interruption is neither.
    """
    found, refused = calendar_files.read(upload.text, upload.time_zone)
    uids = {uid for one in found for uid in (one.uid, _ours(one)) if uid}
    known = {event.ics_uid: event for event in db.session.scalars(select(Event).where(Event.ics_uid.in_(uids)))}
    fresh = []
    for one in found:
        event = known.get(one.uid) or known.get(_ours(one))
        if event is None:
            fresh.append(one)
        elif event.id not in upload.made:
            refused.append(_known(one, event))
    return fresh, refused


def _known(one: FoundEvent, event: Event | None) -> RefusedPart:
    """What is known already, with what the file says otherwise: nobody changes an event by an upload."""
    given = one.values
    said = _("It is in the list of events already, as %(code)s.", code=event.code if event else "")
    if event is None or event.ics_uid not in (one.uid, one.written):
        # Nothing more is known of it, or it is one of the event's tasks.
        return RefusedPart(f"{given['title']}, {given['starts_on']}", said)
    if (given["starts_on"], given["ends_on"]) != (event.starts_on, event.ends_on):
        said += " " + _("The file says %(days)s, the list %(ours)s.", days=formats.day_span(given["starts_on"], given["ends_on"]),
                        ours=span_of(event))
    if given["state"] == "cancelled" != event.state:
        said += " " + _("In the file it is cancelled, in the list it is not.")
    return RefusedPart(f"{given['title']}, {given['starts_on']}", said)


def recurrences_of(upload: CalendarUpload) -> dict[str, int]:
    """The recurrences that the file made before an interruption, by the group of their dates."""
    groups = {one.uid: one.group for one in calendar_files.read(upload.text, upload.time_zone)[0] if one.group is not None}
    made = db.session.execute(select(Event.ics_uid, Event.recurrence_id).where(
        Event.id.in_(upload.made), Event.recurrence_id.is_not(None)))
    return {groups[uid]: key for uid, key in made if uid in groups}


def _ours(one: FoundEvent) -> str:
    """The event of ours that the file's identity may name: our calendars write a task as `task-7-` and its event's."""
    return re.sub(r"^task-\d+-", "", one.written)


def make_events(actor: Actor, upload: CalendarUpload, found: list[FoundEvent], recurrences: dict[str, int]) -> list[RefusedPart]:
    """Make some events of the file; what a rule repeats shares a recurrence, whose ids are kept in `recurrences`.

    Gives what could not be made. Raises Refused for a file that was closed already.
    """
    if upload.applied_at is not None:
        raise Refused("applied_already", _("The events of this file were made already"))
    refused = []
    # Of two presses at once the second finds what the first has made.
    mine = set(db.session.scalars(select(Event.ics_uid).where(Event.id.in_(upload.made)))) if upload.made else set()
    if any(one.uid in mine for one in found):
        recurrences.update(recurrences_of(upload))
    for one in found:
        if one.uid in mine:
            continue
        try:
            with db.session.begin_nested():
                event = create_event(actor, _columns(one, upload))
                event.ics_uid = one.uid
                if one.group is not None:
                    _joined(event, one, recurrences)
            upload.made = [*upload.made, event.id]
        except Refused as error:
            refused.append(RefusedPart(f"{one.values['title']}, {one.values['starts_on']}", str(error.message)))
        except IntegrityError:
            # Somebody else's file brought it between the preview and now.
            refused.append(_known(one, db.session.scalar(select(Event).where(Event.ics_uid == one.uid))))
    return refused


def close_upload(actor: Actor, upload: CalendarUpload, refused: list[RefusedPart]) -> None:
    """Keep what was refused with its reasons; the file makes nothing more."""
    upload.applied_at = now()
    upload.refused = [[part.text, part.reason] for part in refused]
    record(actor, "event.uploaded", upload, made=len(upload.made), refused=len(refused))


def _columns(one: FoundEvent, upload: CalendarUpload) -> dict:
    values = {name: value for name, value in one.values.items() if name not in ("title", "description")}
    description = one.values["description"]
    return {**values, "time_zone": values["time_zone"] or upload.time_zone, "kind": upload.kind,
            "title": LocalizedText.of(upload.language, one.values["title"]),
            "description": LocalizedText.of(upload.language, description) if description else None}


def _joined(event: Event, one: FoundEvent, recurrences: dict[str, int]) -> None:
    if one.group not in recurrences:
        recurrence = EventRecurrence(rule=one.rule[:500], pending=[])
        db.session.add(recurrence)
        db.session.flush()
        recurrences[one.group or ""] = recurrence.id
    event.recurrence_id, event.recurs_on = recurrences[one.group or ""], event.starts_on
