"""The public form and the status page, in the visitor's language."""

from datetime import date

import pytest

from outreach.activity import Actor
from outreach.db import db, transaction
from outreach.intentions.models import Intention
from outreach.intentions.queries import status_token
from outreach.intentions.services import Verdict, accept_intention, ask_sender, assign_intention, decline_intention
from outreach.intentions.views import public
from outreach.mail.models import OutboxMail
from tests.factories.accounts import make_user
from tests.factories.events import make_event
from tests.factories.intentions import fields, make_intention
from tests.factories.partners import make_partner, make_partner_user

LANGUAGES = ("zh", "en", "de", "ko")
URL, EN = "/de/intentions/new", "/en/intentions/new"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Tests fill the form in faster than people."""
    monkeypatch.setattr(public, "FASTEST", -2)


def _filled(client, url: str = URL, **changes) -> dict:
    """The form as a browser sends it: what the page brought, and what was typed."""
    page = client.get_page(url)
    hidden = {name: page.field(name) for name in ("client_key", "stamp", "language", "event", "partner")}
    return {**{name: value for name, value in hidden.items() if value}, **fields(**changes)}


def _count() -> int:
    return db.session.query(Intention).count()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_form_opens_in_each_language_with_the_names_of_the_json_body(client, lang):
    page = client.get_page(f"/{lang}/intentions/new")
    names = {node.get("name") for node in page.tree.iter() if node.get("name")}
    assert {name for name in fields() if not name.startswith("consents.")} <= names
    assert {"consents.contact_reply", "consents.events_news", "csrf_token", "client_key", "stamp"} <= names
    assert {f"/{code}/intentions/new" for code in LANGUAGES} <= set(page.links())
    alternates = {node.get("hreflang") for node in page.tree.iter("link") if node.get("rel") == "alternate"}
    assert alternates == {"zh-Hans", "en", "de", "ko"}


def test_boxes_start_unticked_and_only_what_is_optional_is_marked(client):
    page = client.get_page("/en/intentions/new")
    assert page.field("consents.contact_reply") is None and page.field("consents.events_news") is None
    assert "Telephone (optional)" in page.text and "Your name (optional)" not in page.text


def test_a_korean_or_chinese_reader_reads_a_separate_consent(client):
    assert client.get_page("/ko/intentions/new").html.count("consents.cross_border") > 0
    assert client.get_page("/zh/intentions/new").html.count("consents.onward_sharing") > 0
    assert "consents.cross_border" not in client.get_page("/de/intentions/new").html


def test_an_unknown_language_has_no_page(client):
    client.get_page("/fr/intentions/new", status=404)


def test_a_sent_form_leads_to_the_receipt(client):
    answer = client.post_page(URL, _filled(client))
    row = db.session.query(Intention).one()
    assert answer.location.endswith(f"/de/intentions/status/{status_token(row)}")
    page = client.get_page(answer.location)
    assert page.heading == row.receipt and "hanna.muster@photonik.example.org" in page.text
    assert (row.language, row.channel, row.investment_minor) == ("de", "form", 1250000000)
    mail = db.session.query(OutboxMail).one()
    assert (mail.language, mail.to_email, mail.purpose) == ("de", row.contact_email, "transactional")
    assert row.receipt in mail.subject and status_token(row) in mail.text


def test_the_event_and_partner_of_the_link_come_along(client):
    event, partner = make_event(), make_partner("DE-HAUS")
    url = f"/en/intentions/new?event={event.code}&partner=DE-HAUS"
    page = client.get_page(url)
    assert "LASER World of PHOTONICS 2027" in page.text and partner.label in page.text
    client.post_page("/en/intentions/new", _filled(client, url, project__investment__amount="12,500,000"))
    row = db.session.query(Intention).one()
    assert (row.event, row.partner) == (event, partner)


@pytest.mark.parametrize(("query", "message"), [
    ("event=NOTHING-1", "There is no event with the code “NOTHING-1”. Correct it or leave it empty."),
    ("partner=NOBODY", "There is no partner with the code “NOBODY”. Correct it or leave it empty."),
    ("event=" + "x" * 3000, "There is no event"), ("event=%F0%9F%92%A9", "There is no event"),
])
def test_a_wrong_code_in_the_link_is_said_at_once_and_can_be_corrected(client, query, message):
    page = client.get_page(f"/en/intentions/new?{query}", title="Error:")
    assert any(message in error for error in page.errors())
    name = query.partition("=")[0]
    assert page.field(name)
    typed = {**fields(project__investment__amount="1,000"), "stamp": page.field("stamp"), name: ""}
    client.post_page("/en/intentions/new", typed)
    assert _count() == 1


def test_a_partner_whose_agreement_has_ended_brings_nobody_new(client):
    make_partner("OLD", agreement_from=date(2020, 1, 1), agreement_until=date(2021, 1, 1))
    page = client.get_page("/en/intentions/new?partner=OLD")
    assert page.errors() == ["The agreement with this partner has ended. Leave the code of the partner empty."]


#: What was typed, and where the error stands.
WRONG = [
    ("organisation.name", " "), ("organisation.country", ""), ("organisation.country", "ZZ"), ("contact.name", ""),
    ("contact.email", "hanna"), ("contact.phone", "ruf an"), ("project.title", ""), ("project.summary", ""),
    ("project.summary", "x" * 5001), ("project.industry", ""), ("project.industry", "astrology"),
    ("project.investment.amount", "ca. 12 Mio"), ("project.investment.amount", ""), ("project.investment.amount", "-5"),
    ("project.investment.amount", "0"), ("project.investment.currency", "XXL"), ("consents.contact_reply", None),
    ("consents.contact_reply", "1999-9"), ("event", "NOTHING"), ("partner", "NOBODY"),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_entry_is_named_at_the_field_and_everything_typed_is_kept(client, name, value):
    typed = {**_filled(client, EN, project__investment__amount="12,500,000"), name: value}
    if value is None:
        del typed[name]
    page = client.post_page(EN, typed, status=422)
    assert page.title.startswith("Error:") and len(page.errors()) == 1
    anchors = [link for link in page.links() if link == "#" + name.replace(".", "-")]
    assert anchors, page.links()
    for other, kept in typed.items():
        if not other.startswith("consents.") and other not in ("stamp",):
            choice = other in ("organisation.country", "project.industry", "project.investment.currency")
            assert page.field(other) == (None if choice and other == name else kept.strip()), other
    assert _count() == 0


def test_errors_stand_in_the_order_of_the_page(client):
    page = client.post_page(URL, {"stamp": _filled(client)["stamp"]}, status=422)
    places = [page.html.index(f'id="{link[1:]}"') for link in page.links() if link.startswith("#") and link != "#main"]
    assert len(places) >= 9 and places == sorted(places)
    assert len(set(page.errors())) == len(page.errors()), "each line names its field"
    summary = next(node for node in page.tree.iter() if node.get("class") == "errsum")
    assert summary.get("role") == "alert" and summary.get("tabindex") == "-1" and "data-focus" in summary.attrib


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_amount_is_read_as_the_language_writes_it(client, lang):
    written = {"zh": "1250万", "ko": "1,250만", "en": "12,500,000", "de": "12.500.000"}[lang]
    consents = [{"purpose": name, "text_version": "2026-1"} for name in ("contact_reply", "cross_border")]
    sent = _filled(client, f"/{lang}/intentions/new", project__investment__amount=written, consents=consents)
    client.post_page(f"/{lang}/intentions/new", sent)
    assert db.session.query(Intention).one().investment_minor == 1250000000


def test_a_form_posted_twice_makes_one_intention(client):
    typed = _filled(client)
    assert client.post_page(URL, typed).location == client.post_page(URL, typed).location
    typed["client_key"] = "another-key-of-another-tab"
    client.post_page(URL, typed)
    assert _count() == 1 and db.session.query(OutboxMail).count() == 1


@pytest.mark.parametrize("key", ["", "x\x00y", "é" * 80, "../../etc"])
def test_a_key_that_is_none_is_replaced(client, key):
    client.post_page(URL, {**_filled(client), "client_key": key})
    assert _count() == 1


def test_a_filled_trap_a_hasty_or_forged_page_and_a_lost_session_store_nothing_and_keep_all(client, monkeypatch):
    typed = _filled(client)
    cases = [{**typed, public.HONEYPOT: "spam.example.org"}, {**typed, "stamp": "forged"}, {**typed, "stamp": ""}]
    pages = [client.post_page(URL, case, status=400) for case in cases]
    monkeypatch.setattr(public, "FASTEST", 3600)
    pages.append(client.post_page(URL, typed, status=400))
    monkeypatch.setattr(public, "FASTEST", -2)
    monkeypatch.setattr(public, "LONGEST_OPEN", -5)
    pages.append(client.post_page(URL, typed, status=400))
    monkeypatch.setattr(public, "LONGEST_OPEN", 3600)
    pages.append(client._checked(client.post(URL, data={**typed, "csrf_token": "old"}), URL, 400, None))
    for page in pages:
        assert page.field("project.title") == typed["project.title"]
        assert page.field("contact.email") == typed["contact.email"]
        assert page.field(public.HONEYPOT) == "" and page.field("consents.contact_reply") == "2026-1"
    assert _count() == 0
    client.post_page(URL, {**typed, "stamp": pages[1].field("stamp")})
    assert _count() == 1


def test_too_many_from_one_address_are_asked_to_wait_with_their_entries_kept(client, app, monkeypatch):
    monkeypatch.setitem(app.config, "INTENTIONS_PER_HOUR", 1)
    client.post_page(URL, _filled(client))
    typed = _filled(client, project__title="Zweites Vorhaben")
    page = client.post_page(URL, typed, status=429)
    assert page.response.headers["Retry-After"] and page.field("project.title") == "Zweites Vorhaben"
    assert _count() == 1


def test_a_partners_user_is_led_to_the_portal(client, sign_in):
    sign_in(make_partner_user(make_partner()))
    page = client.get_page("/de/intentions/new?event=LASER-2027", status=302)
    assert page.location == "/portal/intentions/new?event=LASER-2027"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_status_page_shows_state_clock_and_thread_in_the_readers_language(client, lang):
    officer, row = make_user("officer", name="Zhou Min"), make_intention()
    url = f"/{lang}/intentions/status/{status_token(row)}"
    first = client.get_page(url)
    assert first.heading == row.receipt and first.tree.get("lang") == {"zh": "zh-Hans"}.get(lang, lang)
    assert first.response.headers["X-Robots-Tag"] == "noindex, nofollow"
    with transaction():
        assign_intention(Actor.of(officer), row, officer)
        ask_sender(Actor.of(officer), row, "Welche Stückzahl?", "de")
    page = client.get_page(url)
    assert "Zhou Min" in page.text and "Welche Stückzahl?" in page.text


def test_the_sender_answers_on_the_status_page(client):
    officer, row = make_user("officer"), make_intention()
    with transaction():
        ask_sender(Actor.of(officer), row, "Welche Stückzahl?", "de")
    url = f"/de/intentions/status/{status_token(row)}"
    assert client.post_page(url, {"text": "20.000 <b>Module</b>"}).location.endswith("#thread")
    page = client.get_page(url)
    assert "20.000 <b>Module</b>" in page.text and row.messages[-1].author == "sender"
    assert row.state == "assigned"


@pytest.mark.parametrize("text", ["", "  ", "x" * 5001])
def test_an_answer_that_cannot_be_taken_is_kept_for_correction(client, text):
    url = f"/en/intentions/status/{status_token(make_intention())}"
    page = client.post_page(url, {"text": text}, status=422)
    assert page.field("text") == text and 'aria-invalid="true"' in page.html


def test_after_the_decision_the_page_tells_it_and_takes_no_more_answers(client):
    officer, rows = make_user("officer"), [make_intention(), make_intention()]
    with transaction():
        decline_intention(Actor.of(officer), rows[0], Verdict("Passt nicht zum Standort.", "de"))
        accept_intention(Actor.of(officer), rows[1], Verdict())
    declined = client.get_page(f"/en/intentions/status/{status_token(rows[0])}")
    assert "Passt nicht zum Standort." in declined.text and "Not pursued" in declined.text
    assert "Accepted" in client.get_page(f"/en/intentions/status/{status_token(rows[1])}").text
    late = client.post_page(f"/en/intentions/status/{status_token(rows[0])}", {"text": "Doch!"}, status=409)
    assert "decided" in late.text and rows[0].messages == []


@pytest.mark.parametrize("token", ["x", "MQ.forged", "%00", "MQ." + "a" * 5000])
def test_a_forged_link_says_what_to_do(client, token):
    status = 400 if token == "%00" else 404
    page = client.get_page(f"/en/intentions/status/{token}", status=status)
    assert status == 400 or "Copy the whole address from your mail" in page.text
    client.post_page(f"/en/intentions/status/{token}", {"text": "x"}, status=status)


def test_the_status_page_offers_itself_in_the_other_languages(client):
    token = status_token(make_intention())
    links = set(client.get_page(f"/de/intentions/status/{token}").links())
    assert {f"/{code}/intentions/status/{token}" for code in LANGUAGES} <= links
