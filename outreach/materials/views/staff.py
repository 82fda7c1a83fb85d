"""Materials for our own people: the list, one material with its versions, adding and changing one."""

from flask import flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _

from outreach.activity import Actor
from outreach.activity.queries import timeline
from outreach.catalogue.queries import industry_label
from outreach.db import db, transaction
from outreach.errors import Conflict, Refused
from outreach.i18n import LANGUAGES
from outreach.i18n.localized import LocalizedText
from outreach.mail.rendering import public_url
from outreach.materials import queries, services
from outreach.materials.forms import MaterialForm
from outreach.materials.models import Material
from outreach.materials.views import blueprint
from outreach.web import access
from outreach.web.lists.listing import Listing
from outreach.web.lists.pages import list_page
from outreach.web.once import once

#: As many entries of the timeline as the page shows.
ENTRIES = 30


@blueprint.get("/materials/")
@access.staff
def index():
    """All materials, narrowed and sorted as asked; what expires soon is said in the headline."""
    listing = list_page("materials")
    if not isinstance(listing, Listing):
        return listing
    viewer, day = access.viewer(), queries.today()
    return render_template(
        "materials/index.html", listing=listing, labels=queries, standings=lambda row: queries.standings(row, day),
        ending=queries.count_materials(viewer, "ending", day), expired=queries.count_materials(viewer, "expired", day))


@blueprint.get("/materials/<int:material_id>")
@access.staff
def detail(material_id: int):
    """One material: how each language stands, all versions, who may fetch it."""
    return record_page(queries.get_material(access.viewer(), material_id))


def record_page(material: Material, **context) -> str:
    """The page of a material; `context` holds a form that was refused, with what was typed."""
    day = queries.today()
    return render_template(
        "materials/detail.html", material=material, labels=queries, standings=queries.standings(material, day), today=day,
        industries=[industry_label(code) for code in material.industries or []],
        may_write=access.viewer().role in access.WRITERS,
        addresses={code: public_url("materials.public_file", lang=code, code=material.code) for code in LANGUAGES},
        entries=list(db.session.scalars(timeline("material", material.id).limit(ENTRIES))), **context)


@blueprint.route("/materials/new", methods=["GET", "POST"])
@access.writers
def new():
    """Add a material; its first file is uploaded on the next page."""
    form = MaterialForm()
    if not form.is_submitted():
        form.source.data = access.viewer().language
    if form.validate_on_submit():
        try:
            made = once(Material, lambda: services.create_material(Actor.of(access.viewer()), form.values()))
        except Refused as refused:
            _fail(form, refused)
        else:
            flash(_("%(name)s was added. Upload the first file now.", name=made.label))
            return redirect(url_for("materials.new_version", material_id=made.id))
    return _form_page(form, None)


@blueprint.route("/materials/<int:material_id>/edit", methods=["GET", "POST"])
@access.writers
def edit(material_id: int):
    """Change a material; where somebody else did so meanwhile, what is stored now stands above what was typed."""
    viewer = access.viewer()
    material = queries.get_material(viewer, material_id)
    form = MaterialForm(material=material)
    if not form.is_submitted():
        form.fill(material)
    if form.validate_on_submit():
        version = int(form.version.data) if (form.version.data or "").isdecimal() else 0
        try:
            with transaction():
                services.edit_material(Actor.of(viewer), material, form.values(), version=version)
            return redirect(url_for("materials.detail", material_id=material_id))
        except Conflict as conflict:
            stored = queries.get_material(viewer, material_id)
            form.version.data = str(stored.version)
            return _form_page(form, stored, conflict.status, _theirs(form, conflict))
        except Refused as refused:
            _fail(form, refused)
    return _form_page(form, material)


def _fail(form: MaterialForm, refused: Refused) -> None:
    name = f"title_{form.source.data}" if refused.field == "title" else refused.field
    form.fail(name if name in form else "kind", refused.message)


def _form_page(form: MaterialForm, material: Material | None, status: int | None = None, theirs: list | None = None):
    status = status or (422 if form.errors else 200)
    return make_response(render_template("materials/edit.html", form=form, material=material, theirs=theirs), status)


def _theirs(form: MaterialForm, conflict: Conflict) -> list[tuple[str, str]]:
    """(name of the field, stored value in words) of what somebody else changed."""
    words = {"kind": queries.KIND_LABELS.get, "audience": queries.AUDIENCE_LABELS.get,
             "public": _yes_no, "printed": _yes_no, "title": _texts, "description": _texts,
             "industries": lambda codes: ", ".join(str(industry_label(code)) for code in codes or [])}
    return [(str(form[name if name in form else f"{name}_en"].label.text), str(words.get(name, str)(stored) or ""))
            for name, stored in conflict.theirs.items()]


def _yes_no(value: bool) -> str:
    return _("Yes") if value else _("No")


def _texts(value: LocalizedText | None) -> str:
    return " / ".join(entry["text"] for entry in value.texts.values() if entry.get("text")) if value else ""
