"""The pack of an event: its tab, where a material is packed, and how what happens to packs is told."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from outreach.events.queries import span_of
from outreach.events.queries.packs import count_packed, packs_with
from outreach.web import doors
from outreach.web.page import language_name

doors.record_tab.hang("events.packs", doors.RecordTab(
    "events.detail", "events.packs", _l("Materials"), 60, count=lambda viewer, event: count_packed(event) or None))


def _packed_panel(_viewer, material) -> dict | None:
    found = packs_with(material)
    return {"packs": found, "span_of": span_of} if found else None


doors.page_panel.hang("packs with material", doors.PagePanel(
    "materials.detail", "events/panel_material.html", _packed_panel, 20, side=True))


def _tell(verb: str, icon: str, sentence) -> None:
    doors.timeline_kind.hang(verb, doors.TimelineKind(icon, sentence))


def _said(entry) -> dict:
    return {"event": entry.subject_name, "material": entry.text("material"),
            "languages": ", ".join(language_name(code) for code in entry.data.get("languages", []))}


def _changed(entry) -> str:
    lines = entry.data.get("lines", [])
    words = []
    for language, copies, brings in lines:
        parts = [ngettext("%(num)s copy", "%(num)s copies", copies) if copies else "", brings or ""]
        words.append(f"{language_name(language)} {', '.join(filter(None, parts)) or '–'}")
    return _("changed %(material)s in the pack of %(event)s: %(lines)s", event=entry.subject_name,
             material=entry.text("material"), lines="; ".join(words))


_tell("pack.languages_chosen", "list", lambda entry: _(
    "chose the languages of the materials for %(event)s: %(languages)s", event=_said(entry)["event"],
    languages=_said(entry)["languages"]))
_tell("pack.material_added", "plus", lambda entry: _(
    "put %(material)s into the pack of %(event)s: %(languages)s", **_said(entry)))
_tell("pack.material_removed", "x", lambda entry: _(
    "took %(material)s out of the pack of %(event)s: %(languages)s", **_said(entry)))
_tell("pack.changed", "pen", _changed)
_tell("pack.shared", "partner", lambda entry: _(
    "made a link to the public materials for %(event)s", event=entry.subject_name))
_tell("pack.share_ended", "x", lambda entry: _(
    "ended the link to the public materials for %(event)s", event=entry.subject_name))
