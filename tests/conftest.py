"""What every test starts from: a migrated database on the chosen engine and a client that checks each page."""

import os

import pytest

from tests import engines
from tests.client import CheckedClient

ENGINE = os.environ.get("OUTREACH_TEST_ENGINE", "sqlite")


def pytest_report_header() -> str:
    """Say on which engine this run stands."""
    return f"engine: {ENGINE}"


@pytest.fixture(scope="session")
def database_url(tmp_path_factory) -> str:
    """An empty, migrated and seeded database of this worker."""
    return engines.fresh_database(ENGINE, tmp_path_factory.mktemp("db"))


@pytest.fixture(scope="session")
def application(database_url, tmp_path_factory):
    """One application per worker; its connections are closed at the end."""
    from outreach import create_app
    from outreach.db import db

    application = create_app(engines.settings(database_url, tmp_path_factory.mktemp("data")))
    yield application
    with application.app_context():
        db.engine.dispose()


@pytest.fixture
def app(application):
    """The application inside an outer transaction that is rolled back after the test."""
    from outreach.db import db

    with application.app_context():
        engine = db.engine
        connection = engine.connect()
        outer = connection.begin()
        db.engines[None] = connection
        # What an earlier test queued names rows that were rolled back.
        application.extensions["outreach_jobs"].waiting.clear()
        try:
            yield application
        finally:
            db.session.remove()
            outer.rollback()
            connection.close()
            db.engines[None] = engine


@pytest.fixture
def session(app):
    """The session of the test."""
    from outreach.db import db

    return db.session


@pytest.fixture
def client(app):
    """A browser that checks status, title, lang, HTML, CSP and CSRF of every page."""
    app.test_client_class = CheckedClient
    return app.test_client()


@pytest.fixture
def sign_in(client):
    """Sign a user in: sign_in(user) gives the client."""
    def enter(user):
        from outreach.accounts import services
        from outreach.db import db, transaction

        with transaction():
            token = services.start_session(user, address="127.0.0.1", agent="test")
        db.session.commit()
        with client.session_transaction() as cookie:
            cookie["_user_id"] = token
            cookie["_fresh"] = True
        return client
    return enter


@pytest.fixture
def real_app(tmp_path):
    """An application on a database of its own with real commits, for tests with threads or processes."""
    from outreach import create_app
    from outreach.db import db

    url = engines.fresh_database(ENGINE, tmp_path)
    application = create_app(engines.settings(url, tmp_path / "data"))
    with application.app_context():
        yield application
        db.session.remove()
        db.engine.dispose()
    engines.drop_database(url)


@pytest.fixture
def runner(app):
    """Runs commands of `flask` inside the test's transaction."""
    return app.test_cli_runner()


@pytest.fixture
def statements(app):
    """with statements() as asked: the SQL that the database is asked within."""
    import contextlib

    import sqlalchemy

    from outreach.db import db

    @contextlib.contextmanager
    def listen():
        asked: list[str] = []

        def note(_connection, _cursor, statement, *_given):
            asked.append(statement)
        sqlalchemy.event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield asked
        finally:
            sqlalchemy.event.remove(db.engine, "before_cursor_execute", note)
    return listen
