"""Delivery to a real SMTP server: once, in the right shape, tried again or given up by the server's answer."""

from datetime import timedelta

import pytest
import time_machine

from outreach import jobs
from outreach.activity.models import ActivityEntry
from outreach.db import db, now, transaction
from outreach.mail import delivery
from outreach.mail.models import OutboxMail
from outreach.web import doors
from tests.factories.mail import Sink, make_mail, silent_server


def _again(row: OutboxMail) -> OutboxMail:
    return db.session.get(OutboxMail, row.id, populate_existing=True)


def test_a_mail_arrives_with_both_texts_and_says_that_a_machine_wrote_it(app, sink):
    row = make_mail(name="Jürgen Müller", reply_to="officer@demo.example.org")
    assert jobs.drain() == 1
    message = sink.messages[0]
    assert sink.recipients == ["reader@firma.example.org"]
    assert message["To"] == "Jürgen Müller <reader@firma.example.org>"
    assert message["Subject"] == row.subject
    assert message["Message-ID"] == row.message_id
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Reply-To"] == "officer@demo.example.org"
    assert message.get_body(("plain",)).get_content().strip() == row.text.strip()
    assert "Größe" in message.get_body(("html",)).get_content()
    assert all(line.isascii() and len(line) < 999 for line in sink.raw[0].splitlines())
    assert _again(row).state == "sent"
    assert _again(row).sent_at is not None


def test_a_calendar_part_carries_its_method_and_comes_last(app, sink):
    ics = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:慕尼黑\r\nEND:VCALENDAR\r\n"
    make_mail(calendar=("request", ics.encode()), attachments=[("展会.pdf", "application/pdf", b"%PDF-1.7")])
    jobs.drain()
    parts = list(sink.messages[0].walk())
    alternatives = next(part for part in parts if part.get_content_type() == "multipart/alternative")
    last = list(alternatives.iter_parts())[-1]
    assert last.get_content_type() == "text/calendar"
    assert last.get_param("method") == "REQUEST"
    assert last.get_payload(decode=True).decode() == ics
    files = {part.get_filename(): part.get_payload(decode=True) for part in sink.messages[0].iter_attachments()
             if part.get_filename()}
    assert files == {"展会.pdf": b"%PDF-1.7", "invite.ics": ics.encode()}


@pytest.mark.parametrize(("answer", "state", "reason"), [
    ("451 4.3.0 try later", "waiting", "deferred"),
    ("421 4.7.0 closing", "waiting", "deferred"),
    ("550 5.7.1 we do not want this", "failed", "rejected"),
    ("cut", "waiting", "no_connection"),
    ("530 5.7.0 authentication required", "waiting", "setup"),
])
def test_the_servers_answer_decides_between_again_and_never(app, sink, answer, state, reason):
    sink.answers = [answer]
    row = make_mail()
    assert delivery.deliver(row.id) == state
    row = _again(row)
    assert (row.state, row.reason, row.lease) == (state, reason, None)
    assert answer == "cut" or answer.split()[0] in row.detail
    if state == "waiting":
        assert timedelta(seconds=50) < row.next_try_at - now() < timedelta(seconds=70)
        assert delivery.deliver(row.id) is None, "not due yet"
        with time_machine.travel(now() + timedelta(seconds=90)):
            assert delivery.deliver(row.id) == "sent"
        assert sink.messages[0]["Message-ID"] == row.message_id
    else:
        assert delivery.deliver(row.id) is None
        assert db.session.scalar(db.select(ActivityEntry).where(ActivityEntry.verb == "mail.failed")) is not None


@pytest.mark.parametrize(("answer", "state"), [("450 4.2.1 busy", "waiting"), ("550 5.1.1 no such user", "failed")])
def test_an_answer_to_the_recipient_counts_the_same(app, sink, answer, state):
    sink.recipient_answers = [answer]
    row = make_mail()
    assert delivery.deliver(row.id) == state
    assert answer in _again(row).detail


def test_waits_grow_and_after_two_days_it_is_given_up(app, sink):
    row = make_mail()
    waits = []
    with time_machine.travel(now(), tick=False) as clock:
        while _again(row).state == "waiting":
            sink.answers = ["451 later"]
            before = now()
            delivery.deliver(row.id)
            waits.append((_again(row).next_try_at - before) // timedelta(minutes=1))
            clock.move_to(_again(row).next_try_at)
        tried_for = now() - _again(row).tries_since
    assert waits == [1, 5, 15, 60, 240, 480, 720, 720, 720]
    assert _again(row).state == "failed"
    assert tried_for > timedelta(hours=48)
    assert sink.messages == []


def test_a_server_that_never_answers_is_left_after_the_time_out(app, sink, monkeypatch):
    monkeypatch.setitem(app.config, "MAIL_TIMEOUT", 0.3)
    with silent_server() as port:
        app.extensions["mail"].port = port
        row = make_mail()
        begun = now()
        assert delivery.deliver(row.id) == "waiting"
    assert now() - begun < timedelta(seconds=3)
    assert _again(row).reason == "timeout"


def test_nobody_at_the_port_is_no_reason_to_give_up(app, sink):
    with silent_server() as port:
        pass
    app.extensions["mail"].port = port
    row = make_mail()
    assert delivery.deliver(row.id) == "waiting"
    assert _again(row).reason == "no_connection"


def test_tls_that_the_server_does_not_offer_is_not_done_without(app, sink):
    app.extensions["mail"].use_tls = True
    try:
        row = make_mail()
        assert delivery.deliver(row.id) == "waiting"
    finally:
        app.extensions["mail"].use_tls = False
    assert _again(row).reason == "setup"
    assert sink.messages == []


def test_no_transaction_is_open_while_the_server_is_spoken_to(app, sink, monkeypatch):
    seen = []
    send = delivery._send
    monkeypatch.setattr(delivery, "_send", lambda letter: seen.append(db.session().in_transaction()) or send(letter))
    delivery.deliver(make_mail().id)
    assert seen == [False]


def test_the_gate_is_asked_again_before_the_mail_leaves(app, sink, monkeypatch):
    row = make_mail()
    monkeypatch.setitem(doors.mail_gate._items, "test", lambda to, purpose, at: (False, "objected"))
    assert delivery.deliver(row.id) == "refused"
    row = _again(row)
    assert (row.state, row.reason, row.gate, row.lease) == ("refused", "objected", "objected", None)
    assert sink.messages == []


def test_a_dead_workers_row_is_sent_again_under_the_same_message_id(app, sink):
    row = make_mail()
    # The first worker's mail reached the server, and then it was killed before it could write that down.
    letter = delivery._claim(row.id, "first worker")
    assert delivery._send(letter).result == "sent"
    jobs.drain()
    assert len(sink.messages) == 1, "the lease still holds"
    assert delivery.sweep() == 0
    with time_machine.travel(now() + delivery.LEASE + timedelta(seconds=1)):
        assert delivery.sweep() == 1
        jobs.drain()
    assert [message["Message-ID"] for message in sink.messages] == [row.message_id] * 2
    assert _again(row).state == "sent"


def test_a_late_worker_changes_nothing_that_another_has_taken_over(app, sink):
    row = make_mail()
    delivery._claim(row.id, "slow worker")
    with time_machine.travel(now() + delivery.LEASE + timedelta(seconds=1)):
        assert delivery.deliver(row.id) == "sent"
    assert delivery._settle(row.id, "slow worker", delivery.Outcome("failed", "rejected")) == "sent"
    assert _again(row).state == "sent"


@pytest.mark.parametrize("utf8", [True, False])
def test_an_address_outside_ascii_needs_a_server_that_can_carry_it(app, utf8):
    server = Sink(utf8=utf8)
    server.serve(app)
    try:
        row = make_mail(to="김민수@firma.example.org", name="김민수", language="ko")
        state = delivery.deliver(row.id)
    finally:
        server.stop()
    if utf8:
        assert state == "sent"
        assert server.recipients == ["김민수@firma.example.org"]
        assert "SMTPUTF8" in server.options[0]
        assert "김민수@firma.example.org" in server.raw[0].decode()
    else:
        assert state == "failed"
        assert _again(row).reason == "smtputf8"
        assert server.messages == []


def test_an_idn_domain_needs_no_special_server(app):
    server = Sink(utf8=False)
    server.serve(app)
    try:
        assert delivery.deliver(make_mail(to="info@müller.example.org").id) == "sent"
    finally:
        server.stop()
    assert server.recipients == ["info@xn--mller-kva.example.org"]


def test_a_secret_text_is_wiped_once_it_is_out(app, sink):
    row = make_mail(secret=True)
    assert delivery.deliver(row.id) == "sent"
    assert (_again(row).text, _again(row).html) == ("", "")
    assert "Größe" in sink.messages[0].get_body(("html",)).get_content()


def test_one_pass_tries_each_due_row_once(app, sink):
    rows = [make_mail(to=f"reader{number}@firma.example.org") for number in range(4)]
    sink.answers = [None, "451 later", "550 no", None]
    assert delivery.send_all() == {"sent": 2, "waiting": 1, "failed": 1, "refused": 0}
    assert len(sink.messages) == 2
    assert sorted(_again(row).state for row in rows) == ["failed", "sent", "sent", "waiting"]


def test_the_timeline_of_the_record_tells_what_became_of_the_mail(app, sink):
    from outreach.activity.queries import timeline

    about = make_mail()
    row = make_mail(subject_row=about)
    delivery.deliver(row.id)
    entries = db.session.scalars(timeline("outbox_mail", about.id)).all()
    assert [entry.verb for entry in entries] == ["mail.sent"]
    with app.test_request_context():
        assert row.subject in doors.timeline_kind.get("mail.sent").sentence(entries[0])


def test_a_row_that_is_gone_harms_nobody(app, sink):
    assert delivery.deliver(987_654) is None
    row = make_mail()
    letter = delivery._claim(row.id, "worker")
    with transaction():
        db.session.delete(_again(row))
    assert letter is not None
    assert delivery._settle(row.id, "worker", delivery.Outcome("sent")) == "gone"
