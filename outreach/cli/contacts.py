"""`flask contacts`: files of contacts from the command line, previewed or applied."""

import os
from pathlib import Path

import click
from flask.cli import AppGroup
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from outreach.activity import Actor
from outreach.cli.output import json_option, refuse, say_json
from outreach.contacts.models import DuplicateSearch, ImportRun
from outreach.contacts.services import finder
from outreach.contacts.services.imports import (
    Options,
    apply_import,
    preview_import,
    remove_import,
    report_rows,
    stage_file,
)
from outreach.contacts.services.imports.staging import LARGEST, refused
from outreach.contacts.services.imports.starting import NEVER_APPLIED
from outreach.contacts.services.keys import refresh_keys
from outreach.db import db, transaction
from outreach.errors import NotFound, Refused
from outreach.i18n import LANGUAGES, in_language

command = AppGroup("contacts", help="People and organisations.")

#: A command waits this long for another import to end, in seconds.
WAIT = 600


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--event", "event_code", help="Code of the event where the people were met, if there was one.")
@click.option("--country", help="Country of rows that name none, as two letters.")
@click.option("--encoding", help="Encoding of the file, where it is not recognised.")
@click.option("--doubtful", type=click.Choice(["new", "same", "skip"]), default="new", show_default=True,
              help="Doubtful rows become new people marked as possible duplicates, join the likeliest, or are left out.")
@click.option("--apply", "applied", is_flag=True, help="Write the rows; without it this is a preview.")
@json_option
def import_file(file: Path, event_code: str | None, country: str | None, encoding: str | None, doubtful: str, applied: bool,
                as_json: bool) -> None:
    """Import FILE (CSV, TSV, XLSX, XLS, ODS, vCard, MECARD) as people, or as contacts of an event."""
    with in_language(terminal_language()):
        try:
            event_id = _event(event_code) if event_code else None
            options = Options(encoding=encoding, country=country.upper() if country else None, doubtful=doubtful)
            report = _run(_read(file), file.name, event_id, options, applied)
        except Refused as error:
            refuse(error, as_json)
        if as_json:
            say_json({"file": file.name, **report})
        else:
            _print(report)


def terminal_language() -> str:
    """The language that the terminal asks for, English where it is none of ours."""
    wish = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return wish[:2] if wish[:2] in LANGUAGES else "en"


def _event(code: str) -> int:
    from outreach.events.queries import event_by_code

    event = event_by_code(code)
    if event is None:
        raise NotFound("event_unknown", _l("There is no event with the code “%(code)s”.", code=code), field="event")
    return event.id


def _read(path: Path) -> bytes:
    """The bytes of the file. Raises Refused where it is missing, no file, or too large to be worth reading."""
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise refused("too_large", {"size": -(-size // 1_000_000), "limit": LARGEST // 1_000_000})
        return path.read_bytes()
    except OSError as error:
        raise Refused("file_unreadable", _l("The file “%(name)s” cannot be read: %(reason)s.", name=str(path),
                                            reason=error.strerror or ""), field="file") from None


def _run(data: bytes, name: str, event_id: int | None, options: Options, applied: bool) -> dict:
    """Stage, preview and perhaps apply; a mere preview, and what is refused, leave nothing behind."""
    actor = Actor("command", "flask contacts import")
    run = stage_file(actor, data, name, target_kind="event" if event_id else None, target_ref=event_id, options=options,
                     log=applied)
    try:
        run = preview_import(run.id)
        if run.state == "failed":
            raise refused(run.failure["code"], run.failure["params"])
        if applied:
            run = apply_import(actor, run.id, wait=WAIT)
        return {"encoding": run.found.get("encoding"), "applied": run.state == "applied", "rows": list(report_rows(run))}
    finally:
        left = db.session.get(ImportRun, run.id, populate_existing=True)
        if left is not None and left.state in NEVER_APPLIED:
            remove_import(actor, run.id, log=False)


def _print(report: dict) -> None:
    """A line for each row and a sum, for people."""
    names = {"new": _("new"), "same": _("same person"), "doubtful": _("doubtful"), "error": _("error")}
    counts = dict.fromkeys(names, 0)
    for row in report["rows"]:
        counts[row["verdict"]] += 1
        person = f" #{row['person']}" if row["person"] else ""
        click.echo(f"{row['row']:>6}  {names[row['verdict']]}{person}  {row['name']}  {row['reason']}")
    click.echo(", ".join(f"{names[verdict]}: {count}" for verdict, count in counts.items()))
    click.echo(_("Applied.") if report["applied"] else _("This was a preview; nothing is stored. Add --apply to write the rows."))


@command.command("find-duplicates")
@click.option("--kind", type=click.Choice(["person", "organisation"]), help="Only people or only organisations.")
@json_option
def find_duplicates(kind: str | None, as_json: bool) -> None:
    """Search all stored people and organisations for doubles; pairs to look at stand on the page of duplicates."""
    with in_language(terminal_language()):
        found = [_search(name, as_json) for name in ([kind] if kind else list(finder.KINDS))]
        if as_json:
            say_json({"searches": found})


def _search(kind: str, quiet: bool) -> dict:
    """One search to its end, or the one that a worker left half-way; a line of progress every few seconds."""
    with transaction():
        running = finder.running_search(kind)
        search_id = (running or finder.start_search(Actor("command", "flask contacts find-duplicates"), kind)).id
    through = False
    while not through:
        through = finder.step_search(search_id, 5.0)
        search = db.session.get(DuplicateSearch, search_id)
        if not quiet:
            click.echo(_("%(done)s of %(total)s records, %(count)s new pairs",
                         done=search.done, total=search.total, count=search.found))
    return {"kind": kind, "records": search.done, "pairs": search.found, "state": search.state}


@command.command("refresh-keys")
@json_option
def refresh_all_keys(as_json: bool) -> None:
    """Make the keys by which people and organisations are compared and sorted anew, as after an upgrade that changes them."""
    done = refresh_keys(lambda kind, count: None if as_json or count % 1_000 else click.echo(f"{kind}: {count:,}", err=True))
    say_json(done) if as_json else click.echo(", ".join(f"{kind}: {count}" for kind, count in done.items()))
