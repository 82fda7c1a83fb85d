"""Entering and changing a target; what looks alike is shown before anything is saved."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from outreach.accounts.models import User
from outreach.activity import Actor
from outreach.catalogue.queries import industry_label
from outreach.contacts.queries import get_organisation
from outreach.contacts.services.matching import reasons_as_json
from outreach.contacts.services.wording import reason_lines
from outreach.db import db, transaction
from outreach.errors import Conflict, Refused
from outreach.i18n import LANGUAGES, formats
from outreach.targets import queries, services
from outreach.targets.forms import TargetForm
from outreach.targets.models import Target
from outreach.targets.services import Likeness
from outreach.targets.views import blueprint
from outreach.web import access
from outreach.web.once import made_before, once


@blueprint.route("/new", methods=["GET", "POST"])
@access.writers
def new():
    """Enter a target: an organisation of ours, or a name that nobody has met; ?organisation= names the first."""
    viewer, form = access.viewer(), TargetForm()
    if not form.is_submitted():
        _begin(form, viewer)
        return _form_page(form)
    _take(form)
    if not form.validate():
        return _form_page(form), 422
    made = made_before(Target)
    if made is None:
        alike = _alike(form)
        if not _all_shown(alike):
            return _form_page(form, alike=alike), 422
        try:
            made = once(Target, lambda: services.create_target(Actor.of(viewer), form.values()))
        except Refused as refused:
            form.fail(refused.field if refused.field in form else "organisation", refused.message)
            return _form_page(form), 422
    flash(_("%(name)s is a target", name=made.label))
    return redirect(url_for("targets.detail", target_id=made.id))


@blueprint.route("/<int:target_id>/edit", methods=["GET", "POST"])
@access.writers
def edit(target_id: int):
    """Change a target; where somebody else did so meanwhile, theirs is told."""
    target = queries.get_target(access.viewer(), target_id)
    form = TargetForm(target=target)
    if not form.is_submitted():
        form.fill(target)
        form.why_language.data = target.why_language or access.viewer().language
        return _form_page(form, target)
    _take(form)
    if not form.validate():
        return _form_page(form, target), 422
    alike = _alike(form, target)
    if not _all_shown(alike):
        return _form_page(form, target, alike), 422
    try:
        with transaction():
            services.edit_target(Actor.of(access.viewer()), target, form.values(), _version(form))
    except Conflict as conflict:
        form.version.data = str(target.version)
        theirs = [(_field_label(form, name), _shown(name, value)) for name, value in conflict.theirs.items()
                  if name in form]
        return _form_page(form, target, theirs=theirs), 409
    except Refused as refused:
        form.fail(refused.field if refused.field in form else "organisation", refused.message)
        return _form_page(form, queries.get_target(access.viewer(), target_id)), 422
    flash(_("%(name)s is saved", name=target.label))
    return redirect(url_for("targets.detail", target_id=target_id))


@blueprint.post("/alike")
@access.writers
def alike_targets():
    """What resembles the name that is being typed; htmx puts the answer under it. Nothing is stored."""
    known = request.args.get("target", type=int)
    target = queries.get_target(access.viewer(), known) if known else None
    return render_template("targets/alike.html", alike=_alike(TargetForm(), target), lines_of=_lines_of)


def _begin(form: TargetForm, viewer) -> None:
    form.why_language.data = viewer.language
    form.owner_id.data = viewer.id
    key = request.args.get("organisation", type=int)
    if key:
        organisation = get_organisation(viewer, key)
        form.organisation.data = f"{organisation.name} [{organisation.id}]"
        form.country.data, form.website.data = organisation.country or "", organisation.website or ""


def _take(form: TargetForm) -> None:
    """"It is this one" puts the stored organisation in the place of what was typed."""
    key = request.form.get("take", type=int)
    if key:
        form.organisation.data = f"{get_organisation(access.viewer(), key).name} [{key}]"


def _alike(form: TargetForm, target: Target | None = None) -> list[Likeness]:
    """What may be the one that is typed: of a chosen organisation the targets that it is, else whatever resembles it.

    A stored target is compared only where its name or organisation has changed.
    """
    own = target.id if target else None
    if target and (form.organisation_id, form.values()["name"]) == (target.organisation_id, target.label):
        return []
    if form.organisation_id:
        found = queries.targets_of_organisation(access.viewer(), form.organisation_id)
        return [Likeness(None, None, row) for row in found if row.id != own]
    name = form.organisation.data or ""
    return services.find_similar(name, form.country.data, form.website.data, own) if len(name) > 1 else []


def _all_shown(alike: list[Likeness]) -> bool:
    """True where whoever saves all the same has been shown every one of these."""
    shown = set(request.form.get("seen", "").split(",")) if request.form.get("anyway") else set()
    return {one.key for one in alike} <= shown


def _lines_of(one: Likeness) -> list[tuple[str, str]]:
    return reason_lines(reasons_as_json(one.comparison))


def _version(form: TargetForm) -> int:
    text = form.version.data or ""
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _field_label(form: TargetForm, name: str) -> str:
    return form[name].label.text


def _shown(name: str, value) -> str:
    """A stored value as text for a comparison."""
    if name == "owner_id":
        user = db.session.get(User, value) if value else None
        return user.label if user else ""
    if name == "industries":
        return ", ".join(str(industry_label(code)) for code in value)
    words = {"kind": queries.KIND_LABELS, "priority": queries.PRIORITY_LABELS}.get(name, {})
    if name == "country":
        return formats.country(value)
    if name == "why_language":
        return LANGUAGES[value].name if value in LANGUAGES else ""
    return str(words.get(value, value or ""))


def _form_page(form: TargetForm, target: Target | None = None, alike: list | tuple = (), theirs: list | None = None) -> str:
    return render_template("targets/edit.html", form=form, target=target, alike=alike, theirs=theirs, lines_of=_lines_of)
