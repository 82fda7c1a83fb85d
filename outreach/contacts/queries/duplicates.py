"""Reading pairs of people or organisations who may be one."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, or_, select

from outreach.contacts.models import DuplicateCandidate, DuplicateSearch, OrganisationDuplicate, Person
from outreach.contacts.queries.access import by_key, staff_only
from outreach.db import Page, db, nearest_page
from outreach.errors import NotFound


def open_duplicates(viewer, person: Person) -> list[DuplicateCandidate]:
    """Pairs with this person that nobody has decided, the likeliest first."""
    return list(db.session.scalars(staff_only(
        select(DuplicateCandidate).where(
            DuplicateCandidate.state == "open",
            or_(DuplicateCandidate.person_id == person.id, DuplicateCandidate.other_id == person.id))
        .order_by(DuplicateCandidate.score.desc(), DuplicateCandidate.id), viewer)))


#: Groups on a page, and pairs of one group that are shown; of a name that many bear there can be hundreds.
GROUPS, PAIRS_OF_A_GROUP = 20, 6
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


@dataclass(frozen=True)
class Group:
    """Records that open pairs tie to each other, probably all one: how many they are, the likeliest pairs, and how many
    more pairs there are."""

    pairs: list[DuplicateCandidate | OrganisationDuplicate]
    records: int = 2
    more: int = 0


def open_groups(viewer, kind: str, number: int | str | None) -> Page:
    """One page of the groups of open pairs, that of the likeliest pair first.

    All open pairs are looked at, four numbers each: which of them belong together hangs on the last one.
    """
    model = _PAIRS[kind]
    one = getattr(model, f"{kind}_id")
    waiting = db.session.execute(staff_only(select(model.id, one, model.other_id).where(model.state == "open").order_by(
        model.score.desc(), model.id), viewer)).all()
    groups = _tied(waiting)
    number = nearest_page(number, GROUPS, len(groups))
    shown = groups[(number - 1) * GROUPS:number * GROUPS]
    keys = [key for group in shown for key, *_ends in group[:PAIRS_OF_A_GROUP]]
    pairs = {pair.id: pair for pair in db.session.scalars(staff_only(select(model).where(model.id.in_(keys)), viewer)).unique()}
    return Page([Group([pairs[key] for key, *_ends in group[:PAIRS_OF_A_GROUP] if key in pairs],
                       len({end for _key, *ends in group for end in ends}), max(0, len(group) - PAIRS_OF_A_GROUP))
                 for group in shown], number, GROUPS, len(groups))


def _tied(waiting: Sequence) -> list[list]:
    """(pair, one, other) in groups that share no record, each in the order given, and so are the groups."""
    leads: dict[int, int] = {}

    def leader(key: int) -> int:
        while (up := leads.get(key, key)) != key:
            leads[key] = key = leads.get(up, up)
        return key

    for _pair, one, other in waiting:
        leads[leader(one)] = leader(other)
    groups: dict[int, list] = {}
    for row in waiting:
        groups.setdefault(leader(row[1]), []).append(row)
    return list(groups.values())


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
