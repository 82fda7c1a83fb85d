"""What the fields of a record said before, and the way back to it."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from outreach.activity import Actor, changes
from outreach.contacts import queries, services
from outreach.contacts.models import Organisation, Person
from outreach.contacts.views import blueprint
from outreach.db import paginate, transaction
from outreach.errors import Conflict, Refused
from outreach.web import access


@blueprint.get("/people/<int:person_id>/history")
@access.staff
def person_history(person_id: int):
    """What the fields of a person said before."""
    return _page(queries.get_person(access.viewer(), person_id))


@blueprint.get("/organisations/<int:organisation_id>/history")
@access.staff
def organisation_history(organisation_id: int):
    """What the fields of an organisation said before."""
    return _page(queries.get_organisation(access.viewer(), organisation_id))


@blueprint.post("/people/<int:person_id>/history/<int:entry_id>")
@access.writers
def restore_person(person_id: int, entry_id: int):
    """Bring an old value of one field of a person back."""
    return _restored(queries.get_person(access.viewer(), person_id), entry_id)


@blueprint.post("/organisations/<int:organisation_id>/history/<int:entry_id>")
@access.writers
def restore_organisation(organisation_id: int, entry_id: int):
    """Bring an old value of one field of an organisation back."""
    return _restored(queries.get_organisation(access.viewer(), organisation_id), entry_id)


def _restored(row: Person | Organisation, entry_id: int):
    entry, text = queries.get_history_entry(row, entry_id), request.form.get("version", "")
    version = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
    try:
        with transaction():
            services.restore_field(Actor.of(access.viewer()), row, entry, request.form.get("field", ""), version)
    except Conflict as refused:
        return _page(row, refused.message), 409
    except Refused as refused:
        return _page(row, refused.message), 422
    flash(_("The old value is back"))
    return redirect(_addresses(row)[1])


def _addresses(row: Person | Organisation) -> tuple[str, str]:
    """The record's own page and its history."""
    if isinstance(row, Person):
        return url_for("contacts.person", person_id=row.id), url_for("contacts.person_history", person_id=row.id)
    return (url_for("contacts.organisation", organisation_id=row.id),
            url_for("contacts.organisation_history", organisation_id=row.id))


def _page(row: Person | Organisation, refused: str | None = None) -> str:
    may_write = access.viewer().role in access.WRITERS
    page = paginate(queries.history_of(row), request.args.get("page"), 20)
    entries = [(entry, [(field, line, may_write and services.restorable(row, entry, field))
                        for field in entry.data.get("changes") or {} for line in changes.told_of(entry, field)[:1]])
               for entry in page.items]
    back, here = _addresses(row)
    return render_template("contacts/history.html", record=row, page=page, entries=entries, refused=refused, back=back,
                           here=here, is_person=isinstance(row, Person))
