"""Facts of the dossier: added on the target's page, corrected on a page of their own."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from outreach.activity import Actor
from outreach.db import transaction
from outreach.errors import Conflict, NotFound, Refused
from outreach.i18n import LANGUAGES
from outreach.i18n import formats as fmt
from outreach.targets import queries, services
from outreach.targets.forms import FactForm
from outreach.targets.models import Target, TargetFact
from outreach.targets.views import blueprint
from outreach.targets.views.record import record_page
from outreach.web import access


@blueprint.post("/<int:target_id>/facts")
@access.writers
def add_fact(target_id: int):
    """Add a fact to the dossier."""
    target, form = queries.get_target(access.viewer(), target_id), FactForm()
    if form.validate():
        try:
            with transaction():
                services.add_fact(Actor.of(access.viewer()), target, form.values())
            flash(_("The fact stands in the dossier"))
            return redirect(url_for("targets.detail", target_id=target_id) + "#dossier")
        except Refused as refused:
            form.fail(refused.field if refused.field in form else "text", refused.message)
    return record_page(queries.get_target(access.viewer(), target_id), fact_form=form), 422


@blueprint.route("/<int:target_id>/facts/<int:fact_id>", methods=["GET", "POST"])
@access.writers
def edit_fact(target_id: int, fact_id: int):
    """Correct a fact, or bring it up to date; where somebody else did so meanwhile, theirs is told."""
    target, fact = _fact(target_id, fact_id)
    form = FactForm()
    if not form.is_submitted():
        form.fill(fact)
        return _page(target, fact, form), 200
    if form.validate():
        version = form.version.data or ""
        try:
            with transaction():
                services.edit_fact(Actor.of(access.viewer()), fact, form.values(),
                                   int(version) if version.isdecimal() else 0)
            flash(_("The fact is saved"))
            return redirect(url_for("targets.detail", target_id=target_id) + "#dossier")
        except Conflict as conflict:
            form.version.data = str(fact.version)
            theirs = [(form[name].label.text, _shown(name, value)) for name, value in conflict.theirs.items()]
            return _page(target, fact, form, theirs), 409
        except Refused as refused:
            form.fail(refused.field if refused.field in form else "text", refused.message)
    return _page(target, fact, form), 422


@blueprint.post("/<int:target_id>/facts/<int:fact_id>/remove")
@access.writers
def remove_fact(target_id: int, fact_id: int):
    """Take a fact out of the dossier."""
    _target, fact = _fact(target_id, fact_id)
    with transaction():
        services.remove_fact(Actor.of(access.viewer()), fact)
    flash(_("The fact is taken away; the timeline keeps what it said"))
    return redirect(url_for("targets.detail", target_id=target_id) + "#dossier")


def _fact(target_id: int, fact_id: int) -> tuple[Target, TargetFact]:
    target = queries.get_target(access.viewer(), target_id)
    fact = next((row for row in target.facts if row.id == fact_id), None)
    if fact is None:
        raise NotFound("unknown_fact", _("This fact is not in the dossier any more"))
    return target, fact


def _shown(name: str, value) -> str:
    if name == "kind":
        return str(queries.FACT_LABELS[value])
    if name == "language":
        return LANGUAGES[value].name
    return fmt.day(value) if name == "observed_on" else str(value)


def _page(target: Target, fact: TargetFact, form: FactForm, theirs: list | None = None) -> str:
    return render_template("targets/fact.html", target=target, fact=fact, form=form, theirs=theirs,
                           stale=fact.observed_on < queries.fresh_since(), again=request.method == "POST")
