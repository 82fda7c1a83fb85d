"""`flask backup FILE` and `flask restore FILE`: database of either engine, files and keys in one archive."""

import hashlib
import io
import json
import os
import tarfile
import tempfile
from pathlib import Path

import click
from alembic.runtime.migration import MigrationContext
from flask import current_app
from flask.cli import with_appcontext
from flask_babel import gettext as _
from flask_migrate import upgrade

from outreach.cli.output import json_option, refuse, say_json
from outreach.config import ROOT
from outreach.db import db, dump, now
from outreach.errors import Refused

FORMAT = 1
#: Folders of OUTREACH_DATA that belong to a backup; the queue only holds what the sweeps find again.
FOLDERS = ("files", "keys")


@click.command("backup", help="Write database, files and keys to FILE (.tar.gz), while people work.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@json_option
@with_appcontext
def backup(file: Path, as_json: bool) -> None:
    """Write the archive beside its final name first, so that a broken backup never bears the name."""
    part = file.with_name(file.name + ".part")
    try:
        counts = _write(part)
        part.replace(file)
    except OSError as error:
        part.unlink(missing_ok=True)
        reason = error.strerror or str(error)
        refuse(Refused("cannot_write", _("The backup could not be written: %(reason)s", reason=reason)), as_json)
    _tell(as_json, file, counts)


def _write(part: Path) -> dict[str, int]:
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    counts, columns = {}, {}
    with os.fdopen(descriptor, "wb") as raw, tarfile.open(fileobj=raw, mode="w:gz", compresslevel=6) as archive:
        connection = dump.snapshot()
        with connection, connection.begin():
            revision = MigrationContext.configure(connection).get_current_revision()
            for source in dump.tables():
                with tempfile.TemporaryFile() as lines:
                    counts[source.name] = dump.write_rows(connection, source, lines)
                    columns[source.name] = [item.name for item in source.columns]
                    _add(archive, f"tables/{source.name}.jsonl", lines)
        data = current_app.config["SETTINGS"].data
        for folder in FOLDERS:
            if (data / folder).is_dir():
                archive.add(data / folder, arcname=folder)
        manifest = {"format": FORMAT, "revision": revision, "made_at": now().isoformat(), "rows": counts, "columns": columns}
        _add(archive, "manifest.json", io.BytesIO(json.dumps(manifest).encode()))
    return counts


def _add(archive: tarfile.TarFile, name: str, content) -> None:
    info = tarfile.TarInfo(name)
    info.size = content.seek(0, io.SEEK_END)
    info.mode = 0o600
    content.seek(0)
    archive.addfile(info, content)


@click.command("restore", help="Put the backup in FILE into the configured database and data folder.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Replace what is in the database now.")
@json_option
@with_appcontext
def restore(file: Path, replace: bool, as_json: bool) -> None:
    """Everything or nothing: the rows come in by one transaction, the files after it."""
    try:
        with tarfile.open(file, "r:gz") as archive:
            manifest = _manifest(archive)
            upgrade(directory=str(ROOT / "migrations"), revision=manifest["revision"])
            _refuse_unless_empty(replace)
            counts = _read(archive, manifest)
            _read_files(archive, current_app.config["SETTINGS"].data)
    except (OSError, tarfile.TarError, EOFError, KeyError, ValueError):
        refuse(Refused("not_a_backup", _("This file is no backup of Outreach, or it is damaged. Nothing was changed.")), as_json)
    except Refused as error:
        refuse(error, as_json)
    upgrade(directory=str(ROOT / "migrations"))
    _tell(as_json, file, counts)


def _manifest(archive: tarfile.TarFile) -> dict:
    manifest = json.load(archive.extractfile("manifest.json"))
    if manifest["format"] != FORMAT:
        raise Refused("newer_backup", _("This backup was made by a newer version. Update Outreach first."))
    return manifest


def _refuse_unless_empty(replace: bool) -> None:
    from outreach.accounts.models import User

    if not replace and db.session.scalar(db.select(db.func.count()).select_from(User)):
        raise Refused("not_empty", _("This database is in use. Add --replace to put the backup in its place."))
    db.session.remove()


def _read(archive: tarfile.TarFile, manifest: dict) -> dict[str, int]:
    counts, waiting = {}, {}
    with db.engine.connect().execution_options(outreach_write=True) as connection, connection.begin():
        dump.clear(connection)
        for source in dump.tables():
            if source.name in manifest["columns"]:
                lines = archive.extractfile(f"tables/{source.name}.jsonl")
                counts[source.name], waiting[source.name] = dump.read_rows(
                    connection, source, manifest["columns"][source.name], lines)
                if counts[source.name] != manifest["rows"][source.name]:
                    raise ValueError(source.name)
        for source in dump.tables():
            dump.complete(connection, source, waiting.get(source.name, []))
        dump.after_read(connection)
    return counts


def _read_files(archive: tarfile.TarFile, data: Path) -> None:
    members = [member for member in archive.getmembers() if member.name.split("/")[0] in FOLDERS]
    archive.extractall(data, members=members, filter="data")


def _tell(as_json: bool, file: Path, counts: dict[str, int]) -> None:
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    if as_json:
        say_json({"file": str(file), "rows": counts, "sha256": digest})
    else:
        click.echo(f"{file}: {sum(counts.values())} rows in {len(counts)} tables, sha256 {digest}")


#: Two commands without a group.
commands = (backup, restore)
