"""Overrides of working-day calendars: a decreed holiday, a make-up working day, a day that is none."""

from datetime import date

from flask_babel import gettext as _

from outreach.activity import Actor, record
from outreach.catalogue.models import DAY_KINDS, CalendarDay, WorkCalendar
from outreach.catalogue.queries import override_of
from outreach.catalogue.services.labels import localized
from outreach.db import db
from outreach.errors import Refused


def set_override(actor: Actor, calendar: WorkCalendar, day: date, kind: str, name: dict[str, str], decreed: bool) -> CalendarDay:
    """Enter what a day really is. Raises Refused where an override of that day stands already."""
    if kind not in DAY_KINDS:
        raise ValueError(kind)
    if override_of(calendar.code, day) is not None:
        raise Refused("day_exists", _("This day already has an entry. Remove it first if it is wrong."), field="day")
    text = localized(name, None, actor.label)
    row = CalendarDay(calendar=calendar, day=day, kind=kind, name=text or None, decreed=decreed)
    db.session.add(row)
    record(actor, "catalogue.day_set", row, about=[calendar], kind=kind, decreed=decreed)
    return row


def remove_override(actor: Actor, row: CalendarDay) -> None:
    """Go back to the computed day."""
    record(actor, "catalogue.day_removed", row, about=[row.calendar], kind=row.kind, decreed=row.decreed)
    db.session.delete(row)
    db.session.flush()
