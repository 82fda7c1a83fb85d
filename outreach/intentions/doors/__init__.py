"""What intentions hang on the doors: navigation, search, sentences of the timeline, references, panels."""

from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from outreach.db import db
from outreach.i18n import LANGUAGES
from outreach.intentions.models import STATES, Intention
from outreach.intentions.queries import (
    count_overdue,
    counts_by_state,
    counts_of_partner,
    of_event,
    state_name,
    visible_intentions,
)
from outreach.intentions.services.receiving import search_owner, search_text
from outreach.partners.queries import partner_of
from outreach.search.content import Content
from outreach.web import doors
from outreach.web.access import STAFF


def _waiting(reader) -> int | None:
    return counts_by_state(reader)["open"] or None


def _find(ids: list[int], reader) -> dict[int, tuple[str, str, str]]:
    rows = db.session.scalars(visible_intentions(reader).where(Intention.id.in_(ids)))
    page = "intentions.detail" if reader.role in STAFF else "portal.intention"
    return {row.id: (row.title, f"{row.receipt} · {row.organisation_name} · {row.contact_name} · {state_name(row.state)}",
                     url_for(page, intention_id=row.id)) for row in rows}


def _rebuild() -> Iterator[tuple[int, Content, str | None]]:
    for row in db.session.scalars(select(Intention).order_by(Intention.id)):
        yield row.id, search_text(row), search_owner(row)


def _owner(reader) -> str | None:
    partner = partner_of(reader)
    return f"partner:{partner.id}" if partner else None


def _event_panel(reader, event) -> dict | None:
    rows = db.session.scalars(of_event(reader, event.id).limit(6)).all()
    return {"intentions": rows[:5], "more": len(rows) > 5, "event": event, "state_name": state_name,
            "form_links": [(code, url_for("intentions.new", lang=code, event=event.code)) for code in LANGUAGES]}


def _partner_panel(_reader, partner) -> dict | None:
    counts = counts_of_partner(partner.id)
    return {"counts": counts, "rows": [(state_name(state), counts.get(state, 0)) for state in STATES]}


doors.navigation.hang("intentions.inbox", doors.NavigationEntry(
    "intentions.inbox", _l("Intentions"), "inbox", "work", 25, STAFF, count=_waiting,
    hot=lambda reader: count_overdue(reader) > 0))
doors.search_document.hang("intention", doors.SearchDocument(
    _l("Intentions"), "inbox", _find, _rebuild, _owner))
doors.page_panel.hang("intentions of event", doors.PagePanel(
    "events.detail", "intentions/panel_event.html", _event_panel, 60, side=True))
doors.page_panel.hang("intentions of partner", doors.PagePanel(
    "partners.detail", "intentions/panel_partner.html", _partner_panel, 20))

# The row itself names the sender, so erasing a person empties more than the key.
doors.person_references.hang("intention.person_id", doors.PersonReference(
    "intention.person_id", _l("Intentions"), on_merge="move", on_erase="anonymise"))
doors.person_references.hang("intention.organisation_id", doors.PersonReference(
    "intention.organisation_id", _l("Intentions"), on_merge="move", on_erase="detach"))


def _tell(verb: str, icon: str, sentence) -> None:
    # The sentences tell the officer and the reason.
    doors.timeline_kind.hang(verb, doors.TimelineKind(icon, sentence, {"owner": None, "reason": None}))


_tell("intention.received", "inbox", lambda entry: _("sent the intention %(what)s", what=entry.subject_label))
_tell("intention.assigned", "people", lambda entry: _(
    "named %(officer)s as officer for %(what)s", officer=_new(entry, "owner"), what=entry.subject_label))
_tell("intention.asked", "mail", lambda entry: _("asked the sender of %(what)s something", what=entry.subject_label))
_tell("intention.answered", "pen", lambda entry: _("answered about %(what)s", what=entry.subject_label))
_tell("intention.accepted", "check", lambda entry: _(
    "accepted %(what)s; it became the lead %(lead)s", what=entry.subject_label, lead=entry.data.get("lead", "")))
_tell("intention.declined", "x", lambda entry: _("declined %(what)s", what=entry.subject_label))


def _new(entry, field: str) -> str:
    return str((entry.data.get("changes", {}).get(field) or ["", ""])[1] or "")

# The list registers itself.
from outreach.intentions.doors import lists  # noqa: E402,F401
