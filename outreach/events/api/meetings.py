"""Agendas, meetings, wishes of the meeting planner and technology exchanges over HTTP."""

from apiflask import Schema
from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate

from outreach.accounts.queries import staff_users
from outreach.activity import Actor
from outreach.contacts.queries import get_organisation, get_person
from outreach.db import transaction
from outreach.errors import NotFound
from outreach.events import queries
from outreach.events.api import blueprint
from outreach.events.api.events import TextsIn, TextsOut, localized_in, one_of
from outreach.events.models import MEETING_STATES, AgendaItem, Meeting, MeetingWish, TechnologyEntry
from outreach.events.models.exchange import ENTRY_KINDS, IP_STATES
from outreach.events.queries import exchange as exchange_queries
from outreach.events.queries import meetings as meeting_queries
from outreach.events.queries import wishes as wish_queries
from outreach.events.queries.agenda import items_of
from outreach.events.services.exchange import add_entry
from outreach.events.services.meetings import set_state
from outreach.events.services.wishes import want_meeting
from outreach.web import access
from outreach.web.schemas import BaseSchema, LanguageCode, Text

_ID = validate.Range(1, 2**31 - 1)


class AgendaItemOut(Schema):
    """One item of an agenda; wall times are on the clock of the event, instants in UTC."""

    id = fields.Integer()
    kind = fields.String()
    title = fields.Nested(TextsOut)
    description = fields.Nested(TextsOut)
    starts_local = fields.NaiveDateTime()
    ends_local = fields.NaiveDateTime()
    starts_at = fields.AwareDateTime(format="iso")
    ends_at = fields.AwareDateTime(format="iso")
    track = fields.Function(lambda row: row.track.name.original if row.track else None)
    room = fields.Function(lambda row: row.room.name if row.room else None)
    speakers = fields.Function(lambda row: [one.label for one in row.speakers])
    public = fields.Boolean()


class SideOut(Schema):
    """Somebody who takes part: `kind` is user, person or organisation."""

    kind = fields.Function(lambda row: wish_queries.row_key(row)[0])
    id = fields.Integer()
    name = fields.String(attribute="label")


class MeetingOut(Schema):
    """A meeting; wall times are on the clock of the event, instants in UTC. `wish` is the one for which it was proposed."""

    id = fields.Integer()
    name = fields.String(attribute="label")
    state = fields.String()
    starts_local = fields.NaiveDateTime()
    ends_local = fields.NaiveDateTime()
    starts_at = fields.AwareDateTime(format="iso")
    ends_at = fields.AwareDateTime(format="iso")
    table = fields.Function(lambda row: row.table.label if row.table else None)
    place = fields.String()
    language = fields.String()
    participants = fields.Function(lambda row: [SideOut().dump(one.row) for one in row.participants])
    interpreters = fields.List(fields.Nested(SideOut))
    wish = fields.Integer(attribute="wish_id")
    result = fields.String()
    result_language = fields.String()
    version = fields.Integer()


class MeetingPatch(BaseSchema):
    """A state, and where it was held what came of it."""

    version = fields.Integer(required=True)
    state = one_of(MEETING_STATES, _l("Choose a state"), required=True)
    result = Text(10_000)
    result_language = LanguageCode(allow_none=True)


class WishOut(Schema):
    """Two who should meet. `one` is one of us or a person, `reason` why the last run found no place."""

    id = fields.Integer()
    one = fields.Nested(SideOut)
    person = fields.Nested(SideOut)
    companion = fields.Nested(SideOut)
    priority = fields.Integer()
    origin = fields.String()
    reason = fields.String()


class WishIn(BaseSchema):
    """Who should meet the person: one of us by mail address, or another person; then `user` goes along."""

    user = Text(254, load_default=None, allow_none=True)
    other_person = fields.Integer(load_default=None, allow_none=True, validate=_ID)
    person = fields.Integer(required=True, validate=_ID)
    priority = fields.Integer(load_default=2)


class EntryOut(Schema):
    """An offer or request with its holder."""

    id = fields.Integer()
    kind = fields.String()
    title = fields.Nested(TextsOut)
    description = fields.Nested(TextsOut)
    industries = fields.List(fields.String())
    trl = fields.Integer()
    ip_state = fields.String()
    languages = fields.List(fields.String())
    organisation = fields.Nested(SideOut)
    person = fields.Nested(SideOut)
    public = fields.Boolean()
    state = fields.String()
    version = fields.Integer()


class EntryIn(BaseSchema):
    """A new offer or request; organisation and person by their numbers."""

    kind = one_of(ENTRY_KINDS, _l("Choose whether it is offered or asked for"), required=True)
    title = fields.Nested(TextsIn, required=True)
    description = fields.Nested(TextsIn, load_default=None, allow_none=True)
    industries = fields.List(fields.String(), load_default=list, validate=validate.Length(max=20))
    trl = fields.Integer(load_default=None, allow_none=True)
    ip_state = one_of(IP_STATES, _l("Choose how the technology is protected"), load_default=None, allow_none=True)
    languages = fields.List(LanguageCode(), load_default=list)
    organisation = fields.Integer(load_default=None, allow_none=True, validate=_ID)
    person = fields.Integer(load_default=None, allow_none=True, validate=_ID)
    public = fields.Boolean(load_default=False)


class PairOut(Schema):
    """An offer and a request that were brought together or set aside, their meeting, and what came of it."""

    id = fields.Integer(attribute="pair.id")
    offer = fields.Integer(attribute="pair.offer_id")
    request = fields.Integer(attribute="pair.request_id")
    result = fields.String(attribute="pair.result")
    met_on = fields.Date(attribute="pair.met_on")
    minutes = fields.String(attribute="pair.minutes")
    minutes_language = fields.String(attribute="pair.minutes_language")
    meeting = fields.Function(lambda row: row["meeting"].id if row["meeting"] else None)
    version = fields.Integer(attribute="pair.version")


@blueprint.get("/events/<int:event_id>/agenda")
@access.scope("events:read")
@blueprint.output(AgendaItemOut(many=True))
def list_agenda(event_id: int) -> list[AgendaItem]:
    """The agenda of an event as it stands, in the order of the clock."""
    return items_of(queries.get_event(access.viewer(), event_id))


@blueprint.get("/events/<int:event_id>/meetings")
@access.scope("events:read")
@blueprint.output(MeetingOut(many=True))
def list_meetings(event_id: int) -> list[Meeting]:
    """The meetings of an event in the order of the clock."""
    return meeting_queries.meetings_of(queries.get_event(access.viewer(), event_id))


@blueprint.patch("/events/<int:event_id>/meetings/<int:meeting_id>")
@access.scope("events:write")
@blueprint.input(MeetingPatch, location="json")
@blueprint.output(MeetingOut)
@blueprint.doc(summary="Set the state of a meeting", description=(
    "Confirm, decline or cancel a meeting, or say that it was held. Our people who go to a confirmed one that falls are told."))
def set_meeting_state(event_id: int, meeting_id: int, json_data: dict) -> Meeting:
    """Set the state of a meeting."""
    viewer = access.viewer()
    with transaction():
        meeting = meeting_queries.get_row(Meeting, queries.get_event(viewer, event_id), meeting_id)
        return set_state(Actor.of(viewer), meeting, json_data["state"], json_data.get("result", meeting.result),
                         json_data.get("result_language", meeting.result_language), version=json_data["version"])


@blueprint.get("/events/<int:event_id>/wishes")
@access.scope("events:read")
@blueprint.output(WishOut(many=True))
def list_wishes(event_id: int) -> list[MeetingWish]:
    """Who should meet whom, the most important first."""
    return wish_queries.wishes_of(queries.get_event(access.viewer(), event_id))


@blueprint.post("/events/<int:event_id>/wishes")
@access.scope("events:write")
@blueprint.input(WishIn, location="json")
@blueprint.output(WishOut, status_code=201)
def add_wish(event_id: int, json_data: dict) -> MeetingWish:
    """Want a meeting; the same two again are one wish with the higher priority."""
    viewer = access.viewer()
    with transaction():
        us = next((one for one in staff_users() if one.email == json_data["user"]), None)
        other = get_person(viewer, json_data["other_person"]) if json_data["other_person"] else None
        if us is None and (json_data["user"] or other is None):
            raise NotFound("unknown_user", _l("There is no such person"), field="user")
        return want_meeting(Actor.of(viewer), queries.get_event(viewer, event_id), other or us,
                            get_person(viewer, json_data["person"]), json_data["priority"], "api", us if other else None)


@blueprint.get("/events/<int:event_id>/exchange")
@access.scope("events:read")
@blueprint.output(EntryOut(many=True))
def list_entries(event_id: int) -> list[TechnologyEntry]:
    """The offers and requests of an event, oldest first."""
    return exchange_queries.entries_of(queries.get_event(access.viewer(), event_id))


@blueprint.post("/events/<int:event_id>/exchange")
@access.scope("events:write")
@blueprint.input(EntryIn, location="json")
@blueprint.output(EntryOut, status_code=201)
def enter_technology(event_id: int, json_data: dict) -> TechnologyEntry:
    """Enter an offer or a request."""
    viewer = access.viewer()
    with transaction():
        for name, find in (("organisation", get_organisation), ("person", get_person)):
            key = json_data.pop(name)
            json_data[f"{name}_id"] = find(viewer, key).id if key else None
        texts = {name: localized_in(json_data[name], None) for name in ("title", "description") if json_data[name]}
        return add_entry(Actor.of(viewer), queries.get_event(viewer, event_id), {**json_data, **texts})


@blueprint.get("/events/<int:event_id>/exchange/pairs")
@access.scope("events:read")
@blueprint.output(PairOut(many=True))
def list_pairs(event_id: int) -> list[dict]:
    """The pairs on which somebody decided, newest first."""
    event = queries.get_event(access.viewer(), event_id)
    pairs = exchange_queries.pairs_of(event)
    meetings = exchange_queries.meetings_of_pairs(event, pairs)
    return [{"pair": pair, "meeting": meetings.get(pair.id)} for pair in pairs]
