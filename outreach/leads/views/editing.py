"""Making a lead by hand and changing its facts; the second of two editors sees both versions."""

from datetime import timedelta

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from outreach.activity import Actor
from outreach.contacts.models import Organisation
from outreach.contacts.queries import get_organisation, get_person
from outreach.contacts.services import find_or_create_organisation
from outreach.db import today_in, transaction
from outreach.errors import Conflict, Refused
from outreach.leads import queries, services
from outreach.leads.forms import LeadForm, NewLeadForm
from outreach.leads.models import Lead
from outreach.leads.services import PersonRole
from outreach.leads.views.blueprint import blueprint
from outreach.leads.views.conflict import chosen_facts, differences
from outreach.targets.queries import get_target
from outreach.web import access
from outreach.web.converters import record_key


@blueprint.route("/new", methods=["GET", "POST"])
@access.writers
def new():
    """A lead entered by hand, perhaps for a person, organisation or target whose page was left for it."""
    viewer = access.viewer()
    form = NewLeadForm()
    person, target = _person(viewer), _target(viewer)
    if form.validate_on_submit():
        try:
            with transaction():
                actor = Actor.of(viewer)
                organisation = _organisation(actor, form)
                people = [PersonRole(person.id)] if person else []
                values = form.values(organisation.id if organisation else None)
                lead = (services.convert_target(actor, target, values) if target
                        else services.create_lead(actor, values, people=people))
        except Refused as error:
            form.blame(error.field, str(error))
        else:
            flash(_("Lead %(number)s is made.", number=lead.number))
            return redirect(url_for("leads.detail", lead_id=lead.id))
    elif not form.is_submitted():
        _begin(form, viewer, person)
        if target:
            _begin_with(form, target)
    return _page("leads/new.html", form, person=person, target=target)


def _person(viewer):
    """The person named in the address or the form, where the reader may see one."""
    key = record_key(request.values.get("person"))
    return get_person(viewer, key) if key else None


def _target(viewer):
    """The target that becomes the lead, where the address or the form names one."""
    key = record_key(request.values.get("target"))
    return get_target(viewer, key) if key else None


def _begin_with(form: NewLeadForm, target) -> None:
    """What is known of the target: its name, industries and owner. The dossier goes along by itself."""
    form.title.data, form.organisation_name.data = target.label, target.organisation.name if target.organisation else target.name
    form.country.data = target.country or ""
    form.organisation_country.data = (target.organisation.country if target.organisation else target.country) or ""
    form.industries.data = list(target.industries)
    if any(code == str(target.owner_id) for code, _label in form.owner_id.choices):
        form.owner_id.data = str(target.owner_id)


def _begin(form: NewLeadForm, viewer, person) -> None:
    """What a new form shows: the reader's language and name, a day a week ahead, and where they came from."""
    form.title_language.data = form.summary_language.data = viewer.language
    form.investment_currency.data = form.registered_capital_currency.data = "CNY"
    form.stage.data, form.owner_id.data = "lead", str(viewer.id)
    form.next_step_on.data = today_in(viewer.time_zone) + timedelta(days=7)
    key = record_key(request.args.get("organisation"))
    organisation = get_organisation(viewer, key) if key else person.organisation if person else None
    if organisation:
        form.organisation_name.data, form.organisation_country.data = organisation.name, organisation.country
        form.country.data = organisation.country


def _organisation(actor: Actor, form: LeadForm) -> Organisation | None:
    """The organisation that was typed, made where it is unknown; None for an empty field."""
    name = form.organisation_name.data
    return find_or_create_organisation(actor, name, form.organisation_country.data or None) if name else None


@blueprint.route("/<int:lead_id>/edit", methods=["GET", "POST"])
@access.writers
def edit(lead_id: int):
    """The facts of a lead."""
    lead = queries.get_lead(access.viewer(), lead_id)
    form = LeadForm(lead=lead)
    if not form.is_submitted():
        form.fill(lead)
    elif form.validate():
        try:
            _save(lead, form)
        except Conflict:
            return _both_versions(lead_id, form)
        except Refused as error:
            form.blame(error.field, str(error))
        else:
            flash(_("The lead is saved."))
            return redirect(url_for("leads.detail", lead_id=lead_id))
    return _page("leads/edit.html", form, lead=queries.get_lead(access.viewer(), lead_id), rows=[])


def _save(lead: Lead, form: LeadForm) -> None:
    with transaction():
        actor = Actor.of(access.viewer())
        services.edit_lead(actor, lead, chosen_facts(form.facts(), request.form), record_key(form.version.data) or 0)
        if request.form.get("take.organisation") != "theirs" and _renamed(lead, form):
            services.change_organisation(actor, lead, _organisation(actor, form))


def _renamed(lead: Lead, form: LeadForm) -> bool:
    """True where another organisation was typed than the lead has."""
    before = lead.organisation
    if not before:
        return bool(form.organisation_name.data)
    return (before.name, before.country or "") != (
        form.organisation_name.data or "",
        form.organisation_country.data or "",
    )


def _both_versions(lead_id: int, form: LeadForm):
    """Both versions side by side; what was typed stays, and the next save is made from what is stored now."""
    lead = queries.get_lead(access.viewer(), lead_id)
    rows = differences(lead, form, record_key(form.version.data) or 0)
    form.version.data = lead.version
    return _page("leads/edit.html", form, 409, lead=lead, rows=rows, newest=queries.last_change(lead))


def _page(template: str, form: LeadForm, status: int | None = None, **context):
    status = status or (422 if form.is_submitted() else 200)
    return make_response(render_template(template, form=form, **context), status)
