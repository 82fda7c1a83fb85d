"""The comparisons of a search for doubles: evidence is loaded for many records at once, hopeless pairs cost little."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from outreach.contacts.models import Organisation
from outreach.contacts.services.matching import Known, load_known
from outreach.contacts.services.organisations import evidence_of_organisation
from outreach.db import db
from outreach.identity import Comparison, compare_organisations, compare_unless_different

_AT_ONCE = 2000
#: A name whose rarest key more people share is no reason by itself to look at two of them.
_FEW = 2


def compare_person_ids(pairs: Mapping[tuple[int, int], int]) -> dict[tuple[int, int], Comparison]:
    """The comparison of each pair of stored people that are not different, by how many hold the rarest key they share."""
    known: dict[int, Known] = {}
    ends = sorted({key for pair in pairs for key in pair})
    for start in range(0, len(ends), _AT_ONCE):
        known |= load_known(ends[start:start + _AT_ONCE])
    found = {}
    for (one, other), holders in sorted(pairs.items()):
        mine, theirs = known.get(one), known.get(other)
        if mine is None or theirs is None:
            continue
        place = _shared_place(mine, theirs)
        here, there = mine.outline(place), theirs.outline(place)
        if holders > _FEW and not here.tied(there):
            continue
        comparison = compare_unless_different(here, there)
        if comparison is not None:
            found[one, other] = comparison
    return found


def _shared_place(mine: Known, theirs: Known) -> int | None:
    here = {item[0] for item in mine.organisations}
    return next((item[0] for item in theirs.organisations if item[0] in here), None)


def compare_organisation_ids(pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Comparison]:
    """The comparison of each pair of stored organisations; relatives of another form or country are no doubles."""
    ends = sorted({key for pair in pairs for key in pair})
    parts = (selectinload(Organisation.names), selectinload(Organisation.identifiers))
    evidence = {}
    for start in range(0, len(ends), _AT_ONCE):
        rows = db.session.scalars(
            select(Organisation).where(Organisation.id.in_(ends[start:start + _AT_ONCE])).options(*parts))
        evidence |= {row.id: evidence_of_organisation(row) for row in rows}
    return {(one, other): compare_organisations(evidence[one], evidence[other]) for one, other in sorted(pairs)
            if one in evidence and other in evidence}
