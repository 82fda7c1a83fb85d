"""People from outside in the meeting planner: wishes for several at once, and whether and when somebody can."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from outreach.accounts.models import User
from outreach.accounts.queries import staff_users
from outreach.activity import Actor
from outreach.contacts.models import Person
from outreach.contacts.queries import get_person
from outreach.contacts.services import named_record
from outreach.db import db, transaction
from outreach.errors import Refused
from outreach.events import queries
from outreach.events.forms.attendees import PersonForm, SeveralForm, days_of, hours_form, hours_of
from outreach.events.queries import counterparts
from outreach.events.queries import meetings as meeting_queries
from outreach.events.queries import wishes as asked
from outreach.events.services import attendees as services
from outreach.events.services.wishes import want_meeting
from outreach.events.views import blueprint
from outreach.events.views.wishes import _page
from outreach.web import access
from outreach.web.edits import edited


@blueprint.route("/events/<int:event_id>/planner/several", methods=["GET", "POST"])
@access.writers
def want_several(event_id: int):
    """Tick people of the visiting plan, of the event's log or of a search, and want meetings with all of them."""
    viewer = access.viewer()
    event = queries.get_event(viewer, event_id)
    source, q = request.args.get("source", ""), request.args.get("q", "")[:200]
    if source not in counterparts.SOURCES:
        source = "search" if q else "visits" if counterparts.of_visits(viewer, event) else "event"
    found, count = counterparts.candidates(viewer, event, source, q)
    form = SeveralForm(people=staff_users(), viewer_id=viewer.id, by_plan=source == "visits")
    if form.validate_on_submit():
        ticked = [one for one in found if one.person.id in (form.person.data or ())]
        if ticked:
            with transaction():
                event, actor, before = queries.get_event(viewer, event_id), Actor.of(viewer), asked.count_wishes(event)
                us = db.session.get(User, form.user_id.data) if form.user_id.data else None
                for one in ticked:
                    want_meeting(actor, event, us or one.of_ours or viewer, one.person, form.priority.data, source)
                added = asked.count_wishes(event) - before
            flash(ngettext("%(num)s wish entered", "%(num)s wishes entered", added))
            return redirect(url_for("events.meeting_planner", event_id=event_id) + "#wishes")
        form.fail("person", _("Tick at least one person"))
    wanted = {key for wish in asked.wishes_of(event) for key in (wish.person_id, wish.other_person_id)}
    page = render_template("events/meeting_several.html", event=event, form=form, found=found, count=count, source=source, q=q,
                           wanted=wanted)
    return page, 422 if form.errors else 200


@blueprint.post("/events/<int:event_id>/planner/people")
@access.writers
def open_attendee(event_id: int):
    """Find somebody whose hours or languages are to be entered."""
    form = PersonForm()
    if form.validate_on_submit():
        try:
            found = named_record(form.outside.data)
            if isinstance(found, Person):
                return redirect(url_for("events.meeting_attendee", event_id=event_id, person_id=found.id))
            form.fail("outside", _("This is an organisation. Choose a person."))
        except Refused as refused:
            form.fail("outside", refused.message)
    return _page(queries.get_event(access.viewer(), event_id), person_form=form)


@blueprint.route("/events/<int:event_id>/planner/people/<int:person_id>", methods=["GET", "POST"])
@access.writers
def meeting_attendee(event_id: int, person_id: int):
    """When somebody from outside can, and between which languages they interpret."""
    viewer = access.viewer()
    event, person = queries.get_event(viewer, event_id), get_person(viewer, person_id)
    row = asked.attendees_of(event).get(person_id)
    form = edited(lambda **data: hours_form(event, row, **data), row is not None)
    if form.validate_on_submit():
        try:
            if not any(form[f"can_{day}"].data for day in days_of(event)):
                raise Refused("no_day", _("Tick a day, or say below that this person does not come"),
                              field=f"can_{event.starts_on}")
            with transaction():
                services.save_attendee(
                    Actor.of(viewer), queries.get_event(viewer, event_id), get_person(viewer, person_id),
                    {"hours": hours_of(form, event), "speaks": form.speaks.data},
                    version=form.opened_with)
            flash(_("%(name)s is saved", name=person.label))
            return redirect(url_for("events.meeting_planner", event_id=event_id) + "#outside")
        except Refused as refused:
            form.refuse(refused, "speaks")
    meetings = [one for one in meeting_queries.meetings_of(event) if person_id == one.interpreter_person_id or any(
        part.person_id == person_id for part in one.participants)]
    page = render_template("events/meeting_attendee.html", event=event, person=person, row=row, form=form, days=days_of(event),
                           meetings=meetings, asked=meeting_queries)
    return page, form.status


@blueprint.post("/events/<int:event_id>/planner/people/<int:person_id>/drop")
@access.writers
def drop_attendee(event_id: int, person_id: int):
    """Somebody from outside does not come: their meetings fall."""
    viewer = access.viewer()
    with transaction():
        person = get_person(viewer, person_id)
        count = services.drop_out(Actor.of(viewer), queries.get_event(viewer, event_id), person, request.form.get("reason", ""))
    flash(ngettext("%(name)s does not come; %(num)s meeting is cancelled", "%(name)s does not come; %(num)s meetings are cancelled",
                   count, name=person.label))
    return redirect(url_for("events.meeting_planner", event_id=event_id))
