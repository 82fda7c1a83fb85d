"""The list of organisations: its columns, filters, and what can be changed for many at once."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, exists
from sqlalchemy.orm import selectinload

from outreach.contacts import queries, services
from outreach.contacts.doors.people_list import by_flag, by_value, country_choices, same, since, yes_no
from outreach.contacts.doors.tagging import tag_actions, tag_column, tag_filter
from outreach.contacts.forms.organisations import ORGANISATION_KIND_LABELS as KIND_LABELS
from outreach.contacts.models import Affiliation, Organisation, OrganisationTag
from outreach.i18n import formats
from outreach.web import doors
from outreach.web.lists.kinds import BulkAction, Column, Filter, RecordList


def columns() -> list[Column]:
    """What can be shown and exported of an organisation; the name is always there."""
    return [
        Column("name", _l("Name"), lambda row, facts: row.name, order=Organisation.sort_key, usual=True, fixed=True),
        Column("other_names", _l("Further names"), lambda row, facts: [item.text for item in row.names]),
        Column("kind", _l("Kind"), lambda row, facts: str(KIND_LABELS.get(row.kind, row.kind)), order=Organisation.kind,
               usual=True),
        Column("industry", _l("Industry"), lambda row, facts: row.industry),
        Column("street", _l("Street"), lambda row, facts: row.street),
        Column("postcode", _l("Postcode"), lambda row, facts: row.postcode),
        Column("city", _l("City"), lambda row, facts: row.city, order=Organisation.city, usual=True),
        Column("country", _l("Country"), lambda row, facts: formats.country(row.country), order=Organisation.country, usual=True),
        Column("website", _l("Website"), lambda row, facts: row.website),
        Column("identifiers", _l("Register numbers"), lambda row, facts: [item.value for item in row.identifiers]),
        Column("people", _l("People"), lambda row, facts: facts.get("heads", {}).get(row.id, 0), kind="number", usual=True),
        tag_column(),
        Column("notes", _l("Notes"), lambda row, facts: row.notes),
        Column("created", _l("Added"), lambda row, facts: row.created_at, kind="moment", order=Organisation.id),
        Column("changed", _l("Last change"), lambda row, facts: row.updated_at, kind="moment", order=Organisation.updated_at),
    ]


def filters() -> list[Filter]:
    """By what organisations are narrowed."""
    people = exists().where(Affiliation.organisation_id == Organisation.id, Affiliation.until.is_(None))
    return [
        Filter("q", _l("Name"), _said, kind="words", first=True),
        Filter("country", _l("Country"), by_value(Organisation.country), country_choices, first=True),
        Filter("kind", _l("Kind"), by_value(Organisation.kind), _kinds, first=True),
        tag_filter(OrganisationTag, OrganisationTag.organisation_id, Organisation.id),
        Filter("peopled", _l("Somebody there is known"), by_flag(lambda: people), yes_no),
        Filter("added", _l("Added since"), since(Organisation.created_at), kind="day"),
        Filter("changed", _l("Changed since"), since(Organisation.updated_at), kind="day"),
    ]


def _said(statement: Select, value: str, viewer) -> Select:
    found = queries.find_organisations(viewer, value).order_by(None)
    return statement.where(Organisation.id.in_(found.with_only_columns(Organisation.id)))


def _kinds(viewer) -> list[tuple[str, str]]:
    return [(code, str(label)) for code, label in KIND_LABELS.items()]


def bulk() -> list[BulkAction]:
    """What can be set for many organisations at once."""
    def setting(field: str):
        return lambda actor, row, value, version: services.set_organisation_field(actor, row, field, value or None, version)
    return [
        BulkAction("kind", _l("Set the kind"), setting("kind"), same(Organisation.kind), _kinds, empty=False),
        BulkAction("country", _l("Set the country"), setting("country"), same(Organisation.country),
                   lambda viewer: formats.countries()),
        *tag_actions(OrganisationTag, OrganisationTag.organisation_id, Organisation.id),
    ]


def options(codes: set) -> list:
    """What is loaded with the rows for these columns."""
    loaded = [selectinload(Organisation.names), *([selectinload(Organisation.tags)] if "tags" in codes else [])]
    return loaded + ([selectinload(Organisation.identifiers)] if "identifiers" in codes else [])


def facts(viewer, rows: list, codes: set) -> dict:
    """How many people are there, if that is asked for."""
    return {"heads": queries.head_counts(viewer, rows)} if "people" in codes and rows else {}


doors.record_list.hang("organisations", RecordList(
    "organisations", _l("Organisations"), "contacts.organisations", Organisation, columns,
    base=lambda viewer: queries.visible_organisations(viewer).order_by(None), filters=filters, bulk=bulk, sort="name", facts=facts,
    options=options, personal=False))
