"""Reading the pack of an event: its lines, what is missing or expires too early, what its link shows."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from outreach.db import db, token_hash
from outreach.errors import NotFound
from outreach.events.models import Event, EventPack, PackItem, VisitGuest
from outreach.i18n import LANGUAGES, current_language, formats
from outreach.materials.models import Material
from outreach.materials.queries import Standing, best_standing, standing, today
from outreach.web import doors
from outreach.web.page import language_name

#: What is read where; everywhere else English.
_LANGUAGE_OF = {"CN": "zh", "TW": "zh", "HK": "zh", "MO": "zh", "DE": "de", "AT": "de", "CH": "de", "LI": "de", "KR": "ko"}


@dataclass(frozen=True)
class Line:
    """One language of a material in a pack: how it stands today and on the event's last day.

    `item` is None for a language that is wanted but not in the pack.
    """

    material: Material
    language: str
    now: Standing
    then: Standing
    item: PackItem | None
    #: The event's last day, or today once that is over.
    day: date

    @property
    def expires_before(self) -> bool:
        """True where it is in use today and will have expired by the event's last day."""
        return self.now.in_use and self.then.state == "expired"

    @property
    def instead(self) -> str | None:
        """The language in which guests get the material on that day where this one lacks; None for nothing."""
        found = best_standing(self.material, self.language, self.day)
        return found.language if found else None

    @property
    def lacking(self) -> bool:
        """True where there will be nothing to hand out in this language on the event's last day."""
        return not self.then.in_use


@dataclass(frozen=True)
class Packed:
    """A material of a pack with its languages in our order."""

    material: Material
    lines: list[Line]


def pack_of(event: Event) -> EventPack | None:
    """The pack of an event with its items and their versions; None where nobody began one."""
    items = selectinload(EventPack.items).joinedload(PackItem.material).selectinload(Material.versions)
    return db.session.scalar(select(EventPack).where(EventPack.event_id == event.id).options(items))


def proposed_languages(event: Event) -> list[str]:
    """Languages for the event, most wanted first: that of its country, those of its guests, and English."""
    wanted = Counter(db.session.scalars(select(VisitGuest.language).where(VisitGuest.event_id == event.id)))
    for count in doors.guest_languages:
        wanted.update(count(event))
    order = [_LANGUAGE_OF.get(event.country or "", "en"), *(code for code, _number in wanted.most_common()), "en"]
    return [code for code in dict.fromkeys(order) if code in LANGUAGES]


def wanted_languages(event: Event, pack: EventPack | None) -> list[str]:
    """The languages chosen for the event, else the proposed ones."""
    return list(pack.languages) if pack is not None and pack.languages else proposed_languages(event)


def packed(event: Event, pack: EventPack | None, day: date | None = None) -> list[Packed]:
    """The pack's materials by title, each with the languages that are in the pack or wanted by guests, who get nothing
    that is for our own people."""
    now = day or today()
    then, wanted = max(now, event.ends_on), wanted_languages(event, pack)
    items = {(item.material_id, item.language): item for item in pack.items} if pack else {}
    materials = {item.material_id: item.material for item in items.values()}
    return [Packed(material, [
        Line(material, code, standing(material.versions, code, now), standing(material.versions, code, then),
             items.get((material.id, code)), then)
        for code in LANGUAGES if (material.id, code) in items or code in wanted and material.audience != "team"])
        for material in sorted(materials.values(), key=lambda row: (row.sort_key, row.id))]


def pack_facts(event: Event) -> list[tuple[str, str]]:
    """(fact, key) of each item that will have expired by the event's last day, or has no file; none for past events."""
    if event.ends_on < today() or event.state == "cancelled":
        return []
    found = []
    for row in packed(event, pack_of(event)):
        for line in row.lines:
            if line.item is not None and line.lacking:
                found.append((lacking_fact(line), f"material:{row.material.id}:{line.language}:{line.then.state}"
                              f":{line.then.version.valid_until if line.then.version else ''}"))
    return found


def lacking_fact(line: Line) -> str:
    """Why there will be nothing to hand out, with the day."""
    said = {"material": line.material.title.shown(current_language().code).text, "language": language_name(line.language)}
    version = line.then.version
    if line.then.state == "expired" and line.expires_before:
        return _("“%(material)s” in %(language)s expires on %(day)s, before the event's last day",
                 day=formats.day(version.valid_until), **said)
    if line.then.state == "expired":
        return _("“%(material)s” in %(language)s expired on %(day)s", day=formats.day(version.valid_until), **said)
    if line.then.state == "to_come":
        return _("“%(material)s” in %(language)s is valid from %(day)s on, after the event",
                 day=formats.day(version.valid_from), **said)
    if line.then.state == "withdrawn":
        return _("“%(material)s” in %(language)s was withdrawn", **said)
    return _("“%(material)s” is missing in %(language)s", **said)


def count_packed(event: Event) -> int:
    """How many materials are in the event's pack."""
    return db.session.scalar(
        select(func.count(PackItem.material_id.distinct())).join(PackItem.pack).where(EventPack.event_id == event.id)) or 0


def get_item(pack: EventPack | None, item_id: int) -> PackItem:
    """An item of this very pack. Raises NotFound."""
    found = next((item for item in pack.items if item.id == item_id), None) if pack else None
    if found is None:
        raise NotFound("unknown_item", _("This is not in the pack any more"))
    return found


def shared_pack(token: str) -> EventPack | None:
    """The pack behind a link's token; None for a wrong one and one that was ended."""
    return db.session.scalar(select(EventPack).where(EventPack.token_hash == token_hash(token)))


def handed_out(pack: EventPack, language: str) -> list[tuple[Material, Standing]]:
    """What the link shows: the pack's public materials by title, each with what a reader of `language` gets today."""
    rows = db.session.scalars(
        select(Material).where(Material.public, Material.id.in_(select(PackItem.material_id).where(PackItem.pack_id == pack.id)))
        .order_by(Material.sort_key, Material.id).options(selectinload(Material.versions)))
    return [(row, found) for row in rows if (found := best_standing(row, language, today()))]


def packs_with(material: Material) -> list[EventPack]:
    """The packs that hold a material, the latest event first."""
    return list(db.session.scalars(
        select(EventPack).join(EventPack.event).options(joinedload(EventPack.event))
        .where(EventPack.id.in_(select(PackItem.pack_id).where(PackItem.material_id == material.id)))
        .order_by(Event.starts_on.desc(), Event.id.desc())))


def totals(rows: Iterable[Packed]) -> dict[str, int]:
    """Copies to print, and how many lines have nothing to hand out."""
    lines = [line for row in rows for line in row.lines]
    return {"copies": sum(line.item.copies or 0 for line in lines if line.item),
            "lacking": sum(line.lacking for line in lines)}
