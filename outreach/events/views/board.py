"""The planning board: of one roadshow or event, and of everything that is planned."""

from datetime import date, time, timedelta

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from outreach.activity import Actor
from outreach.catalogue.queries import setting
from outreach.db import db, today_in, transaction
from outreach.db.time import nearest_possible
from outreach.errors import NotFound, Refused
from outreach.events import queries
from outreach.events.forms.board import KeepForm, MoveForm
from outreach.events.models import Event, KeptWarning
from outreach.events.queries import clocks
from outreach.events.queries.board import MOST_WEEKS, make_board, next_planned, planned_events, roadshow_events
from outreach.events.services import planning
from outreach.events.views import blueprint
from outreach.events.views.showing import record_page, warned, weekday
from outreach.i18n import current_language
from outreach.web import access, doors
from outreach.web.converters import record_key
from outreach.web.once import once
from outreach.web.page import CLOCKS

_WEEK = timedelta(days=7)


@blueprint.get("/events/<int:event_id>/board")
@access.staff
def board(event_id: int):
    """The board of a roadshow: its legs and ways, its people, the clocks of a day."""
    return _page(queries.get_event(access.viewer(), event_id))


def _page(event: Event, keep_form: KeepForm | None = None, move_form: MoveForm | None = None):
    viewer = access.viewer()
    legs = roadshow_events(viewer, event)
    known = [leg for leg in legs if leg.days_known] or [event]
    first = _monday(nearest_possible(min(leg.starts_on for leg in known)))
    last = nearest_possible(max(leg.ends_on for leg in known))
    weeks = min(MOST_WEEKS, max(3, (last - first).days // 7 + 1))
    first, last = _asked_span(first, weeks)
    laid = make_board(legs, first, last, roadshow=event if legs != [event] else None)
    return record_page(
        event, "events.board", tab_title=_("Planning board"), board=laid, legs=legs,
        **warned(event, legs, keep_form), move_form=move_form or MoveForm(formdata=None),
        form=keep_form or move_form, weekday=weekday, today=today_in(viewer.time_zone), roadshow=event if event.legs else None,
        earlier=first - _WEEK, later=first + _WEEK, **_clock_parts([leg.time_zone for leg in legs], known[0].starts_on))


@blueprint.get("/events/planning")
@access.staff
def planning_board():
    """Everything that is planned over some weeks, with all people who go, and the four clocks of a day."""
    viewer = access.viewer()
    today = today_in(viewer.time_zone)
    weeks = min(MOST_WEEKS, max(1, int(request.args["weeks"]))) if request.args.get("weeks", "").isdecimal() else 6
    first, last = _asked_span(_monday(today), weeks)
    events = planned_events(viewer, first, last)
    return render_template(
        "events/planning_board.html", board=make_board(events, first, last, everybody=True), labels=queries, today=today,
        weekday=weekday,
        weeks=weeks, earlier=first - _WEEK * weeks, later=first + _WEEK * weeks,
        roadshow=None, next_event=None if events else next_planned(viewer, last),
        **_clock_parts([event.time_zone for event in events], max(today, first)))


@blueprint.post("/events/<int:event_id>/legs/order")
@access.writers
def order_legs(event_id: int):
    """The order of the legs, by the numbers typed or dragged."""
    viewer = access.viewer()
    places = {key: int(value) for name, value in request.form.items()
              if (key := record_key(name.removeprefix("place-"))) and value.strip().isdecimal() and len(value) < 6}
    typed = [value.strip() for name, value in request.form.items() if name.startswith("place-") and value.strip()]
    if len(places) < len(typed):
        flash(_("Places are numbers from 1. What is none was left out."), "warn")
    with transaction():
        planning.order_legs(Actor.of(viewer), queries.get_event(viewer, event_id), places)
    return redirect(url_for("events.board", event_id=event_id) + "#legs")


@blueprint.post("/events/<int:event_id>/move")
@access.writers
def move(event_id: int):
    """Move an event or a leg by days; back to the board from which it was asked."""
    viewer, form = access.viewer(), MoveForm()
    event = queries.get_event(viewer, event_id)
    whole = event.parent_id or event.id
    if form.validate_on_submit():
        try:
            moved = once(Event, lambda: planning.move_event(
                Actor.of(viewer), queries.get_event(viewer, event_id), form.days.data))
            flash(_("%(event)s takes place %(days)s now", event=moved.title.shown(current_language().code).text,
                    days=queries.span_of(moved)))
            return redirect(url_for("events.board", event_id=whole) + "#legs")
        except Refused as refused:
            form.fail("days", refused.message)
    return _page(queries.get_event(viewer, whole), move_form=form), 422


@blueprint.post("/events/<int:event_id>/warnings")
@access.writers
def keep_warning(event_id: int):
    """Let a warning stand, with the reason."""
    viewer, form = access.viewer(), KeepForm()
    event = queries.get_event(viewer, event_id)
    if form.validate_on_submit():
        found = next((item for item in queries.warnings_of(event) if item.key == form.key.data), None)
        if found is None:
            flash(_("The plan has changed meanwhile; this warning is gone"))
            return redirect(_back(event_id))
        with transaction():
            planning.keep_warning(Actor.of(viewer), queries.get_event(viewer, event_id), viewer, found.key, found.fact,
                                  form.reason.data)
        return redirect(_back(event_id))
    return _page(event, keep_form=form), 422


@blueprint.post("/events/<int:event_id>/warnings/<int:kept_id>/raise")
@access.writers
def raise_warning(event_id: int, kept_id: int):
    """Warn again about what was kept."""
    viewer = access.viewer()
    with transaction():
        kept = db.session.get(KeptWarning, kept_id)
        if kept is None or kept.event_id != queries.get_event(viewer, event_id).id:
            raise NotFound("unknown_warning", _("This warning is not kept any more"))
        planning.raise_warning_again(Actor.of(viewer), kept)
    return redirect(_back(event_id))


def _back(event_id: int) -> str:
    """The tab from which a warning was kept, else the board."""
    tab = request.form.get("back", "")
    return url_for(tab if doors.record_tab.get(tab) else "events.board", event_id=event_id)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _asked_span(first: date, weeks: int) -> tuple[date, date]:
    """The inclusive days of the board: from ?from= where it names a day, else from `first`."""
    asked = _asked_day("from")
    first = _monday(asked) if asked else first
    return first, first + _WEEK * weeks - timedelta(days=1)


def _asked_day(name: str) -> date | None:
    try:
        day = date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
    # The weeks around it must be dates too.
    return day if 1900 <= day.year <= 2200 else None


def _clock_parts(zones: list[str], day: date) -> dict:
    """What the clocks of a day are drawn from: strips, hours shared by all and by any two; by the reader's zone."""
    day = _asked_day("day") or nearest_possible(day)
    reader = access.viewer().time_zone
    begin, end = setting("office_hours_start"), setting("office_hours_end")
    if begin >= end:
        begin = time(0)
    # The reader's own first, then those of the plan, and always the house's four.
    shown = list(dict.fromkeys([*list(dict.fromkeys([reader, *zones]))[:4], *CLOCKS]))
    return {
        "day": day, "clock_zones": shown, "reader": reader, "working": (begin, end),
        "strips": [clocks.strip(zone, reader, day, begin, end) for zone in shown],
        "closed": {zone: why for zone in shown if (why := clocks.closed_on(zone, day))},
        "by_all": clocks.shared_by_all(shown, reader, day, begin, end),
        "pairs": {(one, other): clocks.shared_hours(one, other, day, begin, end)
                  for one in shown for other in shown if one != other},
    }
