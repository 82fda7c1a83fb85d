"""Tables of the contacts room."""

from outreach.contacts.models.custom_fields import CustomField, CustomValue
from outreach.contacts.models.duplicates import DuplicateCandidate, DuplicateSearch, OrganisationDuplicate
from outreach.contacts.models.imports import ImportFile, ImportLock, ImportProfile, ImportRow, ImportRun
from outreach.contacts.models.introductions import Introduction
from outreach.contacts.models.merging import MergeSnapshot, RecordMerge
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
from outreach.contacts.models.visibility import seeing_merged, seeing_unfinished

__all__ = [
    "Affiliation", "CustomField", "CustomValue", "DuplicateCandidate", "DuplicateSearch", "ImportFile", "ImportLock",
    "ImportProfile", "ImportRow", "ImportRun",
    "Introduction", "MergeSnapshot", "Organisation", "OrganisationDomain", "OrganisationDuplicate",
    "OrganisationIdentifier", "OrganisationKey", "OrganisationName", "OrganisationParent", "OrganisationTag",
    "Person", "PersonChannel", "PersonKey", "PersonName", "PersonTag", "RecordMerge", "seeing_merged",
    "seeing_unfinished",
]
