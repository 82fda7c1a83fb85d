"""What belongs to what, names in several languages, numbers of registers, addresses as their countries write them."""

import pytest

from outreach.activity import SYSTEM
from outreach.contacts import queries, services
from outreach.contacts.models import Organisation
from outreach.contacts.services.addresses import address_lines
from outreach.db import db, transaction
from outreach.errors import Conflict, Refused
from tests.factories.accounts import make_user
from tests.factories.contacts import make_organisation, numbers_of


class Reader:
    """Somebody of our own."""

    role = "reader"


@pytest.fixture
def browser(session, sign_in):
    """The browser of an officer who reads English."""
    return sign_in(make_user("officer", language="en"))


def below(row: Organisation, parent: Organisation | None, relation: str = "subsidiary") -> None:
    """Put one below the other as the page does."""
    with transaction():
        services.set_parent(SYSTEM, row, parent, relation, row.version)


def test_a_group_is_a_tree_across_countries(browser):
    top, german, chinese = make_organisation("Velox Gruppe AG"), make_organisation("Velox Photonik GmbH"), \
        make_organisation("威乐光电（无锡）有限公司", "CN")
    page = browser.get_page(f"/organisations/{german.id}")
    browser.post_page(f"/organisations/{german.id}/parent", {
        "p-organisation": f"Velox Gruppe AG [{top.id}]", "p-relation": "group", "p-version": page.field("p-version")})
    browser.post_page(f"/organisations/{chinese.id}/parent", {
        "p-organisation": "Velox Photonik GmbH", "p-relation": "subsidiary", "p-version": "1"})
    assert [(depth, row.id) for depth, row in queries.structure_of(Reader(), top)] == [
        (0, top.id), (1, german.id), (2, chinese.id)]
    page = browser.get_page(f"/organisations/{top.id}")
    for words in ("Group company", "Subsidiary · China", "changed where Velox Photonik GmbH belongs"):
        assert words in page.text, words
    browser.post_page(f"/organisations/{chinese.id}/parent", {"p-organisation": "", "p-version": "2"})
    assert (chinese.parent, chinese.parent_relation) == (None, None)


def test_a_circle_is_refused_with_what_was_typed(browser):
    a, b = make_organisation("Velox Gruppe AG"), make_organisation("Velox Photonik GmbH")
    below(b, a)
    for row in (a, b):
        page = browser.post_page(f"/organisations/{a.id}/parent", {
            "p-organisation": row.name, "p-relation": "branch", "p-version": "1"}, 422)
        assert any("Nothing can be above itself" in error for error in page.errors())
        assert page.field("p-organisation") == row.name
    assert a.parent is None


def test_a_name_that_leads_nowhere_and_an_old_version_are_refused(session):
    a, b = make_organisation("Velox Gruppe AG"), make_organisation("Velox Photonik GmbH")
    for text in ("Nobody AG", "X [999999]"):
        with pytest.raises(Refused):
            services.named_organisation(text)
    with pytest.raises(Conflict), transaction():
        services.set_parent(SYSTEM, b, a, "subsidiary", 7)
    with pytest.raises(Refused), transaction():
        services.set_parent(SYSTEM, b, a, "cousin", 1)


def test_names_are_suggested_while_typing(browser):
    row = make_organisation("Velox Photonik GmbH")
    found = browser.get("/organisations/names?p-organisation=velox").get_data(as_text=True)
    assert f"Velox Photonik GmbH [{row.id}]" in found
    assert "option" not in browser.get("/organisations/names?p-organisation=v").get_data(as_text=True)


def test_names_carry_their_language_and_numbers_of_one_register_may_be_several(browser):
    browser.post_page("/organisations/new", {
        "name": "Nordlicht Photonik GmbH", "kind": "company", "names-0-text": "诺德光电", "names-0-language": "zh",
        "names-1-text": "Nordlight Photonics", "names-1-language": "en", "domains": "nordlicht.example.org, info@nl.example.org",
        **numbers_of(hrb="München HRB 123456", vat="DE123456788"),
        "identifiers-2-kind": "hrb", "identifiers-2-value": "Jena HRB 7777"})
    row = db.session.scalars(db.select(Organisation)).one()
    assert [(item.text, item.language) for item in row.names] == [("诺德光电", "zh"), ("Nordlight Photonics", "en")]
    assert sorted(item.kind for item in row.identifiers) == ["hrb", "hrb", "vat"]
    assert [item.domain for item in row.domains] == ["nordlicht.example.org", "nl.example.org"]
    page = browser.post_page("/organisations/new", {
        "name": "Anders AG", "kind": "company", **numbers_of(vat="DE1", lei="529900EXAMPLE00LEI57")}, 422)
    assert len(page.errors()) == 2
    page = browser.post_page("/organisations/new", {"name": "Anders AG", "kind": "company", "domains": "nonsense"}, 422)
    assert any("no domain" in error for error in page.errors())


@pytest.mark.parametrize("rows", ["names", "identifiers"])
def test_one_more_line_needs_no_script(browser, rows):
    page = browser.post_page("/organisations/new", {
        "name": "", "notes": "Keep me", "names-0-text": "诺德", **numbers_of(vat="DE1"), "more": rows}, 200)
    assert (page.field("notes"), page.errors()) == ("Keep me", [])
    assert page.field(f"{rows}-1-{'text' if rows == 'names' else 'value'}") == ""


@pytest.mark.parametrize(("country", "facts", "wanted"), [
    ("DE", {"street": "Lichtweg 5", "postcode": "07743", "city": "Jena"}, ["Lichtweg 5", "07743 Jena", "Germany"]),
    ("GB", {"street": "1 Lens Road", "postcode": "CV1 2AB", "city": "Coventry"},
     ["1 Lens Road", "Coventry", "CV1 2AB", "United Kingdom"]),
    ("CN", {"street": "示例路1号", "postcode": "214174", "city": "江苏省无锡市"}, ["214174", "江苏省无锡市示例路1号", "China"]),
    ("KR", {"street": "예시로 1", "postcode": "06123", "city": "서울특별시"}, ["서울특별시 예시로 1 (06123)", "South Korea"]),
    ("FR", {"city": "Lyon"}, ["Lyon", "France"]), ("DE", {}, [])])
def test_an_address_is_written_as_its_country_writes_it(session, country, facts, wanted):
    assert address_lines(make_organisation("Beispiel", country, **facts), "en") == wanted
