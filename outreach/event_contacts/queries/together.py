"""What belongs together: people of one organisation at one fair, the leads they may join, the viewer's event."""

from datetime import timedelta

from sqlalchemy import func, or_, select

from outreach.contacts.models import DuplicateCandidate
from outreach.db import db, now
from outreach.event_contacts.models import EventContact
from outreach.event_contacts.queries.listing import visible_contacts
from outreach.events.models import Event, TeamMember
from outreach.events.queries import visible_events
from outreach.leads.models import Lead
from outreach.leads.queries import visible_leads

#: Contacts in this state still wait for a decision.
OPEN = "open"
#: How long after its end an event is still offered for captures that somebody forgot.
AFTERWARDS = timedelta(days=120)


def colleagues(viewer, contacts: list[EventContact]) -> list[EventContact]:
    """Further contacts of the same organisations at the same events that wait for a decision."""
    organisations = {one.organisation_id for one in contacts if one.organisation_id}
    rows = visible_contacts(viewer).where(
        EventContact.organisation_id.in_(organisations), EventContact.event_id.in_({one.event_id for one in contacts}),
        EventContact.id.not_in({one.id for one in contacts}), EventContact.state == OPEN)
    return list(db.session.scalars(rows.order_by(EventContact.id).limit(50)).unique())


def doubtful_people(contacts: list[EventContact]) -> set[int]:
    """Keys of those among the people met who may be somebody else we know, until a person decides."""
    people = {one.person_id for one in contacts}
    pair = (DuplicateCandidate.person_id, DuplicateCandidate.other_id)
    rows = select(*pair).where(DuplicateCandidate.state == "open", or_(*(column.in_(people) for column in pair)))
    return people & {key for row in db.session.execute(rows) for key in row}


def open_by_organisation(viewer, contacts: list[EventContact]) -> dict[tuple[int, int], list[int]]:
    """For each organisation and event among these contacts the keys of all that wait, also on other pages."""
    pairs = {(one.organisation_id, one.event_id) for one in contacts if one.organisation_id}
    rows = visible_contacts(viewer).where(
        EventContact.state == OPEN, EventContact.organisation_id.in_({pair[0] for pair in pairs}),
        EventContact.event_id.in_({pair[1] for pair in pairs})).order_by(EventContact.id)
    found: dict[tuple[int, int], list[int]] = {}
    for key, organisation, event in db.session.execute(
            rows.with_only_columns(EventContact.id, EventContact.organisation_id, EventContact.event_id)):
        if (organisation, event) in pairs:
            found.setdefault((organisation, event), []).append(key)
    return found


def decided_by(contacts: list[EventContact]) -> Lead | None:
    """The lead that some of these contacts have become."""
    return next((one.lead for one in contacts if one.lead is not None), None)


def leads_to_join(viewer, contacts: list[EventContact], words: str = "", limit: int = 10) -> list[Lead]:
    """Open leads that contacts may join: what they became, those of their organisation, and what was looked for."""
    organisations = {one.organisation_id for one in contacts if one.organisation_id}
    statement = visible_leads(viewer).where(Lead.closed_at.is_(None)).order_by(Lead.id.desc())
    found = {one.lead_id: one.lead for one in contacts if one.lead is not None}
    own = statement.where(Lead.organisation_id.in_(organisations)).limit(limit)
    found |= {lead.id: lead for lead in db.session.scalars(own).unique()}
    if words:
        said = statement.where(
            Lead.title.icontains(words, autoescape=True) | Lead.number.icontains(words, autoescape=True)
        )
        found |= {lead.id: lead for lead in db.session.scalars(said.limit(limit)).unique()}
    return list(found.values())


def my_event(viewer) -> Event | None:
    """The event of the viewer's team that runs now, else the next one, else the one that ended last."""
    mine = visible_events(viewer).where(
        Event.id.in_(select(TeamMember.event_id).where(TeamMember.user_id == viewer.id)), Event.state != "cancelled")
    at = now()
    coming = mine.where(Event.ends_at > at).order_by(Event.starts_at, Event.id).limit(1)
    past = mine.where(Event.ends_at <= at).order_by(Event.ends_at.desc(), Event.id.desc()).limit(1)
    return db.session.scalar(coming) or db.session.scalar(past)


def offered_events(viewer, keep: Event | None = None) -> list[Event]:
    """Events at which somebody may be captured, the nearest to today first; `keep` is among them in any case."""
    rows = visible_events(viewer).where(Event.ends_at > now() - AFTERWARDS, Event.state != "cancelled")
    found = list(db.session.scalars(rows.order_by(Event.starts_at, func.lower(Event.code), Event.id).limit(200)))
    return found if keep is None or keep in found else [keep, *found]
