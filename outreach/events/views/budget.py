"""The budget of an event: planned against actual, its lines with receipts, and the table to take along."""

from collections.abc import Callable
from decimal import Decimal

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from outreach import files
from outreach.activity import Actor
from outreach.catalogue.queries.money import Converted
from outreach.db import Money, transaction
from outreach.errors import NotFound, Refused
from outreach.events import queries
from outreach.events.forms.budget import BudgetLineForm
from outreach.events.models import BudgetLine, Event
from outreach.events.queries import budget as asked
from outreach.events.services import budget as services
from outreach.events.views import blueprint
from outreach.events.views.showing import record_page
from outreach.web import access
from outreach.web.edits import edited
from outreach.web.once import store
from outreach.web.sheets import sheet_answer

#: Currency that a country's expenses are likely in.
_USUAL = {"CN": "CNY", "GB": "GBP", "KR": "KRW", "US": "USD", "JP": "JPY", "CH": "CHF", "HK": "HKD", "DE": "EUR", "FR": "EUR",
          "IT": "EUR", "AT": "EUR", "NL": "EUR", "ES": "EUR"}


@blueprint.get("/events/<int:event_id>/budget")
@access.staff
def budget(event_id: int):
    """Lines by category with sums per currency and in yuan; for a roadshow its legs as well."""
    event = queries.get_event(access.viewer(), event_id)
    parts = asked.parts_of(event)
    return record_page(event, "events.budget", tab_title=_("Budget and cost"), asked=asked, parts=parts,
                       whole=asked.whole_of(parts) if parts else None,
                       single=parts[0][1] if parts else asked.budget_of(asked.lines_of(event)))


@blueprint.route("/events/<int:event_id>/budget/new", methods=["GET", "POST"])
@access.writers
def new_budget_line(event_id: int):
    """A form for a line."""
    return _saved(event_id, None)


@blueprint.route("/events/<int:event_id>/budget/<int:line_id>", methods=["GET", "POST"])
@access.writers
def edit_budget_line(event_id: int, line_id: int):
    """Change a line, and keep or replace its receipt."""
    return _saved(event_id, line_id)


def _saved(event_id: int, line_id: int | None):
    event = queries.get_event(access.viewer(), event_id)
    line = asked.get_line(event, line_id) if line_id is not None else None
    usual = _USUAL.get(event.country or "", "CNY")
    form = edited(lambda **data: BudgetLineForm(line=line, currency=usual, **data), line is not None)
    if request.method == "GET" and line is None and request.args.get("category") in asked.CATEGORY_LABELS:
        form.category.data = request.args["category"]
    if form.validate_on_submit():
        try:
            saved = store(BudgetLine, _saving(event_id, line_id, form), new=line is None)
            flash(_("%(name)s is saved", name=saved.label))
            if request.form.get("then") == "another":
                return redirect(url_for("events.new_budget_line", event_id=event_id, category=form.category.data))
            return redirect(url_for("events.budget", event_id=event_id))
        except Refused as refused:
            form.refuse(refused, "what", file="receipt")
    event = queries.get_event(access.viewer(), event_id)
    page = render_template("events/budget_edit.html", event=event, form=form, event_zone=event.time_zone,
                           line=asked.get_line(event, line_id) if line_id is not None else None,
                           file_types=",".join(f".{kind}" for kind in sorted(services.RECEIPTS.extensions)))
    return page, form.status


def _saving(event_id: int, line_id: int | None, form: BudgetLineForm) -> Callable[[], BudgetLine]:
    """What writes the line and its receipt in one unit of work; the file is read before."""
    viewer, sent = access.viewer(), form.receipt.data
    received = files.receive(sent.stream, sent.filename, services.RECEIPTS) if sent else None

    def save() -> BudgetLine:
        actor, event = Actor.of(viewer), queries.get_event(viewer, event_id)
        if line_id is None:
            line = services.add_line(actor, event, form.values())
        else:
            line = services.change_line(actor, asked.get_line(event, line_id), form.values(), version=form.opened_with)
        if received is not None:
            services.keep_receipt(actor, line, received)
        elif form.drop_receipt.data:
            services.drop_receipt(actor, line)
        return line
    return save


@blueprint.post("/events/<int:event_id>/budget/<int:line_id>/remove")
@access.writers
def remove_budget_line(event_id: int, line_id: int):
    """Take a line out."""
    viewer = access.viewer()
    with transaction():
        line = asked.get_line(queries.get_event(viewer, event_id), line_id)
        said = _("%(name)s is removed", name=line.label)
        services.remove_line(Actor.of(viewer), line)
    flash(said)
    return redirect(url_for("events.budget", event_id=event_id))


@blueprint.get("/events/<int:event_id>/budget/<int:line_id>/receipt")
@access.staff
def budget_receipt(event_id: int, line_id: int):
    """The receipt of a line."""
    line = asked.get_line(queries.get_event(access.viewer(), event_id), line_id)
    if line.receipt is None:
        raise NotFound("no_receipt", _("This line has no receipt"))
    return files.send(line.receipt)


@blueprint.get("/events/<int:event_id>/budget/<any(xlsx, csv):kind>")
@access.staff
def export_budget(event_id: int, kind: str):
    """The lines as a table, of a roadshow with those of its legs."""
    viewer = access.viewer()
    event = queries.get_event(viewer, event_id)
    rows = [[_("Event"), _("Kind of cost"), _("What for"), _("Planned amount"),
                 _("Planned: currency"), _("Actual amount"), _("Actual: currency"), _("Date of the expense"), _("Supplier"),
                 _("Payment"), _("Planned in CNY"), _("Planned: rate"), _("Planned: day of the rate"), _("Actual in CNY"),
                 _("Actual: rate"), _("Actual: day of the rate"), _("Receipt"), _("Note")]]
    events = {part.id: part for part in event.parts}
    rows += [_cells(row.line, events[row.line.event_id], row.planned, row.actual)
             for row in asked.budget_of(asked.lines_of(*events.values())).rows]
    return sheet_answer(kind, f"budget-{event.code}", f"{_('Budget')} {event.code}", viewer.time_zone, rows)


def _cells(line: BudgetLine, event: Event, planned: Converted | None, actual: Converted | None) -> list:
    return [event.code, str(asked.CATEGORY_LABELS[line.category]), line.what, *_sum(line.planned), *_sum(line.actual),
            line.spent_on, line.supplier, str(asked.PAID_LABELS[line.paid_state]), *_yuan(line.planned, planned),
            *_yuan(line.actual, actual), line.receipt.filename if line.receipt else None, line.note]


def _sum(money: Money | None) -> list:
    return [money.amount, money.currency] if money else [None, None]


def _yuan(money: Money | None, found: Converted | None) -> list[Decimal | str | None]:
    if money is not None and found is None:
        return [_("no rate"), None, None]
    return [found.money.amount, found.rate, found.rate_date] if found else [None, None, None]
