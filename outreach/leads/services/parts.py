"""People, sources and needs of a lead."""

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from outreach.activity import Actor, record
from outreach.contacts.models import Person
from outreach.db import db, now
from outreach.errors import NotFound, Refused
from outreach.i18n import LANGUAGES
from outreach.i18n.localized import LocalizedText
from outreach.leads.models import (
    NEED_CATEGORIES,
    NEED_STATES,
    PERSON_ROLES,
    SOURCE_KINDS,
    Lead,
    LeadNeed,
    LeadPerson,
    LeadSource,
)
from outreach.leads.services.values import PersonRole, SourceValues, lock


def about(lead: Lead) -> list[Any]:
    """On whose timelines an entry about the lead stands: its organisation, people and events."""
    return [lead.organisation, *[one.person for one in lead.people], *[one.event for one in lead.sources if one.event]]


def add_person(actor: Actor, lead: Lead, values: PersonRole) -> LeadPerson:
    """Add a person. Raises Refused for one who is on the lead already and for a second decision maker in chief."""
    lock(lead)
    added = put_person(lead, values)
    _touched(lead)
    record(actor, "lead.person_added", lead, about=about(lead), person=added.person.label, role=added.role)
    return added


def put_person(lead: Lead, values: PersonRole) -> LeadPerson:
    """Add a person without an entry of its own."""
    _check_role(lead, values, None)
    if any(one.person_id == values.person_id for one in lead.people):
        raise Refused("person_twice", _("This person already stands on the lead"), field="person_id")
    person = db.session.get(Person, values.person_id)
    if person is None:
        raise NotFound("no_person", _("There is no such person"), field="person_id")
    added = LeadPerson(person=person, role=values.role, is_primary=values.primary)
    lead.people.append(added)
    db.session.flush()
    return added


def change_person(actor: Actor, member: LeadPerson, values: PersonRole) -> LeadPerson:
    """Give a person of the lead another role."""
    lead = lock(member.lead)
    _check_role(lead, values, member)
    changes = {
        name: pair
        for name, pair in {
            "role": (member.role, values.role),
            "is_primary": (member.is_primary, values.primary),
        }.items()
        if pair[0] != pair[1]
    }
    if changes:
        member.role, member.is_primary = values.role, values.primary
        _touched(lead)
        record(actor, "lead.person_changed", lead, changes=changes, about=about(lead), person=member.person.label,
               role=values.role)
    return member


def remove_person(actor: Actor, member: LeadPerson) -> None:
    """Take a person off the lead; the person stays."""
    lead, person = lock(member.lead), member.person
    lead.people.remove(member)
    _touched(lead)
    record(actor, "lead.person_removed", lead, about=[*about(lead), person], person=person.label)


def _check_role(lead: Lead, values: PersonRole, own: LeadPerson | None) -> None:
    if values.role not in PERSON_ROLES:
        raise Refused("unknown_role", _("Choose what the person is to the lead"), field="role")
    if values.primary and values.role != "decision_maker":
        raise Refused("primary_decides", _("Only a decision maker can be the primary one"), field="role")
    if values.primary and any(one.is_primary and one is not own for one in lead.people):
        raise Refused(
            "second_decision_maker",
            _("This lead already has a primary decision maker. Change that person first."),
            field="primary",
        )


def add_source(actor: Actor, lead: Lead, values: SourceValues) -> LeadSource:
    """Add a source; one that stands already is given back as it is."""
    lock(lead)
    known = _same_source(lead, values)
    if known:
        return known
    added = put_source(lead, values)
    lead.version += 1
    record(actor, "lead.source_added", lead, about=about(lead), source=added.kind, source_label=added.label)
    return added


def remove_source(actor: Actor, lead: Lead, kind: str, ref_id: int) -> None:
    """Take a source off the lead; the last one stays, since every lead says where it came from."""
    lock(lead)
    found = next((one for one in lead.sources if (one.kind, one.ref_id) == (kind, ref_id)), None)
    if found is None:
        return
    if len(lead.sources) == 1:
        raise Refused("last_source", _("This is the only source of the lead, so it stays."))
    around, label = about(lead), found.label
    lead.sources.remove(found)
    lead.version += 1
    record(actor, "lead.source_removed", lead, about=around, source=kind, source_label=label)


def put_source(lead: Lead, values: SourceValues) -> LeadSource:
    """Add a source without an entry of its own."""
    if values.kind not in SOURCE_KINDS:
        raise Refused("unknown_source", _("Choose where the lead comes from"), field="source")
    known = _same_source(lead, values)
    if known:
        return known
    added = LeadSource(kind=values.kind, ref_id=values.ref_id, label=values.label[:300], event_id=values.event_id,
                       at=values.at or now())
    lead.sources.append(added)
    db.session.flush()
    return added


def _same_source(lead: Lead, values: SourceValues) -> LeadSource | None:
    if values.ref_id is None:
        return None
    return db.session.scalar(select(LeadSource).where(
        LeadSource.lead_id == lead.id, LeadSource.kind == values.kind, LeadSource.ref_id == values.ref_id))


def add_need(actor: Actor, lead: Lead, *, category: str, language: str, text: str, answer: str = "",
             state: str = "open") -> LeadNeed:
    """Add a need with what we can answer, both in `language`."""
    lock(lead)
    _check_need(category, language, text, state)
    need = LeadNeed(category=category, text=LocalizedText.of(language, text.strip()), state=state,
                    answer=LocalizedText.of(language, answer.strip()) if answer.strip() else None)
    lead.needs.append(need)
    _touched(lead)
    record(actor, "lead.need_added", lead, about=about(lead), category=category, need=text.strip()[:300])
    return need


def change_need(actor: Actor, need: LeadNeed, *, language: str, answer: str, state: str) -> LeadNeed:
    """Change the answer and the state of a need."""
    lead = lock(need.lead)
    _check_need(need.category, language, need.text.original, state)
    before = need.answer
    text = answer.strip()
    if not text:
        need.answer = None
    elif before is None or (before.source, before.original) != (language, text):
        need.answer = LocalizedText.of(language, text)
    changes = {} if need.answer == before else {"answer": (before, need.answer)}
    if need.state != state:
        changes["state"], need.state = (need.state, state), state
    if changes:
        _touched(lead)
        record(actor, "lead.need_changed", lead, changes=changes, about=about(lead), category=need.category)
    return need


def _check_need(category: str, language: str, text: str, state: str) -> None:
    if category not in NEED_CATEGORIES:
        raise Refused("unknown_category", _("Choose what the need is about"), field="category")
    if language not in LANGUAGES:
        raise Refused("unknown_language", _("Choose zh, en, de or ko"), field="language")
    if not text.strip():
        raise Refused("text_missing", _("Enter the text"), field="text")
    if state not in NEED_STATES:
        raise Refused("unknown_state", _("Choose how far the need is answered"), field="state")


def _touched(lead: Lead) -> None:
    from outreach.leads.services.make import index_lead

    lead.version += 1
    db.session.flush()
    index_lead(lead)
