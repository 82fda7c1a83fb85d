"""The mails to a sender: all of one mail in the sender's language, whoever acts."""

from datetime import UTC, datetime

import pytest

from outreach.activity import Actor
from outreach.db import db, transaction
from outreach.i18n import in_language
from outreach.intentions.emails import deadline_words
from outreach.intentions.queries import status_url
from outreach.intentions.services import Verdict, accept_intention, ask_sender, assign_intention, decline_intention
from outreach.mail.models import OutboxMail
from tests.factories.accounts import make_user
from tests.factories.intentions import make_intention

LANGUAGES = ("zh", "en", "de", "ko")
BOTH = [{"purpose": name, "text_version": "2026-1"} for name in ("contact_reply", "cross_border")]


def _intention(language: str, **changes):
    with in_language("zh"):  # Whoever acts reads another language than the sender.
        return make_intention(language=language, consents=BOTH, **changes)


def _last() -> OutboxMail:
    return db.session.query(OutboxMail).order_by(OutboxMail.id.desc()).first()


def _act(action, row, *args) -> OutboxMail:
    with in_language("zh"), transaction():
        action(Actor.of(make_user("officer", name="Zhou Min")), row, *args)
    return _last()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_receipt_carries_number_deadline_and_link(app, language):
    row = _intention(language)
    mail = _last()
    assert (mail.language, mail.to_email, mail.to_name) == (language, row.contact_email, "Dr. Hanna Muster")
    assert (mail.purpose, mail.subject_kind, mail.subject_id) == ("transactional", "intention", row.id)
    assert row.receipt in mail.subject
    for part in (mail.text, mail.html):
        assert row.receipt in part and status_url(row) in part and deadline_words(row, language) in part
    assert mail.state == "waiting"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["assigned", "question", "accepted", "declined"])
def test_every_mail_is_written_in_the_senders_language(app, language, kind):
    row = _intention(language)
    if kind == "assigned":
        mail = _act(assign_intention, row, make_user("officer", name="Li Na"))
        assert "Li Na" in mail.subject + mail.text
    elif kind == "question":
        mail = _act(ask_sender, row, "Welche Stückzahl?\nWelcher Ort?", "de")
        assert "Welche Stückzahl?" in mail.text and 'lang="de"' in mail.html
    elif kind == "accepted":
        mail = _act(accept_intention, row, Verdict("Willkommen", "de"))
        assert "Willkommen" in mail.text and "Zhou Min" in mail.text
    else:
        mail = _act(decline_intention, row, Verdict("Zu klein <b>", "de"))
        assert "Zu klein <b>" in mail.text and "Zu klein &lt;b&gt;" in mail.html
    assert (mail.template, mail.language) == (f"intentions/{kind}", language)
    assert row.receipt in mail.subject and status_url(row) in mail.text and status_url(row) in mail.html
    assert f'lang="{ {"zh": "zh-Hans"}.get(language, language) }"' in mail.html


def test_the_deadline_stands_on_two_clocks_with_their_places(app):
    row = _intention("de")
    row.answer_due = datetime(2027, 7, 2, 10, tzinfo=UTC)
    assert "18:00" in deadline_words(row) and "12:00" in deadline_words(row) and "Berlin" in deadline_words(row)
    row.organisation_country = "CN"
    assert deadline_words(row, "zh").count("18:00") == 1 and "/" not in deadline_words(row, "zh")
    db.session.rollback()


def test_line_breaks_in_a_title_never_reach_a_mail_header(app):
    _intention("en", project__title="Laser\r\nBcc: x@example.org", contact__name="Hanna\nMuster")
    assert "\n" not in _last().subject and _last().to_name == "Hanna Muster"
