"""The declarative base and the engine's manners on SQLite."""

import sqlite3
import time
from datetime import datetime

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import MetaData, event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from outreach.db.time import now
from outreach.db.types import Instant

#: Names of constraints are the same on both engines, so that a migration can drop them by name.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every table has a whole-number key `id` unless the model says otherwise."""

    metadata = MetaData(naming_convention=NAMING)


#: Kibibytes of pages that a connection may keep; the 2 MB that SQLite takes by itself are few for a million people.
_CACHE = "cache_size = -32000"
#: Milliseconds for which SQLite waits by itself; it asks every 10 ms for so long.
_ASK_FOR = 25

# Objects stay readable after the commit: views render what they have just written without asking again.
# Savepoints keep the tests' outer transaction alive; against an engine the setting changes nothing.
db = SQLAlchemy(
    model_class=Base,
    session_options={"expire_on_commit": False, "join_transaction_mode": "create_savepoint", "autoflush": True},
)


class Model(db.Model):
    """The parent of all our tables."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id}>"


class Versioned:
    """The version that decides between two editors."""

    #: Grows by one with every accepted edit; forms carry the number that they were opened with.
    version: Mapped[int] = mapped_column(default=1)


class Stamped(Versioned):
    """When a row was made and last changed, with its version."""

    #: UTC instant of the insert.
    created_at: Mapped[datetime] = mapped_column(Instant, default=now)
    #: UTC instant of the last update.
    updated_at: Mapped[datetime] = mapped_column(Instant, default=now, onupdate=now)


@event.listens_for(Engine, "connect")
def _manners(connection, _record) -> None:
    """On SQLite foreign keys hold, readers do not wait for writers, and SQLAlchemy's BEGIN is the only one.

    PostgreSQL plans every statement for its values, for what is planned once for all words reads the whole index of
    the search for each; and it compiles none, for no page asks so much that compiling pays.
    """
    if not isinstance(connection, sqlite3.Connection):
        connection.execute("SET plan_cache_mode = force_custom_plan")
        connection.execute("SET jit = off")
        connection.commit()
        return
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("foreign_keys = ON", "journal_mode = WAL", "synchronous = NORMAL", "busy_timeout = 10000", _CACHE):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin(connection) -> None:
    """Writers take the write lock at once: a reader that upgrades later would fail instead of waiting."""
    if connection.dialect.name == "sqlite":
        if connection.get_execution_options().get("outreach_write"):
            _take_write_lock(connection)
        else:
            connection.exec_driver_sql("BEGIN")


def _take_write_lock(connection) -> None:
    """Ask for SQLite's write lock every few milliseconds, for as long as busy_timeout says.

    SQLite's own waiting asks ten times a second at last, and would miss the pauses of an import for seconds on end.
    """
    limit = connection.exec_driver_sql("PRAGMA busy_timeout").scalar()
    until = time.monotonic() + limit / 1000
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {min(limit, _ASK_FOR)}")
    try:
        while True:
            try:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                return
            except OperationalError as refused:
                if refused.orig.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                    raise
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {limit}")
