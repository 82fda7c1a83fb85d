"""The page of the targets at an event, one stop, and the visiting plan for print."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from outreach.activity import Actor
from outreach.db import now, to_zone, transaction
from outreach.errors import Refused
from outreach.events import queries
from outreach.events.forms.visits import AddVisitsForm, AssignForm, MatchForm, ResultForm, VisitForm
from outreach.events.models import Event, TargetVisit
from outreach.events.queries import visits as stops
from outreach.events.services import visits as services
from outreach.events.views import blueprint
from outreach.events.views.showing import record_page
from outreach.i18n import LANGUAGES, current_language, in_language
from outreach.targets import queries as targets
from outreach.web import access
from outreach.web.converters import record_key
from outreach.web.edits import edited


@blueprint.get("/events/<int:event_id>/visits")
@access.staff
def visits(event_id: int):
    """Which targets exhibit, where, who goes, and what came of it."""
    return _page(queries.get_event(access.viewer(), event_id))


def _page(event: Event, add_form: AddVisitsForm | None = None, assign_form: AssignForm | None = None,
          refused: dict[str, str] | None = None) -> str:
    viewer = access.viewer()
    everything = stops.visits_of(event)
    member = request.args.get("member", type=int)
    shown = [visit for visit in everything if member is None or (visit.member_id or 0) == member]
    words = request.values.get("find", "").replace("\x00", "").strip()[:100]
    begun = to_zone(now(), event.time_zone).date() >= event.starts_on
    return record_page(
        event, "events.visits", tab_title=_("Targets"), all_visits=everything, stretches=stops.stretches(shown),
        shown=shown, member=member, words=stops, targets=targets, fresh_since=targets.fresh_since(), begun=begun,
        clashing=stops.same_time(everything), disordered=stops.out_of_order(everything), find=words, refused=refused or {},
        missing=[visit for visit in everything if not visit.visited] if begun else [],
        proposals=stops.proposed(viewer, event, words) if viewer.role in access.WRITERS else [],
        form=add_form or assign_form, add_form=add_form or AddVisitsForm(None),
        assign_form=assign_form or AssignForm(None, event=event))


@blueprint.post("/events/<int:event_id>/visits/add")
@access.writers
def add_visits(event_id: int):
    """Bring the ticked targets to the event."""
    viewer, form = access.viewer(), AddVisitsForm()
    event = queries.get_event(viewer, event_id)
    chosen = [targets.get_target(viewer, key) for key in map(record_key, request.form.getlist("target")) if key is not None]
    if form.validate():
        if not chosen:
            form.fail("targets", _("Tick at least one target"))
        else:
            with transaction():
                added = services.add_visits(Actor.of(viewer), event, chosen, source=form.source.data,
                                            known_on=form.known_on.data)
            flash(ngettext("%(num)s target added", "%(num)s targets added", len(added)))
            return redirect(url_for("events.visits", event_id=event_id))
    return _page(event, add_form=form), 422


@blueprint.post("/targets/<int:target_id>/events")
@access.writers
def match_target(target_id: int):
    """Note at which event a target exhibits; the form stands on the target's page."""
    viewer = access.viewer()
    target = targets.get_target(viewer, target_id)
    form = MatchForm(events=stops.matchable(viewer, target), language=current_language().code, prefix="m-")
    if form.validate():
        try:
            with transaction():
                event = queries.get_event(viewer, form.event_id.data)
                services.add_visits(Actor.of(viewer), event, [target], **{
                    name: form[name].data for name in ("hall", "booth", "source", "known_on")})
            flash(_("%(name)s stands among the targets of %(event)s", name=target.label,
                    event=event.title.shown(current_language().code).text))
            return redirect(url_for("targets.detail", target_id=target_id) + "#fairs")
        except Refused as refused:
            form.fail(refused.field if refused.field in form else "event_id", refused.message)
    return render_template("events/match.html", target=target, form=form), 422


@blueprint.post("/events/<int:event_id>/visits/assign")
@access.writers
def assign_visits(event_id: int):
    """Give the ticked stops to a member of the team, a day, or both."""
    viewer = access.viewer()
    event = queries.get_event(viewer, event_id)
    form = AssignForm(event=event)
    ids = [key for key in map(record_key, request.form.getlist("visit")) if key]
    if form.validate():
        chosen = [visit for visit in stops.visits_of(event) if visit.id in ids]
        if not chosen:
            form.fail("member_id", _("Tick at least one stop"))
        elif not form.values():
            form.fail("member_id", _("Choose who goes, or a day"))
        else:
            with transaction():
                count = services.assign_visits(Actor.of(viewer), chosen, form.values())
            flash(ngettext("%(num)s stop is planned", "%(num)s stops are planned", count))
            return redirect(url_for("events.visits", event_id=event_id, member=request.args.get("member", type=int)))
    return _page(event, assign_form=form), 422


@blueprint.post("/events/<int:event_id>/visits/order")
@access.writers
def order_visits(event_id: int):
    """Save the numbers that were typed in front of the stops; an empty one lets hall and booth decide."""
    viewer = access.viewer()
    event = queries.get_event(viewer, event_id)
    places: dict[int, int | None] = {}
    refused: dict[str, str] = {}
    for name, text in request.form.items():
        key, text = name.removeprefix("place-"), text.strip()
        if name.startswith("place-") and record_key(key):
            if text and not (text.isdecimal() and 0 < int(text[:9]) < 1000):
                refused[key] = text
            places[int(key)] = int(text) if text.isdecimal() else None
    if refused:
        return _page(event, refused=refused), 422
    with transaction():
        services.order_visits(Actor.of(viewer), event, places)
    flash(_("The order is saved"))
    return redirect(url_for("events.visits", event_id=event_id, member=request.args.get("member", type=int)))


@blueprint.route("/events/<int:event_id>/visits/<int:visit_id>", methods=["GET", "POST"])
@access.writers
def visit(event_id: int, visit_id: int):
    """One stop: where it is, who goes when, and what came of it."""
    row = stops.get_visit(access.viewer(), event_id, visit_id)
    form = _stop_form(row)
    if form.validate_on_submit():
        try:
            with transaction():
                services.edit_visit(Actor.of(access.viewer()), row, form.values(), form.opened_with)
            flash(_("The stop is saved"))
            return redirect(url_for("events.visits", event_id=event_id))
        except Refused as refused:
            form.refuse(refused, "hall")
    return _stop_page(row, form=form), form.status


def _stop_form(row: TargetVisit, **kind) -> VisitForm:
    def make(**data) -> VisitForm:
        form = VisitForm(event=row.event, **{**kind, **data})
        if not form.is_submitted():
            form.fill(row)
        return form
    return edited(make)


def _result_form(row: TargetVisit, **kind) -> ResultForm:
    def make(**data) -> ResultForm:
        form = ResultForm(**{**kind, **data})
        if not form.is_submitted():
            form.fill(row, access.viewer().language)
        return form
    return edited(make)


@blueprint.post("/events/<int:event_id>/visits/<int:visit_id>/result")
@access.writers
def note_result(event_id: int, visit_id: int):
    """What came of the visit."""
    row = stops.get_visit(access.viewer(), event_id, visit_id)
    form = _result_form(row)
    if form.validate():
        try:
            with transaction():
                services.note_result(Actor.of(access.viewer()), row, form.result.data, form.note.data or "",
                                     form.note_language.data, version=form.opened_with)
            flash(_("The result is noted"))
            return redirect(url_for("events.visits", event_id=event_id))
        except Refused as refused:
            form.refuse(refused, "result")
    return _stop_page(row, result_form=form), form.status


@blueprint.post("/events/<int:event_id>/visits/<int:visit_id>/remove")
@access.writers
def remove_visit(event_id: int, visit_id: int):
    """The target does not exhibit there after all."""
    row = stops.get_visit(access.viewer(), event_id, visit_id)
    name = row.target.label
    with transaction():
        services.remove_visit(Actor.of(access.viewer()), row)
    flash(_("%(name)s is no longer among the targets of the event", name=name))
    return redirect(url_for("events.visits", event_id=event_id))


@blueprint.get("/events/<int:event_id>/visits/plan")
@access.staff
def visiting_plan(event_id: int):
    """The plan of one member of the team for print, in that member's language; without one the plan of all."""
    viewer = access.viewer()
    event = queries.get_event(viewer, event_id)
    member = next((row for row in event.team if row.id == request.args.get("member", type=int)), None)
    code = request.args.get("lang", "")
    if code not in LANGUAGES:
        code = member.user.language if member else viewer.language
    mine = stops.visits_of(event, member.id if member else None)
    with in_language(code):
        return render_template(
            "events/visiting_plan.html", event=event, member=member, stretches=stops.stretches(mine), count=len(mine),
            disordered=stops.out_of_order(mine),
            labels=queries, targets=targets, fresh_since=targets.fresh_since(), made_at=now(), event_zone=event.time_zone)


def _stop_page(row: TargetVisit, form: VisitForm | None = None, result_form: ResultForm | None = None) -> str:
    return record_page(
        row.event, "events.visit", visit=row, visit_form=form or _stop_form(row, formdata=None), form=result_form or form,
        result_form=result_form or _result_form(row, formdata=None), words=stops, targets=targets,
        fresh_since=targets.fresh_since(), tab_title=row.target.label)
