"""The partner's pages: the own organisation's records only, and reading only once the agreement is over."""

from datetime import date, timedelta

import pytest

from outreach.activity import Actor
from outreach.db import db, today_in, transaction
from outreach.intentions.models import Intention
from outreach.intentions.services import Verdict, ask_sender, decline_intention
from outreach.mail.models import OutboxMail
from outreach.web.access import rule_of
from tests.factories.accounts import make_user
from tests.factories.events import make_event
from tests.factories.intentions import fields, make_intention
from tests.factories.materials import make_material, make_version
from tests.factories.partners import make_partner, make_partner_user

PAGES = ("/portal/", "/portal/intentions", "/portal/intentions/new")


@pytest.fixture
def partner(app):
    return make_partner("DE-HAUS")


@pytest.fixture
def user(partner):
    return make_partner_user(partner, language="en", name="Imke Beispiel")


@pytest.fixture
def browser(sign_in, user):
    return sign_in(user)


def _end(partner) -> None:
    with transaction():
        partner.agreement_until = today_in("Asia/Shanghai") - timedelta(days=1)


def _typed(browser, **changes) -> dict:
    page = browser.get_page("/portal/intentions/new")
    return {"client_key": page.field("client_key"),
            **fields(**{"project__investment__amount": "12,500,000", **changes})}


@pytest.mark.parametrize("language", ["zh", "en", "de", "ko"])
def test_every_page_opens_in_each_language(sign_in, partner, language):
    make_event(public=True)
    row, browser = make_intention(sender=partner), sign_in(make_partner_user(partner, language=language))
    for url in (*PAGES, f"/portal/intentions/{row.id}"):
        page = browser.get_page(url)
        assert page.tree.get("lang") == {"zh": "zh-Hans"}.get(language, language) and partner.label in page.text


def test_the_first_page_says_what_waits_and_for_whom(browser, partner):
    assert browser.get_page("/portal/").heading == "Send your first project"
    rows = [make_intention(sender=partner) for _ in range(2)]
    make_intention()
    page = browser.get_page("/portal/")
    assert page.heading == "2 intentions wait for our answer"
    assert all(row.title in page.text and row.receipt in page.text for row in rows)
    with transaction():
        ask_sender(Actor.of(make_user("officer")), rows[1], "Welche Stückzahl?", "de")
    page = browser.get_page("/portal/")
    assert page.heading == "1 question waits for your answer"
    assert page.text.index(rows[1].title) < page.text.index(rows[0].title)


def test_the_root_leads_a_partners_user_to_the_portal(browser):
    assert browser.get_page("/", status=302).location == "/portal/"


def test_coming_public_events_stand_beside_and_lead_to_the_form(browser):
    day = today_in("Asia/Shanghai") + timedelta(days=30)
    event = make_event(public=True, starts_on=day, ends_on=day)
    hidden = make_event("SECRET-1", "Quiet visit", starts_on=day, ends_on=day)
    over = make_event("OLD-1", "Last year's fair", public=True, starts_on=date(2020, 6, 1), ends_on=date(2020, 6, 2))
    page = browser.get_page("/portal/")
    assert "LASER World of PHOTONICS 2027" in page.text
    assert hidden.title.original not in page.text and over.title.original not in page.text
    assert browser.get_page(f"/portal/intentions/new?event={event.code}").field("event") == event.code


def test_the_first_page_leads_to_the_public_materials_and_no_other(browser):
    make_version(make_material(), "ko")
    make_version(make_material("SECRET", "Talking points", public=False))
    assert "/en/materials/" in browser.get_page("/portal/").links()
    page = browser.get_page("/en/materials/")
    assert "/ko/materials/PARK" in page.links() and "Talking points" not in page.text
    assert "Not yet in English; this file is in Korean." in page.text


def test_the_list_shows_the_own_intentions_by_state(browser, partner):
    rows, other = [make_intention(sender=partner) for _ in range(2)], make_intention(sender=make_partner())
    with transaction():
        decline_intention(Actor.of(make_user("officer")), rows[0], Verdict("Zu klein", "de"))
    page = browser.get_page("/portal/intentions")
    assert page.heading == "2 intentions sent" and other.title not in page.text
    declined = browser.get_page("/portal/intentions?state=declined")
    assert rows[0].title in declined.text and rows[1].title not in declined.text
    assert "No intention is in this state." in browser.get_page("/portal/intentions?state=accepted").text
    browser.get_page("/portal/intentions?state=<b>&page=99999999999")


def test_a_partner_sends_in_the_own_name_under_the_own_account(browser, partner, user):
    page = browser.get_page("/portal/intentions/new")
    assert (page.field("contact.name"), page.field("contact.email")) == ("Imke Beispiel", user.email)
    answer = browser.post_page("/portal/intentions/new", _typed(browser, partner="OTHER"))
    row = db.session.query(Intention).one()
    assert (row.partner, row.channel, row.language) == (partner, "portal", "en")
    assert answer.location == f"/portal/intentions/{row.id}"
    shown = browser.get_page(answer.location)
    assert row.receipt in shown.text and "hanna.muster@photonik.example.org" in shown.text
    assert db.session.query(OutboxMail).one().to_email == "hanna.muster@photonik.example.org"


def test_the_same_form_sent_twice_makes_one_intention(browser):
    typed = _typed(browser)
    assert browser.post_page("/portal/intentions/new", typed).location == \
        browser.post_page("/portal/intentions/new", typed).location
    assert db.session.query(Intention).count() == 1


@pytest.mark.parametrize(("name", "value"), [
    ("organisation.name", ""), ("contact.email", "x"), ("project.investment.amount", "much"), ("event", "NOTHING"),
    ("consents.contact_reply", "old"), ("project.summary", "x" * 5001),
])
def test_a_wrong_entry_keeps_what_was_typed(browser, name, value):
    typed = {**_typed(browser), name: value}
    page = browser.post_page("/portal/intentions/new", typed, status=422, title="Error:")
    assert len(page.errors()) == 1 and page.field("project.title") == typed["project.title"]
    assert page.field("client_key") == typed["client_key"] and db.session.query(Intention).count() == 0


def test_a_page_that_was_open_too_long_comes_back_with_everything_typed(browser):
    typed = {**_typed(browser), "csrf_token": "old"}
    page = browser._checked(browser.post("/portal/intentions/new", data=typed), "/portal/intentions/new", 400, None)
    assert page.field("project.title") == typed["project.title"] and db.session.query(Intention).count() == 0


def test_a_question_is_answered_in_the_portal(browser, partner, user):
    row = make_intention(sender=partner)
    with transaction():
        ask_sender(Actor.of(make_user("officer", name="Zhou Min")), row, "Welche Stückzahl?", "de")
    url = f"/portal/intentions/{row.id}"
    assert "Welche Stückzahl?" in browser.get_page(url).text
    browser.post_page(url, {"text": "20.000"})
    assert (row.state, row.messages[-1].user) == ("assigned", user)
    assert "Answer of Imke Beispiel" in browser.get_page(url).text
    assert browser.post_page(url, {"text": " "}, status=422).field("text") is not None


def test_a_declined_intention_shows_the_reason(browser, partner):
    row = make_intention(sender=partner)
    with transaction():
        decline_intention(Actor.of(make_user("officer")), row, Verdict("Zu klein für den Standort", "de"))
    page = browser.get_page(f"/portal/intentions/{row.id}")
    assert "Zu klein für den Standort" in page.text and "Send answer" not in page.text


def test_somebody_elses_intention_is_no_page(browser):
    foreign, public = make_intention(sender=make_partner()), make_intention()
    for number in (foreign.id, public.id, foreign.id + 999, 2**31, 10**30):
        browser.get_page(f"/portal/intentions/{number}", status=404)
        browser.post_page(f"/portal/intentions/{number}", {"text": "x"}, status=404)
    assert foreign.messages == []


def test_after_the_agreements_end_the_login_only_reads(browser, partner):
    row, typed = make_intention(sender=partner), _typed(browser)
    _end(partner)
    home = browser.get_page("/portal/")
    assert "Your agreement has ended" in home.text and "/portal/intentions/new" not in _in_main(home)
    assert row.title in browser.get_page("/portal/intentions").text
    assert "Ask the centre to renew" in browser.get_page("/portal/intentions/new", status=403).text
    page = browser.post_page("/portal/intentions/new", typed, status=403)
    assert page.field("project.title") == typed["project.title"] and "Your agreement has ended" in page.text
    url = f"/portal/intentions/{row.id}"
    assert "Send answer" not in browser.get_page(url).text
    refused = browser.post_page(url, {"text": "Noch etwas"}, status=403)
    assert refused.field("text") == "Noch etwas" and row.messages == []
    assert db.session.query(Intention).count() == 1


def _in_main(page) -> set[str]:
    main = next(node for node in page.tree.iter("main"))
    return {node.get("href") for node in main.iter("a")}


def test_an_agreement_that_ends_soon_is_told_in_time(browser, partner):
    with transaction():
        partner.agreement_until = today_in("Asia/Shanghai") + timedelta(days=20)
    assert "Your agreement ends on" in browser.get_page("/portal/").text


def test_an_account_without_partner_reads_what_to_do(sign_in):
    browser = sign_in(make_partner_user())
    for url in (*PAGES, "/portal/intentions/1"):
        assert "Your account belongs to no partner yet" in browser.get_page(url, status=403).text


def test_the_language_is_chosen_for_the_portal_and_kept(browser):
    answer = browser.get_page("/portal/intentions?language=ko&state=open", status=302)
    assert answer.location == "/portal/intentions?state=open"
    assert browser.get_page("/portal/intentions").tree.get("lang") == "ko"
    assert browser.get_page("/portal/?language=fr").tree.get("lang") == "ko"


def test_strangers_sign_in_first_and_our_people_have_their_own_pages(client, sign_in):
    for url in PAGES:
        assert client.get(url).headers["Location"].startswith("/sign-in")
    for role in ("administrator", "officer", "reader"):
        browser = sign_in(make_user(role))
        for url in PAGES:
            browser.get_page(url, status=403)


def test_a_partners_user_is_offered_the_own_search_and_no_staff_pages(browser):
    page = browser.get_page("/portal/")
    assert 'action="/portal/search"' in page.html and 'action="/search/"' not in page.html
    staff = ("/leads", "/people", "/events/", "/intentions", "/partners")
    assert not [link for link in page.links() if link.startswith(staff)]


def test_every_staff_endpoint_is_closed_to_a_partners_user(app, browser):
    """Whatever a room adds later: what is not declared for partners answers 403 or 404 to them."""
    checked, token = 0, browser.csrf_token()
    for rule in app.url_map.iter_rules():
        declared = rule_of(app.view_functions[rule.endpoint])
        if declared.kind in ("public", "link") or "partner_user" in declared.roles:
            continue
        values = {name: "1" if name.endswith("_id") or name in ("year",) else "x" for name in rule.arguments}
        path = rule.rule
        for name, value in values.items():
            for kind in ("", "int:", "string:", "path:"):
                path = path.replace(f"<{kind}{name}>", "1" if kind == "int:" else value)
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            answer = browser.open(path, method=method, headers={"X-CSRFToken": token})
            own = rule.endpoint.startswith("intentions_api.") and method == "GET"
            assert answer.status_code in (403, 404) or (own and answer.status_code == 200), (rule.endpoint, method)
            checked += 1
    assert checked > 60
