"""Migrations are product: the head equals the models, and every step goes up, down and up again with rows."""

import os

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask_migrate import downgrade, upgrade

from outreach import create_app
from outreach.config import ROOT
from outreach.db import db, dump
from tests import engines

ENGINE = os.environ.get("OUTREACH_TEST_ENGINE", "sqlite")
FOLDER = str(ROOT / "migrations")


@pytest.fixture
def bare_app(tmp_path):
    """An application on a database without tables."""
    url = engines.empty_database(ENGINE, tmp_path)
    application = create_app(engines.settings(url, tmp_path / "data"))
    with application.app_context():
        yield application
        db.session.remove()
        db.engine.dispose()
    engines.drop_database(url)


def _differences() -> list:
    def ours(_object, name, kind, _reflected, _compare_to):
        return not (name or "").startswith("search_fts") and name != "ix_search_entry_tokens_gin"

    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": ours})
        return compare_metadata(context, db.metadata)


def test_the_head_equals_the_models(bare_app):
    upgrade(directory=FOLDER)
    assert _differences() == []


def test_all_the_way_down_leaves_nothing(bare_app):
    upgrade(directory=FOLDER)
    downgrade(directory=FOLDER, revision="base")
    with db.engine.connect() as connection:
        names = set(db.inspect(connection).get_table_names()) - {"alembic_version"}
    assert {name for name in names if not name.startswith("sqlite_")} == set()


def test_up_down_up_with_rows_gives_the_same_schema(bare_app):
    from outreach.cli.demo import load

    upgrade(directory=FOLDER)
    load()
    db.session.remove()
    with db.engine.connect() as connection:
        filled = [table.name for table in dump.tables()
                  if connection.execute(db.select(db.func.count()).select_from(table)).scalar()]
    assert len(filled) > 20
    downgrade(directory=FOLDER, revision="-1")
    upgrade(directory=FOLDER)
    assert _differences() == []
