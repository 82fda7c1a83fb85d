"""Pairs of stored people who may be one: looked at side by side, decided, and the decision taken back."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from outreach.activity import Actor
from outreach.contacts import queries, services
from outreach.contacts.models.duplicates import STATES
from outreach.contacts.services.wording import reason_lines
from outreach.contacts.views import blueprint
from outreach.db import paginate, transaction
from outreach.errors import Conflict, Refused
from outreach.web import access


@blueprint.get("/duplicates/")
@access.staff
def duplicates():
    """Pairs of stored people who may be one, with the reasons; or those that somebody said are not."""
    viewer = access.viewer()
    state = "not_same" if request.args.get("state") == "not_same" else "open"
    counts = {name: queries.pairs_count(viewer, name) for name in ("open", "not_same")}
    return render_template(
        "contacts/duplicates.html", page=paginate(queries.pairs(viewer, state), request.args.get("page"), 20),
        state=state, counts=counts, reason_lines=reason_lines, may_write=viewer.role in access.WRITERS)


@blueprint.post("/duplicates/<int:candidate_id>")
@access.writers
def decide_pair(candidate_id: int):
    """Remember that two people are not the same, or open the question again."""
    viewer = access.viewer()
    state = request.form.get("state")
    if state not in STATES or state == "merged":
        raise Refused("unknown_state", _("Choose whether the two are the same."), field="state")
    with transaction():
        pair = queries.get_duplicate(viewer, candidate_id)
        if pair.state == "merged":
            raise Conflict("pair_merged", _("The two records are one by now."))
        services.decide_duplicate(Actor.of(viewer), pair, state)
    flash(_("Noted: not the same person") if state == "not_same" else _("The question is open again"))
    back = request.form.get("back", "")
    if back == "list":
        return redirect(url_for("contacts.duplicates", state="not_same" if state == "open" else None))
    known = int(back) if back in (str(pair.person_id), str(pair.other_id)) else pair.person_id
    return redirect(url_for("contacts.person", person_id=known))
