"""Reading materials: who may see which, how each language stands on a day, and the words for the codes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select
from sqlalchemy.orm import aliased, selectinload

from outreach.db import db, today_in
from outreach.errors import NotFound
from outreach.i18n import LANGUAGES
from outreach.materials.models import Material, MaterialVersion
from outreach.web.access import STAFF

KIND_LABELS = {
    "brochure": _l("Brochure"), "deck": _l("Presentation"), "fact_sheet": _l("Fact sheet"),
    "policy_sheet": _l("Policy sheet"), "form": _l("Form"), "film": _l("Film"), "other": _l("Other material"),
}
AUDIENCE_LABELS = {
    "everybody": _l("Everybody"), "investors": _l("Investors"), "partners": _l("Partners"), "talent": _l("Talent"),
    "authorities": _l("Authorities and associations"), "team": _l("Our own people"),
}
#: How a language stands: in use, in use for less than ENDING_DAYS, not yet, not any more, taken back, never there.
STATE_LABELS = {
    "valid": _l("Valid"), "ending": _l("Expires soon"), "to_come": _l("Not valid yet"), "expired": _l("Expired"),
    "withdrawn": _l("Withdrawn"), "missing": _l("Missing"),
}
STATE_TAGS = {"valid": "ok", "ending": "warn", "to_come": "info", "expired": "bad", "withdrawn": "bad", "missing": "none"}
#: States in which a version may be handed out.
IN_USE = frozenset({"valid", "ending"})
#: How long before its last day a version is worth a look, in days.
ENDING_DAYS = 60


def today() -> date:
    """The day by the centre's calendar, which decides what is valid."""
    return today_in("Asia/Shanghai")


@dataclass(frozen=True)
class Standing:
    """How one language of a material stands on a day; `version` is the one that this is said of, None for 'missing'."""

    language: str
    state: str
    version: MaterialVersion | None = None

    @property
    def in_use(self) -> bool:
        """True where the version may be handed out on that day."""
        return self.state in IN_USE


def standing(versions: Iterable[MaterialVersion], language: str, day: date) -> Standing:
    """How a language stands. The version that began last replaces the older ones for good, until it is withdrawn."""
    own = [version for version in versions if version.language == language]
    kept = [version for version in own if version.withdrawn_at is None]
    begun = [version for version in kept if version.valid_from <= day]
    if begun:
        last = max(begun, key=lambda version: (version.valid_from, version.number))
        if last.valid_until is None or last.valid_until > day + timedelta(days=ENDING_DAYS):
            return Standing(language, "valid", last)
        return Standing(language, "ending" if last.valid_until >= day else "expired", last)
    if kept:
        return Standing(language, "to_come", min(kept, key=lambda version: (version.valid_from, -version.number)))
    return Standing(language, "withdrawn", own[-1]) if own else Standing(language, "missing")


def standings(material: Material, day: date) -> dict[str, Standing]:
    """How each of our languages stands, by its code."""
    return {code: standing(material.versions, code, day) for code in LANGUAGES}


def best_standing(material: Material, language: str, day: date) -> Standing | None:
    """What a reader of `language` gets: that language, English, the language of the original, any; None for nothing."""
    found = standings(material, day)
    order = (language, "en", material.title.source, *LANGUAGES)
    return next((found[code] for code in order if found[code].in_use), None)


def visible_materials(viewer) -> Select:
    """All materials for our own people, none for anybody else: they have the public addresses."""
    statement = select(Material).options(selectinload(Material.versions))
    return statement if viewer is not None and viewer.role in STAFF else statement.where(false())


def get_material(viewer, material_id: int) -> Material:
    """One material with its versions. Raises NotFound where there is none, or none for this viewer."""
    found = db.session.scalar(visible_materials(viewer).where(Material.id == material_id))
    if found is None:
        raise NotFound("unknown_material", _("There is no such material. Look it up in the list of materials."))
    return found


def get_version(viewer, material_id: int, version_id: int) -> MaterialVersion:
    """One version of this very material. Raises NotFound."""
    material = get_material(viewer, material_id)
    found = next((version for version in material.versions if version.id == version_id), None)
    if found is None:
        raise NotFound("unknown_version", _("There is no such version of this material"))
    return found


def public_materials(language: str, day: date) -> list[tuple[Material, Standing]]:
    """What anybody may fetch on that day, by title, each with what a reader of `language` gets."""
    rows = db.session.scalars(select(Material).where(Material.public).order_by(Material.sort_key, Material.id)
                              .options(selectinload(Material.versions)))
    return [(row, found) for row in rows if (found := best_standing(row, language, day))]


def public_version(code: str, language: str, day: date) -> MaterialVersion:
    """The version of a public material that is valid in this language on that day.

    Raises NotFound for everything else, with nothing that tells an internal material from none.
    """
    row = db.session.scalar(select(Material).where(Material.code == code.upper(), Material.public))
    found = standing(row.versions, language, day) if row is not None else None
    if found is None or not found.in_use:
        raise NotFound("unknown_material", _("There is nothing to fetch at this address"))
    return found.version


def governs(day: date) -> ColumnElement[bool]:
    """The condition of being the version that standing() tells of, among those that have begun by `day`."""
    later = aliased(MaterialVersion)
    return and_(
        MaterialVersion.withdrawn_at.is_(None), MaterialVersion.valid_from <= day,
        ~exists().where(
            later.material_id == MaterialVersion.material_id, later.language == MaterialVersion.language,
            later.withdrawn_at.is_(None), later.valid_from <= day,
            or_(later.valid_from > MaterialVersion.valid_from,
                and_(later.valid_from == MaterialVersion.valid_from, later.number > MaterialVersion.number))))


def having(state: str, day: date, language: str | None = None) -> ColumnElement[bool]:
    """The condition on Material that some language, or this one, is 'in_use', 'ending' or 'expired' on that day."""
    until, soon = MaterialVersion.valid_until, day + timedelta(days=ENDING_DAYS)
    fits = {"in_use": or_(until.is_(None), until >= day), "ending": and_(until >= day, until <= soon),
            "expired": until < day}[state]
    found = select(MaterialVersion.material_id).where(governs(day), fits)
    return Material.id.in_(found.where(MaterialVersion.language == language) if language else found)


def count_materials(viewer, state: str, day: date) -> int:
    """How many materials have a language that is 'ending' or 'expired'."""
    found = visible_materials(viewer).where(having(state, day)).with_only_columns(Material.id).subquery()
    return db.session.scalar(select(func.count()).select_from(found)) or 0
