"""The search box and its page: every script, numbers in any writing, and nothing for partners."""

import pytest

from tests.factories.accounts import make_user
from tests.factories.contacts import make_organisation, make_person
from tests.factories.events import make_event


@pytest.fixture
def known(session):
    """Three people of three scripts and their firms."""
    make_person("김민수", email="minsu.kim@garam.example.org", phone="010-5550-0142", organisation="(주)가람전자",
                country="KR", language="ko")
    make_person("Jürgen Müller", email="j.mueller@velox-photonik.example.org", phones=[("work", "+49 (0)30 23125-0")],
                organisation="Velox Photonik GmbH & Co. KG", country="DE")
    make_person("王伟", phone="13900000188", organisation="锡湖石墨烯科技有限公司", country="CN",
                other_names=["Wang Wei"])


@pytest.fixture
def officer(session):
    """An officer who reads English."""
    return make_user(language="en")


@pytest.mark.parametrize(("query", "name"), [
    ("minsoo kim", "김민수"), ("김민", "김민수"), ("민수", "김민수"), ("王伟", "王伟"), ("wang wei", "王伟"),
    ("mueller", "Jürgen Müller"), ("muller", "Jürgen Müller"), ("j.muel", "Jürgen Müller"),
    ("velox-photonik.ex", "Jürgen Müller"),
    ("+49 30 231250", "Jürgen Müller"), ("0049 (0)30 / 23125-0", "Jürgen Müller"), ("030 23125", "Jürgen Müller"),
    ("010-5550-0142", "김민수"), ("+82 10 5550 0142", "김민수"), ("5550-0142", "김민수"), ("0142", "김민수"),
    ("139 0000 0188", "王伟"),
])
def test_a_person_is_found(officer, known, sign_in, query, name):
    page = sign_in(officer).get_page("/search/", query_string={"q": query})
    assert name in page.text


@pytest.mark.parametrize("query", [
    "velox photonik", "Velox Photonik GmbH", "Velox Photonik GmbH & Co. KG", "Velox Photonik AG", "velox"])
def test_a_firm_is_found_with_and_without_its_legal_form(officer, known, sign_in, query):
    part = sign_in(officer).get_page("/search/", query_string={"q": query}, headers={"HX-Request": "true"})
    assert any(link.startswith("/organisations/") for link in part.links())
    assert "Velox Photonik GmbH & Co. KG" in part.text


def test_a_korean_firm_is_found_by_its_bare_name(officer, known, sign_in):
    assert "(주)가람전자" in sign_in(officer).get_page("/search/?q=가람전자").text


def test_every_kind_stands_under_its_heading(officer, known, sign_in):
    make_event("VELOX-2027", "Velox open house")
    page = sign_in(officer).get_page("/search/?q=velox")
    assert all(word in page.text for word in ("People", "Organisations", "Events"))
    assert page.heading == "3 records for “velox”"
    alone = sign_in(officer).get_page("/search/?q=velox&kind=event")
    assert "Velox open house" in alone.text and "Jürgen" not in alone.text


def test_more_than_fits_under_the_box_is_said(officer, sign_in):
    for number in range(7):
        make_organisation(f"Gemeinsam Optik {'abcdefg'[number] * 3} GmbH")
    part = sign_in(officer).get_page("/search/?q=gemeinsam", headers={"HX-Request": "true"})
    assert len([link for link in part.links() if link.startswith("/organisations/")]) == 5
    assert any("kind=organisation" in link for link in part.links())


@pytest.mark.parametrize("query", ["", "   ", '"', "' OR 1=1", "%", "x" * 5000])
def test_odd_words_are_no_error(officer, sign_in, query):
    sign_in(officer).get_page("/search/", query_string={"q": query})


def test_nothing_found_says_what_to_try(officer, sign_in):
    assert "Nothing found" in sign_in(officer).get_page("/search/?q=niemand").text


def test_a_partner_has_no_search_and_a_stranger_signs_in_first(session, client, sign_in):
    client.get_page("/search/?q=velox", 302)
    sign_in(make_user("partner_user")).get_page("/search/?q=velox", 403)
