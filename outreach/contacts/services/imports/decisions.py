"""What a person says in the preview: this row is that person, is new, is left out; this cell should read so."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from outreach.activity import Actor, record
from outreach.contacts.models import ImportRow, ImportRun
from outreach.contacts.models.imports import DECISIONS
from outreach.contacts.services.imports.own import own_fields
from outreach.contacts.services.imports.preview import Judge
from outreach.contacts.services.imports.staging import Options, check_options
from outreach.contacts.services.reading import FIELD_CODES, SourceRow
from outreach.db import db
from outreach.errors import Conflict, NotFound, Refused


def previewed(run_id: int) -> ImportRun:
    """The run while rows can be decided. Raises NotFound, or Conflict where it is not in preview."""
    run = db.session.get(ImportRun, run_id)
    if run is None:
        raise NotFound("import_not_found", _l("There is no such import."))
    if run.state != "previewed":
        raise Conflict("import_not_open", _l("This import is already applied or being applied."))
    return run


def decide_row(run_id: int, number: int, decision: str | None) -> ImportRow:
    """'same' joins the likeliest person, 'new' makes one, 'skip' leaves the row out, None takes it back."""
    previewed(run_id)
    row = _row(run_id, number)
    if decision is not None and decision not in DECISIONS:
        raise Refused("bad_decision", _l("For a row choose new, same or skip."), field=f"row.{number}")
    if "alone" in row.record and decision not in (None, "skip"):
        raise Refused("row_is_organisation", _l("This row names an organisation and nobody. It can only be left out."),
                      field=f"row.{number}")
    if decision == "same" and row.match_id is None and row.match_row is None:
        raise Refused("nobody_to_join", _l("This row resembles nobody, so it cannot join anybody."), field=f"row.{number}")
    if row.verdict == "error" and decision not in (None, "skip"):
        raise Refused("row_has_error", _l("Correct the row first."), field=f"row.{number}")
    row.decision = decision
    return row


def correct_row(run_id: int, number: int, typed: dict[str, str]) -> ImportRow:
    """Read the row again with what a person typed for some fields; an empty text clears a field.

    The row is matched against stored people and, by number, keeps its place before and after the others.
    Raises Refused for a field that does not exist or a text over 1,000 characters.
    """
    run = previewed(run_id)
    row = _row(run_id, number)
    known = FIELD_CODES | own_fields().keys()
    for field, text in typed.items():
        if field not in known:
            raise Refused("bad_field", _l("There is no field “%(field)s”.", field=field), field=field)
        if len(text) > 1000:
            raise Refused("text_too_long", _l("Enter at most 1,000 characters."), field=field)
    typed = {field: text.replace("\x00", "�").strip() for field, text in typed.items()}
    row.corrected = {**row.corrected, **typed}
    row.decision = None
    found = Judge(run).judge(SourceRow(row.number, list(row.cells), row.text), row.corrected)
    for name, value in found.items():
        setattr(row, name, value)
    db.session.flush()
    recount(run)
    return row


def change_options(actor: Actor, run: ImportRun, options: Options) -> None:
    """Say something else about the file; the caller lets preview_import() run again after the commit."""
    if run.state not in ("uploaded", "previewed", "failed"):
        raise Conflict("import_not_open", _l("This import is already applied or being applied."))
    check_options(options, run.target_kind)
    old = {name: getattr(run, name) for name in ("encoding", "separator", "country", "doubtful")}
    run.encoding, run.separator, run.country = options.encoding, options.separator, options.country
    run.mapping, run.doubtful = options.mapping, options.doubtful
    changes = {name: (value, getattr(run, name)) for name, value in old.items() if getattr(run, name) != value}
    run.version += 1
    record(actor, "import.changed", run, changes=changes)


def recount(run: ImportRun) -> None:
    """Count the rows by verdict anew."""
    rows = select(ImportRow.verdict, func.count()).where(ImportRow.run_id == run.id).group_by(ImportRow.verdict)
    run.counts = dict(db.session.execute(rows).all())


def _row(run_id: int, number: int) -> ImportRow:
    row = db.session.scalar(select(ImportRow).where(ImportRow.run_id == run_id, ImportRow.number == number))
    if row is None:
        raise NotFound("row_not_found", _l("The file has no such row."))
    return row
