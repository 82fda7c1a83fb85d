"""The connection to the mail server: encrypted where the settings say so, and only with a certificate that holds."""

import shutil
import ssl
import subprocess

import pytest

from outreach.db import db
from outreach.mail import delivery
from outreach.mail.message import OutreachMessage
from outreach.mail.models import OutboxMail
from tests import engines
from tests.factories.mail import Sink, make_mail


@pytest.fixture
def tls_sink(app, tmp_path):
    """A server that speaks only over TLS, with a certificate for 127.0.0.1 that nobody else vouches for."""
    if shutil.which("openssl") is None:
        engines.missing("openssl")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
                    "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)],
                   check=True, capture_output=True)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    server = Sink(tls=context)
    server.certificate = certificate
    server.serve(app)
    app.extensions["mail"].use_tls = True
    yield server
    app.extensions["mail"].use_tls = False
    server.stop()


def _again(row: OutboxMail) -> OutboxMail:
    return db.session.get(OutboxMail, row.id, populate_existing=True)


def test_a_certificate_that_nobody_vouches_for_stops_the_mail(tls_sink):
    row = make_mail()
    assert delivery.deliver(row.id) == "waiting"
    row = _again(row)
    assert row.reason == "certificate"
    assert "certificate verify failed" in row.detail.lower()
    assert tls_sink.messages == []


def test_with_the_certificate_known_the_mail_goes_encrypted(tls_sink, app, monkeypatch):
    monkeypatch.setitem(app.config, "MAIL_CA_FILE", str(tls_sink.certificate))
    assert delivery.deliver(make_mail().id) == "sent"
    assert len(tls_sink.messages) == 1


def test_a_certificate_for_another_host_is_none(tls_sink, app, monkeypatch):
    monkeypatch.setitem(app.config, "MAIL_CA_FILE", str(tls_sink.certificate))
    app.extensions["mail"].server = "localhost"
    row = make_mail()
    assert delivery.deliver(row.id) == "waiting"
    assert tls_sink.messages == []


@pytest.mark.parametrize(("text", "encoding"), [("Grüße aus München", "quoted-printable"), ("尊敬的王先生", "base64")])
def test_texts_go_out_in_seven_bits(app, text, encoding):
    part = OutreachMessage()._mimetext(text)
    assert part["Content-Transfer-Encoding"] == encoding
    assert part.as_string().isascii()
