"""The reception plan: its tab, its sentences, and what a merge or erasure does to it."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from outreach.accounts.models import User
from outreach.contacts.models import Organisation, Person
from outreach.db import db
from outreach.events.queries.reception import ITEM_KIND_LABELS, count_reception
from outreach.web import doors

doors.record_tab.hang("events.reception", doors.RecordTab(
    "events.detail", "events.reception", _l("Reception plan"), 65,
    shown=lambda viewer, event: event.kind == "inbound_visit" or count_reception(event) > 0,
    count=lambda viewer, event: count_reception(event) or None))

for _column, _label, _erase in (
    ("visit_guest.person_id", _l("Visits as a guest"), "delete"),
    ("visit_guest.organisation_id", _l("Visits as guests"), "detach"),
    ("reception_item.organisation_id", _l("Visits of our guests"), "detach"),
):
    doors.person_references.hang(_column, doors.PersonReference(_column, _label, on_merge="move", on_erase=_erase))

_ROWS = {"host_id": User, "interpreter_id": User, "organisation_id": Organisation, "person_id": Person}


def _value(_entry, field: str, stored) -> str | None:
    if field in _ROWS and stored:
        row = db.session.get(_ROWS[field], stored)
        return row.label if row is not None else None
    return str(ITEM_KIND_LABELS[stored]) if field == "kind" and stored in ITEM_KIND_LABELS else None


_FIELDS = {
    "rank": _l("Place in the order of protocol"), "function": _l("Function"), "note": _l("Note"), "place": _l("Place"),
    "host_id": _l("Host of ours"), "interpreter_id": _l("Interpreter of ours"), "car": _l("Car"), "person_id": _l("Person"),
    "interpreter_name": _l("Interpreter from outside"), "gifts": _l("Gifts"), "meals": _l("Meals"),
    "notes": _l("Notes for our people"), "report": _l("Report"), "report_language": None, "guest": None, "item": None}


def _tell(verb: str, icon: str, sentence) -> None:
    doors.timeline_kind.hang(verb, doors.TimelineKind(icon, sentence, _FIELDS, _value))


def _guest(entry) -> dict[str, str]:
    return {"guest": entry.data.get("guest", ""), "event": entry.subject_name}


def _item(entry) -> dict[str, str]:
    return {"item": entry.text("item"), "event": entry.subject_name}


_tell("reception.guest_added", "people", lambda entry: _("entered %(guest)s as a guest of %(event)s", **_guest(entry)))
_tell("reception.guest_changed", "pen", lambda entry: _(
    "changed what is known of %(guest)s, guest of %(event)s", **_guest(entry)))
_tell("reception.guest_removed", "x", lambda entry: _("took %(guest)s off the guests of %(event)s", **_guest(entry)))
_tell("reception.item_added", "plus", lambda entry: _("put %(item)s into the programme of %(event)s", **_item(entry)))
_tell("reception.item_changed", "pen", lambda entry: _("changed %(item)s in the programme of %(event)s", **_item(entry)))
_tell("reception.item_removed", "x", lambda entry: _("took %(item)s out of the programme of %(event)s", **_item(entry)))
_tell("reception.notes_changed", "log", lambda entry: _(
    "wrote notes or report of the reception at %(event)s", event=entry.subject_name))
