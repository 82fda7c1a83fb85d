"""Tables of the contacts room."""

from outreach.contacts.models.duplicates import DuplicateCandidate
from outreach.contacts.models.imports import ImportFile, ImportLock, ImportRow, ImportRun
from outreach.contacts.models.organisations import (
    Organisation,
    OrganisationIdentifier,
    OrganisationKey,
    OrganisationName,
)
from outreach.contacts.models.people import Affiliation, Person, PersonChannel, PersonKey, PersonName
from outreach.contacts.models.visibility import seeing_unfinished

__all__ = [
    "Affiliation", "DuplicateCandidate", "ImportFile", "ImportLock", "ImportRow", "ImportRun", "Organisation",
    "OrganisationIdentifier", "OrganisationKey", "OrganisationName", "Person", "PersonChannel", "PersonKey",
    "PersonName", "seeing_unfinished",
]
