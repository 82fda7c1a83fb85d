"""Finding doubles among many stored people, beside Splink on the same records: F1 of the pairs and time.

    .venv/bin/python -m tests.benchmarks.finder --people 200000 --splink /tmp/splink/bin/python

Prints figures; nothing passes or fails. Without --splink only our own finder runs; finder_splink.py tells how to get
the other one. Loading the records is no part of the time.
"""

import argparse
import csv
import subprocess
import tempfile
import time
from pathlib import Path

from sqlalchemy import insert, select

from tests import engines
from tests.benchmarks.finder_people import Told, make_people


def main() -> None:
    """Generate, load, search, compare."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=5000)
    asked.add_argument("--splink", help="An interpreter that has Splink")
    asked.add_argument("--engine", default="sqlite", choices=("sqlite", "postgresql"))
    given = asked.parse_args()
    people = make_people(given.people)
    truth = {(one.number, one.twin) for one in people if one.twin}
    print(f"{len(people):,} people, {len(truth):,} of them twice, engine {given.engine}")
    with tempfile.TemporaryDirectory() as folder:
        seconds, found = _ours(people, given.engine, Path(folder))
        _say("outreach", seconds, found, truth)
        if given.splink:
            seconds, scored = _splink(people, given.splink, Path(folder))
            _say("splink, probability 0.9", seconds, {pair for pair, share in scored.items() if share >= 0.9}, truth)
            best = max((_f1({pair for pair, share in scored.items() if share >= step / 100}, truth), step)
                       for step in (1, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 99))
            print(f"{'splink, best threshold':28} F1 {best[0]:.3f} at {best[1] / 100:.2f}")


def _say(name: str, seconds: float, found: set, truth: set) -> None:
    right = len(found & truth)
    print(f"{name:28} F1 {_f1(found, truth):.3f}  precision {right / max(1, len(found)):.3f}  "
          f"recall {right / len(truth):.3f}  pairs {len(found):,}  {seconds:.1f} s")


def _f1(found: set, truth: set) -> float:
    right = len(found & truth)
    return 2 * right / (len(found) + len(truth)) if found else 0.0


def _ours(people: list[Told], engine: str, folder: Path) -> tuple[float, set]:
    from outreach import create_app
    from outreach.activity import SYSTEM
    from outreach.contacts.models import DuplicateCandidate
    from outreach.contacts.services.finder import start_search, step_search
    from outreach.db import db, transaction

    url = engines.fresh_database(engine, folder)
    application = create_app(engines.settings(url, folder / "data"))
    with application.app_context():
        _load(people)
        started = time.perf_counter()
        with transaction():
            search_id = start_search(SYSTEM, "person").id
        while not step_search(search_id):
            pass
        seconds = time.perf_counter() - started
        found = {(max(pair), min(pair)) for pair in db.session.execute(
            select(DuplicateCandidate.person_id, DuplicateCandidate.other_id))}
        db.session.remove()
        db.engine.dispose()
    engines.drop_database(url)
    return seconds, found


def _load(people: list[Told]) -> None:
    """Rows as the services would write them, without the search index."""
    from outreach.contacts.models import Affiliation, Organisation, Person, PersonChannel, PersonKey, PersonName
    from outreach.db import db, now, transaction
    from outreach.identity import PersonEvidence, parse_name, parse_organisation, person_keys, sort_key

    firms = {name: key for key, name in enumerate(dict.fromkeys(one.firm for one in people if one.firm), 1)}
    stamp = {"created_at": now(), "updated_at": now(), "version": 1}
    with transaction():
        db.session.execute(insert(Organisation), [
            {"id": key, "name": name, "key": parse_organisation(name).key[:300], "sort_key": sort_key(name), "kind": "company",
             **stamp}
            for name, key in firms.items()])
    for start in range(0, len(people), 2000):
        part = people[start:start + 2000]
        scripts = {one.number: parse_name(one.name).script for one in part}
        channels = [(one.number, kind, value) for one in part
                    for kind, value in (("email", one.email), ("mobile", one.phone)) if value]
        keys = [(one.number, key[:340]) for one in part for key in sorted(person_keys(PersonEvidence(
            (one.name,), (one.email,) if one.email else (), (one.phone,) if one.phone else ())))]
        with transaction():
            db.session.execute(insert(Person), [
                {"id": one.number, "full_name": one.name, "script": scripts[one.number], "country": one.country,
                 "name_order": "unknown", "sort_key": sort_key(one.name), **stamp} for one in part])
            db.session.execute(insert(PersonName), [
                {"person_id": one.number, "text": one.name, "script": scripts[one.number]} for one in part])
            db.session.execute(insert(PersonChannel), [
                {"person_id": number, "kind": kind, "value": value, "raw": value} for number, kind, value in channels])
            db.session.execute(insert(PersonKey), [{"person_id": number, "key": key} for number, key in keys])
            db.session.execute(insert(Affiliation), [
                {"person_id": one.number, "organisation_id": firms[one.firm]} for one in part if one.firm])


def _splink(people: list[Told], python: str, folder: Path) -> tuple[float, dict]:
    source, target = folder / "people.csv", folder / "pairs.csv"
    with source.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(["unique_id", "first_name", "surname", "email", "phone", "company", "country"])
        writer.writerows([one.number, one.given, one.family, one.email, one.phone, one.firm, one.country] for one in people)
    told = subprocess.run([python, str(Path(__file__).with_name("finder_splink.py")), str(source), str(target)],
                          check=True, capture_output=True, text=True)
    with target.open(encoding="utf-8") as read:
        scored = {(max(int(one), int(other)), min(int(one), int(other))): float(share) for one, other, share in csv.reader(read)}
    return float(told.stdout.strip().splitlines()[-1]), scored


if __name__ == "__main__":
    main()
