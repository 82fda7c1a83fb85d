"""Who looks alike, asked over the API before anything is added, and adding to the stored record instead."""

from apiflask import Schema
from marshmallow import fields

from outreach.activity import Actor
from outreach.contacts import queries, services
from outreach.contacts.api import blueprint
from outreach.contacts.api.people import OrganisationIn, OrganisationOut, PersonIn, PersonOut, organisation_facts, person_values
from outreach.contacts.models import Organisation, Person
from outreach.contacts.services.wording import reason_text
from outreach.db import transaction
from outreach.identity import check_identifier
from outreach.web import access


class ReasonOut(Schema):
    """Why two may be one: sign is + for, - against, o for neither; the sentence is in the language of the request."""

    code = fields.String()
    sign = fields.String()
    text = fields.Function(lambda reason: reason_text(reason.code, reason.params))


class PersonMatchOut(Schema):
    """A stored person who may be this one: score 0 to 1, verdict same or doubtful; same is sure, never by names alone."""

    person = fields.Nested(PersonOut)
    score = fields.Float(attribute="comparison.score")
    verdict = fields.String(attribute="comparison.verdict")
    reasons = fields.List(fields.Nested(ReasonOut), attribute="comparison.reasons")


class OrganisationMatchOut(Schema):
    """A stored organisation that may be this one; `related` where only the legal form or the country differs."""

    organisation = fields.Nested(OrganisationOut)
    score = fields.Float(attribute="comparison.score")
    verdict = fields.String(attribute="comparison.verdict")
    related = fields.Boolean()
    reasons = fields.List(fields.Nested(ReasonOut), attribute="comparison.reasons")


class PeopleAlikeOut(Schema):
    """The likeliest first, at most five."""

    items = fields.List(fields.Nested(PersonMatchOut))


class OrganisationsAlikeOut(Schema):
    """The likeliest first, relatives last, at most five."""

    items = fields.List(fields.Nested(OrganisationMatchOut))


@blueprint.post("/people/alike")
@access.scope("contacts:read")
@blueprint.input(PersonIn, location="json")
@blueprint.output(PeopleAlikeOut)
def people_alike(json_data: dict) -> dict:
    """Stored people who may be the one told of. Nothing is stored."""
    return {"items": services.find_matches(person_values(json_data))}


@blueprint.post("/people/<int:person_id>/additions")
@access.scope("contacts:write")
@blueprint.input(PersonIn, location="json")
@blueprint.output(PersonOut)
def add_to_person(person_id: int, json_data: dict) -> Person:
    """Add names, channels and affiliation to a stored person and fill what is empty; what is stored stays."""
    found = queries.get_person(access.viewer(), person_id)
    with transaction():
        return services.add_to_person(Actor.of(access.viewer()), found, person_values(json_data))


@blueprint.post("/organisations/alike")
@access.scope("contacts:read")
@blueprint.input(OrganisationIn, location="json")
@blueprint.output(OrganisationsAlikeOut)
def organisations_alike(json_data: dict) -> dict:
    """Stored organisations that may be the one told of, and its relatives. Nothing is stored."""
    facts = organisation_facts(json_data)
    numbers = [(kind, number) for kind, value in facts["identifiers"] if (number := check_identifier(kind, value))]
    return {"items": services.find_similar_organisations(
        json_data["name"], json_data["country"], names=facts["names"], website=facts["website"], identifiers=numbers)}


@blueprint.post("/organisations/<int:organisation_id>/additions")
@access.scope("contacts:write")
@blueprint.input(OrganisationIn, location="json")
@blueprint.output(OrganisationOut)
def add_to_organisation(organisation_id: int, json_data: dict) -> Organisation:
    """Add names and register numbers to a stored organisation and fill what is empty; what is stored stays."""
    row = queries.get_organisation(access.viewer(), organisation_id)
    facts = {**organisation_facts(json_data), "country": json_data["country"]}
    with transaction():
        return services.add_to_organisation(Actor.of(access.viewer()), row, json_data["name"], facts)
