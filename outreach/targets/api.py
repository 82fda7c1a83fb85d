"""Targets over HTTP: reading them with the facts of their dossier."""

from apiflask import APIBlueprint
from marshmallow import fields

from outreach.db import paginate
from outreach.targets import queries
from outreach.targets.models import Target
from outreach.web import access
from outreach.web.schemas import BaseSchema, CountryCode

blueprint = APIBlueprint("targets_api", __name__, url_prefix="/api/v1")


class TargetFactOut(BaseSchema):
    """One fact; `stale` is true where it is older than the zone's setting allows."""

    kind = fields.String()
    text = fields.String()
    language = fields.String()
    source = fields.String()
    observed_on = fields.Date()
    stale = fields.Function(lambda fact: fact.observed_on < queries.fresh_since())


class TargetOut(BaseSchema):
    """A target; `organisation` is the id of the stored organisation, null for a free name."""

    id = fields.Integer()
    name = fields.String(attribute="label")
    organisation = fields.Integer(attribute="organisation_id", allow_none=True)
    kind = fields.String()
    state = fields.String()
    priority = fields.Integer()
    country = fields.String(allow_none=True)
    website = fields.String()
    industries = fields.List(fields.String())
    why = fields.String()
    why_language = fields.String(allow_none=True)
    owner = fields.String(attribute="owner.label")
    facts = fields.List(fields.Nested(TargetFactOut))
    version = fields.Integer()


class TargetsOut(BaseSchema):
    """One page of targets."""

    items = fields.List(fields.Nested(TargetOut))
    total = fields.Integer()
    page = fields.Integer(attribute="number")
    pages = fields.Integer()


class TargetsQuery(BaseSchema):
    """What the list is narrowed to."""

    country = CountryCode()
    industry = fields.String(load_default="")
    page = fields.Integer(load_default=1)


@blueprint.get("/targets")
@access.scope("contacts:read")
@blueprint.input(TargetsQuery, location="query")
@blueprint.output(TargetsOut)
def list_targets(query_data: dict):
    """The targets by name, narrowed by country and industry."""
    statement = queries.visible_targets(access.viewer())
    if query_data.get("country"):
        statement = statement.where(Target.country == query_data["country"])
    if query_data["industry"]:
        statement = statement.where(queries.in_industry(query_data["industry"]))
    return paginate(statement.order_by(Target.sort_key, Target.id), query_data["page"])


@blueprint.get("/targets/<int:target_id>")
@access.scope("contacts:read")
@blueprint.output(TargetOut)
def read_target(target_id: int) -> Target:
    """One target with its dossier."""
    return queries.get_target(access.viewer(), target_id)
