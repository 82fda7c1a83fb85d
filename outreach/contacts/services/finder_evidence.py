"""The comparisons of a search for doubles: evidence is loaded for many records at once, hopeless pairs cost nothing."""

from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from outreach.contacts.models import Organisation
from outreach.contacts.services.matching import Known, load_known
from outreach.contacts.services.organisations import evidence_of_organisation
from outreach.db import db
from outreach.identity import Comparison, compare_organisations, compare_people, parse_organisation

_AT_ONCE = 2000


def compare_person_ids(pairs: set[tuple[int, int]]) -> dict[tuple[int, int], Comparison]:
    """The comparison of each pair of stored people that can come out as more than a namesake."""
    known: dict[int, Known] = {}
    ends = sorted({key for pair in pairs for key in pair})
    for start in range(0, len(ends), _AT_ONCE):
        known |= load_known(ends[start:start + _AT_ONCE])
    found = {}
    for one, other in sorted(pairs):
        mine, theirs = known.get(one), known.get(other)
        if mine is None or theirs is None or _namesakes(mine, theirs):
            continue
        place = _shared_place(mine, theirs)
        found[one, other] = compare_people(mine.evidence(place), theirs.evidence(place))
    return found


def _shared_place(mine: Known, theirs: Known) -> int | None:
    here = {item[0] for item in mine.organisations}
    return next((item[0] for item in theirs.organisations if item[0] in here), None)


def _namesakes(mine: Known, theirs: Known) -> bool:
    """True where nothing but the name can speak for it: another firm by every spelling of it, and another address,
    number or account. The full comparison would put such a pair below what anybody needs to look at."""
    different = 0
    for one, other in ((mine.emails, theirs.emails), (mine.phones, theirs.phones), (mine.handles, theirs.handles)):
        if set(one) & set(other):
            return False
        different += bool(one and other)
    if not different or not (mine.organisations and theirs.organisations) or _domains(mine) & _domains(theirs):
        return False
    return _shared_place(mine, theirs) is None and not _firms(mine) & _firms(theirs)


def _domains(known: Known) -> set[str]:
    return {mail.rpartition("@")[2] for mail in known.emails}


def _firms(known: Known) -> set[str]:
    return {_firm_key(name) for _key, name in known.organisations}


@lru_cache(maxsize=50_000)
def _firm_key(name: str) -> str:
    return parse_organisation(name).key


def compare_organisation_ids(pairs: set[tuple[int, int]]) -> dict[tuple[int, int], Comparison]:
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
