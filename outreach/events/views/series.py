"""Series and the starter catalogue, from which an edition is made in two clicks."""

from datetime import date

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _

from outreach.activity import Actor
from outreach.db import db, today_in, transaction
from outreach.errors import Refused
from outreach.events import queries, services
from outreach.events.forms import SeriesForm
from outreach.events.models import Event, EventSeries
from outreach.events.views import blueprint
from outreach.web import access
from outreach.web.converters import record_key
from outreach.web.edits import edited
from outreach.web.once import store


@blueprint.get("/events/series/")
@access.staff
def series():
    """Our series, and those of the starter catalogue that we have not taken over; with ?parent= for a roadshow's leg."""
    own = db.session.scalars(queries.all_series()).all()
    codes = {item.code for item in own}
    today, parent = today_in(access.viewer().time_zone), _roadshow()
    return render_template(
        "events/series.html",
        own=own,
        starter=[item for item in services.STARTER if item.code not in codes],
        next_year=lambda item: _year(item, parent, today),
        labels=queries,
        parent=parent,
    )


def _year(series, parent: Event | None, today: date) -> int:
    """The year of the next edition; of the first one from the roadshow's beginning on where a leg is chosen."""
    return queries.next_edition(series, max(today, parent.starts_on.replace(day=1)) if parent else today)


def _roadshow() -> Event | None:
    """The roadshow for which a leg is chosen, as the address says."""
    asked = record_key(request.values.get("parent"))
    return None if asked is None else queries.get_event(access.viewer(), asked)


@blueprint.post("/events/series/starter/<code>")
@access.writers
def take_series(code: str):
    """Take a series over and open the form of its next edition."""
    viewer, parent = access.viewer(), _roadshow()
    with transaction():
        taken = services.take_from_starter(Actor.of(viewer), code)
    year = _year(taken, parent, today_in(viewer.time_zone))
    return redirect(url_for("events.new", series=taken.id, year=year, parent=parent.id if parent else None))


@blueprint.route("/events/series/new", methods=["GET", "POST"])
@access.writers
def new_series():
    """A form for a series of our own."""
    return _edit(None)


@blueprint.route("/events/series/<int:series_id>", methods=["GET", "POST"])
@access.writers
def edit_series(series_id: int):
    """Change a series."""
    return _edit(queries.get_series(series_id))


def _edit(stored: EventSeries | None):
    viewer = access.viewer()
    form = edited(lambda **data: _form(stored, **data), stored is not None)
    if form.validate_on_submit():
        def save() -> EventSeries:
            if stored is None:
                return services.create_series(Actor.of(viewer), form.values())
            return services.change_series(Actor.of(viewer), queries.get_series(stored.id), form.values(), version=form.opened_with)
        try:
            store(EventSeries, save, new=stored is None)
            return redirect(url_for("events.series"))
        except Refused as refused:
            form.refuse(refused, "code", name=f"name_{form.source.data}")
    page = render_template(
        "events/series_edit.html", form=form, series=stored, title=stored.label if stored else _("New series")
    )
    return page, form.status


def _form(stored: EventSeries | None, **data) -> SeriesForm:
    form, viewer = SeriesForm(series=stored, **data), access.viewer()
    if form.is_submitted():
        return form
    if stored:
        form.fill(stored)
    else:
        form.source.data, form.time_zone.data, form.kind.data = viewer.language, viewer.time_zone, "trade_show"
    return form
