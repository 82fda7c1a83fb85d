"""Queueing: one language for everything, no header from data, the gate, the same unit of work."""

from datetime import date

import pytest

from outreach import jobs, mail
from outreach.db import db, transaction
from outreach.errors import Refused
from outreach.mail.models import OutboxMail
from outreach.mail.outgoing import ask_gate
from outreach.privacy.models import SendRefusal
from outreach.web import doors
from tests.factories.mail import make_mail

DAYS = {"zh": ("2027年7月1日 星期四", "2027年7月1日"), "en": ("Thu 1 Jul 2027", "1 Jul 2027"),
        "de": ("Do., 01.07.2027", "01.07.2027"), "ko": ("2027년 7월 1일 (목)", "2027년 7월 1일")}


@pytest.mark.parametrize("code", list(DAYS))
def test_every_part_is_written_in_the_readers_language(app, code):
    with app.test_request_context(headers={"Accept-Language": "en"}):
        row = make_mail(language=code)
    long, short = DAYS[code]
    assert row.subject == f"{long} Größe"
    assert row.text.startswith(f"Jürgen Müller: {short} {code} ")
    assert f'<html lang="{"zh-Hans" if code == "zh" else code}">' in row.html
    assert f"<title>{long} Größe</title>" in row.html
    assert short in row.html


def test_links_lead_to_our_address_whatever_host_the_request_named(app):
    with app.test_request_context(base_url="http://evil.example.net"):
        row = make_mail()
    assert "http://outreach.example.org/outbox/" in row.text
    assert "evil" not in row.text + row.html


def test_a_value_is_data_and_never_a_template(app):
    row = make_mail(title="{{ 7 * 7 }} <b>x</b>")
    assert "{{ 7 * 7 }} <b>x</b>" in row.subject
    assert "{{ 7 * 7 }} &lt;b&gt;x&lt;/b&gt;" in row.html


@pytest.mark.parametrize(("field", "values"), [
    ("subject", {"title": "Hello\r\nBcc: all@example.org"}),
    ("subject", {"title": "Hello\u2028there"}),
    ("name", {"name": "Anna\nBcc: all@example.org"}),
    ("filename", {"attachments": [("a\r\nX: y.pdf", "application/pdf", b"%PDF")]}),
])
def test_a_line_break_never_becomes_a_header(app, field, values):
    with pytest.raises(Refused) as refused:
        make_mail(**values)
    assert (refused.value.code, refused.value.field) == ("mail_header", field)
    assert db.session.scalar(db.select(OutboxMail)) is None


@pytest.mark.parametrize("address", ["", "nobody", "a@b", "a@b.example.org\r\nBcc: c@d.example.org", "a b@example.org"])
def test_an_address_that_is_none_is_refused(app, address):
    with pytest.raises(Refused) as refused:
        make_mail(to=address)
    assert refused.value.code == "mail_address"


def test_a_mail_lives_and_dies_with_the_unit_of_work(app):
    with pytest.raises(RuntimeError), transaction():
        mail.queue("tests/greeting", "a@example.org", language="de", purpose="transactional", day=date(2027, 7, 1))
        raise RuntimeError
    assert db.session.scalar(db.select(OutboxMail)) is None
    assert jobs.pending() == []


def test_the_job_is_queued_only_after_the_commit(app):
    with transaction():
        row = mail.queue(
            "tests/greeting", "a@example.org", language="de", purpose="transactional", day=date(2027, 7, 1)
        )
        assert jobs.pending() == []
    assert jobs.pending() == [("mail.deliver", row.id)]


def test_advertising_is_refused_with_its_reason_and_the_refusal_is_stored(app):
    row = make_mail(to="Reader@firma.example.org", purpose="advertising")
    assert (row.state, row.reason, row.gate) == ("refused", "advertising_without_rules", "advertising_without_rules")
    refusal = db.session.scalars(db.select(SendRefusal)).one()
    assert (refusal.email, refusal.channel, refusal.purpose) == ("reader@firma.example.org", "email", "advertising")
    assert jobs.pending() == []


def test_without_any_gate_only_transactional_mail_leaves(app, monkeypatch):
    monkeypatch.setattr(doors.mail_gate, "_items", {})
    assert ask_gate("a@example.org", "transactional", None) == (True, "")
    assert ask_gate("a@example.org", "advertising", None) == (False, "no_gate")


def test_a_purpose_must_be_known(app):
    with pytest.raises(ValueError, match="newsletter"):
        make_mail(purpose="newsletter")


def test_the_message_id_stands_under_the_senders_domain_and_is_unique(app):
    first, second = make_mail(), make_mail()
    assert first.message_id.endswith("@demo.example.org>")
    assert first.message_id != second.message_id


def test_attachments_have_a_limit_and_name_the_record_they_are_about(app):
    with pytest.raises(Refused) as refused:
        make_mail(attachments=[("a.pdf", "application/pdf", b"x" * 15_000_001)])
    assert refused.value.code == "mail_too_large"
    about = make_mail()
    row = make_mail(attachments=[("Prospekt 中文.pdf", "application/pdf", b"%PDF")], subject_row=about)
    assert [(item.filename, bytes(item.data)) for item in row.attachments] == [("Prospekt 中文.pdf", b"%PDF")]
    assert (row.subject_kind, row.subject_id) == ("outbox_mail", about.id)
