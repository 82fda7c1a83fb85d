"""Mails for tests: templates that exist only there, rows in the outbox, and a real SMTP server to send them to."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from jinja2 import ChoiceLoader, DictLoader

from outreach import mail
from outreach.db import transaction
from outreach.mail.models import OutboxMail

#: One mail with a date, a name and a link; the date shows in which language the whole was written.
TEMPLATES = {
    "mail/tests/greeting/subject.txt": "{{ fmt.day(day, weekday=true) }} {{ title }}\n",
    "mail/tests/greeting/body.txt": "{{ name }}: {{ fmt.day(day) }} {{ lang }} {{ url_for('mail.outbox') }}\n",
    "mail/tests/greeting/body.html": '{% extends "mail/layout.html" %}{% block content %}'
    "<p>{{ name }} {{ title }} {{ fmt.day(day) }}</p>{% endblock %}",
}


@contextlib.contextmanager
def mail_templates(app) -> Iterator[None]:
    """Make the templates known to an application for a while."""
    before = app.jinja_env.loader
    app.jinja_env.loader = ChoiceLoader([DictLoader(TEMPLATES), before])
    try:
        yield
    finally:
        app.jinja_env.loader = before


def make_mail(to: str = "reader@firma.example.org", **values) -> OutboxMail:
    """Queue a mail through the front door, in a unit of work of its own."""
    from datetime import date

    values = {"name": "Jürgen Müller", "language": "de", "purpose": "transactional", "day": date(2027, 7, 1),
              "title": "Größe", **values}
    with transaction():
        return mail.queue("tests/greeting", to, **values)


class Sink:
    """A real SMTP server on loopback. `answers` are given to DATA in turn (None accepts, "cut" hangs up); `messages`
    holds what was accepted."""

    def __init__(self, utf8: bool = True, tls=None):
        self.answers: list[str | None] = []
        self.recipient_answers: list[str] = []
        self.messages: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.recipients: list[str] = []
        self.options: list[list[str]] = []
        self._lock = threading.Lock()
        self._controller = _Controller(self, hostname="127.0.0.1", port=_free_port(), enable_SMTPUTF8=utf8,
                                       tls=tls)

    @property
    def port(self) -> int:
        """Where it listens."""
        return self._controller.port

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        """Refuse a recipient where the test says so."""
        if self.recipient_answers:
            return self.recipient_answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        """Accept, refuse, or cut the line after the data."""
        with self._lock:
            answer = self.answers.pop(0) if self.answers else None
            if answer == "cut":
                server.transport.abort()
                return "250 nobody hears this"
            if answer:
                return answer
            self.raw.append(envelope.original_content)
            self.messages.append(message_from_bytes(envelope.original_content, policy=policy.default))
            self.recipients += envelope.rcpt_tos
            self.options.append(envelope.mail_options)
        return "250 OK"

    def serve(self, app) -> None:
        """Start, and make the application send here instead of nowhere."""
        self._controller.start()
        state = app.extensions["mail"]
        self._before = (state.suppress, state.server, state.port)
        state.suppress, state.server, state.port = False, "127.0.0.1", self.port
        self._app = app

    def stop(self) -> None:
        """Stop, and give the application its settings back."""
        state = self._app.extensions["mail"]
        state.suppress, state.server, state.port = self._before
        self._controller.stop()


class _Controller(Controller):
    def __init__(self, handler: Sink, enable_SMTPUTF8: bool, tls=None, **values):  # noqa: N803 - aiosmtpd's name
        self._utf8, self._tls = enable_SMTPUTF8, tls
        super().__init__(handler, **values)

    def factory(self):
        return SMTP(self.handler, enable_SMTPUTF8=self._utf8, decode_data=False, hostname="sink.example.org",
                    tls_context=self._tls, require_starttls=self._tls is not None)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def silent_server() -> Iterator[int]:
    """A port that takes connections and never says a word."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(5)
        yield listener.getsockname()[1]
