"""Long lists page by page: every row once, in order, whatever the column holds."""

import pytest

from outreach.contacts.models import Person
from outreach.db import db
from outreach.db.keyset import Order, bounded_count, keyset_page
from tests.factories.contacts import make_person


@pytest.fixture
def people(session):
    """Seven people, two of them without a country."""
    countries = ("DE", None, "KR", "CN", None, "DE", "GB")
    return [make_person(f"Petra Muster{letter}", country=country, email=f"{letter}@example.org")
            for letter, country in zip("abcdefg", countries, strict=True)]


def _walk(order: Order, way: str) -> list[list[int]]:
    """The ids of all pages, walked forwards, or backwards from the end."""
    pages, page = [], keyset_page(db.select(Person), order, per_page=3)
    while True:
        pages.append([row.id for row in page.items])
        if not page.after:
            break
        page = keyset_page(db.select(Person), order, after=page.after, number=page.number + 1, per_page=3)
    if way == "after":
        return pages
    back = [pages[-1]]
    while page.before:
        page = keyset_page(db.select(Person), order, before=page.before, number=page.number - 1, per_page=3)
        back.append([row.id for row in page.items])
    return back[::-1]


@pytest.mark.parametrize("way", ["after", "before"])
@pytest.mark.parametrize("column", ["sort_key", "country", "updated_at", "id"])
@pytest.mark.parametrize("descending", [False, True])
def test_every_row_stands_on_one_page_and_in_order(people, column, descending, way):
    order = Order(getattr(Person, column), Person.id, descending)
    pages = _walk(order, way)
    ids = [key for page in pages for key in page]
    assert sorted(ids) == sorted(row.id for row in people)
    assert ids == list(db.session.scalars(db.select(Person.id).order_by(*order.clauses())))
    assert [len(page) for page in pages] == [3, 3, 1]


def test_rows_without_a_value_stand_last_in_either_direction(people):
    for descending in (False, True):
        rows = keyset_page(db.select(Person), Order(Person.country, Person.id, descending)).items
        assert [row.country for row in rows[-2:]] == [None, None]


def test_a_number_without_a_mark_counts_the_pages_off(people):
    order = Order(Person.sort_key, Person.id)
    second = keyset_page(db.select(Person), order, number="2", per_page=3)
    assert (second.number, second.pages, second.first, second.last, second.total) == (2, 3, 4, 6, 7)
    assert keyset_page(db.select(Person), order, number="99", per_page=3).number == 3


@pytest.mark.parametrize("mark", [
    "nonsense", "WyJ2Il0", "W10", "eyJhIjoxfQ", "\N{BLACK STAR}", "WyJ2IiwgbnVsbCwgMV0", "WyJ0IiwgMSwgMV0"])
def test_a_mark_that_nobody_made_shows_the_first_page(people, mark):
    page = keyset_page(db.select(Person), Order(Person.sort_key, Person.id), after=mark, per_page=3)
    assert [row.full_name for row in page.items] == ["Petra Mustera", "Petra Musterb", "Petra Musterc"]


def test_counting_stops_where_it_is_told_to(people):
    assert bounded_count(db.select(Person), Person.id, most=5) == (5, True)
    assert bounded_count(db.select(Person), Person.id, most=7) == (7, False)
