"""Reading organisations and who is there."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, select

from outreach.contacts.models import Affiliation, Organisation, Person
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
