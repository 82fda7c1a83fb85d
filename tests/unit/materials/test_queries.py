"""Which version is in force on a day, and the same answer from Python and from the database."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from outreach.activity import SYSTEM
from outreach.db import db, transaction
from outreach.errors import NotFound
from outreach.i18n import LANGUAGES
from outreach.materials import queries, services
from outreach.materials.models import Material
from outreach.materials.queries import best_standing, having, public_version, standing, standings, today
from tests.factories.accounts import make_user
from tests.factories.materials import make_material, make_version

DAY = timedelta(days=1)


def _state(material: Material, language: str = "en", day=None) -> tuple[str, int | None]:
    db.session.expire_all()
    found = standing(material.versions, language, day or today())
    return found.state, found.version.number if found.version else None


def test_a_language_is_missing_to_come_valid_ending_and_expired(session):
    material, now = make_material(), today()
    assert _state(material) == ("missing", None)
    make_version(material, valid_from=now + 10 * DAY, valid_until=now + 100 * DAY)
    assert _state(material) == ("to_come", 1)
    assert _state(material, day=now + 10 * DAY) == ("valid", 1)
    assert _state(material, day=now + 40 * DAY) == ("ending", 1)
    assert _state(material, day=now + 100 * DAY) == ("ending", 1)
    assert _state(material, day=now + 101 * DAY) == ("expired", 1)
    assert _state(material, "de") == ("missing", None)


def test_a_newer_version_replaces_the_older_for_good_from_its_first_day_on(session):
    material, now = make_material(), today()
    make_version(material)
    make_version(material, valid_from=now + 5 * DAY, valid_until=now + 9 * DAY)
    assert _state(material) == ("valid", 1)
    assert _state(material, day=now + 5 * DAY) == ("ending", 2)
    assert _state(material, day=now + 10 * DAY) == ("expired", 2)


def test_a_withdrawn_version_leaves_the_one_before_it_in_force(session):
    material = make_material()
    make_version(material)
    second = make_version(material)
    with transaction():
        services.withdraw_version(SYSTEM, second, "Wrong file")
    assert _state(material) == ("valid", 1)
    with transaction():
        services.withdraw_version(SYSTEM, material.versions[0], "Old tax rate")
    assert _state(material) == ("withdrawn", 2)


def test_a_reader_gets_the_own_language_then_english_then_the_original(session):
    material = make_material()
    make_version(material, "ko")
    db.session.expire_all()
    assert best_standing(material, "de", today()).language == "ko"
    make_version(material, "en")
    db.session.expire_all()
    assert best_standing(material, "de", today()).language == "en"
    make_version(material, "de", valid_until=today() - DAY)
    db.session.expire_all()
    assert best_standing(material, "de", today()).language == "en"
    assert best_standing(material, "ko", today()).language == "ko"


def test_the_database_says_the_same_as_python_for_every_language_and_state(session):
    now, made = today(), [make_material(f"M{number}") for number in range(6)]
    make_version(made[1], valid_until=now + 20 * DAY)
    make_version(made[2], valid_until=now - DAY)
    make_version(made[3], valid_until=now - DAY)
    make_version(made[3])
    make_version(made[4], "de")
    make_version(made[4], "de", valid_until=now + 400 * DAY)
    make_version(made[5], valid_from=now - 9 * DAY)
    make_version(made[5], valid_from=now - 5 * DAY, valid_until=now - DAY)
    with transaction():
        services.withdraw_version(SYSTEM, make_version(made[1], "ko"), "Wrong file")
    db.session.expire_all()
    states = {"in_use": queries.IN_USE, "ending": {"ending"}, "expired": {"expired"}}
    for state, meant in states.items():
        for language in LANGUAGES:
            by_sql = set(db.session.scalars(select(Material.code).where(having(state, now, language))))
            assert by_sql == {row.code for row in made if standing(row.versions, language, now).state in meant}
        by_sql = set(db.session.scalars(select(Material.code).where(having(state, now))))
        assert by_sql == {row.code for row in made if any(s.state in meant for s in standings(row, now).values())}
        if state != "in_use":
            assert queries.count_materials(make_user("reader", email=f"{state}@example.org"), state, now) == len(by_sql)


def test_only_the_public_version_of_today_is_fetched_and_all_else_looks_alike(session):
    now = today()
    shown, hidden = make_material(), make_material("SECRET", public=False)
    version = make_version(shown)
    for material, language, days in ((hidden, "en", {}), (shown, "de", {"valid_until": now - DAY}),
                                     (shown, "ko", {"valid_from": now + DAY})):
        make_version(material, language, **days)
    db.session.expire_all()
    assert public_version("park", "en", now) is version
    messages = set()
    for code, language in (("SECRET", "en"), ("PARK", "de"), ("PARK", "ko"), ("PARK", "zh"), ("NOTHING", "en"), ("1", "en")):
        with pytest.raises(NotFound) as caught:
            public_version(code, language, now)
        messages.add((caught.value.code, str(caught.value.message)))
    assert len(messages) == 1


def test_partners_and_strangers_see_no_material(session):
    material = make_material()
    for viewer in (None, make_user("partner_user")):
        with pytest.raises(NotFound):
            queries.get_material(viewer, material.id)
    assert queries.get_material(make_user("reader"), material.id) is material


def test_a_version_is_only_found_under_its_own_material(session):
    one, other = make_material("ONE"), make_material("OTHER")
    version = make_version(other)
    db.session.expire_all()
    reader = make_user("reader")
    with pytest.raises(NotFound):
        queries.get_version(reader, one.id, version.id)
    assert queries.get_version(reader, other.id, version.id).id == version.id
