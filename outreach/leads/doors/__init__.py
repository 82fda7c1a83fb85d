"""What leads hang on the doors: navigation, search, sentences of the timeline, person references, panels."""

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from outreach.accounts.models import User
from outreach.catalogue import queries as catalogue
from outreach.contacts.models import Organisation
from outreach.db import db, today_in
from outreach.leads import queries
from outreach.leads.models import PERSON_ROLES, Lead, LeadPerson
from outreach.leads.queries import labels
from outreach.leads.services.make import lead_words
from outreach.leads.services.targets import lead_of_target
from outreach.search import index
from outreach.web import access, doors


def _count(viewer) -> int:
    """What is late comes first; only where nothing is, the number of open leads."""
    return queries.overdue_count(viewer) or queries.open_count(viewer)


doors.navigation.hang("leads.index", doors.NavigationEntry(
    "leads.index", _l("Leads"), "lead", "work", 20, access.STAFF, count=_count,
    hot=lambda viewer: queries.overdue_count(viewer) > 0))



def _role_of_both(stays: dict, goes: dict) -> dict:
    """Who stands on a lead twice keeps the weightier role."""
    return {"role": min(stays["role"], goes["role"], key=PERSON_ROLES.index),
            "is_primary": stays["is_primary"] or goes["is_primary"]}


doors.person_references.hang("lead.organisation_id", doors.PersonReference(
    "lead.organisation_id", _l("Leads of the organisation"), "move", "detach"))
doors.person_references.hang("lead_person.person_id", doors.PersonReference(
    "lead_person.person_id", _l("Leads on which the person stands"), "move_unique", "delete", combine=_role_of_both))


def _words_anew(kind: str, ids: list[int]) -> None:
    """Leads are found by the names of their organisation and people."""
    whose = Lead.organisation_id.in_(ids) if kind == "organisation" else Lead.people.any(LeadPerson.person_id.in_(ids))
    for lead in db.session.scalars(select(Lead).where(whose)).unique():
        index.put("lead", lead.id, lead_words(lead))


doors.merge_rule.hang("leads", doors.MergeRule(refresh=_words_anew))


def _find(ids: list[int], viewer) -> dict[int, tuple[str, str, str]]:
    found = queries.search_titles(viewer, ids)
    return {lead_id: (lead.title, " · ".join(filter(None, [
        lead.number, str(catalogue.stage_label(lead.stage)), lead.organisation.label if lead.organisation else ""])),
        url_for("leads.detail", lead_id=lead_id)) for lead_id, lead in found.items()}


def _rebuild():
    for lead in db.session.scalars(select(Lead).order_by(Lead.id)).unique():
        yield lead.id, lead_words(lead), None


doors.search_document.hang("lead", doors.SearchDocument(_l("Leads"), "lead", _find, _rebuild))


def _value(_entry, field: str, stored) -> str | None:
    """Codes and keys of a lead in words."""
    if field in ("owner_id", "deputy_id", "organisation_id"):
        row = db.session.get(Organisation if field == "organisation_id" else User, stored)
        return row.label if row is not None else None
    known = {"role": labels.role_label, "channel": labels.channel_label, "state": labels.need_state_label}.get(field)
    return known(stored) if known else None


def _tell(verb: str, icon: str, sentence) -> None:
    # The sentence of a move tells both stages.
    hidden = {"stage": None} if verb == "lead.stage_changed" else {}
    doors.timeline_kind.hang(verb, doors.TimelineKind(icon, sentence, hidden, _value))


def _stage_sentence(entry) -> str:
    before, after = (entry.data.get("changes") or {}).get("stage", ["", ""])
    names = {
        "before": str(catalogue.stage_label(before)),
        "after": str(catalogue.stage_label(after)),
        "lead": entry.subject_label,
    }
    if entry.data.get("correction"):
        return _("corrected the stage of lead %(lead)s: %(before)s → %(after)s", **names)
    return _("moved lead %(lead)s: %(before)s → %(after)s", **names)


def _text_sentence(entry) -> str:
    return _(
        "wrote “%(field)s” on lead %(lead)s",
        field=labels.text_label(entry.data.get("field", "")),
        lead=entry.subject_label,
    )


def _translated_sentence(entry) -> str:
    from outreach.web.page import language_name

    names = {"field": labels.text_label(entry.data.get("field", "")), "lead": entry.subject_label,
             "language": language_name(entry.data.get("language", ""))}
    if entry.data.get("status") == "machine":
        return _("had “%(field)s” of lead %(lead)s translated into %(language)s by machine", **names)
    return _("reviewed the translation of “%(field)s” of lead %(lead)s into %(language)s", **names)


def _need_label(entry) -> str:
    return labels.category_label(entry.data.get("category", ""))


_tell("lead.created", "lead", lambda entry: _("created lead %(lead)s", lead=entry.subject_label))
_tell("lead.changed", "pen", lambda entry: _("changed lead %(lead)s", lead=entry.subject_label))
_tell("lead.removed", "undo", lambda entry: _("removed lead %(lead)s", lead=entry.subject_label))
_tell("lead.stage_changed", "lead", _stage_sentence)
_tell("lead.next_step_set", "clock", lambda entry: _("set the next step of lead %(lead)s", lead=entry.subject_label))
_tell("lead.next_step_done", "check", lambda entry: _(
    "completed “%(step)s” on lead %(lead)s", step=entry.data.get("done", ""), lead=entry.subject_label))
_tell("lead.owner_changed", "hand", lambda entry: _("handed over lead %(lead)s", lead=entry.subject_label))
_tell("lead.person_added", "people", lambda entry: _(
    "added %(name)s to lead %(lead)s as %(role)s", name=entry.data.get("person", ""), lead=entry.subject_label,
    role=labels.role_label(entry.data.get("role", ""))))
_tell("lead.person_changed", "people", lambda entry: _(
    "changed the role of %(name)s on lead %(lead)s", name=entry.data.get("person", ""), lead=entry.subject_label))
_tell("lead.person_removed", "people", lambda entry: _(
    "took %(name)s off lead %(lead)s", name=entry.data.get("person", ""), lead=entry.subject_label))
_tell(
    "lead.source_added",
    "plus",
    lambda entry: _(
        "added the source “%(source)s” to lead %(lead)s",
        source=entry.data.get("source_label", ""),
        lead=entry.subject_label,
    ),
)
_tell(
    "lead.source_removed",
    "undo",
    lambda entry: _(
        "removed the source “%(source)s” from lead %(lead)s",
        source=entry.data.get("source_label", ""),
        lead=entry.subject_label,
    ),
)
_tell("lead.text_written", "pen", _text_sentence)
_tell("lead.text_translated", "sync", _translated_sentence)
_tell("lead.need_added", "plus", lambda entry: _(
    "added a need to lead %(lead)s: %(category)s", lead=entry.subject_label, category=_need_label(entry)))
_tell("lead.need_changed", "pen", lambda entry: _(
    "answered a need of lead %(lead)s: %(category)s", lead=entry.subject_label, category=_need_label(entry)))


def _panel(viewer, leads, **came_from) -> dict | None:
    if viewer is None or viewer.role not in access.STAFF:
        return None
    return {"leads": leads, "stage_label": catalogue.stage_label, "today": today_in(viewer.time_zone),
            "may_write": viewer.role in access.WRITERS, "new_url": url_for("leads.new", **came_from)}


def _person_panel(viewer, person) -> dict | None:
    return _panel(viewer, queries.leads_of_person(viewer, person.id), person=person.id)


def _organisation_panel(viewer, organisation) -> dict | None:
    return _panel(viewer, queries.leads_of_organisation(viewer, organisation.id), organisation=organisation.id)


doors.page_panel.hang(
    "leads.person", doors.PagePanel("contacts.person", "leads/panel.html", _person_panel, 60, side=True)
)
doors.page_panel.hang("leads.organisation", doors.PagePanel(
    "contacts.organisation", "leads/panel.html", _organisation_panel, 60, side=True))


def _target_panel(viewer, target) -> dict | None:
    if viewer is None or viewer.role not in access.STAFF:
        return None
    lead, may_write = lead_of_target(target), viewer.role in access.WRITERS
    return {"lead": lead, "target": target, "may_write": may_write, "stage_label": catalogue.stage_label} if (
        lead or may_write) else None


doors.page_panel.hang("leads.target", doors.PagePanel(
    "targets.detail", "leads/panel_target.html", _target_panel, 10, side=True))

# The list registers itself.
from outreach.leads.doors import lists  # noqa: E402,F401
