"""People and organisations over the API."""

from dataclasses import replace

from apiflask import Schema
from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError, fields, validate
from sqlalchemy.orm import selectinload

from outreach.activity import Actor
from outreach.contacts import queries, services
from outreach.contacts.api import blueprint
from outreach.contacts.models import Organisation, Person
from outreach.contacts.models.organisations import ORGANISATION_KINDS
from outreach.contacts.models.people import HANDLE_KINDS, PHONE_KINDS
from outreach.contacts.services import PersonValues
from outreach.contacts.services.wording import IDENTIFIER_LABELS
from outreach.db import paginate, transaction
from outreach.db.time import zone_names
from outreach.errors import Conflict
from outreach.web import access
from outreach.web.schemas import FILL_IN, BaseSchema, CountryCode, LanguageCode, Mail, Text

_PATCH = "Only the fields that are sent change. `version` is the one that was read; 409 where somebody changed the record since."


class OrganisationRef(BaseSchema):
    """An organisation by its legal name; a known one is found by it."""

    name = Text(needed=True)
    country = CountryCode(load_default=None, allow_none=True)


class PhoneIn(BaseSchema):
    """A telephone line as written; it is stored in E.164 by the country of the organisation, else of the person."""

    kind = fields.String(load_default="work", validate=validate.OneOf(PHONE_KINDS, error=_l("Choose the kind of line")))
    number = Text(60, needed=True)


class HandleIn(BaseSchema):
    """A name at a messenger or network."""

    kind = fields.String(required=True, validate=validate.OneOf(HANDLE_KINDS, error=_l("Choose the messenger")),
                         error_messages=FILL_IN)
    value = Text(300, needed=True)


def _zone(name: str) -> None:
    if name not in zone_names():
        raise ValidationError(_l("There is no time zone “%(name)s”. Enter one such as Europe/Berlin.", name=name))


class PersonIn(BaseSchema):
    """A new person. Whoever looks alike is refused with 409 unless `anyway` is true."""

    full_name = Text(needed=True)
    family_name = Text(load_default=None, allow_none=True)
    given_name = Text(load_default=None, allow_none=True)
    other_names = fields.List(Text(300), load_default=list, validate=validate.Length(max=20))
    titles = Text(200, load_default=None, allow_none=True)
    gender = fields.String(load_default=None, allow_none=True,
                           validate=validate.OneOf(("f", "m"), error=_l("Choose f, m or null")))
    language = LanguageCode(load_default=None, allow_none=True)
    country = CountryCode(load_default=None, allow_none=True)
    emails = fields.List(Mail(), load_default=list, validate=validate.Length(max=20))
    phones = fields.List(fields.Nested(PhoneIn), load_default=list, validate=validate.Length(max=20))
    handles = fields.List(fields.Nested(HandleIn), load_default=list, validate=validate.Length(max=20))
    organisation = fields.Nested(OrganisationRef, load_default=None, allow_none=True)
    job_title = Text(300, load_default=None, allow_none=True)
    department = Text(300, load_default=None, allow_none=True)
    time_zone = fields.String(load_default=None, allow_none=True, validate=_zone)
    notes = Text(20_000, load_default=None, allow_none=True)
    notes_language = LanguageCode(load_default=None, allow_none=True)
    tags = fields.List(Text(60), load_default=list, validate=validate.Length(max=40))
    salutation = Text(300, load_default=None, allow_none=True)
    anyway = fields.Boolean(load_default=False)


class PersonPatch(PersonIn):
    """What changes of a person; lists replace the stored ones. 409 where somebody changed the person since `version`."""

    class Meta(PersonIn.Meta):
        """An edit may always make two people alike; the pair is marked."""

        exclude = ("anyway",)

    version = fields.Integer(required=True, error_messages=FILL_IN)


class IdentifierIn(BaseSchema):
    """A number that a register gave to one organisation only, in any writing; its check digits decide."""

    kind = fields.String(required=True, error_messages=FILL_IN,
                         validate=validate.OneOf(list(IDENTIFIER_LABELS), error=_l("Choose the register")))
    value = Text(100, needed=True)


class OrganisationIn(BaseSchema):
    """A new organisation. One of the same name, form and country is refused with 409."""

    name = Text(needed=True)
    names = fields.List(Text(300, needed=True), load_default=list, validate=validate.Length(max=20))
    identifiers = fields.List(fields.Nested(IdentifierIn), load_default=list, validate=validate.Length(max=20))
    kind = fields.String(load_default="company", validate=validate.OneOf(
        ORGANISATION_KINDS, error=_l("Choose the kind of organisation")))
    country = CountryCode(load_default=None, allow_none=True)
    city = Text(200, load_default=None, allow_none=True)
    street = Text(300, load_default=None, allow_none=True)
    postcode = Text(20, load_default=None, allow_none=True)
    website = Text(300, load_default=None, allow_none=True)
    industry = Text(300, load_default=None, allow_none=True)
    domains = fields.List(Text(253), load_default=list, validate=validate.Length(max=20))
    tags = fields.List(Text(60), load_default=list, validate=validate.Length(max=40))


class OrganisationPatch(OrganisationIn):
    """What changes of an organisation; lists replace the stored ones."""

    version = fields.Integer(required=True, error_messages=FILL_IN)


class NameOut(Schema):
    """One writing of a name; script is han, hangul, latin or other, language and reading as somebody told them."""

    text = fields.String()
    script = fields.String()
    language = fields.String()
    reading = fields.String()


class ChannelOut(Schema):
    """A way to reach a person: value normalised, raw as written."""

    kind = fields.String()
    value = fields.String()
    raw = fields.String()
    extension = fields.String()


class AffiliationOut(Schema):
    """What a person is at an organisation; days where known."""

    organisation_id = fields.Integer()
    organisation = fields.Function(lambda row: row.organisation.name)
    job_title = fields.String()
    department = fields.String()
    since = fields.Date()
    until = fields.Date()


class PersonOut(Schema):
    """A person with all writings of the name."""

    id = fields.Integer()
    full_name = fields.String()
    names = fields.List(fields.Nested(NameOut))
    family_name = fields.String()
    given_name = fields.String()
    titles = fields.String()
    gender = fields.String()
    language = fields.String()
    country = fields.String()
    time_zone = fields.String()
    channels = fields.List(fields.Nested(ChannelOut))
    affiliations = fields.List(fields.Nested(AffiliationOut))
    notes = fields.String()
    notes_language = fields.String()
    tags = fields.Function(lambda row: [item.tag for item in row.tags])
    greeting = fields.Function(services.greeting_of)
    version = fields.Integer()


class OrganisationOut(Schema):
    """An organisation; `legal_form` is a code of our own, null where the name carries none."""

    id = fields.Integer()
    name = fields.String()
    names = fields.Function(lambda row: [item.text for item in row.names])
    identifiers = fields.Function(lambda row: [{"kind": item.kind, "value": item.value} for item in row.identifiers])
    legal_form = fields.String()
    kind = fields.String()
    country = fields.String()
    city = fields.String()
    street = fields.String()
    postcode = fields.String()
    website = fields.String()
    industry = fields.String()
    domains = fields.Function(lambda row: [item.domain for item in row.domains])
    parent_id = fields.Function(lambda row: row.parent.id if row.parent else None)
    parent_relation = fields.String()
    tags = fields.Function(lambda row: [item.tag for item in row.tags])
    version = fields.Integer()


class PeopleOut(Schema):
    """A page of people; `total` counts all behind the filter."""

    items = fields.List(fields.Nested(PersonOut))
    page = fields.Integer(attribute="number")
    pages = fields.Integer()
    total = fields.Integer()


class OrganisationsOut(Schema):
    """A page of organisations; `total` counts all behind the filter."""

    items = fields.List(fields.Nested(OrganisationOut))
    page = fields.Integer(attribute="number")
    pages = fields.Integer()
    total = fields.Integer()


class FindQuery(BaseSchema):
    """Which ones: `q` is a part of a name in any script, an address or a number."""

    q = Text(200, load_default="")
    country = CountryCode(load_default=None, allow_none=True)
    page = fields.Integer(load_default=1, validate=validate.Range(1, 10**6, error=_l("Enter a page number from 1")))


class FindPeopleQuery(FindQuery):
    """Who: also by the language in which we write to them."""

    language = LanguageCode(load_default=None, allow_none=True)


@blueprint.get("/people")
@access.scope("contacts:read")
@blueprint.input(FindPeopleQuery, location="query")
@blueprint.output(PeopleOut)
def list_people(query_data: dict):
    """The people by name."""
    found = queries.find_people(
        access.viewer(), query_data["q"], query_data["country"] or "", query_data["language"] or "")
    parts = (selectinload(Person.names), selectinload(Person.channels), selectinload(Person.affiliations))
    return paginate(found.options(*parts), query_data["page"])


@blueprint.get("/people/<int:person_id>")
@access.scope("contacts:read")
@blueprint.output(PersonOut)
def read_person(person_id: int) -> Person:
    """One person."""
    return queries.get_person(access.viewer(), person_id)


@blueprint.post("/people")
@access.scope("contacts:write")
@blueprint.input(PersonIn, location="json")
@blueprint.output(PersonOut, status_code=201)
def create_person(json_data: dict) -> Person:
    """Add a person, unless somebody stored looks alike."""
    values = person_values(json_data)
    services.check_position(values)
    with transaction():
        alike = [] if json_data["anyway"] else services.find_matches(values)
        if alike:
            first = alike[0].person
            raise Conflict("looks_alike", _l(
                "%(name)s looks alike (number %(number)s). Send “anyway” to add the person all the same.",
                name=first.full_name, number=first.id), field="full_name")
        return services.create_person(Actor.of(access.viewer()), values, "api")


@blueprint.patch("/people/<int:person_id>")
@access.scope("contacts:write")
@blueprint.input(PersonPatch(partial=tuple(PersonIn().fields)), location="json")
@blueprint.output(PersonOut)
@blueprint.doc(summary="Change a person", description=_PATCH)
def change_person(person_id: int, json_data: dict) -> Person:
    """Change what is sent; a new name without its parts is taken apart anew."""
    with transaction():
        person = queries.get_person(access.viewer(), person_id)
        values = person_values(json_data, services.values_of(person))
        if "full_name" in json_data:
            values.family_name, values.given_name = json_data.get("family_name"), json_data.get("given_name")
        return services.edit_person(Actor.of(access.viewer()), person, values, json_data["version"])


def person_values(sent: dict, stored: PersonValues | None = None) -> PersonValues:
    """What the services take, from what was sent; what was not stays as stored."""
    told = {name: sent[name] for name in (
        "full_name", "family_name", "given_name", "other_names", "titles", "gender", "language", "country", "time_zone",
        "job_title", "department", "notes", "notes_language", "tags", "salutation") if name in sent}
    if "organisation" in sent:
        organisation = sent["organisation"] or {}
        told |= {"organisation": organisation.get("name"), "organisation_country": organisation.get("country")}
    if "emails" in sent:
        told["emails"] = [address for address in sent["emails"] if address]
    if "phones" in sent:
        told["phones"] = [(line["kind"], line["number"]) for line in sent["phones"]]
    if "handles" in sent:
        told["handles"] = [(line["kind"], line["value"]) for line in sent["handles"]]
    return PersonValues(**told) if stored is None else replace(stored, **told)


@blueprint.get("/organisations")
@access.scope("contacts:read")
@blueprint.input(FindQuery, location="query")
@blueprint.output(OrganisationsOut)
def list_organisations(query_data: dict):
    """The organisations by name."""
    found = queries.find_organisations(access.viewer(), query_data["q"], query_data["country"] or "")
    parts = (selectinload(Organisation.names), selectinload(Organisation.identifiers))
    return paginate(found.options(*parts), query_data["page"])


@blueprint.get("/organisations/<int:organisation_id>")
@access.scope("contacts:read")
@blueprint.output(OrganisationOut)
def read_organisation(organisation_id: int) -> Organisation:
    """One organisation."""
    return queries.get_organisation(access.viewer(), organisation_id)


@blueprint.post("/organisations")
@access.scope("contacts:write")
@blueprint.input(OrganisationIn, location="json")
@blueprint.output(OrganisationOut, status_code=201)
def create_organisation(json_data: dict) -> Organisation:
    """Add an organisation, unless one of this name, form and country is stored."""
    facts = organisation_facts(json_data)
    with transaction():
        known = services.find_organisation(json_data["name"], json_data["country"])
        if known is not None:
            raise Conflict("organisation_known", _l(
                "%(name)s is stored already (number %(number)s).", name=known.name, number=known.id), field="name")
        return services.create_organisation(Actor.of(access.viewer()), json_data["name"], json_data["country"], **facts)


@blueprint.patch("/organisations/<int:organisation_id>")
@access.scope("contacts:write")
@blueprint.input(OrganisationPatch(partial=tuple(OrganisationIn().fields)), location="json")
@blueprint.output(OrganisationOut)
@blueprint.doc(summary="Change an organisation", description=_PATCH)
def change_organisation(organisation_id: int, json_data: dict) -> Organisation:
    """Change what is sent; lists replace the stored ones."""
    row = queries.get_organisation(access.viewer(), organisation_id)
    version = json_data.pop("version")
    facts = {name: json_data[name] for name in ("name", "country") if name in json_data} | organisation_facts(json_data)
    with transaction():
        return services.edit_organisation(Actor.of(access.viewer()), row, facts, version)


def organisation_facts(sent: dict) -> dict:
    """What the services take beside name and country, from what was sent."""
    facts = {name: value for name, value in sent.items() if name not in ("name", "country", "identifiers")}
    if "identifiers" in sent:
        facts["identifiers"] = [(item["kind"], item["value"]) for item in sent["identifiers"]]
    return facts
