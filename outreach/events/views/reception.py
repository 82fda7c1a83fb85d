"""The reception plan of an event: guests, programme, preparations, report, and the sheet in two languages."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from outreach.accounts.queries import staff_users
from outreach.activity import Actor
from outreach.contacts.models import Organisation, Person
from outreach.contacts.services import find_or_create_organisation, named_organisation, named_record
from outreach.db import transaction
from outreach.errors import Refused
from outreach.events import queries
from outreach.events.forms.reception import GuestForm, ItemForm, NotesForm
from outreach.events.models import Event
from outreach.events.models.reception import ReceptionItem, VisitGuest
from outreach.events.queries import reception as asked
from outreach.events.services import reception as services
from outreach.events.views import blueprint
from outreach.events.views.showing import record_page, weekday
from outreach.i18n import LANGUAGES, in_language
from outreach.identity import parse_name, romanised
from outreach.web import access
from outreach.web.edits import edited
from outreach.web.once import store


@blueprint.route("/events/<int:event_id>/reception", methods=["GET", "POST"])
@access.staff_reads
def reception(event_id: int):
    """Guests, the programme day by day with who is wanted twice, and what is prepared."""
    viewer = access.viewer()
    event = queries.get_event(viewer, event_id)
    form = edited(lambda **data: NotesForm(stored=asked.notes_of(event), language=viewer.language, **data))
    if viewer.role in access.WRITERS and form.validate_on_submit():
        try:
            with transaction():
                values = {name: form[name].data or "" for name in services.NOTE_FIELDS}
                services.save_notes(Actor.of(viewer), queries.get_event(viewer, event_id), values, version=form.opened_with)
            flash(_("The notes are saved"))
            return redirect(url_for("events.reception", event_id=event_id) + "#prepared")
        except Refused as refused:
            form.refuse(refused, "notes")
            event = queries.get_event(viewer, event_id)
    items, guests = asked.items_of(event), asked.guests_of(event)
    page = record_page(
        event, "events.reception", tab_title=_("Reception plan"), asked=asked, guests=guests, items=items,
        days=asked.by_day(items), twice=asked.reception_facts(event, items), form=form, weekday=weekday,
        stored=asked.notes_of(event), second=asked.guest_language(guests),
        budget="events.budget" if "events.budget" in current_app.view_functions else None)
    return page, form.status


@blueprint.get("/events/<int:event_id>/reception/sheet")
@access.staff
def reception_sheet(event_id: int):
    """The programme in two languages side by side, for printing: ?first=zh&second=de."""
    event = queries.get_event(access.viewer(), event_id)
    guests, items = asked.guests_of(event), asked.items_of(event)
    chosen = [request.args.get(name) if request.args.get(name) in LANGUAGES else default
              for name, default in (("first", "zh"), ("second", asked.guest_language(guests)))]
    return render_template(
        "events/reception_sheet.html", event=event, guests=guests, days=asked.by_day(items), pair=chosen,
        missing=[(code, count) for code in dict.fromkeys(chosen) if (count := asked.not_yet_in(items, code))], named=_named,
        words={code: _words(code) for code in chosen}, labels=queries, event_zone=event.time_zone)


def _named(name: str, code: str) -> str:
    """A name as a reader of this language can say it: the Latin reading before a name in a script that is not theirs."""
    own = {"han": "zh", "hangul": "ko"}.get(parse_name(name).script)
    latin = romanised(name) if own not in (None, code) else None
    return f"{latin} ({name})" if latin else name


def _words(code: str) -> dict[str, str]:
    """The headings of the sheet in one of its languages."""
    with in_language(code):
        return {"programme": _("Programme"), "guests": _("Guests"), "time": _("Time"), "host": _("Host"),
                "interpreter": _("Interpreter"), "car": _("Car"), "days": _("Days"), "zone": _("Time zone")}


@blueprint.route("/events/<int:event_id>/reception/guests/new", methods=["GET", "POST"])
@access.writers
def new_guest(event_id: int):
    """A form for a guest."""
    return _saved_guest(event_id, None)


@blueprint.route("/events/<int:event_id>/reception/guests/<int:guest_id>", methods=["GET", "POST"])
@access.writers
def edit_guest(event_id: int, guest_id: int):
    """Change a guest."""
    return _saved_guest(event_id, guest_id)


def _saved_guest(event_id: int, guest_id: int | None):
    viewer = access.viewer()
    event = queries.get_event(viewer, event_id)
    guest = asked.get_guest(event, guest_id) if guest_id is not None else None
    last = max((other.rank for other in asked.guests_of(event)), default=0)
    form = edited(lambda **data: GuestForm(guest=guest, rank=last + 1, **data), guest is not None)
    if form.validate_on_submit():
        try:
            saved = store(VisitGuest, lambda: _save_guest(form, event_id, guest_id), new=guest is None)
            flash(_("%(name)s is saved", name=saved.name))
            return redirect(url_for("events.reception", event_id=event_id) + "#guests")
        except Refused as refused:
            form.refuse(refused, "name")
    page = render_template("events/guest_edit.html", event=queries.get_event(viewer, event_id), form=form, guest_id=guest_id)
    return page, form.status


def _save_guest(form: GuestForm, event_id: int, guest_id: int | None) -> VisitGuest:
    actor, event = Actor.of(access.viewer()), queries.get_event(access.viewer(), event_id)
    person = named_record(form.who.data) if form.who.data else None
    if person is not None and not isinstance(person, Person):
        raise Refused("no_person", _("This is an organisation. Choose a person."), field="who")
    firm = _organisation(actor, form.organisation.data) or (person.organisation if person else None)
    values = form.values()
    values["name"] = values["name"] or (person.full_name if person else "")
    values |= {"person_id": person.id if person else None, "organisation_id": firm.id if firm else None}
    values["language"] = values["language"] or (person.language if person else None)
    return services.save_guest(actor, event, values, asked.get_guest(event, guest_id) if guest_id is not None else None,
                               version=form.opened_with)


def _organisation(actor: Actor, name: str | None) -> Organisation | None:
    if not name:
        return None
    return named_organisation(name) if name.endswith("]") else find_or_create_organisation(actor, name)


@blueprint.route("/events/<int:event_id>/reception/items/new", methods=["GET", "POST"])
@access.writers
def new_item(event_id: int):
    """A form for a line of the programme."""
    return _saved_item(event_id, None)


@blueprint.route("/events/<int:event_id>/reception/items/<int:item_id>", methods=["GET", "POST"])
@access.writers
def edit_item(event_id: int, item_id: int):
    """Change a line of the programme."""
    return _saved_item(event_id, item_id)


def _saved_item(event_id: int, item_id: int | None):
    viewer = access.viewer()
    event = queries.get_event(viewer, event_id)
    item = asked.get_item(event, item_id) if item_id is not None else None
    form = edited(lambda **data: _filled_item(event, item, **data), item is not None)
    if form.validate_on_submit():
        def save() -> ReceptionItem:
            actor, event = Actor.of(viewer), queries.get_event(viewer, event_id)
            firm = _organisation(actor, form.organisation.data)
            return services.save_item(
                actor, event, {**form.values(), "organisation_id": firm.id if firm else None},
                asked.get_item(event, item_id) if item_id is not None else None, version=form.opened_with)
        try:
            saved = store(ReceptionItem, save, new=item is None)
            flash(_("%(name)s is saved", name=saved.label))
            return redirect(url_for("events.reception", event_id=event_id) + "#programme")
        except Refused as refused:
            form.refuse(refused, f"title_{form.source.data}", title=f"title_{form.source.data}")
    event = queries.get_event(viewer, event_id)
    page = render_template("events/item_edit.html", event=event, form=form, item_id=item_id, event_zone=event.time_zone)
    return page, form.status


def _filled_item(event: Event, item: ReceptionItem | None, **data) -> ItemForm:
    form = ItemForm(people=staff_users(), item=item, **data)
    if not form.is_submitted():
        form.fill(item, event, access.viewer().language, next(reversed(asked.items_of(event)), None))
    return form


@blueprint.post("/events/<int:event_id>/reception/<any(guests, items):part>/<int:row_id>/remove")
@access.writers
def remove_part(event_id: int, part: str, row_id: int):
    """Take a guest off the list, or a line out of the programme."""
    viewer = access.viewer()
    with transaction():
        event, actor = queries.get_event(viewer, event_id), Actor.of(viewer)
        if part == "guests":
            services.remove_guest(actor, asked.get_guest(event, row_id))
        else:
            services.remove_item(actor, asked.get_item(event, row_id))
    flash(_("Removed"))
    return redirect(url_for("events.reception", event_id=event_id))
