"""Pages of saved profiles: how the files of a source are read."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from outreach.activity import Actor
from outreach.contacts import queries
from outreach.contacts.forms.imports import ProfileForm, encoding_name, field_choices, separator_name
from outreach.contacts.models import ImportProfile
from outreach.contacts.services import imports as engine
from outreach.contacts.services.imports import profiles
from outreach.contacts.views import blueprint
from outreach.contacts.views.imports import act
from outreach.db import db, transaction
from outreach.errors import Refused
from outreach.web import access


@blueprint.get("/imports/profiles/")
@access.staff
def import_profiles():
    """All profiles by name, each with its form."""
    return _page()


def _page(status: int = 200, failed: ProfileForm | None = None):
    rows = db.session.scalars(select(ImportProfile).order_by(ImportProfile.name, ImportProfile.id)).all()
    forms = {row.id: ProfileForm.of(row) for row in rows}
    if failed is not None:
        forms[failed.profile.id] = failed
    return make_response(render_template(
        "contacts/import_profiles.html", profiles=rows, forms=forms, failed=failed, fields=dict(field_choices()),
        encoding_name=encoding_name, separator_name=separator_name, may_write=access.viewer().role in access.WRITERS), status)


@blueprint.post("/imports/profiles/<int:profile_id>")
@access.writers
def edit_import_profile(profile_id: int):
    """Change a profile's name, country or answer for doubtful rows."""
    profile = profiles.get_profile(profile_id)
    form = ProfileForm(profile=profile)
    if not form.validate():
        return _page(422, form)
    try:
        with transaction():
            profiles.edit_profile(Actor.of(access.viewer()), profile, form.name.data, form.country.data or None, form.doubtful.data)
    except Refused as error:
        form.fail(error.field if error.field in form else "name", str(error))
        return _page(error.status, form)
    flash(_("The profile “%(name)s” is saved.", name=profile.name))
    return redirect(url_for("contacts.import_profiles"))


@blueprint.post("/imports/profiles/<int:profile_id>/remove")
@access.writers
def remove_import_profile(profile_id: int):
    """Forget a profile."""
    profile = profiles.get_profile(profile_id)
    with transaction():
        profiles.remove_profile(Actor.of(access.viewer()), profile)
    flash(_("The profile “%(name)s” is removed.", name=profile.name))
    return redirect(url_for("contacts.import_profiles"))


@blueprint.post("/imports/<int:run_id>/profile")
@access.writers
def save_import_profile(run_id: int):
    """Keep how a file is read under a name."""
    run = queries.get_import(access.viewer(), run_id)

    def save(actor: Actor) -> None:
        with transaction():
            profile = profiles.save_profile(actor, run, request.form.get("name", ""))
        flash(_("The profile “%(name)s” is saved.", name=profile.name))
    return act(run_id, save)


@blueprint.post("/imports/<int:run_id>/profile/<int:profile_id>")
@access.writers
def use_import_profile(run_id: int, profile_id: int):
    """Read a file as a profile says; its rows are judged anew."""
    run, profile = queries.get_import(access.viewer(), run_id), profiles.get_profile(profile_id)

    def use(actor: Actor) -> None:
        with transaction():
            profiles.use_profile(actor, run, profile)
        engine.start_preview(run_id)
    return act(run_id, use)
