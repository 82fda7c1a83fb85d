"""What event contacts hang on the doors: navigation, import target, panels, sentences of the timeline, references."""

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from outreach.db import db
from outreach.errors import NotFound
from outreach.event_contacts import queries
from outreach.event_contacts.services import apply_rows, undo_run
from outreach.events.queries import event_by_code, get_event
from outreach.i18n import current_language
from outreach.web import access, doors

#: Rows that a panel shows before it leads on to the list.
SHOWN = 5


def _waiting(viewer) -> int | None:
    return queries.open_at_my_events(viewer) or None


def _panel(viewer, **context) -> dict | None:
    if viewer is None or viewer.role not in access.STAFF:
        return None
    return {"words": queries, "may_write": viewer.role in access.WRITERS, **context}


def _event_panel(viewer, event) -> dict | None:
    counts = queries.event_counts(viewer, event)
    rows = [(_("Captured"), counts.captured), (str(queries.STATE_LABELS["open"]), counts.open),
            (_("Converted"), counts.converted), (_("Leads that began here"), counts.leads)]
    return _panel(viewer, event=event, counts=counts, rows=rows, newest=queries.newest_of(viewer, event, SHOWN))


def _trip_panel(viewer, trip) -> dict | None:
    events = [trip.event, *trip.event.legs] if trip.event else []
    rows = [(event, counts) for event in events if (counts := queries.event_counts(viewer, event)).captured]
    return _panel(viewer, rows=rows) if rows else None


def _person_panel(viewer, person) -> dict | None:
    met = queries.contacts_of_person(viewer, person.id)
    return _panel(viewer, met=met) if met else None


def _organisation_panel(viewer, organisation) -> dict | None:
    rows = db.session.scalars(queries.contacts_of_organisation(viewer, organisation.id).limit(SHOWN + 1)).unique().all()
    return _panel(viewer, contacts=rows[:SHOWN], more=len(rows) > SHOWN, organisation=organisation) if rows else None


def _lead_panel(viewer, lead) -> dict | None:
    rows = queries.contacts_of_lead(viewer, lead.id)
    return _panel(viewer, contacts=rows) if rows else None


def _import_place(event) -> doors.ImportPlace:
    return doors.ImportPlace(event.id, event.code, event.title.shown(current_language().code).text,
                             url_for("event_contacts.index", event=event.id), event.country, event.time_zone)


def _places(viewer) -> list[doors.ImportPlace]:
    return [_import_place(event) for event in queries.offered_events(viewer)]


def _place(viewer, key) -> doors.ImportPlace | None:
    """The event of a key or a code; None for what the viewer may not read."""
    try:
        event = event_by_code(key) if isinstance(key, str) else get_event(viewer, key)
        return _import_place(get_event(viewer, event.id)) if event else None
    except NotFound:
        return None


doors.navigation.hang("event_contacts.index", doors.NavigationEntry(
    "event_contacts.index", _l("Event contacts"), "scan", "events", 130, access.STAFF, count=_waiting))
doors.import_target.hang("event", doors.ImportTarget(
    _l("Event contacts"), apply_rows, undo_run, _places, _place))
doors.page_panel.hang("event contacts of event", doors.PagePanel(
    "events.detail", "event_contacts/panel_event.html", _event_panel, 30))
doors.page_panel.hang("event contacts of trip", doors.PagePanel(
    "events.trip", "event_contacts/panel_trip.html", _trip_panel, 30, side=True))
doors.page_panel.hang("event contacts of person", doors.PagePanel(
    "contacts.person", "event_contacts/panel_person.html", _person_panel, 30))
doors.page_panel.hang("event contacts of organisation", doors.PagePanel(
    "contacts.organisation", "event_contacts/panel_organisation.html", _organisation_panel, 30))
doors.page_panel.hang("event contacts of lead", doors.PagePanel(
    "leads.detail", "event_contacts/panel_lead.html", _lead_panel, 30, side=True))

# The raw capture names the person, so the whole row goes with an erasure.
doors.person_references.hang("event_contact.person_id", doors.PersonReference(
    "event_contact.person_id", _l("Event contacts"), on_merge="move", on_erase="delete"))
doors.person_references.hang("event_contact.organisation_id", doors.PersonReference(
    "event_contact.organisation_id", _l("Event contacts"), on_merge="move", on_erase="detach"))


def _value(_entry, field: str, stored) -> str | None:
    if field == "state" and stored:
        return str(queries.STATE_LABELS.get(stored, stored))
    return None


def _tell(verb: str, icon: str, sentence) -> None:
    # The sentence names the lead already.
    names = {"lead": None, "rating": _l("Rating"), "notes_language": _l("Language of the note"), "notes": _l("Note")}
    doors.timeline_kind.hang(verb, doors.TimelineKind(icon, sentence, names, _value))


def _captured(entry) -> str:
    if entry.data.get("verdict") == "same":
        return _("captured %(what)s, a person we know", what=entry.subject_label)
    if entry.data.get("verdict") == "doubtful":
        return _("captured %(what)s, perhaps a person we know", what=entry.subject_label)
    return _("captured %(what)s", what=entry.subject_label)


_tell("event_contact.captured", "scan", _captured)
_tell(
    "event_contact.qualified",
    "pen",
    lambda entry: _("wrote down rating and note of %(what)s", what=entry.subject_label),
)
_tell(
    "event_contact.rejected", "x", lambda entry: _("decided that nothing comes of %(what)s", what=entry.subject_label)
)
_tell("event_contact.reopened", "undo", lambda entry: _("reopened %(what)s", what=entry.subject_label))
_tell("event_contact.converted", "lead", lambda entry: _(
    "converted %(what)s into lead %(lead)s", what=entry.subject_label, lead=entry.data.get("lead", "")))
_tell(
    "event_contact.conversion_undone",
    "undo",
    lambda entry: _(
        "took the conversion of %(what)s into lead %(lead)s back",
        what=entry.subject_label,
        lead=entry.data.get("lead", ""),
    ),
)

# The list registers itself.
from outreach.event_contacts.doors import lists  # noqa: E402,F401
