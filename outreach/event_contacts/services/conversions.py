"""From event contacts to a lead, and back."""

from collections.abc import Iterable
from dataclasses import replace

from flask_babel import gettext as _
from sqlalchemy import select

from outreach.activity import Actor, record
from outreach.db import db
from outreach.errors import Refused
from outreach.event_contacts.models import EventContact
from outreach.event_contacts.services.captures import around, hold
from outreach.leads.models import Lead
from outreach.leads.services import (
    LeadValues,
    PersonRole,
    SourceValues,
    TextValues,
    add_person,
    add_source,
    create_lead,
    remove_lead,
    remove_source,
    write_text,
)


def convert_to_lead(actor: Actor, contacts: Iterable[EventContact], values: LeadValues | None = None,
                    lead: Lead | None = None) -> Lead:
    """Make one lead of the contacts, or add them as sources to `lead`.

    The events are carried over as sources, the people as contacts of the lead, the notes as meeting notes in
    their language. Raises Refused for contacts of several organisations, and for one that has become another
    lead; converting into the same lead again changes nothing.
    """
    contacts = _locked(contacts)
    done = [one for one in contacts if one.state == "converted"]
    if done and (lead is None or any(one.lead_id != lead.id for one in done)):
        raise Refused("converted", _("%(name)s has become lead %(number)s. Choose that lead to add to it.",
                                     name=done[0].person.label, number=done[0].lead.number), field="lead")
    fresh = [one for one in contacts if one.state != "converted"]
    if not fresh:
        return lead
    if lead is not None and lead.closed_at is not None:
        raise Refused(
            "lead_closed",
            _("Lead %(number)s is closed. Choose an open lead, or make a new one.", number=lead.number),
            field="lead",
        )
    made = lead is None
    if made:
        lead = create_lead(actor, _filled(values or LeadValues(), fresh), [source_of(one) for one in fresh],
                           [PersonRole(person_id) for person_id in dict.fromkeys(one.person_id for one in fresh)])
    else:
        _join(actor, lead, fresh)
    for one in fresh:
        changes = {"state": (one.state, "converted"), "lead": (None, lead.number)}
        one.state, one.lead, one.made_lead, one.rejected_reason = "converted", lead, made, None
        one.version += 1
        record(actor, "event_contact.converted", one, changes=changes, about=[*around(one), lead], lead=lead.number)
    return lead


def _locked(contacts: Iterable[EventContact]) -> list[EventContact]:
    """The contacts as they are stored now, held to the end of the unit of work. Refuses several organisations."""
    ids = sorted({one.id for one in contacts})
    if not ids:
        raise Refused("nothing_chosen", _("Choose at least one contact"), field="event_contact_ids")
    db.session.execute(select(EventContact.id).where(EventContact.id.in_(ids)).order_by(EventContact.id).with_for_update())
    found = db.session.scalars(select(EventContact).where(EventContact.id.in_(ids)).order_by(EventContact.id)
                               .execution_options(populate_existing=True)).unique().all()
    if len({one.organisation_id for one in found if one.organisation_id}) > 1:
        raise Refused(
            "several_organisations",
            _("These contacts belong to several organisations. Convert each organisation by itself."),
            field="event_contact_ids",
        )
    return list(found)


def _filled(values: LeadValues, contacts: list[EventContact]) -> LeadValues:
    """What the form leaves open follows from the contacts."""
    organisation = next((one.organisation for one in contacts if one.organisation), None)
    first = contacts[0]
    return replace(
        values,
        title=values.title.strip() or (organisation or first.person).label[:300],
        organisation_id=values.organisation_id or (organisation.id if organisation else None),
        country=values.country or (organisation.country if organisation else first.person.country),
        channel=values.channel or "event",
        texts=[*values.texts, *[note for one in contacts for note in _notes(one)]],
    )


def _notes(contact: EventContact) -> list[TextValues]:
    if not contact.notes:
        return []
    author = contact.captured_by.label if contact.captured_by else contact.event.label
    return [TextValues("meeting_note", contact.notes_language or "zh", contact.notes, author, contact.captured_at)]


def source_of(contact: EventContact) -> SourceValues:
    """The contact as a source of a lead."""
    return SourceValues("event_contact", contact.id, contact.person.label, contact.event_id, contact.captured_at)


def _join(actor: Actor, lead: Lead, contacts: list[EventContact]) -> None:
    present = {one.person_id for one in lead.people}
    for contact in contacts:
        add_source(actor, lead, source_of(contact))
        if contact.person_id not in present:
            present.add(contact.person_id)
            add_person(actor, lead, PersonRole(contact.person_id))
        for note in _notes(contact):
            write_text(actor, lead, note)


def undo_conversion(actor: Actor, contact: EventContact, version: int | None = None) -> None:
    """Take a conversion back: the lead it made goes, a lead it joined loses the source.

    All contacts converted together come back together. Raises Refused where the lead has other sources or
    somebody has worked on it, Conflict where somebody changed the contact since `version`.
    """
    hold(contact, version)
    lead = contact.lead
    if contact.state != "converted" or lead is None:
        raise Refused("not_converted", _("This contact has not become a lead"))
    together = [contact] if not contact.made_lead else list(db.session.scalars(
        select(EventContact).where(EventContact.lead_id == lead.id, EventContact.made_lead)).unique())
    for one in together:
        one.state, one.lead, one.lead_id, one.version = "open", None, None, one.version + 1
    sources = {("event_contact", one.id) for one in together}
    if contact.made_lead:
        # A contact that joined later still points to the lead; its source makes remove_lead refuse first.
        remove_lead(actor, lead, sources)
    else:
        remove_source(actor, lead, "event_contact", contact.id)
    for one in together:
        one.made_lead = False
        record(
            actor,
            "event_contact.conversion_undone",
            one,
            changes={"state": ("converted", "open"), "lead": (lead.number, None)},
            about=around(one),
            lead=lead.number,
        )
