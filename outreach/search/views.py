"""The search box: results as you type for the top bar, and a page of its own."""

from dataclasses import dataclass

from apiflask import APIBlueprint
from flask import render_template, request

from outreach.search.index import find
from outreach.web import access, doors
from outreach.web.doors import SearchDocument
from outreach.web.forms import is_htmx

blueprint = APIBlueprint("search", __name__, url_prefix="/search", enable_openapi=False)

#: Records of one kind under the box while somebody types, on the page, and on the page of that kind alone.
WHILE_TYPING, ON_THE_PAGE, OF_ONE_KIND = 5, 20, 200


@dataclass(frozen=True)
class Group:
    """What was found of one kind: (title, second line, url) per record; `more` where there is more than is shown."""

    kind: str
    document: SearchDocument
    rows: list[tuple[str, str, str]]
    more: bool


@blueprint.get("/")
@access.staff
def results():
    """What the search box finds, grouped by kind; htmx gets the list alone."""
    query = request.args.get("q", "").replace("\x00", "").strip()[:200]
    wanted = request.args.get("kind", "")
    kinds = [wanted] if doors.search_document.get(wanted) else [kind for kind, _ in doors.search_document.items()]
    limit = WHILE_TYPING if is_htmx() else OF_ONE_KIND if len(kinds) == 1 else ON_THE_PAGE
    groups = [group for kind in kinds if query and (group := _group(kind, query, limit)).rows]
    template = "search/hits.html" if is_htmx() else "search/results.html"
    return render_template(template, query=query, groups=groups, total=sum(len(group.rows) for group in groups),
                           more=any(group.more for group in groups), typing=is_htmx())


def _group(kind: str, query: str, limit: int) -> Group:
    """The best records of a kind that the reader may see."""
    viewer, document = access.viewer(), doors.search_document.get(kind)
    ids = [hit.ref_id for hit in find(query, viewer, kinds=[kind], limit=limit + 1)]
    known = document.find(ids, viewer) if ids else {}
    rows = [known[ref_id] for ref_id in ids if ref_id in known]
    return Group(kind, document, rows[:limit], len(rows) > limit)
