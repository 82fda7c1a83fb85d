"""Who a row may be while nothing is written: the stored people, and those that earlier rows of the file would make."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from outreach.contacts.services.matching import (
    MOST_CANDIDATES,
    Known,
    candidate_ids,
    compare_all,
    load_known,
    match_ids,
)
from outreach.identity import Comparison, PersonEvidence, person_keys

STRONG = ("e:", "p:", "h:", "i:")


@dataclass(frozen=True)
class Likely:
    """The likeliest match of a row: a stored person, or the earlier row `number` of the same file."""

    person_id: int | None
    number: int | None
    comparison: Comparison


class Scene:
    """Grows with each row. A group is a stored person ('p', id) or a person to be made, ('r', first row's number)."""

    def __init__(self) -> None:
        self._groups: dict[tuple[str, int], Known] = {}
        self._by_key: dict[str, list[tuple[str, int]]] = defaultdict(list)

    def likeliest(self, evidence: PersonEvidence) -> Likely | None:
        """The best match that is not a different person; certain ones first."""
        keys = person_keys(evidence)
        stored = candidate_ids(keys)
        known: dict = {("p", ref): item for ref, item in load_known(
            [ref for ref in stored if ("p", ref) not in self._groups]).items()}
        known.update({("p", ref): self._groups["p", ref] for ref in stored if ("p", ref) in self._groups})
        known.update({group: self._groups[group] for group in self._near(keys)})
        best = next(iter(compare_all(evidence, known)), None)
        if best is None:
            return None
        (kind, ref), comparison = best
        return Likely(ref if kind == "p" else None, ref if kind == "r" else None, comparison)

    def _near(self, keys: frozenset[str]) -> list[tuple[str, int]]:
        shared: Counter = Counter()
        for key in keys:
            weight = 1000 if key.startswith(STRONG) else 1
            for group in self._by_key.get(key, ())[-5000:]:
                shared[group] += weight
        return [group for group, _count in sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:MOST_CANDIDATES]]

    def join(self, group: tuple[str, int], evidence: PersonEvidence) -> None:
        """Add what a row tells to a person; later rows are compared with all of it."""
        known = self._groups.get(group)
        if known is None:
            known = load_known([group[1]]).get(group[1], Known()) if group[0] == "p" else Known()
            self._groups[group] = known
        for name in evidence.names:
            if name not in known.names:
                known.names.append(name)
        for mine, told in ((known.emails, evidence.emails), (known.phones, evidence.phones),
                           (known.direct, evidence.direct_phones), (known.handles, evidence.handles)):
            mine.extend(item for item in told if item not in mine)
        if evidence.organisation and (evidence.organisation_id, evidence.organisation) not in known.organisations:
            known.organisations.append((evidence.organisation_id, evidence.organisation))
        known.country = known.country or evidence.country
        for key in person_keys(known.evidence()):
            if group not in self._by_key[key]:
                self._by_key[key].append(group)


def stored_match(evidence: PersonEvidence) -> Likely | None:
    """The likeliest stored person, for use while rows are really written."""
    pair = next(iter(match_ids(evidence, 1)), None)
    return Likely(pair[0], None, pair[1]) if pair else None
