"""One event: its page, making and changing it, its state and its legs."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from outreach.activity import Actor
from outreach.db import db, transaction
from outreach.errors import Refused
from outreach.events import queries, services
from outreach.events.forms import ZONES, EventForm
from outreach.events.models import Event
from outreach.events.services.recurrence import edit_recurring
from outreach.events.views import blueprint
from outreach.events.views.showing import event_page, state_form_of
from outreach.partners.queries import listed_partners
from outreach.web import access
from outreach.web.converters import record_key
from outreach.web.edits import edited
from outreach.web.once import once

#: Where the form shows what a service refused under a column's name.
_FIELD = {"starts_local": "starts_time", "ends_local": "ends_time", "parent_id": "kind",
          "travel_minutes": "travel_hours"}


@blueprint.get("/events/<int:event_id>")
@access.staff
def detail(event_id: int):
    """The event's page."""
    return event_page(queries.get_event(access.viewer(), event_id))


@blueprint.route("/events/new", methods=["GET", "POST"])
@access.writers
def new():
    """A form for a new event; with ?series= and ?year= it holds the next edition, with ?parent= a leg."""
    viewer = access.viewer()
    asked = record_key(request.args.get("parent"))
    parent = None if asked is None else queries.get_event(viewer, asked)
    form = _form(None, leg=parent is not None)
    if not form.is_submitted():
        form.fill(_first_values(parent, viewer))
    if form.validate_on_submit():
        def make() -> Event:
            if parent:
                return services.add_leg(Actor.of(viewer), queries.get_event(viewer, parent.id), form.values())
            return services.create_event(Actor.of(viewer), form.values())
        try:
            event = once(Event, make)
            flash(_("%(name)s was added", name=event.label))
            return redirect(url_for("events.detail", event_id=event.id))
        except Refused as refused:
            _refuse(form, refused)
    page = render_template("events/edit.html", form=form, event=None, parent=parent, zones=ZONES,
                           event_zone=parent.time_zone if parent else None)
    return page, 422 if form.errors else 200


@blueprint.route("/events/<int:event_id>/edit", methods=["GET", "POST"])
@access.writers
def edit(event_id: int):
    """Change an event; where somebody else did so meanwhile, both versions stand side by side."""
    viewer = access.viewer()
    event = queries.get_event(viewer, event_id)
    form = edited(lambda **data: _form(event, **data))
    if form.validate_on_submit():
        try:
            with transaction():
                edit_recurring(Actor.of(viewer), queries.get_event(viewer, event_id), form.values(),
                               request.form.get("scope", "this"), version=form.opened_with)
            return redirect(url_for("events.detail", event_id=event_id))
        except Refused as refused:
            _refuse(form, refused)
    page = render_template("events/edit.html", form=form, event=event, parent=event.parent, zones=ZONES,
                           event_zone=event.time_zone)
    return page, form.status


@blueprint.post("/events/<int:event_id>/state")
@access.writers
def change_state(event_id: int):
    """Another state, with the reason."""
    viewer = access.viewer()
    form = state_form_of(queries.get_event(viewer, event_id))
    if form.validate_on_submit():
        try:
            with transaction():
                event = queries.get_event(viewer, event_id)
                told = len(services.change_state(
                    Actor.of(viewer), event, form.state.data, form.reason.data or "", values=form.values(),
                    with_legs=form.with_legs.data, version=form.opened_with))
            flash(ngettext("%(num)s person on the team is told by mail", "%(num)s people on the team are told by mail", told)
                  if told else _("The change is saved"))
            return redirect(url_for("events.detail", event_id=event_id))
        except Refused as refused:
            form.refuse(refused, "state")
    return event_page(queries.get_event(viewer, event_id), state_form=form), form.status


def _form(event: Event | None, leg: bool = False, **data) -> EventForm:
    partners = db.session.scalars(listed_partners(access.viewer())).all()
    form = EventForm(series=db.session.scalars(queries.all_series()).all(), partners=partners, event=event,
                     leg=leg or (event is not None and event.parent_id is not None), **data)
    if event is not None and not form.is_submitted():
        form.fill({name: getattr(event, name) for name in (*services.FIELDS, "version")})
    return form


def _first_values(parent: Event | None, viewer) -> dict[str, Any]:
    """What the empty form shows: the edition of a series, the frame of a roadshow, or the reader's language."""
    series_id, year = record_key(request.args.get("series")), record_key(request.args.get("year"))
    if series_id is not None and year and 1990 <= year <= 2200:
        return services.edition_values(queries.get_series(series_id), year)
    if parent:
        return {"kind": "promotion_conference", "presence": parent.presence, "starts_on": parent.starts_on,
                "ends_on": parent.starts_on, "source": parent.title.source, "industries": list(parent.industries or [])}
    return {"source": viewer.language, "time_zone": viewer.time_zone, "presence": "visit"}


def _refuse(form: EventForm, refused: Refused) -> None:
    form.refuse(refused, "code", **{**_FIELD, "title": f"title_{form.source.data}"})
