"""What targets hang on the doors: navigation, search, sentences of the timeline, reference, panel, the list."""

from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from outreach.accounts.models import User
from outreach.contacts.models import Organisation
from outreach.db import db
from outreach.i18n import formats
from outreach.search.content import Content
from outreach.targets import queries
from outreach.targets.models import Target
from outreach.targets.services import refresh_target, target_words
from outreach.web import access, doors

doors.navigation.hang("targets.index", doors.NavigationEntry(
    "targets.index", _l("Targets"), "target", "contacts", 335, access.STAFF))

# Whom we want to win stays when the organisation goes: the target keeps the name as a free one.
doors.person_references.hang("target.organisation_id", doors.PersonReference(
    "target.organisation_id", _l("Targets"), on_merge="move", on_erase="detach"))


def _words_anew(kind: str, ids: list[int]) -> None:
    """Targets are found by the names of their organisation."""
    if kind == "organisation":
        for target in db.session.scalars(select(Target).where(Target.organisation_id.in_(ids))):
            refresh_target(target)


doors.merge_rule.hang("targets", doors.MergeRule(refresh=_words_anew))


def _find(ids: list[int], viewer) -> dict[int, tuple[str, str, str]]:
    found = db.session.scalars(queries.visible_targets(viewer).where(Target.id.in_(ids)))
    return {target.id: (target.label, " · ".join(filter(None, [
        str(queries.KIND_LABELS[target.kind]), formats.country(target.country), str(queries.STATE_LABELS[target.state])])),
        url_for("targets.detail", target_id=target.id)) for target in found}


def _rebuild() -> Iterator[tuple[int, Content, str | None]]:
    for target in db.session.scalars(select(Target).order_by(Target.id)):
        yield target.id, target_words(target), None


doors.search_document.hang("target", doors.SearchDocument(_l("Targets"), "target", _find, _rebuild))


def _organisation_panel(viewer, organisation) -> dict | None:
    if viewer is None or viewer.role not in access.STAFF:
        return None
    found = queries.targets_of_organisation(viewer, organisation.id)
    may_write = viewer.role in access.WRITERS
    if not found and not may_write:
        return None
    return {"targets": found, "labels": queries, "counts": queries.fact_counts(found), "may_write": may_write,
            "organisation": organisation}


doors.page_panel.hang("targets.organisation", doors.PagePanel(
    "contacts.organisation", "targets/panel_organisation.html", _organisation_panel, 50, side=True))

_FIELDS = {"website": _l("Website"), "priority": _l("Priority"), "why": _l("Why we want to win it"),
           "why_language": _l("Language of the text"), "source": _l("Source"), "observed_on": _l("Day of the source")}


def _value(entry, field: str, stored) -> str | None:
    """Codes and keys of a target in words."""
    if field in ("owner_id", "organisation_id"):
        row = db.session.get(User if field == "owner_id" else Organisation, stored)
        return row.label if row is not None else None
    kinds = queries.FACT_LABELS if entry.verb.startswith("target.fact") else queries.KIND_LABELS
    words = {"kind": kinds, "state": queries.STATE_LABELS, "priority": queries.PRIORITY_LABELS}.get(field, {})
    return str(words[stored]) if stored in words else None


def _tell(verb: str, icon: str, sentence, **hidden) -> None:
    doors.timeline_kind.hang(verb, doors.TimelineKind(icon, sentence, {**_FIELDS, **hidden}, _value))


def _named(entry) -> dict[str, str]:
    return {"name": entry.subject_label}


def _state(entry) -> str:
    after = (entry.data.get("changes") or {}).get("state", ["", ""])[1]
    return _("set the target %(name)s to “%(state)s”", state=str(queries.STATE_LABELS.get(after, after)), **_named(entry))


def _fact(entry) -> dict[str, str]:
    kind = entry.data.get("kind", "")
    return {"kind": str(queries.FACT_LABELS.get(kind, kind)), **_named(entry)}


_tell("target.created", "target", lambda entry: _("made %(name)s a target", **_named(entry)))
_tell("target.changed", "pen", lambda entry: _("changed the target %(name)s", **_named(entry)))
_tell("target.state_changed", "target", _state, state=None)
_tell("target.converted", "lead", lambda entry: _(
    "made lead %(lead)s of the target %(name)s", lead=entry.data.get("lead", ""), **_named(entry)), state=None)
_tell("target.conversion_undone", "undo", lambda entry: _(
    "took back the lead that the target %(name)s had become", **_named(entry)), state=None)
_tell("target.fact_added", "plus", lambda entry: _("added to the dossier of %(name)s: %(kind)s", **_fact(entry)))
_tell("target.fact_changed", "pen", lambda entry: _("corrected the dossier of %(name)s: %(kind)s", **_fact(entry)))
_tell("target.fact_removed", "x", lambda entry: _("took out of the dossier of %(name)s: %(kind)s", **_fact(entry)))

# The list registers itself.
from outreach.targets.doors import lists  # noqa: E402,F401
