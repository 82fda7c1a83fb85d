"""Setting one field of a record, as a change to many rows asks for it."""

from flask_babel import gettext as _

from outreach.activity import Actor, changes_of, record
from outreach.contacts.models import Organisation, Person
from outreach.contacts.services.notes import replace_tags
from outreach.contacts.services.organisations import edit_organisation, organisation_text
from outreach.contacts.services.people import person_text, refresh_person
from outreach.db import hold
from outreach.errors import Conflict
from outreach.search import index

#: Fields of a person that stand for themselves.
SETTABLE = ("language", "country", "time_zone")


def set_person_field(actor: Actor, person: Person, field: str, value: str | None, version: int) -> bool:
    """Set one of SETTABLE; gives False where it is so already. Raises Conflict for a version that grew meanwhile."""
    if field not in SETTABLE:
        raise ValueError(f"not settable here: {field}")
    if not hold(person, version):
        raise Conflict("person_changed", _("Somebody else changed this person meanwhile. Check what is stored now."))
    changes = changes_of(person, {field: value})
    if changes:
        person.version += 1
        refresh_person(person, index_too=False)
        record(actor, "person.edited", person, changes=changes)
    return bool(changes)


def change_tag(actor: Actor, row: Person | Organisation, tag: str, add: bool, version: int) -> bool:
    """Put a tag on a record or take it off; gives False where it is so already. Raises Conflict as above."""
    if not hold(row, version):
        raise Conflict("changed_meanwhile", _("Somebody else changed this record meanwhile. Check what is stored now."))
    now = [item.tag for item in row.tags]
    changes = replace_tags(row, [*now, tag] if add else [item for item in now if item != tag])
    if changes:
        row.version += 1
        if isinstance(row, Person):
            index.put("person", row.id, person_text(row))
            record(actor, "person.edited", row, changes=changes)
        else:
            index.put("organisation", row.id, organisation_text(row))
            record(actor, "organisation.edited", row, changes=changes)
    return bool(changes)


def set_organisation_field(actor: Actor, row: Organisation, field: str, value: str | None, version: int) -> bool:
    """Set `kind` or `country`; gives False where it is so already. Raises Conflict for a version that grew meanwhile."""
    before = row.version
    edit_organisation(actor, row, {field: value}, version)
    return row.version != before
