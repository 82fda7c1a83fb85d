"""Pages of people and of pairs who may be one."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from outreach.activity import Actor
from outreach.contacts import queries, services
from outreach.contacts.forms.people import CHANNEL_LABELS, PersonForm, further_lines
from outreach.contacts.models import Person
from outreach.contacts.services.imports.report import sentence
from outreach.contacts.services.matching import Match, reasons_as_json
from outreach.contacts.views import blueprint
from outreach.db import db, paginate, transaction
from outreach.errors import Conflict, Refused
from outreach.i18n import LANGUAGES, formats
from outreach.web import access
from outreach.web.forms import is_htmx

ENTRIES = 40


@blueprint.get("/people/")
@access.staff
def people():
    """Everybody we know, by name, narrowed by words in any script, country and language."""
    asked = {name: request.args.get(name, "").strip() for name in ("q", "country", "language")}
    page = paginate(queries.find_people(access.viewer(), asked["q"], asked["country"], asked["language"]), request.args.get("page"))
    return render_template("contacts/people.html", page=page, asked=asked, countries=formats.countries(), languages=LANGUAGES)


@blueprint.get("/people/<int:person_id>")
@access.staff
def person(person_id: int):
    """One person: names, ways to reach, where they work, what happened."""
    return _page(queries.get_person(access.viewer(), person_id))


def _page(found: Person) -> str:
    viewer = access.viewer()
    return render_template(
        "contacts/person.html", person=found, labels=CHANNEL_LABELS, sentence=sentence,
        pairs=queries.open_duplicates(viewer, found), decided=queries.decided_pairs(viewer, found),
        rows=queries.import_rows_of(found), may_write=viewer.role in access.WRITERS,
        entries=list(db.session.scalars(queries.person_timeline(found).limit(ENTRIES))))


@blueprint.route("/people/new", methods=["GET", "POST"])
@access.writers
def new_person():
    """Add a person; whoever looks alike is shown before anything is saved."""
    form, viewer = PersonForm(), access.viewer()
    if not form.validate_on_submit():
        return _form_page(form), 422 if request.method == "POST" else 200
    alike = [] if request.form.get("anyway") else services.find_matches(form.values())
    if alike:
        return _form_page(form, alike=alike), 422
    made = _attempt(form, lambda: services.create_person(Actor.of(viewer), form.values()))
    if made is None:
        return _form_page(form), 422
    flash(_("%(name)s is added", name=made.label))
    return redirect(url_for("contacts.person", person_id=made.id))


@blueprint.get("/people/alike")
@access.writers
def alike():
    """Who resembles what is being typed; htmx puts the answer under the name."""
    form = PersonForm(request.args, meta={"csrf": False})
    name = (form.full_name.data or "").strip()
    found = services.find_matches(form.values()) if len(name) > 1 and is_htmx() else []
    return render_template("contacts/alike.html", alike=found, sentence=sentence, reasons_of=_reasons)


@blueprint.route("/people/<int:person_id>/edit", methods=["GET", "POST"])
@access.writers
def edit_person(person_id: int):
    """Change a person; where somebody else did so meanwhile, what is stored stands beside what was typed."""
    viewer = access.viewer()
    found, form = queries.get_person(viewer, person_id), PersonForm()
    if not form.is_submitted():
        form.fill(found)
    if not form.validate_on_submit():
        return _form_page(form, found), 422 if request.method == "POST" else 200
    values = form.values()
    values.phones += further_lines(found)
    version = int(form.version.data) if (form.version.data or "").isdecimal() else 0
    try:
        saved = _attempt(form, lambda: services.edit_person(
            Actor.of(viewer), queries.get_person(viewer, person_id), values, version, form.time_zone.data))
    except Conflict:
        found = queries.get_person(viewer, person_id)
        stored = PersonForm(formdata=None)
        stored.fill(found)
        rows = [(field.label.text, stored[field.short_name].data) for field in form
                if field.short_name not in ("csrf_token", "version") and (field.data or "") != (stored[field.short_name].data or "")]
        form.version.data = str(found.version)
        return _form_page(form, found, rows=rows), 409
    if saved is None:
        return _form_page(form, found), 422
    flash(_("%(name)s is saved", name=saved.label))
    return redirect(url_for("contacts.person", person_id=person_id))


def _attempt(form: PersonForm, act) -> Person | None:
    try:
        with transaction():
            return act()
    except Conflict:
        raise
    except Refused as refused:
        form.fail(refused.field if refused.field in form else "full_name", refused.message)
        return None


def _form_page(form: PersonForm, found: Person | None = None, alike=(), rows=None) -> str:
    return render_template("contacts/person_edit.html", form=form, person=found, alike=alike, rows=rows, sentence=sentence,
                           reasons_of=_reasons)


def _reasons(match: Match) -> list:
    return reasons_as_json(match.comparison)


@blueprint.get("/duplicates/")
@access.staff
def duplicates():
    """Pairs of stored people who may be one, side by side with the reasons."""
    page = paginate(queries.open_pairs(access.viewer()), request.args.get("page"), 20)
    return render_template("contacts/duplicates.html", page=page, sentence=sentence,
                           may_write=access.viewer().role in access.WRITERS)


@blueprint.post("/duplicates/<int:candidate_id>")
@access.writers
def decide_pair(candidate_id: int):
    """Remember that two people are not the same, or open the question again."""
    viewer = access.viewer()
    state = "not_same" if request.form.get("state") == "not_same" else "open"
    with transaction():
        pair = queries.get_duplicate(viewer, candidate_id)
        services.decide_duplicate(Actor.of(viewer), pair, state)
        person_id = pair.person_id
    flash(_("Noted: not the same person") if state == "not_same" else _("The question is open again"))
    if request.form.get("back") == "list":
        return redirect(url_for("contacts.duplicates"))
    return redirect(url_for("contacts.person", person_id=person_id))
