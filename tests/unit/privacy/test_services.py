"""The ledger of consents and the one question before anything is sent."""

from datetime import timedelta

import pytest

from outreach import jobs, mail
from outreach.activity import SYSTEM
from outreach.activity.models import ActivityEntry
from outreach.db import db, now, transaction
from outreach.errors import Refused
from outreach.mail import delivery
from outreach.privacy import services
from outreach.privacy.models import Consent, SendRefusal
from outreach.privacy.queries import consent_in_force
from outreach.web import doors
from tests.factories.catalogue import change_setting
from tests.factories.contacts import make_person
from tests.factories.mail import Sink, mail_templates, make_mail


def _give(email: str = "Anna@Firma.example.org", purpose: str = "events_news", **values) -> Consent:
    with transaction():
        return services.give_consent(SYSTEM, email, purpose, "2026-1", "de", "intention L-1", **values)


def test_a_consent_keeps_the_words_that_were_shown(app):
    row = _give()
    assert (row.email, row.given, row.text_version, row.language, row.source) == (
        "anna@firma.example.org", True, "2026-1", "de", "intention L-1")
    assert "Werbung" in row.text
    change_setting("contact_retention_months", 6)
    assert db.session.get(Consent, row.id, populate_existing=True).text == row.text
    entry = db.session.scalars(db.select(ActivityEntry).where(ActivityEntry.verb == "consent.given")).one()
    assert "anna@" not in entry.subject_label + str(entry.data)


@pytest.mark.parametrize(("purpose", "version"), [("events_news", "1999-1"), ("everything", "2026-1")])
def test_a_text_that_was_never_shown_cannot_be_agreed_to(app, purpose, version):
    with pytest.raises(Refused) as refused, transaction():
        services.give_consent(SYSTEM, "a@example.org", purpose, version, "de", "x")
    assert refused.value.code == "unknown_consent_text"


def test_the_newest_statement_holds_and_the_old_ones_stay(app):
    _give(at=now() - timedelta(days=2))
    assert consent_in_force("ANNA@firma.example.org", "events_news") is not None
    with transaction():
        services.withdraw_consent(SYSTEM, "anna@firma.example.org", "events_news", "mail")
    assert consent_in_force("anna@firma.example.org", "events_news") is None
    assert [row.given for row in db.session.scalars(db.select(Consent).order_by(Consent.id))] == [True, False]


def test_what_was_never_given_cannot_be_withdrawn(app):
    with transaction():
        assert services.withdraw_consent(SYSTEM, "a@example.org", "events_news", "mail") is None


def test_a_consent_holds_for_its_purpose_and_channel_alone(app):
    _give()
    assert consent_in_force("anna@firma.example.org", "contact_reply") is None
    assert consent_in_force("anna@firma.example.org", "events_news", "phone") is None


def test_consents_are_tied_to_the_person_once_known(app):
    row, person = _give(), make_person(email="anna@firma.example.org")
    with transaction():
        assert services.link_person("Anna@firma.example.org", person) == 1
    assert db.session.get(Consent, row.id, populate_existing=True).person_id == person.id


def test_what_answers_somebodys_own_matter_may_leave(app):
    with transaction():
        assert services.may_send("a@example.org", "email", "transactional", now()) == services.Answer(True)
    assert db.session.scalar(db.select(SendRefusal)) is None


@pytest.mark.parametrize(
    ("purpose", "reason"), [("advertising", "advertising_without_rules"), ("other", "unknown_purpose")]
)
def test_every_no_is_stored_with_its_reason_even_where_a_consent_is_there(app, purpose, reason):
    _give()
    with transaction():
        answer = services.may_send("Anna@firma.example.org", "email", purpose, now())
    assert (answer.allowed, answer.reason) == (False, reason)
    row = db.session.scalars(db.select(SendRefusal)).one()
    assert (row.email, row.channel, row.purpose, row.reason) == ("anna@firma.example.org", "email", purpose, reason)


def test_advertising_is_refused_and_transactional_mail_leaves(app):
    server = Sink()
    server.serve(app)
    try:
        with mail_templates(app):
            refused, leaves = make_mail(purpose="advertising"), make_mail()
        jobs.drain()
    finally:
        server.stop()
    assert refused.state == "refused"
    assert [message["Message-ID"] for message in server.messages] == [leaves.message_id]


def test_delivery_asks_again_and_the_refusal_is_stored(app, monkeypatch):
    monkeypatch.setitem(doors.mail_gate._items, "privacy", lambda to, purpose, at: (True, ""))
    with mail_templates(app):
        row = make_mail(purpose="advertising")
    monkeypatch.undo()
    assert delivery.deliver(row.id) == "refused"
    assert db.session.scalars(db.select(SendRefusal)).one().purpose == "advertising"


def test_a_mail_queued_in_a_rolled_back_unit_of_work_never_leaves(app):
    with mail_templates(app), pytest.raises(RuntimeError), transaction():
        mail.queue("tests/greeting", "a@example.org", language="de", purpose="advertising", day=now().date())
        raise RuntimeError
    assert jobs.drain() == 0
    assert db.session.scalar(db.select(SendRefusal)) is None


@pytest.mark.parametrize("code", ["zh", "en", "de", "ko"])
def test_the_log_tells_what_a_consent_is_for(app, code):
    from outreach.i18n import in_language

    _give()
    entry = db.session.scalars(db.select(ActivityEntry).where(ActivityEntry.verb == "consent.given")).one()
    with in_language(code):
        sentence = doors.timeline_kind.get("consent.given").sentence(entry)
    assert "events_news" not in sentence
