"""Adding and changing materials, uploading versions, changing how long one is valid, withdrawing one."""

import re
import unicodedata
from datetime import date
from typing import Any, BinaryIO

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from outreach import files
from outreach.activity import Actor, changes_of, record
from outreach.catalogue.queries import industry_choices
from outreach.db import db, hold, now
from outreach.errors import Conflict, Refused
from outreach.files import Attachment
from outreach.files.kinds import DOCUMENTS
from outreach.i18n import LANGUAGES, formats
from outreach.identity import sort_key
from outreach.materials.models import AUDIENCES, KINDS, Material, MaterialVersion
from outreach.materials.queries import today
from outreach.search import index
from outreach.search.content import Content

#: What a caller may set.
FIELDS = ("code", "title", "description", "kind", "audience", "industries", "public", "printed", "image_rights")
#: A whole request may have 64 MB.
LIMITS = files.Limits(octets=50_000_000, extensions=DOCUMENTS | {"mp4"})
_CODE = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*\Z")


def create_material(actor: Actor, values: dict[str, Any]) -> Material:
    """Add a material from columns as in FIELDS; without a code one is made of the title.

    Raises Refused, with the field, for values that cannot be.
    """
    material = Material(**{"audience": "everybody", "industries": [], "public": False, "printed": False, "image_rights": "",
                           "kind": "", **_clean(values)})
    if not material.code and material.title:
        material.code = _free_code(material.title.original)
    _check(material)
    _derive(material)
    try:
        with db.session.begin_nested():
            db.session.add(material)
    except IntegrityError:
        raise _taken() from None
    record(actor, "material.created", material, code=material.code)
    index.put("material", material.id, words_of(material))
    return material


def edit_material(actor: Actor, material: Material, values: dict[str, Any], *, version: int | None = None) -> Material:
    """Change columns as in FIELDS. Raises Conflict with what is stored now where `version` is not today's, and Refused."""
    row, given = material, _clean(values)
    if not hold(row, version):
        theirs = {name: getattr(row, name) for name, value in given.items() if getattr(row, name) != value}
        if theirs:
            raise Conflict("material_changed", _(
                "Somebody else changed this material meanwhile. Check what is stored now."), theirs=theirs)
    with db.session.no_autoflush:
        changes = changes_of(row, given)
        try:
            _check(row)
        except Refused:
            db.session.expire(row)
            raise
    if changes:
        row.version += 1
        _derive(row)
        record(actor, "material.changed", row, changes=changes)
        index.put("material", row.id, words_of(row))
    return row


def receive_file(stream: BinaryIO, filename: str) -> Attachment:
    """Take the file of a version before the unit of work begins. Raises Refused as files.receive does."""
    return files.receive(stream, filename, LIMITS)


def add_version(actor: Actor, material: Material, language: str, attachment: Attachment, *, valid_from: date,
                valid_until: date | None = None, note: str = "") -> MaterialVersion:
    """Add what receive_file gave as the next version in a language; older ones stay in the history.

    Raises Refused for days that cannot be, and for a file that this language has already.
    """
    if language not in LANGUAGES:
        raise Refused("unknown_language", _("Choose a language"), field="language")
    _check_days(valid_from, valid_until)
    row = material
    hold(row)
    # Another version does not count up the material's own.
    db.session.refresh(row, ["versions"])
    own = [version for version in row.versions if version.language == language]
    same = next((version for version in own if version.attachment.sha256 == attachment.sha256
                 and version.withdrawn_at is None), None)
    if same is not None:
        raise Refused("same_file", _("This is the very file of version %(number)s. Choose another file, or change how long "
                                     "that version is valid.", number=same.number), field="file")
    made = MaterialVersion(material=row, language=language, number=max((item.number for item in own), default=0) + 1,
                           attachment=attachment, valid_from=valid_from, valid_until=valid_until, note=note,
                           added_by_id=actor.id)
    db.session.add(made)
    record(actor, "material.version_added", row, number=made.number, language=language, file=attachment.filename,
           valid_until=valid_until)
    return made


def change_validity(actor: Actor, version: MaterialVersion, valid_from: date, valid_until: date | None) -> MaterialVersion:
    """Change the days on which a version is valid. Raises Refused."""
    if version.withdrawn_at is not None:
        raise _withdrawn()
    if (valid_from, valid_until) != (version.valid_from, version.valid_until):
        _check_days(valid_from, valid_until)
        changes = changes_of(version, {"valid_from": valid_from, "valid_until": valid_until})
        record(actor, "material.version_changed", version.material, changes=changes, number=version.number,
               language=version.language)
    return version


def withdraw_version(actor: Actor, version: MaterialVersion, reason: str) -> MaterialVersion:
    """Take a version back at once: nobody gets it any more, the one before it is in force again. Raises Refused."""
    if version.withdrawn_at is not None:
        raise _withdrawn()
    if not reason.strip():
        raise Refused("reason_missing", _("Enter why this version is withdrawn"), field="reason")
    version.withdrawn_at, version.withdrawn_reason = now(), reason.strip()
    record(actor, "material.version_withdrawn", version.material, number=version.number, language=version.language,
           reason=version.withdrawn_reason)
    return version


def words_of(material: Material) -> Content:
    """What a material is found by: code and title in all languages, and its description."""
    texts = [entry.get("text") for entry in (material.description.texts if material.description else {}).values()]
    return Content.of(names=[*_titles(material), material.code], text=texts)


def filter_words(text: str) -> str:
    """Words as Material.words has them."""
    return unicodedata.normalize("NFKC", text).casefold()


def _titles(material: Material) -> list[str]:
    return [entry["text"] for entry in material.title.texts.values() if entry.get("text")]


def _derive(material: Material) -> None:
    material.sort_key = sort_key(material.title.original)[:200]
    material.words = filter_words(" ".join([material.code, *_titles(material)]))


def _clean(values: dict[str, Any]) -> dict[str, Any]:
    given = {name: value for name, value in values.items() if name in FIELDS}
    if isinstance(given.get("code"), str):
        given["code"] = given["code"].strip().upper()
    return given


def _free_code(title: str) -> str:
    stem = re.sub(r"[^A-Z0-9]+", "-", sort_key(title).upper()).strip("-")[:30].strip("-") or "MATERIAL"
    code, count = stem, 1
    while db.session.scalar(select(Material.id).where(Material.code == code)):
        count += 1
        code = f"{stem}-{count}"
    return code


def _check(material: Material) -> None:
    """Refuse what cannot be; the first fault is told with its field."""
    if not material.title:
        raise Refused("title_missing", _("Enter a title in at least one language"), field="title")
    if material.kind not in KINDS:
        raise Refused("unknown_kind", _("Choose the kind of material"), field="kind")
    if material.audience not in AUDIENCES:
        raise Refused("unknown_audience", _("Choose for whom it is"), field="audience")
    if material.public and material.audience == "team":
        raise Refused("public_team", _("What is for our own people cannot be public. Choose another audience, or leave it "
                                       "internal."), field="public")
    known = {code for code, _label in industry_choices(keep=tuple(material.industries or ()))}
    if not set(material.industries or ()) <= known:
        raise Refused("unknown_industry", _("Choose the industries from the list"), field="industries")
    if not material.code or len(material.code) > 40 or not _CODE.match(material.code):
        raise Refused("bad_code", _("Write the code with capital letters, digits and hyphens, for example PARK-BROCHURE"),
                      field="code")
    if db.session.scalar(select(Material.id).where(Material.code == material.code, Material.id != material.id)):
        raise _taken()


def _taken() -> Refused:
    return Refused("code_taken", _("Another material has this code"), field="code")


def _check_days(valid_from: date, valid_until: date | None) -> None:
    if valid_until is not None and valid_until < valid_from:
        raise Refused("end_before_start", _("The last day lies before the first day"), field="valid_until")
    if valid_until is not None and valid_until < today():
        raise Refused("expired_already", _("This version would have expired on %(day)s. Enter a later day, or none.",
                                           day=formats.day(valid_until)), field="valid_until")


def _withdrawn() -> Refused:
    return Refused("version_withdrawn", _("This version was withdrawn. Upload a new one."))
