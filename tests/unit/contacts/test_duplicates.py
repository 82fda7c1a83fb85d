"""Pairs of stored people who may be one: marked once, decided by a person, remembered."""

from sqlalchemy import func, select

from outreach.activity import SYSTEM
from outreach.activity.models import ActivityEntry
from outreach.contacts import services
from outreach.contacts.models import DuplicateCandidate
from outreach.contacts.services import PersonValues
from outreach.db import db, transaction
from outreach.identity import PersonEvidence, compare_people
from tests.factories.contacts import make_person

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
