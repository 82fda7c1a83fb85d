"""The weights of the southern spellings: a logistic regression over syllables that finds its alignment itself."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Sequence
from itertools import islice

from ..names import southern
from ..names.latin import western_given_names
from .pairs import Pair

ROUNDS, NEGATIVES, HARDEST_OF = 3, 8, 4
PLACES = ("Taiwan", "Hong_Kong", "Singapore", "Malaysia")
Vector = Sequence[float]


def learn(pairs: list[Pair]) -> tuple[list[float], float]:
    """Return weights and bias; which word stands for which sign is found on the way."""
    pairs = [pair for pair in pairs if pair.single and pair.place.startswith(PLACES)]
    spare = western_given_names()
    words = sorted({word for pair in pairs for word in pair.words} - spare)
    signs = [sign for pair in pairs if len(pair.han) <= 3 for sign in pair.han]
    weights: list[float] = [0.0] * 13 + [1.0] + [0.0] * 3
    bias, floor = 0.0, 1.6
    for _ in range(ROUNDS):
        positive = [v for pair in pairs if pair.match for v in _aligned(pair, spare, weights, bias, floor)]
        negative = list(islice(_negatives(signs, words), NEGATIVES * len(positive)))
        weights, bias = logistic([(v, 1.0) for v in positive] + [(v, 0.0) for v in negative])
        floor = -1.0
    return weights, bias + math.log(NEGATIVES)


def _aligned(pair: Pair, spare: frozenset[str], weights: Vector, bias: float, floor: float) -> list[tuple[float, ...]]:
    """Return the features of a matching pair, syllable by syllable, as they lie best; [] when they lie badly."""
    best: tuple[float, list[tuple[float, ...]]] = (floor, [])
    for window, strays in southern._windows(len(pair.han), pair.words, spare):
        vectors = [southern.features(sign, word) for sign, word in zip(pair.han, window, strict=True)]
        if not all(vectors) or not 2 <= len(vectors) <= 4:
            continue
        if any(weights[:13]):
            scores = [_dot(weights, v) + bias for v in vectors]
        else:
            scores = [v[13] for v in vectors]
        best = max(best, (sum(scores) / len(scores) - strays, vectors))
    return best[1]


def _negatives(signs: list[str], words: list[str]) -> Iterable[tuple[float, ...]]:
    """Return syllables of others without end: every second one the likest of a few."""
    chance = random.Random(3)  # noqa: S311 the same figures in every run
    while True:
        sign = chance.choice(signs)
        for count in (1, HARDEST_OF):
            found = [southern.features(sign, chance.choice(words)) for _ in range(count)]
            best = max(found, key=lambda v: v[13] if v else 0.0)
            if best:
                yield best


def logistic(samples: list[tuple[Vector, float]], ridge: float = 1.0, steps: int = 12) -> tuple[list[float], float]:
    """Return weights and bias of a logistic regression, by Newton's method."""
    size = len(samples[0][0]) + 1
    weights = [0.0] * size
    rows = [((*vector, 1.0), label) for vector, label in samples]
    for _ in range(steps):
        slope = [-ridge * w for w in weights[:-1]] + [0.0]
        curve = [[ridge * (i == j < size - 1) for j in range(size)] for i in range(size)]
        for vector, label in rows:
            likely = 1 / (1 + math.exp(-max(-30.0, min(30.0, _dot(weights, vector)))))
            certain = likely * (1 - likely)
            for i, value in enumerate(vector):
                if not value:
                    continue
                slope[i] += (label - likely) * value
                row, scaled = curve[i], certain * value
                for j in range(i, size):
                    row[j] += scaled * vector[j]
        for i in range(size):
            for j in range(i):
                curve[i][j] = curve[j][i]
        weights = [w + d for w, d in zip(weights, _solve(curve, slope), strict=True)]
    return weights[:-1], weights[-1]


def _solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Return x of matrix · x = right (Gauss, with pivots)."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    size = len(rows)
    for i in range(size):
        pivot = max(range(i, size), key=lambda k: abs(rows[k][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for k in range(i + 1, size):
            factor = rows[k][i] / rows[i][i]
            rows[k] = [a - factor * b for a, b in zip(rows[k], rows[i], strict=True)]
    found = [0.0] * size
    for i in reversed(range(size)):
        found[i] = (rows[i][-1] - _dot(rows[i][i + 1 : -1], found[i + 1 :])) / rows[i][i]
    return found


def _dot(a: Vector, b: Vector) -> float:
    """Return the sum of products; the longer one's rest is left out."""
    return sum(x * y for x, y in zip(a, b, strict=False))


def use(weights: Sequence[float], bias: float) -> None:
    """Let the kernel weigh with these numbers in this process."""
    southern.WEIGHTS, southern.BIAS = tuple(weights), bias
    southern.syllable.cache_clear()


def report(weights: Sequence[float], bias: float) -> str:
    """Return the numbers as they stand in ``names/southern.py``."""
    return f"WEIGHTS = ({', '.join(f'{w:.2f}' for w in weights)})\nBIAS = {bias:.2f}"
