"""Reading meetings: by day and by person, who and what is wanted twice, and the sheet of a day."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_pgettext
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from outreach.accounts.models import User
from outreach.contacts.models import Organisation, Person
from outreach.db import db
from outreach.errors import NotFound
from outreach.events.models import Event, Meeting, MeetingParticipant, MeetingTable
from outreach.events.queries.bookings import Booking
from outreach.events.queries.engagements import clash_facts
from outreach.i18n import LANGUAGES, formats

MEETING_STATE_LABELS = {
    "proposed": lazy_pgettext("meeting", "Proposed"), "confirmed": lazy_pgettext("meeting", "Confirmed"),
    "declined": lazy_pgettext("meeting", "Declined"), "held": lazy_pgettext("meeting", "Held"),
    "cancelled": lazy_pgettext("meeting", "Cancelled")}
MEETING_STATE_TAGS = {"proposed": "info", "confirmed": "ok", "declined": "warn", "held": "ok", "cancelled": "bad"}
#: States of meetings to which nobody goes.
OPEN_STATES = ("proposed", "confirmed", "held")


def meetings_of(event: Event) -> list[Meeting]:
    """All meetings in the order of the clock, with who takes part and where they work."""
    working = selectinload(Meeting.participants).selectinload(MeetingParticipant.person).selectinload(Person.affiliations)
    return list(db.session.scalars(select(Meeting).options(working).where(Meeting.event_id == event.id).order_by(
        Meeting.starts_local, Meeting.starts_fold, Meeting.ends_local, Meeting.id)))


def count_meetings(event: Event) -> int:
    """How many meetings take place or are proposed."""
    return db.session.scalar(select(func.count(Meeting.id)).where(
        Meeting.event_id == event.id, Meeting.state.in_(OPEN_STATES))) or 0


def tables_of(event: Event) -> list[MeetingTable]:
    """Tables by venue and name."""
    return list(db.session.scalars(select(MeetingTable).where(MeetingTable.event_id == event.id).order_by(
        MeetingTable.venue, MeetingTable.name, MeetingTable.id)))


def get_row(model: type, event: Event, row_id: int) -> Any:
    """A meeting or table of the event. Raises NotFound."""
    found = db.session.get(model, row_id) if row_id < 2**31 else None
    if found is None or found.event_id != event.id:
        raise NotFound("unknown_meeting", _("This is not among the meetings any more"))
    return found


def by_day(meetings: Iterable[Meeting]) -> list[tuple[date, list[Meeting]]]:
    """Meetings day by day."""
    return [(day, list(part)) for day, part in groupby(meetings, lambda one: one.starts_local.date())]


def by_person(meetings: Iterable[Meeting]) -> list[tuple[User | Person | Organisation, list[Meeting]]]:
    """Everybody who takes part or interprets, our people first, with their meetings."""
    found: dict[tuple, list[Meeting]] = defaultdict(list)
    rows = {}
    for meeting in meetings:
        for row in dict.fromkeys([*(one.row for one in meeting.participants), *meeting.interpreters]):
            key = (row.__tablename__ != "user_account", row.sort_key, row.__tablename__, row.id)
            rows[key] = row
            found[key].append(meeting)
    return [(rows[key], found[key]) for key in sorted(found)]


def sheet_of(event: Event, who: User | Person, day: date | None = None) -> list[Meeting]:
    """The meetings of one of our people or of somebody from outside, as participant or interpreter, of a day or of all."""
    return [one for one in meetings_of(event) if one.state in OPEN_STATES and day in (None, one.starts_local.date())
            and who in (*one.interpreters, *(part.row for part in one.participants))]


def sheets_of(meetings: list[Meeting]) -> tuple[list[User], list[Person]]:
    """Who has a sheet to print: our people and those from outside, in the order of the meetings."""
    met = [row for one in meetings if one.state in OPEN_STATES
           for row in (*(part.row for part in one.participants), *one.interpreters)]
    return [row for row in dict.fromkeys(met) if isinstance(row, User)], [
        row for row in dict.fromkeys(met) if isinstance(row, Person)]


def bookings_of(meeting: Meeting) -> list[Booking]:
    """Everybody and the table that a meeting takes."""
    who = {("user", one.user_id) if one.user_id else ("person", one.person_id) for one in meeting.participants
           if one.user_id or one.person_id}
    who |= {("user" if isinstance(one, User) else "person", one.id) for one in meeting.interpreters}
    who |= {("table", meeting.table_id)} if meeting.table_id else set()
    return [Booking(one, meeting.starts_at, meeting.ends_at, meeting) for one in sorted(who)]


def meeting_facts(event: Event) -> list[tuple[str, str, str, str]]:
    """What is worth a look as (sentence, way out, key, level): people and tables wanted twice, days outside the event,
    and people who write to us in different languages while nobody interprets."""
    meetings = [one for one in meetings_of(event) if one.state in OPEN_STATES]
    clashes = clash_facts(event, "meeting", [booking for meeting in meetings for booking in bookings_of(meeting)],
                          lambda booking: booking.what.table.label)
    found = {key: (fact, _("Choose another time, or another person or table."), "bad") for fact, key, _who in clashes}
    for meeting in meetings:
        day = meeting.starts_local.date()
        if event.days_known and not event.starts_on <= day <= event.ends_on:
            found[f"meeting-day:{meeting.id}:{day}"] = (
                _("%(title)s, %(day)s, lies outside the event", title=meeting.label, day=formats.day(day)),
                _("Move it into the days of the event."), "warn")
        spoken = sorted({one.row.language for one in meeting.participants if not one.organisation_id and one.row.language})
        if len(spoken) > 1 and not meeting.interpreters and not meeting.language:
            found[f"meeting-language:{meeting.id}:{'-'.join(spoken)}"] = (
                _("%(title)s: %(languages)s are spoken, and nobody interprets", title=meeting.label,
                  languages=", ".join(LANGUAGES[code].name for code in spoken)),
                _("Choose the language of the meeting, or somebody who interprets."), "warn")
    return [(fact, hint, key, level) for key, (fact, hint, level) in found.items()]
