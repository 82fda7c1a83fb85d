"""Reading a budget: its lines, what they sum up to per currency and in yuan, and where more was spent than planned."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from babel.numbers import format_decimal
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from outreach.catalogue.queries import convert
from outreach.catalogue.queries.money import Converted
from outreach.db import Money, db, today_in
from outreach.errors import NotFound
from outreach.events.models import BudgetLine, Event
from outreach.events.models.budget import BUDGET_CATEGORIES
from outreach.i18n import current_language, formats

CATEGORY_LABELS = {
    "stand": _l("Stand"), "travel": _l("Travel"), "hotel": _l("Hotel"), "interpreter": _l("Interpreter"),
    "catering": _l("Catering"), "materials": _l("Materials"), "shipping": _l("Shipping"), "fees": _l("Fees"),
    "other": _l("Other costs")}
PAID_LABELS = {"open": _l("Not invoiced"), "invoiced": _l("Invoiced"), "paid": _l("Paid")}
PAID_TAGS = {"open": "none", "invoiced": "info", "paid": "ok"}
#: The currency in which everything is added up.
HOME = "CNY"


@dataclass(frozen=True)
class Figures:
    """A line and its sums in yuan by the rate of its day; None where there is no sum, or no rate."""

    line: BudgetLine
    planned: Converted | None
    actual: Converted | None

    @property
    def missing(self) -> bool:
        """True where a sum could not be converted, so that it is in no total."""
        return (self.line.planned is not None and self.planned is None) or (self.line.actual is not None and self.actual is None)

    @property
    def over(self) -> bool:
        """True where more was spent than planned, compared in one currency where both are in it, else in yuan."""
        planned, actual = self.line.planned, self.line.actual
        if planned is None or actual is None:
            return False
        if planned.currency == actual.currency:
            return actual.minor > planned.minor
        return bool(self.planned and self.actual and self.actual.money.minor > self.planned.money.minor)


@dataclass
class Total:
    """Planned and actual in fen; `missing` counts the lines of which a sum has no rate and is not in it."""

    planned: int = 0
    actual: int = 0
    missing: int = 0
    #: True where something was spent: before that nothing can be over.
    spent: bool = False

    def add(self, row: Figures) -> None:
        """Count a line in."""
        self.planned += row.planned.money.minor if row.planned else 0
        self.actual += row.actual.money.minor if row.actual else 0
        self.spent = self.spent or row.actual is not None
        self.missing += row.missing

    @property
    def over(self) -> Money | None:
        """By how much more was spent than planned; None where it was not, or where a sum has no rate to tell."""
        return Money(self.actual - self.planned, HOME) if self.spent and not self.missing and self.actual > self.planned else None

    @property
    def left(self) -> Money:
        """What is planned and not spent; negative where it is over."""
        return Money(self.planned - self.actual, HOME)

    @property
    def planned_money(self) -> Money:
        """What was planned, in yuan."""
        return Money(self.planned, HOME)

    @property
    def actual_money(self) -> Money:
        """What was spent, in yuan."""
        return Money(self.actual, HOME)


@dataclass
class Budget:
    """A budget added up: per line, per currency as (planned, actual), per category and as a whole in yuan."""

    rows: list[Figures] = field(default_factory=list)
    currencies: dict[str, tuple[Money, Money]] = field(default_factory=dict)
    categories: dict[str, Total] = field(default_factory=dict)
    total: Total = field(default_factory=Total)

    @property
    def overruns(self) -> list[tuple[str, Total]]:
        """Categories in which more was spent than planned."""
        return [(code, total) for code, total in self.categories.items() if total.over]

    @property
    def bars(self) -> list[tuple[str, int]]:
        """What the chart draws: planned and actual of each category in whole yuan."""
        return [(f"{CATEGORY_LABELS[code]} · {word}", round(minor / 100)) for code, total in self.categories.items()
                for word, minor in ((_("planned"), total.planned), (_("actual"), total.actual))]


def lines_of(*events: Event) -> list[BudgetLine]:
    """The lines of these events by category, in the order in which they were written."""
    ids = [event.id for event in events]
    rows = db.session.scalars(select(BudgetLine).where(BudgetLine.event_id.in_(ids)).order_by(BudgetLine.id))
    return sorted(rows, key=lambda line: BUDGET_CATEGORIES.index(line.category))


def get_line(event: Event, line_id: int) -> BudgetLine:
    """One line of the event. Raises NotFound."""
    found = db.session.get(BudgetLine, line_id)
    if found is None or found.event_id != event.id:
        raise NotFound("unknown_line", _("There is no such line in this budget"))
    return found


def count_lines(event: Event) -> int:
    """How many lines the event's budget has."""
    return db.session.scalar(select(func.count(BudgetLine.id)).where(BudgetLine.event_id == event.id)) or 0


def count_planned(event: Event) -> int:
    """How many of them have a planned sum."""
    return db.session.scalar(select(func.count(BudgetLine.id)).where(
        BudgetLine.event_id == event.id, BudgetLine.planned_minor.is_not(None))) or 0


def budget_of(lines: Iterable[BudgetLine]) -> Budget:
    """Add up. Both sums of a line are converted by the rate of the day of the expense, without one by that of today."""
    today = today_in("Asia/Shanghai")

    def into_yuan(money: Money | None, day: date | None) -> Converted | None:
        return convert(money, HOME, day or today) if money is not None else None
    return _summed(Figures(line, into_yuan(line.planned, line.spent_on), into_yuan(line.actual, line.spent_on)) for line in lines)


def _summed(rows: Iterable[Figures]) -> Budget:
    made = Budget()
    for row in rows:
        made.rows.append(row)
        made.total.add(row)
        made.categories.setdefault(row.line.category, Total()).add(row)
        for place, money in enumerate((row.line.planned, row.line.actual)):
            if money is not None:
                sums = list(made.currencies.get(money.currency, (Money(0, money.currency), Money(0, money.currency))))
                sums[place] = Money(sums[place].minor + money.minor, money.currency)
                made.currencies[money.currency] = (sums[0], sums[1])
    return made


def parts_of(roadshow: Event) -> list[tuple[Event, Budget]]:
    """The budget of a roadshow itself and of each of its legs, those without lines too; empty for an event without legs."""
    if not roadshow.legs:
        return []
    events = [roadshow, *roadshow.legs]
    lines = lines_of(*events)
    return [(event, budget_of(line for line in lines if line.event_id == event.id)) for event in events]


def whole_of(parts: Iterable[tuple[Event, Budget]]) -> Budget:
    """The budgets of several events as one, by category."""
    rows = [row for _event, budget in parts for row in budget.rows]
    return _summed(sorted(rows, key=lambda row: BUDGET_CATEGORIES.index(row.line.category)))


def overrun_text(code: str, total: Total) -> str:
    """By how much a category cost more than planned, in words."""
    return _("%(category)s: %(over)s more than planned, %(actual)s instead of %(planned)s", category=CATEGORY_LABELS[code],
             over=formats.money(total.over), actual=formats.money(total.actual_money), planned=formats.money(total.planned_money))


def rate_words(rate: Decimal) -> str:
    """Yuan for one unit as the reader writes numbers, with up to six decimal places."""
    return format_decimal(rate, "#,##0.######", locale=current_language().locale)
