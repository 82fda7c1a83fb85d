"""The agenda of an event: items, tracks and rooms, versions that are published, and the print."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from outreach.accounts.models import User
from outreach.accounts.queries import staff_users
from outreach.activity import Actor
from outreach.contacts.models import Person
from outreach.contacts.services import named_record
from outreach.db import db, transaction
from outreach.errors import Refused
from outreach.events import queries
from outreach.events.forms.agenda import AgendaItemForm, RoomForm, TrackForm
from outreach.events.models import AgendaItem, AgendaRoom, AgendaTrack, AgendaVersion, Event
from outreach.events.queries import agenda as asked
from outreach.events.services import agenda as services
from outreach.events.views import blueprint
from outreach.events.views.showing import record_page, warned
from outreach.i18n import LANGUAGES, current_language, in_language
from outreach.web import access
from outreach.web.edits import edited
from outreach.web.once import store


@blueprint.get("/events/<int:event_id>/agenda")
@access.staff
def agenda(event_id: int):
    """Items day by day, what clashes, what changed since the last published version."""
    return _page(queries.get_event(access.viewer(), event_id))


def _page(event: Event, refused: str = ""):
    items, versions, tracks = asked.items_of(event), asked.versions_of(event), asked.tracks_of(event)
    pending = asked.changes_between(versions[0].content if versions else [], asked.snapshot(items))
    page = record_page(event, "events.agenda", tab_title=_("Agenda"), items=items, days=asked.by_day(items), tracks=tracks,
                       rooms=asked.rooms_of(event), asked=asked, versions=versions, pending=pending, refused=refused,
                       **warned(event, part="agenda"))
    return page, 422 if refused else 200


@blueprint.route("/events/<int:event_id>/agenda/items/new", methods=["GET", "POST"])
@access.writers
def new_agenda_item(event_id: int):
    """A form for an item."""
    return _item_form(event_id, None)


@blueprint.route("/events/<int:event_id>/agenda/items/<int:item_id>", methods=["GET", "POST"])
@access.writers
def edit_agenda_item(event_id: int, item_id: int):
    """Change an item."""
    return _item_form(event_id, item_id)


def _item_form(event_id: int, item_id: int | None):
    viewer = access.viewer()
    event = queries.get_event(viewer, event_id)
    item = asked.get_part(AgendaItem, event, item_id) if item_id is not None else None
    form = edited(lambda **data: _filled_item(event, item, **data), item is not None)
    if form.validate_on_submit():
        def save() -> AgendaItem:
            event = queries.get_event(viewer, event_id)
            return services.save_item(
                Actor.of(viewer), event, form.values(), _speakers(form),
                asked.get_part(AgendaItem, event, item_id) if item_id is not None else None, version=form.opened_with)
        try:
            saved = store(AgendaItem, save, new=item is None)
            flash(_("%(name)s is saved", name=saved.label))
            return redirect(url_for("events.agenda", event_id=event_id))
        except Refused as refused:
            form.refuse(refused, f"title_{form.source.data}", title=f"title_{form.source.data}", who="people")
    if form.is_submitted():
        form.more()
    event = queries.get_event(viewer, event_id)
    page = render_template("events/agenda_item.html", event=event, form=form, item_id=item_id, event_zone=event.time_zone)
    return page, form.status


def _filled_item(event: Event, item: AgendaItem | None, **data) -> AgendaItemForm:
    form = AgendaItemForm(people=staff_users(), tracks=asked.tracks_of(event), rooms=asked.rooms_of(event), item=item, **data)
    if not form.is_submitted():
        form.fill(event, access.viewer().language, next(reversed(asked.items_of(event)), None))
    return form


def _speakers(form: AgendaItemForm) -> list[User | Person | str]:
    """Who was ticked and typed: a stored person by the suggestion's number, else a name alone."""
    found: list = [db.session.get(User, key) for key in form.users.data or ()]
    for text in filter(None, form.people.data):
        record = named_record(text) if text.endswith("]") else text
        if not isinstance(record, (Person, str)):
            raise Refused("no_person", _("This is an organisation. Choose a person."), field="people")
        found.append(record)
    return found


@blueprint.post("/events/<int:event_id>/agenda/items/<int:item_id>/remove")
@access.writers
def remove_agenda_item(event_id: int, item_id: int):
    """Take an item out of the agenda."""
    viewer = access.viewer()
    with transaction():
        event = queries.get_event(viewer, event_id)
        services.remove_item(Actor.of(viewer), asked.get_part(AgendaItem, event, item_id))
    flash(_("Removed"))
    return redirect(url_for("events.agenda", event_id=event_id))


@blueprint.route("/events/<int:event_id>/agenda/<any(tracks, rooms):part>/new", methods=["GET", "POST"])
@blueprint.route("/events/<int:event_id>/agenda/<any(tracks, rooms):part>/<int:row_id>", methods=["GET", "POST"])
@access.writers
def agenda_place(event_id: int, part: str, row_id: int | None = None):
    """A form for a track or a room."""
    viewer = access.viewer()
    event, model = queries.get_event(viewer, event_id), AgendaTrack if part == "tracks" else AgendaRoom
    row = asked.get_part(model, event, row_id) if row_id is not None else None
    form = edited(lambda **data: _filled_place(part, row, **data), row is not None)
    if form.validate_on_submit():
        def save() -> AgendaTrack | AgendaRoom:
            actor, event = Actor.of(viewer), queries.get_event(viewer, event_id)
            stored = asked.get_part(model, event, row_id) if row_id is not None else None
            if part == "rooms":
                return services.save_room(actor, event, form.name.data or "", form.capacity.data, stored, version=form.opened_with)
            place = form.position.data if form.position.data is not None else len(asked.tracks_of(event))
            return services.save_track(actor, event, form.localized("name", stored.name if stored else None), place, stored,
                                       version=form.opened_with)
        try:
            store(model, save, new=row is None)
            return redirect(url_for("events.agenda", event_id=event_id) + "#places")
        except Refused as refused:
            form.refuse(refused, "name" if part == "rooms" else f"name_{form.source.data}")
    event = queries.get_event(viewer, event_id)
    page = render_template("events/agenda_place.html", event=event, form=form, part=part, row_id=row_id)
    return page, form.status


def _filled_place(part: str, row: AgendaTrack | AgendaRoom | None, **data) -> TrackForm | RoomForm:
    if part == "rooms":
        return RoomForm(obj=row, **data)
    form = TrackForm(**data)
    if not form.is_submitted():
        form.fill(row, access.viewer().language)
    return form


@blueprint.post("/events/<int:event_id>/agenda/<any(tracks, rooms):part>/<int:row_id>/remove")
@access.writers
def remove_agenda_place(event_id: int, part: str, row_id: int):
    """Take a track or room away."""
    viewer = access.viewer()
    with transaction():
        event = queries.get_event(viewer, event_id)
        services.remove_place(Actor.of(viewer), asked.get_part(AgendaTrack if part == "tracks" else AgendaRoom, event, row_id))
    flash(_("Removed"))
    return redirect(url_for("events.agenda", event_id=event_id) + "#places")


@blueprint.post("/events/<int:event_id>/agenda/publish")
@access.writers
def publish_agenda(event_id: int):
    """Publish the agenda as it stands."""
    viewer = access.viewer()
    try:
        with transaction():
            made = services.publish(Actor.of(viewer), queries.get_event(viewer, event_id), viewer)
            said = _("Version %(number)s is published", number=made.number)
        flash(said)
        return redirect(url_for("events.agenda", event_id=event_id))
    except Refused as refused:
        return _page(queries.get_event(viewer, event_id), refused.message)


@blueprint.get("/events/<int:event_id>/agenda/versions/<int:version_id>")
@access.staff
def agenda_version(event_id: int, version_id: int):
    """A published version with what changed against the one before."""
    event = queries.get_event(access.viewer(), event_id)
    version = asked.get_part(AgendaVersion, event, version_id)
    before = asked.version_before(version)
    return render_template(
        "events/agenda_version.html", event=event, version=version, before=before, asked=asked, event_zone=version.time_zone,
        changes=asked.changes_between(before.content if before else [], version.content),
        days=asked.by_day(asked.lines(version, public_only=False)))


@blueprint.get("/events/<int:event_id>/agenda/print")
@access.staff
def agenda_print(event_id: int):
    """The last published version for printing, in one of the four languages: ?lang=de."""
    event = queries.get_event(access.viewer(), event_id)
    lang = request.args.get("lang") if request.args.get("lang") in LANGUAGES else current_language().code
    version = asked.last_version(event)
    with in_language(lang):
        days = asked.by_day(asked.lines(version))
        sheet = render_template("events/agenda_lines.html", event=event, version=version, days=days, asked=asked, labels=queries)
    return render_template("events/agenda_print.html", event=event, version=version, sheet=sheet, shown=lang,
                           event_zone=event.time_zone)
