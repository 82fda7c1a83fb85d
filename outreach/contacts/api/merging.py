"""Merges over the API: what one would do, doing it, and taking it back."""

from apiflask import Schema
from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError, fields, validate

from outreach.activity import Actor
from outreach.contacts import queries
from outreach.contacts.api import blueprint
from outreach.contacts.models import RecordMerge
from outreach.contacts.services.merging import Plan, merge_records, preview_merge, undo_merge
from outreach.contacts.services.merging.fields import SIDES
from outreach.contacts.views.moved import lead_on, told_conflict
from outreach.db import paginate, transaction
from outreach.db.dump import decode
from outreach.errors import Conflict, NotFound
from outreach.web import access
from outreach.web.schemas import FILL_IN, BaseSchema

KEY = validate.Range(1, 2**31 - 1, error=_l("Enter the number of a stored record."))


class Choices(fields.Dict):
    """Whose value is kept, by field; a wrong one is told under the name of its field."""

    def __init__(self, **kwargs):
        side = fields.String(validate=validate.OneOf(SIDES, error=_l("Choose kept, removed or both")), error_messages=FILL_IN)
        super().__init__(keys=fields.String(), values=side, **kwargs)

    def _deserialize(self, value, attr, data, **kwargs):
        try:
            return super()._deserialize(value, attr, data, **kwargs)
        except ValidationError as error:
            if not isinstance(error.messages, dict):
                raise
            # The library puts what is wrong with a value under "value", which is no name in what was sent.
            raise ValidationError({name: wrong["value"] for name, wrong in error.messages.items()}) from None


class MergeIn(BaseSchema):
    """The record that goes into this one, and per field whose value is kept. `version` and `other_version` are those
    that were read before; a merge of records that were changed since is refused with 409."""

    other = fields.Integer(required=True, validate=KEY, error_messages=FILL_IN)
    take = Choices(load_default=dict)
    version = fields.Integer(load_default=None, allow_none=True)
    other_version = fields.Integer(load_default=None, allow_none=True)


class UndoIn(BaseSchema):
    """Whether it is remembered that the two are not the same."""

    remember = fields.Boolean(load_default=True)


class FieldPreview(Schema):
    """One field: both values, which is taken, and what comes out."""

    name = fields.String()
    kept = fields.Function(lambda item: _plain(item.kept))
    removed = fields.Function(lambda item: _plain(item.removed))
    take = fields.String()
    result = fields.Function(lambda item: _plain(item.result))


class RelationPreview(Schema):
    """Rows that point to the other record: how many move, and how many stand at both so that one of two is kept apart."""

    column = fields.Function(lambda item: item.reference.key)
    label = fields.Function(lambda item: str(item.reference.declared.label))
    moves = fields.Function(lambda item: len(item.moving))
    joined = fields.Function(lambda item: len(item.dropped))


class MergePreview(Schema):
    """What a merge would do; merging with the same choices does exactly this."""

    fields_ = fields.List(fields.Nested(FieldPreview), attribute="fields", data_key="fields")
    relations = fields.Function(lambda plan: [
        RelationPreview().dump(item) for item in plan.relations if item.moving or item.dropped])


class MergeOut(Schema):
    """A merge. `edited` and `stays` tell after an undo what stayed as it was changed, and what came since."""

    id = fields.Integer()
    kind = fields.String()
    kept = fields.Integer(attribute="kept_id", allow_none=True)
    removed = fields.Integer(attribute="removed_id", allow_none=True)
    at = fields.DateTime()
    by = fields.String(attribute="actor_label")
    undone_at = fields.DateTime(allow_none=True)
    edited = fields.Function(lambda row: [
        {"what": line[0], "of": line[1], "value": _plain(line[2])} for line in _left(row).get("edited", [])])
    stays = fields.Function(lambda row: _left(row).get("stays", {}))


class MergesQuery(BaseSchema):
    """Which page of the merges."""

    page = fields.Integer(load_default=1, validate=validate.Range(1, 10**6, error=_l("Enter a page number from 1")))


class MergesOut(Schema):
    """A page of merges, newest first."""

    items = fields.List(fields.Nested(MergeOut))
    page = fields.Integer(attribute="number")
    pages = fields.Integer()
    total = fields.Integer()


def _plain(value):
    value = decode(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def _left(row: RecordMerge) -> dict:
    return row.snapshot.left if row.snapshot else {}


def _preview(kind: str, key: int, sent: dict) -> Plan:
    return preview_merge(kind, key, sent["other"], sent["take"])


def _merge(kind: str, key: int, sent: dict) -> RecordMerge:
    with transaction():
        return merge_records(Actor.of(access.viewer()), kind, key, sent["other"], sent["take"],
                             versions=(sent["version"], sent["other_version"]))


@blueprint.post("/people/<int:person_id>/merge/preview")
@access.scope("contacts:read")
@blueprint.input(MergeIn, location="json")
@blueprint.output(MergePreview)
def preview_merge_of_people(person_id: int, json_data: dict) -> Plan:
    """What merging another person into this one would do. Nothing is changed."""
    return _preview("person", queries.get_person(access.viewer(), person_id).id, json_data)


@blueprint.post("/people/<int:person_id>/merge")
@access.scope("contacts:write")
@blueprint.input(MergeIn, location="json")
@blueprint.output(MergeOut, status_code=201)
def merge_two_people(person_id: int, json_data: dict) -> RecordMerge:
    """Merge another person into this one."""
    return _merge("person", person_id, json_data)


@blueprint.post("/organisations/<int:organisation_id>/merge/preview")
@access.scope("contacts:read")
@blueprint.input(MergeIn, location="json")
@blueprint.output(MergePreview)
def preview_merge_of_organisations(organisation_id: int, json_data: dict) -> Plan:
    """What merging another organisation into this one would do. Nothing is changed."""
    return _preview("organisation", queries.get_organisation(access.viewer(), organisation_id).id, json_data)


@blueprint.post("/organisations/<int:organisation_id>/merge")
@access.scope("contacts:write")
@blueprint.input(MergeIn, location="json")
@blueprint.output(MergeOut, status_code=201)
def merge_two_organisations(organisation_id: int, json_data: dict) -> RecordMerge:
    """Merge another organisation into this one."""
    return _merge("organisation", organisation_id, json_data)


@blueprint.get("/merges")
@access.scope("contacts:read")
@blueprint.input(MergesQuery, location="query")
@blueprint.output(MergesOut)
def list_merges(query_data: dict):
    """All merges, newest first."""
    return paginate(queries.merges(access.viewer()), query_data["page"])


@blueprint.get("/merges/<int:merge_id>")
@access.scope("contacts:read")
@blueprint.output(MergeOut)
def read_merge(merge_id: int) -> RecordMerge:
    """One merge."""
    return queries.get_merge(access.viewer(), merge_id)


@blueprint.post("/merges/<int:merge_id>/undo")
@access.scope("contacts:write")
@blueprint.input(UndoIn, location="json")
@blueprint.output(MergeOut)
def undo_one_merge(merge_id: int, json_data: dict) -> RecordMerge:
    """Part two merged records again; what was edited since stays and is listed."""
    with transaction():
        return undo_merge(Actor.of(access.viewer()), merge_id, remember=json_data["remember"])


blueprint.register_error_handler(NotFound, lead_on)
blueprint.register_error_handler(Conflict, told_conflict)
