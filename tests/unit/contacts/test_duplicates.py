"""Pairs of stored people who may be one: marked once, decided by a person, remembered."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select

from outreach.activity import SYSTEM
from outreach.activity.models import ActivityEntry
from outreach.contacts import queries, services
from outreach.contacts.models import DuplicateCandidate, OrganisationDuplicate
from outreach.contacts.queries.duplicates import _tied
from outreach.contacts.services import PersonValues
from outreach.db import db, transaction
from outreach.identity import PersonEvidence, compare_people
from tests.factories.accounts import make_user
from tests.factories.contacts import make_organisation, make_person

ALIKE = compare_people(PersonEvidence(("Jürgen Müller",)), PersonEvidence(("Juergen Mueller",)))


def pairs() -> list[DuplicateCandidate]:
    """Every stored pair."""
    return list(db.session.scalars(select(DuplicateCandidate)))


def test_a_pair_stands_once_in_either_order_and_nobody_resembles_himself(session):
    one, other = make_person("Jürgen Müller"), make_person("Siobhán O'Connor")
    with transaction():
        for first, second in ((one, other), (other, one), (one, other), (one, one)):
            services.mark_duplicate(first.id, second.id, ALIKE)
    assert len(pairs()) == 1


def test_whoever_looks_alike_is_marked_when_a_person_is_added(session):
    known = make_person("Anneliese Schröder", organisation="Spektrion Photonik GmbH")
    newer = make_person("Anneliese Schroeder", organisation="Spektrion Photonik GmbH")
    pair, = pairs()
    assert (pair.person_id, pair.other_id) == (newer.id, known.id)
    assert 0 < pair.score <= 1


def test_not_the_same_is_remembered_when_the_record_is_edited_again(session):
    make_person("Anneliese Schröder", organisation="Spektrion Photonik GmbH")
    newer = make_person("Anneliese Schroeder", organisation="Spektrion Photonik GmbH")
    pair, = pairs()
    with transaction():
        services.decide_duplicate(SYSTEM, pair, "not_same")
    with transaction():
        services.edit_person(SYSTEM, newer, PersonValues(
            "Anneliese Schroeder", organisation="Spektrion Photonik GmbH", notes="Met twice"), newer.version)
    assert [item.state for item in pairs()] == ["not_same"]


def test_a_decision_is_logged_once_and_can_be_taken_back(session):
    make_person("Anneliese Schröder", organisation="Spektrion Photonik GmbH")
    make_person("Anneliese Schroeder", organisation="Spektrion Photonik GmbH")
    pair, = pairs()
    with transaction():
        services.decide_duplicate(SYSTEM, pair, "not_same")
        services.decide_duplicate(SYSTEM, pair, "not_same")
    with transaction():
        services.decide_duplicate(SYSTEM, pair, "open")
    told = select(func.count()).select_from(ActivityEntry)
    assert db.session.scalar(told.where(ActivityEntry.verb == "duplicate.not_same")) == 1
    assert db.session.scalar(told.where(ActivityEntry.verb == "duplicate.open")) == 1
    assert pair.state == "open"


@pytest.fixture
def officer(session, sign_in):
    """A signed-in officer who reads English."""
    return sign_in(make_user(role="officer", language="en"))


def mark(*ends: tuple, score: float = 0.9) -> None:
    """Pairs of these people, the first of each the later record."""
    with transaction():
        db.session.add_all(DuplicateCandidate(person_id=one.id, other_id=other.id, score=score) for one, other in ends)


def test_pairs_of_one_person_stand_together_and_are_merged_one_after_another(officer, session):
    a, b, c, x, y = (make_person(name) for name in ("Ada Ott", "Bea Lux", "Cleo Mai", "Xaver Ude", "Yves Zar"))
    mark((b, a), (y, x))
    mark((c, b), score=0.7)
    groups = queries.open_groups(make_user(role="reader"), "person", 1)
    assert [([(pair.one, pair.other) for pair in group.pairs], group.records, group.more) for group in groups.items] == [
        ([(b, a), (c, b)], 3, 0), ([(y, x)], 2, 0)]
    page = officer.get_page("/duplicates/", title="Possible duplicates")
    assert page.heading == "3 pairs may be one person"
    assert "3 records that resemble one another 2 pairs" in page.text
    assert page.text.index("Cleo Mai") < page.text.index("Xaver Ude")
    link = f"/people/{a.id}/merge?with={b.id}&then=duplicates"
    assert link in page.links()
    sheet = officer.get_page(link)
    assert sheet.field("then") == "duplicates"
    sent = {name: sheet.field(name) for name in ("with", "version", "other_version", "then")}
    assert officer.post_page(f"/people/{a.id}/merge", sent).location == "/duplicates/"
    page = officer.get_page("/duplicates/")
    assert page.heading == "2 pairs may be one person" and "records, probably" not in page.text
    assert f"/people/{a.id}/merge?with={c.id}" in page.links()


def test_organisations_stand_together_too(officer, session):
    firms = [make_organisation(name, "DE") for name in ("Alfa Optik", "Brio Laser", "Corvo Tech")]
    with transaction():
        session.add_all(OrganisationDuplicate(organisation_id=one.id, other_id=firms[0].id, score=0.8) for one in firms[1:])
    page = officer.get_page("/duplicates/?kind=organisation")
    assert "3 records that resemble one another" in page.text


def test_pages_of_groups_hold_every_pair_once_and_a_large_group_is_shown_in_part(officer, session):
    many = [make_person(f"Kim{number} Zeta{number}") for number in range(10)]
    couples = [(make_person(f"Ono{number} Ypsi{number}"), make_person(f"Rau{number} Wick{number}")) for number in range(21)]
    with transaction():
        session.execute(delete(DuplicateCandidate))
    mark(*((one, many[0]) for one in many[1:]), score=0.95)
    mark(*couples)
    reader = make_user(role="reader")
    first, second, beyond = (queries.open_groups(reader, "person", number) for number in (1, 2, "99"))
    assert (first.total, first.pages, first.number, second.number, beyond.number) == (22, 2, 1, 2, 2)
    assert (len(first.items[0].pairs), first.items[0].records, first.items[0].more) == (6, 10, 3)
    shown = [pair.id for page in (first, second) for group in page.items for pair in group.pairs]
    assert len(shown) == len(set(shown)) == 6 + 21
    assert "3 more pairs of these records" in officer.get_page("/duplicates/").text
    assert len(officer.get_page("/duplicates/?page=2").tree.findall(".//article")) == 2


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 12), st.integers(1, 12)).filter(lambda ends: ends[0] != ends[1]), max_size=14))
def test_groups_share_no_record_and_lose_no_pair(ends):
    waiting = [(number, *pair) for number, pair in enumerate(ends)]
    groups = _tied(waiting)
    assert sorted(row for group in groups for row in group) == waiting
    records = [{end for _pair, *ends in group for end in ends} for group in groups]
    assert sum(map(len, records)) == len(set().union(*records))
    for group in groups:
        reached = set(group[0][1:])
        for _round in group:
            reached |= {end for _pair, *ends in group if reached & set(ends) for end in ends}
        assert reached == {end for _pair, *ends in group for end in ends}
