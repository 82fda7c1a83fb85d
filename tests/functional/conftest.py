"""A real server, a real SMTP sink and a real browser for the journeys."""

import contextlib
import email
import email.policy
import shutil
import socket
import threading
from dataclasses import dataclass, field

import pytest
from werkzeug.serving import make_server

from tests import engines


@dataclass
class Sink:
    """An SMTP server that keeps what it gets, parsed."""

    port: int = 0
    mails: list = field(default_factory=list)

    async def handle_DATA(self, _server, _session, envelope):
        """Keep the message; aiosmtpd calls this."""
        message = email.message_from_bytes(envelope.original_content or envelope.content, policy=email.policy.default)
        message.envelope_to = list(envelope.rcpt_tos)
        self.mails.append(message)
        return "250 kept"

    def to(self, address: str) -> list:
        """Mails to an address, oldest first."""
        return [mail for mail in self.mails if address in mail.envelope_to]


@pytest.fixture
def smtp():
    """The sink, listening on a free port."""
    from aiosmtpd.controller import Controller

    with socket.socket() as probe:
        # The controller connects to itself to see that it listens, so it must know its port beforehand.
        probe.bind(("127.0.0.1", 0))
        sink = Sink(probe.getsockname()[1])
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port, enable_SMTPUTF8=True)
    controller.start()
    yield sink
    controller.stop()


@dataclass
class Live:
    """The running application: `url`, `app`, and `drain()` to run the queued work now."""

    url: str
    app: object

    def drain(self) -> None:
        """Deliver what waits, as the worker would."""
        from outreach.jobs import drain

        with self.app.app_context():
            drain()


@pytest.fixture
def live(tmp_path, smtp):
    """A server on its own database with the demo's users, ready for a browser."""
    import os

    from outreach import create_app
    from outreach.db import db

    engine = os.environ.get("OUTREACH_TEST_ENGINE", "sqlite")
    url = engines.fresh_database(engine, tmp_path)
    settings = engines.settings(url, tmp_path / "data")
    settings.mail["MAIL_PORT"] = smtp.port
    application = create_app(settings)
    # Tests send nothing by default; the journeys send to the sink.
    application.extensions["mail"].suppress = False
    server = make_server("127.0.0.1", 0, application, threaded=True)
    settings.url = f"http://127.0.0.1:{server.port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Live(settings.url, application)
    server.shutdown()
    thread.join(5)
    server.server_close()
    with application.app_context():
        db.session.remove()
        db.engine.dispose()
    engines.drop_database(url)


@pytest.fixture(scope="session")
def chromium():
    """Debian's Chromium through Playwright; one process per worker."""
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not path:
        engines.missing("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[
            "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-quic"])
        yield browser
        browser.close()


@pytest.fixture
def browse(chromium, live):
    """Open a browser page in a language: browse("de") gives a Playwright page that fails on script errors."""
    contexts, complaints = [], []

    def open_page(language: str, width: int = 1440, height: int = 900):
        tag = {"zh": "zh-CN", "en": "en-GB", "de": "de-DE", "ko": "ko-KR"}[language]
        context = chromium.new_context(base_url=live.url, locale=tag, viewport={"width": width, "height": height},
                                       extra_http_headers={"Accept-Language": tag})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text)
                if message.type == "error" and "status of 4" not in message.text else None)
        return page

    yield open_page
    for context in contexts:
        with contextlib.suppress(Exception):
            context.close()
    assert complaints == []
