"""The search box: results as you type for the top bar, and a page of its own. Partners search in their portal."""

from apiflask import APIBlueprint
from flask import render_template, request

from outreach.search import results as searching
from outreach.web import access, doors
from outreach.web.forms import is_htmx

blueprint = APIBlueprint("search", __name__, url_prefix="/search", enable_openapi=False)


@blueprint.get("/")
@access.staff
def results():
    """What the search box finds, grouped by kind, or one kind page by page; htmx gets the list alone."""
    query, viewer = searching.asked_words(request.args.get("q", "")), access.viewer()
    if is_htmx():
        groups = searching.while_typing(query, viewer) if query else []
        return render_template("search/typing.html", query=query, groups=groups)
    kind, page = request.args.get("kind", ""), None
    if doors.search_document.get(kind):
        number = request.args.get("page", "1")
        group, page = searching.of_kind(
            kind, query, viewer, int(number) if number.isdecimal() and len(number) < 9 else 1)
        groups = [group] if group.rows else []
    else:
        groups = searching.by_kind(query, viewer) if query else []
    return render_template("search/results.html", query=query, groups=groups, page=page, **searching.summary(groups))
