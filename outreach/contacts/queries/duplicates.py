"""Reading pairs of people or organisations who may be one."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, or_, select

from outreach.contacts.models import DuplicateCandidate, DuplicateSearch, OrganisationDuplicate, Person
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


_PAIRS = {"person": DuplicateCandidate, "organisation": OrganisationDuplicate}


def _with(model, key: int):
    """Pairs in which a record stands on either side."""
    one = model.person_id if model is DuplicateCandidate else model.organisation_id
    return or_(one == key, model.other_id == key)


def open_pairs_of(viewer, kind: str, key: int) -> list[DuplicateCandidate | OrganisationDuplicate]:
    """Pairs with this person or organisation that wait for a decision, the likeliest first."""
    model = _PAIRS[kind]
    return list(db.session.scalars(staff_only(
        select(model).where(model.state.in_(("open", "later")), _with(model, key))
        .order_by(model.score.desc(), model.id).limit(20), viewer)))


def said_not_same(viewer, kind: str, one: int, other: int) -> bool:
    """True where somebody decided that these two are not the same."""
    model = _PAIRS[kind]
    return db.session.scalar(staff_only(
        select(model.id).where(model.state == "not_same", _with(model, one), _with(model, other)), viewer)) is not None


def paired_ids(viewer, person: Person) -> set[int]:
    """People of whom it was asked already whether they are this one, whatever the answer."""
    found = db.session.execute(staff_only(
        select(DuplicateCandidate.person_id, DuplicateCandidate.other_id).where(
            or_(DuplicateCandidate.person_id == person.id, DuplicateCandidate.other_id == person.id)), viewer))
    return {key for pair in found for key in pair} - {person.id}


def get_duplicate(viewer, candidate_id: int, kind: str = "person") -> DuplicateCandidate | OrganisationDuplicate:
    """One pair. Raises NotFound."""
    row = by_key(viewer, _PAIRS[kind], candidate_id)
    if row is None:
        raise NotFound("pair_not_found", _l("There is no such pair."))
    return row


def pairs(viewer, state: str = "open", kind: str = "person") -> Select:
    """Pairs in a state, the likeliest first: nobody decided ('open'), put off ('later') or known to be two ('not_same')."""
    model = _PAIRS[kind]
    return staff_only(select(model).where(model.state == state).order_by(model.score.desc(), model.id), viewer)


def pairs_count(viewer, state: str = "open", kind: str = "person") -> int:
    """How many pairs are in a state."""
    return db.session.scalar(select(func.count()).select_from(
        staff_only(select(_PAIRS[kind].id).where(_PAIRS[kind].state == state), viewer).subquery())) or 0


def open_pairs_count(viewer) -> int | None:
    """How many pairs wait; None for none."""
    return sum(pairs_count(viewer, "open", kind) for kind in _PAIRS) or None


def further_pairs(viewer, kind: str, found: list) -> dict[int, int]:
    """For each of these pairs how many more wait in which one of its two stands."""
    ends = {key for pair in found for key in (getattr(pair, f"{kind}_id"), pair.other_id)}
    model = _PAIRS[kind]
    one = getattr(model, f"{kind}_id")
    rows = db.session.execute(staff_only(
        select(one, model.other_id).where(model.state == "open", or_(one.in_(ends), model.other_id.in_(ends))), viewer)).all()
    return {pair.id: sum(1 for ends in rows if {getattr(pair, f"{kind}_id"), pair.other_id} & set(ends)) - 1 for pair in found}


def last_search(viewer, kind: str) -> DuplicateSearch | None:
    """The newest search for doubles of a kind."""
    return db.session.scalar(staff_only(select(DuplicateSearch).where(DuplicateSearch.kind == kind)
                                        .order_by(DuplicateSearch.id.desc()).limit(1), viewer))


def decided_pairs(viewer, person: Person) -> list[DuplicateCandidate]:
    """Pairs of this person that somebody said are not the same."""
    return list(db.session.scalars(staff_only(
        select(DuplicateCandidate).where(
            DuplicateCandidate.state == "not_same",
            or_(DuplicateCandidate.person_id == person.id, DuplicateCandidate.other_id == person.id))
        .order_by(DuplicateCandidate.id), viewer)))
