"""The report of a trip, and the list of those that are missing."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from outreach.activity import Actor
from outreach.catalogue.queries import setting
from outreach.db import paginate, today_in, transaction
from outreach.errors import Refused
from outreach.events.forms.trip_reports import ReportForm
from outreach.events.queries import trips as asked
from outreach.events.services import trip_reports as services
from outreach.events.views import blueprint
from outreach.web import access
from outreach.web.edits import edited


@blueprint.route("/events/trips/<int:trip_id>/report", methods=["GET", "POST"])
@access.staff
def trip_report(trip_id: int):
    """Write the report: do=draft keeps it, do=submit hands it in. For writers and for whoever travelled."""
    viewer = access.viewer()
    trip = asked.get_trip(viewer, trip_id)
    if not asked.may_report(viewer, trip):
        abort(403)
    form = edited(lambda **data: ReportForm(stored=trip.report, language=viewer.language, **data))
    if form.validate_on_submit():
        submit = request.form.get("do") == "submit"
        try:
            with transaction():
                services.save_report(Actor.of(viewer), asked.get_trip(viewer, trip_id), form.values(), viewer, submit=submit,
                                     version=form.opened_with)
            flash(_("The report is handed in") if submit else _("The report is kept as it stands"))
            return redirect(url_for("events.trip", trip_id=trip_id) + "#report")
        except Refused as refused:
            form.refuse(refused, "result")
    page = render_template("events/trip_report.html", trip=asked.get_trip(viewer, trip_id), form=form, asked=asked,
                           today=today_in(viewer.time_zone))
    return page, form.status


@blueprint.get("/events/trips/reports")
@access.staff
def trip_reports():
    """Trips that are over and whose report is missing, the longest overdue first; mine, or everybody's."""
    viewer = access.viewer()
    today = today_in(viewer.time_zone)
    mine = request.args.get("who") == "mine"
    page = paginate(asked.open_reports(viewer, today, mine=mine), request.args.get("page"))
    return render_template("events/trip_reports.html", page=page, mine=mine, asked=asked, today=today,
                           late=asked.count_found(asked.open_reports(viewer, today, mine=mine, late=True)),
                           days=setting("trip_report_days"))
