"""The technology exchange of an event: what is offered and asked for, what fits together, what came of it."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from outreach.accounts.models import User
from outreach.accounts.queries import staff_users
from outreach.activity import Actor
from outreach.contacts.models import Person
from outreach.contacts.queries import people_of
from outreach.contacts.services import find_or_create_organisation, named_organisation, named_record
from outreach.db import db, transaction
from outreach.errors import Refused
from outreach.events import queries
from outreach.events.forms.exchange import AtTableForm, EntryForm, ResultForm
from outreach.events.models import Event
from outreach.events.models.exchange import TechnologyEntry, TechnologyPair
from outreach.events.queries import exchange as asked
from outreach.events.queries import meetings as meeting_queries
from outreach.events.services import exchange as services
from outreach.events.views import blueprint
from outreach.events.views.showing import record_page
from outreach.web import access
from outreach.web.edits import edited
from outreach.web.once import store


@blueprint.get("/events/<int:event_id>/exchange")
@access.staff
def exchange(event_id: int):
    """Offers and requests, those that may fit with the reasons, and the pairs with their results."""
    event = queries.get_event(access.viewer(), event_id)
    entries, pairs = asked.entries_of(event), asked.pairs_of(event)
    return record_page(
        event, "events.exchange", tab_title=_("Offers and requests"), asked=asked,
        offers=[entry for entry in entries if entry.kind == "offer"],
        requests=[entry for entry in entries if entry.kind == "request"], proposals=asked.proposals(entries, pairs),
        pairs=[pair for pair in pairs if pair.result != "declined"], meetings=asked.meetings_of_pairs(event, pairs),
        meeting_queries=meeting_queries,
        declined=[pair for pair in pairs if pair.result == "declined"])


@blueprint.route("/events/<int:event_id>/exchange/new", methods=["GET", "POST"])
@access.writers
def new_entry(event_id: int):
    """A form for an offer or, with ?kind=request, a request."""
    return _saved(event_id, None)


@blueprint.route("/events/<int:event_id>/exchange/<int:entry_id>", methods=["GET", "POST"])
@access.writers
def edit_entry(event_id: int, entry_id: int):
    """Change an offer or request."""
    return _saved(event_id, entry_id)


def _saved(event_id: int, entry_id: int | None):
    viewer = access.viewer()
    event = queries.get_event(viewer, event_id)
    entry = asked.get_entry(event, entry_id) if entry_id is not None else None
    form = edited(lambda **data: _filled(event, entry, **data), entry is not None)
    if form.validate_on_submit():
        def save() -> TechnologyEntry:
            actor, event = Actor.of(viewer), queries.get_event(viewer, event_id)
            values = {**form.values(), **_holder(actor, form)}
            if entry_id is None:
                return services.add_entry(actor, event, values)
            return services.change_entry(actor, asked.get_entry(event, entry_id), values, version=form.opened_with)
        try:
            saved = store(TechnologyEntry, save, new=entry is None)
            flash(_("%(name)s is saved", name=saved.label))
            return redirect(url_for("events.exchange", event_id=event_id))
        except Refused as refused:
            form.refuse(refused, f"title_{form.source.data}", title=f"title_{form.source.data}")
    page = render_template("events/exchange_edit.html", event=queries.get_event(viewer, event_id), entry=entry, form=form)
    return page, form.status


def _filled(event: Event, entry: TechnologyEntry | None, **data) -> EntryForm:
    form = EntryForm(entry=entry, **data)
    if form.is_submitted():
        return form
    if entry is not None:
        form.fill(entry)
    else:
        form.kind.data = "request" if request.args.get("kind") == "request" else "offer"
        form.source.data, form.industries.data = access.viewer().language, list(event.industries or [])
        form.public.data = False
    return form


def _holder(actor: Actor, form: EntryForm) -> dict[str, int | None]:
    """The organisation, made where its name is new, and the person, who must be stored already."""
    name, who = form.organisation.data or "", form.who.data or ""
    organisation = None
    if name:
        organisation = (named_organisation(name) if name.endswith("]")
                        else find_or_create_organisation(actor, name, form.organisation_country.data or None))
    person = named_record(who) if who else None
    if person is not None and not isinstance(person, Person):
        raise Refused("no_person", _("This is an organisation. Choose a person."), field="who")
    return {"organisation_id": organisation.id if organisation else None, "person_id": person.id if person else None}


@blueprint.post("/events/<int:event_id>/exchange/<int:entry_id>/remove")
@access.writers
def remove_entry(event_id: int, entry_id: int):
    """Take an offer or request out."""
    viewer = access.viewer()
    with transaction():
        entry = asked.get_entry(queries.get_event(viewer, event_id), entry_id)
        said = _("%(name)s is removed", name=entry.label)
        services.remove_entry(Actor.of(viewer), entry)
    flash(said)
    return redirect(url_for("events.exchange", event_id=event_id))


@blueprint.post("/events/<int:event_id>/exchange/<int:offer_id>/with/<int:request_id>")
@access.writers
def decide_pair(event_id: int, offer_id: int, request_id: int):
    """Bring an offer and a request together, or set the pair aside."""
    viewer = access.viewer()
    with transaction():
        event, actor = queries.get_event(viewer, event_id), Actor.of(viewer)
        offer, wanted = asked.get_entry(event, offer_id), asked.get_entry(event, request_id)
        if request.form.get("decision") == "decline":
            services.decline_pair(actor, offer, wanted, request.form.get("reason", ""))
            said = _("The two are set aside and not proposed again")
        else:
            pair = services.accept_pair(actor, offer, wanted)
            said = _("%(offer)s and %(request)s are brought together", offer=offer.label, request=wanted.label)
            said += ". " + (_("The meeting planner plans their meeting.") if pair.wish else _(
                "Choose who meets under “Minutes and result”; then it is planned."))
    flash(said)
    return redirect(url_for("events.exchange", event_id=event_id) + "#pairs")


@blueprint.route("/events/<int:event_id>/exchange/pairs/<int:pair_id>", methods=["GET", "POST"])
@access.staff_reads
def pair(event_id: int, pair_id: int):
    """Both sides of a pair, the reasons, the minutes and the result."""
    viewer = access.viewer()
    found = asked.get_pair(queries.get_event(viewer, event_id), pair_id)
    form = _result_form(found)
    if viewer.role in access.WRITERS and form.validate_on_submit():
        try:
            with transaction():
                found = asked.get_pair(queries.get_event(viewer, event_id), pair_id)
                services.note_result(
                    Actor.of(viewer), found, form.result.data, minutes=form.minutes.data or "",
                    language=form.minutes_language.data, met_on=form.met_on.data,
                    version=form.opened_with)
            flash(_("The result is noted"))
            return redirect(url_for("events.pair", event_id=event_id, pair_id=pair_id))
        except Refused as refused:
            form.refuse(refused, "result")
    return _pair_page(event_id, pair_id, form)


def _result_form(pair: TechnologyPair, **kind) -> ResultForm:
    return edited(lambda **data: ResultForm(
        pair=pair, meeting=asked.meeting_of(pair), language=access.viewer().language, **{**kind, **data}))


def _pair_page(event_id: int, pair_id: int, form: ResultForm | None = None, table_form: AtTableForm | None = None):
    viewer = access.viewer()
    event = queries.get_event(viewer, event_id)
    found = asked.get_pair(event, pair_id)
    meeting = asked.meeting_of(found)
    shown = table_form if table_form is not None else form
    page = record_page(
        event, "events.pair", tab_title=_("Offers and requests"), asked=asked, pair=found, meeting=meeting,
        meeting_queries=meeting_queries, proposal=asked.fit(found.offer, found.request), shown=shown,
        form=form or _result_form(found, formdata=None), people=_people_there(found),
        table_form=table_form or AtTableForm(formdata=None, pair=found, people=staff_users()))
    return page, form.status if form is not None else 422 if shown is not None and shown.errors else 200


def _people_there(pair: TechnologyPair) -> dict[str, list[str]]:
    """For each side that names nobody the people of its organisation, ready to be chosen."""
    viewer, found = access.viewer(), {}
    for side in ("offer", "request"):
        entry = getattr(pair, side)
        if entry.person is None:
            rows = db.session.scalars(people_of(viewer, entry.organisation).limit(50)) if entry.organisation else ()
            found[side] = [f"{row.person.full_name} [p{row.person_id}]" for row in rows if row.until is None]
    return found


@blueprint.post("/events/<int:event_id>/exchange/pairs/<int:pair_id>/table")
@access.writers
def bring_to_table(event_id: int, pair_id: int):
    """Say who comes for each side and who of us goes along; the planner then plans the meeting."""
    viewer = access.viewer()
    form = AtTableForm(pair=asked.get_pair(queries.get_event(viewer, event_id), pair_id), people=staff_users())
    if form.validate_on_submit():
        try:
            with transaction():
                found = asked.get_pair(queries.get_event(viewer, event_id), pair_id)
                companion = db.session.get(User, form.companion_id.data) if form.companion_id.data else None
                services.bring_to_table(Actor.of(viewer), found, _named(form, found), companion)
            flash(_("The meeting planner plans their meeting."))
            return redirect(url_for("events.pair", event_id=event_id, pair_id=pair_id))
        except Refused as refused:
            form.fail(refused.field if refused.field in form else "companion_id", refused.message)
    return _pair_page(event_id, pair_id, table_form=form)


def _named(form: AtTableForm, pair: TechnologyPair) -> dict[str, Person]:
    found = {}
    for side in ("offer", "request"):
        if getattr(pair, side).person is None and form[side].data:
            try:
                found[side] = named_record(form[side].data)
            except Refused as refused:
                raise Refused(refused.code, refused.message, field=side) from None
            if not isinstance(found[side], Person):
                raise Refused("no_person", _("This is an organisation. Choose a person."), field=side)
    return found
