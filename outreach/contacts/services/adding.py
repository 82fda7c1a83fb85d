"""Adding what was typed for a new record to the stored one that it is. Nothing that is stored is replaced."""

from outreach.activity import Actor, changes_of, record
from outreach.contacts.models import Organisation, Person
from outreach.contacts.queries.custom_fields import custom_fields, custom_values
from outreach.contacts.services.custom_fields import set_custom_values
from outreach.contacts.services.notes import replace_tags
from outreach.contacts.services.organisations import add_organisation_values, refresh_organisation
from outreach.contacts.services.people import add_values, organisation_of, refresh_person
from outreach.contacts.services.values import PersonValues

#: Columns that are filled in where the stored person says nothing.
_PERSON = ("titles", "gender", "language", "country", "time_zone")
_ORGANISATION = ("kind", "country", "city", "street", "postcode", "website", "industry")


def add_to_person(actor: Actor, person: Person, values: PersonValues) -> Person:
    """Give a stored person the names, channels and affiliation that it lacks, and fill what is empty.

    Notes are put below those that stand there. The typed name becomes a further writing unless it is stored.
    Raises Refused where a typed name is too long; nothing is changed then.
    """
    organisation = organisation_of(actor, values)
    _affiliation, added = add_values(person, values, organisation)
    changes = changes_of(person, {
        **_gaps(person, {name: getattr(values, name) for name in _PERSON}), **_notes(person, values.notes, values.notes_language)})
    changes |= replace_tags(person, [*(item.tag for item in person.tags), *(values.tags or ())])
    if added or changes:
        person.version += 1
        refresh_person(person)
        record(actor, "person.attached", person, about=[organisation], source="typed", added=added, changes=changes)
    return person


def add_to_organisation(actor: Actor, row: Organisation, name: str, facts: dict) -> Organisation:
    """Give a stored organisation the names and register numbers that it lacks, and fill what is empty.

    `facts` are those of create_organisation(). Raises Refused where a number is wrong or another's.
    """
    changes = add_organisation_values(row, [name, *facts.get("names", ())], facts.get("identifiers", ()))
    changes |= changes_of(row, {
        **_gaps(row, {name: facts.get(name) for name in _ORGANISATION}),
        **_notes(row, facts.get("notes"), facts.get("notes_language"))})
    changes |= replace_tags(row, [*(item.tag for item in row.tags), *facts.get("tags", ())])
    if changes:
        row.version += 1
        refresh_organisation(row)
        record(actor, "organisation.attached", row, changes=changes)
    return row


def fill_custom_values(actor: Actor, row: Person | Organisation, told: dict) -> None:
    """Fill fields of the zone's own, by code, where the stored record says nothing yet."""
    subject = row.__tablename__
    stored = custom_values(subject, [row.id]).get(row.id, {})
    empty = {item.code for item in custom_fields(subject) if item.id not in stored}
    set_custom_values(actor, row, {code: value for code, value in told.items() if code in empty}, row.version)


def _gaps(row: Person | Organisation, told: dict) -> dict:
    """What is told of columns that say nothing yet."""
    return {name: value for name, value in told.items() if value and not getattr(row, name)}


def _notes(row: Person | Organisation, told: str | None, language: str | None) -> dict:
    """Both notes, the stored one first; one that stands there already is not told twice."""
    if not told or told in (row.notes or ""):
        return {}
    if not row.notes:
        return {"notes": told, "notes_language": language}
    return {"notes": f"{row.notes}\n\n{told}"[:20_000]}
