"""Intentions over HTTP: sending one, reading them, deciding on them."""

import hashlib

from apiflask import APIBlueprint, Schema
from flask import g, request
from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate

from outreach.accounts.services import find_token
from outreach.activity import Actor
from outreach.db import new_token, paginate, today_in, transaction
from outreach.errors import Refused
from outreach.intentions.models import STATES, Intention
from outreach.intentions.queries import get_intention, in_order, status_url, visible_intentions
from outreach.intentions.services import (
    IntentionIn,
    Verdict,
    accept_intention,
    decline_intention,
    receive_intention,
    submission_of,
)
from outreach.intentions.services.throttling import throttle_sender
from outreach.partners.queries import partner_of
from outreach.web import access
from outreach.web.schemas import BaseSchema, LanguageCode, Text
from outreach.web.tokens import bearer_token

blueprint = APIBlueprint("intentions_api", __name__, url_prefix="/api/v1")


class ReceiptOut(Schema):
    """What a sender gets: the number, the page to look at, and until when we answer (ISO 8601, UTC)."""

    receipt = fields.String()
    status_url = fields.String()
    answer_due = fields.AwareDateTime(format="iso")


class InvestmentOut(Schema):
    """An amount in whole units of its currency."""

    amount = fields.Decimal(as_string=True)
    currency = fields.String()


class IntentionOut(Schema):
    """An intention as our own people read it; free texts are in `language`."""

    id = fields.Integer()
    receipt = fields.String()
    language = fields.String()
    channel = fields.String()
    state = fields.String()
    partner = fields.Function(lambda row: row.partner.code if row.partner else None)
    event = fields.Function(lambda row: row.event.code if row.event else None)
    organisation = fields.Function(lambda row: {"name": row.organisation_name, "country": row.organisation_country})
    contact = fields.Function(lambda row: {
        "name": row.contact_name, "email": row.contact_email, "phone": row.contact_phone,
        "phone_e164": row.contact_phone_e164})
    project = fields.Function(lambda row: {
        "title": row.title, "summary": row.summary, "industry": row.industry, "site": row.site,
        "investment": InvestmentOut().dump(row.investment)})
    received_at = fields.AwareDateTime(format="iso")
    answer_due = fields.AwareDateTime(format="iso")
    decided_at = fields.AwareDateTime(format="iso")
    reason = fields.String()
    owner = fields.Function(lambda row: row.owner.email if row.owner else None)
    lead_id = fields.Integer()
    version = fields.Integer()


class IntentionsOut(Schema):
    """A page of intentions; `total` counts all behind the filter."""

    items = fields.List(fields.Nested(IntentionOut))
    page = fields.Integer(attribute="number")
    pages = fields.Integer()
    total = fields.Integer()


class ListQuery(BaseSchema):
    """Which intentions: one state, or 'open' for all that wait."""

    state = fields.String(load_default=None, validate=validate.OneOf(("open", *STATES), error=_l("Choose a state")))
    page = fields.Integer(load_default=1, validate=validate.Range(1, 10**6, error=_l("Enter a page number from 1")))


class VerdictIn(BaseSchema):
    """A word to the sender and the language it is written in; `version` guards against a decision made meanwhile."""

    reason = Text(5000, load_default="")
    language = LanguageCode(load_default=None, allow_none=True)
    version = fields.Integer(strict=True, load_default=None, allow_none=True)


class AcceptIn(VerdictIn):
    """The lead's next step with its day, and a word to the sender; all of it may be left out."""

    next_step = Text(300, load_default="")
    next_step_on = fields.Date(load_default=None, allow_none=True,
                               error_messages={"invalid": _l("Enter a day such as 2027-06-22")})


class AcceptedOut(Schema):
    """The lead that was made."""

    lead_id = fields.Integer()
    number = fields.String()


def _sender(contact_name: str) -> tuple[Actor, object]:
    """Who sends, and whose partner: nobody's without a token. Raises Refused for a wrong token."""
    token = bearer_token()
    if not token:
        return Actor("visitor", contact_name), None
    found = find_token(token)
    if not found:
        raise Refused("unauthorised", _l("This token is not valid. Send a valid one, or none at all."), status=401)
    g.token_user = found[0]
    partner = partner_of(found[0])
    if partner is not None and not partner.may_write(today_in("Asia/Shanghai")):
        raise Refused("agreement_ended", _l("Your agreement has ended. Ask the centre to renew it."), status=403)
    return Actor.of(found[0]), partner


@blueprint.post("/intentions")
@access.public
@blueprint.input(IntentionIn, location="json")
@blueprint.output(ReceiptOut, status_code=201)
@blueprint.doc(summary="Send an investment intention", description=(
    "With the header Idempotency-Key the same request may be sent again: it answers 200 with the same body. "
    "The same key with other content answers 409."))
def create_intention(json_data: dict):
    """Store an intention, or give the receipt of the one that was sent before."""
    actor, partner = _sender(json_data["contact"]["name"])
    if actor.user is None:
        throttle_sender(request.remote_addr)
    key = request.headers.get("Idempotency-Key", "").strip()
    stored = "api:" + hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest() if key else f"api:{new_token()}"
    sent = submission_of(json_data, "api", stored, partner)
    with transaction():
        received = receive_intention(actor, sent, strict=True)
    row = received.intention
    body = {"receipt": row.receipt, "status_url": status_url(row), "answer_due": row.answer_due}
    return body, 200 if received.repeated else 201


@blueprint.get("/intentions")
@access.scope("intentions:read")
@blueprint.input(ListQuery, location="query")
@blueprint.output(IntentionsOut)
def list_intentions(query_data: dict):
    """The intentions, what is due first at the top."""
    statement = in_order(visible_intentions(access.viewer()), query_data["state"])
    return paginate(statement, query_data["page"])


@blueprint.get("/intentions/<int:intention_id>")
@access.scope("intentions:read")
@blueprint.output(IntentionOut)
def read_intention(intention_id: int) -> Intention:
    """One intention."""
    return get_intention(access.viewer(), intention_id)


@blueprint.post("/intentions/<int:intention_id>/accept")
@access.scope("intentions:write")
@blueprint.input(AcceptIn, location="json")
@blueprint.output(AcceptedOut)
def accept(intention_id: int, json_data: dict):
    """Make a lead of it and tell the sender."""
    viewer = access.viewer()
    intention = get_intention(viewer, intention_id)
    with transaction():
        lead = accept_intention(Actor.of(viewer), intention, _verdict(json_data, viewer), json_data["version"])
    return {"lead_id": lead.id, "number": lead.number}


@blueprint.post("/intentions/<int:intention_id>/decline")
@access.scope("intentions:write")
@blueprint.input(VerdictIn, location="json")
@blueprint.output(IntentionOut)
def decline(intention_id: int, json_data: dict) -> Intention:
    """Close it with a reason and tell the sender."""
    viewer = access.viewer()
    intention = get_intention(viewer, intention_id)
    with transaction():
        decline_intention(Actor.of(viewer), intention, _verdict(json_data, viewer), json_data["version"])
    return intention


def _verdict(data: dict, viewer) -> Verdict:
    return Verdict(data["reason"], data["language"] or viewer.language, data.get("next_step", ""),
                   data.get("next_step_on"))
