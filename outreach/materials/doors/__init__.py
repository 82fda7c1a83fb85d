"""What materials hang on the doors: navigation, search, the list, and how what happened to them is told."""

from collections.abc import Iterator
from datetime import date

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from outreach.db import db
from outreach.i18n import current_language, formats
from outreach.materials.doors import lists  # noqa: F401 - it hangs its own
from outreach.materials.models import Material
from outreach.materials.queries import AUDIENCE_LABELS, KIND_LABELS, count_materials, today, visible_materials
from outreach.materials.services import words_of
from outreach.search.content import Content
from outreach.web import doors
from outreach.web.access import STAFF
from outreach.web.page import language_name

doors.navigation.hang("materials.index", doors.NavigationEntry(
    "materials.index", _l("Materials"), "file", "events", 130, STAFF,
    count=lambda viewer: count_materials(viewer, "ending", today()) or None))


def _find(ids: list[int], viewer) -> dict[int, tuple[str, str, str]]:
    code = current_language().code
    return {row.id: (row.title.shown(code).text, f"{KIND_LABELS[row.kind]} · {row.code}",
                     url_for("materials.detail", material_id=row.id))
            for row in db.session.scalars(visible_materials(viewer).where(Material.id.in_(ids)))}


def _rebuild() -> Iterator[tuple[int, Content, str | None]]:
    for row in db.session.scalars(select(Material).order_by(Material.id)):
        yield row.id, words_of(row), None


doors.search_document.hang("material", doors.SearchDocument(_l("Materials"), "file", _find, _rebuild))

_FIELDS = {"audience": _l("For whom"), "printed": _l("There are printed copies"), "image_rights": _l("Rights of the pictures"),
           "valid_from": _l("Valid from"), "valid_until": _l("Valid until"), "public": _l("Public: anybody may fetch it")}


def _value(_entry, field: str, stored) -> str | None:
    words = {"kind": KIND_LABELS, "audience": AUDIENCE_LABELS}.get(field, {})
    return str(words[stored]) if isinstance(stored, str) and stored in words else None


def _tell(verb: str, icon: str, sentence) -> None:
    # The sentence of a withdrawal tells its reason.
    hidden = {"reason": None} if verb == "material.version_withdrawn" else {}
    doors.timeline_kind.hang(verb, doors.TimelineKind(icon, sentence, {**_FIELDS, **hidden}, _value))


def _said(entry) -> dict:
    return {"material": entry.subject_label, "number": entry.data.get("number", ""),
            "language": language_name(entry.data.get("language", ""))}


def _added(entry) -> str:
    until = entry.data.get("valid_until")
    if until:
        return _("uploaded version %(number)s of %(material)s in %(language)s, valid until %(day)s: %(file)s",
                 **_said(entry), file=entry.data.get("file", ""), day=formats.day(date.fromisoformat(until)))
    return _("uploaded version %(number)s of %(material)s in %(language)s: %(file)s", **_said(entry),
             file=entry.data.get("file", ""))


_tell("material.created", "plus", lambda entry: _("added the material %(material)s", material=entry.subject_label))
_tell("material.changed", "pen", lambda entry: _("changed the material %(material)s", material=entry.subject_label))
_tell("material.version_added", "upload", _added)
_tell("material.version_changed", "cal", lambda entry: _(
    "changed how long version %(number)s of %(material)s in %(language)s is valid", **_said(entry)))
_tell("material.version_withdrawn", "x", lambda entry: _(
    "withdrew version %(number)s of %(material)s in %(language)s: %(reason)s", **_said(entry),
    reason=entry.data.get("reason", "")))
