"""What an address asks of the list of leads."""

from collections.abc import Mapping

from outreach.catalogue import queries as catalogue
from outreach.i18n import formats
from outreach.leads.models import SOURCE_KINDS
from outreach.leads.queries.listing import Filters
from outreach.web.converters import record_key

TABS = ("open", "mine", "overdue", "none", "reserve", "closed", "all")
#: The arguments that make the list what it is.
ARGUMENTS = ("tab", "step", "stage", "industry", "owner", "event", "country", "source", "q")


def read_filters(arguments: Mapping[str, str]) -> Filters:
    """The filters of an address; what is unknown narrows nothing."""
    tab = "none" if arguments.get("step") == "none" else arguments.get("tab", "open")
    stage, industry = arguments.get("stage", ""), arguments.get("industry", "")
    country, source = arguments.get("country", ""), arguments.get("source", "")
    return Filters(
        tab=tab if tab in TABS else "open",
        stage=stage if stage in {item.code for item in catalogue.stages(retired=True)} else "",
        industry=industry if industry in _known_industries() else "",
        country=country if country in dict(formats.countries(lang="en")) else "",
        source=source if source in SOURCE_KINDS else "",
        owner=record_key(arguments.get("owner")), event=record_key(arguments.get("event")),
        words=arguments.get("q", "").replace("\x00", "").strip()[:100])


def _known_industries() -> set[str]:
    return {branch.code for root in catalogue.industries(retired=True) for branch in root.walk()}
