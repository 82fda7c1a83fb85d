"""Events that repeat: making the dates, listing them, removing and cancelling; and events out of calendar files."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from outreach.activity import Actor
from outreach.db import transaction
from outreach.errors import Refused
from outreach.events import queries
from outreach.events.forms.recurrence import CancelForm, RepeatForm, UploadForm
from outreach.events.queries import recurrence as asked
from outreach.events.services import recurrence, uploads
from outreach.events.services.states import cancel_dates
from outreach.events.views import blueprint
from outreach.events.views.showing import record_page
from outreach.web import access


@blueprint.route("/events/<int:event_id>/repeat", methods=["GET", "POST"])
@access.writers
def repeat(event_id: int):
    """How an event repeats; every date becomes an event."""
    viewer = access.viewer()
    event = queries.get_event(viewer, event_id)
    if event.recurrence_id is not None:
        return redirect(url_for("events.dates", event_id=event_id))
    form = RepeatForm(event=event)
    if form.validate_on_submit():
        try:
            with transaction():
                event = queries.get_event(viewer, event_id)
                recurrence.make_recurring(Actor.of(viewer), event, form.rule())
            _make_pending(event_id)
            return redirect(url_for("events.dates", event_id=event_id))
        except Refused as refused:
            form.fail(refused.field if refused.field in form else "frequency", refused.message)
            event = queries.get_event(viewer, event_id)
    page = render_template("events/repeat.html", event=event, form=form, labels=queries, event_zone=event.time_zone)
    return page, 422 if form.errors else 200


def _make_pending(event_id: int) -> None:
    left = 1
    while left:
        with transaction():
            left = recurrence.make_pending(Actor.of(access.viewer()), queries.get_event(access.viewer(), event_id))


@blueprint.post("/events/<int:event_id>/dates/pending")
@access.writers
def make_pending(event_id: int):
    """Make the dates that an interruption left out."""
    _make_pending(event_id)
    return redirect(url_for("events.dates", event_id=event_id))


@blueprint.get("/events/<int:event_id>/dates")
@access.staff
def dates(event_id: int):
    """All dates of an event that repeats; the event itself where it does not."""
    if queries.get_event(access.viewer(), event_id).recurrence_id is None:
        return redirect(url_for("events.detail", event_id=event_id))
    return _dates(event_id, CancelForm(formdata=None))


def _dates(event_id: int, form: CancelForm):
    event = queries.get_event(access.viewer(), event_id)
    return record_page(event, "events.dates", tab_title=_("Dates"), form=form,
                       rows=asked.dates_of_event(access.viewer(), event), pending=asked.count_pending(event),
                       open_dates=recurrence.dates_for(event, "following"))


@blueprint.post("/events/<int:event_id>/dates/remove")
@access.writers
def remove_date(event_id: int):
    """Take one date out; one on which something hangs can only be cancelled."""
    viewer = access.viewer()
    event = queries.get_event(viewer, event_id)
    other = next((one.id for one in asked.dates_of_event(viewer, event) if one.id != event_id), None)
    try:
        with transaction():
            recurrence.remove_date(Actor.of(viewer), queries.get_event(viewer, event_id))
    except Refused as refused:
        flash(str(refused.message))
        return redirect(url_for("events.dates", event_id=event_id))
    flash(_("The date is removed"))
    return redirect(url_for("events.dates", event_id=other) if other else url_for("events.index"))


@blueprint.post("/events/<int:event_id>/dates/cancel")
@access.writers
def cancel_following(event_id: int):
    """Cancel this date and the following ones that were not changed alone, with the reason; the team is told once."""
    viewer, form = access.viewer(), CancelForm()
    if form.validate_on_submit():
        try:
            with transaction():
                event = queries.get_event(viewer, event_id)
                cancel_dates(Actor.of(viewer), recurrence.dates_for(event, "following"), form.reason.data or "")
            return redirect(url_for("events.dates", event_id=event_id))
        except Refused as refused:
            form.fail("reason", refused.message)
    return _dates(event_id, form), 422


@blueprint.route("/events/upload", methods=["GET", "POST"])
@access.writers
def upload_calendar():
    """A calendar file, kept for the preview."""
    viewer, form = access.viewer(), UploadForm()
    if not form.is_submitted():
        form.language.data, form.time_zone.data, form.kind.data = viewer.language, viewer.time_zone, "promotion_conference"
    if form.validate_on_submit():
        try:
            with transaction():
                kept = uploads.keep_upload(
                    Actor.of(viewer), form.file.data.filename, form.file.data.read(), kind=form.kind.data,
                    language=form.language.data, time_zone=form.time_zone.data)
                kept_id = kept.id
            return redirect(url_for("events.upload", upload_id=kept_id))
        except Refused as refused:
            form.fail(refused.field if refused.field in form else "file", refused.message)
    page = render_template("events/upload_calendar.html", form=form)
    return page, 422 if form.errors else 200


@blueprint.get("/events/uploads/<int:upload_id>")
@access.writers
def upload(upload_id: int):
    """What the file would make, or has made, and what is refused with its text."""
    kept = asked.get_upload(access.viewer(), upload_id)
    if kept.applied_at is None:
        found, refused = uploads.read_upload(kept)
    else:
        found, refused = [], [uploads.RefusedPart(*pair) for pair in kept.refused]
    return render_template("events/upload.html", upload=kept, found=found, refused=refused, labels=queries,
                           made=asked.events_made(access.viewer(), kept))


@blueprint.post("/events/uploads/<int:upload_id>/apply")
@access.writers
def apply_upload(upload_id: int):
    """Make the events of the file, a few in each unit of work; pressed again after an interruption, it goes on."""
    viewer = access.viewer()
    kept = asked.get_upload(viewer, upload_id)
    if kept.applied_at is None:
        found, refused = uploads.read_upload(kept)
        recurrences = uploads.recurrences_of(kept)
        for start in range(0, len(found), uploads.BATCH):
            with transaction():
                if (kept := asked.get_upload(viewer, upload_id, hold=True)).applied_at is None:
                    refused += uploads.make_events(Actor.of(viewer), kept, found[start:start + uploads.BATCH], recurrences)
        with transaction():
            if (kept := asked.get_upload(viewer, upload_id, hold=True)).applied_at is None:
                uploads.close_upload(Actor.of(viewer), kept, refused)
    return redirect(url_for("events.upload", upload_id=upload_id))
