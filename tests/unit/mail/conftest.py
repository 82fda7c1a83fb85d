"""What the tests of the mail room share: templates, a sink, and the room's own gate."""

import pytest

from tests.factories.mail import Sink, mail_templates


@pytest.fixture(autouse=True)
def templates(request):
    """The test templates, in whichever application the test asked for."""
    name = "real_app" if "real_app" in request.fixturenames else "app"
    application = request.getfixturevalue(name)
    with mail_templates(application):
        yield


@pytest.fixture
def sink(request):
    """A real SMTP server that the application sends to."""
    server = Sink()
    server.serve(request.getfixturevalue("real_app" if "real_app" in request.fixturenames else "app"))
    yield server
    server.stop()
