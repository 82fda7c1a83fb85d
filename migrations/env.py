"""Alembic's environment: the application's database and the models' metadata."""

from alembic import context
from flask import current_app
from sqlalchemy.types import TypeDecorator

config = context.config


def _engine():
    return current_app.extensions["migrate"].db.engine


def _ours(_object, name, kind, _reflected, _compare_to) -> bool:
    """Leave out what the models cannot say: the full-text parts made by outreach.search.index."""
    if kind == "table":
        return not (name or "").startswith("search_fts")
    return not (kind == "index" and name == "ix_search_entry_tokens_gin")


def _plain_type(kind: str, item, _autogen) -> str | bool:
    """Write what is stored instead of our own types, so that a migration never depends on today's code."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


def run() -> None:
    """Run the migrations on the open database; both engines change schema inside a transaction."""
    database = current_app.extensions["migrate"].db
    arguments = current_app.extensions["migrate"].configure_args
    given = config.attributes.get("connection")
    with _engine().connect() as connection:
        connection = given if given is not None else connection
        loose = connection.dialect.name == "sqlite" and not connection.in_transaction()
        if loose:
            # A rebuilt table would otherwise fail or delete its children while it is copied. SQLite takes the word
            # only outside a transaction, so it goes to the driver before SQLAlchemy begins one.
            connection.connection.dbapi_connection.execute("PRAGMA foreign_keys = OFF")
        context.configure(connection=connection, target_metadata=database.metadata, include_object=_ours,
                          render_item=_plain_type, **arguments)
        try:
            with context.begin_transaction():
                context.run_migrations()
        finally:
            if loose:
                connection.rollback()
                connection.connection.dbapi_connection.execute("PRAGMA foreign_keys = ON")


run()
