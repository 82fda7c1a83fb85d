"""The budget: its tab, what a copy takes along, and how what happens to it is told."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from outreach.events.queries.budget import CATEGORY_LABELS, PAID_LABELS, count_lines, count_planned
from outreach.events.services.budget import copy_planned_lines
from outreach.web import doors

doors.record_tab.hang("events.budget", doors.RecordTab(
    "events.detail", "events.budget", _l("Budget"), 45, count=lambda viewer, event: count_lines(event) or None))
doors.edition_part.hang("budget", doors.EditionPart(
    _l("Planned budget"), count_planned, lambda count: ngettext("%(num)s budget line", "%(num)s budget lines", count),
    lambda actor, source, target: len(copy_planned_lines(actor, source, target)), 50))

_FIELDS = {
    "category": _l("Kind of cost"), "what": _l("What for"), "planned": _l("Planned amount"), "actual": _l("Actual amount"),
    "spent_on": _l("Date of the expense"), "supplier": _l("Supplier"), "paid_state": _l("Payment"), "note": _l("Note"),
    "event": None, "count": None, "source": None, "file": None}


def _value(_entry, field: str, stored) -> str | None:
    labels = {"category": CATEGORY_LABELS, "paid_state": PAID_LABELS}.get(field, {})
    return str(labels[stored]) if isinstance(stored, str) and stored in labels else None


def _tell(verb: str, icon: str, sentence) -> None:
    doors.timeline_kind.hang(verb, doors.TimelineKind(icon, sentence, _FIELDS, _value))


def _said(entry) -> dict[str, str]:
    return {"line": entry.subject_name, "event": entry.text("event")}


_tell("budget.line_added", "plus", lambda entry: _("added “%(line)s” to the budget of %(event)s", **_said(entry)))
_tell("budget.line_changed", "pen", lambda entry: _("changed “%(line)s” in the budget of %(event)s", **_said(entry)))
_tell("budget.line_removed", "x", lambda entry: _("took “%(line)s” out of the budget of %(event)s", **_said(entry)))
_tell("budget.receipt_kept", "file", lambda entry: _(
    "put the receipt %(file)s to “%(line)s” in the budget of %(event)s", file=entry.data.get("file", ""), **_said(entry)))
_tell("budget.receipt_dropped", "x", lambda entry: _(
    "took the receipt %(file)s from “%(line)s” in the budget of %(event)s", file=entry.data.get("file", ""), **_said(entry)))
_tell("budget.copied", "list", lambda entry: ngettext(
    "copied %(num)s planned budget line of %(source)s to %(event)s",
    "copied %(num)s planned budget lines of %(source)s to %(event)s",
    entry.data.get("count", 0), source=entry.text("source"), event=entry.subject_name))
