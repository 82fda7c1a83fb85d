"""Reading events that repeat, and calendar files that were uploaded."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from outreach.db import db
from outreach.errors import NotFound
from outreach.events.models import CalendarUpload, Event, EventRecurrence
from outreach.events.queries.lists import visible_events

FREQUENCY_LABELS = {
    "weekly": _l("Every week, on the same day"), "monthly_day": _l("Every month, on the same date"),
    "monthly_weekday": _l("Every month, on the same weekday of the month")}
NTH_LABELS = {1: _l("the first of the month"), 2: _l("the second of the month"), 3: _l("the third of the month"),
              4: _l("the fourth of the month"), -1: _l("the last of the month")}


def dates_of_event(viewer, event: Event) -> list[Event]:
    """All dates of an event that repeats, in their order; the event alone otherwise."""
    if event.recurrence_id is None:
        return [event]
    return list(db.session.scalars(
        visible_events(viewer).where(Event.recurrence_id == event.recurrence_id).order_by(Event.starts_on, Event.id)))


def count_dates(event: Event) -> int:
    """How many dates the event has."""
    if event.recurrence_id is None:
        return 0
    return db.session.scalar(select(func.count(Event.id)).where(Event.recurrence_id == event.recurrence_id)) or 0


def count_pending(event: Event) -> int:
    """How many dates of the rule are still to be made."""
    found = db.session.get(EventRecurrence, event.recurrence_id) if event.recurrence_id else None
    return len(found.pending) if found else 0


def get_upload(viewer, upload_id: int, *, hold: bool = False) -> CalendarUpload:
    """A calendar file that the viewer uploaded; administrators read all. With `hold` nobody else works on it to the end of the
    unit of work. Raises NotFound."""
    found = db.session.get(CalendarUpload, upload_id, with_for_update={"of": CalendarUpload} if hold else None,
                           populate_existing=hold)
    if found is None or (found.made_by_id != viewer.id and viewer.role != "administrator"):
        raise NotFound("unknown_upload", _("There is no such calendar file"))
    return found


def events_made(viewer, upload: CalendarUpload) -> list[Event]:
    """The events that a file made, in their order."""
    return list(db.session.scalars(
        visible_events(viewer).where(Event.id.in_(list(upload.made or []))).order_by(Event.starts_on, Event.id)))
