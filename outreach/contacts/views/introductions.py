"""Introductions on the pages of people and organisations: added, removed, and the names that a field suggests."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from outreach.activity import Actor
from outreach.contacts import queries, services
from outreach.contacts.forms.introductions import IntroductionForm
from outreach.contacts.models import Organisation, Person
from outreach.contacts.views import blueprint
from outreach.db import transaction
from outreach.errors import Refused
from outreach.web import access


def introductions_part(row: Person | Organisation, form: IntroductionForm | None = None) -> dict:
    """What the part of the page shows; `form` is one that was refused."""
    viewer = access.viewer()
    graph = queries.introductions_around(viewer, row)
    may_write = viewer.role in access.WRITERS
    return {"graph": graph, "record": row, "events": queries.events_of(viewer, graph.edges), "may_write": may_write,
            "form": form or (IntroductionForm(None, events=queries.offered_events(viewer)) if may_write else None)}


@blueprint.get("/introductions/names")
@access.staff
def introduction_names():
    """People and organisations that fit what is typed, as options of a list; with `people` only people."""
    # Forms with several people number their fields.
    typed = next((text for name, text in request.args.items() if name == "who" or name.startswith("people-")), "")
    names = queries.suggested_records(
        access.viewer(), typed[:200], people_only=bool(request.args.get("people")))
    return render_template("contacts/options.html", names=names)


@blueprint.post("/people/<int:person_id>/introductions")
@access.writers
def introduce_person(person_id: int):
    """Write down who introduced a person."""
    from outreach.contacts.views.people import record_page

    found = queries.get_person(access.viewer(), person_id)
    return _saved(found, lambda other: (found, other), record_page)


@blueprint.post("/organisations/<int:organisation_id>/introductions")
@access.writers
def introduce_by_organisation(organisation_id: int):
    """Write down whom an organisation introduced."""
    from outreach.contacts.views.organisations import record_page

    row = queries.get_organisation(access.viewer(), organisation_id)
    return _saved(row, lambda other: (other, row), record_page)


def _saved(row: Person | Organisation, pair, page):
    viewer = access.viewer()
    form = IntroductionForm(events=queries.offered_events(viewer))
    if form.validate():
        try:
            with transaction():
                person, by = pair(services.named_record(form.who.data))
                if not isinstance(person, Person):
                    raise Refused("no_person", _("Only people are introduced. Choose a person."), field="who")
                services.add_introduction(Actor.of(viewer), person, by, **form.told())
            flash(_("The introduction is noted"))
            return redirect(_address(row))
        except Refused as refused:
            form.fail(refused.field if refused.field in form else "who", refused.message)
    return page(row, introduction=form), 422


@blueprint.post("/introductions/<int:introduction_id>/remove")
@access.writers
def remove_introduction(introduction_id: int):
    """Take an introduction out again."""
    viewer = access.viewer()
    with transaction():
        row = queries.get_introduction(viewer, introduction_id)
        organisation = row.by_organisation if request.form.get("back") == "organisation" else None
        back = _address(organisation or row.person)
        services.remove_introduction(Actor.of(viewer), row)
    flash(_("The introduction is removed"))
    return redirect(back)


def _address(row: Person | Organisation) -> str:
    if isinstance(row, Person):
        return url_for("contacts.person", person_id=row.id)
    return url_for("contacts.organisation", organisation_id=row.id)
