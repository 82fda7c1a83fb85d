"""What can be done with people, organisations and imported files."""

from outreach.contacts.services.adding import add_to_organisation, add_to_person
from outreach.contacts.services.bulk import set_organisation_field, set_person_field
from outreach.contacts.services.editing import add_affiliation, edit_affiliation, edit_person
from outreach.contacts.services.introductions import add_introduction, named_record, remove_introduction
from outreach.contacts.services.matching import Match, find_matches
from outreach.contacts.services.organisation_matching import OrganisationMatch, find_similar_organisations
from outreach.contacts.services.organisations import (
    create_organisation,
    edit_organisation,
    find_or_create_organisation,
    find_organisation,
)
from outreach.contacts.services.people import (
    Attached,
    attach_or_create,
    check_position,
    create_person,
    decide_duplicate,
    mark_duplicate,
)
from outreach.contacts.services.restoring import restorable, restore_field, values_of
from outreach.contacts.services.salutation import greeting_of, opening
from outreach.contacts.services.structure import lineage, named_organisation, set_parent
from outreach.contacts.services.values import PersonValues

__all__ = [
    "Attached", "Match", "OrganisationMatch", "PersonValues", "add_affiliation", "add_introduction",
    "add_to_organisation", "add_to_person", "attach_or_create", "check_position", "create_organisation", "create_person",
    "decide_duplicate", "edit_affiliation", "edit_organisation", "edit_person", "find_matches",
    "find_or_create_organisation", "find_organisation", "find_similar_organisations", "greeting_of", "lineage",
    "mark_duplicate", "named_organisation", "named_record", "opening", "remove_introduction", "restorable",
    "restore_field", "set_organisation_field", "set_parent", "set_person_field", "values_of",
]
