"""The budget of an event: writing its lines, keeping receipts, and copying what was planned."""

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from outreach import files
from outreach.activity import Actor, changes_of, record
from outreach.db import Money, db, hold, today_in
from outreach.errors import Conflict, Refused
from outreach.events.models import BudgetLine, Event
from outreach.events.models.budget import BUDGET_CATEGORIES, PAID_STATES
from outreach.events.services.days import EARLIEST_ZONE, check_days

#: What a caller may set; `planned` and `actual` are Money or None.
FIELDS = ("category", "what", "planned", "actual", "spent_on", "supplier", "paid_state", "note")
#: What a receipt may be, and its most octets.
RECEIPTS = files.Limits(20_000_000, frozenset({"pdf", "png", "jpg", "jpeg", "webp", "xlsx", "docx"}))
#: A sum of more smallest units is a slip of the pen.
MOST_MINOR = 10**14


def add_line(actor: Actor, event: Event, values: dict[str, Any]) -> BudgetLine:
    """Add a line from values as in FIELDS. Raises Refused, with the field, for what cannot be."""
    line = BudgetLine(event=event, **{"supplier": "", "note": "", "paid_state": "open", **_columns(values)})
    _check(line)
    db.session.add(line)
    record(actor, "budget.line_added", line, about=[event], event=event.title, category=line.category)
    return line


def change_line(actor: Actor, line: BudgetLine, values: dict[str, Any], *, version: int | None = None) -> BudgetLine:
    """Change values as in FIELDS. Raises Conflict where somebody else changed the line since `version`."""
    if not hold(line, version):
        raise Conflict("version_conflict", _("Somebody else changed this line meanwhile. Check what is stored now."))
    with db.session.no_autoflush:
        changes = changes_of(line, _columns(values))
        try:
            _check(line)
        except Refused:
            db.session.expire(line)
            raise
    if changes:
        line.version += 1
        record(actor, "budget.line_changed", line, changes=changes, about=[line.event], event=line.event.title)
    return line


def remove_line(actor: Actor, line: BudgetLine) -> None:
    """Take a line out with its receipt; the log keeps its sums."""
    record(actor, "budget.line_removed", line, about=[line.event], event=line.event.title, planned=line.planned, actual=line.actual)
    receipt = line.receipt
    db.session.delete(line)
    db.session.flush()
    if receipt is not None:
        files.delete(receipt)


def keep_receipt(actor: Actor, line: BudgetLine, received: files.Attachment) -> BudgetLine:
    """Keep a file that files.receive() took by RECEIPTS as the line's receipt; it replaces the one before."""
    before, line.receipt = line.receipt, received
    db.session.flush()
    if before is not None:
        files.delete(before)
    record(actor, "budget.receipt_kept", line, about=[line.event], event=line.event.title, file=line.receipt.filename)
    return line


def drop_receipt(actor: Actor, line: BudgetLine) -> None:
    """Take the receipt away."""
    if line.receipt is not None:
        before, line.receipt = line.receipt, None
        db.session.flush()
        record(actor, "budget.receipt_dropped", line, about=[line.event], event=line.event.title, file=before.filename)
        files.delete(before)


def copy_planned_lines(actor: Actor, source: Event, target: Event) -> list[BudgetLine]:
    """Copy what was planned to another event: category, text, supplier and sum; nothing that was spent goes along."""
    made = [BudgetLine(event=target, category=row.category, what=row.what, supplier=row.supplier, paid_state="open", note="",
                       planned_minor=row.planned_minor, planned_currency=row.planned_currency)
            for row in db.session.scalars(select(BudgetLine).where(
                BudgetLine.event_id == source.id, BudgetLine.planned_minor.is_not(None)).order_by(BudgetLine.id))]
    db.session.add_all(made)
    if made:
        record(actor, "budget.copied", target, about=[source], count=len(made), source=source.title)
    return made


def _columns(values: dict[str, Any]) -> dict[str, Any]:
    given = {name: values[name] for name in FIELDS if name in values}
    for name in ("planned", "actual"):
        if name in given:
            money: Money | None = given.pop(name)
            given[f"{name}_minor"] = money.minor if money else None
            given[f"{name}_currency"] = money.currency if money else None
    return {name: value.strip() if isinstance(value, str) else value for name, value in given.items()}


def _check(line: BudgetLine) -> None:
    if line.category not in BUDGET_CATEGORIES:
        raise Refused("unknown_category", _("Choose what kind of cost it is"), field="category")
    if not line.what:
        raise Refused("what_missing", _("Enter what the money is for"), field="what")
    if line.paid_state not in PAID_STATES:
        raise Refused("unknown_state", _("Choose a state"), field="paid_state")
    if line.planned is None and line.actual is None:
        raise Refused("no_amount", _("Enter what is planned or what it cost"), field="planned")
    check_days(spent_on=line.spent_on)
    if line.paid_state == "paid" and line.spent_on is not None and line.spent_on > today_in(EARLIEST_ZONE):
        raise Refused("paid_later", _("What is paid was paid by today. Enter that day, or another state."), field="spent_on")
    for name in ("planned", "actual"):
        money = getattr(line, name)
        if money is not None and not 0 <= money.minor <= MOST_MINOR:
            raise Refused("bad_amount", _("This amount cannot be. Check the number of zeros."), field=name)
