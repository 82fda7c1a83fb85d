"""Making a lead of one contact, or of several people of one organisation."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from outreach.activity import Actor
from outreach.catalogue.queries import add_working_days
from outreach.db import now, today_in, transaction
from outreach.errors import NotFound, Refused
from outreach.event_contacts import queries, services
from outreach.event_contacts.forms import ConvertForm
from outreach.event_contacts.models import EventContact
from outreach.event_contacts.views.blueprint import blueprint, keys_of
from outreach.leads.models import Lead
from outreach.leads.queries import get_lead
from outreach.web import access
from outreach.web.converters import record_key

#: Working days until the first step, by the best rating among the contacts.
FIRST_STEP = {"A": 1, "B": 2}
LATER = 5


@blueprint.route("/convert", methods=["GET", "POST"])
@access.writers
def convert():
    """The form for the contacts named by ?contact=, repeated; what is refused stands beside its field."""
    viewer = access.viewer()
    contacts = queries.chosen_contacts(viewer, keys_of(request.values.getlist("contact")))
    words = (request.form.get("q", "") or request.args.get("q", "")).replace("\x00", "").strip()[:100]
    form = ConvertForm(leads=[(str(lead.id), _line(lead)) for lead in queries.leads_to_join(viewer, contacts, words)])
    if not form.is_submitted():
        _begin(form, viewer, contacts)
        return _page(form, contacts, 200, _not_yet(contacts))
    if request.form.get("step") == "search":
        return _page(form, contacts, 200)
    if not form.validate():
        return _page(form, contacts, 422)
    try:
        lead = _convert(viewer, form, contacts)
    except Refused as error:
        again = queries.chosen_contacts(viewer, keys_of(request.form.getlist("contact")))
        if error.field == "event_contact_ids":
            return _page(form, again, error.status, str(error))
        form.blame(error.field, str(error))
        return _page(form, again, error.status)
    flash(ngettext("The contact is now part of lead %(number)s.", "%(num)s contacts are now part of lead %(number)s.",
                   len(contacts), number=lead.number))
    return redirect(url_for("leads.detail", lead_id=lead.id))


def _convert(viewer, form: ConvertForm, contacts: list[EventContact]) -> Lead:
    lead = None
    if form.lead.data:
        try:
            lead = get_lead(viewer, record_key(form.lead.data) or 0)
        except NotFound as error:
            raise Refused("no_lead", str(error), field="lead") from None
    with transaction():
        return services.convert_to_lead(Actor.of(viewer), contacts, None if lead else form.values(), lead)


def _line(lead: Lead) -> str:
    """A lead as one line of the choice."""
    parts = [
        lead.number,
        lead.title,
        lead.organisation.label if lead.organisation else "",
        lead.owner.label if lead.owner else "",
    ]
    return " · ".join(part for part in parts if part)


def _not_yet(contacts: list[EventContact]) -> str:
    """Why these contacts cannot be converted together, said before anybody fills in the form."""
    if not contacts:
        return _("Choose at least one contact")
    if len({one.organisation_id for one in contacts if one.organisation_id}) > 1:
        return _("These contacts belong to several organisations. Convert each organisation by itself.")
    return ""


def _begin(form: ConvertForm, viewer, contacts: list[EventContact]) -> None:
    """What a new form shows; contacts that became a lead already lead back to it."""
    decided = queries.decided_by(contacts)
    form.lead.data = str(decided.id) if decided else ""
    form.title_language.data = viewer.language
    form.owner.data, form.stage.data = str(viewer.id), "lead"
    if contacts:
        organisation = next((one.organisation for one in contacts if one.organisation), None)
        form.title.data = (organisation or contacts[0].person).label
        form.next_step.data = _("Call %(name)s", name=contacts[0].person.label)
        best = min((one.rating for one in contacts if one.rating), default="C")
        form.next_step_on.data = today_in(viewer.time_zone, add_working_days(now(), FIRST_STEP.get(best, LATER)))


def _page(form: ConvertForm, contacts: list[EventContact], status: int, problem: str = ""):
    viewer = access.viewer()
    several = len({one.organisation_id for one in contacts if one.organisation_id}) > 1
    return make_response(render_template(
        "event_contacts/convert.html", form=form, contacts=contacts, problem=problem, words=queries,
        others=[] if several else queries.colleagues(viewer, contacts) if contacts else []), status)
