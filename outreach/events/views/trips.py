"""Trips: the list, one trip with its itinerary, the trips of an event, and the sheet of a traveller."""

from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from outreach.accounts.models import User
from outreach.accounts.queries import staff_users, unit_choices
from outreach.activity import Actor
from outreach.activity.queries import timeline
from outreach.db import db, now, paginate, today_in, transaction
from outreach.errors import NotFound, Refused
from outreach.events import queries
from outreach.events.forms.board import KeepForm
from outreach.events.forms.team import MemberForm
from outreach.events.forms.trips import TripFilterForm, TripForm
from outreach.events.models import Event, KeptWarning, Trip
from outreach.events.queries import trips as asked
from outreach.events.queries.warnings import warnings_of_trip
from outreach.events.services import planning
from outreach.events.services import trips as services
from outreach.events.views import blueprint
from outreach.events.views.showing import ENTRIES, record_page, warned
from outreach.i18n import LANGUAGES, current_language, in_language
from outreach.web import access
from outreach.web.converters import record_key
from outreach.web.edits import edited
from outreach.web.once import store
from outreach.web.page import panels


@blueprint.get("/events/trips")
@access.staff
def trips():
    """Trips by their first day, those to come unless others are asked for, behind the filters of the address."""
    viewer = access.viewer()
    today = today_in(viewer.time_zone)
    form, wanted = filtered(viewer)
    spans = {"coming": replace(wanted, since=today), "past": replace(wanted, before=today), "all": wanted}
    # A year holds its own past.
    when = "all" if wanted.year else request.args.get("when") if request.args.get("when") in spans else "coming"
    page = paginate(asked.filtered_trips(viewer, spans[when]), request.args.get("page"))
    words = {"coming": _("To come"), "past": _("Past"), "all": _("All")}
    return render_template(
        "events/trips.html", page=page, filter=form, filtered=wanted != asked.TripFilter(), today=today, when=when, asked=asked,
        times=[(key, words[key], asked.count_found(asked.filtered_trips(viewer, span))) for key, span in spans.items()],
        keep={field.name: request.args[field.name] for field in form if field.name in request.args})


def filtered(viewer) -> tuple[TripFilterForm, asked.TripFilter]:
    """The form of the filters, and what the address narrows the list by."""
    form = TripFilterForm(request.args, years=asked.trip_years(viewer), units=unit_choices(current_language().code),
                          users=staff_users())
    return form, asked.TripFilter(*(form[name].data or None for name in ("year", "unit", "person", "state")))


@blueprint.get("/events/trips/<int:trip_id>")
@access.staff
def trip(trip_id: int):
    """One trip: who travels, the itinerary by day, visas."""
    return trip_page(asked.get_trip(access.viewer(), trip_id))


def trip_page(stored: Trip, form: MemberForm | None = None, keep_form: KeepForm | None = None) -> str:
    """The page of one trip; a form that was refused is shown again with what was typed."""
    viewer = access.viewer()
    going = {one.user_id for one in stored.travellers}
    people = sorted(staff_users(), key=lambda user: user.id in going)
    items = asked.items_for(stored)
    opened, kept = queries.split_by_kept(warnings_of_trip(stored), queries.kept_warnings(stored))
    return render_template(
        "events/trip.html", opened=opened, kept=kept, keep_form=keep_form or KeepForm(formdata=None), tab="events.trip",
        trip=stored, asked=asked, labels=queries, form=form or MemberForm(users=people), refused=form,
        visas=[item for item in items if item.kind == "visa"], days=asked.by_day(items), today=today_in(viewer.time_zone),
        event_zone=stored.event.time_zone if stored.event else None, may_write=viewer.role in access.WRITERS,
        may_report=asked.may_report(viewer, stored), parts=panels("events.trip", stored),
        entries=list(db.session.scalars(timeline("trip", stored.id).limit(ENTRIES))))


@blueprint.route("/events/trips/new", methods=["GET", "POST"])
@access.writers
def new_trip():
    """A form for a trip, of an event where the address names one."""
    return _edited(None)


@blueprint.route("/events/trips/<int:trip_id>/edit", methods=["GET", "POST"])
@access.writers
def edit_trip(trip_id: int):
    """Change a trip."""
    return _edited(trip_id)


def _edited(trip_id: int | None):
    viewer = access.viewer()
    stored = asked.get_trip(viewer, trip_id) if trip_id is not None else None
    named = record_key(request.args.get("event"))
    event = None if stored or named is None else queries.get_event(viewer, named)
    form = edited(lambda **data: _filled(stored, event, **data), stored is not None)
    if form.validate_on_submit():
        def save() -> Trip:
            if trip_id is None:
                return services.create_trip(Actor.of(viewer), form.values())
            return services.edit_trip(Actor.of(viewer), asked.get_trip(viewer, trip_id), form.values(), version=form.opened_with)
        try:
            saved = store(Trip, save, new=stored is None)
            return redirect(url_for("events.trip", trip_id=saved.id))
        except Refused as refused:
            form.refuse(refused, "starts_on", title=f"title_{form.source.data}")
    if form.is_submitted():
        form.more()
    return render_template("events/trip_edit.html", trip=stored, event=event, form=form), form.status


def _filled(stored: Trip | None, event: Event | None, **data) -> TripForm:
    viewer = access.viewer()
    form = TripForm(trip=stored, events=asked.event_choices(viewer, stored.event_id if stored else event and event.id), **data)
    if not form.is_submitted():
        form.fill(viewer.language, event)
    return form


@blueprint.post("/events/trips/<int:trip_id>/travellers")
@access.writers
def add_traveller(trip_id: int):
    """Let somebody travel, or change role and days."""
    viewer, form = access.viewer(), MemberForm(users=staff_users())
    if form.validate_on_submit():
        try:
            with transaction():
                one = services.add_traveller(
                    Actor.of(viewer), asked.get_trip(viewer, trip_id), db.session.get(User, form.user_id.data),
                    form.role.data, form.from_on.data, form.until_on.data)
                said = _("%(name)s travels", name=one.label)
            flash(said)
            return redirect(url_for("events.trip", trip_id=trip_id) + "#travellers")
        except Refused as refused:
            form.fail(refused.field if refused.field in form else "user_id", refused.message)
    return trip_page(asked.get_trip(viewer, trip_id), form), 422


@blueprint.post("/events/trips/<int:trip_id>/travellers/<int:traveller_id>/remove")
@access.writers
def remove_traveller(trip_id: int, traveller_id: int):
    """Let somebody stay at home."""
    viewer = access.viewer()
    with transaction():
        one = asked.get_traveller(asked.get_trip(viewer, trip_id), traveller_id)
        name = one.label
        lost = services.remove_traveller(Actor.of(viewer), one)
    flash(ngettext("%(name)s does not travel; %(num)s booking was removed with it",
                   "%(name)s does not travel; %(num)s bookings were removed with it", lost, name=name) if lost
          else _("%(name)s does not travel any more", name=name))
    return redirect(url_for("events.trip", trip_id=trip_id) + "#travellers")


@blueprint.post("/events/trips/<int:trip_id>/warnings")
@access.writers
def keep_trip_warning(trip_id: int):
    """Let a warning stand, with the reason."""
    viewer, form = access.viewer(), KeepForm()
    stored = asked.get_trip(viewer, trip_id)
    if not form.validate_on_submit():
        return trip_page(stored, keep_form=form), 422
    found = next((item for item in warnings_of_trip(stored) if item.key == form.key.data), None)
    if found is None:
        flash(_("The plan has changed meanwhile; this warning is gone"))
    else:
        with transaction():
            planning.keep_warning(Actor.of(viewer), asked.get_trip(viewer, trip_id), viewer, found.key, found.fact,
                                  form.reason.data)
    return redirect(url_for("events.trip", trip_id=trip_id))


@blueprint.post("/events/trips/<int:trip_id>/warnings/<int:kept_id>/raise")
@access.writers
def raise_trip_warning(trip_id: int, kept_id: int):
    """Warn again about what was kept."""
    viewer = access.viewer()
    with transaction():
        stored, kept = asked.get_trip(viewer, trip_id), db.session.get(KeptWarning, kept_id)
        if kept is None or kept not in queries.kept_warnings(stored).values():
            raise NotFound("unknown_warning", _("This warning is not kept any more"))
        planning.raise_warning_again(Actor.of(viewer), kept)
    return redirect(url_for("events.trip", trip_id=trip_id))


@blueprint.get("/events/<int:event_id>/trips")
@access.staff
def event_trips(event_id: int):
    """The trips for an event, and who of its team is on none."""
    event = queries.get_event(access.viewer(), event_id)
    found = asked.trips_of(event)
    return record_page(event, "events.event_trips", tab_title=_("Trips"), trips=found, asked=asked, **warned(event, part="trip"),
                       waiting=asked.without_trip(event, found), today=today_in(access.viewer().time_zone))


@blueprint.post("/events/<int:event_id>/trips/from-team")
@access.writers
def trip_from_team(event_id: int):
    """Make a trip of those of the team who are on none yet."""
    viewer = access.viewer()
    try:
        with transaction():
            event = queries.get_event(viewer, event_id)
            made = services.trip_from_team(Actor.of(viewer), event, asked.without_trip(event, asked.trips_of(event)))
            made_id, count = made.id, len(made.travellers)
        flash(ngettext("The trip is planned for %(num)s person. Add what is booked.",
                       "The trip is planned for %(num)s people. Add what is booked.", count))
        return redirect(url_for("events.trip", trip_id=made_id))
    except Refused as refused:
        flash(refused.message)
        return redirect(url_for("events.event_trips", event_id=event_id))


@blueprint.get("/events/trips/<int:trip_id>/sheet")
@access.staff
def trip_sheet(trip_id: int):
    """The itinerary to print, of everybody or ?traveller=, in one of the four languages: ?lang=de."""
    stored = asked.get_trip(access.viewer(), trip_id)
    named = record_key(request.args.get("traveller"))
    one = None if named is None else asked.get_traveller(stored, named)
    lang = request.args.get("lang") if request.args.get("lang") in LANGUAGES else current_language().code
    items = asked.items_for(stored, one)
    with in_language(lang):
        return render_template(
            "events/trip_sheet.html", trip=stored, one=one, asked=asked, labels=queries, days=asked.by_day(items),
            visas=[item for item in items if item.kind == "visa"], home=(one.user if one else access.viewer()).time_zone,
            made_at=now())
