"""The home page per role: what is due, what came in, what comes next."""

from datetime import timedelta

import pytest

from outreach.activity import SYSTEM
from outreach.db import today_in, transaction
from outreach.events.services.tasks import add_task
from outreach.events.services.trips import add_traveller, create_trip
from outreach.i18n.localized import LocalizedText
from outreach.leads.services import SourceValues
from outreach.reports.queries import SHOWN, home_of
from tests.factories.accounts import make_user
from tests.factories.contacts import make_organisation
from tests.factories.event_contacts import make_event_contact
from tests.factories.events import make_event, make_member
from tests.factories.leads import make_lead, move

TODAY = today_in("Asia/Shanghai")
STAFF = ("administrator", "coordinator", "officer", "leader", "reader")


def _due(days: int, owner=None, **values):
    return make_lead(owner=owner, next_step_on=TODAY + timedelta(days=days), **values)


@pytest.mark.parametrize("language", ["zh", "en", "de", "ko"])
@pytest.mark.parametrize("role", STAFF)
def test_home_opens_for_every_role_in_each_language(sign_in, role, language):
    user = make_user(role, language=language)
    lead = _due(-2, make_user("officer") if role == "reader" else user)
    assert f"/leads/{lead.id}" in sign_in(user).get_page("/home").links()


@pytest.mark.parametrize("role", STAFF)
def test_only_who_writes_is_offered_to_write(sign_in, role):
    links = sign_in(make_user(role)).get_page("/home").links()
    assert ("/leads/new" in links) is (role in ("administrator", "coordinator", "officer"))


def test_partners_have_a_home_of_their_own_and_strangers_sign_in(client, sign_in):
    assert "/sign-in" in client.get("/home").headers["Location"]
    assert sign_in(make_user("partner_user")).get("/home").status_code == 302


def test_the_headline_says_what_is_due_and_what_is_late(sign_in):
    officer = make_user("officer", name="Zhou Min")
    client = sign_in(officer)
    assert client.get_page("/home").heading == "Zhou Min, nothing is due today"
    _due(0, officer)
    assert client.get_page("/home").heading == "Zhou Min, 1 step is due today"
    _due(-1, officer)
    _due(-3, officer)
    page = client.get_page("/home")
    assert page.heading == "Zhou Min, 1 step is due today, 2 are overdue"
    assert "3 days late" in page.text and "1 day late" in page.text


def test_officers_see_their_own_steps_as_owner_or_deputy_and_leaders_everybodys(app):
    officer, other, leader = make_user("officer"), make_user("officer"), make_user("leader")
    mine, deputised, theirs = _due(-1, officer), _due(0, other, deputy_id=officer.id), _due(2, other)
    home = home_of(officer)
    assert (home.overdue.leads, home.due.leads, home.week.leads) == ([mine], [deputised], [])
    for viewer in (leader, make_user("reader"), make_user("administrator")):
        home = home_of(viewer)
        assert (home.overdue.leads, home.due.leads, home.week.leads) == ([mine], [deputised], [theirs])


def test_closed_leads_and_days_further_ahead_stay_away(app):
    officer = make_user("officer")
    move(_due(-1, officer), "lost", lost_reason="No budget")
    _due(8, officer)
    home = home_of(officer)
    assert (home.overdue.total, home.due.total, home.week.total) == (0, 0, 0)


def test_the_counts_are_whole_where_the_page_shows_only_the_first_rows(sign_in):
    officer = make_user("officer")
    for _ in range(SHOWN + 3):
        _due(-1, officer)
    page = sign_in(officer).get_page("/home")
    assert f"{SHOWN + 3} are overdue" in page.heading and "3 more" in page.text
    assert any("tab=overdue" in link and f"owner={officer.id}" in link for link in page.links())


def test_a_lead_without_a_next_step_is_named_and_the_link_shows_it(sign_in):
    officer = make_user("officer")
    make_lead("Ohne Schritt", owner=officer, next_step=None, next_step_on=None)
    move(make_lead(owner=officer, next_step=None, next_step_on=None), "reserve", reason="x", wake_up_on=TODAY)
    client = sign_in(officer)
    page = client.get_page("/home")
    assert "1 lead has no next step" in page.text
    link = next(link for link in page.links() if "step=none" in link)
    assert "Ohne Schritt" in client.get_page(link).text


def test_the_way_from_people_met_to_leads_is_that_of_my_own_event(sign_in):
    officer, mine, other = make_user("officer"), make_event(), make_event("OTHER-2027", "Another Fair 2027")
    make_member(mine, officer)
    make_event_contact(mine)
    make_event_contact(other)
    home = home_of(officer)
    assert (home.closing.event, home.closing.captured, home.closing.open) == (mine, 1, 1)
    page = sign_in(officer).get_page("/home")
    assert "1 contact not yet decided" in page.text
    assert any(
        link.startswith("/event-contacts") and "state=open" in link and f"event={mine.id}" in link
        for link in page.links()
    )


def test_coming_events_are_listed_and_past_ones_are_not(sign_in):
    make_event()
    make_event("PAST-2020", "A Fair Long Past", starts_on=TODAY - timedelta(days=9), ends_on=TODAY - timedelta(days=5))
    page = sign_in(make_user("leader")).get_page("/home")
    assert "LASER World of PHOTONICS 2027" in page.text and "A Fair Long Past" not in page.text


def test_an_empty_house_says_what_to_do(sign_in):
    page = sign_in(make_user("coordinator")).get_page("/home")
    assert "No step of yours is due within seven days." in page.text
    assert "No intention waits for an answer." in page.text and "No event is planned." in page.text
    assert "/events/new" in page.links()


def test_the_organisation_stands_beside_the_lead(sign_in):
    officer = make_user("officer")
    _due(
        0,
        officer,
        organisation=make_organisation("Velox Photonik GmbH"),
        sources=[SourceValues("referral", None, "Chamber")],
    )
    assert "Velox Photonik GmbH" in sign_in(officer).get_page("/home").text


def test_home_shows_my_event_tasks_of_two_weeks_and_the_reports_that_i_owe(sign_in):
    user, other = make_user("coordinator", language="en", time_zone="Asia/Shanghai"), make_user("officer")
    event = make_event(starts_on=TODAY + timedelta(days=60), ends_on=TODAY + timedelta(days=61))
    with transaction():
        for title, days, owner in (("Order the stand", -1, user), ("Book hotels", 10, user), ("Print brochures", 40, user),
                                   ("Ask the hosts", 3, other)):
            add_task(SYSTEM, event, {"title": LocalizedText.of("en", title), "due_on": TODAY + timedelta(days=days),
                                     "owner_id": owner.id})
        trip = create_trip(SYSTEM, {"title": LocalizedText.of("en", "Visits in Jena"), "countries": ["DE"],
                                    "starts_on": TODAY - timedelta(days=9), "ends_on": TODAY - timedelta(days=7)})
        add_traveller(SYSTEM, trip, user)
    page = sign_in(user).get_page("/home")
    assert "Order the stand" in page.text and "Book hotels" in page.text and "Visits in Jena" in page.text
    assert "Print brochures" not in page.text and "Ask the hosts" not in page.text
    assert f"/events/trips/{trip.id}/report" in page.links()
