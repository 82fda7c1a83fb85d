"""The form of a line of a budget."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField
from wtforms.validators import ValidationError

from outreach.db import Money
from outreach.events.models import BudgetLine
from outreach.events.models.budget import CURRENCIES
from outreach.events.queries.budget import CATEGORY_LABELS, PAID_LABELS
from outreach.i18n import formats
from outreach.web.edits import Edited
from outreach.web.forms import MoneyField, SelectField, StringField, TextAreaField, optional, required
from outreach.web.localized_forms import day_field


class BudgetLineForm(Edited):
    """What is planned and what it cost, each in its own currency."""

    category = SelectField(_l("Kind of cost"))
    what = StringField(_l("What for"), [*required(_l("Enter what the money is for")), *optional(300)[1:]])
    planned = MoneyField(_l("Planned amount"))
    planned_currency = SelectField(_l("Currency of the plan"))
    actual = MoneyField(_l("Actual amount"))
    actual_currency = SelectField(_l("Currency of the expense"))
    spent_on = day_field(_l("Date of the expense"), needed=False)
    supplier = StringField(_l("Supplier"), optional(300))
    paid_state = SelectField(_l("Payment"))
    note = TextAreaField(_l("Note"), optional(5000))
    receipt = FileField(_l("Receipt"))
    drop_receipt = BooleanField(_l("Remove the receipt"))

    def __init__(self, *args, line: BudgetLine | None = None, currency: str = "CNY", **kwargs):
        super().__init__(*args, **kwargs)
        self.category.choices = list(CATEGORY_LABELS.items())
        self.paid_state.choices = list(PAID_LABELS.items())
        kept = {line.planned_currency, line.actual_currency} - {None} if line else set()
        for name in ("planned_currency", "actual_currency"):
            codes = dict.fromkeys((*CURRENCIES, *sorted(kept)))
            self[name].choices = [(code, f"{code} {formats.currency_name(code)}") for code in codes]
        if not self.is_submitted():
            self.planned_currency.data = self.actual_currency.data = currency
            if line is not None:
                self._fill(line)

    def _fill(self, line: BudgetLine) -> None:
        for name in ("version", "category", "what", "spent_on", "supplier", "paid_state", "note"):
            self[name].data = getattr(line, name)
        both = [money for money in (line.planned, line.actual) if money is not None]
        for name in ("planned", "actual"):
            money = getattr(line, name)
            self[name].data = money.amount if money else None
            # A sum that is still missing will most likely come in the currency of the other one.
            self[f"{name}_currency"].data = (money or both[0]).currency

    def validate_planned(self, field) -> None:
        """No smaller parts than the currency has."""
        _whole(field.data, self.planned_currency.data)

    def validate_actual(self, field) -> None:
        """No smaller parts than the currency has."""
        _whole(field.data, self.actual_currency.data)

    def values(self) -> dict[str, Any]:
        """Values of a line, without its receipt. Call it on a form that is valid."""
        return {
            "category": self.category.data, "what": self.what.data, "spent_on": self.spent_on.data,
            "supplier": self.supplier.data or "", "paid_state": self.paid_state.data, "note": self.note.data or "",
            **{name: None if self[name].data is None else Money.of(self[name].data, self[f"{name}_currency"].data)
               for name in ("planned", "actual")}}


def _whole(amount, currency: str | None) -> None:
    if amount is not None and currency and Money.of(amount, currency).amount != amount:
        raise ValidationError(_l("%(currency)s has no such small parts. Round the amount.", currency=currency))
