"""Tables of the contacts room."""

from outreach.contacts.models.duplicates import DuplicateCandidate
from outreach.contacts.models.imports import ImportFile, ImportLock, ImportRow, ImportRun
from outreach.contacts.models.introductions import Introduction
from outreach.contacts.models.organisations import (
    Organisation,
    OrganisationDomain,
    OrganisationIdentifier,
    OrganisationKey,
    OrganisationName,
    OrganisationParent,
    OrganisationTag,
)
from outreach.contacts.models.people import Affiliation, Person, PersonChannel, PersonKey, PersonName, PersonTag
from outreach.contacts.models.visibility import seeing_unfinished

__all__ = [
    "Affiliation", "DuplicateCandidate", "ImportFile", "ImportLock", "ImportRow", "ImportRun", "Introduction",
    "Organisation", "OrganisationDomain", "OrganisationIdentifier", "OrganisationKey", "OrganisationName",
    "OrganisationParent", "OrganisationTag", "Person", "PersonChannel", "PersonKey", "PersonName", "PersonTag", "seeing_unfinished",
]
