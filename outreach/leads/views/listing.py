"""The list of leads with its tabs and filters."""

from flask import render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext

from outreach.catalogue import queries as catalogue
from outreach.db import paginate, today_in
from outreach.i18n import current_language, formats
from outreach.leads import queries
from outreach.leads.models import SOURCE_KINDS
from outreach.leads.queries import Filters, Tab
from outreach.leads.queries.asked import read_filters
from outreach.leads.queries.labels import source_label
from outreach.leads.views.blueprint import blueprint
from outreach.web import access
from outreach.web.lists.listing import Listing
from outreach.web.lists.pages import list_page


@blueprint.get("/")
@access.staff
def index():
    """The leads behind a tab and the filters; what is late stands first."""
    listing = list_page("leads", rows=False)
    if not isinstance(listing, Listing):
        return listing
    viewer = access.viewer()
    filters, today = read_filters(request.args), today_in(viewer.time_zone)
    tabs = queries.tabs(viewer, filters, today)
    return render_template(
        "leads/index.html",
        listing=listing,
        page=paginate(queries.filtered(viewer, filters, today), request.args.get("page")),
        tabs=tabs,
        filters=filters,
        today=today,
        headline=_finding(tabs),
        choices=_choices(viewer),
        kept={name: value for name, value in _asked(filters).items() if value},
    )


def _asked(filters: Filters) -> dict:
    """The filters as an address carries them, without the tab."""
    return {"owner": filters.owner, "stage": filters.stage, "industry": filters.industry, "country": filters.country,
            "event": filters.event, "source": filters.source, "q": filters.words}


def _choices(viewer) -> dict[str, list[tuple[str, str]]]:
    return {
        "owner": [(str(user.id), user.label) for user in queries.owners()],
        "stage": catalogue.stage_choices(),
        "industry": catalogue.industry_choices(),
        "country": [(code, formats.country(code)) for code in queries.countries_of_leads(viewer)],
        "event": [
            (str(event.id), event.title.shown(current_language().code).text)
            for event in queries.events_of_leads(viewer)
        ],
        "source": [(code, source_label(code)) for code in SOURCE_KINDS],
    }


def _finding(tabs: list[Tab]) -> str:
    """The headline: how many leads are open behind the filters, and how many steps are late."""
    counts = {tab.code: tab.count for tab in tabs}
    if not counts["open"]:
        return _("No open lead")
    opened = ngettext("%(num)s open lead", "%(num)s open leads", counts["open"])
    if not counts["overdue"]:
        return opened
    late = ngettext("%(num)s overdue", "%(num)s overdue", counts["overdue"])
    return _("%(open)s, %(late)s", open=opened, late=late)
