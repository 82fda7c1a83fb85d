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
from outreach.leads.queries.labels import source_label
from outreach.leads.views.blueprint import blueprint
from outreach.web import access

TABS = ("open", "mine", "overdue", "none", "reserve", "closed", "all")


@blueprint.get("/")
@access.staff
def index():
    """The leads behind a tab and the filters; what is late stands first."""
    viewer = access.viewer()
    filters, today = read_filters(), today_in(viewer.time_zone)
    tabs = queries.tabs(viewer, filters, today)
    return render_template(
        "leads/index.html",
        page=paginate(queries.filtered(viewer, filters, today), request.args.get("page")),
        tabs=tabs,
        filters=filters,
        today=today,
        headline=_finding(tabs),
        choices=_choices(viewer),
        kept={name: value for name, value in _asked(filters).items() if value},
    )


def read_filters() -> Filters:
    """The filters of the address; what is unknown narrows nothing."""
    arguments = request.args
    tab = "none" if arguments.get("step") == "none" else arguments.get("tab", "open")
    stage, industry = arguments.get("stage", ""), arguments.get("industry", "")
    country, source = arguments.get("country", ""), arguments.get("source", "")
    return Filters(
        tab=tab if tab in TABS else "open",
        stage=stage if stage in {item.code for item in catalogue.stages(retired=True)} else "",
        industry=industry if industry in _known_industries() else "",
        country=country if country in dict(formats.countries(lang="en")) else "",
        source=source if source in SOURCE_KINDS else "",
        owner=key_of(arguments.get("owner")), event=key_of(arguments.get("event")),
        words=arguments.get("q", "").replace("\x00", "").strip()[:100])


def key_of(text: str | None) -> int | None:
    """A key from an address; None for anything that no key can be."""
    return int(text) if text and text.isascii() and text.isdigit() and 0 < int(text[:12]) < 2**31 else None


def _known_industries() -> set[str]:
    return {branch.code for root in catalogue.industries(retired=True) for branch in root.walk()}


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
