"""Pairs of stored records that may be one, over the API: read, decided, and the search for more of them."""

from apiflask import Schema
from flask import abort
from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate

from outreach.activity import Actor
from outreach.contacts import queries, services
from outreach.contacts.api import blueprint
from outreach.contacts.models import DuplicateCandidate, DuplicateSearch, OrganisationDuplicate
from outreach.contacts.models.duplicates import DECISIONS
from outreach.contacts.services import finder
from outreach.contacts.services.wording import reason_text
from outreach.db import paginate, transaction
from outreach.errors import NotFound
from outreach.jobs import enqueue
from outreach.web import access
from outreach.web.schemas import FILL_IN, BaseSchema

_STATE = validate.OneOf(DECISIONS, error=_l("Choose open, later or not_same"))
_KINDS = {"people": "person", "organisations": "organisation"}


class PairsQuery(BaseSchema):
    """Which pairs: those that nobody decided, put off, or known to be two."""

    state = fields.String(load_default="open", validate=_STATE)
    page = fields.Integer(load_default=1, validate=validate.Range(1, 10**6, error=_l("Enter a page number from 1")))


class DecisionIn(BaseSchema):
    """What somebody says of a pair."""

    state = fields.String(required=True, validate=_STATE, error_messages=FILL_IN)


class RecordOut(Schema):
    """One of the two."""

    id = fields.Integer()
    label = fields.String()


class PairOut(Schema):
    """Two records that may be one: `one` is the later, score 0 to 1, reasons [sign, sentence] in the caller's language."""

    id = fields.Integer()
    one = fields.Nested(RecordOut)
    other = fields.Nested(RecordOut)
    score = fields.Float()
    state = fields.String()
    reasons = fields.Function(lambda pair: [[sign, reason_text(code, params)] for code, sign, params in pair.reasons])


class PairsOut(Schema):
    """A page of pairs, the likeliest first."""

    items = fields.List(fields.Nested(PairOut))
    page = fields.Integer(attribute="number")
    pages = fields.Integer()
    total = fields.Integer()


class SearchOut(Schema):
    """A walk over all stored records: how many of `total` are looked at, and how many pairs came new."""

    state = fields.String()
    done = fields.Integer()
    total = fields.Integer()
    found = fields.Integer()
    started_at = fields.DateTime()
    finished_at = fields.DateTime()


def _kind(records: str) -> str:
    if records not in _KINDS:
        abort(404)
    return _KINDS[records]


@blueprint.get("/duplicates/<records>")
@access.scope("contacts:read")
@blueprint.input(PairsQuery, location="query")
@blueprint.output(PairsOut)
def list_pairs(records: str, query_data: dict):
    """Pairs in a state."""
    return paginate(queries.pairs(access.viewer(), query_data["state"], _kind(records)), query_data["page"])


@blueprint.patch("/duplicates/<records>/<int:pair_id>")
@access.scope("contacts:write")
@blueprint.input(DecisionIn, location="json")
@blueprint.output(PairOut)
def decide_one_pair(records: str, pair_id: int, json_data: dict) -> DuplicateCandidate | OrganisationDuplicate:
    """Remember that two records are not the same, put the question off, or open it again."""
    with transaction():
        pair = queries.get_duplicate(access.viewer(), pair_id, _kind(records))
        services.decide_duplicate(Actor.of(access.viewer()), pair, json_data["state"])
    return pair


@blueprint.get("/duplicates/<records>/search")
@access.scope("contacts:read")
@blueprint.output(SearchOut)
def read_search(records: str) -> DuplicateSearch:
    """How far the newest search for doubles is."""
    search = queries.last_search(access.viewer(), _kind(records))
    if search is None:
        raise NotFound("search_not_found", _l("There is no such search."))
    return search


@blueprint.post("/duplicates/<records>/search")
@access.scope("contacts:write")
@blueprint.output(SearchOut, status_code=202)
def search_for_pairs(records: str) -> DuplicateSearch:
    """Search all people or organisations for doubles in the background; 409 while one runs."""
    with transaction():
        search = finder.start_search(Actor.of(access.viewer()), _kind(records))
        enqueue("contacts.find_duplicates", search.id)
    return search
