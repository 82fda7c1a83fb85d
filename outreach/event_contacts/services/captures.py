"""Capturing one meeting, as often as the device sends it and never twice."""

from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from outreach.activity import Actor, changes_of, record
from outreach.contacts.services import PersonValues, attach_or_create
from outreach.db import db, now
from outreach.errors import Conflict, Refused
from outreach.event_contacts.models import RATINGS, SOURCES, EventContact
from outreach.events.models import Event
from outreach.i18n import LANGUAGES, formats

#: A meeting belongs to an event up to so long before its first day and after its last one.
NEAR = timedelta(days=31)
#: Years that a device's clock can sensibly show.
YEARS = range(2000, 2101)


@dataclass
class CaptureValues:
    """What was captured. `raw` is kept as it is; without it the values themselves are.

    `country` is the organisation's ISO code, `language` the one the person reads, `captured_at` an aware instant.
    """

    name: str = ""
    email: str = ""
    phone: str = ""
    organisation: str = ""
    country: str | None = None
    job_title: str = ""
    language: str | None = None
    source: str = "typed"
    met_on: date | None = None
    rating: str | None = None
    notes: str = ""
    notes_language: str | None = None
    captured_at: datetime | None = None
    raw: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Captured:
    """The stored contact; `created` is false where this client key had been stored before."""

    contact: EventContact
    created: bool


def capture(actor: Actor, event: Event, values: CaptureValues, client_key: str | None = None) -> Captured:
    """Store a capture and attach it to the person it certainly belongs to, else to a new one.

    The same client key gives back what is stored. Raises Refused for a missing name, unknown codes and days
    far from the event; Conflict where the key was used at another event.
    """
    key = (client_key or "").strip() or None
    if key and len(key) > 100:
        raise Refused("client_key_too_long", _("Write at most %(max)s characters", max=100), field="client_key")
    known = _stored(event, key)
    if known:
        return Captured(known, False)
    _check(values)
    _check_day(event, values)
    attached = attach_or_create(actor, _person(values), values.source)
    contact = EventContact(
        event=event, person=attached.person, organisation=attached.organisation, source=values.source,
        raw=values.raw or _as_given(values), captured_by_id=actor.id if actor.user is not None else None,
        captured_at=(values.captured_at or now()).astimezone(UTC), met_on=values.met_on, rating=values.rating or None,
        notes=values.notes.strip(), notes_language=(values.notes_language or None) if values.notes.strip() else None,
        client_key=key, verdict=attached.verdict)
    db.session.add(contact)
    record(actor, "event_contact.captured", contact, about=[event, attached.person, attached.organisation],
           source=values.source, verdict=attached.verdict)
    return Captured(contact, True)


def _stored(event: Event, key: str | None) -> EventContact | None:
    """What this key stands for. On PostgreSQL two sends at once wait for each other at an advisory lock."""
    if key is None:
        return None
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(select(db.func.pg_advisory_xact_lock(db.func.hashtext(f"event_contact:{key}"))))
    found = db.session.scalars(select(EventContact).where(EventContact.client_key == key)).unique().one_or_none()
    if found is not None and found.event_id != event.id:
        raise Conflict(
            "client_key_used", _("This key belongs to a capture at another event. Send a new one."), field="client_key"
        )
    return found


def _check(values: CaptureValues) -> None:
    if not values.name.strip():
        raise Refused("name_missing", _("Enter the name of the person."), field="contact.name")
    if len(values.name.strip()) > 300:
        raise Refused("name_too_long", _("Enter a name of at most 300 characters."), field="contact.name")
    if values.country and values.country not in dict(formats.countries(lang="en")):
        raise Refused("unknown_country", _("Choose a country"), field="organisation.country")
    if values.source not in SOURCES:
        raise Refused("unknown_source", _("Choose how the contact was captured"), field="source")
    if values.rating and values.rating not in RATINGS:
        raise Refused("unknown_rating", _("Choose A, B or C"), field="rating")
    for name, code in (("contact.language", values.language), ("notes_language", values.notes_language)):
        if code and code not in LANGUAGES:
            raise Refused("unknown_language", _("Choose zh, en, de or ko"), field=name)
    if len(values.notes) > 20_000:
        raise Refused("text_too_long", _("Write at most %(max)s characters", max=20_000), field="notes")


def _check_day(event: Event, values: CaptureValues) -> None:
    at = values.captured_at
    if at is not None and (at.tzinfo is None or at.year not in YEARS):
        raise Refused(
            "bad_instant", _("Enter the moment with its offset, such as 2027-06-22T10:00:00+02:00"), field="captured_at"
        )
    if values.met_on is not None and not event.starts_on - NEAR <= values.met_on <= event.ends_on + NEAR:
        raise Refused("far_day", _("This day is far from the event, %(days)s. Enter the day of the meeting.",
                                   days=formats.day_span(event.starts_on, event.ends_on)), field="met_on")


def _person(values: CaptureValues) -> PersonValues:
    return PersonValues(
        full_name=values.name.strip(), emails=[values.email] if values.email else [],
        phones=[("work", values.phone)] if values.phone else [], organisation=values.organisation.strip() or None,
        organisation_country=values.country or None, job_title=values.job_title.strip() or None,
        language=values.language or None)


def _as_given(values: CaptureValues) -> dict[str, Any]:
    given = {
        key: value for key, value in asdict(values).items() if key not in ("raw", "source") and value not in (None, "")
    }
    return {key: value.isoformat() if isinstance(value, (date, datetime)) else value for key, value in given.items()}


def reject(actor: Actor, contact: EventContact, reason: str, version: int | None = None) -> EventContact:
    """Decide that nothing comes of it. Raises Refused without a reason and for a converted contact.

    Raises Conflict where somebody decided on the contact since `version`.
    """
    if not reason.strip():
        raise Refused("reason_missing", _("Enter why nothing comes of this contact"), field="reason")
    hold(contact, version)
    if contact.state == "converted":
        raise Refused("converted", _("This contact has become a lead. Undo the conversion first."))
    changes = {"state": (contact.state, "rejected")}
    contact.state, contact.rejected_reason = "rejected", reason.strip()[:500]
    contact.version += 1
    record(
        actor, "event_contact.rejected", contact, changes=changes, reason=contact.rejected_reason, about=around(contact)
    )
    return contact


def reopen(actor: Actor, contact: EventContact, version: int | None = None) -> EventContact:
    """Take a rejection back. Raises Refused for a contact that is not rejected, Conflict as reject() does."""
    hold(contact, version)
    if contact.state != "rejected":
        raise Refused("not_rejected", _("This contact is not rejected"))
    contact.state, contact.rejected_reason = "open", None
    contact.version += 1
    record(actor, "event_contact.reopened", contact, changes={"state": ("rejected", "open")}, about=around(contact))
    return contact


def qualify(actor: Actor, contact: EventContact, rating: str | None, notes: str, language: str | None,
            version: int | None = None) -> EventContact:
    """Give a contact its rating and note; the capture itself stays as it was given. Raises Refused and Conflict."""
    values = CaptureValues(name=contact.person.label, rating=rating, notes=notes, notes_language=language)
    _check(values)
    hold(contact, version)
    notes = notes.strip()
    changes = changes_of(
        contact, {"rating": rating or None, "notes": notes, "notes_language": (language or None) if notes else None}
    )
    if changes:
        contact.version += 1
        record(actor, "event_contact.qualified", contact, changes=changes, about=around(contact))
    return contact


def hold(contact: EventContact, version: int | None = None) -> EventContact:
    """Hold the row to the end of the unit of work. Raises Conflict where `version` is no longer stored."""
    stored = db.session.scalar(select(EventContact.version).where(EventContact.id == contact.id).with_for_update())
    if stored != contact.version:
        db.session.refresh(contact)
    if version is not None and stored != version:
        raise Conflict(
            "version_conflict",
            _("Somebody else changed this contact meanwhile. Check what is stored now, then decide."),
        )
    return contact


def around(contact: EventContact) -> list[Any]:
    """On whose timelines an entry about the contact stands."""
    return [contact.event, contact.person, contact.organisation]
