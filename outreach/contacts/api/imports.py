"""Imports over the API: send a file, look at its preview, decide on rows, apply, undo."""

from apiflask import Schema
from apiflask.fields import File
from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate

from outreach.activity import Actor
from outreach.contacts import queries
from outreach.contacts.api import blueprint
from outreach.contacts.models import ImportRun
from outreach.contacts.models.imports import DECISIONS, STATES, VERDICTS
from outreach.contacts.services import imports as engine
from outreach.contacts.services.imports.report import full_row, reason_of
from outreach.contacts.services.imports.staging import LARGEST, refused
from outreach.db import paginate, transaction
from outreach.errors import NotFound
from outreach.web import access, doors
from outreach.web.schemas import BaseSchema, CountryCode, Text

POLICY = validate.OneOf(DECISIONS, error=_l("For doubtful rows choose new, same or skip."))


def _event_code(run: ImportRun) -> str | None:
    target = doors.import_target.get(run.target_kind or "")
    place = target.place(access.viewer(), run.target_ref) if target and run.target_ref else None
    return place.code if place else None


class ImportRowOut(Schema):
    """One row of a file: its place, what it would become or became, the person, and why."""

    row = fields.Integer(attribute="number")
    verdict = fields.String(validate=validate.OneOf(VERDICTS))
    decision = fields.String(allow_none=True)
    state = fields.String()
    outcome = fields.String(allow_none=True)
    person = fields.Function(lambda row: full_row(row)["person"])
    name = fields.Function(lambda row: full_row(row)["name"])
    email = fields.Function(lambda row: full_row(row)["email"])
    phone = fields.Function(lambda row: full_row(row)["phone"])
    reason = fields.Function(reason_of)
    text = fields.Function(lambda row: row.text if row.error else None)


class ImportOut(Schema):
    """A file on its way in. `counts` are rows by verdict, after applying by outcome."""

    id = fields.Integer()
    file = fields.String(attribute="filename")
    size = fields.Integer()
    event = fields.Function(_event_code)
    state = fields.String(validate=validate.OneOf(STATES))
    kind = fields.String(attribute="file_kind", allow_none=True)
    encoding = fields.Function(lambda run: (run.found or {}).get("encoding"))
    separator = fields.Function(lambda run: (run.found or {}).get("separator"))
    language = fields.Function(lambda run: (run.found or {}).get("language"))
    columns = fields.Function(lambda run: [
        {"header": header, "field": field} for _index, header, field in (run.found or {}).get("columns", [])])
    country = fields.String(allow_none=True)
    doubtful = fields.String()
    done = fields.Integer()
    total = fields.Integer()
    counts = fields.Dict(keys=fields.String(), values=fields.Integer())
    uploaded_by = fields.String(attribute="actor_label")
    uploaded_at = fields.AwareDateTime(format="iso", attribute="created_at")
    applied_at = fields.AwareDateTime(format="iso", allow_none=True)
    undo_until = fields.AwareDateTime(format="iso", allow_none=True)


class ImportPreviewOut(ImportOut):
    """A file with the first rows of its preview; the others stand at /imports/{id}/rows."""

    rows = fields.Function(lambda run: [ImportRowOut().dump(row) for row in paginate(queries.import_rows(run)).items])


class ImportsOut(Schema):
    """A page of imports, newest first; `total` counts all behind the filter."""

    items = fields.List(fields.Nested(ImportOut))
    page = fields.Integer(attribute="number")
    pages = fields.Integer()
    total = fields.Integer()


class ImportRowsOut(Schema):
    """A page of rows in the order of the file."""

    items = fields.List(fields.Nested(ImportRowOut))
    page = fields.Integer(attribute="number")
    pages = fields.Integer()
    total = fields.Integer()


class ImportListQuery(BaseSchema):
    """Which imports: those in one state, or all."""

    state = fields.String(load_default=None, validate=validate.OneOf(STATES, error=_l("Choose a state")))
    page = fields.Integer(load_default=1, validate=validate.Range(1, 10**6, error=_l("Enter a page number from 1")))


class ImportRowsQuery(BaseSchema):
    """Which rows: those of one verdict, or all."""

    verdict = fields.String(load_default="", validate=validate.OneOf(VERDICTS, error=_l("Choose a verdict")))
    page = fields.Integer(load_default=1, validate=validate.Range(1, 10**6, error=_l("Enter a page number from 1")))


class ImportIn(BaseSchema):
    """A file of contacts, with the code of the event where they were met if there was one."""

    file = File(required=True, error_messages={"required": _l("Choose the file with the contacts."),
                                               "invalid": _l("Choose the file with the contacts.")})
    event = Text(60, load_default="")
    country = CountryCode(load_default=None, allow_none=True)
    encoding = Text(40, load_default="")
    separator = Text(4, load_default="")
    doubtful = fields.String(load_default="new", validate=POLICY)


class DecisionIn(BaseSchema):
    """What a row is; null takes the decision back."""

    decision = fields.String(required=True, allow_none=True, validate=validate.OneOf(
        DECISIONS, error=_l("For a row choose new, same or skip.")))


@blueprint.get("/imports")
@access.scope("imports:read")
@blueprint.input(ImportListQuery, location="query")
@blueprint.output(ImportsOut)
def list_imports(query_data: dict):
    """All files, newest first."""
    return paginate(queries.visible_imports(access.viewer(), query_data["state"]), query_data["page"])


@blueprint.get("/imports/<int:run_id>")
@access.scope("imports:read")
@blueprint.output(ImportOut)
def read_import(run_id: int):
    """One file with its counts and how far it is."""
    return queries.get_import(access.viewer(), run_id)


@blueprint.get("/imports/<int:run_id>/rows")
@access.scope("imports:read")
@blueprint.input(ImportRowsQuery, location="query")
@blueprint.output(ImportRowsOut)
def list_import_rows(run_id: int, query_data: dict):
    """The rows of a file."""
    run = queries.get_import(access.viewer(), run_id)
    return paginate(queries.import_rows(run, query_data["verdict"]), query_data["page"])


@blueprint.post("/imports")
@access.scope("imports:write")
@blueprint.input(ImportIn, location="form_and_files")
@blueprint.output(ImportPreviewOut, status_code=201)
@blueprint.doc(summary="Send a file and get its preview", description=(
    "multipart/form-data. A file that cannot be read answers 422 and nothing is kept. Files of more than 100 rows are "
    "judged in the background: ask again until the state is “previewed”."))
def create_import(form_and_files_data: dict):
    """Keep a file and judge its rows; nothing reaches the contacts yet."""
    data, viewer = form_and_files_data, access.viewer()
    target = doors.import_target.get("event")
    place = target.place(viewer, data["event"]) if target and data["event"] else None
    if place is None and data["event"]:
        raise NotFound("event_unknown", _l("There is no event with the code “%(code)s”.", code=data["event"]), field="event",
                       status=422)
    upload = data["file"]
    size = upload.stream.seek(0, 2)
    if size > LARGEST:
        raise refused("too_large", {"size": -(-size // 1_000_000), "limit": LARGEST // 1_000_000})
    upload.stream.seek(0)
    run = engine.stage_file(
        Actor.of(viewer), upload.stream.read(), upload.filename,
        target_kind="event" if place else None, target_ref=place.ref if place else None,
        options=engine.Options(data["encoding"] or None, data["separator"] or None, None, data["country"], data["doubtful"]))
    return engine.start_preview(run.id)


@blueprint.patch("/imports/<int:run_id>/rows/<int:number>")
@access.scope("imports:write")
@blueprint.input(DecisionIn, location="json")
@blueprint.output(ImportRowOut)
def decide_row(run_id: int, number: int, json_data: dict):
    """Say what a row is before the file is applied."""
    queries.get_import(access.viewer(), run_id)
    with transaction():
        return engine.decide_row(run_id, number, json_data["decision"])


@blueprint.post("/imports/<int:run_id>/apply")
@access.scope("imports:write")
@blueprint.output(ImportOut)
def apply(run_id: int):
    """Write the rows. A large file is written in the background: its state is “applying” until it is “applied”."""
    queries.get_import(access.viewer(), run_id)
    return engine.start_apply(Actor.of(access.viewer()), run_id)


@blueprint.post("/imports/<int:run_id>/undo")
@access.scope("imports:write")
@blueprint.output(ImportOut)
def undo(run_id: int):
    """Take back what the file brought; what somebody has worked on since stays."""
    queries.get_import(access.viewer(), run_id)
    return engine.start_undo(Actor.of(access.viewer()), run_id)
