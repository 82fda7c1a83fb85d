"""The list of event contacts for saved filters and export; people and organisations by the event where they were met."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, exists
from sqlalchemy.orm import selectinload

from outreach.contacts.models import Affiliation, Organisation, Person
from outreach.event_contacts import queries
from outreach.event_contacts.models import EventContact
from outreach.event_contacts.queries.asked import ARGUMENTS, read_filter
from outreach.i18n import current_language, formats
from outreach.web import doors
from outreach.web.converters import record_key
from outreach.web.lists.kinds import Column, Filter, ListPart, RecordList
from outreach.web.page import language_name


def _title(event) -> str:
    return event.title.shown(current_language().code).text


def _job_title(contact: EventContact, facts: dict) -> str | None:
    """What the person is at the organisation that was told at the meeting."""
    return next((item.job_title for item in contact.person.affiliations if item.organisation_id == contact.organisation_id), None)


def columns() -> list[Column]:
    """What is exported of an event contact."""
    return [
        Column("event", _l("Event"), lambda row, facts: _title(row.event), usual=True),
        Column("person", _l("Name"), lambda row, facts: row.person.full_name, usual=True),
        Column("organisation", _l("Organisation"), lambda row, facts: row.organisation.name if row.organisation else None,
               usual=True),
        Column("job_title", _l("Job title"), _job_title, usual=True),
        Column("email", _l("Mail address"), lambda row, facts: row.person.email, usual=True),
        Column("phone", _l("Phone"), lambda row, facts: row.person.phone, usual=True),
        Column("country", _l("Country"), lambda row, facts: formats.country(row.person.country), usual=True),
        Column("language", _l("Language"), lambda row, facts: language_name(row.person.language) if row.person.language else None),
        Column("rating", _l("Rating"), lambda row, facts: row.rating, usual=True),
        Column("notes", _l("Note"), lambda row, facts: row.notes, usual=True),
        Column("met_on", _l("Day of the meeting"), lambda row, facts: row.met_on, kind="day", usual=True),
        Column("captured_at", _l("Captured at"), lambda row, facts: row.captured_at, kind="moment", usual=True),
        Column("captured_by", _l("Captured by"), lambda row, facts: row.captured_by.label if row.captured_by else None, usual=True),
        Column("source", _l("How it was captured"), lambda row, facts: str(queries.SOURCE_LABELS.get(row.source, row.source))),
        Column("state", _l("State"), lambda row, facts: str(queries.STATE_LABELS[row.state]), usual=True),
        Column("rejected_reason", _l("Reason"), lambda row, facts: row.rejected_reason),
        Column("lead", _l("Lead"), lambda row, facts: row.lead.label if row.lead else None, usual=True),
    ]


def _select(viewer, asked: dict) -> Select:
    return queries.contacts_of(viewer, read_filter(asked))


doors.record_list.hang("event_contacts", RecordList(
    "event_contacts", _l("Event contacts"), "event_contacts.index", EventContact, columns, base=queries.visible_contacts,
    options=lambda codes: [selectinload(EventContact.person).selectinload(Person.affiliations),
                           selectinload(EventContact.person).selectinload(Person.channels)],
    arguments=ARGUMENTS, select=_select))


def _events(viewer) -> list[tuple[str, str]]:
    return [(str(event.id), _title(event)) for event in queries.events_with_contacts(viewer)]


def _people_met(statement: Select, value: str, viewer) -> Select:
    return statement.where(exists().where(EventContact.person_id == Person.id, EventContact.event_id == record_key(value)))


def _organisations_met(statement: Select, value: str, viewer) -> Select:
    """Of whom the organisation was told at the meeting, or somebody who works there now was met."""
    return statement.where(
        exists().where(EventContact.organisation_id == Organisation.id, EventContact.event_id == record_key(value))
        | exists().where(Affiliation.organisation_id == Organisation.id, Affiliation.until.is_(None),
                         EventContact.person_id == Affiliation.person_id, EventContact.event_id == record_key(value)))


doors.list_part.hang("people met at", ListPart("people", filters=lambda: [
    Filter("met", _l("Met at"), _people_met, _events, first=True)]))
doors.list_part.hang("organisations met at", ListPart("organisations", filters=lambda: [
    Filter("met", _l("Met at"), _organisations_met, _events, first=True)]))
