"""The meeting planner: wishes, settings, a run with its progress, and proposals that are taken over."""

from datetime import date

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from outreach.accounts.models import User
from outreach.accounts.queries import staff_users
from outreach.activity import Actor
from outreach.contacts.models import Person
from outreach.contacts.services import named_record
from outreach.db import db, transaction
from outreach.errors import Refused
from outreach.events import queries
from outreach.events.forms.attendees import PersonForm
from outreach.events.forms.wishes import PlanForm, WishForm, settings_form, settings_of
from outreach.events.models import Event, MeetingPlan, MeetingWish
from outreach.events.queries import meetings as meeting_queries
from outreach.events.queries import wishes as asked
from outreach.events.services import planner, schedules
from outreach.events.services import wishes as services
from outreach.events.views import blueprint
from outreach.events.views.showing import record_page
from outreach.web import access
from outreach.web.converters import record_key
from outreach.web.edits import edited


@blueprint.get("/events/<int:event_id>/planner")
@access.staff
def meeting_planner(event_id: int):
    """Wishes with what became of each, settings, the last run and its proposals."""
    return _page(queries.get_event(access.viewer(), event_id))


def _page(event: Event, wish_form: WishForm | None = None, plan_form: PlanForm | None = None,
          person_form: PersonForm | None = None, refused: str = ""):
    plan, meetings, found = asked.plan_of(event), meeting_queries.meetings_of(event), asked.wishes_of(event)
    form = next((one for one in (wish_form, plan_form, person_form) if one is not None and one.errors), None)
    attendees, of_wish = asked.attendees_of(event), asked.meetings_by_wish(meetings, found)
    page = record_page(
        event, "events.meeting_planner", tab_title=_("Meeting planner"), plan=plan, asked=asked, refused=refused, form=form,
        wishes=[(wish, next(iter(of_wish[wish.id]), None), asked.answer(of_wish[wish.id], wish)) for wish in found],
        reopened=asked.reopened(meetings, found), left=asked.left_by_cancelled_legs(event), attendees=attendees,
        outsiders=asked.people_of(found, attendees), to_day=date.fromisoformat,
        changes=asked.changes_of_run(event, plan), meeting_queries=meeting_queries, proposals=asked.proposals_of(event),
        installed=planner.available(), tables=meeting_queries.tables_of(event),
        wish_form=wish_form or WishForm(formdata=None, people=staff_users(), viewer_id=access.viewer().id),
        person_form=person_form or PersonForm(formdata=None),
        plan_form=plan_form or settings_form(
            asked.venue_pairs(event), asked.speakers_of(event), plan, asked.usual(event), formdata=None))
    return page, plan_form.status if plan_form is not None else 422 if refused or form is not None else 200


@blueprint.post("/events/<int:event_id>/planner/wishes")
@access.writers
def add_wish(event_id: int):
    """Enter a wish."""
    viewer, form = access.viewer(), WishForm(people=staff_users())
    if form.validate_on_submit():
        try:
            with transaction():
                us = db.session.get(User, form.user_id.data) if form.user_id.data else None
                one, whom = _person(form, "other") if form.other.data else us, _person(form, "who")
                if one is None:
                    raise Refused("nobody_of_ours", _("Choose who of us, or another contact"), field="user_id")
                services.want_meeting(Actor.of(viewer), queries.get_event(viewer, event_id), one, whom, form.priority.data,
                                      companion=us if one is not us else None)
            return redirect(url_for("events.meeting_planner", event_id=event_id) + "#wishes")
        except Refused as refused:
            form.fail(refused.field if refused.field in form else "who", refused.message)
    return _page(queries.get_event(viewer, event_id), wish_form=form)


def _person(form: WishForm, name: str) -> Person:
    try:
        found = named_record(form[name].data)
    except Refused as refused:
        raise Refused(refused.code, refused.message, field=name) from None
    if not isinstance(found, Person):
        raise Refused("no_person", _("This is an organisation. Choose a person."), field=name)
    return found


@blueprint.post("/events/<int:event_id>/planner/wishes/<int:wish_id>/remove")
@access.writers
def remove_wish(event_id: int, wish_id: int):
    """Take a wish away."""
    viewer = access.viewer()
    with transaction():
        wish = meeting_queries.get_row(MeetingWish, queries.get_event(viewer, event_id), wish_id)
        services.remove_wish(Actor.of(viewer), wish)
    return redirect(url_for("events.meeting_planner", event_id=event_id) + "#wishes")


@blueprint.post("/events/<int:event_id>/planner/wishes/<int:wish_id>/again")
@access.writers
def ask_wish_again(event_id: int, wish_id: int):
    """Let a wish be planned again though its meeting was declined."""
    viewer = access.viewer()
    with transaction():
        wish = meeting_queries.get_row(MeetingWish, queries.get_event(viewer, event_id), wish_id)
        services.ask_again(Actor.of(viewer), wish)
    return redirect(url_for("events.meeting_planner", event_id=event_id) + "#wishes")


@blueprint.post("/events/<int:event_id>/planner/take-over")
@access.writers
def take_wishes_over(event_id: int):
    """Want here what is left of cancelled legs of the same roadshow."""
    viewer = access.viewer()
    with transaction():
        count = services.take_over(Actor.of(viewer), queries.get_event(viewer, event_id))
    flash(_("Wanted meetings taken over: %(count)s", count=count))
    return redirect(url_for("events.meeting_planner", event_id=event_id) + "#wishes")


@blueprint.post("/events/<int:event_id>/planner/settings")
@access.writers
def save_plan(event_id: int):
    """Keep how the days are cut, the ways between venues, and what our people speak."""
    viewer = access.viewer()
    event = queries.get_event(viewer, event_id)
    pairs = asked.venue_pairs(event)
    form = edited(lambda **data: settings_form(
        pairs, asked.speakers_of(event), asked.plan_of(event), asked.usual(event), **data))
    if form.validate_on_submit():
        try:
            with transaction():
                services.save_plan(Actor.of(viewer), queries.get_event(viewer, event_id), settings_of(form, pairs),
                                   version=form.opened_with)
            flash(_("The settings are saved"))
            return redirect(url_for("events.meeting_planner", event_id=event_id))
        except Refused as refused:
            form.refuse(refused, "day_from")
    return _page(queries.get_event(viewer, event_id), plan_form=form)


@blueprint.post("/events/<int:event_id>/planner/<any(start, stop):what>")
@access.writers
def run_planner(event_id: int, what: str):
    """Begin a run, or end the one that is under way with what it has."""
    viewer = access.viewer()
    try:
        with transaction():
            event = queries.get_event(viewer, event_id)
            plan: MeetingPlan | None = asked.plan_of(event)
            if what == "start":
                schedules.start(Actor.of(viewer), event)
            elif plan is not None:
                schedules.ask_to_stop(plan)
    except Refused as refused:
        return _page(queries.get_event(viewer, event_id), refused=refused.message)
    return redirect(url_for("events.meeting_planner", event_id=event_id))


@blueprint.post("/events/<int:event_id>/planner/accept")
@access.writers
def accept_proposals(event_id: int):
    """Confirm the proposals that were ticked, or with `all` every one."""
    viewer = access.viewer()
    ticked = set(map(record_key, request.form.getlist("meeting")))
    with transaction():
        event = queries.get_event(viewer, event_id)
        count = schedules.accept(Actor.of(viewer), event, None if "all" in request.form else ticked)
    flash(_("Confirmed: %(count)s", count=count))
    return redirect(url_for("events.meeting_planner", event_id=event_id))
