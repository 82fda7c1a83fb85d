"""Pages of industries, stages and tags: lists, forms, taking out of use."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from outreach.activity import Actor
from outreach.catalogue import queries, services
from outreach.catalogue.forms import IndustryForm, StageForm, TagForm
from outreach.catalogue.models import IndustryNode, Stage, Tag
from outreach.catalogue.services import LabelValues
from outreach.catalogue.views.blueprint import blueprint
from outreach.db import db, transaction
from outreach.errors import Conflict, NotFound, Refused
from outreach.web import access
from outreach.web.access import viewer


@blueprint.get("/industries/")
@access.administrators
def industries():
    """The tree with every label, retired nodes included."""
    rows = [branch for root in queries.industries(retired=True) for branch in root.walk()]
    return render_template("catalogue/industries.html", rows=rows)


@blueprint.route("/industries/new", methods=["GET", "POST"])
@access.administrators
def new_industry():
    """Add a node below another."""
    form = IndustryForm()
    _offer_parents(form)
    if not form.is_submitted():
        form.parent.data = request.args.get("parent", 0, type=int)
    if form.validate_on_submit():
        values = LabelValues(form.labels(), form.order.data, form.parent.data)
        if _write(form, lambda actor: services.create_industry(actor, form.code.data, values)):
            return _back("industries", _("The industry was added."))
    return _page("catalogue/industry.html", form, None)


@blueprint.route("/industries/<int:row_id>", methods=["GET", "POST"])
@access.administrators
def industry(row_id: int):
    """Labels, parent and place of a node."""
    row = _row(IndustryNode, row_id)
    form = IndustryForm()
    del form.code
    if row.fixed:
        del form.parent
    else:
        _offer_parents(form, leave_out=queries.industry_codes_below(row.code), keep=(row.parent.code,))
    if form.validate_on_submit():
        values = LabelValues(form.labels(), form.order.data, None if row.fixed else form.parent.data)
        if _write(form, lambda actor: services.edit_industry(actor, row, values, form.version.data), row):
            return _back("industries", _("The industry was saved."))
    elif not form.is_submitted():
        _show(form, row)
        if not row.fixed:
            form.parent.data = row.parent_id
    return _page("catalogue/industry.html", form, row)


@blueprint.get("/stages/")
@access.administrators
def stages():
    """The main track and the side states with every label."""
    return render_template("catalogue/stages.html", rows=queries.stages(retired=True))


@blueprint.route("/stages/<int:row_id>", methods=["GET", "POST"])
@access.administrators
def stage(row_id: int):
    """Labels and place of a stage."""
    row = _row(Stage, row_id)
    form = StageForm()
    if form.validate_on_submit():
        values = LabelValues(form.labels(), form.order.data)
        if _write(form, lambda actor: services.edit_stage(actor, row, values, form.version.data), row):
            return _back("stages", _("The stage was saved."))
    elif not form.is_submitted():
        _show(form, row)
    return _page("catalogue/stage.html", form, row)


@blueprint.get("/tags/")
@access.administrators
def tags():
    """All tags."""
    return render_template("catalogue/tags.html", rows=queries.tags(retired=True))


@blueprint.route("/tags/new", methods=["GET", "POST"])
@access.administrators
def new_tag():
    """Add a tag."""
    form = TagForm()
    if form.validate_on_submit():
        values = LabelValues(form.labels())
        if _write(form, lambda actor: services.create_tag(actor, form.code.data, values)):
            return _back("tags", _("The tag was added."))
    return _page("catalogue/tag.html", form, None)


@blueprint.route("/tags/<int:row_id>", methods=["GET", "POST"])
@access.administrators
def tag(row_id: int):
    """Labels of a tag."""
    row = _row(Tag, row_id)
    form = TagForm()
    del form.code
    if form.validate_on_submit():
        values = LabelValues(form.labels())
        if _write(form, lambda actor: services.edit_tag(actor, row, values, form.version.data), row):
            return _back("tags", _("The tag was saved."))
    elif not form.is_submitted():
        _show(form, row)
    return _page("catalogue/tag.html", form, row)


@blueprint.post("/<any(industries, stages, tags):part>/<int:row_id>/<any(retire, restore):use>")
@access.administrators
def set_use(part: str, row_id: int, use: str):
    """Take a row out of use, or put it back."""
    row = _row({"industries": IndustryNode, "stages": Stage, "tags": Tag}[part], row_id)
    with transaction():
        services.set_active(Actor.of(viewer()), row, use == "restore")
    name = row.label.shown(viewer().language).text
    return _back(part, _("“%(name)s” is in use again.", name=name) if use == "restore" else
                 _("“%(name)s” is out of use. Records that carry it keep it.", name=name))


def _row(model, row_id: int):
    row = db.session.get(model, row_id)
    if row is None:
        raise NotFound("not_found", _("There is no such entry in the catalogue."))
    return row


def _offer_parents(form: IndustryForm, leave_out: set[str] = frozenset(), keep: tuple[str, ...] = ()) -> None:
    ids = dict(db.session.execute(select(IndustryNode.code, IndustryNode.id)).all())
    form.parent.choices = [(0, ""), *[(ids[code], label) for code, label in queries.industry_choices(keep=keep)
                                      if code not in leave_out]]


def _show(form, row) -> None:
    form.fill(row.label)
    form.version.data = row.version
    if "order" in form:
        form.order.data = row.order


def _write(form, change: Callable[[Actor], object], row=None) -> bool:
    """Run the change; where it is refused, put the reason into the form and keep what was typed."""
    try:
        with transaction():
            change(Actor.of(viewer()))
        return True
    except Conflict as refusal:
        form.fail("label_zh", refusal.message)
        form.conflict = True
        form.version.data, form.version.raw_data = row.version, None
    except Refused as refusal:
        form.fail(refusal.field if refusal.field in form else "label_zh", refusal.message)
    return False


def _page(template: str, form, row):
    status = 409 if getattr(form, "conflict", False) else 422 if form.errors else 200
    return render_template(template, form=form, row=row), status


def _back(part: str, sentence: str):
    flash(sentence)
    return redirect(url_for(f"catalogue.{part}"))
