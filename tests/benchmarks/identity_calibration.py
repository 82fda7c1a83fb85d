"""How well the kernel's scores are calibrated: an invented world, its records in pairs, and what the scores came to.

Run: python -m tests.benchmarks.identity_calibration [people] [seed]. Every person of the world has two records as two
sources write them: another spelling or script, an address or number missing or another one, a firm changed or written
otherwise. Records that share a blocking key are compared; of the pairs with a score in a band, as many should be one
person as the score says. The rates of noise below are assumptions, so the table is a check of sense and no proof.
"""

from __future__ import annotations

import random
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import combinations

from outreach.identity import PersonEvidence, compare_people, normalise_email, parse_phone, person_keys, romanised

# Family names with their shares: an equal Kim says less than an equal Hwang.
_KOREAN = dict(zip("김이박최정강조윤장임한오서신권황안송류홍",
                   (215, 147, 84, 47, 43, 23, 21, 21, 20, 16, 15, 15, 15, 15, 14, 14, 14, 13, 12, 11), strict=True))
_CHINESE = dict(zip("王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高",
                    (72, 71, 68, 54, 45, 31, 22, 21, 20, 19, 14, 14, 13, 13, 12, 12, 11, 11, 9, 9), strict=True))
_KOREAN_GIVEN = ("민서지현수영준우진은정호경미희성태", "수영호진희현민준우서연훈아경석철미")
_CHINESE_GIVEN = ("志建国文晓海明春小家思子雨嘉宇", "伟芳强磊军洋勇杰涛明超霞平刚华文玲红雷辉")


def _words(text: str) -> list[str]:
    return text.split()


_HEADS = _words("Berg Linden Stein Wald Feld Roth Hof Brunn Eichen Kirch Mühl Neu Ober Nieder Hoch Lang Schön Gold Silber")
_TAILS = _words("mann berger hofer bauer müller meier stätter dorf feld wald brink kamp graf huber lein")
_ENGLISH = _words("Ash Black Clay Dun Elm Fair Hart Holl Kings Lang Marsh North Oak Pres Red Stan Thorn Wake West White")
_ENGLISH_TAILS = _words("ford ley ton worth wood field bury well brook shaw ham combe croft")
_GERMAN_GIVEN = _words("Anna Jürgen Klaus Sabine Günther Petra Wolfgang Uwe Birgit Heike Stefan Martina Jörg Käthe Bernd Silke")
_ENGLISH_GIVEN = _words("Robert William Elizabeth Margaret Thomas Katherine James Susan Andrew Rebecca Daniel Helen")
_SHORT = {"Robert": "Bob", "William": "Bill", "Elizabeth": "Liz", "Margaret": "Maggie", "Thomas": "Tom", "James": "Jim"}
# Names, what they do, and the pattern of a legal name.
_FIRM_WORDS = {
    "KR": (_words("가람 한빛 나래 다온 라온 미르"), _words("전자 광학 정밀 기술 화학"), "(주){}{}"),
    "CN": (_words("恒拓 云帆 蓝芯 华晟 锐捷 启明"), _words("光电 精密 科技 电子 材料"), "{}{}有限公司"),
    "DE": (_words("Norvia Velox Beispiel Muster Alpina Rhenus"), _words("Optik Laser Technik Systeme"), "{} {} GmbH"),
    "GB": (_words("Harbour Avon Pennine Severn Mersey Tyne"), _words("Optics Photonics Systems Devices"), "{} {} Ltd"),
}
_FREE = {"KR": "naver.com", "CN": "163.com", "DE": "gmx.de", "GB": "gmail.com"}


@dataclass(frozen=True)
class Invented:
    """A person of the world, as they truly are."""

    id: int
    country: str
    name: str
    firm: int


def main() -> None:
    """Print the table of bands and the Brier score."""
    count, seed = (int(sys.argv[i]) if len(sys.argv) > i else default for i, default in ((1, 4000), (2, 1)))
    draw = random.Random(seed)
    people = [_invented(draw, number, count) for number in range(count)]
    records = [(person.id, _record(draw, person, count)) for person in people for _ in range(2)]
    bands: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    verdicts: Counter[tuple[str, bool]] = Counter()
    for one, other in _pairs(records):
        found, truth = compare_people(records[one][1], records[other][1]), records[one][0] == records[other][0]
        bands[min(9, int(found.score * 10))].append((found.score, truth))
        verdicts[found.verdict, truth] += 1
    scored = [pair for band in bands.values() for pair in band]
    print(f"{len(records)} records, {len(scored)} pairs that share a key, {sum(t for _, t in scored)} of them one person")
    print(f"{'score':>10}{'pairs':>9}{'mean score':>12}{'one person':>12}")
    for band in sorted(bands):
        scores, truths = zip(*bands[band], strict=True)
        size = len(scores)
        print(f"{band / 10:>6.1f}–{band / 10 + 0.1:.1f}{size:>9}{sum(scores) / size:>12.3f}{sum(truths) / size:>12.3f}")
    print(f"Brier score {sum((s - t) ** 2 for s, t in scored) / len(scored):.4f}")
    for (verdict, truth), pairs in sorted(verdicts.items()):
        print(f"{verdict:>10} {'one person' if truth else 'two people':>11} {pairs:>8}")


def _pairs(records: list[tuple[int, PersonEvidence]]) -> set[tuple[int, int]]:
    """Return the pairs of records that share a blocking key; keys that everybody shares are passed over."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for place, (_, evidence) in enumerate(records):
        for key in person_keys(evidence):
            blocks[key].append(place)
    return {pair for block in blocks.values() if len(block) <= 60 for pair in combinations(block, 2)}


def _invented(draw: random.Random, number: int, count: int) -> Invented:
    """Invent a person."""
    country = draw.choices(["CN", "KR", "DE", "GB"], [35, 25, 20, 20])[0]
    if country in ("CN", "KR"):
        families, given = (_CHINESE, _CHINESE_GIVEN) if country == "CN" else (_KOREAN, _KOREAN_GIVEN)
        family = draw.choices(list(families), list(families.values()))[0]
        first = draw.choice(given[0]) if country == "KR" or draw.random() < 0.7 else ""
        name = family + first + draw.choice(given[1])
    elif country == "DE":
        name = f"{draw.choice(_GERMAN_GIVEN)} {draw.choice(_HEADS)}{draw.choice(_TAILS)}"
    else:
        name = f"{draw.choice(_ENGLISH_GIVEN)} {draw.choice(_ENGLISH)}{draw.choice(_ENGLISH_TAILS)}"
    return Invented(number, country, name, draw.randrange(max(8, count // 8)))


def _record(draw: random.Random, person: Invented, count: int) -> PersonEvidence:
    """Return what one source says of a person."""
    firm = person.firm if draw.random() < 0.9 else draw.randrange(max(8, count // 8))
    moved = firm != person.firm
    own = f"p{person.id}"
    domain = f"firm{firm}.example.org"
    emails: list[str | None] = []
    if draw.random() < 0.65:
        private, alias = draw.random() < 0.2, draw.random() < 0.08
        emails.append(normalise_email(f"{own}@{_FREE[person.country]}" if private else f"{own}{'x' * alias}@{domain}"))
    elif draw.random() < 0.2:
        emails.append(f"info@{domain}")
    phones = ()
    if draw.random() < 0.5:
        second = draw.random() < 0.12
        phones = tuple(filter(None, [_mobile(person, 1 if second else 0)]))
    evidence = PersonEvidence(
        (_written(draw, person.name, person.country),), tuple(filter(None, emails)), phones,
        organisation=_firm_name(draw, person.country, firm) if draw.random() < 0.8 else None,
        country=person.country if draw.random() < 0.8 else None)
    account = person.country == "CN" and draw.random() < 0.2 and not moved
    return replace(evidence, handles=(f"wechat:{own}",)) if account else evidence


def _mobile(person: Invented, which: int) -> str | None:
    """Return a mobile number of the person's own."""
    number = person.id * 2 + which
    raw = {"CN": f"139{number:08d}", "KR": f"010-{2000 + number // 10000:04d}-{number % 10000:04d}",
           "DE": f"0171 {2000000 + number}", "GB": f"07911 {100000 + number}"}[person.country]
    phone = parse_phone(raw, person.country)
    return phone.e164 if phone else None


def _written(draw: random.Random, name: str, country: str) -> str:
    """Return the name as one source writes it."""
    if country in ("CN", "KR"):
        if draw.random() < 0.6:
            return name
        roman = romanised(name) or name
        family, _, given = roman.partition(" ")
        return f"{given} {family}" if draw.random() < 0.5 else roman
    given, _, family = name.partition(" ")
    if draw.random() < 0.15:
        given = _SHORT.get(given, f"{given[0]}.")
    if draw.random() < 0.25:
        family = family.replace("ü", "ue").replace("ö", "oe").replace("ä", "ae")
    if draw.random() < 0.05:
        place = draw.randrange(1, len(family) - 1)
        family = family[:place] + family[place + 1 :]
    return f"{family}, {given}" if draw.random() < 0.1 else f"{given} {family}"


def _firm_name(draw: random.Random, country: str, firm: int) -> str:
    """Return a firm's name as one source writes it; every firm has its own number of words."""
    names, fields, pattern = _FIRM_WORDS[country]
    name = f"{names[firm % len(names)]}{names[firm // len(names) % len(names)].lower()}"
    text = pattern.format(name, fields[firm % len(fields)])
    form = "" if draw.random() < 0.8 else {"KR": "(주)", "CN": "有限公司", "DE": " GmbH", "GB": " Ltd"}[country]
    return text.replace(form, "") if form else text


if __name__ == "__main__":
    main()
