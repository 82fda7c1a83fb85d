"""The list of events by month, and the calendar page."""

from calendar import Calendar
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby

from flask import render_template, request
from flask_babel import gettext as _

from outreach.catalogue.queries import calendar_label, calendar_year
from outreach.db import paginate, today_in
from outreach.events import queries
from outreach.events.forms import FilterForm
from outreach.events.models import KINDS, STATES, Event
from outreach.events.views import blueprint
from outreach.events.views.showing import weekday
from outreach.i18n import formats
from outreach.web import access


@blueprint.get("/events/")
@access.staff
def index():
    """Events by month, those to come unless others are asked for, behind the filters of the address."""
    viewer = access.viewer()
    form = _filter(viewer)
    today = today_in(viewer.time_zone)
    wanted = _wanted(form)
    spans = {"coming": replace(wanted, since=today), "past": replace(wanted, before=today), "all": wanted}
    # A year holds its own past.
    when = "all" if wanted.year else request.args.get("when") if request.args.get("when") in spans else "coming"
    page = paginate(queries.filtered_events(viewer, spans[when]), request.args.get("page"))
    months = [
        (first, list(events)) for first, events in groupby(page.items, lambda event: event.starts_on.replace(day=1))
    ]
    words = {"coming": _("To come"), "past": _("Past"), "all": _("All")}
    times = [(key, words[key], queries.count_events(viewer, span)) for key, span in spans.items()]
    return render_template(
        "events/index.html",
        page=page,
        months=months,
        filter=form,
        filtered=any(_used(form)),
        today=today,
        when=when,
        times=times,
        labels=queries,
        keep={key: value for key, value in request.args.items() if key not in ("when", "page")},
    )


@blueprint.get("/events/calendar")
@access.staff
def calendar():
    """One month as a table of weeks, each day with the events that touch it."""
    viewer = access.viewer()
    form = _filter(viewer)
    today = today_in(viewer.time_zone)
    first = _month_asked(request.args.get("month"), today)
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    wanted = _wanted(form)
    events = [
        event for event in queries.events_between(viewer, weeks[0][0], weeks[-1][-1]) if _fits(event, wanted, viewer)
    ]
    known = [event for event in events if event.days_known]
    days = {day: bars for week in weeks for day, bars in _bars(week, known).items()}
    return render_template(
        "events/calendar.html",
        first=first,
        weeks=weeks,
        days=days,
        today=today,
        filter=form,
        events=known,
        undated=[
            event
            for event in events
            if not event.days_known and event.starts_on.month <= first.month <= event.ends_on.month
        ],
        previous=(first - timedelta(days=1)).replace(day=1),
        following=(first + timedelta(days=31)).replace(day=1),
        keep={key: value for key, value in request.args.items() if key != "month"},
        labels=queries,
        weekday=weekday,
        holidays=_holidays(weeks[0][0], weeks[-1][-1]),
    )


def _bars(week: list[date], events: list[Event]) -> dict[date, list[Event | None]]:
    """Per day the events from top to bottom; over the week each keeps its line, so None stands where a line is free."""
    lines: list[dict[date, Event]] = []
    for event in sorted(events, key=lambda item: (item.starts_on, -(item.ends_on - item.starts_on).days, item.id)):
        touched = [day for day in week if event.starts_on <= day <= event.ends_on]
        if not touched:
            continue
        line = next((line for line in lines if not any(day in line for day in touched)), None)
        if line is None:
            lines.append(line := {})
        line.update(dict.fromkeys(touched, event))
    found = {day: [line.get(day) for line in lines] for day in week}
    for bars in found.values():
        while bars and bars[-1] is None:
            bars.pop()
    return found


def _holidays(first: date, last: date) -> dict[date, list[str]]:
    """What is closed where, as "Qingming (China)": the places of one holiday on one line."""
    places: dict[tuple[date, str], list[str]] = {}
    for code in ("CN", "DE-BY", "GB-ENG", "KR"):
        for year in {first.year, last.year}:
            for item in calendar_year(code, year):
                if first <= item.day <= last and item.kind == "holiday":
                    places.setdefault((item.day, item.name), []).append(str(calendar_label(code)))
    found: dict[date, list[str]] = {}
    for (day, name), where in places.items():
        found.setdefault(day, []).append(f"{name} ({', '.join(where)})")
    return found


def _fits(event: Event, wanted: queries.EventFilter, viewer) -> bool:
    """True where the event passes the filters that the calendar shares with the list."""
    return ((not wanted.country or event.country == wanted.country) and (not wanted.kind or event.kind == wanted.kind)
            and (not wanted.state or event.state == wanted.state)
            and (not wanted.mine or any(member.user_id == viewer.id for member in event.team)))


def _month_asked(text: str | None, today: date) -> date:
    """The first day of the month written as 2027-06; of this month for anything else."""
    try:
        asked = date.fromisoformat(f"{text}-01")
        # The weeks around it must be dates too.
        return asked if 1900 <= asked.year <= 2200 else today.replace(day=1)
    except ValueError:
        return today.replace(day=1)


def _filter(viewer) -> FilterForm:
    form = FilterForm(request.args)
    everything = [("", _("All"))]
    form.year.choices = everything + [(year, str(year)) for year in queries.event_years(viewer)]
    form.country.choices = everything + [(code, formats.country(code)) for code in queries.event_countries(viewer)]
    form.kind.choices = everything + [(code, queries.KIND_LABELS[code]) for code in KINDS]
    form.state.choices = everything + [(code, queries.STATE_LABELS[code]) for code in STATES]
    return form


def _used(form: FilterForm) -> list:
    return [form.year.data, form.country.data, form.kind.data, form.state.data, form.mine.data]


def _wanted(form: FilterForm) -> queries.EventFilter:
    return queries.EventFilter(form.year.data or None, form.country.data or None, form.kind.data or None,
                               form.state.data or None, bool(form.mine.data))
