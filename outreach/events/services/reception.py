"""Writing receptions: guests, the programme, what is prepared, the report."""

from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from outreach.activity import Actor, changes_of, record
from outreach.db import db, hold
from outreach.errors import Conflict, Refused
from outreach.events.models import Event
from outreach.events.models.reception import ITEM_KINDS, ReceptionItem, ReceptionNotes, VisitGuest
from outreach.events.services.days import check_hours
from outreach.i18n import LANGUAGES

#: What a caller may set.
GUEST_FIELDS = ("rank", "name", "function", "person_id", "organisation_id", "language", "note")
ITEM_FIELDS = ("kind", "title", "place", "note", "starts_local", "ends_local", "host_id", "interpreter_id",
               "interpreter_name", "car", "organisation_id")
NOTE_FIELDS = ("gifts", "meals", "notes", "report", "report_language")


def save_guest(actor: Actor, event: Event, values: dict[str, Any], guest: VisitGuest | None = None, *,
               version: int | None = None) -> VisitGuest:
    """Add a guest from columns as in GUEST_FIELDS, or change one. Raises Refused without any name, Conflict where
    somebody else changed the guest since `version`."""
    if guest is not None and not hold(guest, version):
        raise _changed()
    given = {name: value for name, value in values.items() if name in GUEST_FIELDS}
    if not (given.get("name") or "").strip():
        raise Refused("name_missing", _("Enter a name, or choose a stored person"), field="name")
    if given.get("language") not in (None, *LANGUAGES):
        raise Refused("unknown_language", _("Choose a language"), field="language")
    if guest is None:
        guest = VisitGuest(event=event, **given)
        db.session.add(guest)
        db.session.flush()
        record(actor, "reception.guest_added", event, about=[guest.person, guest.organisation], guest=guest.name)
    else:
        changes = changes_of(guest, given)
        if changes:
            guest.version += 1
            db.session.flush()
            db.session.expire(guest, ["person", "organisation"])
            record(actor, "reception.guest_changed", event, changes=changes, about=[guest.person, guest.organisation],
                   guest=guest.name)
    return guest


def remove_guest(actor: Actor, guest: VisitGuest) -> None:
    """Take a guest off the list; the log keeps it."""
    record(actor, "reception.guest_removed", guest.event, about=[guest.person, guest.organisation], guest=guest.name)
    db.session.delete(guest)
    db.session.flush()


def save_item(actor: Actor, event: Event, values: dict[str, Any], item: ReceptionItem | None = None, *,
              version: int | None = None) -> ReceptionItem:
    """Add a line of the programme from columns as in ITEM_FIELDS, or change one.

    Raises Refused, with the field, for what cannot be, Conflict where somebody else changed the line since `version`.
    """
    if item is not None and not hold(item, version):
        raise _changed()
    given = {name: value for name, value in values.items() if name in ITEM_FIELDS}
    _check(event, given)
    if item is None:
        item = ReceptionItem(event=event, **given)
        db.session.add(item)
        record(actor, "reception.item_added", event, about=[item.organisation, item.host], item=item.title)
    else:
        changes = changes_of(item, given)
        if changes:
            item.version += 1
            db.session.flush()
            db.session.expire(item, ["host", "interpreter", "organisation"])
            record(actor, "reception.item_changed", event, changes=changes, about=[item.organisation, item.host],
                   item=item.title)
    return item


def remove_item(actor: Actor, item: ReceptionItem) -> None:
    """Take a line out of the programme."""
    record(actor, "reception.item_removed", item.event, about=[item.organisation, item.host], item=item.title)
    db.session.delete(item)
    db.session.flush()


def save_notes(actor: Actor, event: Event, values: dict[str, Any], *, version: int | None = None) -> ReceptionNotes:
    """Keep gifts, meals, notes and the report. Raises Conflict where somebody else wrote since `version`."""
    hold(event)
    stored = db.session.scalar(select(ReceptionNotes).where(ReceptionNotes.event_id == event.id))
    if not hold(stored, version) if stored else version:
        raise _changed()
    given = {name: value for name, value in values.items() if name in NOTE_FIELDS}
    if not given.get("report"):
        given["report_language"] = None
    if stored is None:
        stored = ReceptionNotes(event=event, gifts="", meals="", notes="", report="", version=0)
        db.session.add(stored)
    changes = changes_of(stored, given)
    if changes:
        stored.version += 1
        record(actor, "reception.notes_changed", event, changes=changes)
    return stored


def shift_programme(event: Event, step: timedelta) -> None:
    """Move the programme with its event by whole days; wall times stay the same."""
    for item in db.session.scalars(select(ReceptionItem).where(ReceptionItem.event_id == event.id)):
        item.starts_local, item.ends_local = item.starts_local + step, item.ends_local + step
        item.version += 1


def _changed() -> Conflict:
    return Conflict("version_conflict", _("Somebody else changed this entry meanwhile. Check what is stored now."))


def _check(event: Event, given: dict[str, Any]) -> None:
    if not given.get("title"):
        raise Refused("title_missing", _("Enter a title in at least one language"), field="title")
    if given.get("kind") not in ITEM_KINDS:
        raise Refused("unknown_kind", _("Choose what kind of programme item it is"), field="kind")
    # Of two equal wall times the first one is meant: a programme has no fold.
    check_hours({**given, "starts_fold": 0, "ends_fold": 0}, event.time_zone)
