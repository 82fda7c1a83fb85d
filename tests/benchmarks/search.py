"""The search box over many people, and one new contact checked against them.

    python -m tests.benchmarks.search [--people 20000] [--engine sqlite|postgresql|both] [--queries 60]
        [--keep FOLDER]

`--keep` leaves the databases, and takes them up again where they are there: a million people are loaded once.

For every kind of query: how many find the person they were made from; p95 (p50) in milliseconds of the bare index query
on the same tokens for the first 20 ids, of the ranked search over all kinds, of what the box does while somebody types
(titles, marks, all kinds), and of the results page with its counts. Then the check of a new contact: by what it shares
with a stored person, how often that person is found, and how long it takes.
"""

import argparse
import random
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import func, select

from outreach.identity import without_form, written_phone
from tests.benchmarks import people, runner

LIMIT = 20


class Reader:
    """Somebody of our own."""

    role, id, time_zone, language = "reader", 1, "Europe/Berlin", "en"


def main() -> None:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--engine", choices=("sqlite", "postgresql", "both"), default="sqlite")
    parser.add_argument("--queries", type=int, default=60)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    for engine in ("sqlite", "postgresql") if asked.engine == "both" else (asked.engine,):
        with runner.application(engine, asked.keep) as app:
            measure(app, engine, asked.people, asked.queries)


def measure(app, engine: str, count: int, per_kind: int) -> None:
    """Fill a database, build the index, ask, and print."""
    print(f"\n## {engine}, {count:,} people\n", flush=True)
    _load(engine, count)
    sample = _sample(count, per_kind * 8)
    with app.test_request_context("/search/?q="):
        print(runner.table(
            ["query", "found", "bare index", "ranked, all kinds", "while typing", "results page"],
            [_kind(name, made, words, bare, per_kind) for name, made, words, bare in _kinds(sample)]), flush=True)
        print("\nOne new contact against all of them\n")
        print(runner.table(["shares", "stored person found", "among the candidates", "p95 (p50) ms"], _checks(sample, per_kind)),
              flush=True)


def _load(engine: str, count: int) -> None:
    """People and index, as far as they are missing."""
    from outreach.db import db
    from outreach.search.models import SearchEntry
    from outreach.search.rebuild import rebuild

    with runner.stopwatch() as filling:
        people.fill(count)
    print(f"written in {filling():.0f} s", flush=True)
    indexed = db.session.scalar(select(func.count()).select_from(SearchEntry))
    db.session.rollback()
    if indexed < count + people.FIRMS:
        with runner.stopwatch() as building:
            rebuild()
        print(f"index built in {building():.0f} s ({building() / (count + people.FIRMS - indexed) * 1e6:.0f} µs a record)")
    index = "search_fts" if engine == "sqlite" else "ix_search_entry_tokens_gin"
    print(f"{runner.megabytes(index):.0f} MB, beside {runner.megabytes('search_entry'):.0f} MB of entries\n", flush=True)


def _sample(count: int, wanted: int) -> list[people.Made]:
    chosen = random.Random(3).sample(range(1, count + 1), min(count, wanted * 3))
    return [people.make(number) for number in chosen]


def _kinds(sample: list) -> list[tuple]:
    """(name, people, query of one, place of the bare question)."""
    native = [one for one in sample if not one.name.isascii() and one.country in ("CN", "KR")]
    latin = [one for one in sample if one.country in ("CN", "KR") and one.name.isascii()]
    umlauts = [one for one in sample if one.country == "DE" and not one.name.isascii()]
    western = [one for one in sample if one.country in ("DE", "GB")]
    names = {number: name for number, _country, name in people.firms()}
    return [
        ("2 signs of a name", native, lambda one: one.name[:2], 1),
        ("whole native name", native, lambda one: one.name, 1),
        ("romanised for a native name", native, lambda one: one.latin, 1),
        ("native for a Latin name", latin,
         lambda one: people.make(one.id, native=True).name, -1),
        ("umlaut in another spelling", umlauts, lambda one: one.name.translate(_PLAIN), 1),
        ("beginning, 1 letter", western, lambda one: one.name[:1], 2),
        ("beginning, 2 letters", western, lambda one: one.name.split()[-1][:2], 2),
        ("beginning, 4 letters", western, lambda one: one.name.split()[-1][:4], 2),
        ("given name, beginning of family name", western, lambda one: one.name[:-3], 2),
        ("mail, from its middle", sample, lambda one: one.email[2:one.email.index("@")], "inside"),
        ("mail, six signs from its middle", sample, lambda one: one.email.split("@")[0][-7:-1], "inside"),
        ("mobile as it is written", sample, lambda one: written_phone(one.mobile), "inside"),
        ("mobile without country, grouped", sample, lambda one: "0" + one.mobile[3:6] + "-" + one.mobile[6:], "inside"),
        ("last 6 digits", sample, lambda one: one.mobile[-6:], "inside"),
        ("company without legal form", sample, lambda one: without_form(names[one.firm]) or names[one.firm], -1),
        ("name and company", western, lambda one: f"{one.name} {names[one.firm].split()[0]}", -1),
    ]


_PLAIN = str.maketrans({"ä": "ae", "ö": "o", "ü": "ue", "ß": "ss"})


def _kind(name: str, made: list, words: Callable, bare, per_kind: int) -> list:
    from outreach.contacts.models import Person
    from outreach.db import db
    from outreach.search import asking, index, results
    from outreach.search.engines import bare_ids

    chosen, viewer = made[:per_kind], Reader()
    queries = [words(one) for one in chosen]

    def plain(query: str) -> list[int]:
        return bare_ids(asking.parts_of(query)[0] if bare == "inside" else asking.questions(query)[bare], LIMIT)

    def known(pair: tuple) -> bool:
        one, query = pair
        found = select(func.count()).select_from(Person).where(Person.id == one.id, index.among(Person.id, query, viewer, "person"))
        return bool(db.session.scalar(found))

    for query in queries[:3]:
        plain(query), results.by_kind(query, viewer)
    timed = [runner.time_calls(call, queries)[0] for call in (
        plain, lambda query: index.find(query, viewer, limit=LIMIT), lambda query: results.while_typing(query, viewer),
        lambda query: results.by_kind(query, viewer))]
    found = sum(map(known, zip(chosen, queries, strict=True)))
    return [name, f"{found}/{len(queries)}", *timed]


def _checks(sample: list, per_kind: int) -> list[list]:
    from outreach.contacts.services.matching import likely_ids, match_ids
    from outreach.identity import PersonEvidence

    names = {number: name for number, _country, name in people.firms()}
    kinds = {
        "mail and name": lambda one: PersonEvidence((one.latin,), (one.email,)),
        "mobile and name": lambda one: PersonEvidence(
            (one.latin,), (), (one.mobile,), None, None, one.country, (), (), (one.mobile,)),
        "name as it is stored, and firm": lambda one: PersonEvidence((one.name,), (), (), names[one.firm], one.firm, one.country),
        "name in Latin letters, and firm": lambda one: PersonEvidence((one.latin,), (), (), names[one.firm], one.firm, one.country),
        "name as it is stored, nothing else": lambda one: PersonEvidence((one.name,), (), (), None, None, one.country),
        "name in Latin letters, nothing else": lambda one: PersonEvidence((one.latin,), (), (), None, None, one.country),
        "nothing": lambda one: PersonEvidence((one.latin[::-1].title(),), (f"x{one.email[::-1]}",)),
    }
    rows = []
    for kind, evidence in kinds.items():
        told = [evidence(one) for one in sample[:per_kind * 3]]
        times, found = runner.time_calls(match_ids, told)
        hit = sum(one.id in {ref for ref, _ in pairs} for one, pairs in zip(sample, found, strict=False))
        near = sum(one.id in likely_ids(item) for one, item in zip(sample, told, strict=False))
        rows.append([kind, f"{hit}/{len(told)}", f"{near}/{len(told)}", times])
    return rows


if __name__ == "__main__":
    main()
