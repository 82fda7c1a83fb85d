"""Pages of organisations."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from outreach.activity import Actor
from outreach.activity.queries import timeline
from outreach.contacts import queries, services
from outreach.contacts.forms.people import ORGANISATION_KIND_LABELS, OrganisationForm
from outreach.contacts.models import Organisation
from outreach.contacts.views import blueprint
from outreach.db import db, paginate, transaction
from outreach.errors import Conflict, Refused
from outreach.i18n import formats
from outreach.web import access


@blueprint.get("/organisations/")
@access.staff
def organisations():
    """All organisations by name, narrowed by words and country."""
    viewer = access.viewer()
    asked = {name: request.args.get(name, "").strip() for name in ("q", "country")}
    page = paginate(queries.find_organisations(viewer, asked["q"], asked["country"]), request.args.get("page"))
    return render_template("contacts/organisations.html", page=page, asked=asked, countries=formats.countries(),
                           heads=queries.head_counts(viewer, page.items), kinds=ORGANISATION_KIND_LABELS)


@blueprint.get("/organisations/<int:organisation_id>")
@access.staff
def organisation(organisation_id: int):
    """One organisation: names, register numbers, people, relatives of the same name, what happened."""
    viewer = access.viewer()
    row = queries.get_organisation(viewer, organisation_id)
    return render_template(
        "contacts/organisation.html", organisation=row, kinds=ORGANISATION_KIND_LABELS,
        people=db.session.scalars(queries.people_of(viewer, row).limit(200)).all(), related=queries.related_organisations(viewer, row),
        entries=list(db.session.scalars(timeline("organisation", row.id).limit(40))), may_write=viewer.role in access.WRITERS)


@blueprint.route("/organisations/new", methods=["GET", "POST"])
@access.writers
def new_organisation():
    """Add an organisation; one of the same name, form and country is shown instead of a second one."""
    form = OrganisationForm()
    if not form.validate_on_submit():
        return _form_page(form), 422 if request.method == "POST" else 200
    known = None if request.form.get("anyway") else services.find_organisation(form.name.data, form.country.data or None)
    if known is not None:
        return _form_page(form, known=known), 422
    try:
        with transaction():
            facts = form.facts()
            made = services.create_organisation(Actor.of(access.viewer()), form.name.data, facts.pop("country"), **facts)
    except Refused as refused:
        form.fail(refused.field if refused.field in form else "name", refused.message)
        return _form_page(form), 422
    flash(_("%(name)s is added", name=made.label))
    return redirect(url_for("contacts.organisation", organisation_id=made.id))


@blueprint.route("/organisations/<int:organisation_id>/edit", methods=["GET", "POST"])
@access.writers
def edit_organisation(organisation_id: int):
    """Change an organisation; where somebody else did so meanwhile, what is stored stands beside what was typed."""
    viewer = access.viewer()
    row, form = queries.get_organisation(viewer, organisation_id), OrganisationForm()
    if not form.is_submitted():
        form.fill(row)
    if not form.validate_on_submit():
        return _form_page(form, row), 422 if request.method == "POST" else 200
    version = int(form.version.data) if (form.version.data or "").isdecimal() else 0
    try:
        with transaction():
            services.edit_organisation(Actor.of(viewer), queries.get_organisation(viewer, organisation_id),
                                       {"name": form.name.data, **form.facts()}, version)
    except Conflict as conflict:
        rows = [(form[name].label.text, value or "") for name, value in conflict.theirs.items() if (value or "") != (form[name].data or "")]
        form.version.data = str(queries.get_organisation(viewer, organisation_id).version)
        return _form_page(form, row, rows=rows), 409
    except Refused as refused:
        form.fail(refused.field if refused.field in form else "name", refused.message)
        return _form_page(form, row), 422
    flash(_("%(name)s is saved", name=form.name.data))
    return redirect(url_for("contacts.organisation", organisation_id=organisation_id))


def _form_page(form: OrganisationForm, row: Organisation | None = None, known=None, rows=None) -> str:
    return render_template("contacts/organisation_edit.html", form=form, organisation=row, known=known, rows=rows)
