"""``python -m outreach.identity.training FILE.csv``: learn, and say what it is worth on names left out.

Printed are the numbers for ``names/southern.py`` and ``names/malay.py`` and,
for each place, how ``name_match`` does on pairs of Han and Latin names whose
Han name was in no fold that the numbers were learned from.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from pathlib import Path

from ..names import likeness
from . import malay, southern
from .pairs import Pair, folds, read

FOLDS = 4


def validate(pairs: list[Pair]) -> dict[str, Counter[tuple[bool, bool]]]:
    """Return for each place the counts of (match, found)."""
    counts: dict[str, Counter[tuple[bool, bool]]] = defaultdict(Counter)
    for known, left_out in folds(pairs, FOLDS):
        southern.use(*southern.learn(known))
        malay.use(malay.learn(known))
        likeness.name_match.cache_clear()
        for pair in left_out:
            counts[pair.place][pair.match, likeness.name_match(pair.name1, pair.name2)[1]] += 1
    return counts


def main(path: str) -> None:
    """Print what was learned and what it is worth."""
    pairs = read(Path(path))
    shipped = malay.shipped()
    for place, counts in sorted(validate(pairs).items()):
        true, false, missed = counts[True, True], counts[False, True], counts[True, False]
        precision, recall = true / max(1, true + false), true / max(1, true + missed)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        print(f"{place:24} {sum(counts.values()):5} precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f}", flush=True)
    print(southern.report(*southern.learn(pairs)), malay.report(malay.learn(pairs, shipped)), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1])
