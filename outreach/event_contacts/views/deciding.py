"""The page of one contact, and what is decided on it: rate, reject, reopen, undo its conversion."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from outreach.activity import Actor
from outreach.contacts.queries import get_import, open_duplicates
from outreach.db import transaction
from outreach.errors import Refused
from outreach.event_contacts import queries, services
from outreach.event_contacts.forms import QualifyForm, RejectForm
from outreach.event_contacts.models import EventContact
from outreach.event_contacts.views.blueprint import blueprint
from outreach.web import access
from outreach.web.converters import record_key
from outreach.web.forms import Form


@blueprint.get("/<int:contact_id>")
@access.staff
def detail(contact_id: int):
    """One contact: what was captured, who it is, what comes of it."""
    return _page(queries.get_contact(access.viewer(), contact_id), 200)


def _page(contact: EventContact, status: int, failed: Form | None = None, problem: str = ""):
    viewer = access.viewer()
    forms = {"reject": RejectForm(None, data={"version": contact.version}), "qualify": QualifyForm(None, data={
        "version": contact.version, "rating": contact.rating or "", "notes": contact.notes,
        "notes_language": contact.notes_language or viewer.language})}
    if failed is not None:
        forms["reject" if isinstance(failed, RejectForm) else "qualify"] = failed
    for key, form in forms.items():
        _mark(form, key)
    run = get_import(viewer, contact.import_run_id) if contact.import_run_id else None
    return make_response(
        render_template(
            "event_contacts/detail.html",
            contact=contact,
            forms=forms,
            form=failed,
            problem=problem,
            words=queries,
            run=run,
            raw=queries.raw_lines(contact, run),
            others=queries.colleagues(viewer, [contact]),
            entries=queries.history(contact),
            duplicates=open_duplicates(viewer, contact.person),
            met=queries.contacts_of_person(viewer, contact.person_id),
            may_write=viewer.role in access.WRITERS,
            event_zone=contact.event.time_zone,
        ),
        status,
    )


def _mark(form: Form, key: str) -> None:
    """Give the form ids of its own, since two forms with equal names stand on the page."""
    for field in form:
        field.id = f"{key}-{field.short_name}"
        field.label.field_id = field.id


def _act(contact_id: int, done: str, action, form: Form | None = None):
    """Run one decision in a unit of work. What is refused comes back on the page with everything typed."""
    viewer = access.viewer()
    contact = queries.get_contact(viewer, contact_id)
    if form is not None and not form.validate():
        return _page(contact, 422, form)
    try:
        with transaction():
            action(Actor.of(viewer), contact, record_key(request.form.get("version")))
    except Refused as error:
        shown = queries.get_contact(viewer, contact_id)
        if form is not None and error.field in form:
            form.fail(error.field, str(error))
            return _page(shown, error.status, form)
        return _page(shown, error.status, form, str(error))
    flash(done)
    return redirect(url_for("event_contacts.detail", contact_id=contact_id))


@blueprint.post("/<int:contact_id>/qualify")
@access.writers
def qualify(contact_id: int):
    """Give the contact its rating and note."""
    form = QualifyForm()
    return _act(contact_id, _("Rating and note are saved."), lambda actor, contact, version: services.qualify(
        actor, contact, form.rating.data, form.notes.data or "", form.notes_language.data, version), form)


@blueprint.post("/<int:contact_id>/reject")
@access.writers
def reject(contact_id: int):
    """Decide that nothing comes of it."""
    form = RejectForm()
    return _act(contact_id, _("Rejected. The capture stays, and you can reopen the contact."),
                lambda actor, contact, version: services.reject(actor, contact, form.reason.data or "", version), form)


@blueprint.post("/<int:contact_id>/reopen")
@access.writers
def reopen(contact_id: int):
    """Take the rejection back."""
    return _act(contact_id, _("The contact waits for a decision again."), services.reopen)


@blueprint.post("/<int:contact_id>/undo-conversion")
@access.writers
def undo_conversion(contact_id: int):
    """Take the conversion back: a lead that it made goes, a lead that it joined loses the source."""
    return _act(contact_id, _("The conversion is undone."), services.undo_conversion)
