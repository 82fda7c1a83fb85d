"""The inbox and an intention's page: whose clock runs, who decides, and what stays typed."""

from datetime import date, timedelta

import pytest

from outreach.activity import Actor
from outreach.db import db, transaction
from outreach.intentions.services import Verdict, answer_questions, decline_intention
from outreach.leads.models import Lead
from tests.factories.accounts import make_user
from tests.factories.catalogue import make_rate
from tests.factories.contacts import make_person
from tests.factories.events import make_event
from tests.factories.intentions import make_intention
from tests.factories.partners import make_partner, make_partner_user

WRITERS = ("administrator", "coordinator", "officer")


@pytest.fixture
def officer(app):
    return make_user("officer", name="Zhou Min")


@pytest.fixture
def browser(sign_in, officer):
    return sign_in(officer)


def _url(row, action: str = "") -> str:
    return f"/intentions/{row.id}" + (f"/{action}" if action else "")


@pytest.mark.parametrize("language", ["zh", "en", "de", "ko"])
def test_inbox_and_page_open_in_each_language(sign_in, language):
    make_rate("EUR", "7.80", date(2026, 1, 1))
    row = make_intention(event=make_event().code, partner=make_partner("DE-HAUS").code)
    browser = sign_in(make_user("officer", language=language))
    for url in ("/intentions/", _url(row)):
        page = browser.get_page(url)
        assert row.title in page.text and page.tree.get("lang") == {"zh": "zh-Hans"}.get(language, language)


def test_the_headline_counts_what_waits_and_what_is_late(browser):
    assert browser.get_page("/intentions/").heading == "No intention waits for an answer"
    rows = [make_intention() for _ in range(3)]
    assert browser.get_page("/intentions/").heading == "3 to answer"
    with transaction():
        rows[0].received_at -= timedelta(days=60)
        rows[0].assign_due -= timedelta(days=60)
    page = browser.get_page("/intentions/")
    assert page.heading == "3 to answer, 1 overdue" and "Overdue" in page.text
    hot = [node for node in page.tree.iter("span") if "hot" in (node.get("class") or "").split()]
    assert "3" in {node.text for node in hot}


def test_tabs_show_each_state_with_its_count_and_an_empty_one_says_so(browser, officer):
    rows = [make_intention() for _ in range(2)]
    with transaction():
        decline_intention(Actor.of(officer), rows[0], Verdict("Nein", "de"))
    page = browser.get_page("/intentions/?state=declined")
    assert rows[0].title in page.text and rows[1].title not in page.text
    assert "Not pursued 1" in page.text and "To answer 1" in page.text
    assert "No intention is in this state." in browser.get_page("/intentions/?state=accepted").text
    assert rows[1].title in browser.get_page("/intentions/?state=<x>").text


def test_an_answer_of_the_sender_stands_out(browser):
    row = make_intention()
    with transaction():
        answer_questions(Actor("visitor", "Dr. Hanna Muster"), row, "Noch etwas", "de")
    assert "New answer" in browser.get_page("/intentions/").text


def test_a_click_in_the_inbox_takes_an_intention(browser, officer):
    row = make_intention()
    sent = {"version": str(row.version), "back": "inbox"}
    assert browser.post_page(_url(row, "assign"), sent).location == "/intentions/"
    assert row.owner is officer and row.state == "assigned"


def test_the_page_shows_clocks_money_matches_and_the_senders_link(browser):
    make_rate("EUR", "7.80", date(2026, 1, 1))
    row = make_intention()
    known = make_person("Hanna Muster", email=row.contact_email)
    page = browser.get_page(_url(row))
    assert "Wuxi" in page.text and "Berlin" in page.text
    assert "EUR 12.5 million" in page.text and "CNY 97.5 million" in page.text
    assert known.label in page.text and f"/people/{known.id}" in page.links()
    assert any("/de/intentions/status/" in link for link in page.links())


def test_an_officer_is_named(browser):
    row, other = make_intention(), make_user("coordinator", name="Katrin Vogt")
    browser.post_page(_url(row, "assign"), {"owner_id": str(other.id), "version": str(row.version)})
    assert row.owner is other
    assert "named Katrin Vogt as officer" in browser.get_page(_url(row)).text


@pytest.mark.parametrize("chosen", ["0", "999999", "x", "1" * 400, "-1"])
def test_an_officer_who_does_not_exist_is_refused(browser, chosen):
    row = make_intention()
    page = browser.post_page(_url(row, "assign"), {"owner_id": chosen}, status=422)
    assert "Choose somebody who works on projects" in page.text and row.owner is None


def test_a_question_is_asked_in_the_language_it_is_written_in(browser):
    row = make_intention()
    browser.post_page(_url(row, "ask"), {"text": "Welche Stückzahl?", "language": "de", "version": str(row.version)})
    assert (row.state, row.messages[0].language) == ("needs_information", "de")
    assert "Welche Stückzahl?" in browser.get_page(_url(row)).text


def test_accepting_leads_to_the_lead_with_step_and_day(browser, officer):
    row = make_intention()
    sent = {"next_step": "Call Dr. Muster", "next_step_on": "2027-07-02", "version": str(row.version)}
    answer = browser.post_page(_url(row, "accept"), sent)
    lead = db.session.query(Lead).one()
    assert answer.location == f"/leads/{lead.id}"
    assert (lead.owner, lead.next_step, lead.next_step_on) == (officer, "Call Dr. Muster", date(2027, 7, 2))
    page = browser.get_page(_url(row))
    assert lead.number in page.text and "Accept intention" not in page.text


@pytest.mark.parametrize(("change", "message"), [
    ({"next_step_on": ""}, ""), ({"next_step_on": "2027-02-31"}, "This date does not exist"),
])
def test_a_refused_acceptance_keeps_what_was_typed_and_makes_nothing(browser, change, message):
    row = make_intention()
    sent = {"next_step": "Call Dr. Muster", "next_step_on": "2027-07-02", "version": str(row.version), **change}
    page = browser.post_page(_url(row, "accept"), sent, status=422)
    assert message in page.text and page.field("next_step") == "Call Dr. Muster"
    assert page.field("next_step_on") == change["next_step_on"]
    assert db.session.query(Lead).count() == 0 and row.state == "received"


def test_declining_asks_for_the_reason_and_keeps_it_for_the_record(browser):
    row = make_intention()
    page = browser.post_page(_url(row, "decline"), {"reason": " ", "version": str(row.version)}, status=422)
    assert "Write the reason. The sender reads it." in page.text
    browser.post_page(_url(row, "decline"), {"reason": "Zu klein.", "language": "de", "version": str(row.version)})
    assert (row.state, row.reason) == ("declined", "Zu klein.")
    assert "Zu klein." in browser.get_page(_url(row)).text


def test_whoever_decides_on_an_old_page_sees_what_is_new_and_keeps_the_text(browser):
    row = make_intention()
    seen = str(row.version)
    with transaction():
        answer_questions(Actor("visitor", "Dr. Hanna Muster"), row, "Wir bringen 400 kVA mit", "de")
    page = browser.post_page(_url(row, "decline"), {"reason": "Kein Strom", "version": seen}, status=409)
    assert "Somebody else changed this intention meanwhile" in page.text
    assert "Wir bringen 400 kVA mit" in page.text and page.field("reason") == "Kein Strom"
    assert row.state == "received"
    fresh = {"reason": "Kein Strom", "version": page.field("version")}
    browser.post_page(_url(row, "decline"), fresh)
    assert row.state == "declined"


def test_the_second_decision_is_told_the_first(browser, officer):
    row = make_intention()
    with transaction():
        decline_intention(Actor.of(officer), row, Verdict("Nein", "de"))
    page = browser.post_page(_url(row, "accept"), {"next_step": "", "next_step_on": ""}, status=409)
    assert "This intention has been decided meanwhile" in page.text and "Nein" in page.text


@pytest.mark.parametrize("role", ["leader", "reader"])
def test_who_only_reads_sees_no_buttons_and_may_not_use_them(sign_in, role):
    row, browser = make_intention(), sign_in(make_user(role))
    page = browser.get_page(_url(row))
    assert "Accept intention" not in page.text and "Assign to me" not in browser.get_page("/intentions/").text
    for action in ("assign", "ask", "accept", "decline"):
        browser.post_page(_url(row, action), {"reason": "x", "text": "x"}, status=403)
    assert row.state == "received"


def test_partners_and_strangers_do_not_get_in(client, sign_in):
    row = make_intention(sender=make_partner())
    assert client.get("/intentions/").status_code == client.get(_url(row)).status_code == 302
    browser = sign_in(make_partner_user(row.partner))
    browser.get_page("/intentions/", status=403)
    browser.get_page(_url(row), status=403)
    browser.post_page(_url(row, "accept"), {}, status=403)


@pytest.mark.parametrize("number", [999999, 2**31, 10**30])
def test_a_wrong_number_is_no_page(browser, number):
    browser.get_page(f"/intentions/{number}", status=404)
    browser.post_page(f"/intentions/{number}/accept", {}, status=404)


def test_what_a_stranger_wrote_is_shown_as_text(browser):
    nasty = "<script>alert(1)</script>"
    row = make_intention(project__title=nasty, project__summary=nasty, organisation__name=nasty, contact__name=nasty)
    for url in ("/intentions/", _url(row)):
        page = browser.get_page(url)
        assert nasty in page.text and nasty not in page.html
