"""Which stored people may be the one that is told of: few candidates by blocking keys, compared by all evidence."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import case, func, select

from outreach.contacts.models import Affiliation, Organisation, Person, PersonChannel, PersonKey, PersonName
from outreach.contacts.models.people import HANDLE_KINDS, PHONE_KINDS
from outreach.contacts.services.organisations import find_organisation
from outreach.contacts.services.values import PersonValues, evidence_of
from outreach.db import db
from outreach.identity import Comparison, PersonEvidence, compare_people, person_keys

#: A name as common as Kim gives thousands; the best ones share mail, line or most keys and come first.
MOST_CANDIDATES = 40


@dataclass(frozen=True)
class Match:
    """A stored person and how the comparison came out."""

    person: Person
    comparison: Comparison


@dataclass
class Known:
    """What is stored of one person, apart from which organisation to compare with."""

    names: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    direct: list[str] = field(default_factory=list)
    handles: list[str] = field(default_factory=list)
    organisations: list[tuple[int | None, str]] = field(default_factory=list)
    country: str | None = None

    def evidence(self, organisation_id: int | None = None) -> PersonEvidence:
        """Evidence with the organisation that is asked for where the person has it, else the newest."""
        chosen = next((item for item in self.organisations if item[0] == organisation_id and organisation_id), None)
        chosen = chosen or (self.organisations[-1] if self.organisations else (None, None))
        return PersonEvidence(
            tuple(self.names), tuple(self.emails), tuple(self.phones), chosen[1], chosen[0], self.country,
            tuple(self.handles), (), tuple(self.direct))


def candidate_ids(keys: Iterable[str], limit: int = MOST_CANDIDATES) -> list[int]:
    """Ids of people who share a key, those with equal mail, line or handle first."""
    keys = list(keys)
    if not keys:
        return []
    strong = case((func.substr(PersonKey.key, 1, 2).in_(("e:", "p:", "h:", "i:")), 1), else_=0)
    statement = (
        select(Person.id).join(PersonKey, PersonKey.person_id == Person.id).where(PersonKey.key.in_(keys))
        .group_by(Person.id).order_by(func.max(strong).desc(), func.count().desc(), Person.id).limit(limit))
    return list(db.session.scalars(statement))


def load_known(ids: Iterable[int]) -> dict[int, Known]:
    """What is stored of these people, in four selects."""
    ids = list(ids)
    found: dict[int, Known] = {}
    if not ids:
        return found
    for row in db.session.execute(select(Person.id, Person.country).where(Person.id.in_(ids))):
        found[row.id] = Known(country=row.country)
    names = select(PersonName.person_id, PersonName.text).where(PersonName.person_id.in_(ids)).order_by(PersonName.id)
    for row in db.session.execute(names):
        found[row.person_id].names.append(row.text)
    channels = select(PersonChannel.person_id, PersonChannel.kind, PersonChannel.value).where(
        PersonChannel.person_id.in_(ids)).order_by(PersonChannel.id)
    for row in db.session.execute(channels):
        add_channel(found[row.person_id], row.kind, row.value)
    places = (
        select(Affiliation.person_id, Organisation.id, Organisation.name).join(Affiliation.organisation)
        .where(Affiliation.person_id.in_(ids), Affiliation.until.is_(None)).order_by(Affiliation.id))
    for row in db.session.execute(places):
        found[row.person_id].organisations.append((row.id, row.name))
    return found


def add_channel(known: Known, kind: str, value: str) -> None:
    """Sort a channel into the evidence."""
    if kind == "email":
        known.emails.append(value)
    elif kind in HANDLE_KINDS:
        known.handles.append(f"{kind}:{value}")
    elif kind in PHONE_KINDS and kind != "fax" and value.startswith("+"):
        known.phones.append(value)
        if kind in ("mobile", "direct"):
            known.direct.append(value)


def compare_all(evidence: PersonEvidence, known: dict[int, Known]) -> list[tuple[int, Comparison]]:
    """(id, comparison) of all that are not different people; certain ones first, then by score, then the oldest."""
    found = [(ref, compare_people(item.evidence(evidence.organisation_id), evidence)) for ref, item in known.items()]
    found = [pair for pair in found if pair[1].verdict != "different"]
    return sorted(found, key=lambda pair: (not pair[1].certain, -pair[1].score, pair[0]))


def match_ids(evidence: PersonEvidence, limit: int = 5) -> list[tuple[int, Comparison]]:
    """Ids of stored people who may be this one, the likeliest first."""
    known = load_known(candidate_ids(person_keys(evidence)))
    return compare_all(evidence, known)[:limit]


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
