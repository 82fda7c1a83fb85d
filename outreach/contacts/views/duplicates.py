"""Pairs of stored records that may be one: looked at side by side, decided quickly, and the search for more of them."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from outreach.activity import Actor
from outreach.contacts import queries, services
from outreach.contacts.models.duplicates import DECISIONS
from outreach.contacts.queries.duplicates import Group
from outreach.contacts.services import finder
from outreach.contacts.services.wording import reason_lines
from outreach.contacts.views import blueprint
from outreach.contacts.views.merging import record_url
from outreach.db import now, paginate, transaction
from outreach.errors import Refused
from outreach.jobs import enqueue
from outreach.web import access


@blueprint.get("/duplicates/")
@access.staff
def duplicates():
    """Pairs that may be one, with the reasons, the likeliest first and with it those of the same records; those put off,
    and those known to be two."""
    viewer = access.viewer()
    state, kind = request.args.get("state"), _kind(request.args.get("kind"))
    state = state if state in DECISIONS else "open"
    number = request.args.get("page")
    page = queries.open_groups(viewer, kind, number) if state == "open" else paginate(
        queries.pairs(viewer, state, kind), number, 20)
    search = queries.last_search(viewer, kind)
    return render_template(
        "contacts/duplicates.html", page=page, state=state, kind=kind, reason_lines=reason_lines, record_url=record_url,
        counts={name: queries.pairs_count(viewer, name, kind) for name in DECISIONS},
        kinds={name: queries.pairs_count(viewer, "open", name) for name in finder.KINDS},
        groups=page.items if state == "open" else [Group([pair]) for pair in page.items],
        search=search, stalled=search is not None and search.state == "running" and search.alive_at < now() - finder.LEFT_BEHIND,
        merges=queries.merges_count(viewer), may_write=viewer.role in access.WRITERS)


def _kind(text: str | None) -> str:
    return text if text in finder.KINDS else "person"


@blueprint.post("/duplicates/<int:candidate_id>")
@access.writers
def decide_pair(candidate_id: int):
    """Remember that two records are not the same, put the question off, or open it again."""
    viewer, kind = access.viewer(), _kind(request.form.get("kind"))
    state = request.form.get("state")
    if state not in DECISIONS:
        raise Refused("unknown_state", _("Choose whether the two are the same."), field="state")
    with transaction():
        pair = queries.get_duplicate(viewer, candidate_id, kind)
        services.decide_duplicate(Actor.of(viewer), pair, state)
    flash({"not_same": _("Noted: not the same"), "later": _("Put off"), "open": _("The question is open again")}[state])
    back = request.form.get("back", "")
    ends = (getattr(pair, f"{kind}_id"), pair.other_id)
    if back in [str(key) for key in ends]:
        return redirect(record_url(kind, int(back)))
    came_from = request.form.get("from")
    return redirect(url_for("contacts.duplicates", kind=kind if kind != "person" else None,
                            state=came_from if came_from in DECISIONS and came_from != "open" else None))


@blueprint.post("/duplicates/search")
@access.writers
def search_duplicates():
    """Search all people or organisations for doubles in the background."""
    kind = _kind(request.form.get("kind"))
    with transaction():
        running = finder.running_search(kind)
        if request.form.get("stop"):
            if running is not None:
                finder.stop_search(running)
        else:
            enqueue("contacts.find_duplicates", (running or finder.start_search(Actor.of(access.viewer()), kind)).id)
    return redirect(url_for("contacts.duplicates", kind=kind if kind != "person" else None))
