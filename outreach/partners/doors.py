"""What partners hang on the doors: navigation, sentences of the timeline, reference, the organisation's panel."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from outreach.db import today_in
from outreach.partners.models import KINDS
from outreach.partners.queries import agreement_state, kind_name, partners_of_organisation
from outreach.web import doors
from outreach.web.access import STAFF

doors.navigation.hang("partners.index", doors.NavigationEntry(
    "partners.index", _l("Partners"), "partner", "contacts", 340, STAFF))

# An agreement is not personal data: it stays when people are erased, and moves when organisations are merged.
doors.person_references.hang("partner.organisation_id", doors.PersonReference(
    "partner.organisation_id", _l("Partner agreements"), on_merge="move", on_erase="anonymise"))


def _organisation_panel(viewer, organisation) -> dict | None:
    partners = partners_of_organisation(viewer, organisation.id)
    if not partners:
        return None
    return {"partners": partners, "kind_name": kind_name, "agreement_state": agreement_state,
            "today": today_in("Asia/Shanghai")}


doors.page_panel.hang("partner of organisation", doors.PagePanel(
    "contacts.organisation", "partners/panel_organisation.html", _organisation_panel, 40, side=True))


def _value(_entry, field: str, value) -> str | None:
    return kind_name(value) if field == "kind" and value in KINDS else None


def _tell(verb: str, icon: str, sentence) -> None:
    doors.timeline_kind.hang(verb, doors.TimelineKind(icon, sentence, value=_value))


_tell("partner.created", "partner", lambda entry: _("added the partner %(name)s", name=entry.subject_label))
_tell("partner.changed", "pen", lambda entry: _("changed the partner %(name)s", name=entry.subject_label))
_tell("partner.user_added", "plus", lambda entry: _(
    "let %(user)s read and send for the partner %(name)s", user=entry.data.get("user", ""), name=entry.subject_label))
_tell("partner.user_removed", "x", lambda entry: _(
    "ended the access of %(user)s for the partner %(name)s", user=entry.data.get("user", ""), name=entry.subject_label))
