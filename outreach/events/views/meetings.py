"""Meetings of an event: lists by day and by person, one meeting, tables, and the printed sheet of a day."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from outreach.accounts.models import User
from outreach.accounts.queries import staff_users
from outreach.activity import Actor
from outreach.contacts.models import Organisation, Person
from outreach.contacts.services import named_record
from outreach.db import db, transaction
from outreach.errors import NotFound, Refused
from outreach.events import queries
from outreach.events.forms.meetings import MeetingForm, MeetingStateForm, TableForm
from outreach.events.models import Event, Meeting, MeetingTable
from outreach.events.queries import meetings as asked
from outreach.events.queries.exchange import pair_of_meeting
from outreach.events.services import meetings as services
from outreach.events.views import blueprint
from outreach.events.views.showing import record_page, warned
from outreach.i18n import in_language, language
from outreach.web import access
from outreach.web.edits import edited
from outreach.web.once import store


@blueprint.get("/events/<int:event_id>/meetings")
@access.staff
def meetings(event_id: int):
    """Meetings by day, or with ?by=person by everybody who takes part."""
    event = queries.get_event(access.viewer(), event_id)
    found = asked.meetings_of(event)
    going, guests = asked.sheets_of(found)
    return record_page(event, "events.meetings", tab_title=_("Meetings"), meetings=found,
                       going_on=sum(one.state in asked.OPEN_STATES for one in found), days=asked.by_day(found), asked=asked,
                       people=asked.by_person(found), by_person=request.args.get("by") == "person", going=going, guests=guests,
                       tables=asked.tables_of(event), **warned(event, part="meeting"))


@blueprint.route("/events/<int:event_id>/meetings/<int:meeting_id>", methods=["GET", "POST"])
@access.staff_reads
def meeting(event_id: int, meeting_id: int):
    """One meeting; its state and result are set here."""
    viewer = access.viewer()
    event = queries.get_event(viewer, event_id)
    found = asked.get_row(Meeting, event, meeting_id)
    pair = pair_of_meeting(found)
    form = edited(lambda **data: MeetingStateForm(meeting=found, language=viewer.language, with_result=pair is None, **data))
    if viewer.role in access.WRITERS and form.validate_on_submit():
        try:
            with transaction():
                found = asked.get_row(Meeting, queries.get_event(viewer, event_id), meeting_id)
                result, language = found.result, found.result_language
                if pair is None:
                    result, language = form.result.data or "", form.result_language.data
                services.set_state(Actor.of(viewer), found, form.state.data, result, language, version=form.opened_with)
            flash(_("The meeting is saved"))
            if pair is not None and form.state.data == "held":
                return redirect(url_for("events.pair", event_id=event_id, pair_id=pair.id) + "#result-h")
            return redirect(url_for("events.meeting", event_id=event_id, meeting_id=meeting_id))
        except Refused as refused:
            form.refuse(refused, "state")
    page = render_template("events/meeting.html", event=event, meeting=found, form=form, asked=asked, event_zone=event.time_zone,
                           pair=pair, may_write=viewer.role in access.WRITERS)
    return page, form.status


@blueprint.route("/events/<int:event_id>/meetings/new", methods=["GET", "POST"])
@access.writers
def new_meeting(event_id: int):
    """A form for a meeting."""
    return _meeting_form(event_id, None)


@blueprint.route("/events/<int:event_id>/meetings/<int:meeting_id>/edit", methods=["GET", "POST"])
@access.writers
def edit_meeting(event_id: int, meeting_id: int):
    """Change a meeting."""
    return _meeting_form(event_id, meeting_id)


def _meeting_form(event_id: int, meeting_id: int | None):
    viewer = access.viewer()
    event = queries.get_event(viewer, event_id)
    meeting = asked.get_row(Meeting, event, meeting_id) if meeting_id is not None else None
    form = edited(lambda **data: _filled(event, meeting, **data), meeting is not None)
    if form.validate_on_submit():
        try:
            saved = store(Meeting, lambda: _save(form, queries.get_event(viewer, event_id), meeting_id), new=meeting is None)
            flash(_("%(name)s is saved", name=saved.label))
            for fact, _hint, key, level in asked.meeting_facts(queries.get_event(viewer, event_id)):
                if level == "bad" and f"meeting:{saved.id}:" in key:
                    flash(fact, "warn")
            return redirect(url_for("events.meeting", event_id=event_id, meeting_id=saved.id))
        except Refused as refused:
            form.refuse(refused, "subject")
    if form.is_submitted():
        form.more()
    page = render_template("events/meeting_edit.html", event=queries.get_event(viewer, event_id), form=form, meeting_id=meeting_id,
                           event_zone=event.time_zone)
    return page, form.status


def _filled(event: Event, meeting: Meeting | None, **data) -> MeetingForm:
    form = MeetingForm(people=staff_users(), tables=asked.tables_of(event), meeting=meeting, **data)
    if not form.is_submitted():
        form.fill(event, meeting, access.viewer())
    return form


def _save(form: MeetingForm, event: Event, meeting_id: int | None) -> Meeting:
    who = [db.session.get(User, key) for key in form.users.data or ()]
    for text in filter(None, form.people.data):
        try:
            who.append(named_record(text))
        except Refused as refused:
            raise Refused(refused.code, refused.message, field="people") from None
    outside = named_record(form.who.data) if form.who.data else None
    if isinstance(outside, Organisation):
        raise Refused("no_person", _("This is an organisation. Choose a person."), field="who")
    return services.save_meeting(
        Actor.of(access.viewer()), event, {**form.values(), "interpreter_person_id": outside.id if outside else None}, who,
        asked.get_row(Meeting, event, meeting_id) if meeting_id is not None else None,
        version=form.opened_with)


@blueprint.post("/events/<int:event_id>/meetings/<any(meetings, tables):part>/<int:row_id>/remove")
@access.writers
def remove_meeting_part(event_id: int, part: str, row_id: int):
    """Take a meeting that was a mistake, or a table, away."""
    viewer = access.viewer()
    with transaction():
        event, actor = queries.get_event(viewer, event_id), Actor.of(viewer)
        if part == "meetings":
            services.remove_meeting(actor, asked.get_row(Meeting, event, row_id))
        else:
            services.remove_table(actor, asked.get_row(MeetingTable, event, row_id))
    flash(_("Removed"))
    return redirect(url_for("events.meetings", event_id=event_id))


@blueprint.route("/events/<int:event_id>/meetings/tables/new", methods=["GET", "POST"])
@blueprint.route("/events/<int:event_id>/meetings/tables/<int:row_id>", methods=["GET", "POST"])
@access.writers
def meeting_table(event_id: int, row_id: int | None = None):
    """A form for a table."""
    viewer = access.viewer()
    event = queries.get_event(viewer, event_id)
    table = asked.get_row(MeetingTable, event, row_id) if row_id is not None else None
    form = edited(lambda **data: TableForm(obj=table, **data), table is not None)
    if form.validate_on_submit():
        def save() -> MeetingTable:
            event = queries.get_event(viewer, event_id)
            return services.save_table(Actor.of(viewer), event, form.name.data or "", form.venue.data or "",
                                       asked.get_row(MeetingTable, event, row_id) if row_id is not None else None,
                                       version=form.opened_with)
        try:
            store(MeetingTable, save, new=table is None)
            return redirect(url_for("events.meetings", event_id=event_id) + "#tables")
        except Refused as refused:
            form.refuse(refused, "name")
    page = render_template("events/meeting_table.html", event=queries.get_event(viewer, event_id), form=form, row_id=row_id)
    return page, form.status


@blueprint.get("/events/<int:event_id>/meetings/sheet/<int:user_id>")
@access.staff
def meeting_sheet(event_id: int, user_id: int):
    """The meetings of one of our people for printing, in that person's language."""
    user: User | None = db.session.get(User, user_id)
    if user is None or user.role not in access.STAFF:
        raise NotFound("unknown_user", _("There is no such person"))
    return _sheet(event_id, user, user.language)


@blueprint.get("/events/<int:event_id>/meetings/sheet/people/<int:person_id>")
@access.staff
def guest_sheet(event_id: int, person_id: int):
    """The meetings of somebody from outside for printing, in that person's language and without our notes."""
    person: Person | None = db.session.get(Person, person_id)
    event = queries.get_event(access.viewer(), event_id)
    if person is None or person not in asked.sheets_of(asked.meetings_of(event))[1]:
        raise NotFound("unknown_person", _("There is no such person"))
    return _sheet(event_id, person, language(person.language or access.viewer().language).code)


def _sheet(event_id: int, who: User | Person, lang: str) -> str:
    event = queries.get_event(access.viewer(), event_id)
    with in_language(lang):
        days = asked.by_day(asked.sheet_of(event, who))
        sheet = render_template("events/meeting_lines.html", event=event, user=who, days=days, asked=asked, Person=Person,
                                outside=isinstance(who, Person))
    return render_template("events/meeting_sheet.html", event=event, user=who, lang=lang, sheet=sheet, event_zone=event.time_zone)
