"""Who may be the one that is being entered: stored organisations, and targets with a free name."""

from dataclasses import dataclass

from sqlalchemy import func, select

from outreach.contacts.services import OrganisationMatch, find_similar_organisations
from outreach.contacts.services.organisations import web_domain
from outreach.db import db
from outreach.identity import Comparison, OrganisationEvidence, compare_organisations, organisation_keys
from outreach.targets.models import Target, TargetKey
from outreach.targets.services.editing import evidence_of

_MOST_CANDIDATES = 60


@dataclass(frozen=True)
class Likeness:
    """A stored organisation, a target, or an organisation that is a target, and how the comparison came out."""

    comparison: Comparison
    match: OrganisationMatch | None = None
    target: Target | None = None

    @property
    def key(self) -> str:
        """What a form names it by."""
        return f"t{self.target.id}" if self.target else f"o{self.match.organisation.id}"

    @property
    def related(self) -> bool:
        """True where only the legal form or the country differs."""
        return any(reason.code == "firm_related" for reason in self.comparison.reasons)


def find_similar(name: str, country: str | None = None, website: str | None = None, leave_out: int | None = None,
                 limit: int = 5) -> list[Likeness]:
    """Organisations and targets that may be the one of this name, the likeliest first; targets before the rest.

    `leave_out` is a target's own id; its organisation is left out too.
    """
    own = db.session.get(Target, leave_out) if leave_out else None
    matches = find_similar_organisations(name, country, website=website,
                                         leave_out=own.organisation_id if own else None, limit=limit)
    held = {target.organisation_id: target for target in db.session.scalars(select(Target).where(
        Target.organisation_id.in_([match.organisation.id for match in matches]), Target.id != (leave_out or 0)))}
    found = [Likeness(match.comparison, match, held.get(match.organisation.id)) for match in matches]
    found += _free_names(name, country, website, leave_out)
    return sorted(found, key=lambda one: (one.related, one.target is None, -one.comparison.score))[:limit]


def _free_names(name: str, country: str | None, website: str | None, leave_out: int | None) -> list[Likeness]:
    domain = web_domain(website)
    asked = OrganisationEvidence((name,), country or None, (domain,) if domain else ())
    keys = organisation_keys(asked)
    if not keys:
        return []
    ids = db.session.scalars(
        select(TargetKey.target_id).where(TargetKey.key.in_(keys), TargetKey.target_id != (leave_out or 0))
        .group_by(TargetKey.target_id).order_by(func.count().desc(), TargetKey.target_id).limit(_MOST_CANDIDATES)).all()
    rows = db.session.scalars(select(Target).where(Target.id.in_(ids)))
    found = [Likeness(compare_organisations(evidence_of(row), asked), None, row) for row in rows]
    return [one for one in found if one.comparison.verdict != "different" or one.related]
