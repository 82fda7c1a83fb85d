"""Which leads a viewer sees, and what the filters find."""

from datetime import timedelta

import pytest

from outreach.activity import SYSTEM
from outreach.db import db, paginate, today_in, transaction
from outreach.errors import NotFound
from outreach.leads import queries, services
from outreach.leads.queries import Filters
from outreach.leads.services import PersonRole
from tests.factories.accounts import make_user
from tests.factories.catalogue import make_industry
from tests.factories.contacts import make_organisation, make_person
from tests.factories.events import make_event
from tests.factories.leads import make_lead, move

TODAY = today_in("Asia/Shanghai")


@pytest.fixture(autouse=True)
def _app(app):
    """All of these write real rows."""


@pytest.fixture
def officer():
    """An officer in Wuxi."""
    return make_user("officer")


def _found(viewer, **filters) -> list:
    return list(db.session.scalars(queries.filtered(viewer, Filters(**filters), TODAY)).unique())


def _counts(viewer, **filters) -> dict[str, int]:
    return {tab.code: tab.count for tab in queries.tabs(viewer, Filters(**filters), TODAY)}


@pytest.mark.parametrize("role", ["administrator", "coordinator", "officer", "leader", "reader"])
def test_our_own_people_see_every_lead(role):
    lead = make_lead(owner=make_user("officer"))
    viewer = make_user(role)
    assert queries.get_lead(viewer, lead.id) is lead
    assert _found(viewer, tab="all") == [lead]


def test_partner_users_and_strangers_see_no_lead():
    person, organisation = make_person(), make_organisation()
    lead = make_lead(people=[person], organisation=organisation)
    for viewer in (make_user("partner_user"), None):
        with pytest.raises(NotFound):
            queries.get_lead(viewer, lead.id)
        assert queries.leads_of_person(viewer, person.id) == []
        assert queries.leads_of_organisation(viewer, organisation.id) == []
        assert queries.search_titles(viewer, [lead.id]) == {}
        assert list(db.session.scalars(queries.visible_leads(viewer))) == []


def test_a_number_that_no_key_can_hold_is_not_found(officer):
    for lead_id in (0, 2**31, 10**20):
        with pytest.raises(NotFound):
            queries.get_lead(officer, lead_id)


def test_a_filter_by_a_root_finds_what_hangs_below_it_and_no_neighbour(officer):
    make_industry("laser_diode", "fibre_laser")
    deep, near = make_lead(industries=["laser_diode"]), make_lead(industries=["other", "fibre_laser"])
    other, none = make_lead(industries=["other"]), make_lead(industries=[])
    assert set(_found(officer, industry="photonics")) == {deep, near}
    assert set(_found(officer, industry="fibre_laser")) == {deep, near}
    assert _found(officer, industry="laser_diode") == [deep]
    assert set(_found(officer, industry="other")) == {near, other}
    assert none in _found(officer)


def test_a_code_that_begins_like_another_is_another(officer):
    make_industry("fibre")
    make_lead(industries=["fibre_laser"])
    assert _found(officer, industry="fibre") == []


def test_filters_by_owner_deputy_stage_country_event_source_and_words(officer):
    deputy, event = make_user("coordinator"), make_event()
    lead = make_lead("Faserlaser 100%", title_language="de", owner=officer, country="DE", deputy_id=deputy.id,
                     sources=[{"kind": "intention", "ref_id": 4, "label": "IN-2027-0001", "event_id": event.id}])
    move(lead, "appraised")
    make_lead("Anderes", country="KR")
    for filters in ({"owner": officer.id}, {"owner": deputy.id}, {"stage": "appraised"}, {"country": "DE"},
                    {"event": event.id}, {"source": "intention"}, {"words": "faserlaser 100%"}, {"words": lead.number}):
        assert _found(officer, **filters) == [lead], filters
        assert Filters(**filters).narrowed
    assert _found(officer, words="%") == [lead]
    assert not Filters(tab="mine").narrowed
    assert queries.countries_of_leads(officer) == ["DE", "KR"]
    assert queries.events_of_leads(officer) == [event]


def test_every_tab_counts_what_it_shows(officer):
    late = make_lead(owner=officer, next_step_on=TODAY - timedelta(days=1))
    make_lead(owner=officer, next_step_on=TODAY)
    stepless = make_lead(next_step=None, next_step_on=None)
    asleep = move(make_lead(next_step=None, next_step_on=None), "reserve", reason="x", wake_up_on=TODAY)
    closed = move(make_lead(), "lost", lost_reason="x")
    assert _counts(officer) == {"open": 4, "mine": 2, "overdue": 1, "none": 1, "reserve": 1, "closed": 1, "all": 5}
    for tab, count in _counts(officer).items():
        assert (
            len(_found(officer, tab=tab)) == count == paginate(queries.filtered(officer, Filters(tab=tab), TODAY)).total
        )
    assert _found(officer, tab="overdue") == [late]
    assert _found(officer, tab="none") == [stepless]
    assert _found(officer, tab="reserve") == [asleep]
    assert _found(officer, tab="closed") == [closed]
    assert (queries.open_count(officer), queries.overdue_count(officer)) == (2, 1)


def test_what_is_late_stands_first_and_what_has_no_day_last(officer):
    none = make_lead(next_step=None, next_step_on=None)
    later, sooner = make_lead(next_step_on=TODAY + timedelta(days=9)), make_lead(next_step_on=TODAY - timedelta(days=9))
    assert _found(officer) == [sooner, later, none]


def test_pages_and_their_count_follow_the_same_filter(officer):
    for _ in range(7):
        make_lead(country="DE")
    make_lead(country="GB")
    page = paginate(queries.filtered(officer, Filters(country="DE"), TODAY), 2, per_page=5)
    assert (page.total, page.pages, len(page.items)) == (7, 2, 2)


def test_only_colleagues_who_may_answer_for_a_lead_are_offered_as_owners(officer):
    make_user("reader")
    make_user("partner_user")
    gone = make_user("officer", active=False)
    assert officer in queries.owners()
    assert {user.role for user in queries.owners()} <= {"administrator", "coordinator", "officer", "leader"}
    assert gone not in queries.owners()


def test_the_board_counts_and_adds_up_by_currency(officer):
    from outreach.db import Money

    make_lead(investment=Money.of(2_000_000, "EUR"))
    make_lead(investment=Money.of(3_000_000, "EUR"))
    make_lead(investment=Money.of(1_000_000, "CNY"))
    column = next(column for column in queries.board(officer, Filters()) if column.stage == "lead")
    assert (column.count, column.sums) == (3, [Money.of(1_000_000, "CNY"), Money.of(5_000_000, "EUR")])
    assert len(column.leads) == 3


def test_the_leads_of_a_person_and_of_an_organisation_are_found(officer):
    person, organisation = make_person(), make_organisation()
    lead = make_lead(people=[PersonRole(person.id, "technical")], organisation=organisation)
    closed = move(make_lead(organisation=organisation), "lost", lost_reason="x")
    assert queries.leads_of_person(officer, person.id) == [lead]
    assert queries.leads_of_organisation(officer, organisation.id) == [lead, closed]


def test_the_log_says_what_was_changed_since_a_version():
    lead = make_lead(jobs=1)
    for jobs in (2, 3):
        with transaction():
            services.edit_lead(SYSTEM, lead, {"jobs": jobs})
    assert queries.changed_since(lead, 1) == {"jobs": 1}
    assert queries.changed_since(lead, 2) == {"jobs": 2}
    assert queries.changed_since(lead, 3) == {}
    assert queries.last_change(lead).verb == "lead.changed"
