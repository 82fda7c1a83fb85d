"""Pages that all lists share: choosing columns, saved filters, export, and changes to many rows."""

import io

from flask import flash, make_response, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from outreach import files
from outreach.activity import Actor
from outreach.db import db, transaction
from outreach.errors import NotFound, Refused
from outreach.i18n import formats
from outreach.web import access, sheets
from outreach.web.blueprint import blueprint
from outreach.web.converters import record_key
from outreach.web.lists import bulk, exporting, saving
from outreach.web.lists.listing import CHOSEN, Listing, open_list, read_state
from outreach.web.lists.pages import saved_url

#: How many of the rows a preview names.
NAMED = 12


@blueprint.post("/lists/<key>/columns")
@access.staff
def choose_columns(key: str):
    """Remember the columns that were ticked."""
    listing = _sent(key)
    with transaction():
        saving.choose_columns(listing, request.form.getlist("column"))
    return redirect(listing.url())


@blueprint.post("/lists/<key>/saved")
@access.staff
def save_list(key: str):
    """Keep the filter under a name, or change the saved one at hand."""
    listing, form = _sent(key), request.form
    name, ticked = form.get("name", ""), {part: bool(form.get(part)) for part in ("shared", "default")}
    actor = Actor.of(access.viewer())
    try:
        with transaction():
            if form.get("do") == "change":
                row = saving.change_list(actor, listing, name, take=bool(form.get("take")), **ticked)
            else:
                row = saving.save_list(actor, listing, name, **ticked)
    except Refused as refused:
        return _refused(listing, refused)
    flash(_("The filter “%(name)s” is saved", name=row.name))
    return redirect(saved_url(listing, row))


@blueprint.post("/lists/<key>/saved/remove")
@access.staff
def remove_list(key: str):
    """Forget the saved filter at hand."""
    listing = _sent(key)
    name = listing.current.name if listing.current else ""
    with transaction():
        saving.remove_list(Actor.of(access.viewer()), listing)
    flash(_("The filter “%(name)s” is removed", name=name))
    return redirect(url_for(listing.kind.endpoint, view="all"))


@blueprint.get("/lists/<key>/export")
@access.staff
def export(key: str):
    """What will be taken out: how many rows, which columns, as which file."""
    return _export_page(open_list(key, access.viewer(), request.args))


@blueprint.post("/lists/<key>/export/chosen")
@access.staff
def export_chosen(key: str):
    """Go on to the export of the rows that were ticked."""
    listing = _sent(key)
    keys = [one for one in request.form.getlist("row") if one.isascii() and one.isdecimal() and len(one) < 10][:500]
    if not keys:
        return _refused(listing, Refused("nothing_chosen", _("Choose at least one row, or all that are found.")))
    return redirect(url_for("web.export", key=key, **{**listing.state, CHOSEN: ",".join(keys)}))


@blueprint.post("/lists/<key>/export")
@access.staff
def make_export(key: str):
    """The file itself, or a job that writes it."""
    listing, viewer = _sent(key), access.viewer()
    codes, format = request.form.getlist("column"), request.form.get("format", "xlsx")
    count = exporting.row_count(listing)
    try:
        exporting.check_size(listing, format, count)
        exporting.chosen_columns(listing, codes)
        if count > exporting.SMALL:
            with transaction():
                row = exporting.start_export(Actor.of(viewer), listing, codes, format, count)
            return redirect(url_for("web.export_state", export_id=row.id))
        data, name = exporting.export_now(Actor.of(viewer), listing, codes, format)
    except Refused as refused:
        return _export_page(listing, problem=refused)
    return _download(io.BytesIO(data), format, name)


@blueprint.get("/lists/exports/<int:export_id>")
@access.staff
def export_state(export_id: int):
    """How far a file is, and where it is fetched."""
    row = exporting.get_export(access.viewer(), export_id)
    return render_template("web/lists/export_state.html", export=row, kind=open_list(row.kind, row.user, {}).kind)


@blueprint.get("/lists/exports/<int:export_id>/file")
@access.staff
def export_file(export_id: int):
    """The file of an export, for the one who asked for it."""
    row = exporting.get_export(access.viewer(), export_id)
    if row.attachment is None:
        raise NotFound("no_file", _("This file is no longer there."))
    return _download(files.open_file(row.attachment), row.format, row.attachment.filename)


@blueprint.post("/lists/<key>/bulk")
@access.writers
def start_bulk(key: str):
    """Note which rows are meant and go on to what is to be set."""
    listing = _sent(key)
    rows = None if request.form.get("scope") == "all" else [key for key in map(record_key, request.form.getlist("row")) if key]
    try:
        with transaction():
            run = bulk.start_bulk(listing, request.form.get("action", ""), rows, listing.url())
    except Refused as refused:
        return _refused(listing, refused)
    return redirect(url_for("web.bulk_run", run_id=run.id))


@blueprint.get("/lists/bulk/<int:run_id>")
@access.writers
def bulk_run(run_id: int):
    """What would be changed, how far it is, or what came of it."""
    return _bulk_page(run_id)


@blueprint.post("/lists/bulk/<int:run_id>")
@access.writers
def change_rows(run_id: int):
    """Count what a value would change, or change it."""
    viewer = access.viewer()
    run = bulk.get_run(viewer, run_id)
    action = bulk.action_of(bulk.listing_of(run, viewer), run.action)
    try:
        value = bulk.read_value(action, request.form.get("value", ""), viewer)
    except Refused as refused:
        return _bulk_page(run_id, problem=refused)
    if request.form.get("do") != "change":
        return _bulk_page(run_id, value=value)
    with transaction():
        begun = bulk.begin(bulk.get_run(viewer, run_id), value)
    if begun and len(run.rows) <= bulk.SMALL:
        bulk.run_bulk(run_id)
    return redirect(url_for("web.bulk_run", run_id=run_id))


def _bulk_page(run_id: int, value: str | None = None, problem: Refused | None = None):
    viewer = access.viewer()
    run = bulk.get_run(viewer, run_id)
    listing = bulk.listing_of(run, viewer)
    action, total = bulk.action_of(listing, run.action), len(run.rows)
    model = listing.kind.model
    first = [key for key, _version in run.rows[:NAMED]]
    named = [row.label for row in db.session.scalars(
        listing.kind.base(viewer).where(model.id.in_(first))).unique()] if run.state == "draft" else []
    same = bulk.same_count(listing, run, action, value) if value is not None and run.state == "draft" else None
    typed = request.form.get("value", "") if request.method == "POST" else ""
    page = render_template(
        "web/lists/bulk.html", run=run, kind=listing.kind, action=action, total=total, named=named, same=same, typed=typed,
        problem=problem, choices=action.choices(viewer) if action.choices else None,
        value_label=bulk.value_label(action, run.value, viewer), headline=_finding(run, total))
    return make_response(page, problem.status if problem else 200)


def _finding(run, total: int) -> str:
    if run.state == "done":
        changed = ngettext("%(num)s row is changed", "%(num)s rows are changed", run.changed)
        if not run.refused:
            return changed
        return _("%(changed)s, %(kept)s", changed=changed, kept=ngettext(
            "%(num)s stayed as it was", "%(num)s stayed as they were", len(run.refused)))
    return ngettext("%(num)s row is chosen", "%(num)s rows are chosen", total)


def _sent(key: str) -> Listing:
    """The list behind a form: what it asked stands in one hidden field."""
    state = read_state(request.form.get("state", ""))
    return open_list(key, access.viewer(), {**state, "view": request.form.get("view", "")})


def _export_page(listing: Listing, problem: Refused | None = None):
    count = exporting.row_count(listing)
    ticked = request.form.getlist("column") or [item.code for item in listing.shown]
    page = render_template(
        "web/lists/export.html", listing=listing, count=count, ticked=ticked, problem=problem, large=count > exporting.SMALL,
        format=request.form.get("format", "xlsx"), most=formats.number(sheets.MOST_ROWS - 1))
    return make_response(page, problem.status if problem else 200)


def _refused(listing: Listing, refused: Refused):
    page = render_template("web/lists/refused.html", listing=listing, problem=refused)
    return make_response(page, refused.status)


def _download(out, format: str, name: str):
    answer = send_file(out, mimetype=exporting.TYPES[format], as_attachment=True, download_name=name, conditional=False,
                       etag=False)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
