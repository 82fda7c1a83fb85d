"""The sample lead files, row after row, against the people already stored."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations

from outreach.identity import PersonEvidence, attaches_by_itself, compare_people, person_keys

from .sample_rows import Row, rows, truth


@dataclass
class Stored:
    """A person as stored: what all rows attached so far have said."""

    evidence: PersonEvidence
    rows: list[Row] = field(default_factory=list)

    def take(self, row: Row) -> None:
        """Attach a row: its names, mails and phones join what is known."""
        old, new = self.evidence, row.evidence
        self.rows.append(row)
        self.evidence = PersonEvidence(
            tuple(dict.fromkeys(old.names + new.names)),
            tuple(dict.fromkeys(old.emails + new.emails)),
            tuple(dict.fromkeys(old.phones + new.phones)),
            old.organisation or new.organisation,
            None,
            old.country or new.country,
            tuple(dict.fromkeys(old.handles + new.handles)),
            (),
            tuple(dict.fromkeys(old.direct_phones + new.direct_phones)),
        )


def simulate(join_doubtful: bool) -> list[Stored]:
    """Import every file in order; only records that share a key are compared."""
    people: list[Stored] = []
    for row in rows():
        keys = person_keys(row.evidence)
        near = [p for p in people if keys & person_keys(p.evidence)]
        found = [(compare_people(p.evidence, row.evidence), p) for p in near]
        allowed = [
            (comparison.certain, comparison.score, place, person)
            for place, (comparison, person) in enumerate(found)
            if attaches_by_itself(comparison) or join_doubtful and comparison.verdict != "different"
        ]
        if allowed:
            max(allowed, key=lambda a: a[:2])[3].take(row)
        else:
            people.append(Stored(row.evidence, [row]))
    return people


def _pairs(groups: list[list[Row]]) -> set[tuple[tuple[str, int], tuple[str, int]]]:
    """Return the pairs of rows that stand in one group."""
    return {
        tuple(sorted(((a.file, a.number), (b.file, b.number)))) for group in groups for a, b in combinations(group, 2)
    }


def test_every_row_of_the_truth_table_is_read_as_written() -> None:
    by_place = {(r.file, r.number): r.evidence for r in rows()}
    for said in truth():
        evidence = by_place[said["file"], int(said["row"])]
        assert " ".join(evidence.names[0].split()).replace(" ", "") == said["name_as_written"].replace(" ", "")
        assert (evidence.emails or ("",))[0] == said["email"]
        assert (evidence.phones or ("",))[0] == said["phone_e164"]


def test_no_two_people_are_ever_joined_by_themselves() -> None:
    people = simulate(join_doubtful=False)
    for person in people:
        assert len({row.person for row in person.rows}) == 1, person.rows
    assert sum(len(p.rows) for p in people) == 108


def test_joining_the_likeliest_doubtful_person_finds_the_48_people() -> None:
    people = simulate(join_doubtful=True)
    by_truth: dict[str, list[Row]] = {}
    for row in rows():
        by_truth.setdefault(row.person, []).append(row)
    true_pairs = _pairs(list(by_truth.values()))
    found_pairs = _pairs([p.rows for p in people])
    precision = len(true_pairs & found_pairs) / len(found_pairs)
    recall = len(true_pairs & found_pairs) / len(true_pairs)
    assert precision >= 0.99, sorted(found_pairs - true_pairs)
    assert recall >= 0.95, sorted(true_pairs - found_pairs)
    assert len(by_truth) == 48


def test_rows_of_one_person_share_a_blocking_key() -> None:
    by_truth: dict[str, list[Row]] = {}
    for row in rows():
        by_truth.setdefault(row.person, []).append(row)
    for same in by_truth.values():
        for a, b in combinations(same, 2):
            assert person_keys(a.evidence) & person_keys(b.evidence), (a, b)


def test_blocking_keys_are_shared_by_name_alone_too() -> None:
    """Mail and phone may be missing on either side, so the names must meet."""
    by_truth: dict[str, list[Row]] = {}
    for row in rows():
        by_truth.setdefault(row.person, []).append(row)
    for same in by_truth.values():
        for a, b in combinations(same, 2):
            keys_a = person_keys(PersonEvidence(a.evidence.names))
            assert keys_a & person_keys(PersonEvidence(b.evidence.names)), (a, b)
            assert len(keys_a) <= 40
