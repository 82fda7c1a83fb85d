"""The search for doubles among all stored records: which pairs it brings up, which never again, and how it goes on."""

import pytest
from sqlalchemy import delete, func, select

from outreach.activity import SYSTEM
from outreach.contacts import services
from outreach.contacts.jobs import search_weekly, sweep_searches
from outreach.contacts.models import DuplicateCandidate, DuplicateSearch, OrganisationDuplicate
from outreach.contacts.services import finder
from outreach.contacts.services.merging import merge_records
from outreach.db import db, now, transaction
from outreach.errors import Conflict
from outreach.jobs import drain, pending
from tests.factories.accounts import make_user
from tests.factories.contacts import make_organisation, make_person


def search(kind: str = "person") -> DuplicateSearch:
    """A whole search."""
    with transaction():
        search_id = finder.start_search(SYSTEM, kind).id
    while not finder.step_search(search_id):
        pass
    return db.session.get(DuplicateSearch, search_id)


def pairs() -> list[tuple[int, int, str]]:
    """Every stored pair of people with its state."""
    return [(row.person_id, row.other_id, row.state) for row in db.session.scalars(
        select(DuplicateCandidate).order_by(DuplicateCandidate.id))]


@pytest.fixture
def crowd(session):
    """One man twice in two scripts at one firm, and others; nobody was warned of anything."""
    one = make_person("김민수", organisation="Garam Photonics")
    two = make_person("Minsoo Kim", organisation="Garam Photonics")
    make_person("Björn Böhm", email="boehm@firma.example.org")
    make_person("김민수", email="minsu@other.example.org", organisation="한빛광학(주)", phone="+82 10 1111 2222")
    with transaction():
        session.execute(delete(DuplicateCandidate))
    return one, two


def test_one_man_in_two_scripts_is_brought_up_and_a_namesake_elsewhere_is_not(crowd):
    one, two = crowd
    done = search()
    assert pairs() == [(two.id, one.id, "open")]
    assert (done.state, done.done, done.total, done.found) == ("done", 4, 4, 1)


@pytest.mark.parametrize(("bearers", "brought_up"), [(2, 1), (3, 0), (4, 0)])
def test_a_bare_name_is_a_reason_only_while_no_third_bears_it(session, bearers, brought_up):
    for _bearer in range(bearers):
        make_person("Anneliese Schröder")
    with transaction():
        session.execute(delete(DuplicateCandidate))
    search()
    assert len(pairs()) == brought_up


def test_of_many_namesakes_the_two_of_one_firm_in_two_spellings_are_brought_up(session):
    for _bearer in range(3):
        make_person("Anneliese Schröder")
    one = make_person("Anneliese Schröder", organisation="Spektrion Photonik GmbH")
    two = make_person("Anneliese Schroeder", organisation="Spektrion Photonik")
    with transaction():
        session.execute(delete(DuplicateCandidate))
    search()
    assert pairs() == [(two.id, one.id, "open")]


def test_a_second_search_brings_nothing_twice_and_no_decision_back(crowd, session):
    search()
    with transaction():
        services.decide_duplicate(SYSTEM, session.scalar(select(DuplicateCandidate)), "not_same")
    assert search().found == 0
    assert [state for _one, _other, state in pairs()] == ["not_same"]


def test_a_decision_holds_after_a_merge_and_a_merged_record_is_not_searched(crowd, session):
    one, two = crowd
    search()
    with transaction():
        services.decide_duplicate(SYSTEM, session.scalar(select(DuplicateCandidate)), "not_same")
    third = make_person("김민수", emails=["third@firma.example.org"], organisation="Garam Photonics")
    with transaction():
        merge_records(SYSTEM, "person", third.id, one.id)
    done = search()
    assert done.total == 4
    assert (two.id, third.id) not in [(a, b) for a, b, state in pairs() if state == "open"]
    assert (third.id, two.id) not in [(a, b) for a, b, state in pairs() if state == "open"]


def test_a_search_goes_on_where_it_was_left_and_two_workers_do_no_step_twice(crowd, monkeypatch):
    monkeypatch.setattr(finder, "CHUNK", 2)
    with transaction():
        search_id = finder.start_search(SYSTEM, "person").id
    assert finder.step_search(search_id, 0) is False
    half = db.session.get(DuplicateSearch, search_id)
    assert (half.state, half.done) == ("running", 2)
    finder._step(search_id, finder.KINDS["person"], 0)
    assert db.session.get(DuplicateSearch, search_id).done == 2
    assert finder.step_search(search_id) is True
    assert db.session.get(DuplicateSearch, search_id).done == 4
    assert len(pairs()) == 1


def test_one_search_of_a_kind_runs_at_a_time_and_can_be_stopped(crowd):
    with transaction():
        running = finder.start_search(SYSTEM, "person")
    with pytest.raises(Conflict), transaction():
        finder.start_search(SYSTEM, "person")
    with transaction():
        finder.stop_search(running)
    assert finder.step_search(running.id) is True
    assert search().state == "done"


def test_a_very_common_name_is_compared_within_an_organisation_only(session, monkeypatch):
    monkeypatch.setattr(finder, "MOST_SHARED", 3)
    for number in range(6):
        make_person("김민수", email=f"k{number}@a{number}.example.org", organisation=f"Firma {number} GmbH")
    one, two = (make_person("Kim Min-su", organisation="Garam Photonics") for _ in range(2))
    with transaction():
        session.execute(delete(DuplicateCandidate))
    search()
    assert pairs() == [(two.id, one.id, "open")]


def test_organisations_are_searched_and_relatives_of_another_form_are_none(session):
    one = make_organisation("Garam Electronics Co., Ltd", "KR", website="https://garam.example.org")
    two = make_organisation("가람전자(주)", "KR", website="https://garam.example.org", names=["Garam Electronics"])
    make_organisation("Garam Electronics GmbH", "DE")
    search("organisation")
    row, = session.scalars(select(OrganisationDuplicate))
    assert (row.organisation_id, row.other_id) == (two.id, one.id)
    with transaction():
        services.decide_duplicate(SYSTEM, row, "not_same")
    assert search("organisation").found == 0


def test_the_weekly_search_and_what_a_dead_worker_left_go_on_in_the_background(crowd, session):
    search_weekly()
    assert len(pending()) == 2
    with transaction():
        session.execute(DuplicateSearch.__table__.update().values(alive_at=now() - finder.LEFT_BEHIND * 2))
    sweep_searches()
    drain()
    session.expire_all()
    assert set(session.scalars(select(DuplicateSearch.state))) == {"done"}
    assert len(pairs()) == 1


def test_the_command_searches_and_says_what_it_found(crowd, runner):
    told = runner.invoke(args=["contacts", "find-duplicates", "--kind", "person", "--json"])
    assert told.exit_code == 0, told.output
    assert '"pairs": 1' in told.output


def test_pairs_are_decided_on_the_list_one_after_the_other(crowd, sign_in, session):
    one, two = crowd
    officer = sign_in(make_user(role="officer", language="en"))
    officer.post_page("/duplicates/search", {"kind": "person"})
    assert "data-refresh" in officer.get_page("/duplicates/").html
    drain()
    page = officer.get_page("/duplicates/", title="Possible duplicates")
    assert f"/people/{one.id}/merge?with={two.id}" in page.links()
    pair_id = session.scalar(select(DuplicateCandidate.id))
    officer.post_page(f"/duplicates/{pair_id}", {"state": "later", "back": "list", "from": "open"})
    assert "No pair waits" in officer.get_page("/duplicates/").heading
    assert "Minsoo Kim" in officer.get_page("/duplicates/?state=later").text
    officer.post_page(f"/duplicates/{pair_id}", {"state": "not_same", "back": "list", "from": "later"})
    assert session.scalar(select(func.count()).where(DuplicateCandidate.state == "not_same")) == 1
    officer.post_page(f"/duplicates/{pair_id}", {"state": "merged"}, status=422)
    officer.get_page("/duplicates/?kind=organisation&state=nonsense")
