"""The materials of an event: the pack, the file of all of it, and its link."""

import tempfile

from flask import abort, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _

from outreach.accounts.queries import staff_users
from outreach.activity import Actor
from outreach.db import db, transaction
from outreach.errors import Conflict, Refused
from outreach.events import queries
from outreach.events.forms.packs import AddToPackForm, PackLanguagesForm, pack_form
from outreach.events.models import Event
from outreach.events.queries import packs as asked
from outreach.events.queries.pack_file import write_pack
from outreach.events.services import packs as services
from outreach.events.views import blueprint
from outreach.events.views.showing import record_page
from outreach.extensions import limiter
from outreach.i18n import LANGUAGES, current_language
from outreach.mail.rendering import public_url
from outreach.materials import queries as materials
from outreach.materials.models import Material
from outreach.web import access
from outreach.web.converters import record_key


@blueprint.get("/events/<int:event_id>/materials")
@access.staff
def packs(event_id: int):
    """The pack: each material by language, what is missing or expires too early, copies and who brings them."""
    return _page(queries.get_event(access.viewer(), event_id))


def _page(event: Event, *, form=None, languages_form=None, add_form=None, token: str | None = None, theirs=None) -> str:
    pack = asked.pack_of(event)
    rows, wanted = asked.packed(event, pack), asked.wanted_languages(event, pack)
    refused = next((one for one in (form, languages_form, add_form) if one is not None), None)
    return record_page(
        event, "events.packs", tab_title=_("Materials"), pack=pack, rows=rows, totals=asked.totals(rows), wanted=wanted,
        proposed=not (pack and pack.languages), materials=materials, form=refused, theirs=theirs or {},
        pack_form=form or pack_form(pack, _people(event)),
        languages_form=languages_form or PackLanguagesForm(formdata=None, data={"languages": wanted}),
        add_form=add_form or AddToPackForm(formdata=None, materials=_choices(), data={"languages": wanted}),
        address=public_url("events.open_pack", token=token) if token else None)


def _people(event: Event) -> list:
    """Our people, those who go to the event first."""
    going = {member.user_id for member in event.team}
    return sorted(staff_users(), key=lambda user: user.id not in going)


def _choices() -> list[tuple[int, str]]:
    code = current_language().code
    rows = db.session.scalars(materials.visible_materials(access.viewer()).order_by(Material.sort_key, Material.id))
    return [(row.id, row.title.shown(code).text if row.public else _(
        "%(material)s (internal)", material=row.title.shown(code).text)) for row in rows]


@blueprint.post("/events/<int:event_id>/materials")
@access.writers
def save_pack(event_id: int):
    """Save copies and bringers; with `remove` or `add` one line goes out or in besides."""
    viewer = access.viewer()
    event = queries.get_event(viewer, event_id)
    form = pack_form(asked.pack_of(event), _people(event))
    if not form.validate_on_submit():
        return _page(event, form=form), 422
    try:
        with transaction():
            _save(Actor.of(viewer), event, form)
    except Conflict as conflict:
        db.session.expire_all()
        pack = asked.pack_of(queries.get_event(viewer, event_id))
        # What was typed stays in the fields; saving once more is a decision made with both in sight.
        form.version.data = str(pack.version)
        people = {user.id: user.label for user in staff_users()}
        theirs = {key: (copies, people.get(brings)) for key, (copies, brings) in conflict.theirs.items()}
        return _page(pack.event, form=form, theirs=theirs), 409
    except Refused as refused:
        name = refused.field if refused.field in form else "version"
        form.fail(name, refused.message)
        return _page(queries.get_event(viewer, event_id), form=form), refused.status
    flash(_("The pack is saved"))
    return redirect(url_for("events.packs", event_id=event_id))


def _save(actor: Actor, event: Event, form) -> None:
    pack = asked.pack_of(event)
    version = record_key(form.version.data) or 0
    if pack is not None and pack.items:
        services.save_pack(actor, event, {item.id: (form[f"copies_{item.id}"].data, form[f"brings_{item.id}"].data)
                                          for item in pack.items}, version)
    if request.form.get("remove"):
        services.remove_from_pack(actor, event, asked.get_item(pack, _number(request.form["remove"])))
    material_id, _bar, language = request.form.get("add", "").partition("-")
    if material_id:
        services.add_to_pack(actor, event, materials.get_material(actor.user, _number(material_id)), [language])


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


@blueprint.post("/events/<int:event_id>/materials/languages")
@access.writers
def pack_languages(event_id: int):
    """Choose the languages wanted at the event."""
    viewer, form = access.viewer(), PackLanguagesForm()
    event = queries.get_event(viewer, event_id)
    if form.validate_on_submit():
        try:
            with transaction():
                services.choose_languages(Actor.of(viewer), event, form.languages.data)
            return redirect(url_for("events.packs", event_id=event_id))
        except Refused as refused:
            form.fail("languages", refused.message)
    return _page(queries.get_event(viewer, event_id), languages_form=form), 422


@blueprint.post("/events/<int:event_id>/materials/add")
@access.writers
def add_to_pack(event_id: int):
    """Put a material into the pack; a language that expired is refused with its day."""
    viewer, form = access.viewer(), AddToPackForm(materials=_choices())
    event = queries.get_event(viewer, event_id)
    if form.validate_on_submit():
        try:
            with transaction():
                material = materials.get_material(viewer, form.material_id.data)
                services.add_to_pack(Actor.of(viewer), event, material, form.languages.data)
            return redirect(url_for("events.packs", event_id=event_id) + "#pack")
        except Refused as refused:
            form.fail(refused.field if refused.field in ("material_id", "languages") else "material_id", refused.message)
    return _page(queries.get_event(viewer, event_id), add_form=form), 422


@blueprint.post("/events/<int:event_id>/materials/share")
@access.writers
def share_pack(event_id: int):
    """Make the link, or a new one in place of the old; it is shown on this page and never again."""
    viewer = access.viewer()
    with transaction():
        token = services.share_pack(Actor.of(viewer), queries.get_event(viewer, event_id))
    return _page(queries.get_event(viewer, event_id), token=token)


@blueprint.post("/events/<int:event_id>/materials/unshare")
@access.writers
def unshare_pack(event_id: int):
    """End the link."""
    viewer = access.viewer()
    with transaction():
        services.end_share(Actor.of(viewer), queries.get_event(viewer, event_id))
    flash(_("The link has ended"))
    return redirect(url_for("events.packs", event_id=event_id))


@blueprint.get("/events/<int:event_id>/materials.zip")
@access.hidden
def pack_zip(event_id: int):
    """All files of the pack that are valid today, internal ones too, for our own people."""
    event = queries.get_event(access.viewer(), event_id)
    out = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it when it has been sent
    write_pack(event, asked.packed(event, asked.pack_of(event)), out)
    out.seek(0)
    return send_file(out, mimetype="application/zip", as_attachment=True, download_name=f"{event.code}.zip")


@blueprint.get("/packs/<token>")
@access.link_holder
@limiter.limit("240 per minute")
def open_pack(token: str):
    """Leads to the link's page in the reader's language."""
    if asked.shared_pack(token) is None:
        abort(404)
    return redirect(url_for("events.shared_pack", lang=current_language().code, token=token))


@blueprint.get("/<lang>/packs/<token>")
@access.link_holder
@limiter.limit("240 per minute")
def shared_pack(lang: str, token: str):
    """What the holder of the link may fetch: the pack's public materials, which have addresses of their own."""
    pack = asked.shared_pack(token) if lang in LANGUAGES else None
    if pack is None:
        abort(404)
    rows, day = asked.handed_out(pack, lang), materials.today()
    return render_template("events/shared_pack.html", event=pack.event, rows=rows, labels=queries, materials=materials,
                           standings=lambda row: materials.standings(row, day))
