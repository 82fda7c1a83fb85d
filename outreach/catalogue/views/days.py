"""Working-day calendars: the list of places, and the year of one of them with its overrides."""

from datetime import date

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from outreach.activity import Actor
from outreach.catalogue import queries, services
from outreach.catalogue.forms import DayForm
from outreach.catalogue.models import CalendarDay, WorkCalendar
from outreach.catalogue.views.blueprint import blueprint
from outreach.db import db, today_in, transaction
from outreach.errors import NotFound, Refused
from outreach.i18n import formats
from outreach.web import access
from outreach.web.access import viewer


@blueprint.get("/calendars/")
@access.administrators
def calendars():
    """Every place with the next day on which its weekday misleads."""
    today = today_in("Asia/Shanghai")
    rows = []
    for row in queries.calendars():
        days = [*queries.calendar_year(row.code, today.year), *queries.calendar_year(row.code, today.year + 1)]
        rows.append((row, next((day for day in days if day.day >= today), None), queries.is_estimated(row.code, today.year)))
    return render_template("catalogue/calendars.html", rows=rows, year=today.year)


@blueprint.route("/calendars/<code>/<int:year>", methods=["GET", "POST"])
@access.administrators
def calendar(code: str, year: int):
    """One year of one place, and the form for an override."""
    row = db.session.scalars(select(WorkCalendar).where(WorkCalendar.code == code)).first()
    if row is None or not 2000 <= year <= 2099:
        raise NotFound("not_found", _("There is no such calendar. Choose a place from the list and a year from 2000 to 2099."))
    form = DayForm()
    if form.validate_on_submit() and (answer := _save(form, row)):
        return answer
    days = queries.calendar_year(code, year)
    page = render_template(
        "catalogue/calendar.html", form=form, row=row, year=year, days=days, estimated=queries.is_estimated(code, year),
        off=sum(1 for item in days if item.kind == "holiday" and item.day.weekday() < 5),
        makeup=sum(1 for item in days if item.kind == "workday"), months=_months(days))
    return page, 422 if form.errors else 200


def _months(days: list[queries.CalendarDate]) -> list[tuple[date, list[queries.CalendarDate]]]:
    """The days by month, (first day of the month, days)."""
    found: dict[date, list[queries.CalendarDate]] = {}
    for item in days:
        found.setdefault(item.day.replace(day=1), []).append(item)
    return list(found.items())


def _save(form: DayForm, row: WorkCalendar):
    """Store the override; None where it was refused and the page must come again."""
    try:
        with transaction():
            services.set_override(
                Actor.of(viewer()), row, form.day.data, form.kind.data, form.names(), bool(form.decreed.data))
    except Refused as refusal:
        form.fail(refusal.field, refusal.message)
        return None
    flash(_("%(day)s was entered.", day=formats.day(form.day.data, weekday=True)))
    return redirect(url_for("catalogue.calendar", code=row.code, year=form.day.data.year))


@blueprint.post("/calendar-days/<int:row_id>/remove")
@access.administrators
def remove_day(row_id: int):
    """Remove an override."""
    row = db.session.get(CalendarDay, row_id)
    if row is None:
        raise NotFound("not_found", _("This day has no entry any more."))
    code, day = row.calendar.code, row.day
    with transaction():
        services.remove_override(Actor.of(viewer()), row)
    flash(_("The entry of %(day)s was removed; the computed day counts again.", day=formats.day(day, weekday=True)))
    return redirect(url_for("catalogue.calendar", code=code, year=day.year))
