"""What a reader's home page shows: their steps due, the inbox, coming events, and the funnel of the last event."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import func, or_, select

from outreach.db import db, today_in
from outreach.event_contacts.models import EventContact
from outreach.events.models import Event, TeamMember
from outreach.events.queries import visible_events
from outreach.intentions.models import Intention
from outreach.invitations.models import Invitation
from outreach.leads.models import Lead
from outreach.leads.queries import visible_leads

#: States of an intention in which somebody waits for us.
WAITING = ("received", "assigned", "needs_information")


@dataclass
class Home:
    """One reader's day. Dates are days on the reader's clock."""

    today: date
    overdue: list[Lead] = field(default_factory=list)
    due: list[Lead] = field(default_factory=list)
    week: list[Lead] = field(default_factory=list)
    without_step: int = 0
    inbox: list[Intention] = field(default_factory=list)
    inbox_total: int = 0
    events: list[Event] = field(default_factory=list)
    closing: "Closing | None" = None


@dataclass(frozen=True)
class Closing:
    """The way from people met to leads at one event, and what is left to decide."""

    event: Event
    captured: int
    open: int
    converted: int
    leads: int
    invited: int


def home_of(viewer) -> Home:
    """Collect the home page; officers and coordinators see their own leads, leaders everybody's."""
    today = today_in(viewer.time_zone)
    home = Home(today)
    mine = visible_leads(viewer).where(Lead.closed_at.is_(None)) if hasattr(Lead, "closed_at") else visible_leads(viewer)
    if viewer.role in ("officer", "coordinator"):
        mine = mine.where(or_(Lead.owner_id == viewer.id, Lead.deputy_id == viewer.id))
    dated = mine.where(Lead.next_step_on.is_not(None), Lead.next_step_on <= today + timedelta(days=7))
    for lead in db.session.scalars(dated.order_by(None).order_by(Lead.next_step_on, Lead.id).limit(60)).unique():
        group = home.overdue if lead.next_step_on < today else home.due if lead.next_step_on == today else home.week
        group.append(lead)
    home.without_step = _count(mine.where(Lead.next_step_on.is_(None)))
    waiting = select(Intention).where(Intention.state.in_(WAITING))
    home.inbox_total = _count(waiting)
    home.inbox = list(db.session.scalars(waiting.order_by(Intention.answer_due, Intention.id).limit(5)).unique())
    coming = visible_events(viewer).where(Event.ends_on >= today, Event.state.not_in(("cancelled", "done")))
    home.events = list(db.session.scalars(coming.order_by(None).order_by(Event.starts_on, Event.id).limit(5)).unique())
    home.closing = _closing(viewer)
    return home


def _closing(viewer) -> Closing | None:
    """The event with the newest captured contact: of the reader's own events first."""
    newest = select(EventContact.event_id).order_by(EventContact.captured_at.desc(), EventContact.id.desc()).limit(1)
    own = newest.where(EventContact.event_id.in_(select(TeamMember.event_id).where(TeamMember.user_id == viewer.id)))
    event_id = db.session.scalar(own) or db.session.scalar(newest)
    if event_id is None:
        return None
    states = dict(db.session.execute(
        select(EventContact.state, func.count()).where(EventContact.event_id == event_id).group_by(EventContact.state)).all())
    leads = db.session.scalar(select(func.count(EventContact.lead_id.distinct())).where(
        EventContact.event_id == event_id, EventContact.lead_id.is_not(None)))
    invited = db.session.scalar(select(func.count()).select_from(Invitation).where(Invitation.event_id == event_id))
    return Closing(db.session.get(Event, event_id), sum(states.values()), states.get("open", 0), states.get("converted", 0),
                   leads or 0, invited or 0)


def _count(statement) -> int:
    return db.session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
