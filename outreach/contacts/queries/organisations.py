"""Reading organisations and who is there."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, select

from outreach.contacts.models import Affiliation, Organisation, OrganisationParent, Person
from outreach.contacts.queries.access import by_key, staff_only
from outreach.db import db
from outreach.errors import NotFound
from outreach.search import index


def visible_organisations(viewer) -> Select:
    """All organisations that the viewer may see, in the order of names."""
    return staff_only(select(Organisation).order_by(Organisation.sort_key, Organisation.id), viewer)


def find_organisations(viewer, q: str = "", country: str = "") -> Select:
    """Organisations by what the search box finds them by, and by country."""
    statement = visible_organisations(viewer)
    q = q.replace("\x00", "").strip()[:200]
    if q:
        statement = statement.where(index.among(Organisation.id, q, viewer, "organisation"))
    if country:
        statement = statement.where(Organisation.country == country)
    return statement


def get_organisation(viewer, organisation_id: int) -> Organisation:
    """One organisation. Raises NotFound."""
    row = by_key(viewer, Organisation, organisation_id)
    if row is None:
        raise NotFound("organisation_not_found", _l("There is no such organisation."))
    return row


def people_of(viewer, organisation: Organisation) -> Select:
    """Affiliations with an organisation, running ones first, in the order of names."""
    return staff_only(
        select(Affiliation).join(Affiliation.person).where(Affiliation.organisation_id == organisation.id)
        .order_by(Affiliation.until.is_not(None), Person.sort_key, Affiliation.id), viewer)


def head_counts(viewer, organisations: list[Organisation]) -> dict[int, int]:
    """How many people are at each of these organisations now."""
    statement = staff_only(
        select(Affiliation.organisation_id, func.count(Affiliation.person_id.distinct()))
        .where(Affiliation.organisation_id.in_([row.id for row in organisations]), Affiliation.until.is_(None))
        .group_by(Affiliation.organisation_id), viewer)
    return dict(db.session.execute(statement).all())


def related_organisations(viewer, organisation: Organisation) -> list[Organisation]:
    """Others of the same name whose legal form or country differs."""
    return list(db.session.scalars(staff_only(
        select(Organisation).where(Organisation.key == organisation.key, Organisation.id != organisation.id)
        .order_by(Organisation.sort_key, Organisation.id).limit(20), viewer)))


def structure_of(viewer, top: Organisation, limit: int = 200) -> list[tuple[int, Organisation]]:
    """(depth, organisation) of `top` and everything below it as a tree reads, at most `limit`."""
    below: dict[int, list[Organisation]] = {}
    level, seen = [top.id], {top.id}
    while level and len(seen) < limit:
        rows = db.session.scalars(staff_only(
            select(Organisation).join(Organisation.above)
            .where(OrganisationParent.parent_id.in_(level), Organisation.id.not_in(seen))
            .order_by(Organisation.sort_key, Organisation.id).limit(limit - len(seen)), viewer)).all()
        for row in rows:
            below.setdefault(row.above.parent_id, []).append(row)
        level = [row.id for row in rows]
        seen.update(level)
    found: list[tuple[int, Organisation]] = []
    waiting = [(0, top)]
    while waiting:
        depth, row = waiting.pop()
        found.append((depth, row))
        waiting += [(depth + 1, child) for child in reversed(below.get(row.id, []))]
    return found


def suggested_organisations(viewer, q: str, limit: int = 8) -> list[str]:
    """Stored names that fit what is typed, each with its number, ready to be chosen."""
    if len(q.strip()) < 2:
        return []
    rows = db.session.scalars(find_organisations(viewer, q).limit(limit))
    return [f"{row.name} [{row.id}]" for row in rows]
