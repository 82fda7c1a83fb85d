"""Pages of a zone's own fields: their definition for administrators. Values stand in the forms of records."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from outreach.activity import Actor
from outreach.contacts.forms.custom_fields import CustomFieldForm, OwnPart
from outreach.contacts.models import CustomField, Organisation, Person
from outreach.contacts.models.custom_fields import SUBJECTS, WITH_OPTIONS
from outreach.contacts.queries.custom_fields import (
    KIND_LABELS,
    SUBJECT_LABELS,
    custom_fields,
    get_custom_field,
)
from outreach.contacts.services import custom_fields as services
from outreach.contacts.services.adding import fill_custom_values
from outreach.contacts.views import blueprint
from outreach.db import transaction
from outreach.errors import Conflict, Refused
from outreach.web import access


@blueprint.get("/own-fields/")
@access.administrators
def own_fields():
    """All fields of people and organisations, archived ones included."""
    rows = [(subject, SUBJECT_LABELS[subject], custom_fields(subject, archived=True)) for subject in SUBJECTS]
    return render_template("contacts/own_fields.html", rows=rows, kinds=KIND_LABELS)


@blueprint.route("/own-fields/new", methods=["GET", "POST"])
@access.administrators
def new_own_field():
    """Define a field."""
    form = CustomFieldForm()
    if not form.is_submitted():
        form.subject.data = request.args.get("subject", "person")
    if form.validate_on_submit() and _attempt(form, lambda actor: services.create_custom_field(
            actor, form.subject.data, form.code.data, form.kind.data, form.values())):
        flash(_("The field is added"))
        return redirect(url_for("contacts.own_fields"))
    return _page(form, None)


@blueprint.route("/own-fields/<int:field_id>", methods=["GET", "POST"])
@access.administrators
def own_field(field_id: int):
    """Labels, options and place of a field."""
    row = get_custom_field(field_id)
    form = CustomFieldForm()
    for name in ("code", "subject", "kind"):
        del form[name]
    if not form.is_submitted():
        form.fill_from(row)
    elif form.validate() and _attempt(form, lambda actor: services.edit_custom_field(
            actor, row, form.values(), form.version.data)):
        flash(_("The field is saved"))
        return redirect(url_for("contacts.own_fields"))
    return _page(form, row)


@blueprint.post("/own-fields/<int:field_id>/<any(archive, restore):use>")
@access.administrators
def use_own_field(field_id: int, use: str):
    """Archive a field, or take it back."""
    with transaction():
        services.set_custom_field_active(Actor.of(access.viewer()), get_custom_field(field_id), use == "restore")
    flash(_("The field is in use again") if use == "restore" else _("The field is archived. Its values stay."))
    return redirect(url_for("contacts.own_fields"))


def save_own(form: OwnPart, row: Person | Organisation) -> Person | Organisation:
    """Write the own part of the form of a record that was just saved; gives the record."""
    services.set_custom_values(Actor.of(access.viewer()), row, form.own_values(), row.version)
    return row


def fill_own(form: OwnPart, row: Person | Organisation) -> Person | Organisation:
    """The same for a form that only adds to a stored record: what stands there already stays."""
    fill_custom_values(Actor.of(access.viewer()), row, form.own_values())
    return row


def _attempt(form, act) -> bool:
    """Do it; what is refused stands beside its field, and everything typed stays."""
    try:
        with transaction():
            return bool(act(Actor.of(access.viewer())))
    except Conflict as refused:
        form.conflict = True
        _blame(form, refused)
    except Refused as refused:
        _blame(form, refused)
    return False


def _blame(form, refused: Refused) -> None:
    names = [name for name in form._fields if name not in ("version", "csrf_token")]
    form.fail(refused.field if refused.field in form else names[0], refused.message)


def _status(form) -> int:
    return 409 if getattr(form, "conflict", False) else 422 if form.errors else 200


def _page(form: CustomFieldForm, row: CustomField | None):
    form.spare()
    page = render_template("contacts/own_field.html", form=form, row=row, kinds=KIND_LABELS, subjects=SUBJECT_LABELS,
                           with_options=row is None or row.kind in WITH_OPTIONS)
    return make_response(page, _status(form))
