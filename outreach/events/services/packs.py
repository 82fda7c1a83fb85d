"""Packing for an event: languages, materials, copies and who brings them, and the link to what is public."""

from collections.abc import Collection

from flask_babel import gettext as _
from sqlalchemy import select

from outreach.accounts.models import User
from outreach.activity import Actor, record
from outreach.db import db, new_token, now, token_hash
from outreach.errors import Conflict, Refused
from outreach.events.models import Event, EventPack, PackItem
from outreach.events.queries.packs import pack_of, wanted_languages
from outreach.i18n import LANGUAGES, current_language, formats
from outreach.materials.models import Material
from outreach.materials.queries import standing, today
from outreach.web.access import STAFF
from outreach.web.page import language_name

MOST_COPIES = 100_000


def choose_languages(actor: Actor, event: Event, languages: Collection[str]) -> EventPack:
    """Choose the languages wanted at the event. Raises Refused for none."""
    chosen = [code for code in LANGUAGES if code in languages]
    if not chosen:
        raise Refused("languages_missing", _("Choose at least one language"), field="languages")
    pack = hold_pack(event)
    if list(pack.languages or []) != chosen:
        pack.languages = chosen
        record(actor, "pack.languages_chosen", event, languages=chosen)
    return pack


def add_to_pack(actor: Actor, event: Event, material: Material, languages: Collection[str]) -> list[PackItem]:
    """Put a material into the pack in these languages; those that are in it already stay as they are.

    A language without a file is taken and shown as missing. Raises Refused for a language that expired or was
    withdrawn, with the day; nothing is added then.
    """
    chosen = [code for code in LANGUAGES if code in languages]
    if not chosen:
        raise Refused("languages_missing", _("Choose at least one language"), field="languages")
    for code in chosen:
        _refuse_expired(material, code)
    pack = hold_pack(event)
    if not pack.languages:
        pack.languages = [code for code in LANGUAGES if code in wanted_languages(event, None)]
    held = {item.language for item in pack.items if item.material_id == material.id}
    made = [PackItem(material=material, language=code) for code in chosen if code not in held]
    if not made:
        raise Refused("in_pack", _("“%(material)s” is in the pack in these languages already", material=_title(material)),
                      field="material_id")
    pack.items.extend(made)
    pack.version += 1
    record(actor, "pack.material_added", event, about=[material], material=material.title,
           languages=[item.language for item in made])
    return made


def _refuse_expired(material: Material, code: str) -> None:
    found = standing(material.versions, code, today())
    said = {"material": _title(material), "language": language_name(code)}
    if found.state == "expired":
        raise Refused("material_expired", _(
            "“%(material)s” in %(language)s expired on %(day)s. Upload a new version, or leave this language out.",
            day=formats.day(found.version.valid_until), **said), field="languages")
    if found.state == "withdrawn":
        raise Refused("material_withdrawn", _(
            "“%(material)s” in %(language)s was withdrawn. Upload a new version, or leave this language out.", **said),
            field="languages")


def save_pack(actor: Actor, event: Event, values: dict[int, tuple[int | None, int | None]], version: int) -> EventPack:
    """Set copies and bringer of items, {item id: (copies, user id)}; items that are gone are passed over.

    Raises Conflict with what is stored now, in the same form, where somebody else changed it since `version`.
    """
    pack = hold_pack(event)
    items = {item.id: item for item in pack.items}
    changed = {items[key]: pair for key, pair in values.items()
               if key in items and pair != (items[key].copies, items[key].brings_id)}
    if version != pack.version and changed:
        raise Conflict("pack_changed", _("Somebody else changed this pack meanwhile. Check what is stored now."),
                       theirs={item.id: (item.copies, item.brings_id) for item in changed})
    for item, (copies, brings_id) in changed.items():
        if copies is not None and not 0 < copies <= MOST_COPIES:
            raise Refused("bad_copies", _("Enter the copies as a whole number up to %(most)s",
                                          most=formats.number(MOST_COPIES)), field=f"copies_{item.id}")
        user = db.session.get(User, brings_id) if brings_id else None
        if brings_id and (user is None or user.role not in STAFF):
            raise Refused("not_staff", _("Choose one of our own people"), field=f"brings_{item.id}")
        item.copies, item.brings = copies, user
    if changed:
        pack.version += 1
        for material in dict.fromkeys(item.material for item in changed):
            record(actor, "pack.changed", event, about=[material], material=material.title, lines=[
                [item.language, item.copies, item.brings.label if item.brings else None]
                for item in changed if item.material is material])
    return pack


def remove_from_pack(actor: Actor, event: Event, item: PackItem) -> None:
    """Take a material in one language out of the pack."""
    pack = hold_pack(event)
    pack.items.remove(item)
    pack.version += 1
    record(actor, "pack.material_removed", event, about=[item.material], material=item.material.label,
           languages=[item.language])


def share_pack(actor: Actor, event: Event) -> str:
    """Make the link, in place of an older one, which stops at once. Gives the token, which nobody can read again."""
    pack, token = hold_pack(event), new_token()
    pack.token_hash, pack.shared_at, pack.shared_by_id = token_hash(token), now(), actor.id
    record(actor, "pack.shared", event)
    return token


def end_share(actor: Actor, event: Event) -> None:
    """End the link; repeating it changes nothing."""
    pack = pack_of(event)
    if pack is not None and pack.token_hash is not None:
        pack.token_hash = pack.shared_at = pack.shared_by_id = None
        record(actor, "pack.share_ended", event)


def hold_pack(event: Event) -> EventPack:
    """The event's pack as it is stored now, locked for this unit of work; made where there is none yet."""
    # The event is locked too, so that of two who begin the pack one waits for the other.
    db.session.execute(select(Event.id).where(Event.id == event.id).with_for_update())
    pack = db.session.scalar(select(EventPack).where(EventPack.event_id == event.id).with_for_update(of=EventPack)
                             .execution_options(populate_existing=True))
    if pack is None:
        pack = EventPack(event=event, languages=[])
        db.session.add(pack)
        db.session.flush()
    return pack


def _title(material: Material) -> str:
    return material.title.shown(current_language().code).text
