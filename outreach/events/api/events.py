"""Events over HTTP: reading them, making one, changing one."""

from datetime import datetime
from typing import Any

from apiflask import Schema
from flask import abort
from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate

from outreach.activity import Actor
from outreach.db import hold, paginate, transaction
from outreach.db.time import zone_names
from outreach.errors import Conflict, NotFound
from outreach.events import queries, services
from outreach.events.api import blueprint
from outreach.events.models import KINDS, PRESENCES, STATES, Event, TargetVisit
from outreach.events.queries.budget import lines_of
from outreach.events.queries.tasks import tasks_of
from outreach.events.queries.visits import visits_of
from outreach.events.services.days import settle_hour
from outreach.events.services.recurrence import edit_recurring
from outreach.i18n import LANGUAGES
from outreach.i18n.localized import LocalizedText
from outreach.web import access
from outreach.web.errors import error_response
from outreach.web.schemas import FILL_IN, BaseSchema, CountryCode, LanguageCode, Text

_DAY = {**FILL_IN, "invalid": _l("Enter a day such as 2027-07-01")}
_WALL = {**FILL_IN, "invalid": _l("Enter the time on the venue's clock, such as 2027-06-22T09:00")}


class _OneOf(validate.OneOf):
    """One of a few codes; the error names them, because a programme shows no list to choose from."""

    def _format_error(self, value) -> str:
        return f"{self.error} ({', '.join(self.choices)})"


def one_of(codes, message, **kwargs) -> fields.String:
    """A field that takes one of a few codes."""
    return fields.String(validate=_OneOf(codes, error=message), error_messages=FILL_IN, **kwargs)


class TextsIn(BaseSchema):
    """A text in up to four languages; `source` says in which one it was written first."""

    source = LanguageCode(required=True)
    zh = Text(5000)
    en = Text(5000)
    de = Text(5000)
    ko = Text(5000)


class EventFacts(BaseSchema):
    """The columns of an event, all optional here. Times without offset are on the clock of `time_zone`; a fold says which of
    two equal ones is meant, 0 the first, and is asked for where the clocks show the time twice."""

    code = Text(40)
    title = fields.Nested(TextsIn)
    description = fields.Nested(TextsIn, allow_none=True)
    kind = one_of(KINDS, _l("Choose the kind of event"))
    state = one_of(STATES, _l("Choose a state"))
    presence = one_of(PRESENCES, _l("Choose our role at the event"))
    industries = fields.List(fields.String(), validate=validate.Length(max=20))
    country = CountryCode(allow_none=True)
    city = Text(200)
    venue = Text(300)
    time_zone = Text(60)
    starts_on = fields.Date(error_messages=_DAY)
    ends_on = fields.Date(error_messages=_DAY)
    days_known = fields.Boolean()
    starts_local = fields.NaiveDateTime(allow_none=True, error_messages=_WALL)
    ends_local = fields.NaiveDateTime(allow_none=True, error_messages=_WALL)
    starts_fold = fields.Integer(strict=True, validate=validate.Range(0, 1))
    ends_fold = fields.Integer(strict=True, validate=validate.Range(0, 1))
    confirmed_on = fields.Date(allow_none=True, error_messages=_DAY)
    confirmed_source = Text(500)
    website = Text(500)
    public = fields.Boolean()
    parent = fields.String(allow_none=True)


class EventIn(EventFacts):
    """A new event."""

    title = fields.Nested(TextsIn, required=True, error_messages=FILL_IN)
    kind = one_of(KINDS, _l("Choose the kind of event"), required=True)
    time_zone = Text(60, needed=True)
    starts_on = fields.Date(required=True, error_messages=_DAY)
    ends_on = fields.Date(required=True, error_messages=_DAY)


class EventPatch(EventFacts):
    """What changes, and the version that was read; `reason` belongs to another `state`."""

    reason = Text(500)

    version = fields.Integer(
        strict=True, required=True, error_messages={**FILL_IN, "invalid": _l("Enter the version that you read")}
    )


class TextsOut(Schema):
    """A text in its source language; `translations` by language code with text and status."""

    source = fields.String()
    text = fields.String(attribute="original")
    translations = fields.Function(lambda text: {
        code: {"text": entry["text"], "status": text.status(code)} for code, entry in text.texts.items()
        if code != text.source and text.status(code)})


class MemberOut(Schema):
    """One of our people at the event; days only where not the whole of it."""

    name = fields.Function(lambda row: row.user.label)
    role = fields.String()
    from_on = fields.Date()
    until_on = fields.Date()


class EventOut(Schema):
    """An event. Instants in UTC; `starts_local` and `ends_local` on the clock of `time_zone`, null for whole days."""

    id = fields.Integer()
    code = fields.String()
    title = fields.Nested(TextsOut)
    description = fields.Nested(TextsOut)
    kind = fields.String()
    state = fields.String()
    presence = fields.String()
    industries = fields.List(fields.String())
    country = fields.String()
    city = fields.String()
    venue = fields.String()
    time_zone = fields.String()
    starts_on = fields.Date()
    ends_on = fields.Date()
    days_known = fields.Boolean()
    starts_local = fields.NaiveDateTime()
    ends_local = fields.NaiveDateTime()
    starts_fold = fields.Integer()
    ends_fold = fields.Integer()
    starts_at = fields.AwareDateTime(format="iso")
    ends_at = fields.AwareDateTime(format="iso")
    confirmed_on = fields.Date()
    confirmed_source = fields.String()
    website = fields.String()
    public = fields.Boolean()
    series = fields.Function(lambda row: row.series.code if row.series else None)
    parent = fields.Function(lambda row: row.parent.code if row.parent else None)
    team = fields.List(fields.Nested(MemberOut))
    version = fields.Integer()


class EventsOut(Schema):
    """A page of events; `total` counts all behind the filter."""

    items = fields.List(fields.Nested(EventOut))
    page = fields.Integer(attribute="number")
    pages = fields.Integer()
    total = fields.Integer()


class TaskOut(Schema):
    """A task of an event. `due_on` is a day without a zone; `waits_for` holds the ids of what must be done first."""

    id = fields.Integer()
    title = fields.Nested(TextsOut)
    owner = fields.Function(lambda task: task.owner.label if task.owner else None)
    due_on = fields.Date()
    done_at = fields.AwareDateTime(format="iso")
    done_by = fields.Function(lambda task: task.done_by.label if task.done_by else None)
    waits_for = fields.Function(lambda task: [first.id for first in task.waiting])


class SumOut(Schema):
    """A sum: `amount` in whole units as text, so that nothing is rounded, and the ISO currency."""

    amount = fields.Function(lambda money: str(money.amount))
    currency = fields.String()


class BudgetLineOut(Schema):
    """A line of an event's budget; either sum may be null."""

    id = fields.Integer()
    category = fields.String()
    what = fields.String()
    planned = fields.Nested(SumOut)
    actual = fields.Nested(SumOut)
    spent_on = fields.Date()
    supplier = fields.String()
    paid_state = fields.String()


class EventsQuery(BaseSchema):
    """Which events: of a year, country, kind or state."""

    year = fields.Integer(load_default=None, validate=validate.Range(1900, 2200))
    country = CountryCode(load_default=None, allow_none=True)
    kind = one_of(KINDS, _l("Choose the kind of event"), load_default=None)
    state = one_of(STATES, _l("Choose a state"), load_default=None)
    page = fields.Integer(load_default=1, validate=validate.Range(1, 10**6, error=_l("Enter a page number from 1")))


@blueprint.get("/events")
@access.scope("events:read")
@blueprint.input(EventsQuery, location="query")
@blueprint.output(EventsOut)
def list_events(query_data: dict):
    """The events by their beginning."""
    wanted = queries.EventFilter(query_data["year"], query_data["country"], query_data["kind"], query_data["state"])
    return paginate(queries.filtered_events(access.viewer(), wanted), query_data["page"])


@blueprint.get("/events/<int:event_id>")
@access.scope("events:read")
@blueprint.output(EventOut)
def read_event(event_id: int) -> Event:
    """One event with its team."""
    return queries.get_event(access.viewer(), event_id)


@blueprint.get("/events/<int:event_id>/tasks")
@access.scope("events:read")
@blueprint.output(TaskOut(many=True))
def list_tasks(event_id: int) -> list:
    """What must be done for an event: open tasks by day, then those that are done."""
    return tasks_of(queries.get_event(access.viewer(), event_id))


@blueprint.get("/events/<int:event_id>/budget")
@access.scope("events:read")
@blueprint.output(BudgetLineOut(many=True))
def list_budget(event_id: int) -> list:
    """The lines of an event's budget by category, each sum in its own currency."""
    return lines_of(queries.get_event(access.viewer(), event_id))


@blueprint.post("/events")
@access.scope("events:write")
@blueprint.input(EventIn, location="json")
@blueprint.output(EventOut, status_code=201)
def create_event(json_data: dict) -> Event:
    """Make an event; without a code one is made of title and year. With `parent` it is a leg of that roadshow."""
    viewer, facts = access.viewer(), _columns(json_data)
    with transaction():
        parent = _parent(json_data.get("parent"))
        if parent is not None:
            return services.add_leg(Actor.of(viewer), parent, facts)
        return services.create_event(Actor.of(viewer), facts)


@blueprint.patch("/events/<int:event_id>")
@access.scope("events:write")
@blueprint.input(EventPatch, location="json")
@blueprint.output(EventOut)
@blueprint.doc(
    summary="Change an event",
    description=(
        "Only the fields that are sent change. `version` is the one that was read. Where somebody changed the event "
        "since, the answer is 409, nothing is changed, `error.fields` names what differs and `error.stored` is the "
        "event as it stands now."
    ),
)
def change_event(event_id: int, json_data: dict) -> Event:
    """Change columns of an event."""
    viewer = access.viewer()
    with transaction():
        event = queries.get_event(viewer, event_id)
        facts = _columns(json_data, event)
        if "parent" in json_data:
            parent = _parent(json_data["parent"])
            facts["parent_id"] = parent.id if parent else None
        state = facts.pop("state", event.state)
        try:
            if state != event.state and not hold(event, json_data["version"]):
                raise Conflict("version_conflict", _l("Somebody else changed this event meanwhile. Compare and decide."),
                               theirs={"state": event.state})
            edit_recurring(Actor.of(viewer), event, facts, "this", version=json_data["version"])
            services.change_state(Actor.of(viewer), event, state, json_data.get("reason", ""))
            return event
        except Conflict as conflict:
            stored = EventOut().dump(event)
            abort(
                error_response(
                    409, conflict.code, str(conflict.message), stored=stored, fields=sorted(conflict.theirs)
                )
            )


def _parent(code: str | None) -> Event | None:
    found = queries.event_by_code(code)
    if code and found is None:
        raise NotFound("unknown_event", _l("There is no event with the code “%(code)s”.", code=code), field="parent")
    return found


def _columns(sent: dict[str, Any], event: Event | None = None) -> dict[str, Any]:
    """What was sent, as the services take it."""
    facts = {name: value for name, value in sent.items() if name not in ("parent", "version", "reason")}
    for name in ("title", "description"):
        if facts.get(name):
            facts[name] = localized_in(facts[name], getattr(event, name) if event else None)
    for name in ("starts_local", "ends_local"):
        if isinstance(facts.get(name), datetime):
            facts[name] = facts[name].replace(second=0, microsecond=0)
    _settle_hours(facts, event)
    return facts


def _settle_hours(facts: dict[str, Any], event: Event | None) -> None:
    """Ask which of two equal times is meant where neither what was sent nor what is stored says it."""
    zone = facts.get("time_zone", event.time_zone if event else None)
    for part in ("starts", "ends"):
        stored = getattr(event, f"{part}_local") if event else None
        wall = facts.get(f"{part}_local", stored)
        known = getattr(event, f"{part}_fold") if event and wall == stored and zone == event.time_zone else None
        if wall is not None and zone in zone_names():
            facts[f"{part}_fold"] = settle_hour(wall, zone, facts.get(f"{part}_fold", known), field=f"{part}_local",
                                                which=f"{part}_fold")


def localized_in(sent: dict[str, str], old: LocalizedText | None) -> LocalizedText | None:
    """The texts sent; a translation that stayed as it was keeps its status, a new one counts as reviewed."""
    source = sent["source"]
    texts = {code: sent[code] for code in LANGUAGES if sent.get(code)}
    if not texts:
        return None
    if source not in texts:
        source = next(iter(texts))
    if old is None or old.source != source:
        return LocalizedText.of(source, texts.pop(source), **texts)
    made = old if old.original == texts[source] else old.rewritten(texts[source])
    for code, text in texts.items():
        if code != source and text != (old.texts.get(code) or {}).get("text", ""):
            made = made.translated(code, text, "reviewed")
    return made


class VisitOut(BaseSchema):
    """A target at an event: where it stands, who goes when (on the clock of the event), what came of it."""

    id = fields.Integer()
    target = fields.Integer(attribute="target_id")
    name = fields.String(attribute="target.label")
    hall = fields.String()
    booth = fields.String()
    source = fields.String()
    known_on = fields.Date(allow_none=True)
    member = fields.String(attribute="member.label")
    planned_on = fields.Date(allow_none=True)
    planned_time = fields.Time(allow_none=True, format="%H:%M")
    result = fields.String(allow_none=True)
    note = fields.String()
    note_language = fields.String(allow_none=True)


@blueprint.get("/events/<int:event_id>/visits")
@access.scope("events:read")
@blueprint.output(VisitOut(many=True))
def list_visits(event_id: int) -> list[TargetVisit]:
    """The visiting plan of an event in the order of the way."""
    return visits_of(queries.get_event(access.viewer(), event_id))
