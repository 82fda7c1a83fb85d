"""The sample files, imported one after another into one event, against the table that says which row is whom."""

import csv
import itertools
from collections import defaultdict
from pathlib import Path

import pytest
from sqlalchemy import func, select

from outreach.activity import SYSTEM
from outreach.contacts.models import DuplicateCandidate, ImportRow, Organisation, Person, PersonChannel, PersonName
from outreach.contacts.services.imports import Options, apply_import, preview_import, stage_file, undo_import
from outreach.event_contacts.models import EventContact
from tests.factories.events import make_event

SAMPLES = Path(__file__).parents[2] / "samples"
FILES = ("messe-leads-de.csv", "kotra-leads-ko.csv", "exhibition-leads-zh.csv", "fair-leads-scanner.csv",
         "outlook-utf16.csv", "exhibition-leads-zh.xlsx", "cards-mixed.vcf")
BROKEN = ("cards-mixed.vcf", 4)
#: Floors of what is reached with doubtful rows joined: all 79 pairs that the table knows, and no other.
PRECISION, RECALL = 1.0, 0.95


def truth() -> dict[tuple[str, int], dict]:
    """What each row of each file says, by (file, row)."""
    with (SAMPLES / "truth.csv").open(encoding="utf-8", newline="") as file:
        return {(row["file"], int(row["row"])): row for row in csv.DictReader(file)}


def import_all(event, doubtful: str, files=FILES) -> dict[tuple[str, int], ImportRow]:
    """Import every sample file; gives the rows by (file, row)."""
    rows = {}
    for name in files:
        run = stage_file(SYSTEM, (SAMPLES / name).read_bytes(), name, target_kind="event", target_ref=event.id,
                         options=Options(doubtful=doubtful))
        preview_import(run.id)
        run = apply_import(SYSTEM, run.id)
        assert run.state == "applied" and run.finished_at
        for row in _rows(run):
            rows[name, row.number] = row
    return rows


def _rows(run) -> list[ImportRow]:
    from outreach.db import db

    return list(db.session.scalars(select(ImportRow).where(ImportRow.run_id == run.id).order_by(ImportRow.number)))


@pytest.fixture
def event(app):
    """The fair that the files come from."""
    return make_event()


def test_no_row_is_lost_and_the_broken_card_is_set_aside_with_its_text(event, session):
    rows = import_all(event, "new")
    assert set(rows) == set(truth()) | {BROKEN}
    assert {place for place, row in rows.items() if row.state != "applied"} == {BROKEN}
    broken = rows[BROKEN]
    assert (broken.verdict, broken.state, broken.error["code"]) == ("error", "set_aside", "broken_card")
    assert "@@@not base64@@@" in broken.text
    contacts = session.scalar(select(func.count()).select_from(EventContact).where(EventContact.event_id == event.id))
    assert contacts == len(truth())


@pytest.mark.parametrize("doubtful", ["new", "same"])
def test_names_addresses_and_numbers_arrive_as_the_truth_table_says(event, session, doubtful):
    rows, wrong = import_all(event, doubtful), []
    for place, wanted in truth().items():
        person = session.get(Person, rows[place].person_id)
        names = set(session.scalars(select(PersonName.text).where(PersonName.person_id == person.id)))
        values = set(session.scalars(select(PersonChannel.value).where(PersonChannel.person_id == person.id)))
        for told, stored in ((wanted["name_as_written"], names), (wanted["email"], values), (wanted["phone_e164"], values)):
            if told and told not in stored:
                wrong.append((place, told, stored))
    assert wrong == []


@pytest.mark.parametrize(("doubtful", "files"), [("new", FILES), ("skip", FILES[::-1])], ids=["new", "skip"])
def test_two_people_of_the_truth_table_never_share_one_record(event, doubtful, files):
    """With doubtful rows joined, the precision below says the same."""
    rows, sharing = import_all(event, doubtful, files), defaultdict(set)
    for place, wanted in truth().items():
        if rows[place].person_id is not None:
            sharing[rows[place].person_id].add(wanted["person"])
    assert {person: told for person, told in sharing.items() if len(told) > 1} == {}


def _pairs(groups: dict) -> set:
    """All pairs of places within each group."""
    return {pair for members in groups.values() for pair in itertools.combinations(sorted(members), 2)}


def _groups(rows: dict, key) -> dict:
    found = defaultdict(set)
    for place in rows:
        found[key(place)].add(place)
    return found


@pytest.mark.parametrize("files", [FILES, FILES[::-1]], ids=["forwards", "backwards"])
def test_joining_doubtful_rows_finds_who_is_whom(event, session, files, capsys):
    rows, wanted = import_all(event, "same", files), truth()
    right = _pairs(_groups(wanted, lambda place: wanted[place]["person"]))
    joined = _pairs(_groups(wanted, lambda place: rows[place].person_id))
    precision, recall = len(joined & right) / len(joined), len(joined & right) / len(right)
    people = session.scalar(select(func.count()).select_from(Person))
    with capsys.disabled():
        print(f"\nsamples with doubtful rows joined: {len(right)} true pairs, {len(joined)} joined, precision "
              f"{precision:.3f}, recall {recall:.3f}, {people} people stored for 48")
    assert precision >= PRECISION
    assert recall >= RECALL


def test_new_people_who_may_be_known_are_marked_as_possible_duplicates(event, session):
    rows, wanted = import_all(event, "new"), truth()
    marked = {tuple(sorted((item.person_id, item.other_id))) for item in session.scalars(select(DuplicateCandidate))}
    people = _groups(wanted, lambda place: wanted[place]["person"])
    split = {tuple(sorted(pair)) for members in people.values()
             for pair in itertools.combinations({rows[place].person_id for place in members}, 2)}
    assert len(split & marked) >= 0.9 * len(split)


def test_importing_the_same_files_again_makes_nothing_new(event, session):
    import_all(event, "new")
    before = _stored(session)
    rows = import_all(event, "new")
    assert _stored(session) == before
    assert {row.outcome for row in rows.values()} == {"same", "error"}


def test_undoing_every_import_brings_everything_back(event, session):
    before = _stored(session)
    rows = import_all(event, "same")
    for run_id in sorted({row.run_id for row in rows.values()}, reverse=True):
        done = undo_import(SYSTEM, run_id)
        assert done.run.state == "undone" and done.kept == []
    session.expire_all()
    assert _stored(session) == before


def _stored(session) -> dict[str, int]:
    return {model.__tablename__: session.scalar(select(func.count()).select_from(model))
            for model in (Person, PersonName, PersonChannel, Organisation, DuplicateCandidate, EventContact)}
