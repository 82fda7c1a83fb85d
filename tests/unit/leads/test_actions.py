"""What an officer does on the page of a lead, and what comes back where it cannot be done."""

from datetime import date

import pytest

from outreach.activity import SYSTEM
from outreach.db import db, transaction
from outreach.leads import services
from outreach.leads.models import Lead
from outreach.leads.services import PersonRole
from tests.factories.accounts import make_user
from tests.factories.contacts import make_organisation, make_person
from tests.factories.events import make_event
from tests.factories.leads import make_lead, move


@pytest.fixture
def officer():
    """An officer who reads English."""
    return make_user("officer", name="Zhou Min")


@pytest.fixture
def browser(sign_in, officer):
    """The officer's browser."""
    return sign_in(officer)


@pytest.fixture
def lead(officer):
    """A lead in the first stage with a Chinese summary."""
    return make_lead("Faserlaser", title_language="de", owner=officer, texts=[("summary", "zh", "年产六十万")])


def _stored(lead: Lead) -> Lead:
    return db.session.get(Lead, lead.id)


def _open(page, key: str) -> bool:
    """Whether the folded form stands open."""
    return next(node for node in page.tree.iter("details") if node.get("id") == f"fold-{key}").get("open") is not None


def test_the_stage_is_changed_with_proof_and_told_on_the_timeline(browser, lead):
    browser.post_page(f"/leads/{lead.id}/stage", {"stage": "appraised", "proof": "Minutes 12", "version": 1})
    assert _stored(lead).stage == "appraised"
    page = browser.get_page(f"/leads/{lead.id}")
    assert "The stage is changed." in page.text and "Minutes 12" in page.text


@pytest.mark.parametrize(
    ("typed", "message", "field"),
    [
        ({"stage": "lost", "reason": "They went to Suzhou"}, "Enter why the lead was lost", "stage-lost_reason"),
        (
            {"stage": "reserve", "reason": "They went to Suzhou"},
            "Enter the day on which the lead comes back",
            "stage-wake_up_on",
        ),
        ({"stage": "paused", "reason": ""}, "Enter the reason for this step aside", "stage-reason"),
        ({"stage": "signed"}, "One stage at a time", "stage-reason"),
        ({"stage": "nowhere"}, "", "stage-stage"),
        ({"stage": "reserve", "reason": "x", "wake_up_on": "2027-02-30"}, "", "stage-wake_up_on"),
    ],
)
def test_a_move_that_lacks_something_comes_back_open_with_what_was_typed(browser, lead, typed, message, field):
    page = browser.post_page(f"/leads/{lead.id}/stage", {"version": 1, **typed}, status=422)
    assert message in page.errors()[0]
    assert f"#{field}" in page.links()
    assert _open(page, "stage") and not _open(page, "owner")
    assert page.field("reason") == typed.get("reason", "")
    assert page.title.startswith("Error:")
    assert _stored(lead).stage == "lead"


def test_a_lead_without_an_industry_stays_in_its_first_stage_and_says_where_to_choose_one(browser):
    lead = make_lead(industries=[])
    page = browser.post_page(f"/leads/{lead.id}/stage", {"stage": "appraised", "version": 1}, status=422)
    assert "Choose at least one industry" in page.errors()[0]
    assert f"/leads/{lead.id}/edit" in page.links()


def test_a_stage_changed_from_an_old_page_is_a_conflict_and_can_be_sent_again(browser, lead):
    move(lead, "appraised")
    page = browser.post_page(
        f"/leads/{lead.id}/stage", {"stage": "paused", "reason": "Holidays", "version": 1}, status=409
    )
    assert "Somebody else changed this lead meanwhile" in page.errors()[0]
    assert (page.field("reason"), _stored(lead).stage) == ("Holidays", "appraised")
    versions = {node.get("value") for form in page.tree.iter("form") if (form.get("action") or "").endswith("/stage")
                for node in form.iter("input") if node.get("name") == "version"}
    assert versions == {"2"}


def test_done_leads_on_to_the_following_step(browser, lead):
    page = browser.post_page(
        f"/leads/{lead.id}/next-step/done", {"version": 1, "outcome": "Wants an offer"}, status=422
    )
    assert "Enter what the next step is" in page.errors()[0]
    browser.post_page(f"/leads/{lead.id}/next-step/done", {
        "version": 1, "outcome": "Wants an offer", "next_step": "Send the offer", "next_step_on": "2027-07-09"})
    stored = _stored(lead)
    assert (stored.next_step, stored.next_step_on, stored.next_step_language) == (
        "Send the offer",
        date(2027, 7, 9),
        "en",
    )
    browser.post_page(
        f"/leads/{lead.id}/next-step", {"version": 2, "next_step": "Send the offer", "next_step_on": "2027-07-12"}
    )
    assert _stored(lead).next_step_on == date(2027, 7, 12)


def test_the_lead_is_handed_over(browser, lead, officer):
    other = make_user("coordinator", name="Katrin Vogt")
    page = browser.post_page(
        f"/leads/{lead.id}/owner", {"version": 1, "owner_id": officer.id, "deputy_id": officer.id}, status=422
    )
    assert "The deputy must be somebody else" in page.errors()[0]
    browser.post_page(f"/leads/{lead.id}/owner", {"version": 1, "owner_id": other.id, "deputy_id": officer.id})
    assert (_stored(lead).owner, _stored(lead).deputy) == (other, officer)
    browser.post_page(
        f"/leads/{lead.id}/owner", {"version": 2, "owner_id": make_user("reader").id, "deputy_id": ""}, status=422
    )
    browser.post_page(f"/leads/{lead.id}/owner", {"version": 2, "owner_id": "", "deputy_id": ""}, status=422)


def test_texts_are_added_translated_and_rewritten(browser, lead):
    browser.post_page(
        f"/leads/{lead.id}/texts", {"field": "partner_opinion", "language": "en", "text": "They decide after the board"}
    )
    opinion = _stored(lead).texts[1]
    assert (opinion.field, opinion.text.source, opinion.author_label) == ("partner_opinion", "en", "Zhou Min")
    summary = lead.texts[0]
    browser.post_page(f"/leads/{lead.id}/texts/{summary.id}/translation", {"language": "en", "text": "600,000 a year"})
    page = browser.get_page(f"/leads/{lead.id}")
    assert "600,000 a year" in page.text and "Reviewed" in page.text
    browser.post_page(f"/leads/{lead.id}/texts/{summary.id}", {"text": "年产八十万"})
    assert "Source changed" in browser.get_page(f"/leads/{lead.id}").text


@pytest.mark.parametrize(("path", "typed", "key"), [
    ("texts", {"field": "summary", "language": "en", "text": " "}, "text"),
    ("texts", {"field": "poem", "language": "en", "text": "x"}, "text"),
    ("needs", {"category": "site", "language": "en", "text": "", "state": "open"}, "need"),
    ("needs", {"category": "luck", "language": "en", "text": "x", "state": "open"}, "need"),
    ("people", {"person_id": "", "role": "contact"}, "person"),
    ("people", {"person_id": "x", "role": "contact"}, "person"),
    ("sources", {"source": "referral", "label": ""}, "source"),
    ("sources", {"source": "event_contact", "label": "x"}, "source"),
    ("sources", {"source": "referral", "label": "x", "event_id": "999"}, "source"),
])
def test_what_is_missing_is_said_beside_the_form_that_was_sent(browser, lead, path, typed, key):
    page = browser.post_page(f"/leads/{lead.id}/{path}", typed, status=422)
    assert page.errors() and _open(page, key)
    stored = _stored(lead)
    assert (len(stored.texts), stored.needs, stored.people, len(stored.sources)) == (1, [], [], 1)


def test_a_translation_needs_another_language_than_the_original(browser, lead):
    browser.post_page(
        f"/leads/{lead.id}/texts/{lead.texts[0].id}/translation", {"language": "zh", "text": "x"}, status=422
    )
    page = browser.post_page(
        f"/leads/{lead.id}/texts/{lead.texts[0].id}/translation", {"language": "de", "text": ""}, status=422
    )
    assert "Enter the translation" in page.errors()[0]
    browser.post_page(f"/leads/{lead.id}/texts/99999", {"text": "x"}, status=404)


def test_a_part_of_another_lead_is_not_found_under_this_one(browser, lead):
    other = make_lead(texts=[("summary", "zh", "别的")], people=[make_person()])
    browser.post_page(f"/leads/{lead.id}/texts/{other.texts[0].id}", {"text": "x"}, status=404)
    browser.post_page(f"/leads/{lead.id}/people/{other.people[0].id}/remove", status=404)
    assert len(_stored(other).people) == 1


def test_needs_are_added_and_answered(browser, lead):
    browser.post_page(
        f"/leads/{lead.id}/needs",
        {"category": "energy", "language": "en", "text": "2,500 kVA", "answer": "", "state": "open"},
    )
    need = _stored(lead).needs[0]
    browser.post_page(
        f"/leads/{lead.id}/needs/{need.id}", {"language": "en", "answer": "Two lines", "state": "offered"}
    )
    page = browser.get_page(f"/leads/{lead.id}")
    assert "2,500 kVA" in page.text and "Two lines" in page.text and "Offered" in page.text


def test_people_are_found_added_given_a_role_and_taken_off(browser):
    organisation = make_organisation("Velox Photonik GmbH")
    colleague = make_person("Anneliese Schröder", organisation=organisation)
    stranger = make_person("Zenobia Fernweh")
    lead = make_lead(organisation=organisation)
    page = browser.get_page(f"/leads/{lead.id}")
    options = [node.get("value") for node in page.tree.iter("option")]
    assert str(colleague.id) in options and "Zenobia" not in page.text
    assert "Zenobia Fernweh" in browser.get_page(f"/leads/{lead.id}?find=Fernweh").text
    assert "Nobody fits" in browser.get_page(f"/leads/{make_lead().id}?find=xyzxyz").text
    browser.post_page(f"/leads/{lead.id}/people", {"person_id": stranger.id, "role": "decision_maker", "primary": "y"})
    assert _stored(lead).decision_maker.person == stranger
    page = browser.post_page(
        f"/leads/{lead.id}/people", {"person_id": colleague.id, "role": "decision_maker", "primary": "y"}, status=422
    )
    assert "already has a primary decision maker" in page.errors()[0]
    member = _stored(lead).people[0]
    browser.post_page(f"/leads/{lead.id}/people/{member.id}", {"role": "influencer"})
    assert _stored(lead).people[0].role == "influencer"
    browser.post_page(f"/leads/{lead.id}/people/{member.id}/remove")
    assert _stored(lead).people == []


def test_only_a_decision_maker_decides_in_the_end(browser):
    person = make_person()
    lead = make_lead(people=[PersonRole(person.id, "technical")])
    page = browser.post_page(
        f"/leads/{lead.id}/people/{lead.people[0].id}", {"role": "technical", "primary": "y"}, status=422
    )
    assert "Only a decision maker" in page.errors()[0]


def test_a_referral_is_added_as_a_source_with_its_event(browser, lead):
    event = make_event()
    browser.post_page(
        f"/leads/{lead.id}/sources", {"source": "referral", "label": "Chamber of commerce", "event_id": event.id}
    )
    source = _stored(lead).sources[-1]
    assert (source.kind, source.label, source.event) == ("referral", "Chamber of commerce", event)
    assert "Chamber of commerce" in browser.get_page(f"/leads/{lead.id}").text


def test_a_closed_lead_offers_no_next_step(browser, lead):
    move(lead, "lost", lost_reason="No budget")
    page = browser.get_page(f"/leads/{lead.id}")
    actions = {form.get("action") for form in page.tree.iter("form")}
    assert not any(action.endswith(("/next-step", "/next-step/done")) for action in actions)
    browser.post_page(f"/leads/{lead.id}/next-step", {"next_step": "Call", "next_step_on": "2027-07-01"}, status=422)


def test_nothing_changes_on_get(browser, lead):
    for path in ("stage", "next-step", "next-step/done", "owner", "texts", "needs", "people", "sources"):
        assert browser.get(f"/leads/{lead.id}/{path}").status_code == 405


def test_a_form_without_the_sessions_token_is_refused(browser, lead):
    assert browser.post(f"/leads/{lead.id}/stage", data={"stage": "appraised"}).status_code == 400
    assert _stored(lead).stage == "lead"


def test_a_machines_words_wait_for_a_reader_who_stands_for_them(browser, lead):
    with transaction():
        services.translate_text(SYSTEM, lead.texts[0], "en", "600k per annum", machine=True)
    page = browser.get_page(f"/leads/{lead.id}")
    assert "Machine translation" in page.text and "Review the translation" in page.text
    browser.post_page(
        f"/leads/{lead.id}/texts/{lead.texts[0].id}/translation", {"language": "en", "text": "600,000 a year"}
    )
    entry = _stored(lead).texts[0].text
    assert (entry.status("en"), entry.texts["en"]["by"]) == ("reviewed", "Zhou Min")
