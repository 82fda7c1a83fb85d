"""The list of targets, and the same as a board by state."""

from flask import render_template

from outreach.targets import queries
from outreach.targets.views import blueprint
from outreach.web import access
from outreach.web.lists.listing import Listing
from outreach.web.lists.pages import list_page


@blueprint.get("/")
@access.staff
def index():
    """The targets behind the filters, with the columns of the reader's choice."""
    listing = list_page("targets")
    if not isinstance(listing, Listing):
        return listing
    return render_template("targets/index.html", listing=listing, labels=queries)


@blueprint.get("/board")
@access.staff
def board():
    """The same targets in columns by state, those of high priority first."""
    listing = list_page("targets", rows=False)
    if not isinstance(listing, Listing):
        return listing
    lanes = queries.lanes(listing.narrowed())
    shown = [target for lane in lanes for target in lane.targets]
    return render_template("targets/board.html", listing=listing, lanes=lanes, labels=queries,
                           counts=queries.fact_counts(shown), total=sum(lane.count for lane in lanes))
