"""The versions of a material: uploading one, fetching one, how long it is valid, withdrawing it."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from outreach import files
from outreach.activity import Actor
from outreach.db import transaction
from outreach.errors import Refused
from outreach.i18n import LANGUAGES
from outreach.materials import queries, services
from outreach.materials.forms import ValidityForm, VersionForm, WithdrawForm
from outreach.materials.models import Material
from outreach.materials.views import blueprint
from outreach.materials.views.staff import record_page
from outreach.web import access
from outreach.web.page import language_name


@blueprint.route("/materials/<int:material_id>/versions/new", methods=["GET", "POST"])
@access.writers
def new_version(material_id: int):
    """Upload a file as the next version in a language; with ?language= that one is chosen."""
    viewer, form = access.viewer(), VersionForm()
    material = queries.get_material(viewer, material_id)
    if not form.is_submitted():
        form.valid_from.data = queries.today()
        asked = request.args.get("language")
        form.language.data = asked if asked in LANGUAGES else _first_without(material)
    elif form.validate():
        try:
            received = services.receive_file(form.file.data.stream, form.file.data.filename)
            with transaction():
                made = services.add_version(
                    Actor.of(viewer), material, form.language.data, received,
                    valid_from=form.valid_from.data, valid_until=form.valid_until.data, note=form.note.data or "")
        except Refused as refused:
            form.fail(refused.field if refused.field in form else "file", refused.message)
            return _upload_page(queries.get_material(viewer, material_id), form, refused.status)
        flash(_("Version %(number)s in %(language)s is stored", number=made.number, language=language_name(made.language)))
        return redirect(url_for("materials.detail", material_id=material_id))
    return _upload_page(material, form, 422 if form.errors else 200)


def _first_without(material: Material) -> str:
    """The language of the original while it has no file, else the first one without any."""
    found = queries.standings(material, queries.today())
    order = (material.title.source, *LANGUAGES)
    return next((code for code in order if found[code].state == "missing"), material.title.source)


def _upload_page(material: Material, form: VersionForm, status: int):
    return make_response(render_template(
        "materials/upload.html", material=material, form=form, limits=services.LIMITS,
        file_types=",".join(f".{kind}" for kind in sorted(services.LIMITS.extensions))), status)


@blueprint.get("/materials/<int:material_id>/versions/<int:version_id>/file")
@access.hidden
def file(material_id: int, version_id: int):
    """The file of any version, for our own people."""
    return files.send(queries.get_version(access.viewer(), material_id, version_id).attachment)


@blueprint.post("/materials/<int:material_id>/versions/<int:version_id>/validity")
@access.writers
def change_validity(material_id: int, version_id: int):
    """Other days on which a version is valid."""
    viewer, form = access.viewer(), ValidityForm()
    version = queries.get_version(viewer, material_id, version_id)
    if form.validate_on_submit():
        try:
            with transaction():
                services.change_validity(Actor.of(viewer), version, form.valid_from.data, form.valid_until.data)
            return redirect(url_for("materials.detail", material_id=material_id))
        except Refused as refused:
            form.fail(refused.field if refused.field in form else "valid_until", refused.message)
    return record_page(queries.get_material(viewer, material_id), form=form, open_version=version_id), 422


@blueprint.post("/materials/<int:material_id>/versions/<int:version_id>/withdraw")
@access.writers
def withdraw(material_id: int, version_id: int):
    """Take a version back, with the reason."""
    viewer, form = access.viewer(), WithdrawForm()
    version = queries.get_version(viewer, material_id, version_id)
    if form.validate_on_submit():
        try:
            with transaction():
                services.withdraw_version(Actor.of(viewer), version, form.reason.data)
            flash(_("The version is withdrawn; nobody can fetch it any more"))
            return redirect(url_for("materials.detail", material_id=material_id))
        except Refused as refused:
            form.fail("reason", refused.message)
    return record_page(queries.get_material(viewer, material_id), form=form, open_version=version_id), 422
