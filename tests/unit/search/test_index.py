"""The search box finds names in every script, on both engines the same."""

import pytest

from outreach.db import transaction
from outreach.search import index
from outreach.search.index import Hit

PEOPLE = {1: "김민수", 2: "王伟", 3: "Jürgen Müller", 4: "Velox Photonik GmbH & Co. KG", 5: "伟科技",
          6: "Siobhán O'Connor"}


class Reader:
    """Somebody of our own."""

    role = "reader"


@pytest.fixture
def indexed(app):
    with transaction():
        for ref_id, text in PEOPLE.items():
            index.put("person", ref_id, text)


@pytest.mark.parametrize(("query", "expected"), [
    ("김민", 1), ("minsoo kim", 1), ("王伟", 2), ("wang wei", 2), ("mueller", 3), ("muller", 3), ("Müller", 3),
    ("velox pho", 4), ("siobhan", 6), ("oconnor", 6)])
def test_a_name_is_found(indexed, query, expected):
    assert Hit("person", expected) in index.find(query, Reader())


@pytest.mark.parametrize("query", ["", "   ", '"', "' OR 1=1 --", "NEAR(a b)", "a* NOT b", "\x00", ":*", "\\", "&|!"])
def test_odd_input_is_no_error(indexed, query):
    assert isinstance(index.find(query, Reader()), list)


def test_a_partner_finds_nothing(indexed):
    partner = Reader()
    partner.role = "partner_user"
    assert index.find("müller", partner) == []


def test_a_changed_record_is_found_by_its_new_name_only(indexed):
    with transaction():
        index.put("person", 3, "Jürgen Schneider")
    assert index.find("müller", Reader()) == []
    assert index.find("schneider", Reader()) == [Hit("person", 3)]
    with transaction():
        index.remove("person", 3)
    assert index.find("schneider", Reader()) == []
