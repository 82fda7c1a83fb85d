"""What a person says about a file and its rows while it is previewed, and the report that leaves the house."""

import re
from tempfile import SpooledTemporaryFile

from flask import make_response, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _

from outreach.activity import Actor
from outreach.contacts import queries
from outreach.contacts.forms.imports import OptionsForm
from outreach.contacts.models import ImportRun
from outreach.contacts.services import imports as engine
from outreach.contacts.services.imports.comparing import row_views
from outreach.contacts.services.imports.own import own_fields
from outreach.contacts.services.imports.plan import plan_of
from outreach.contacts.services.imports.report import full_rows, kept_words, semicolons, verdict_words
from outreach.contacts.services.imports.rows import CORRECTABLE_FIELDS
from outreach.contacts.services.reading import FIELD_CODES, OWN
from outreach.contacts.views import blueprint
from outreach.contacts.views.imports import act, finding, run_page, undo_day
from outreach.db import transaction
from outreach.errors import Refused
from outreach.web import access
from outreach.web.forms import is_htmx
from outreach.web.page import reader_zone
from outreach.web.sheets import FORMATS, open_sheet

#: A report of more octets waits on the disk for its reader.
SMALL_REPORT = 2_000_000


@blueprint.post("/imports/<int:run_id>/options")
@access.writers
def import_options(run_id: int):
    """Say how the file is to be read; its rows are judged again."""
    viewer = access.viewer()
    run = queries.get_import(viewer, run_id)
    form = OptionsForm(run=run)
    if not form.validate():
        return run_page(run, 422, form)
    options = form.options(_mapping(run, form))
    alike = all(getattr(run, name) == getattr(options, name) for name in ("encoding", "separator", "mapping", "country"))
    try:
        with transaction():
            engine.change_options(Actor.of(viewer), run, options)
        if not alike or run.state != "previewed":
            engine.start_preview(run_id)
    except Refused as error:
        return run_page(queries.get_import(viewer, run_id), error.status, problem=str(error))
    return redirect(url_for("contacts.import_run", run_id=run_id))


def _mapping(run: ImportRun, form: OptionsForm) -> dict[str, str] | None:
    """What the columns mean as the form says, None where that is what was recognised.

    Read in another encoding or with another separator the columns are others, so they are recognised anew.
    """
    if (form.encoding.data or None, form.separator.data or None) != (run.encoding, _separator(run)):
        return None
    found = {str(index): field or "" for index, _header, field in run.found.get("columns", [])}
    typed = {index: request.form.get(f"column-{index}", field) for index, field in found.items()}
    known = FIELD_CODES | own_fields().keys()
    typed = {index: field if field in known else "" for index, field in typed.items()}
    return run.mapping if typed == found else typed


def _separator(run: ImportRun) -> str | None:
    return "tab" if run.separator == "\t" else run.separator


@blueprint.post("/imports/<int:run_id>/rows/<int:number>")
@access.writers
def decide_import_row(run_id: int, number: int):
    """Say that a row is the person it resembles, is new, or is left out."""
    viewer = access.viewer()
    run = queries.get_import(viewer, run_id)
    try:
        with transaction():
            row = engine.decide_row(run_id, number, request.form.get("decision") or None)
    except Refused as error:
        if is_htmx():
            answer = make_response("", 204)
            answer.headers["HX-Refresh"] = "true"
            return answer
        return run_page(queries.get_import(viewer, run_id), error.status, problem=str(error))
    if is_htmx():
        plan = plan_of(run)
        return render_template(
            "contacts/import_row.html", view=row_views(run, [row])[0], run=run, plan=plan, swap=True, headline=finding(plan),
            may_write=True, verdicts=verdict_words(), verdict=request.form.get("verdict", ""), undo_day=undo_day())
    return redirect(url_for("contacts.import_run", run_id=run_id, _anchor=f"row-{number}", **_where()))


@blueprint.post("/imports/<int:run_id>/rows/<int:number>/correct")
@access.writers
def correct_import_row(run_id: int, number: int):
    """Read a row again with what was typed."""
    typed = {name: request.form[name] for name in request.form if name in CORRECTABLE_FIELDS or name.startswith(OWN)}

    def correct(_actor: Actor) -> None:
        with transaction():
            engine.correct_row(run_id, number, typed)
    return act(run_id, correct, _anchor=f"row-{number}", **_where())


def _where() -> dict:
    """The filter and page from which a row was sent."""
    return {name: request.form[name] for name in ("verdict", "page") if request.form.get(name)}


@blueprint.get("/imports/<int:run_id>/report.<any(xlsx, csv):kind>")
@access.staff
def import_report(run_id: int, kind: str):
    """Every row as it came, with what was made of it and why, as a sheet."""
    run = queries.get_import(access.viewer(), run_id)
    out = SpooledTemporaryFile(max_size=SMALL_REPORT)  # noqa: SIM115 - closed with the answer
    sheet = open_sheet(kind, out, _("Report"), reader_zone())
    for cells in _report(run):
        sheet.write(cells)
    sheet.close()
    out.seek(0)
    stem = run.filename.rpartition(".")[0] or run.filename
    return send_file(out, FORMATS[kind], as_attachment=True, download_name=f"{_ascii(stem)}-report.{kind}")


def _report(run: ImportRun):
    headers = [header for _index, header, _field in run.found.get("columns", [])]
    places = [index for index, _header, _field in run.found.get("columns", [])]
    kept = [_("Stays")] if run.state == "undone" else []
    yield [_("Row"), _("Result"), _("Reason"), *kept, _("In Outreach"), *headers, _("Row as it stood")]
    for row, result, reason in full_rows(run):
        cells = [row.cells[place] if place < len(row.cells) else "" for place in places]
        link = url_for("contacts.person", person_id=row.person_id, _external=True) if row.person_id else \
            url_for("contacts.organisation", organisation_id=row.organisation_id, _external=True) if row.organisation_id else ""
        stays = [semicolons(kept_words(row))] if kept else []
        yield [row.number, result, reason, *stays, link, *cells, row.text if row.verdict == "error" else ""]


def _ascii(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-.") or "import"
