"""Pages of imported files: the list, the upload, the page of one file in each of its states, its buttons."""

from datetime import date, timedelta

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from outreach.activity import Actor
from outreach.activity.models import ActivityEntry
from outreach.activity.queries import timeline
from outreach.contacts import queries
from outreach.contacts.forms.imports import (
    FILE_TYPES,
    OptionsForm,
    UploadForm,
    encoding_name,
    field_choices,
    limit_sentence,
    separator_name,
)
from outreach.contacts.models import ImportRun
from outreach.contacts.models.imports import VERDICTS
from outreach.contacts.services import imports as engine
from outreach.contacts.services.imports.apply import UNDO_DAYS
from outreach.contacts.services.imports.comparing import row_views
from outreach.contacts.services.imports.plan import plan_of
from outreach.contacts.services.imports.profiles import profiles_for
from outreach.contacts.services.imports.report import fate_words, sentence, verdict_words
from outreach.contacts.services.imports.staging import LARGEST, refused
from outreach.contacts.views import blueprint
from outreach.db import db, now, paginate, to_zone
from outreach.errors import Refused
from outreach.web import access, doors
from outreach.web.page import reader_zone

#: Without a sign of life for so long the page offers to start the work again.
STALLED = timedelta(seconds=60)
PER_PAGE = 50


@blueprint.get("/imports/")
@access.staff
def imports():
    """All files on their way in or through, newest first."""
    viewer = access.viewer()
    page = paginate(queries.visible_imports(viewer), request.args.get("page"))
    return render_template("contacts/imports.html", page=page, places={run.id: place_of(viewer, run) for run in page.items},
                           may_write=viewer.role in access.WRITERS)


@blueprint.route("/imports/new", methods=["GET", "POST"])
@access.writers
def new_import():
    """Choose a file and the event it comes from. A file that cannot be read is refused here, and nothing is kept."""
    viewer = access.viewer()
    target = doors.import_target.get("event")
    places = target.choices(viewer) if target else []
    wanted = (request.form if request.method == "POST" else request.args).get("event", "")
    known = wanted.isascii() and wanted.isdigit() and len(wanted) < 10
    chosen = target.place(viewer, int(wanted)) if target and known else None
    form = UploadForm(places=places if chosen is None or chosen in places else [chosen, *places])
    if not form.is_submitted():
        form.event.data = str(chosen.ref) if chosen else ""
        form.country.data = (chosen.country or "") if chosen else ""
    elif form.validate():
        try:
            run = _stage(viewer, form)
        except Refused as error:
            form.fail(error.field if error.field in form else "file", str(error))
        else:
            return redirect(url_for("contacts.import_run", run_id=run.id))
    return make_response(render_template(
        "contacts/import_new.html", form=form, limit=limit_sentence(), file_types=FILE_TYPES, place=chosen,
        event_zone=chosen.time_zone if chosen else None), 422 if form.is_submitted() else 200)


def _stage(viewer, form: UploadForm) -> ImportRun:
    """Keep the file and judge its rows. Raises Refused where it cannot be read."""
    upload = form.file.data
    size = upload.stream.seek(0, 2)
    if size > LARGEST:
        raise refused("too_large", {"size": -(-size // 1_000_000), "limit": LARGEST // 1_000_000})
    upload.stream.seek(0)
    run = engine.stage_file(
        Actor.of(viewer), upload.stream.read(), upload.filename,
        target_kind="event" if form.event.data else None, target_ref=int(form.event.data) if form.event.data else None,
        options=engine.Options(country=form.country.data or None), keep_for_correction=True)
    return run if run.state == "failed" else engine.start_preview(run.id)


def place_of(viewer, run: ImportRun) -> doors.ImportPlace | None:
    """Where the rows of a file go; None for people alone, or for a place that the viewer may not see."""
    target = doors.import_target.get(run.target_kind or "")
    return target.place(viewer, run.target_ref) if target and run.target_ref else None


@blueprint.get("/imports/<int:run_id>")
@access.staff
def import_run(run_id: int):
    """One file: its preview, how far it is, or what became of it."""
    return run_page(queries.get_import(access.viewer(), run_id))


def run_page(run: ImportRun, status: int = 200, form: OptionsForm | None = None, problem: str = ""):
    """The page of a file as its state asks for it, with a form that came back or a sentence that refuses something."""
    viewer = access.viewer()
    place = place_of(viewer, run)
    context = {
        "run": run, "place": place, "event_zone": place.time_zone if place else None, "problem": problem, "form": form,
        "may_write": viewer.role in access.WRITERS, "encoding_name": encoding_name, "separator_name": separator_name,
        "undo_day": undo_day(), "verdicts": verdict_words(), "fates": fate_words()}
    if _working(run):
        return _rendered("waiting", status, stalled=run.updated_at < now() - STALLED, **context)
    if run.state == "failed":
        return _rendered("failed", status, reason=sentence(run.failure["code"], run.failure["params"]),
                         options=form or OptionsForm(None, run=run), fields=field_choices(), **context)
    if run.state == "previewed":
        return _preview(run, status, context)
    counts = queries.import_outcomes(run)
    shown = request.args.get("shown", "")
    rows = paginate(queries.import_rows_by_fate(run, shown), request.args.get("page"), PER_PAGE)
    return _rendered("result", status, counts=counts, rows=rows, views=row_views(run, rows.items), shown=shown,
                     entries=_history(run),
                     undo_open=run.state == "applied" and (run.undo_until or now()) > now(), **context)


def _history(run: ImportRun) -> list[ActivityEntry]:
    """What happened to the file. The key of a removed one may be given again, so older entries are another's."""
    entries = timeline("import_run", run.id).where(ActivityEntry.at >= run.created_at)
    return list(db.session.scalars(entries.limit(20)))


def undo_day() -> date:
    """Until when a file that is applied now can be undone, by the reader's clock."""
    return to_zone(now() + timedelta(days=UNDO_DAYS), reader_zone()).date()


def _preview(run: ImportRun, status: int, context: dict):
    plan = plan_of(run)
    verdict = request.args.get("verdict", "")
    verdict = verdict if verdict in VERDICTS else ""
    rows = paginate(queries.import_rows(run, verdict), request.args.get("page"), PER_PAGE)
    return _rendered(
        "preview", status, plan=plan, verdict=verdict, rows=rows, views=row_views(run, rows.items), headline=finding(plan),
        options=context["form"] or OptionsForm(None, run=run), fields=field_choices(),
        earlier=engine.earlier_imports(run), known_profiles=profiles_for(run), **context)


def _rendered(name: str, status: int, **context):
    return make_response(render_template(f"contacts/import_{name}.html", **context), status)


def _working(run: ImportRun) -> bool:
    """True while a process or a worker has the file."""
    return run.state in ("uploaded", "previewing", "applying", "undoing") or (run.state == "previewed" and run.queued)


def finding(plan) -> str:
    """The headline of a preview: how many rows, and how many wait for a person."""
    rows = ngettext("%(num)s row checked", "%(num)s rows checked", plan.total)
    if not plan.waiting:
        return _("Preview: %(rows)s, none needs your decision", rows=rows)
    need = ngettext("%(num)s needs your decision", "%(num)s need your decision", plan.waiting)
    return _("Preview: %(rows)s, %(need)s", rows=rows, need=need)


def act(run_id: int, action, done: str = "", **where):
    """Do what a button says and go back to the file. What is refused is said on its page, and nothing is changed."""
    run = queries.get_import(access.viewer(), run_id)
    try:
        action(Actor.of(access.viewer()))
    except Refused as error:
        db.session.rollback()
        return run_page(queries.get_import(access.viewer(), run.id), error.status, problem=str(error))
    if done:
        flash(done)
    return redirect(url_for("contacts.import_run", run_id=run_id, **where))


@blueprint.post("/imports/<int:run_id>/preview")
@access.writers
def preview_again(run_id: int):
    """Judge the rows once more, for example after somebody else was imported."""
    return act(run_id, lambda actor: engine.start_preview(run_id))


@blueprint.post("/imports/<int:run_id>/apply")
@access.writers
def apply_run(run_id: int):
    """Write the rows, or go on where it stopped."""
    return act(run_id, lambda actor: engine.start_apply(actor, run_id))


@blueprint.post("/imports/<int:run_id>/undo")
@access.writers
def undo_run(run_id: int):
    """Take back what the file brought."""
    return act(run_id, lambda actor: engine.start_undo(actor, run_id))


@blueprint.post("/imports/<int:run_id>/remove")
@access.writers
def remove_run(run_id: int):
    """Forget a file that was never applied."""
    viewer = access.viewer()
    run = queries.get_import(viewer, run_id)
    try:
        engine.remove_import(Actor.of(viewer), run_id)
    except Refused as error:
        return run_page(run, error.status, problem=str(error))
    flash(_("The file “%(name)s” is removed. Nothing of it had been imported.", name=run.filename))
    return redirect(url_for("contacts.imports"))
