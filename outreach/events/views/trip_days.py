"""Days out of our people in a year, the visits received beside them, and the tables to take along."""

from datetime import date

from flask import render_template, request
from flask_babel import gettext as _

from outreach.accounts.queries import unit_choices
from outreach.db import db, today_in
from outreach.db.time import FIRST_DAY, LAST_DAY
from outreach.events.models import Trip
from outreach.events.queries import reception
from outreach.events.queries import trips as asked
from outreach.events.queries.trip_days import YearOut, days_out
from outreach.events.views import blueprint
from outreach.events.views.trips import filtered
from outreach.i18n import current_language, formats
from outreach.web import access
from outreach.web.converters import record_key
from outreach.web.sheets import sheet_answer


@blueprint.get("/events/trips/days")
@access.staff
def trip_days():
    """Who was out how many days in a year, by unit, person and month, and how many visits came in."""
    viewer = access.viewer()
    year, unit_id, found = _asked(viewer)
    today = today_in(viewer.time_zone)
    years = sorted({*asked.trip_years(viewer), today.year, year}, reverse=True)
    # What lies ahead is not received yet.
    received = reception.visits_received(viewer, date(year, 1, 1), min(date(year, 12, 31), today), unit_id)
    return render_template(
        "events/trip_days.html", year=year, unit=unit_id, found=found, years=years, units=unit_choices(current_language().code),
        received=received)


def _asked(viewer) -> tuple[int, int | None, YearOut]:
    """Year and unit of the address, and what they find."""
    today = today_in(viewer.time_zone)
    year, unit_id = record_key(request.args.get("year")) or 0, record_key(request.args.get("unit"))
    year = year if FIRST_DAY.year <= year <= LAST_DAY.year else today.year
    return year, unit_id, days_out(viewer, year, today, unit_id)


@blueprint.get("/events/trips/days/<any(xlsx, csv):kind>")
@access.staff
def export_trip_days(kind: str):
    """The days out of each person as a table, with their sum."""
    viewer = access.viewer()
    year, _unit, found = _asked(viewer)
    rows = [[_("Person"), _("Unit"), _("Trips"), _("Days abroad"), _("Days within the country"), _("Days out"), _("Planned days"),
             _("Overdue reports")]]
    code = current_language().code
    for row in (*found.people, found.total):
        unit = row.who.unit if row.who else None
        rows.append([row.who.label if row.who else _("Together"), unit.name.shown(code).text if unit else "", row.trips,
                     row.abroad, row.domestic, row.days, row.planned, row.missing])
    return sheet_answer(kind, f"days-out-{year}", f"{_('Days out')} {year}", viewer.time_zone, rows)


@blueprint.get("/events/trips/<any(xlsx, csv):kind>")
@access.staff
def export_trips(kind: str):
    """The trips behind the filters of the list, one line per traveller."""
    viewer = access.viewer()
    _form, wanted = filtered(viewer)
    rows = [[_("Trip"), _("Event"), _("State"), _("Person"), _("Unit"), _("From"), _("Until"), _("Days out"), _("Where to"),
             _("Countries"), _("abroad"), _("Result"), _("Report due"), _("Handed in on")]]
    for trip in db.session.scalars(asked.filtered_trips(viewer, wanted)).unique():
        rows += _lines(trip)
    return sheet_answer(kind, "trips", _("Trips"), viewer.time_zone, rows)


def _lines(trip: Trip) -> list[list]:
    code, report = current_language().code, trip.report if trip.reported else None
    start = [trip.title.shown(code).text, trip.event.code if trip.event else "", str(asked.TRIP_STATE_LABELS[trip.state])]
    end = [trip.cities, ", ".join(formats.country(country) for country in trip.countries), _("Yes") if trip.abroad else _("No"),
           report.result if report else "", asked.report_due(trip) if trip.state != "cancelled" else None,
           report.submitted_at if report else None]
    return [[*start, one.label, one.user.unit.name.shown(code).text if one.user.unit else "", one.first, one.last, one.days, *end]
            for one in trip.travellers] or [[*start, "", "", trip.starts_on, trip.ends_on, None, *end]]
