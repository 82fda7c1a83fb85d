"""Capturing a meeting at the booth: made for a phone in one hand."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from outreach.activity import Actor
from outreach.contacts.services import PersonValues, find_matches
from outreach.db import new_token, now, today_in, transaction
from outreach.errors import NotFound, Refused
from outreach.event_contacts import queries, services
from outreach.event_contacts.forms import CaptureForm
from outreach.event_contacts.models import EventContact
from outreach.event_contacts.services import Captured
from outreach.event_contacts.views.blueprint import blueprint
from outreach.events.models import Event
from outreach.events.queries import event_by_code, get_event
from outreach.web import access
from outreach.web.converters import record_key


@blueprint.route("/new", methods=["GET", "POST"])
@access.writers
def new():
    """The form, empty or with what was typed; sent twice it makes one contact."""
    viewer = access.viewer()
    event = _event(viewer)
    form = CaptureForm(events=queries.offered_events(viewer, event))
    if not form.is_submitted():
        _begin(form, viewer, event)
        return _page(form, event, 200)
    if event is None:
        form.fail("event", _("Choose the event at which you met."))
    elif form.validate():
        try:
            with transaction():
                done = services.capture(Actor.of(viewer), event, form.values(), form.client_key.data)
        except Refused as error:
            form.blame(error.field, str(error))
        else:
            return _after(done)
    return _page(form, event, 422)


@blueprint.get("/known")
@access.writers
def known():
    """A part of the form: stored people whom the typed name, mail or number may belong to."""
    typed = {name: request.args.get(name, "").replace("\x00", "").strip()[:300] for name in (
        "contact.name", "contact.email", "contact.phone", "organisation.name", "organisation.country")}
    values = PersonValues(
        typed["contact.name"], emails=[typed["contact.email"]] if typed["contact.email"] else [],
        phones=[("work", typed["contact.phone"])] if typed["contact.phone"] else [],
        organisation=typed["organisation.name"] or None, organisation_country=typed["organisation.country"][:2] or None)
    return render_template("event_contacts/known.html", matches=find_matches(values, 3) if values.full_name else [])


def _event(viewer) -> Event | None:
    """The event that was chosen; before that the one of the address, else the one of the viewer's team."""
    if request.method == "POST":
        return event_by_code(request.form.get("event", "")[:40])
    wanted = record_key(request.args.get("event"))
    if wanted is None:
        return queries.my_event(viewer)
    try:
        return get_event(viewer, wanted)
    except NotFound:
        return None


def _begin(form: CaptureForm, viewer, event: Event | None) -> None:
    """What a new form shows: a key of its own, the event, and today where the event runs."""
    form.client_key.data = new_token()
    form.notes_language.data = viewer.language
    if event is not None:
        form.event.data = event.code
        today = today_in(event.time_zone)
        form.met_on.data = today if event.starts_on <= today <= event.ends_on else None


def _page(form: CaptureForm, event: Event | None, status: int):
    newest = queries.newest_of(access.viewer(), event) if event else []
    return make_response(render_template(
        "event_contacts/new.html", form=form, event=event, newest=newest, labels=queries.RATING_LABELS, at=now(),
        doubtful=queries.doubtful_people(newest)), status)


def _after(done: Captured):
    """Say what became of the capture, and lead on to the next one or to the contact."""
    contact = done.contact
    again = url_for("event_contacts.new", event=contact.event_id)
    here = url_for("event_contacts.detail", contact_id=contact.id)
    if request.form.get("then") == "next":
        flash(Markup('{} <a href="{}">{}</a>').format(_verdict(done), here, _("Look at the contact")))
        return redirect(again)
    flash(Markup('{} <a href="{}">{}</a>').format(_verdict(done), again, _("Capture the next")))
    return redirect(here)


def _verdict(done: Captured) -> str:
    contact: EventContact = done.contact
    name = contact.person.label
    if not done.created:
        return _("%(name)s was stored before.", name=name)
    return {
        "same": _("Saved. We know %(name)s already.", name=name),
        "doubtful": _("Saved. %(name)s may be somebody we know.", name=name),
    }.get(contact.verdict or "", _("%(name)s is saved.", name=name))
