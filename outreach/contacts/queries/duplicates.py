"""Reading pairs of people who may be one."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, or_, select

from outreach.contacts.models import DuplicateCandidate, Person
from outreach.contacts.queries.access import by_key, staff_only
from outreach.db import db
from outreach.errors import NotFound


def open_duplicates(viewer, person: Person) -> list[DuplicateCandidate]:
    """Pairs with this person that nobody has decided, the likeliest first."""
    return list(db.session.scalars(staff_only(
        select(DuplicateCandidate).where(
            DuplicateCandidate.state == "open",
            or_(DuplicateCandidate.person_id == person.id, DuplicateCandidate.other_id == person.id))
        .order_by(DuplicateCandidate.score.desc(), DuplicateCandidate.id), viewer)))


def get_duplicate(viewer, candidate_id: int) -> DuplicateCandidate:
    """One pair. Raises NotFound."""
    row = by_key(viewer, DuplicateCandidate, candidate_id)
    if row is None:
        raise NotFound("pair_not_found", _l("There is no such pair."))
    return row


def paired_ids(viewer, person: Person) -> set[int]:
    """People of whom it was asked already whether they are this one, whatever the answer."""
    found = db.session.execute(staff_only(
        select(DuplicateCandidate.person_id, DuplicateCandidate.other_id).where(
            or_(DuplicateCandidate.person_id == person.id, DuplicateCandidate.other_id == person.id)), viewer))
    return {key for pair in found for key in pair} - {person.id}


def pairs(viewer, state: str = "open") -> Select:
    """Pairs that nobody has decided ('open') or that are known not to be one ('not_same'), the likeliest first."""
    return staff_only(select(DuplicateCandidate).where(DuplicateCandidate.state == state)
                  .order_by(DuplicateCandidate.score.desc(), DuplicateCandidate.id), viewer)


def pairs_count(viewer, state: str = "open") -> int:
    """How many pairs are in a state."""
    return db.session.scalar(select(func.count()).select_from(pairs(viewer, state).order_by(None).subquery())) or 0


def open_pairs_count(viewer) -> int | None:
    """How many pairs wait; None for none."""
    return pairs_count(viewer) or None


def decided_pairs(viewer, person: Person) -> list[DuplicateCandidate]:
    """Pairs of this person that somebody said are not the same."""
    return list(db.session.scalars(staff_only(
        select(DuplicateCandidate).where(
            DuplicateCandidate.state == "not_same",
            or_(DuplicateCandidate.person_id == person.id, DuplicateCandidate.other_id == person.id))
        .order_by(DuplicateCandidate.id), viewer)))
