"""Leads over HTTP: reading them and their dossier, making one, changing its facts, owner, stage and step."""

from typing import Any

from apiflask import APIBlueprint

from outreach.activity import Actor
from outreach.contacts.models import Organisation
from outreach.contacts.services import find_or_create_organisation
from outreach.db import Money, paginate, today_in, transaction
from outreach.leads import queries, services
from outreach.leads.api.schemas import DossierQuery, FactOut, LeadIn, LeadOut, LeadPatch, LeadsOut, ListQuery
from outreach.leads.models import Lead
from outreach.leads.queries import Fact, Filters
from outreach.leads.services import LeadValues, TextValues
from outreach.leads.services.edit import EDITABLE
from outreach.leads.services.values import lock
from outreach.web import access

blueprint = APIBlueprint("leads_api", __name__, url_prefix="/api/v1")


@blueprint.get("/leads")
@access.scope("leads:read")
@blueprint.input(ListQuery, location="query")
@blueprint.output(LeadsOut)
def list_leads(query_data: dict):
    """The leads, what is late first, then by the day of the next step."""
    viewer = access.viewer()
    filters = Filters(
        tab=query_data["tab"],
        stage=query_data["stage"],
        industry=query_data["industry"],
        owner=query_data["owner"],
        event=query_data["event"],
        country=query_data["country"] or "",
        source=query_data["source"],
        words=query_data["q"],
    )
    return paginate(queries.filtered(viewer, filters, today_in(viewer.time_zone)), query_data["page"])


@blueprint.get("/leads/<int:lead_id>")
@access.scope("leads:read")
@blueprint.output(LeadOut)
def read_lead(lead_id: int) -> Lead:
    """One lead with its people, sources, texts and needs."""
    return queries.get_lead(access.viewer(), lead_id)


@blueprint.get("/leads/<int:lead_id>/dossier")
@access.scope("leads:read")
@blueprint.input(DossierQuery, location="query")
@blueprint.output(FactOut(many=True))
@blueprint.doc(summary="Read a lead in one language", description=(
    "Codes, units, dates and sums are written in the language asked for. Free text comes in its original language, "
    "followed by its translation where there is one."))
def read_dossier(lead_id: int, query_data: dict) -> list[Fact]:
    """A lead as read in one language."""
    viewer = access.viewer()
    return queries.dossier(queries.get_lead(viewer, lead_id), query_data["lang"] or viewer.language)


@blueprint.post("/leads")
@access.scope("leads:write")
@blueprint.input(LeadIn, location="json")
@blueprint.output(LeadOut, status_code=201)
def create_lead(json_data: dict) -> Lead:
    """Make a lead; without an owner it is the sender's own."""
    viewer = access.viewer()
    facts = _facts(json_data)
    texts = [TextValues("summary", json_data.get("summary_language") or facts["title_language"], json_data["summary"])
             ] if json_data.get("summary") else []
    more = {
        name: json_data[name]
        for name in ("owner_id", "deputy_id", "next_step", "next_step_on", "stage", "lost_reason", "wake_up_on")
        if name in json_data
    }
    with transaction():
        actor = Actor.of(viewer)
        organisation = _organisation(actor, json_data.get("organisation"))
        return services.create_lead(actor, LeadValues(
            **facts, **more, texts=texts, organisation_id=organisation.id if organisation else None))


@blueprint.patch("/leads/<int:lead_id>")
@access.scope("leads:write")
@blueprint.input(LeadPatch, location="json")
@blueprint.output(LeadOut)
@blueprint.doc(
    summary="Change a lead",
    description=(
        "Only the fields that are sent change. `version` is the one that was read; "
        "409 where somebody changed the lead since."
    ),
)
def change_lead(lead_id: int, json_data: dict) -> Lead:
    """Change facts, owner, stage and next step in one unit of work."""
    viewer = access.viewer()
    lead = queries.get_lead(viewer, lead_id)
    with transaction():
        lock(lead, json_data["version"])
        _change(Actor.of(viewer), lead, json_data)
    return lead


def _change(actor: Actor, lead: Lead, sent: dict[str, Any]) -> None:
    """Apply what was sent; the owner goes first, since a major project needs one with a deputy."""
    if "owner_id" in sent or "deputy_id" in sent:
        services.assign_owner(actor, lead, sent.get("owner_id", lead.owner_id), sent.get("deputy_id", lead.deputy_id))
    facts = _facts(sent)
    if facts:
        services.edit_lead(actor, lead, facts)
    if "organisation" in sent:
        services.change_organisation(actor, lead, _organisation(actor, sent["organisation"]))
    if "stage" in sent and sent["stage"] != lead.stage:
        services.change_stage(actor, lead, sent["stage"], reason=sent.get("reason", ""), proof=sent.get("proof", ""),
                              lost_reason=sent.get("lost_reason"), wake_up_on=sent.get("wake_up_on"))
    if "next_step" in sent or "next_step_on" in sent:
        services.set_next_step(
            actor, lead, sent.get("next_step", lead.next_step or ""), sent.get("next_step_on", lead.next_step_on)
        )


def _facts(sent: dict[str, Any]) -> dict[str, Any]:
    """The facts among what was sent, as the services take them."""
    facts = {name: sent[name] for name in EDITABLE if name in sent}
    for name in ("investment", "registered_capital"):
        if facts.get(name):
            facts[name] = Money.of(facts[name]["amount"], facts[name]["currency"])
    return facts


def _organisation(actor: Actor, sent: dict[str, Any] | None) -> Organisation | None:
    return find_or_create_organisation(actor, sent["name"], sent["country"]) if sent else None
