"""The administrators' list of units, and one unit."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from outreach.accounts import queries, services
from outreach.accounts.forms import UnitForm, unit_kind_name
from outreach.accounts.models import Unit
from outreach.accounts.views.blueprint import blueprint
from outreach.activity import Actor
from outreach.activity.queries import timeline
from outreach.db import db, paginate, transaction
from outreach.errors import Refused
from outreach.web import access


@blueprint.get("/units")
@access.administrators
def units():
    """All units with their kind and members."""
    page = paginate(queries.units(), request.args.get("page"))
    return render_template("accounts/units.html", page=page, kind_name=unit_kind_name,
                           members=queries.members_by_unit())


@blueprint.route("/units/new", methods=["GET", "POST"])
@access.administrators
def new_unit():
    """Add a unit."""
    form = UnitForm()
    if not form.validate_on_submit():
        return _form_page(form), 422 if request.method == "POST" else 200
    try:
        with transaction():
            made = services.create_unit(Actor.of(access.viewer()), code=form.code.data, kind=form.kind.data,
                                        name=form.text())
    except Refused as refused:
        form.fail(refused.field if refused.field in form else "code", refused.message)
        return _form_page(form), refused.status
    flash(_("The unit %(name)s is added", name=made.label))
    return redirect(url_for("accounts.units"))


@blueprint.route("/units/<int:unit_id>", methods=["GET", "POST"])
@access.administrators
def unit(unit_id: int):
    """One unit: its name in four languages, its kind, and whether it is in use."""
    found = queries.get_unit(unit_id)
    form = UnitForm(found)
    if not form.validate_on_submit():
        return _form_page(form, found), 422 if request.method == "POST" else 200
    version = int(form.version.data) if form.version.data and form.version.data.isdecimal() else None
    try:
        with transaction():
            services.change_unit(Actor.of(access.viewer()), found, version=version, values={
                "kind": form.kind.data, "name": form.text(found.name), "active": form.state.data == "active"})
    except Refused as refused:
        form.version.data = str(queries.get_unit(unit_id).version)
        form.fail(refused.field if refused.field in form else "code", refused.message)
        return _form_page(form, queries.get_unit(unit_id)), refused.status
    flash(_("The unit %(name)s is saved", name=found.label))
    return redirect(url_for("accounts.unit", unit_id=unit_id))


def _form_page(form: UnitForm, found: Unit | None = None) -> str:
    entries = db.session.scalars(timeline("unit", found.id).limit(50)).all() if found else []
    return render_template("accounts/unit.html" if found else "accounts/new_unit.html", form=form, unit=found,
                           entries=entries)
