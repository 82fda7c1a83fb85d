"""Copying an event to its next edition: what is proposed, what would be made, and making it."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from outreach.activity import Actor
from outreach.errors import Refused
from outreach.events import queries
from outreach.events.forms.copying import CopyForm
from outreach.events.models import Event
from outreach.events.services import copying
from outreach.events.views import blueprint
from outreach.web import access
from outreach.web.once import once


@blueprint.route("/events/<int:event_id>/copy", methods=["GET", "POST"])
@access.writers
def copy(event_id: int):
    """The form; asked with do=preview it says what would be made, with do=copy it is made."""
    viewer = access.viewer()
    event = queries.get_event(viewer, event_id)
    form, planned = CopyForm(event=event), None
    if form.validate_on_submit():
        first = form.first_day()
        title = form.title(first) if first else None
        if first is None:
            form.fail("starts_on", _("Enter the first day"))
        elif request.form.get("do") != "copy":
            planned = copying.preview(event, first, form.parts.data)
        else:
            try:
                made = once(Event, lambda: copying.copy_event(
                    Actor.of(viewer), queries.get_event(viewer, event_id), first, form.parts.data,
                    title=title, code=form.code.data or ""))
                flash(_("%(name)s was added. Check its dates with the organiser.", name=made.label))
                return redirect(url_for("events.detail", event_id=made.id))
            except Refused as refused:
                name = {"title": f"title_{form.source.data}"}.get(refused.field or "", refused.field or "")
                form.fail(name if name in form else "proposal", refused.message)
                event = queries.get_event(viewer, event_id)
    page = render_template("events/copy.html", event=event, form=form, planned=planned, labels=queries,
                           event_zone=event.time_zone)
    return page, 422 if form.errors else 200
