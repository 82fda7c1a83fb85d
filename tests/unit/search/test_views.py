"""The search box: what is found as you type, in any script, by whom."""

import pytest

from outreach.db import db
from outreach.search.models import SearchEntry
from tests.factories.accounts import make_user
from tests.factories.contacts import make_organisation, make_person

PARTIAL = {"HX-Request": "true"}


@pytest.fixture
def officer(session):
    """An officer who reads English."""
    return make_user(role="officer", language="en")


@pytest.fixture
def known(session):
    """People and firms in four scripts."""
    make_person("김민수", other_names=["Kim Min-su"], email="minsu.kim@hanbit.example.org", phone="010-5550-0001",
                organisation="한빛광학(주)", country="KR", language="ko")
    make_person("王伟", organisation="示例光电（无锡）有限公司", country="CN", language="zh")
    make_person("Jürgen Müller", email="j.mueller@velox.example.org", organisation="Velox Photonik GmbH", language="de")
    make_organisation("Halvard Optics Ltd", "GB", city="Coventry")


@pytest.mark.parametrize(("query", "name"), [
    ("minsoo kim", "김민수"), ("김민수", "김민수"), ("김민", "김민수"), ("王伟", "王伟"), ("wang wei", "王伟"),
    ("mueller", "Jürgen Müller"), ("muller", "Jürgen Müller"), ("Müller", "Jürgen Müller"),
    ("j.mueller@", "Jürgen Müller"), ("minsu.kim@hanbit", "김민수"), ("010-5550-0001", "김민수"),
    ("+82 10 5550 0001", "김민수"), ("01055500001", "김민수"), ("5550-0001", "김민수"),
    ("halvard optics", "Halvard Optics Ltd"),
    ("velox photonik", "Velox Photonik GmbH"), ("halvard opt", "Halvard Optics Ltd"), ("한빛광학", "한빛광학(주)"),
    ("示例光电", "示例光电（无锡）有限公司"),
])
def test_a_record_is_found_however_it_is_written(officer, sign_in, known, query, name):
    client = sign_in(officer)
    assert name in client.get_page("/search/", query_string={"q": query}).text
    part = client.get("/search/", query_string={"q": query}, headers=PARTIAL).get_data(as_text=True)
    assert name in part
    assert "<html" not in part


def test_hits_lead_to_their_records(officer, sign_in, known):
    page = sign_in(officer).get_page("/search/?q=velox")
    assert "/people/" in page.html
    assert "/organisations/" in page.html


def test_nothing_found_says_what_to_try(officer, sign_in, known):
    assert "Nothing found" in sign_in(officer).get_page("/search/?q=qqqqzzzz").text


@pytest.mark.parametrize("query", [
    "", "%20", "%22", "'%20OR%201=1%20--", "a*%20NOT%20b", "x" * 5000, "%F0%9F%98%80"])
def test_odd_input_is_no_error(officer, sign_in, known, query):
    sign_in(officer).get_page(f"/search/?q={query}")


def test_a_partner_and_a_stranger_find_nothing(session, client, sign_in, known):
    assert client.get("/search/?q=velox", headers=PARTIAL).status_code in (302, 401)
    sign_in(make_user(role="partner_user")).get_page("/search/?q=velox", 403)


def test_the_index_is_made_again_from_the_records(officer, sign_in, known, runner):
    db.session.execute(db.delete(SearchEntry))
    if db.session.get_bind().dialect.name == "sqlite":
        db.session.execute(db.text("DELETE FROM search_fts"))
    db.session.add(SearchEntry(kind="person", ref_id=999_999, tokens="ghost"))
    db.session.commit()
    client = sign_in(officer)
    assert "Nothing found" in client.get_page("/search/?q=mueller").text
    answer = runner.invoke(args=["search", "rebuild"])
    assert answer.exit_code == 0, answer.output
    assert "person: 3" in answer.output
    assert "Jürgen Müller" in client.get_page("/search/?q=mueller").text
    assert db.session.scalar(db.select(SearchEntry.id).where(SearchEntry.ref_id == 999_999)) is None
