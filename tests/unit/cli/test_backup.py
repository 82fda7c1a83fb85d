"""A backup holds everything, reads one moment, and restores into either engine."""

import json
import tarfile

import pytest

from outreach import create_app
from outreach.activity.queries import verify
from outreach.cli.demo import load
from outreach.db import db, dump
from tests import engines

OTHER = {"sqlite": "postgresql", "postgresql": "sqlite"}


def _content() -> dict[str, list]:
    """Every row of every table, in a form that is the same on both engines."""
    found = {}
    with db.engine.connect() as connection:
        for source in dump.tables():
            rows = connection.execute(db.select(*source.c).order_by(*source.primary_key)).all()
            found[source.name] = [repr(tuple(row)) for row in rows]
    return found


def _invoke(application, *words: str):
    db.session.remove()
    return application.test_cli_runner().invoke(args=list(words))


@pytest.fixture
def filled(real_app):
    """An application with the demo's rows and a file."""
    load()
    folder = real_app.config["SETTINGS"].data / "files" / "ab"
    folder.mkdir(parents=True)
    (folder / "abcdef").write_bytes(b"kept")
    return real_app


@pytest.mark.parametrize("same_engine", [True, False], ids=["into the same engine", "into the other engine"])
def test_a_backup_comes_back_whole(filled, tmp_path, same_engine):
    archive = tmp_path / "backup.tar.gz"
    before = _content()
    made = _invoke(filled, "backup", str(archive), "--json")
    assert made.exit_code == 0, made.output
    assert json.loads(made.stdout)["rows"]["lead"] == 3
    engine = db.engine.dialect.name if same_engine else OTHER[db.engine.dialect.name]
    url = engines.fresh_database(engine, tmp_path / "..")
    other = create_app(engines.settings(url, tmp_path / "other"))
    with other.app_context():
        restored = _invoke(other, "restore", str(archive))
        assert restored.exit_code == 0, restored.output
        after = _content()
        assert verify()[1] == []
        assert {name: len(rows) for name, rows in after.items()} == {name: len(rows) for name, rows in before.items()}
        for name, rows in before.items():
            assert after[name] == rows, name
        # The counters stand behind the rows: a new row gets a new id.
        load()
        assert (tmp_path / "other" / "files" / "ab" / "abcdef").read_bytes() == b"kept"
        db.session.remove()
        db.engine.dispose()
    engines.drop_database(url)


def test_a_database_in_use_is_not_replaced_unless_asked(filled, tmp_path):
    archive = tmp_path / "backup.tar.gz"
    _invoke(filled, "backup", str(archive))
    refused = _invoke(filled, "restore", str(archive), "--json")
    assert refused.exit_code == 1
    assert json.loads(refused.stdout)["error"]["code"] == "not_empty"
    assert _invoke(filled, "restore", str(archive), "--replace").exit_code == 0


@pytest.mark.parametrize("content", [b"", b"not an archive", b"\x1f\x8b\x08broken"])
def test_what_is_no_backup_changes_nothing(filled, tmp_path, content):
    broken = tmp_path / "broken.tar.gz"
    broken.write_bytes(content)
    before = _content()
    refused = _invoke(filled, "restore", str(broken), "--replace", "--json")
    assert refused.exit_code == 1
    assert json.loads(refused.stdout)["error"]["code"] == "not_a_backup"
    assert _content() == before


def test_a_cut_backup_changes_nothing(filled, tmp_path):
    archive = tmp_path / "backup.tar.gz"
    _invoke(filled, "backup", str(archive))
    archive.write_bytes(archive.read_bytes()[:-2000])
    before = _content()
    refused = _invoke(filled, "restore", str(archive), "--replace", "--json")
    assert refused.exit_code == 1
    assert _content() == before


def test_a_backup_that_cannot_be_written_leaves_no_file(filled, tmp_path):
    refused = _invoke(filled, "backup", str(tmp_path / "no" / "such" / "folder.tar.gz"), "--json")
    assert refused.exit_code == 1
    assert json.loads(refused.stdout)["error"]["code"] == "cannot_write"


def test_a_backup_is_readable_by_its_owner_only(filled, tmp_path):
    archive = tmp_path / "backup.tar.gz"
    _invoke(filled, "backup", str(archive))
    assert archive.stat().st_mode & 0o077 == 0
    with tarfile.open(archive) as opened:
        assert "manifest.json" in opened.getnames()
