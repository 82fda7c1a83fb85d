"""Pages of people: the list, the record, the form, and what a person is at an organisation."""

from collections.abc import Iterable

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from wtforms import FieldList

from outreach.activity import Actor
from outreach.contacts import queries, services
from outreach.contacts.forms.custom_fields import with_own
from outreach.contacts.forms.people import AffiliationForm, NewAffiliationForm, PersonForm, take_theirs
from outreach.contacts.models import ImportRow, Person
from outreach.contacts.services.matching import Match, reasons_as_json
from outreach.contacts.services.wording import CHANNEL_LABELS, SALUTATIONS, reason_lines
from outreach.contacts.views import blueprint
from outreach.contacts.views.conflict import differences, version_of
from outreach.contacts.views.custom_fields import fill_own, save_own
from outreach.contacts.views.introductions import introductions_part
from outreach.db import db, transaction
from outreach.db.time import zone_names
from outreach.errors import Conflict, NotFound, Refused
from outreach.identity import written_phone
from outreach.web import access
from outreach.web.lists.listing import Listing
from outreach.web.lists.pages import list_page
from outreach.web.once import made_before, once

blueprint.add_app_template_filter(written_phone, "phone")

ENTRIES = 40


@blueprint.get("/people/")
@access.staff
def people():
    """Everybody we know, narrowed and sorted as asked, with the columns of the reader's choice."""
    listing = list_page("people")
    return render_template("contacts/people.html", listing=listing) if isinstance(listing, Listing) else listing


@blueprint.get("/people/<int:person_id>")
@access.staff
def person(person_id: int):
    """One person: names, ways to reach, where they work, what happened."""
    return record_page(queries.get_person(access.viewer(), person_id))


def record_page(found: Person, refused: tuple[int, AffiliationForm] | None = None, introduction=None) -> str:
    """The page; `refused` is an affiliation's id, 0 for a new one, and its form with what was typed; `introduction` the
    form of one that was refused."""
    viewer = access.viewer()
    may_write = viewer.role in access.WRITERS
    forms = {0: NewAffiliationForm.empty(found), **{
        item.id: AffiliationForm.of(item) for item in found.affiliations}} if may_write else {}
    if refused:
        forms[refused[0]] = refused[1]
    return render_template(
        "contacts/person.html", person=found, greeting=services.greeting_of(found),
        labels=CHANNEL_LABELS, salutations=SALUTATIONS, forms=forms,
        introductions=introductions_part(found, introduction),
        form=refused[1] if refused else introduction, reason_lines=reason_lines, event_zone=found.zone,
        pairs=queries.open_duplicates(viewer, found), decided=queries.decided_pairs(viewer, found),
        merges=queries.merged_records(viewer, "person", found.id),
        rows=[(row, _as_filed(row)) for row in queries.import_rows_of(found)], may_write=may_write,
        **timeline_part(found))


def timeline_part(row) -> dict:
    """What the timeline of a record shows: its entries, all or those of the kind that the address asks for."""
    rooms, asked = queries.rooms_of(row), request.args.get("kind", "")
    room = asked if asked in rooms else ""
    kind = row.__tablename__
    return {"entries": list(db.session.scalars(queries.timeline_of(row, room).limit(ENTRIES))), "rooms": rooms, "room": room,
            "history_url": url_for(f"contacts.{kind}_history", **{f"{kind}_id": row.id})}


def _as_filed(row: ImportRow) -> list[tuple[str, str]]:
    """(heading, cell) of a row as the file had it, without empty cells; the bare text where there were no columns."""
    headings = {index: header for index, header, _field in (row.run.found or {}).get("columns", [])}
    cells = [(headings.get(index) or str(index + 1), str(cell)) for index, cell in enumerate(row.cells) if cell]
    return cells or [("", row.text)]


@blueprint.route("/people/new", methods=["GET", "POST"])
@access.writers
def new_person():
    """Add a person; whoever looks alike is shown before anything is saved."""
    form, viewer = _form(), access.viewer()
    if one_more(form):
        return _form_page(form)
    if not form.validate_on_submit():
        return _form_page(form), 422 if request.method == "POST" else 200

    def add() -> Person:
        services.check_position(form.values())
        return save_own(form, services.create_person(Actor.of(viewer), form.values()))
    made = made_before(Person)
    if made is None:
        matches = services.find_matches(form.values())
        if not all_shown(match.person.id for match in matches):
            return _form_page(form, matches=matches), 422
        made = _attempt(form, add, new=True)
    if made is None:
        return _form_page(form), 422
    flash(_("%(name)s is added", name=made.label))
    return redirect(url_for("contacts.person", person_id=made.id))


def one_more(form: PersonForm) -> bool:
    """Add an empty line to the rows whose button was pressed; nothing is saved then."""
    name = request.form.get("more", "")
    if name not in form or not isinstance(form[name], FieldList):
        return False
    if len(form[name]) < form[name].max_entries:
        form[name].append_entry()
    return True


def all_shown(ids: Iterable[int]) -> bool:
    """True where whoever saves all the same has been shown every one of these."""
    shown = set(request.form.get("seen", "").split(",")) if request.form.get("anyway") else set()
    return {str(key) for key in ids} <= shown


@blueprint.post("/people/alike")
@access.writers
def alike():
    """Who resembles what is being typed; htmx puts the answer under the name. Nothing is stored."""
    known = request.args.get("person", type=int)
    found = queries.get_person(access.viewer(), known) if known else None
    return render_template("contacts/alike.html", matches=_alike(PersonForm(), found), lines_of=_lines_of, person=found)


@blueprint.post("/people/<int:person_id>/add")
@access.writers
def add_to_person(person_id: int):
    """Add what was typed for a new person to the stored one whom it is; what is stored already stays."""
    found, form = queries.get_person(access.viewer(), person_id), _form()
    if not form.validate():
        return _form_page(form, matches=_alike(form)), 422
    saved = _attempt(form, lambda: fill_own(form, services.add_to_person(Actor.of(access.viewer()), found, form.values())))
    if saved is None:
        return _form_page(form, matches=_alike(form)), 422
    flash(_("What you typed is added to %(name)s", name=saved.label))
    return redirect(url_for("contacts.person", person_id=person_id))


def _alike(form: PersonForm, found: Person | None = None) -> list[Match]:
    """Stored people who may be the one typed. Of a stored person nobody with whom the question is known already."""
    values = form.values()
    told = len(values.full_name) > 1 or values.emails or values.phones or values.handles
    matches = services.find_matches(values, leave_out=found.id if found else None) if told else []
    known = queries.paired_ids(access.viewer(), found) if found and matches else ()
    return [match for match in matches if match.person.id not in known]


@blueprint.route("/people/<int:person_id>/edit", methods=["GET", "POST"])
@access.writers
def edit_person(person_id: int):
    """Change a person; where somebody else did so meanwhile, both versions stand side by side."""
    viewer = access.viewer()
    found, form = queries.get_person(viewer, person_id), _form()
    if not form.is_submitted():
        form.fill(found)
        return _form_page(form, found)
    if one_more(form):
        return _form_page(form, found)
    take_theirs(form, _stored(found), request.form)
    if not form.validate():
        return _form_page(form, found), 422
    alike = _alike(form, found) if version_of(form) == found.version else []
    if not all_shown(match.person.id for match in alike):
        return _form_page(form, found, alike), 422
    try:
        saved = _attempt(form, lambda: save_own(form, services.edit_person(
            Actor.of(viewer), found, form.values(), version_of(form))))
    except Conflict:
        found = queries.get_person(viewer, person_id)
        rows = differences("person", found, form, _stored(found), version_of(form))
        form.version.data = str(found.version)
        return _form_page(form, found, rows=rows), 409
    if saved is None:
        return _form_page(form, found), 422
    flash(_("%(name)s is saved", name=saved.label))
    return redirect(url_for("contacts.person", person_id=person_id))


@blueprint.post("/people/<int:person_id>/affiliations/new")
@access.writers
def add_affiliation(person_id: int):
    """Add one more organisation where a person is or was."""
    found = queries.get_person(access.viewer(), person_id)
    return _affiliation_saved(found, 0, NewAffiliationForm(prefix="new-"), lambda form: services.add_affiliation(
        Actor.of(access.viewer()), found, form.values(), version_of(form)))


@blueprint.post("/people/<int:person_id>/affiliations/<int:affiliation_id>")
@access.writers
def edit_affiliation(person_id: int, affiliation_id: int):
    """Change what a person is at an organisation, and until when."""
    found = queries.get_person(access.viewer(), person_id)
    row = next((item for item in found.affiliations if item.id == affiliation_id), None)
    if row is None:
        raise NotFound("affiliation_not_found", _("There is no such affiliation."))
    return _affiliation_saved(found, affiliation_id, AffiliationForm(prefix=f"a{affiliation_id}-"), lambda form: (
        services.edit_affiliation(Actor.of(access.viewer()), row, form.values(), version_of(form))))


def _affiliation_saved(found: Person, key: int, form: AffiliationForm, act):
    """Do it and go back to the page; what was refused stands beside its field with everything that was typed."""
    person_id = found.id
    if form.validate():
        try:
            with transaction():
                act(form)
            flash(_("%(name)s is saved", name=found.label))
            return redirect(url_for("contacts.person", person_id=person_id))
        except Refused as refused:
            found = queries.get_person(access.viewer(), person_id)
            form.version.data = str(found.version)
            form.fail(refused.field if refused.field in form else "job_title", refused.message)
    return record_page(found, (key, form)), 422


def _stored(found: Person) -> PersonForm:
    """The form as the record would fill it."""
    form = _form(formdata=None)
    form.fill(found)
    return form


def _form(**told) -> PersonForm:
    """The form with the fields of the zone's own."""
    return with_own(PersonForm, "person")(**told)


def _attempt(form: PersonForm, act, new: bool = False) -> Person | None:
    try:
        if new:
            return once(Person, act)
        with transaction():
            return act()
    except Conflict:
        raise
    except Refused as refused:
        if not form.blame_own(refused):
            form.fail(refused.field if refused.field in form else "full_name", refused.message)
        return None


def _form_page(form: PersonForm, found: Person | None = None, matches=(), rows=None) -> str:
    newest = next(iter(queries.entries_about("person", found.id, 1)), None) if rows is not None else None
    return render_template(
        "contacts/person_edit.html", form=form, person=found, matches=matches, differing=rows, newest=newest,
        lines_of=_lines_of, zones=zone_names(), grown=request.form.get("more"),
        greeting=services.greeting_of(found, computed=True) if found else None)


def _lines_of(match: Match) -> list[tuple[str, str]]:
    return reason_lines(reasons_as_json(match.comparison))
