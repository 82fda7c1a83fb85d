"""Who a row may be while nothing is written: the stored people, and those that earlier rows of the file would make."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from outreach.contacts.services.imports.preparing import Prepared
from outreach.contacts.services.matching import (
    COMMON,
    LINKED,
    STRONG,
    Candidates,
    Known,
    Records,
    compare_all,
    likeliest_first,
    weight_of,
)
from outreach.identity import Comparison, PersonEvidence, parse_organisation


@dataclass(frozen=True)
class Likely:
    """The likeliest match of a row: a stored person, or the earlier row `number` of the same file."""

    person_id: int | None
    number: int | None
    comparison: Comparison


class Scene:
    """Grows with each row. A group is a stored person (its id) or a person to be made (minus its first row's number).

    Keys are kept by their hash alone, so that 200,000 rows need about as many megabytes as a thousandth of that.
    """

    def __init__(self) -> None:
        self._groups: dict[int, Known] = {}
        self._by_key: dict[int, tuple[int, ...] | None] = {}
        self._candidates, self._records = Candidates(), Records()

    def match(self, rows: Sequence[Prepared]) -> list[dict[int, int]]:
        """For each row the stored people to compare it with, and how much of its keys they share."""
        found = self._candidates.find([(item.keys, item.evidence.organisation_id) for item in rows])
        self._stored = self._records.load({ref for shared in found for ref in shared})
        return found

    def likeliest(self, item: Prepared, stored: Mapping[int, int]) -> Likely | None:
        """The best match that is not a different person; certain ones first. `stored` is what match() gave."""
        shared = {**stored, **self._near(item)}
        # Nothing is certain without an equal address, line or handle, so the others need not be looked at then.
        linked = self._best(item, [ref for ref, count in shared.items() if count >= LINKED])
        best = linked if linked and linked[1].certain else self._best(item, shared)
        if best is None:
            return None
        ref, comparison = best
        return Likely(ref if ref > 0 else None, -ref if ref < 0 else None, comparison)

    def _best(self, item: Prepared, refs: Iterable[int]) -> tuple[int, Comparison] | None:
        known = ((ref, self._groups.get(ref) or self._stored.get(ref)) for ref in refs)
        return next(iter(compare_all(item.evidence, [pair for pair in known if pair[1] is not None])), None)

    def join(self, group: int, item: Prepared) -> None:
        """Add what a row tells to a person; later rows are compared with all of it."""
        known = self._groups.get(group)
        if known is None and group > 0:
            known = self._stored.get(group) or self._records.load([group]).get(group)
        self._groups[group] = (known or Known()).with_more(item.evidence)
        for key in (*item.keys, *_with_place(item)):
            mark = hash(key)
            people = self._by_key.get(mark, ())
            if people is not None and group not in people:
                self._by_key[mark] = (*people, group) if len(people) < COMMON or key.startswith(STRONG) else None

    def _near(self, item: Prepared) -> dict[int, int]:
        shared: Counter[int] = Counter()
        for key in (*item.keys, *_with_place(item)):
            for group in self._by_key.get(hash(key)) or ():
                shared[group] += weight_of(key)
        return likeliest_first(shared)


def _with_place(item: Prepared) -> list[str]:
    """The weak keys together with the organisation: these stay rare where a name alone is common."""
    place = _place_key(item.evidence)
    return [f"{key}\t{place}" for key in item.keys if not key.startswith(STRONG)] if place else []


def _place_key(evidence: PersonEvidence) -> str:
    return parse_organisation(evidence.organisation).key if evidence.organisation else ""
