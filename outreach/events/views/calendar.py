"""The calendar: a month, a week by the hour, a list by days, a year at a glance."""

from datetime import date, datetime, time, timedelta
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext, pgettext

from outreach.accounts.queries import staff_users
from outreach.catalogue.queries import calendar_codes, calendar_year, industry_codes_below
from outreach.db import today_in
from outreach.events import queries
from outreach.events.models import Event, Meeting, ReceptionItem
from outreach.events.queries import calendar as days
from outreach.events.queries.board import next_planned
from outreach.events.queries.engagements import appointments, what_title
from outreach.events.views import blueprint
from outreach.events.views.lists import asked_filter, filter_form
from outreach.events.views.showing import weekday
from outreach.i18n import formats
from outreach.web import access


@blueprint.get("/events/calendar")
@access.staff
def calendar():
    """The days that ?view and ?day ask for, behind the filters; ?clock=mine counts days and hours on the reader's clock."""
    viewer, form = access.viewer(), filter_form(access.viewer())
    today, wanted = today_in(viewer.time_zone), asked_filter(form)
    view = request.args.get("view") if request.args.get("view") in days.VIEWS else "month"
    shown = days.shown_days(view, _day_asked(today))
    zone = viewer.time_zone if request.args.get("clock") == "mine" else None
    events = days.calendar_events(viewer, wanted, shown)
    entries = days.event_entries(events, shown, zone)
    booked = days.booked_entries(_appointments(viewer, wanted, shown), shown, zone) if view in ("week", "list") else []
    closed = _holidays(shown.first, shown.last)
    keep = {field.name: request.args[field.name] for field in form if request.args.get(field.name)}

    def address(**place: Any) -> str:
        """This page at another place, with the filters."""
        given = {"view": request.args.get("view"), "day": shown.day, "clock": request.args.get("clock"), **place}
        return url_for("events.calendar", **{key: value for key, value in given.items() if value}, **keep)

    return render_template(
        "events/calendar.html", view=view, shown=shown, chosen=request.args.get("view") == view, entries=entries, booked=booked,
        undated=[event for event in events if not event.days_known and _within(event, shown)], today=today,
        next_event=None if entries or wanted != queries.EventFilter() else next_planned(viewer, shown.last), holidays=closed,
        filter=form, filtered=wanted != queries.EventFilter(), keep=keep, address=address, clock=zone,
        heading=_heading(shown, len(entries)), labels=queries, weekday=weekday, days=days, said=_said, views=_views())


def _views() -> list[tuple[str, str]]:
    return [("month", _("Month")), ("week", _("Week")), ("list", _("List")), ("year", pgettext("calendar", "Year"))]


def _heading(shown: days.Shown, count: int) -> tuple[str, str]:
    """The period in words, and how many events touch it."""
    period = {"month": formats.month(shown.day), "year": _("Year %(year)s", year=shown.day.year),
              "list": _("From %(day)s", day=formats.day(shown.day)),
              "week": _("Week %(number)s, %(days)s", number=shown.first.isocalendar().week,
                        days=formats.day_span(shown.first, shown.last))}[shown.view]
    return period, ngettext("%(num)s event", "%(num)s events", count)


def _said(entry: days.Entry) -> tuple[str, str, str]:
    """An entry's title in the reader's language, where it leads, and its icon."""
    what = entry.what
    title = what_title(what)
    if isinstance(what, Event):
        return title, url_for("events.detail", event_id=what.id), "plane"
    if isinstance(what, Meeting):
        return title, url_for("events.meeting", event_id=what.event_id, meeting_id=what.id), "people"
    if isinstance(what, ReceptionItem):
        return title, url_for("events.reception", event_id=what.event_id), "hand"
    return title, url_for("events.agenda", event_id=what.event_id), "list"


def _appointments(viewer, wanted: queries.EventFilter, shown: days.Shown) -> list:
    """What the person or unit of the filter is expected at, the reader where neither is asked for."""
    if wanted.person:
        who = {("user", wanted.person)}
    elif wanted.unit:
        who = {("user", user.id) for user in staff_users() if user.unit_id == wanted.unit}
    else:
        who = {("user", viewer.id)}
    begin, end = datetime.combine(shown.first, time.min), datetime.combine(shown.last, time.min)
    return [booking for booking in appointments(who, begin, end) if _passes(booking.what.event, wanted)]


def _passes(event: Event, wanted: queries.EventFilter) -> bool:
    if wanted.industry and not industry_codes_below(wanted.industry) & set(event.industries or ()):
        return False
    return all(not value or getattr(event, name) == value
               for name, value in (("country", wanted.country), ("kind", wanted.kind), ("state", wanted.state)))


def _within(event: Event, shown: days.Shown) -> bool:
    """True for an event of which only the month is known, where its month lies in what is shown."""
    first, last = (shown.day.replace(day=1), shown.following - timedelta(days=1)) if shown.view == "month" else (
        shown.first, shown.last)
    return event.starts_on <= last and event.ends_on >= first


def _holidays(first: date, last: date) -> dict[date, list[tuple[str, str]]]:
    """Per day (kind, words) of what is closed where, as "Qingming (China)": the places of one holiday on one line; and where
    people work at a weekend."""
    places: dict[tuple[date, str, str, bool], list[str]] = {}
    for code in calendar_codes():
        for year in range(first.year, last.year + 1):
            for item in calendar_year(code, year):
                if first <= item.day <= last:
                    places.setdefault((item.day, item.kind, item.name, item.estimated), []).append(code)
    found: dict[date, list[tuple[str, str]]] = {}
    for (day, kind, name, estimated), codes in places.items():
        where = ", ".join(filter(None, (queries.calendar_places(codes), _("estimated") if estimated else "")))
        said = f"{name} ({where})" if kind == "holiday" else _("Working day (%(places)s)", places=where)
        found.setdefault(day, []).append((kind, said))
    return found


def _day_asked(today: date) -> date:
    """The day of the address, or the first one of its month as 2027-06; today for anything else."""
    for text in (request.args.get("day"), f"{request.args.get('month', '')}-01"):
        try:
            asked = date.fromisoformat(text or "")
            # The weeks around it must be dates too.
            return asked if 1900 <= asked.year <= 2200 else today
        except ValueError:
            continue
    return today
