"""`flask mail send` makes one pass over the outbox; `flask mail receive` reads one message and answers JSON."""

import json

import pytest

from outreach.db import db
from outreach.mail.models import InboundMail, OutboxMail
from tests.factories.invitations import invite, reply_mail
from tests.factories.mail import Sink, mail_templates, make_mail


@pytest.fixture
def sink(app):
    """A real SMTP server that the application sends to, and the test's templates."""
    server = Sink()
    server.serve(app)
    with mail_templates(app):
        yield server
    server.stop()


def test_send_makes_one_pass_and_counts(runner, sink):
    make_mail()
    make_mail(to="other@firma.example.org")
    sink.answers = [None, "451 later"]
    result = runner.invoke(args=["mail", "send", "--json"])
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {"sent": 1, "waiting": 1, "failed": 0, "refused": 0}
    assert len(sink.messages) == 1


def test_send_in_words_and_with_nothing_to_do(runner, sink):
    result = runner.invoke(args=["mail", "send"])
    assert (result.exit_code, result.stdout.strip()) == (0, "sent: 0, waiting: 0, failed: 0, refused: 0")


def test_receive_reads_standard_input_and_prints_only_json(runner, app):
    raw = "From: Anna <anna@firma.example.org>\nSubject: 您好\n\nx".encode()
    result = runner.invoke(args=["mail", "receive"], input=raw)
    answer = json.loads(result.stdout)
    assert result.exit_code == 0
    assert (answer["kind"], answer["from"]) == ("unmatched", "anna@firma.example.org")
    assert db.session.get(InboundMail, answer["id"]).subject == "您好"


def test_receive_takes_a_guests_reply(runner, app):
    row = invite().invitation
    answer = json.loads(runner.invoke(args=["mail", "receive"], input=reply_mail(row, "ACCEPTED")).stdout)
    assert (answer["kind"], answer["outcome"], answer["state"]) == ("rsvp", "counts", "accepted")
    again = json.loads(runner.invoke(args=["mail", "receive"], input=reply_mail(row, "ACCEPTED")).stdout)
    assert again["outcome"] in ("counts", "repeat")


@pytest.mark.parametrize(("raw", "code"), [(b"", "mail_empty"), (b" \n ", "mail_empty")])
def test_receive_refuses_what_is_no_message(runner, app, raw, code):
    result = runner.invoke(args=["mail", "receive"], input=raw)
    assert result.exit_code == 1
    assert json.loads(result.stdout)["error"]["code"] == code
    assert db.session.scalar(db.select(InboundMail)) is None


def test_receive_refuses_what_is_too_large_and_stores_nothing(runner, app, monkeypatch):
    from outreach.mail import inbound

    monkeypatch.setattr(inbound, "MOST_OCTETS", 1000)
    result = runner.invoke(args=["mail", "receive"], input=b"Subject: x\n\n" + b"y" * 1000)
    assert (result.exit_code, json.loads(result.stdout)["error"]["code"]) == (1, "mail_too_large")


def test_an_unknown_option_is_a_usage_error(runner, app):
    assert runner.invoke(args=["mail", "send", "--no-such"]).exit_code == 2
    assert db.session.scalar(db.select(OutboxMail)) is None
