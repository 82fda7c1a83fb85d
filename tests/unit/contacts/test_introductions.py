"""Who brought whom: written down, shown two steps out, taken back."""

from datetime import date

import pytest

from outreach.activity import SYSTEM
from outreach.contacts import queries, services
from outreach.contacts.models import Introduction
from outreach.db import db, transaction
from outreach.errors import Refused
from tests.factories.accounts import make_user
from tests.factories.contacts import make_organisation, make_person
from tests.factories.events import make_event


class Reader:
    """Somebody of our own."""

    role = "reader"


@pytest.fixture
def browser(session, sign_in):
    """The browser of an officer who reads English."""
    return sign_in(make_user("officer", language="en"))


def introduce(person, by, **told) -> Introduction:
    """Write an introduction down as the page does."""
    with transaction():
        return services.add_introduction(SYSTEM, person, by, **told)


def names(graph) -> dict[str, int]:
    """The nodes of a graph with their columns."""
    return {node.row.label: node.column for node in graph.nodes.values()}


def test_the_graph_shows_two_steps_in_every_direction(session):
    a, b, c, d, e = (make_person(name) for name in ("Anna Eins", "Bernd Zwei", "Clara Drei", "Doris Vier", "Emil Fuenf"))
    firm = make_organisation("Optikverband e. V.")
    introduce(b, a)
    introduce(c, b)
    introduce(d, c)
    introduce(e, d)
    introduce(c, firm)
    graph = queries.introductions_around(Reader(), c)
    assert names(graph) == {
        "Clara Drei": 0, "Bernd Zwei": -1, "Optikverband e. V.": -1, "Doris Vier": 1, "Anna Eins": -2, "Emil Fuenf": 2}
    assert len(graph.edges) == 5
    assert names(queries.introductions_around(Reader(), a)) == {"Anna Eins": 0, "Bernd Zwei": 1, "Clara Drei": 2}
    assert names(queries.introductions_around(Reader(), firm)) == {
        "Optikverband e. V.": 0, "Clara Drei": 1, "Bernd Zwei": 0, "Doris Vier": 2}


def test_a_circle_is_shown_once_and_partners_see_none_of_it(session):
    a, b = make_person("Anna Eins"), make_person("Bernd Zwei")
    introduce(b, a)
    introduce(a, b)
    graph = queries.introductions_around(Reader(), a)
    assert len(graph.nodes) == 2 and len(graph.edges) == 2

    class Partner:
        role = "partner_user"

    assert queries.introductions_around(Partner(), a).edges == []


def test_nobody_introduces_themselves_and_nothing_is_written_twice(session):
    a, b = make_person("Anna Eins"), make_person("Bernd Zwei")
    for person, by in ((a, a), (b, a)):
        if person is b:
            introduce(b, a)
        with pytest.raises(Refused), transaction():
            services.add_introduction(SYSTEM, person, by)
    assert db.session.scalar(db.select(db.func.count()).select_from(Introduction)) == 1


def test_an_introduction_is_added_read_and_removed_on_the_page(browser):
    event = make_event()
    person, by = make_person("Anna Eins"), make_person("Bernd Zwei", organisation="Velox Photonik GmbH")
    options = browser.get("/introductions/names?who=bernd", headers={"HX-Request": "true"}).get_data(as_text=True)
    assert f"Bernd Zwei, Velox Photonik GmbH [p{by.id}]" in options
    browser.post_page(f"/people/{person.id}/introductions", {
        "who": f"Bernd Zwei, Velox Photonik GmbH [p{by.id}]", "event": str(event.id), "on_date": "2026-05-04",
        "note": "Beim Empfang"})
    row = db.session.scalars(db.select(Introduction)).one()
    assert (row.person_id, row.by_person_id, row.event_id, row.on_date) == (person.id, by.id, event.id, date(2026, 5, 4))
    for path in (f"/people/{person.id}", f"/people/{by.id}"):
        page = browser.get_page(path)
        assert "Bernd Zwei introduced Anna Eins" in page.text
        assert "Beim Empfang" in page.text and f"/events/{event.id}" in page.links()
        assert "wrote down that Bernd Zwei introduced Anna Eins" in page.text
    browser.post_page(f"/introductions/{row.id}/remove")
    assert "Nobody has written down yet" in browser.get_page(f"/people/{person.id}").text
    browser.post_page(f"/introductions/{row.id}/remove", {}, 404)


def test_an_organisation_introduces_people_and_only_people(browser):
    firm, person = make_organisation("Optikverband e. V."), make_person("Anna Eins")
    path = f"/organisations/{firm.id}/introductions"
    browser.post_page(path, {"who": "Anna Eins"})
    assert "Optikverband e. V. introduced Anna Eins" in browser.get_page(f"/organisations/{firm.id}").text
    page = browser.post_page(path, {"who": "Optikverband e. V.", "note": "Keep me"}, 422)
    assert any("Only people" in error for error in page.errors()) and page.field("note") == "Keep me"
    assert person.version == 1


@pytest.mark.parametrize(("who", "message"), [
    ("", "Enter a name"), ("Nobody Here", "Nobody of this name"), ("X [p999999]", "no such record"),
    ("Anna Eins", "introduces themselves"), ("Petra Muster", "Several people")])
def test_a_name_that_leads_nowhere_is_told_and_kept(browser, who, message):
    person = make_person("Anna Eins")
    make_person("Petra Muster", email="a@eins.example.org")
    make_person("Petra Muster", email="b@zwei.example.org")
    page = browser.post_page(f"/people/{person.id}/introductions", {"who": who}, 422)
    assert any(message in error for error in page.errors()), page.errors()
    assert page.field("who") == who


def test_only_writers_write_introductions(session, sign_in):
    person = make_person("Anna Eins")
    client = sign_in(make_user("reader"))
    assert client.get_page(f"/people/{person.id}").field("who") is None
    client.post_page(f"/people/{person.id}/introductions", {"who": "Bernd Zwei"}, 403)
    client.post_page("/introductions/1/remove", {}, 403)
