"""Which stored people may be the one that is told of: few candidates by blocking keys, compared by all evidence.

Everything works on many at once: an import asks for hundreds of rows in one select, a form for one.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import String, cast, func, select

from outreach.contacts.models import Affiliation, Organisation, Person, PersonChannel, PersonKey, PersonName
from outreach.contacts.models.people import HANDLE_KINDS, PHONE_KINDS
from outreach.contacts.services.organisations import find_organisation
from outreach.contacts.services.values import PersonValues, evidence_of
from outreach.db import db
from outreach.db.bulk import as_table, pieces
from outreach.identity import (
    Comparison,
    PersonEvidence,
    PersonOutline,
    compare_unless_different,
    handle_of,
    national_digits,
    national_number,
    person_keys,
)
from outreach.search import index

#: A name as common as Kim gives thousands; the best ones share mail, line or most keys and come first.
MOST_CANDIDATES = 40
#: A key that more people share says too little by itself; it counts only for people of the same organisation.
COMMON = 100
#: People of one organisation who are looked through for such a key.
MOST_COLLEAGUES = 300
#: Keys of an equal mail address, line, handle or official number.
STRONG = ("e:", "p:", "h:", "i:")
#: What such a key weighs beside the others, of which nobody shares as many.
LINKED = 1000
#: People whose evidence is kept at hand while a file is matched.
MOST_KEPT = 60_000


@dataclass(frozen=True)
class Match:
    """A stored person and how the comparison came out."""

    person: Person
    comparison: Comparison


@dataclass(slots=True)
class Known:
    """What is known of one person, apart from which organisation to compare with."""

    names: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    direct: tuple[str, ...] = ()
    mobiles: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    organisations: tuple[tuple[int | None, str], ...] = ()
    country: str | None = None
    #: Numbers whose country nobody told, as identity.national_digits gives them.
    national: tuple[str, ...] = ()
    _outline: PersonOutline | None = None

    def outline(self, organisation_id: int | None = None) -> PersonOutline:
        """The evidence with the organisation that is asked for where the person has it, else the newest."""
        newest = self.organisations[-1] if self.organisations else (None, None)
        chosen = next((item for item in self.organisations if item[0] == organisation_id and organisation_id), newest)
        if chosen is not newest:
            return PersonOutline(self._evidence(chosen))
        if self._outline is None:
            self._outline = PersonOutline(self._evidence(newest))
        return self._outline

    def evidence(self, organisation_id: int | None = None) -> PersonEvidence:
        """What outline() is the outline of."""
        return self.outline(organisation_id).evidence

    def _evidence(self, place: tuple[int | None, str | None]) -> PersonEvidence:
        return PersonEvidence(
            self.names, self.emails, self.phones, place[1], place[0], self.country, self.handles, (), self.direct, self.mobiles,
            national=self.national)

    def with_more(self, told: PersonEvidence) -> "Known":
        """All of this and of what is told."""
        place = ((told.organisation_id, told.organisation),) if told.organisation else ()
        return Known(
            _joined(self.names, told.names), _joined(self.emails, told.emails), _joined(self.phones, told.phones),
            _joined(self.direct, told.direct_phones), _joined(self.mobiles, told.mobiles), _joined(self.handles, told.handles),
            _joined(self.organisations, place), self.country or told.country, _joined(self.national, told.national))


def _joined(mine: tuple, told: tuple) -> tuple:
    return mine + tuple(item for item in told if item not in mine)


def add_channel(known: Known, kind: str, value: str) -> None:
    """Sort a channel into the evidence."""
    if kind == "email":
        known.emails += (value,)
    elif kind in HANDLE_KINDS:
        known.handles += (handle_of(kind, value),)
    elif kind in PHONE_KINDS and kind != "fax" and not value.startswith("+"):
        known.national += tuple(filter(None, [national_digits(value)]))
    elif kind in PHONE_KINDS and kind != "fax":
        known.phones += (value,)
        if kind in ("mobile", "direct"):
            known.direct += (value,)
        if kind == "mobile":
            known.mobiles += (value,)


class Candidates:
    """Finds people by blocking keys for many at once, and remembers who shares a weak key for as long as it lives.

    Strong keys are asked for anew each time, so that nobody who came in meanwhile is missed.
    """

    def __init__(self) -> None:
        self._weak: dict[str, tuple[int, ...] | None] = {}

    def find(self, asked: Sequence[tuple[Collection[str], int | None]],
             among: Collection[int] | None = None) -> list[dict[int, int]]:
        """For each (keys, organisation's id or None) people who share a key and how much they share, the likeliest first.

        Those with equal mail, line or handle come first, then those who share most. `among` leaves only these people.
        """
        sharing = self._sharing({key for keys, _place in asked for key in keys})
        colleagues = _colleagues(
            {place for keys, place in asked if place and any(sharing[key] is None for key in keys)},
            {key for key, people in sharing.items() if people is None})
        return [self._ranked(keys, place, sharing, colleagues, among) for keys, place in asked]

    def _sharing(self, keys: set[str]) -> dict[str, tuple[int, ...] | None]:
        """Who shares each key; None for a key that too many share."""
        missing = {key for key in keys if key not in self._weak}
        found = sharing_people(missing)
        self._weak.update({key: people for key, people in found.items() if people != () and not key.startswith(STRONG)})
        return {key: found[key] if key in found else self._weak[key] for key in keys}

    @staticmethod
    def _ranked(keys: Iterable[str], place: int | None, sharing: dict, colleagues: dict,
                among: Collection[int] | None) -> dict[int, int]:
        shared: Counter[int] = Counter()
        for key in keys:
            people, weight = sharing[key], weight_of(key)
            for ref in colleagues.get((place, key), ()) if people is None else people:
                shared[ref] += weight
        return likeliest_first({ref: count for ref, count in shared.items() if among is None or ref in among})


def weight_of(key: str) -> int:
    """How much it says that two people share a key: 1 for a part of the name, 2 for all of it, more for a link."""
    return LINKED if key.startswith(STRONG) else 2 if key.startswith("x:") else 1


def likeliest_first(shared: dict[int, int]) -> dict[int, int]:
    """Those who share most, at most MOST_CANDIDATES; among equals the oldest come first."""
    if len(shared) < 2:
        return shared
    return dict(sorted(shared.items(), key=lambda pair: (-pair[1], abs(pair[0])))[:MOST_CANDIDATES])


def sharing_people(keys: Iterable[str]) -> dict[str, tuple[int, ...] | None]:
    """Key → ids of the people who have it; None where more than COMMON have it, who are not counted to the end."""
    keys = list(keys)
    asked = as_table(keys)
    some = select(PersonKey.person_id).where(PersonKey.key == asked.c.value).limit(COMMON + 1).correlate(asked).subquery()
    told = select(func.aggregate_strings(cast(some.c.person_id, String), ",")).select_from(some).scalar_subquery()
    found: dict[str, tuple[int, ...] | None] = dict.fromkeys(keys, ())
    for key, people in db.session.execute(select(asked.c.value, told)):
        if people:
            refs = tuple(map(int, people.split(",")))
            found[key] = refs if len(refs) <= COMMON else None
    return found


def _colleagues(places: set[int], keys: set[str]) -> dict[tuple[int, str], list[int]]:
    """(organisation, common key) → people of that organisation who have the key."""
    found: dict[tuple[int, str], list[int]] = {}
    for part in pieces(places):
        rows = db.session.execute(
            select(Affiliation.organisation_id, PersonKey.key, PersonKey.person_id)
            .join(PersonKey, PersonKey.person_id == Affiliation.person_id).where(Affiliation.organisation_id.in_(part)))
        for place, key, ref in rows:
            if key in keys and len(people := found.setdefault((place, key), [])) < MOST_COLLEAGUES:
                people.append(ref)
    return found


class Records:
    """The evidence of stored people, loaded for many at once and kept at hand, the longest unused dropped first."""

    def __init__(self) -> None:
        self._kept: dict[int, Known] = {}

    def load(self, ids: Iterable[int]) -> dict[int, Known]:
        """Evidence of those of these people that exist and may be seen."""
        wanted = dict.fromkeys(ids)
        self._kept.update(load_known([ref for ref in wanted if ref not in self._kept]))
        found = {ref: self._kept.pop(ref) for ref in wanted if ref in self._kept}
        self._kept.update(found)
        for ref in list(self._kept)[:max(0, len(self._kept) - MOST_KEPT)]:
            del self._kept[ref]
        return found


def load_known(ids: Iterable[int]) -> dict[int, Known]:
    """What is stored of these people, in four selects for each few hundred."""
    found: dict[int, Known] = {}
    for part in pieces(ids):
        for ref, country in db.session.execute(select(Person.id, Person.country).where(Person.id.in_(part))):
            found[ref] = Known(country=country)
        names = select(PersonName.person_id, PersonName.text).where(PersonName.person_id.in_(part)).order_by(PersonName.id)
        for ref, name in db.session.execute(names):
            if ref in found:
                found[ref].names += (name,)
        channels = select(PersonChannel.person_id, PersonChannel.kind, PersonChannel.value).where(
            PersonChannel.person_id.in_(part)).order_by(PersonChannel.id)
        for ref, kind, value in db.session.execute(channels):
            if ref in found:
                add_channel(found[ref], kind, value)
        places = (
            select(Affiliation.person_id, Organisation.id, Organisation.name).join(Affiliation.organisation)
            .where(Affiliation.person_id.in_(part), Affiliation.until.is_(None)).order_by(Affiliation.id))
        for ref, place, name in db.session.execute(places):
            if ref in found:
                found[ref].organisations += ((place, name),)
    return found


def compare_all(evidence: PersonEvidence, known: Iterable[tuple[int, Known]]) -> list[tuple[int, Comparison]]:
    """(id, comparison) of all that are not different people; certain ones first, then by score, then the oldest."""
    asked = PersonOutline(evidence)
    compared = ((ref, compare_unless_different(item.outline(evidence.organisation_id), asked)) for ref, item in known)
    found = [(ref, comparison) for ref, comparison in compared if comparison is not None]
    return sorted(found, key=lambda pair: (not pair[1].certain, -pair[1].score, pair[0]))


def likely_ids(evidence: PersonEvidence) -> list[int]:
    """Ids of people to compare with what is told: who shares a key, who has a number that either side tells without its
    country, then who bears the same name in any writing.

    The last are for names that so many share a part of that no key tells them apart, Kim Minsu.
    """
    found = Candidates().find([(person_keys(evidence), evidence.organisation_id)])[0]
    for digits in (*evidence.national[:3], *map(national_number, evidence.mobiles[:3])):
        found |= dict.fromkeys(index.numbered(digits, MOST_CANDIDATES), LINKED)
    for name in evidence.names[:3]:
        if len(found) < MOST_CANDIDATES:
            found = {**dict.fromkeys(index.bearers(name, MOST_CANDIDATES - len(found)), 0), **found}
    return list(found)


def match_ids(evidence: PersonEvidence, limit: int = 5) -> list[tuple[int, Comparison]]:
    """Ids of stored people who may be this one, the likeliest first."""
    return compare_all(evidence, load_known(likely_ids(evidence)).items())[:limit]


def find_matches(values: PersonValues, limit: int = 5, leave_out: int | None = None) -> list[Match]:
    """Stored people who may be the one told of, the likeliest first; `leave_out` is a person's own id."""
    organisation = find_organisation(values.organisation, values.organisation_country or values.country) \
        if values.organisation else None
    pairs = [pair for pair in match_ids(evidence_of(values, organisation), limit + 1) if pair[0] != leave_out][:limit]
    people = {row.id: row for row in db.session.scalars(select(Person).where(Person.id.in_([ref for ref, _ in pairs])))}
    return [Match(people[ref], comparison) for ref, comparison in pairs if ref in people]


def reasons_as_json(comparison: Comparison | None) -> list:
    """[[code, sign, params], …] to store beside a match."""
    return [[reason.code, reason.sign, dict(reason.params)] for reason in comparison.reasons] if comparison else []
