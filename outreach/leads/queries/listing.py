"""Which leads a viewer sees, narrowed by filters, and how many there are."""

from dataclasses import dataclass, field
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import Select, false, func, or_, select
from sqlalchemy.orm import selectinload

from outreach.accounts.models import User
from outreach.catalogue import queries as catalogue
from outreach.db import Money, db, today_in
from outreach.errors import NotFound
from outreach.events.models import Event
from outreach.leads.models import Lead, LeadPerson, LeadSource
from outreach.leads.services.stages import SLEEPING
from outreach.leads.services.values import OWNER_ROLES
from outreach.web.access import STAFF


@dataclass
class Filters:
    """What a list is narrowed to. Codes as stored; `owner`, `event` are keys; `source` a kind; `tab` as in tabs()."""

    tab: str = "open"
    stage: str = ""
    industry: str = ""
    owner: int | None = None
    event: int | None = None
    country: str = ""
    source: str = ""
    words: str = ""

    @property
    def narrowed(self) -> bool:
        """True where more than the tab is chosen."""
        return any((self.stage, self.industry, self.owner, self.event, self.country, self.source, self.words))


@dataclass(frozen=True)
class Tab:
    """One tab of the list with its count; `hot` marks what is late."""

    code: str
    label: str
    count: int
    hot: bool = False


@dataclass
class Column:
    """One column of the board: stage code, label, count, sums by currency and the first leads."""

    stage: str
    label: str
    count: int = 0
    sums: list[Money] = field(default_factory=list)
    leads: list[Lead] = field(default_factory=list)


def visible_leads(viewer) -> Select:
    """The leads that a viewer may see: our own people all, partners and strangers none."""
    statement = select(Lead)
    if viewer is None or viewer.role not in STAFF:
        return statement.where(false())
    return statement


def get_lead(viewer, lead_id: int) -> Lead:
    """One lead. Raises NotFound where there is none or the viewer may not see it."""
    # A number that no key can hold would be an error of the database, not an answer.
    found = visible_leads(viewer).where(Lead.id == (lead_id if lead_id < 2**31 else 0))
    lead = db.session.scalars(found).unique().one_or_none()
    if lead is None:
        raise NotFound("no_lead", _("There is no such lead, or it is not open to you."))
    return lead


def filtered(viewer, filters: Filters, today: date) -> Select:
    """The leads behind the filters: what is late first, then by day, those without a day last."""
    statement = narrowed(visible_leads(viewer), filters)
    statement = on_tab(statement, filters.tab, viewer, today)
    return statement.options(selectinload(Lead.sources)).order_by(
        Lead.next_step_on.is_(None), Lead.next_step_on, Lead.id.desc())


def narrowed(statement: Select, filters: Filters) -> Select:
    """The statement with every filter but the tab."""
    if filters.stage:
        statement = statement.where(Lead.stage == filters.stage)
    if filters.industry:
        statement = statement.where(in_industry(filters.industry))
    if filters.owner:
        statement = statement.where(or_(Lead.owner_id == filters.owner, Lead.deputy_id == filters.owner))
    if filters.event:
        statement = statement.where(
            Lead.id.in_(select(LeadSource.lead_id).where(LeadSource.event_id == filters.event)))
    if filters.country:
        statement = statement.where(Lead.country == filters.country)
    if filters.source:
        statement = statement.where(Lead.id.in_(select(LeadSource.lead_id).where(LeadSource.kind == filters.source)))
    if filters.words:
        statement = statement.where(
            or_(
                Lead.title.icontains(filters.words, autoescape=True),
                Lead.number.icontains(filters.words, autoescape=True),
            )
        )
    return statement


def in_industry(code: str):
    """The condition that a lead carries the node or any below it: a root finds its children."""
    return catalogue.carries_industry(Lead.industries, code)


def on_tab(statement: Select, tab: str, viewer, today: date) -> Select:
    """The statement narrowed to a tab; an unknown one shows what is open."""
    opened = Lead.closed_at.is_(None)
    conditions = {
        "mine": [opened, or_(Lead.owner_id == viewer.id, Lead.deputy_id == viewer.id)],
        "overdue": [opened, Lead.next_step_on < today],
        "none": [opened, Lead.next_step_on.is_(None), Lead.stage.not_in(SLEEPING)],
        "reserve": [Lead.stage == "reserve"],
        "closed": [Lead.closed_at.is_not(None)],
        "all": [],
    }
    return statement.where(*conditions.get(tab, [opened]))


def tabs(viewer, filters: Filters, today: date) -> list[Tab]:
    """The tabs with what each would show under the other filters."""
    labels = (
        ("open", _("Open leads")),
        ("mine", _("My leads")),
        ("overdue", _("Overdue")),
        ("none", _("No next step")),
        ("reserve", _("Project reserve")),
        ("closed", _("Closed leads")),
        ("all", _("All leads")),
    )
    base = narrowed(visible_leads(viewer), filters)
    return [Tab(code, label, _count(on_tab(base, code, viewer, today)), code == "overdue") for code, label in labels]


def open_count(viewer) -> int:
    """How many open leads the viewer answers for."""
    return _count(on_tab(visible_leads(viewer), "mine", viewer, today_in(viewer.time_zone)))


def overdue_count(viewer) -> int:
    """How many of the viewer's open leads have a step that is late."""
    today = today_in(viewer.time_zone)
    return _count(on_tab(on_tab(visible_leads(viewer), "mine", viewer, today), "overdue", viewer, today))


def board(viewer, filters: Filters, per_column: int = 20) -> list[Column]:
    """The main stages as columns with counts, sums by currency and the leads whose step is due first."""
    columns = {item.code: Column(item.code, str(catalogue.stage_label(item.code)))
               for item in catalogue.stages() if item.kind == "main"}
    base = narrowed(visible_leads(viewer), filters)
    rows = base.order_by(None).with_only_columns(
        Lead.stage, Lead.investment_currency, func.count(), func.sum(Lead.investment_minor)
    ).group_by(Lead.stage, Lead.investment_currency).order_by(Lead.investment_currency)
    for stage, currency, count, total in db.session.execute(rows):
        if stage in columns:
            columns[stage].count += count
            if currency and total is not None:
                columns[stage].sums.append(Money(int(total), currency))
    for column in columns.values():
        if column.count:
            statement = base.where(Lead.stage == column.stage).order_by(
                Lead.next_step_on.is_(None), Lead.next_step_on, Lead.id.desc()).limit(per_column)
            column.leads = list(db.session.scalars(statement).unique())
    return list(columns.values())


def owners() -> list[User]:
    """Colleagues who may answer for a lead, by name."""
    return list(db.session.scalars(
        select(User).where(User.active, User.role.in_(OWNER_ROLES)).order_by(User.name, User.id)).unique())


def countries_of_leads(viewer) -> list[str]:
    """The countries from which the viewer's leads come, by code."""
    rows = visible_leads(viewer).with_only_columns(Lead.country).distinct().order_by(Lead.country)
    return [code for code in db.session.scalars(rows) if code]


def events_of_leads(viewer) -> list[Event]:
    """The events that brought a lead, newest first."""
    sources = select(LeadSource.event_id).where(
        LeadSource.lead_id.in_(visible_leads(viewer).with_only_columns(Lead.id))
    )
    return list(
        db.session.scalars(select(Event).where(Event.id.in_(sources)).order_by(Event.starts_on.desc(), Event.id.desc()))
    )


def leads_of_person(viewer, person_id: int) -> list[Lead]:
    """The leads on which a person stands, newest first."""
    inner = select(LeadPerson.lead_id).where(LeadPerson.person_id == person_id)
    return list(db.session.scalars(visible_leads(viewer).where(Lead.id.in_(inner)).order_by(Lead.id.desc())).unique())


def leads_of_organisation(viewer, organisation_id: int) -> list[Lead]:
    """The leads of an organisation, open ones first, then newest first."""
    return list(db.session.scalars(visible_leads(viewer).where(Lead.organisation_id == organisation_id).order_by(
        Lead.closed_at.is_not(None), Lead.id.desc())).unique())


def search_titles(viewer, ids: list[int]) -> dict[int, Lead]:
    """The leads with these keys that the viewer may see."""
    rows = db.session.scalars(visible_leads(viewer).where(Lead.id.in_(ids))).unique()
    return {lead.id: lead for lead in rows}


def _count(statement: Select) -> int:
    return db.session.scalar(statement.order_by(None).with_only_columns(func.count(Lead.id))) or 0
