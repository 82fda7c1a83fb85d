"""Labelled pairs of names, read from a file and never kept."""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from pathlib import Path

from ..names.clean import variants
from ..names.latin import letters


@dataclass(frozen=True)
class Pair:
    """Two names with what a person said of them; ``single``: the Han name is written without a dot."""

    place: str
    name1: str
    name2: str
    match: bool
    han: str
    words: tuple[str, ...]
    single: bool


def read(path: Path) -> list[Pair]:
    """Return the pairs of a Han and a Latin name of persons (columns slice, schema, name1, name2, is_match)."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [r for r in csv.DictReader(file) if r["schema"] == "Person" and r["slice"].endswith("han-latin")]
    found = []
    for row in rows:
        han = next((v for v in variants(row["name1"]) if v.script == "han"), None)
        latin = next((v for v in variants(row["name2"]) if v.script == "latin"), None)
        if han and latin:
            words = tuple(filter(None, map(letters, latin.tokens)))
            place = row["slice"].split(":")[-2] if ":" in row["slice"] else row["slice"]
            single = len(han.tokens) == 1
            found.append(Pair(place, row["name1"], row["name2"], row["is_match"] == "true", han.text, words, single))
    return found


def folds(pairs: list[Pair], count: int) -> list[tuple[list[Pair], list[Pair]]]:
    """Return (to learn from, left out) ``count`` times; a Han name is never on both sides."""
    names = sorted({pair.han for pair in pairs})
    random.Random(1).shuffle(names)  # noqa: S311 the same folds in every run
    fold = {name: place % count for place, name in enumerate(names)}
    return [
        ([p for p in pairs if fold[p.han] != out], [p for p in pairs if fold[p.han] == out]) for out in range(count)
    ]
