"""The pages of leads: list, form, record, dossier; who may open them and what wrong input gets."""

from datetime import timedelta

import pytest

from outreach.activity import SYSTEM, Actor
from outreach.db import Money, db, today_in, transaction
from outreach.leads import services
from outreach.leads.models import Lead
from outreach.leads.services import PersonRole
from tests.factories.accounts import make_user
from tests.factories.catalogue import make_industry
from tests.factories.contacts import make_organisation, make_person
from tests.factories.events import make_event
from tests.factories.leads import make_lead, move

TODAY = today_in("Asia/Shanghai")
NEW = {
    "title": "Faserlaser für Displays",
    "title_language": "de",
    "organisation.name": "Velox Photonik GmbH",
    "organisation.country": "DE",
    "country": "DE",
    "industries": ["fibre_laser"],
    "channel": "event",
    "investment.amount": "12,500,000",
    "investment.currency": "EUR",
    "registered_capital.currency": "CNY",
    "plant_area_m2": "5,000",
    "trl": "8",
    "stage": "lead",
    "owner_id": "",
    "deputy_id": "",
    "next_step": "Call",
    "next_step_on": "2027-07-02",
    "summary": "Montage",
    "summary_language": "de",
}


@pytest.fixture
def officer():
    """An officer in Wuxi who reads English."""
    return make_user("officer", name="Zhou Min")


@pytest.fixture
def browser(sign_in, officer):
    """The officer's browser."""
    return sign_in(officer)


@pytest.fixture
def full(officer):
    """A lead with everything on it."""
    organisation, event = make_organisation("해솔옵틱스(주)", "KR"), make_event()
    person = make_person("한서윤", organisation=organisation, job_title="대표이사", language="ko")
    lead = make_lead(
        "石墨烯散热膜量产线",
        owner=officer,
        organisation=organisation,
        country="KR",
        investment=Money.of(180_000_000, "CNY"),
        plant_area_m2=12000,
        next_step_on=TODAY - timedelta(days=2),
        people=[PersonRole(person.id, "decision_maker", True)],
        sources=[
            {"kind": "event_contact", "ref_id": 1, "label": "한서윤", "event_id": event.id},
            {"kind": "intention", "ref_id": 2, "label": "IN-2027-0002"},
        ],
        texts=[("summary", "zh", "一期年产六十万平方米"), ("meeting_note", "ko", "9월 방문 희망")],
    )
    with transaction():
        services.translate_text(Actor.of(officer), lead.texts[0], "en", "600,000 square metres a year")
        services.translate_text(SYSTEM, lead.texts[1], "en", "Wants to visit", machine=True)
        services.add_need(SYSTEM, lead, category="energy", language="zh", text="双回路供电")
    return lead


def _stored(lead: Lead) -> Lead:
    return db.session.get(Lead, lead.id)


@pytest.mark.parametrize("language", ["zh", "en", "de", "ko"])
def test_every_page_opens_in_each_language(sign_in, full, language):
    client = sign_in(make_user("officer", language=language))
    html = {"zh": "zh-Hans"}.get(language, language)
    for path in ("/leads/", "/leads/new", f"/leads/{full.id}", f"/leads/{full.id}/edit", f"/leads/{full.id}/dossier"):
        assert client.get_page(path).tree.get("lang") == html


@pytest.mark.parametrize("role", ["leader", "reader"])
def test_who_only_reads_sees_no_form_and_may_send_none(sign_in, full, role):
    client = sign_in(make_user(role))
    page = client.get_page(f"/leads/{full.id}")
    posts = [node.get("action") for node in page.tree.iter("form") if (node.get("method") or "").lower() == "post"]
    assert [action for action in posts if "/leads/" in action] == []
    for path in ("/leads/new", f"/leads/{full.id}/edit"):
        assert client.get(path).status_code == 403
    client.post_page(f"/leads/{full.id}/stage", {"stage": "appraised"}, status=403)
    assert "/leads/new" not in client.get_page("/leads/").links()


def test_partner_users_and_strangers_come_nowhere_near(client, sign_in, full):
    assert client.get(f"/leads/{full.id}").status_code == 302
    partner = sign_in(make_user("partner_user"))
    for path in ("/leads/", f"/leads/{full.id}", f"/leads/{full.id}/dossier?lang=de"):
        assert partner.get(path).status_code == 403


# The list


def test_the_list_leads_with_what_is_late_and_counts_every_tab(browser, full, officer):
    make_lead("Zweite", title_language="de", owner=officer, next_step_on=TODAY)
    move(make_lead("Dritte"), "lost", lost_reason="x")
    page = browser.get_page("/leads/")
    assert page.heading == "2 open leads, 1 overdue"
    assert "2 days late" in page.text and "Due today" in page.text
    assert "Dritte" not in page.text and "Dritte" in browser.get_page("/leads/?tab=closed").text
    assert full.number in page.text and "해솔옵틱스(주)" in page.text
    assert [node.get("lang") for node in page.tree.iter("a") if node.get("href") == f"/leads/{full.id}"] == ["zh-Hans"]


def test_a_filter_by_a_root_returns_children_and_other_is_always_offered(browser):
    make_industry("laser_diode", "fibre_laser")
    make_lead("Diode", industries=["laser_diode"])
    make_lead("Anderes", industries=["other"])
    page = browser.get_page("/leads/?industry=photonics")
    assert "Diode" in page.text and "Anderes" not in page.text
    options = [node.get("value") for node in page.tree.iter("option")]
    assert "other" in options and page.field("industry") == "photonics"


def test_leads_without_a_step_are_found_as_the_home_page_links_to_them(browser):
    make_lead("Ohne Schritt", next_step=None, next_step_on=None)
    make_lead("Mit Schritt")
    page = browser.get_page("/leads/?step=none")
    assert "Ohne Schritt" in page.text and "Mit Schritt" not in page.text


def test_the_filters_stay_on_the_tabs_and_an_empty_result_says_what_to_drop(browser):
    make_lead("Diode", country="DE")
    page = browser.get_page("/leads/?country=DE&q=nothing")
    assert "Drop one of them" in page.text
    assert any("tab=mine" in link and "country=DE" in link and "q=nothing" in link for link in page.links())


@pytest.mark.parametrize(
    "query",
    [
        "owner=99999999999999999999",
        "owner=x",
        "event=-1",
        "industry=nope",
        "stage=nope",
        "page=99999",
        "page=x",
        "tab=nope",
        "q=%25_",
        "country=QQ",
        "source=rumour",
        "owner=%EF%BC%91",
    ],
)
def test_what_no_filter_can_be_narrows_nothing(browser, query):
    make_lead("Diode")
    browser.get_page(f"/leads/?{query}")


def test_fifty_leads_stand_on_a_page(browser):
    for _ in range(51):
        make_lead()
    page = browser.get_page("/leads/?tab=all")
    assert "1 to 50 of 51" in page.text
    assert "51 to 51 of 51" in browser.get_page("/leads/?tab=all&page=2").text


def test_an_empty_list_says_what_a_lead_is_and_offers_to_make_one(browser):
    page = browser.get_page("/leads/")
    assert "A lead is a possible project" in page.text and "/leads/new" in page.links()


# Making and editing


def test_a_lead_is_made_with_its_organisation_owner_and_text(browser, officer):
    page = browser.post_page("/leads/new", NEW)
    lead = db.session.scalars(db.select(Lead)).unique().one()
    assert page.location.endswith(f"/leads/{lead.id}")
    assert (lead.organisation.name, lead.owner, lead.investment) == (
        "Velox Photonik GmbH",
        officer,
        Money.of(12_500_000, "EUR"),
    )
    assert [(entry.field, entry.text.source) for entry in lead.texts] == [("summary", "de")]
    shown = browser.get_page(f"/leads/{lead.id}")
    assert "EUR 12.5 million" in shown.text and "Lead L-" in shown.text


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"title": " "}, "Enter a title for the lead"),
        ({"next_step": ""}, "Enter what the next step is"),
        ({"next_step_on": ""}, "Enter the day of the next step"),
        ({"investment.amount": "a lot"}, "Enter the amount as a number"),
        ({"trl": "12"}, "from 1 to 9"),
        ({"stage": "appraised", "industries": []}, "at least one industry"),
        ({"major": "y"}, "needs an owner and a deputy"),
        ({"organisation.name": "x" * 301}, ""),
    ],
)
def test_a_wrong_entry_comes_back_with_its_message_and_everything_typed(browser, change, message):
    page = browser.post_page("/leads/new", {**NEW, **change}, status=422)
    assert any(message in text for text in page.errors()), page.errors()
    assert page.title.startswith("Error:")
    for name in ("title", "summary", "plant_area_m2", "country"):
        assert page.field(name) == {**NEW, **change}[name].strip()
    assert db.session.scalar(db.select(db.func.count()).select_from(Lead)) == 0


def test_a_day_that_does_not_exist_is_refused(browser):
    browser.post_page("/leads/new", {**NEW, "next_step_on": "2027-02-30"}, status=422)


def test_a_lead_begun_on_a_persons_page_has_that_person_and_organisation(browser):
    person = make_person("Björn Böhm", organisation="Velox Photonik GmbH", country="DE")
    page = browser.get_page(f"/leads/new?person={person.id}")
    assert "Björn Böhm" in page.text and page.field("organisation.name") == "Velox Photonik GmbH"
    browser.post_page("/leads/new", {**NEW, "person": person.id})
    assert [one.person for one in db.session.scalars(db.select(Lead)).unique().one().people] == [person]
    assert browser.get_page("/leads/new?person=99999", status=404)


def _typed(**changes) -> dict:
    return {
        "organisation.name": "",
        "organisation.country": "",
        **{
            name: value
            for name, value in NEW.items()
            if name
            in (
                "title",
                "title_language",
                "country",
                "channel",
                "investment.currency",
                "registered_capital.currency",
                "industries",
            )
        },
        **changes,
    }


def test_the_facts_are_edited_and_the_rest_stays(browser):
    lead = make_lead("Alt", organisation=make_organisation("Beispiel GmbH"), jobs=5)
    page = browser.get_page(f"/leads/{lead.id}/edit")
    assert (page.field("title"), page.field("organisation.name"), page.field("version")) == (
        "Alt",
        "Beispiel GmbH",
        "1",
    )
    browser.post_page(
        f"/leads/{lead.id}/edit",
        _typed(version=1, jobs="9", **{"organisation.name": "Beispiel GmbH", "organisation.country": "DE"}),
    )
    stored = _stored(lead)
    assert (stored.title, stored.jobs, stored.organisation.name, stored.next_step) == (
        "Faserlaser für Displays",
        9,
        "Beispiel GmbH",
        "约定视频会议",
    )


def test_the_second_of_two_editors_sees_both_versions_and_loses_nothing(browser):
    lead = make_lead("Alt", title_language="de", jobs=5, trl=3, country="DE", channel="event")
    with transaction():
        services.edit_lead(Actor.of(make_user("officer", name="Gao Yifan")), lead, {"jobs": 8})
    page = browser.post_page(
        f"/leads/{lead.id}/edit", _typed(version=1, title="Mein Titel", jobs="5", trl="3"), status=409
    )
    assert "Gao Yifan changed this lead meanwhile" in page.text
    assert (page.field("title"), page.field("jobs"), page.field("version")) == ("Mein Titel", "5", "2")
    # What only they changed is proposed as theirs, what I changed as mine.
    assert (page.field("take.jobs"), page.field("take.title")) == ("theirs", "mine")
    assert _stored(lead).title == "Alt"
    browser.post_page(
        f"/leads/{lead.id}/edit",
        _typed(version=2, title="Mein Titel", jobs="5", trl="3", **{"take.jobs": "theirs", "take.title": "mine"}),
    )
    assert (_stored(lead).title, _stored(lead).jobs) == ("Mein Titel", 8)


def test_an_edit_without_a_version_is_a_conflict_not_a_silent_save(browser):
    lead = make_lead("Alt")
    browser.post_page(f"/leads/{lead.id}/edit", _typed(title="Neu"), status=409)
    assert _stored(lead).title == "Alt"


# The record


def test_the_record_shows_stage_facts_people_sources_and_both_sides_of_each_text(browser, full):
    page = browser.get_page(f"/leads/{full.id}", title=full.number)
    track = [node for node in page.tree.iter("li") if node.get("aria-current") == "step"]
    assert len(track) == 1
    assert "CNY 180 million" in page.text and "12,000 m²" in page.text and "2 days late" in page.text
    for text in (
        "一期年产六十万平方米",
        "600,000 square metres a year",
        "Reviewed",
        "Wants to visit",
        "Machine translation",
        "双回路供电",
    ):
        assert text in page.text
    assert "한서윤 (Han Seoyun)" in page.text and "Decides" in page.text
    event = full.sources[0].event_id
    assert f"/events/{event}" in page.links() and f"/intentions/{full.sources[1].ref_id}" in page.links()
    facts = next(node for node in page.tree.iter("dl") if "facts" in (node.get("class") or ""))
    assert len(list(facts.iter("dt"))) <= 6
    originals = [node.get("lang") for node in page.tree.iter("p") if node.text == "一期年产六十万平方米"]
    assert originals == ["zh-Hans"]


def test_a_reader_of_the_originals_language_is_told_that_no_translation_is_needed(sign_in, full):
    page = sign_in(make_user("officer", language="ko")).get_page(f"/leads/{full.id}")
    assert "9월 방문 희망" in page.text


def test_a_side_state_is_a_tag_with_its_reason(browser):
    lead = move(make_lead(), "lost", lost_reason="The parent company stopped the budget")
    page = browser.get_page(f"/leads/{lead.id}")
    assert "The parent company stopped the budget" in page.text
    assert [node for node in page.tree.iter("li") if node.get("aria-current") == "step"] == []


@pytest.mark.parametrize(
    "path", ["/leads/99999", "/leads/99999999999999999999", "/leads/99999/edit", "/leads/99999/dossier"]
)
def test_an_unknown_lead_is_not_found(browser, path):
    browser.get_page(path, status=404)


# The dossier


@pytest.mark.parametrize(
    ("lang", "day", "money"),
    [
        ("zh", "2027年7月1日 星期四", "1.8 亿元"),
        ("en", "Thu 1 Jul 2027", "CNY 180 million"),
        ("de", "Do., 01.07.2027", "180 Mio. CNY"),
        ("ko", "2027년 7월 1일 (목)", "1억 8,000만 위안"),
    ],
)
def test_the_dossier_is_written_in_its_language_whatever_the_readers(browser, full, lang, day, money):
    with transaction():
        services.set_next_step(SYSTEM, full, "确认", TODAY.replace(year=2027, month=7, day=1), language="zh")
    page = browser.get_page(f"/leads/{full.id}/dossier?lang={lang}")
    assert page.tree.get("lang") == {"zh": "zh-Hans"}.get(lang, lang)
    assert day in page.text and money in page.text
    assert "해솔옵틱스(주)" in page.text and "一期年产六十万平方米" in page.text
    marked = {node.get("lang") for node in page.tree.iter("span") if node.text == "一期年产六十万平方米"}
    assert marked == {"zh-Hans"}
    assert {f"/leads/{full.id}/dossier?lang={code}" for code in ("zh", "en", "de", "ko")} <= set(page.links())


def test_the_dossier_puts_the_translation_beside_with_its_status(browser, full):
    page = browser.get_page(f"/leads/{full.id}/dossier?lang=en")
    assert (
        "600,000 square metres a year" in page.text and "Reviewed" in page.text and "Machine translation" in page.text
    )
    assert "not yet in English" in page.text


def test_without_a_language_the_dossier_comes_in_the_readers_own(sign_in, full):
    assert sign_in(make_user("leader", language="de")).get_page(f"/leads/{full.id}/dossier").tree.get("lang") == "de"


def test_a_dossier_in_a_fifth_language_is_refused_with_what_to_choose(browser, full):
    assert "zh, en, de" in browser.get_page(f"/leads/{full.id}/dossier?lang=fr", status=422).text
