"""Mails that come in: told apart, taken once, and kept where nobody knows them; whatever the octets are."""

from email.message import EmailMessage

import pytest

from outreach.db import db
from outreach.mail import inbound
from outreach.mail.models import InboundMail, OutboxMail
from outreach.web import doors
from tests.factories.mail import make_mail


def _mail(subject: str = "Hallo", body: str = "Guten Tag", **headers) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = (
        "Anna <anna@firma.example.org>",
        "outreach@demo.example.org",
        subject,
    )
    message["Message-ID"] = "<one@firma.example.org>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(body)
    return message.as_bytes()


def _rows() -> list[InboundMail]:
    return list(db.session.scalars(db.select(InboundMail)))


def test_a_mail_that_nobody_knows_is_kept_whole(app):
    answer = inbound.receive(_mail())
    assert (answer["kind"], answer["from"], answer["message_id"]) == (
        "unmatched",
        "anna@firma.example.org",
        "<one@firma.example.org>",
    )
    assert _rows()[0].raw == _mail()


def test_the_same_mail_again_changes_nothing_whichever_way_it_took(app):
    first = inbound.receive(_mail())
    other_way = b"Received: from relay.example.org\r\n" + _mail().replace(b"\n", b"\r\n")
    assert inbound.receive(other_way) == {**first, "repeat": True}
    assert len(_rows()) == 1


@pytest.mark.parametrize("headers", [
    {"Auto_Submitted": "auto-replied"}, {"X_Autoreply": "yes"}, {"Precedence": "auto_reply"},
    {"subject": "Automatische Antwort: Anfrage"}, {"subject": "Out of office: Hello"}, {"subject": "自动回复：您好"},
    {"subject": "자동 응답: 안녕하세요"}])
def test_an_automatic_reply_is_recognised_and_never_answered(app, headers):
    before = db.session.scalar(db.select(db.func.count()).select_from(OutboxMail))
    assert inbound.receive(_mail(**headers))["kind"] == "auto_reply"
    assert db.session.scalar(db.select(db.func.count()).select_from(OutboxMail)) == before


def test_a_person_who_says_no_is_no_machine(app):
    assert inbound.receive(_mail(Auto_Submitted="no"))["kind"] == "unmatched"


def test_a_handler_of_the_door_decides_and_its_answer_is_kept(app, monkeypatch):
    monkeypatch.setitem(doors.inbound_handler._items, "test", lambda message: {"kind": "order", "number": 7})
    answer = inbound.receive(_mail())
    assert (answer["kind"], answer["number"]) == ("order", 7)
    assert _rows()[0].raw is None


def test_a_handler_that_fails_undoes_only_its_own_and_the_mail_is_kept(app, monkeypatch, caplog):
    def broken(_message):
        db.session.add(InboundMail(digest="x" * 64, kind="nonsense"))
        db.session.flush()
        raise ValueError
    monkeypatch.setitem(doors.inbound_handler._items, "test", broken)
    assert inbound.receive(_mail())["kind"] == "unmatched"
    assert [row.kind for row in _rows()] == ["unmatched"]


@pytest.mark.parametrize(
    "raw",
    [
        b"\x00",
        b"\xff\xfe\xfd" * 100,
        b"From: \xe9\xa9\nSubject: =?utf-8?b?!!!?=\n\nx",
        b"Subject: a\n b\n\tc\n\n",
        b"Content-Type: multipart/mixed; boundary=x\n\n--x\n--x\n--x",
        b"From: <>\nTo: \n\n",
        "From: 김@예.example.org\n\n한".encode("cp949"),
    ],
)
def test_no_octets_raise_anything(app, raw):
    assert inbound.receive(raw)["kind"] == "unmatched"


def _report(action: str, status: str, quoted: str) -> bytes:
    return f"""From: Mail Delivery System <mailer-daemon@relay.example.org>
To: outreach@demo.example.org
Subject: Undelivered Mail
Message-ID: <report@relay.example.org>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It did not work.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example.org

Final-Recipient: rfc822; reader@firma.example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 no such user

--b
Content-Type: message/rfc822

Message-ID: {quoted}
Subject: x

--b--
""".encode()


def test_a_hard_bounce_fails_the_mail_it_names(app):
    row = make_mail()
    answer = inbound.receive(_report("failed", "5.1.1", row.message_id))
    assert (answer["kind"], answer["hard"], answer["mail_id"], answer["recipient"]) == (
        "bounce", True, row.id, "reader@firma.example.org")
    row = db.session.get(OutboxMail, row.id, populate_existing=True)
    assert (row.state, row.reason) == ("failed", "bounced")
    assert "no such user" in row.detail


@pytest.mark.parametrize(("action", "status"), [("delayed", "4.4.1"), ("failed", "4.2.2"), ("delayed", "5.0.0")])
def test_a_delay_fails_nothing(app, action, status):
    row = make_mail()
    assert inbound.receive(_report(action, status, row.message_id))["hard"] is False
    assert db.session.get(OutboxMail, row.id, populate_existing=True).state == "waiting"


def test_a_report_about_a_mail_that_is_not_ours_touches_nothing(app):
    row = make_mail()
    answer = inbound.receive(_report("failed", "5.1.1", f"<{'0' * 32}@demo.example.org>"))
    assert (answer["kind"], answer["mail_id"]) == ("bounce", None)
    assert db.session.get(OutboxMail, row.id, populate_existing=True).state == "waiting"


def test_a_servers_prose_is_understood_too(app):
    row = make_mail()
    raw = _mail("Delivery failed", f"550 5.1.1 unknown\n\nMessage-ID: {row.message_id}\n")
    raw = raw.replace(b"Anna <anna@firma.example.org>", b"MAILER-DAEMON@relay.example.org")
    assert inbound.receive(raw)["mail_id"] == row.id
