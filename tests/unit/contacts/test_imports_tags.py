"""Tags of people in imported files: recognised, made one with the catalogue's, found by, taken back."""

import pytest
from sqlalchemy import select

from outreach.activity import SYSTEM
from outreach.contacts.models import Person, PersonTag
from outreach.contacts.services import edit_person
from outreach.contacts.services import imports as engine
from outreach.contacts.services.imports.report import kept_words
from outreach.contacts.services.restoring import values_of
from outreach.db import db, transaction
from outreach.i18n import in_language
from outreach.search import index
from tests.factories.accounts import make_user
from tests.factories.catalogue import make_tag
from tests.factories.contacts import make_person
from tests.factories.imports import csv_file, make_import
from tests.unit.contacts.test_imports_own import row_of

HEAD = "Name;E-Mail;Schlagwörter"
PETRA = "Petra Muster;petra@velox.example.org"


def tags_of(name: str = "Petra Muster") -> set[str]:
    """What the one person of this name carries."""
    return set(db.session.scalars(select(PersonTag.tag).join(PersonTag.person).where(Person.full_name == name)))


def found(word: str) -> list[int]:
    return [hit.ref_id for hit in index.find(word, make_user("officer"), ["person"])]


@pytest.mark.parametrize("heading", ["Tags", "标签", "태그", "Schlagwörter"])
def test_a_new_person_carries_the_tags_of_the_row_and_is_found_by_them(app, heading):
    make_tag("laser", en="Laser technology", zh="激光技术")
    run = make_import(data=csv_file(f"{PETRA};\"激光技术, Graphen、laser\"", head=f"Name;E-Mail;{heading}"), applied=True)
    assert tags_of() == {"laser", "Graphen"}
    person, = db.session.scalars(select(Person))
    assert found("Graphen") == found("laser") == [person.id]
    engine.undo_import(SYSTEM, run.id)
    assert db.session.scalars(select(PersonTag.id)).all() == []


def test_two_rows_about_one_person_add_up_and_equal_words_are_one_tag(app):
    rows = [f"{PETRA};Graphen, Messe", f"{PETRA};graphen; Optik", "Uwe Kern;uwe@velox.example.org;"]
    make_import(data=csv_file(*(row.replace("; Optik", ", Optik") for row in rows), head=HEAD), applied=True)
    assert (tags_of(), tags_of("Uwe Kern")) == ({"Graphen", "Messe", "Optik"}, set())
    assert len(found("Optik")) == 1


def test_a_known_person_gets_what_is_missing_and_undo_takes_only_that_back(app):
    known = make_person("Petra Muster", email="petra@velox.example.org", tags=["Messe"])
    run = make_import(data=csv_file(f"{PETRA};MESSE, Graphen", head=HEAD), applied=True)
    assert tags_of() == {"Messe", "Graphen"} and found("Graphen") == [known.id]
    engine.undo_import(SYSTEM, run.id)
    db.session.expire_all()
    assert tags_of() == {"Messe"} and found("Graphen") == []
    assert row_of(run).state == "undone"


def test_a_tag_that_somebody_took_off_since_is_told_by_the_undo(app):
    make_tag("laser", en="Laser technology")
    known = make_person("Petra Muster", email="petra@velox.example.org")
    run = make_import(data=csv_file(f"{PETRA};laser, Graphen", head=HEAD), applied=True)
    db.session.expire_all()
    values = values_of(known)
    values.tags = ["Graphen"]
    with transaction():
        edit_person(SYSTEM, known, values, known.version)
    engine.undo_import(SYSTEM, run.id)
    with in_language("en"):
        assert kept_words(row_of(run)) == ["Tags: Laser technology, now –"]
    assert tags_of() == set()


def test_a_person_who_was_made_by_the_file_and_tagged_by_hand_stays(app):
    run = make_import(data=csv_file(f"{PETRA};Graphen", head=HEAD), applied=True)
    person, = db.session.scalars(select(Person))
    with transaction():
        db.session.add(PersonTag(person_id=person.id, tag="Optik"))
    engine.undo_import(SYSTEM, run.id)
    assert tags_of() == {"Graphen", "Optik"}
    assert set(db.session.scalars(select(PersonTag.import_run_id))) == {None}
