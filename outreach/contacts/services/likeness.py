"""How alike two stored records are, by all evidence."""

from sqlalchemy.orm import selectinload

from outreach.contacts.models import Organisation
from outreach.contacts.services.matching import load_known
from outreach.contacts.services.organisations import evidence_of_organisation
from outreach.db import db
from outreach.identity import Comparison, compare_organisations, compare_people


def likeness_of(kind: str, one: int, other: int) -> Comparison:
    """The comparison of two stored people or organisations by their keys."""
    if kind == "person":
        known = load_known([one, other])
        asked = known[one].evidence()
        return compare_people(known[other].evidence(asked.organisation_id), asked)
    parts = (selectinload(Organisation.names), selectinload(Organisation.identifiers))
    rows = [db.session.get(Organisation, key, options=parts) for key in (one, other)]
    return compare_organisations(*(evidence_of_organisation(row) for row in rows))
