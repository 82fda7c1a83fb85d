"""The list of intentions for saved filters and export."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select
from sqlalchemy.orm import selectinload

from outreach.catalogue import queries as catalogue
from outreach.i18n import current_language, formats
from outreach.intentions.models import STATES, Intention
from outreach.intentions.queries import in_order, state_name, visible_intentions
from outreach.web import doors
from outreach.web.lists.kinds import Column, RecordList
from outreach.web.page import language_name


def columns() -> list[Column]:
    """What is exported of an intention."""
    return [
        Column("receipt", _l("Receipt number"), lambda row, facts: row.receipt, usual=True),
        Column("title", _l("Project"), lambda row, facts: row.title, usual=True),
        Column("state", _l("State"), lambda row, facts: state_name(row.state), usual=True),
        Column("organisation", _l("Organisation"), lambda row, facts: row.organisation_name, usual=True),
        Column("country", _l("Country"), lambda row, facts: formats.country(row.organisation_country), usual=True),
        Column("contact", _l("Contact person"), lambda row, facts: row.contact_name, usual=True),
        Column("email", _l("Mail address"), lambda row, facts: row.contact_email, usual=True),
        Column("phone", _l("Phone"), lambda row, facts: row.contact_phone, usual=True),
        Column("industry", _l("Industry"), lambda row, facts: str(catalogue.industry_label(row.industry)), usual=True),
        Column("investment", _l("Total investment"), lambda row, facts: row.investment, kind="money", usual=True),
        Column("summary", _l("Project summary"), lambda row, facts: row.summary),
        Column("site", _l("Site wishes"), lambda row, facts: row.site),
        Column("language", _l("Language"), lambda row, facts: language_name(row.language)),
        Column("partner", _l("Partner"), lambda row, facts: row.partner.label if row.partner else None, usual=True),
        Column("event", _l("Event"), lambda row, facts: (
            row.event.title.shown(current_language().code).text if row.event else None)),
        Column("owner", _l("Owner"), lambda row, facts: row.owner.label if row.owner else None, usual=True),
        Column("received", _l("Received"), lambda row, facts: row.received_at, kind="moment", usual=True),
        Column("answer_due", _l("Answer due"), lambda row, facts: row.answer_due, kind="moment", usual=True),
        Column("decided", _l("Decided"), lambda row, facts: row.decided_at, kind="moment"),
        Column("reason", _l("Reason"), lambda row, facts: row.reason),
        Column("lead", _l("Lead"), lambda row, facts: row.lead.label if row.lead else None),
    ]


def _select(viewer, asked: dict) -> Select:
    state = asked.get("state", "open")
    state = state if state in ("open", *STATES, "all") else "open"
    return in_order(visible_intentions(viewer), None if state == "all" else state)


doors.record_list.hang("intentions", RecordList(
    "intentions", _l("Intentions"), "intentions.inbox", Intention, columns, base=visible_intentions,
    options=lambda codes: [selectinload(part) for part in (
        Intention.partner, Intention.event, Intention.owner, Intention.lead)],
    arguments=("state",), select=_select))
