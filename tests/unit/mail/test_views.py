"""The outbox page: what waits, went, failed and why; who may look; try again and hold back."""

import pytest

from outreach import jobs
from outreach.db import db, transaction
from outreach.mail import delivery, inbound
from outreach.mail.models import OutboxMail
from tests.factories.accounts import make_user
from tests.factories.mail import make_mail


def _again(row: OutboxMail) -> OutboxMail:
    return db.session.get(OutboxMail, row.id, populate_existing=True)


@pytest.fixture
def browser(sign_in):
    """A coordinator's browser in English."""
    return sign_in(make_user("coordinator", name="Katrin Vogt"))


@pytest.mark.parametrize("language", ["zh", "en", "de", "ko"])
def test_the_pages_open_in_each_language(sign_in, language):
    row = make_mail()
    inbound.receive(b"From: a@example.org\nSubject: Frage\n\nGuten Tag")
    client = sign_in(make_user("administrator", language=language))
    for path in ("/outbox/", "/outbox/?state=failed", "/outbox/?q=nobody", f"/outbox/{row.id}", "/outbox/incoming"):
        client.get_page(path)


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("administrator", 200),
        ("coordinator", 200),
        ("officer", 403),
        ("leader", 403),
        ("reader", 403),
        ("partner_user", 403),
    ],
)
def test_other_peoples_mails_are_for_few(sign_in, role, status):
    row = make_mail()
    client = sign_in(make_user(role))
    for path in ("/outbox/", f"/outbox/{row.id}", "/outbox/incoming"):
        assert client.get(path).status_code == status, path
    assert client.post_page(f"/outbox/{row.id}/hold", status=302 if status == 200 else 403)


def test_the_list_counts_states_and_gives_reasons(browser, app, sink):
    sink.answers = ["550 no such user", "451 later"]
    failed, waiting, refused = make_mail(), make_mail(), make_mail(purpose="advertising")
    delivery.deliver(failed.id)
    delivery.deliver(waiting.id)
    page = browser.get_page("/outbox/")
    assert page.heading == "One mail could not be delivered"
    for words in ("refused this mail for good", "asked to try again later", "no confirmed consent rules"):
        assert words in page.text
    for state, number in (("failed", 1), ("waiting", 1), ("refused", 1), ("sent", 0)):
        rows = browser.get_page(f"/outbox/?state={state}").html.count("<tr>")
        assert rows == (number + 1 if number else 0), state
    assert "no such user" in browser.get_page(f"/outbox/{failed.id}").text
    assert refused.state == "refused"


def test_the_list_is_narrowed_by_address_and_the_filter_can_be_dropped(browser):
    make_mail(to="anna@firma.example.org")
    make_mail(to="bernd@firma.example.org")
    page = browser.get_page("/outbox/?q=ANNA@")
    assert "anna@firma.example.org" in page.text
    assert "bernd@firma.example.org" not in page.text
    assert "/outbox/" in browser.get_page("/outbox/?q=100%25_").links()


def test_a_failed_mail_is_sent_again_and_a_waiting_one_held_back(browser, sink):
    row = make_mail()
    browser.post_page(f"/outbox/{row.id}/hold")
    assert (_again(row).state, _again(row).detail) == ("held", "Katrin Vogt")
    assert delivery.deliver(row.id) is None
    assert "Held back by hand" in browser.get_page(f"/outbox/{row.id}").text
    browser.post_page(f"/outbox/{row.id}/retry")
    jobs.drain()
    assert _again(row).state == "sent"
    browser.post_page(f"/outbox/{row.id}/hold", status=409)
    browser.post_page(f"/outbox/{row.id}/retry", status=409)


def test_a_refused_mail_is_not_overruled(browser):
    row = make_mail(purpose="advertising")
    browser.post_page(f"/outbox/{row.id}/retry", status=409)
    assert _again(row).state == "refused"


def test_a_secret_text_is_shown_to_nobody(browser):
    row = make_mail(secret=True, title="geheim", name="X")
    with transaction():
        row.subject = "Ihr Link"
    page = browser.get_page(f"/outbox/{row.id}")
    assert "personal link" in page.text
    assert "geheim" not in page.html


def test_a_mail_text_is_never_html(browser):
    row = make_mail(title="<script>alert(1)</script>")
    assert "<script>alert(1)" not in browser.get_page(f"/outbox/{row.id}").html
    assert "<script>alert(1)" not in browser.get_page("/outbox/").html


def test_an_unknown_mail_is_404(browser):
    browser.get_page("/outbox/987654", status=404)


def test_what_nobody_could_place_is_shown_with_its_text(browser):
    assert "could be placed" in browser.get_page("/outbox/incoming").text
    inbound.receive(
        b"From: a@example.org\nSubject: Frage\nContent-Type: text/plain; charset=utf-8\n\nWo ist der Stand?"
    )
    page = browser.get_page("/outbox/incoming")
    assert "Frage" in page.text
    assert "Wo ist der Stand?" in page.text
    assert "a@example.org" in page.text


def test_an_empty_outbox_says_what_will_stand_there(browser):
    assert "Every mail that Outreach writes stands here" in browser.get_page("/outbox/").text
