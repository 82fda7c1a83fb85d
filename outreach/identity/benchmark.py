"""How well ``name_match`` does on labelled pairs: precision, recall and F1 per slice, and the pace.

A pair is ``(slice, schema, name1, name2, is_match)``; people are compared as people, everything else as firms.
"""

from __future__ import annotations

import csv
import gc
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TextIO

from .names.likeness import name_match
from .organisations import firm_name_match
from .reading import PERSON_SCHEMAS

COLUMNS = ("slice", "schema", "name1", "name2", "is_match")
#: Where the people of a slice come from, as the second or first part of its name says it.
_GROUPS = {
    "South_Korea": "korean", "North_Korea": "korean", "popong": "korean", "Taiwan": "chinese", "Hong_Kong": "chinese",
    "Singapore": "chinese", "Malaysia": "chinese", "Macau": "chinese", "China": "chinese", "Germany": "european",
    "Austria": "european", "Switzerland": "european", "UK": "european", "companies": "firm",
}
#: Invented names in every script, compared once before the clock starts so that the dictionaries are loaded.
_WARM_UP = (
    ("Person", "김가람", "Kim Garam"), ("Person", "金佳藍", "김가람"), ("Person", "陳小蘭", "Chan Siu Lan"),
    ("Person", "陳小蘭", "Tan Siew Lan"), ("Person", "Bob Beispiel", "Robert Muster"), ("Person", "Hsu Hsiao-lan", "Xu Xiaolan"),
    ("Person", "拉惹古玛", "Rajakumar a/l Suppiah"), ("Person", "Jürgen Beispiel", "Juergen Beispiel"),
    ("Person", "安娜·贝格曼", "Anna Bergmann"),
    ("Person", "안나 베르크만", "Anna Bergmann"), ("Organisation", "示例光电有限公司", "Shili Photonics Co., Ltd."),
    ("Organisation", "(주)가람전자", "Garam Electronics"), ("Organisation", "Beispiel GmbH", "Beispiel AG"),
)


@dataclass(frozen=True)
class Pair:
    """One labelled pair."""

    slice: str
    schema: str
    a: str
    b: str
    is_match: bool


@dataclass
class Figures:
    """Counts of one slice or group; ``misses`` are the pairs answered wrongly with their scores."""

    tp: int = 0
    fp: int = 0
    fn: int = 0
    tn: int = 0
    seconds: float = 0.0
    misses: list[tuple[Pair, float]] = field(default_factory=list)

    @property
    def n(self) -> int:
        """How many pairs were compared."""
        return self.tp + self.fp + self.fn + self.tn

    def add(self, other: Figures) -> None:
        """Take the counts of another one in."""
        self.tp, self.fp, self.fn, self.tn = self.tp + other.tp, self.fp + other.fp, self.fn + other.fn, self.tn + other.tn
        self.seconds += other.seconds

    def as_dict(self) -> dict[str, float | int | None]:
        """Return n, precision, recall, F1 and the counts; None where there is nothing to divide by."""
        precision = self.tp / (self.tp + self.fp) if self.tp + self.fp else None
        recall = self.tp / (self.tp + self.fn) if self.tp + self.fn else None
        f1 = 2 * self.tp / (2 * self.tp + self.fp + self.fn) if self.tp + self.fp + self.fn else None
        shown = {"precision": precision, "recall": recall, "f1": f1}
        return {"n": self.n, **{k: None if v is None else round(v, 4) for k, v in shown.items()},
                "tp": self.tp, "fp": self.fp, "fn": self.fn, "tn": self.tn}


def read_pairs(handle: TextIO) -> list[Pair]:
    """Read a file of labelled pairs. Raises ValueError with the missing columns, or the line that has no label."""
    reader = csv.DictReader(handle)
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        raise ValueError(", ".join(missing))
    pairs = []
    for row in reader:
        label = (row["is_match"] or "").strip().lower()
        if label not in ("true", "false", "1", "0"):
            raise ValueError(str(reader.line_num))
        pairs.append(Pair(row["slice"], row["schema"], row["name1"], row["name2"], label in ("true", "1")))
    return pairs


def group_of(name: str) -> str:
    """Return the group of a slice: whose names in which scripts (``korean:hangul-latin``)."""
    parts = name.split(":")
    whose = next((_GROUPS[part] for part in parts[:2] if part in _GROUPS), parts[0])
    kinds = [part for part in parts[1:] if part not in _GROUPS]
    return ":".join(dict.fromkeys((whose, *kinds)))


def warm_up() -> None:
    """Compare invented names in every script, so that every dictionary is loaded before the clock starts."""
    for schema, a, b in _WARM_UP:
        _answer(schema, a, b)
    # The collector looks through what was loaded once, and not in the middle of the pairs.
    gc.collect()


def measure(pairs: Iterable[Pair]) -> dict[str, Figures]:
    """Compare every pair once, in order, and return the figures of each slice in order of appearance.

    ``seconds`` are those of the processor, so that what else runs on the machine does not count.
    """
    slices: dict[str, Figures] = {}
    for pair in pairs:
        figures = slices.setdefault(pair.slice, Figures())
        start = time.process_time()
        score, match = _answer(pair.schema, pair.a, pair.b)
        figures.seconds += time.process_time() - start
        name = ("tp" if pair.is_match else "fp") if match else ("fn" if pair.is_match else "tn")
        setattr(figures, name, getattr(figures, name) + 1)
        if match != pair.is_match:
            figures.misses.append((pair, score))
    return slices


def grouped(slices: dict[str, Figures]) -> dict[str, Figures]:
    """Return the sums by group, and ``all``."""
    groups: dict[str, Figures] = {}
    for name, figures in slices.items():
        for key in (group_of(name), "all"):
            groups.setdefault(key, Figures()).add(figures)
    return dict(sorted(groups.items(), key=lambda item: (item[0] == "all", item[0])))


def _answer(schema: str, a: str, b: str) -> tuple[float, bool]:
    """Return (score, could be one name)."""
    return name_match(a, b) if schema.strip().lower() in PERSON_SCHEMAS else firm_name_match(a, b)
