"""The list of leads for saved filters, export, and a new owner for many at once."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select
from sqlalchemy.orm import selectinload

from outreach.catalogue import queries as catalogue
from outreach.db import today_in
from outreach.i18n import current_language, formats
from outreach.leads import queries
from outreach.leads.models import Lead
from outreach.leads.queries.asked import ARGUMENTS, read_filters
from outreach.leads.queries.labels import channel_label, source_label
from outreach.leads.services import assign_owner
from outreach.web import doors
from outreach.web.access import WRITERS
from outreach.web.lists.kinds import BulkAction, Column, RecordList


def columns() -> list[Column]:
    """What is exported of a lead."""
    return [
        Column("number", _l("Number"), lambda lead, facts: lead.number, usual=True),
        Column("title", _l("Title"), lambda lead, facts: lead.title, usual=True),
        Column("organisation", _l("Organisation"), lambda lead, facts: lead.organisation.name if lead.organisation else None,
               usual=True),
        Column("country", _l("Country"), lambda lead, facts: formats.country(lead.country), usual=True),
        Column("stage", _l("Stage"), lambda lead, facts: str(catalogue.stage_label(lead.stage)), usual=True),
        Column("industries", _l("Industries"), lambda lead, facts: [
            str(catalogue.industry_label(code)) for code in lead.industries], usual=True),
        Column("investment", _l("Total investment"), lambda lead, facts: lead.investment, kind="money", usual=True),
        Column("owner", _l("Owner"), lambda lead, facts: lead.owner.label if lead.owner else None, usual=True),
        Column("deputy", _l("Deputy"), lambda lead, facts: lead.deputy.label if lead.deputy else None),
        Column("next_step", _l("Next step"), lambda lead, facts: lead.next_step, usual=True),
        Column("next_step_on", _l("Next step on"), lambda lead, facts: lead.next_step_on, kind="day", usual=True),
        Column("wake_up_on", _l("Wake-up date"), lambda lead, facts: lead.wake_up_on, kind="day"),
        Column("source", _l("Source"), lambda lead, facts: [source_label(item.kind) for item in lead.sources], usual=True),
        Column("event", _l("Source event"), lambda lead, facts: list(dict.fromkeys(
            item.event.title.shown(current_language().code).text for item in lead.sources if item.event)), usual=True),
        Column("channel", _l("Channel"), lambda lead, facts: channel_label(lead.channel) if lead.channel else None),
        Column("jobs", _l("Jobs"), lambda lead, facts: lead.jobs, kind="number"),
        Column("major", _l("Major project"), lambda lead, facts: lead.major, kind="flag"),
        Column("lost_reason", _l("Lost reason"), lambda lead, facts: lead.lost_reason),
        Column("created", _l("Added"), lambda lead, facts: lead.created_at, kind="moment"),
        Column("changed", _l("Last change"), lambda lead, facts: lead.updated_at, kind="moment"),
    ]


def _select(viewer, asked: dict) -> Select:
    return queries.filtered(viewer, read_filters(asked), today_in(viewer.time_zone))


def _owner(actor, lead, value: str, version: int) -> bool:
    """Hand a lead to another owner; its deputy stays unless it is that very person."""
    before, deputy = lead.owner_id, lead.deputy_id
    assign_owner(actor, lead, int(value) if value.isdecimal() else None, None if str(deputy) == value else deputy, version)
    return lead.owner_id != before


def bulk() -> list[BulkAction]:
    """What can be set for many leads at once."""
    return [BulkAction("owner", _l("Hand to an owner"), _owner, lambda value: Lead.owner_id == int(value), lambda viewer: [
        (str(user.id), user.label) for user in queries.owners()], empty=False)]


doors.record_list.hang("leads", RecordList(
    "leads", _l("Leads"), "leads.index", Lead, columns, base=queries.visible_leads, bulk=bulk, editors=WRITERS,
    options=lambda codes: [selectinload(Lead.sources)], arguments=ARGUMENTS, select=_select))
