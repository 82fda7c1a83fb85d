"""Event contacts over HTTP: reading them, capturing one as often as a device sends it, converting into leads."""

from typing import Any

from apiflask import APIBlueprint, Schema
from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError, fields, validate
from sqlalchemy import select

from outreach.accounts.models import User
from outreach.activity import Actor
from outreach.db import db, paginate, transaction
from outreach.errors import NotFound, Refused
from outreach.event_contacts import queries, services
from outreach.event_contacts.models import RATINGS, SOURCES, STATES, EventContact
from outreach.event_contacts.services import CaptureValues
from outreach.events.models import Event
from outreach.events.queries import event_by_code
from outreach.leads.queries import get_lead
from outreach.leads.services import LeadValues
from outreach.web import access
from outreach.web.schemas import FILL_IN, BaseSchema, CountryCode, LanguageCode, Mail, Text

blueprint = APIBlueprint("event_contacts_api", __name__, url_prefix="/api/v1")

_KEY = validate.Range(1, 2**31 - 1, error=_l("Enter the number of a record"))
_NO_NUMBER = {**FILL_IN, "invalid": _l("Enter the number of a record")}
_DAY = {**FILL_IN, "invalid": _l("Enter a day such as 2027-07-01")}


class Colleague(fields.Field):
    """A colleague by key or mail address; gives the key."""

    default_error_messages = {"invalid": _l("Enter the number or the mail address of a colleague")}

    def _deserialize(self, value, attr, data, **kwargs):
        if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**31:
            return value
        if isinstance(value, str) and "@" in value:
            found = db.session.scalar(select(User.id).where(User.email == value.strip().lower()))
            if found is not None:
                return found
        raise ValidationError(str(self.error_messages["invalid"]))


class ContactIn(BaseSchema):
    """The person who was met; `language` is the one the person reads."""

    name = Text(needed=True)
    email = Mail(load_default=None, allow_none=True)
    phone = Text(60, load_default="")
    job_title = Text(load_default="")
    language = LanguageCode(load_default=None, allow_none=True)


class OrganisationIn(BaseSchema):
    """Where the person works, by its legal name."""

    name = Text(load_default="")
    country = CountryCode(load_default=None, allow_none=True)


class CaptureIn(BaseSchema):
    """One meeting. `captured_at` is an instant with its offset, `met_on` the day on the event's calendar."""

    event = Text(40, needed=True)
    contact = fields.Nested(ContactIn, required=True, error_messages=FILL_IN)
    organisation = fields.Nested(OrganisationIn, load_default=dict)
    rating = fields.String(
        load_default=None, allow_none=True, validate=validate.OneOf(RATINGS, error=_l("Choose A, B or C"))
    )
    notes = Text(20_000, load_default="")
    notes_language = LanguageCode(load_default=None, allow_none=True)
    met_on = fields.Date(load_default=None, allow_none=True, error_messages=_DAY)
    captured_at = fields.AwareDateTime(format="iso", load_default=None, allow_none=True, error_messages={
        **FILL_IN, **dict.fromkeys(("invalid", "invalid_awareness"), _l(
            "Enter the moment with its offset, such as 2027-06-22T10:00:00+02:00"))})
    source = fields.String(
        load_default="api", validate=validate.OneOf(SOURCES, error=_l("Choose how the contact was captured"))
    )
    client_key = Text(100, load_default=None, allow_none=True)


class ConvertIn(BaseSchema):
    """What becomes of it: the facts of a new lead, or `lead`, an open one to join; `with` names further contacts."""

    title = Text(300, load_default="")
    title_language = LanguageCode(load_default=None, allow_none=True)
    industries = fields.List(fields.String(), load_default=list, validate=validate.Length(max=20))
    stage = fields.String(load_default="lead")
    owner = Colleague(load_default=None, allow_none=True)
    deputy = Colleague(load_default=None, allow_none=True)
    next_step = Text(300, load_default=None, allow_none=True)
    next_step_on = fields.Date(load_default=None, allow_none=True, error_messages=_DAY)
    lead = fields.Integer(strict=True, load_default=None, allow_none=True, validate=_KEY, error_messages=_NO_NUMBER)
    others = fields.List(fields.Integer(strict=True, validate=_KEY, error_messages=_NO_NUMBER), data_key="with",
                         load_default=list, validate=validate.Length(max=50))


class ListQuery(BaseSchema):
    """Which contacts: of one event (its code), in one state, of one rating; newest first."""

    event = fields.String(load_default=None)
    state = fields.String(load_default="", validate=validate.OneOf(("", *STATES), error=_l("Choose a state")))
    rating = fields.String(load_default="", validate=validate.OneOf(("", *RATINGS), error=_l("Choose A, B or C")))
    page = fields.Integer(load_default=1, validate=validate.Range(1, 10**6, error=_l("Enter a page number from 1")))


def _person(row: EventContact) -> dict[str, Any]:
    person = row.person
    return {
        "id": person.id,
        "name": person.full_name,
        "email": person.email,
        "phone": person.phone,
        "language": person.language,
    }


class EventContactOut(Schema):
    """An event contact; `raw` is what was captured, `verdict` how the person was found (new, same, doubtful)."""

    id = fields.Integer()
    event = fields.Function(lambda row: row.event.code)
    person = fields.Function(_person)
    organisation = fields.Function(
        lambda row: (
            {"id": row.organisation.id, "name": row.organisation.name, "country": row.organisation.country}
            if row.organisation
            else None
        )
    )
    source = fields.String()
    rating = fields.String()
    notes = fields.String()
    notes_language = fields.String()
    met_on = fields.Date()
    captured_at = fields.AwareDateTime(format="iso")
    captured_by = fields.Function(lambda row: row.captured_by.email if row.captured_by else None)
    client_key = fields.String()
    verdict = fields.String()
    state = fields.String()
    rejected_reason = fields.String()
    lead_id = fields.Integer()
    raw = fields.Dict()
    version = fields.Integer()


class EventContactsOut(Schema):
    """A page of event contacts; `total` counts all behind the filter."""

    items = fields.List(fields.Nested(EventContactOut))
    page = fields.Integer(attribute="number")
    pages = fields.Integer()
    total = fields.Integer()


class ConvertedOut(Schema):
    """The lead, and the contacts that are now part of it."""

    lead_id = fields.Integer()
    number = fields.String()
    event_contacts = fields.List(fields.Integer())


def _event(code: str | None) -> Event:
    """The event with this code. Raises Refused."""
    event = event_by_code(code)
    if event is None:
        raise Refused("unknown_event", _("There is no event with the code “%(code)s”", code=code), field="event")
    return event


@blueprint.get("/event-contacts")
@access.scope("contacts:read")
@blueprint.input(ListQuery, location="query")
@blueprint.output(EventContactsOut)
def list_event_contacts(query_data: dict):
    """The event contacts, newest first."""
    wanted = queries.ContactFilter(
        event=_event(query_data["event"]).id if query_data["event"] else None, state=query_data["state"],
        rating=query_data["rating"])
    return paginate(queries.contacts_of(access.viewer(), wanted), query_data["page"])


@blueprint.get("/event-contacts/<int:contact_id>")
@access.scope("contacts:read")
@blueprint.output(EventContactOut)
def read_event_contact(contact_id: int) -> EventContact:
    """One event contact with its capture as it was given."""
    return queries.get_contact(access.viewer(), contact_id)


@blueprint.post("/event-contacts")
@access.scope("contacts:write")
@blueprint.input(CaptureIn, location="json")
@blueprint.output(EventContactOut, status_code=201)
@blueprint.doc(summary="Capture a meeting", description=(
    "With `client_key` the same capture may be sent again: it answers 200 with what is stored. A key that was used "
    "at another event answers 409."))
def create_event_contact(json_data: dict):
    """Store a capture, or give back the one that this key stands for."""
    event, contact, organisation = _event(json_data["event"]), json_data["contact"], json_data["organisation"]
    values = CaptureValues(
        name=contact["name"], email=contact["email"] or "", phone=contact["phone"], job_title=contact["job_title"],
        language=contact["language"], organisation=organisation.get("name", ""), country=organisation.get("country"),
        raw=_storable(request.get_json()),
        **{name: json_data[name] for name in ("source", "met_on", "rating", "notes", "notes_language", "captured_at")})
    with transaction():
        done = services.capture(Actor.of(access.viewer()), event, values, json_data["client_key"])
    return done.contact, 201 if done.created else 200


def _storable(value: Any) -> Any:
    """The body as it was sent; PostgreSQL cannot store NUL."""
    if isinstance(value, dict):
        return {_storable(key): _storable(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_storable(part) for part in value]
    return value.replace("\x00", "\ufffd") if isinstance(value, str) else value


@blueprint.post("/event-contacts/<int:contact_id>/convert")
@access.scope("contacts:write")
@blueprint.input(ConvertIn, location="json")
@blueprint.output(ConvertedOut)
@blueprint.doc(summary="Make a lead of one or several event contacts", description=(
    "Without a title the lead is named after the organisation; without an owner it is the sender's. "
    "Converting again into the same lead changes nothing."))
def convert_event_contact(contact_id: int, json_data: dict):
    """Make a lead of the contact and those named in `with`, or add them to an open lead."""
    viewer = access.viewer()
    first = queries.get_contact(viewer, contact_id)
    others = [
        _named(queries.get_contact, viewer, one, "with")
        for one in dict.fromkeys(json_data["others"])
        if one != contact_id
    ]
    contacts, lead = (
        [first, *others],
        _named(get_lead, viewer, json_data["lead"], "lead") if json_data["lead"] else None,
    )
    values = LeadValues(
        title=json_data["title"], title_language=json_data["title_language"] or viewer.language,
        industries=json_data["industries"], stage=json_data["stage"], owner_id=json_data["owner"],
        deputy_id=json_data["deputy"], next_step=json_data["next_step"], next_step_on=json_data["next_step_on"])
    with transaction():
        lead = services.convert_to_lead(Actor.of(viewer), contacts, values, lead)
    return {"lead_id": lead.id, "number": lead.number, "event_contacts": [one.id for one in contacts]}


def _named(get, viewer, key: int, field: str):
    """A record that the body names; a wrong key is an error of its field."""
    try:
        return get(viewer, key)
    except NotFound as error:
        raise Refused(error.code, error.message, field=field) from None
