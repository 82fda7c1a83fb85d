"""Pages of organisations."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import selectinload

from outreach.activity import Actor
from outreach.contacts import queries, services
from outreach.contacts.forms.custom_fields import with_own
from outreach.contacts.forms.organisations import OrganisationForm, ParentForm
from outreach.contacts.forms.people import take_theirs
from outreach.contacts.models import Affiliation, Organisation, Person
from outreach.contacts.services import OrganisationMatch
from outreach.contacts.services.addresses import address_lines
from outreach.contacts.services.matching import reasons_as_json
from outreach.contacts.services.wording import (
    IDENTIFIER_LABELS,
    ORGANISATION_KIND_LABELS,
    RELATION_LABELS,
    legal_form,
    reason_lines,
)
from outreach.contacts.views import blueprint
from outreach.contacts.views.conflict import differences, version_of
from outreach.contacts.views.custom_fields import fill_own, save_own
from outreach.contacts.views.introductions import introductions_part
from outreach.contacts.views.people import all_shown, one_more, timeline_part
from outreach.db import paginate, transaction
from outreach.errors import Conflict, Refused
from outreach.identity import check_identifier
from outreach.web import access
from outreach.web.lists.listing import Listing
from outreach.web.lists.pages import list_page
from outreach.web.once import made_before, once


@blueprint.get("/organisations/")
@access.staff
def organisations():
    """All organisations, narrowed and sorted as asked, with the columns of the reader's choice."""
    listing = list_page("organisations")
    return render_template("contacts/organisations.html", listing=listing) if isinstance(listing, Listing) else listing


@blueprint.get("/organisations/<int:organisation_id>")
@access.staff
def organisation(organisation_id: int):
    """One organisation: names, register numbers, people, relatives of the same name, what happened."""
    return record_page(queries.get_organisation(access.viewer(), organisation_id))


def record_page(row: Organisation, refused: ParentForm | None = None, introduction=None) -> str:
    """The page; `refused` is the form of its place in a group with what was typed, `introduction` one of that kind."""
    viewer = access.viewer()
    above = services.lineage(row)
    each = selectinload(Affiliation.person)
    people = queries.people_of(viewer, row).options(each.selectinload(Person.names), each.selectinload(Person.channels))
    return render_template(
        "contacts/organisation.html", organisation=row, kinds=ORGANISATION_KIND_LABELS, registers=IDENTIFIER_LABELS,
        legal_form=legal_form(row.legal_form), page=paginate(people, request.args.get("page")),
        related=queries.related_organisations(viewer, row), may_write=viewer.role in access.WRITERS, form=refused or introduction,
        merges=queries.merged_records(viewer, "organisation", row.id),
        introductions=introductions_part(row, introduction),
        address=address_lines(row), tree=queries.structure_of(viewer, above[-1]), relations=RELATION_LABELS,
        parent_form=refused or _parent_form(row),
        **timeline_part(row))


def _parent_form(row: Organisation) -> ParentForm:
    """The form as the record fills it."""
    above = f"{row.parent.name} [{row.parent.id}]" if row.parent else ""
    return ParentForm(None, prefix="p-", data={
        "version": row.version, "organisation": above, "relation": row.parent_relation or "subsidiary"})


@blueprint.get("/organisations/names")
@access.staff
def organisation_names():
    """Stored names that fit what is typed in any form's field for an organisation, as options of a list."""
    asked = next((value for name, value in request.args.items() if name.endswith("organisation")), "")
    return render_template("contacts/options.html", names=queries.suggested_organisations(access.viewer(), asked[:200]))


@blueprint.post("/organisations/<int:organisation_id>/parent")
@access.writers
def set_parent(organisation_id: int):
    """Put an organisation below another one, or on its own where the field is empty."""
    row, form = queries.get_organisation(access.viewer(), organisation_id), ParentForm(prefix="p-")
    if form.validate():
        try:
            with transaction():
                above = services.named_organisation(form.organisation.data) if form.organisation.data else None
                services.set_parent(Actor.of(access.viewer()), row, above, form.relation.data, version_of(form))
            flash(_("%(name)s is saved", name=row.label))
            return redirect(url_for("contacts.organisation", organisation_id=organisation_id))
        except Refused as refused:
            row = queries.get_organisation(access.viewer(), organisation_id)
            form.version.data = str(row.version)
            form.fail(refused.field if refused.field in form else "organisation", refused.message)
    return record_page(row, form), 422


@blueprint.route("/organisations/new", methods=["GET", "POST"])
@access.writers
def new_organisation():
    """Add an organisation; what looks alike is shown before anything is saved."""
    form = _form()
    if one_more(form):
        return _form_page(form)
    if not form.validate_on_submit():
        return _form_page(form), 422 if request.method == "POST" else 200

    def add() -> Organisation:
        facts = form.facts()
        return save_own(form, services.create_organisation(
            Actor.of(access.viewer()), form.name.data, facts.pop("country"), **facts))
    made = made_before(Organisation)
    if made is None:
        matches = _matches(form)
        if not all_shown(match.organisation.id for match in matches):
            return _form_page(form, matches=matches), 422
        made = _attempt(form, add, new=True)
    if made is None:
        return _form_page(form), 422
    flash(_("%(name)s is added", name=made.label))
    return redirect(url_for("contacts.organisation", organisation_id=made.id))


@blueprint.post("/organisations/alike")
@access.writers
def alike_organisations():
    """What resembles the organisation that is being typed; htmx puts the answer under the name. Nothing is stored."""
    known = request.args.get("organisation", type=int)
    row = queries.get_organisation(access.viewer(), known) if known else None
    return render_template("contacts/alike_organisations.html", matches=_matches(OrganisationForm(), row),
                           lines_of=_lines_of, organisation=row)


@blueprint.post("/organisations/<int:organisation_id>/add")
@access.writers
def add_to_organisation(organisation_id: int):
    """Add what was typed for a new organisation to the stored one that it is; what is stored already stays."""
    row, form = queries.get_organisation(access.viewer(), organisation_id), _form()
    saved = _attempt(form, lambda: fill_own(form, services.add_to_organisation(
        Actor.of(access.viewer()), row, form.name.data, form.facts()))) if form.validate() else None
    if saved is None:
        return _form_page(form, matches=_matches(form)), 422
    flash(_("What you typed is added to %(name)s", name=saved.label))
    return redirect(url_for("contacts.organisation", organisation_id=organisation_id))


@blueprint.route("/organisations/<int:organisation_id>/edit", methods=["GET", "POST"])
@access.writers
def edit_organisation(organisation_id: int):
    """Change an organisation; where somebody else did so meanwhile, both versions stand side by side."""
    viewer = access.viewer()
    row, form = queries.get_organisation(viewer, organisation_id), _form()
    if not form.is_submitted():
        form.fill(row)
        return _form_page(form, row)
    if one_more(form):
        return _form_page(form, row)
    take_theirs(form, _stored(row), request.form)
    if not form.validate():
        return _form_page(form, row), 422
    alike = _matches(form, row) if version_of(form) == row.version else []
    if not all_shown(match.organisation.id for match in alike):
        return _form_page(form, row, alike), 422
    try:
        saved = _attempt(form, lambda: save_own(form, services.edit_organisation(
            Actor.of(viewer), row, {"name": form.name.data, **form.facts()}, version_of(form))))
    except Conflict:
        row = queries.get_organisation(viewer, organisation_id)
        rows = differences("organisation", row, form, _stored(row), version_of(form))
        form.version.data = str(row.version)
        return _form_page(form, row, rows=rows), 409
    if saved is None:
        return _form_page(form, queries.get_organisation(viewer, organisation_id)), 422
    flash(_("%(name)s is saved", name=form.name.data))
    return redirect(url_for("contacts.organisation", organisation_id=organisation_id))


def _stored(row: Organisation) -> OrganisationForm:
    """The form as the record would fill it."""
    form = _form(formdata=None)
    form.fill(row)
    return form


def _form(**told) -> OrganisationForm:
    """The form with the fields of the zone's own."""
    return with_own(OrganisationForm, "organisation")(**told)


def _matches(form: OrganisationForm, row: Organisation | None = None) -> list[OrganisationMatch]:
    """Stored ones that may be the one typed; of a stored one only those that what it says now does not resemble."""
    found = _similar(form, row)
    known = {match.organisation.id for match in _similar(_stored(row), row)} if row and found else ()
    return [match for match in found if match.organisation.id not in known]


def _similar(form: OrganisationForm, row: Organisation | None) -> list[OrganisationMatch]:
    facts, name = form.facts(), form.name.data or ""
    told = [text for text, _language in facts["names"]]
    numbers = [(kind, number) for kind, value in facts["identifiers"] if (number := check_identifier(kind, value))]
    return services.find_similar_organisations(
        name if len(name) > 1 else "", facts["country"], names=told, website=facts["website"],
        identifiers=numbers, leave_out=row.id if row else None)


def _attempt(form: OrganisationForm, act, new: bool = False) -> Organisation | None:
    """What the service gives; None where it refused, which then stands beside the field. Raises Conflict."""
    try:
        if new:
            return once(Organisation, act)
        with transaction():
            return act()
    except Conflict:
        raise
    except Refused as refused:
        if not form.blame_own(refused):
            form.blame(refused.field, refused.message)
        return None


def _form_page(form: OrganisationForm, row: Organisation | None = None, matches=(), rows=None) -> str:
    newest = next(iter(queries.entries_about("organisation", row.id, 1)), None) if rows is not None else None
    return render_template(
        "contacts/organisation_edit.html", form=form, organisation=row, matches=matches, differing=rows, newest=newest,
        grown=request.form.get("more"), lines_of=_lines_of)


def _lines_of(match: OrganisationMatch) -> list[tuple[str, str]]:
    return reason_lines(reasons_as_json(match.comparison))
