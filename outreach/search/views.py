"""The search box: results as you type for the top bar, and a page of its own."""

from apiflask import APIBlueprint
from flask import render_template, request

from outreach.search.index import find
from outreach.web import access, doors
from outreach.web.forms import is_htmx

blueprint = APIBlueprint("search", __name__, url_prefix="/search", enable_openapi=False)


@blueprint.get("/")
@access.staff
def results():
    """What the search box finds, grouped by kind; htmx gets the list alone."""
    query = request.args.get("q", "").strip()[:200]
    viewer = access.viewer()
    groups = []
    hits = find(query, viewer, limit=8 if is_htmx() else 60) if query else []
    for kind, document in doors.search_document.items():
        ids = [hit.ref_id for hit in hits if hit.kind == kind]
        if ids:
            rows = document.find(ids, viewer)
            groups.append((document, [rows[ref_id] for ref_id in ids if ref_id in rows]))
    template = "search/hits.html" if is_htmx() else "search/results.html"
    return render_template(template, query=query, groups=groups, total=sum(len(rows) for _, rows in groups))
