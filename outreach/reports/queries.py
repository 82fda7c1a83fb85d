"""What a reader's home page shows: their steps and event tasks due, the inbox, coming events, and the funnel of the last event."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from outreach.db import db, today_in
from outreach.event_contacts.models import EventContact
from outreach.events.models import Event, EventTask, TeamMember, Trip
from outreach.events.queries import visible_events
from outreach.events.queries.tasks import open_tasks
from outreach.events.queries.trips import open_reports
from outreach.intentions.models import Intention
from outreach.intentions.queries import in_order, visible_intentions
from outreach.invitations.models import Invitation
from outreach.leads.models import Lead
from outreach.leads.queries import on_tab, visible_leads

#: Rows of each group of steps on the page; the counts are whole.
SHOWN = 20


@dataclass
class Steps:
    """Steps of one group: how many there are, and the leads whose day comes first."""

    total: int = 0
    leads: list[Lead] = field(default_factory=list)

    @property
    def more(self) -> int:
        """How many do not stand on the page."""
        return self.total - len(self.leads)


@dataclass
class Home:
    """One reader's day. Dates are days on the reader's clock; `own` says whether the steps are the reader's only."""

    today: date
    own: bool
    overdue: Steps = field(default_factory=Steps)
    due: Steps = field(default_factory=Steps)
    week: Steps = field(default_factory=Steps)
    without_step: int = 0
    inbox: list[Intention] = field(default_factory=list)
    inbox_total: int = 0
    events: list[Event] = field(default_factory=list)
    #: The reader's own event tasks that are late or due within two weeks, and reports of trips that they owe.
    tasks: list[EventTask] = field(default_factory=list)
    tasks_total: int = 0
    reports: list[Trip] = field(default_factory=list)
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
    """Collect the home page; officers and coordinators see their own leads, everybody else all of them."""
    today = today_in(viewer.time_zone)
    home = Home(today, viewer.role in ("officer", "coordinator"))
    steps = on_tab(visible_leads(viewer), "mine" if home.own else "open", viewer, today)
    home.overdue = _steps(steps.where(Lead.next_step_on < today))
    home.due = _steps(steps.where(Lead.next_step_on == today))
    home.week = _steps(steps.where(Lead.next_step_on > today, Lead.next_step_on <= today + timedelta(days=7)))
    home.without_step = _count(on_tab(steps, "none", viewer, today))
    waiting = in_order(visible_intentions(viewer), "open")
    home.inbox_total = _count(waiting)
    home.inbox = list(db.session.scalars(waiting.limit(5)).unique())
    coming = visible_events(viewer).options(selectinload(Event.legs)).where(
        Event.ends_on >= today, Event.state.not_in(("cancelled", "done")))
    home.events = list(db.session.scalars(coming.order_by(None).order_by(Event.starts_on, Event.id).limit(5)).unique())
    soon = open_tasks(viewer, viewer.id).where(EventTask.due_on <= today + timedelta(days=14))
    home.tasks_total = _count(soon.with_only_columns(EventTask.id))
    home.tasks = list(db.session.scalars(soon.limit(5)))
    home.reports = list(db.session.scalars(open_reports(viewer, today, mine=True).limit(5)))
    home.closing = _closing(viewer)
    return home


def _steps(statement: Select) -> Steps:
    rows = db.session.scalars(statement.order_by(Lead.next_step_on, Lead.id).limit(SHOWN)).unique()
    return Steps(_count(statement), list(rows))


def _closing(viewer) -> Closing | None:
    """The event with the newest captured contact: of the reader's own events first."""
    newest = select(EventContact.event_id).order_by(EventContact.captured_at.desc(), EventContact.id.desc()).limit(1)
    own = newest.where(EventContact.event_id.in_(select(TeamMember.event_id).where(TeamMember.user_id == viewer.id)))
    event_id = db.session.scalar(own) or db.session.scalar(newest)
    if event_id is None:
        return None
    states = dict(
        db.session.execute(
            select(EventContact.state, func.count())
            .where(EventContact.event_id == event_id)
            .group_by(EventContact.state)
        ).all()
    )
    leads = db.session.scalar(select(func.count(EventContact.lead_id.distinct())).where(
        EventContact.event_id == event_id, EventContact.lead_id.is_not(None)))
    invited = db.session.scalar(select(func.count()).select_from(Invitation).where(Invitation.event_id == event_id))
    return Closing(
        db.session.get(Event, event_id),
        sum(states.values()),
        states.get("open", 0),
        states.get("converted", 0),
        leads or 0,
        invited or 0,
    )


def _count(statement) -> int:
    return db.session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
