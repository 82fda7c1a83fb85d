"""Which stored organisations may be the one that is told of: few candidates by blocking keys, then all evidence."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from outreach.contacts.models import Organisation, OrganisationKey
from outreach.contacts.services.organisations import evidence_of_organisation, web_domain
from outreach.db import db
from outreach.identity import Comparison, OrganisationEvidence, compare_organisations, organisation_keys

#: A beginning as common as "shen" gives many; those who share more keys come first.
MOST_CANDIDATES = 60


@dataclass(frozen=True)
class OrganisationMatch:
    """A stored organisation and how the comparison came out."""

    organisation: Organisation
    comparison: Comparison

    @property
    def related(self) -> bool:
        """True where only the legal form or the country differs."""
        return any(reason.code == "firm_related" for reason in self.comparison.reasons)


def find_similar_organisations(
        name: str, country: str | None = None, *, names: Iterable[str] = (), website: str | None = None,
        identifiers: Iterable[tuple[str, str]] = (), leave_out: int | None = None,
        limit: int = 5) -> list[OrganisationMatch]:
    """Stored organisations that may be this one, and its relatives, the likeliest first.

    `identifiers` are (kind, normalised value); `leave_out` is an organisation's own id.
    """
    domain = web_domain(website)
    asked = OrganisationEvidence((name, *names), country or None, (domain,) if domain else (), tuple(identifiers))
    keys = organisation_keys(asked)
    if not keys:
        return []
    rows = db.session.scalars(
        select(Organisation).join(OrganisationKey, OrganisationKey.organisation_id == Organisation.id)
        .where(OrganisationKey.key.in_(keys), Organisation.id != (leave_out or 0))
        .group_by(Organisation.id).order_by(func.count().desc(), Organisation.id).limit(MOST_CANDIDATES)
        .options(selectinload(Organisation.names), selectinload(Organisation.identifiers)))
    found = [OrganisationMatch(row, compare_organisations(evidence_of_organisation(row), asked)) for row in rows]
    found = [match for match in found if match.comparison.verdict != "different" or match.related]
    return sorted(found, key=lambda match: (match.related, -match.comparison.score, match.organisation.id))[:limit]
