"""Writing meetings: who meets whom when, their state, and the result that stands on everybody's timeline."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import update

from outreach.accounts.models import User
from outreach.activity import Actor, changes_of, record
from outreach.contacts.models import Organisation, Person
from outreach.db import db, hold
from outreach.errors import Conflict, Refused
from outreach.events.emails import MeetingFacts
from outreach.events.models import MEETING_STATES, Event, Meeting, MeetingParticipant, MeetingTable
from outreach.events.queries import meetings as asked
from outreach.events.services.days import check_hours
from outreach.events.services.telling import tell_meetings
from outreach.i18n import LANGUAGES

#: What a caller may set.
MEETING_FIELDS = ("subject", "starts_local", "starts_fold", "ends_local", "ends_fold", "table_id", "place", "language",
                  "interpreter_id", "interpreter_person_id", "note")
_KINDS = {User: "user_id", Person: "person_id", Organisation: "organisation_id"}


def save_meeting(actor: Actor, event: Event, values: dict[str, Any], who: list[User | Person | Organisation],
                 meeting: Meeting | None = None, *, version: int | None = None) -> Meeting:
    """Arrange a meeting from columns as in MEETING_FIELDS with exactly these participants, or change one.

    Our people are told of a confirmed one that changes. A fold is None where nobody was asked which of two equal times is
    meant. Raises Refused, with the field, for what cannot be, Conflict where somebody else changed the meeting since
    `version`.
    """
    _hold(meeting, version)
    given = {name: value for name, value in values.items() if name in MEETING_FIELDS}
    _check(event, given, who)
    added = meeting is None
    if added:
        meeting = Meeting(event=event, **given)
        db.session.add(meeting)
        changes = {}
    else:
        was = MeetingFacts.of(meeting)
        changes = changes_of(meeting, given)
    before = [one.label for one in meeting.participants]
    if _set_participants(meeting, who):
        changes["participants"] = (", ".join(before), ", ".join(one.label for one in meeting.participants))
    db.session.expire(meeting, ["table", "interpreter", "interpreter_person"])
    if added:
        record(actor, "meeting.arranged", event, about=_about(meeting), meeting=meeting.label)
    elif changes:
        meeting.version += 1
        record(actor, "meeting.changed", event, changes=changes, about=_about(meeting), meeting=meeting.label)
        tell_meetings(actor, [(was, MeetingFacts.of(meeting))])
    return meeting


def _hold(row: Meeting | MeetingTable | None, version: int | None) -> None:
    if row is not None and not hold(row, version):
        raise Conflict("version_conflict", _("Somebody else changed this entry meanwhile. Check what is stored now."))


def _about(meeting: Meeting) -> list:
    return [*(one.row for one in meeting.participants), *meeting.interpreters]


def _check(event: Event, given: dict[str, Any], who: list) -> None:
    check_hours(given, event.time_zone)
    theirs = sum(isinstance(one, (Person, Organisation)) for one in who)
    if not theirs:
        raise Refused("nobody_else", _("Enter whom we meet"), field="people")
    if theirs == len(who) < 2:
        raise Refused("nobody_of_ours", _("Choose who of us takes part, or enter two from outside who meet"), field="users")
    if given.get("language") not in (None, *LANGUAGES):
        raise Refused("unknown_language", _("Choose a language"), field="language")
    if given.get("table_id"):
        asked.get_row(MeetingTable, event, given["table_id"])


def _set_participants(meeting: Meeting, who: list) -> bool:
    wanted = {(_KINDS[type(one)], one.id): one for one in who}
    held = {(_KINDS[type(one.row)], one.row.id): one for one in meeting.participants}
    for key in held.keys() - wanted.keys():
        meeting.participants.remove(held[key])
    db.session.flush()
    for key, one in wanted.items():
        if key not in held:
            meeting.participants.append(MeetingParticipant(**{key[0].removesuffix("_id"): one}))
    db.session.flush()
    return held.keys() != wanted.keys()


def set_state(actor: Actor, meeting: Meeting, state: str, result: str = "", result_language: str | None = None, *,
              tell: bool = True, version: int | None = None) -> Meeting:
    """Confirm, decline, cancel a meeting, or say that it was held and what came of it.

    The result stands on the timelines of everybody who took part. Our people are told of a confirmed one that falls, unless
    the caller does it. Raises Refused for a state that does not exist, Conflict as save_meeting does.
    """
    _hold(meeting, version)
    if state not in MEETING_STATES:
        raise Refused("unknown_state", _("Choose a state"), field="state")
    before = MeetingFacts.of(meeting)
    changes = changes_of(meeting, {"state": state})
    told = result.strip() != meeting.result
    meeting.result, meeting.result_language = result.strip(), (result_language if result.strip() else None)
    if changes or told:
        meeting.version += 1
        said = {"result": meeting.result} if told and meeting.result else {}
        record(actor, "meeting.state_changed", meeting.event, changes=changes, about=_about(meeting), meeting=meeting.label,
               state=state, **said)
    if tell:
        tell_meetings(actor, [(before, MeetingFacts.of(meeting))])
    return meeting


def remove_meeting(actor: Actor, meeting: Meeting) -> None:
    """Take a meeting away that was entered by mistake; others are cancelled or declined."""
    before = MeetingFacts.of(meeting)
    tell_meetings(actor, [(before, replace(before, state="cancelled"))])
    record(actor, "meeting.removed", meeting.event, about=_about(meeting), meeting=meeting.label)
    db.session.delete(meeting)
    db.session.flush()


def save_table(actor: Actor, event: Event, name: str, venue: str = "", table: MeetingTable | None = None, *,
               version: int | None = None) -> MeetingTable:
    """Add a table or change one. Raises Refused without a name, Conflict as save_meeting does."""
    _hold(table, version)
    if not name.strip():
        raise Refused("name_missing", _("Enter a name"), field="name")
    if table is None:
        table = MeetingTable(event=event, version=0)
        db.session.add(table)
    table.name, table.venue, table.version = name.strip(), venue.strip(), table.version + 1
    record(actor, "meeting.table_saved", event, table=table.label)
    return table


def remove_table(actor: Actor, table: MeetingTable) -> None:
    """Take a table away; its meetings stay, without it."""
    record(actor, "meeting.table_removed", table.event, table=table.label)
    db.session.execute(update(Meeting).where(Meeting.table_id == table.id).values(table_id=None))
    db.session.delete(table)
    db.session.flush()


def shift_meetings(event: Event, step: timedelta) -> None:
    """Move the meetings with their event by whole days; those that were confirmed are proposed again, for nobody agreed to
    the new day. What was held stays."""
    for meeting in asked.meetings_of(event):
        if meeting.state in ("proposed", "confirmed"):
            meeting.starts_local, meeting.ends_local = meeting.starts_local + step, meeting.ends_local + step
            meeting.state, meeting.version = "proposed", meeting.version + 1
