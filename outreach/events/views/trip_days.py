"""Days out of our people in a year, the visits received beside them, and the tables to take along."""

import io
from datetime import date

from flask import make_response, render_template, request
from flask_babel import gettext as _

from outreach.accounts.queries import unit_choices
from outreach.db import db, today_in
from outreach.events.models import Trip
from outreach.events.queries import reception
from outreach.events.queries import trips as asked
from outreach.events.queries.trip_days import YearOut, days_out
from outreach.events.views import blueprint
from outreach.events.views.trips import filtered
from outreach.i18n import current_language, formats
from outreach.web import access
from outreach.web.sheets import FORMATS, open_sheet


@blueprint.get("/events/trips/days")
@access.staff
def trip_days():
    """Who was out how many days in a year, by unit, person and month, and how many visits came in."""
    viewer = access.viewer()
    year, unit_id, found = _asked(viewer)
    years = sorted({*asked.trip_years(viewer), today_in(viewer.time_zone).year, year}, reverse=True)
    return render_template(
        "events/trip_days.html", year=year, unit=unit_id, found=found, years=years, units=unit_choices(current_language().code),
        received=reception.visits_received(viewer, date(year, 1, 1), date(year, 12, 31)))


def _asked(viewer) -> tuple[int, int | None, YearOut]:
    """Year and unit of the address, and what they find."""
    today = today_in(viewer.time_zone)
    year, unit = request.args.get("year", ""), request.args.get("unit", "")
    year = int(year) if year.isdecimal() and 1900 <= int(year[:5]) <= 2200 else today.year
    unit_id = int(unit) if unit.isdecimal() and len(unit) < 10 else None
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
    return _table(kind, f"{_('Days out')} {year}", f"days-out-{year}", rows)


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
    return _table(kind, _("Trips"), "trips", rows)


def _lines(trip: Trip) -> list[list]:
    code, report = current_language().code, trip.report if trip.reported else None
    start = [trip.title.shown(code).text, trip.event.code if trip.event else "", str(asked.TRIP_STATE_LABELS[trip.state])]
    end = [trip.cities, ", ".join(formats.country(country) for country in trip.countries), _("Yes") if trip.abroad else _("No"),
           report.result if report else "", asked.report_due(trip) if trip.state != "cancelled" else None,
           report.submitted_at if report else None]
    return [[*start, one.label, one.user.unit.name.shown(code).text if one.user.unit else "", one.first, one.last, one.days, *end]
            for one in trip.travellers] or [[*start, "", "", trip.starts_on, trip.ends_on, None, *end]]


def _table(kind: str, title: str, name: str, rows: list[list]):
    out = io.BytesIO()
    sheet = open_sheet(kind, out, title, access.viewer().time_zone)
    for cells in rows:
        sheet.write(cells)
    sheet.close()
    answer = make_response(out.getvalue())
    answer.headers["Content-Type"] = FORMATS[kind] + ("; charset=utf-8" if kind == "csv" else "")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{name}.{kind}")
    return answer
