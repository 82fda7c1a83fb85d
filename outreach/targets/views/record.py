"""The page of one target: its dossier, where it stands, what happened."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from outreach.activity import Actor
from outreach.activity.queries import timeline
from outreach.catalogue.queries import industry_label
from outreach.db import db, transaction
from outreach.errors import Refused
from outreach.targets import queries, services
from outreach.targets.forms import FactForm, TargetStateForm
from outreach.targets.models import FACT_KINDS, Target
from outreach.targets.views import blueprint
from outreach.web import access


@blueprint.get("/<int:target_id>")
@access.staff
def detail(target_id: int):
    """One target."""
    return record_page(queries.get_target(access.viewer(), target_id))


@blueprint.post("/<int:target_id>/state")
@access.writers
def set_state(target_id: int):
    """Another state; dropping needs a reason."""
    target, form = queries.get_target(access.viewer(), target_id), TargetStateForm()
    if form.validate():
        try:
            with transaction():
                services.change_state(Actor.of(access.viewer()), target, form.state.data, form.reason.data or "")
            flash(_("%(name)s: %(state)s", name=target.label, state=queries.STATE_LABELS[target.state]))
            return redirect(url_for("targets.detail", target_id=target_id))
        except Refused as refused:
            form.fail(refused.field if refused.field in form else "state", refused.message)
    return record_page(queries.get_target(access.viewer(), target_id), state_form=form), 422


def record_page(target: Target, *, state_form: TargetStateForm | None = None, fact_form: FactForm | None = None) -> str:
    """The page; forms that were refused are shown again with what was typed."""
    viewer = access.viewer()
    facts = {kind: [fact for fact in target.facts if fact.kind == kind] for kind in FACT_KINDS}
    return render_template(
        "targets/detail.html", target=target, labels=queries, may_write=viewer.role in access.WRITERS,
        facts={kind: rows for kind, rows in facts.items() if rows}, fresh_since=queries.fresh_since(),
        industries=[industry_label(code) for code in target.industries], form=state_form or fact_form,
        state_form=state_form or TargetStateForm(None, data={"state": target.state}),
        fact_form=fact_form or FactForm(None, data={"language": viewer.language}), fact_refused=fact_form is not None,
        entries=list(db.session.scalars(timeline("target", target.id))))
