"""The costs of names by ear: descent along one cost after the other, from guesses made by hand."""

from __future__ import annotations

import math

from ..names import malay
from ..names.likeness import asked_by_ear
from .pairs import Pair

# Guesses, from which learned costs are kept from straying far.
GUESSES: dict[str, float] = {
    "VOWEL": 0.25, "WHISPER": 0.1, "FINAL": 0.5, "GLIDE": 0.5, "NEAR_VOWEL": 0.05, "OTHER_VOWEL": 0.2,
    "NEAR_KIN": 0.075, "FAR_KIN": 0.34, "STRANGER": 0.75, "WORD": 0.3, "FIRST_WORD": 0.4, "COURTESY": 0.15,
    "CANTONESE": 0.1, "DOUBT": 0.1, "CLOSED": 0.7, "aeiou": 0.15, "h": 0.15, "y": 0.2, "r": 0.3, "w": 0.3, "td": 0.45,
    "k": 0.5, "l": 0.5, "s": 0.6, "nN": 0.6, "m": 0.7, "bpfgS": 0.8, "middle": 0.75,
}
# Pairs of these places weigh in full, transcribed European names by half.
PLACES, OTHERS = ("Malaysia", "Singapore"), ("UK", "Germany")
STEEPNESS, RIDGE, STEPS = 16.0, 0.6, (1.4, 1.2, 1.1)
# What share of the pairs found by ear must be right; the threshold follows from it.
PRECISION = 0.92


def learn(pairs: list[Pair], start: dict[str, float] | None = None) -> dict[str, float]:
    """Return the costs that tell matches from others best, and with them ``ENOUGH``."""
    asked = [p for p in pairs if p.place.startswith(PLACES + OTHERS) and asked_by_ear(p.han, p.words)]
    costs = dict(start or GUESSES)
    best = _loss(costs, asked)
    for step in STEPS:
        for name in costs:
            for factor in (step, 1 / step):
                factor = factor if name != "middle" else 1 + (factor - 1) / 8
                while (loss := _loss({**costs, name: costs[name] * factor}, asked)) < best - 1e-3:
                    costs[name], best = costs[name] * factor, loss
    use(costs)
    return {**costs, "ENOUGH": _threshold([p for p in asked if p.place.startswith(PLACES)])}


def shipped() -> dict[str, float]:
    """Return the costs that the kernel has now."""
    own = {name: getattr(malay, name) if name.isupper() else malay.LOST.get(name[0], 0.0) for name in GUESSES}
    return {**own, "middle": malay.ENOUGH - 0.06}


def _threshold(pairs: list[Pair]) -> float:
    """Return the lowest threshold, in hundredths, at which so large a share of what is found is right."""
    values = [(malay.accounted(pair.han, pair.words), pair.match) for pair in pairs]
    for threshold in (step / 100 for step in range(60, 96)):
        found = [match for value, match in values if value >= threshold]
        if sum(found) >= PRECISION * len(found):
            return threshold
    return 0.95


def _loss(costs: dict[str, float], pairs: list[Pair]) -> float:
    """Return how badly the costs tell the pairs apart (log loss and distance from the guesses)."""
    use(costs)
    loss = RIDGE * sum(math.log(costs[name] / guess) ** 2 for name, guess in GUESSES.items())
    for pair in pairs:
        beyond = STEEPNESS * (malay.accounted(pair.han, pair.words) - costs["middle"])
        weight = 1.0 if pair.place.startswith(PLACES) else 0.5
        loss += weight * math.log1p(math.exp(-beyond if pair.match else beyond))
    return loss


def use(costs: dict[str, float]) -> None:
    """Let the kernel reckon with these costs in this process."""
    for name, value in costs.items():
        if name.isupper():
            setattr(malay, name, value)
        elif name != "middle":
            malay.LOST.update(dict.fromkeys(name, value))
    for cached in (malay._swaps, malay._sounds, malay._text):
        cached.cache_clear()


def report(costs: dict[str, float]) -> str:
    """Return the numbers to write into ``names/malay.py``."""
    return "\n".join(f"{name} = {value:.3f}" for name, value in costs.items())
