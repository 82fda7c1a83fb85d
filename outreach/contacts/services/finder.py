"""Finding doubles among what is stored: a walk over all people or organisations by their blocking keys, in short steps.

Each record is compared with the older ones that share a key with it. A key that more than two share says too little by
itself: people who share no other are only compared where a link or the firm may tie them, and for a key that very many
share (김 and a given name with m) they have to be of one organisation. A pair is stored where a person
should look at it, and only once: what somebody decided stays decided, whoever searches again.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import func, insert, or_, select
from sqlalchemy.exc import IntegrityError

from outreach.activity import Actor, record
from outreach.contacts.models import (
    Affiliation,
    DuplicateCandidate,
    DuplicateSearch,
    Organisation,
    OrganisationDuplicate,
    OrganisationKey,
    Person,
    PersonKey,
)
from outreach.contacts.services.finder_evidence import compare_organisation_ids, compare_person_ids
from outreach.contacts.services.matching import reasons_as_json
from outreach.db import db, now, transaction
from outreach.errors import Conflict, NotFound
from outreach.identity import Comparison

#: Records of one step; a step reads without a transaction and writes in one of a few milliseconds.
CHUNK = 200
#: More records than this share a common key.
MOST_SHARED = 60
#: An organisation with more people than this tells nobody apart.
MOST_COLLEAGUES = 300
#: Pairs of one record worth a look.
MOST_PER_RECORD = 5
#: A doubtful pair below this would only flood the list.
LEAST_SCORE = 0.6
#: A search without a sign of life for so long was left behind by a dead worker.
LEFT_BEHIND = timedelta(minutes=3)

#: (record, older one): how many hold the rarest key that they share.
Pairs = dict[tuple[int, int], int]


@dataclass(frozen=True)
class Kind:
    """What differs between people and organisations."""

    model: type
    keys: type
    pair: type
    owner: str
    compare: Callable[[Pairs], dict[tuple[int, int], Comparison]]


KINDS = {
    "person": Kind(Person, PersonKey, DuplicateCandidate, "person_id", compare_person_ids),
    "organisation": Kind(Organisation, OrganisationKey, OrganisationDuplicate, "organisation_id", compare_organisation_ids),
}
#: Keys that very many share, by search; found once and kept while the search runs in this process.
_common: dict[int, frozenset[str]] = {}


def start_search(actor: Actor, kind: str) -> DuplicateSearch:
    """Begin a search; step_search() carries it on. Raises Conflict while one of this kind runs."""
    if running_search(kind) is not None:
        raise Conflict("search_runs", _("A search runs already. It goes on by itself."))
    total = db.session.scalar(select(func.count()).select_from(KINDS[kind].model)) or 0
    search = DuplicateSearch(kind=kind, total=total, actor_label=actor.label)
    db.session.add(search)
    db.session.flush()
    return search


def running_search(kind: str) -> DuplicateSearch | None:
    """The search of this kind that is under way."""
    return db.session.scalar(select(DuplicateSearch).where(
        DuplicateSearch.kind == kind, DuplicateSearch.state == "running").order_by(DuplicateSearch.id.desc()).limit(1))


def stop_search(search: DuplicateSearch) -> None:
    """End a search early; what it found stays."""
    if search.state == "running":
        search.state, search.finished_at = "stopped", now()


def step_search(search_id: int, seconds: float = 20.0) -> bool:
    """Carry a search on for about so long, in transactions of its own; True once it is through.

    Safe to call again after a kill, and by two workers at once: a step counts only from where it began.
    Raises NotFound for a search that does not exist.
    """
    until = time.monotonic() + seconds
    while True:
        search = db.session.get(DuplicateSearch, search_id)
        if search is None:
            raise NotFound("search_not_found", _("There is no such search."))
        if search.state != "running":
            _common.pop(search_id, None)
            return True
        _step(search_id, KINDS[search.kind], search.after_id)
        if time.monotonic() > until:
            return False


def _step(search_id: int, kind: Kind, after: int) -> None:
    """One chunk: read and compare outside any write, then store."""
    ids = list(db.session.scalars(select(kind.model.id).where(kind.model.id > after).order_by(kind.model.id).limit(CHUNK)))
    pairs = _candidates(kind, ids, _common_keys(search_id, kind)) if ids else {}
    found = _worth_a_look(kind.compare(pairs))
    for attempt in (1, 2):
        try:
            with transaction():
                _store(search_id, kind, after, ids, found)
            return
        except IntegrityError:
            # Somebody stored one of these pairs a moment earlier; the next try sees it.
            if attempt == 2:
                raise


def _common_keys(search_id: int, kind: Kind) -> frozenset[str]:
    found = _common.get(search_id)
    if found is None:
        found = _common[search_id] = frozenset(db.session.scalars(
            select(kind.keys.key).group_by(kind.keys.key).having(func.count() > MOST_SHARED)))
    return found


def _candidates(kind: Kind, ids: list[int], common: frozenset[str]) -> Pairs:
    """Those that share a key, or a common key and the organisation."""
    owner = getattr(kind.keys, kind.owner)
    own: dict[int, set[str]] = {}
    for key, record_id in db.session.execute(select(kind.keys.key, owner).where(owner.in_(ids))):
        own.setdefault(record_id, set()).add(key)
    asked = {key for keys in own.values() for key in keys} - common
    holders: dict[str, list[int]] = {}
    for part in _parts(sorted(asked)):
        for key, record_id in db.session.execute(select(kind.keys.key, owner).where(kind.keys.key.in_(part))):
            holders.setdefault(key, []).append(record_id)
    pairs: Pairs = dict.fromkeys(_colleagues(own, common), MOST_SHARED) if kind.model is Person else {}
    for record_id, keys in own.items():
        for key in keys:
            others = holders.get(key, ())
            for other in others:
                if other < record_id:
                    pairs[record_id, other] = min(len(others), pairs.get((record_id, other), MOST_SHARED))
    return pairs


def _colleagues(own: dict[int, set[str]], common: frozenset[str]) -> set[tuple[int, int]]:
    """People of one organisation who share a common key."""
    wanted = {record_id: keys & common for record_id, keys in own.items() if keys & common}
    places = db.session.execute(select(Affiliation.person_id, Affiliation.organisation_id).where(
        Affiliation.person_id.in_(list(wanted)), Affiliation.until.is_(None))).all()
    members: dict[int, list[int]] = {}
    for part in _parts(sorted({place for _person, place in places})):
        for person_id, place in db.session.execute(select(Affiliation.person_id, Affiliation.organisation_id).where(
                Affiliation.organisation_id.in_(part), Affiliation.until.is_(None))):
            members.setdefault(place, []).append(person_id)
    near = {(record_id, other) for record_id, place in places if len(members[place]) <= MOST_COLLEAGUES
            for other in members[place] if other < record_id}
    keys: dict[int, set[str]] = {}
    for part in _parts(sorted({other for _record, other in near})):
        for key, person_id in db.session.execute(select(PersonKey.key, PersonKey.person_id).where(PersonKey.person_id.in_(part))):
            if key in common:
                keys.setdefault(person_id, set()).add(key)
    return {pair for pair in near if wanted[pair[0]] & keys.get(pair[1], set())}


def _parts(values: list, size: int = 2000) -> Iterable[list]:
    return (values[start:start + size] for start in range(0, len(values), size))


def _worth_a_look(compared: dict[tuple[int, int], Comparison]) -> dict[tuple[int, int], Comparison]:
    """The likeliest pairs of each record, without those that would only flood the list."""
    found: dict[int, list[tuple[tuple[int, int], Comparison]]] = {}
    for pair, comparison in compared.items():
        if comparison.verdict == "same" or comparison.verdict == "doubtful" and comparison.score >= LEAST_SCORE:
            found.setdefault(pair[0], []).append((pair, comparison))
    return dict(item for items in found.values()
                for item in sorted(items, key=lambda item: (-item[1].score, item[0]))[:MOST_PER_RECORD])


def _store(search_id: int, kind: Kind, after: int, ids: list[int], found: dict[tuple[int, int], Comparison]) -> None:
    search = db.session.get(DuplicateSearch, search_id, with_for_update=True, populate_existing=True)
    if search is None or search.state != "running" or search.after_id != after:
        return  # Stopped, or another worker has done this step.
    one = getattr(kind.pair, kind.owner)
    ends = sorted({key for pair in found for key in pair})
    still = set(db.session.scalars(select(kind.model.id).where(kind.model.id.in_(ends))))
    known = {frozenset(pair) for pair in db.session.execute(
        select(one, kind.pair.other_id).where(or_(one.in_(ends), kind.pair.other_id.in_(ends))))}
    new = [{kind.owner: pair[0], "other_id": pair[1], "score": comparison.score, "reasons": reasons_as_json(comparison),
            "state": "open"} for pair, comparison in found.items() if frozenset(pair) not in known and still >= set(pair)]
    if new:
        db.session.execute(insert(kind.pair), new)
    search.after_id, search.done, search.alive_at = (ids[-1] if ids else after), search.done + len(ids), now()
    search.found += len(new)
    if len(ids) < CHUNK:
        search.state, search.finished_at, search.total = "done", now(), search.done
        record(Actor("system", search.actor_label or "Outreach"), "duplicate.searched", search, label="",
               found=search.found, records=search.done, kind=search.kind)
